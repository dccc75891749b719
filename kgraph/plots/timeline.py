"""The timeline of a dyad: cooperation upwards, conflict downwards, and how much was written at all."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from kgraph.model import Claim, Modality, Polarity
from kgraph.network.windows import Every, Window, windows
from kgraph.plots.figure import (
    CONFLICT,
    COOPERATION,
    FAINT,
    NEUTRAL,
    PALE,
    Plot,
    as_label,
    count_axis,
    new_figure,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kgraph.graph import GraphReader

MOST_BARS: Final = 120
"""How many bars a timeline has at most where nobody says what a bar stands for."""

_FIRM: Final = frozenset((Modality.ASSERTED, Modality.REPORTED))


@dataclass(slots=True)
class _Bars:
    """Counts of one sign by period: firm claims, those not said to be so, and those whose day is known too roughly."""

    firm: Counter[date] = field(default_factory=Counter)
    unsure: Counter[date] = field(default_factory=Counter)
    rough: defaultdict[date, float] = field(default_factory=lambda: defaultdict(float))

    def total(self, start: date) -> float:
        return self.firm[start] + self.unsure[start] + self.rough[start]


def plot_timeline(graph: GraphReader, first: str, second: str, *, by: str | None = None) -> Plot:
    """What was said to happen between two actors, by day, week, month or year.

    Cooperation stands above the line and conflict below. Solid bars count claims that say it is so, pale ones what is
    denied, planned, called for or hypothetical. A claim whose date is less precise than a bar is wide is shared out
    evenly over the bars that it may belong to, hatched. The grey line below counts the documents of the whole graph
    that were published in the period: where it lies low, silence is no news.

    Args:
        graph: where to look.
        first: an id such as `kgr:RUS`; a state takes in whoever acted for it.
        second: another.
        by: `day`, `week` (from Monday), `month`, `quarter` or `year`; None takes the finest with 120 bars at most.

    Raises:
        DataError: `first` or `second` is no id, or `by` no such period.
        MissingExtraError: matplotlib is not installed.

    >>> from kgraph.graph import KnowledgeGraph
    >>> plot_timeline(KnowledgeGraph(), "kgr:RUS", "kgr:CHN")
    <Plot: Claims between kgr:RUS and kgr:CHN: none dated>
    """
    claims = [claim for claim in graph.claims_between(first, second) if claim.sign]
    days = sorted(day for claim in claims for day in _days(claim))
    period, series = _series(days, by)
    starts = [date.fromordinal(window.first) for window in series]
    above, below = _bars(claims, 1, starts), _bars(claims, -1, starts)
    issued = _issued(graph, starts, series[-1].last if series else 0)
    names = _label(graph, first), _label(graph, second)
    told = _told(names, starts, claims, len(claims) - sum(claim.date is not None for claim in claims), period)
    with styled():
        figure = new_figure(8.0, 3.4)
        axes, beneath = figure.subplots(2, sharex=True, height_ratios=(6, 1))
        axes.set_title(f"{names[0]} and {names[1]}, claims by {period}")
        if starts:
            _draw(axes, beneath, starts, above, below, issued, period)
        else:
            axes.text(0.5, 0.5, "no dated claims", ha="center", va="center", transform=axes.transAxes, color=FAINT)
            axes.set_axis_off()
            beneath.set_axis_off()
    return Plot(figure, columns=_COLUMNS, rows=_rows(starts, above, below, issued), told=told)


_COLUMNS: Final = (
    *("start", "cooperation", "cooperation_unsure", "cooperation_rough"),
    *("conflict", "conflict_unsure", "conflict_rough", "documents"),
)


def _rows(starts: Sequence[date], above: _Bars, below: _Bars, issued: Counter[date]) -> list[tuple[object, ...]]:
    return [
        (
            start.isoformat(),
            *(above.firm[start], above.unsure[start], round(above.rough[start], 2)),
            *(below.firm[start], below.unsure[start], round(below.rough[start], 2)),
            issued[start],
        )
        for start in starts
    ]


def _days(claim: Claim) -> tuple[date, ...]:
    if claim.date is None:
        return ()
    first = claim.date.first_day
    return date.fromisoformat(first), date.fromisoformat(claim.date.last_day or first)


def _series(days: Sequence[date], by: str | None) -> tuple[str, list[Window]]:
    """What a bar stands for, and each of them from the first to the last of sorted days, empty ones too."""
    if not days:
        return by or Every.MONTH, []
    first, last = days[0].isoformat(), days[-1].isoformat()
    span = (days[-1] - days[0]).days + 1
    period = by or next((every for every, length in _SHORTEST.items() if span <= length * (MOST_BARS - 2)), Every.YEAR)
    return period, windows(first, last, every=period)


_SHORTEST: Final = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 28, Every.QUARTER: 90}


def _bars(claims: Iterable[Claim], sign: int, starts: Sequence[date]) -> _Bars:
    bars = _Bars()
    for claim in claims:
        if claim.sign != sign or claim.date is None:
            continue
        first, last = (bisect_right(starts, day) - 1 for day in _days(claim))
        over = starts[first : last + 1]
        if len(over) > 1:
            for start in over:
                bars.rough[start] += 1 / len(over)
        elif claim.modality in _FIRM and claim.polarity is Polarity.POSITIVE:
            bars.firm[over[0]] += 1
        else:
            bars.unsure[over[0]] += 1
    return bars


def _issued(graph: GraphReader, starts: Sequence[date], end: int) -> Counter[date]:
    """How many documents of the graph were published in each of these periods, the last of which ends on that day."""
    answer = graph.query("SELECT ?day (COUNT(?d) AS ?n) WHERE { ?d a kg:Document ; dct:issued ?day } GROUP BY ?day")
    counts: Counter[date] = Counter()
    for day, number in answer:
        if isinstance(day, date) and isinstance(number, int):
            at = bisect_right(starts, day) - 1
            if at >= 0 and day.toordinal() <= end:
                counts[starts[at]] += number
    return counts


def _label(graph: GraphReader, actor: str) -> str:
    known = graph.actor(actor)
    return as_label(actor if known is None else known.label)


def _told(names: tuple[str, str], starts: Sequence[date], claims: Sequence[Claim], undated: int, period: str) -> str:
    between = f"Claims between {names[0]} and {names[1]}"
    if not starts:
        return f"{between}: none dated"
    signs = Counter(claim.sign for claim in claims if claim.date is not None)
    rest = f"; {undated} undated are not drawn" if undated else ""
    return (
        f"{between} by {period}, {starts[0]} to {starts[-1]}: {signs[1]} of cooperation, {signs[-1]} of conflict{rest}"
    )


def _draw(
    axes: Axes, beneath: Axes, starts: Sequence[date], above: _Bars, below: _Bars, issued: Counter[date], period: str
) -> None:
    places = range(len(starts))
    for bars, colour, way in ((above, COOPERATION, 1), (below, CONFLICT, -1)):
        base = [0.0] * len(starts)
        for counts, look in (
            (bars.firm, {"color": colour}),
            (bars.unsure, {"color": PALE[colour]}),
            (bars.rough, {"facecolor": "none", "edgecolor": colour, "hatch": "////", "linewidth": 0.0}),
        ):
            heights = [way * float(counts[start]) for start in starts]
            axes.bar(places, heights, bottom=base, width=0.85, **look)
            base = [low + height for low, height in zip(base, heights, strict=True)]
    axes.axhline(0, color=FAINT, linewidth=0.8)
    most = max(1.0, *(max(above.total(start), below.total(start)) for start in starts))
    axes.set_ylim(-1.15 * most, 1.15 * most)
    count_axis(axes.yaxis)
    for word, colour, height in (("cooperation", COOPERATION, 0.98), ("conflict", CONFLICT, 0.02)):
        side = "top" if height > 0.5 else "bottom"
        axes.text(1.01, height, word, color=colour, ha="left", va=side, transform=axes.transAxes)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    beneath.step(places, [issued[start] for start in starts], where="mid", color=NEUTRAL, linewidth=1.0)
    beneath.set_ylim(0, 1.1 * max([1, *issued.values()]))
    beneath.set_yticks([0, max([1, *issued.values()])])
    beneath.set_ylabel("documents", rotation=0, ha="right", va="center")
    step = max(1, -(-len(starts) // 7))
    beneath.set_xticks(list(places)[::step], [_tick(start, period) for start in starts[::step]])
    beneath.set_xlim(-0.8, max(len(starts), 6) - 0.2)


def _tick(start: date, period: str) -> str:
    return start.isoformat()[: {"year": 4, "month": 7}.get(period, 10)]
