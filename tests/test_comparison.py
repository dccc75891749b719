"""The comparison with other tools: what is compared, counted and written; the other tools are not needed for it."""

from __future__ import annotations

import copy
import doctest
import json
import sys
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from benchmarks import comparison, comparison_lines, comparison_page
from benchmarks.made_claims import Article
from benchmarks.peers import common, rdf_shape, with_kgraph, with_rdflib
from benchmarks.peers.rows import row_of, write_folder
from benchmarks.store_speed import made_articles
from kgraph.model import Claim, Date, Document, Modality, Polarity
from kgraph.ontology import RELATIONS
from tests.browsing import CHROMIUM

HERE = Path(comparison.__file__).parent


def told_on(article: Article) -> Article:
    """The article with what denies its first firm claim, and with a supply between the same two."""
    told = next(claim for claim in article.claims if claim.modality is Modality.ASSERTED)
    denied = replace(told, modality=Modality.DENIED, polarity=Polarity.NEGATIVE)
    kind = RELATIONS["suppliesOilTo"]
    supply = replace(
        told,
        relation=kind.name,
        event_type=kind.event_type,
        mode=kind.mode,
        contexts=kind.contexts,
        date=Date(start="2019"),
    )
    return Article(article.document, (*article.claims, denied, supply))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("claims")
    articles = [told_on(article) for article in made_articles(5)]
    assert write_folder(made, articles) == 60
    return made


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[common.Row]:
    return list(common.rows_of(folder))


@pytest.fixture(scope="module")
def stores(folder: Path) -> dict[str, Any]:
    return {"kgraph": with_kgraph.load(folder), "rdflib": with_rdflib.load(folder)}


def two_with_a_partner(rows: list[common.Row], folder: Path) -> tuple[str, str]:
    """The first two actors that have a plain triple to the same third."""
    to = defaultdict[str, set[str]](set)
    for row in rows:
        for one, _, third in common.load_edges(row, common.relations_of(folder)):
            to[one].add(third)
    return next(two for two in combinations(sorted(to), 2) if to[two[0]] & to[two[1]])


@pytest.mark.parametrize("question", [*common.QUESTIONS])
def test_kgraph_and_rdflib_answer_alike(
    question: str, stores: dict[str, Any], rows: list[common.Row], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = {"dyad": (rows[0]["actor_side"], rows[0]["recipient_side"])}.get(question, two_with_a_partner(rows, folder))
    for module in (with_kgraph, with_rdflib):
        monkeypatch.setattr(module, "PAIR", pair)
        monkeypatch.setattr(module, "WINDOW", ("2015-01-01", "2025-12-31"))
    answers = {
        tool.packages[0]: tool.questions[question](stores[tool.packages[0]])  # type: ignore[operator]
        for tool in (with_kgraph.TOOL, with_rdflib.TOOL)
    }
    assert len(answers["kgraph"]) > 0
    assert common.digest(answers["kgraph"]) == common.digest(answers["rdflib"])


def test_denials_are_found_beside_what_they_deny(stores: dict[str, Any], rows: list[common.Row]) -> None:
    known = {row["id"]: row for row in rows}
    found = with_rdflib.rivals(stores["rdflib"])
    assert len(found) >= 5
    assert {(known[no]["polarity"], known[yes]["polarity"]) for no, yes in found} == {(False, True)}


def test_networks_are_alike(stores: dict[str, Any]) -> None:
    ours, theirs = with_kgraph.network(stores["kgraph"]), with_rdflib.network(stores["rdflib"])
    assert ours["claims"] > 20
    assert {**ours, "communities": 0} == {**theirs, "communities": 0}


@pytest.mark.parametrize("tool", [with_kgraph.TOOL, with_rdflib.TOOL], ids=["kgraph", "rdflib"])
def test_a_claim_comes_back_whole(tool: common.Tool, stores: dict[str, Any], rows: list[common.Row]) -> None:
    for row in rows:
        assert tool.holds(stores[tool.packages[0]], row) == row


def test_plain_triples_are_those_of_kgraph(stores: dict[str, Any], rows: list[common.Row], folder: Path) -> None:
    relations = common.relations_of(folder)
    theirs = {edge for row in rows for edge in common.load_edges(row, relations)}
    found = stores["kgraph"].query("SELECT ?a ?relation ?b { ?a ?relation ?b . ?relation a kg:Relation }")
    assert theirs == {(one, str(name).removeprefix("kg:"), other) for one, name, other in found}


def test_a_claim_without_words_is_no_row() -> None:
    [article] = made_articles(1)
    bare: Claim = replace(article.claims[0], evidence=None)
    with pytest.raises(ValueError, match="no date, recipient or words"):
        row_of(bare, Document(id=bare.document, text=""))


def test_what_is_tried_of_kgraph_is_so(stores: dict[str, Any], rows: list[common.Row]) -> None:
    facts = with_kgraph.facts(stores["kgraph"], rows)
    assert facts.pop("claims from a sentence") == ["suppliesOilTo"]
    assert set(facts) == set(comparison_page._FACTS)
    assert all(value is True for value in facts.values())


@pytest.mark.parametrize("module", [comparison, comparison_lines, comparison_page, common, rdf_shape])
def test_examples(module: Any) -> None:
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)


