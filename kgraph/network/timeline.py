"""The days of a dyad: how much passes between two actors over time, and when that changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kgraph.errors import DataError
from kgraph.graph import GraphReader
from kgraph.network.columns import Codes, Columns, Flags, columns
from kgraph.network.dyads import FIRM, Counted, Ends, chosen
from kgraph.network.windows import Every, Window, windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What passed between two actors in a stretch of time.

    Attributes:
        window: the stretch.
        claims: how many claims there are, in either direction.
        positive: how many are of cooperation.
        negative: how many of conflict.
        score: the mean of PLOVER's scores of those that have an event type; None where none has.
        starts_level: whether a new level of activity begins here.
        level: the mean number of claims a period on the level that this one is of.
        evidence: the ids of the claims, sorted.
    """

    window: Window
    claims: int
    positive: int
    negative: int
    score: float | None
    starts_level: bool
    level: float
    evidence: tuple[str, ...]


def dyad_timeline(
    graph: GraphReader | Columns,
    first: str,
    second: str,
    *,
    window: Window = Window(),  # noqa: B008 — frozen
    every: str = Every.MONTH,
    counted: Counted = FIRM,
    penalty: float | None = None,
) -> list[Period]:
    """What passed between two actors, period by period, with the levels that `change_points` finds in the counts.

    Args:
        graph: a graph or its columns.
        first: an id. With ends rolled up, a state takes in whoever acts for it.
        second: another.
        window: from when to when; where it has no beginning or end, that of the dyad's dated claims.
        every: the length of a period.
        counted: which claims count.
        penalty: as of `change_points`.

    Raises:
        DataError: the period or the penalty is none, or a claim in the store is no whole claim.

    >>> from kgraph.graph import KnowledgeGraph
    >>> dyad_timeline(KnowledgeGraph(), "kgr:RUS", "kgr:CHN")
    []
    """
    found = columns(graph)
    rows = chosen(found, window, counted)
    rows = rows[(found.first_day[rows] > 0) & _between(found, rows, (first, second), counted.ends)]
    if not rows.size:
        return []
    days = found.first_day[rows]
    ends = [Window.of_days(int(day), int(day)) for day in (days.min(), days.max())]
    steps = windows(window.since or str(ends[0].since), window.until or str(ends[1].until), every=every)
    place = np.searchsorted([step.first for step in steps], days, side="right") - 1
    within = [rows[place == number] for number in range(len(steps))]
    cuts = change_points([len(inside) for inside in within], penalty=penalty)
    bounds = [0, *cuts, len(steps)]
    level = np.repeat(
        [np.mean([len(inside) for inside in within[a:b]]) for a, b in pairwise(bounds)],
        np.diff(bounds),
    )
    return [
        _period(found, step, inside, number in cuts, float(level[number]))
        for number, (step, inside) in enumerate(zip(steps, within, strict=True))
    ]


def _between(found: Columns, rows: Codes, pair: tuple[str, str], ends: str) -> Flags:
    """Which of those claims stand between the two, in either direction."""
    place = {actor: number for number, actor in enumerate(found.actors)}
    one, other = (place.get(actor, -1) for actor in pair)
    starts, stops = _sides(found, ends)

    def at(side: tuple[Codes, ...], code: int) -> Flags:
        stands = np.zeros(len(rows), np.bool_)
        for column in side:
            stands |= column[rows] == code
        return stands

    return (at(starts, one) & at(stops, other)) | (at(starts, other) & at(stops, one))


def _sides(found: Columns, ends: str) -> tuple[tuple[Codes, ...], tuple[Codes, ...]]:
    if ends == Ends.ACTOR:
        return (found.actor,), (found.recipient,)
    return (found.actor, found.actor_rollup), (found.recipient, found.recipient_rollup)


def _period(found: Columns, window: Window, rows: Codes, starts: bool, level: float) -> Period:
    sign, score = found.sign[rows], found.score[rows]
    scored = score[score != 0]
    return Period(
        window=window,
        claims=len(rows),
        positive=int((sign > 0).sum()),
        negative=int((sign < 0).sum()),
        score=float(scored.mean()) if scored.size else None,
        starts_level=starts,
        level=level,
        evidence=tuple(found.claims[row] for row in rows),
    )


def change_points(counts: Sequence[int], *, penalty: float | None = None) -> list[int]:
    """Where the level of a series of counts changes: the places at which a new level begins.

    The cut that costs least: twice the negative log-likelihood of the counts as Poisson counts with one rate a segment,
    and the penalty for each change. Found exactly by PELT (Killick, Fearnhead and Eckley, Optimal detection of
    changepoints with a linear computational cost, Journal of the American Statistical Association 107, 2012).

    News comes in bursts, so its counts vary more than Poisson counts do, and a cut may be too fine: take a larger
    penalty where every period starts a level.

    Args:
        counts: one for each period, oldest first.
        penalty: what a change costs; 2 log n without it, which is the Schwarz criterion with a rate and a place for
            each change.

    Raises:
        DataError: a count is negative, or the penalty is.

    >>> change_points([0, 1, 0, 0, 1, 0, 9, 8, 11, 10, 9, 7])
    [6]
    """
    if any(count < 0 for count in counts):
        raise DataError("not a count", value=min(counts), expected="0 or more")
    number = len(counts)
    price = 2 * math.log(max(2, number)) if penalty is None else penalty
    if not 0 <= price < math.inf:
        raise DataError("not a penalty", value=penalty, expected="a number from 0")
    sums = np.concatenate([[0], np.cumsum(np.asarray(counts, dtype=np.int64))])
    best = [-price] + [math.inf] * number
    before = [0] * (number + 1)
    alive = [0]
    for end in range(1, number + 1):
        costs = [best[start] + _cost(int(sums[end] - sums[start]), end - start) for start in alive]
        least = min(costs)
        best[end], before[end] = least + price, alive[costs.index(least)]
        # What costs more without a further change than the best with one never comes to be the best.
        alive = [start for start, cost in zip(alive, costs, strict=True) if cost <= best[end]] + [end]
    return _cuts(before)


def _cost(total: int, length: int) -> float:
    """Twice the negative log-likelihood of a segment at its best rate, but for what no cut changes."""
    return 2 * total * (math.log(length) - math.log(total)) if total else 0.0


def _cuts(before: Sequence[int]) -> list[int]:
    found, at = [], len(before) - 1
    while at > 0 and before[at] > 0:
        at = before[at]
        found.append(at)
    return found[::-1]
