"""The main job: documents are read, claims extracted and stored, one document after another, one failing alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.bulk import Reading, Settings, files_in, read_claims_of
from kgraph.bulk.settings import gazetteer_of
from kgraph.errors import DataError
from kgraph.extract import read_outcomes
from kgraph.files import lines_of
from kgraph.graph import Added, Addition, KnowledgeGraph
from kgraph.graph.marks import is_read
from kgraph.graph.reading import RDF_SUFFIXES
from kgraph.language import Sentence, load_model
from kgraph.model import Actor, Claim, Document, read_claim_outcomes

__all__ = [
    "AddedFile",
    "Built",
    "Parsed",
    "Reading",
    "Settings",
    "add_file",
    "build_graph",
    "known_actors",
    "parse_documents",
    "read_claims_of",
]

CLAIM_SUFFIXES: Final = (".jsonl", ".ndjson")
"""The files that are read as claims, a line each."""
_TOGETHER: Final = 128
"""Documents that are stored at a time."""
_LONGEST: Final = 1.0
"""Seconds after which what was read is stored, however few they are: whoever stops a build loses no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The sentences of one document, or why a file or a line of it gave none.

    Attributes:
        document: its id, empty where nothing was read.
        sentences: what the English model says of it.
        error: why there is nothing, or None.
    """

    document: str = ""
    sentences: tuple[Sentence, ...] = ()
    error: DataError | None = None


def parse_documents(paths: Iterable[str | Path], *, encoding: str = "utf-8", threads: int = 1) -> Iterator[Parsed]:
    """The sentences of every document in these files and folders, in order; one that cannot be read stops no other.

    Raises:
        DataError: the model's files are missing or damaged.
    """
    model = load_model()
    for path in files_in(paths):
        for outcome in read_outcomes(path, encoding=encoding):
            if isinstance(outcome, DataError):
                yield Parsed(error=outcome)
            else:
                yield Parsed(document=outcome.id, sentences=tuple(model.parse(outcome.text, threads=threads)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did.

    Attributes:
        new, replaced, unchanged: how many documents were read and were so.
        skipped: how many were not read, because the graph holds them as they would be read now.
        claims: how many claims the documents hold that were read.
        failed: the readings that gave nothing, each with its error.
    """

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: int = 0
    claims: int = 0
    failed: tuple[Reading, ...] = ()

    @property
    def documents(self) -> int:
        """How many documents were stored or stood there already."""
        return self.new + self.replaced + self.unchanged + self.skipped

    def after(self, reading: Reading) -> Built:
        """The sum with one more reading."""
        if reading.skipped:
            return replace(self, skipped=self.skipped + 1)
        if reading.added is None:
            return replace(self, failed=(*self.failed, reading))
        done = self.claims + len(reading.claims)
        match reading.added:
            case Added.NEW:
                return replace(self, new=self.new + 1, claims=done)
            case Added.REPLACED:
                return replace(self, replaced=self.replaced + 1, claims=done)
            case Added.UNCHANGED:
                return replace(self, unchanged=self.unchanged + 1, claims=done)


def build_graph(
    paths: Iterable[str | Path],
    graph: KnowledgeGraph,
    settings: Settings | None = None,
    *,
    on_reading: Callable[[Reading], None] | None = None,
    on_end: Callable[[str], None] | None = None,
) -> Built:
    """Read documents into a graph: their claims, and what the tables know of the actors in them.

    One document after another; one that fails leaves what the graph holds of it as it was, and the rest goes on. They
    are stored a few at a time (`KnowledgeGraph.add_all`), at least once a second. A document that the graph holds as
    it would be read now, by the same extractor with the same tables and verdicts, is skipped, so that a build that was
    broken off goes on where it stopped.

    Args:
        paths: files and folders.
        graph: where the claims go.
        settings: how the documents are read, and by whom.
        on_reading: called after each document, for progress and messages.
        on_end: called with each line that the extractor has to say of the whole run.

    Raises:
        StoreError: the graph cannot be written; what was stored before stays.
        UnknownNameError: there is no such extractor, or it has no such option.
        DataError: a table of actors or an option is malformed.
        MissingExtraError: the extractor needs a package that is not installed.
        WorkerError: the processes that read cannot, or are gone for good; what was stored before stays.

    >>> from tempfile import TemporaryDirectory
    >>> settings = Settings(extractor="floor", date="2024-06-19")
    >>> with TemporaryDirectory() as folder, KnowledgeGraph() as graph:
    ...     _ = Path(folder, "note.txt").write_text("France condemned Russia.", "utf-8")
    ...     [build_graph([folder], graph, settings).new, build_graph([folder], graph, settings).skipped]
    [1, 1]
    """
    settings = settings or Settings()
    if settings.judgements is None:
        settings = replace(settings, judgements=graph.judgements)
    building = _Building(graph, gazetteer_of(settings), settings, on_reading or _nothing)
    is_there = partial(is_read, graph, extractor=settings.extractor, keep_text=settings.keep_text)
    try:
        for reading in read_claims_of(paths, settings, on_end=on_end, is_there=_never if settings.again else is_there):
            building.take(reading)
    finally:
        building.store()  # whatever broke off the reading, what was read is not lost
    return building.built


