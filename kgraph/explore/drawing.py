"""Nodes, lines and options for vis-network, built with pyvis: the only module that knows either of them.

pyvis makes the data and nothing else. Its own page asks a content delivery network for style sheets even when told to
put everything in line, and writes headings, options and menus unescaped; so ids are opaque, labels are text, no node
has a `title`, and `show`, `write_html` and `from_nx` are never called.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kgraph.explore.bundles import Line
from kgraph.explore.layout import Point
from kgraph.model import ActorKind

SHAPES: Final[Mapping[ActorKind, str]] = {
    ActorKind.STATE: "dot",
    ActorKind.TERRITORY: "dot",
    ActorKind.IGO: "square",
    ActorKind.ORGANIZATION: "square",
    ActorKind.SECTOR: "square",
    ActorKind.OUTLET: "square",
    ActorKind.ARMED_GROUP: "triangle",
    ActorKind.PERSON: "diamond",
}

OPTIONS: Final[Mapping[str, object]] = {
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False},
    "nodes": {"chosen": False, "borderWidth": 2},
    "edges": {
        "chosen": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "arrowStrikethrough": False,
        "arrows": {"to": {"scaleFactor": 0.6}, "from": {"scaleFactor": 0.6}},
        "smooth": {"enabled": True, "roundness": 0.13},
    },
}

_SURE: Final = 0.6
_ONE_SOURCE: Final = [16, 5]
_NOT_ASSERTED: Final = [1, 5]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An actor as it is drawn."""

    id: str
    label: str
    kind: ActorKind
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What vis-network takes; the ids are `n` and `d` with the number of the spot or line."""

    nodes: Sequence[Mapping[str, Any]]
    edges: Sequence[Mapping[str, Any]]
    options: Mapping[str, Any]


def draw(spots: Sequence[Spot], lines: Sequence[Line]) -> Drawing:
    """The drawing of the lines between the spots."""
    from pyvis.network import Network

    network = Network(directed=True)
    number = {spot.id: index for index, spot in enumerate(spots)}
    degree = Counter(end for line in lines for end in line.dyad)
    for spot in spots:
        network.add_node(
            f"n{number[spot.id]}",
            label=spot.label,
            shape=SHAPES[spot.kind],
            x=spot.point[0],
            y=spot.point[1],
            size=radius(degree[spot.id]),
        )
    for index, line in enumerate(lines):
        first, second = line.dyad
        network.add_edge(f"n{number[first]}", f"n{number[second]}", id=f"d{index}", **_look(line))
    network.set_options(json.dumps(OPTIONS))
    return Drawing(nodes=network.nodes, edges=network.edges, options=network.options)


def width(facts: int) -> float:
    """The width of a line in canvas units.

    >>> width(0), width(1), width(25), width(900)
    (1.0, 2.6, 9.0, 10.0)
    """
    return round(min(10.0, 1 + 1.6 * math.sqrt(facts)), 1)


def radius(degree: int) -> float:
    """The radius of a node in canvas units.

    >>> radius(0), radius(25), radius(400)
    (6.0, 14.0, 22.0)
    """
    return round(min(22.0, 6 + 1.6 * math.sqrt(degree)), 1)


def _look(line: Line) -> dict[str, object]:
    """How a line is drawn: always from the lower id to the higher, so that its side of the dyad never changes."""
    return {
        "width": width(line.facts),
        "dashes": _dashes(line),
        "arrows": line.arrow,
        "smooth": _bend(line.sign),
        "sign": line.sign,
        "facts": line.facts,
        **({"unsure": True} if line.confidence < _SURE else {}),
    }


def _dashes(line: Line) -> list[int] | bool:
    if not line.facts:
        return _NOT_ASSERTED
    return _ONE_SOURCE if line.sources == 1 else False


def _bend(sign: int) -> dict[str, str] | bool:
    """Cooperation bends to the left of the way from the lower id to the higher, conflict to the right."""
    if sign == 0:
        return False
    return {"type": "curvedCCW" if sign > 0 else "curvedCW"}
