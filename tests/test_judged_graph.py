"""Verdicts on actors in a graph: what queries, networks, the explorer and plain edges make of them."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import StoreError
from kgraph.explain import explain_dyad
from kgraph.explore import explore, explore_graph
from kgraph.export import export_graph
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Document,
    Judged,
    Judgement,
    Judgements,
    judgements_beside,
    write_judgements,
)
from kgraph.network import to_networkx
from kgraph.rdf import edges_of, supports
from tests.generated import claims, names
from tests.samples import CHINA, KOREA, RUSSIA
from tests.test_judgements import BEAR, ENVOY, PUTIN, agreeing, edges, quads, told, verdict

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
