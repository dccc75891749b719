"""Actors for other people's tools: FollowTheMoney entities as JSON lines, and a SKOS concept scheme in Turtle.

Both are made of actors alone, whether the tables know them or a store does; claims stay in `export`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from kgraph.errors import UnknownNameError
from kgraph.export_actors.ftm import FtmEntity, actors_to_ftm, ftm_id, write_ftm
from kgraph.export_actors.references import with_referred
from kgraph.export_actors.skos import SCHEME, actors_to_skos, write_skos
from kgraph.files import written_whole
from kgraph.model import Actor

__all__ = [
    "SCHEME",
    "SUFFIXES",
    "WRITERS",
    "FtmEntity",
    "actors_to_ftm",
    "actors_to_skos",
    "export_actors",
    "ftm_id",
    "with_referred",
]

WRITERS: Final[Mapping[str, Callable[[Iterable[Actor], IO[bytes]], None]]] = MappingProxyType(
    {"ftm": write_ftm, "skos": write_skos}
)
"""The formats by name, each a function that writes actors to a binary file."""

SUFFIXES: Final = MappingProxyType({".ftm.json": "ftm", ".ftm.jsonl": "ftm", ".skos.ttl": "skos"})
"""The format that a file's name asks for."""


def export_actors(actors: Iterable[Actor], path: str | Path, fmt: str | None = None) -> Path:
    """Write actors to a file: FollowTheMoney (.ftm.json, .ftm.jsonl) or SKOS (.skos.ttl).

    The same actors give the same bytes. A file that is there is replaced only once the new one is whole.

    Args:
        actors: whom to write, in that order; of two with one id the last.
        path: the file.
        fmt: `ftm` or `skos`, whatever the suffix says.

    Raises:
        UnknownNameError: there is no such format, or no format has that suffix.
        DataError: the file cannot be written, or a name is no text.
    """
    path = Path(path)
    if fmt is None:
        fmt = next((name for suffix, name in SUFFIXES.items() if path.name.lower().endswith(suffix)), None)
        if fmt is None:
            raise UnknownNameError("actor format", path.suffix or path.name, SUFFIXES)
    if fmt not in WRITERS:
        raise UnknownNameError("actor format", fmt, WRITERS)
    with written_whole(path) as file:
        WRITERS[fmt](actors, file)
    return path
