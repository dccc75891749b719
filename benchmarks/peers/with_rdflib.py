"""The work with plain rdflib, networkx and pyvis.

RDFLIB_STORE=Oxigraph in the environment takes oxrdflib's store, on disk, instead of rdflib's own in memory.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Final

import rdflib
from rdflib.parser import Parser

from benchmarks.peers import rdf_shape as shape
from benchmarks.peers.common import (
    PAIR,
    SENTENCE,
    WINDOW,
    Answer,
    Row,
    Tool,
    is_there,
    main,
    numbers,
    relations_of,
    rows_of,
)


def load(folder: Path) -> rdflib.Graph:
    """A graph in memory, or in the store that is asked for."""
    graph = opened(Path(tempfile.mkdtemp(dir=folder)) / "store")
    for prefix, namespace in shape.NAMES:
        graph.bind(prefix, namespace)
    relations = relations_of(folder)
    graph.addN((*triple, graph) for triple in shape.load_relations(relations))
    for row in rows_of(folder):
        graph.addN([(*triple, graph) for triple in shape.load_claim(row, relations)])
    return graph


def opened(place: Path) -> rdflib.Graph:
    """A graph of the store that the environment names; one that can lie on disk lies at `place`."""
    store = os.environ.get("RDFLIB_STORE", "default")
    graph = rdflib.Graph(store=store, identifier="urn:claims")
    if store != "default":
        graph.open(str(place), create=not place.exists())
    return graph


def supplies(graph: rdflib.Graph) -> Answer:
    """Who supplies whom in a window."""
    return shape.supplies_rows(graph.query(shape.supplies_query(*WINDOW)))


def dyad(graph: rdflib.Graph) -> Answer:
    """All claims of a dyad."""
    return shape.dyad_rows(graph.query(shape.dyad_query(shape.dyad_key(*PAIR))))


def partners(graph: rdflib.Graph) -> Answer:
    """Common partners."""
    return shape.partners_rows(graph.query(shape.partners_query(*PAIR)))


def rivals(graph: rdflib.Graph) -> Answer:
    """Denials beside what is told as so."""
    return shape.rivals_rows(graph.query(shape.rivals_query()))


def by_year(graph: rdflib.Graph) -> Answer:
    """Firm claims by dyad, year and sign."""
    return shape.by_year_rows(graph.query(shape.by_year_query()))


def network(graph: rdflib.Graph) -> dict[str, float]:
    """The dyads as networkx, and their communities."""
    dyads = shape.network_graph(graph.query(shape.network_query()))
    return numbers(dyads, len(shape.network_parts(dyads)))


def page(folder: Path, file: Path) -> None:
    """The page of pyvis, with physics, in one file: an edge a claim, its sentence shown when it is pointed at."""
    from pyvis.network import Network

    drawn = Network(directed=True, cdn_resources="in_line")
    for row in rows_of(folder):
        drawn.add_node(row["actor_side"], label=row["actor_side"])
        drawn.add_node(row["recipient_side"], label=row["recipient_side"])
        told = f"{row['quote']} ({row['speakers'] or row['publisher']}, {row['date']})"
        drawn.add_edge(row["actor_side"], row["recipient_side"], label=row["relation"], title=told)
    file.write_text(drawn.generate_html(), encoding="utf-8")


def holds(graph: rdflib.Graph, row: Row) -> Row:
    """The claim read back."""
    return shape.holds_row(*shape.told_of(graph, row))


def facts(graph: rdflib.Graph, rows: list[Row]) -> dict[str, Any]:
    """What is so of rdflib, tried out."""
    return shape.facts_of(graph) | {
        "stays on disk as it is written": _stays(),
        "claims from a sentence": _parsed(),
        "has": {
            "any RDF, in named graphs": is_there("rdflib", "Dataset"),
            "queries of other endpoints inside a query (SERVICE)": is_there(
                "rdflib.plugins.sparql.evaluate", "evalServiceQuery"
            ),
            "reading of TriX, HexTuples, RDF Patch": {"trix", "hext", "patch"} <= set(_parsers()),
            "stores by others, in one way of using them": "SPARQLUpdateStore" in _names(rdflib.store.Store),
        },
    }


def _stays() -> bool:
    """Whether a triple is there when the graph is opened again."""
    triple = shape.iri("a"), shape.iri("b"), shape.iri("c")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        graph = opened(place)
        graph.add(triple)
        graph.close()
        again = opened(place)
        there = triple in again
        again.close()
    return there


def _parsers() -> list[str]:
    return [name for name in _names(Parser) if "/" not in name]


def _names(kind: type[Any]) -> list[str]:
    """What rdflib knows of a kind: its own, and what is installed beside it."""
    return sorted({one.name for one in rdflib.plugin.plugins(None, kind)})


def _parsed() -> list[str]:
    """The triples that any of rdflib's parsers makes of a sentence."""
    made: list[str] = []
    for name in _parsers():
        graph = rdflib.Dataset()
        try:
            graph.parse(data=SENTENCE, format=name)
        except Exception:  # noqa: S112 - each parser refuses in its own way
            continue
        made += [name for _ in graph]
    return made


TOOL: Final = Tool(
    packages=("rdflib", "pyvis", "networkx", *(("oxrdflib",) if "RDFLIB_STORE" in os.environ else ())),
    modules=("rdflib.plugins.sparql", "networkx"),
    load=load,
    questions={"supplies": supplies, "dyad": dyad, "partners": partners, "rivals": rivals, "by_year": by_year},
    network=network,
    page=page,
    holds=holds,
    facts=facts,
)

if __name__ == "__main__":
    main(TOOL)
