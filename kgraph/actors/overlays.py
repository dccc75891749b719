"""The user's own tables, kept beside a store so that every later build with that store knows them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kgraph.actors.gazetteer import load_gazetteer
from kgraph.actors.overlay_rows import DECOY, OVERLAY_COLUMNS, Layer, overlay_row
from kgraph.actors.roles import ROLE_COLUMNS, ROLES_SUFFIX, Role, read_roles
from kgraph.actors.rows import Row
from kgraph.errors import DataError
from kgraph.files import written_whole


def overlay_beside(location: Path) -> Path:
    """Where the table of actors kept beside a store lies, whether or not there is one.

    >>> overlay_beside(Path("cases/kgraph.db")).as_posix()
    'cases/kgraph.db.actors.csv'
    """
    return _beside(location, ".actors.csv")


def roles_beside(location: Path) -> Path:
    """Where the table of roles kept beside a store lies, whether or not there is one.

    >>> roles_beside(Path("cases/kgraph.db")).as_posix()
    'cases/kgraph.db.roles.csv'
    """
    return _beside(location, ROLES_SUFFIX)


def kept_beside(location: Path) -> tuple[Path, ...]:
    """The user's tables that lie beside a store: those of actors, then those of roles; none where there are none.

    >>> kept_beside(Path("no/such/kgraph.db"))
    ()
    """
    return tuple(table for table in (overlay_beside(location), roles_beside(location)) if table.exists())


def keep_overlay(file: Path, location: Path) -> tuple[Path, int]:
    """Put the rows of a table beside a store, after those that lie there; a row that is there already stays once.

    Returns the table beside the store and how many rows it now has.

    Raises:
        DataError: the table is missing or malformed, or its rows contradict those that lie there; nothing is kept.
    """
    kept = overlay_beside(location)
    load_gazetteer(*([kept] if kept.exists() else []), file)
    return _keep(kept, _rows(file))


def keep_rows(rows: Iterable[Mapping[str, str]], location: Path) -> tuple[Path, int]:
    """Put rows of actors beside a store, as `keep_overlay` does those of a file.

    Raises:
        DataError: a row breaks the format or contradicts those that lie there; nothing is kept.
    """
    kept, new = overlay_beside(location), [overlay_row(row) for row in rows]
    layer = Layer(load_gazetteer(*([kept] if kept.exists() else [])))
    for number, row in enumerate(new, 1):
        layer.add(Row(row, "the rows to keep", number))
    return _keep(kept, new)


def keep_roles(roles: Iterable[Role], location: Path) -> tuple[Path, int]:
    """Put roles beside a store, after those that lie there; one that is there already stays once.

    Returns the table beside the store and how many rows it now has.

    Raises:
        DataError: the table that lies there is malformed or cannot be written.
    """
    kept = roles_beside(location)
    rows = [_role_row(role) for role in (*(read_roles(kept) if kept.exists() else ()), *roles)]
    return kept, _write(kept, ROLE_COLUMNS, rows)


def tally(table: Path) -> dict[str, int]:
    """How many names, offices and decoys a user's table of actors gives.

    Raises:
        DataError: it cannot be read.
    """
    rows = _rows(table)
    return {
        "names": sum(row["name"] != "" and row["kind"] != DECOY for row in rows),
        "offices": sum(row["office"] != "" for row in rows),
        "decoys": sum(row["kind"] == DECOY for row in rows),
    }


def _keep(kept: Path, rows: Iterable[Mapping[str, str]]) -> tuple[Path, int]:
    return kept, _write(kept, OVERLAY_COLUMNS, [*(_rows(kept) if kept.exists() else ()), *rows])


def _write(table: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    lines = dict.fromkeys(tuple(row[column] for column in columns) for row in rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    table.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(table) as output:
        output.write(text.getvalue().encode())
    return len(lines)


def _role_row(role: Role) -> dict[str, str]:
    """A role as a row; one without a plural is its own, since a blank one means the regular plural."""
    return {
        "noun": role.noun,
        "plural": role.plural or role.noun,
        "kind": role.kind,
        "sector": role.sector or "",
        "offices": "|".join(role.offices),
        "code": role.code or "",
        "before": "yes" if role.before else "",
    }


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [overlay_row(row) for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", file=str(file)) from None


def _beside(location: Path, suffix: str) -> Path:
    place = location if location.name else location.resolve()
    return place.with_name(f"{place.name}{suffix}")
