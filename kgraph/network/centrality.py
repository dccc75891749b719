"""Who stands in the middle: degrees, strengths and four centralities of each actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kgraph.network.adapter import both_ways

if TYPE_CHECKING:
    import networkx
    import rustworkx

_ROUNDS: Final = 2_000
_PRECISE: Final = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Centrality:
    """The centralities of an actor.

    Attributes:
        actor: its id.
        label: its name.
        out_degree: to how many it has ties; in an undirected network `in_degree` is the same.
        in_degree: from how many.
        out_strength: the sum of the weights of these ties (Barrat and others, PNAS 101, 2004).
        in_strength: the same of those from others.
        betweenness: on which share of the shortest paths between others it lies, each tie one step (Freeman, A set of
            measures of centrality based on betweenness, Sociometry 40, 1977; by Brandes 2001).
        closeness: how near it is to those who can reach it, each tie one step, times the share who can (Freeman 1979;
            Wasserman and Faust, Social Network Analysis, 1994, formula 5.22).
        eigenvector: central is to whom the central have ties (Bonacich, Factoring and weighting approaches to status
            scores, Journal of Mathematical Sociology 2, 1972); scaled to a length of one. None where there is none:
            without cycles nobody's centrality comes back.
        pagerank: where a walk along ties, by their weights, is found (Brin and Page 1998), with a jump every seventh
            step or so (damping 0.85).
    """

    actor: str
    label: str
    out_degree: int
    in_degree: int
    out_strength: float
    in_strength: float
    betweenness: float
    closeness: float
    eigenvector: float | None
    pagerank: float


def centralities(network: networkx.Graph[str], *, weight: str = "weight") -> list[Centrality]:
    """The centralities of every actor, the strongest first.

    Args:
        network: as `dyad_network` makes it, directed or not.
        weight: the attribute that weighs ties; those of weight 0 are none.

    Raises:
        DataError: a tie has no such weight, or a negative one.

    >>> import networkx
    >>> star = networkx.Graph([("hub", other, {"weight": 2}) for other in "abc"])
    >>> (found := centralities(star)[0]).actor, found.out_strength, found.betweenness
    ('hub', 6.0, 1.0)
    """
    import rustworkx

    turned = both_ways(network, weight)
    alone = max(50, turned.num_nodes() + 1)  # in one thread: sums of shares come out the same each time
    between = rustworkx.betweenness_centrality(turned, parallel_threshold=alone)
    close = rustworkx.closeness_centrality(turned, parallel_threshold=alone)
    eigen = _eigenvector(turned)
    rank = rustworkx.pagerank(turned, weight_fn=float, tol=_PRECISE, max_iter=_ROUNDS) if turned.num_nodes() else {}
    found = []
    for place in turned.node_indices():
        actor = turned[place]
        found.append(
            Centrality(
                actor=actor,
                label=str(network.nodes[actor].get("label", actor)),
                out_degree=turned.out_degree(place),
                in_degree=turned.in_degree(place),
                out_strength=sum(value for _, _, value in sorted(turned.out_edges(place))),
                in_strength=sum(value for _, _, value in sorted(turned.in_edges(place))),
                betweenness=between[place],
                closeness=close[place],
                eigenvector=None if eigen is None else eigen[place],
                pagerank=rank[place],
            )
        )
    return sorted(found, key=lambda one: (-(one.out_strength + one.in_strength), one.actor))


def _eigenvector(turned: rustworkx.PyDiGraph[str, float]) -> dict[int, float] | None:
    import rustworkx

    if not turned.num_edges():
        return None
    try:
        found = rustworkx.eigenvector_centrality(turned, weight_fn=float, max_iter=_ROUNDS, tol=_PRECISE)
    except rustworkx.FailedToConverge:
        return None
    return dict(found)
