"""The verb for a reader's rejections and notes: patches of the explorer taken into a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import LOCATION, Location
from kgraph.cli.screen import complain, report, show_table
from kgraph.errors import DataError

Patches = Annotated[list[Path] | None, typer.Argument(help="Files that the explorer saved: name.patch.json.")]
Listing = Annotated[bool, typer.Option("--list", help="Show the verdicts that stand, and apply nothing.")]
Made = Annotated[str | None, typer.Option("--made", help="The day of the verdicts, YYYY-MM-DD; today without it.")]


def apply(
    patches: Patches = None,
    listing: Listing = False,
    made: Made = None,
    location: Location = LOCATION,
) -> None:
    """Take rejections and notes made in the explorer into the graph; claims stay, and verdicts can be taken back."""
    from kgraph.graph import GraphReader, KnowledgeGraph
    from kgraph.reviewing import apply_patch, reviews_of

    with GraphReader(location) as graph:  # says so where there is no store; opening for writing would make one
        standing = reviews_of(graph)
    if listing:
        show_table(
            ("claim", "verdict", "note", "made"), ((r.claim, str(r.verdict), r.note, r.made) for r in standing.values())
        )
        return
    if not patches:
        raise DataError("no patch", expected="a file that the explorer saved, or --list")
    with KnowledgeGraph(location) as writable:
        for path in patches:
            done = apply_patch(writable, path, made=made)
            told = f"{done.rejected} rejected, {done.noted} noted, {done.restored} restored"
            report(f"{path}: {told}, {done.known} known already")
            for claim in done.strange:
                complain(f"{path}: {claim} is not in this graph, its verdict is left out")
