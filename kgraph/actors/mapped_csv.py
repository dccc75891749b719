"""Any table of actors, by a mapping of its columns to ours: rows that break the format are refused one by one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.actors.gazetteer import Gazetteer, load_gazetteer
from kgraph.actors.overlay_rows import OVERLAY_COLUMNS, OVERLAY_REQUIRED, Layer, overlay_row
from kgraph.actors.rows import Row
from kgraph.errors import DataError
from kgraph.model.laws import check_encodable

DELIMITERS: Final = ",\t;|"
"""What may stand between the fields of a table."""

_HALVES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class MappedTable:
    """What came of a table: the rows that can be used, in the columns of ours, and what is wrong with the rest."""

    rows: tuple[Mapping[str, str], ...]
    problems: tuple[DataError, ...]


def read_mapped_csv(
    path: str | Path,
    columns: Mapping[str, str] | None = None,
    *,
    gazetteer: Gazetteer | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8",
) -> MappedTable:
    """The rows of any CSV or TSV as rows of a user's table of actors.

    A row that breaks the format, or contradicts what is known, is refused with its reason; the rest is read. In the
    column `actor` an ISO code stands for the id of its state.

    Args:
        path: a table whose first line names its columns.
        columns: our column to theirs, or to `=` and what every row says: `{"name": "Country", "kind": "=former"}`. By
            default the columns of the table are ours.
        gazetteer: the actors that are known; by default those that ship.
        delimiter: what stands between fields; by default the one of comma, tab, semicolon and bar that the first line
            has most.
        encoding: of the file.

    Raises:
        DataError: the file cannot be read, has no such column, or the mapping names no column of ours.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w+", suffix=".csv") as file:
    ...     print("Code;Long name", "PRK;Hermit Kingdom", "XXX;Nowhere", sep=chr(10), file=file, flush=True)
    ...     table = read_mapped_csv(file.name, {"actor": "Code", "name": "Long name"})
    >>> [(row["actor"], row["name"]) for row in table.rows], [problem.row for problem in table.problems]
    ([('kgr:PRK', 'Hermit Kingdom')], [3])
    """
    file = str(path)
    known = load_gazetteer() if gazetteer is None else gazetteer
    layer, codes = Layer(known), _codes(known)
    rows: list[Mapping[str, str]] = []
    problems: list[DataError] = []
    table = _Table(Path(path), delimiter, encoding)
    for number, fields in table.rows(_checked(columns, table)):
        try:
            for value in fields.values():
                _check_decoded(value, encoding)
            fields["actor"] = codes.get(fields["actor"], fields["actor"])
            layer.add(Row(fields, file, number))
        except DataError as error:
            problems.append(error if error.row is not None else error.at(file, number))
        else:
            rows.append(fields)
    problems += table.problems
    return MappedTable(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.row or 0)))


class _Table:
    """The rows of a file by their column names; a row with too many or too few fields is a problem."""

    def __init__(self, path: Path, delimiter: str | None, encoding: str) -> None:
        self.file = str(path)
        self.problems: list[DataError] = []
        try:
            text = path.read_bytes().decode(encoding, "surrogateescape").removeprefix("\ufeff")
        except (OSError, LookupError, UnicodeError) as error:
            raise DataError(f"cannot be read ({error})", file=self.file) from None
        first = text.partition("\n")[0]
        mark = delimiter or max(DELIMITERS, key=first.count)
        if len(mark) != 1:
            raise DataError("not a delimiter", file=self.file, value=mark, expected="one character")
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        self.header = [column.strip() for column in self._next() or []]

    def rows(self, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
        while (fields := self._next()) is not None:
            number = self._reader.line_num
            if len(fields) != len(self.header):
                if any(fields):
                    problem = f"a row of {len(fields)} fields"
                    self.problems.append(DataError(problem, file=self.file, row=number, expected=str(len(self.header))))
                continue
            theirs = dict(zip(self.header, fields, strict=True))
            if any(fields):
                said = {ours: name[1:] if name.startswith("=") else theirs[name] for ours, name in columns.items()}
                yield number, overlay_row(said)

    def _next(self) -> list[str] | None:
        """The next row; where the file is no CSV any more, the rest of it is one problem."""
        try:
            return next(self._reader, None)
        except csv.Error as error:
            problem = f"not CSV from here on ({error})"
            self.problems.append(DataError(problem, file=self.file, row=self._reader.line_num))
            return None


def _checked(columns: Mapping[str, str] | None, table: _Table) -> Mapping[str, str]:
    if columns is None:
        columns = {column: column for column in table.header}
        for column in OVERLAY_REQUIRED:
            if column not in columns:
                raise DataError(
                    f"no column {column!r}",
                    file=table.file,
                    row=1,
                    value=",".join(table.header),
                    expected=f"{' and '.join(OVERLAY_REQUIRED)}, or a map of its columns",
                )
    for ours, theirs in columns.items():
        if ours not in OVERLAY_COLUMNS:
            raise DataError(
                "an unknown column", file=table.file, row=1, value=ours, expected=f"one of {', '.join(OVERLAY_COLUMNS)}"
            )
        if not theirs.startswith("=") and theirs not in table.header:
            expected = f"one of {', '.join(table.header)}, or = and a value"
            raise DataError("no such column", file=table.file, row=1, value=theirs, expected=expected)
        if table.header.count(theirs) > 1:
            raise DataError("a column that stands twice", file=table.file, row=1, value=theirs)
    if not {"name", "office"} & columns.keys():
        raise DataError("a map without a name", file=table.file, value=",".join(columns), expected="name=THEIR COLUMN")
    return columns


def _codes(gazetteer: Gazetteer) -> dict[str, str]:
    """ISO code to id."""
    schemes = ("iso2", "iso3")
    return {code: actor.id for scheme in schemes for actor in gazetteer for kind, code in actor.codes if kind == scheme}


def _check_decoded(value: str, encoding: str) -> None:
    """Bytes that the encoding has no character for came in as half surrogate pairs."""
    if _HALVES.search(value) is not None:
        raise DataError(
            f"bytes that are no text in {encoding}",
            value=_HALVES.sub("\ufffd", value),
            expected="the encoding that the file is in, such as cp1252, to be named",
        )
    check_encodable("a field", value)
