"""The verb that watches folders for documents."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.actor_verbs import overlays_of
from kgraph.cli.document_verbs import note_reading
from kgraph.cli.options import (
    DEFAULT_EXTRACTOR,
    LOCATION,
    ActorFiles,
    Day,
    Encoding,
    ExtractorName,
    ExtractorOptions,
    Location,
    Publisher,
    named_values,
)
from kgraph.cli.screen import complain, report
from kgraph.cli.stores import Endpoint, EndpointOptions, writing

if TYPE_CHECKING:
    from kgraph.bulk import Reading


def watch(
    folders: Annotated[list[Path], typer.Argument(help="Folders; documents in them and below are read as they come.")],
    location: Location = LOCATION,
    endpoint: Endpoint = None,
    endpoint_option: EndpointOptions = None,
    extractor: ExtractorName = DEFAULT_EXTRACTOR,
    option: ExtractorOptions = None,
    date: Day = None,
    publisher: Publisher = None,
    encoding: Encoding = "utf-8",
    actors: ActorFiles = None,
    keep_text: Annotated[bool, typer.Option("--keep-text", help="Store whole texts beside the quotes.")] = False,
    every: Annotated[float, typer.Option("--every", help="Seconds between two looks.")] = 2.0,
) -> None:
    """Read documents as they arrive, until Ctrl-C or SIGTERM; what was read before is not read again."""
    from kgraph.bulk import Settings
    from kgraph.watching import watch as rounds

    settings = Settings(
        extractor=extractor,
        options=named_values(option or ()),
        date=date,
        publisher=publisher,
        encoding=encoding,
        overlays=overlays_of(location, actors),
        keep_text=keep_text,
    )
    claims = documents = 0

    def tell(reading: Reading) -> None:
        nonlocal claims, documents
        note_reading(reading)
        if reading.document is not None and reading.error is None and not reading.skipped:
            claims, documents = claims + len(reading.claims), documents + 1
            report(f"{reading.source}: {len(reading.claims)} claims")
            sys.stdout.flush()  # somebody waits for it, and the next line may be hours away

    with _stopped_by_signals() as stop:
        found = rounds(
            folders,
            lambda: writing(location, endpoint, endpoint_option),
            settings,
            stop=stop,
            every=every,
            on_reading=tell,
            on_trouble=complain,
        )
        for _ in found:
            pass
    report(f"{endpoint or location}: {claims} claims from {documents} documents")


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
