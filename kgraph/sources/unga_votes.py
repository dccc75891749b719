"""The sheet on which votes are entered, and the agreement of two states on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kgraph.actors import Gazetteer
from kgraph.errors import DataError
from kgraph.model import ActorRef
from kgraph.sources.delimited import TableRow
from kgraph.sources.naming import naming_of
from kgraph.sources.rows import LeftOut, day_of
from kgraph.sources.seam import Fate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

YES, ABSTAIN, NO = 1, 2, 3
_CAST: Final = {
    **dict.fromkeys(("y", "yes", "1"), YES),
    **dict.fromkeys(("a", "abstain", "2"), ABSTAIN),
    **dict.fromkeys(("n", "no", "3"), NO),
}
_NOT_CAST: Final = frozenset({"", "x", "8", "9", "absent", "na", "non-voting", "not voting"})
"""Who was away, took no part or was no member has not abstained."""
_MOST_STATES: Final = 400
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Roll:
    """A roll call with its day."""

    id: str
    date: str

    @classmethod
    def of(cls, row: TableRow) -> Roll:
        """The roll call of a row.

        Raises:
            DataError: it has no id or no day.
        """
        return cls(_id(row), day_of(row.get("date")).start)


class Rolls:
    """Roll calls by their ids."""

    def __init__(self) -> None:
        self._days: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._days)

    def add(self, roll: Roll) -> None:
        """One more.

        Raises:
            DataError: it has another day than before.
        """
        if self._days.setdefault(roll.id, roll.date) != roll.date:
            raise DataError("two days of one roll call", value=roll.date, expected=self._days[roll.id])

    def day(self, roll: str) -> str | None:
        """The day of a roll call."""
        return self._days.get(roll)


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote that was cast: in which period, in which roll call, by which state (its place on the sheet), and how."""

    period: str
    roll: str
    state: int
    how: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a state agrees with another in a period.

    Attributes:
        other: the other's place on the sheet.
        votes: in how many roll calls both took part.
        alike: the share of these in which both voted the same.
        share: the same with an abstention for half a vote: Lijphart's index of agreement.
    """

    other: int
    votes: int
    alike: float
    share: float


class Sheet:
    """Votes by period, roll call and state, one byte each.

    Args:
        gazetteer: who is known.

    >>> from kgraph.actors import load_gazetteer
    >>> sheet = Sheet(load_gazetteer())
    >>> first, second = sheet.place("kgr:FRA"), sheet.place("kgr:PER")
    >>> for roll, how in (("1", YES), ("2", YES), ("3", NO), ("4", YES)):
    ...     sheet.enter(Vote("2001", roll, first, how))
    ...     sheet.enter(Vote("2001", roll, second, ABSTAIN if roll == "4" else YES))
    >>> [agreement] = sheet.agreements("2001", first, least=1)
    >>> agreement.votes, agreement.alike, agreement.share
    (4, 0.5, 0.625)
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.naming = naming_of(gazetteer)
        self._places: dict[str, int] = {}
        self._ids: list[str] = []
        self._ballots: defaultdict[str, dict[str, bytearray]] = defaultdict(dict)
        self._counted: tuple[str, NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]] | None = None

    def place(self, actor_id: str) -> int:
        """The place of a state on the sheet.

        Raises:
            DataError: there is none left.
        """
        if actor_id not in self._places:
            if len(self._ids) == _MOST_STATES:
                raise DataError("more states than there are", value=actor_id, expected=f"{_MOST_STATES} at the most")
            self._places[actor_id] = len(self._ids)
            self._ids.append(actor_id)
        return self._places[actor_id]

    def ref(self, place: int) -> ActorRef:
        """The state at a place."""
        return self.naming.ref(self._ids[place])

    def enter(self, vote: Vote) -> None:
        """Enter a vote.

        Raises:
            LeftOut: it was entered already.
            DataError: the state voted otherwise in the same roll call.
        """
        ballot = self._ballots[vote.period].setdefault(vote.roll, bytearray(_MOST_STATES))
        if ballot[vote.state] == vote.how:
            raise LeftOut("the vote again", fate=Fate.MERGED)
        if ballot[vote.state]:
            raise DataError("two votes of one state in one roll call", value=vote.roll, expected="one")
        ballot[vote.state] = vote.how

    def agreements(self, period: str, state: int, *, least: int) -> Iterator[Agreement]:
        """The agreement of a state with each other one that took part in `least` roll calls with it."""
        if self._counted is None or self._counted[0] != period:
            self._counted = (period, *self._count(period))
        _, both, alike, share = self._counted
        for other in range(len(self._ids)):
            votes = int(both[state, other])
            if other != state and votes >= least:
                yield Agreement(other, votes, float(alike[state, other]) / votes, float(share[state, other]) / votes)

    def _count(self, period: str) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        import numpy as np

        ballots = b"".join(self._ballots[period].values())
        table = np.frombuffer(ballots, dtype=np.uint8).reshape(-1, _MOST_STATES)[:, : len(self._ids)]
        yes, abstain, no = ((table == how).astype(np.float64) for how in (YES, ABSTAIN, NO))
        cast = yes + abstain + no
        alike = yes.T @ yes + abstain.T @ abstain + no.T @ no
        half = abstain.T @ (yes + no)
        return (cast.T @ cast).astype(np.int64), alike, alike + (half + half.T) / 2


