"""The pages tell the truth: links lead somewhere, verbs and queries exist, figures and readings are those of now."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer

from generate.codebook import readings
from kgraph.actors import Gazetteer
from kgraph.cli import app
from kgraph.discourse import resolve
from kgraph.graph import named_queries
from kgraph.model import Document
from kgraph.sources import SOURCES, ImportOptions
from kgraph.tables.recipes import TABLE_QUERIES

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")] + DOCS
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES}
WRONG = TEXTS["docs/how-it-can-be-wrong.md"]
LICENCES = TEXTS["docs/data-licences.md"]
_SPAN = re.compile(r"`kgraph ([a-z]+)(?: ([a-z]+)\b(?![.:]))?")
_LINE = re.compile(r"^(?: {4}|\$ )kgraph ([a-z]+)(?: ([a-z]+)\b(?![.:]))?", re.MULTILINE)
_READ = re.compile(r"“([^”]+)” is read as (nothing|`[^`]+`(?:, `[^`]+`)*)")


def links(text: str) -> list[str]:
    """Where a page's links lead, those within code left out."""
    plain = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"\]\(([^()\s]+)\)", plain)


def anchors(text: str) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_to_what_is_there(name: str) -> None:
    for link in links(TEXTS[name]):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (ROOT / name).parent / unquote(file) if file else ROOT / name
        assert target.exists(), f"{name}: {link}"
        assert ROOT in target.resolve().parents, f"{name}: {link}"
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), f"{name}: {link}"


def test_a_link_that_leads_nowhere_would_be_found() -> None:
    assert links("[a](docs/none.md) `[b](c)` ![d](e.png)\n```\n[f](g)\n```\n") == ["docs/none.md", "e.png"]
    assert anchors("# Add a relation\n## What `english` *does*, mostly\n") == {
        "add-a-relation",
        "what-english-does-mostly",
    }


def test_every_page_is_linked_from_readme() -> None:
    found = links(TEXTS["README.md"])
    assert [path.name for path in DOCS if f"docs/{path.name}" not in found] == []
    assert "CONTRIBUTING.md" in found


def commands() -> dict[str, set[str]]:
    """The verbs, each with the verbs below it."""
    root = typer.main.get_command(app)
    children: dict[str, object] = root.commands  # type: ignore[attr-defined]
    return {name: set(getattr(one, "commands", ())) for name, one in children.items()}


@pytest.mark.parametrize("name", TEXTS)
def test_verbs_that_are_named_exist(name: str) -> None:
    known = commands()
    for verb, below in [*_SPAN.findall(TEXTS[name]), *_LINE.findall(TEXTS[name])]:
        assert verb in known, f"{name}: kgraph {verb}"
        assert not known[verb] or not below or below in known[verb], f"{name}: kgraph {verb} {below}"
        if verb == "import" and below:
            assert below in {*SOURCES, "list"}, f"{name}: kgraph import {below}"


def test_verbs_are_looked_for_where_they_are_named() -> None:
    text = (
        "`kgraph actors find X`, kgraph ships none, `kgraph build`\n    kgraph query --named list\n$ kgraph plot top\n"
    )
    assert _SPAN.findall(text) == [("actors", "find"), ("build", "")]
    assert _LINE.findall(text) == [("query", ""), ("plot", "top")]
    assert {"find", "load"} <= commands()["actors"]


@pytest.mark.parametrize("name", TEXTS)
def test_named_queries_exist(name: str) -> None:
    named = set(re.findall(r"--named ([a-z]+(?:-[a-z]+)*)", TEXTS[name]))
    assert named <= {"list", *named_queries(), *TABLE_QUERIES}


