"""A graph of claims, to be read and written: one transaction a document."""

from __future__ import annotations

import io
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.errors import DataError, StoreError
from kgraph.graph.opening import open_store
from kgraph.graph.reader import GraphReader
from kgraph.model import Actor, ActorRef, Attribution, Claim, Document
from kgraph.ontology import PREFIXES, VERSION
from kgraph.rdf import (
    EDGE_THRESHOLD,
    actor_quads,
    actor_ref_quads,
    claim_quads,
    document_iri,
    document_quads,
    edge_quad,
    edges_of,
    rebuild_update,
    supported_query,
    supports,
)
from kgraph.rdf.terms import node

RDF_SUFFIXES: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
"""The suffixes `KnowledgeGraph.load` reads."""


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
        self._open = open_store(self.location, read_only=False)
        self._load_ontology()

    def add(
        self, document: Document, claims: Iterable[Claim], *, actors: Iterable[Actor] = (), keep_text: bool = False
    ) -> Added:
        """Put a document and its claims into the graph, in one transaction.

        A document that is there already is replaced with its claims; the same document with the same claims leaves the
        graph as it is. Plain edges follow: those without another claim behind them go.

        Args:
            document: whose claims they are.
            claims: all of them.
            actors: what is known of the actors in them.
            keep_text: whether the whole text is stored beside the quotes.

        Raises:
            DataError: a claim of another document is among them; nothing is stored.
            StoreError: the store cannot be written.
        """
        claims = _distinct(claims)
        for claim in claims:
            if claim.document != document.id:
                raise DataError("a claim of another document", value=claim.document, expected=repr(document.id))
        new = self._quads_of(claims) | set(document_quads(document, keep_text=keep_text))
        old_claims = list(self.claims_in(document.id))
        old = self._stored_quads_of(document.id, old_claims)
        described = {quad for actor in actors for quad in actor_quads(actor)}
        gone = old - new | self._unsupported(document.id, old_claims, claims)
        came = {quad for quad in new - old | described if quad not in self.store}
        if not gone and not came:
            return Added.UNCHANGED
        self._apply(gone, came)
        return Added.REPLACED if old else Added.NEW

    def add_claims(self, claims: Iterable[Claim], *, actors: Iterable[Actor] = ()) -> int:
        """Put claims beside those that are there, one transaction for each run of claims of one document.

        Nothing is replaced: a claim that is there already stays as it is. Returns how many were new.
        """
        described = {quad for actor in actors for quad in actor_quads(actor)}
        added = 0
        for document, run in groupby(claims, key=lambda claim: claim.document):
            fresh = [claim for claim in _distinct(run) if _claim_quad(claim) not in self.store]
            came = self._quads_of(fresh) | {_stub(document)} | described
            self._apply(set(), {quad for quad in came if quad not in self.store})
            described.clear()  # they went in with the first run
            added += len(fresh)
        return added

    def claims_in(self, document: str) -> Iterable[Claim]:
        """The claims of a document."""
        return self._claims(
            f"SELECT ?claim WHERE {{ ?claim prov:wasDerivedFrom {document_iri(document)} }} ORDER BY ?claim"
        )

    def remove(self, document: str) -> bool:
        """Take a document and its claims out of the graph; whether it was there."""
        claims = list(self.claims_in(document))
        gone = self._stored_quads_of(document, claims)
        if not gone:
            return False
        self._apply(gone | self._unsupported(document, claims, []), set())
        return True

    def load(self, path: str | Path) -> int:
        """Load a file of RDF (ttl, nt, nq, trig, jsonld, rdf) in one transaction; plain edges are derived anew.

        Returns the number of quads that were new.

        Raises:
            DataError: the file is missing, of another kind, or malformed; nothing is stored.
        """
        path = Path(path)
        if path.suffix not in RDF_SUFFIXES:
            raise DataError("not a file of RDF", file=str(path), expected=", ".join(RDF_SUFFIXES))
        before = len(self.store)
        try:
            self.store.load(path=str(path), format=RDF_SUFFIXES[path.suffix])
        except (SyntaxError, ValueError) as error:
            raise DataError(f"malformed RDF ({error})", file=str(path)) from None
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror or error})", file=str(path)) from None
        loaded = len(self.store) - before
        if loaded:
            self.rebuild_edges()
        return loaded

    def rebuild_edges(self, threshold: float = EDGE_THRESHOLD) -> None:
        """Remove every plain edge and derive them anew from the claims, in one transaction.

        Args:
            threshold: the least confidence that supports an edge. Documents added later use the usual one again.
        """
        self._update(rebuild_update(threshold))

    def optimize(self) -> None:
        """Compact the store on disk; worth it after many documents."""
        self.store.optimize()

    def _quads_of(self, claims: Iterable[Claim]) -> set[ox.Quad]:
        """Everything that claims bring: their nodes, their actors' names, the plain edges they support."""
        quads: set[ox.Quad] = set()
        for claim in claims:
            quads.update(claim_quads(claim))
            for actor in _named_in(claim):
                quads.update(actor_ref_quads(actor))
            if supports(claim):
                quads.update(edge_quad(edge) for edge in edges_of(claim))
        return quads

    def _stored_quads_of(self, document: str, claims: Iterable[Claim]) -> set[ox.Quad]:
        """What a document and its claims put into the store and nothing else shares: no actors, no edges."""
        quads = {quad for claim in claims for quad in claim_quads(claim)}
        stored = self.document(document)
        if stored is not None:
            return quads.union(document_quads(stored, keep_text=stored.text != ""))
        return quads | ({_stub(document)} & set(self.store.quads_for_pattern(document_iri(document), None, None)))

    def _unsupported(self, document: str, old: Iterable[Claim], new: Iterable[Claim]) -> set[ox.Quad]:
        """The edges that old claims of a document supported and nothing will any more."""
        kept = {edge for claim in new if supports(claim) for edge in edges_of(claim)}
        at_stake = {edge for claim in old if supports(claim) for edge in edges_of(claim)} - kept
        return {edge_quad(edge) for edge in at_stake if not self.query(supported_query(edge, document))}

    def _apply(self, gone: set[ox.Quad], came: set[ox.Quad]) -> None:
        """Take quads out and put quads in, as one transaction."""
        if not gone and not came:
            return
        if gone:
            self._update(f"DELETE DATA {{ {_as_data(gone)} }} ; INSERT DATA {{ {_as_data(came)} }}")
            return
        try:
            self.store.extend(came)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.location or 'the graph'} cannot be written: {error}") from error

    def _update(self, sparql: str) -> None:
        try:
            self.store.update(sparql, prefixes=dict(PREFIXES))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.location or 'the graph'} cannot be written: {error}") from error

    def _load_ontology(self) -> None:
        """Keep the ontology of this version in the store, so that queries can follow the hierarchy of relations."""
        version = self._ontology_version()
        if version == VERSION:
            return
        if version is not None:
            self._update(_FORGET_ONTOLOGY)
        self._apply(set(), set(_ontology()))

    def _ontology_version(self) -> str | None:
        subject = ox.NamedNode(PREFIXES["kg"].rstrip("#"))
        found = self.store.quads_for_pattern(subject, node("owl:versionInfo"), None, ox.DefaultGraph())
        return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), None)


