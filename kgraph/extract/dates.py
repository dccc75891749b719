"""When a sentence says that something happened: date expressions, resolved against the day of publication.

Nothing is guessed: a weekday or a month without a year needs a publication date, and "recently" is no date. A bare
weekday is the latest one up to the day of publication, or, where the words around it look ahead ("will meet on
Thursday"), the first one after it. Weeks run from Monday to Sunday. A year that only names a thing ("the 2015 deal")
is no date, and neither is a limit ("by Friday").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kgraph.errors import DataError
from kgraph.extract.calendar import Calendar
from kgraph.extract.date_rules import BEHIND, PATTERNS, Rule, behind
from kgraph.model import Date, DateBasis
from kgraph.model.dates import DatePrecision


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression of a text: where it stands (character offsets, end excluded) and what it means."""

    start: int
    end: int
    date: Date


def resolve_date(
    sentence_text: str,
    *,
    published: str | None,
    cue_position: int | None = None,
    anchor: Date | None = None,
) -> Date | None:
    """The date that stands nearest to a cue, or None where the sentence gives none.

    Args:
        sentence_text: the sentence.
        published: the day of publication, `YYYY-MM-DD`; without it only dates with a year count.
        cue_position: where in the sentence the cue stands; None takes the first date.
        anchor: the date of the sentence before, for "the same day" and "two days later".

    >>> str(resolve_date("Putin met Xi on Tuesday.", published="2017-12-07"))
    '2017-12-05'
    >>> str(resolve_date("Trade has grown since March.", published="2017-12-07"))
    '2017-03/..'
    >>> resolve_date("The two may meet soon.", published="2017-12-07") is None
    True
    """
    mentions = find_dates(sentence_text, published=published, anchor=anchor)
    nearest = nearest_date(sentence_text, mentions, cue_position)
    return None if nearest is None else nearest.date


_BOUNDARY: Final = re.compile(r"[,;:]|\s(?:and|but|while|which|who|after|before)\s")
_BOUNDARY_COST: Final = 40
"""Characters that the edge of a clause between a date and a cue counts for: a date belongs to its own clause first."""


def nearest_date(text: str, mentions: Sequence[DateMention], position: int | None) -> DateMention | None:
    """The mention of `text` nearest to a position, the earlier of two as near; the first one without a position."""
    if position is None:
        return mentions[0] if mentions else None

    def cost(mention: DateMention) -> tuple[int, int]:
        first, last = (mention.end, position) if mention.end <= position else (position, mention.start)
        edges = len(_BOUNDARY.findall(text, first, max(first, last)))
        return max(last - first, 0) + _BOUNDARY_COST * edges, mention.start

    return min(mentions, key=cost, default=None)


def find_dates(
    text: str,
    *,
    published: str | None,
    anchor: Date | None = None,
    here: Date | None = None,
    ahead: Callable[[int], bool] | None = None,
) -> list[DateMention]:
    """The date expressions of a sentence that mean something, in its order.

    Args:
        text: the sentence.
        published: the day of publication, `YYYY-MM-DD`; without it only dates with a year count.
        anchor: the date of the sentence before, for "the same day" and "two days later".
        here: the latest date of the paragraph so far: after "in March 2008", "in July" is that of the same year.
        ahead: whether an expression that begins at an offset is known to look ahead; what it does not know the words
            around say.

    >>> [str(one.date) for one in find_dates("They met in May and, a year later, in Oslo.", published="2017-12-07")]
    ['2017-05', '2018']
    """
    today = None if published is None else dt.date.fromisoformat(published)
    found: list[_Found] = []
    for rule, match in _expressions(text):
        before = next((f.date for f in reversed(found) if f.date is not None), None)
        looks_ahead = (ahead is not None and ahead(match.start())) or _looks_ahead(text, match)
        context = Calendar(today=today, ahead=looks_ahead, said=before or anchor, near=before or here)
        found.append(_Found(match.start(), match.end(), _meaning(rule, match, context), rule, match, context))
    bounded = (_bounded(text, expression) for expression in _joined(text, found))
    return [DateMention(f.start, f.end, f.date) for f in bounded if f.date is not None]


