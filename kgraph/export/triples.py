"""The graph as RDF: the W3C's formats of RDF 1.1, and RDF 1.2, in which a claim reifies the triple it speaks of.

RDF 1.2 is written by pyoxigraph alone: rdflib has no triple terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from types import MappingProxyType
from typing import IO, Final

import pyoxigraph as ox

from kgraph.graph import GraphReader
from kgraph.graph.results import TRIPLE_FORMATS
from kgraph.ontology import PREFIXES
from kgraph.rdf.terms import node

RDF12_FORMATS: Final = MappingProxyType({"rdf12.ttl": ox.RdfFormat.TURTLE, "rdf12.nt": ox.RdfFormat.N_TRIPLES})
"""The formats of RDF 1.2 by suffix."""
REIFIES: Final = node("rdf:reifies")
"""What ties a claim to the triple it speaks of."""


def rdf_writer(name: str) -> Callable[[GraphReader, IO[bytes]], None]:
    """What writes everything in that format of `TRIPLE_FORMATS` or `RDF12_FORMATS`, sorted."""

    def write(graph: GraphReader, file: IO[bytes]) -> None:
        if name in RDF12_FORMATS:
            _serialize(chain(graph.store, _reified(graph)), file, RDF12_FORMATS[name])
        else:
            _serialize(graph.store, file, TRIPLE_FORMATS[name])

    return write


def _reified(graph: GraphReader) -> Iterator[ox.Quad]:
    """For each claim with two ends that it is about the triple of its ends and its relation.

    To reify is not to assert: a denied claim reifies the triple that it denies.
    """
    for claim in graph.claims():
        if claim.recipient is not None:
            triple = ox.Triple(node(claim.actor.id), node(f"kg:{claim.relation}"), node(claim.recipient.id))
            yield ox.Quad(ox.NamedNode(claim.id), REIFIES, triple)


def _serialize(quads: Iterable[ox.Quad], file: IO[bytes], fmt: ox.RdfFormat) -> None:
    if fmt in _LINES:
        file.writelines(f"{line} .\n".encode() for line in sorted(str(quad) for quad in quads))
        return
    ordered = sorted(quads, key=str)
    whole = ordered if fmt.supports_datasets else [quad.triple for quad in ordered]
    ox.serialize(whole, file, fmt, prefixes=dict(PREFIXES))


_LINES: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
"""Formats in which a quad is a line, as pyoxigraph writes it in text."""
