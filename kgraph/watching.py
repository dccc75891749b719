"""Watching folders: documents become claims as they arrive, one after another, stopped and resumed without loss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Final

from kgraph.build import build_graph
from kgraph.bulk import Reading, Settings, files_in
from kgraph.errors import DataError, StoreError
from kgraph.graph import KnowledgeGraph

EVERY: Final = 2.0
"""Seconds between two looks at the folders."""


class _Stopped(Exception):  # noqa: N818 — it ends a build between two documents; nothing is wrong
    pass


def watch(
    folders: Iterable[str | Path],
    open_graph: Callable[[], KnowledgeGraph],
    settings: Settings | None = None,
    *,
    stop: Event,
    every: float = EVERY,
    on_reading: Callable[[Reading], None] | None = None,
    on_trouble: Callable[[str], None] | None = None,
) -> Iterator[int]:
    """Read the documents in folders into a graph as they come, until told to stop; gives how many each round read.

    A file is read once it has stayed as it is from one look to the next, so that none is read half written; one that
    changes is read again and replaces its own claims where it has an `id` or a `url`. What the graph holds already as
    it would be read now is skipped, so that watching goes on where it was stopped. Files that go leave their claims:
    `KnowledgeGraph.remove` takes those out. The graph is open only while something is read, for others to write to it
    in between; where somebody else writes just then, the next look tries again.

    Args:
        folders: which are watched, with all below them.
        open_graph: opens the graph for writing, such as `lambda: KnowledgeGraph("kgraph.db")`.
        settings: how documents are read, as of `build_graph`.
        stop: set from elsewhere to end; the document in hand is finished.
        every: seconds between two looks.
        on_reading: called after each document that was read or failed.
        on_trouble: called with one line where the graph cannot be opened, once until it can.

    Raises:
        DataError: a folder is none, or `every` is no time.
        UnknownNameError: there is no such extractor, or it has no such option.
        MissingExtraError: the extractor needs a package that is not installed.

    >>> from tempfile import TemporaryDirectory
    >>> from kgraph.graph import KnowledgeGraph
    >>> graph, stop = KnowledgeGraph(), Event()
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "note.txt").write_text("France condemned Russia.", "utf-8")
    ...     for read in watch([folder], lambda: graph, Settings(extractor="floor"), stop=stop, every=0.01):
    ...         stop.set()
    >>> read
    1
    """
    roots = [Path(folder) for folder in folders]
    for root in roots:
        if not root.is_dir():
            raise DataError("no such folder", file=str(root))
    if not every > 0:
        raise DataError("not a time between two looks", value=every, expected="seconds, more than 0")
    return _rounds(roots, open_graph, settings, stop, every, on_reading, on_trouble)


def _rounds(
    roots: Iterable[Path],
    open_graph: Callable[[], KnowledgeGraph],
    settings: Settings | None,
    stop: Event,
    every: float,
    on_reading: Callable[[Reading], None] | None,
    on_trouble: Callable[[str], None] | None,
) -> Iterator[int]:
    settled: dict[Path, _Look] = {}
    before: Mapping[Path, _Look] = {}
    locked = False
    while not stop.is_set():
        now = _look(roots)
        ready = [file for file, look in now.items() if before.get(file) == look != settled.get(file)]
        before = now
        if ready:
            try:
                with closing(open_graph()) as graph:
                    count = _read(ready, graph, settings, now, settled, stop, on_reading)
            except StoreError as error:
                if not locked and on_trouble is not None:
                    on_trouble(f"{error}; trying again")
                locked = True
            else:
                locked = False
                yield count
        stop.wait(every)


_Look = tuple[int, int]
"""A file's size and the time of its last change, in nanoseconds."""


def _look(roots: Iterable[Path]) -> dict[Path, _Look]:
    """The documents that are there, each with its look; one that goes just then is not there."""
    found: dict[Path, _Look] = {}
    for root in roots:
        try:
            files = [Path(file) for file in files_in([root]) if root.is_dir()]
        except OSError:
            continue
        for file in files:
            try:
                about = file.stat()
            except OSError:
                continue
            found[file] = (about.st_size, about.st_mtime_ns)
    return found


def _read(
    files: Iterable[Path],
    graph: KnowledgeGraph,
    settings: Settings | None,
    now: Mapping[Path, _Look],
    settled: dict[Path, _Look],
    stop: Event,
    on_reading: Callable[[Reading], None] | None,
) -> int:
    """Read files into a graph, each noted as read when it is; gives the number of documents."""
    count = 0

    def note(reading: Reading) -> None:
        nonlocal count
        count += 1
        if on_reading is not None:
            on_reading(reading)
        if stop.is_set():
            raise _Stopped

    for file in files:
        try:
            build_graph([file], graph, settings, on_reading=note)
        except _Stopped:
            break
        settled[file] = now[file]
    return count
