"""The verbs for event data: it is imported, and cited."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.actor_verbs import overlays_of
from kgraph.cli.groups import flattened
from kgraph.cli.options import LOCATION, ActorFiles, Location, named_values
from kgraph.cli.screen import complain, count_of, progress, report, say, show_table
from kgraph.cli.stores import STORE, Endpoint, EndpointOptions, StoreOptions

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.importing import Imported

Format = Annotated[str, typer.Argument(help="The format of the files; `list` shows which there are.")]
Files = Annotated[list[Path] | None, typer.Argument(help="Files, in the order in which they are read.")]
FormatOptions = Annotated[
    list[str] | None, typer.Option("--option", help="An option of the format, NAME=VALUE; may be given again.")
]
MostBad = Annotated[
    float, typer.Option("--max-bad", min=0, max=1, help="Share of rows that may break the format; more stop it.")
]
Batch = Annotated[int, typer.Option("--batch", min=1, help="Rows stored at a time, all or none.")]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", help="Where rows that break the format are listed (STORE.rejects.csv).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Count what would be kept and dropped, and store nothing.")]
Compact = Annotated[
    bool, typer.Option(help="Put the store's files in order behind many new claims: questions are answered faster.")
]


def import_events(
    format_name: Format,
    files: Files = None,
    location: Location = LOCATION,
    option: FormatOptions = None,
    actors: ActorFiles = None,
    max_bad: MostBad = 0.05,
    batch: Batch = 1_000_000,
    rejects: Rejects = None,
    dry_run: DryRun = False,
    compact: Compact = True,
    endpoint: Endpoint = None,
    endpoint_option: EndpointOptions = None,
) -> None:
    """Put event data into the store; says how many rows were kept, merged and dropped, and why."""
    if format_name == "list":
        _show_formats()
        return
    if not files:
        raise typer.BadParameter("name the files to import")
    from kgraph.importing import ImportSettings, import_files

    bad_rows = rejects or location.with_name(f"{location.name}.rejects.csv")
    settings = ImportSettings(
        options=named_values(option or ()),
        overlays=overlays_of(location, actors),
        most_bad=max_bad,
        batch=batch,
        rejects=bad_rows,
        dry_run=dry_run,
        compact=compact,
    )
    store = StoreOptions(location=location, endpoint=endpoint, endpoint_option=endpoint_option)
    with progress("rows") as advance, _target(store, dry_run=dry_run) as graph:
        imported = import_files(format_name, files, graph, settings, on_row=advance)
    _show(imported, store.place, bad_rows, dry_run=dry_run)


@flattened()
def cite(store: StoreOptions = STORE) -> None:
    """How the data sets in the store ask to be cited, and their terms."""
    from kgraph.importing import cite as cited_in

    with closing(store.reading()) as graph:
        cited = cited_in(graph)
    for one in cited:
        for line in one.lines():
            report(line)
    if not cited:
        complain(f"no data sets in {store.place}")


def _target(store: StoreOptions, *, dry_run: bool) -> AbstractContextManager[Path | KnowledgeGraph]:
    """Where the claims go: a folder, which is opened when there are rows, or a graph on a server."""
    if dry_run or (store.endpoint is None and not store.endpoint_option):
        return nullcontext(store.location)
    return closing(store.writing())


def _show(imported: Imported, location: str, rejects: Path, *, dry_run: bool) -> None:
    from kgraph.sources import Fate

    show_table(("rows", "reason", "count"), imported.table())
    say()
    kept, bad = imported.count(Fate.KEPT), imported.count(Fate.MALFORMED)
    read = f"{kept} of {count_of(imported.count(), 'row')} kept"
    if dry_run:
        report(f"{read}, {count_of(imported.claims, 'claim')}: nothing stored")
    else:
        known = imported.claims - imported.new
        report(f"{location}: {count_of(imported.new, 'new claim')}, {known} that were there ({read})")
    if bad:
        complain(f"{count_of(bad, 'row')} {'breaks' if bad == 1 else 'break'} the format: see {rejects}")
    if not imported.count():
        complain("no rows in these files")
        raise typer.Exit(1)


def _show_formats() -> None:
    from kgraph.sources import SOURCES

    rows = [(form.name, "", form.title) for form in SOURCES.values()]
    options = [(form.name, name, text) for form in SOURCES.values() for name, text in form.options.items()]
    show_table(("format", "option", "what it is"), sorted([*rows, *options]))
