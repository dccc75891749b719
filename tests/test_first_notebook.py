"""The notebook to begin with: what it holds, that nobody's work is written over, and that it runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

import kgraph
from kgraph.cli import app
from kgraph.errors import DataError, MissingExtraError
from kgraph.notebook import run_notebook, write_notebook
from tests.samples import DENIAL, MEETING, OIL


def store(folder: Path) -> Path:
    with kgraph.KnowledgeGraph(folder / "the store.db") as graph:
        graph.add(kgraph.Document(id="a1", text="", published="2017-12-07"), [OIL, MEETING, DENIAL])
    return folder / "the store.db"


def code(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_it_is_a_notebook_in_the_format_of_jupyter_and_the_same_each_time(tmp_path: Path):
    for name in ("a.ipynb", "b.ipynb"):
        assert write_notebook(tmp_path / "k.db", "kgr:RUS", "kgr:PRK", tmp_path / name) == 7
    assert (tmp_path / "a.ipynb").read_bytes() == (tmp_path / "b.ipynb").read_bytes()
    nbformat.validate(nbformat.read(tmp_path / "a.ipynb", as_version=4))
    for cell in code(tmp_path / "a.ipynb"):
        if not cell.startswith("%"):
            compile(cell, "cell", "exec")


@pytest.mark.parametrize(("where", "said"), [("x.ipynb", "'k.db'"), ("in/x.ipynb", "'../k.db'")])
def test_it_names_the_store_from_where_it_lies(tmp_path: Path, where: str, said: str):
    (tmp_path / "in").mkdir()
    write_notebook(tmp_path / "k.db", "kgr:RUS", "kgr:PRK", tmp_path / where)
    assert f"GraphReader({said})" in code(tmp_path / where)[0]


def test_a_store_of_any_name_stays_text(tmp_path: Path):
    folder = tmp_path / 'it\'s a "store"\\n{first}'
    write_notebook(folder, "kgr:RUS", "kgr:PRK", tmp_path / "x.ipynb")
    assert folder.name in compile(code(tmp_path / "x.ipynb")[0], "cell", "exec").co_consts


@pytest.mark.parametrize(
    ("name", "ends", "message"),
    [
        ("x.txt", ("kgr:RUS", "kgr:PRK"), r"x\.txt: no name of a notebook: '\.txt' \(expected \.ipynb\)"),
        ("none/x.ipynb", ("kgr:RUS", "kgr:PRK"), "no such folder"),
        ("x.ipynb", ("kgr:RUS", "kgr:RUS"), "one actor twice"),
        ("x.ipynb", ("Russia", "kgr:PRK"), "Russia"),
        ("there.ipynb", ("kgr:RUS", "kgr:PRK"), "is there already, and may hold somebody's work"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, name: str, ends: tuple[str, str], message: str):
    (tmp_path / "there.ipynb").write_text("mine", "utf-8")
    with pytest.raises(DataError, match=message):
        write_notebook("k.db", *ends, tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == ["there.ipynb"]
    assert (tmp_path / "there.ipynb").read_text("utf-8") == "mine"


def test_the_verb_writes_and_runs_it_and_the_figure_stands_in_it(tmp_path: Path):
    path = tmp_path / "dyad.ipynb"
    given = ["notebook", "Russia", "North Korea", "-o", str(path), "--run", "-l", str(store(tmp_path))]
    done = CliRunner().invoke(app, given)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{path}: a notebook of 7 cells, run; open it in Jupyter\n"
    shown = [out.data for cell in nbformat.read(path, as_version=4).cells for out in cell.get("outputs", ())]
    assert [sorted(set(data) & {"image/svg+xml", "text/html"}) for data in shown] == [
        ["image/svg+xml"],
        ["text/html"],
        ["text/html"],
        ["text/html"],
    ]
    assert "kg:suppliesOilTo" in shown[2]["text/plain"]


def test_a_cell_that_fails_is_told_and_the_rest_is_kept(tmp_path: Path):
    path = tmp_path / "x.ipynb"
    write_notebook(tmp_path / "none.db", "kgr:RUS", "kgr:PRK", path)
    with pytest.raises(DataError, match=r"x\.ipynb: a cell fails: StoreError: .*none\.db"):
        run_notebook(path)
    assert [out["ename"] for out in json.loads(path.read_text("utf-8"))["cells"][1]["outputs"]] == ["StoreError"]


def test_without_a_kernel_it_says_which_extra_brings_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "x.ipynb"
    write_notebook(tmp_path / "k.db", "kgr:RUS", "kgr:PRK", path)
    written = path.read_bytes()
    monkeypatch.setitem(sys.modules, "ipykernel", None)
    with pytest.raises(MissingExtraError, match=r"ipykernel is not installed; pip install 'kgraph\[notebook\]'"):
        run_notebook(path)
    assert path.read_bytes() == written
