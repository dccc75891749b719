"""Files of event data into a graph.

The first batch is stored while it is read, and stands only when all rows are counted: where too many break the format,
nothing is stored. What is left is then read once more and stored batch by batch. On a server, where a batch is many
requests, all rows are counted before the first. The store knows how far the files have
come, so that an import that was cut short goes on behind the last batch, and one that is repeated adds nothing.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.graph import BulkWriter, Closing, KnowledgeGraph, RowWriter
from kgraph.importing.counting import Imported, Tally
from kgraph.importing.settings import ImportSettings
from kgraph.model import Actor, ActorRef, Claim, Dataset
from kgraph.model.laws import digest
from kgraph.rdf import datasets_in
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome, Source, source


def import_files(
    format_name: str,
    files: Sequence[str | Path],
    graph: KnowledgeGraph | str | Path,
    settings: ImportSettings | None = None,
    *,
    on_row: Callable[[], None] | None = None,
) -> Imported:
    """Put the rows of files of event data into a graph, as claims that derive from the data set.

    Args:
        format_name: one of `kgraph.sources.SOURCES`.
        files: of that format, in the order in which they are read.
        graph: where the claims go; of a store's folder, which is opened, or made if there are rows to store.
        settings: how they are imported.
        on_row: called at each row that is read.

    Raises:
        UnknownNameError: no format has that name, or it knows no such option.
        DataError: a file cannot be read or is of another format, or more rows than allowed break it; nothing is stored.
        StoreError: the graph cannot be written. What was stored by then stays; the same import goes on from there.

    >>> from tempfile import NamedTemporaryFile
    >>> row = dict.fromkeys(range(61), "") | {0: "1", 1: "20240516", 26: "042", 28: "04", 59: "20240516143000"}
    >>> row |= {5: "RUS", 7: "RUS", 15: "CHN", 17: "CHN"}
    >>> with NamedTemporaryFile("w+", suffix=".CSV") as file:
    ...     print(*row.values(), sep=chr(9), file=file, flush=True)
    ...     import_files("gdelt", [file.name], KnowledgeGraph()).table()
    [('kept', '', 1)]
    """
    settings = settings or ImportSettings()
    form = source(format_name)
    form.check_options(settings.options)
    options = ImportOptions(gazetteer=load_gazetteer(*settings.overlays), values=settings.options)
    paths = [Path(file) for file in files]
    importing = _Import(form=form, files=paths, options=options, settings=settings, told=on_row or _nothing)
    outcomes = importing.outcomes()
    if settings.dry_run:
        with Tally(settings, importing.told) as tally:
            return tally.counted(tally.kept(outcomes))
    first = list(islice(outcomes, 1))  # what cannot be read at all is told before a store is made
    with _opened(graph) as opened:
        return importing.into(opened, chain(first, outcomes))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """One import: what is read, and how."""

    form: Source
    files: Sequence[Path]
    options: ImportOptions
    settings: ImportSettings
    told: Callable[[], None]

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of each row, from the first one on."""
        return self.form.importer(self.files, self.options)

    def into(self, graph: KnowledgeGraph, outcomes: Iterable[Outcome]) -> Imported:
        """Store what is not stored yet, given the outcomes of all rows."""
        writer = _writer(graph)
        done = f"{self.form.name}:{_hash_of(self.form, self.files, self.options)}"
        imported = self._stored(_Storing(self, writer, done), outcomes, at_once=writer.whole)
        if writer.whole and self.settings.compact:
            graph.compact(after=imported.new)
        return imported

    def _stored(self, storing: _Storing, outcomes: Iterable[Outcome], *, at_once: bool) -> Imported:
        with Tally(self.settings, self.told) as tally:
            rows = tally.kept(outcomes)
            if not at_once or storing.is_begun():
                found = tally.counted(rows)
                return replace(found, new=storing.go_on(found))
            new, found = storing.begin(tally, rows)
        return replace(found, new=new + storing.go_on(found))

    def datasets(self, found: Imported | None = None) -> list[Dataset]:
        """The data sets that its rows may derive from, or those that they do."""
        return [one for one in self.form.datasets(self.options) if found is None or one.iri in found.datasets]

    def actors(self, ends: Iterable[ActorRef]) -> Iterator[Actor]:
        """What the gazetteer knows of the ends of claims and of the states that they belong to."""
        ids = dict.fromkeys(one for end in ends for one in (end.id, end.rollup))
        return (actor for one in ids if (actor := self.options.gazetteer.get(one)) is not None)


