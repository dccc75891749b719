"""Tables of text as they come: any of four delimiters, some lines before the header, damaged encodings and quotes.

A line is decoded by itself and a row is put together by itself, so what is wrong with one row costs that row alone.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.sources.files import Line, read_lines
from kgraph.sources.seam import Fate, RowProblem

NOT_UTF8: Final = "not Unicode text, read as Western European"
SURPLUS_TABS: Final = "empty fields too many"
_LOOKED_AT: Final = 80
"""Lines in which the header must stand."""
_MOST_LINES: Final = 40
"""How many lines one row may go over before its quote is taken for a stray one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of data: its fields under our names, those without a value left out.

    Attributes:
        file, row: where it stands; the line it begins on, from 1.
        fields: our name to text, without the space around it.
        all: their names to text, for formats that let the user name columns.
        notes: what was odd in reading it.
    """

    file: str
    row: int
    fields: Mapping[str, str]
    all: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def get(self, name: str) -> str | None:
        """The field of that name; None where it is missing."""
        return self.fields.get(name)

    def problem(self, fate: Fate, reason: str, value: object = None, expected: str | None = None) -> RowProblem:
        """What became of this row, which makes no claim."""
        return RowProblem(file=self.file, row=self.row, fate=fate, reason=reason, value=value, expected=expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a format's table looks like.

    Attributes:
        columns: our name to the names it goes by, letter case and space aside; the first is the usual one.
        required: of ours, without which the file is of another format.
        delimiters: what may stand between fields.
        missing: texts that stand for no value, beside the empty one.
        complete: whether `columns` are all there are; the header may then name others that the rows do not have.
    """

    columns: Mapping[str, Sequence[str]]
    required: Sequence[str] = ()
    delimiters: str = ",\t;|"
    missing: frozenset[str] = frozenset()
    complete: bool = False


