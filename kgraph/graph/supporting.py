"""Which plain edges are left without a claim behind them when claims go."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

import pyoxigraph as ox

from kgraph.graph.reader import GraphReader
from kgraph.graph.removing import claims_in
from kgraph.graph.verdicts import touched_claims
from kgraph.model import Claim, Judged
from kgraph.rdf import Edge, edge_quad, edges_at_stake, edges_of, supported_query, supports
from kgraph.rdf.terms import Fields


def unsupported(
    graph: GraphReader, judged: Judged, document: str, old: Collection[ox.NamedNode], new: Iterable[Claim]
) -> set[ox.Quad]:
    """The edges that old claims of a document may have supported and nothing does any more.

    Args:
        graph: in which the old claims still are.
        judged: the verdicts by which plain edges are derived.
        document: whose claims they are.
        old: the nodes of the claims that go.
        new: the claims that come.
    """
    if not old:
        return set()
    edges = {edge for claim in old for edge in edges_at_stake(Fields(graph.store, claim), judged)}
    kept = {edge for claim in new if supports(claim) for edge in edges_of(claim, judged)}
    stored = {edge for edge in edges - kept if edge_quad(edge) in graph.store}
    return {edge_quad(edge) for edge in stored if not _supported(graph, judged, edge, document, set(old))}


def _supported(graph: GraphReader, judged: Judged, edge: Edge, document: str, old: set[ox.NamedNode]) -> bool:
    """Whether a claim of another document supports an edge, or one of this document that stays."""
    if graph.query(supported_query(edge, document, judged)):
        return True
    told_here, _ = claims_in(graph.store, document)
    stay = (graph.claim(claim.value) for claim in told_here if claim not in old)
    elsewhere = (claim for claim in touched_claims(graph.store, judged, edge) if claim.document != document)
    return any(supports(claim) and edge in edges_of(claim, judged) for claim in chain(stay, elsewhere))
