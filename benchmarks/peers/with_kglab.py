"""The work with kglab, which keeps its graph in rdflib: the same shape and the same SPARQL, by kglab's own calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import kglab

from benchmarks.peers import rdf_shape as shape
from benchmarks.peers.common import (
    PAIR,
    SENTENCE,
    WINDOW,
    Answer,
    Row,
    Tool,
    is_there,
    load_edges,
    main,
    numbers,
    page_row,
    relations_of,
    rows_of,
)


def load(folder: Path) -> Any:
    """A graph in memory, by `add`, which kglab prefers."""
    graph = kglab.KnowledgeGraph(namespaces=dict(shape.NAMES), use_gpus=False)
    relations = relations_of(folder)
    for triple in shape.load_relations(relations):
        graph.add(*triple)
    for row in rows_of(folder):
        for triple in shape.load_claim(row, relations):
            graph.add(*triple)
    return graph


def supplies(graph: Any) -> Answer:
    """Who supplies whom in a window."""
    return shape.supplies_rows(graph.query(shape.supplies_query(*WINDOW)))


def dyad(graph: Any) -> Answer:
    """All claims of a dyad."""
    return shape.dyad_rows(graph.query(shape.dyad_query(shape.dyad_key(*PAIR))))


def partners(graph: Any) -> Answer:
    """Common partners."""
    return shape.partners_rows(graph.query(shape.partners_query(*PAIR)))


def rivals(graph: Any) -> Answer:
    """Denials beside what is told as so."""
    return shape.rivals_rows(graph.query(shape.rivals_query()))


def by_year(graph: Any) -> Answer:
    """Firm claims by dyad, year and sign."""
    return shape.by_year_rows(graph.query(shape.by_year_query()))


def network(graph: Any) -> dict[str, float]:
    """The dyads as networkx by hand, since `SubgraphMatrix` has no weights, and their communities."""
    dyads = shape.network_graph(graph.query(shape.network_query()))
    return numbers(dyads, len(shape.network_parts(dyads)))


def page(folder: Path, file: Path) -> None:
    """The page of pyvis as kglab draws it: the plain triples of the claims, since it can draw whole graphs only."""
    graph = kglab.KnowledgeGraph(namespaces=dict(shape.NAMES), use_gpus=False)
    relations = relations_of(folder)
    for row in rows_of(folder):
        for first, relation, second in load_edges(page_row(row), relations):
            graph.add(shape.iri(first), shape.iri(relation), shape.iri(second))
    drawn = kglab.SubgraphTensor(graph).build_pyvis_graph()
    file.write_text(drawn.generate_html(), encoding="utf-8")


def holds(graph: Any, row: Row) -> Row:
    """The claim read back."""
    return shape.holds_row(*shape.told_of(graph.rdf_graph(), row))


def facts(graph: Any, rows: list[Row]) -> dict[str, Any]:
    """What is so of kglab, tried out."""
    import networkx

    edges = "SELECT ?subject ?object { ?subject ?relation ?object . ?relation a ex:Relation }"
    matrix = kglab.SubgraphMatrix(graph, edges).build_nx_graph(networkx.DiGraph())
    weighted = any("weight" in told for _, _, told in matrix.edges(data=True))
    try:
        made = len(kglab.KnowledgeGraph(use_gpus=False).load_rdf_text(SENTENCE).rdf_graph())
    except Exception:
        made = 0
    return shape.facts_of(graph.rdf_graph()) | {
        "stays on disk as it is written": "no: parquet or RDF at the end (`kglab/serde.py`, `save_parquet`)",
        "its own projection has weights": weighted,
        "claims from a sentence": [made] if made else [],
        "says of itself": kglab.__version__,
        "has": {name: is_there(*place) for name, place in _HAS.items()},
    }


_HAS: Final = {
    "inference: OWL-RL": ("kglab.standards", "ShaclOwlRdfSkosMixin.infer_owlrl_closure"),
    "inference: RDFS": ("kglab.standards", "ShaclOwlRdfSkosMixin.infer_rdfs_closure"),
    "inference: SKOS": ("kglab.standards", "ShaclOwlRdfSkosMixin.infer_skos_transitive"),
    "edge lists for PyTorch": ("kglab.subg", "SubgraphTensor.as_tensor"),
    "igraph": ("kglab.subg", "SubgraphMatrix.build_ig_graph"),
    "adjacency, incidence, Laplacian matrices": ("kglab.algebra", "AlgebraMixin.to_laplacian"),
    "data frames for cuGraph on a GPU": ("kglab.subg", "SubgraphMatrix.build_df"),
    "CSV on the web": ("kglab.serde", "SerdeMixin.load_csv"),
    "import from Neo4j": ("kglab.external_import", "import_from_neo4j"),
    "import from Roam Research": ("kglab.serde", "SerdeMixin.import_roam"),
    "drawing of a query": ("kglab.gpviz", "GPViz.visualize_query"),
    "PSL (soft logic)": ("kglab.srl", "PSLModel"),
    "RML mappings by morph-kgc": ("morph_kgc", "materialize"),
}
"""What kglab is known for that kgraph has not, with where it would be."""


TOOL: Final = Tool(
    packages=("kglab", "rdflib", "pyvis", "networkx"),
    modules=("kglab",),
    load=load,
    questions={"supplies": supplies, "dyad": dyad, "partners": partners, "rivals": rivals, "by_year": by_year},
    network=network,
    page=page,
    holds=holds,
    facts=facts,
)

if __name__ == "__main__":
    main(TOOL)
