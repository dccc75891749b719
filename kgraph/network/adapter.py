"""A networkx network as one of rustworkx, which finds the same and finds it fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.errors import DataError

if TYPE_CHECKING:
    import networkx
    import rustworkx


def weights_of(network: networkx.Graph[str], weight: str) -> list[tuple[str, str, float]]:
    """The ties with that attribute for their weight, in the order of the ids of their ends; of no weight left out.

    Raises:
        DataError: a tie has no such attribute, or it is less than nothing: distances and shares make no sense of it.
    """
    found = []
    for first, second, about in network.edges(data=True):
        value = about.get(weight)
        if not isinstance(value, int | float) or value < 0:
            told = f"a number from 0 in the attribute {weight!r}; of a signed network take positive_weight"
            raise DataError(f"a tie of {first} and {second} without a weight", value=value, expected=told)
        if value > 0:
            start, end = (first, second) if network.is_directed() or first <= second else (second, first)
            found.append((start, end, float(value)))
    return sorted(found)


def both_ways(network: networkx.Graph[str], weight: str) -> rustworkx.PyDiGraph[str, float]:
    """The network as a directed one of rustworkx, actors in the order of their ids, undirected ties both ways."""
    import rustworkx

    turned: rustworkx.PyDiGraph[str, float] = rustworkx.PyDiGraph(multigraph=False)
    ties = weights_of(network, weight)
    if not network.is_directed():
        ties = sorted([*ties, *((second, first, value) for first, second, value in ties if first != second)])
    place = {actor: turned.add_node(actor) for actor in sorted(network)}
    turned.add_edges_from([(place[first], place[second], value) for first, second, value in ties])
    return turned
