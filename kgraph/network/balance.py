"""Structural balance of a network, whole and window by window, with the claims behind what is out of balance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kgraph.graph import GraphReader
from kgraph.network.columns import Columns, columns
from kgraph.network.dyads import FIRM, Counted, Weight, dyads, network_of
from kgraph.network.frustration import STEPS, Frustration, frustration
from kgraph.network.triads import (
    SignedCensus,
    Signs,
    Triad,
    signed_census,
    signs_of_network,
    triads,
    with_evidence,
)
from kgraph.network.windows import Window

if TYPE_CHECKING:
    import networkx

_WALKED: Final = 1_000
"""The most actors of a network whose eigenvalues are found: it takes the cube of their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How far a signed network is in structural balance.

    Attributes:
        window: the stretch of time it is of; the whole of it where it is of none.
        actors: how many have a tie.
        positive: how many ties are positive.
        negative: how many are negative.
        census: the triads by their signs, with the shares in strong and in weak balance.
        frustration: the fewest ties that have to change their sign, or bounds.
        walk: the share of closed walks, long ones weighing less, that are balanced against those that are not, 1 in
            balance (Estrada and Benzi, Walk-based measure of balance in signed networks, Physical Review E 90, 2014):
            the sum of exp of the eigenvalues with signs over that without. None of more than 1,000 actors.
    """

    window: Window
    actors: int
    positive: int
    negative: int
    census: SignedCensus
    frustration: Frustration
    walk: float | None

    @property
    def ties(self) -> int:
        """How many ties have a sign."""
        return self.positive + self.negative


def balance(
    network: networkx.Graph[str],
    *,
    window: Window = Window(),  # noqa: B008 — frozen
    steps: int = STEPS,
) -> Balance:
    """How far a network of `dyad_network` is in structural balance.

    Ties are signed by whether more of a dyad's weight is cooperation or conflict; dyads of neither have no tie.

    Args:
        network: undirected, its edges with `sign`.
        window: what is said of its time.
        steps: how many steps the search for the frustration index may take; without them it has bounds.

    Raises:
        DataError: the network is directed, or an edge has no sign.

    >>> import networkx
    >>> friends = networkx.Graph([("kgr:FRA", "kgr:DEU", {"sign": 1}), ("kgr:DEU", "kgr:POL", {"sign": -1})])
    >>> balance(friends).frustration.upper
    0
    """
    signs = signs_of_network(network)
    every = [sign for ties in signs.values() for sign in ties.values()]
    return Balance(
        window=window,
        actors=sum(1 for ties in signs.values() if ties),
        positive=every.count(1) // 2,
        negative=every.count(-1) // 2,
        census=signed_census(signs),
        frustration=frustration(signs, steps=steps),
        walk=_walk_balance(signs),
    )


def balance_over_time(
    graph: GraphReader | Columns,
    windows: Iterable[Window],
    *,
    weight: str = Weight.CLAIMS,
    counted: Counted = FIRM,
    steps: int = STEPS // 10,
) -> Iterator[Balance]:
    """The balance of the dyads of each window, one after the other.

    Args:
        graph: a graph or its columns.
        windows: as `kgraph.network.windows` makes them.
        weight: one of `Weight`: what outweighs what in the sign of a dyad.
        counted: which claims count.
        steps: as of `balance`, for each window.

    Raises:
        DataError: a claim in the store is no whole claim, or the weight is none.

    >>> from kgraph.graph import KnowledgeGraph
    >>> [found.ties for found in balance_over_time(KnowledgeGraph(), [Window("2017")])]
    [0]
    """
    found = columns(graph)
    for window in windows:
        network = network_of(dyads(found, window, weight=weight, counted=counted))
        yield balance(network, window=window, steps=steps)


def unbalanced_triads(network: networkx.Graph[str], *, weak: bool = False) -> Iterator[Triad]:
    """The triads that are out of balance, in the order of their actors, with the claims of each of their ties.

    Args:
        network: as for `balance`.
        weak: whether three mutual enemies are in balance, as Davis has it.

    Raises:
        DataError: the network is directed, or an edge has no sign.

    >>> import networkx
    >>> three = networkx.Graph()
    >>> three.add_edge("a", "b", sign=1, evidence="urn:kgraph:claim:1")
    >>> three.add_edge("a", "c", sign=1, evidence="urn:kgraph:claim:2")
    >>> three.add_edge("b", "c", sign=-1, evidence="urn:kgraph:claim:3")
    >>> [(triad.kind, triad.evidence[2]) for triad in unbalanced_triads(three)]
    [('++-', ('urn:kgraph:claim:3',))]
    """
    for triad in triads(signs_of_network(network)):
        if not (triad.weakly_balanced if weak else triad.balanced):
            yield with_evidence(triad, network)


def _walk_balance(signs: Signs) -> float | None:
    """Estrada and Benzi's index; sums of exponentials are taken from the largest, which would not fit otherwise."""
    place = {actor: number for number, actor in enumerate(actor for actor, ties in signs.items() if ties)}
    if not 0 < len(place) <= _WALKED:
        return None
    matrix = np.zeros((len(place), len(place)))
    for actor, number in place.items():
        for other, sign in signs[actor].items():
            matrix[number, place[other]] = sign
    with_signs, without = np.linalg.eigvalsh(matrix), np.linalg.eigvalsh(np.abs(matrix))
    top = float(without[-1])
    return float(np.exp(with_signs - top).sum() / np.exp(without - top).sum())
