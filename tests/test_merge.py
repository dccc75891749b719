"""Merging claims to events: the rule, what a person says, taking it back, and how widely an event is told."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import DataError, UnknownNameError
from kgraph.explain import explain_events
from kgraph.graph import Added, GraphReader, KnowledgeGraph
from kgraph.judging import judge_same
from kgraph.merge import keep_apart, merge_claims, merge_events, take_back_verdict, undo_all, undo_merge
from kgraph.model import (
    ActorRef,
    Attribution,
    Claim,
    Date,
    Document,
    Event,
    EventMaker,
    Modality,
    Place,
    Polarity,
    event_judgements_beside,
)
from tests.generated import claims
from tests.samples import CHINA, PUTIN, RUSSIA
from tests.test_cli import Shell

DAY = "2024-06-19"
XI = ActorRef(id="kgr:xi-jinping", name="Xi Jinping", state="CHN")
LAVROV = ActorRef(id="kgr:sergey-lavrov", name="Sergey Lavrov", state="RUS")
TYPES = {
    "meetsWith": "CONSULT",
    "visits": "CONSULT",
    "hosts": "CONSULT",
    "callsByPhone": "CONSULT",
    "attacks": "ASSAULT",
}
NUMBERS = iter(range(10**6))


def told(
    relation: str = "visits", when: str | None = "2017-12-07", document: str | None = None, **changes: object
) -> Claim:
    fields: dict[str, object] = {
        "actor": RUSSIA,
        "recipient": CHINA,
        "event_type": TYPES.get(relation),
        "date": None if when is None else Date.parse(when),
        **changes,
    }
    return Claim(document=document or f"d{next(NUMBERS)}", relation=relation, **fields)  # type: ignore[arg-type]


def graph_of(*claims: Claim) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add_claims(claims)
    return graph


def quads(graph: GraphReader) -> list[str]:
    return sorted(str(quad) for quad in graph.store)


def groups(events: Iterable[Event]) -> set[frozenset[str]]:
    return {frozenset(event.claims) for event in events}


def merged(*claims: Claim, window: int = 1) -> set[frozenset[str]]:
    return groups(merge_events(graph_of(*claims), window=window, made=DAY).events)


def group(*claims: Claim) -> frozenset[str]:
    return frozenset(claim.id for claim in claims)


ONE = {
    "the same on two days": (told(), told(when="2017-12-08")),
    "asserted and reported": (told(), told(modality=Modality.REPORTED)),
    "a relation and its parent": (told(), told("meetsWith")),
    "a symmetric relation the other way round": (told("meetsWith"), told("meetsWith", actor=CHINA, recipient=RUSSIA)),
    "a visit and a meeting the other way round": (told(), told("meetsWith", actor=CHINA, recipient=RUSSIA)),
    "host and visitor": (told(), told("hosts", actor=CHINA, recipient=RUSSIA)),
    "a state and who acts for it": (told(), told(actor=PUTIN, recipient=XI)),
    "a month and a day in it": (told(), told(when="2017-12")),
    "the same month": (told(when="2017-12"), told(when="2017-12")),
    "an interval and a day in it": (told(when="2017-12-06/2017-12-09"), told()),
    "a mode and none": (told("attacks", mode="aerial"), told("attacks")),
    "an embargo as CAMEO's coders put it and as it is read": (
        told("embargoes", event_type="COERCE", mode="restrict"),
        told("embargoes", event_type="SANCTION", mode="discontinue"),
    ),
    "two plans": (told(modality=Modality.PLANNED), told(modality=Modality.PLANNED)),
    "two denials, one written as a negation": (
        told(modality=Modality.DENIED),
        told(modality=Modality.DENIED, polarity=Polarity.NEGATIVE),
    ),
}
TWO = {
    "two days apart": (told(), told(when="2017-12-09")),
    "the other direction": (told(), told(actor=CHINA, recipient=RUSSIA)),
    "sibling relations": (told(), told("callsByPhone")),
    "other modes": (told("attacks", mode="aerial"), told("attacks", mode="drone")),
    "other places": (told(place=Place(name="a", id="gn:1")), told(place=Place(name="b", id="gn:2"))),
    "two ministers of a state": (told(actor=PUTIN), told(actor=LAVROV)),
    "another actor": (told(), told(actor=ActorRef(id="kgr:PRK", name="North Korea", state="PRK"))),
    "a month and a day beside it": (told(when="2017-11"), told(when="2017-12-01")),
    "a year": (told(when="2017"), told(when="2017")),
    "an open interval": (told(when="2017-12-07/.."), told(when="2017-12-07/..")),
    "without a date": (told(when=None), told(when=None)),
    "a lasting tie": (told("alliedWith"), told("alliedWith")),
    "without a recipient": (
        told("attacks", recipient=None),
        told("attacks", recipient=None),
    ),
    **{
        f"a deed and what is {modality}": (told(), told(modality=modality))
        for modality in (Modality.DENIED, Modality.PLANNED, Modality.CALLED_FOR, Modality.HYPOTHETICAL)
    },
    "a deed and its negation": (told(), told(polarity=Polarity.NEGATIVE)),
}


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE)
def test_claims_of_one_happening_are_one_event(pair: tuple[Claim, Claim]) -> None:
    assert merged(*pair) == {group(*pair)}


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO)
def test_claims_of_two_happenings_stay_two(pair: tuple[Claim, Claim]) -> None:
    assert merged(*pair) == set()


def test_the_window_is_the_callers() -> None:
    near, far = told(), told(when="2017-12-10")
    assert merged(near, far, window=2) == set()
    assert merged(near, far, window=3) == {group(near, far)}
    assert merged(told(), told(when="2017-12-08"), window=0) == set()


def test_near_dates_do_not_drift() -> None:
    days = [told(when=f"2017-12-0{day}") for day in range(1, 7)]
    assert merged(*days) == {group(*days[:2]), group(*days[2:4]), group(*days[4:])}


def test_a_vague_claim_joins_only_where_one_happening_fits() -> None:
    visit, again, call, vague = told(), told(), told("callsByPhone"), told("meetsWith")
    month = told("meetsWith", when="2017-12")
    assert merged(visit, again, vague, month) == {group(visit, again, vague, month)}
    assert merged(visit, again, call, vague) == {group(visit, again)}
    later = told(when="2017-12-20")
    assert merged(visit, again, later, month) == {group(visit, again)}


def test_no_two_claims_of_an_event_that_do_not_fit() -> None:
    minister, president, state = told(actor=LAVROV), told(actor=PUTIN), told()
    assert merged(minister, president, state) == set()
    again = told(actor=LAVROV)
    assert merged(minister, again, state) == {group(minister, again, state)}


def test_actors_that_are_one_by_a_verdict_are_one() -> None:
    bear = ActorRef(id="urn:kgraph:actor:the-bear-00000000", name="the Bear")
    pair = told(), told(actor=bear)
    graph = graph_of(*pair)
    assert merge_events(graph, made=DAY).events == ()
    judge_same(graph, "kgr:RUS", bear.id, reason="a byword", made=DAY)
    assert groups(merge_events(graph, made=DAY).events) == {group(*pair)}


def test_an_event_says_why_by_what_and_when() -> None:
    graph = KnowledgeGraph()
    for number, publisher in enumerate(("Example Wire", "example  wire", "Other Post", "Third Times")):
        document = Document(id=f"a{number}", text=f"text {number}", publisher=publisher)
        graph.add(document, [told(document=document.id, when=f"2017-12-0{7 + number % 2}")])
    [event] = merge_events(graph, made=DAY).events
    assert event.reason == "same actors and relation; dates 2017-12-07 and 2017-12-08 within 1 day; 3 publishers"
    assert (event.made_by, event.made) == (EventMaker.RULE, DAY)
    assert list(graph.events()) == list(graph.events("kgr:CHN", "kgr:RUS")) == [event]
    assert list(graph.events("kgr:CHN", "kgr:PRK")) == []
    rows = graph.query("SELECT ?c WHERE { ?c kg:inEvent ?e . ?e a kg:Event ; kg:mergedBy 'rule' }").rows
    assert len(rows) == 4


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ((told(), told(actor=PUTIN)), "same two sides and relation; date 2017-12-07; no publisher known"),
        ((told(), told("meetsWith", when="2017-12")), "dates 2017-12 and 2017-12-07, in one month"),
        ((told(), told("meetsWith")), "same actors, kindred relations (meets with, visits)"),
        ((told(), told(when="2017-12-06/2017-12-09")), "which overlap"),
    ],
)
def test_a_reason_names_what_differs(pair: tuple[Claim, Claim], reason: str) -> None:
    [event] = merge_events(graph_of(*pair), made=DAY).events
    assert reason in event.reason


def test_corroboration_counts_publishers_once_and_one_text_once() -> None:
    graph = KnowledgeGraph()
    papers = (("wire", "one text"), ("post", "one text"), ("post", "another"), ("times", "a third"), (None, "a fourth"))
    for number, (publisher, text) in enumerate(papers):
        speaker = Attribution(id=f"kgr:{'RUS' if number % 2 else 'CHN'}", name="somebody")
        claim = told(document=f"a{number}", attribution=(Attribution(id="kgr:xinhua", name="Xinhua"), speaker))
        graph.add(Document(id=f"a{number}", text=text, publisher=publisher), [claim])
    merge_events(graph, made=DAY)
    [found] = explain_events(graph, "kgr:RUS", "kgr:CHN")
    assert str(found.corroboration) == "5 claims, 2 publishers, 2 speakers"
    assert {account.claim.id for account in found.accounts} == set(found.event.claims)


def test_rows_without_a_text_do_not_share_one() -> None:
    graph = KnowledgeGraph()
    for number in range(2):
        graph.add(Document(id=f"a{number}", text="", publisher=f"p{number}"), [told(document=f"a{number}")])
    merge_events(graph, made=DAY)
    assert explain_events(graph)[0].corroboration.publishers == 2


def test_running_again_adds_nothing_and_keeps_the_day() -> None:
    graph = graph_of(told(), told(when="2017-12-08"))
    first = merge_events(graph, made=DAY)
    before = quads(graph)
    again = merge_events(graph, made="2025-01-01")
    assert quads(graph) == before
    assert (again.events, again.new, again.gone) == (first.events, (), ())


def test_a_dry_run_writes_nothing() -> None:
    graph = graph_of(told(), told())
    before = quads(graph)
    assert len(merge_events(graph, dry_run=True).new) == 1
    assert quads(graph) == before


def test_another_report_keeps_the_iri_unless_it_dates_the_happening_earlier() -> None:
    graph = graph_of(told(), told("meetsWith"))
    [event] = merge_events(graph, made=DAY).events
    graph.add_claims([told(when="2017-12-08"), told(actor=PUTIN), told("meetsWith", when="2017-12")])
    [grown] = merge_events(graph, made=DAY).events
    assert grown.id == event.id
    assert len(grown.claims) == 5
    graph.add_claims([told(when="2017-12-06")])
    assert event.id not in {found.id for found in merge_events(graph, made=DAY).events}


def test_events_alike_have_names_of_their_own() -> None:
    minister, president = [told(actor=LAVROV), told(actor=LAVROV)], [told(actor=PUTIN), told(actor=PUTIN)]
    events = merge_events(graph_of(*minister, *president), made=DAY).events
    assert groups(events) == {group(*minister), group(*president)}
    assert len({event.id for event in events}) == 2


kin = st.builds(
    told,
    st.sampled_from(["visits", "hosts", "meetsWith", "callsByPhone"]),
    st.sampled_from(["2017-12-06", "2017-12-07", "2017-12-08", "2017-12-09", "2017-12", "2017", None]),
    actor=st.sampled_from([RUSSIA, PUTIN, LAVROV, CHINA]),
    recipient=st.sampled_from([CHINA, XI, RUSSIA]),
    modality=st.sampled_from([Modality.ASSERTED, Modality.REPORTED, Modality.DENIED]),
)


@settings(max_examples=60)
@given(st.lists(kin, max_size=9), st.lists(claims(), max_size=3))
def test_merging_changes_no_claim_and_undoing_restores_the_very_quads(alike: list[Claim], others: list[Claim]) -> None:
    graph = graph_of(*alike, *others)
    before, stored = quads(graph), list(graph.claims())
    result = merge_events(graph, made=DAY)
    assert list(graph.claims()) == stored
    assert len(graph) == len(stored)
    assert set(before) <= set(quads(graph))
    members = [claim for event in result.events for claim in event.claims]
    assert len(members) == len(set(members)), "a claim is in one event at most"
    for event in result.events:
        undo_merge(graph, event.id, made=DAY)
    assert quads(graph) == before
    assert merge_events(graph, made=DAY).events == ()


@settings(max_examples=60)
@given(st.lists(kin, max_size=9), st.randoms(use_true_random=False), st.integers(0, 9))
def test_the_order_of_loading_does_not_matter(alike: list[Claim], chance: random.Random, cut: int) -> None:
    graph = graph_of(*alike)
    expected = merge_events(graph, made=DAY).events
    shuffled = list(alike)
    chance.shuffle(shuffled)
    other = graph_of(*shuffled[:cut])
    merge_events(other, made=DAY)
    other.add_claims(shuffled[cut:])
    assert merge_events(other, made=DAY).events == expected
    assert quads(other) == quads(graph)
    assert undo_all(other) == len(expected)
    assert quads(other) == quads(graph_of(*alike))


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
    assert "1 events of 2 claims (1 new or changed, 0 gone): nothing written" in shell.run("merge", "--dry-run").stdout
    assert shell.quads() == before
    assert "kindred relations (attacks, bombs)" in shell.run("merge", "--made", DAY).stdout
    merged_ = shell.quads()
    assert shell.run("merge").stdout == "kgraph.db: 1 events of 2 claims (0 new or changed, 0 gone)\n"
    assert shell.quads() == merged_
    told_ = shell.run("explain", "Israel", "Syria", "--ids").stdout
    assert told_.count(": 2 claims, 2 publishers, 0 speakers (rule: same actors") == 2
    first, second = (line.strip() for line in told_.splitlines() if "urn:kgraph:claim:" in line)
    assert "1 events taken back" in shell.run("merge", "--undo", "--all").stdout
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
