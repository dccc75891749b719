"""The documents in files and folders: which files are read, what each gives, how many documents there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from kgraph.bulk.settings import Settings
from kgraph.errors import DataError
from kgraph.extract import read_outcomes
from kgraph.extract.pages import PAGE_SUFFIXES
from kgraph.model import Document

JSON_LINES: Final = (".jsonl", ".ndjson")
"""The files in which each line is a document, or a claim."""
DOCUMENT_SUFFIXES: Final = (".txt", *PAGE_SUFFIXES, *JSON_LINES)
"""The files that are read of a folder; files that are named are read whatever their suffix."""


def files_in(paths: Iterable[str | Path]) -> Iterator[str | Path]:
    """The files named, and for a folder the documents in it and below, sorted."""
    for path in paths:
        if path != "-" and _is_folder(path):
            found = (p for p in Path(path).rglob("*") if p.suffix.lower() in DOCUMENT_SUFFIXES and not p.is_dir())
            yield from sorted(found)
        else:
            yield path


def count_documents(paths: Iterable[str | Path]) -> int | None:
    """How many documents these files and folders give, failures among them; None where only reading would tell.

    >>> count_documents(["note.txt", "page.html"]), count_documents(["-"])
    (2, None)
    """
    count = 0
    for path in files_in(paths):
        if str(path) == "-":
            return None
        count += _lines_of(Path(path)) if Path(path).suffix.lower() in JSON_LINES else 1
    return count


def outcomes_of(files: Iterable[str | Path], settings: Settings) -> Iterator[tuple[str, Document | DataError]]:
    """What is read of each file, beside its name."""
    read: dict[str, Document] = {}
    for path in files:
        for outcome in read_outcomes(
            path, date=settings.date, publisher=settings.publisher, url=settings.url, encoding=settings.encoding
        ):
            yield str(path), _told_apart(outcome, read, str(path))


def _told_apart(outcome: Document | DataError, read: dict[str, Document], source: str) -> Document | DataError:
    """The document, or an error where another text of this run has its id; of a copy, the one that came first.

    Those that were read are remembered without their texts: a run may be longer than memory.
    """
    if isinstance(outcome, DataError):
        return outcome
    first = read.get(outcome.id)
    if first is None:
        read[outcome.id] = replace(outcome, text="")
        return outcome
    if first.sha256 != outcome.sha256:
        return DataError("an id that another text of this run has", file=source, value=outcome.id)
    return replace(first, text=outcome.text)


def _lines_of(file: Path) -> int:
    """The lines of a file that are not blank; one that cannot be read is one failure."""
    try:
        with file.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1


def _is_folder(path: str | Path) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name no file system takes: reading it says so
        return False
