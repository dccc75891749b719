"""What claims bring into a graph: their own quads, the names of their actors, the plain edges they support."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kgraph.model import Actor, ActorRef, Attribution, Claim, Judged, is_dataset
from kgraph.rdf import (
    actor_quads,
    actor_ref_quads,
    claim_quads,
    described_in,
    document_iri,
    edge_quad,
    edges_of,
    supports,
)
from kgraph.rdf.terms import Quads, node


def brought_by(claims: Iterable[Claim], judged: Judged) -> set[ox.Quad]:
    """Everything that claims bring, with the ends of their edges as the verdicts have them."""
    return set(each_brought_by(claims, judged))


def each_brought_by(claims: Iterable[Claim], judged: Judged) -> Iterator[ox.Quad]:
    """The same, quad by quad; some come more than once."""
    named: set[ActorRef | Attribution] = set()
    for claim in claims:
        yield from claim_quads(claim)
        for actor in _named_in(claim):
            if actor not in named:
                named.add(actor)
                yield from actor_ref_quads(actor)
        if supports(claim):
            yield from (edge_quad(edge) for edge in edges_of(claim, judged))


def descriptions(store: Quads, actors: Iterable[Actor]) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """What is told of actors now, and what a store knows of the same ones that a description replaces."""
    told: set[ox.Quad] = set()
    known: set[ox.Quad] = set()
    for actor in actors:
        told.update(actor_quads(actor))
        known.update(described_in(store, node(actor.id)))
    return told, known


def claim_quad(claim: Claim) -> ox.Quad:
    """By what a claim is known to be there."""
    return ox.Quad(ox.NamedNode(claim.id), node("rdf:type"), node("kg:Claim"))


def stub_quad(document: str) -> ox.Quad:
    """All that is known of a document whose claims came without it."""
    kind = "kg:Dataset" if is_dataset(document) else "kg:Document"
    return ox.Quad(document_iri(document), node("rdf:type"), node(kind))


def _named_in(claim: Claim) -> list[ActorRef | Attribution]:
    ends = [claim.actor] if claim.recipient is None else [claim.actor, claim.recipient]
    return [*ends, *claim.attribution]
