"""Scores the shipped model everywhere and writes its card.

    python -m training.card --treebanks FOLDER [--run build/training/run] [--other-seed FOLDER]

Writes `training/evaluation.json` and `kgraph/language/weights/CARD.md`. `--run` is the folder of the training run,
for the same network in full precision; `--other-seed` the weights that `training.export` made of a run with another
seed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kgraph.language import LanguageModel
from kgraph.language.weights_folder import FOLDER, NETWORK
from training.evaluate import Scores, evaluate, name_scores, of_genres, on_gold_tokens
from training.labels import read_lines
from training.prepare import BUILD, gum
from training.treebank import Record

EVALUATION: Final = Path(__file__).parent / "evaluation.json"
BASELINE: Final = Path(__file__).parent / "spacy_baseline.json"
SPOKEN_AND_NEWS: Final = ("news", "speech", "interview", "bio")
CARD: Final = "CARD.md"


def measures(treebanks: Path, data: Path) -> dict[str, Callable[[LanguageModel], Scores]]:
    """Every score of the card, by the name it has there."""
    ewt, gum_file = treebanks / "ewt/en_ewt-ud-test.conllu", treebanks / "gum/en_gum-ud-test.conllu"
    names = treebanks / "uner_ewt/en_ewt-ud-test.iob2"

    def on(file: Path, *, genres: tuple[str, ...] = (), raw: bool = False, tags: Path | None = None) -> Any:
        return lambda model: evaluate(model, file, names=tags, raw=raw, genres=genres)

    return {
        "EWT test, gold tokens": on(ewt, tags=names),
        "EWT test, raw text": on(ewt, raw=True),
        "GUM test, news speech interview bio, gold tokens": on(gum_file, genres=SPOKEN_AND_NEWS),
        "GUM test, all genres here, gold tokens": on(gum_file),
        "GUM test, news, gold tokens": on(gum_file, genres=("news",)),
        "GUM test, news, raw text": on(gum_file, genres=("news",), raw=True),
        "names, GUM test news (silver)": lambda model: _gum_names(model, treebanks),
        "names, re3d held out": lambda model: _names(model, data / "re3d-test.jsonl"),
        "names, own sentences held out": lambda model: _names(model, data / "hands-test.jsonl"),
    }


def _gum_names(model: LanguageModel, treebanks: Path) -> Scores:
    return _scored_names(model, of_genres(gum(treebanks, "test"), ("news",)))


def _names(model: LanguageModel, file: Path) -> Scores:
    return _scored_names(model, [Record(id=x["id"], words=x["words"], names=x["names"]) for x in read_lines(file)])


def _scored_names(model: LanguageModel, records: list[Record]) -> Scores:
    _, answer = on_gold_tokens(model, records)
    return {"sentences": len(records), **name_scores([r.names or [] for r in records], answer)}


def score_all(folder: Path, treebanks: Path, data: Path) -> dict[str, Scores]:
    """All measures of the weights in a folder."""
    model = LanguageModel(folder)
    return {name: measure(model) for name, measure in measures(treebanks, data).items()}


def table(scores: dict[str, Scores]) -> list[str]:
    """Scores as a Markdown table, the measures that a row lacks left empty."""
    columns = list(dict.fromkeys(key for row in scores.values() for key in row))
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    return lines + [f"| {name} | {' | '.join(_shown(row.get(c)) for c in columns)} |" for name, row in scores.items()]


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _beside(results: dict[str, Any]) -> dict[str, Scores]:
    """What is scored beside the file as shipped: the same network in full precision, others of its kind."""
    return {
        f"{title}: {name}": {k: row[k] for k in ("UAS", "LAS", "UPOS", "names_all") if k in row}
        for title, rows in results.items()
        if title not in ("int8", "runs", "spaCy small CNN")
        for name, row in rows.items()
        if name.startswith(("EWT", "GUM"))
    }


def card(results: dict[str, Any], data: Path) -> str:
    """The model card as Markdown."""
    shipped: dict[str, Scores] = results["int8"]
    parsing = {name: row for name, row in shipped.items() if not name.startswith("names")}
    names = {
        name: {k: v for k, v in row.items() if k.startswith("names")}
        for name, row in shipped.items()
        if "names_all" in row
    }
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    head = "# The English model\n" + (Path(__file__).parent / "card_text.md").read_text(encoding="utf-8")
    lines = [
        head.rstrip(),
        "",
        "## Scores, in per cent, of the eight-bit file as shipped",
        "",
        "`python -m training.card` gives them all; `python -m training.evaluate FILE.conllu` one. All tokens count.",
        "LAS is without subtypes. Raw text goes through our own sentence splitter and tokeniser.",
        "",
        *table({name: {k: v for k, v in row.items() if not k.startswith("names")} for name, row in parsing.items()}),
        "",
        "Names, span F1:",
        "",
        *table(names),
        "",
        "The same network in full precision, and the weights of another seed:",
        "",
        *table(_beside(results)),
        "",
        "A small spaCy CNN trained on the same sentences (`python -m training.spacy_baseline`), gold tokens:",
        "",
        *_baseline(results.get("spaCy small CNN")),
        "",
        "## How it was trained",
        "",
        *[f"- {name}: {json.dumps(facts)}" for name, facts in results["runs"].items()],
        "",
        "## Data",
        "",
        "| file | licence | sha256 |",
        "|---|---|---|",
        *(f"| {row['file']} | {row['licence']} | {row['sha256'][:16]} |" for row in manifest),
    ]
    return "\n".join(lines) + "\n"


def _baseline(measured: dict[str, Any] | None) -> list[str]:
    if measured is None:
        return ["Not measured yet."]
    rows = {f"{name.upper()} test": row for name, row in measured.items() if isinstance(row, dict)}
    facts = [f"{name} {value}" for name, value in measured.items() if not isinstance(value, dict)]
    return [*table(rows), "", f"{', '.join(facts)}."]


def main() -> None:
    """Score, write, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--treebanks", type=Path, required=True)
    options.add_argument("--data", type=Path, default=BUILD)
    options.add_argument("--run", type=Path, default=BUILD / "run")
    options.add_argument("--other-seed", type=Path)
    given = options.parse_args()
    results: dict[str, Any] = {"int8": score_all(FOLDER, given.treebanks, given.data), "runs": {}}
    results["runs"]["shipped"] = json.loads((given.run / "run.json").read_text(encoding="utf-8"))
    full = given.run / "fp32"
    if (full / NETWORK).exists():
        results["full precision"] = score_all(full, given.treebanks, given.data)
    if given.other_seed is not None:
        results["another seed, eight bits"] = score_all(given.other_seed, given.treebanks, given.data)
        results["runs"]["another seed"] = json.loads((given.other_seed / "run.json").read_text(encoding="utf-8"))
    if BASELINE.exists():
        results["spaCy small CNN"] = json.loads(BASELINE.read_text(encoding="utf-8"))
    EVALUATION.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (FOLDER / CARD).write_text(card(results, given.data), encoding="utf-8")
    print("\n".join(table(results["int8"])))


if __name__ == "__main__":
    main()
