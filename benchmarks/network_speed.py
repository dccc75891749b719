"""How fast a graph becomes a network: columns, dyads, Louvain and structural balance month by month for two years.

    python benchmarks/network_speed.py [--claims 200000]

The store is made of claims that are made up (`made_claims.py`), then read by a process of its own, whose processor
time and largest memory are told. Writes NETWORK.md beside itself.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.made_claims import BLOCK, DATASET, World
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.graph.bulk import BulkWriter
from kgraph.model import Claim
from kgraph.network import (
    balance,
    balance_over_time,
    centralities,
    changes,
    columns,
    communities,
    dyad_network,
    windows,
)
from kgraph.rdf import claim_quads, document_quads

_HERE: Final = Path(__file__).parent
_Found = TypeVar("_Found")


def made(location: Path, claims: int) -> None:
    """A store of so many claims."""
    world = World()
    with KnowledgeGraph(location) as graph:
        writer = BulkWriter(graph)
        rows: list[Claim] = []
        for block in range(claims // BLOCK):
            quads = []
            for article in world.articles(block):
                quads += document_quads(article.document)
                quads += [quad for claim in article.claims for quad in claim_quads(claim)]
            graph.embedded.bulk_extend(quads)
            rows += world.rows(block)
        writer.write(rows, datasets=[DATASET], actors=world.actors)
        graph.compact()


def measured(location: Path) -> dict[str, object]:
    """The processor time of each step, the largest memory, and what came out."""
    seconds: dict[str, float] = {}

    def timed(what: str, work: Callable[[], _Found]) -> _Found:
        start = time.process_time()
        done = work()
        seconds[what] = round(time.process_time() - start, 2)
        return done

    with GraphReader(location) as graph:
        found = timed("claims read as columns", lambda: columns(graph))
    network = timed("dyads of all claims", lambda: dyad_network(found, signed=True))
    cut = timed("Louvain on cooperation", lambda: communities(network, weight="positive_weight"))
    whole = timed("balance of the whole", lambda: balance(network))
    months = windows("2018-01", "2019-12")
    by_month = timed("balance by month, two years", lambda: list(balance_over_time(found, months)))
    asked = sum(seconds.values())
    rolling = windows("2018-01", "2019-12", span=5)
    timed("balance of five rolling months, two years", lambda: list(balance_over_time(found, rolling)))
    timed("centralities", lambda: centralities(network, weight="positive_weight"))
    timed("changes since a month", lambda: changes(found, "2019-12", until="2019-12"))
    return {
        "claims": len(found),
        "actors": network.number_of_nodes(),
        "dyads": network.number_of_edges(),
        "communities": len(cut.members),
        "triads": whole.census.triads,
        "months": len(by_month),
        "exact": sum(one.frustration.exact for one in by_month),
        "seconds": seconds,
        "asked": round(asked, 1),
        "process": round(time.process_time(), 1),
        "gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
    }


def main() -> None:
    """Make the store, measure in a process of its own, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--measure", type=Path)
    chosen = parser.parse_args()
    if chosen.measure is not None:
        print(json.dumps(measured(chosen.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        location = Path(folder) / "graph"
        made(location, chosen.claims)
        command = [sys.executable, "-m", "benchmarks.network_speed", "--measure", str(location)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_HERE.parent)
    found = json.loads(done.stdout)
    (_HERE / "NETWORK.md").write_text(_page(found), encoding="utf-8")
    print(_page(found))


def _page(found: dict[str, object]) -> str:
    seconds = found["seconds"]
    assert isinstance(seconds, dict)  # noqa: S101 — as `measured` makes it
    steps = "\n".join(f"| {what} | {value:.2f} |" for what, value in seconds.items())
    return f"""# A graph as a network: speed

Written by `python -m benchmarks.network_speed`: {found["claims"]:,} made-up claims with two ends in a store on disk,
read by a process of its own. {found["actors"]} actors, {found["dyads"]:,} dyads, {found["triads"]:,} signed triads,
{found["communities"]} communities. Processor seconds:

| step | seconds |
|---|---|
{steps}

The first five together: {found["asked"]} s (wanted: at most 60). The whole process, start and imports included:
{found["process"]} s, {found["gigabytes"]} GB at its largest (wanted: at most 3). The frustration index is exact in
{found["exact"]} of {found["months"]} months; of the others there are bounds.

Reading the store is most of it. Who wants several measures reads once: `columns(graph)` goes wherever a graph goes.
"""


if __name__ == "__main__":
    main()
