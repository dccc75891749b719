"""Where each actor stands: computed once, here, so that the page opens at once and always shows the same picture.

Linked actors are laid out by springs (rustworkx, seeded, started on a circle in sorted order; of a few strengths, the
one with fewest crossings), moved apart until no two labels need the same place, and rounded. Small groups and actors
without a line stand in rows beneath. The same numbers come out on one machine with one version of rustworkx; that is
why the positions are stored in the file.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from kgraph.explore.bundles import Dyad

if TYPE_CHECKING:
    import rustworkx

Point: TypeAlias = tuple[float, float]

CELL: Final = (112.0, 58.0)
"""Width and height, in canvas units, of the place one actor and its label need."""

_ASPECT: Final = 1.4
_ROOM: Final = 2.2  # how many times the cells' own area the picture takes before anything is moved apart
_SWEEPS: Final = 120
_ITERATIONS: Final = 300
_SEED: Final = 1
_SPRINGS: Final = ((2.0, 2), (1.0, 1), (1.0, 2), (1.5, 1), (1.5, 2), (2.0, 1), (3.0, 1), (3.0, 2))  # reach, exponent
_FEW: Final = 250  # with more ties than this, one attempt: counting the crossings would take longer than the springs
_LARGEST: Final = 1.6
_GROWTH: Final = 25
_NEAR: Final = 0.01
_RIVALRY: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Points by actor, x to the right and y down, and where the row of small groups begins (None without one)."""

    points: Mapping[str, Point]
    row: float | None


def tie(cooperation: int, conflict: int) -> float:
    """How strongly a line pulls its ends together.

    Partners stand close; rivals stay linked but apart.

    >>> tie(7, 0), tie(0, 40), tie(0, 0)
    (4.0, 0.3, 1.0)
    """
    return _RIVALRY if conflict and not cooperation else 1 + math.log2(1 + cooperation)


def lay_out(actors: Iterable[str], ties: Mapping[Dyad, float]) -> Layout:
    """Points for all actors.

    Args:
        actors: ids, in any order.
        ties: the strength of each tie between two of them.

    >>> lay_out(["kgr:FRA", "kgr:DEU"], {("kgr:DEU", "kgr:FRA"): 1.0}).row is None
    True
    """
    first, *others = _components(sorted(set(actors)), ties) or [[]]
    degrees = Counter(end for dyad in ties for end in dyad)
    main = _placed(first, ties, degrees)
    bottom = max((y for _, y in main.values()), default=0.0)
    top = bottom + 1.4 * CELL[1]
    small = [_placed(group, ties, degrees) for group in others]
    points = main | _packed(small, _row_width(main, small), top)
    return Layout(
        points={actor: (round(x, 1) + 0.0, round(y, 1) + 0.0) for actor, (x, y) in sorted(points.items())},
        row=round(top, 1) if others else None,
    )


def _components(actors: Sequence[str], ties: Mapping[Dyad, float]) -> list[list[str]]:
    """The groups of linked actors, the largest first."""
    import rustworkx

    graph = _graph(actors, ties)
    groups = [sorted(actors[node] for node in group) for group in rustworkx.connected_components(graph)]
    return sorted(groups, key=lambda group: (-len(group), group))


def _graph(actors: Sequence[str], ties: Mapping[Dyad, float]) -> rustworkx.PyGraph[str, float]:
    import rustworkx

    graph = rustworkx.PyGraph[str, float]()
    index = dict(zip(actors, graph.add_nodes_from(list(actors)), strict=True))
    graph.add_edges_from(
        [(index[a], index[b], tie) for (a, b), tie in sorted(ties.items()) if a in index and b in index]
    )
    return graph


def _placed(actors: Sequence[str], ties: Mapping[Dyad, float], degrees: Mapping[str, int]) -> dict[str, Point]:
    """One group of linked actors, its middle at 0, 0: of several attempts, the one in which fewest ties cross."""
    if len(actors) < 2:
        return dict.fromkeys(actors, (0.0, 0.0))
    by_degree = sorted(actors, key=lambda actor: (-degrees[actor], actor))
    sizes = {actor: min(_LARGEST, 1 + degrees[actor] / _GROWTH) for actor in actors}
    group = set(actors)
    inner = {dyad: strength for dyad, strength in ties.items() if group.issuperset(dyad)}
    attempts = [
        _centred(_moved_apart(_sized(_turned(_sprung(actors, inner, *springs), by_degree)), sizes))
        for springs in (_SPRINGS if len(inner) <= _FEW else _SPRINGS[:1])
    ]
    return attempts[0] if len(attempts) == 1 else min(attempts, key=lambda points: _crossings(points, list(inner)))


def _sprung(actors: Sequence[str], ties: Mapping[Dyad, float], reach: float, exponent: int) -> dict[str, Point]:
    import rustworkx

    step = 2 * math.pi / len(actors)
    found = rustworkx.spring_layout(
        _graph(actors, ties),
        pos={node: (math.cos(node * step), math.sin(node * step)) for node in range(len(actors))},
        k=reach / math.sqrt(len(actors)),
        repulsive_exponent=exponent,
        adaptive_cooling=False,
        num_iter=_ITERATIONS,
        weight_fn=float,
        seed=_SEED,
    )
    return {actor: (found[node][0], found[node][1]) for node, actor in enumerate(actors)}


