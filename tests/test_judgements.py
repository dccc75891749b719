"""Verdicts on actors: the laws they obey, what they change in a graph and in the tables, and their file."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.build import Settings, build_graph, read_claims_of
from kgraph.errors import DataError, StoreError, UnknownNameError
from kgraph.explain import explain_dyad
from kgraph.explore import explore, explore_graph
from kgraph.export import export_graph
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.judging import actor_named, candidates, judge_different, judge_same, take_back
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Document,
    Judged,
    Judgement,
    Judgements,
    Name,
    Office,
    judgements_beside,
    local_actor_id,
    read_judgements,
    write_judgements,
)
from kgraph.network import to_networkx
from kgraph.rdf import edges_of, supports
from tests.generated import claims, names
from tests.samples import CHINA, KOREA, RUSSIA
from tests.test_cli import Shell

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


# The graph


def judged_graph(*given_: Judgement) -> KnowledgeGraph:
    """Russia under three names, each with a claim of its own; Japan's envoy, of whom only a claim knows."""
    graph = KnowledgeGraph()
    putin = ActorRef(id=PUTIN.id, name="Putin")
    graph.add(Document(id="a", text="x"), [told("a", RUSSIA, CHINA), told("a", BEAR, CHINA, "attacks")], actors=[PUTIN])
    graph.add(Document(id="b", text="y"), [told("b", KOREA, putin, "meetsWith"), told("b", ENVOY, KOREA, "attacks")])
    graph.judge(Judgements(given_))
    return graph


def test_a_state_takes_in_whoever_is_judged_to_be_it_or_to_act_for_it() -> None:
    graph = judged_graph(verdict("kgr:RUS", BEAR.id))
    found = list(graph.claims_between("kgr:CHN", "kgr:RUS"))
    assert {claim.actor.id for claim in found} == {"kgr:RUS", BEAR.id}, "claims keep the ends they have"
    assert list(graph.claims_between(BEAR.id, "kgr:CHN")) == found
    assert [account.claim for account in explain_dyad(graph, "kgr:RUS", "kgr:CHN")] == found
    acting = judged_graph(verdict(BEAR.id, PUTIN.id))
    assert len(list(acting.claims_between("kgr:RUS", "kgr:CHN"))) == 2, "the Bear is Putin, who acts for Russia"
    assert len(list(acting.claims_between(PUTIN.id, "kgr:CHN"))) == 1
    assert [claim.actor.id for claim in judged_graph().claims_between("kgr:RUS", "kgr:CHN")] == ["kgr:RUS"]


def test_the_cookbook_asks_for_all_that_are_one() -> None:
    graph = judged_graph(verdict("kgr:RUS", BEAR.id))
    for name in (BEAR.id, "kgr:RUS"):
        assert len(graph.named("dyad-history", name, "kgr:CHN").rows) == 2
    attacks = ("kgr:RUS", "kg:attacks", "kgr:CHN")
    assert attacks in {row[:3] for row in graph.named("single-source").rows}
    graph.add_claims([told("b", RUSSIA, CHINA, "attacks")])
    assert attacks not in {row[:3] for row in graph.named("single-source").rows}, "the Bear's document is another"


def test_who_is_judged_to_be_another_acts_no_more_for_the_state_it_was_said_to() -> None:
    graph = judged_graph(verdict(ENVOY.id, PUTIN.id))
    assert list(graph.claims_between("kgr:JPN", "kgr:PRK")) == []
    assert len(list(graph.claims_between("kgr:RUS", "kgr:PRK"))) == 1
    assert ("kgr:JPN", "kg:attacks", "kgr:PRK") in edges(judged_graph())
    assert ("kgr:JPN", "kg:attacks", "kgr:PRK") not in edges(graph)


def test_who_nobody_knows_acts_for_the_state_its_claims_give() -> None:
    graph = judged_graph(verdict(BEAR.id, ENVOY.id))
    assert {("kgr:JPN", "kg:attacks", "kgr:PRK"), (BEAR.id, "kg:attacks", "kgr:PRK")} <= edges(graph)
    assert len(list(graph.claims_between("kgr:JPN", "kgr:PRK"))) == 1


def test_whoever_acts_for_a_state_acts_for_the_one_it_is_judged_to_be() -> None:
    graph = KnowledgeGraph()
    general = ActorRef(id="kgr:a-general", name="A General", state="BUR")
    graph.add_claims([told("a", general, CHINA)])
    graph.judge(Judgements([verdict("kgr:MMR", "kgr:BUR")]))
    assert edges(graph) == {("kgr:a-general", "kg:sanctions", "kgr:CHN"), ("kgr:MMR", "kg:sanctions", "kgr:CHN")}
    assert [claim.actor for claim in graph.claims_between("kgr:CHN", "kgr:MMR")] == [general]


def test_sparql_sees_the_verdicts_and_one_node() -> None:
    graph = judged_graph(verdict("kgr:RUS", BEAR.id), verdict("kgr:RUS", "kgr:CHN", same=False))
    assert graph.query("SELECT ?a ?b WHERE { ?a kg:sameActorAs ?b }").rows == [(BEAR.id, "kgr:RUS")]
    assert ("kgr:RUS", "kg:attacks", "kgr:CHN") in edges(graph)
    assert not any(BEAR.id in edge for edge in edges(graph))


