"""The verbs for what is different: since a day, or between two stores or times."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.groups import flattened
from kgraph.cli.screen import complain
from kgraph.cli.views import Row, View, show_rows

if TYPE_CHECKING:
    from kgraph.network import Change, Columns, Window

Beside = Annotated[
    str | None,
    typer.Option("--compared", help="The time held against it, as 2016..2017-06; without it as long before."),
]
Top = Annotated[int | None, typer.Option("--top", min=1, help="Only so many, the least likely ones.")]
SideName = Annotated[
    str, typer.Argument(help="A store's folder, or a time of the store at -l: 2017-05, 2016..2017-06.")
]


@flattened("since", "weight")
def changes(
    view: View,
    since: Annotated[str, typer.Option("--since", help="The first day, month or year of what is new.")],
    compared: Beside = None,
    top: Top = None,
) -> None:
    """What changed between actors since a day: new, strengthened, weakened, flipped and quiet dyads, with claims."""
    from kgraph.network import Window
    from kgraph.network import changes as found_since

    against = None if compared is None else Window.parse(compared)
    found = found_since(view.columns, since, until=view.until, compared=against, counted=view.counted())
    view.show(map(_row, found[:top]))


@flattened("since", "until", "weight")
def diff(view: View, first: SideName, second: SideName, top: Top = None) -> None:
    """How the dyads of two stores differ, or those of two times of one store."""
    from kgraph.network import diff as differences

    (one, its_time), (other, other_time) = (_side(view, name) for name in (first, second))
    found = differences(one, other, windows=(its_time, other_time), counted=view.counted())
    show_rows(view.fmt, [_row(change) for change in found[:top]])
    if not found:
        complain(f"no difference between {first} and {second}")


def _side(view: View, name: str) -> tuple[Columns, Window]:
    """The claims of a store, or those at `-l` with the time that is meant.

    Raises:
        typer.BadParameter: it is neither a folder nor a time.
    """
    from kgraph.errors import DataError
    from kgraph.graph import GraphReader
    from kgraph.network import Window, columns

    if Path(name).is_dir():
        with closing(GraphReader(name)) as graph:
            return columns(graph), Window()
    try:
        window = Window.parse(name)
    except DataError:
        raise typer.BadParameter(f"{name}: no folder, and no time such as 2017-05 or 2016..2017-06") from None
    return view.columns, window


def _row(change: Change) -> Row:
    return asdict(change)
