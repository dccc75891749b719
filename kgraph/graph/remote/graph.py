"""Writing a graph of claims on a server: by the rules of the embedded one, a document in one request where it fits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from time import sleep as wait
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.errors import StoreError
from kgraph.graph.bringing import brought_by
from kgraph.graph.knowledge import KnowledgeGraph
from kgraph.graph.reading import read_rdf
from kgraph.graph.remote.endpoint import RefusedError
from kgraph.graph.remote.holding import Held, claim_nodes
from kgraph.graph.remote.reading import RemoteReader
from kgraph.graph.remote.settings import RemoteSettings
from kgraph.graph.remote.store import EDGES
from kgraph.graph.remote.writing import divided, steps, update_text
from kgraph.graph.verdicts import told_in, told_of
from kgraph.graph.vocabulary import IN_ONTOLOGY, ontology_quads, stored_version
from kgraph.model import Actor, Claim, Event, Judgements
from kgraph.ontology import VERSION
from kgraph.rdf import EDGE_THRESHOLD, document_iri, edge_quad, edges_at_stake, edges_of, supports
from kgraph.rdf.terms import Fields, node

if TYPE_CHECKING:
    import rdflib


class RemoteGraph(RemoteReader, KnowledgeGraph):
    """A graph of claims on a server, to be read and written.

    A document is one update request where it has few enough triples (`RemoteSettings.chunk`); whether a request is one
    transaction is the server's matter. What is larger goes in by parts that no query of claims finds, until one request
    makes all of it found. One process should write at a time: nothing locks the server.

    Args:
        settings: where the server is; a text is its address.
        sleep: waits so many seconds between two tries.

    Raises:
        StoreError: the server cannot be reached, or not written.
        DataError: the settings are none.
    """

    def __init__(self, settings: RemoteSettings | str, *, sleep: Callable[[float], None] = wait) -> None:
        self._strays: set[ox.Quad] = set()
        self._whole = True
        with self._reached(settings, sleep):
            self._judged = self.as_judged()
            self._load_ontology()

    def load(self, path: str | Path) -> int:
        """Put a file of RDF beside what is there, as `KnowledgeGraph.load` does.

        A file with more triples than go into one request is not one transaction: claims are whole, the file may be not.
        """
        quads = set(read_rdf(Path(path)))
        held = Held(self._remote)
        held.hold_claims(quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode))
        held.hold_edges(quad for quad in quads if quad.predicate in EDGES)
        self._whole = False
        try:
            with self._reading(held):
                kind, claim = node("rdf:type"), node("kg:Claim")
                told = {quad for quad in quads if quad.predicate == kind and quad.object == claim and quad not in held}
                fresh = {quad.subject for quad in told if isinstance(quad.subject, ox.NamedNode)}
                self._strays = _strays(held, fresh, quads)
                return super().load(path)
        finally:
            self._whole = True

    def rebuild_edges(self, threshold: float = EDGE_THRESHOLD) -> None:
        """Derive the plain edges anew from all claims, which are read for it, and write the difference."""
        self._judged = self.as_judged()
        firm = (claim for claim in self.claims() if supports(claim, threshold))
        right = {edge_quad(edge) for claim in firm for edge in edges_of(claim, self._judged)}
        right |= told_of(self.judgements)
        properties = " ".join(str(edge) for edge in sorted(EDGES, key=str))
        ends = self._remote.nodes(f"VALUES ?p {{ {properties} }} ?s ?p ?o")
        found = {quad for quad in self._remote.of_subjects(ends, edges=True) if quad.predicate in EDGES}
        found |= told_in(self._remote)
        self._put(found - right, right - found)

    def judge(self, judgements: Judgements, *, actors: Iterable[Actor] = ()) -> None:
        """Verdicts are kept in a file beside a store on disk.

        Raises:
            StoreError: always.
        """
        raise StoreError(f"{self.settings.place} is a server: verdicts are kept beside a store on disk")

    def judge_events(self, judgements: Judgements, events: Iterable[Event]) -> None:
        """Verdicts are kept in a file beside a store on disk.

        Raises:
            StoreError: always.
        """
        raise StoreError(f"{self.settings.place} is a server: verdicts are kept beside a store on disk")

    def dataset(self) -> rdflib.Dataset:
        """The graph as an `rdflib.Dataset` on the endpoint, through rdflib's SPARQLUpdateStore.

        Write through `RemoteGraph.add`: what is added through rdflib goes in without plain edges.
        """
        from kgraph.graph.remote.dataset import dataset_on

        return dataset_on(self._remote.endpoint, writable=True)

    @contextmanager
    def _reading(self, held: Held) -> Iterator[None]:
        """What is at hand is looked up there while the block finds out what changes."""
        self._held = held
        try:
            yield
        finally:
            self._held, self._strays = None, set()

    @contextmanager
    def _touching(
        self, document: str, claims: Collection[Claim] = (), actors: Collection[Actor] = ()
    ) -> Iterator[None]:
        """Fetch what a change of a document looks up: it, its old and new claims, their actors, the edges at stake."""
        held, subject = Held(self._remote), document_iri(document)
        new = brought_by(claims, self._judged)
        old = claim_nodes(held, subject)
        named = {quad.subject for quad in new if isinstance(quad.subject, ox.NamedNode)}
        described = {node(actor.id) for actor in actors}
        held.hold_claims(old | named | described | {subject})
        edges = {quad for quad in new if quad.predicate in EDGES}
        for claim in old:
            edges |= {edge_quad(edge) for edge in edges_at_stake(Fields(held, claim), self._judged)}
        held.hold_edges(edges)
        with self._reading(held):
            self._strays = _strays(held, {ox.NamedNode(claim.id) for claim in claims} - old, new)
            yield

    def _put(self, gone: set[ox.Quad], came: set[ox.Quad]) -> None:
        settings, endpoint = self.settings, self._remote.endpoint
        gone = gone | (self._strays - came)
        for step in steps(gone, came, most=settings.chunk, whole=self._whole):
            if not step.gone and not step.came:
                continue
            try:
                endpoint.update(update_text(step, settings.graph))
            except RefusedError:
                if len(step.gone) + len(step.came) <= settings.chunk:
                    raise
                for part in divided(step, settings.chunk):
                    endpoint.update(update_text(part, settings.graph))

    def _load_ontology(self) -> None:
        """Keep the ontology of this version in the graph, and make sure that the server keeps what it is sent."""
        if stored_version(self._remote) == VERSION:
            return
        stored = set(self._remote.of_subjects(self._remote.nodes(f"?s ?p ?o {IN_ONTOLOGY}"), edges=True))
        new = set(ontology_quads())
        self._whole = False
        self._put(stored - new, new - stored)
        self._whole = True
        if stored_version(self._remote) != VERSION:
            raise StoreError(f"{self.settings.place}: says that it wrote, and does not hold what was written")


def _strays(held: Held, claims: Iterable[ox.NamedNode], new: set[ox.Quad]) -> set[ox.Quad]:
    """What a write that was cut short left at claims that are not there, and that would stand beside what comes now."""
    found: set[ox.Quad] = set()
    for claim in claims:
        step = node("kg:attribution")
        own = set(held.quads_for_pattern(claim, None, None))
        below = (quad.object for quad in own if quad.predicate == step and isinstance(quad.object, ox.NamedNode))
        found |= own | set(chain.from_iterable(held.quads_for_pattern(one, None, None) for one in below))
    return {quad for quad in found - new if quad.predicate != node("kg:inEvent")}
