"""Judging actors: who is meant, whom to look at, and the verbs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError, UnknownNameError
from kgraph.graph import KnowledgeGraph
from kgraph.judging import actor_named, candidates, judge_different, judge_same, take_back
from kgraph.model import (
    ActorKind,
    ActorRef,
    local_actor_id,
)
from tests.samples import CHINA
from tests.shell import Shell
from tests.test_judged_graph import judged_graph
from tests.test_judgements import BEAR, DAY, quads, told

# Judging


def test_judging_takes_known_actors_and_tells_the_graph_of_them() -> None:
    graph = judged_graph()
    judge_same(graph, BEAR.id, "kgr:nato", reason="a test", made=DAY)
    nato = graph.actor("kgr:nato")
    assert nato is not None
    assert nato.kind is ActorKind.IGO
    with pytest.raises(UnknownNameError, match="kgr:nobody"):
        judge_different(graph, BEAR.id, "kgr:nobody", reason="a test")
    with pytest.raises(DataError, match="against what stands"):
        judge_different(graph, "kgr:nato", BEAR.id, reason="a test")
    with pytest.raises(DataError, match="no verdict that these two are not one"):
        take_back(graph, "kgr:nato", BEAR.id, same=False)
    assert len(graph.judgements) == 1


def test_an_actor_is_named_by_id_code_name_or_the_graphs_label() -> None:
    graph, tables = judged_graph(), load_gazetteer()
    found = [actor_named(name, graph, tables) for name in (BEAR.id, "RUS", "North Korea", "The  bear")]
    assert found == [BEAR.id, "kgr:RUS", "kgr:PRK", BEAR.id]
    with pytest.raises(UnknownNameError):
        actor_named("Nobody At All Whom Anyone Knows", graph, tables)
    graph.add_claims([told("c", ActorRef(id="urn:kgraph:actor:bear-2", name="the bear"), CHINA)])
    with pytest.raises(DataError, match="a name of several actors"):
        actor_named("the Bear", graph, tables)


def unknown(*labels: str) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add_claims([told("a", ActorRef(id=local_actor_id(label), name=label), CHINA) for label in labels])
    return graph


def offered(graph: KnowledgeGraph, **options: float) -> set[tuple[str, str]]:
    return {(one.first_name, one.second_name) for one in candidates(graph, load_gazetteer(), **options)}


def test_names_alike_are_offered_and_none_is_merged() -> None:
    graph = unknown(
        "Vladimir Vladimirovitch Putin", "Quiet Front of Sahel", "Sahel Quiet Front", "Iran Air", "Kharg Pier"
    )
    before = quads(graph)
    found = offered(graph)
    assert ("Vladimir Vladimirovitch Putin", "Vladimir Vladimirovich Putin") in found
    assert {frozenset(pair) for pair in found} >= {frozenset({"Quiet Front of Sahel", "Sahel Quiet Front"})}
    assert not any("Iran" in pair for pair in found), "a state's name inside another says whose it is"
    assert not any("Kharg Pier" in pair for pair in found)
    assert quads(graph) == before
    assert not graph.judgements
    assert offered(graph, threshold=99.0) <= found


def test_what_was_judged_is_offered_no_more() -> None:
    graph = unknown("Quiet Front of Sahel", "Sahel Quiet Front", "Quiet Front in Sahel")
    first, second, third = (actor.id for actor in graph.actors() if actor.id != "kgr:CHN")
    assert len(offered(graph)) == 3
    judge_different(graph, first, second, reason="rivals", made=DAY)
    assert len(offered(graph)) == 2
    judge_same(graph, second, third, reason="spelling", made=DAY)
    assert offered(graph) == set(), "of the third one is judged through the others"
    with pytest.raises(DataError, match="not a likeness"):
        candidates(graph, load_gazetteer(), threshold=101)


def test_candidates_come_in_one_order() -> None:
    labels = ["Quiet Front of Sahel", "Sahel Quiet Front", "Vladimir V Putin", "Putin Vladimir"]
    found = candidates(unknown(*labels), load_gazetteer())
    assert found == candidates(unknown(*labels[::-1]), load_gazetteer())
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


# The command line


def test_the_verbs_judge_list_and_take_back(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("build", shell.write("a.txt", "France condemned Iran on Monday.\n"), "--date", "2024-06-19")
    before = shell.quads()
    made = ("--reason", "a test", "--made", DAY)
    done = shell.run("actors", "same", "Germany", "France", *made)
    assert done.stdout == "kgr:DEU and kgr:FRA are one: kgr:DEU\n"
    assert "condemns" in shell.run("explain", "Germany", "Iran").stdout
    assert shell.run("actors", "differ", "IRN", "kgr:DEU", *made).stdout == "kgr:IRN and kgr:DEU are not one\n"
    listed = shell.run("actors", "verdicts").stdout
    assert re.search(rf"same +kgr:DEU +kgr:FRA +{DAY} +a test +kgr:DEU", listed)
    assert re.search(rf"differ +kgr:IRN +kgr:DEU +{DAY} +a test", listed)
    assert '"kgr:DEU"' in shell.run("extract", "a.txt", "--date", "2024-06-19").stdout.replace(
        "https://w3id.org/kgraph/id/", "kgr:"
    )
    assert shell.run("actors", "differ", "Iran", "Germany", "--undo").stdout == "kgr:IRN and kgr:DEU: taken back\n"
    shell.run("actors", "same", "France", "Germany", "--undo")
    assert not (tmp_path / "kgraph.db.judgements.csv").exists()
    after = [quad for quad in shell.quads() if "id/DEU" not in quad]
    assert after == before, "but for what the tables know of Germany"


def test_a_verdict_shows_in_what_is_found_shown_and_exported(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    text = "Wagner Group attacked Mali on Monday. Africa Corps attacked Mali on Friday.\n"
    shell.run("build", shell.write("a.txt", text), "--date", "2024-06-19")
    pair = ("actors", "same", "Wagner Group", "Africa Corps", "--reason")
    first = shell.run(*pair, "renamed").stdout
    assert shell.run(*pair, "another reason").stdout.startswith(f"{first.rstrip()} (said before")
    assert "another" not in shell.run("actors", "verdicts").stdout
    assert "kgr:wagner-group" in shell.run("actors", "find", "Africa Corps").stdout
    assert '"kgr:wagner-group"' in shell.run("actors", "show", "Africa Corps").stdout
    for words in (("export",), ("actors", "export"), ("actors", "export", "--in-store")):
        shell.run(*words, "-o", "actors.ftm.json")
        rows = [json.loads(line) for line in (tmp_path / "actors.ftm.json").read_text("utf-8").splitlines()]
        [one] = [row for row in rows if {"Wagner Group", "Africa Corps"} & set(row["properties"].get("name", ()))]
        assert "Africa Corps" in one["properties"]["alias"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("same", "France", "Iran"), "without a reason"),
        (("same", "France", "FRA", "--reason", "x"), "two different ids"),
        (("differ", "France", "Germany", "--reason", "x"), "against what stands"),
        (("same", "France", "Atlantis Under The Sea", "--reason", "x"), "unknown actor"),
        (("same", "France", "kgr:nobody", "--reason", "x"), "unknown actor"),
        (("same", "France", "Iran", "--reason", "x", "--made", "today"), "not a day"),
        (("differ", "France", "Iran", "--undo"), "no verdict"),
        (("same", "France", "Iran", "--reason", "x", "-l", "none.db"), "no store at"),
        (("candidates", "-l", "none.db"), "no store at"),
    ],
)
def test_what_goes_wrong_is_one_line_and_changes_nothing(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        judge_same(graph, "kgr:FRA", "kgr:DEU", reason="a test", made=DAY)
    before = shell.quads()
    failed = shell.run("actors", *words, status=1)
    assert failed.stdout == ""
    assert message in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert shell.quads() == before
    assert not (tmp_path / "none.db").exists()


def test_candidates_are_listed_and_hostile_names_drive_no_terminal(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        for label in ("Sahel Quiet Front \x1b[31m", "[red]Sahel Quiet Front"):
            graph.add_claims([told("a", ActorRef(id=local_actor_id(label), name=label), CHINA)])
    listed = shell.run("actors", "candidates", "--threshold", "80").stdout
    assert "\x1b" not in listed
    assert "[red]Sahel Quiet Front" in listed
