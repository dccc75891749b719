"""Who stands how to whom: a matrix of actors, each cell the balance of cooperation and conflict."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kgraph.errors import DataError
from kgraph.plots.balances import Balance, balances
from kgraph.plots.figure import CONFLICT, COOPERATION, FAINT, TEXT, Plot, as_label, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kgraph.graph import GraphReader

_SHADES: Final = (CONFLICT, "#ffffff", COOPERATION)


def plot_matrix(graph: GraphReader, *, top: int = 12, since: str | None = None, until: str | None = None) -> Plot:
    """The balance of firm claims between the actors most is said of.

    A cell's colour is the share by which cooperation outweighs conflict, (c - f) / (c + f), from orange through white
    to blue; its text gives both numbers, so that "1 of each" is told from "none". Claims count that can support a plain
    edge (`kgraph.network.FIRM`); actors are rolled up to states.

    Args:
        graph: what to count.
        top: how many actors.
        since: the first day, month or year; undated claims do not count where there is a window.
        until: the last.

    Raises:
        DataError: `top` is below 2, or a date is none.
        MissingExtraError: matplotlib is not installed.

    >>> from kgraph.graph import KnowledgeGraph
    >>> plot_matrix(KnowledgeGraph())
    <Plot: Firm claims between 0 actors>
    """
    if top < 2:
        raise DataError("not a number of actors", value=top, expected="2 or more")
    found = balances(graph, since, until)
    told_of: Counter[str] = Counter()
    names: dict[str, str] = {}
    for ends, balance in found:
        for end, name in zip(ends, balance[:2], strict=True):
            told_of[end] += balance.total
            names[end] = name
    actors = sorted(sorted(told_of, key=lambda end: (-told_of[end], end))[:top], key=lambda end: (names[end], end))
    cells = dict(sorted((ends, balance) for ends, balance in found if set(ends) <= set(actors)))
    rows = list(cells.values())
    told = f"Firm claims between {len(actors)} actors"
    with styled():
        size = 2.4 + 0.5 * max(len(actors), 4)
        figure = new_figure(size, size * 0.92)
        axes = figure.add_subplot()
        axes.set_title(f"{told}: cooperation / conflict")
        _draw(axes, actors, cells, [as_label(names[actor], 20) for actor in actors])
    return Plot(figure, columns=Balance._fields, rows=rows, told=told)


def _draw(axes: Axes, actors: list[str], cells: dict[tuple[str, str], Balance], names: list[str]) -> None:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    place = {actor: number for number, actor in enumerate(actors)}
    shares = np.full((len(actors), len(actors)), np.nan)
    for (first, second), balance in cells.items():
        for row, column in ((place[first], place[second]), (place[second], place[first])):
            shares[row, column] = balance.share
            axes.text(
                column,
                row,
                f"{balance.cooperation}/{balance.conflict}",
                ha="center",
                va="center",
                fontsize=8,
                color=TEXT if abs(balance.share) < 0.7 else "#ffffff",
            )
    if actors:
        shades = LinearSegmentedColormap.from_list("signed", _SHADES)
        axes.pcolormesh(
            np.arange(len(actors) + 1) - 0.5,
            np.arange(len(actors) + 1) - 0.5,
            shares,
            cmap=shades,
            vmin=-1,
            vmax=1,
            edgecolors="#e6e9ec",
            linewidth=1,
        )
        axes.invert_yaxis()
        axes.set_aspect("equal")
    axes.set_xticks(range(len(names)), names, rotation=45, ha="left", rotation_mode="anchor")
    axes.set_yticks(range(len(names)), names)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, colors=FAINT)
    for side in axes.spines.values():
        side.set_visible(False)
