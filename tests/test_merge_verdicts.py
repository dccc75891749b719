"""What a person says of events: joined, kept apart, taken back; beside the store, and by the verb."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.errors import DataError, UnknownNameError
from kgraph.graph import Added, GraphReader, KnowledgeGraph
from kgraph.merge import keep_apart, merge_claims, merge_events, take_back_verdict, undo_all, undo_merge
from kgraph.model import (
    Document,
    Event,
    EventMaker,
    event_judgements_beside,
)
from tests.samples import CHINA, PUTIN
from tests.shell import Shell
from tests.test_merge import DAY, graph_of, group, groups, quads, told


def test_a_person_joins_what_no_rule_would() -> None:
    raid, talk = told("attacks"), told(when="2018-03-01", actor=CHINA, recipient=PUTIN)
    graph = graph_of(raid, talk, replace(raid, document="b"))
    merge_events(graph, made=DAY)
    with pytest.raises(DataError, match=r"another relation.*expected a reason"):
        merge_claims(graph, raid.id, talk.id)
    event = merge_claims(graph, raid.id, talk.id, reason="one  affair\n", made=DAY)
    assert len(event.claims) == 3
    assert event.reason == "one affair; 1 more by rule"
    assert event.made_by is EventMaker.PERSON
    before = quads(graph)
    assert merge_events(graph, made="2025-01-01").new == ()
    assert quads(graph) == before


def test_claims_alike_need_no_reason_of_a_person() -> None:
    pair = told(), told(when="2017-12-12")
    graph = graph_of(*pair)
    event = merge_claims(graph, pair[0].id, pair[1].id, made=DAY)
    assert event.reason == "same actors and relation; dates 2017-12-07 and 2017-12-12 within 5 days; no publisher known"
    assert groups(merge_events(graph, made=DAY).events) == {group(*pair)}


def test_what_was_taken_back_is_not_merged_again() -> None:
    pair = told(), told()
    graph = graph_of(*pair)
    before = quads(graph)
    [event] = merge_events(graph, made=DAY).events
    undo_merge(graph, event.id, reason="two visits", made=DAY)
    assert quads(graph) == before
    assert merge_events(graph, made=DAY).events == ()
    assert [verdict.reason for verdict in graph.event_judgements] == ["two visits"]
    third = told()
    graph.add_claims([third])
    [left] = merge_events(graph, made=DAY).events
    assert third.id in left.claims
    assert len(left.claims) == 2
    with pytest.raises(DataError, match="against what stands"):
        merge_claims(graph, pair[0].id, pair[1].id, reason="one after all", made=DAY)
    take_back_verdict(graph, pair[1].id, pair[0].id)
    assert groups(merge_events(graph, made=DAY).events) == {group(*pair, third)}


def test_taking_back_what_a_person_joined_keeps_what_the_rule_merges() -> None:
    visits, calls = [told(), told()], [told("callsByPhone"), told("callsByPhone")]
    graph = graph_of(*visits, *calls)
    before = quads(graph)
    result = merge_events(graph, made=DAY)
    ruled = quads(graph)
    event = merge_claims(graph, visits[0].id, calls[0].id, reason="one talk", made=DAY)
    assert frozenset(event.claims) == group(*visits, *calls)
    undo_merge(graph, event.id, made=DAY)
    assert quads(graph) == before
    assert merge_events(graph, made=DAY).events == result.events
    assert quads(graph) == ruled


def test_a_verdict_of_a_person_is_taken_back_as_if_it_had_not_been() -> None:
    pair = told(), told("attacks")
    graph = graph_of(*pair)
    before = quads(graph)
    merge_claims(graph, pair[0].id, pair[1].id, reason="one affair", made=DAY)
    take_back_verdict(graph, pair[0].id, pair[1].id)
    assert quads(graph) == before
    assert len(graph.event_judgements) == 0
    with pytest.raises(DataError, match="no verdict on these two"):
        take_back_verdict(graph, pair[0].id, pair[1].id)


def test_a_claim_that_is_kept_apart_leaves_the_others_together() -> None:
    three = [told(), told(), told()]
    graph = graph_of(*three)
    [event] = merge_events(graph, made=DAY).events
    keep_apart(graph, event.claims[0], event.claims[2], reason="another visit", made=DAY)
    assert [found.claims for found in graph.events()] == [event.claims[:2]]
    before = quads(graph)
    merge_events(graph, made=DAY)
    assert quads(graph) == before


def test_verdicts_reach_through_claims_that_are_gone() -> None:
    first, middle, last = told(), told("attacks"), told(when="2019-01-01")
    graph = graph_of(first, middle, last)
    merge_claims(graph, first.id, middle.id, reason="one affair", made=DAY)
    event = merge_claims(graph, middle.id, last.id, reason="the same affair", made=DAY)
    assert set(event.claims) == group(first, middle, last)
    graph.remove(middle.document)
    [left] = merge_events(graph, made=DAY).events
    assert set(left.claims) == group(first, last)
    assert left.reason == "one affair; the same affair"
    undo_merge(graph, left.id, made=DAY)
    assert merge_events(graph, made=DAY).events == ()


def test_events_follow_the_claims_that_come_and_go() -> None:
    three = [told(document="a"), told(document="b"), told(document="c")]
    graph = graph_of()
    for claim in three:
        graph.add(Document(id=claim.document, text=claim.document), [claim])
    [event] = merge_events(graph, made=DAY).events
    assert graph.add(Document(id="a", text="a"), [three[0]]) is Added.UNCHANGED
    graph.remove("a")
    assert [found.claims for found in graph.events()] == [tuple(sorted(group(*three[1:])))]
    graph.add(Document(id="b", text="b2"), [told("attacks", document="b")])
    assert list(graph.events()) == []
    assert graph.query("SELECT ?s WHERE { ?s kg:inEvent|kg:mergeReason|kg:mergedBy ?o }").rows == []
    assert event.id not in "\n".join(quads(graph))


def test_events_of_others_stay_as_they_are(tmp_path: Path) -> None:
    pair = told(), told()
    graph = graph_of(*pair)
    foreign = f"<{pair[0].id}> <https://w3id.org/kgraph/ns#inEvent> <https://example.org/e1> .\n"
    foreign += "<https://example.org/e1> a <https://w3id.org/kgraph/ns#Event> .\n"
    (tmp_path / "theirs.ttl").write_text(foreign)
    assert graph.load(tmp_path / "theirs.ttl") == 2
    before = quads(graph)
    merge_events(graph, made=DAY)
    assert len(list(graph.events())) == 1
    undo_all(graph)
    assert quads(graph) == before


def test_events_are_made_where_they_stand_and_not_loaded(tmp_path: Path) -> None:
    graph = graph_of(told(), told())
    plain = quads(graph)
    merge_events(graph, made=DAY)
    (tmp_path / "all.nq").write_text("".join(f"{line} .\n" for line in quads(graph)), encoding="utf-8")
    other = KnowledgeGraph()
    other.load(tmp_path / "all.nq")
    assert quads(other) == plain


def test_a_spoilt_event_is_made_anew() -> None:
    graph = graph_of(told(), told())
    [event] = merge_events(graph, made=DAY).events
    good = quads(graph)
    graph.store.update(f"INSERT DATA {{ <{event.id}> <https://w3id.org/kgraph/ns#mergedBy> 'chance' }}")
    with pytest.raises(DataError, match="mergedBy"):
        list(graph.events())
    merge_events(graph, made=DAY)
    assert quads(graph) == good


def test_verdicts_lie_beside_the_store_and_go_with_a_backup(tmp_path: Path) -> None:
    location, copy = tmp_path / "kgraph.db", tmp_path / "copy.db"
    pair = told(), told()
    with KnowledgeGraph(location) as graph:
        graph.add_claims(pair)
        keep_apart(graph, pair[0].id, pair[1].id, reason="two visits", made=DAY)
        graph.backup(copy)
    for place in (location, copy):
        with KnowledgeGraph(place) as graph:
            assert len(graph.event_judgements) == 1
            assert merge_events(graph, made=DAY).events == ()
    with KnowledgeGraph(location) as graph:
        take_back_verdict(graph, pair[0].id, pair[1].id)
    assert not event_judgements_beside(location).exists()
    event_judgements_beside(location).write_text("nonsense\n")
    with pytest.raises(DataError, match=r"kgraph\.db\.events\.csv:1: other columns"):
        GraphReader(location)


def test_what_cannot_be_judged_is_refused_and_changes_nothing() -> None:
    pair = told(), told("attacks")
    graph = graph_of(*pair)
    before, known = quads(graph), pair[0].id
    for window in (-1, 367):
        with pytest.raises(DataError, match="not a window"):
            merge_events(graph, window=window)
    with pytest.raises(DataError, match="not a day"):
        merge_events(graph, made="June")
    for unknown in ("urn:kgraph:claim:00000000000000000000", "not an id", "kgr:RUS", "", "urn:kgraph:claim:\ud800"):
        with pytest.raises(DataError, match="no such claim"):
            merge_claims(graph, known, unknown, reason="one")
    with pytest.raises(DataError, match="named twice"):
        merge_claims(graph, known, known, reason="one")
    with pytest.raises(DataError, match="without a reason"):
        keep_apart(graph, known, pair[1].id, reason=" ")
    with pytest.raises(UnknownNameError, match="unknown event"):
        undo_merge(graph, "urn:kgraph:event:1")
    assert quads(graph) == before
    assert len(graph.event_judgements) == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"claims": ("urn:kgraph:claim:a", "urn:kgraph:claim:a")}, "fewer than two claims"),
        ({"reason": " \n"}, "without a reason"),
        ({"made": "2024-06"}, "not a day"),
        ({"id": "an event"}, "not an id"),
    ],
)
def test_an_event_is_two_claims_with_a_reason_and_a_day(changes: dict[str, object], message: str) -> None:
    fields = {
        "id": "urn:kgraph:event:1",
        "claims": ("urn:kgraph:claim:a", "urn:kgraph:claim:b"),
        "reason": "one",
        "made_by": EventMaker.PERSON,
        "made": DAY,
    }
    with pytest.raises(DataError, match=message):
        Event(**{**fields, **changes})  # type: ignore[arg-type]


RAIDS = """{"id": "a", "text": "Israel bombed Syria on Monday.", "published": "2024-06-19", "publisher": "Wire"}
{"id": "b", "text": "Israel attacked Syria on Tuesday.", "published": "2024-06-19", "publisher": "Post"}
{"id": "c", "text": "France condemned Iran on Monday.", "published": "2024-06-19", "publisher": "Post"}
"""


def test_the_verb_merges_joins_parts_and_takes_back(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("build", shell.write("raids.jsonl", RAIDS))
    before = shell.quads()
    assert "1 event of 2 claims (1 new or changed, 0 gone): nothing written" in shell.run("merge", "--dry-run").stdout
    assert shell.quads() == before
    assert "kindred relations (attacks, bombs)" in shell.run("merge", "--made", DAY).stdout
    merged_ = shell.quads()
    assert shell.run("merge").stdout == "kgraph.db: 1 event of 2 claims (0 new or changed, 0 gone)\n"
    assert shell.quads() == merged_
    told_ = shell.run("explain", "Israel", "Syria", "--ids").stdout
    assert told_.count(": 2 claims, 2 publishers, 0 speakers (rule: same actors") == 2
    first, second = (line.strip() for line in told_.splitlines() if "urn:kgraph:claim:" in line)
    assert "1 event taken back" in shell.run("merge", "--undo", "--all").stdout
    assert shell.quads() == before
    shell.run("merge")
    with GraphReader(tmp_path / "kgraph.db") as graph:
        [event] = graph.events()
    assert "not merged again" in shell.run("merge", "--undo", event.id).stdout
    assert "0 events" in shell.run("merge").stdout
    assert shell.quads() == before
    shell.run("merge", first, second, "--undo")
    assert "2 claims (one raid)" in shell.run("merge", first, second, "--reason", "one raid").stdout
    shell.run("merge", first, second, "--undo")
    shell.run("merge", first, second, "--differ", "--reason", "two raids")
    assert "0 events" in shell.run("merge", "--window", "3").stdout


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("merge", "--window", "-1"), 1, "not a window: -1"),
        (("merge", "x", "y"), 1, "no such claim in this graph: 'x'"),
        (("merge", "--undo", "urn:kgraph:event:1"), 1, "unknown event"),
        (("merge", "-l", "none.db"), 1, "no store at none.db"),
        (("merge", "x"), 2, "two claims"),
        (("merge", "--undo"), 2, "--undo takes"),
        (("merge", "--undo", "--all", "x"), 2, "--undo takes"),
        (("merge", "--all"), 2, "--all goes with --undo"),
        (("merge", "--reason", "x"), 2, "--differ and --reason"),
    ],
)
def test_what_the_verb_refuses(words: tuple[str, ...], status: int, message: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("build", shell.write("raids.jsonl", RAIDS))
    before = shell.quads()
    assert message in " ".join(shell.run(*words, status=status).stderr.split())
    assert shell.quads() == before
    assert not (tmp_path / "none.db").exists()


def test_claims_of_two_dyads_need_a_reason(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("build", shell.write("raids.jsonl", RAIDS))
    with GraphReader(tmp_path / "kgraph.db") as graph:
        bomb, condemn = (next(c.id for c in graph.claims() if c.relation == name) for name in ("bombs", "condemns"))
    assert "(other actors)" in shell.run("merge", bomb, condemn, status=1).stderr
    assert "2 claims (one story)" in shell.run("merge", bomb, condemn, "--reason", "one story").stdout
