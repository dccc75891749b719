"""A graph of claims, to be read and written: one transaction a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.errors import StoreError
from kgraph.graph.bringing import brought_by, claim_quad, descriptions, stub_quad
from kgraph.graph.events import changed_events, left_behind
from kgraph.graph.marks import is_mark, is_outdated
from kgraph.graph.opening import open_store
from kgraph.graph.putting import put_new, put_quads
from kgraph.graph.reader import GraphReader
from kgraph.graph.reading import parts_of, read_rdf
from kgraph.graph.removing import claims_in, dataset_batches, told_by
from kgraph.graph.supporting import unsupported
from kgraph.graph.together import Addition, NewDocuments, distinct
from kgraph.graph.verdicts import changes_edges, told_in, told_of, touched_claims
from kgraph.graph.vocabulary import FORGET_ONTOLOGY, ontology_quads, stored_version
from kgraph.model import (
    Actor,
    Claim,
    Document,
    Event,
    Judgements,
    event_judgements_beside,
    is_dataset,
    judgements_beside,
    write_judgements,
)
from kgraph.ontology import PREFIXES, VERSION
from kgraph.rdf import (
    EDGE_THRESHOLD,
    document_iri,
    document_quads,
    edges_of,
    rebuild_update,
    supports,
)
from kgraph.rdf.documents import OF_DOCUMENTS
from kgraph.rdf.terms import node

_WORTH_COMPACTING: Final = 10_000
"""New claims below which a store answers as well without."""


class Added(StrEnum):
    """What adding a document did."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


