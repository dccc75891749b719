"""The RDF shape: both directions, and the plain edges derived from claims."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kgraph.graph import KnowledgeGraph
from kgraph.model import Actor, ActorKind, ActorRef, Claim, Document, Modality, Polarity
from kgraph.rdf import (
    actor_quads,
    claim_quads,
    document_iri,
    document_quads,
    dyad_iri,
    edge_quad,
    edges_of,
    read_actor,
    read_claim,
    read_document,
    supports,
)
from kgraph.rdf.terms import node
from tests.generated import claims, documents, refs


def stored(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@given(claims())
def test_a_claim_survives_rdf(claim: Claim) -> None:
    assert read_claim(stored(claim_quads(claim)), ox.NamedNode(claim.id)) == claim


@given(claims())
def test_a_claim_survives_turtle(claim: Claim) -> None:
    data = ox.serialize([quad.triple for quad in claim_quads(claim)], format=ox.RdfFormat.TURTLE)
    assert data is not None
    again = stored(list(ox.parse(data, ox.RdfFormat.TURTLE)))
    assert read_claim(again, ox.NamedNode(claim.id)) == claim


@given(claims())
def test_a_claim_is_iris_and_literals_in_the_default_graph(claim: Claim) -> None:
    for quad in claim_quads(claim):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        assert quad.graph_name == ox.DefaultGraph()


@given(documents, st.booleans())
def test_a_document_survives_rdf(document: Document, keep_text: bool) -> None:
    read = read_document(stored(document_quads(document, keep_text=keep_text)), document_iri(document.id))
    assert read is not None
    assert read.text == (document.text if keep_text else "")
    for name in ("id", "published", "title", "publisher", "url", "language", "sha256"):
        assert getattr(read, name) == getattr(document, name)


def test_an_actor_survives_rdf() -> None:
    russia = Actor(
        id="kgr:RUS",
        label="Russia",
        kind=ActorKind.STATE,
        state="RUS",
        same_as=("wd:Q159",),
        codes=(("iso2", "RU"), ("cow", "365"), ("gw", "365"), ("fips", "RS"), ("cameo", "RUS")),
        valid_from="1991-12-26",
    )
    assert read_actor(stored(actor_quads(russia)), node("kgr:RUS")) == russia


@given(refs, refs, refs, refs)
def test_two_dyads_share_a_key_only_if_they_are_one(a: ActorRef, b: ActorRef, c: ActorRef, d: ActorRef) -> None:
    same = {a.rollup, b.rollup} == {c.rollup, d.rollup}
    assert (dyad_iri(a.rollup, b.rollup) == dyad_iri(c.rollup, d.rollup)) == same


@given(st.lists(claims(), max_size=8))
def test_edges_derived_in_sparql_are_those_derived_in_python(told: list[Claim]) -> None:
    graph = KnowledgeGraph()
    graph.add_claims(told)
    derived = set(graph.store)
    assert {edge_quad(edge) for claim in told if supports(claim) for edge in edges_of(claim)} <= derived
    graph.rebuild_edges()
    assert set(graph.store) == derived


def test_what_an_armed_group_does_is_not_what_its_home_state_does() -> None:
    hezbollah = ActorRef(id="kgr:hezbollah", name="Hezbollah", state="LBN", sector="REB")
    israel = ActorRef(id="kgr:ISR", name="Israel", state="ISR")
    raid = Claim(document="a", actor=hezbollah, recipient=israel, relation="attacks", event_type="ASSAULT")
    assert edges_of(raid) == {("kgr:hezbollah", "attacks", "kgr:ISR")}
    assert raid.dyad == ("kgr:ISR", "kgr:hezbollah")
    graph = KnowledgeGraph()
    graph.add_claims([raid])
    assert list(graph.claims_between("kgr:LBN", "kgr:ISR")) == []
    assert list(graph.claims_between("kgr:hezbollah", "kgr:ISR")) == [raid]


def test_an_edge_needs_a_firm_positive_confident_claim() -> None:
    def told(**changes: object) -> Claim:
        fields: dict[str, object] = {
            "actor": ActorRef(id="kgr:vladimir-putin", name="Vladimir Putin", state="RUS"),
            "recipient": ActorRef(id="kgr:CHN", name="China", state="CHN"),
            "relation": "visits",
            **changes,
        }
        return Claim(document="a", event_type="CONSULT", **fields)  # type: ignore[arg-type]

    assert edges_of(told()) == {
        ("kgr:vladimir-putin", "visits", "kgr:CHN"),
        ("kgr:RUS", "visits", "kgr:CHN"),
    }
    assert edges_of(told(recipient=None)) == set()
    assert edges_of(told(recipient=ActorRef(id="kgr:RUS", name="Russia", state="RUS"))) == {
        ("kgr:vladimir-putin", "visits", "kgr:RUS")
    }
    assert len(edges_of(told(relation="meetsWith"))) == 4
    assert supports(told())
    assert supports(told(modality=Modality.REPORTED, confidence=0.5))
    for changes in (
        {"polarity": Polarity.NEGATIVE},
        {"confidence": 0.49},
        *({"modality": m} for m in Modality if m not in (Modality.ASSERTED, Modality.REPORTED)),
    ):
        assert not supports(told(**changes))