def dates_behind(text: str, mentions: Sequence[DateMention], *, published: str | None) -> list[DateMention]:
    """The dates of what stands behind "two days after" or "a year before".

    They count from the day that the sentence names, of `mentions`, else from the day of publication.

    >>> text = "On Monday, two days after Iran bombed Iraq, the two met."
    >>> [str(one.date) for one in dates_behind(text, find_dates(text, published="2017-12-07"), published="2017-12-07")]
    ['2017-12-02']
    """
    named = next((one.date for one in mentions if one.date.precision is DatePrecision.DAY), None)
    day = published if named is None else named.first_day
    found: list[DateMention] = []
    for match in BEHIND.finditer(text) if day is not None else ():
        date = behind(match, dt.date.fromisoformat(day or ""))
        if date is not None:
            found.append(DateMention(match.start(), match.end(), date))
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression on its way to a date; None where it is one without a day of its own ("several weeks ago")."""

    start: int
    end: int
    date: Date | None
    rule: Rule
    match: re.Match[str]
    context: Calendar


def _meaning(rule: Rule, match: re.Match[str], context: Calendar) -> Date | None:
    """What an expression means; None where that lies before the first day of the calendar or after its last."""
    try:
        return rule(match, context)
    except (OverflowError, DataError):
        return None


def _expressions(text: str) -> list[tuple[Rule, re.Match[str]]]:
    """What the patterns find, the leftmost first, of several the longest; none overlap."""
    everything = [
        (m.start(), -m.end(), i, m) for i, (pattern, _) in enumerate(PATTERNS) for m in pattern.finditer(text)
    ]
    chosen: list[tuple[Rule, re.Match[str]]] = []
    end = 0
    for start, minus_end, i, match in sorted(everything, key=lambda found: found[:3]):
        if start >= end:
            chosen.append((PATTERNS[i][1], match))
            end = -minus_end
    return chosen


_AHEAD_WINDOW: Final = 120
_CLAUSE_END: Final = re.compile(r"[;:!?][\"”\u2019]?\s|\sbut\s|\safter\s|\swhile\s|\swhich\s")
_TENSE: Final = re.compile(
    r"\b(?P<ahead>(?:will|shall|would|won[\u2019']t)(?:\s+(?:not|also|now|be|have|then)\b)*(?:\s+\w+)?"
    r"|(?P<asked>(?:ask|order|instruct|urg|invit|want|direct)(?:s|ed|es|e|ing)?\s+(?:[\w'\u2019-]+\s+){1,6}?to\s+[a-z]+)"
    r"|(?:set|scheduled|due|slated|planned)\s+on\b"
    r"|(?:plans?|planned|planning|agreed|set|scheduled|expected|due|intends?|vowed|promised|pledged|ready|preparing|about"
    r"|slated|poised)\s+(?:to(?:\s+be)?\s+[a-z]\w*|for\b)|going\s+to\s+[a-z]\w*|(?:is|are|was|were)\s+(?:to\s+[a-z]\w*|due)|upcoming|[\u2019']ll\s+\w+)"
    r"|\b(?P<past>\w{2,}ed|said|told|met|held|was|were|had|has|have|began|took|made|went|came|spoke|fell|rose|sent|left"
    r"|won|lost|shot|struck|saw|gave|hit|wrote|flew)\b"
)


def _looks_ahead(text: str, match: re.Match[str]) -> bool:
    """Whether the nearest verb that shows a tense, before the expression or else after it, looks ahead."""
    before = text[max(0, match.start() - _AHEAD_WINDOW) : match.start()]
    before = _CLAUSE_END.split(before)[-1]
    tenses = list(_TENSE.finditer(before))
    if tenses and tenses[-1]["asked"] is not None and match.groupdict().get("weekday") is not None:
        return False  # "urged him to leave on Monday": the urging was on Monday
    if tenses:
        return tenses[-1]["ahead"] is not None
    after = _CLAUSE_END.split(text[match.end() : match.end() + _AHEAD_WINDOW])[0]
    first = _TENSE.search(after)
    return first is not None and first["ahead"] is not None


_LOOSE: Final = r"(?:\s+the)?(?:\s+(?:early|late|mid|at\s+least|about|around|(?:end|start|beginning|middle)\s+of))?"
_NOT_UNTIL: Final = re.compile(
    rf"(?:\bnot|n['\u2019]t|\bonly|\bnever)\b[^.;:]*?\s(?:until|till){_LOOSE}[\s-]*\Z", re.IGNORECASE
)
_BY_THEN: Final = re.compile(rf"\bby{_LOOSE}[\s-]*\Z", re.IGNORECASE)
_HAD: Final = re.compile(r"[^.;:]{0,60}?\bhad\s+(?!to\b)")
_SINCE: Final = re.compile(rf"\bsince{_LOOSE}[\s-]*\Z", re.IGNORECASE)
_LIMIT: Final = re.compile(
    rf"\b(?:until|till|by|before|after|prior\s+to|up\s+to|ahead\s+of|following){_LOOSE}[\s-]*\Z", re.IGNORECASE
)
_BOUND_WINDOW: Final = 40


def _bounded(text: str, found: _Found) -> _Found:
    """Since X is open at its end; until, by, before and after X give no day of the event.

    But what was not done until X was done then, and so was, nearly, what had been done by X.
    """
    before = text[max(0, found.start - _BOUND_WINDOW) : found.start]
    is_of_then = _NOT_UNTIL.search(before) or (_BY_THEN.search(before) and _HAD.match(text, found.end))
    if found.date is None or (_LIMIT.search(before) and not is_of_then):
        return replace(found, date=None)
    if _SINCE.search(before):
        return replace(found, date=Date(start=found.date.start, end="..", basis=found.date.basis))
    return found


_AND: Final = re.compile(r"\s+(?:and|to|until|till|through)\s+(?:the\s+)?|\s?[-\u2013—]\s?")
_FROM: Final = re.compile(r"\b(?:between|from)\s+(?:the\s+)?\Z", re.IGNORECASE)


def _joined(text: str, found: list[_Found]) -> list[_Found]:
    """Two dates with "between … and …", "from … to …" or a dash between them are one range."""
    joined: list[_Found] = []
    for item in found:
        if joined and (whole := _range_of(text, joined[-1], item)) is not None:
            joined[-1] = whole
        else:
            joined.append(item)
    return joined


def _in_the_year_of(found: _Found, last: Date) -> Date | None:
    """The expression in the year of the range's end, or in the year before where it would come after that end."""
    year = int(last.start[:4])
    start = _meaning(found.rule, found.match, replace(found.context, year=year))
    if start is not None and start.first_day > last.first_day:
        return _meaning(found.rule, found.match, replace(found.context, year=year - 1))
    return start


def _range_of(text: str, first: _Found, last: _Found) -> _Found | None:
    between = text[first.end : last.start]
    opened = _FROM.search(text[max(0, first.start - _BOUND_WINDOW) : first.start])
    if not _AND.fullmatch(between) or not (opened or between.strip() in ("-", "\u2013", "—")):
        return None
    if last.date is None or last.date.end is not None:
        return None
    start = first.date
    if last.date.basis is DateBasis.EXPLICIT and (start is None or start.basis is not DateBasis.EXPLICIT):
        start = _in_the_year_of(first, last.date)
    if start is None or start.end is not None:
        return None
    try:
        whole = Date(start=start.start, end=last.date.start, basis=last.date.basis)
    except DataError:
        return None
    return replace(first, end=last.end, date=whole)
