"""Reading a graph of claims: most code needs no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from kgraph.errors import KgraphError, QueryError, StoreError
from kgraph.graph.events import events_in
from kgraph.graph.grammar import asks_elsewhere, refused
from kgraph.graph.named import Kind, NamedQuery, named_query
from kgraph.graph.opening import open_store, state_of
from kgraph.graph.results import ROW_FORMATS, TRIPLE_FORMATS, QueryResult
from kgraph.graph.seam import TripleStore
from kgraph.graph.snapshot import take_snapshot
from kgraph.graph.tabled import Tabled
from kgraph.graph.viewing import Viewed
from kgraph.model import (
    Actor,
    Claim,
    Document,
    Event,
    Judged,
    Judgements,
    event_judgements_beside,
    is_state,
    judgements_beside,
    read_judgements,
    read_reviews,
    rejected_in,
    reviews_beside,
)
from kgraph.ontology import PREFIXES, compress, expand
from kgraph.rdf import EDGE_COUNT, document_iri, dyad_iri, read_actor, read_claim, read_document, touched_query
from kgraph.rdf.terms import node

if TYPE_CHECKING:
    import rdflib


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What a graph holds, counted."""

    claims: int
    documents: int
    actors: int
    dyads: int
    edges: int
    quads: int
    first_day: str | None
    last_day: str | None
    by_event_type: tuple[tuple[str, int], ...]
    by_modality: tuple[tuple[str, int], ...]


