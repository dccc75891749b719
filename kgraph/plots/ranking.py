"""The dyads most is said of, as bars: cooperation to the right, conflict to the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.errors import DataError
from kgraph.plots.balances import Balance, balances
from kgraph.plots.figure import CONFLICT, COOPERATION, FAINT, NEUTRAL, Plot, as_label, count_axis, new_figure, styled

if TYPE_CHECKING:
    from kgraph.graph import GraphReader


def plot_dyads(graph: GraphReader, *, top: int = 15, since: str | None = None, until: str | None = None) -> Plot:
    """The pairs of actors with the most firm claims between them.

    Claims count that can support a plain edge (`kgraph.network.FIRM`). Actors are rolled up to the states they act
    for. What is neither cooperation nor conflict is written behind the bars as a number.

    Args:
        graph: what to count.
        top: how many pairs.
        since: the first day, month or year; undated claims do not count where there is a window.
        until: the last.

    Raises:
        DataError: `top` is below 1, or a date is none.
        MissingExtraError: matplotlib is not installed.

    >>> from kgraph.graph import KnowledgeGraph
    >>> plot_dyads(KnowledgeGraph())
    <Plot: The 0 dyads with most firm claims>
    """
    if top < 1:
        raise DataError("not a number of dyads", value=top, expected="1 or more")
    rows = [balance for _, balance in balances(graph, since, until)[:top]]
    told = f"The {len(rows)} dyads with most firm claims"
    with styled():
        figure = new_figure(8.0, 0.9 + 0.3 * max(len(rows), 3))
        axes = figure.add_subplot()
        axes.set_title(f"{told}{_window(since, until)}")
        places = range(len(rows))
        axes.barh(places, [row.cooperation for row in rows], color=COOPERATION, height=0.7)
        axes.barh(places, [-row.conflict for row in rows], color=CONFLICT, height=0.7)
        for place, row in enumerate(rows):
            if row.neither:
                axes.text(row.cooperation, place, f"  +{row.neither} neither", va="center", color=NEUTRAL, fontsize=9)
        axes.set_yticks(places, [f"{as_label(row.first, 24)} and {as_label(row.second, 24)}" for row in rows])
        axes.invert_yaxis()
        axes.axvline(0, color=FAINT, linewidth=0.8)
        count_axis(axes.xaxis)
        axes.margins(x=0.15)
        axes.set_xlabel("claims of conflict to the left, of cooperation to the right")
    return Plot(figure, columns=Balance._fields, rows=rows, told=told)


def _window(since: str | None, until: str | None) -> str:
    return f", {since or ''} to {until or ''}" if since or until else ""
