"""Actor dictionaries in the format of TABARI and PETRARCH: their lines to entries, names with dated codes.

An entry is a name with its codes in square brackets, on its line or on lines beneath, and the synonyms that begin with
a plus sign. `#` begins a comment, and so does `<!--`, up to `-->` lines below. What cannot be read is reported and
costs itself alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from kgraph.actors.tables import name_problem
from kgraph.errors import DataError

NO_ACTOR: Final = frozenset({"---", "+++", "###"})
"""The codes of what is no actor; what has one hides the names it holds."""

_COMMENT: Final = re.compile(r"\[###|#|<!\s*--")
_BLOCK: Final = re.compile(r"\[([^\[\]]*)\]")
_CODE: Final = re.compile(
    r"\s*(?P<code>---|\+\+\+|###|[A-Za-z0-9]{2,}(?:/[A-Za-z0-9]{2,})*)"
    r"(?:\s*(?P<sign>[<>])\s*(?P<day>\d+)|\s+(?P<first>\d+)\s*-\s*(?P<last>\d+)|\s+(?P<only>\d+))?\s*"
)
_LONGEST: Final = 10_000
"""The most characters a line may have."""
_EARLIEST: Final = "0001-01-01"
_LATEST: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Block:
    """A code and the days it counts on, both ends included; with no days it is the default."""

    code: str
    start: str | None = None
    end: str | None = None

    @property
    def is_default(self) -> bool:
        """Whether it counts where no dated one does."""
        return self.start is None and self.end is None

    def covers(self, day: str) -> bool:
        """Whether the code counts on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with one code, or with none; `dated` says that the code came with dates."""

    code: str | None
    start: str | None
    end: str | None
    dated: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name as it stands in a dictionary; one that is stopped has no plural."""

    row: int
    words: tuple[str, ...]
    stopped: bool

    @property
    def key(self) -> str:
        """The name as it is compared with others."""
        return " ".join(self.words).casefold()


@dataclass(slots=True)
class Entry:
    """Names that share their codes; the first is the main one."""

    row: int
    names: list[Phrase] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tried: int = 0

    def spans(self) -> tuple[Span, ...]:
        """The codes in the order of time, without gap or overlap.

        On a day counts the first dated code that fits, in the order of the file, else the last undated one.
        """
        edges = {b.start for b in self.blocks if b.start is not None}
        edges |= {_beside(b.end, 1) for b in self.blocks if b.end is not None}
        spans: list[Span] = []
        first: str | None = None
        for edge in (*sorted(edges), None):
            block = self._block_on(first or _EARLIEST)
            end = None if edge is None else _beside(edge, -1)
            code, dated = (None, False) if block is None else (block.code, not block.is_default)
            if spans and (spans[-1].code, spans[-1].dated) == (code, dated):
                spans[-1] = Span(code, spans[-1].start, end, dated)
            else:
                spans.append(Span(code, first, end, dated))
            first = edge
        return tuple(spans)

    def _block_on(self, day: str) -> Block | None:
        fitting = [block for block in self.blocks if not block.is_default and block.covers(day)]
        defaults = [block for block in self.blocks if block.is_default]
        return fitting[0] if fitting else defaults[-1] if defaults else None


class Lines:
    """The lines of a dictionary without its comments, and what is wrong with it.

    Args:
        path: the dictionary, in UTF-8.

    Raises:
        DataError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.problems: list[DataError] = []
        try:
            self._data = path.read_bytes()
        except OSError as error:
            raise DataError(f"cannot be read ({error.strerror})", file=self.file) from None

    def report(self, row: int, problem: str, value: object = None, expected: str | None = None) -> None:
        """Keep what is wrong with a line."""
        self.problems.append(DataError(problem, file=self.file, row=row, value=value, expected=expected))

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Row and text of each line that is more than comment."""
        lines = list(enumerate(self._data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1))
        self._last_end = max((row for row, line in lines if b"-->" in line), default=0)
        self._inside = False
        for row, line in lines:
            if len(line) > _LONGEST:
                self.report(row, f"a line of {len(line)} characters", expected=f"{_LONGEST} at most")
                continue
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                self.report(row, "not UTF-8", line[error.start : error.start + 20])
                continue
            kept = self._without_comments(row, text.removesuffix("\r"))
            if kept.strip():
                yield row, kept

    def _without_comments(self, row: int, rest: str) -> str:
        kept = ""
        while rest:
            if self._inside:
                _, end, rest = rest.partition("-->")
                self._inside = not end
                continue
            mark = next((match for match in _COMMENT.finditer(rest) if match[0] != "[###"), None)
            if mark is None:
                return kept + rest
            kept, rest = kept + rest[: mark.start()], rest[mark.end() :]
            if mark[0] == "#":
                return kept
            if "-->" not in rest and row >= self._last_end:
                self.report(row, "a comment that never ends", expected="-->")
                return kept
            self._inside = True
        return kept


