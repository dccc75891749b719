"""The verbs that write a dyad up: its dossier, a notebook on it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.groups import flattened
from kgraph.cli.naming import actor_ids
from kgraph.cli.options import LOCATION, Location
from kgraph.cli.screen import count_of
from kgraph.cli.screen import report as tell
from kgraph.cli.stores import STORE, StoreOptions


@flattened()
def report(
    first: Annotated[str, typer.Argument(help="An actor: id, code or name.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write: .html or .md.")],
    by: Annotated[
        str | None, typer.Option("--by", help="A bar of the timeline: day, week, month, quarter, year.")
    ] = None,
    store: StoreOptions = STORE,
) -> None:
    """The dossier of a dyad: timeline, claims with their words, rivals, sources, citations."""
    from kgraph.report import write_report

    with closing(store.reading()) as graph:
        ends = actor_ids([first, second], graph, store.location)
        found, files = write_report(graph, ends[0], ends[1], output, by=by)
    tell(f"{', '.join(map(str, files))}: {count_of(len(found.accounts), 'claim')} between {found.title}")


def notebook(
    first: Annotated[str, typer.Argument(help="An actor: id, code or name.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The new file to write: .ipynb.")],
    run: Annotated[bool, typer.Option("--run", help="Run its cells too, and keep what they show.")] = False,
    location: Location = LOCATION,
) -> None:
    """A notebook on two actors, for Jupyter: figure, claims with their words, a query, the explorer."""
    from kgraph.graph import GraphReader
    from kgraph.notebook import run_notebook, write_notebook

    with closing(GraphReader(location)) as graph:
        ends = actor_ids([first, second], graph, location)
    count = write_notebook(location, ends[0], ends[1], output)
    if run:
        run_notebook(output)
    tell(f"{output}: a notebook of {count} cells, {'run' if run else 'to be run'}; open it in Jupyter")
