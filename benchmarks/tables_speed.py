"""How fast tables are written and read: writes tables_speed.json and TABLES.md beside this file.

    python -m benchmarks.tables_speed [--claims 200000] [--store FOLDER]

The claims are made up (`made_claims.py`), in a store on disk. Every figure is processor time, the median of five runs,
in a process of its own for each kind; what is compared runs in one process, by turns. `--store` keeps the store, or
takes the one that is there.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
_RUNS: Final = 5
_BY_HAND: Final = {
    "top-dyads": """SELECT dyad, count(*) AS claims, count(DISTINCT document) AS documents
        FROM read_parquet('{folder}/claims/*/*.parquet')
        WHERE dyad IS NOT NULL AND polarity AND modality IN ('asserted', 'reported')
        GROUP BY dyad ORDER BY claims DESC, dyad LIMIT 25""",
    "sources": """SELECT coalesce(d.publisher, 'not given') AS publisher, count(DISTINCT d.id) AS documents,
               count(c.id) AS claims
        FROM read_parquet('{folder}/documents/*.parquet') d
        LEFT JOIN read_parquet('{folder}/claims/*/*.parquet') c ON c.document = d.id
        WHERE d.kind = 'document' GROUP BY 1 ORDER BY claims DESC, publisher""",
}
"""The aggregates as somebody writes them who has the files and DuckDB."""


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    made = work()
    seconds = time.process_time() - started
    del made  # what it takes to throw it away is not counted
    return seconds


def _medians(ways: dict[str, Callable[[], object]], runs: int = _RUNS) -> dict[str, float]:
    """The median processor time of each way, run by turns; the first turn warms up and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(runs + 1):
        for name, work in ways.items():
            seconds = _cpu(work)
            if turn:
                taken[name].append(seconds)
    return {name: round(median(found), 4) for name, found in taken.items()}


def name_actors(store: Path) -> None:
    """Give every actor the name that any writer of claims gives it, which the maker of these leaves out."""
    from kgraph.graph import KnowledgeGraph
    from kgraph.model import Attribution
    from kgraph.rdf import actor_ref_quads

    ends = "{ ?c kg:actor ?a ; kg:actorName ?n } UNION { ?c kg:recipient ?a ; kg:recipientName ?n }"
    with KnowledgeGraph(store) as graph:
        named = graph.query(f"SELECT DISTINCT ?a ?n WHERE {{ {ends} }}").rows
        graph.embedded.bulk_extend(
            quad for actor, name in named for quad in actor_ref_quads(Attribution(id=str(actor), name=str(name)))
        )
        graph.compact()


def run_writing(store: str) -> dict[str, Any]:
    """Write the tables of a store from nothing."""
    from kgraph.graph import GraphReader
    from kgraph.tables import write_tables

    with GraphReader(store) as graph, tempfile.TemporaryDirectory() as folder:
        seconds = _cpu(lambda: write_tables(graph, Path(folder) / "tables"))
        files = [file for file in (Path(folder) / "tables").rglob("*") if file.is_file()]
        size, quads = sum(file.stat().st_size for file in files), len(graph.store)
    disk = sum(file.stat().st_size for file in Path(store).iterdir())
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return {"cpu_s": round(seconds, 1), "peak_mb": peak, "bytes": size, "quads": quads, "store_bytes": disk}


def run_one_by_one(store: str) -> dict[str, Any]:
    """Read every claim for itself, and do nothing with it."""
    from kgraph.graph import GraphReader

    with GraphReader(store) as graph:
        return {"cpu_s": round(_cpu(lambda: sum(1 for _ in graph.claims())), 1)}


def run_network(store: str) -> dict[str, Any]:
    """A network from ready tuples, and from the tables."""
    import networkx

    from kgraph.graph import GraphReader
    from kgraph.network.tabled import network_from_tables

    with GraphReader(store) as graph:
        graph.tables().close()
        network = network_from_tables(graph)
        assert network is not None  # noqa: S101 — they were just made
        ready = [(*ends, dict(about)) for *ends, about in network.edges(keys=True, data=True)]
        counted = {"nodes": network.number_of_nodes(), "edges": network.number_of_edges()}
        del network
        ways: dict[str, Callable[[], object]] = {
            "ready tuples": lambda: networkx.MultiDiGraph().add_edges_from(ready),
            "tables": lambda: network_from_tables(graph),
        }
        return counted | {"cpu_s": _medians(ways)}


