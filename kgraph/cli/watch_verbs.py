"""The verb that watches folders for documents."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.document_verbs import ReadingOptions, note_reading
from kgraph.cli.groups import flattened
from kgraph.cli.options import KeepText
from kgraph.cli.screen import complain, count_of, report
from kgraph.cli.stores import StoreOptions

if TYPE_CHECKING:
    from kgraph.bulk import Reading


@flattened("url", "workers", "dask")
def watch(
    folders: Annotated[list[Path], typer.Argument(help="Folders; documents in them and below are read as they come.")],
    store: StoreOptions,
    how: ReadingOptions,
    keep_text: KeepText = False,
    every: Annotated[float, typer.Option("--every", help="Seconds between two looks.")] = 2.0,
) -> None:
    """Read documents as they arrive, until Ctrl-C or SIGTERM; what was read before is not read again."""
    from kgraph.watching import watch as rounds

    settings = replace(how.settings(store.location), keep_text=keep_text)
    claims = documents = 0

    def tell(reading: Reading) -> None:
        nonlocal claims, documents
        note_reading(reading)
        if reading.document is not None and reading.error is None and not reading.skipped:
            claims, documents = claims + len(reading.claims), documents + 1
            report(f"{reading.source}: {count_of(len(reading.claims), 'claim')}")
            sys.stdout.flush()  # somebody waits for it, and the next line may be hours away

    with _stopped_by_signals() as stop:
        found = rounds(
            folders,
            store.writing,
            settings,
            stop=stop,
            every=every,
            on_reading=tell,
            on_trouble=complain,
        )
        for _ in found:
            pass
    report(f"{store.place}: {count_of(claims, 'claim')} from {count_of(documents, 'document')}")


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    """An event that SIGINT and SIGTERM set; a second one ends the program at once."""
    stop = Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def end(number: int, frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, end)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
