"""Opening a store on disk: what can go wrong, in words."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.errors import StoreError

_BEGUN: Final = re.compile(r"LOCK|LOG|IDENTITY|MANIFEST-\d+|[\w.-]+\.dbtmp")
"""What lies in a folder where a new store was cut off before there was anything in it; it is made anew there."""
_TRIES: Final = 5
"""A reader beside a live writer can meet a log file that is just being replaced; the next try finds the new one."""

_HOLD_DATA: Final = frozenset({".log", ".sst"})


def open_store(location: Path | None, *, read_only: bool) -> ox.Store:
    """The store in the folder `location`, made if it does not exist; in memory where `location` is None.

    Raises:
        StoreError: the folder is no store, is not there (to read), or another process has it open (to write).
    """
    if location is None:
        return ox.Store()
    _check_folder(location, read_only=read_only)
    try:
        return _open_to_read(location) if read_only else ox.Store(str(location))
    except OSError as error:
        raise StoreError(_in_words(location, error)) from error
    except RuntimeError as error:
        raise StoreError(f"{location} cannot be read: {' '.join(str(error).split())}") from error


def state_of(location: Path) -> str:
    """A mark of what a store on disk holds: whatever is written there, by whomever, changes it.

    It is made of the names, sizes and times of the files that hold the data. Every write makes the log longer or adds a
    file. The mark may change without a change of the data, as when a store is opened for writing: it errs on that side.

    Raises:
        StoreError: there is no store.
    """
    _check_folder(location, read_only=True)
    found = []
    try:
        for entry in location.iterdir():
            if entry.suffix in _HOLD_DATA or entry.name.startswith(("CURRENT", "MANIFEST")):
                about = entry.stat()
                found.append(f"{entry.name} {about.st_size} {about.st_mtime_ns}")
    except FileNotFoundError as error:  # a file that went while it was looked at: the store is being written
        check_exists(location)
        found.append(f"gone {error.filename}")
    except OSError as error:
        raise StoreError(f"{location} cannot be read: {error.strerror or error}") from error
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def check_exists(location: Path) -> None:
    """Raise StoreError unless there is something at `location`."""
    if not location.exists():
        raise StoreError(f"no store at {location}: `kgraph build` or `kgraph add` makes one")


def _check_folder(location: Path, *, read_only: bool) -> None:
    if read_only:
        check_exists(location)
    if not location.exists():
        return
    if not location.is_dir():
        raise StoreError(f"{location} is a file, not a store (a store is a folder)")
    if (location / "CURRENT").is_file():
        return
    if read_only or not all(_BEGUN.fullmatch(file.name) for file in location.iterdir()):
        raise StoreError(f"{location} is a folder but not a store: name an empty or a new folder")


def _open_to_read(location: Path) -> ox.Store:
    for _ in range(_TRIES - 1):
        try:
            return ox.Store.read_only(str(location))
        except (FileNotFoundError, RuntimeError):  # gone, or "Corruption": a file that goes while it is read
            continue
    return ox.Store.read_only(str(location))


def _in_words(location: Path, error: OSError) -> str:
    reason = str(error)
    if "lock" in reason.lower():
        return (
            f"{location} is in use: another process (or an unclosed graph in this one) has it open for writing. "
            "Wait until it is done; reading goes on beside it"
        )
    return f"{location} cannot be opened: {reason}"
