"""What the importers of tables share: rows left out with a reason, the two ends of a claim, dates, what was told."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from kgraph.errors import DataError
from kgraph.model import ActorRef, Claim, Date
from kgraph.model.dataset import FieldValue
from kgraph.model.laws import digest
from kgraph.ontology import EVENT_TYPES
from kgraph.sources.delimited import Layout, Table, TableRow
from kgraph.sources.naming import Naming
from kgraph.sources.seam import Fate, ImportedRow, ImportOptions, Outcome, RowProblem

END_OPTIONS: Final = {
    "domestic": "keep rows between two actors of one state (no)",
    "one-sided": "keep rows without a second actor where their type allows it (no)",
}
_DAY: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ][0-9:.]+Z?)?")
_REMEMBERED: Final = 1 << 16
V = TypeVar("V")


class LeftOut(Exception):  # noqa: N818 — no error: the row is well formed
    """A row makes no claim, and why.

    Attributes:
        reason: the key that is counted.
        fate: dropped, or merged.
        value: what was found.
        expected: what tells it already, or what should stand there.
    """

    def __init__(
        self, reason: str, *, fate: Fate = Fate.DROPPED, value: object = None, expected: str | None = None
    ) -> None:
        self.reason, self.fate, self.value, self.expected = reason, fate, value, expected
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Made:
    """What a row makes: claims, and what is odd about it."""

    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()


def outcome_of(row: TableRow | RowProblem, make: Callable[[TableRow], Made]) -> Outcome:
    """What becomes of a row: what `make` makes of it, or the reason that it raises."""
    if isinstance(row, RowProblem):
        return row
    try:
        made = make(row)
    except LeftOut as left:
        return row.problem(left.fate, left.reason, left.value, left.expected)
    except DataError as error:
        return row.problem(Fate.MALFORMED, error.problem, error.value, error.expected)
    return ImportedRow(file=row.file, row=row.row, claims=made.claims, notes=(*row.notes, *made.notes))


def rows_made(files: Iterable[Path], layout: Layout, make: Callable[[TableRow], Made]) -> Iterator[Outcome]:
    """What becomes of each row of files of one layout; all of them are opened before the first row is made.

    Raises:
        DataError: a file cannot be read or is another table.
    """
    return outcomes_of([Table(path, layout) for path in files], make)


def outcomes_of(tables: Iterable[Table], make: Callable[[TableRow], Made]) -> Iterator[Outcome]:
    """What becomes of each row of some tables, in their order."""
    return (outcome_of(row, make) for table in tables for row in table)


@dataclass(frozen=True, slots=True)
class EndRules:
    """Which pairs of actors make claims.

    Attributes:
        domestic: whether two actors of one state do.
        one_sided: whether one actor alone does, where its type of event allows that.
    """

    domestic: bool = False
    one_sided: bool = False

    @classmethod
    def of(cls, options: ImportOptions) -> EndRules:
        """The rules that the options of `END_OPTIONS` give."""
        return cls(options.flag("domestic", default=False), options.flag("one-sided", default=False))

    def check(self, actor: ActorRef | None, recipient: ActorRef | None, event_type: str | None) -> ActorRef:
        """The first actor.

        Raises:
            LeftOut: the two make no claim.
        """
        if actor is None:
            raise LeftOut("no first actor")
        if recipient is None:
            if not self.one_sided or event_type is None or EVENT_TYPES[event_type].needs_recipient:
                raise LeftOut("no second actor")
        elif recipient.id == actor.id:
            raise LeftOut("an actor with itself", value=actor.name)
        elif recipient.rollup == actor.rollup and not self.domestic:
            raise LeftOut("two actors of one state")
        return actor


class Told:
    """What the last rows told, by keys; older ones are forgotten, so memory does not grow with the file."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._rows: _Last[int] = _Last(most)
        self._own: _Last[tuple[int, Hashable]] = _Last(most)

    def earlier(self, key: Hashable) -> int | None:
        """The row that told the same, if it is remembered."""
        return self._rows.get(key)

    def check_row(self, number: str, content: Hashable, row: int) -> None:
        """Remember a row by its own id.

        Raises:
            LeftOut: it was there already.
            DataError: another row has its id, so that two claims would be one.
        """
        known = self._own.get(number)
        if known is None:
            self._own.put(number, (row, content))
            return
        earlier, told = known
        if told == content:
            raise LeftOut("the row again", fate=Fate.MERGED, value=number, expected=f"row {earlier} is it")
        raise DataError("an id of another row", value=number, expected=f"an id of its own; row {earlier} has this one")

    def remember(self, key: Hashable, row: int) -> None:
        """That this row tells it."""
        self._rows.put(key, row)


class _Last(OrderedDict[Hashable, V]):
    """The last so many that were put in."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def put(self, key: Hashable, value: V) -> None:
        """Put one in, and the first one out where there are too many."""
        if len(self) >= self._most:
            self.popitem(last=False)  # at once; a dict looks for its first key past all those that are gone
        self[key] = value


def content_of(row: TableRow) -> str:
    """What is the same for two rows that say the same in all their columns."""
    return digest("row", *sorted(row.all.items()))


def kept_fields(row: TableRow, texts: Iterable[str], numbers: Iterable[str]) -> Iterator[tuple[str, FieldValue]]:
    """The columns of a row that its claims keep as they are, texts first; a missing one is left out.

    Raises:
        DataError: what should be a number is none.
    """
    for name in texts:
        if (text := row.get(name)) is not None:
            yield name, text
    for name in numbers:
        if (value := number_of(row.get(name), name)) is not None:
            yield name, value


def country_field(row: TableRow, naming: Naming) -> Iterator[tuple[str, FieldValue]]:
    """The state of the column `country`, where that names one."""
    country = row.get("country")
    state = None if country is None else naming.state(country)
    if state is not None and state.state is not None:
        yield "country", state.state


def place_parts(row: TableRow) -> list[str]:
    """Where it was, from the narrowest column to the widest, each name once."""
    parts = (row.get(name) for name in ("city", "province", "country"))
    return list(dict.fromkeys(part for part in parts if part is not None))


def day_of(text: str | None) -> Date:
    """A day as tables write it: with hyphens or without, with a time behind it or not.

    Raises:
        DataError: it is none.

    >>> str(day_of("2019-10-24 00:00:00")), str(day_of("20191024"))
    ('2019-10-24', '2019-10-24')
    """
    match = _DAY.fullmatch(text or "")
    if match is None:
        raise DataError("not a date", value=text or "", expected="YYYY-MM-DD")
    return Date(start="-".join(match.groups()))


def number_of(text: str | None, what: str) -> float | None:
    """A field as a number, None where it is missing; a comma between thousands is none of it.

    Raises:
        DataError: it is no number.

    >>> number_of("1,250.5", "latitude"), number_of(None, "latitude")
    (1250.5, None)
    """
    if text is None:
        return None
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if not _NUMBER.fullmatch(plain):
        raise DataError(f"{what} is no number", value=text, expected="a number")
    value = float(plain)
    if value in (float("inf"), float("-inf")):
        raise DataError(f"{what} is no number", value=text, expected="a smaller one")
    return value


_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
