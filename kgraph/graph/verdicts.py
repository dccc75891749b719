"""What verdicts on actors change in a store: who is the same as whom, and the claims that this touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.graph.seam import TripleStore
from kgraph.model import Claim, Judged, Judgements, is_state
from kgraph.ontology import PREFIXES
from kgraph.rdf import Edge, described_by_tables, read_claim, same_quad, touched_query
from kgraph.rdf.terms import Quads, node


def told_of(judgements: Judgements) -> set[ox.Quad]:
    """What a store says of these verdicts."""
    return {same_quad(actor, canonical) for actor, canonical in judgements.merged().items()}


def told_in(store: Quads) -> set[ox.Quad]:
    """What a store says of verdicts."""
    return set(store.quads_for_pattern(None, node("kg:sameActorAs"), None, ox.DefaultGraph()))


def changes_edges(quads: Iterable[ox.Quad], judgements: Judgements) -> bool:
    """Whether the quads describe an actor that stands for others: the plain edges of those depend on it."""
    heads = {node(actor) for actor in judgements.merged().values()}
    return bool(heads) and any(quad.subject in heads and described_by_tables(quad) for quad in quads)


def touched_claims(store: TripleStore, judged: Judged, edge: Edge | None = None) -> Iterator[Claim]:
    """The well formed claims that a verdict touches: all of them, or those that may support an edge."""
    moved, relation = judged.moved, None
    if edge is not None:
        start, relation, end = edge
        moved = tuple(judged.moved_to((start, end), any_state=is_state(start) and is_state(end)))
    if not moved:
        return
    found = store.query(touched_query(moved, relation), prefixes=dict(PREFIXES))
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 — it is a SELECT
    for (subject,) in found:
        try:
            if isinstance(subject, ox.NamedNode):
                yield read_claim(store, subject)
        except (DataError, ValueError):  # spoilt, so it supports nothing
            continue
