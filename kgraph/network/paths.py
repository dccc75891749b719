"""Paths: how two actors hang together by others, and the claims of every step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kgraph.errors import DataError, UnknownNameError
from kgraph.network.adapter import weights_of

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path between two actors.

    Attributes:
        actors: the ids on the way, both ends included.
        labels: their names.
        length: the sum of the lengths of its steps.
        evidence: the ids of the claims of each step.
    """

    actors: tuple[str, ...]
    labels: tuple[str, ...]
    length: float
    evidence: tuple[tuple[str, ...], ...]


def paths(
    network: networkx.Graph[str], first: str, second: str, *, most: int = 5, weight: str | None = "weight"
) -> list[Path]:
    """The shortest paths between two actors that come to nobody twice, the shortest first (Yen 1971).

    A step is as long as one over its weight, so that a way by strong ties is short (Newman, Scientific collaboration
    networks, Physical Review E 64, 2001).

    Args:
        network: as `dyad_network` makes it; a directed one is gone along its ties.
        first: the id of the actor at the start.
        second: of that at the end.
        most: how many paths are wanted.
        weight: the attribute that weighs ties; None for steps of one length.

    Raises:
        UnknownNameError: one of the actors is not in the network.
        DataError: a tie has no such weight or a negative one, or no path is wanted.

    >>> import networkx
    >>> net = networkx.Graph([("a", "b", {"weight": 4}), ("b", "c", {"weight": 4}), ("a", "c", {"weight": 1})])
    >>> [(path.actors, path.length) for path in paths(net, "a", "c")]
    [(('a', 'b', 'c'), 0.5), (('a', 'c'), 1.0)]
    """
    import networkx

    for actor in (first, second):
        if actor not in network:
            raise UnknownNameError("actor in this network", actor, sorted(network))
    if most < 1:
        raise DataError("not a number of paths", value=most, expected="1 or more")
    if weight is None:
        ties = [(one, other, 1.0) for one, other in sorted(tuple(edge) for edge in network.edges)]
    else:
        ties = [(one, other, 1 / value) for one, other, value in weights_of(network, weight)]
    ways: networkx.Graph[str] = networkx.DiGraph() if network.is_directed() else networkx.Graph()
    ways.add_nodes_from(sorted(network))
    ways.add_weighted_edges_from(ties, weight="length")
    if first == second or not networkx.has_path(ways, first, second):
        return []
    found = islice(networkx.shortest_simple_paths(ways, first, second, weight="length"), most)
    return [_path(network, ways, list(actors)) for actors in found]


def _path(network: networkx.Graph[str], ways: networkx.Graph[str], actors: list[str]) -> Path:
    steps = list(pairwise(actors))
    return Path(
        actors=tuple(actors),
        labels=tuple(str(network.nodes[actor].get("label", actor)) for actor in actors),
        length=sum(float(ways.edges[step]["length"]) for step in steps),
        evidence=tuple(tuple(str(network.edges[step].get("evidence", "")).split()) for step in steps),
    )