def vote_of(row: TableRow, rolls: Rolls, sheet: Sheet) -> Vote:
    """The vote of a row.

    Raises:
        LeftOut: none was cast, or nobody knows the state.
        DataError: it is no vote, or has no date.
    """
    text = (row.get("vote") or "").casefold()
    how = _CAST.get(text)
    if how is None and text not in _NOT_CAST:
        raise DataError("no vote", value=row.get("vote"), expected="Y, N, A or X; yes, no or abstain; 1, 2, 3, 8 or 9")
    roll = _id(row)
    period, on = _when(row, roll, rolls)
    if how is None:
        raise LeftOut("no vote was cast")
    return Vote(period, roll, sheet.place(_state(row, on, sheet)), how)


def _id(row: TableRow) -> str:
    roll = row.get("roll")
    if roll is None:
        raise DataError("no id of a roll call", expected="undl_id or rcid")
    return roll.removesuffix(".0")


def _when(row: TableRow, roll: str, rolls: Rolls) -> tuple[str, str]:
    """The period of a vote, its year or else its session, and a date in it."""
    day = rolls.day(roll) or (None if row.get("date") is None else day_of(row.get("date")).start)
    if day is not None:
        return day[:4], day
    year, session = row.get("year"), row.get("session")
    if year is not None:
        if not _YEAR.fullmatch(year):
            raise DataError("not a year", value=year, expected="YYYY")
        return year, year
    if session is None:
        raise DataError("a vote of a roll call without a date", value=roll, expected="the roll call, or a session")
    if not (session.isascii() and session.isdigit() and 0 < int(session) < 200):
        raise DataError("not a session", value=session, expected="a number such as 74")
    return f"session {int(session)}", str(1945 + int(session))


def _state(row: TableRow, on: str, sheet: Sheet) -> str:
    """The id of the state that voted: by its name, since the code of Namibia is easily lost, else by a code."""
    name = row.get("name")
    found = sheet.naming.by_code("iso3", row.get("iso3") or "", on)
    if found is None and name is not None:
        found = sheet.naming.state(name, on)
    for scheme in ("iso2", "cow"):
        if found is None and (code := row.get(scheme)) is not None:
            found = sheet.naming.by_code(scheme, code.removesuffix(".0"), on)
    if found is None:
        given = name or row.get("iso3") or row.get("iso2") or row.get("cow")
        raise LeftOut("a state that is not known", value=given, expected="a name or a code of a state")
    return found.id
