"""What is checked at a time: a file, or documents and claims of a graph with all that a shape asks about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.check.report import Violation
from kgraph.errors import DataError
from kgraph.files import lines_of
from kgraph.graph import GraphReader
from kgraph.graph.reading import RDF_SUFFIXES, read_rdf
from kgraph.graph.seam import TripleStore
from kgraph.graph.vocabulary import ontology_quads
from kgraph.model import Claim, read_claim_outcomes
from kgraph.model.dates import check_day
from kgraph.ontology import PREFIXES, RELATIONS, compress
from kgraph.rdf import (
    EDGE_THRESHOLD,
    Edge,
    actor_ref_quads,
    claim_quads,
    document_iri,
    edge_quad,
    edges_at_stake,
    stored_claim_quads,
)
from kgraph.rdf.terms import Fields, decimal, node

CLAIM_SUFFIXES: Final = (".jsonl", ".ndjson")
_OWN: Final = (PREFIXES["kg"], PREFIXES["plover"])
_EDGES: Final = frozenset(node(f"kg:{name}") for name in RELATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A graph to be checked.

    Attributes:
        store: of its quads, the ontology among them.
        focus: the IRIs of the nodes that are checked; None for all. The others are there because shapes ask about them.
        problems: of lines that are no claims.
    """

    store: ox.Store
    focus: frozenset[str] | None = None
    problems: tuple[Violation, ...] = ()


def batch_of_file(file: str | Path) -> Batch:
    """A file of RDF by its suffix, or of claims as JSON lines (`-` is standard input).

    Raises:
        DataError: the file cannot be read, or is malformed RDF or RDF that no store of kgraph takes.
    """
    name, suffix = str(file), Path(file).suffix.lower()
    if suffix in RDF_SUFFIXES:
        given = read_rdf(Path(file))
        return Batch(store=_with_ontology(quad for quad in given if not str(quad.subject).startswith(_own_names())))
    if name != "-" and suffix not in CLAIM_SUFFIXES:
        expected = ", ".join((*CLAIM_SUFFIXES, *RDF_SUFFIXES))
        raise DataError("neither claims nor RDF", file=name, value=suffix, expected=expected)
    outcomes = list(read_claim_outcomes(lines_of(name), file="<stdin>" if name == "-" else name))
    quads = (quad for one in outcomes if isinstance(one, Claim) for quad in _quads_of(one))
    return Batch(
        store=_with_ontology(quads), problems=tuple(_problem(one) for one in outcomes if isinstance(one, DataError))
    )


def batch_of_graph(
    graph: GraphReader, *, documents: Iterable[str] = (), claims: Iterable[str] = (), since: str | None = None
) -> Batch:
    """Some documents and claims of a graph, with their evidence, actors, events, data sets and plain edges.

    Args:
        graph: that has them.
        documents: ids of documents or data sets, with all their claims.
        claims: ids of claims.
        since: a day, `YYYY-MM-DD`, for the documents that were issued on it or later.

    Raises:
        DataError: the graph has no such document or claim, or the day is none.
    """
    gathered = _Gathered(graph)
    nodes = [document_iri(document) for document in documents]
    for subject in nodes:
        if next(graph.store.quads_for_pattern(subject, None, None, ox.DefaultGraph()), None) is None:
            raise DataError("no such document in the graph", value=compress(subject.value))
    if since is not None:
        check_day(since)
        nodes += _issued_since(graph.store, since)
    for subject in nodes:
        gathered.add_document(subject)
    for claim in claims:
        gathered.add_claim(_claim_node(graph.store, claim))
    return Batch(store=_with_ontology(gathered.quads), focus=frozenset(gathered.focus))


