"""The verbs for what claims say of each other: those that are one event, those that cannot both hold."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.groups import flattened
from kgraph.cli.naming import actor_ids
from kgraph.cli.options import LOCATION, Location, RowFormat
from kgraph.cli.screen import as_json, complain, count_of, report, say, show_csv, show_table
from kgraph.cli.stores import STORE, StoreOptions

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph
    from kgraph.merge import Merged

Ids = Annotated[
    list[str] | None,
    typer.Argument(help="Two claims to be judged one (`explain --ids` shows their ids); with --undo an event or both."),
]
Window = Annotated[int, typer.Option("--window", help="Days that may lie between the dates of one event.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be merged, and write nothing.")]
Differ = Annotated[bool, typer.Option("--differ", help="Say that the two claims are not one event.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take an event back for good, or a verdict on two claims.")]
All = Annotated[bool, typer.Option("--all", help="With --undo: take every event back; the rule may merge again.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why; kept with the verdict.")]
Made = Annotated[str | None, typer.Option("--made", help="The day of the judgement, YYYY-MM-DD; today without it.")]


def merge(
    ids: Ids = None,
    window: Window = 1,
    dry_run: DryRun = False,
    differ: Differ = False,
    undo: Undo = False,
    everything: All = False,
    reason: Reason = None,
    made: Made = None,
    location: Location = LOCATION,
) -> None:
    """Merge claims that tell of one happening to one event, with the reason; claims stay as they are."""
    from kgraph.graph import GraphReader, KnowledgeGraph
    from kgraph.merge import merge_events

    named = ids or []
    _check_usage(named, dry_run=dry_run, differ=differ, undo=undo, everything=everything, reason=reason)
    GraphReader(location).close()  # says so where there is no store; opening for writing would make one
    with KnowledgeGraph(location) as graph:
        if undo:
            _undo(graph, named, everything=everything, reason=reason, made=made)
        elif named:
            _judge(graph, named, differ=differ, reason=reason, made=made)
        else:
            merged = merge_events(graph, window=window, made=made, dry_run=dry_run)
            _show(graph, merged, location, dry_run=dry_run)


@flattened()
def conflicts(
    first: Annotated[str | None, typer.Argument(help="An actor: id, code or name; all without it.")] = None,
    second: Annotated[str | None, typer.Argument(help="Another.")] = None,
    store: StoreOptions = STORE,
    window: Annotated[int, typer.Option("--window", help="Days that may lie between the dates of rivals.")] = 1,
    fmt: Annotated[RowFormat, typer.Option("--format", help="table, csv or json.")] = RowFormat.TABLE,
) -> None:
    """Rival accounts: claims that cannot both hold, with their words and who says so."""
    from kgraph.rivals import COLUMNS, conflict_rows, conflict_to_dict
    from kgraph.rivals import conflicts as rivals

    with closing(store.reading()) as graph:
        ends = actor_ids([name for name in (first, second) if name is not None], graph, store.location)
        found = rivals(graph, *ends, window=window)
    if fmt is RowFormat.JSON:
        say(as_json([conflict_to_dict(conflict) for conflict in found]))
    elif fmt is RowFormat.CSV:
        show_csv(COLUMNS, conflict_rows(found))
    elif found:
        show_table(COLUMNS[:-1], (row[:-1] for row in conflict_rows(found)))
    else:
        complain(f"no rival accounts in {store.place}")


def _check_usage(
    named: list[str], *, dry_run: bool, differ: bool, undo: bool, everything: bool, reason: str | None
) -> None:
    """Say what cannot be meant.

    Raises:
        typer.BadParameter: these words do not go together.
    """
    if undo:
        if differ or dry_run or everything == bool(named) or len(named) > 2:
            raise typer.BadParameter("--undo takes an event, two claims, or --all")
    elif everything:
        raise typer.BadParameter("--all goes with --undo")
    elif named:
        if len(named) != 2 or dry_run:
            raise typer.BadParameter("give two claims, or none to let the rule merge")
    elif differ or reason is not None:
        raise typer.BadParameter("--differ and --reason are said of two claims")


def _undo(graph: KnowledgeGraph, named: list[str], *, everything: bool, reason: str | None, made: str | None) -> None:
    from kgraph.merge import TAKEN_BACK, take_back_verdict, undo_all, undo_merge

    if everything:
        report(f"{count_of(undo_all(graph), 'event')} taken back")
    elif len(named) == 1:
        undo_merge(graph, named[0], reason=TAKEN_BACK if reason is None else reason, made=made)
        report(f"{named[0]}: taken back; its claims are not merged again")
    else:
        take_back_verdict(graph, *named)
        report(f"{named[0]} and {named[1]}: taken back; `kgraph merge` lets the rule judge them")


def _judge(graph: KnowledgeGraph, named: list[str], *, differ: bool, reason: str | None, made: str | None) -> None:
    from kgraph.merge import keep_apart, merge_claims

    first, second = named
    if differ:
        keep_apart(graph, first, second, reason=reason or "", made=made)
        report(f"{first} and {second} are not one event")
        return
    event = merge_claims(graph, first, second, reason=reason, made=made)
    report(f"{event.id}: {count_of(len(event.claims), 'claim')} ({event.reason})")


def _show(graph: KnowledgeGraph, merged: Merged, location: Path, *, dry_run: bool) -> None:
    """The events that are new, and how many there are."""
    from kgraph.explain import told_by

    rows = []
    for event in merged.new:
        told = told_by(graph, event)
        counts = told.corroboration
        headline = told.accounts[0].headline().partition(" (")[0]
        rows.append((event.id, headline, counts.claims, counts.publishers, counts.speakers, event.reason))
    if rows:
        show_table(("event", "newest claim", "claims", "publishers", "speakers", "reason"), rows)
        say()
    found = f"{count_of(len(merged.events), 'event')} of {count_of(merged.claims, 'claim')}"
    change = f"{len(merged.new)} new or changed, {len(merged.gone)} gone"
    report(f"{location}: {found} ({change})" + (": nothing written" if dry_run else ""))
