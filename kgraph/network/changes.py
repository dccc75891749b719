"""What changed between two stretches of time, or between two stores: dyad by dyad, the least likely first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from kgraph.errors import DataError
from kgraph.graph import GraphReader
from kgraph.network.columns import Columns, columns
from kgraph.network.dyads import FIRM, Counted, Dyads, dyads, time_of
from kgraph.network.windows import Window

UNLIKELY: Final = 0.05
"""The largest chance by which a dyad counts as strengthened, weakened or flipped."""
FEW: Final = 3
"""A dyad has gone quiet where it had so many claims before."""


class ChangeKind(StrEnum):
    """What became of a dyad.

    - new: it has claims where it had none.
    - strengthened: it has more of them for the time than before.
    - weakened: it has fewer.
    - flipped-sign: more was cooperation and more is conflict now, or the other way round.
    - gone-quiet: it has none where it had some.
    """

    NEW = "new"
    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"
    FLIPPED = "flipped-sign"
    QUIET = "gone-quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a dyad.

    Attributes:
        kind: what.
        first: an end, as an id.
        second: the other.
        first_label: its name.
        second_label: the other's.
        before: how many claims it had.
        after: how many it has.
        sign_before: +1, -1 or 0: whether more of them were of cooperation or of conflict.
        sign_after: the same of those it has.
        chance: how likely a change as large is where nothing changed but by chance (see `changes`).
        evidence: the ids of the claims it has that it had not; where it has no such, of those it had and has not.
    """

    kind: ChangeKind
    first: str
    second: str
    first_label: str
    second_label: str
    before: int
    after: int
    sign_before: int
    sign_after: int
    chance: float
    evidence: tuple[str, ...]


def changes(
    graph: GraphReader | Columns,
    since: str,
    *,
    until: str | None = None,
    compared: Window | None = None,
    counted: Counted = FIRM,
) -> list[Change]:
    """What changed between actors since a day, against the time before it, the least likely first.

    New is a dyad without a claim of any earlier day, or without a day. The others are held against as long a time just
    before: given how many claims there are in both, those since then are a share by the lengths of the two, but for
    chance (the conditional test of two Poisson rates of Przyborowski and Wilenski, Biometrika 31, 1940). A dyad has
    strengthened or weakened where that chance is 0.05 or less; flipped where its sign did, and the chance for the
    signs to be shared out so unevenly (Fisher's exact test) is; gone quiet where it has none and had three or more.
    Of many dyads some come out by chance alone: one in twenty of those that did not change can.

    Args:
        graph: a graph or its columns.
        since: the first day, month or year.
        until: the last; without it, the last day of any claim that counts.
        compared: what is held against; without it, as many days just before.
        counted: which claims count.

    Raises:
        DataError: a date is none, or the windows overlap.

    >>> from kgraph.graph import KnowledgeGraph
    >>> changes(KnowledgeGraph(), "2017-12")
    []
    """
    found = columns(graph)
    start = Window(since)
    last = time_of(found, start, counted).until
    now = Window(start.since, until or max(last or "", start.since or ""))
    then = now.before() if compared is None else compared
    if then.since is None or then.until is None or now.since is None or then.until >= now.since:
        raise DataError(
            "not a time to compare with", value=str(then), expected=f"two days, the later before {now.since}"
        )
    earlier = Window.of_days(1, now.first - 1)
    known = set(dyads(found, earlier, counted=counted).pairs()) | _undated(found, counted)
    pair = _Pair(_Side(dyads(found, then, counted=counted)), _Side(dyads(found, now, counted=counted)))
    share = now.days / (now.days + then.days)
    return sorted(pair.compared(share, known, UNLIKELY, FEW), key=_order)


def diff(
    first: GraphReader | Columns,
    second: GraphReader | Columns,
    *,
    windows: tuple[Window, Window] = (Window(), Window()),
    counted: Counted = FIRM,
) -> list[Change]:
    """How the dyads of two stores differ, or those of two windows of one, the least likely first.

    Every dyad whose number of claims or sign differs is told, whatever the chance; that is reckoned as by `changes`,
    where both windows have a beginning and an end by their lengths, else as if the two were of equal length.

    Args:
        first: a graph or its columns.
        second: another, or the same.
        windows: the time of each that is looked at.
        counted: which claims count.

    Raises:
        DataError: a claim in a store is no whole claim.

    >>> from kgraph.graph import KnowledgeGraph
    >>> diff(KnowledgeGraph(), KnowledgeGraph())
    []
    """
    sides = [
        _Side(dyads(graph, window, counted=counted)) for graph, window in zip((first, second), windows, strict=True)
    ]
    bounded = all(window.since is not None and window.until is not None for window in windows)
    share = windows[1].days / (windows[0].days + windows[1].days) if bounded else 0.5
    pair = _Pair(*sides)
    return sorted(pair.compared(share, set(sides[0].place), 1.0, 1), key=_order)


