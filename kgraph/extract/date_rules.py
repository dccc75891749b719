"""What date expressions look like in English, and what each kind means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kgraph.errors import DataError
from kgraph.extract import calendar
from kgraph.extract.calendar import Calendar
from kgraph.model import Date

Rule = Callable[[re.Match[str], Calendar], Date | None]
"""What a match means: a date, or None where it names no day of its own ("several weeks ago")."""

_LONG: Final = "January|February|March|April|June|July|August|September|October|November|December"
_SHORT: Final = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_MONTH_NAME: Final = rf"{_LONG}|May|{_LONG.upper()}|MAY|{_SHORT}"
_YEAR: Final = r"(?:1[5-9]|20|21)\d\d(?!\d|[.,]\d|%|-year)"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|,\d{3}|[.:]\d|%)"
_WEEKDAY: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
_MAYBE_WEEKDAY: Final = rf"(?:\b(?:{_WEEKDAY}),?\s+)?"
_NUMBER: Final = (
    r"(?:\d{1,3}|an?|a\s+couple\s+of|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|several|some|a\s+few|many)"
)
_UNIT: Final = r"(?P<unit>minute|hour|day|week|month|year|decade)s?"

_TO: Final = "(?:to|and|until|through|till)"
_COUNTED: Final = (
    r"\s+(?:villages|towns|cities|cases|homes|houses|households|families|people|men|women|children|soldiers|troops|schools"
    r"|places|locations|sites|instances|districts|buildings|shops|stores|hospitals|companies|communities|centers|centres)\b"
)
"""What makes a number before it a count: "in 2000 villages"."""


def _month(group: str = "month") -> str:
    return rf"(?P<{group}>{_MONTH_NAME})"


def _after(*words: str) -> str:
    """One of these words right before, not part of the match (a look-behind needs one width each)."""
    return "(?:" + "|".join(rf"(?<=\b(?i:{word})[\s-])" for word in words) + ")"


_OPEN: Final = (
    *("in", "since", "until", "till", "by", "before", "after", "during", "early", "late", "mid", "from"),
    *("middle of", "end of", "start of", "beginning of"),
)
_STOP: Final = r"(?=\s*(?:[,.;:)\u2014\u2013]|\Z))"
"""What ends a phrase: "the year before" names a year where nothing follows that it was before."""


def _iso(match: re.Match[str], context: Calendar) -> Date | None:
    return calendar.date_of(int(match[1]), int(match[2]), int(match[3]), stated=True)


def _numeric(match: re.Match[str], context: Calendar) -> Date | None:
    """7.12.2017 is day and month; with slashes only where one of them cannot be a month."""
    first, last, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12:
        return calendar.date_of(year, last, first, stated=True)
    return calendar.date_of(year, first, last, stated=True) if last > 12 else None


def _day(match: re.Match[str], context: Calendar) -> Date | None:
    """December 7, 7 Dec 2017, December 5-7."""
    if match["year"] is not None:
        context = replace(context, year=int(match["year"]))
    month, number = calendar.month_number(match["month"]), int(match["day"].rstrip("sthnrd"))
    which = match.groupdict().get("which")
    if which is None:
        first = calendar.day_without_year(month, number, context)
    else:
        first = _in_year(which, context, month, number)
    if first is None or match["last"] is None:
        return first
    last = f"{first.start[:8]}{int(match['last'].rstrip('sthnrd')):02}"
    try:
        return Date(start=first.start, end=last, basis=first.basis)
    except DataError:
        return None


def _in_year(which: str, context: Calendar, month: int, day: int | None = None) -> Date | None:
    """March 3 last year, March this year."""
    if context.today is None:
        return None
    year = context.today.year + {"last": -1, "this": 0, "next": 1}[which.lower()]
    return calendar.date_of(year, month, day, stated=False)


def _month_of(match: re.Match[str], context: Calendar) -> Date | None:
    """May 2017, last May, in May."""
    fields = match.groupdict()
    month = calendar.month_number(match["month"])
    if fields.get("year") is not None:
        return calendar.date_of(int(match["year"]), month, stated=True)
    if fields.get("of_year") is not None:
        return _in_year(match["of_year"], context, month)
    return calendar.month_without_year(month, context, (fields.get("which") or "").lower())


def _months(match: re.Match[str], context: Calendar) -> Date | None:
    """Between May and July 2016."""
    if match["year"] is not None:
        context = replace(context, year=int(match["year"]))
    last = calendar.month_without_year(calendar.month_number(match["last"]), context)
    if last is None:
        return None
    first = calendar.month_number(match["month"])
    year = int(last.start[:4]) - (first > int(last.start[5:]))
    return Date(start=f"{year:04}-{first:02}", end=last.start, basis=last.basis)


def _year(match: re.Match[str], context: Calendar) -> Date | None:
    return calendar.date_of(int(match["year"]), stated=True)


def _years(match: re.Match[str], context: Calendar) -> Date | None:
    first, last = match["year"], match["last"]
    last = first[: 4 - len(last)] + last
    return Date(start=first, end=last) if first < last else None


def _decade(match: re.Match[str], context: Calendar) -> Date | None:
    return Date(start=match["year"], end=f"{match['year'][:3]}9")


def _quarter(match: re.Match[str], context: Calendar) -> Date | None:
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["quarter"].lower()) or int(
        match["quarter"][-1]
    )
    return Date(start=f"{match['year']}-{3 * number - 2:02}", end=f"{match['year']}-{3 * number:02}")


def _weekday(match: re.Match[str], context: Calendar) -> Date | None:
    which = (match["which"] or "").lower()
    which = "later" if match["later"] is not None else which
    which = {"past": "last", "previous": "last", "coming": "next"}.get(which, which)
    number = calendar.weekday_number(match["weekday"])
    if match["week"] is None or context.today is None:
        return calendar.weekday(number, context, which)
    offset = {"last": -1, "this": 0, "next": 1}[match["week"].lower()]
    return calendar.relative_day(calendar.week_start(context.today) + dt.timedelta(weeks=offset, days=number))


_NEAR_DAYS: Final = {"yesterday": -1, "last night": -1, "tomorrow": 1}


def _near_day(match: re.Match[str], context: Calendar) -> Date | None:
    """Today, last night, the day after tomorrow."""
    before, after, day = match["before"], match["after"], " ".join(match["near"].lower().split())
    offset = _NEAR_DAYS.get(day, 0) - (before is not None) + (after is not None)
    return None if context.today is None else calendar.counted("day", offset, context.today)


def _this_unit(match: re.Match[str], context: Calendar) -> Date | None:
    """Last month, earlier this week, later in the month, next year."""
    today = context.today
    if today is None:
        return None
    which, unit, when = (match["which"] or "this").lower(), match["unit"].lower(), (match["when"] or "").lower()
    offset = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit == "week" and offset == 0:
        monday = calendar.week_start(today)
        if when == "later" or (context.ahead and when != "earlier"):
            return calendar.relative_range(today, monday + dt.timedelta(days=6))
        return calendar.relative_range(monday, today)
    return calendar.counted(unit, offset, today)


def _ago(match: re.Match[str], context: Calendar) -> Date | None:
    number = calendar.whole_number(match["number"])
    if number is None or context.today is None:
        return None
    return calendar.counted(match["unit"].lower(), -number, context.today)


def _in_the_past(match: re.Match[str], context: Calendar) -> Date | None:
    """Over the past two weeks: from then to the day of publication."""
    number = calendar.whole_number(match["number"] or "one")
    if number is None or context.today is None:
        return None
    unit, today = match["unit"].lower(), context.today
    days = {"day": 1, "week": 7}.get(unit)
    if days is not None:
        return calendar.relative_range(today - dt.timedelta(days=days * number), today)
    then = calendar.counted(unit, -number, today)
    return None if then is None else Date(start=then.start, end=today.isoformat()[: len(then.start)], basis=then.basis)


def _from_said(match: re.Match[str], context: Calendar) -> Date | None:
    """The same day, a day earlier, two weeks later: from the date said before; earlier ones else from publication."""
    fields = match.groupdict()
    said, way = context.said, (fields.get("way") or "same").lower()
    unit = _PARTS_OF_DAY.get(match["unit"].lower(), match["unit"].lower())
    number = calendar.whole_number(fields.get("number") or "one")
    start = None if said is None else calendar.day_to_count_from(said, unit)
    if start is None and way in ("earlier", "before", "previous"):
        start = context.today
    if start is None or number is None:
        return None
    sign = 0 if way == "same" else 1 if way in ("later", "next", "following", "after") else -1
    return calendar.counted(unit, sign * number, start)


def _holiday(match: re.Match[str], context: Calendar) -> Date | None:
    """Christmas Eve, Boxing Day 2017."""
    if match["year"] is not None:
        context = replace(context, year=int(match["year"]))
    name = " ".join(match["holiday"].lower().replace("\u2019", "'").split())
    return calendar.day_without_year(*_HOLIDAYS[name], context)


def _day_of_month(match: re.Match[str], context: Calendar) -> Date | None:
    """On the 21st."""
    return calendar.day_of_month(int(match["day"].rstrip("sthnrd")), context)


def _first_months(match: re.Match[str], context: Calendar) -> Date | None:
    """The first eight months of the year."""
    number = calendar.whole_number(match["number"])
    if match["year"] is not None:
        year, stated = int(match["year"]), True
    elif context.today is not None:
        year, stated = context.today.year - (match["which"].lower() == "last"), False
    else:
        return None
    last = None if number is None or number < 1 else calendar.date_of(year, number, stated=stated)
    return None if last is None else replace(last, start=f"{year:04}-01", end=last.start)


_PARTS_OF_DAY: Final = dict.fromkeys(("morning", "afternoon", "evening", "night"), "day")
_HOLIDAYS: Final = {
    "new year's day": (1, 1),
    "may day": (5, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
_SPAN: Final = r"(?P<unit>day|night|evening|morning|afternoon|week|month|year)"


def _weekend(match: re.Match[str], context: Calendar) -> Date | None:
    return calendar.weekend(context, (match["which"] or "").lower())


def _no_date(match: re.Match[str], context: Calendar) -> Date | None:
    return None


PATTERNS: Final[tuple[tuple[re.Pattern[str], Rule], ...]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        # Names that only look like dates come first: of two matches as long the earlier pattern wins.
        (rf"\b(?:Black|Good|Bloody|Cyber|Super|Ash|Easter)\s+(?:{_WEEKDAY})\b", _no_date),
        (rf"\b(?:{_WEEKDAY})\s+(?:Times|Telegraph|Mirror|Express|Herald|Mail|Post)\b", _no_date),
        (
            rf"\b(?:{_MONTH_NAME})\s+{_DAY}\s+(?:Movement|Front|Brigade|Revolution|Committee|Square|Bridge|Alliance)\b",
            _no_date,
        ),
        (rf"\b(?i:every|each)\s+(?:other\s+)?(?:{_WEEKDAY})\b", _no_date),
        (rf"\b(?:{_WEEKDAY})\s+(?:nights|mornings|evenings|afternoons)\b", _no_date),
        (r"\bSep(?:t\.?|tember)\s+11(?:th)?,?\s+(?:terror(?:ist)?\s+)?(?:attacks|hijack\w+)\b", _no_date),
        (r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])", _iso),
        (r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2((?:1[5-9]|20|21)\d\d)(?![\d/])", _numeric),
        (
            rf"{_MAYBE_WEEKDAY}\b{_month()}\s+(?P<day>{_DAY})(?:\s?[-\u2013]\s?(?P<last>{_DAY}))?"
            rf"(?:,?\s+(?:(?P<year>{_YEAR})|(?P<which>last|this|next)\s+year\b))?",
            _day,
        ),
        (
            rf"{_MAYBE_WEEKDAY}(?<![\d.,/-])\b(?P<day>{_DAY})(?:\s?[-\u2013]\s?(?P<last>{_DAY}))?\s+(?:of\s+)?{_month()}"
            rf"(?:,?\s+(?:(?P<year>{_YEAR})|(?P<which>last|this|next)\s+year))?(?!\w)",
            _day,
        ),
        (
            rf"{_after('from', 'between')}{_month()}\s+(?P<day>{_DAY})\s+{_TO}\s+(?P<last>{_DAY})"
            rf"(?!\s+(?:{_MONTH_NAME}|percent))"
            rf"(?:,?\s+(?P<year>{_YEAR}))?(?!\w)",
            _day,
        ),
        (
            rf"{_after('from', 'between')}(?P<day>{_DAY})\s+{_TO}\s+(?P<last>{_DAY})\s+(?:of\s+)?{_month()}"
            rf"(?:,?\s+(?P<year>{_YEAR}))?(?!\w)",
            _day,
        ),
        (rf"\b{_month()},?\s+(?:of\s+)?(?P<year>{_YEAR})\b", _month_of),
        (rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+{_month()}(?!\w)", _month_of),
        (
            rf"{_after(*_OPEN)}{_month()}(?![\w\u2019'])(?:\s+(?:of\s+)?(?P<of_year>last|this|next)\s+year\b)?",
            _month_of,
        ),
        (
            rf"{_after('between', 'from')}{_month()}\s+(?:and|to|until|through|till)\s+{_month('last')}"
            rf"(?:,?\s+(?P<year>{_YEAR}))?(?!\w)",
            _months,
        ),
        (rf"\b{_month()}\s?[-\u2013]\s?{_month('last')}(?:,?\s+(?P<year>{_YEAR}))?(?!\w)", _months),
        (rf"{_after(*_OPEN, 'the year')}(?P<year>{_YEAR})\b(?!\s?[-\u2013]\s?\d)(?!{_COUNTED})", _year),
        (rf"\b(?i:spring|summer|autumn|fall|winter|end|start|beginning|middle)(?:\s+of)?\s+(?P<year>{_YEAR})\b", _year),
        (
            rf"{_after('between', 'from')}(?P<year>{_YEAR})\s+(?:and|to|until|through|till)\s+(?P<last>{_YEAR})\b",
            _years,
        ),
        (rf"(?<![\d-])(?P<year>{_YEAR})\s?[-\u2013]\s?(?P<last>{_YEAR})\b", _years),
        # 2014-16 is a range, but 2010-12 may be a month.
        (
            r"(?<![\d\u2013-])(?P<year>(?:1[5-9]|20)\d\d)(?:\u2013|-(?=1[3-9]|[2-9]\d))(?P<last>\d\d)(?![\d\u2013-])",
            _years,
        ),
        (r"\b(?P<year>(?:1[5-9]|20)\d0)s\b", _decade),
        (
            rf"\b(?:(?i:the)\s+)?(?P<quarter>(?i:first|second|third|fourth))\s+quarter\s+of\s+(?P<year>{_YEAR})\b",
            _quarter,
        ),
        (rf"\b(?P<quarter>Q[1-4])\s+(?P<year>{_YEAR})\b", _quarter),
        (
            rf"\b(?:(?P<which>(?i:last|next|this|coming|previous|past))\s+|(?P<later>[Ll]ater\s+(?:on\s+)?))?(?P<weekday>{_WEEKDAY})\b"
            r"(?:\s+(?:of\s+)?(?P<week>last|this|next)\s+week\b)?",
            _weekday,
        ),
        (
            r"\b(?i:(?:the\s+day\s+(?:(?P<before>before)|(?P<after>after))\s+(?=yesterday|tomorrow))?"
            r"(?P<near>today|tonight|yesterday|tomorrow|last\s+night|this\s+(?:morning|afternoon|evening)))\b",
            _near_day,
        ),
        (
            r"\b(?i:(?:(?P<when>earlier|later|early|late)\s+)?(?:(?P<which>last|this|next|coming)"
            r"|in\s+the(?!\s+\w+\s+(?:after|before|since|to|that|when|of|\d)))"
            r"\s+(?P<unit>week|month|year))\b(?!-)",
            _this_unit,
        ),
        (rf"\b(?i:(?P<number>{_NUMBER})\s+{_UNIT}\s+ago)\b", _ago),
        (
            rf"\b(?i:(?:in|over|during|for|within|throughout)\s+the\s+(?:last|past)(?:\s+(?P<number>{_NUMBER}))?\s+{_UNIT})\b",
            _in_the_past,
        ),
        (rf"\b(?i:(?P<number>{_NUMBER})\s+{_UNIT}\s+(?P<way>earlier|later|(?:before|after){_STOP}))(?!\w)", _from_said),
        (rf"\b(?i:(?:the|that)\s+(?P<way>same|following|previous)\s+{_SPAN})\b(?!-)", _from_said),
        (r"\b(?i:the\s+(?P<way>next)\s+(?P<unit>day|night|evening|morning|afternoon))\b(?!-)", _from_said),
        (rf"(?<!\bsaid\s)(?<!\bsays\s)(?<!\btold\s)\b(?i:that\s+{_SPAN})\b(?!-)", _from_said),
        (rf"\b(?i:the\s+{_SPAN}\s+(?P<way>before|after){_STOP})", _from_said),
        (
            rf"\b(?P<holiday>(?i:christmas\s+(?:eve|day)|boxing\s+day|may\s+day|new\s+year['\u2019]s\s+(?:eve|day)))\b"
            rf"(?:,?\s+(?P<year>{_YEAR}))?(?!\w)",
            _holiday,
        ),
        (rf"(?<=\b[Oo]n\sthe\s)(?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)){_STOP}", _day_of_month),
        (
            rf"\b(?i:first\s+(?P<number>{_NUMBER})\s+months\s+of\s+(?:(?P<year>{_YEAR})|(?P<which>the|this|last)\s+year))\b",
            _first_months,
        ),
        (r"\b(?i:(?:over|at|on|during)\s+(?:the\s+)?(?:(?P<which>last|next|this)\s+)?weekend)\b", _weekend),
    )
)


BEHIND: Final = re.compile(
    rf"\b(?i:(?P<number>{_NUMBER}|hours|days|minutes)(?<!days)\s+(?:{_UNIT}\s+)?(?P<way>after|before)\b(?=\s))"
)
"""What says how long before or after another thing was: "two days after", "hours before"."""


def behind(match: re.Match[str], day: dt.date) -> Date | None:
    """The date of what stands behind such words, where the sentence itself tells of a day.

    >>> str(behind(BEHIND.match("two days after the raid"), dt.date(2017, 12, 7)))
    '2017-12-05'
    """
    number = calendar.whole_number(match["number"])
    if match["unit"] is None:
        return calendar.relative_day(day) if match["number"].lower() in ("hours", "minutes") else None
    sign = -1 if match["way"].lower() == "after" else 1
    return None if number is None else calendar.counted(match["unit"].lower(), sign * number, day)
