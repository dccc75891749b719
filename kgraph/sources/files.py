"""Lines of the files that event data come in: plain, zipped or gzipped, in UTF-8 or not quite."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from kgraph.errors import DataError

LONGEST: Final = 1 << 20
"""The most bytes of a line that is read; a longer one is no row of any format here."""


class Line(NamedTuple):
    """One line of a file.

    Attributes:
        row: its number, from 1.
        text: without the line's end.
        latin: whether it is no UTF-8 and was read as Latin-1, in which every byte is a letter.
        cut: whether it goes on behind what was read.
    """

    row: int
    text: str
    latin: bool = False
    cut: bool = False


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file, of the one file in a zip archive, or of a gzipped file, as they are asked for.

    Each line that is no UTF-8 is read as Latin-1 and says so; a byte order mark at the start of the file is left out.

    Raises:
        DataError: the file cannot be read, or the archive is broken, encrypted or holds several files.
    """
    with opened(path) as file:
        row = 0
        while line := _read(file, path):
            row += 1
            cut = len(line) > LONGEST
            while len(line) > LONGEST and not line.endswith(b"\n"):
                more = _read(file, path)
                if not more:
                    break
                line = line[:LONGEST] + more[-1:] if more.endswith(b"\n") else line
            yield _decoded(row, line[:LONGEST], cut)


def _decoded(row: int, raw: bytes, cut: bool) -> Line:
    raw = raw.rstrip(b"\r\n")
    if row == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return Line(row, raw.decode("utf-8"), cut=cut)
    except UnicodeDecodeError:
        return Line(row, raw.decode("latin-1"), latin=not cut, cut=cut)


def _read(file: IO[bytes], path: Path) -> bytes:
    try:
        return file.readline(LONGEST + 1)
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise _unreadable(path, error) from None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked where it is a zip archive of one file or gzipped.

    Raises:
        DataError: it cannot be opened.
    """
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            if start == b"PK\x03\x04":
                with zipfile.ZipFile(raw) as archive, archive.open(_only_member(archive, path)) as member:
                    yield member
            elif start[:2] == b"\x1f\x8b":
                with gzip.open(raw) as unpacked:
                    yield io.BufferedReader(unpacked)
            else:
                yield raw
    except DataError:
        raise
    except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise _unreadable(path, error) from None


def _only_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise DataError("an archive", file=str(path), value=f"{len(members)} files in it", expected="one")
    return members[0]


def _unreadable(path: Path, error: Exception) -> DataError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return DataError(f"cannot be read ({reason})", file=str(path))
