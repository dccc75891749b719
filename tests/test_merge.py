"""Merging claims to events: the rule, what a person says, taking it back, and how widely an event is told."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.explain import explain_events
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.judging import judge_same
from kgraph.merge import merge_events, undo_all, undo_merge
from kgraph.model import (
    ActorRef,
    Attribution,
    Claim,
    Document,
    Event,
    EventMaker,
    Modality,
    Place,
    Polarity,
)
from tests.generated import claims
from tests.samples import CHINA, PUTIN, RUSSIA, dated

DAY = "2024-06-19"
XI = ActorRef(id="kgr:xi-jinping", name="Xi Jinping", state="CHN")
LAVROV = ActorRef(id="kgr:sergey-lavrov", name="Sergey Lavrov", state="RUS")
NUMBERS = iter(range(10**6))


def told(
    relation: str = "visits", when: str | None = "2017-12-07", document: str | None = None, **changes: object
) -> Claim:
    document = document or f"d{next(NUMBERS)}"
    return dated(relation, when, document, **{"actor": RUSSIA, "recipient": CHINA, **changes})


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
