"""Files read by lines or as JSON, and files and folders written so that a crash never leaves half of one."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import IO, Any, TypeVar

from kgraph.errors import DataError, KgraphError

_Kind = TypeVar("_Kind")


def lines_of(file: str) -> list[str]:
    """The lines of a UTF-8 file, cut at line feeds alone: a quote may hold any other separator.

    Args:
        file: its path; - is standard input.

    Raises:
        DataError: the file cannot be read, or is not UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", file=file) from None
    except UnicodeDecodeError as error:
        raise DataError("not UTF-8", file=file, value=data[error.start : error.end], expected="JSON lines") from None


def json_field(file: Path, name: str, kind: type[_Kind], *, what: str, expected: str) -> _Kind:
    """What the JSON object in a file has under a name.

    Args:
        file: its path.
        name: the key.
        kind: what it must be.
        what: names the problem where the file holds no such object.
        expected: what should be there, for the message.

    Raises:
        DataError: the file cannot be read, or holds no such object.
    """
    try:
        value = json.loads(file.read_bytes())[name]
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", file=str(file)) from None
    except (ValueError, RecursionError, LookupError, TypeError):
        value = None
    if not isinstance(value, kind):
        raise DataError(what, file=str(file), expected=expected)
    return value


def json_object(text: str, what: str) -> dict[str, Any]:
    """A text as a JSON object.

    Raises:
        DataError: it is not JSON, or no object; the message calls it `what`.

    >>> json_object('{"id": "a1"}', "a document")
    {'id': 'a1'}
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"not JSON ({error})", value=text) from None
    if not isinstance(record, dict):
        raise DataError(f"not {what}", value=record, expected="a JSON object")
    return record


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


@contextmanager
def folder_written_whole(path: Path) -> Iterator[Path]:
    """A new folder to fill; it takes its place at `path` when the block ends without an error.

    A folder that is there goes then, with everything in it. A crash between its going and the new one's coming leaves
    neither, never half of one.

    Raises:
        DataError: the folder cannot be written there.
    """
    try:
        target = path.resolve()
        unfinished = Path(mkdtemp(dir=target.parent, prefix=".unfinished-"))
        try:
            yield unfinished
            unfinished.chmod(0o777 & ~_umask())
            _settle(unfinished)
            _take_place(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        if isinstance(error, KgraphError):
            raise
        raise DataError(f"cannot be written ({error.strerror or error})", file=str(path)) from error


def _settle(folder: Path) -> None:
    """Have every file of a folder on disk before the folder counts as whole."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _take_place(folder: Path, target: Path) -> None:
    """Put a folder in the place of another one; where that fails, the other one stays."""
    if not target.exists():
        folder.replace(target)
        return
    aside = Path(mkdtemp(dir=target.parent, prefix=".replaced-"))
    target.replace(aside / target.name)
    try:
        folder.replace(target)
    except OSError:
        (aside / target.name).replace(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _umask() -> int:
    """The rights that new files of this process do not get; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
