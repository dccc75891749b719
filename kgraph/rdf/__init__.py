"""The RDF shape of claims, documents and actors: the only place that knows it, both directions side by side.

A claim is one node with IRIs for everything, in the default graph, plus one dyad key; the plain edges that it supports
stand beside it and are derived (`edges`). ARCHITECTURE.md draws it.
"""

from kgraph.rdf.actors import actor_quads, actor_ref_quads, described_by_tables, described_in, read_actor
from kgraph.rdf.claims import claim_quads, dyad_iri, read_claim, stored_claim_quads
from kgraph.rdf.datasets import dataset_quads, datasets_in, part_quad, read_dataset
from kgraph.rdf.documents import document_iri, document_quads, read_document
from kgraph.rdf.edges import (
    EDGE_COUNT,
    EDGE_THRESHOLD,
    Edge,
    edge_quad,
    edges_at_stake,
    edges_of,
    rebuild_update,
    same_quad,
    supported_query,
    supports,
    touched_query,
)
from kgraph.rdf.events import claims_of_event, event_quads, is_event, is_of_events, read_event, stored_event_quads
from kgraph.rdf.lines import ClaimLines, quad_lines

__all__ = [
    "EDGE_COUNT",
    "EDGE_THRESHOLD",
    "ClaimLines",
    "Edge",
    "actor_quads",
    "actor_ref_quads",
    "claim_quads",
    "claims_of_event",
    "dataset_quads",
    "datasets_in",
    "described_by_tables",
    "described_in",
    "document_iri",
    "document_quads",
    "dyad_iri",
    "edge_quad",
    "edges_at_stake",
    "edges_of",
    "event_quads",
    "is_event",
    "is_of_events",
    "part_quad",
    "quad_lines",
    "read_actor",
    "read_claim",
    "read_dataset",
    "read_document",
    "read_event",
    "rebuild_update",
    "same_quad",
    "stored_claim_quads",
    "stored_event_quads",
    "supported_query",
    "supports",
    "touched_query",
]
