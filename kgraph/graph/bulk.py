"""Many claims into a graph at once: lines of N-Quads made while they are loaded, all of which are there or none."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox

from kgraph.errors import StoreError
from kgraph.graph.knowledge import KnowledgeGraph
from kgraph.model import Actor, ActorRef, Claim, Dataset
from kgraph.rdf import ClaimLines, actor_quads, dataset_quads, part_quad, quad_lines
from kgraph.rdf.terms import node

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_AT_ONCE: Final = 1 << 16
"""Bytes that are made ready at a time."""
_MOST_BROUGHT: Final = 1 << 17
"""Lines that are remembered as written; a line that is written twice does no harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What goes into a graph behind some claims.

    Attributes:
        datasets: those of the claims.
        actors: what is known of the actors in them.
        part: what of a file they are, as `BulkWriter.parts` tells it from then on.
    """

    datasets: Iterable[Dataset]
    actors: Iterable[Actor] = ()
    part: str | None = None


class RowWriter(Protocol):
    """Writes claims of data sets beside what is there.

    Attributes:
        whole: whether what is written in one go is there all together or not at all.
        most: rows to write in one go.
    """

    @property
    def whole(self) -> bool:
        """See above."""

    @property
    def most(self) -> int:
        """See above."""

    def parts(self, dataset: Dataset) -> list[str]:
        """The parts of files that are there with their rows."""

    def stream(self, claims: Iterable[Claim], close: Callable[[Iterable[ActorRef]], Closing]) -> int:
        """Write claims as they come, and behind them what `close` gives for their ends; tell how many were new."""

    def finish(self) -> None:
        """Set right what depends on all that was written."""


class BulkWriter:
    """Writes claims of data sets beside what is there; what is there stays as it is.

    Args:
        graph: where they go.

    Raises:
        StoreError: the graph lies on a server.

    >>> from kgraph.model import Record
    >>> data = Dataset(id="my-ties", title="My ties")
    >>> claim = Claim(document=data.iri, actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"), relation="borders",
    ...               recipient=ActorRef(id="kgr:CHN", name="China", state="CHN"), record=Record(id="1"))
    >>> graph = KnowledgeGraph()
    >>> writer = BulkWriter(graph)
    >>> writer.write([claim], datasets=[data]), writer.write([claim], datasets=[data])
    (1, 0)
    >>> graph.query("ASK { kgr:CHN kg:borders kgr:RUS }").rows
    [(True,)]
    """

    whole: Final = True
    most: Final = sys.maxsize

    def __init__(self, graph: KnowledgeGraph) -> None:
        if not isinstance(graph.store, ox.Store):
            raise StoreError("a bulk load goes into a store on this machine")
        self._graph = graph  # and not its store: who holds that keeps it open when the graph is closed
        self._lines = ClaimLines(graph.as_judged() if graph.judgements or graph.rejected else None)
        self._described: set[str] = set()

    def parts(self, dataset: Dataset) -> list[str]:
        """The parts of files that are in the store with their rows, as `write` was told."""
        found = self._graph.store.quads_for_pattern(
            node(dataset.iri), node("kg:importedPart"), None, ox.DefaultGraph()
        )  # fmt: skip
        return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))

    def write(
        self,
        claims: Iterable[Claim],
        *,
        datasets: Iterable[Dataset],
        actors: Iterable[Actor] = (),
        part: str | None = None,
    ) -> int:
        """Put claims into the graph, in one load, and tell how many were new.

        Args:
            claims: of these data sets.
            datasets: described with the first of their claims.
            actors: what is known of the actors in them. What the graph knows of one already stays.
            part: what of a file it is; `parts` tells it from then on.

        Raises:
            StoreError: the store cannot be written; nothing of it is there.
        """
        return self.stream(claims, lambda ends: Closing(datasets=datasets, actors=actors, part=part))

    def stream(self, claims: Iterable[Claim], close: Callable[[Iterable[ActorRef]], Closing]) -> int:
        """Put claims into the graph as they come, in one load, and tell how many were new.

        They are sorted into the store's files while others are still made, and found by nobody before the last one is
        there: whatever is raised on the way, by `claims` or by `close`, leaves the graph as it was.

        Args:
            claims: taken one by one; memory holds some ninety bytes of each.
            close: called behind the last claim with their ends; what it gives goes in with them.

        Raises:
            StoreError: the store cannot be written.
        """
        fresh = _Fresh(self._graph)
        source = _Source(self._text(claims, fresh, close))
        try:
            # The terms of these lines were made by pyoxigraph, so that it need not check them once more.
            file = io.BufferedReader(source, _AT_ONCE)
            self._graph.embedded.bulk_load(input=file, format=ox.RdfFormat.N_QUADS, lenient=True)
        except BaseException as error:
            if source.error is not None:
                raise source.error from None
            if isinstance(error, OSError | RuntimeError):
                raise StoreError(f"{self._graph.location or 'the graph'} cannot be written: {error}") from error
            raise
        return fresh.count

    def finish(self) -> None:
        """Derive plain edges anew where verdicts on actors have a say in them: new descriptions may change them."""
        if self._graph.judgements:
            self._graph.rebuild_edges()

    def _text(
        self, claims: Iterable[Claim], fresh: _Fresh, close: Callable[[Iterable[ActorRef]], Closing]
    ) -> Iterator[str]:
        """The lines of the claims that are not there yet, and of what goes in behind them."""
        lines, brought = self._lines, set[str]()
        ends: dict[ActorRef, None] = {}
        for claim in claims:
            name = claim.id
            if fresh.take(name, claim.document):
                yield lines.of(claim, name)
                for line in lines.brought(claim):
                    if line not in brought:
                        brought.add(line)
                        yield line
            ends[claim.actor] = None
            if claim.recipient is not None:
                ends[claim.recipient] = None
            if len(brought) >= _MOST_BROUGHT:
                brought.clear()
        closing = close(ends)
        for dataset in closing.datasets:
            quads = dataset_quads(dataset)
            yield quad_lines(quads if closing.part is None else [*quads, part_quad(dataset.iri, closing.part)])
        for actor in closing.actors:
            if self._is_new(actor):
                yield quad_lines(actor_quads(actor))

    def _is_new(self, actor: Actor) -> bool:
        """Whether the graph has no description of an actor yet."""
        if actor.id in self._described:
            return False
        self._described.add(actor.id)
        known = self._graph.store.quads_for_pattern(node(actor.id), node("skos:prefLabel"), None, ox.DefaultGraph())
        return next(known, None) is None


class _Fresh:
    """Tells which claims are not in a graph yet; of two of one id the first is taken."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._taken: set[bytes] = set()
        self._begun: dict[str, bool] = {}
        self.count = 0

    def take(self, name: str, document: str) -> bool:
        """Whether a claim is not there; from then on it is taken for one that is."""
        key = bytes.fromhex(name[-20:])
        if key in self._taken or (self._is_begun(document) and self._holds(name)):
            return False
        self._taken.add(key)
        self.count += 1
        return True

    def _is_begun(self, document: str) -> bool:
        """Whether the store had any claim of a data set before this load."""
        begun = self._begun.get(document)
        if begun is None:
            pattern = (None, node("prov:wasDerivedFrom"), node(document), ox.DefaultGraph())
            begun = self._begun[document] = next(self._graph.store.quads_for_pattern(*pattern), None) is not None
        return begun

    def _holds(self, name: str) -> bool:
        return ox.Quad(ox.NamedNode(name), node("rdf:type"), node("kg:Claim")) in self._graph.store


class _Source(io.RawIOBase):
    """Text that is made as it is read, as a file.

    Attributes:
        error: what was raised in making it; who reads it from another language may tell it otherwise.
    """

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._rest = pieces, b""
        self.error: BaseException | None = None

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer as far as there is text; 0 bytes are its end."""
        view = memoryview(buffer)
        if not self._rest:
            self._rest = self._more(len(view))
        given, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(given)] = given
        return len(given)

    def _more(self, most: int) -> bytes:
        """The next pieces, some `most` characters of them."""
        made, size = [], 0
        try:
            for piece in self._pieces:
                made.append(piece)
                size += len(piece)
                if size >= most:
                    break
        except BaseException as error:
            self.error = error
            raise
        return "".join(made).encode()
