"""Dates as precise as their source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar_date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from kgraph.errors import DataError


class DateBasis(StrEnum):
    """Where a date comes from: stated, reckoned from the publication date, or the publication date itself."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    DOCUMENT = "document"
    NONE = "none"


class DatePrecision(StrEnum):
    """How precise a date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


_ISO_PREFIX: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date as precise as its source, never padded; with `end`, an interval.

    Attributes:
        start: an ISO 8601 prefix: `2017`, `2017-05` or `2017-12-07`.
        end: the last day, month or year of an interval, `..` while it is open ("since March"), None for no interval.
        basis: where it comes from.

    >>> Date(start="2017-05").precision
    <DatePrecision.MONTH: 'month'>
    >>> str(Date(start="2017-03", end=".."))
    '2017-03/..'
    """

    start: str
    end: str | None = None
    basis: DateBasis = DateBasis.EXPLICIT

    def __post_init__(self) -> None:
        first = _first_day(self.start)
        if self.end not in (None, "..") and _last_day(self.end or "") < first:
            raise DataError("an interval that ends before it starts", value=str(self))
        if self.basis is DateBasis.NONE:
            raise DataError("a date whose basis is none", value=str(self), expected="None in place of the date")

    def __str__(self) -> str:
        return self.start if self.end is None else f"{self.start}/{self.end}"

    @classmethod
    def parse(cls, text: str, *, basis: DateBasis = DateBasis.EXPLICIT) -> Date:
        """Read what `str` writes: an ISO prefix, or two of them with a slash between (`..` for an open end).

        Raises:
            DataError: `text` is no such date.
        """
        start, slash, end = text.partition("/")
        return cls(start=start, end=end if slash else None, basis=basis)

    @property
    def precision(self) -> DatePrecision:
        """Day, month or year; range for an interval."""
        if self.end is not None:
            return DatePrecision.RANGE
        return {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}[len(self.start)]

    @property
    def first_day(self) -> str:
        """The first day it can mean, as `YYYY-MM-DD`: for windows and sorting, never shown as the date."""
        return _first_day(self.start)

    @property
    def last_day(self) -> str | None:
        """The last day it can mean; None while the interval is open."""
        return None if self.end == ".." else _last_day(self.end or self.start)


@lru_cache(maxsize=1 << 14)
def _first_day(prefix: str) -> str:
    match = _ISO_PREFIX.fullmatch(prefix)
    try:
        if match is None:
            raise ValueError
        year, month, day = match.groups()
        return calendar_date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        raise DataError("not a date", value=prefix, expected="YYYY, YYYY-MM or YYYY-MM-DD") from None


@lru_cache(maxsize=1 << 14)
def _last_day(prefix: str) -> str:
    first = calendar_date.fromisoformat(_first_day(prefix))
    if len(prefix) == 10:
        return first.isoformat()
    if len(prefix) == 4 or first.month == 12:
        return f"{first.year:04}-12-31"
    return calendar_date.fromordinal(first.replace(month=first.month + 1).toordinal() - 1).isoformat()


def check_day(text: str) -> None:
    """Raise DataError unless `text` is a day of the calendar, `YYYY-MM-DD`."""
    if len(text) != 10:
        raise DataError("not a day", value=text, expected="YYYY-MM-DD")
    _first_day(text)
