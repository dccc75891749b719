"""The network as a still picture: SVG that draws wherever images draw, with no script in it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kgraph.explore.bundles import Line, as_judged, by_state
from kgraph.explore.drawing import Spot, radius, width
from kgraph.explore.views import Corpus, View, view
from kgraph.markup import escaped
from kgraph.model import ActorKind

if TYPE_CHECKING:
    from kgraph.graph import GraphReader

MOST_LINES: Final = 40
"""How many lines a picture has where nobody says: it cannot be zoomed."""

_COLOURS: Final = {1: "#0072b2", -1: "#d55e00", 0: "#7a828c"}
_BEND: Final = 0.13
_MARGIN: Final = 70.0
_WIDTH: Final = 760
_LABEL: Final = 14


def network_svg(graph: GraphReader, *, top: int = MOST_LINES) -> str:
    """The best evidenced ties between states and others, as the text of an SVG image.

    Lines are as wide as much is said; cooperation is blue and bends to one side, conflict orange and to the other, ties
    that are neither are straight. Dashed lines rest on one publisher alone, dotted ones on nothing firm. Claims that a
    reader has rejected are left out: here nobody can open a line and see that they are.

    Args:
        graph: what to draw.
        top: how many lines at most.

    >>> from kgraph.graph import KnowledgeGraph
    >>> network_svg(KnowledgeGraph()).startswith("<svg")
    True
    """
    claims = (claim for claim in graph.claims() if claim.id not in graph.rejected)
    corpus = Corpus.of(claims, graph.documents(), graph.actors(), graph.judgements)
    return _svg(view("states", corpus, as_judged(by_state, corpus.judged), top))


def _svg(seen: View) -> str:
    linked = {end for line in seen.drawn for end in line.dyad}
    spots = [spot for spot in seen.spots if spot.id in linked]
    at = {spot.id: spot.point for spot in spots}
    left, high, wide, tall = _frame(list(at.values()))
    unit = wide / _WIDTH
    degree = Counter(end for line in seen.drawn for end in line.dyad)
    parts = [_line(line, at, unit) for line in seen.drawn] + [_node(spot, degree[spot.id], unit) for spot in spots]
    hidden = len(seen.bundles.lines) - len(seen.drawn)
    told = f"{len(seen.drawn)} ties between {len(spots)} actors" + (f"; {hidden} more are not drawn" if hidden else "")
    height = round(_WIDTH * tall / wide)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {high:.0f} {wide:.0f} {tall:.0f}"'
        f' width="{_WIDTH}" height="{height}" style="max-width:100%;height:auto" role="img"'
        f' font-family="system-ui, sans-serif" aria-label="{told}"><title>{told}</title>'
        f'<rect x="{left:.0f}" y="{high:.0f}" width="{wide:.0f}" height="{tall:.0f}" fill="#ffffff"/>'
        f"{''.join(parts)}</svg>"
    )


def _frame(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The left and upper edge of what holds all points, its width and height."""
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    wide = max(xs) - min(xs) + 4 * _MARGIN
    return min(xs) - _MARGIN, min(ys) - _MARGIN, wide, max(ys) - min(ys) + 2 * _MARGIN


def _line(line: Line, at: Mapping[str, tuple[float, float]], unit: float) -> str:
    (x1, y1), (x2, y2) = (at[end] for end in line.dyad)
    bend = _BEND * line.sign
    middle = f"{(x1 + x2) / 2 + bend * (y2 - y1):.1f} {(y1 + y2) / 2 - bend * (x2 - x1):.1f}"
    stroke = max(1.0, width(line.facts) * 0.6) * unit
    dashes = "" if line.facts and line.sources > 1 else f' stroke-dasharray="{_dashes(line, unit)}"'
    names = f"{escaped(line.dyad[0])} and {escaped(line.dyad[1])}: {line.facts} of {len(line.claims)} claims firm"
    return (
        f'<path d="M {x1:.1f} {y1:.1f} Q {middle} {x2:.1f} {y2:.1f}" fill="none" stroke="{_COLOURS[line.sign]}"'
        f' stroke-width="{stroke:.1f}"{dashes}><title>{names}</title></path>'
    )


def _dashes(line: Line, unit: float) -> str:
    return f"{8 * unit:.1f} {4 * unit:.1f}" if line.facts else f"{1.5 * unit:.1f} {4 * unit:.1f}"


def _node(spot: Spot, degree: int, unit: float) -> str:
    (x, y), size = spot.point, radius(degree) * 0.7 * unit
    text = (
        f'<text x="{x + size + 4 * unit:.1f}" y="{y + _LABEL * unit / 3:.1f}" font-size="{_LABEL * unit:.1f}"'
        f' fill="#1b1f24" stroke="#ffffff" stroke-width="{4 * unit:.1f}" paint-order="stroke">'
        f"{escaped(spot.label)}</text>"
    )
    return f"{_shape(spot.kind, x, y, size)}{text}"


def _shape(kind: ActorKind, x: float, y: float, size: float) -> str:
    """Persons are diamonds, armed groups triangles, organisations squares, states dots."""
    corners = _CORNERS.get(kind)
    if corners is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="#5b6673"/>'
    sides, turn = corners
    angles = (turn + 2 * math.pi * n / sides for n in range(sides))
    points = " ".join(f"{x + size * math.cos(angle):.1f},{y + size * math.sin(angle):.1f}" for angle in angles)
    return f'<polygon points="{points}" fill="#5b6673"/>'


_SQUARE: Final = (4, math.pi / 4)
_CORNERS: Final[Mapping[ActorKind, tuple[int, float]]] = {
    ActorKind.IGO: _SQUARE,
    ActorKind.ORGANIZATION: _SQUARE,
    ActorKind.SECTOR: _SQUARE,
    ActorKind.OUTLET: _SQUARE,
    ActorKind.ARMED_GROUP: (3, -math.pi / 2),
    ActorKind.PERSON: (4, 0.0),
}
