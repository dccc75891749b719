"""Brokerage: who stands between two who do not deal with each other, and in which role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.errors import DataError

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """How often an actor brokers, by role.

    Where A has a tie to B and B to C, but A none to C, B brokers. The role says who of the three are of one group
    (Gould and Fernandez, Structures of mediation, Sociological Methodology 19, 1989).

    Attributes:
        actor: its id.
        label: its name.
        group: its group.
        coordinator: all three are of one group.
        consultant: A and C are of one group, the broker is of another ("itinerant broker").
        gatekeeper: the broker is of C's group, A of another: it lets something in.
        representative: the broker is of A's group, C of another: it speaks for its own.
        liaison: all three are of different groups.
    """

    actor: str
    label: str
    group: str
    coordinator: int
    consultant: int
    gatekeeper: int
    representative: int
    liaison: int

    @property
    def total(self) -> int:
        """In how many pairs it brokers."""
        return self.coordinator + self.consultant + self.gatekeeper + self.representative + self.liaison


def brokerage(network: networkx.Graph[str], groups: Mapping[str, str | int]) -> list[Broker]:
    """How often each actor brokers in each role, the busiest first.

    Args:
        network: as `dyad_network` makes it. In an undirected one each pair counts both ways, so that gatekeepers and
            representatives are equally many.
        groups: the group of every actor: a community, a region, an alliance.

    Raises:
        DataError: an actor has no group.

    >>> import networkx
    >>> way = networkx.DiGraph([("kgr:RUS", "kgr:CHN"), ("kgr:CHN", "kgr:PRK")])
    >>> found = brokerage(way, {"kgr:RUS": "Europe", "kgr:CHN": "Asia", "kgr:PRK": "Asia"})[0]
    >>> found.actor, found.gatekeeper, found.total
    ('kgr:CHN', 1, 1)
    """
    for actor in sorted(network):
        if actor not in groups:
            raise DataError("an actor without a group", value=actor)
    directed = network.to_directed(as_view=True)
    to = {actor: set(directed.successors(actor)) - {actor} for actor in network}
    found = []
    for broker in sorted(network):
        counts = dict.fromkeys(_ROLES.values(), 0)
        after = [(end, groups[end] == groups[broker], groups[end]) for end in sorted(to[broker])]
        for start in sorted(set(directed.predecessors(broker)) - {broker}):
            own, known = groups[start] == groups[broker], to[start]
            for end, also, group in after:
                if end != start and end not in known:
                    counts[_ROLES[own, also, groups[start] == group]] += 1
        label = str(network.nodes[broker].get("label", broker))
        found.append(Broker(actor=broker, label=label, group=str(groups[broker]), **counts))
    return sorted(found, key=lambda one: (-one.total, one.actor))


_ROLES = {
    (True, True, True): "coordinator",
    (False, False, True): "consultant",
    (False, True, False): "gatekeeper",
    (True, False, False): "representative",
    (False, False, False): "liaison",
}
"""The role by whether the broker is of the group of the start, of that of the end, and these two of one."""
