"""Communities: who has more to do with each other than with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.errors import DataError
from kgraph.network.adapter import weights_of

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """A network cut into communities.

    Attributes:
        members: the ids of each, sorted; the largest community first.
        modularity: how much more weight lies within than chance would put there, given everyone's strength (Newman and
            Girvan, Physical Review E 69, 2004); None of a network without ties.
    """

    members: tuple[tuple[str, ...], ...]
    modularity: float | None

    def of(self) -> dict[str, int]:
        """The number of each actor's community, from 1."""
        return {actor: number for number, actors in enumerate(self.members, 1) for actor in actors}


def communities(
    network: networkx.Graph[str], *, weight: str = "weight", seed: int = 0, resolution: float = 1.0
) -> Communities:
    """The communities of a network by the Louvain method, the same each time.

    Actors move between communities while modularity rises, then communities are taken for actors, and again (Blondel,
    Guillaume, Lambiotte and Lefebvre, Fast unfolding of communities in large networks, 2008).

    Args:
        network: as `dyad_network` makes it.
        weight: the attribute that weighs ties: `positive_weight` finds camps, `weight` who is mentioned together.
        seed: in which order actors are visited; other seeds may cut otherwise, which says how clear the cut is.
        resolution: more than 1 for smaller communities, less for larger (Reichardt and Bornholdt 2006).

    Raises:
        DataError: a tie has no such weight or a negative one, or the resolution is not positive.

    >>> import networkx
    >>> two = networkx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y"), ("y", "z"), ("x", "z"), ("c", "x")])
    >>> networkx.set_edge_attributes(two, 1, "weight")
    >>> communities(two).members
    (('a', 'b', 'c'), ('x', 'y', 'z'))
    """
    import networkx

    if not 0 < resolution < float("inf"):
        raise DataError("not a resolution", value=resolution, expected="a number above 0")
    actors, ties = sorted(network), weights_of(network, weight)
    place = {actor: number for number, actor in enumerate(actors)}
    # By numbers: sets of them have the same order in every process, sets of texts have not.
    numbered: networkx.Graph[int] = networkx.DiGraph() if network.is_directed() else networkx.Graph()
    numbered.add_nodes_from(range(len(actors)))
    numbered.add_weighted_edges_from((place[first], place[second], value) for first, second, value in ties)
    if not ties:
        return Communities(members=tuple((actor,) for actor in actors), modularity=None)
    louvain = networkx.community.louvain_communities
    cut = louvain(numbered, weight="weight", seed=seed, resolution=resolution)
    value = networkx.community.modularity(numbered, cut, weight="weight", resolution=resolution)
    members = [tuple(actors[number] for number in sorted(part)) for part in cut]
    return Communities(members=tuple(sorted(members, key=lambda part: (-len(part), part))), modularity=float(value))
