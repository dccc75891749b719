"""What a graph reads from: the part of `pyoxigraph.Store` that a server far away can offer as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pyoxigraph as ox

from kgraph.rdf.terms import Quads


class TripleStore(Quads, Protocol):
    """Quads of one graph, looked up by pattern or asked in SPARQL."""

    def query(
        self, query: str, *, prefixes: dict[str, str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The answer of a SPARQL query; SyntaxError where it is none."""

    def __contains__(self, quad: ox.Quad) -> bool: ...

    def __iter__(self) -> Iterator[ox.Quad]: ...

    def __len__(self) -> int: ...
