"""Give and take: how far ties are returned, and how ties of three fit together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.errors import DataError
from kgraph.network.adapter import weights_of

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True, kw_only=True)
class Reciprocity:
    """How far the ties of a directed network are returned.

    Attributes:
        ties: how many ties there are.
        returned: how many go with one in the other direction.
        share: returned over ties; None without ties.
        beyond_chance: the same beyond what chance would return in a network as dense, from below 0 (avoided) to 1
            (Garlaschelli and Loffredo, Patterns of link reciprocity, Physical Review Letters 93, 2004). None where
            everybody has a tie to everybody, or nobody has.
        weighted: the share of the weight that is returned: of each two, twice the smaller weight over both (Squartini,
            Picciolo, Ruzzenenti and Garlaschelli, Reciprocity of weighted networks, Scientific Reports 3, 2013).
    """

    ties: int
    returned: int
    share: float | None
    beyond_chance: float | None
    weighted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What goes each way between two actors, whose ids are sorted.

    Attributes:
        first: an actor.
        second: the other.
        there: the weight of the tie from the first to the second.
        back: that of the tie from the second to the first.
    """

    first: str
    second: str
    there: float
    back: float

    @property
    def returned(self) -> float:
        """The smaller weight over the larger: 1 where both give alike, 0 where one alone does."""
        return min(self.there, self.back) / max(self.there, self.back)


def reciprocity(network: networkx.Graph[str], *, weight: str = "weight") -> Reciprocity:
    """How far the ties of a directed network are returned.

    Make the network without claims of symmetric relations, which stand both ways by themselves:
    `dyad_network(graph, directed=True, counted=Counted(symmetric=False))`.

    Args:
        network: directed.
        weight: the attribute that weighs ties.

    Raises:
        DataError: the network is undirected, or a tie has no such weight or a negative one.

    >>> import networkx
    >>> found = reciprocity(networkx.DiGraph([("a", "b", {"weight": 3}), ("b", "a", {"weight": 1})]))
    >>> found.share, found.weighted
    (1.0, 0.5)
    """
    both = exchanges(network, weight=weight)
    returned = sum(2 for one in both if one.there and one.back)
    ties = sum((one.there > 0) + (one.back > 0) for one in both)
    total = sum(one.there + one.back for one in both)
    could = len(network) * (len(network) - 1)
    share = returned / ties if ties else None
    dense = ties / could if could else 0.0
    return Reciprocity(
        ties=ties,
        returned=returned,
        share=share,
        beyond_chance=None if share is None or dense == 1 else (share - dense) / (1 - dense),
        weighted=2 * sum(min(one.there, one.back) for one in both) / total if total else None,
    )


def exchanges(network: networkx.Graph[str], *, weight: str = "weight") -> list[Exchange]:
    """What goes each way between each two actors of a directed network, the most first.

    Raises:
        DataError: the network is undirected, or a tie has no such weight or a negative one.

    >>> import networkx
    >>> exchanges(networkx.DiGraph([("b", "a", {"weight": 3})]))
    [Exchange(first='a', second='b', there=0.0, back=3.0)]
    """
    _check_directed(network)
    ways = {(first, second): value for first, second, value in weights_of(network, weight) if first != second}
    pairs = sorted({(min(way), max(way)) for way in ways})
    found = [Exchange(first=a, second=b, there=ways.get((a, b), 0.0), back=ways.get((b, a), 0.0)) for a, b in pairs]
    return sorted(found, key=lambda one: (-(one.there + one.back), one.first, one.second))


def triad_census(network: networkx.Graph[str]) -> dict[str, int]:
    """How often each of the sixteen ways stands in which three actors can have directed ties.

    A type such as `030C` says how many of the three pairs have ties both ways, one way and none, and where that leaves
    several, which: up, down, transitive, cyclic (Holland and Leinhardt, A method for detecting structure in
    sociometric data, American Journal of Sociology 76, 1970; found by Batagelj and Mrvar 2001).

    Args:
        network: directed. Claims of symmetric relations make ties both ways in it.

    Raises:
        DataError: the network is undirected.

    >>> import networkx
    >>> triad_census(networkx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")]))["030C"]
    1
    """
    import networkx

    _check_directed(network)
    place = {actor: number for number, actor in enumerate(sorted(network))}
    ways: networkx.DiGraph[int] = networkx.DiGraph()
    ways.add_nodes_from(place.values())
    ways.add_edges_from(sorted((place[a], place[b]) for a, b in network.edges if a != b))
    return {str(kind): int(count) for kind, count in networkx.triadic_census(ways).items()}


def _check_directed(network: networkx.Graph[str]) -> None:
    if not network.is_directed():
        raise DataError("this is of directed ties", expected="directed=True")
