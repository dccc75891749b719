"""A graph on a server as a store: quads by pattern, by many subjects at once, in pages; and queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kgraph.errors import StoreError
from kgraph.graph.grammar import with_prefixes
from kgraph.graph.remote.endpoint import Answered, Endpoint, TruncatedError
from kgraph.ontology import PREFIXES, RELATIONS
from kgraph.rdf.terms import Term, boolean, node

BATCH: Final = 200
"""Subjects asked for at a time. Servers that cap their answers commonly do so at 10,000 rows."""
_PAGE: Final = 5_000
"""Nodes listed at a time: Virtuoso does not sort more than 10,000."""
EDGES: Final = frozenset(node(f"kg:{name}") for name in RELATIONS)
"""The properties of plain edges."""
_NO_EDGES: Final = f"FILTER(?p NOT IN ({', '.join(sorted(str(edge) for edge in EDGES))}))"
_BOOLEANS: Final = frozenset({node("kg:polarity"), node("kg:lasting")})
_XSD_BOOLEAN: Final = f"{PREFIXES['xsd']}boolean"
_XSD_INTEGER: Final = f"{PREFIXES['xsd']}integer"


class RemoteStore:
    """What `pyoxigraph.Store` offers for reading, of the graph on a server.

    Args:
        endpoint: where the server is.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._grammar = ox.Store()

    def query(self, query: str, *, prefixes: dict[str, str] | None = None) -> Answered:
        """The answer of a SPARQL query, of which the grammar is checked here, whatever the server would let through.

        Raises:
            SyntaxError: it is no query of SPARQL 1.1.
            QueryError: the server refuses it.
            StoreError: there is no whole answer.
        """
        prefixes = prefixes or {}
        shape = type(self._grammar.query(query, prefixes=prefixes))  # on an empty store
        return self.endpoint.ask(with_prefixes(query, prefixes), shape)

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 — so pyoxigraph calls it
        graph_name: ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit; None fits everything."""
        given = {"?s": subject, "?p": predicate, "?o": object}
        open_ = [variable for variable, term in given.items() if term is None]
        pattern = " ".join(variable if term is None else str(term) for variable, term in given.items())
        if not open_:
            found = self._ask(f"ASK {{ {pattern} }}")
            yield from _quads([(subject, predicate, object)] if found else [])
            return
        for row in self._select(f"SELECT {' '.join(open_)} WHERE {{ {pattern} }}"):
            terms = iter(row)
            yield from _quads([[next(terms) if term is None else term for term in given.values()]])

    def of_subjects(self, subjects: Iterable[ox.NamedNode], *, edges: bool = False) -> Iterator[ox.Quad]:
        """Everything that is said of these subjects, plain edges only where they are asked for."""
        todo = sorted(set(subjects), key=lambda subject: subject.value)
        for start in range(0, len(todo), BATCH):
            yield from self._of_batch(todo[start : start + BATCH], edges=edges)

    def _of_batch(self, subjects: Sequence[ox.NamedNode], *, edges: bool) -> Iterator[ox.Quad]:
        """The quads of some subjects; a batch that is too much for the server is halved."""
        terms = " ".join(str(subject) for subject in subjects)
        kept = "" if edges else _NO_EDGES
        try:
            rows = self._select(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {terms} }} ?s ?p ?o {kept} }}")
        except TruncatedError:
            if len(subjects) == 1:
                raise
            half = len(subjects) // 2
            yield from self._of_batch(subjects[:half], edges=edges)
            yield from self._of_batch(subjects[half:], edges=edges)
            return
        yield from _quads(rows)

    def nodes(self, pattern: str) -> Iterator[ox.NamedNode]:
        """The IRIs that fit for `?s` in a graph pattern of our own, sorted, asked for page by page.

        What comes or goes on the server between two pages may be among them or not.
        """
        last = ""
        while True:
            after = f"FILTER(STR(?s) > {ox.Literal(last)})" if last else ""
            page = self._select(
                f"SELECT DISTINCT ?s WHERE {{ {pattern} FILTER(isIRI(?s)) {after} }} ORDER BY STR(?s) LIMIT {_PAGE}"
            )
            found = sorted(term.value for (term,) in page if isinstance(term, ox.NamedNode))
            if not found:  # a page that is only short may have been cut by the server
                return
            yield from (ox.NamedNode(value) for value in found if value > last)
            if found[-1] <= last:
                raise StoreError(f"{self.endpoint.settings.host}: sorts IRIs by another order than their characters'")
            last = found[-1]

    def holds(self, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
        """Which of these quads are there."""
        todo, found = sorted(set(quads), key=str), set[ox.Quad]()
        for start in range(0, len(todo), BATCH):
            part = todo[start : start + BATCH]
            terms = " ".join(f"({quad.subject} {quad.predicate} {quad.object})" for quad in part)
            rows = self._select(f"SELECT ?s ?p ?o WHERE {{ VALUES (?s ?p ?o) {{ {terms} }} ?s ?p ?o }}")
            found |= set(_quads(rows))
        return found

    def __contains__(self, quad: ox.Quad) -> bool:
        return any(True for _ in self.quads_for_pattern(quad.subject, quad.predicate, quad.object))

    def __iter__(self) -> Iterator[ox.Quad]:
        """Every quad, by subject.

        Raises:
            StoreError: there are blank nodes, which no second request can name.
        """
        if self._ask("ASK { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }"):
            raise StoreError(f"{self.endpoint.settings.place}: holds blank nodes, which cannot be read in parts")
        batch: list[ox.NamedNode] = []
        for subject in self.nodes("?s ?p ?o"):
            batch.append(subject)
            if len(batch) == BATCH:
                yield from self.of_subjects(batch, edges=True)
                batch = []
        yield from self.of_subjects(batch, edges=True)

    def __len__(self) -> int:
        [(count,)] = self._select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        assert isinstance(count, ox.Literal)  # noqa: S101 — COUNT counts
        return int(count.value)

    def _select(self, sparql: str) -> list[tuple[Term | None, ...]]:
        answer = self.endpoint.ask(sparql, ox.QuerySolutions)
        assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 — rows were asked for
        return [tuple(solution) for solution in answer]

    def _ask(self, sparql: str) -> bool:
        return bool(self.endpoint.ask(sparql, ox.QueryBoolean))


def _quads(rows: Iterable[Sequence[Term | None]]) -> Iterator[ox.Quad]:
    for subject, predicate, value in rows:
        if isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(predicate, ox.NamedNode):
            if value is None or isinstance(value, ox.Triple):
                raise StoreError(f"an answer that is no triple: {subject} {predicate} {value}")
            yield ox.Quad(subject, predicate, _canonical(predicate, value))


def _canonical(predicate: ox.NamedNode, value: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The value as it was written: Virtuoso keeps booleans as the numbers 1 and 0, and may say so."""
    assert not isinstance(value, ox.Triple)  # noqa: S101 — refused before
    if isinstance(value, ox.Literal) and value.value in ("0", "1"):
        kind = value.datatype.value
        if kind == _XSD_BOOLEAN or (kind == _XSD_INTEGER and predicate in _BOOLEANS):
            return boolean(value.value == "1")
    return value