def test_the_network_has_one_node_for_those_that_are_one() -> None:
    network = to_networkx(judged_graph(verdict(BEAR.id, PUTIN.id)))
    assert BEAR.id not in network
    assert network.nodes[PUTIN.id] == {"label": "Vladimir Putin", "kind": "person", "state": "RUS", "sector": "GOV"}
    assert network.number_of_edges(PUTIN.id, "kgr:CHN") == 1
    strange = to_networkx(judged_graph(verdict(BEAR.id, "kgr:nobody")))
    assert strange.nodes["kgr:nobody"] == {"label": "the Bear", "kind": "unknown"}


def shown(html: str) -> dict[str, dict[str, str]]:
    """The actors of each view of an explorer, id to label."""
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    return {view["name"]: {actor["id"]: actor["label"] for actor in view["actors"]} for view in data["views"]}


def test_the_explorer_draws_those_that_are_one_as_one(tmp_path: Path) -> None:
    graph = judged_graph(verdict(BEAR.id, PUTIN.id))
    views = shown(explore_graph(graph, tmp_path / "graph.html").read_text("utf-8"))
    assert views["named"][PUTIN.id] == "Vladimir Putin"
    assert BEAR.id not in {*views["named"], *views["states"]}
    assert "kgr:RUS" in views["states"]
    plain = shown(explore(graph.claims(), graph.documents(), graph.actors()))
    assert {BEAR.id, PUTIN.id} <= set(plain["named"])
    unknown = judged_graph(verdict(BEAR.id, "kgr:nobody"))
    named = shown(explore(unknown.claims(), judgements=unknown.judgements))["named"]
    assert named["kgr:nobody"] == "the Bear"


def test_an_export_merges_the_network_and_keeps_the_claims(tmp_path: Path) -> None:
    graph = judged_graph(verdict(BEAR.id, PUTIN.id))
    assert BEAR.id not in export_graph(graph, tmp_path / "graph.graphml").read_text("utf-8")
    assert BEAR.id in export_graph(graph, tmp_path / "graph.jsonl").read_text("utf-8")
    copy = KnowledgeGraph()
    copy.load(export_graph(graph, tmp_path / "graph.nt"))
    assert edges(copy) == edges(judged_graph()), "verdicts are the user's own: another graph takes its own"
    assert not copy.query("ASK { ?a kg:sameActorAs ?b }")


def test_taking_verdicts_back_leaves_the_store_as_it_was() -> None:
    graph = judged_graph()
    before = quads(graph)
    graph.judge(Judgements([verdict(BEAR.id, PUTIN.id), verdict("kgr:RUS", ENVOY.id)]))
    assert quads(graph) != before
    assert list(graph.claims()) == list(judged_graph().claims())
    graph.judge(Judgements())
    assert quads(graph) == before


FEW = (PUTIN.id, BEAR.id, ENVOY.id, "kgr:RUS")
described = st.builds(
    Actor,
    id=st.sampled_from(FEW[:2]),
    label=names,
    kind=st.sampled_from([ActorKind.PERSON, ActorKind.ARMED_GROUP, ActorKind.UNKNOWN]),
    state=st.sampled_from([None, "RUS", "CHN"]),
    sector=st.sampled_from([None, None, "REB"]),
)
ends = st.builds(
    ActorRef,
    id=st.sampled_from((*FEW[1:], KOREA.id)),
    name=names,
    state=st.sampled_from([None, "RUS", "CHN"]),
    sector=st.sampled_from([None, None, "REB"]),
)
deeds = st.builds(told, st.sampled_from("ab"), ends, ends, st.sampled_from(["sanctions", "meetsWith"]))
steps = st.one_of(
    st.tuples(st.just("add"), st.sampled_from("ab"), st.lists(deeds, min_size=1, max_size=4), st.just([])),
    st.tuples(st.just("add"), st.sampled_from("ab"), st.lists(deeds, max_size=4), st.lists(described, max_size=2)),
    st.tuples(st.just("claims"), st.lists(st.one_of(deeds, claims("a")), max_size=3), st.lists(described, min_size=1)),
    st.tuples(st.just("remove"), st.sampled_from("ab")),
    st.tuples(st.just("judge"), agreeing(FEW)),
)


def take(graph: KnowledgeGraph, step: tuple[object, ...]) -> None:
    match step:
        case ("add", str(document), list(deeds_), list(actors)):
            theirs = [claim for claim in deeds_ if claim.document == document]
            graph.add(Document(id=document, text=str(len(theirs))), theirs, actors=actors)
        case ("claims", list(deeds_), list(actors)):
            graph.add_claims(deeds_, actors=actors)
        case ("remove", str(document)):
            graph.remove(document)
        case ("judge", Judgements() as judged):
            graph.judge(judged)


