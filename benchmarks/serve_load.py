"""How `kgraph serve` holds while a build writes: writes serve_load.json and SERVE_LOAD.md beside this file.

    python -m benchmarks.serve_load [--seconds 60] [--clients 32]

A store with known claims is served; a `kgraph build` in another process reads articles into it all the while. Clients
ask one query after another, a mix of five, and look at each answer: what is known has to come back exactly, no claim
may be seen without its parts, and the number of claims may never fall. Anything else is a wrong answer; any status but
200, a failed one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from kgraph.graph import KnowledgeGraph
from kgraph.model import ActorRef, Claim, Date, Document, Evidence

HERE: Final = Path(__file__).parent
ARTICLES: Final = HERE.parent / "data" / "articles"
KNOWN: Final = 200
"""Documents that are in the store from the beginning, each with one claim between Russia and North Korea."""
ROWS: Final = "application/sparql-results+json"


@dataclass(slots=True)
class Tally:
    """What the clients met."""

    seconds: list[float] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    counts: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Client:
    """One of those who ask."""

    http: httpx.Client
    tally: Tally
    most: int = 0

    def go_on(self, stopped: threading.Event, turn: int) -> None:
        """Ask until it is time to stop."""
        asks: list[Callable[[], str | None]] = [self.known, self.whole, self.never_fewer, self.one_claim, self.table]
        while not stopped.is_set():
            started = time.perf_counter()
            try:
                problem = asks[turn % len(asks)]()
            except httpx.HTTPError as error:
                problem = f"failed: {error}"
            self.tally.seconds.append(time.perf_counter() - started)
            if problem is not None:
                self.tally.problems[problem] += 1
            turn += 1

    def ask(self, sparql: str, accept: str = ROWS) -> httpx.Response:
        """The answer of a query."""
        answer = self.http.post("/sparql", data={"query": sparql}, headers={"accept": accept})
        return answer.raise_for_status()

    def number(self, sparql: str) -> int:
        """The one number that a query answers."""
        return int(self.ask(sparql).json()["results"]["bindings"][0]["n"]["value"])

    def known(self) -> str | None:
        """The claims that were there from the beginning, through their dyad's key."""
        found = self.number(
            "SELECT (COUNT(*) AS ?n) WHERE { ?c kg:dyad <urn:kgraph:dyad:PRK-RUS> ; kg:extractor 'known/1' }"
        )
        return None if found == KNOWN else f"wrong: {found} of {KNOWN} known claims"

    def whole(self) -> str | None:
        """No claim without its modality, no evidence without its words: each is counted with and without."""
        patterns = {
            "claims": "?c a kg:Claim",
            "firm": "?c a kg:Claim ; kg:modality ?m",
            "evidence": "?c kg:evidence ?e",
            "words": "?c kg:evidence/oa:hasSelector/oa:exact ?w",
        }
        counts = " ".join(f"{{ SELECT (COUNT(*) AS ?{name}) {{ {what} }} }}" for name, what in patterns.items())
        (row,) = self.ask(f"SELECT * {{ {counts} }}").json()["results"]["bindings"]
        found = {name: int(term["value"]) for name, term in row.items()}
        same = found["claims"] == found["firm"] and found["evidence"] == found["words"]
        return None if same else f"wrong: in part: {found}"

    def never_fewer(self) -> str | None:
        """The number of claims."""
        found = self.number("SELECT (COUNT(*) AS ?n) WHERE { ?c a kg:Claim }")
        self.tally.counts.add(found)
        before, self.most = self.most, max(self.most, found)
        return None if found >= before else f"wrong: {found} claims after {before}"

    def one_claim(self) -> str | None:
        """Everything of one claim, as triples."""
        answer = self.ask(
            "CONSTRUCT { ?c ?p ?o } WHERE { ?c prov:wasDerivedFrom <urn:kgraph:document:known-7> ; ?p ?o }",
            "application/n-triples",
        )
        return None if answer.text.count("\n") > 10 and "known/1" in answer.text else "wrong: not the claim"

    def table(self) -> str | None:
        """A few rows, as CSV."""
        lines = self.ask("SELECT ?n WHERE { kgr:PRK rdfs:label ?n } ORDER BY ?n", "text/csv").text.split("\r\n")
        return None if lines[0] == "n" and "North Korea" in lines else f"wrong: {lines[:3]}"


