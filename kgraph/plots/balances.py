"""The rows that the matrix and the ranking draw: who with whom, how much cooperation, conflict and neither."""

from __future__ import annotations

from typing import NamedTuple

from kgraph.graph import GraphReader
from kgraph.network import Window, dyads


class Balance(NamedTuple):
    """The firm claims between two actors, as labels: of cooperation, of conflict, of neither."""

    first: str
    second: str
    cooperation: int
    conflict: int
    neither: int

    @property
    def total(self) -> int:
        """How many there are."""
        return self.cooperation + self.conflict + self.neither

    @property
    def share(self) -> float:
        """(cooperation - conflict) / (cooperation + conflict); 0 where there is neither."""
        signed = self.cooperation + self.conflict
        return (self.cooperation - self.conflict) / signed if signed else 0.0


def balances(graph: GraphReader, since: str | None, until: str | None) -> list[tuple[tuple[str, str], Balance]]:
    """The balance of each dyad of `kgraph.network.dyads` with its ids, the most told of first.

    Raises:
        DataError: `since` or `until` is no date, or the store holds what is no claim.
    """
    found = dyads(graph, Window(since, until))
    labels = found.columns.labels
    rows = [
        (ends, Balance(labels[ends[0]], labels[ends[1]], positive, negative, total - positive - negative))
        for ends, (total, positive, negative) in zip(found.pairs(), found.counts.tolist(), strict=True)
    ]
    return sorted(rows, key=lambda row: (-row[1].total, row[0]))