_FORGET_ONTOLOGY: Final = f"""DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(
    STRSTARTS(STR(?s), "{PREFIXES["kg"]}") || STRSTARTS(STR(?s), "{PREFIXES["plover"]}")
    || STR(?s) = "{PREFIXES["kg"].rstrip("#")}") }}"""


@cache
def _ontology() -> frozenset[ox.Quad]:
    data = files("kgraph.ontology").joinpath("kgraph.ttl").read_bytes()
    return frozenset(ox.parse(io.BytesIO(data), ox.RdfFormat.TURTLE))


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without repetitions: of two with the same id, the first."""
    return list({claim.id: claim for claim in reversed(list(claims))}.values())[::-1]


def _claim_quad(claim: Claim) -> ox.Quad:
    return ox.Quad(ox.NamedNode(claim.id), node("rdf:type"), node("kg:Claim"))


def _stub(document: str) -> ox.Quad:
    """All that is known of a document whose claims came without it."""
    return ox.Quad(document_iri(document), node("rdf:type"), node("kg:Document"))


def _named_in(claim: Claim) -> list[ActorRef | Attribution]:
    ends = [claim.actor] if claim.recipient is None else [claim.actor, claim.recipient]
    return [*ends, *claim.attribution]


def _as_data(quads: Iterable[ox.Quad]) -> str:
    return " ".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
