"""The frustration index: the fewest ties whose sign has to change until a signed network is balanced.

A balanced network falls into two sides, friends within and enemies between (Harary, On the notion of balance of a
signed graph, Michigan Mathematical Journal 2, 1953). The index, also called the line index of balance, is the least
number of ties that do not fit, over all ways to take sides (Abelson and Rosenberg 1958; Harary 1959). To find it is
NP-hard; so it is found exactly where that is quick, and between two bounds elsewhere:

- above by sides found greedily and mended by moving one actor, then by two, until neither helps;
- below by cycles with an odd number of negative ties that share no tie: each of them frustrates one at least;
- between them by a search for better sides, branch and bound, which ends after a number of steps that is given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from kgraph.network.triads import Signs

STEPS: Final = 100_000
"""How many partial sides a search looks at before it gives the bounds it has."""
_SEARCHED: Final = 60
"""The most actors of a block whose sides are searched: of more, no number of steps is enough."""
_CYCLES: Final = 500
"""The most ties of a block for which cycles longer than triangles are packed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frustration:
    """The frustration index, or the bounds it lies between.

    Attributes:
        lower: it is not less.
        upper: it is not more: so many ties do not fit the sides.
        ties: how many ties there are.
        sides: two sides that leave `upper` ties unfit: the actors of the one, then those of the other, sorted.
        unfit: these ties, sorted.
    """

    lower: int
    upper: int
    ties: int
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    unfit: tuple[tuple[str, str], ...]

    @property
    def exact(self) -> bool:
        """Whether the bounds meet, so that `upper` is the index."""
        return self.lower == self.upper

    @property
    def normalised(self) -> float | None:
        """1 - 2L/m, from 0 to 1 in balance, of the upper bound (Aref and Wilson 2018); None without a tie."""
        return 1 - 2 * self.upper / self.ties if self.ties else None


def frustration(signs: Signs, *, steps: int = STEPS) -> Frustration:
    """The frustration index of a signed network, or bounds.

    The index of a network is the sum of those of its blocks, the parts without a cut vertex; each is searched alone.

    Args:
        signs: the network.
        steps: how many steps the search may take, over all blocks. With 0 there is none, only bounds.

    >>> found = frustration({"a": {"b": 1, "c": 1}, "b": {"a": 1, "c": -1}, "c": {"a": 1, "b": -1}})
    >>> found.upper, found.exact, len(found.unfit)
    (1, True, 1)
    """
    import networkx

    network: networkx.Graph[str] = networkx.Graph()
    network.add_nodes_from(signs)
    network.add_edges_from((a, b) for a, ties in signs.items() for b in ties if a < b)
    lower, left = 0, steps
    sided: Signs = {actor: {} for actor in signs}
    blocks = cast("Iterable[set[str]]", networkx.biconnected_components(network))  # the stubs say lists of sets
    for block in sorted(sorted(actors) for actors in blocks):
        found = _Block([_numbered(actor, block, signs) for actor in block])
        least, best, taken = found.solve(left)
        lower, left = lower + least, left - taken
        for (a, of_a), (b, of_b) in _tied(block, best, signs):
            sided[a][b] = sided[b][a] = of_a * of_b
    side = _spread(sided)
    unfit = tuple(
        (a, b) for a, ties in signs.items() for b, sign in ties.items() if a < b and side[a] * side[b] != sign
    )
    both = tuple(tuple(actor for actor in signs if side[actor] == of) for of in (1, -1))
    return Frustration(
        lower=lower,
        upper=len(unfit),
        ties=network.number_of_edges(),
        sides=(both[0], both[1]),
        unfit=tuple(sorted(unfit)),
    )


def _numbered(actor: str, block: Sequence[str], signs: Signs) -> dict[int, int]:
    return {place: signs[actor][other] for place, other in enumerate(block) if other in signs[actor]}


def _tied(block: Sequence[str], side: Sequence[int], signs: Signs) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """The ties of a block with the sides of their ends."""
    of = dict(zip(block, side, strict=True))
    for a in block:
        for b in signs[a]:
            if b in of and a < b:
                yield (a, of[a]), (b, of[b])


