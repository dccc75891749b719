"""Writing files so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from kgraph.errors import DataError, KgraphError


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A binary file to write; it takes its place at `path` when the block ends without an error.

    A link is followed, the rights of a file that is there are kept, and what is no file (a pipe, a terminal) is
    written to as it is.

    Raises:
        DataError: the file cannot be written there.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as file:
                yield file
            return
        with NamedTemporaryFile(dir=target.parent, prefix=".unfinished-", delete=False) as file:
            unfinished = Path(file.name)
            try:
                yield file
                file.close()
                unfinished.chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
                unfinished.replace(target)
            finally:
                unfinished.unlink(missing_ok=True)
    except KgraphError:
        raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise DataError(f"cannot be written ({reason})", file=str(path)) from error


def _umask() -> int:
    """The rights that new files of this process do not get; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
