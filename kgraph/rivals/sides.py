"""The sides of rival accounts: claims that tell the same, when they tell of, and who speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as calendar_date
from functools import cached_property
from typing import Final

from kgraph.explain import Account
from kgraph.graph import GraphReader
from kgraph.model import ActorKind, ActorRef, Claim, Document, Judged, is_state
from kgraph.model.likeness import Days, Outline, outline_of

NEWS: Final = 31
"""How many days before its document a claim without a date is taken to tell of."""
_NEVER: Final = calendar_date.max.toordinal()


@dataclass(frozen=True, kw_only=True)
class Side:
    """Claims that tell the same of the same time.

    Attributes:
        outline: what they tell, but for the days.
        days: when: as dated, else the month before the document's day; None where nobody knows.
        dated: whether the claims say when.
        accounts: the claims, newest document first.
    """

    outline: Outline
    days: Days | None
    dated: bool
    accounts: tuple[Account, ...]

    @cached_property
    def documents(self) -> frozenset[str]:
        """The documents that the claims stand in."""
        return frozenset(account.claim.document for account in self.accounts)


def sides_of(graph: GraphReader, claims: Iterable[Claim], judged: Judged) -> Iterator[list[Side]]:
    """The sides of those claims that have two ends, in lists of those that may be rivals of each other."""
    documents: dict[str, Document | None] = {}
    told: dict[tuple[Outline, Days | None, bool, str | None], list[Account]] = {}
    for claim in claims:
        outline = outline_of(claim, judged)
        if outline is not None:
            if claim.document not in documents:
                documents[claim.document] = graph.document(claim.document)
            account = Account(claim=claim, document=documents[claim.document])
            days = _days(account)
            alone = claim.document if days is None else None
            key = (replace(outline, days=None), days, claim.date is not None, alone)
            told.setdefault(key, []).append(account)
    families: dict[object, list[Side]] = {}
    for (outline, days, dated, _), accounts in told.items():
        newest = sorted(accounts, key=lambda a: ((a.document and a.document.published) or "", a.claim.id), reverse=True)
        side = Side(outline=outline, days=days, dated=dated, accounts=tuple(newest))
        families.setdefault(outline.family, []).append(side)
    return iter(families.values())


class Near:
    """Sides by their time, to find those near another without looking at all.

    Two are near where their days overlap or lie within the window, and, where one has no date, in one document.

    Args:
        sides: to look among.
        window: how many days may lie between days.
    """

    def __init__(self, sides: Sequence[Side], window: int) -> None:
        self._sides, self._window = sides, window
        timed = [(side.days.first, place) for place, side in enumerate(sides) if side.days is not None]
        self._short = sorted((first, place) for first, place in timed if self._length(place) <= NEWS + 1)
        self._long = [place for _, place in timed if self._length(place) > NEWS + 1]
        self._in: dict[tuple[str, bool], list[int]] = {}
        for place, side in enumerate(sides):
            for document in side.documents:
                self._in.setdefault((document, side.dated), []).append(place)

    def of(self, side: Side) -> list[Side]:
        """The sides near that one, in the order they were given in."""
        found = set()
        if side.days is not None:
            start = bisect_right(self._short, (side.days.first - self._window - NEWS - 1, -1))
            stop = bisect_right(self._short, (side.days.last + self._window, len(self._sides)))
            for place in (*(place for _, place in self._short[start:stop]), *self._long):
                days = self._sides[place].days
                if days is not None and days.gap(side.days) <= self._window:
                    found.add(place)
        for document in side.documents:
            found.update(self._in.get((document, False), ()))
            found.update(() if side.dated else self._in.get((document, True), ()))
        return [self._sides[place] for place in sorted(found)]

    def _length(self, place: int) -> int:
        days = self._sides[place].days
        return 0 if days is None else days.length


def speaking_for(graph: GraphReader, judged: Judged) -> Callable[[Account], str | None]:
    """What gives the side for which whoever first said a claim speaks: a state or the speaker's own; None for nobody.

    An outlet speaks for itself, whatever country it is in.
    """
    known: dict[str, str] = {}

    def side(account: Account) -> str | None:
        if not account.claim.attribution:
            return None
        speaker = account.claim.attribution[-1]
        if speaker.id not in known:
            known[speaker.id] = _rollup(graph, judged, speaker.id, speaker.name)
        return known[speaker.id]

    return side


def _rollup(graph: GraphReader, judged: Judged, speaker: str, name: str) -> str:
    actor = graph.actor(speaker)
    state = speaker.removeprefix("kgr:") if is_state(speaker) else None
    if actor is None or actor.kind is ActorKind.OUTLET or actor.state is None:
        return judged.ref(ActorRef(id=speaker, name=name, state=state)).rollup
    return judged.ref(ActorRef(id=speaker, name=name, state=state or actor.state, sector=actor.sector)).rollup


def _days(account: Account) -> Days | None:
    date, document = account.claim.date, account.document
    if date is not None:
        last = _NEVER if date.last_day is None else _ordinal(date.last_day)
        return Days(_ordinal(date.first_day), last)
    if document is None or document.published is None:
        return None
    published = _ordinal(document.published)
    return Days(max(1, published - NEWS), published)


def _ordinal(day: str) -> int:
    return calendar_date.fromisoformat(day).toordinal()
