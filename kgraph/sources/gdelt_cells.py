"""What the columns of a row of GDELT say, group by group.

Most of it was said before: the same two actors, the same town, the same code. What a group says is read once and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as calendar_date
from functools import partial
from operator import itemgetter
from typing import Final, Generic, NamedTuple, TypeVar

from kgraph.errors import DataError
from kgraph.model import ActorRef, Date, Place
from kgraph.model.dataset import FieldValue, RecordFields
from kgraph.sources.cameo_actors import CameoActors
from kgraph.sources.cameo_events import PloverEvent, full_code, plover_event
from kgraph.sources.gdelt_files import LAYOUTS

T = TypeVar("T")

_MOST: Final = 1 << 16
"""Groups kept at most; then all are forgotten, so that memory has a bound."""
_MOST_DAYS: Final = 7
"""How many days an event may lie from the day its row was added; the news is coded within hours."""
_END: Final = ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code", "Type3Code")
_PLACE: Final = tuple(f"ActionGeo_{name}" for name in ("Type", "FullName", "CountryCode", "Lat", "Long"))
SINGLE: Final = ("GLOBALEVENTID", "IsRootEvent", "AvgTone", "DATEADDED")
"""Columns that are read for each row anew."""


class Coded(NamedTuple):
    """What happened, as coded: the whole code, what it is in PLOVER, and whether it had lost its leading zero."""

    code: str
    event: PloverEvent | None
    mended: bool
    fields: RecordFields


class End(NamedTuple):
    """An actor of a row: who it is, for whom it acts, whether it is of a state or known; None where none is named."""

    ref: ActorRef | None
    rollup: str
    placed: bool
    fields: RecordFields


class Where(NamedTuple):
    """Where it happened."""

    place: Place | None
    fields: RecordFields


class Kept(Generic[T]):
    """Reads some columns, and remembers what they say.

    Args:
        columns: their names.
        layout: the columns of the file.
        read: what their texts say, the space around each taken away.
    """

    def __init__(self, columns: Sequence[str], layout: Sequence[str], read: Callable[..., T]) -> None:
        self._pick: itemgetter[object] = itemgetter(*(layout.index(name) for name in columns))
        self._single, self._read = len(columns) == 1, read
        self._known: dict[object, T] = {}

    def of(self, cells: Sequence[str]) -> T:
        """What the columns say in a row.

        Raises:
            DataError: they cannot be read.
        """
        picked = self._pick(cells)
        found = self._known.get(picked)
        if found is None:
            texts = (picked,) if self._single else picked
            found = self._read(*(text.strip() for text in texts))
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[picked] = found
        return found


class Columns:
    """Reads the rows of files of one layout.

    Args:
        count: of the columns: 57, 58 or 61.
        actors: finds the actors of codes.
    """

    def __init__(self, count: int, actors: CameoActors) -> None:
        layout = LAYOUTS[count]
        self._actors = actors
        self.count, self.has_sources = count, count != 57
        self.single = itemgetter(*(layout.index(name) for name in SINGLE))
        self.date = Kept(["SQLDATE"], layout, _date)
        self.coded = Kept(["EventCode", "EventRootCode", "QuadClass", "GoldsteinScale"], layout, _coded)
        self.counts = Kept(["NumMentions", "NumSources", "NumArticles"], layout, _counts)
        self.actor = Kept([f"Actor1{name}" for name in _END], layout, partial(self._end, "actor"))
        self.recipient = Kept([f"Actor2{name}" for name in _END], layout, partial(self._end, "recipient"))
        self.where = Kept(_PLACE, layout, self._where)
        self.doubt = Kept(["SQLDATE", "DATEADDED"], layout, _doubt)

    def _end(self, role: str, code: str, name: str, country: str, group: str, *roles: str) -> End:
        fields = RecordFields.of((field, text) for field, text in ((role, code), (f"{role}Name", name)) if text)
        if not code:
            return End(None, "", True, fields)
        ref = self._actors.ref(code, country=country, group=group, roles=tuple(role for role in roles if role))
        return End(ref, ref.rollup, self._actors.is_placed(ref), fields)

    def _where(self, kind: str, name: str, code: str, latitude: str, longitude: str) -> Where:
        numbers = (("latitude", latitude, "ActionGeo_Lat"), ("longitude", longitude, "ActionGeo_Long"))
        fields: list[tuple[str, FieldValue]] = [
            (field, number_in(text, column)) for field, text, column in numbers if text
        ]
        country = self._actors.state_of_fips(code)
        if country is not None:
            fields.append(("country", country))
        # Type 1 is a whole country; the ids of smaller places are of no scheme that is in use elsewhere.
        place = Place(name=name, id=self._actors.id_of_fips(code) if kind == "1" else None) if name else None
        return Where(place, RecordFields.of(fields))


def number_in(text: str, column: str) -> float:
    """The number in a column.

    Raises:
        DataError: it is none.
    """
    try:
        return float(text)
    except ValueError:
        raise _no_number(text, column) from None


def whole_in(text: str, column: str) -> int:
    """The whole number in a column.

    Raises:
        DataError: it is none.
    """
    try:
        return int(text)
    except ValueError:
        raise _no_number(text, column) from None


def _no_number(text: str, column: str) -> DataError:
    return DataError(f"{column} is no number", value=text, expected="a number")


def _date(text: str) -> Date:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise DataError("not a date", value=text, expected="YYYYMMDD")
    return Date(start=f"{text[:4]}-{text[4:6]}-{text[6:]}")


def _coded(text: str, root: str, quad: str, goldstein: str) -> Coded:
    code = full_code(text, root=root or None)
    event = plover_event(code)
    fields: list[tuple[str, FieldValue]] = [("event", code)]
    if quad:
        fields.append(("quad", whole_in(quad, "QuadClass")))
    if goldstein:
        fields.append(("goldstein", number_in(goldstein, "GoldsteinScale")))
    return Coded(code, event, code != text, RecordFields.of(fields))


def _counts(mentions: str, sources: str, articles: str) -> RecordFields:
    told = (
        ("mentions", mentions, "NumMentions"),
        ("sources", sources, "NumSources"),
        ("articles", articles, "NumArticles"),
    )
    return RecordFields.of((name, whole_in(text, column)) for name, text, column in told if text)


def _doubt(text: str, added: str) -> str:
    """What is odd about the day of an event, given the day on which its row was added; nothing in most rows."""
    try:
        when = calendar_date(int(added[:4]), int(added[4:6]), int(added[6:8]))
    except ValueError:
        raise DataError("not a date", value=added, expected="YYYYMMDD or YYYYMMDDHHMMSS") from None
    day = calendar_date.fromisoformat(_date(text).start)
    if abs((when - day).days) <= _MOST_DAYS:
        return ""
    if (day.month, day.day) == (when.month, when.day):
        return "dated a whole year off the day it was added"
    return "dated more than a week off the day it was added"
