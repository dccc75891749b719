"""The verbs that draw figures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.groups import flattened
from kgraph.cli.naming import actor_ids
from kgraph.cli.options import Since, Until
from kgraph.cli.screen import report
from kgraph.cli.stores import STORE, StoreOptions
from kgraph.errors import DataError

if TYPE_CHECKING:
    from kgraph.graph import GraphReader
    from kgraph.plots import Plot

plots = typer.Typer(help="Draw a figure: timeline, matrix, top (svg, png or pdf).", no_args_is_help=True)

Output = Annotated[Path, typer.Option("-o", "--output", help="The file to write: .svg, .png or .pdf.")]


@plots.command()
@flattened()
def timeline(
    first: Annotated[str, typer.Argument(help="An actor: id, code or name.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    output: Output,
    by: Annotated[str | None, typer.Option("--by", help="day, week, month, quarter or year.")] = None,
    store: StoreOptions = STORE,
) -> None:
    """Cooperation and conflict between two actors over time, beside how much was published."""
    from kgraph.plots import plot_timeline

    _draw(output, store, lambda graph: plot_timeline(graph, *actor_ids([first, second], graph, store.location), by=by))


@plots.command()
@flattened()
def matrix(
    output: Output,
    top: Annotated[int, typer.Option("--top", help="How many actors.")] = 12,
    since: Since = None,
    until: Until = None,
    store: StoreOptions = STORE,
) -> None:
    """The balance of cooperation and conflict between the actors most is said of."""
    from kgraph.plots import plot_matrix

    _draw(output, store, lambda graph: plot_matrix(graph, top=top, since=since, until=until))


@plots.command("top")
@flattened()
def top_(
    output: Output,
    top: Annotated[int, typer.Option("--top", help="How many dyads.")] = 15,
    since: Since = None,
    until: Until = None,
    store: StoreOptions = STORE,
) -> None:
    """The dyads with the most firm claims."""
    from kgraph.plots import plot_dyads

    _draw(output, store, lambda graph: plot_dyads(graph, top=top, since=since, until=until))


def _draw(output: Path, store: StoreOptions, plot: Callable[[GraphReader], Plot]) -> None:
    if not output.absolute().parent.is_dir():
        raise DataError("no such folder", file=str(output))
    with closing(store.reading()) as graph:
        drawn = plot(graph)
        drawn.save(output)
    report(f"{output}: {drawn.told}")
