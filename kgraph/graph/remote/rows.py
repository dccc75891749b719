"""Rows of data sets onto a server: claims beside what is there, some in each request, what is there untouched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kgraph.graph.bulk import Closing
from kgraph.graph.remote.graph import RemoteGraph
from kgraph.graph.remote.store import BATCH, RemoteStore
from kgraph.graph.remote.writing import MOST_CHARACTERS, insert_text
from kgraph.model import Actor, ActorRef, Claim, Dataset
from kgraph.rdf import ClaimLines, actor_quads, dataset_quads, part_quad, quad_lines
from kgraph.rdf.terms import node

_MOST_BROUGHT: Final = 1 << 17
"""Lines that are remembered as written; a line that is written twice does no harm."""


class RemoteRows:
    """Writes claims of data sets to a server, as `BulkWriter` does to a store here.

    A claim is never divided between two requests, and a request that is sent again comes to the same.

    Args:
        graph: where they go.
    """

    whole: Final = False
    most: Final = 10_000

    def __init__(self, graph: RemoteGraph) -> None:
        assert isinstance(graph.store, RemoteStore)  # noqa: S101 — nothing is held back while nothing is written
        self._graph, self._store = graph, graph.store
        self._lines = ClaimLines(graph.as_judged())
        self._brought: set[str] = set()
        self._described: set[ox.NamedNode] = set()

    def parts(self, dataset: Dataset) -> list[str]:
        """The parts of files that are on the server with their rows."""
        found = self._store.quads_for_pattern(node(dataset.iri), node("kg:importedPart"), None)
        return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))

    def stream(self, claims: Iterable[Claim], close: Callable[[Iterable[ActorRef]], Closing]) -> int:
        """Put claims onto the server as they come, and tell how many were new.

        Args:
            claims: taken some at a time.
            close: called behind the last claim with their ends; what it gives goes in last.

        Raises:
            StoreError: the server cannot be written. What was written by then stays.
        """
        count, ends = 0, dict[ActorRef, None]()
        remaining = iter(claims)
        while together := list(islice(remaining, BATCH)):
            ends |= dict.fromkeys(end for one in together for end in (one.actor, one.recipient) if end is not None)
            fresh = self._fresh(together)
            count += len(fresh)
            self._insert(self._text(name, claim) for name, claim in fresh.items())
        closing = close(ends)
        datasets = list(closing.datasets)
        self._insert(quad_lines(dataset_quads(dataset)) for dataset in datasets)
        self._insert(self._descriptions(closing.actors))
        if closing.part is not None:  # it says that all is there, so it goes last
            self._insert(quad_lines([part_quad(dataset.iri, closing.part)]) for dataset in datasets)
        return count

    def finish(self) -> None:
        """Derive plain edges anew where verdicts on actors have a say in them: new descriptions may change them."""
        if self._graph.judgements:
            self._graph.rebuild_edges()

    def _fresh(self, claims: Iterable[Claim]) -> dict[str, Claim]:
        """The claims that are not there, by their ids; of two of one id the first."""
        named: dict[str, Claim] = {}
        for claim in claims:
            named.setdefault(claim.id, claim)
        kind, claim_class = node("rdf:type"), node("kg:Claim")
        there = self._store.holds(ox.Quad(ox.NamedNode(name), kind, claim_class) for name in named)
        known = {quad.subject.value for quad in there if isinstance(quad.subject, ox.NamedNode)}
        return {name: claim for name, claim in named.items() if name not in known}

    def _text(self, name: str, claim: Claim) -> str:
        """The lines of a claim, behind those that it brings: an edge goes in with the first claim behind it."""
        if len(self._brought) >= _MOST_BROUGHT:
            self._brought.clear()
        brought = [line for line in self._lines.brought(claim) if line not in self._brought]
        self._brought.update(brought)
        return "".join((*brought, self._lines.of(claim, name)))

    def _descriptions(self, actors: Iterable[Actor]) -> Iterator[str]:
        """The lines of actors that the graph has no description of yet."""
        new = {node(actor.id): actor for actor in actors if node(actor.id) not in self._described}
        self._described |= new.keys()
        label = node("skos:prefLabel")
        known = {quad.subject for quad in self._store.of_subjects(new) if quad.predicate == label}
        return (quad_lines(actor_quads(actor)) for subject, actor in new.items() if subject not in known)

    def _insert(self, pieces: Iterable[str]) -> None:
        """Put pieces of text in, as many in a request as go; a piece is never divided."""
        settings, endpoint = self._graph.settings, self._store.endpoint
        together: list[str] = []
        triples = characters = 0
        for piece in pieces:
            lines = piece.count("\n")
            if together and (triples + lines > settings.chunk or characters + len(piece) > MOST_CHARACTERS):
                endpoint.update(insert_text("".join(together), settings.graph))
                together, triples, characters = [], 0, 0
            together.append(piece)
            triples, characters = triples + lines, characters + len(piece)
        if together:
            endpoint.update(insert_text("".join(together), settings.graph))
