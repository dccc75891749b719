"""Tables kept beside a store on disk: made when they are first asked for, and anew when the store has changed since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from kgraph.graph import GraphReader
from kgraph.tables.columns import TABLES
from kgraph.tables.writing import STAMP, fill

_SHAPE: Final = 1
"""Counts up when other columns are written, or the same ones otherwise."""


def tables_beside(location: Path) -> Path:
    """Where the tables of a store are kept.

    >>> tables_beside(Path("kgraph.db")).name
    'kgraph.db.tables'
    """
    return location.with_name(f"{location.name}.tables")


def fresh_tables(graph: GraphReader) -> Path | None:
    """The tables beside a graph's store, where they say what this graph says; None where there are none that do."""
    stamp = _stamp(graph)
    if stamp is None or graph.location is None:
        return None
    folder = tables_beside(graph.location)
    try:
        kept = (folder / STAMP).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return folder if kept == stamp and all((folder / table).is_dir() for table in TABLES) else None


def kept_tables(graph: GraphReader) -> Path | None:
    """The tables beside a graph's store, made anew where they are not fresh; None where the graph has no store on disk.

    Raises:
        DataError: they cannot be written there, or a claim in the store is no whole claim.
        MissingExtraError: pyarrow or duckdb is not installed.
    """
    fresh = fresh_tables(graph)
    if fresh is not None or graph.location is None:
        return fresh
    folder = tables_beside(graph.location)
    fill(graph, folder, stamp=_stamp(graph))
    return folder


def forget_tables(graph: GraphReader) -> None:
    """Have the tables beside a graph's store made anew the next time."""
    if graph.location is not None:
        (tables_beside(graph.location) / STAMP).unlink(missing_ok=True)


def _stamp(graph: GraphReader) -> str | None:
    """What tables of a graph are made from: the state of its store, taken before it is read, and the verdicts.

    What is written while the tables are made is in them or not; the stamp is older than it, so that they do not pass
    for fresh.
    """
    state = graph.state()
    if state is None:
        return None
    merged = sorted(graph.judgements.merged().items())
    return json.dumps({"shape": _SHAPE, "store": state, "verdicts": merged}, ensure_ascii=False)
