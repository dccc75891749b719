"""How fast many documents are read by one process, by two, and on a Dask cluster: writes MANY_DOCUMENTS.md and .json.

    python -m benchmarks.many_documents [--documents 200]

The documents are the articles of `data/articles`, each again and again. Every way runs in a process of its own; the
first documents, in which models are loaded, are left out of wall time. Where other programs run beside it, processor
time says more: what two workers need beyond what one process needs is what sharing out costs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from kgraph.bulk import answers_of
from kgraph.bulk.cluster import dask_cluster
from kgraph.extract import extractor
from kgraph.extract.documents import read_documents
from kgraph.model import Document, claim_to_json
from kgraph.model.laws import digest

HERE: Final = Path(__file__).parent
ARTICLES: Final = HERE.parent / "data/articles"
WARM: Final = 32
WAYS: Final = {"--workers 1": 1, "--workers 2": 2, "--dask local:2": 2}


def documents(count: int) -> list[Document]:
    """So many documents, no two with one id."""
    read = [document for file in sorted(ARTICLES.glob("*.txt")) for document in read_documents(file)]
    return [replace(read[n % len(read)], id=f"d{n}") for n in range(count)]


@contextmanager
def readers(way: str) -> Iterator[dict[str, Any]]:
    """Who reads, as `answers_of` takes it."""
    if way.startswith("--dask"):
        with dask_cluster(way.split()[1]) as cluster:
            yield {"executor": cluster.executor, "window": WARM}
    else:
        yield {"workers": WAYS[way]}


def speed(way: str, count: int) -> dict[str, Any]:
    """Documents a second of wall time, from when models are loaded; processor time of all processes, start included."""
    read, claims = documents(WARM + count), list[str]()
    with readers(way) as who:
        started = time.perf_counter()
        for number, answer in enumerate(answers_of(partial(extractor, "english"), read, **who)):
            if number == WARM - 1:
                started = time.perf_counter()
            claims += [claim_to_json(claim) for claim in answer] if isinstance(answer, tuple) else [str(answer)]
        wall = time.perf_counter() - started
    return {
        "documents_per_s": round(count / wall, 2),
        "cpu_s": round(_cpu(resource.RUSAGE_SELF) + _cpu(resource.RUSAGE_CHILDREN), 1),
        "claims": len(claims),
        "digest": digest(*claims),
    }


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def report(found: dict[str, dict[str, Any]], count: int) -> str:
    """The figures as a page."""
    one = found["--workers 1"]
    rows = [_row(way, each, one) for way, each in found.items()]
    same = "the same" if len({each["digest"] for each in found.values()}) == 1 else "NOT the same"
    return "\n".join(
        [
            "# How fast many documents are read",
            "",
            f"Written by `python -m benchmarks.many_documents --documents {count}`; {os.cpu_count()} cores, shared",
            "with other programs. Wall time leaves the start out; processor time is that of all processes, with their",
            "start and Dask's own work.",
            "",
            "| | documents/s | to one process | processor s | to one process |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"The claims, {one['claims']:,} of them, are {same} bytes.",
            "",
        ]
    )


def _row(way: str, each: dict[str, Any], one: dict[str, Any]) -> str:
    faster, dearer = each["documents_per_s"] / one["documents_per_s"], each["cpu_s"] / one["cpu_s"]
    return f"| `{way}` | {each['documents_per_s']} | {faster:.2f} | {each['cpu_s']} | {dearer:.2f} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every way in a process of its own and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200, metavar="N")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.way is not None:
        print(json.dumps(speed(asked.way, asked.documents)))
        return
    found: dict[str, dict[str, Any]] = {}
    for way in WAYS:
        command = [
            sys.executable,
            "-m",
            "benchmarks.many_documents",
            "--documents",
            str(asked.documents),
            f"--way={way}",
        ]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found[way] = json.loads(done.stdout.splitlines()[-1])
        print(way, found[way])
    (HERE / "many_documents.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    (HERE / "MANY_DOCUMENTS.md").write_text(report(found, asked.documents), "utf-8")


if __name__ == "__main__":
    main()
