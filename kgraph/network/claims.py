"""The graph as networkx: actors as nodes, claims as edges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kgraph.graph import GraphReader
from kgraph.model import ActorKind, Claim, Polarity
from kgraph.network.tabled import network_from_tables

if TYPE_CHECKING:
    import networkx


def to_networkx(graph: GraphReader) -> networkx.MultiDiGraph[str]:
    """One directed edge for each claim with two ends, keyed by the claim's id; parallel claims stay parallel.

    Nodes are ids of actors as named, of those that a verdict makes one the canonical id, with `label`, `kind` and,
    where known, `state` and `sector`. Edges carry `relation`, `sign`, `event_type`, `date` (as precise as the source),
    `first_day` (for windows), `modality`, `polarity` (True or False), `confidence`, `attribution` (who said it,
    outermost first), `document` and `quote`. What is not known is left out, so that every attribute is a plain string,
    number or boolean and every exporter of networkx takes it. Claims without a recipient have no edge; denied and
    negated ones have: filter by `polarity` and `modality` before counting.

    It is read from the tables beside the store where they say what the store says (`GraphReader.tables` makes them):
    the same network, many times faster.

    >>> from kgraph.graph import KnowledgeGraph
    >>> to_networkx(KnowledgeGraph()).number_of_edges()
    0
    """
    network = network_from_tables(graph)
    return _from_store(graph) if network is None else network


def _from_store(graph: GraphReader) -> networkx.MultiDiGraph[str]:
    """The network, read claim by claim."""
    import networkx

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    judged = graph.as_judged()
    merged = frozenset(judged.moved)
    for known in graph.actors():
        if known.id not in merged:
            about = {"label": known.label, "kind": known.kind.value, "state": known.state, "sector": known.sector}
            network.add_node(known.id, **_known(about))
    for claim in graph.claims():
        actor, recipient = judged.ends_of(claim)
        if recipient is not None:
            for end in (actor, recipient):
                if end.id not in network:
                    network.add_node(end.id, label=end.name, kind=ActorKind.UNKNOWN.value)
            network.add_edge(actor.id, recipient.id, key=claim.id, **_known(_attributes(claim)))
    return network


def _attributes(claim: Claim) -> dict[str, object]:
    return {
        "relation": claim.relation,
        "sign": claim.sign,
        "event_type": claim.event_type,
        "date": None if claim.date is None else str(claim.date),
        "first_day": None if claim.date is None else claim.date.first_day,
        "modality": claim.modality.value,
        "polarity": claim.polarity is Polarity.POSITIVE,
        "confidence": claim.confidence,
        "attribution": "; ".join(source.name for source in claim.attribution) or None,
        "document": claim.document,
        "quote": None if claim.evidence is None else claim.evidence.quote,
    }


def _known(attributes: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in attributes.items() if value is not None}
