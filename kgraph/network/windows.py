"""Stretches of time: the window that a measure looks at, and windows that roll on from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as calendar_date
from enum import StrEnum
from typing import Final

from kgraph.errors import DataError
from kgraph.model import Date

_LONGEST: Final = 20_000
"""The most windows one series has: a slip in a year would otherwise ask for millions."""


class Every(StrEnum):
    """The step from one window to the next."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of days, the first and the last included.

    A claim lies in the window that its first day lies in, whatever its precision or length, so that windows which do
    not overlap share out the dated claims. Claims without a date lie in none but the whole of time.

    Attributes:
        since: the first day as a day, month or year; None for no beginning.
        until: the last; a month or year stands for its last day. None for no end.

    Raises:
        DataError: one of them is no such date, or it ends before it starts.

    >>> window = Window("2017", "2017-02")
    >>> window.since, window.until, window.days
    ('2017-01-01', '2017-02-28', 59)
    """

    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        if self.since is not None:
            object.__setattr__(self, "since", Date(start=self.since).first_day)
        if self.until is not None:
            object.__setattr__(self, "until", Date(start=self.until).last_day)
        if self.since is not None and self.until is not None and self.until < self.since:
            raise DataError("a window that ends before it starts", value=f"{self.since}..{self.until}")

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read a day, a month, a year, or two of them with two dots between; either may be left out.

        Raises:
            DataError: `text` is no such window.

        >>> str(Window.parse("2017-05")), str(Window.parse("2016..2017-06")), str(Window.parse("2017.."))
        ('2017-05-01..2017-05-31', '2016-01-01..2017-06-30', '2017-01-01..')
        """
        since, dots, until = text.partition("..")
        if not dots:
            return cls(text, text)
        return cls(since or None, until or None)

    @classmethod
    def of_days(cls, first: int, last: int) -> Window:
        """The window from one day to another, given as ordinals.

        >>> Window.of_days(736330, 736330).since
        '2017-01-01'
        """
        return cls(_iso(first), _iso(last))

    def __str__(self) -> str:
        return f"{self.since or ''}..{self.until or ''}"

    @property
    def unbounded(self) -> bool:
        """Whether it is the whole of time, so that undated claims lie in it too."""
        return self.since is None and self.until is None

    @property
    def first(self) -> int:
        """The ordinal of the first day; 1 where there is no beginning."""
        return 1 if self.since is None else _ordinal(self.since)

    @property
    def last(self) -> int:
        """The ordinal of the last day; that of the calendar's last where there is no end."""
        return calendar_date.max.toordinal() if self.until is None else _ordinal(self.until)

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    def before(self) -> Window:
        """The window of as many days just before it.

        Raises:
            DataError: it has no beginning or no end, or the calendar begins in it.

        >>> str(Window("2017-03-01", "2017-03-10").before())
        '2017-02-19..2017-02-28'
        """
        if self.since is None or self.until is None or self.first <= self.days:
            raise DataError("nothing lies before this window", value=str(self), expected="a first and a last day")
        return Window.of_days(self.first - self.days, self.first - 1)


def windows(since: str, until: str, *, every: str = Every.MONTH, span: int = 1) -> list[Window]:
    """The windows from one day to another, oldest first.

    Args:
        since: the first day, month or year. Windows are whole weeks (from Monday), months, quarters or years, so the
            first may begin before it.
        until: the last; the last window may end after it.
        every: the step: day, week, month, quarter or year.
        span: how many steps long each window is. With 1 they lie side by side; with more they roll, each but one step
            further than the last, the first ending where the first step ends.

    Raises:
        DataError: the dates, the step or the span are none.

    >>> [str(window) for window in windows("2017-01-15", "2017-02")]
    ['2017-01-01..2017-01-31', '2017-02-01..2017-02-28']
    >>> str(windows("2017-03", "2017-03", span=3)[0])
    '2017-01-01..2017-03-31'
    """
    if every not in list(Every):
        raise DataError("not a step", value=every, expected=", ".join(Every))
    if not 1 <= span <= 1000:
        raise DataError("not a span", value=span, expected="1 to 1000 steps")
    whole = Window(since, until)
    if whole.since is None or whole.until is None:
        raise DataError("a series without a beginning or an end", value=str(whole))
    step, found = Every(every), list[Window]()
    day = _BACK[step](whole.first)
    while day <= whole.last:
        if len(found) == _LONGEST:
            raise DataError("too many windows", value=f"{whole} by {every}", expected=f"at most {_LONGEST}")
        following = _next(day, step)
        found.append(Window.of_days(_rolled(day, step, span - 1), following - 1))
        day = following
    return found


def _next(day: int, step: Every) -> int:
    """The first day of the step after the one that begins on that day; past the calendar after its last step."""
    beyond = day + _LENGTH[step]
    return _BACK[step](beyond) if beyond <= _END else _END + 1


def _rolled(day: int, step: Every, back: int) -> int:
    """The first day of the step so many steps earlier, of the calendar's first where there is none."""
    for _ in range(back):
        day = _BACK[step](max(1, day - 1))
    return day


def _ordinal(day: str) -> int:
    return calendar_date.fromisoformat(day).toordinal()


def _iso(ordinal: int) -> str:
    return calendar_date.fromordinal(ordinal).isoformat()


def _month(day: int) -> int:
    return calendar_date.fromordinal(day).replace(day=1).toordinal()


def _quarter(day: int) -> int:
    date = calendar_date.fromordinal(day)
    return date.replace(month=3 * ((date.month - 1) // 3) + 1, day=1).toordinal()


_END: Final = calendar_date.max.toordinal()
_BACK: Final[dict[Every, Callable[[int], int]]] = {
    Every.DAY: lambda day: day,
    Every.WEEK: lambda day: max(1, day - calendar_date.fromordinal(day).weekday()),
    Every.MONTH: _month,
    Every.QUARTER: _quarter,
    Every.YEAR: lambda day: calendar_date.fromordinal(day).replace(month=1, day=1).toordinal(),
}
"""The first day of the step that a day lies in."""
_LENGTH: Final = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 92, Every.YEAR: 366}
"""So many days after the first day of a step lies in the next one."""
