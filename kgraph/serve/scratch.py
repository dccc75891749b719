"""Where a server keeps its snapshots: beside the store, so that they can be links, and only as long as it runs."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

logger: Final = logging.getLogger(__name__)
_LOCK: Final = "in-use"


@contextmanager
def scratch_beside(location: Path) -> Iterator[Path]:
    """A new folder beside a store; elsewhere, where copies are no links, if nobody may write there.

    What servers that were killed have left is taken away.

    >>> with tempfile.TemporaryDirectory() as folder, scratch_beside(Path(folder) / "a.db") as scratch:
    ...     scratch.parent == Path(folder).resolve()
    True
    """
    place = location.resolve()
    prefix = f".{place.name}.served-"
    _clear(place.parent, prefix)
    try:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place.parent))
    except OSError as error:
        folder = Path(tempfile.mkdtemp(prefix="kgraph-served-"))
        logger.warning("nothing can be written beside %s (%s): it is copied to %s", location, error.strerror, folder)
    try:
        with (folder / _LOCK).open("wb") as lock:
            _locked(lock)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear(folder: Path, prefix: str) -> None:
    """Take away the folders that no living server holds."""
    with suppress(OSError):
        for left in folder.glob(f"{prefix}*"):
            with (left / _LOCK).open("rb") as lock:
                free = _locked(lock)
            if free:
                shutil.rmtree(left, ignore_errors=True)


def _locked(file: IO[bytes]) -> bool:
    """Whether nobody else holds the file; we do from now on. Where the system has no such locks: no."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