def run_aggregates(store: str) -> dict[str, Any]:
    """The named questions, the same by hand in DuckDB, and in SPARQL."""
    import duckdb

    from kgraph.graph import GraphReader

    found: dict[str, Any] = {}
    with GraphReader(store) as graph, graph.tables() as tables, duckdb.connect() as connection:
        for name, by_hand in _BY_HAND.items():
            text = by_hand.format(folder=tables.folder)
            ways: dict[str, Callable[[], object]] = {
                "named": lambda name=name: tables.named(name),  # type: ignore[misc]
                "by hand": lambda text=text: connection.execute(text).fetchall(),  # type: ignore[misc]
            }
            found[name] = _medians(ways)
            assert tables.named(name).rows == connection.execute(text).fetchall()  # noqa: S101 — else it is no comparison
            found[name] |= _medians({"SPARQL": lambda name=name: graph.named(name)}, runs=2)  # type: ignore[misc]
    return found


_PARTS: Final = {
    "writing": run_writing,
    "one by one": run_one_by_one,
    "network": run_network,
    "aggregates": run_aggregates,
}


def _in_own_process(part: str, store: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.tables_speed", "--run", part, "--store", str(store)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(claims: int, store: Path) -> dict[str, Any]:
    """All figures."""
    from benchmarks.network_speed import made

    if not store.exists():
        made(store, claims)
        name_actors(store)
    found: dict[str, Any] = {"claims": claims} | {part: _in_own_process(part, store) for part in _PARTS}
    network = found["network"]["cpu_s"]
    found["networkx_of_ready_tuples"] = round(network["tables"] / network["ready tuples"], 2)
    found["named_of_by_hand"] = {
        name: round(taken["named"] / taken["by hand"], 2) for name, taken in found["aggregates"].items()
    }
    found["SPARQL_of_named"] = {
        name: round(taken["SPARQL"] / taken["named"], 1) for name, taken in found["aggregates"].items()
    }
    return found


def report(found: dict[str, Any]) -> str:
    """The figures as a page."""
    writing, network = found["writing"], found["network"]
    each = writing["cpu_s"] / found["claims"] * 1e6
    one_by_one = found["one by one"]["cpu_s"] / found["claims"] * 1e6
    lines = [
        "# How fast tables are written and read",
        "",
        f"Written by `python -m benchmarks.tables_speed --claims {found['claims']}`; {os.cpu_count()} cores, shared.",
        "Processor seconds, medians of five runs by turns; the claims are made up.",
        "",
        f"Writing {found['claims']:,} claims ({writing['quads']:,} triples): {writing['cpu_s']} s, {each:.0f} µs a "
        f"claim (reading claim by claim, without writing: {one_by_one:.0f} µs), {writing['peak_mb']} MB at most.",
        f"The files have {writing['bytes'] / 1e6:.1f} MB, the store {writing['store_bytes'] / 1e6:.0f} MB.",
        "",
        f"networkx of {network['edges']:,} edges between {network['nodes']:,} nodes (wanted: 1.5 times the first):",
        "",
        "| from | seconds | of ready tuples |",
        "|---|---|---|",
        f"| ready tuples, `add_edges_from` | {network['cpu_s']['ready tuples']} | 1 |",
        f"| the tables, `to_networkx` | {network['cpu_s']['tables']} | {found['networkx_of_ready_tuples']} |",
        "",
        "The big aggregates (wanted: twice DuckDB by hand on the same files):",
        "",
        "| question | named | by hand | named / by hand | SPARQL | SPARQL / named |",
        "|---|---|---|---|---|---|",
    ]
    for name, taken in found["aggregates"].items():
        ratios = found["named_of_by_hand"][name], found["SPARQL_of_named"][name]
        lines.append(
            f"| {name} | {taken['named']} | {taken['by hand']} | {ratios[0]} | {taken['SPARQL']} | {ratios[1]} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--run", choices=_PARTS)
    options = parser.parse_args()
    if options.run is not None:
        print(json.dumps(_PARTS[options.run](str(options.store))))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = measured(options.claims, options.store or Path(folder) / "kgraph.db")
    (HERE / "tables_speed.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (HERE / "TABLES.md").write_text(report(found), encoding="utf-8")
    print(report(found))


if __name__ == "__main__":
    main()