def _spread(sided: Signs) -> dict[str, int]:
    """Sides for all from whether the ends of each tie are on one side, which has no contradiction in it."""
    side: dict[str, int] = {}
    for start in sided:
        side.setdefault(start, 1)
        todo = deque([start])
        while todo:
            actor = todo.popleft()
            for other, same in sided[actor].items():
                if other not in side:
                    side[other] = side[actor] * same
                    todo.append(other)
    return side


class _Block:
    """A part of a network without a cut vertex: the signs of the ties of each actor, by number."""

    def __init__(self, ties: list[dict[int, int]]) -> None:
        self._ties = ties
        self._number = sum(map(len, ties)) // 2

    def solve(self, steps: int) -> tuple[int, list[int], int]:
        """A lower bound, the best sides found, and the steps that it took."""
        side = self._mended(self._grown())
        upper, lower = self._unfit(side), self._packed()
        if lower < upper and steps > 0 and len(side) <= _SEARCHED:
            search = _Search(self._ties, upper, steps)
            better = search.best(lower)
            side = better or side
            upper = self._unfit(side)
            return (upper if search.finished else lower), side, search.taken
        return lower, side, 0

    def _unfit(self, side: Sequence[int]) -> int:
        ties = enumerate(self._ties)
        return sum(1 for a, to in ties for b, sign in to.items() if a < b and side[a] * side[b] != sign)

    def _grown(self) -> list[int]:
        """Sides taken one by one: next whoever is pulled the most, to where the pull is."""
        side, pull = [0] * len(self._ties), [0] * len(self._ties)
        for _ in self._ties:
            free = [(-abs(pull[a]), -len(self._ties[a]), a) for a in range(len(side)) if not side[a]]
            actor = min(free)[2]
            side[actor] = 1 if pull[actor] >= 0 else -1
            for other, sign in self._ties[actor].items():
                pull[other] += sign * side[actor]
        return side

    def _mended(self, side: list[int]) -> list[int]:
        """The sides after every move of one actor, or of two with a tie, that leaves fewer ties unfit."""
        gain = [-sum(sign * side[a] * side[b] for b, sign in to.items()) for a, to in enumerate(self._ties)]

        def move(actor: int) -> None:
            side[actor] = -side[actor]
            gain[actor] = -gain[actor]
            for other, sign in self._ties[actor].items():
                gain[other] -= 2 * sign * side[actor] * side[other]

        while True:
            best = max(range(len(side)), key=lambda actor: (gain[actor], -actor))
            if gain[best] > 0:
                move(best)
                continue
            pair = self._better_pair(side, gain)
            if pair is None:
                return side
            for actor in pair:
                move(actor)

    def _better_pair(self, side: Sequence[int], gain: Sequence[int]) -> tuple[int, int] | None:
        """Two actors with a tie who move together to leave fewer ties unfit, where one alone would not."""
        for a, to in enumerate(self._ties):
            for b, sign in to.items():
                if a < b and gain[a] + gain[b] + 2 * sign * side[a] * side[b] > 0:
                    return a, b
        return None

    def _packed(self) -> int:
        """How many cycles with an odd number of negative ties that share no tie were found, the shortest first."""
        left = [dict(to) for to in self._ties]
        found = 0
        for a in range(len(left)):
            for b in sorted(b for b in left[a] if b > a):
                for c in sorted(left[a].keys() & left[b].keys()):
                    if b not in left[a]:
                        break
                    if c > b and left[a][b] * left[a][c] * left[b][c] < 0:
                        found += 1
                        for one, other in ((a, b), (a, c), (b, c)):
                            del left[one][other], left[other][one]
        while self._number <= _CYCLES:
            cycle = _odd_cycle(left)
            if cycle is None:
                break
            found += 1
            for one, other in cycle:
                left[one].pop(other, None)
                left[other].pop(one, None)
        return found


def _odd_cycle(ties: Sequence[dict[int, int]]) -> list[tuple[int, int]] | None:
    """The ties of a shortest cycle with an odd number of negative ones, None where there is none.

    A walk from (a, +) to (a, -) in the double cover, in which a negative tie changes the half, is such a cycle; of the
    shortest ones no tie comes twice.
    """
    best: list[tuple[int, int]] | None = None
    for start in range(len(ties)):
        walk = _walk_across(ties, start, None if best is None else len(best))
        if walk is not None:
            best = walk
    return best


