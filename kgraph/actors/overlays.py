"""The user's own table of actors, kept beside a store so that every later build with that store knows it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kgraph.actors.gazetteer import load_gazetteer
from kgraph.actors.tables import OVERLAY_COLUMNS
from kgraph.errors import DataError
from kgraph.files import written_whole


def overlay_beside(location: Path) -> Path:
    """Where the table kept beside a store lies, whether or not there is one.

    >>> overlay_beside(Path("cases/kgraph.db")).as_posix()
    'cases/kgraph.db.actors.csv'
    """
    place = location if location.name else location.resolve()
    return place.with_name(f"{place.name}.actors.csv")


def keep_overlay(file: Path, location: Path) -> tuple[Path, int]:
    """Put the rows of a table beside a store, after those that lie there; a row that is there already stays once.

    Returns the table beside the store and how many names it now gives.

    Raises:
        DataError: the table is missing or malformed, or its rows contradict those that lie there; nothing is kept.
    """
    kept = overlay_beside(location)
    rows = _rows(kept) if kept.exists() else []
    rows += [row for row in _rows(file) if row not in rows]
    load_gazetteer(*([kept] if kept.exists() else []), file)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, OVERLAY_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(kept) as output:
        output.write(text.getvalue().encode())
    return kept, len(rows)


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [{name: row.get(name) or "" for name in OVERLAY_COLUMNS} for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", file=str(file)) from None
