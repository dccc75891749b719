"""How a graph grows: writes growth.json and GROWTH.md beside this file.

    python -m benchmarks.growth [--sizes 10000 100000 1000000]

One store on disk is filled with made-up claims (`made_claims`) and looked at at each size: what loading took, what lies
on disk, what every query of the cookbook costs in a process of its own. Times are of the processor, because others use
the machine too. A query is cut off after `--most` seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from benchmarks.made_claims import BLOCK, DATASET, Article, World
from kgraph.graph import BulkWriter, GraphReader, KnowledgeGraph, named_queries, named_query
from kgraph.rdf import ClaimLines, document_quads, quad_lines

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
_BATCH: Final = 50
"""Blocks of claims a load."""
_FEW: Final = {"a": "kgr:FRA", "b": "kgr:IND", "source": "kgr:FRA", "day": "2020-01-01", "kind": "suppliesTo"}
_MANY: Final = ("kgr:USA", "kgr:RUS")


def run_fill(store: str, first: int, last: int) -> dict[str, Any]:
    """Put the blocks from the first to before the last into a store."""
    world, started, made = World(), time.process_time(), 0.0
    with KnowledgeGraph(store) as graph:
        writer, lines = BulkWriter(graph), ClaimLines()
        for start in range(first, last, _BATCH):
            making = time.process_time()
            blocks = range(start, min(start + _BATCH, last))
            rows = [row for block in blocks for row in world.rows(block)]
            articles = [article for block in blocks for article in world.articles(block)]
            made += time.process_time() - making
            writer.write(rows, datasets=[DATASET], actors=world.actors)
            text = "".join(_lines(lines, articles)).encode()
            graph.embedded.bulk_load(input=text, format=ox.RdfFormat.N_QUADS, lenient=True)
        loading = time.process_time() - started - made
        graph.compact()
        compacting = time.process_time() - started - made - loading
        return {"load_cpu_s": loading, "optimize_cpu_s": compacting, "quads": len(graph.store)} | _peak()


def _lines(lines: ClaimLines, articles: Iterable[Article]) -> Iterator[str]:
    for article in articles:
        yield quad_lines(document_quads(article.document))
        for claim in article.claims:
            yield lines.of(claim)
            yield from lines.brought(claim)


def run_query(store: str, name: str, most: int, *arguments: str) -> dict[str, Any]:
    """Ask once; where that was quick twice more, and take the quickest."""
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
    with GraphReader(store) as graph:
        took: list[float] = []
        while not took or (len(took) < 3 and took[0] < 1):
            started = time.process_time()
            rows = len(graph.named(name, *arguments))
            took.append(time.process_time() - started)
    return {"rows": rows, "cpu_s": min(took)} | _peak()


def _peak() -> dict[str, float]:
    return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _in_own_process(*words: str) -> dict[str, Any] | None:
    """What a run prints; None where it was cut off."""
    command = [sys.executable, "-m", "benchmarks.growth", "--run", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if -done.returncode in (signal.SIGXCPU, signal.SIGKILL):
        return None
    done.check_returncode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(sizes: list[int], most: int) -> list[dict[str, Any]]:
    """What one store is like at each size."""
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        store, before = Path(folder) / "growing.db", 0
        for size in sizes:
            filled = _in_own_process("fill", str(store), str(before // BLOCK), str(size // BLOCK))
            assert filled is not None  # noqa: S101 — nothing cuts it off
            queries = {name: _in_own_process("query", str(store), name, str(most), *g) for name, g in _asked()}
            many = ("query", str(store), "dyad-history", str(most), *_MANY)
            queries["dyad-history of the largest dyad"] = _in_own_process(*many)
            disk = sum(file.stat().st_size for file in store.rglob("*") if file.is_file())
            found.append(
                {"claims": size, "added": size - before, "disk_mb": disk / 1e6} | filled | {"queries": queries}
            )
            before = size
            print(json.dumps(found[-1]), flush=True)
    return found


def _asked() -> Iterable[tuple[str, list[str]]]:
    for name in named_queries():
        yield name, [_FEW[argument] for argument in named_query(name).arguments]


def report(found: list[dict[str, Any]], most: int) -> str:
    """The figures as a page."""
    sizes = [f"{one['claims']:,}" for one in found]
    lines = [
        "# How a graph grows",
        "",
        f"Written by `python -m benchmarks.growth --sizes {' '.join(str(one['claims']) for one in found)}`; "
        f"{os.cpu_count()} cores, shared; processor time.",
        "",
        f"| claims | {' | '.join(sizes)} |",
        f"|---|{'---|' * len(found)}",
    ]
    for name, cells in (
        ("triples", [f"{one['quads']:,}" for one in found]),
        ("claims loaded a second", [f"{one['added'] / one['load_cpu_s']:,.0f}" for one in found]),
        ("peak memory of loading, MB", [f"{one['peak_mb']:,}" for one in found]),
        ("compacting, s", [f"{one['optimize_cpu_s']:.1f}" for one in found]),
        ("on disk, compacted, MB", [f"{one['disk_mb']:,.0f}" for one in found]),
        ("bytes a claim", [f"{one['disk_mb'] * 1e6 / one['claims']:,.0f}" for one in found]),
    ):
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        "",
        "Queries of the cookbook: milliseconds, with the rows they found. France and India are the dyad, France the "
        "actor; the largest dyad is the United States and Russia.",
        "",
        f"| query | {' | '.join(sizes)} | peak MB |",
        f"|---|{'---|' * len(found)}---|",
    ]
    for name in found[0]["queries"]:
        runs = [one["queries"].get(name, {}) for one in found]
        peak = f"{runs[-1]['peak_mb']:,}" if runs[-1] else ""
        lines.append(f"| {name} | {' | '.join(_cell(run, most) for run in runs)} | {peak} |")
    return "\n".join([*lines, ""])


def _cell(run: dict[str, Any] | None, most: int) -> str:
    if run == {}:
        return "not measured"
    return f"over {most} s" if run is None else f"{1000 * run['cpu_s']:,.0f} ({run['rows']:,})"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--most", type=int, default=120)
    parser.add_argument("--run", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run is not None:
        what, store, *words = given.run
        if what == "fill":
            print(json.dumps(run_fill(store, int(words[0]), int(words[1]))))
        else:
            print(json.dumps(run_query(store, words[0], int(words[1]), *words[2:])))
        return
    found = measured(given.sizes, given.most)
    (HERE / "growth.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (HERE / "GROWTH.md").write_text(report(found, given.most), encoding="utf-8")
    print(report(found, given.most))


if __name__ == "__main__":
    main()