def _walk_across(ties: Sequence[dict[int, int]], start: int, shorter: int | None) -> list[tuple[int, int]] | None:
    """The ties of a shortest walk from the one half to the other of the double cover, if it is shorter than that."""
    came: dict[tuple[int, int], tuple[int, int] | None] = {(start, 1): None}
    todo = deque([((start, 1), 0)])
    while todo:
        (at, half), length = todo.popleft()
        if shorter is not None and length + 1 >= shorter:
            return None
        for other, sign in ties[at].items():
            reached = (other, half * sign)
            if reached not in came:
                came[reached] = (at, half)
                if reached == (start, -1):
                    return _steps_back(came, reached)
                todo.append((reached, length + 1))
    return None


def _steps_back(came: dict[tuple[int, int], tuple[int, int] | None], end: tuple[int, int]) -> list[tuple[int, int]]:
    steps, at = [], end
    while (before := came[at]) is not None:
        steps.append((before[0], at[0]))
        at = before
    return steps


class _Search:
    """Branch and bound over sides, actors with the most ties first.

    What is still open costs at least what each actor left pays to those who have sides, on the better of the two, and
    what those left pay among themselves, which is known from the search before with one actor fewer (Russian dolls:
    Verfaillie, Lemaitre and Schiex, AAAI 1996).
    """

    def __init__(self, ties: Sequence[dict[int, int]], upper: int, steps: int) -> None:
        order = sorted(range(len(ties)), key=lambda actor: (-len(ties[actor]), actor))
        place = {actor: at for at, actor in enumerate(order)}
        self._order = order
        self._ties = [[(place[b], sign) for b, sign in ties[actor].items()] for actor in order]
        self._upper, self._steps = upper, steps
        self._dolls = [0] * (len(order) + 1)
        self._side = [0] * len(order)
        self._pull = [0] * len(order)
        self._tied = [0] * len(order)
        self._limit, self._floor = upper, 0
        self._found: list[int] = []
        self.taken, self.finished = 0, False

    def best(self, lower: int) -> list[int] | None:
        """Sides with fewer unfit ties than the bound above, None where there are none or the steps ran out."""
        for start in range(len(self._order) - 2, -1, -1):
            self._limit = self._upper if start == 0 else self._dolls[start + 1] + len(self._ties[start]) + 1
            self._floor = lower if start == 0 else 0
            self._found.clear()
            self._place(start, 1, 0)
            if self.taken >= self._steps:
                return self._turned() if start == 0 else None
            self._dolls[start] = self._limit
        self.finished = True
        return self._turned()

    def _turned(self) -> list[int] | None:
        """The sides found last by the numbers of the block."""
        turned = dict(zip(self._order, self._found, strict=False))
        return [turned[actor] for actor in range(len(self._order))] if turned else None

    def _place(self, at: int, side: int, cost: int) -> None:
        """Put an actor on a side, and go on with the next."""
        self.taken += 1
        if self.taken >= self._steps or self._limit <= self._floor:
            return
        for other, sign in self._ties[at]:
            if other > at:
                self._pull[other] += sign * side
                self._tied[other] += 1
        self._side[at] = side
        self._go_on(at + 1, cost)
        for other, sign in self._ties[at]:
            if other > at:
                self._pull[other] -= sign * side
                self._tied[other] -= 1

    def _go_on(self, at: int, cost: int) -> None:
        """Try both sides for the next actor, the better first, where that can still be better than the best."""
        if at == len(self._order):
            if cost < self._limit:
                self._limit, self._found = cost, list(self._side)
            return
        open_ = sum(tied - abs(pull) for tied, pull in zip(self._tied[at:], self._pull[at:], strict=True)) // 2
        if cost + open_ + self._dolls[at] >= self._limit:
            return
        pull, tied = self._pull[at], self._tied[at]
        for side in (1, -1) if pull >= 0 else (-1, 1):
            self._place(at, side, cost + (tied - side * pull) // 2)