class _Building:
    """Stores readings in their order, some at a time, as a store takes many new documents several times faster.

    Args:
        graph: where they go.
        gazetteer: knows the actors in them.
        settings: how they are read.
        told: called with each behind its storing.

    Attributes:
        built: the sum of those that are stored.
    """

    def __init__(
        self, graph: KnowledgeGraph, gazetteer: Gazetteer, settings: Settings, told: Callable[[Reading], None]
    ) -> None:
        self._graph, self._gazetteer, self._settings, self._told = graph, gazetteer, settings, told
        self._waiting: list[tuple[Reading, Addition | None]] = []
        self._since = monotonic()
        self.built = Built()

    def take(self, reading: Reading) -> None:
        """Take one more; stores all that wait where they are many, or the last storing was long ago."""
        self._waiting.append(self._opened(reading))
        if len(self._waiting) >= _TOGETHER or monotonic() - self._since >= _LONGEST:
            self.store()

    def store(self) -> None:
        """Store what waits."""
        waiting, self._waiting = self._waiting, []
        added = iter(self._graph.add_all(addition for _, addition in waiting if addition is not None))
        for reading, addition in waiting:
            done = reading if addition is None else replace(reading, added=next(added))
            self.built = self.built.after(done)
            self._told(done)
        self._since = monotonic()

    def _opened(self, reading: Reading) -> tuple[Reading, Addition | None]:
        """A reading with what it puts into the graph, if anything."""
        if reading.document is None or reading.error is not None or reading.skipped:
            return reading, None
        try:
            addition = Addition(
                document=reading.document,
                claims=reading.claims,
                actors=tuple(known_actors(reading.claims, self._gazetteer)),
                extractor=self._settings.extractor,
                keep_text=self._settings.keep_text,
                read_as=reading.read_as,
            )
        except DataError as error:
            return replace(reading, error=error), None
        return reading, addition


def _nothing(reading: Reading) -> None:
    pass


def _never(document: Document, read_as: str) -> bool:
    """Documents are read whether or not they are there; what they are read as is kept all the same."""
    return False


def known_actors(claims: Iterable[Claim], gazetteer: Gazetteer) -> list[Actor]:
    """What the tables know of everyone in the claims: actors, recipients, their states, who is quoted."""
    ids: set[str] = set()
    for claim in claims:
        ids.update(source.id for source in claim.attribution)
        for end in (claim.actor, claim.recipient):
            if end is not None:
                ids |= {end.id, end.rollup}
    found = (gazetteer.get(actor) for actor in sorted(ids))
    return [actor for actor in found if actor is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFile:
    """What came of a file of claims or RDF: how many of `what` are new, and the lines that were none."""

    count: int
    what: str
    problems: tuple[DataError, ...] = ()


def add_file(file: str, graph: KnowledgeGraph, gazetteer: Gazetteer) -> AddedFile:
    """Put a file into a graph: JSON lines of claims (`-` is standard input), or RDF by its suffix.

    A line that is no claim costs itself only. RDF goes in whole or not at all.

    Raises:
        DataError: the file cannot be read, or is malformed RDF.
    """
    if Path(file).suffix.lower() in RDF_SUFFIXES:
        return AddedFile(count=graph.load(file), what="quad")
    if file != "-" and Path(file).suffix.lower() not in CLAIM_SUFFIXES:
        expected = ", ".join((*CLAIM_SUFFIXES, *RDF_SUFFIXES))
        raise DataError("neither claims nor RDF", file=file, value=Path(file).suffix, expected=expected)
    outcomes = list(read_claim_outcomes(lines_of(file), file="<stdin>" if file == "-" else file))
    claims = [outcome for outcome in outcomes if isinstance(outcome, Claim)]
    problems = tuple(outcome for outcome in outcomes if isinstance(outcome, DataError))
    actors = known_actors(claims, gazetteer.with_judgements(graph.judgements))
    count = graph.add_claims(claims, actors=actors)
    return AddedFile(count=count, what="claim", problems=problems)