class GraphReader(Viewed, Tabled, AbstractContextManager["GraphReader"]):
    """A graph of claims, to be read: on disk in a folder, or in memory.

    Args:
        location: the store's folder.

    Attributes:
        judgements: the verdicts on actors kept beside the store. Claims are read as they are stored; what is looked up
            by actor, and every view of the graph, follows the verdicts.
        event_judgements: the verdicts on claims kept beside the store: these two are one event, or are not.
        rejected: the ids of claims that somebody has rejected; they stay, and support no plain edge.

    Raises:
        StoreError: there is no store.
        DataError: a file of verdicts beside it is malformed.
    """

    judgements: Judgements
    event_judgements: Judgements
    rejected: frozenset[str] = frozenset()

    def __init__(self, location: str | Path) -> None:
        self.location: Path | None = Path(location)
        self.judgements, self.event_judgements, self.rejected = self._verdicts_beside()
        self._opened = state_of(self.location)  # before it is opened: never newer than what is read
        self._open: ox.Store | None = open_store(self.location, read_only=True)

    @property
    def store(self) -> TripleStore:
        """The store beneath, for what this class does not offer: a `pyoxigraph.Store`, or what stands for a server."""
        return self.embedded

    @property
    def embedded(self) -> ox.Store:
        """The pyoxigraph store, for what only an embedded one offers.

        Raises:
            StoreError: the graph is closed, or on a server.
        """
        if self._open is None:
            raise StoreError("this graph is closed")
        return self._open

    def close(self) -> None:
        """Let go of the store, so that others can open it for writing. Closing twice does no harm."""
        self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __len__(self) -> int:
        """The number of claims."""
        return self._count("SELECT (COUNT(*) AS ?n) WHERE { ?claim a kg:Claim }")

    def query(self, sparql: str) -> QueryResult:
        """The answer of a SPARQL query; the prefixes of `kgraph.ontology.PREFIXES` are declared already.

        Args:
            sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.

        Raises:
            QueryError: the store refuses the query; carries line and column.

        >>> from kgraph.graph import KnowledgeGraph
        >>> KnowledgeGraph().query("SELECT ?label WHERE { kg:suppliesOilTo rdfs:label ?label }").rows
        [('supplies oil to',)]
        """
        with self._evaluating():
            return QueryResult.of(self._answer(sparql))

    def named(self, name: str, *arguments: str) -> QueryResult:
        """The answer of a query of the cookbook (`kgraph.graph.named_queries`) for these arguments.

        Raises:
            UnknownNameError: no query has that name.
            QueryError: it takes other arguments.
        """
        return self.query(self.recipe(named_query(name), *arguments))

    def recipe(self, query: NamedQuery, *arguments: str) -> str:
        """The text of a query of the cookbook for these arguments, as this graph is asked it.

        Whoever is one with an actor among them by a verdict is written into it.

        Raises:
            QueryError: it takes other arguments.
            DataError: an argument is not of its kind.
        """
        query.check(arguments)
        values = {
            one.name: self._all_one_with(value) if one.kind is Kind.ACTOR else [value]
            for one, value in zip(query.takes, arguments, strict=True)
        }
        ids = {actor for found in values.values() for actor in found} if query.is_between else ()
        return query.spelled_out(values, apart=[actor for actor in ids if is_state(actor) and not self._has_key(actor)])

    def write(self, sparql: str, output: IO[bytes], fmt: str) -> None:
        """Write the answer of a query, row by row.

        Args:
            sparql: as for `query`.
            output: a binary file.
            fmt: json, xml, csv or tsv, as the W3C defines them; for triples ttl, nt, nq, trig or jsonld.

        Raises:
            QueryError: the query is refused, or its kind of answer has no such format.
        """
        with self._evaluating():
            self._write(self._answer(sparql), output, fmt)

    def claims(self) -> Iterator[Claim]:
        """Every claim, in the order of their ids."""
        return self._claims("SELECT ?claim WHERE { ?claim a kg:Claim } ORDER BY ?claim")

    def claim(self, claim: str) -> Claim:
        """The claim of that id.

        Raises:
            DataError: the graph has no such claim.
        """
        return read_claim(self.store, ox.NamedNode(claim))

    def claims_between(self, first: str, second: str) -> Iterator[Claim]:
        """The claims between two actors, in either direction, newest first, undated last.

        An end that is a state takes in whoever acted for it, an end that is one with others by a verdict those.

        Args:
            first: an id such as `kgr:RUS`.
            second: another.
        """
        judged = self.as_judged()
        first, second = self.judgements.canonical(first), self.judgements.canonical(second)
        where = " UNION ".join(_both_ends(node(a), node(b)) for a, b in ((first, second), (second, first)))
        if is_state(first) and is_state(second):
            where = f"{{ ?claim kg:dyad {dyad_iri(first, second)} }} UNION {where}"
        moved = judged.moved_to((first, second))
        if moved:
            where = f"{{ {touched_query(moved)} }} UNION {where}"
        found = self._claims(f"{_CLAIMS} {{ {where} OPTIONAL {{ ?claim kg:firstDay ?day }} }} {_NEWEST_FIRST}")
        return (claim for claim in found if not judged.moved or judged.is_between(claim, first, second))

    def events(self, first: str | None = None, second: str | None = None) -> Iterator[Event]:
        """The events that claims were merged to, in the order of their IRIs.

        Of two actors, those that a claim between them is in.

        Args:
            first: an id such as `kgr:RUS`; None, with `second`, for every event.
            second: another.

        Raises:
            DataError: what stands in the store as an event is none.
        """
        if first is None or second is None:
            return events_in(self.store)
        return events_in(self.store, [claim.id for claim in self.claims_between(first, second)])

    def as_judged(self) -> Judged:
        """The ends of claims as the verdicts have them, with what the graph knows of the actors."""
        return Judged(self.judgements, self.actor, rejected=self.rejected)

    def documents(self) -> Iterator[Document]:
        """Every document, in the order of their IRIs; the text is empty where it was not kept."""
        for (subject,) in self._rows("SELECT ?d WHERE { ?d a kg:Document } ORDER BY ?d"):
            document = read_document(self.store, subject)
            if document is not None:
                yield document

    def document(self, document: str) -> Document | None:
        """The document of that id, or None."""
        return read_document(self.store, document_iri(document))

    def actors(self) -> Iterator[Actor]:
        """Every actor the graph knows, in the order of their IRIs."""
        for (subject,) in self._rows("SELECT ?a WHERE { ?a a kg:Actor } ORDER BY ?a"):
            actor = read_actor(self.store, subject)
            if actor is not None:
                yield actor

    def actor(self, actor: str) -> Actor | None:
        """What the graph knows of that actor, or None."""
        return read_actor(self.store, node(actor))

    def stats(self) -> Stats:
        """Counts of what the graph holds."""
        days = self.query("SELECT (MIN(?f) AS ?first) (MAX(?f) AS ?last) WHERE { ?claim kg:firstDay ?f }").rows[0]
        return Stats(
            claims=len(self),
            documents=self._count("SELECT (COUNT(*) AS ?n) WHERE { ?d a kg:Document }"),
            actors=self._count("SELECT (COUNT(*) AS ?n) WHERE { ?a a kg:Actor }"),
            dyads=self._count("SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?claim kg:dyad ?d }"),
            edges=self._count(EDGE_COUNT),
            quads=len(self.store),
            first_day=None if days[0] is None else str(days[0]),
            last_day=None if days[1] is None else str(days[1]),
            by_event_type=self._tally("kg:eventType", "plover:"),
            by_modality=self._tally("kg:modality", "kg:"),
        )

    def dataset(self) -> rdflib.Dataset:
        """The graph as an `rdflib.Dataset` on the same store, for the whole rdflib world.

        Write through `KnowledgeGraph.add`: what is added through rdflib goes in quad by quad, without plain edges.
        """
        import oxrdflib
        import rdflib

        dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.embedded))
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset

    def backup(self, location: str | Path) -> None:
        """Copy the store and its verdicts to a new folder while it is in use; the copy can be read beside it.

        Raises:
            StoreError: the folder exists already, the copy cannot be made, or the graph is in memory.
        """
        if self.location is None:
            raise StoreError("a graph in memory has no store to copy: export it")
        if Path(location).exists():
            raise StoreError(f"{location} exists already: a backup makes a new folder")
        take_snapshot(self.location, Path(location))

    def _all_one_with(self, actor: str) -> list[str]:
        """The actor and whoever is one with it by a verdict."""
        head = self.judgements.canonical(compress(expand(actor)))
        return sorted({head, *(id_ for id_, one in self.judgements.merged().items() if one == head)})

    def _has_key(self, state: str) -> bool:
        """Whether anybody acts for a state, so that the claims of it lie under its dyads' keys."""
        one = node(state)
        return bool(self.query(f"ASK {{ {{ ?c kg:actorRollup {one} }} UNION {{ ?c kg:recipientRollup {one} }} }}"))

    def _verdicts_beside(self) -> tuple[Judgements, Judgements, frozenset[str]]:
        """What lies beside the store: verdicts on actors and on pairs of claims, and the claims that are rejected."""
        if self.location is None:
            return Judgements(), Judgements(), frozenset()
        files = judgements_beside(self.location), event_judgements_beside(self.location)
        reviews = read_reviews(reviews_beside(self.location))
        return read_judgements(files[0]), read_judgements(files[1]), rejected_in(reviews)

    @contextmanager
    def _evaluating(self) -> Iterator[None]:
        """What goes wrong while a query is read or evaluated is a refusal, or a store that cannot be read."""
        try:
            yield
        except UnicodeEncodeError as error:
            raise QueryError(f"half a surrogate pair at character {error.start}") from None
        except RuntimeError as error:
            raise QueryError(" ".join(str(error).split())) from error
        except KgraphError:
            raise
        except OSError as error:
            raise StoreError(f"{self.location or 'the graph'} cannot be read: {error}") from error

    def _answer(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if asks_elsewhere(sparql):
            raise QueryError("SERVICE would ask another server; this store answers from itself alone")
        try:
            return self.store.query(sparql, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            raise refused(sparql, str(error)) from None

    @staticmethod
    def _write(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, output: IO[bytes], fmt: str) -> None:
        if isinstance(answer, ox.QueryTriples):
            if fmt not in TRIPLE_FORMATS:
                raise QueryError(f"triples cannot be written as {fmt}; formats: {', '.join(TRIPLE_FORMATS)}")
            ox.serialize(answer, output, TRIPLE_FORMATS[fmt], prefixes=dict(PREFIXES))
            return
        if fmt not in ROW_FORMATS:
            raise QueryError(f"rows cannot be written as {fmt}; formats: {', '.join(ROW_FORMATS)}")
        if isinstance(answer, ox.QueryBoolean) and fmt in ("csv", "tsv"):
            output.write(f"answer\n{str(bool(answer)).lower()}\n".encode())
            return
        answer.serialize(output, ROW_FORMATS[fmt])

    def _rows(self, sparql: str) -> Iterator[tuple[ox.NamedNode, ...]]:
        answer = self._answer(sparql)
        assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 — the queries here are our own SELECTs
        return ((solution[0],) for solution in answer)

    def _claims(self, sparql: str) -> Iterator[Claim]:
        return (read_claim(self.store, subject) for (subject,) in self._rows(sparql))

    def _count(self, sparql: str) -> int:
        value = self.query(sparql).rows[0][0]
        assert isinstance(value, int)  # noqa: S101 — COUNT counts
        return value

    def _tally(self, curie: str, prefix: str) -> tuple[tuple[str, int], ...]:
        rows = self.query(
            f"SELECT ?x (COUNT(*) AS ?n) WHERE {{ ?claim a kg:Claim ; {curie} ?x }} GROUP BY ?x ORDER BY DESC(?n) ?x"
        )
        return tuple((str(name).removeprefix(prefix), int(str(count))) for name, count in rows)


_CLAIMS: Final = "SELECT DISTINCT ?claim ?day WHERE"
_NEWEST_FIRST: Final = "ORDER BY DESC(?day) ?claim"


def _both_ends(actor: ox.NamedNode, recipient: ox.NamedNode) -> str:
    """The ends of a claim as named or rolled up; both rolled up to states is what the dyad key finds."""
    if is_state(compress(actor.value)) and is_state(compress(recipient.value)):
        return f"{{ ?claim kg:actor {actor} ; kg:recipient {recipient} }}"
    return f"{{ ?claim kg:actor|kg:actorRollup {actor} ; kg:recipient|kg:recipientRollup {recipient} }}"
