"""The work with kg-gen's data model, without a language model: its Graph of triples, its networkx and its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from kg_gen import Graph, KGGen

from benchmarks.peers.common import (
    PAIR,
    SENTENCE,
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

_NO_DATE: Final = "a triple has no date (`kg_gen/models.py`, `Graph.relations`)"
_NO_WORDS: Final = "a triple has no sentence, speaker or document (`kg_gen/models.py`, `Graph.relations`)"
_NO_DENIAL: Final = "a triple is not told as so or denied, nor by whom (`kg_gen/models.py`, `Graph.relations`)"


def load(folder: Path) -> Any:
    """The triples of the firm claims, as `KGGen.from_dict` takes them."""
    relations = relations_of(folder)
    triples = {edge for row in rows_of(folder) for edge in load_edges(row, relations)}
    entities = {end for first, _, second in triples for end in (first, second)}
    return KGGen.from_dict({"entities": entities, "edges": {name for _, name, _ in triples}, "relations": triples})


def partners(graph: Any) -> Answer:
    """Common partners, in Python: there is no query language."""
    first, second = ({other for one, _, other in graph.relations if one == actor} for actor in PAIR)
    return [(other,) for other in first & second]


def network(graph: Any) -> dict[str, float]:
    """Its own networkx graph, which has one edge for each ordered pair and no weight, and its communities."""
    import networkx

    made = KGGen.to_nx(graph)
    return numbers(made, len(networkx.community.louvain_communities(made, seed=0)))


def page(folder: Path, file: Path) -> None:
    """Its own page, of the triples between those for whom somebody acts."""
    relations = relations_of(folder)
    triples = {edge for row in rows_of(folder) for edge in load_edges(page_row(row), relations)}
    entities = {end for first, _, second in triples for end in (first, second)}
    KGGen.visualize(Graph(entities=entities, edges={name for _, name, _ in triples}, relations=triples), str(file))


def holds(graph: Any, row: Row) -> Row:
    """What a triple of the claim says; empty where it made none."""
    wanted = row["actor"], row["relation"], row["recipient"]
    if wanted not in graph.relations:
        return {}
    return dict(zip(("actor", "relation", "recipient"), wanted, strict=True))


def facts(graph: Any, rows: list[Row]) -> dict[str, Any]:
    """What is so of kg-gen, tried out; the language model is asked for at an address where nobody answers."""
    triple = ("France", "condemns", "Iran")
    told = Graph(entities={"France", "Iran"}, edges={"condemns"}, relations=[triple, triple])
    dated = Graph(entities=set(), edges=set(), relations=set(), document="a", date="2017-12")  # type: ignore[call-arg,unused-ignore]
    return {
        "two documents that say the same are two claims": len(told.relations) == 2,
        "a claim without a recipient": _takes(("France", "condemns", None)),
        "a month as a date stays a month": hasattr(dated, "date"),
        "removing a document takes what only it supports": hasattr(dated, "document"),
        "refuses what is no date": "no: a triple has no date (`kg_gen/models.py`, `Graph`)",
        "stays on disk as it is written": "no: JSON at the end, of `generate` alone (`kg_gen/kg_gen.py`)",
        "its own projection has weights": any("weight" in one for _, _, one in KGGen.to_nx(told).edges(data=True)),
        "claims from a sentence": [],
        "without a language model": _asked(),
        "fields": sorted(Graph.model_fields),
        "pairs with several relations": _several(graph),
        "has": {name: is_there(*place) for name, place in _HAS.items()},
    }


def _takes(triple: tuple[Any, ...]) -> bool:
    try:
        Graph(entities=set(), edges=set(), relations=[triple])
    except ValueError:
        return False
    return True


def _asked() -> str:
    """The error of `generate` where no language model answers."""
    try:
        KGGen(model="openai/none", api_base="http://127.0.0.1:9/v1", api_key="none").generate(input_data=SENTENCE)
    except Exception as error:
        return type(error).__name__
    return ""


def _several(graph: Any) -> dict[str, int]:
    """How many triples there are, and how many edges its networkx graph keeps of them."""
    return {"triples": len(graph.relations), "edges": KGGen.to_nx(graph).number_of_edges()}


_HAS: Final = {
    "triples of any domain and language, by a language model": ("kg_gen", "KGGen.generate"),
    "clusters of entities and relations that mean the same, by a language model": ("kg_gen", "KGGen.cluster"),
    "long texts in chunks, in parallel": ("kg_gen.utils.chunk_text", "chunk_text"),
    "conversations as input": ("kg_gen.steps._2_get_relations", "get_relations"),
    "embeddings and retrieval for questions": ("kg_gen", "KGGen.retrieve"),
    "a server of memory for agents (MCP)": ("kg_gen.cli", "run_mcp"),
    "graphs of several runs in one": ("kg_gen", "KGGen.aggregate"),
}
"""What kg-gen has that kgraph has not, with where it is."""


TOOL: Final = Tool(
    packages=("kg-gen",),
    modules=("kg_gen",),
    load=load,
    questions={
        "supplies": _NO_DATE,
        "dyad": _NO_WORDS,
        "partners": partners,
        "rivals": _NO_DENIAL,
        "by_year": _NO_DATE,
    },
    network=network,
    page=page,
    holds=holds,
    facts=facts,
)

if __name__ == "__main__":
    main(TOOL)
