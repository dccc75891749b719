"""Dates as tables write them: in one column or in three, with codes for what is unknown and for what goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from kgraph.errors import DataError
from kgraph.model import Date
from kgraph.sources.rows import day_of

DATE_COLUMNS: Final = {
    "date": "column of the date",
    "end": "column of the last day",
    "year": "column of the year, where the date stands in several columns",
    "month": "column of the month",
    "day": "column of the day",
    "end-year": "column of the last year",
    "end-month": "column of the last month",
    "end-day": "column of the last day of the month",
}
_UNKNOWN: Final = frozenset({"-9", "0", "00", "99", "-99"})
_ONGOING: Final = frozenset({"-8", "..", "ongoing", "present"})


class Dates:
    """Reads dates.

    Args:
        form: how they are written, as in strptime; by default as ISO writes them.
    """

    def __init__(self, form: str | None = None) -> None:
        self._form = form

    def date(self, get: Callable[[str], str | None], *, lasting: bool) -> Date | None:
        """The date of a row; of what lasts, the time since its first one.

        Raises:
            DataError: it is none.

        >>> row = {"year": "1949", "month": "4", "day": "-9", "end-year": "-8"}
        >>> str(Dates().date(row.get, lasting=True))
        '1949-04/..'
        >>> str(Dates("%d/%m/%Y").date({"date": "7/12/2017"}.get, lasting=False))
        '2017-12-07'
        """
        start = self._prefix(get("date")) or _joined(get("year"), get("month"), get("day"))
        last, year = get("end"), get("end-year")
        if start is None:
            return None
        if _ONGOING & {(last or "").lower(), (year or "").lower()}:
            return Date(start=start, end="..")
        end = self._prefix(last) or _joined(year, get("end-month"), get("end-day"))
        if end is None:
            # A year of a yearly table is that year; a first day without a last one is an open end.
            return Date(start=start, end=".." if lasting and len(start) > 4 else None)
        return Date(start=start) if end == start else Date(start=start, end=end)

    def _prefix(self, text: str | None) -> str | None:
        if text is None:
            return None
        if self._form is not None:
            try:
                return datetime.strptime(text, self._form).date().isoformat()
            except ValueError:
                raise DataError("not a date", value=text, expected=self._form) from None
        plain = text.removesuffix(".0")
        return Date(start=plain).start if len(plain) in (4, 7) else day_of(plain).start


def _joined(year: str | None, month: str | None, day: str | None) -> str | None:
    """A date of three columns, as far as they are known."""
    parts = []
    for text, width in ((year, 4), (month, 2), (day, 2)):
        plain = (text or "").removesuffix(".0")
        if not plain or plain in _UNKNOWN:
            break
        if not (plain.isascii() and plain.isdigit() and len(plain) <= width):
            raise DataError("not a date", value=text, expected="numbers of the year, the month and the day")
        parts.append(plain.zfill(width))
    return Date(start="-".join(parts)).start if parts else None
