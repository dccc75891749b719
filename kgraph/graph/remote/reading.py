"""Reading a graph of claims on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import sleep as wait
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.errors import StoreError
from kgraph.graph.events import events_in
from kgraph.graph.reader import GraphReader
from kgraph.graph.remote.endpoint import Endpoint
from kgraph.graph.remote.holding import Held
from kgraph.graph.remote.settings import RemoteSettings
from kgraph.graph.remote.store import BATCH, RemoteStore
from kgraph.graph.verdicts import told_in
from kgraph.graph.vocabulary import stored_version
from kgraph.model import Actor, Claim, Document, Event, Judgement, Judgements
from kgraph.ontology import compress
from kgraph.rdf import document_iri, read_actor, read_claim, read_document
from kgraph.rdf.terms import Quads, node

if TYPE_CHECKING:
    import rdflib

_READ_THERE: Final = "1970-01-01"
"""The day of verdicts that are read back from a server, which keeps none."""


class RemoteReader(GraphReader):
    """A graph of claims on a server, to be read.

    Verdicts on actors are those that the graph itself tells of (`kg:sameActorAs`); it tells of none on claims. What is
    read in several requests is not one moment's: a document may come or go between two of them.

    Args:
        settings: where the server is; a text is its address.
        sleep: waits so many seconds between two tries.

    Raises:
        StoreError: the server cannot be reached, or holds no graph of kgraph there.
        DataError: the settings are none.
    """

    def __init__(self, settings: RemoteSettings | str, *, sleep: Callable[[float], None] = wait) -> None:
        with self._reached(settings, sleep):
            if stored_version(self._remote) is None:
                raise StoreError(f"no graph of kgraph at {self.settings.place}: `kgraph build --endpoint` makes one")

    @contextmanager
    def _reached(self, settings: RemoteSettings | str, sleep: Callable[[float], None]) -> Iterator[None]:
        """Set up what there is, for the block to look at it; what goes wrong closes the connections."""
        self.location = self._open = None
        self.settings = RemoteSettings(url=settings) if isinstance(settings, str) else settings
        self._remote = RemoteStore(Endpoint(self.settings, sleep=sleep))
        self._held: Held | None = None
        with ExitStack() as undone:
            undone.callback(self.close)
            self.judgements, self.event_judgements = _verdicts_told_in(self._remote), Judgements()
            yield
            undone.pop_all()

    @property
    def store(self) -> RemoteStore | Held:
        """What stands for the server's graph."""
        return self._remote if self._held is None else self._held

    @property
    def embedded(self) -> ox.Store:
        """There is none.

        Raises:
            StoreError: always.
        """
        raise StoreError(f"{self.settings.place} is a server: only an embedded store offers this")

    def close(self) -> None:
        """Close the connections."""
        self._remote.endpoint.close()

    def claims(self) -> Iterator[Claim]:
        """Every claim, in the order of their ids."""
        return self._claims_at(self._remote.nodes(f"?s {node('rdf:type')} {node('kg:Claim')}"))

    def claim(self, claim: str) -> Claim:
        """The claim of that id.

        Raises:
            DataError: the graph has no such claim.
        """
        return read_claim(self._at_hand_claims([ox.NamedNode(claim)]), ox.NamedNode(claim))

    def claims_between(self, first: str, second: str) -> Iterator[Claim]:
        """The claims between two actors, in either direction, newest first, undated last."""
        found = sorted(super().claims_between(first, second), key=lambda claim: claim.id)
        found.sort(key=lambda claim: claim.date.first_day if claim.date else "", reverse=True)
        return iter(found)

    def events(self, first: str | None = None, second: str | None = None) -> Iterator[Event]:
        """The events that claims were merged to, in the order of their IRIs; of two actors, those between them."""
        held = Held(self._remote)
        place = node("kg:inEvent")
        if first is None or second is None:
            placed = held.hold_property(place)
            held.hold_property(node("rdf:type"), node("kg:Event"))
            held.hold(quad.object for quad in placed if isinstance(quad.object, ox.NamedNode))
            return events_in(held)
        claims = [claim.id for claim in self.claims_between(first, second)]
        placed = {quad for quad in held.hold(ox.NamedNode(claim) for claim in claims) if quad.predicate == place}
        held.hold(quad.object for quad in placed if isinstance(quad.object, ox.NamedNode))
        return events_in(held, claims)

    def documents(self) -> Iterator[Document]:
        """Every document, in the order of their IRIs; the text is empty where it was not kept."""
        for subject, held in self._batches(self._remote.nodes(f"?s {node('rdf:type')} {node('kg:Document')}")):
            document = read_document(held, subject)
            if document is not None:
                yield document

    def document(self, document: str) -> Document | None:
        """The document of that id, or None."""
        return read_document(self._at_hand([document_iri(document)]), document_iri(document))

    def actors(self) -> Iterator[Actor]:
        """Every actor the graph knows, in the order of their IRIs."""
        for subject, held in self._batches(self._remote.nodes(f"?s {node('rdf:type')} {node('kg:Actor')}")):
            actor = read_actor(held, subject)
            if actor is not None:
                yield actor

    def actor(self, actor: str) -> Actor | None:
        """What the graph knows of that actor, or None."""
        return read_actor(self._at_hand([node(actor)]), node(actor))

    def dataset(self) -> rdflib.Dataset:
        """The graph as an `rdflib.Dataset` on the endpoint: to be read only, through rdflib's SPARQLStore."""
        from kgraph.graph.remote.dataset import dataset_on

        return dataset_on(self._remote.endpoint, writable=False)

    def backup(self, location: str | Path) -> None:
        """A server is backed up where it is.

        Raises:
            StoreError: always.
        """
        raise StoreError(f"{self.settings.place} is a server: back it up there, or export the graph")

    def _claims(self, sparql: str) -> Iterator[Claim]:
        return self._claims_at(row[0] for row in self._rows(sparql))

    def _claims_at(self, subjects: Iterable[ox.NamedNode]) -> Iterator[Claim]:
        for batch in _batched(subjects):
            held = self._at_hand_claims(batch)
            yield from (read_claim(held, subject) for subject in batch)

    def _batches(self, subjects: Iterable[ox.NamedNode]) -> Iterator[tuple[ox.NamedNode, Held]]:
        for batch in _batched(subjects):
            held = self._at_hand(batch)
            yield from ((subject, held) for subject in batch)

    def _at_hand(self, subjects: Iterable[ox.NamedNode]) -> Held:
        held = Held(self._remote)
        held.hold(subjects)
        return held

    def _at_hand_claims(self, claims: Iterable[ox.NamedNode]) -> Held:
        held = Held(self._remote)
        held.hold_claims(claims)
        return held


def _batched(subjects: Iterable[ox.NamedNode]) -> Iterator[list[ox.NamedNode]]:
    batch: list[ox.NamedNode] = []
    for subject in subjects:
        batch.append(subject)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _verdicts_told_in(store: Quads) -> Judgements:
    """The verdicts that a store tells of; the one that stands for others is named first."""
    told = sorted(told_in(store), key=str)
    pairs = ((quad.object, quad.subject) for quad in told)
    return Judgements(
        Judgement(
            first=compress(head.value),
            second=compress(actor.value),
            same=True,
            reason="as the store has it",
            made=_READ_THERE,
        )
        for head, actor in pairs
        if isinstance(head, ox.NamedNode) and isinstance(actor, ox.NamedNode)
    )
