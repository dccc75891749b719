"""Plain edges: `kgr:RUS kg:suppliesOilTo kgr:PRK`, derived from the claims that support them.

An edge stands between the actors as named and, where both act for states, between the states. It exists exactly when
a positive claim, asserted or reported, with enough confidence supports it; of a symmetric relation it stands both ways.
Where verdicts say that two actors are one, the ends are those that the verdicts give. SPARQL derives the edges of the
claims that no verdict touches; the others, few beside them, are read and their edges derived in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.model import Claim, Judged, Modality, Polarity
from kgraph.ontology import RELATIONS, compress
from kgraph.rdf.claims import dyad_iri
from kgraph.rdf.documents import document_iri
from kgraph.rdf.terms import Fields, decimal, node

Edge: TypeAlias = tuple[str, str, str]
"""The ids of the two ends with the relation's name between them."""

EDGE_THRESHOLD: Final = 0.5
"""The least confidence a claim needs to support an edge."""

_EVERY: Final = " ".join(f"kg:{name}" for name in RELATIONS)
EDGE_COUNT: Final = f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?relation {{ {_EVERY} }} ?s ?relation ?o }}"
"""How many plain edges there are."""

_FIRM: Final = (Modality.ASSERTED, Modality.REPORTED)


def supports(claim: Claim, threshold: float = EDGE_THRESHOLD) -> bool:
    """Whether the claim is positive, asserted or reported, and confident enough to support a plain edge."""
    return claim.polarity is Polarity.POSITIVE and claim.modality in _FIRM and claim.confidence >= threshold


def edges_of(claim: Claim, judged: Judged | None = None) -> set[Edge]:
    """The edges that the claim speaks of, whether or not it supports them.

    None goes from an actor to itself, and a claim that is rejected speaks of none.
    """
    if judged is not None and judged.rejected and claim.id in judged.rejected:
        return set()
    actor, recipient = (claim.actor, claim.recipient) if judged is None else judged.ends_of(claim)
    if recipient is None:
        return set()
    pairs = {(actor.id, recipient.id)}
    if actor.acts_for is not None and recipient.acts_for is not None:
        pairs.add((actor.acts_for, recipient.acts_for))
    if RELATIONS[claim.relation].symmetric:
        pairs |= {(end, start) for start, end in pairs}
    return {(start, claim.relation, end) for start, end in pairs if start != end}


def edges_at_stake(claim: Fields, judged: Judged | None = None) -> set[Edge]:
    """The edges that a stored claim may have supported, read leniently: whatever its ends and relation allow."""
    starts = {*_ids(claim, "kg:actor"), *_ids(claim, "kg:actorState")}
    ends = {*_ids(claim, "kg:recipient"), *_ids(claim, "kg:recipientState")}
    if judged is not None:
        starts, ends = ({id_ for actor in side for id_ in judged.reach(actor)} for side in (starts, ends))
    names = {name.removeprefix("kg:") for name in _ids(claim, "kg:relation")} & set(RELATIONS)
    one_way = {(start, name, end) for start in starts for name in names for end in ends}
    return one_way | {(end, name, start) for start, name, end in one_way if RELATIONS[name].symmetric}


def _ids(claim: Fields, curie: str) -> set[str]:
    return {compress(term.value) for term in claim.nodes(curie)}


def edge_quad(edge: Edge) -> ox.Quad:
    """The edge as a quad of the default graph."""
    actor, relation, recipient = edge
    return ox.Quad(node(actor), node(f"kg:{relation}"), node(recipient))


def same_quad(actor: str, canonical: str) -> ox.Quad:
    """What the store holds of a verdict: that an actor is the same as the one that stands for both."""
    return ox.Quad(node(actor), node("kg:sameActorAs"), node(canonical))


def supported_query(edge: Edge, document: str, judged: Judged, threshold: float = EDGE_THRESHOLD) -> str:
    """An ASK: does a claim of another document that no verdict touches support the edge?"""
    actor, recipient = node(edge[0]), node(edge[2])
    ways = [(actor, recipient)] + ([(recipient, actor)] if RELATIONS[edge[1]].symmetric else [])
    ends = " UNION ".join(_ends(first, second, dyad_iri(edge[0], edge[2])) for first, second in ways)
    return f"""ASK {{ {ends} ?claim kg:relation kg:{edge[1]} . {_firm(threshold)}
        {_untouched(judged.moved)} {_not_rejected(judged)}
        ?claim prov:wasDerivedFrom ?document . FILTER(?document != {document_iri(document)}) }}"""