class Table:
    """A file with a header, to be read once.

    Raises:
        DataError: it cannot be read, or no line among the first has the columns that the format needs.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w+", suffix=".csv") as file:
    ...     print("Made today", "", "Who;To whom", "Russia;Iran", "Russia", sep=chr(10), file=file, flush=True)
    ...     table = Table(Path(file.name), Layout(columns={"actor": ["Who"], "recipient": ["To whom"]},
    ...                                           required=["actor", "recipient"]))
    ...     [row.fields if isinstance(row, TableRow) else row.reason for row in table]
    [{'actor': 'Russia', 'recipient': 'Iran'}, 'a row of too few fields']
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path, self.layout = path, layout
        self.header: tuple[str, ...] = ()
        self.delimiter = ","
        self._begins = 0
        self._find_header()
        self._ours = _ours(self.header, layout)
        known = set(self._ours.values()) if layout.complete else range(len(self.header))
        self._excess = [place for place in range(len(self.header)) if place not in known]

    def __iter__(self) -> Iterator[TableRow | RowProblem]:
        """The rows of data in the order of the file; those without any value are passed over."""
        source = _Rows(read_lines(self.path))
        source.skip(self._begins)
        while (found := source.row(self.delimiter, len(self.header))) is not None:
            row = self._row(*found)
            if row is not None:
                yield row

    def _row(self, number: int, fields: list[str], notes: tuple[str, ...]) -> TableRow | RowProblem | None:
        fields = [field.strip() for field in fields]
        if not any(fields):
            return None
        places: Sequence[int] = range(len(self.header))
        surplus = len(fields) - len(self.header)
        if surplus > 0:
            if any(fields[len(self.header) :]):
                return self._wrong(number, "a row of too many fields", len(fields))
            notes = (*notes, SURPLUS_TABS)
        elif surplus < 0:
            if -surplus != len(self._excess):
                return self._wrong(number, "a row of too few fields", len(fields))
            # Some files name a column in the header that no row has.
            places = [place for place in places if place not in self._excess]
        said = dict(zip(places, fields, strict=False))
        missing = self.layout.missing
        ours = {name: said[place] for name, place in self._ours.items() if said.get(place)}
        return TableRow(
            file=str(self.path),
            row=number,
            fields={name: value for name, value in ours.items() if value not in missing},
            all={self.header[place]: value for place, value in said.items()},
            notes=notes,
        )

    def _wrong(self, number: int, reason: str, found: int) -> RowProblem:
        return RowProblem(
            file=str(self.path), row=number, fate=Fate.MALFORMED, reason=reason, value=found,
            expected=f"{len(self.header)} fields",
        )  # fmt: skip

    def _find_header(self) -> None:
        first = ""
        for line in read_lines(self.path):
            first = first or line.text.strip()
            for delimiter in self.layout.delimiters:
                header = tuple(_named(_parsed(line.text, delimiter, None) or []))
                ours = _ours(header, self.layout)
                if len(header) > 1 and all(name in ours for name in self.layout.required):
                    self.header, self.delimiter, self._begins = header, delimiter, line.row
                    return
            if line.row >= _LOOKED_AT:
                break
        wanted = ", ".join(self.layout.columns[name][0] for name in self.layout.required)
        raise DataError("no header of this format", file=str(self.path), value=first, expected=f"columns {wanted}")


def _ours(header: Sequence[str], layout: Layout) -> dict[str, int]:
    """Where each of our columns stands; of two that go by one of its names, the first."""
    folded = [_folded(name) for name in header]
    found = {}
    for ours, theirs in layout.columns.items():
        place = next((folded.index(_folded(name)) for name in theirs if _folded(name) in folded), None)
        if place is not None:
            found[ours] = place
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _named(header: Sequence[str]) -> Iterator[str]:
    """The names of columns; one without a name is called after the one before it, with a question mark."""
    before = ""
    for cell in header:
        name = cell.strip()
        yield name or f"{before}?"
        before = name or before


class _Rows:
    """Rows put together from lines, of which some may be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines, self._back = lines, deque[Line]()

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def skip(self, lines: int) -> None:
        """Pass over so many lines."""
        for _ in range(lines):
            self._next()

    def row(self, delimiter: str, width: int) -> tuple[int, list[str], tuple[str, ...]] | None:
        """The next row with the number of its first line; of `width` fields, if it can be read so."""
        line = self._next()
        if line is None:
            return None
        taken = [line]
        if delimiter == "\t":
            fields = [_unquoted(field) for field in line.text.split("\t")]
        else:
            fields = self._quoted_row(delimiter, width, taken) or line.text.split(delimiter)
        notes = (NOT_UTF8,) if any(line.latin for line in taken) else ()
        return line.row, fields, notes

    def _quoted_row(self, delimiter: str, width: int, taken: list[Line]) -> list[str] | None:
        """The fields of a row that may go over several lines; a quote that never closes is text of the first line."""
        text = taken[0].text
        if '"' not in text:
            return text.split(delimiter)
        best = _best(text, delimiter, width)
        if best is not None and len(best) == width:
            return best
        while text.count('"') % 2 and len(taken) < _MOST_LINES:
            more = self._next()
            if more is None:
                break
            taken.append(more)
            text = f"{text}\n{more.text}"
        whole = None if text.count('"') % 2 else _best(text, delimiter, width)
        if len(taken) > 1 and whole is not None and len(whole) == width:
            return whole
        self._back.extendleft(reversed(taken[1:]))
        del taken[1:]
        return best


def _best(text: str, delimiter: str, width: int) -> list[str] | None:
    """A row as its quotes say; of the ways to write a quote within quotes, the one that gives so many fields."""
    ways = [fields for escape in (None, "\\") if (fields := _parsed(text, delimiter, escape)) is not None]
    return next((fields for fields in ways if len(fields) == width), ways[0] if ways else None)


def _parsed(text: str, delimiter: str, escape: str | None) -> list[str] | None:
    """The fields of one row, or None where its quotes do not close."""
    try:
        rows = list(
            csv.reader(
                io.StringIO(text, newline=""), delimiter=delimiter, escapechar=escape, doublequote=True, strict=True
            )
        )
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _unquoted(field: str) -> str:
    """A field between tabs; quotes around all of it are no part of it, any other is text."""
    if len(field) > 1 and field[0] == field[-1] == '"':
        return field[1:-1].replace('""', '"')
    return field
