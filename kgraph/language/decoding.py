"""From scores to one tree and one row of name tags: maximum spanning tree and constrained Viterbi, in numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

_FAR: Final = 1e4
"""More than any difference of real scores."""


def best_heads(scores: Floats) -> Ints:
    """The heads of the best tree with one root.

    `scores[d, h]` is how well word `d` depends on `h`; row and column 0 are the root's. Answers with a head for every
    row, 0 for row 0. Where the best head of every word already makes a tree, that is it; else Chu-Liu and Edmonds find
    it. A second root costs more than anything it could gain, so the best tree has one.

    >>> best_heads(np.array([[0, 0, 0], [5, 0, 1], [4, 3, 0]], np.float32)).tolist()
    [0, 0, 1]
    """
    if len(scores) < 2:
        return np.zeros(len(scores), np.int64)
    work = scores.astype(np.float64)
    np.fill_diagonal(work, -_FAR * _FAR)
    heads = _greedy(work)
    if (heads[1:] == 0).sum() == 1 and _cycle(heads) is None:
        return heads
    work[:, 0] -= _FAR
    work[0] = -_FAR * _FAR
    return _arborescence(work)


def _greedy(scores: NDArray[np.float64]) -> Ints:
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    return heads


def _cycle(heads: Ints) -> list[int] | None:
    """A cycle among the heads, or None: every path leads to the root."""
    steps = heads.tolist()
    seen = [0] * len(steps)
    for start in range(1, len(steps)):
        path, at = [], start
        while at and not seen[at]:
            seen[at] = start
            path.append(at)
            at = steps[at]
        if at and seen[at] == start:
            return path[path.index(at) :]
    return None


def _arborescence(scores: NDArray[np.float64]) -> Ints:
    """Chu-Liu and Edmonds: contract the cycles of the greedy choice until none is left, then open them again."""
    contractions = []
    heads = _greedy(scores)
    while (cycle := _cycle(heads)) is not None:
        ring = np.array(cycle)
        rest = np.array([i for i in range(len(heads)) if i not in set(cycle)])
        entering = scores[np.ix_(ring, rest)] - scores[ring, heads[ring]][:, None]
        leaving = scores[np.ix_(rest, ring)]
        count = len(rest)
        smaller = np.full((count + 1, count + 1), -_FAR * _FAR)
        smaller[:count, :count] = scores[np.ix_(rest, rest)]
        smaller[count, :count], smaller[:count, count] = entering.max(0), leaving.max(1)
        smaller[0] = -_FAR * _FAR
        contractions.append((heads, ring, rest, entering.argmax(0), leaving.argmax(1)))
        scores = smaller
        heads = _greedy(scores)
    for inside, ring, rest, enters, leaves in reversed(contractions):
        heads = _opened(heads, inside, ring, rest, enters, leaves)
    return heads


def _opened(outer: Ints, inside: Ints, ring: Ints, rest: Ints, enters: Ints, leaves: Ints) -> Ints:
    """The heads with one contracted cycle opened where the edge into it enters."""
    count = len(rest)
    heads = inside.copy()
    heads[ring[enters[outer[count]]]] = rest[outer[count]]
    for place in range(1, count):
        above = outer[place]
        heads[rest[place]] = ring[leaves[place]] if above == count else rest[above]
    return heads


def transitions(tags: tuple[str, ...]) -> Floats:
    """What a step from tag to tag costs: nothing, or too much where `I-` does not go on from its own kind.

    The last row is the start of the sentence.
    """
    table = np.zeros((len(tags) + 1, len(tags)), np.float32)
    for i, before in enumerate((*tags, "")):
        for j, after in enumerate(tags):
            if after.startswith("I-") and before[2:] != after[2:]:
                table[i, j] = -_FAR
    return table


def best_tags(scores: Floats, steps: Floats) -> list[int]:
    """The best sequence of tags that begins every name with `B-`.

    >>> tags = ("O", "B-PER", "I-PER")
    >>> best_tags(np.array([[1, 0, 3], [1, 0, 3]], np.float32), transitions(tags))
    [1, 2]
    """
    each = scores.argmax(1)
    if steps[np.concatenate([[-1], each[:-1]]), each].min() == 0:  # the best tag of every word, and every step allowed
        plain: list[int] = each.tolist()
        return plain
    best = scores[0] + steps[-1]
    back = []
    for row in scores[1:]:
        ways = best[:, None] + steps[:-1]
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
