"""One function writes the graph, in the format that the suffix of the file or folder names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from kgraph.errors import UnknownNameError
from kgraph.export.nanopubs import write_nanopubs
from kgraph.export.networks import write_gexf, write_graphml
from kgraph.export.rows import write_csv, write_jsonl, write_plover_records
from kgraph.export.triples import RDF12_FORMATS, rdf_writer
from kgraph.export_actors import SUFFIXES
from kgraph.export_actors import WRITERS as ACTOR_WRITERS
from kgraph.files import written_whole
from kgraph.graph import GraphReader
from kgraph.graph.results import TRIPLE_FORMATS
from kgraph.model.merging import merged_actors
from kgraph.tables import write_tables


def export_graph(graph: GraphReader, path: str | Path) -> Path:
    """Write the whole graph to a file, in the format of `WRITERS` that its suffix names, or to a folder (`FOLDERS`).

    The suffixes ftm.json, ftm.jsonl (FollowTheMoney) and skos.ttl write the actors alone, as the graph knows them, but
    those that are one by a verdict as one.

    The same graph gives the same bytes (N-Triples and N-Quads are sorted lines). RDF holds everything, the ontology
    included; GraphML and GEXF the claims with two ends; CSV, JSON lines and nanopublications every claim; PLOVER's
    records those of events. A file that is there is replaced only once the new one is whole.

    Raises:
        UnknownNameError: no format has that suffix.
        DataError: the file cannot be written.
    """
    path = Path(path)
    longest_first = sorted((*WRITERS, *FOLDERS), key=len, reverse=True)
    name = next((known for known in longest_first if path.name.lower().endswith(f".{known}")), None)
    if name is None:
        raise UnknownNameError(
            "export format", path.suffix or path.name, (f".{known}" for known in (*WRITERS, *FOLDERS))
        )
    if name in FOLDERS:
        FOLDERS[name](graph, path)
        return path
    with written_whole(path) as file:
        WRITERS[name](graph, file)
    return path


def _actors(name: str) -> Callable[[GraphReader, IO[bytes]], None]:
    """What writes the actors in that format, those that are one by a verdict as one."""

    def write(graph: GraphReader, file: IO[bytes]) -> None:
        known = {actor.id: actor for actor in graph.actors()}
        ACTOR_WRITERS[name](merged_actors(known, graph.judgements, known.get), file)

    return write


WRITERS: Final[Mapping[str, Callable[[GraphReader, IO[bytes]], None]]] = MappingProxyType(
    {
        **{name: rdf_writer(name) for name in (*TRIPLE_FORMATS, *RDF12_FORMATS)},
        "graphml": write_graphml,
        "gexf": write_gexf,
        "csv": write_csv,
        "jsonl": write_jsonl,
        "plover.jsonl": write_plover_records,
        "nanopub.trig": write_nanopubs,
        **{suffix.removeprefix("."): _actors(name) for suffix, name in SUFFIXES.items()},
    }
)
"""The formats by suffix, each a function that writes a graph to a binary file."""

FOLDERS: Final[Mapping[str, Callable[[GraphReader, Path], object]]] = MappingProxyType({"parquet": write_tables})
"""The formats that are a folder of files, each a function that writes a graph there and sees to it that a folder which
is there is replaced only once the new one is whole."""