class KnowledgeGraph(GraphReader):
    """A graph of claims in an embedded RDF store: on disk in a folder, or in memory where no folder is named.

    Args:
        location: the store's folder, made if it is not there; None keeps the graph in memory.

    Raises:
        StoreError: the folder is no store, or another process has it open for writing.

    >>> from kgraph.model import ActorRef, Claim, Document
    >>> document = Document(id="a1", text="Russia shipped oil to North Korea.", published="2017-12-05")
    >>> claim = Claim(document="a1", actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"),
    ...               recipient=ActorRef(id="kgr:PRK", name="North Korea", state="PRK"),
    ...               relation="suppliesOilTo", event_type="COOPERATE")
    >>> graph = KnowledgeGraph()
    >>> graph.add(document, [claim])
    <Added.NEW: 'new'>
    >>> graph.query("SELECT ?r WHERE { kgr:RUS ?r kgr:PRK }").rows
    [('kg:suppliesOilTo',)]
    """

    def __init__(self, location: str | Path | None = None) -> None:
        self.location = None if location is None else Path(location)
        self.judgements, self.event_judgements, self.rejected = self._verdicts_beside()
        self._open = open_store(self.location, read_only=False)
        self._judged = self.as_judged()
        self._load_ontology()
        if told_in(self.store) != told_of(self.judgements):
            self.rebuild_edges()

    def add(
        self,
        document: Document,
        claims: Iterable[Claim],
        *,
        actors: Iterable[Actor] = (),
        extractor: str | None = None,
        keep_text: bool = False,
        read_as: str | None = None,
    ) -> Added:
        """Put a document and its claims into the graph, in one transaction.

        A document that is there already is replaced with its claims; the same document with the same claims leaves the
        graph as it is. Plain edges follow: those without another claim behind them go.

        Args:
            document: whose claims they are.
            claims: all of them.
            actors: what is known of the actors in them; takes the place of what was known.
            extractor: replace only what this extractor made (its name, without a version) or one of those that made
                `claims`, and leave the claims of others, such as a person's own. None replaces all.
            keep_text: whether the whole text is stored beside the quotes. A text that is stored already stays.
            read_as: the digest of what `extractor` read, and with what; kept until the document gets other claims.

        Raises:
            DataError: a claim of another document is among them; nothing is stored.
            StoreError: the store cannot be written.
        """
        addition = Addition(
            document=document,
            claims=tuple(claims),
            actors=tuple(actors),
            extractor=extractor,
            keep_text=keep_text,
            read_as=read_as,
        )
        return self._add(addition)

    def add_all(self, additions: Iterable[Addition]) -> list[Added]:
        """Put several documents into the graph, each as `add` does, and tell what that did with each.

        Those that the graph does not hold go in together, all of them or none: by one bulk load where they are many,
        at several times the rate of one transaction each. Any other goes in by itself, behind those before it.

        Args:
            additions: the documents with their claims. All are in memory at once; some hundred are a good measure.

        Raises:
            StoreError: the store cannot be written. What went in before stays.

        >>> graph = KnowledgeGraph()
        >>> twice = [Addition(document=Document(id=name, text="Nothing happened.")) for name in ("a1", "a2", "a1")]
        >>> graph.add_all(twice)
        [<Added.NEW: 'new'>, <Added.NEW: 'new'>, <Added.UNCHANGED: 'unchanged'>]
        """
        done: list[Added] = []
        new = self._new_documents()
        for addition in additions:
            if not new.take(addition):
                done += [*self._put_new(new), self._add(addition)]
                new = self._new_documents()  # behind it: it may change what verdicts make of edges
        return done + self._put_new(new)

    def _new_documents(self) -> NewDocuments:
        return NewDocuments(self.store, self._judged, self.judgements)

    def _put_new(self, new: NewDocuments) -> list[Added]:
        if len(new):
            with self._written():
                put_new(self.embedded, new.quads, documents=len(new))
        return [Added.NEW] * len(new)

    def _add(self, addition: Addition) -> Added:
        """Put a document in the place of what is there of it: its quads, its claims in the place of their makers'."""
        document, claims, made_by = addition.document, addition.claims, addition.made_by
        with self._touching(document.id, claims, addition.actors):
            kept_text = self._document_quad("kg:text", document) if self._has_text(document) else set()
            nodes, staying = claims_in(self.store, document.id, made_by)
            told = told_by(self.store, nodes) - told_by(self.store, staying)  # claims may share their words
            known = set(self.store.quads_for_pattern(document_iri(document.id), None, None, ox.DefaultGraph()))
            ours = {quad for quad in known if quad.predicate in OF_DOCUMENTS or is_outdated(quad, made_by)}
            new = brought_by(claims, self._judged) | addition.quads() | kept_text
            described, outdated = self._described(addition.actors)
            gone = (
                ((told | ours) - new) | unsupported(self, self._judged, document.id, nodes, claims) | outdated
            ) - described
            told_before = known or nodes or not isinstance(self.store, ox.Store)
            came = self._missing(new | described) if told_before else new | self._missing(described)
            self._apply(gone, came)
        if not known:
            return Added.NEW
        return Added.UNCHANGED if all(map(is_mark, gone | came)) else Added.REPLACED

    def add_claims(self, claims: Iterable[Claim], *, actors: Iterable[Actor] = ()) -> int:
        """Put claims beside those that are there, one transaction for each run of claims of one document.

        Nothing is replaced: a claim that is there already stays as it is. Returns how many were new.
        """
        actors, added = list(actors), 0
        for document, run in groupby(claims, key=lambda claim: claim.document):
            together = distinct(run)
            with self._touching(document, together, actors):
                described, outdated = self._described(actors)
                fresh = [claim for claim in together if claim_quad(claim) not in self.store]
                came = brought_by(fresh, self._judged) | {stub_quad(document)} | described
                self._apply(outdated, self._missing(came))
            actors = []  # they went in with the first run
            added += len(fresh)
        return added

    def claims_in(self, document: str) -> Iterable[Claim]:
        """The claims of a document."""
        return self._claims(
            f"SELECT ?claim WHERE {{ ?claim prov:wasDerivedFrom {document_iri(document)} }} ORDER BY ?claim"
        )

    def remove(self, document: str) -> bool:
        """Take a document and its claims out of the graph; whether it was there. A data set goes by batches."""
        if is_dataset(document) and isinstance(self.store, ox.Store):
            return self._remove_rows(document)
        with self._touching(document):
            nodes, _ = claims_in(self.store, document)
            gone = told_by(self.store, nodes) | set(
                self.store.quads_for_pattern(document_iri(document), None, None, ox.DefaultGraph())
            )
            if gone:
                self._apply(gone | unsupported(self, self._judged, document, nodes, []), set())
            return bool(gone)

    def _remove_rows(self, dataset: str) -> bool:
        found = False
        for gone in dataset_batches(self.store, document_iri(dataset)):
            self._apply(gone, set())
            found = True
        if found:
            self.rebuild_edges()
        return found

    def load(self, path: str | Path) -> int:
        """Put a file of RDF (ttl, nt, nq, trig, jsonld, rdf) beside what is there, in one transaction.

        Claims and documents in it are read as such: one that is there already stays as it is, and plain edges are
        derived from the claims. Everything else goes in as it stands.

        Returns the number of quads that were new.

        Raises:
            DataError: the file is missing, of another kind or malformed, holds a claim that is none, a blank node or a
                named graph (neither can be told apart later); nothing is stored.
        """
        path = Path(path)
        parts = parts_of(read_rdf(path), str(path))
        came = parts.others | brought_by(
            (one for one in parts.claims if claim_quad(one) not in self.store), self._judged
        )
        for found in parts.documents:
            if self.document(found.id) is None:
                came |= set(document_quads(found, keep_text=found.text != ""))
        came = self._missing(came)
        self._apply(set(), came)
        return len(came)

    def rebuild_edges(self, threshold: float = EDGE_THRESHOLD) -> None:
        """Remove every plain edge and derive them anew from the claims, in one transaction.

        Args:
            threshold: the least confidence that supports an edge. Documents added later use the usual one again.
        """
        self._judged = self.as_judged()
        firm = (claim for claim in touched_claims(self.store, self._judged) if supports(claim, threshold))
        others = {edge for claim in firm for edge in edges_of(claim, self._judged)}
        self._update(rebuild_update(self._judged, threshold, others=others))

    def judge(self, judgements: Judgements, *, actors: Iterable[Actor] = ()) -> None:
        """Take these verdicts in the place of those that stand: beside the store, in its plain edges, in every view.

        Claims stay as they are, so that taking a verdict back brings back what stood before.

        Args:
            judgements: all verdicts that shall stand.
            actors: what is known of them; takes the place of what was known.

        Raises:
            DataError: the file beside the store cannot be written; nothing is changed.
            StoreError: the store cannot be written.

        >>> from kgraph.model import Judgement
        >>> graph = KnowledgeGraph()
        >>> graph.judge(Judgements([Judgement(first="kgr:nato", second="urn:kgraph:actor:the-alliance-1", same=True,
        ...                                   reason="the text's word for it", made="2024-06-19")]))
        >>> graph.query("SELECT ?a ?b WHERE { ?a kg:sameActorAs ?b }").rows
        [('urn:kgraph:actor:the-alliance-1', 'kgr:nato')]
        """
        if self.location is not None:
            write_judgements(judgements, judgements_beside(self.location))
        described, outdated = self._described(actors)
        self._apply(outdated, {quad for quad in described if quad not in self.store})
        self.judgements = judgements
        self.rebuild_edges()

    def judge_events(self, judgements: Judgements, events: Iterable[Event]) -> None:
        """Take these verdicts on claims and these events in the place of those that stand; claims stay as they are.

        Args:
            judgements: all verdicts that two claims are one event, or are not.
            events: all events that shall stand. `kgraph.merge` makes them.

        Raises:
            DataError: the file beside the store cannot be written; nothing is changed.
            StoreError: the store cannot be written.
        """
        if self.location is not None and judgements != self.event_judgements:
            write_judgements(judgements, event_judgements_beside(self.location))
        self.event_judgements = judgements
        self._apply(*changed_events(self.store, events))

    def compact(self, *, after: int | None = None) -> bool:
        """Put the store's files in order, so that questions find their claims several times faster; whether it did.

        It writes the whole store anew, at some million quads a second, and needs as much room beside it meanwhile.

        Args:
            after: do it only where so many claims are new as make it worth while: ten thousand, and a tenth of all.

        Raises:
            StoreError: the graph is on a server, or cannot be written.
        """
        if after is not None and not (after >= _WORTH_COMPACTING and after * 10 >= len(self)):
            return False
        store = self.embedded
        with self._written():
            store.optimize()
        return True

    def _touching(
        self, document: str, claims: Collection[Claim] = (), actors: Collection[Actor] = ()
    ) -> AbstractContextManager[None]:
        """Around a change of a document to these claims: where a graph that is elsewhere fetches what it looks up."""
        return nullcontext()

    def _has_text(self, document: Document) -> bool:
        """Whether the text of this very document is stored."""
        stored = self._document_quad("kg:sha256", document)
        return any(isinstance(q.object, ox.Literal) and q.object.value == document.sha256 for q in stored)

    def _document_quad(self, curie: str, document: Document) -> set[ox.Quad]:
        return set(self.store.quads_for_pattern(document_iri(document.id), node(curie), None, ox.DefaultGraph()))

    def _described(self, actors: Iterable[Actor]) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """What is now known of actors, and what the store says of them that is known no more."""
        described, known = descriptions(self.store, actors)
        return described, known - described

    def _missing(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        """Those of the quads that are not in the store."""
        store = self.store
        return {quad for quad in quads if quad not in store}

    def _apply(self, gone: set[ox.Quad], came: set[ox.Quad]) -> None:
        """Take quads out and put quads in, as one transaction.

        A new description of an actor that stands for others makes their edges others. What the store says of verdicts
        goes out first and comes back with the edges: whoever opens a store where this was cut short makes them anew.
        """
        if not gone and not came:
            return
        gone = gone | left_behind(self.store, gone)
        if changes_edges(gone | came, self.judgements):
            self._put(gone | told_in(self.store), came)
            self.rebuild_edges()
        else:
            self._put(gone, came)

    def _put(self, gone: set[ox.Quad], came: set[ox.Quad]) -> None:
        with self._written():
            put_quads(self.embedded, gone, came)

    def _update(self, sparql: str) -> None:
        with self._written():
            self.embedded.update(sparql, prefixes=dict(PREFIXES))

    @contextmanager
    def _written(self) -> Iterator[None]:
        """Around what writes to the store: its own errors become ours."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.location or 'the graph'} cannot be written: {error}") from error

    def _load_ontology(self) -> None:
        """Keep the ontology of this version in the store, so that queries can follow the hierarchy of relations."""
        version = stored_version(self.store)
        if version == VERSION:
            return
        if version is not None:
            self._update(FORGET_ONTOLOGY)
        self._apply(set(), set(ontology_quads()))
