"""How event data is imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """How event data is imported.

    Attributes:
        options: of the format, by name.
        overlays: the user's own tables of actors.
        most_bad: the share of rows that may break the format, 0 to 1.
        batch: how many rows are stored at a time: all of them or none. Files of fewer rows are read once, longer ones
            twice. Memory grows by some ninety bytes a row.
        rejects: where the rows that break the format are listed, as CSV; None lists them nowhere.
        dry_run: whether rows are counted and nothing is stored.
        compact: whether the store is compacted (`KnowledgeGraph.compact`) where enough claims are new.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    overlays: tuple[Path, ...] = ()
    most_bad: float = 0.05
    batch: int = 1_000_000
    rejects: Path | None = None
    dry_run: bool = False
    compact: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.most_bad <= 1:
            raise DataError("not a share of bad rows", value=self.most_bad, expected="a number from 0 to 1")
        if self.batch < 1:
            raise DataError("not a number of rows", value=self.batch, expected="1 or more")