def read_entries(lines: Lines) -> list[Entry]:
    """The entries of an actor dictionary; what is wrong with a line is added to the problems of `lines`."""
    entries: list[Entry] = []
    for row, line in lines:
        name, bracket, codes = line.strip().partition("[")
        is_synonym = name.startswith("+")
        if name and not is_synonym:
            entries.append(Entry(row))
        if not entries:
            lines.report(row, "no name above it", line.strip(), "a name with its code")
            continue
        if name:
            entries[-1].names += _phrases(lines, row, name.removeprefix("+"))
        if bracket:
            entries[-1].tried += 1
            entries[-1].blocks += _blocks(lines, row, bracket + codes)
    for entry in entries:
        if not entry.tried:
            lines.report(entry.row, "a name without a code", " ".join(entry.names[0].words) if entry.names else None)
    return [entry for entry in entries if entry.names and entry.blocks]


def _phrases(lines: Lines, row: int, name: str) -> Iterator[Phrase]:
    words = name.replace("_", " ").split()
    problem = name_problem(" ".join(words))
    if problem is None:
        yield Phrase(row, tuple(words), name.rstrip().endswith("_"))
    else:
        lines.report(row, problem[0], name.strip(), problem[1])


def _blocks(lines: Lines, row: int, text: str) -> Iterator[Block]:
    """The codes of a line; what stands behind the last of them is a note."""
    if _BLOCK.match(text) is None:
        lines.report(row, "a code that does not end", text, "[CODE]")
    for content in _BLOCK.findall(text):
        match = _CODE.fullmatch(content)
        if match is None:
            lines.report(row, "not a code", f"[{content}]", "[CODE], [CODE <DATE], [CODE >DATE] or [CODE DATE-DATE]")
            continue
        first, last = match["first"] or match["only"], match["last"]
        if match["sign"] is not None:
            first, last = (None, match["day"]) if match["sign"] == "<" else (match["day"], None)
        try:
            start, end = _day(first), _day(last)
        except ValueError:
            lines.report(row, "not a date", f"[{content}]", "YYMMDD or YYYYMMDD")
            continue
        if start is not None and end is not None and end < start:
            lines.report(row, "an end before its start", f"[{content}]", f"{start} or later")
            continue
        yield Block(match["code"], start if start != _EARLIEST else None, end if end != _LATEST else None)


def _day(digits: str | None) -> str | None:
    """The day that six or eight digits write; two digits of a year are of this century up to 29.

    Raises:
        ValueError: there is no such day.
    """
    if digits is None:
        return None
    if len(digits) == 6:
        digits = f"{'20' if digits < '30' else '19'}{digits}"
    if len(digits) != 8:
        raise ValueError(digits)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()


def _beside(day: str, step: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=step)).isoformat()


def windows_of(spans: Sequence[Span]) -> tuple[tuple[str | None, str | None], ...]:
    """The stretches of time in which a name with these codes is somebody's: all but those coded as no actor.

    >>> windows_of([Span("---", None, "1995-06-30", True), Span("DOL", "1995-07-01", None, False)])
    (('1995-07-01', None),)
    """
    windows: list[tuple[str | None, str | None]] = []
    before: Span | None = None
    for span in spans:
        if span.code not in NO_ACTOR:
            joins = before is not None and before.code not in NO_ACTOR
            start = windows.pop()[0] if joins else span.start
            windows.append((start, span.end))
        before = span
    return tuple(windows)


def codes_within(spans: Iterable[Span], *, on: str | None) -> tuple[str, ...]:
    """The codes that count on a date (an ISO prefix), or today: a compound one (`ELR/GAL`) is several."""
    found: dict[str, None] = {}
    for span in spans:
        counts = span.end is None if on is None else _meets(span, on)
        if counts and span.code is not None and span.code not in NO_ACTOR:
            found |= dict.fromkeys(span.code.split("/"))
    return tuple(found)


def _meets(span: Span, on: str) -> bool:
    return (span.start or "")[: len(on)] <= on and (span.end is None or on <= span.end[: len(on)])