@settings(max_examples=150)
@given(agreeing(FEW[:3], at_least=2), st.lists(steps, min_size=4, max_size=8))
def test_edges_kept_step_by_step_are_those_derived_anew(judged: Judgements, taken: list[tuple[object, ...]]) -> None:
    graph = KnowledgeGraph()
    graph.judge(judged)
    for step in taken:
        take(graph, step)
        kept, ends_of = quads(graph), Judged(graph.judgements, graph.actor)
        supported = {edge for claim in graph.claims() if supports(claim) for edge in edges_of(claim, ends_of)}
        assert edges(graph) == {(start, f"kg:{name}", end) for start, name, end in supported}
        graph.rebuild_edges()
        assert quads(graph) == kept


@settings(max_examples=60)
@given(agreeing(FEW, at_least=2), st.lists(deeds, min_size=1, max_size=6), st.lists(described, max_size=2))
def test_between_two_actors_stand_the_claims_whose_judged_ends_they_are(
    judged: Judgements, told_: list[Claim], actors: list[Actor]
) -> None:
    graph = KnowledgeGraph()
    graph.add_claims(told_, actors=actors)
    graph.judge(judged)
    ends_of = graph.as_judged()
    for first, second in itertools.product((*FEW, "kgr:CHN", KOREA.id), repeat=2):
        one, other = judged.canonical(first), judged.canonical(second)
        expected = {claim.id for claim in graph.claims() if ends_of.is_between(claim, one, other)}
        assert {claim.id for claim in graph.claims_between(first, second)} == expected


def test_a_description_that_was_cut_short_is_finished_when_the_store_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    location = tmp_path / "kgraph.db"

    def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    with KnowledgeGraph(location) as graph:
        graph.add_claims([told("a", BEAR, CHINA)])
        graph.judge(Judgements([verdict(BEAR.id, PUTIN.id)]))
        assert edges(graph) == {(PUTIN.id, "kg:sanctions", "kgr:CHN")}
        monkeypatch.setattr(KnowledgeGraph, "rebuild_edges", fail)
        with pytest.raises(StoreError, match="full"):
            graph.add(Document(id="b", text="y"), [], actors=[PUTIN])
        monkeypatch.undo()
    with KnowledgeGraph(location) as graph:
        assert edges(graph) == {(start, "kg:sanctions", "kgr:CHN") for start in (PUTIN.id, "kgr:RUS")}


def test_an_edge_stays_while_a_claim_supports_it_as_judged() -> None:
    graph, edge = KnowledgeGraph(), ("kgr:JPN", "kg:attacks", "kgr:PRK")
    japan = ActorRef(id="kgr:JPN", name="Japan", state="JPN")
    for document, actor in (("a", japan), ("b", ENVOY)):
        graph.add(Document(id=document, text="x"), [told(document, actor, KOREA, "attacks")], actors=[PUTIN])
    graph.judge(Judgements([verdict(BEAR.id, ENVOY.id)]))
    graph.remove("a")
    assert edge in edges(graph), "whom nobody knows acts for the state that the claim gives"
    graph.add(Document(id="a", text="x"), [told("a", japan, KOREA, "attacks")])
    graph.judge(Judgements([verdict(PUTIN.id, ENVOY.id)]))
    assert edge in edges(graph)
    graph.remove("a")
    assert edge not in edges(graph), "the envoy acts for Russia by now"
    assert ("kgr:RUS", "kg:attacks", "kgr:PRK") in edges(graph)


def test_a_spoilt_claim_that_a_verdict_touches_supports_nothing() -> None:
    graph = judged_graph(verdict("kgr:RUS", BEAR.id))
    graph.store.update(
        "PREFIX kg: <https://w3id.org/kgraph/ns#> INSERT { ?c kg:confidence 0.1 } WHERE { ?c kg:relation kg:attacks }"
    )
    graph.rebuild_edges()
    assert ("kgr:RUS", "kg:attacks", "kgr:CHN") not in edges(graph)
    assert graph.remove("b")


def test_verdicts_stay_beside_the_store_and_go_with_a_backup(tmp_path: Path) -> None:
    location = tmp_path / "kgraph.db"
    with KnowledgeGraph(location) as graph:
        graph.add_claims([told("a", BEAR, CHINA)])
        graph.judge(Judgements([verdict("kgr:RUS", BEAR.id)]))
        graph.backup(tmp_path / "copy.db")
    for place in (location, tmp_path / "copy.db"):
        with GraphReader(place) as reader:
            assert list(reader.judgements) == [verdict("kgr:RUS", BEAR.id)]
            assert len(list(reader.claims_between("kgr:RUS", "kgr:CHN"))) == 1


def test_a_store_that_was_left_behind_its_verdicts_is_brought_up_to_them(tmp_path: Path) -> None:
    location = tmp_path / "kgraph.db"
    with KnowledgeGraph(location) as graph:
        graph.add_claims([told("a", BEAR, CHINA)])
        before = quads(graph)
    write_judgements(Judgements([verdict("kgr:RUS", BEAR.id)]), judgements_beside(location))
    with KnowledgeGraph(location) as graph:
        assert edges(graph) == {("kgr:RUS", "kg:sanctions", "kgr:CHN")}
    judgements_beside(location).unlink()
    with KnowledgeGraph(location) as graph:
        assert quads(graph) == before


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