def _crossings(points: Mapping[str, Point], dyads: Sequence[Dyad]) -> int:
    """How many pairs of ties cross, taken as straight."""
    return sum(
        1
        for (a, b), (c, d) in itertools.combinations(dyads, 2)
        if len({a, b, c, d}) == 4
        and _left_of(points[a], points[b], points[c]) != _left_of(points[a], points[b], points[d])
        and _left_of(points[c], points[d], points[a]) != _left_of(points[c], points[d], points[b])
    )


def _left_of(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def _turned(points: Mapping[str, Point], by_degree: Sequence[str]) -> dict[str, Point]:
    """Turned so that the actor with the most lines stands to the left of the second."""
    (ax, ay), (bx, by) = points[by_degree[0]], points[by_degree[1]]
    angle = -math.atan2(by - ay, bx - ax)
    cos, sin = math.cos(angle), math.sin(angle)
    return {actor: (x * cos - y * sin, x * sin + y * cos) for actor, (x, y) in points.items()}


def _sized(points: Mapping[str, Point]) -> dict[str, Point]:
    """Stretched over a box of 1.4 to 1 that has room for everybody."""
    width, height = _extent(points.values())
    area = _ROOM * CELL[0] * CELL[1] * len(points)
    across = math.sqrt(area * _ASPECT) / width if width > 1e-6 else 1.0
    down = math.sqrt(area / _ASPECT) / height if height > 1e-6 else 1.0
    return {actor: (x * across, y * down) for actor, (x, y) in points.items()}


def _moved_apart(points: Mapping[str, Point], sizes: Mapping[str, float]) -> dict[str, Point]:
    """Nobody in anybody's cell: each overlapping pair is pushed apart along the shorter way out, again and again.

    `sizes` says how many times as large as a cell each actor's own is: who has many lines needs more room for them.
    """
    placed = {actor: [x, y, sizes[actor]] for actor, (x, y) in sorted(points.items())}
    for _ in range(_SWEEPS):
        if not _sweep(sorted(placed.values(), key=lambda point: point[0])):
            break
    return {actor: (x, y) for actor, (x, y, _) in placed.items()}


def _sweep(points: Sequence[list[float]]) -> bool:
    """One round of pushing, in place; whether anything moved."""
    moved = False
    for number, left in enumerate(points):
        for right in points[number + 1 :]:
            if right[0] - left[0] >= 2 * _LARGEST * CELL[0]:
                break
            moved = _pushed(left, right) or moved
    return moved


def _pushed(a: list[float], b: list[float]) -> bool:
    size = (a[2] + b[2]) / 2
    across, down = size * CELL[0] - abs(b[0] - a[0]), size * CELL[1] - abs(b[1] - a[1])
    if across <= _NEAR or down <= _NEAR:
        return False
    axis, overlap = (0, across) if across / CELL[0] < down / CELL[1] else (1, down)
    push = math.copysign(overlap / 2, b[axis] - a[axis])
    a[axis] -= push
    b[axis] += push
    return True


def _row_width(main: Mapping[str, Point], groups: Iterable[Mapping[str, Point]]) -> float:
    """How wide the rows beneath should be for the whole picture to come out 1.4 to 1, or as wide as what is above."""
    width, height = _extent(main.values())
    area = sum((across + CELL[0]) * (down + CELL[1]) for across, down in (_extent(group.values()) for group in groups))
    balanced = _ASPECT * (height + math.sqrt(height**2 + 4 * area / _ASPECT)) / 2
    return max(width, balanced, CELL[0] * 6)


def _packed(groups: Iterable[Mapping[str, Point]], width: float, top: float) -> dict[str, Point]:
    """Small groups side by side in rows of at most `width`, centred on 0, the first row's upper edge at `top`."""
    points: dict[str, Point] = {}
    x, row_height = -width / 2, 0.0
    for group in groups:
        across, down = (extent + cell for extent, cell in zip(_extent(group.values()), CELL, strict=True))
        if x > -width / 2 and x + across > width / 2 + CELL[0]:
            x, top, row_height = -width / 2, top + row_height, 0.0
        for actor, (px, py) in group.items():
            points[actor] = (x + across / 2 + px, top + down / 2 + py)
        x, row_height = x + across, max(row_height, down)
    return points


def _centred(points: Mapping[str, Point]) -> dict[str, Point]:
    xs, ys = [x for x, _ in points.values()], [y for _, y in points.values()]
    x0, y0 = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return {actor: (x - x0, y - y0) for actor, (x, y) in points.items()}


def _extent(points: Iterable[Point]) -> tuple[float, float]:
    both = list(points)
    if not both:
        return 0.0, 0.0
    xs, ys = [x for x, _ in both], [y for _, y in both]
    return max(xs) - min(xs), max(ys) - min(ys)
