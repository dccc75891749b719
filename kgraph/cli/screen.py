"""What the verbs print: data to standard output, messages and progress to standard error.

Text of articles is shown as text: control characters are replaced, and nothing in it is read as markup.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from kgraph.explain import Account, Told

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_STYLES: Final = {"actor": "bold cyan", "recipient": "bold cyan", "cue": "bold yellow", "date": "bold green"}
_WIDE: Final = 200
"""Characters a line where nobody looks at a terminal."""


def printable(text: str) -> str:
    """The text without what could drive a terminal or turn its direction; line ends become spaces."""
    return _CONTROLS.sub("\ufffd", text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def complain(message: str) -> None:
    """One line of message on standard error."""
    print(f"kgraph: {printable(message)}", file=sys.stderr)  # noqa: T201 — this is the command line


def say(line: str = "") -> None:
    """One line of data on standard output."""
    print(line)  # noqa: T201 — this is the command line


def report(line: str) -> None:
    """One line of summary on standard output; names of files in it are shown as text."""
    say(printable(line))


def count_of(count: int, noun: str) -> str:
    """A count with its noun: 1 claim, 2 claims, 0 documents."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows as an aligned table."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(Text(printable(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else printable(str(value))) for value in row))
    _console().print(table)


def show_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows as CSV; what a spreadsheet would run as a formula stays text."""
    from kgraph.export import formula_safe

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([formula_safe("" if value is None else value) for value in row] for row in rows)


def show_account(account: Account, *, told: Told | None = None, ids: bool = False) -> None:
    """A claim with its marked words and its sources, the event it is in, and its id where that is wanted."""
    from rich.text import Text

    from kgraph.model.wording import said_by

    claim, console = account.claim, _console()
    console.print(Text(printable(account.headline()), style="bold"), soft_wrap=True)
    if claim.attribution:
        console.print(Text(f"    {printable(said_by(claim.attribution))}"), soft_wrap=True)
    if claim.evidence is not None:
        quote = Text('    "')
        for piece, role in claim.evidence.pieces():
            plain = printable(piece)
            quote.append(plain if role is None or console.is_terminal else f"[{plain}]", _STYLES.get(role or "", ""))
        console.print(quote.append('"'), soft_wrap=True)
    console.print(Text(f"    {printable(account.source())}", style="dim"), soft_wrap=True)
    if told is not None:
        event = f"{told.corroboration} ({told.event.made_by}: {told.event.reason})"
        console.print(Text(f"    {told.event.id}: {printable(event)}", style="dim"), soft_wrap=True)
    if ids:
        console.print(Text(f"    {claim.id}", style="dim"), soft_wrap=True)


def fail_if(failed: bool) -> None:
    """End the verb with status 1 where something failed; what, was said before."""
    if failed:
        raise typer.Exit(1)


def as_json(record: object) -> str:
    """A record as readable JSON."""
    return json.dumps(record, ensure_ascii=False, indent=2)


@contextmanager
def progress(what: str, total: Callable[[], int | None] | None = None) -> Iterator[Callable[[], None]]:
    """Counts on standard error, by one at each call of what it gives; silent where that is no terminal.

    Args:
        what: is counted.
        total: asked how many there will be, where somebody looks: with that, the time left is shown too.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    count = None if total is None else total()
    rate = TextColumn("{task.fields[rate]}")
    columns = (SpinnerColumn(), MofNCompleteColumn(), TextColumn(what), rate, TimeElapsedColumn())
    left = () if count is None else (TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, *left, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=count, rate="")

        def advance() -> None:
            shown.advance(task)
            speed = shown.tasks[0].finished_speed or shown.tasks[0].speed
            shown.update(task, rate="" if speed is None else f"{speed:.1f}/s")

        yield advance


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, emoji=False, width=_WIDE)
