"""Verdicts on actors: the laws they obey, what they change in a graph and in the tables, and their file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.build import Settings, build_graph, read_claims_of
from kgraph.errors import DataError
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.judging import judge_same, take_back
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Judgement,
    Judgements,
    Name,
    Office,
    judgements_beside,
    read_judgements,
    write_judgements,
)
from tests.generated import names

DAY = "2024-06-19"
BEAR = ActorRef(id="urn:kgraph:actor:the-bear-00000000", name="the Bear")
ENVOY = ActorRef(id="urn:kgraph:actor:an-envoy-00000000", name="an envoy", state="JPN")
PUTIN = Actor(id="kgr:vladimir-putin", label="Vladimir Putin", kind=ActorKind.PERSON, state="RUS", sector="GOV")
IDS = ("kgr:RUS", "kgr:CHN", "kgr:vladimir-putin", "kgr:nato", "kgr:RUS-MIL", "wd:Q7184", BEAR.id, ENVOY.id)


def verdict(first: str, second: str, same: bool = True, reason: str = "one address") -> Judgement:
    return Judgement(first=first, second=second, same=same, reason=reason, made=DAY)


def told(document: str, actor: ActorRef, recipient: ActorRef, relation: str = "sanctions") -> Claim:
    kinds = {"sanctions": "SANCTION", "meetsWith": "CONSULT", "attacks": "ASSAULT"}
    return Claim(document=document, actor=actor, recipient=recipient, relation=relation, event_type=kinds[relation])


def quads(graph: GraphReader) -> list[str]:
    return sorted(str(quad) for quad in graph.store)


def edges(graph: GraphReader) -> set[tuple[object, ...]]:
    return set(graph.query("SELECT ?s ?r ?o WHERE { ?r a kg:Relation . ?s ?r ?o }").rows)


def verdicts(ids: Sequence[str]) -> st.SearchStrategy[Judgement]:
    pairs = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    return st.builds(lambda pair, same: verdict(*pair, same=same), pairs, st.sampled_from([True, True, False]))


@st.composite
def agreeing(draw: st.DrawFn, ids: Sequence[str] = IDS, at_least: int = 0) -> Judgements:
    """Verdicts none of which contradicts those before it."""
    judged = Judgements()
    for one in draw(st.lists(verdicts(ids), min_size=at_least, max_size=6)):
        if not (judged.apart(one.first, one.second) if one.same else judged.same(one.first, one.second)):
            judged = judged.with_judgement(one)
    return judged


def closed(given: list[Judgement]) -> dict[str, frozenset[str]]:
    """Who is one with whom, found by joining sets until nothing changes."""
    groups = {actor: frozenset({actor}) for actor in IDS}
    for _ in IDS:
        for one in given:
            if one.same:
                joined = groups[one.first] | groups[one.second]
                groups |= dict.fromkeys(joined, joined)
    return groups


@given(agreeing(), st.randoms(use_true_random=False))
def test_the_order_of_verdicts_changes_nobody(judged: Judgements, chance: random.Random) -> None:
    shuffled = list(judged)
    chance.shuffle(shuffled)
    other, groups = Judgements(shuffled), closed(shuffled)
    for first in IDS:
        assert judged.aliases(first) == other.aliases(first) == tuple(sorted(groups[first]))
        assert judged.canonical(first) in groups[first]
        for second in IDS:
            assert judged.same(first, second) == (second in groups[first]) == other.same(first, second)
            assert judged.apart(first, second) == other.apart(first, second) == other.apart(second, first)


@given(st.lists(verdicts(IDS), max_size=7), st.randoms(use_true_random=False))
def test_what_contradicts_itself_does_so_in_any_order(given_: list[Judgement], chance: random.Random) -> None:
    groups = closed(given_)
    absurd = any(not one.same and one.second in groups[one.first] for one in given_)
    for _ in range(3):
        if absurd:
            with pytest.raises(DataError, match="against what stands"):
                Judgements(given_)
        else:
            assert len(Judgements(given_)) == len({(one.pair, one.same) for one in given_})
        chance.shuffle(given_)


@given(agreeing(), verdicts(IDS))
def test_taking_the_last_verdict_back_restores_exactly(judged: Judgements, one: Judgement) -> None:
    known = {other.pair for other in judged}
    if one.pair in known or (judged.apart(*one.pair) if one.same else judged.same(*one.pair)):
        return
    more = judged.with_judgement(one)
    assert more != judged
    restored = more.without(one.second, one.first)
    assert restored == judged
    assert [restored.canonical(actor) for actor in IDS] == [judged.canonical(actor) for actor in IDS]


@pytest.mark.parametrize(
    ("order", "canonical"),
    [
        ((BEAR.id, "kgr:vladimir-putin", "kgr:RUS"), "kgr:RUS"),
        ((BEAR.id, "kgr:nato", "kgr:vladimir-putin"), "kgr:nato"),
        (("wd:Q7184", BEAR.id, ENVOY.id), "wd:Q7184"),
        ((ENVOY.id, "kgr:CHN", "kgr:RUS"), "kgr:CHN"),
        (("kgr:RUS-MIL", "kgr:nato", BEAR.id), "kgr:RUS-MIL"),
    ],
)
def test_a_state_stands_for_others_then_a_known_actor_then_who_was_named_first(
    order: tuple[str, str, str], canonical: str
) -> None:
    judged = Judgements([verdict(order[0], order[1]), verdict(order[1], order[2])])
    assert [judged.canonical(actor) for actor in order] == [canonical] * 3


def test_a_contradiction_names_the_verdicts_that_stand() -> None:
    judged = Judgements([verdict("kgr:a", "kgr:b"), verdict("kgr:b", "kgr:c", reason="an alias")])
    with pytest.raises(DataError, match=r"kgr:a and kgr:b are one .*kgr:b and kgr:c are one \(an alias, 2024-06-19\)"):
        judged.with_judgement(verdict("kgr:c", "kgr:a", same=False))
    apart = Judgements([verdict("kgr:a", "kgr:z", same=False, reason="rivals"), verdict("kgr:a", "kgr:b")])
    with pytest.raises(DataError, match=r"kgr:a and kgr:z are not one \(rivals, 2024-06-19\)"):
        apart.with_judgement(verdict("kgr:b", "kgr:z"))
    assert apart.apart("kgr:z", "kgr:b")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"second": "kgr:a"}, "two different ids"),
        ({"second": "https://w3id.org/kgraph/id/a"}, "not an id"),
        ({"reason": " \n"}, "without a reason"),
        ({"reason": "\ud800"}, "surrogate"),
        ({"first": "Russia"}, "not an id"),
        ({"made": "2024-06"}, "not a day"),
        ({"made": "2024-02-30"}, "not a date"),
    ],
)
def test_a_verdict_is_on_two_ids_with_a_reason_and_a_day(changes: dict[str, str], message: str) -> None:
    fields = {"first": "kgr:a", "second": "kgr:b", "reason": "why", "made": DAY, **changes}
    with pytest.raises(DataError, match=message):
        Judgement(same=True, **fields)


def test_ids_are_compared_as_what_they_stand_for() -> None:
    judged = Judgements([verdict("kgr:nato", "kgr:csto")])
    assert judged.canonical("https://w3id.org/kgraph/id/csto") == "kgr:nato"
    assert judged.without("kgr:csto", "https://w3id.org/kgraph/id/nato") == Judgements()
    with pytest.raises(DataError, match="no verdict on these two"):
        judged.without("kgr:nato", "kgr:RUS")


# The file beside the store


@given(agreeing(), st.lists(names, min_size=6, max_size=6))
def test_the_file_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, judged: Judgements, reasons: list[str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "kgraph.db.judgements.csv"
    told_why = Judgements(
        Judgement(first=one.first, second=one.second, same=one.same, reason=why, made=DAY)
        for one, why in zip(judged, reasons, strict=False)
    )
    write_judgements(told_why, file)
    assert read_judgements(file) == told_why
    assert file.exists() == bool(told_why)


HEADER = "verdict,first,second,reason,made\n"
GOOD = f"same,kgr:a,kgr:b,why,{DAY}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "csv:1: other columns"),
        ("first,second\n", "csv:1: other columns"),
        (HEADER + GOOD + "maybe,kgr:a,kgr:b,why,2024-06-19\n", "csv:3: not a verdict: 'maybe'"),
        (HEADER + "same,kgr:a,kgr:b,why\n", "csv:2: 4 cells"),
        (HEADER + "same,kgr:a,kgr:b,why,2024-06-19,more\n", "csv:2: 6 cells"),
        (HEADER + "same,Russia,kgr:b,why,2024-06-19\n", "csv:2: not an id: 'Russia'"),
        (HEADER + "same,kgr:a,kgr:b,,2024-06-19\n", "csv:2: a verdict without a reason"),
        (HEADER + "same,kgr:a,kgr:a,why,2024-06-19\n", "csv:2: a verdict on one actor"),
        (HEADER + "same,kgr:a,kgr:b,why,yesterday\n", "csv:2: not a d"),
        (HEADER + GOOD + f"differ,kgr:b,kgr:a,why,{DAY}\n", r"csv:3: a verdict against what stands \(kgr:a and kgr:b"),
        (HEADER + 'same,kgr:a,kgr:b,"why,2024-06-19\n', "csv:2: not CSV"),
        (HEADER + 'same,kgr:a,kgr:b,"why"x,2024-06-19\n', "csv:2: not CSV"),
        (HEADER + f"same,kgr:a,kgr:b,{'x' * 200_000},{DAY}\n", "csv:2: not CSV"),
    ],
)
def test_a_row_that_is_no_verdict_is_refused_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    location = tmp_path / "kgraph.db"
    KnowledgeGraph(location).close()
    file = judgements_beside(location)
    file.write_text(text, "utf-8")
    for attempt in (lambda: read_judgements(file), lambda: GraphReader(location), lambda: KnowledgeGraph(location)):
        with pytest.raises(DataError, match=message):
            attempt()
    file.write_text(HEADER + GOOD, "utf-8-sig")
    with KnowledgeGraph(location) as graph:
        assert graph.judgements.same("kgr:a", "kgr:b")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "folder.csv").mkdir()
    for name in ("bytes.csv", "folder.csv"):
        with pytest.raises(DataError, match=f"{name}: cannot be read"):
            read_judgements(tmp_path / name)
    with pytest.raises(DataError, match=r"folder\.csv: cannot be removed"):
        write_judgements(Judgements(), tmp_path / "folder.csv")


# The tables, and reading anew


def test_the_tables_know_those_that_are_one_by_every_name() -> None:
    office = Office(title="chair", holder_of="kgr:old-club", start="2010")
    tables = Gazetteer(
        [
            Actor(id="kgr:old-club", label="Old Club", kind=ActorKind.ORGANIZATION, names=(Name(text="OC"),)),
            Actor(id="kgr:club", label="Club", kind=ActorKind.ORGANIZATION, state="RUS"),
            Actor(id="kgr:chair", label="Ann Chair", kind=ActorKind.PERSON, offices=(office,)),
        ]
    )
    merged = tables.with_judgements(Judgements([verdict("kgr:club", "kgr:old-club")]))
    assert [mention.actor for mention in merged.find("Old Club, or OC, is the Club")] == ["kgr:club"] * 3
    club = merged.get("kgr:old-club")
    assert club is not None
    assert (club.id, club.label, club.state) == ("kgr:club", "Club", "RUS")
    assert len(merged) == 2
    assert "kgr:old-club" in merged
    assert [held.holder.id for held in merged.offices.holders("kgr:club", ["chair"], on="2011")] == ["kgr:chair"]
    assert merged.ref("kgr:old-club").id == "kgr:club"
    renamed = tables.with_judgements(Judgements([verdict("kgr:society", "kgr:old-club")]))
    assert renamed.resolve("OC").id == "kgr:society"
    assert tables.with_judgements(Judgements()) is tables


@settings(max_examples=6)
@given(agreeing())
def test_names_in_all_languages_follow_the_verdicts(judged: Judgements) -> None:
    merged = load_gazetteer().with_judgements(judged)
    for text in ("Putin", "China", "NATO", "Russian military"):
        plain = {mention.actor for mention in load_gazetteer().find(text)}
        assert {mention.actor for mention in merged.find(text)} == {judged.canonical(str(actor)) for actor in plain}
    assert merged.resolve("Россия").id == judged.canonical("kgr:RUS")
    for actor in IDS:
        known = merged.get(actor)
        assert known is None or known.id == judged.canonical(actor)


def test_building_again_makes_claims_about_the_canonical_actor(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("France condemned Iran on Monday.\n", "utf-8")
    given_ = Settings(date="2024-06-19")
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        build_graph([tmp_path / "a.txt"], graph, given_)
        assert [claim.actor.id for claim in graph.claims()] == ["kgr:FRA"]
        judge_same(graph, "kgr:DEU", "kgr:FRA", reason="a test", made=DAY)
        assert build_graph([tmp_path / "a.txt"], graph, given_).replaced == 1
        assert [claim.actor.id for claim in graph.claims()] == ["kgr:DEU"]
        [reading] = read_claims_of([tmp_path / "a.txt"], Settings(date="2024-06-19", judgements=graph.judgements))
        assert reading.claims == tuple(graph.claims())
        take_back(graph, "kgr:FRA", "kgr:DEU", same=True)
        build_graph([tmp_path / "a.txt"], graph, given_)
        assert [claim.actor.id for claim in graph.claims()] == ["kgr:FRA"]
