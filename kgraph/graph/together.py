"""Documents that are added: what one brings, and those new to a graph that go in together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.graph.bringing import descriptions, each_brought_by
from kgraph.graph.removing import maker
from kgraph.graph.seam import TripleStore
from kgraph.graph.verdicts import changes_edges
from kgraph.model import Actor, Claim, Document, Judged, Judgements
from kgraph.rdf import document_iri, document_quads
from kgraph.rdf.documents import reading_quad
from kgraph.rdf.terms import node


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A document with its claims, to be put into a graph, as `KnowledgeGraph.add` takes them.

    Attributes:
        document: whose claims they are.
        claims: all of them; one that is among them twice counts once.
        actors: what is known of the actors in them; takes the place of what was known.
        extractor: replace only what this extractor made or one of those that made `claims`; None replaces all.
        keep_text: whether the whole text is stored beside the quotes.
        read_as: the digest of what `extractor` read, and with what.

    Raises:
        DataError: a claim of another document is among them.

    >>> Addition(document=Document(id="a1", text="Nothing happened.")).claims
    ()
    """

    document: Document
    claims: tuple[Claim, ...] = ()
    actors: tuple[Actor, ...] = ()
    extractor: str | None = None
    keep_text: bool = False
    read_as: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "claims", distinct(self.claims))
        for claim in self.claims:
            if claim.document != self.document.id:
                raise DataError("a claim of another document", value=claim.document, expected=repr(self.document.id))

    @property
    def made_by(self) -> set[str] | None:
        """The extractors whose claims these take the place of; None: of all."""
        return None if self.extractor is None else {self.extractor, *(maker(claim.extractor) for claim in self.claims)}

    def quads(self) -> set[ox.Quad]:
        """What is told of the document itself."""
        told = set(document_quads(self.document, keep_text=self.keep_text))
        if self.extractor is not None and self.read_as is not None:
            told.add(reading_quad(self.document.id, self.extractor, self.read_as))
        return told


class NewDocuments:
    """Documents that a graph does not hold, which wait to be put in together.

    Nothing goes out for them, so that what they bring can be put in at once, whatever stands beside it.

    Args:
        store: of the graph.
        judged: the verdicts by which plain edges are derived.
        judgements: the verdicts on actors.

    Attributes:
        quads: all that they bring; some are there more than once.
    """

    def __init__(self, store: TripleStore, judged: Judged, judgements: Judgements) -> None:
        self._store, self._judged, self._judgements = store, judged, judgements
        self._names: set[str] = set()
        self._actors: dict[str, Actor] = {}
        self.quads: list[ox.Quad] = []

    def __len__(self) -> int:
        return len(self._names)

    def take(self, addition: Addition) -> bool:
        """Take a document in, unless it has to be put in by itself, behind these.

        It has to where the graph holds something of it, where something known of an actor goes out for it, where that
        changes the edges of others, and on a server, to which each document is a request.
        """
        if not isinstance(self._store, ox.Store):
            return False
        document = addition.document.id
        if document in self._names or self._is_there(document):
            return False
        described = self._described(addition.actors)
        if described is None:
            return False
        self._names.add(document)
        self._actors |= {actor.id: actor for actor in addition.actors}
        self.quads += (*addition.quads(), *described)
        self.quads += each_brought_by(addition.claims, self._judged)
        return True

    def _is_there(self, document: str) -> bool:
        own, store = document_iri(document), self._store
        told = store.quads_for_pattern(own, None, None)
        derived = store.quads_for_pattern(None, node("prov:wasDerivedFrom"), own)
        return next(chain(told, derived), None) is not None

    def _described(self, actors: Iterable[Actor]) -> set[ox.Quad] | None:
        """What is known of actors beyond what the graph knows; None where it cannot simply be put beside that."""
        waiting = [(actor, self._actors.get(actor.id)) for actor in actors]
        if any(other is not None and other != actor for actor, other in waiting):
            return None
        told, known = descriptions(self._store, (actor for actor, other in waiting if other is None))
        if known - told or changes_edges(told - known, self._judgements):
            return None
        return told - known


def distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims without repetitions: of two with the same id, the first."""
    return tuple({claim.id: claim for claim in reversed(tuple(claims))}.values())[::-1]
