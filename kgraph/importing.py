"""Event data into a graph: rows become claims, batch by batch, and every row that does not is counted with the reason.

The files are read twice. The first reading stores nothing: it counts, and stops where too many rows break the format.
The second stores, one bulk load a batch, which says in the store how far the files have come; an import that was cut
short goes on behind the last batch, and one that is repeated adds nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import IO, Final

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.errors import DataError
from kgraph.export import formula_safe
from kgraph.files import written_whole
from kgraph.graph import BulkWriter, GraphReader, KnowledgeGraph
from kgraph.model import Actor, Claim, Dataset
from kgraph.model.laws import digest
from kgraph.rdf import datasets_in
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome, RowProblem, Source, source

REJECT_COLUMNS: Final = ("file", "line", "reason", "value", "expected")
"""The columns of the file of rejects."""
_LONGEST_VALUE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """How event data is imported.

    Attributes:
        options: of the format, by name.
        overlays: the user's own tables of actors.
        most_bad: the share of rows that may break the format, 0 to 1.
        batch: how many rows are stored at a time; memory grows with it.
        rejects: where the rows that break the format are listed, as CSV; None lists them nowhere.
        dry_run: whether rows are counted and nothing is stored.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    overlays: tuple[Path, ...] = ()
    most_bad: float = 0.05
    batch: int = 10_000
    rejects: Path | None = None
    dry_run: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.most_bad <= 1:
            raise DataError("not a share of bad rows", value=self.most_bad, expected="a number from 0 to 1")
        if self.batch < 1:
            raise DataError("not a number of rows", value=self.batch, expected="1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    Attributes:
        rows: how many rows of each fate there were, with the reason; of rows that are kept the reason is empty.
        notes: what was odd about rows that are kept, with the number of rows.
        claims: how many claims the kept rows make.
        new: how many of them were not in the graph yet.
        datasets: the IRIs of the data sets that they derive from.
    """

    rows: Mapping[tuple[Fate, str], int]
    notes: Mapping[str, int]
    claims: int = 0
    new: int = 0
    datasets: tuple[str, ...] = ()

    def count(self, *fates: Fate) -> int:
        """The number of rows of these fates, or of all."""
        return sum(count for (fate, _), count in self.rows.items() if not fates or fate in fates)

    def table(self) -> list[tuple[str, str, int]]:
        """The counts as rows: fate, reason, number; of each fate the most frequent reason first."""
        order = list(Fate)
        counted = sorted(self.rows.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
        kept = [(fate.value, reason, count) for (fate, reason), count in counted]
        noted = sorted(self.notes.items(), key=lambda item: (-item[1], item[0]))
        return [*kept, *(("of those kept", note, count) for note, count in noted)]


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
        graph: where the claims go; of a store's folder, which is opened (or made) once the rows are counted.
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
    gazetteer = load_gazetteer(*settings.overlays)
    options = ImportOptions(gazetteer=gazetteer, values=settings.options)
    paths = [Path(file) for file in files]
    told = on_row or _nothing
    found = _counted(form.importer(paths, options), settings, told)
    if settings.dry_run:
        return found
    done = f"{form.name}:{_hash_of(form, paths, settings.options)}"
    datasets = [dataset for dataset in form.datasets(options) if dataset.iri in found.datasets]
    with nullcontext(graph) if isinstance(graph, KnowledgeGraph) else KnowledgeGraph(graph) as opened:
        storing = _Storing(BulkWriter(opened), datasets, gazetteer, done)
        return replace(found, new=storing.store(form.importer(paths, options), settings.batch, told))


def _counted(outcomes: Iterator[Outcome], settings: ImportSettings, told: Callable[[], None]) -> Imported:
    """The counts of all rows; the malformed ones go to the file of rejects.

    Raises:
        DataError: too many are malformed, or there are none.
    """
    rows: Counter[tuple[Fate, str]] = Counter()
    notes: Counter[str] = Counter()
    documents: dict[str, None] = {}
    claims = 0
    with _Rejects(settings.rejects) as rejects:
        for outcome in outcomes:
            told()
            if isinstance(outcome, RowProblem):
                rows[outcome.fate, outcome.reason] += 1
                rejects.add(outcome)
            else:
                rows[Fate.KEPT, ""] += 1
                notes.update(outcome.notes)
                claims += len(outcome.claims)
                documents |= dict.fromkeys(claim.document for claim in outcome.claims)
    counted = Imported(rows=dict(rows), notes=dict(notes), claims=claims, datasets=tuple(documents))
    bad, every = counted.count(Fate.MALFORMED), counted.count()
    if every and bad > settings.most_bad * every:
        first = f", the first: {rejects.first.error()}" if rejects.first is not None else ""
        raise DataError(
            f"{bad} of {every} rows break the format ({bad / every:.1%}): nothing is stored{first}",
            expected=f"{settings.most_bad:.1%} of them at most",
        )
    return counted


class _Rejects(AbstractContextManager["_Rejects"]):
    """The file of rows that break the format, made when the first comes."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._open = path, ExitStack()
        self._file: IO[bytes] | None = None
        self.first: RowProblem | None = None

    def __exit__(self, *exception: object) -> bool | None:
        return self._open.__exit__(*exception)  # type: ignore[arg-type]

    def add(self, problem: RowProblem) -> None:
        """List a problem where it is of a row that breaks the format."""
        if problem.fate is not Fate.MALFORMED:
            return
        self.first = self.first or problem
        if self._path is None:
            return
        if self._file is None:
            self._file = self._open.enter_context(written_whole(self._path))
            self._write(REJECT_COLUMNS)
        value = "" if problem.value is None else str(problem.value)[:_LONGEST_VALUE]
        self._write((problem.file, problem.row, problem.reason, value, problem.expected or ""))

    def _write(self, cells: Sequence[object]) -> None:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\n").writerow([formula_safe(cell) for cell in cells])
        if self._file is not None:
            self._file.write(line.getvalue().encode("utf-8", "backslashreplace"))


class _Storing:
    """Stores the rows of one import in batches.

    Args:
        writer: of the graph.
        datasets: all that the rows derive from.
        gazetteer: who is known.
        done: the name of this import in the parts that the store knows.
    """

    def __init__(self, writer: BulkWriter, datasets: Sequence[Dataset], gazetteer: Gazetteer, done: str) -> None:
        self._writer, self._datasets, self._gazetteer, self._done = writer, datasets, gazetteer, done

    def store(self, outcomes: Iterator[Outcome], batch: int, told: Callable[[], None]) -> int:
        """Store the rows that no earlier run of the same import has stored, and tell how many claims were new."""
        rows = self._rows(outcomes, told)
        stored = self._stored()
        for _ in islice(rows, stored):
            pass
        new = 0
        while taken := list(islice(rows, batch)):
            stored += len(taken)
            new += self._write([claim for row in taken for claim in row.claims], stored)
        self._writer.finish()
        return new

    @staticmethod
    def _rows(outcomes: Iterator[Outcome], told: Callable[[], None]) -> Iterator[ImportedRow]:
        for outcome in outcomes:
            told()
            if isinstance(outcome, ImportedRow):
                yield outcome

    def _write(self, claims: Sequence[Claim], stored: int) -> int:
        part, actors = f"{self._done}:{stored}", self._actors(claims)
        return self._writer.write(claims, datasets=self._datasets, actors=actors, part=part)

    def _actors(self, claims: Sequence[Claim]) -> Iterator[Actor]:
        """What the gazetteer knows of the ends of claims and of the states that they belong to."""
        ids: dict[str, None] = {}
        for claim in claims:
            for end in (claim.actor, claim.recipient):
                if end is not None:
                    ids |= dict.fromkeys((end.id, end.rollup))
        return (actor for one in ids if (actor := self._gazetteer.get(one)) is not None)

    def _stored(self) -> int:
        """How many rows of this import are in the store.

        Each of its data sets knows; one that was taken out of the store took that along, and all rows are gone through.
        """
        return min((self._end_of(dataset) for dataset in self._datasets), default=0)

    def _end_of(self, dataset: Dataset) -> int:
        parts = [part.rpartition(":") for part in self._writer.parts(dataset)]
        return max((int(end) for name, _, end in parts if name == self._done and end.isdecimal()), default=0)


def _hash_of(form: Source, files: Sequence[Path], options: Mapping[str, str]) -> str:
    """What tells one import from another: the bytes of its files in their order, and the options."""
    sums = []
    for path in files:
        try:
            with path.open("rb") as file:
                sums.append(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror or error})", file=str(path)) from None
    return digest("import", form.name, sums, sorted(options.items()))


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A data set that a graph holds claims of."""

    dataset: Dataset
    claims: int

    def lines(self) -> list[str]:
        """How it is to be cited, its terms and where it is described."""
        data = self.dataset
        title = data.title if data.version is None or data.version in data.title else f"{data.title} {data.version}"
        told = (("Cite", data.citation), ("Terms", data.license), ("See", data.url))
        return [f"{title} ({self.claims} claims)", *(f"    {what}: {text}" for what, text in told if text is not None)]


def cite(graph: GraphReader) -> list[Cited]:
    """The data sets that a graph holds claims of, with their citations and terms, in the order of their ids."""
    found = []
    for dataset in datasets_in(graph.store):
        rows = graph.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?claim prov:wasDerivedFrom <{dataset.iri}> }}").rows
        count = int(str(rows[0][0]))
        if count:
            found.append(Cited(dataset=dataset, claims=count))
    return found
