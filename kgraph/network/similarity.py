"""Likeness of profiles: who deals with the same others in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from kgraph.errors import DataError, UnknownNameError
from kgraph.network.columns import Flags, Numbers

if TYPE_CHECKING:
    import networkx

_LARGEST: Final = 5_000
"""The most actors that are compared: each with each takes a matrix of their number squared."""


class Likeness(StrEnum):
    """How profiles are compared. What the two have with each other is left out of both.

    - cosine: the cosine of the angle between the weights of their ties (Salton and McGill 1983): 1 where they are
      proportional. Negative weights of signed networks count as such.
    - jaccard: how many others both have ties to, of those that either has (Jaccard 1901).
    - s: 1 less the mean difference of the signs of their ties, where a tie that is not there is 0: from -1, friends of
      each other's enemies in all, to 1 (Signorino and Ritter, Tau-b or not tau-b, International Studies Quarterly 43,
      1999, all others weighing the same). Two who deal with hardly anybody are alike in that.
    """

    COSINE = "cosine"
    JACCARD = "jaccard"
    S = "s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """How alike two actors are, with their names and the number of others that both have ties to."""

    first: str
    first_label: str
    second: str
    second_label: str
    value: float
    shared: int


def similarities(
    network: networkx.Graph[str],
    actor: str | None = None,
    *,
    by: str = Likeness.COSINE,
    weight: str = "weight",
    most: int | None = 50,
) -> list[Similar]:
    """The pairs of actors with the likest profiles, the likest first.

    Of a directed network the profile is of ties to others and of ties from them.

    Args:
        network: as `dyad_network` makes it.
        actor: compare this one with the others; None for each with each.
        by: one of `Likeness`.
        weight: the attribute that weighs ties, for the cosine.
        most: how many pairs are wanted; None for all.

    Raises:
        UnknownNameError: the actor is not in the network.
        DataError: the way to compare is none, a tie has no weight or sign, or there are too many actors.

    >>> import networkx
    >>> square = networkx.Graph([("a", "x"), ("b", "x"), ("a", "y"), ("b", "y")])
    >>> networkx.set_edge_attributes(square, 1, "weight")
    >>> found = similarities(square, "a")[0]
    >>> found.second, found.value, found.shared
    ('b', 1.0, 2)
    """
    _check(network, actor, by)
    actors = sorted(network)
    ties = _matrix(network, actors, "sign" if by == Likeness.S else weight)
    profile = np.hstack([ties, ties.T]) if network.is_directed() else ties
    shared = _shared(ties != 0, directed=network.is_directed())
    value = {Likeness.COSINE: _cosine, Likeness.JACCARD: _jaccard, Likeness.S: _s}[Likeness(by)](profile)
    every = _pairs(len(actors), None if actor is None else actors.index(actor))
    pairs = [pair for pair in every if shared[pair] or by == Likeness.S]
    labels = [str(network.nodes[one].get("label", one)) for one in actors]
    return [
        Similar(
            first=actors[one],
            first_label=labels[one],
            second=actors[other],
            second_label=labels[other],
            value=float(value[one, other]),
            shared=int(shared[one, other]),
        )
        for one, other in sorted(pairs, key=lambda pair: (-round(float(value[pair]), 12), -shared[pair], pair))[:most]
    ]


def _check(network: networkx.Graph[str], actor: str | None, by: str) -> None:
    if by not in list(Likeness):
        raise DataError("not a likeness", value=by, expected=", ".join(Likeness))
    if actor is not None and actor not in network:
        raise UnknownNameError("actor in this network", actor, sorted(network))
    if len(network) > _LARGEST:
        raise DataError("too many actors to compare", value=len(network), expected=f"at most {_LARGEST}: narrow it")


def _pairs(number: int, one: int | None) -> list[tuple[int, int]]:
    if one is None:
        return [(first, second) for first in range(number) for second in range(first + 1, number)]
    return [(one, other) for other in range(number) if other != one]


def _matrix(network: networkx.Graph[str], actors: list[str], weight: str) -> Numbers:
    place = {actor: number for number, actor in enumerate(actors)}
    found = np.zeros((len(actors), len(actors)))
    for first, second, about in network.edges(data=True):
        value = about.get(weight)
        if not isinstance(value, int | float):
            raise DataError(f"a tie of {first} and {second} without {weight!r}", value=value, expected="a number")
        if first != second:
            found[place[first], place[second]] = value
            if not network.is_directed():
                found[place[second], place[first]] = value
    return found


def _halves(profile: Numbers) -> list[Numbers]:
    """The ties to others and, of a directed network, those from them: in both, column k is about actor k."""
    number = len(profile)
    return [profile[:, at : at + number] for at in range(0, profile.shape[1], number or 1)]


def _without_each_other(profile: Numbers) -> Numbers:
    """For each two, the sum over the first's profile without what it has with the second."""
    found: Numbers = profile.sum(axis=1)[:, None] - np.zeros((len(profile), len(profile)))
    for half in _halves(profile):
        found -= half
    return found


def _cosine(profile: Numbers) -> Numbers:
    """Actors have no ties with themselves, so products leave the two out already; lengths do not."""
    squares = np.clip(_without_each_other(profile**2), 0, None)
    lengths = np.sqrt(squares * squares.T)
    together = profile @ profile.T
    return np.divide(together, lengths, out=np.zeros_like(together), where=lengths > 0)


def _jaccard(profile: Numbers) -> Numbers:
    tied = (profile != 0).astype(np.float64)
    sizes = _without_each_other(tied)
    both = tied @ tied.T
    either = sizes + sizes.T - both
    found: Numbers = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return found


def _s(profile: Numbers) -> Numbers:
    """Differences row by row: the sum of all is no product of matrices."""
    number, halves = len(profile), _halves(profile)
    found = np.ones((number, number))
    others = (number - 2) * len(halves)
    for one in range(number):
        apart = np.zeros(number)
        for half in halves:
            apart += np.abs(half - half[one]).sum(axis=1) - np.abs(half[:, one]) - np.abs(half[one])
        if others > 0:
            found[one] -= apart / others
    return found


def _shared(tied: Flags, *, directed: bool) -> Numbers:
    """With how many others both deal, in either direction."""
    either = (tied | tied.T if directed else tied).astype(np.float64)
    found: Numbers = either @ either.T
    return found