class _Gathered:
    """The quads of a batch as they come together, and the nodes that it is about."""

    def __init__(self, graph: GraphReader) -> None:
        self._store, self._judged, self._merged = graph.store, graph.as_judged(), graph.judgements.merged()
        self.quads: set[ox.Quad] = set()
        self.focus: set[str] = set()

    def add_document(self, subject: ox.NamedNode) -> None:
        """A document or data set, with its claims."""
        self._take(self._store.quads_for_pattern(subject, None, None, ox.DefaultGraph()))
        derived = self._store.quads_for_pattern(None, node("prov:wasDerivedFrom"), subject, ox.DefaultGraph())
        for quad in list(derived):
            if isinstance(quad.subject, ox.NamedNode):
                self.add_claim(quad.subject)

    def add_claim(self, claim: ox.NamedNode) -> None:
        """A claim, with what it speaks of."""
        self._take(stored_claim_quads(self._store, claim))
        fields = Fields(self._store, claim)
        for source in fields.nodes("prov:wasDerivedFrom"):
            self._take(self._store.quads_for_pattern(source, None, None, ox.DefaultGraph()))
        for name in ("kg:actor", "kg:recipient", "kg:attributedTo", "kg:actorState", "kg:recipientState"):
            for actor in fields.nodes(name):
                self._add_actor(actor)
        for event in fields.nodes("kg:inEvent"):
            self._add_event(event)
        for edge in edges_at_stake(fields, self._judged):
            self._add_edge(edge)

    def _take(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            self.quads.add(quad)
            self.focus.add(str(getattr(quad.subject, "value", "")))

    def _add_actor(self, actor: ox.NamedNode) -> None:
        if actor.value in self.focus:
            return
        described = self._store.quads_for_pattern(actor, None, None, ox.DefaultGraph())
        self._take([quad for quad in described if quad.predicate not in _EDGES])
        for item in Fields(self._store, actor).nodes("skos:exactMatch"):
            same = list(self._store.quads_for_pattern(None, node("skos:exactMatch"), item, ox.DefaultGraph()))
            self.quads |= set(same)
            for quad in same:
                if isinstance(quad.subject, ox.NamedNode):
                    verdicts = self._store.quads_for_pattern(
                        quad.subject, node("kg:sameActorAs"), None, ox.DefaultGraph()
                    )
                    self.quads |= set(verdicts)

    def _add_event(self, event: ox.NamedNode) -> None:
        if event.value in self.focus:
            return
        self._take(self._store.quads_for_pattern(event, None, None, ox.DefaultGraph()))
        for quad in list(self._store.quads_for_pattern(None, node("kg:inEvent"), event, ox.DefaultGraph())):
            kinds = self._store.quads_for_pattern(quad.subject, node("rdf:type"), None, ox.DefaultGraph())
            self.quads |= {quad, *kinds}

    def _add_edge(self, edge: Edge) -> None:
        """A plain edge that is there, with a claim that supports it.

        One that may stand because of a verdict on actors is left out: to say what supports it takes the whole graph.
        """
        quad = edge_quad(edge)
        if quad in self.quads or quad not in self._store or self._is_judged(edge):
            return
        self.quads.add(quad)
        for name in _supporters(self._store, edge):
            self.quads |= stored_claim_quads(self._store, name)

    def _is_judged(self, edge: Edge) -> bool:
        ends = edge[::2]
        return bool({*self._merged, *self._merged.values()} & set(ends)) or bool(self._judged.moved_to(ends))


def _supporters(store: TripleStore, edge: Edge) -> Iterator[ox.NamedNode]:
    """A firm claim that an edge has behind it, where there is one."""
    ways = [(edge[0], edge[2])] + ([(edge[2], edge[0])] if RELATIONS[edge[1]].symmetric else [])
    ends = " UNION ".join(
        f"{{ ?claim kg:actor {node(a)} ; kg:recipient {node(b)} }} UNION {{ ?claim kg:actorRollup {node(a)} ; "
        f"kg:actorState {node(a)} ; kg:recipientRollup {node(b)} ; kg:recipientState {node(b)} }}"
        for a, b in ways
    )
    answer = store.query(
        f"SELECT ?claim WHERE {{ {ends} ?claim kg:relation kg:{edge[1]} ; kg:polarity true ; kg:modality ?modality ; "
        f"kg:confidence ?confidence . FILTER (?modality IN (kg:asserted, kg:reported) && ?confidence >= "
        f"{decimal(EDGE_THRESHOLD)}) }} LIMIT 1",
        prefixes=dict(PREFIXES),
    )
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 — it is a SELECT
    return (row[0] for row in answer)


def _issued_since(store: TripleStore, day: str) -> list[ox.NamedNode]:
    answer = store.query(
        f"SELECT DISTINCT ?document WHERE {{ ?document a kg:Document ; dct:issued ?day . "
        f"FILTER (STR(?day) >= {ox.Literal(day)}) }}",
        prefixes=dict(PREFIXES),
    )
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 — it is a SELECT
    return sorted((row[0] for row in answer), key=str)


def _claim_node(store: TripleStore, claim: str) -> ox.NamedNode:
    found = node(claim)
    if ox.Quad(found, node("rdf:type"), node("kg:Claim")) not in store:
        raise DataError("no such claim in the graph", value=claim)
    return found


def _quads_of(claim: Claim) -> Iterator[ox.Quad]:
    yield from claim_quads(claim)
    for actor in (claim.actor, claim.recipient, *claim.attribution):
        if actor is not None:
            yield from actor_ref_quads(actor)


def _with_ontology(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(ontology_quads())
    store.extend(quads)
    return store


def _own_names() -> tuple[str, ...]:
    """How the ontology's own terms begin: a file may bring those of another version."""
    return tuple(f"<{namespace}" for namespace in _OWN)


def _problem(error: DataError) -> Violation:
    value = None if error.value is None else str(error.value)
    wanted = "" if error.expected is None else f" (expected {error.expected})"
    return Violation(
        shape="JSON line", focus=f"{error.file}:{error.row}", value=value, message=f"{error.problem}{wanted}"
    )