def flowing(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


@pytest.mark.parametrize(("sentence", "read"), _READ.findall(flowing(WRONG)))
def test_what_is_said_to_be_read_is_read(sentence: str, read: str) -> None:
    assert list(readings([sentence])) == [read.replace("`, `", "; ").strip("`")]


def test_there_is_an_example_of_each_error_of_reading() -> None:
    body = WRONG.partition("## Errors of reading")[2].partition("\n## ")[0]
    for part in body.split("\n### ")[1:]:
        assert _READ.search(flowing(part)), part.splitlines()[0]
        assert "*Guard:*" in part, part.splitlines()[0]
    assert len(_READ.findall(flowing(WRONG))) >= 12


def test_figures_of_extraction_are_those_of_the_last_run() -> None:
    scores = json.loads((ROOT / "benchmarks" / "relations.json").read_text("utf-8"))["scores"]["english"]
    for kind in ("dyads", "typed"):
        row = " | ".join(f"{scores[kind][measure]:.3f}" for measure in ("precision", "recall", "f1"))
        assert f"| {row} |" in WRONG, kind
    low, high = scores["typed"]["intervals"]["precision"]
    assert f"{low:.3f} to {high:.3f}" in flowing(WRONG)
    for label, key in [
        ("date", "date"),
        ("modality", "modality"),
        ("polarity", "polarity"),
        ("last speaker", "last_speaker"),
    ]:
        assert f"| {label} | {scores['agreement'][key]['share']:.3f} |" in WRONG
    assert f"{scores['spurious']['per_100']:.3f} claims in 100 sentences" in WRONG
    assert f"{scores['edges_on_negated']} plain edge that the gold denies" in WRONG
    for kind in ("COERCE", "ASSAULT"):
        assert f"{kind} {scores['typed']['by_type'][kind]['precision']:.3f}" in flowing(WRONG)
    assert f"{scores['calibration']['error']:.3f}".lstrip("0") in WRONG


def test_the_table_of_confidence_is_that_of_the_last_run() -> None:
    scores = json.loads((ROOT / "benchmarks" / "relations.json").read_text("utf-8"))["scores"]["english"]
    bins = [one for one in scores["calibration"]["bins"] if one["claims"]]
    for one in bins:
        row = f"| {one['low']} to {one['high']} | {one['claims']} | {one['confidence']:.3f} | {one['right']:.3f} |"
        assert row in WRONG
    for side, words in (
        (lambda low: low >= 0.6, "From 0.6 up {} of {}"),
        (lambda low: low < 0.5, "below 0.5 only {} of {}"),
    ):
        here = [one for one in bins if side(one["low"])]
        right = sum(round(one["right"] * one["claims"]) for one in here)
        assert words.format(right, sum(one["claims"] for one in here)) in flowing(WRONG)


@pytest.mark.parametrize("kind", ["wire", "varied"])
def test_figures_of_actors_are_those_of_the_last_run(kind: str) -> None:
    actors = (ROOT / "benchmarks" / "ACTORS.md").read_text("utf-8")
    [row] = re.findall(rf"^\| {kind} \| unseen \| \d+ \| (.+) \|$", actors, re.MULTILINE)
    assert f"| {kind} | {row} |" in WRONG


def test_figures_of_the_parser_and_of_what_is_missed_are_quoted() -> None:
    parser = (ROOT / "training" / "ERRORS.md").read_text("utf-8")
    for relation, figure in re.findall(r"`([a-z:]+)` (\d\d\.\d)", WRONG):
        assert f"| {relation} | {figure} |" in parser
    table = (ROOT / "benchmarks" / "ENGLISH.md").read_text("utf-8")
    shares = dict(re.findall(r"^\| ([a-z ]+) \| (\.\d\d) \|", table, re.MULTILINE))
    for heading, named in {
        "### Somebody is not named": ("names no recipient", "names no actor", "names neither"),
        "### A deed is there": ("judged nothing", "not paired"),
        "### The wrong type": ("another type",),
    }.items():
        [line] = [line for line in WRONG.splitlines() if line.startswith(heading)]
        assert re.findall(r"\.\d\d", line) == [shares[name] for name in named]


@pytest.mark.parametrize("name", SOURCES)
def test_terms_of_data_sets_are_told_as_the_importer_has_them(name: str) -> None:
    source = SOURCES[name]
    values = {"dataset": "mine"} if "dataset" in source.options else {}
    assert f"`{name}`" in LICENCES
    for dataset in source.datasets(ImportOptions(gazetteer=Gazetteer([]), values=values)):
        if dataset.license is not None:
            [row] = [line for line in LICENCES.splitlines() if f"<{dataset.url}>" in line and line.startswith("| `")]
            assert dataset.license in row
            assert ("check with the publisher" in row) == dataset.license.endswith("the page of the files")


def test_whatever_notice_names_is_on_the_page_of_licences() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    held = re.findall(r"^((?:kgraph|data|training|tests|generate)/\S*?),?(?: |$)", notice, re.MULTILINE)
    assert len(held) >= 12
    for path in held:
        assert path.removesuffix("kgraph.ttl") in LICENCES, path


def test_the_sources_of_actors_are_named() -> None:
    with (ROOT / "kgraph" / "actors" / "foreign_names.csv").open(encoding="utf-8", newline="") as file:
        assert {row["source"] for row in csv.DictReader(file)} == {"CLDR 47"}
    assert "Unicode CLDR 47" in LICENCES


def test_contributing_names_files_that_are_there() -> None:
    text = TEXTS["CONTRIBUTING.md"]
    named = re.findall(r"`((?:kgraph|tests|generate|data|docs|benchmarks|notebooks)/[\w./-]+|pyproject\.toml)`", text)
    assert len(named) >= 25
    assert [path for path in named if "NAME" not in path and not (ROOT / path).exists()] == []


@pytest.mark.parametrize(("published", "who"), [("1990-06-19", "kgr:francois-mitterrand"), (None, "kgr:FRA-GOV")])
def test_offices_go_by_the_date_as_the_page_says(published: str | None, who: str) -> None:
    found = resolve(Document(text="The French president criticised Japan.", published=published)).references
    assert found[0].actors[0].id == who
    assert who in WRONG