class _Side:
    """The dyads of one time or store."""

    def __init__(self, found: Dyads) -> None:
        self._found = found
        self.place = {pair: place for place, pair in enumerate(found.pairs())}
        self.labels: Mapping[str, str] = found.columns.labels

    def counts(self, pair: tuple[str, str]) -> tuple[int, int, int]:
        """How many claims a dyad has: all, of cooperation, of conflict."""
        place = self.place.get(pair)
        if place is None:
            return 0, 0, 0
        every, positive, negative = self._found.counts[place].tolist()
        return every, positive, negative

    def claims(self, pair: tuple[str, str]) -> tuple[str, ...]:
        """The ids of its claims."""
        place = self.place.get(pair)
        return () if place is None else self._found.claims(place)


class _Pair:
    """Two sides to be compared."""

    def __init__(self, before: _Side, after: _Side) -> None:
        self._before, self._after = before, after
        self._labels = {**before.labels, **after.labels}

    def compared(self, share: float, known: set[tuple[str, str]], unlikely: float, few: int) -> Iterator[Change]:
        """What became of each dyad.

        Args:
            share: which share of the claims of both sides would be the second's if nothing had changed.
            known: dyads that are not new, whatever the first side has of them.
            unlikely: the largest chance of what is told.
            few: how many claims a dyad must have had to be told of as gone quiet.
        """
        for pair in sorted({*self._before.place, *self._after.place}):
            (before, *signs), (after, *now) = self._before.counts(pair), self._after.counts(pair)
            more, less = at_least(after, before + after, share), at_least(before, before + after, 1 - share)
            if pair not in known:
                yield self._change(ChangeKind.NEW, pair, more)
            elif after == 0:
                if before >= few:
                    yield self._change(ChangeKind.QUIET, pair, less)
            elif after * (1 - share) > before * share and more <= unlikely:
                yield self._change(ChangeKind.STRENGTHENED, pair, more)
            elif after * (1 - share) < before * share and less <= unlikely:
                yield self._change(ChangeKind.WEAKENED, pair, less)
            if _sign(signs) * _sign(now) < 0:
                chance = unevenly(signs[0], signs[1], now[0], now[1])
                if chance <= unlikely:
                    yield self._change(ChangeKind.FLIPPED, pair, chance)

    def _change(self, kind: ChangeKind, pair: tuple[str, str], chance: float) -> Change:
        before, after = self._before.counts(pair), self._after.counts(pair)
        had, has = self._before.claims(pair), self._after.claims(pair)
        return Change(
            kind=kind,
            first=pair[0],
            second=pair[1],
            first_label=self._labels[pair[0]],
            second_label=self._labels[pair[1]],
            before=before[0],
            after=after[0],
            sign_before=_sign(before[1:]),
            sign_after=_sign(after[1:]),
            chance=chance,
            evidence=tuple(sorted(set(has) - set(had))) or tuple(sorted(set(had) - set(has))),
        )


def at_least(hits: int, tries: int, share: float) -> float:
    """The chance of so many hits or more in so many tries, each hitting with that chance.

    >>> round(at_least(9, 10, 0.5), 5)
    0.01074
    """
    if hits <= 0:
        return 1.0
    if not 0 < share < 1:
        return float(share >= 1)
    here, there = math.log(share), math.log1p(-share)
    logs = [_choose(tries, hit) + hit * here + (tries - hit) * there for hit in range(hits, tries + 1)]
    return min(1.0, _sum(logs))


def unevenly(a: int, b: int, c: int, d: int) -> float:
    """The chance that what is a and b here, c and d there is shared out so unevenly or more, by Fisher's exact test.

    Of both ways to be uneven, as R's `fisher.test` has it: every table that is no likelier than this one.

    >>> round(unevenly(8, 2, 1, 5), 4)
    0.035
    """
    row, column, every = a + b, a + c, a + b + c + d
    low, high = max(0, row + column - every), min(row, column)
    logs = [_choose(column, x) + _choose(every - column, row - x) - _choose(every, row) for x in range(low, high + 1)]
    here = logs[a - low] + 1e-7
    return min(1.0, _sum([value for value in logs if value <= here]))


def _choose(every: int, some: int) -> float:
    """The logarithm of the number of ways to choose some."""
    return math.lgamma(every + 1) - math.lgamma(some + 1) - math.lgamma(every - some + 1)


def _sum(logs: list[float]) -> float:
    top = max(logs)
    return math.exp(top) * math.fsum(math.exp(value - top) for value in logs)


def _sign(counts: list[int] | tuple[int, ...]) -> int:
    return (counts[0] > counts[1]) - (counts[0] < counts[1])


def _undated(found: Columns, counted: Counted) -> set[tuple[str, str]]:
    """The dyads with a claim that nobody knows the day of: they may be old."""
    every = dyads(found, Window(), counted=counted)
    undated = np.concatenate([[0], np.cumsum(found.first_day[every.rows] == 0)])
    some = undated[every.starts[1:]] > undated[every.starts[:-1]]
    return {pair for pair, one in zip(every.pairs(), some.tolist(), strict=True) if one}


def _order(change: Change) -> tuple[object, ...]:
    return (change.chance, -(change.before + change.after), change.kind, change.first, change.second)