def touched_query(moved: Iterable[str], relation: str | None = None) -> str:
    """A SELECT of the claims (of a relation) one of whose ends, or of the states these belong to, is among `moved`."""
    ids = " ".join(str(node(actor)) for actor in moved)
    same = "" if relation is None else f"?claim kg:relation kg:{relation} ."
    return f"SELECT DISTINCT ?claim WHERE {{ VALUES ?moved {{ {ids} }} ?claim {_ANY_END} ?moved . {same} }}"


_ANY_END: Final = "kg:actor|kg:actorState|kg:recipient|kg:recipientState"


def _untouched(moved: Iterable[str]) -> str:
    """The graph pattern that leaves out claims that `touched_query` finds."""
    ids = ", ".join(str(node(actor)) for actor in moved)
    return f"FILTER NOT EXISTS {{ ?claim {_ANY_END} ?moved FILTER(?moved IN ({ids})) }}" if ids else ""


def _ends(actor: ox.NamedNode, recipient: ox.NamedNode, dyad: ox.NamedNode) -> str:
    """The graph pattern of an edge's two ends, as named or rolled up to states."""
    return (
        f"{{ ?claim kg:actor {actor} ; kg:recipient {recipient} }} UNION "
        f"{{ ?claim kg:dyad {dyad} ; kg:actorRollup {actor} ; kg:actorState {actor} ; "
        f"kg:recipientRollup {recipient} ; kg:recipientState {recipient} }}"
    )


def _firm(threshold: float) -> str:
    """The graph pattern of `supports` for `?claim`."""
    modalities = ", ".join(f"kg:{modality}" for modality in _FIRM)
    return (
        f"?claim kg:polarity true ; kg:modality ?modality ; kg:confidence ?confidence . "
        f"FILTER(?modality IN ({modalities}) && ?confidence >= {decimal(threshold)})"
    )


def _not_rejected(judged: Judged) -> str:
    """The graph pattern that leaves out claims that somebody has rejected."""
    ids = ", ".join(str(node(claim)) for claim in sorted(judged.rejected))
    return f"FILTER(?claim NOT IN ({ids}))" if ids else ""


def rebuild_update(judged: Judged, threshold: float = EDGE_THRESHOLD, *, others: Iterable[Edge] = ()) -> str:
    """One SPARQL update, prefixes not declared, that removes every plain edge and derives them anew from the claims.

    It says in SPARQL what `edges_of` and `supports` say in Python; a test holds the two together.

    Args:
        judged: the verdicts. What the store says of who stands for whom is made anew too.
        threshold: the least confidence that supports an edge.
        others: the edges of the claims that such an id touches, which it puts in as they are.
    """
    merged: Mapping[str, str] = judged.judgements.merged()
    both_ways = " ".join(f"kg:{name}" for name, relation in RELATIONS.items() if relation.symmetric)
    firm = f"{_firm(threshold)} {_untouched(merged)} {_not_rejected(judged)}"
    told = [same_quad(actor, canonical) for actor, canonical in sorted(merged.items())]
    data = [*told, *(edge_quad(edge) for edge in sorted(others))]
    steps = [
        f"DELETE {{ ?s ?relation ?o }} WHERE {{ VALUES ?relation {{ {_EVERY} }} ?s ?relation ?o }}",
        f"INSERT {{ ?s ?relation ?o }} WHERE {{ VALUES ?relation {{ {_EVERY} }} ?claim kg:relation ?relation ; "
        f"kg:actor ?s ; kg:recipient ?o . {firm} FILTER(?s != ?o) }}",
        f"INSERT {{ ?s ?relation ?o }} WHERE {{ VALUES ?relation {{ {_EVERY} }} ?claim kg:relation ?relation ; "
        f"kg:actorRollup ?s ; kg:actorState ?s ; kg:recipientRollup ?o ; kg:recipientState ?o . {firm} "
        f"FILTER(?s != ?o) }}",
        f"INSERT {{ ?o ?relation ?s }} WHERE {{ VALUES ?relation {{ {both_ways} }} ?s ?relation ?o }}",
        "DELETE { ?s kg:sameActorAs ?o } WHERE { ?s kg:sameActorAs ?o }",
        f"INSERT DATA {{ {' '.join(f'{quad.subject} {quad.predicate} {quad.object} .' for quad in data)} }}",
    ]
    return " ;\n".join(steps)
