"""GDELT's mentions: where an event was told, and how sure the coder was of it each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kgraph.sources.gdelt_files import MENTION_COLUMNS, TabRow, tab_rows
from kgraph.sources.seam import Fate, RowProblem

_ID, _OUTLET, _CONFIDENCE = (
    MENTION_COLUMNS.index(name) for name in ("GLOBALEVENTID", "MentionSourceName", "Confidence")
)
_MOST_OUTLETS: Final = 20


@dataclass(slots=True)
class _Told:
    confidence: float = 0.0
    outlets: set[str] = field(default_factory=set)


class Mentions:
    """What is known of events from their mentions. It is kept in memory, some two hundred bytes an event."""

    def __init__(self) -> None:
        self._told: dict[str, _Told] = {}

    def add(self, event_id: str, outlet: str, confidence: float) -> None:
        """One more mention of an event."""
        told = self._told.setdefault(event_id, _Told())
        told.confidence = max(told.confidence, confidence)
        if outlet and len(told.outlets) < _MOST_OUTLETS:
            told.outlets.add(outlet)

    def confidence_of(self, event_id: str) -> float | None:
        """How sure the coder was where it was surest, from 0 to 1; None of an event without mentions."""
        told = self._told.get(event_id)
        return None if told is None else told.confidence

    def fields_of(self, event_id: str) -> list[tuple[str, str]]:
        """The outlets that brought it, the first twenty, for `Record.fields`."""
        told = self._told.get(event_id)
        return [] if told is None else [("publisher", outlet) for outlet in sorted(told.outlets)]


def read_mentions(files: Sequence[Path]) -> tuple[Mentions, list[RowProblem]]:
    """The mentions in files, and the rows that are none."""
    mentions, problems = Mentions(), []
    for path in files:
        for row in tab_rows(path):
            problem = row if isinstance(row, RowProblem) else _add(mentions, row)
            if problem is not None:
                problems.append(problem)
    return mentions, problems


def _add(mentions: Mentions, row: TabRow) -> RowProblem | None:
    if len(row.cells) != len(MENTION_COLUMNS):
        return row.problem(
            Fate.MALFORMED, "a row of another number of columns", len(row.cells), f"{len(MENTION_COLUMNS)} columns"
        )  # fmt: skip
    text = row.cells[_CONFIDENCE].strip()
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > 100:
        return row.problem(Fate.MALFORMED, "no confidence", text, "a whole number from 0 to 100")
    mentions.add(row.cells[_ID].strip(), row.cells[_OUTLET].strip(), int(text) / 100)
    return None
