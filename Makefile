# Two commands for a new machine: `make demo` and `make test`. Both need Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint types imports generate clean

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The stamps are remade when pyproject.toml changes.
$(VENV)/.demo: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.test: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

# The main job on real input: eight articles become claims, a store, a SPARQL answer and one HTML file.
demo: $(VENV)/.demo
	@rm -rf demo && mkdir demo
	$(BIN)/kgraph build data/articles -l demo/kgraph.db --html demo/graph.html
	$(BIN)/kgraph query -l demo/kgraph.db 'SELECT ?relation WHERE { kgr:GBR ?relation kgr:RUS } ORDER BY ?relation'
	@echo "Open demo/graph.html in a browser."

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

imports: $(VENV)/.test
	$(BIN)/lint-imports

# pytest closes the run: a worker for each core, each file's tests in one worker, because they share what they set up.
test: lint types imports
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadfile

# Remakes the committed artefacts that are made from others; `git diff` shows what moved.
generate: $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python generate/terms.py
	$(BIN)/python generate/cookbook.py
	$(BIN)/python generate/codebook.py
	$(BIN)/python generate/foreign_names.py
	$(BIN)/python generate/lemmas.py
	$(BIN)/python generate/actors.py

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
