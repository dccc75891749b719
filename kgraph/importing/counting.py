"""What became of the rows of an import: counts by reason, and the file of those that break the format."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from kgraph.errors import DataError
from kgraph.export import formula_safe
from kgraph.files import written_whole
from kgraph.importing.settings import ImportSettings
from kgraph.sources import Fate, ImportedRow, Outcome, RowProblem

REJECT_COLUMNS: Final = ("file", "line", "reason", "value", "expected")
"""The columns of the file of rejects."""
_LONGEST_VALUE: Final = 200


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


class Tally(AbstractContextManager["Tally"]):
    """Counts rows as they go by; those that break the format go to the file of rejects, which stands at the end.

    Args:
        settings: where that file is, and how many rows it may have.
        told: called at each row.
    """

    def __init__(self, settings: ImportSettings, told: Callable[[], None]) -> None:
        self._settings, self._told = settings, told
        self._problems: Counter[tuple[Fate, str]] = Counter()
        self._notes: Counter[str] = Counter()
        self._documents: dict[str, None] = {}
        self._kept = self._claims = 0
        self._rejects = _Rejects(settings.rejects)

    def __exit__(self, *exception: object) -> bool | None:
        return self._rejects.__exit__(*exception)

    def kept(self, outcomes: Iterable[Outcome]) -> Iterator[ImportedRow]:
        """The rows that make claims, all of them counted as they are taken."""
        documents = self._documents
        for outcome in outcomes:
            self._told()
            if isinstance(outcome, RowProblem):
                self._problems[outcome.fate, outcome.reason] += 1
                self._rejects.add(outcome)
                continue
            self._kept += 1
            self._claims += len(outcome.claims)
            if outcome.notes:
                self._notes.update(outcome.notes)
            for claim in outcome.claims:
                if claim.document not in documents:
                    documents[claim.document] = None
            yield outcome

    def counted(self, rest: Iterable[ImportedRow]) -> Imported:
        """The counts of all rows, when the rest is gone through; the file of rejects is closed.

        Raises:
            DataError: too many rows break the format.
        """
        for _ in rest:
            pass
        self._rejects.close()
        rows: dict[tuple[Fate, str], int] = dict(self._problems)
        if self._kept:
            rows[Fate.KEPT, ""] = self._kept
        found = Imported(rows=rows, notes=dict(self._notes), claims=self._claims, datasets=tuple(self._documents))
        bad, every, most = found.count(Fate.MALFORMED), found.count(), self._settings.most_bad
        if every and bad > most * every:
            first = f", the first: {self._rejects.first.error()}" if self._rejects.first is not None else ""
            raise DataError(
                f"{bad} of {every} rows break the format ({bad / every:.1%}): nothing is stored{first}",
                expected=f"{most:.1%} of them at most",
            )
        return found


class _Rejects(AbstractContextManager["_Rejects"]):
    """The file of rows that break the format, made when the first comes."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._open = path, ExitStack()
        self._file: IO[bytes] | None = None
        self.first: RowProblem | None = None

    def __exit__(self, *exception: object) -> bool | None:
        return self._open.__exit__(*exception)  # type: ignore[arg-type]

    def close(self) -> None:
        """Put the file in its place; nothing goes into it from then on."""
        self._open.close()
        self._path = self._file = None

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
