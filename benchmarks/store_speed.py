"""How fast documents are written and a dyad is asked for: writes store_speed.json and STORE.md beside this file.

    python -m benchmarks.store_speed [--documents 1000]

Writing is held against pyoxigraph's `bulk_load` of the same quads from a file, and against its own transactions:
`extend` with the ready quads of a document. Documents are added one by one (`KnowledgeGraph.add`) and in groups of 128
(`add_all`, as `kgraph build` does it). A dyad's history is held against the same query in rdflib's in-memory
store, by `GraphReader.named` and through the rdflib view. Every run has a process of its own. Ratios are of processor
time, because others use the machine too; of several runs the middle one is taken.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.made_claims import Article, World

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
_BLOCKS_OF: Final = 30
"""Articles in a block of made-up claims."""
_TOGETHER: Final = 128
"""Documents that are added together."""
_DYADS: Final = (("kgr:USA", "kgr:RUS"), ("kgr:CHN", "kgr:FRA"), ("kgr:IND", "kgr:UKR"))


def made_articles(count: int) -> list[Article]:
    """So many articles of ten claims."""
    world = World()
    blocks = range(-(-count // _BLOCKS_OF))
    return [article for block in blocks for article in world.articles(block)][:count]


def run_add(store: str, count: int, *, together: int = 1) -> dict[str, Any]:
    """Add documents, so many together, then all of them once more."""
    from kgraph.graph import Addition, KnowledgeGraph

    articles, known = made_articles(count), {actor.id: actor for actor in World().actors}
    additions = [
        Addition(
            document=article.document,
            claims=tuple(article.claims),
            actors=tuple(known[id_] for id_ in _states_in(article) if id_ in known),
            extractor="made",
        )
        for article in articles
    ]
    with KnowledgeGraph(store) as graph:
        before = len(graph.store)
        first = _timed(lambda: _add(graph, additions, together))
        quads = len(graph.store)
        again = _timed(lambda: _add(graph, additions, together))
        found = {"quads": quads - before, "added_again": len(graph.store) - quads, "again_cpu_s": again["cpu_s"]}
        return first | found | {"claims": len(graph)} | _peak()


def _states_in(article: Article) -> list[str]:
    ends = (end for claim in article.claims for end in (claim.actor, claim.recipient) if end is not None)
    return sorted({f"kgr:{end.state}" for end in ends})


def _add(graph: Any, additions: list[Any], together: int) -> None:
    if together > 1:
        for place in range(0, len(additions), together):
            graph.add_all(additions[place : place + together])
        return
    for one in additions:
        graph.add(one.document, one.claims, actors=one.actors, extractor=one.extractor)


def run_bulk(store: str, quads: str) -> dict[str, Any]:
    """Load the same quads from a file, as the store does it by itself."""
    import pyoxigraph as ox

    opened = ox.Store(store)
    took = _timed(lambda: opened.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS))
    return took | {"quads": len(opened)} | _peak()


def run_extend(store: str, count: int) -> dict[str, Any]:
    """Put in the very quads that adding documents puts in, a transaction each, with nothing around them."""
    import pyoxigraph as ox

    from kgraph.graph import KnowledgeGraph

    ready: list[list[ox.Quad]] = []

    class Recording(KnowledgeGraph):
        def _put(self, gone: set[ox.Quad], came: set[ox.Quad]) -> None:
            ready.append(sorted(came, key=str))
            super()._put(gone, came)

    with Recording() as graph:
        ready.clear()  # the ontology
        for article in made_articles(count):
            graph.add(article.document, article.claims, extractor="made")
    opened = ox.Store(store)
    took = _timed(lambda: _extend(opened, ready))
    return took | {"quads": len(opened)} | _peak()


def _extend(store: Any, ready: list[list[Any]]) -> None:
    for quads in ready:
        store.extend(quads)


def run_ask(store: str, way: str) -> dict[str, Any]:
    """Ask for the history of dyads: in this store, through its rdflib view, or in rdflib's own with the same quads."""
    import rdflib

    from kgraph.graph import GraphReader, named_query
    from kgraph.ontology import PREFIXES

    with GraphReader(store) as graph:
        texts = [graph.recipe(named_query("dyad-history"), *dyad) for dyad in _DYADS]
        view: Any = None
        if way == "rdflib":
            view = rdflib.Graph()
            view.parse(data="\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in graph.store), format="nt")
        elif way == "view":
            view = graph.dataset()

        def ask(text: str, dyad: tuple[str, str]) -> int:
            if way == "store":
                return len(graph.named("dyad-history", *dyad))
            return len(list(view.query(text, initNs={name: rdflib.Namespace(iri) for name, iri in PREFIXES.items()})))

        took, rows = [], []
        for text, dyad in zip(texts, _DYADS, strict=True):
            rows.append(ask(text, dyad))
            took.append(statistics.median(_timed(lambda t=text, d=dyad: ask(t, d))["cpu_s"] for _ in range(3)))  # type: ignore[misc]
    return {"cpu_ms": [round(1000 * one, 2) for one in took], "rows": rows}


def _timed(work: Callable[[], object]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}


def _peak() -> dict[str, float]:
    return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


_RUNS: Final[dict[str, Callable[[str, str], dict[str, Any]]]] = {
    "add": lambda store, count: run_add(store, int(count)),
    "together": lambda store, count: run_add(store, int(count), together=_TOGETHER),
    "bulk": run_bulk,
    "extend": lambda store, count: run_extend(store, int(count)),
    "ask": run_ask,
}


def _in_own_process(what: str, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.store_speed", "--run", what, *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return sorted(runs, key=lambda run: float(run["cpu_s"]))[len(runs) // 2]


def measured(documents: int, runs: int) -> dict[str, Any]:
    """Writing and asking, each beside what it is held against."""
    from kgraph.graph import GraphReader

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stores = [str(folder / f"add{number}.db") for number in range(runs)]
        added = _middle([_in_own_process("add", store, str(documents)) for store in stores])
        together = _middle([_in_own_process("together", str(folder / f"t{n}.db"), str(documents)) for n in range(runs)])
        quads = folder / "made.nq"
        with GraphReader(stores[0]) as graph, quads.open("wb") as out:
            for quad in graph.store:
                out.write(f"{quad.subject} {quad.predicate} {quad.object} .\n".encode())
        bulk = _middle([_in_own_process("bulk", str(folder / f"bulk{n}.db"), str(quads)) for n in range(runs)])
        alone = _middle([_in_own_process("extend", str(folder / f"e{n}.db"), str(documents)) for n in range(runs)])
        asked = {way: _in_own_process("ask", stores[0], way) for way in ("store", "view", "rdflib")}
    store, view, rdflib = (asked[way]["cpu_ms"] for way in ("store", "view", "rdflib"))
    ways = {"add": added, "together": together, "bulk": bulk, "alone": alone}
    rates = {name: one["quads"] / one["cpu_s"] for name, one in ways.items()}
    return {
        "documents": documents,
        "add": added,
        "add_all": together,
        "bulk_load": bulk,
        "transactions": alone,
        "share_of_bulk_load": round(rates["add"] / rates["bulk"], 3),
        "share_of_bulk_load_together": round(rates["together"] / rates["bulk"], 3),
        "share_of_transactions": round(rates["add"] / rates["alone"], 3),
        "transactions_share_of_bulk_load": round(rates["alone"] / rates["bulk"], 3),
        "ask": asked,
        "times_rdflib": round(min(b / a for a, b in zip(store, rdflib, strict=True)), 1),
        "times_rdflib_through_the_view": round(min(b / a for a, b in zip(view, rdflib, strict=True)), 1),
    }


def report(found: dict[str, Any]) -> str:
    """The figures as a page."""
    added, together, bulk, asked = found["add"], found["add_all"], found["bulk_load"], found["ask"]
    lines = [
        "# How fast the store is",
        "",
        f"Written by `python -m benchmarks.store_speed --documents {found['documents']}`; {os.cpu_count()} cores, "
        "shared.",
        "",
        "## Writing documents",
        "",
        "| | quads | processor s | quads a second | peak MB |",
        "|---|---|---|---|---|",
    ]
    for name, one in (
        (f"`KnowledgeGraph.add_all`, {_TOGETHER} documents together, as `kgraph build` does", together),
        ("`KnowledgeGraph.add`, a document at a time", added),
        ("pyoxigraph `extend`, a document at a time, of the ready quads", found["transactions"]),
        ("pyoxigraph `bulk_load` of the same quads", bulk),
    ):
        rate = one["quads"] / one["cpu_s"]
        lines.append(f"| {name} | {one['quads']:,} | {one['cpu_s']:.2f} | {rate:,.0f} | {one['peak_mb']} |")
    lines += [
        "",
        f"{found['documents']:,} documents with {added['claims']:,} claims are written together at "
        f"{found['share_of_bulk_load_together']:.0%} of the bulk rate, one at a time at "
        f"{found['share_of_bulk_load']:.0%}; the store's own transactions, with nothing around them, reach "
        f"{found['transactions_share_of_bulk_load']:.0%}. Adding all again takes {together['again_cpu_s']:.1f} s "
        f"together, {added['again_cpu_s']:.1f} s one at a time, and adds {together['added_again']} and "
        f"{added['added_again']} quads.",
        "",
        "## A dyad's history",
        "",
        "`dyad-history` for three dyads, processor milliseconds, on the same claims.",
        "",
        "| | rows | ms |",
        "|---|---|---|",
    ]
    names = {"store": "`graph.named`", "view": "`graph.dataset().query`", "rdflib": "rdflib's own store in memory"}
    lines += [f"| {names[w]} | {_listed(one['rows'])} | {_listed(one['cpu_ms'])} |" for w, one in asked.items()]
    lines += [
        "",
        f"At least {found['times_rdflib']:.0f} times as fast as rdflib's own store; "
        f"{found['times_rdflib_through_the_view']:.0f} times through the rdflib view.",
        "",
    ]
    return "\n".join(lines)


def _listed(values: list[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--run", nargs=3, metavar=("WHAT", "STORE", "WORD"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run is not None:
        what, store, word = given.run
        print(json.dumps(_RUNS[what](store, word)))
        return
    found = measured(given.documents, given.runs)
    (HERE / "store_speed.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (HERE / "STORE.md").write_text(report(found), encoding="utf-8")
    print(report(found))


if __name__ == "__main__":
    main()
