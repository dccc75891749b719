"""Actors in RDF: what a claim says of an actor, and what the tables know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.model import Actor, ActorKind, ActorRef, Attribution
from kgraph.ontology import compress
from kgraph.rdf.terms import Fields, Quads, english, iso, node, text

_CLASSES: Final = MappingProxyType(
    {
        ActorKind.STATE: "kg:State",
        ActorKind.TERRITORY: "kg:Territory",
        ActorKind.IGO: "kg:IGO",
        ActorKind.ORGANIZATION: "kg:Organization",
        ActorKind.ARMED_GROUP: "kg:ArmedGroup",
        ActorKind.PERSON: "kg:Person",
        ActorKind.SECTOR: "kg:SectorActor",
        ActorKind.OUTLET: "kg:Outlet",
    }
)
_KINDS: Final = MappingProxyType({curie: kind for kind, curie in _CLASSES.items()})
_CODES: Final = ("iso2", "cow", "gw", "fips", "cameo")
_DESCRIBING: Final = frozenset(
    node(curie)
    for curie in ("skos:prefLabel", "kg:state", "kg:sector", "kg:validFrom", "kg:validTo", *(f"kg:{c}" for c in _CODES))
)


def actor_ref_quads(actor: ActorRef | Attribution) -> list[ox.Quad]:
    """What every mention of an actor in a claim says of it: that it is one, and a name."""
    subject = node(actor.id)
    return [
        ox.Quad(subject, node("rdf:type"), node("kg:Actor")),
        ox.Quad(subject, node("rdfs:label"), text(actor.name)),
    ]


def actor_quads(actor: Actor) -> list[ox.Quad]:
    """What the tables know of an actor: kind, label, state, sector, codes, the same actor elsewhere."""
    subject = node(actor.id)
    quads = [
        ox.Quad(subject, node("rdf:type"), node("kg:Actor")),
        ox.Quad(subject, node("rdfs:label"), text(actor.label)),
        ox.Quad(subject, node("skos:prefLabel"), english(actor.label)),
    ]
    if actor.kind is not ActorKind.UNKNOWN:
        quads.append(ox.Quad(subject, node("rdf:type"), node(_CLASSES[actor.kind])))
    if actor.state is not None:
        quads.append(ox.Quad(subject, node("kg:state"), node(f"kgr:{actor.state}")))
    if actor.sector is not None:
        quads.append(ox.Quad(subject, node("kg:sector"), node(f"plover:sector-{actor.sector}")))
    quads += [ox.Quad(subject, node("skos:exactMatch"), node(same)) for same in actor.same_as]
    quads += [ox.Quad(subject, node(f"kg:{scheme}"), text(code)) for scheme, code in actor.codes if scheme in _CODES]
    for curie, day in (("kg:validFrom", actor.valid_from), ("kg:validTo", actor.valid_to)):
        if day is not None:
            quads.append(ox.Quad(subject, node(curie), iso(day)))
    return quads


def read_actor(store: Quads, subject: ox.NamedNode) -> Actor | None:
    """The actor at `subject` as far as the store knows it, None where it does not.

    Names other than the label, and offices, stay in the tables: a store does not hold them. Where it holds several
    values of what has one (descriptions of two origins), the first in the order of letters is taken.
    """
    fields = Fields(store, subject)
    labels = fields.texts("skos:prefLabel") or fields.texts("rdfs:label")
    if not labels:
        return None
    kinds = sorted(_KINDS[c] for c in (compress(term.value) for term in fields.nodes("rdf:type")) if c in _KINDS)
    return Actor(
        id=compress(subject.value),
        label=labels[0],
        kind=kinds[0] if kinds else ActorKind.UNKNOWN,
        state=_first(compress(term.value).removeprefix("kgr:") for term in fields.nodes("kg:state")),
        sector=_first(compress(term.value).removeprefix("plover:sector-") for term in fields.nodes("kg:sector")),
        same_as=tuple(sorted(compress(term.value) for term in fields.nodes("skos:exactMatch"))),
        codes=tuple((scheme, code) for scheme in _CODES for code in fields.texts(f"kg:{scheme}")),
        valid_from=_first(fields.texts("kg:validFrom")),
        valid_to=_first(fields.texts("kg:validTo")),
    )


def described_by_tables(quad: ox.Quad) -> bool:
    """Whether the quad is one that `actor_quads` makes and that a new description of the actor replaces."""
    if quad.predicate == node("rdf:type"):
        return isinstance(quad.object, ox.NamedNode) and compress(quad.object.value) in _KINDS
    return quad.predicate in _DESCRIBING


def described_in(store: Quads, actor: ox.NamedNode) -> Iterator[ox.Quad]:
    """What a store holds that a new description of the actor replaces.

    It is looked up by property: an actor has as many plain edges as there are things it did.
    """
    for predicate in (node("rdf:type"), *_DESCRIBING):
        found = store.quads_for_pattern(actor, predicate, None, ox.DefaultGraph())
        yield from (quad for quad in found if described_by_tables(quad))


def _first(values: Iterable[str]) -> str | None:
    return min(values, default=None)


def ref_quads(claim: ox.NamedNode, role: str, actor: ActorRef) -> list[ox.Quad]:
    """One end of a claim, on the claim's node: `role` is `actor` or `recipient`."""
    quads = [
        ox.Quad(claim, node(f"kg:{role}"), node(actor.id)),
        ox.Quad(claim, node(f"kg:{role}Name"), text(actor.name)),
        ox.Quad(claim, node(f"kg:{role}Rollup"), node(actor.rollup)),
    ]
    if actor.state is not None:
        quads.append(ox.Quad(claim, node(f"kg:{role}State"), node(f"kgr:{actor.state}")))
    if actor.sector is not None:
        quads.append(ox.Quad(claim, node(f"kg:{role}Sector"), node(f"plover:sector-{actor.sector}")))
    return quads


def read_ref(claim: Fields, role: str) -> ActorRef | None:
    """That end of a claim, or None where it has none."""
    subject = claim.node_or_none(f"kg:{role}")
    if subject is None:
        return None
    return ActorRef(
        id=compress(subject.value),
        name=claim.text(f"kg:{role}Name"),
        state=claim.local(f"kg:{role}State", "kgr:"),
        sector=claim.local(f"kg:{role}Sector", "plover:sector-"),
    )
