"""The main job: documents are read, claims extracted and stored, one document after another, one failing alone."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.errors import DataError, ExtractionError
from kgraph.extract import Extractor, extractor, read_outcomes
from kgraph.extract.pages import PAGE_SUFFIXES
from kgraph.extract.seam import DEFAULT, GivesAccount, TakesGazetteer
from kgraph.extract.workers import answers_of
from kgraph.graph import Added, KnowledgeGraph
from kgraph.graph.reading import RDF_SUFFIXES
from kgraph.language import Sentence, load_model
from kgraph.model import Actor, Claim, Document, Judgements, read_claim_outcomes

DOCUMENT_SUFFIXES: Final = (".txt", *PAGE_SUFFIXES, ".jsonl", ".ndjson")
"""The files that are read of a folder; files that are named are read whatever their suffix."""

CLAIM_SUFFIXES: Final = (".jsonl", ".ndjson")
"""The files that are read as claims, a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one document, or of a file that gave none.

    Attributes:
        source: the file.
        document: what was read, or None.
        claims: what was extracted.
        error: why there is nothing, or None.
        added: what storing it did, where it was stored.
    """

    source: str
    document: Document | None = None
    claims: tuple[Claim, ...] = ()
    error: DataError | ExtractionError | None = None
    added: Added | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How documents are read.

    Attributes:
        extractor: its name among the installed extractors.
        options: settings of that extractor, by name.
        date: the publication day of documents that give none, `YYYY-MM-DD`; of web pages, whatever they give.
        publisher: of documents that name none, and of web pages.
        url: of the document that gives none, or of the web page.
        encoding: of the files' bytes.
        overlays: the user's own tables of actors.
        judgements: verdicts on actors: those that are one are read as one. None takes those of the graph that is built,
            and where none is built no verdicts.
        keep_text: whether a store keeps whole texts.
        workers: how many processes read documents; the claims and their order are the same whatever their number.
    """

    extractor: str = DEFAULT
    options: Mapping[str, str] = field(default_factory=dict)
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    encoding: str = "utf-8"
    overlays: tuple[Path, ...] = field(default=())
    judgements: Judgements | None = None
    keep_text: bool = False
    workers: int = 1


def read_claims_of(
    paths: Iterable[str | Path], settings: Settings | None = None, *, on_end: Callable[[str], None] | None = None
) -> Iterator[Reading]:
    """The claims of every document in these files and folders, in order; a document that fails becomes a reading too.

    Args:
        paths: files and folders.
        settings: how the documents are read.
        on_end: called with each line that the extractor has to say of the whole run, broken off or not.

    Raises:
        UnknownNameError: there is no such extractor, or it has no such option.
        DataError: a table of actors or an option is malformed, one url is given for several files, or several processes
            are asked of an extractor that gives an account of its run.
        MissingExtraError: the extractor needs a package that is not installed.
    """
    settings = settings or Settings()
    files = list(files_in(paths))
    if settings.url is not None and len(files) > 1:
        raise DataError(f"one url for {len(files)} files", value=settings.url, expected="urls in the files")
    extract = _extractor_of(settings)
    account: object = extract
    if settings.workers > 1 and isinstance(account, GivesAccount):
        raise DataError("an extractor that reads in one process", value=settings.extractor, expected="one worker")
    try:
        yield from _readings(_outcomes(files, settings), extract, settings)
    finally:
        if on_end is not None and isinstance(account, GivesAccount):
            for line in account.account():
                on_end(line)


def _outcomes(files: Iterable[str | Path], settings: Settings) -> Iterator[tuple[str, Document | DataError]]:
    """What is read of each file, beside its name."""
    read: dict[str, Document] = {}
    for path in files:
        for outcome in read_outcomes(
            path, date=settings.date, publisher=settings.publisher, url=settings.url, encoding=settings.encoding
        ):
            yield str(path), _told_apart(outcome, read, str(path))


def _readings(
    outcomes: Iterable[tuple[str, Document | DataError]], extract: Extractor, settings: Settings
) -> Iterator[Reading]:
    """The readings of outcomes, in their order; several processes have documents opened ahead of their turn."""
    opened: deque[tuple[str, Document | DataError]] = deque()

    def given() -> Iterator[Document | DataError]:
        for source, outcome in outcomes:
            opened.append((source, outcome))
            yield outcome

    make = partial(_extractor_of, settings) if settings.workers > 1 else lambda: extract
    for answer in answers_of(make, given(), workers=settings.workers):
        source, outcome = opened.popleft()
        document = outcome if isinstance(outcome, Document) else None
        if isinstance(answer, tuple):
            yield Reading(source=source, document=document, claims=answer)
        else:
            yield Reading(source=source, document=document, error=answer)