def test_only_the_lines_of_a_task_count() -> None:
    source = (
        'def load(a):\n    """Text\n    of two lines."""\n    b = 1  # why\n\n    # because\n    return f"""x\n{b}"""\n'
    )
    assert comparison_lines.code_lines(source + "def page(): ...\n", "load") == 4
    assert comparison_lines.code_lines("def loaded(): ...\n", "load") == 0


def test_every_task_has_lines_in_every_script_that_does_it() -> None:
    for peer in comparison.TOOLS[:4]:
        sources = [(comparison.PEERS / name).read_text("utf-8") for name in peer.sources]
        assert 0 not in comparison_lines.lines_of(sources, comparison.TASKS).values(), peer.name


def test_peers_are_told_apart_by_name() -> None:
    chosen = comparison.pythons(["/one/python", "kglab=/other/python"], None)
    assert chosen["kgraph"] == Path(sys.executable)
    assert (chosen["kglab"], chosen["kg-gen"]) == (Path("/other/python"), Path("/one/python"))
    with pytest.raises(SystemExit, match="no such peer: kgalb"):
        comparison.pythons(["kgalb=/one/python"], None)


def test_a_peer_that_fails_says_how(tmp_path: Path) -> None:
    [kglab] = [peer for peer in comparison.TOOLS if peer.name == "kglab"]
    assert "No such file" in comparison.asked(kglab, tmp_path / "python", "work", tmp_path)["failed"]
    here = comparison.asked(comparison.TOOLS[1], Path(sys.executable), "work", tmp_path)
    assert here["failed"].startswith("FileNotFoundError")


@pytest.mark.parametrize(("status", "found"), [(0, "python"), (1, "pip cannot install it: ERROR: no such package")])
def test_a_peer_is_installed_or_it_is_said_why_not(status: int, found: str, tmp_path: Path) -> None:
    [kglab] = [peer for peer in comparison.TOOLS if peer.name == "kglab"]
    python = tmp_path / "kglab" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\necho some word\necho ERROR: no such package\nexit {status}\n", "utf-8")
    python.chmod(0o755)
    assert comparison.make_venv(tmp_path, kglab) == (python if status == 0 else found)


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")
def test_a_click_shows_the_sentence_without_a_network() -> None:
    pytest.importorskip("playwright")
    able = {name: Path(sys.executable) for name in ("kgraph", "rdflib")}
    found = comparison.drawn(50, able, None)
    assert found["claims"] == 50
    assert [one["sentence_on_click"] for one in found["tools"].values()] == [True, True]
    assert found["tools"]["kgraph"]["asked_for"] == []
    assert found["tools"]["rdflib"]["asked_for"] == ["cdn.jsdelivr.net"]


def test_work_is_told_by_a_script_of_its_own(folder: Path) -> None:
    [rdflib] = [peer for peer in comparison.TOOLS if peer.name == "rdflib"]
    found = comparison.asked(rdflib, Path(sys.executable), "work", folder)
    assert set(found["answers"]) == set(common.QUESTIONS)
    assert set(found["cpu_s"]) == {"import", "load", *common.QUESTIONS, "network"}
    assert found["mb"]["all"] >= found["mb"]["import"] > 0


def test_the_middle_of_runs() -> None:
    runs = [{"cpu_s": {"load": time}, "mb": {"all": size}} for time, size in ((3.0, 9), (1.0, 7), (2.0, 8))]
    assert comparison.middle(runs) == {"cpu_s": {"load": 2.0}, "mb": {"all": 9}}
    assert comparison.middle([*runs, {"failed": "why"}]) == {"failed": "why"}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((HERE / "comparison.json").read_text("utf-8"))
    return told


def test_the_page_is_that_of_the_figures(found: dict[str, Any]) -> None:
    assert (HERE / "COMPARISON.md").read_text("utf-8") == comparison_page.report(found)


def test_the_lines_are_those_of_the_scripts(found: dict[str, Any]) -> None:
    for peer in comparison.TOOLS:
        sources = [(comparison.PEERS / name).read_text("utf-8") for name in peer.sources]
        assert found["facts"][peer.name]["lines"] == comparison_lines.lines_of(sources, comparison.TASKS), peer.name


def test_every_tool_gives_the_answers_of_kgraph_or_says_why_not(found: dict[str, Any]) -> None:
    for work in found["work"]:
        for question in common.QUESTIONS:
            same = comparison_page.same_as_ours(work["tools"], question)
            others = [work["tools"][tool]["answers"][question] for tool in work["tools"] if tool not in same]
            assert all(isinstance(why, str) for why in others), question


def test_the_page_says_what_differs_fails_and_is_left_out(found: dict[str, Any]) -> None:
    changed = copy.deepcopy(found)
    changed["work"][0]["tools"]["rdflib"]["answers"]["dyad"]["digest"] = "another"
    changed["left_out"] = {"kg-gen": "left out: why"}
    changed["facts"]["kglab"] = {"failed": "ImportError: none"}
    page = comparison_page.report(changed)
    assert page.count("**differs**") == 1
    assert "**kg-gen** left out: why\n" in page
    assert "**kglab** failed: ImportError: none\n" in page
