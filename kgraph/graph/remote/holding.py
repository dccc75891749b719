"""A part of a remote store at hand: fetched in a few requests, looked up as often as needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kgraph.graph.remote.endpoint import Answered
from kgraph.graph.remote.store import EDGES, RemoteStore
from kgraph.ontology import LOCAL
from kgraph.rdf.terms import Term, node

_BENEATH: Final = (f"{LOCAL}evidence:", f"{LOCAL}selector:", f"{LOCAL}attribution:")
"""How the IRIs of the nodes begin that stand beneath a claim's."""


class Held:
    """A remote store of which some subjects, properties and edges are at hand.

    What is not at hand is asked of the server, so that it makes no difference to what is found. What is written is
    not seen: a `Held` serves for one reading, or for finding out what one write has to change.

    Args:
        remote: the whole.
    """

    def __init__(self, remote: RemoteStore) -> None:
        self._remote, self._local = remote, ox.Store()
        self._subjects: set[ox.NamedNode] = set()
        self._asked: set[tuple[ox.NamedNode | None, Term | None]] = set()
        self._edges: dict[ox.Quad, bool] = {}

    def hold(self, subjects: Iterable[ox.NamedNode]) -> set[ox.Quad]:
        """Fetch what is said of subjects, plain edges aside; gives what is new here."""
        fresh = set(subjects) - self._subjects
        found = set(self._remote.of_subjects(fresh))
        self._local.extend(found)
        self._subjects |= fresh
        return found

    def hold_claims(self, claims: Iterable[ox.NamedNode]) -> None:
        """Fetch claims with their evidence, selectors and attribution."""
        found = self.hold(claims)
        while found:
            objects = {quad.object for quad in found}
            found = self.hold(o for o in objects if isinstance(o, ox.NamedNode) and o.value.startswith(_BENEATH))

    def hold_property(self, predicate: ox.NamedNode, object_: Term | None = None) -> set[ox.Quad]:
        """Fetch all quads of a property (with an object); gives them."""
        if object_ is None:
            subjects = self._remote.nodes(f"?s {predicate} ?o")
            found = {quad for quad in self._remote.of_subjects(subjects) if quad.predicate == predicate}
        else:
            found = set(self._remote.quads_for_pattern(None, predicate, object_))
        self._local.extend(found)
        self._asked.add((predicate, object_))
        return found

    def hold_edges(self, edges: Iterable[ox.Quad]) -> None:
        """Find out which of these plain edges are there."""
        fresh = set(edges) - set(self._edges)
        there = self._remote.holds(fresh)
        self._edges |= {edge: edge in there for edge in fresh}

    def query(self, query: str, *, prefixes: dict[str, str] | None = None) -> Answered:
        """The server's answer."""
        return self._remote.query(query, prefixes=prefixes)

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 — so pyoxigraph calls it
        graph_name: ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit; of a subject at hand, without its plain edges unless one is named."""
        held = subject in self._subjects and predicate not in EDGES
        asked = (predicate, None) in self._asked or (subject is None and (predicate, object) in self._asked)
        source = self._local if held or asked else self._remote
        return source.quads_for_pattern(subject, predicate, object, ox.DefaultGraph())

    def __contains__(self, quad: ox.Quad) -> bool:
        if quad in self._edges:
            return self._edges[quad]
        return any(True for _ in self.quads_for_pattern(quad.subject, quad.predicate, quad.object))

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self._remote)

    def __len__(self) -> int:
        return len(self._remote)


def claim_nodes(held: Held, document: ox.NamedNode) -> set[ox.NamedNode]:
    """The nodes of a document's claims, fetched once."""
    found = held.hold_property(node("prov:wasDerivedFrom"), document)
    return {quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)}
