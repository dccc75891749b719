"""Rows of a table: read from CSV, with errors that say where they stand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import Date
from kgraph.ontology import compress, expand

_CAPITALS: Final = re.compile(r"[A-Z]{3}")


class Row:
    """One row of a table: its fields, and errors that say where it stands."""

    __slots__ = ("_fields", "_file", "_number")

    def __init__(self, fields: dict[str, str], file: str, number: int) -> None:
        self._fields, self._file, self._number = fields, file, number

    def get(self, column: str) -> str | None:
        """The field without the space around it; None where it is blank or the table has no such column."""
        return self._fields.get(column, "").strip() or None

    def need(self, column: str) -> str:
        """The field, which must not be blank."""
        value = self.get(column)
        if value is None:
            raise self.wrong("a blank field", column, "a value")
        return value

    def date(self, column: str) -> str | None:
        """The field as an ISO prefix, or None."""
        value = self.get(column)
        if value is not None and not _is_date(value):
            raise self.wrong("not a date", column, "YYYY, YYYY-MM or YYYY-MM-DD")
        return value

    def dates(self, first: str, last: str) -> tuple[str | None, str | None]:
        """Two dates of which the second is not before the first."""
        start, end = self.date(first), self.date(last)
        if start is not None and end is not None and end < start[: len(end)]:
            raise self.wrong("an end before its start", last, f"{start} or later")
        return start, end

    def one_of(self, column: str, known: Sequence[str], default: str | None = None) -> str:
        """The field, which must be one of `known`; `default` where it is blank."""
        value = self.get(column) or default
        if value is None or value not in known:
            raise self.wrong("an unknown value", column, f"one of {', '.join(known)}")
        return value

    def capitals(self, column: str, example: str) -> str | None:
        """The field as a code of three capitals, or None."""
        value = self.get(column)
        if value is not None and not _CAPITALS.fullmatch(value):
            raise self.wrong("not a code", column, f"three capitals such as {example}, or nothing")
        return value

    def id(self, column: str) -> str:
        """The field as the id of an actor."""
        value = self.need(column)
        try:
            return compress(expand(value))
        except DataError as error:
            raise error.at(self._file, self._number) from None

    def wrong(self, problem: str, column: str, expected: str | None = None) -> DataError:
        """The error that says what is wrong with the field of a column."""
        value = self._fields.get(column)
        return DataError(f"{problem} in column {column!r}", value=value, expected=expected).at(self._file, self._number)


@cache
def _is_date(text: str) -> bool:
    try:
        Date(start=text)
    except DataError:
        return False
    return True


def rows_of(table: Path | Traversable, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a CSV file in UTF-8 whose first line names the columns; blank rows are passed over.

    Raises:
        DataError: the file is no such table.
    """
    file = str(table) if isinstance(table, Path) else table.name
    try:
        data = table.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", file=file) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise DataError("not UTF-8", file=file, row=row, value=data[error.start : error.start + 20]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, file, required, optional)
        for fields in reader:
            if len(fields) != len(header) and fields:
                problem, wanted = f"a row of {len(fields)} fields", str(len(header))
                raise DataError(problem, file=file, row=reader.line_num, expected=wanted)
            if any(fields):
                yield Row(dict(zip(header, fields, strict=True)), file, reader.line_num)
    except csv.Error as error:
        raise DataError(f"not CSV ({error})", file=file, row=reader.line_num) from None


def _check_header(header: list[str], file: str, required: Sequence[str], optional: Sequence[str]) -> None:
    expected = f"{', '.join(required)}; optional: {', '.join(optional) or 'none'}"
    for column in required:
        if column not in header:
            raise DataError(f"no column {column!r}", file=file, row=1, value=",".join(header), expected=expected)
    for column in header:
        if column not in required and column not in optional:
            raise DataError("an unknown column", file=file, row=1, value=column, expected=expected)
        if header.count(column) > 1:
            raise DataError("a column that stands twice", file=file, row=1, value=column)