class _Storing:
    """Stores the rows of an import in batches.

    Args:
        importing: what is read.
        writer: of the graph.
        done: the name of this import in the parts that the store knows.
    """

    def __init__(self, importing: _Import, writer: RowWriter, done: str) -> None:
        self._importing, self._writer, self._done = importing, writer, done
        self._batch = min(importing.settings.batch, writer.most)

    def is_begun(self) -> bool:
        """Whether an earlier run has stored rows of it."""
        return any(self._end_of(dataset) for dataset in self._importing.datasets())

    def begin(self, tally: Tally, rows: Iterator[ImportedRow]) -> tuple[int, Imported]:
        """Store the first batch while it is read, and count the rest before it stands.

        Raises:
            DataError: too many rows break the format; nothing is stored.
        """
        found: list[Imported] = []
        first = _Counted(islice(rows, self._batch))

        def close(ends: Iterable[ActorRef]) -> Closing:
            found.append(tally.counted(rows))
            return self._closing(found[0], first, ends)

        new = self._writer.stream(first.claims(), close)
        self._writer.finish()
        return new, found[0]

    def go_on(self, found: Imported) -> int:
        """Store the rows that are not stored yet, and tell how many of their claims were new."""
        datasets = self._importing.datasets(found)
        # Each of its data sets knows how far it is. One that was taken out took that along: all rows are gone through.
        stored = min((self._end_of(dataset) for dataset in datasets), default=0)
        new = 0
        if stored < found.count(Fate.KEPT):
            rows = islice(self._again(), stored, None)
            for row in rows:
                batch = _Counted(chain([row], islice(rows, self._batch - 1)), start=stored)
                new += self._writer.stream(batch.claims(), partial(self._closing, found, batch))
                stored = batch.end
        self._writer.finish()
        return new

    def _again(self) -> Iterator[ImportedRow]:
        for outcome in self._importing.outcomes():
            self._importing.told()
            if isinstance(outcome, ImportedRow):
                yield outcome

    def _closing(self, found: Imported, batch: _Counted, ends: Iterable[ActorRef]) -> Closing:
        importing = self._importing
        part = f"{self._done}:{batch.end}"
        return Closing(datasets=importing.datasets(found), actors=importing.actors(ends), part=part)

    def _end_of(self, dataset: Dataset) -> int:
        """How many rows of this import are in the store, as a data set knows it."""
        parts = [part.rpartition(":") for part in self._writer.parts(dataset)]
        return max((int(end) for name, _, end in parts if name == self._done and end.isdecimal()), default=0)


class _Counted:
    """The claims of a batch of rows, which are counted as they are taken.

    Attributes:
        end: how many rows of the import are read at its end.
    """

    def __init__(self, rows: Iterable[ImportedRow], *, start: int = 0) -> None:
        self._rows, self.end = rows, start

    def claims(self) -> Iterator[Claim]:
        """The claims of its rows."""
        for row in self._rows:
            self.end += 1
            yield from row.claims


@contextmanager
def _opened(graph: KnowledgeGraph | str | Path) -> Iterator[KnowledgeGraph]:
    """The graph, open; a store that was made for an import that stored nothing goes again."""
    if isinstance(graph, KnowledgeGraph):
        yield graph
        return
    location = Path(graph)
    is_new, is_empty = not location.exists(), False
    try:
        with KnowledgeGraph(location) as opened:
            try:
                yield opened
            except BaseException:
                is_empty = not datasets_in(opened.store)
                raise
    finally:
        if is_new and is_empty:
            shutil.rmtree(location, ignore_errors=True)


def _writer(graph: KnowledgeGraph) -> RowWriter:
    """What writes rows into a graph, here or on a server."""
    from kgraph.graph.remote import RemoteGraph, RemoteRows

    return RemoteRows(graph) if isinstance(graph, RemoteGraph) else BulkWriter(graph)


def _hash_of(form: Source, files: Sequence[Path], options: ImportOptions) -> str:
    """What tells one import from another: the bytes of its files in their order, and the options."""
    sums = []
    for path in files:
        try:
            with path.open("rb") as file:
                sums.append(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror or error})", file=str(path)) from None
    return digest("import", form.name, sums, sorted(options.values.items()))


def _nothing() -> None:
    pass
