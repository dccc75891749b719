"""Signed triads: which three actors agree with balance theory, and which do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kgraph.errors import DataError

if TYPE_CHECKING:
    import networkx

Signs: TypeAlias = dict[str, dict[str, int]]
"""The sign, +1 or -1, of the tie of each two actors, under either end; actors and their ties in the order of ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triad:
    """Three actors each two of whom have a tie of friendship or enmity.

    Attributes:
        actors: their ids, sorted.
        signs: of the ties of the first and second, first and third, second and third.
        evidence: the ids of the claims of these ties, in the same order.
    """

    actors: tuple[str, str, str]
    signs: tuple[int, int, int]
    evidence: tuple[tuple[str, ...], ...] = ()

    @property
    def kind(self) -> str:
        """The signs as they are written, plus signs first: `++-`."""
        return "".join("+" if sign > 0 else "-" for sign in sorted(self.signs, reverse=True))

    @property
    def balanced(self) -> bool:
        """Whether the product of the signs is positive: a friend's friend is a friend, an enemy's enemy too."""
        return self.kind in ("+++", "+--")

    @property
    def weakly_balanced(self) -> bool:
        """Whether not exactly one tie is negative: three mutual enemies are balanced too."""
        return self.kind != "++-"


def signs_of_network(network: networkx.Graph[str]) -> Signs:
    """The signs of an undirected network's edges, by their attribute `sign`; edges of sign 0 have none.

    Raises:
        DataError: the network is directed, or an edge has no such sign.

    >>> import networkx
    >>> network = networkx.Graph()
    >>> network.add_edge("kgr:RUS", "kgr:CHN", sign=1)
    >>> signs_of_network(network)["kgr:CHN"]
    {'kgr:RUS': 1}
    """
    if network.is_directed():
        raise DataError("balance is of undirected ties", expected="directed=False")
    found: Signs = {actor: {} for actor in sorted(network)}
    for first, second, about in sorted(network.edges(data=True), key=lambda edge: sorted(edge[:2])):
        sign = about.get("sign")
        if sign not in (-1, 0, 1):
            raise DataError(f"a tie of {first} and {second} without a sign", value=sign, expected="-1, 0 or 1")
        if sign and first != second:
            found[first][second] = found[second][first] = int(sign)
    return found


def triads(signs: Signs) -> Iterator[Triad]:
    """Every triad of a signed network once, without its evidence."""
    later = {actor: {other for other in ties if other > actor} for actor, ties in signs.items()}
    for first, ties in signs.items():
        for second in sorted(later[first]):
            for third in sorted(later[first] & later[second]):
                yield Triad(actors=(first, second, third), signs=(ties[second], ties[third], signs[second][third]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCensus:
    """How many triads there are of each kind.

    The triad index of strong balance is the share of triads with an even number of negative ties (Cartwright and
    Harary, Structural balance, Psychological Review 63, 1956); of weak balance the share of those with not exactly one
    (Davis, Clustering and structural balance in graphs, Human Relations 20, 1967). Both are None without a triad.

    Attributes:
        ppp: three positive ties.
        ppn: two positive and one negative.
        pnn: one positive and two negative.
        nnn: three negative.

    >>> SignedCensus(ppp=6, ppn=1, pnn=2, nnn=1).strong, SignedCensus(ppp=6, ppn=1, pnn=2, nnn=1).weak
    (0.8, 0.9)
    """

    ppp: int
    ppn: int
    pnn: int
    nnn: int

    @property
    def triads(self) -> int:
        """How many there are."""
        return self.ppp + self.ppn + self.pnn + self.nnn

    @property
    def strong(self) -> float | None:
        """The share of triads in strong balance."""
        return (self.ppp + self.pnn) / self.triads if self.triads else None

    @property
    def weak(self) -> float | None:
        """The share of triads in weak balance."""
        return (self.triads - self.ppn) / self.triads if self.triads else None


def signed_census(signs: Signs) -> SignedCensus:
    """How many triads of each kind a signed network has.

    >>> signed_census({"a": {"b": 1, "c": 1}, "b": {"a": 1, "c": -1}, "c": {"a": 1, "b": -1}}).ppn
    1
    """
    friends, enemies = ({a: {b for b, s in ties.items() if s == of} for a, ties in signs.items()} for of in (1, -1))
    counts = dict.fromkeys(((1, 3), (1, 2), (1, 1), (-1, 2), (-1, 1), (-1, 0)), 0)
    for first, ties in signs.items():
        for second, sign in ties.items():
            if second > first:
                both = len(friends[first] & friends[second]), len(enemies[first] & enemies[second])
                mixed = len(friends[first] & enemies[second]) + len(enemies[first] & friends[second])
                if sign > 0:
                    counts[1, 3], counts[1, 2], counts[1, 1] = (
                        counts[1, 3] + both[0],
                        counts[1, 2] + mixed,
                        counts[1, 1] + both[1],
                    )
                else:
                    counts[-1, 2], counts[-1, 1], counts[-1, 0] = (
                        counts[-1, 2] + both[0],
                        counts[-1, 1] + mixed,
                        counts[-1, 0] + both[1],
                    )
    return SignedCensus(ppp=counts[1, 3] // 3, ppn=counts[-1, 2], pnn=counts[1, 1], nnn=counts[-1, 0] // 3)


def with_evidence(triad: Triad, network: networkx.Graph[str]) -> Triad:
    """The triad with the ids of the claims of its ties, as the network's edges have them (`evidence`)."""
    first, second, third = triad.actors
    pairs = ((first, second), (first, third), (second, third))
    claims = tuple(tuple(str(network.edges[pair].get("evidence", "")).split()) for pair in pairs)
    return Triad(actors=triad.actors, signs=triad.signs, evidence=claims)
