"""Taking a data set out: it may have a million claims, so they go by batches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kgraph.rdf import stored_claim_quads
from kgraph.rdf.terms import Quads, node

BATCH: Final = 1000
"""How many claims go at a time."""


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
