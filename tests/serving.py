"""`kgraph serve` as a process of its own, for tests that talk to it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kgraph.graph import KnowledgeGraph
from tests.samples import ARTICLE, DENIAL, MEETING, OIL, PROTEST

TOKEN = "a token of sixteen letters or more"  # noqa: S105
CLAIMS = "?claim a kg:Claim"


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its address, without a slash at the end, and its process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def endpoint(self) -> str:
        return f"{self.address}/sparql"

    def ask(self, sparql: str, accept: str = "application/sparql-results+json", **more: str) -> httpx.Response:
        data = {"query": sparql, **more}
        return httpx.post(self.endpoint, data=data, headers={"accept": accept}, timeout=60)

    def rows(self, sparql: str) -> list[dict[str, str]]:
        found = self.ask(sparql).raise_for_status().json()["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    def count(self, pattern: str) -> int:
        return int(self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0]["n"])

    def workers(self) -> list[int]:
        """The processes that the server has started, by their ids."""
        return children(self.process.pid)


@contextmanager
def served(location: Path, *options: str, token: str | None = None) -> Iterator[Served]:
    """A server of the store in a folder, ended with the block."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KGRAPH_")}
    if token is not None:
        environment["KGRAPH_SERVE_TOKEN"] = token
    command = [sys.executable, "-m", "kgraph", "serve", "-l", str(location), "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = process.stdout.readline().partition(": ")[0].rstrip("/")
        assert address.startswith("http://"), process.stderr.read()
        yield Served(address, process)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()
        process.stderr.close()


def children(parent: int) -> list[int]:
    """The processes whose parent this one is (Linux)."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            if int(after_name[1]) == parent and after_name[0] != "Z":
                found.append(int(folder.name))
    return found


def make_store(folder: Path) -> Path:
    location = folder / "case.db"
    with KnowledgeGraph(location) as graph:
        graph.add(ARTICLE, [MEETING, OIL, DENIAL])
        graph.add_claims([PROTEST])
    return location


def update(server: Served, sparql: str, token: str | None = TOKEN) -> httpx.Response:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return httpx.post(server.endpoint, data={"update": sparql}, headers=headers, timeout=60)


def wait_until(done: Callable[[], bool]) -> None:
    """Wait for something that has to come."""
    for _ in range(600):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")