def fill(location: Path) -> None:
    """Make the store with what is known."""
    words = "Russia shipped oil to North Korea."
    russia, korea = (ActorRef(id=f"kgr:{s}", name=n, state=s) for s, n in (("RUS", "Russia"), ("PRK", "North Korea")))
    with KnowledgeGraph(location) as graph:
        for number in range(KNOWN):
            claim = Claim(
                document=f"known-{number}",
                actor=russia,
                recipient=korea,
                relation="suppliesOilTo",
                event_type="COOPERATE",
                date=Date(start="2017-12-05"),
                evidence=Evidence(quote=words, start=0, end=len(words)),
                extractor="known/1",
            )
            graph.add(Document(id=claim.document, text=words, published="2017-12-07"), [claim])


def articles(folder: Path, copies: int) -> Path:
    """Articles to build, so many that a build does not come to its end."""
    folder.mkdir()
    # Without what says whose they are: each copy is a document of its own.
    texts = [file.read_text("utf-8").rpartition("\n---\n")[2] for file in sorted(ARTICLES.glob("*.txt"))]
    for number in range(copies):
        text = texts[number % len(texts)]
        (folder / f"{number:05}.txt").write_text(f"{text}\nCopy {number}.\n", encoding="utf-8")
    return folder


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    """A verb of kgraph in a process of its own, ended with the block."""
    command = [sys.executable, "-m", "kgraph", *words]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KGRAPH_")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.terminate()


def measured(folder: Path, *, seconds: float, clients: int, copies: int = 4000) -> dict[str, Any]:
    """Serve, build and ask at one time; what came of it."""
    location = folder / "load.db"
    fill(location)
    texts = articles(folder / "articles", copies)
    tally, stopped = Tally(), threading.Event()
    with running("serve", "-l", str(location), "--port", "0", "--workers", "2") as server:
        assert server.stdout is not None  # noqa: S101 — it is a pipe
        address = server.stdout.readline().partition(": ")[0].rstrip("/")
        build_words = ("build", str(texts), "-l", str(location), "--extractor", "floor", "--date", "2024-01-01")
        limits = httpx.Limits(max_connections=clients)
        with running(*build_words) as build, httpx.Client(base_url=address, timeout=120, limits=limits) as http:
            threads = [
                threading.Thread(target=Client(http, tally).go_on, args=(stopped, turn)) for turn in range(clients)
            ]
            for thread in threads:
                thread.start()
            time.sleep(seconds)
            while build.poll() is None and len(tally.counts) < 2:  # nothing of the build was seen yet
                time.sleep(0.1)
            still_building = build.poll() is None
            stopped.set()
            for thread in threads:
                thread.join()
            health = http.get("/health").json()
    times = sorted(tally.seconds)
    return {
        "clients": clients,
        "seconds": seconds,
        "requests": len(times),
        "problems": dict(tally.problems),
        "states_seen": len(tally.counts),
        "claims_first": min(tally.counts, default=0),
        "claims_last": max(tally.counts, default=0),
        "still_building": still_building,
        "lag_seconds": health["lag_seconds"],
        **{f"p{share}_ms": round(1000 * times[len(times) * share // 100]) for share in (50, 95, 99) if times},
    }


_TEXT: Final = """# `kgraph serve` while a build writes

By `python -m benchmarks.serve_load`: {clients} clients ask one query after another for {seconds:g} seconds, two
workers answer, and `kgraph build --extractor floor` writes articles into the same store from another process, all on
one machine of {cores} cores, which others used too. Five kinds of query, each answer looked at: what is known comes
back exactly, no claim is seen in part, the number of claims never falls.

| | |
|---|---|
| requests | {requests} |
| wrong or failed answers | {wrong} |
| p50, p95, p99 | {p50_ms} ms, {p95_ms} ms, {p99_ms} ms |
| claims seen, first and last | {claims_first}, {claims_last} |
| states of the store seen | {states_seen} |
| answers lagged behind the store, at the end | {lag_seconds} s |
| the build still wrote at the end | {still_building} |

The clients, the build and the server share the cores, so most of a client's time is waiting for its turn: with
{clients} clients and two workers a query waits for some fifteen others.
"""


def main() -> None:
    """Measure and write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=32)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), seconds=asked.seconds, clients=asked.clients)
    found["cores"] = os.cpu_count()
    (HERE / "serve_load.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    text = _TEXT.format(**{**found, "wrong": sum(found["problems"].values())})
    (HERE / "SERVE_LOAD.md").write_text(text, encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
