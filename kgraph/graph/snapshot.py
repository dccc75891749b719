"""A copy of a store that another process may be writing: cheap, of one moment, and the reader's own.

pyoxigraph says that reading a store which another process writes is undefined, and files do vanish under such a reader.
So nothing here opens the store itself. Table files of RocksDB never change once they are finished: they are linked. Its
manifest and its logs only grow: they are copied, and the copy counts only if no table, log or manifest came or went
meanwhile. What was being appended then is cut off at its last whole transaction when the copy is opened.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.errors import StoreError
from kgraph.graph.opening import check_exists, state_of
from kgraph.model import event_judgements_beside, judgements_beside, reviews_beside

Signature: TypeAlias = tuple[object, ...]
"""What tells one state of a store and its verdicts from another."""

_TRIES: Final = 50
_GROWING: Final = ("MANIFEST-", "OPTIONS-")


def signature(location: Path) -> Signature:
    """What the store in a folder, and the verdicts beside it, look like now; it differs after every write.

    Raises:
        StoreError: there is no store.

    >>> from tempfile import TemporaryDirectory
    >>> from kgraph.graph import KnowledgeGraph
    >>> with TemporaryDirectory() as folder:
    ...     KnowledgeGraph(Path(folder) / "a.db").close()
    ...     signature(Path(folder) / "a.db") == signature(Path(folder) / "a.db")
    True
    """
    _check(location)
    found = [file.stat() if file.exists() else None for file in _beside(location)]
    return state_of(location), *(about and (about.st_size, about.st_mtime_ns) for about in found)


def take_snapshot(location: Path, target: Path) -> None:
    """Make a store at `target`, a new folder, that holds what the store at `location` holds now.

    Where `target` lies on the same file system the tables are linked, not copied.

    Raises:
        StoreError: there is no store, it cannot be copied, or it changed without a pause.
    """
    for _ in range(_TRIES):
        _check(location)
        try:
            copied = _copied(location, target)
        except FileNotFoundError:  # the writer took a file away while it was looked at
            copied = False
        except OSError as error:
            shutil.rmtree(target, ignore_errors=True)
            raise StoreError(f"{location} cannot be copied to {target}: {error.strerror or error}") from error
        if copied:
            _settle(target)
            return
        shutil.rmtree(target, ignore_errors=True)
    raise StoreError(f"{location} is written so fast that no copy of one moment could be made")


def _check(location: Path) -> None:
    if not (location / "CURRENT").is_file():
        check_exists(location)
        raise StoreError(f"{location} is not a store (a store is a folder that kgraph made)")


def _copied(location: Path, target: Path) -> bool:
    """Copies the files; whether they are of one moment."""
    target.mkdir(parents=True)
    before = _structure(location)
    for file in sorted(_files(location), key=_order):
        if file.suffix == ".sst":
            _link(file, target / file.name)
        else:
            shutil.copyfile(file, target / file.name)
    for file, copy in zip(_beside(location), _beside(target), strict=True):
        if file.exists():
            shutil.copyfile(file, copy)
    return before == _structure(location)


def _beside(location: Path) -> tuple[Path, ...]:
    """Where the verdicts lie that belong to a store."""
    return judgements_beside(location), event_judgements_beside(location), reviews_beside(location)


def _settle(target: Path) -> None:
    """Open the copy once for writing: what stands in its logs goes into tables, so that readers open it at once."""
    try:
        store = ox.Store(str(target))
        store.flush()
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the copy at {target} cannot be opened: {error}") from error


def _files(location: Path) -> Iterator[Path]:
    """The files of a store that hold its content."""
    for entry in os.scandir(location):
        name = entry.name
        if name in ("CURRENT", "IDENTITY") or name.endswith((".sst", ".log")) or name.startswith(_GROWING):
            yield Path(entry.path)


def _structure(location: Path) -> list[tuple[str, int]]:
    """The files and the size of the manifest: what stays as it is while only the newest log grows."""
    return sorted((f.name, f.stat().st_size if f.name.startswith("MANIFEST-") else 0) for f in _files(location))


def _order(file: Path) -> tuple[int, str]:
    """Logs last and oldest first, so that what they add fits to the tables that the manifest names."""
    return (file.suffix == ".log", file.name)


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without links
        shutil.copyfile(file, target)
