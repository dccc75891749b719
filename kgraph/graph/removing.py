"""What goes when claims go: those of a document, or of a data set, which may have a million and goes by batches."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kgraph.rdf import document_iri, stored_claim_quads
from kgraph.rdf.terms import Quads, node

BATCH: Final = 1000
"""How many claims go at a time."""


def claims_in(
    store: Quads, document: str, made_by: Container[str] | None = None
) -> tuple[list[ox.NamedNode], list[ox.NamedNode]]:
    """The nodes of a document's claims that these extractors made, or any; and the others. Well formed or not."""
    found = store.quads_for_pattern(None, node("prov:wasDerivedFrom"), document_iri(document))
    nodes = [quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)]
    if made_by is None:
        return nodes, []
    theirs = {claim for claim in nodes if maker(_extractor_of(store, claim)) in made_by}
    return [claim for claim in nodes if claim in theirs], [claim for claim in nodes if claim not in theirs]


def told_by(store: Quads, nodes: Iterable[ox.NamedNode]) -> set[ox.Quad]:
    """Every quad of these claims. Claims of one document that rest on the same words share what is told of those."""
    return {quad for subject in nodes for quad in stored_claim_quads(store, subject)}


def maker(extractor: str) -> str:
    """The name of an extractor without its version.

    >>> maker("floor/0.1.0")
    'floor'
    """
    return extractor.partition("/")[0]


def _extractor_of(store: Quads, claim: ox.NamedNode) -> str:
    found = store.quads_for_pattern(claim, node("kg:extractor"), None, ox.DefaultGraph())
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), "")


def dataset_batches(store: Quads, dataset: ox.NamedNode) -> Iterator[set[ox.Quad]]:
    """The quads of a data set and its claims by batches, each of which is taken out before the next is asked for.

    What the store knows of the data set goes with the first, so that after a break nobody takes its parts for whole.
    """
    gone = set(store.quads_for_pattern(dataset, None, None, ox.DefaultGraph()))
    while True:
        claims = islice(store.quads_for_pattern(None, node("prov:wasDerivedFrom"), dataset, ox.DefaultGraph()), BATCH)
        for subject in [quad.subject for quad in claims if isinstance(quad.subject, ox.NamedNode)]:
            gone |= stored_claim_quads(store, subject)
        if not gone:
            return
        yield gone
        gone = set()
