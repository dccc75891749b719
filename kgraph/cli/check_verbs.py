"""The verb that checks a graph by the shapes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.groups import flattened
from kgraph.cli.options import ReportFormat
from kgraph.cli.screen import as_json, complain, report, say, show_table
from kgraph.cli.stores import STORE, StoreOptions

if TYPE_CHECKING:
    from kgraph.check import Report

BROKEN = 3
"""The exit status where a graph is not what the shapes say."""


Files = Annotated[
    list[str] | None, typer.Argument(help="Claims (.jsonl, or -) or RDF; without any, the store is checked.")
]
Documents = Annotated[list[str] | None, typer.Option("--document", help="Only this document or data set; repeatable.")]
Claims = Annotated[list[str] | None, typer.Option("--claim", help="Only this claim; may be given again.")]
Since = Annotated[str | None, typer.Option("--since", help="Only documents issued since that day, YYYY-MM-DD.")]
Fast = Annotated[bool, typer.Option("--fast", help="The same rules in SPARQL; always so for a whole store.")]
Most = Annotated[int, typer.Option("--most", min=1, help="How many breaches of one rule are listed of a whole store.")]
Warnings = Annotated[bool, typer.Option("--warnings", help="List warnings one by one.")]


@flattened()
def check(
    files: Files = None,
    store: StoreOptions = STORE,
    document: Documents = None,
    claim: Claims = None,
    since: Since = None,
    fast: Fast = False,
    most: Most = 1_000,
    warnings: Warnings = False,
    fmt: Annotated[ReportFormat, typer.Option("--format", help="table or json.")] = ReportFormat.TABLE,
) -> None:
    """Is it what the shapes say? Files, documents and claims by pySHACL, whole stores in SPARQL; status 3 if not."""
    from kgraph.check import Report, check_batch, check_file, check_graph

    named = bool(document or claim or since)
    if files and (named or store.endpoint is not None):
        raise typer.BadParameter("files are checked alone: no --document, --claim, --since or --endpoint beside them")
    if files:
        found = Report()
        for file in files:
            found |= check_file(file, fast=fast)
    else:
        with closing(store.reading()) as graph:
            if named:
                found = check_batch(graph, documents=document or (), claims=claim or (), since=since, fast=fast)
            else:
                found = check_graph(graph, most=most)
    _show(found, ", ".join(files or ()) or store.place, fmt, warnings=warnings)
    if not found.ok:
        raise typer.Exit(BROKEN)


def _show(found: Report, place: str, fmt: ReportFormat, *, warnings: bool) -> None:
    from kgraph.check import COLUMNS

    if fmt is ReportFormat.JSON:
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in found.rows]
        say(as_json({"ok": found.ok, "found": rows, "cut": list(found.cut)}))
        return
    listed = [row for row in found.rows if warnings or row[0] == "violation"]
    if listed:
        show_table(COLUMNS, listed)
        say()
    told = found.counts()
    if told:
        show_table(("severity", "shape", "message", "count"), told)
        say()
    for message in found.cut:
        complain(f"only the first of those are listed: {message}")
    report(f"{place}: {len(found.violations)} violations, {len(found.warnings)} warnings")
