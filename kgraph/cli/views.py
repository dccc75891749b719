"""The options that every verb about networks takes, and how their answers are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.groups import OptionGroup
from kgraph.cli.options import EndsAlike, RowFormat, Since, Until
from kgraph.cli.screen import as_json, complain, say, show_csv, show_table
from kgraph.cli.stores import StoreOptions

if TYPE_CHECKING:
    import networkx

    from kgraph.network import Columns, Counted, Window

Row = Mapping[str, object]
"""A line of an answer, by the names of its columns."""


class WeightName(StrEnum):
    """What a dyad weighs, as `kgraph.network.Weight` has it; not read from there, so that help comes at once."""

    CLAIMS = "claims"
    EVENTS = "events"
    PUBLISHERS = "publishers"
    SPEAKERS = "speakers"
    CONFIDENCE = "confidence"
    SCORE = "score"
    GOLDSTEIN = "goldstein"


class Part(StrEnum):
    """Which part of a network is looked at."""

    ALL = "all"
    COOPERATION = "cooperation"
    CONFLICT = "conflict"

    @property
    def attribute(self) -> str:
        """The attribute of a dyad's edge that weighs it."""
        return {"all": "weight", "cooperation": "positive_weight", "conflict": "negative_weight"}[self.value]


Modalities = Annotated[
    list[str] | None, typer.Option("--modality", help="Count what is so said; may be given again. [asserted, reported]")
]
Weigh = Annotated[WeightName, typer.Option("--weight", help="What a dyad weighs.")]
OfEnds = Annotated[EndsAlike, typer.Option("--ends", help="States take in who acts for them, or actors as named.")]
Least = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="The least confidence that counts.")]
Negated = Annotated[bool, typer.Option("--negated", help="Count what is said not to be so, too.")]
Format = Annotated[RowFormat, typer.Option("--format", help="csv and json have the ids of the claims, too.")]


@dataclass(frozen=True, kw_only=True)
class View(OptionGroup):
    """What a verb looks at: which store, which claims, how weighed; and how it answers."""

    trailing = True

    since: Since = None
    until: Until = None
    weight: Weigh = WeightName.CLAIMS
    ends: OfEnds = EndsAlike.STATE
    modality: Modalities = None
    min_confidence: Least = 0.5
    negated: Negated = False
    fmt: Format = RowFormat.TABLE
    store: StoreOptions = field(default_factory=StoreOptions)

    @cached_property
    def columns(self) -> Columns:
        """The claims of the store."""
        from kgraph.network import columns

        with closing(self.store.reading()) as graph:
            return columns(graph)

    @property
    def window(self) -> Window:
        """From when to when."""
        from kgraph.network import Window

        return Window(self.since, self.until)

    def counted(self, *, symmetric: bool = True) -> Counted:
        """Which claims count."""
        from kgraph.network import FIRM, Counted

        return Counted(
            modalities=tuple(self.modality or FIRM.modalities),
            negated=self.negated,
            min_confidence=self.min_confidence,
            ends=self.ends.value,
            symmetric=symmetric,
        )

    def network(self, *, signed: bool = False, directed: bool = False, symmetric: bool = True) -> networkx.Graph[str]:
        """The dyads."""
        from kgraph.network import dyad_network

        return dyad_network(
            self.columns,
            since=self.since,
            until=self.until,
            weight=self.weight.value,
            signed=signed,
            directed=directed,
            counted=self.counted(symmetric=symmetric),
        )

    def actors(self, names: Sequence[str]) -> list[str]:
        """The ids of the actors that the user names."""
        from kgraph.cli.naming import actor_ids

        with closing(self.store.reading()) as graph:
            return actor_ids(names, graph, self.store.location)

    def show(self, rows: Iterable[Row], summary: Mapping[str, object] | None = None) -> None:
        """Write an answer; a table goes without the ids of claims."""
        found = list(rows)
        show_rows(self.fmt, found, summary)
        if not self.columns:
            complain(f"no claims between two actors in {self.store.place}")
        elif not found:
            complain("nothing of that kind among the claims that count")


def show_rows(fmt: RowFormat, rows: Sequence[Row], summary: Mapping[str, object] | None = None) -> None:
    """Write rows of one form, and what is said of them all."""
    columns = list(rows[0]) if rows else []
    if fmt is RowFormat.JSON:
        plain = [dict(row) for row in rows]
        say(as_json(plain if summary is None else {**summary, "rows": plain}))
    elif fmt is RowFormat.CSV:
        if rows:
            show_csv(columns, ([_in_csv(value) for value in row.values()] for row in rows))
    else:
        shown = [name for name in columns if name != "evidence"]
        if rows:
            show_table(
                [name.replace("_", " ") for name in shown], ([_in_table(row[name]) for name in shown] for row in rows)
            )
        for name, value in (summary or {}).items():
            say(f"{name.replace('_', ' ')}: {_in_table(value)}")


def _in_csv(value: object) -> object:
    """Lists become words with blanks between."""
    if isinstance(value, list | tuple):
        return " ".join(_in_csv(one) if isinstance(one, list | tuple) else str(one) for one in value)  # type: ignore[misc]
    return value


def _in_table(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.3g}" if 0 < abs(value) < 0.001 else f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list | tuple):
        return ", ".join(str(_in_table(one)) for one in value)
    return value
