"""The verbs that draw figures."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.naming import actor_ids
from kgraph.cli.options import LOCATION, Location
from kgraph.cli.screen import report
from kgraph.cli.stores import Endpoint, EndpointOptions, reading
from kgraph.errors import DataError

if TYPE_CHECKING:
    from kgraph.plots import Plot

plots = typer.Typer(help="Draw a figure: timeline, matrix, top (svg, png or pdf).", no_args_is_help=True)

Output = Annotated[Path, typer.Option("-o", "--output", help="The file to write: .svg, .png or .pdf.")]
Since = Annotated[str | None, typer.Option("--since", help="The first day, month or year.")]
Until = Annotated[str | None, typer.Option("--until", help="The last day, month or year.")]


@plots.command()
def timeline(
    first: Annotated[str, typer.Argument(help="An actor: id, code or name.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    output: Output,
    by: Annotated[str | None, typer.Option("--by", help="day, week, month, quarter or year.")] = None,
    location: Location = LOCATION,
    endpoint: Endpoint = None,
    endpoint_option: EndpointOptions = None,
) -> None:
    """Cooperation and conflict between two actors over time, beside how much was published."""
    from kgraph.plots import plot_timeline

    _check(output)
    with closing(reading(location, endpoint, endpoint_option)) as graph:
        ends = actor_ids([first, second], graph, location)
        _save(plot_timeline(graph, ends[0], ends[1], by=by), output)


@plots.command()
def matrix(
    output: Output,
    top: Annotated[int, typer.Option("--top", help="How many actors.")] = 12,
    since: Since = None,
    until: Until = None,
    location: Location = LOCATION,
    endpoint: Endpoint = None,
    endpoint_option: EndpointOptions = None,
) -> None:
    """The balance of cooperation and conflict between the actors most is said of."""
    from kgraph.plots import plot_matrix

    _check(output)
    with closing(reading(location, endpoint, endpoint_option)) as graph:
        _save(plot_matrix(graph, top=top, since=since, until=until), output)


@plots.command("top")
def top_(
    output: Output,
    top: Annotated[int, typer.Option("--top", help="How many dyads.")] = 15,
    since: Since = None,
    until: Until = None,
    location: Location = LOCATION,
    endpoint: Endpoint = None,
    endpoint_option: EndpointOptions = None,
) -> None:
    """The dyads with the most firm claims."""
    from kgraph.plots import plot_dyads

    _check(output)
    with closing(reading(location, endpoint, endpoint_option)) as graph:
        _save(plot_dyads(graph, top=top, since=since, until=until), output)


def _check(output: Path) -> None:
    if not output.absolute().parent.is_dir():
        raise DataError("no such folder", file=str(output))


def _save(plot: Plot, output: Path) -> None:
    plot.save(output)
    report(f"{output}: {plot.told}")
