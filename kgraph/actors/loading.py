"""Tables and dictionaries of actors in several formats, read and kept beside a store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kgraph.actors.cameo import read_cameo_actors
from kgraph.actors.cameo_agents import read_cameo_agents
from kgraph.actors.gazetteer import load_gazetteer
from kgraph.actors.mapped_csv import DELIMITERS, read_mapped_csv
from kgraph.actors.overlays import keep_roles, keep_rows, overlay_beside, roles_beside, tally
from kgraph.errors import DataError

_LOOKED_AT: Final = 1 << 18
_AGENT: Final = re.compile(r"\[\s*~[A-Za-z]|[A-Za-z]~\s*\]")
_ACTOR: Final = re.compile(r"(?:^|[\s_A-Z.)])\[(?:[A-Z]{3}|---|\+\+\+|###)[^\]\n]*\]", re.MULTILINE)


class TableFormat(StrEnum):
    """How a file that names actors is written."""

    KGRAPH = "kgraph"
    CAMEO = "cameo"
    CAMEO_AGENTS = "cameo-agents"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: the table it is kept in, what that table now gives, and what was refused."""

    kept: Path
    counts: Mapping[str, int]
    problems: tuple[DataError, ...]


def load_actors(
    file: Path,
    location: Path,
    *,
    fmt: TableFormat | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
) -> Loaded:
    """Keep the actors, or the roles, of a file beside a store; rows that break the format are left out.

    Args:
        file: a table of ours, a dictionary of actors or of agents, or any CSV.
        location: the store.
        fmt: how the file is written; guessed by default, and CSV where columns are given.
        columns: our column to theirs, for a CSV; see `read_mapped_csv`.
        encoding: of a table; dictionaries are in UTF-8.

    Raises:
        DataError: the file cannot be read, or its columns are not those it should have.
    """
    if fmt is None:
        fmt = TableFormat.CSV if columns is not None else guess_format(file, encoding=encoding)
    if fmt is TableFormat.CAMEO_AGENTS:
        return _load_roles(file, location)
    kept = overlay_beside(location)
    gazetteer = load_gazetteer(*([kept] if kept.exists() else []))
    rows: Iterable[Mapping[str, str]]
    if fmt is TableFormat.CAMEO:
        dictionary = read_cameo_actors(file, gazetteer)
        rows, problems = tuple(dictionary.rows()), dictionary.problems
    else:
        if fmt is TableFormat.CSV and columns is None:
            raise DataError(
                "no table whose first line names the columns actor and name",
                file=str(file),
                expected="that, or a map of its columns: name=THEIR COLUMN",
            )
        table = read_mapped_csv(file, columns, gazetteer=gazetteer, encoding=encoding)
        rows, problems = table.rows, table.problems
    keep_rows(rows, location)
    return Loaded(kept, tally(kept), problems)


def guess_format(file: Path, *, encoding: str = "utf-8") -> TableFormat:
    """How a file that names actors is written, by what stands in it.

    Raises:
        DataError: it cannot be read, or it is empty.
    """
    try:
        with file.open("rb") as opened:
            text = opened.read(_LOOKED_AT).decode(encoding, "replace")
    except (OSError, LookupError) as error:
        raise DataError(f"cannot be read ({getattr(error, 'strerror', None) or error})", file=str(file)) from None
    if not text.strip("\ufeff \t\r\n"):
        raise DataError("an empty file", file=str(file), expected="a table or a dictionary of actors")
    first = text.removeprefix("\ufeff").partition("\n")[0]
    header = [column.strip().strip('"') for column in re.split(f"[{re.escape(DELIMITERS)}]", first)]
    if "actor" in header or "name" in header:
        return TableFormat.KGRAPH
    plain = "\n".join(line.partition("#")[0] for line in text.splitlines())
    if _AGENT.search(plain) is not None:
        return TableFormat.CAMEO_AGENTS
    return TableFormat.CSV if _ACTOR.search(plain) is None else TableFormat.CAMEO


def columns_of(maps: Iterable[str]) -> dict[str, str]:
    """The mapping of columns that somebody wrote: `name=Country,actor_kind==person`.

    Raises:
        DataError: a part of it is no pair, or a column stands twice.

    >>> columns_of(["name=Country,actor_kind==person"])
    {'name': 'Country', 'actor_kind': '=person'}
    """
    columns: dict[str, str] = {}
    for part in (part for text in maps for part in text.split(",")):
        ours, equals, theirs = part.partition("=")
        if not (equals and theirs.strip()) or ours.strip() in columns:
            raise DataError("not a map of columns", value=part, expected="OURS=THEIRS, each of ours once")
        columns[ours.strip()] = theirs.strip()
    return columns


def _load_roles(file: Path, location: Path) -> Loaded:
    problems: list[DataError] = []
    roles = read_cameo_agents(file, problems.append)
    _, count = keep_roles(roles, location)
    return Loaded(roles_beside(location), {"roles": count}, tuple(problems))
