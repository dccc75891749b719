"""The verb that writes the dossier of a dyad."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.naming import actor_ids
from kgraph.cli.options import LOCATION, Location
from kgraph.cli.screen import report as tell
from kgraph.cli.stores import Endpoint, EndpointOptions, reading


def report(
    first: Annotated[str, typer.Argument(help="An actor: id, code or name.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write: .html or .md.")],
    by: Annotated[
        str | None, typer.Option("--by", help="A bar of the timeline: day, week, month, quarter, year.")
    ] = None,
    location: Location = LOCATION,
    endpoint: Endpoint = None,
    endpoint_option: EndpointOptions = None,
) -> None:
    """The dossier of a dyad: timeline, claims with their words, rivals, sources, citations."""
    from kgraph.report import write_report

    with closing(reading(location, endpoint, endpoint_option)) as graph:
        ends = actor_ids([first, second], graph, location)
        found, files = write_report(graph, ends[0], ends[1], output, by=by)
    tell(f"{', '.join(map(str, files))}: {len(found.accounts)} claims between {found.title}")
