"""The best one-to-one matching of two lists, found exactly and always the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def best_matching(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs of rows and columns, each used once at most, whose weights sum to the most; weight 0 is no pair.

    The Hungarian method (Kuhn 1955, Naval Research Logistics Quarterly 2) by shortest augmenting paths (Jonker and
    Volgenant 1987, Computing 38); whole numbers, so the answer is exact.

    >>> best_matching([[3, 2], [2, 0]])
    [(0, 1), (1, 0)]
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in best_matching(list(zip(*weights, strict=True))))
    row_of = _assigned(weights)
    pairs = ((row, column) for column, row in enumerate(row_of) if row is not None)
    return sorted((row, column) for row, column in pairs if weights[row][column] > 0)


def _assigned(weights: Sequence[Sequence[int]]) -> list[int | None]:
    """The row of each column in an assignment of every row; there are no fewer columns than rows."""
    width = len(weights[0])
    of_rows, of_columns = [0] * len(weights), [0] * width
    row_of: list[int | None] = [None] * width
    for row in range(len(weights)):
        path = _augment(row, weights, row_of, (of_rows, of_columns))
        for column, before in pairwise(path):
            row_of[column] = row_of[before]
        row_of[path[-1]] = row
    return row_of


def _augment(
    row: int, weights: Sequence[Sequence[int]], row_of: Sequence[int | None], duals: tuple[list[int], list[int]]
) -> list[int]:
    """The columns from a free one back to the one that `row` takes; the duals are moved along."""
    of_rows, of_columns = duals
    width = len(of_columns)
    distance: list[int | None] = [None] * width
    before: list[int | None] = [None] * width
    done: set[int] = set()
    here, at, reached = row, 0, -1
    while True:
        for column in range(width):
            if column in done:
                continue
            far = at - weights[here][column] - of_rows[here] - of_columns[column]
            known = distance[column]
            if known is None or far < known:
                distance[column], before[column] = far, reached if reached >= 0 else None
        at, reached = min(
            (far, column) for column, far in enumerate(distance) if far is not None and column not in done
        )
        owner = row_of[reached]
        if owner is None:
            break
        done.add(reached)
        here = owner
    of_rows[row] += at
    for column in done:
        slack = at - (distance[column] or 0)
        of_columns[column] -= slack
        of_rows[row_of[column] or 0] += slack
    path = [reached]
    while (previous := before[path[-1]]) is not None:
        path.append(previous)
    return path