def _extractor_of(settings: Settings) -> Extractor:
    """The extractor, with the tables that the settings give; verdicts alone are no reason to refuse one without."""
    found = extractor(settings.extractor, options=settings.options)
    if not settings.overlays and not (settings.judgements and isinstance(found, TakesGazetteer)):
        return found
    return extractor(settings.extractor, gazetteer=_gazetteer_of(settings), options=settings.options)


def _gazetteer_of(settings: Settings) -> Gazetteer:
    return load_gazetteer(*settings.overlays).with_judgements(settings.judgements or Judgements())


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
        new, replaced, unchanged: how many documents were so.
        claims: how many claims those documents hold.
        failed: the readings that gave nothing, each with its error.
    """

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    claims: int = 0
    failed: tuple[Reading, ...] = ()

    @property
    def documents(self) -> int:
        """How many documents were stored or stood there already."""
        return self.new + self.replaced + self.unchanged

    def after(self, reading: Reading) -> Built:
        """The sum with one more reading."""
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

    One document after another; one that fails leaves what the graph holds of it as it was, and the rest goes on.

    Args:
        paths: files and folders.
        graph: where the claims go.
        settings: how the documents are read.
        on_reading: called after each document, for progress and messages.
        on_end: called with each line that the extractor has to say of the whole run.

    Raises:
        StoreError: the graph cannot be written; what was stored before stays.
        UnknownNameError: there is no such extractor, or it has no such option.
        DataError: a table of actors or an option is malformed.
        MissingExtraError: the extractor needs a package that is not installed.
    """
    settings = settings or Settings()
    if settings.judgements is None:
        settings = replace(settings, judgements=graph.judgements)
    gazetteer, built = _gazetteer_of(settings), Built()
    for reading in read_claims_of(paths, settings, on_end=on_end):
        done = _stored(reading, graph, gazetteer, settings)
        built = built.after(done)
        if on_reading is not None:
            on_reading(done)
    return built


def _stored(reading: Reading, graph: KnowledgeGraph, gazetteer: Gazetteer, settings: Settings) -> Reading:
    if reading.document is None or reading.error is not None:
        return reading
    try:
        actors = known_actors(reading.claims, gazetteer)
        added = graph.add(
            reading.document, reading.claims, actors=actors, extractor=settings.extractor, keep_text=settings.keep_text
        )
    except DataError as error:
        return replace(reading, error=error)
    return replace(reading, added=added)


def files_in(paths: Iterable[str | Path]) -> Iterator[str | Path]:
    """The files named, and for a folder the documents in it and below, sorted."""
    for path in paths:
        if path != "-" and _is_folder(path):
            found = (p for p in Path(path).rglob("*") if p.suffix.lower() in DOCUMENT_SUFFIXES and not p.is_dir())
            yield from sorted(found)
        else:
            yield path


def _is_folder(path: str | Path) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name no file system takes: reading it says so
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


def _told_apart(outcome: Document | DataError, read: dict[str, Document], source: str) -> Document | DataError:
    """The document, or an error where another text of this run has its id; of a copy, the one that came first."""
    if isinstance(outcome, DataError):
        return outcome
    first = read.setdefault(outcome.id, outcome)
    if first.sha256 != outcome.sha256:
        return DataError("an id that another text of this run has", file=source, value=outcome.id)
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFile:
    """What came of a file of claims or RDF: how many new `what` there are, and the lines that were none."""

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
        return AddedFile(count=graph.load(file), what="quads")
    if file != "-" and Path(file).suffix.lower() not in CLAIM_SUFFIXES:
        expected = ", ".join((*CLAIM_SUFFIXES, *RDF_SUFFIXES))
        raise DataError("neither claims nor RDF", file=file, value=Path(file).suffix, expected=expected)
    outcomes = list(read_claim_outcomes(_lines(file), file="<stdin>" if file == "-" else file))
    claims = [outcome for outcome in outcomes if isinstance(outcome, Claim)]
    problems = tuple(outcome for outcome in outcomes if isinstance(outcome, DataError))
    actors = known_actors(claims, gazetteer.with_judgements(graph.judgements))
    count = graph.add_claims(claims, actors=actors)
    return AddedFile(count=count, what="claims", problems=problems)


def _lines(file: str) -> list[str]:
    """The lines of a file, cut at line feeds alone: a quote may hold any other separator."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", file=file) from None
    except UnicodeDecodeError as error:
        raise DataError("not UTF-8", file=file, value=data[error.start : error.end], expected="JSON lines") from None
