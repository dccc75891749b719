"""The calendar as news writes it: weekdays, months and counted units, reckoned from the day of publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kgraph.model import Date, DateBasis

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS: Final = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_LEAP_CYCLE: Final = 8
"""Years to look for a 29 February in: 1900 was no leap year, so four are not enough."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What an expression is reckoned from.

    Attributes:
        today: the day of publication, or None where nobody gave it.
        ahead: whether the words around look ahead, so that "Thursday" is the coming one.
        said: the date said before it, for "the same day" and "two days later".
        near: the latest date told in the paragraph: after "in March 2008", "in July" is that of the same year.
        year: the year a range names only once, "between May 5 and June 3, 2017".
    """

    today: dt.date | None
    ahead: bool = False
    said: Date | None = None
    near: Date | None = None
    year: int | None = None


def month_number(name: str) -> int:
    """1 to 12, of `Dec`, `Dec.` or `DECEMBER`."""
    return _MONTHS.index(name[:3].lower()) + 1


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return _WEEKDAYS.index(name[:3].lower())


def whole_number(word: str) -> int | None:
    """The number that digits or a word up to twenty say; None for "several"."""
    lower = word.lower()
    if lower in ("a", "an", "the"):
        return 1
    if lower.startswith("a couple"):
        return 2
    if lower in _WORDS:
        return _WORDS.index(lower)
    return int(lower) if lower.isdecimal() else None


def date_of(year: int, month: int | None = None, day: int | None = None, *, stated: bool) -> Date | None:
    """The date, or None where the calendar has no such day; `stated` says that the text gives the year itself."""
    basis = DateBasis.EXPLICIT if stated else DateBasis.RELATIVE
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    start = f"{year:04}" + ("" if month is None else f"-{month:02}") + ("" if day is None else f"-{day:02}")
    return Date(start=start, basis=basis)


def relative_day(day: dt.date) -> Date:
    """A day that was reckoned."""
    return Date(start=day.isoformat(), basis=DateBasis.RELATIVE)


def relative_range(first: dt.date, last: dt.date) -> Date:
    """The days from `first` to `last`; the day itself where they are one."""
    if first == last:
        return relative_day(first)
    return Date(start=first.isoformat(), end=last.isoformat(), basis=DateBasis.RELATIVE)


def day_without_year(month: int, day: int, calendar: Calendar) -> Date | None:
    """`Dec. 7`: the latest one up to the day of publication, or the first one from it on in words that look ahead."""
    if calendar.year is not None:
        return date_of(calendar.year, month, day, stated=True)
    today = calendar.today
    if today is None:
        return None
    if (told := _in_year_told(calendar, month, day)) is not None:
        return told
    for step in range(_LEAP_CYCLE + 1):
        year = today.year + step if calendar.ahead else today.year - step
        date = date_of(year, month, day, stated=False)
        if date is not None and _is_on_side(date.start, today.isoformat(), calendar.ahead):
            return date
    return None


def _is_on_side(day: str, today: str, ahead: bool) -> bool:
    return day >= today if ahead else day <= today


def _in_year_told(calendar: Calendar, month: int, day: int | None = None) -> Date | None:
    """The date in the earlier year that the paragraph tells of, where it goes on from a day or a month of that year."""
    near, today = calendar.near, calendar.today
    if near is None or today is None or calendar.ahead or near.basis is not DateBasis.EXPLICIT:
        return None
    year, precise = int(near.start[:4]), len(near.start) >= len("2008-03")
    date = date_of(year, month, day, stated=False) if precise and year < today.year else None
    return date if date is not None and date.start[:7] > near.start[:7] else None


def month_without_year(month: int, calendar: Calendar, which: str = "") -> Date | None:
    """`in October`: the latest such month, this one included; `last`, `this`, `next` say more (`which`)."""
    if calendar.year is not None:
        return date_of(calendar.year, month, stated=True)
    today = calendar.today
    if today is None:
        return None
    if not which and (told := _in_year_told(calendar, month)) is not None:
        return told
    year = today.year
    if which == "last":
        year -= month >= today.month
    elif which == "next":
        year += month <= today.month
    elif calendar.ahead and which != "this":
        year += month < today.month
    elif which != "this":
        year -= month > today.month
    return date_of(year, month, stated=False)


def day_of_month(day: int, calendar: Calendar) -> Date | None:
    """`on the 21st`: the latest day of that number, or the coming one in words that look ahead."""
    today = calendar.today
    if today is None:
        return None
    for step in range(3):  # of two months on end one has 31 days
        months = today.year * 12 + today.month - 1 + (step if calendar.ahead else -step)
        date = date_of(months // 12, months % 12 + 1, day, stated=False)
        if date is not None and _is_on_side(date.start, today.isoformat(), calendar.ahead):
            return date
    return None


def weekday(number: int, calendar: Calendar, which: str = "") -> Date | None:
    """`Thursday`: the latest one up to the day of publication; `which` is last, next, this, later or nothing."""
    today = calendar.today
    if today is None:
        return None
    back = (today.weekday() - number) % 7
    if which == "later":
        return relative_day(today + dt.timedelta(days=-back % 7))
    if which == "this":
        return relative_day(week_start(today) + dt.timedelta(days=number))
    if which == "next" or (calendar.ahead and which != "last"):
        return relative_day(today + dt.timedelta(days=7 - back))
    return relative_day(today - dt.timedelta(days=back or (7 if which == "last" else 0)))


def week_start(day: dt.date) -> dt.date:
    """The Monday of the week of `day`."""
    return day - dt.timedelta(days=day.weekday())


def week(today: dt.date, offset: int) -> Date:
    """Monday to Sunday of the week `offset` weeks from that of `today`."""
    monday = week_start(today) + dt.timedelta(weeks=offset)
    return relative_range(monday, monday + dt.timedelta(days=6))


def month_from(today: dt.date, offset: int) -> Date | None:
    """The month `offset` months from that of `today`."""
    months = today.year * 12 + today.month - 1 + offset
    return date_of(months // 12, months % 12 + 1, stated=False)


def day_to_count_from(said: Date, unit: str) -> dt.date | None:
    """The first day of a date that is precise enough to count such units from it; else None."""
    if unit == "day" and said.precision != "day":
        return None
    least = {"week": len("2017-12-07"), "month": len("2017-12"), "year": len("2017")}.get(unit, len("2017-12-07"))
    return dt.date.fromisoformat(said.first_day) if len(said.start) >= least else None


def counted(unit: str, offset: int, today: dt.date) -> Date | None:
    """The day, week, month or year `offset` units from `today`, as precise as the unit; None outside the calendar."""
    reckon: dict[str, Callable[[], Date | None]] = {
        "minute": lambda: relative_day(today),
        "hour": lambda: relative_day(today),
        "day": lambda: relative_day(today + dt.timedelta(days=offset)),
        "week": lambda: week(today, offset),
        "month": lambda: month_from(today, offset),
        "year": lambda: date_of(today.year + offset, stated=False),
        "decade": lambda: None,
    }
    try:
        return reckon[unit]()
    except OverflowError:
        return None


def weekend(calendar: Calendar, which: str) -> Date | None:
    """Saturday and Sunday: the latest that has begun, or the coming one in words that look ahead."""
    today = calendar.today
    if today is None:
        return None
    saturday = week_start(today) + dt.timedelta(days=5)
    ahead = which == "next" or (calendar.ahead and which != "last")
    if saturday > today and not ahead:
        saturday -= dt.timedelta(weeks=1)
    elif which == "last" or (ahead and saturday <= today):
        saturday += dt.timedelta(weeks=1 if ahead else -1)
    return relative_range(saturday, saturday + dt.timedelta(days=1))
