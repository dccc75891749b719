"""The same work with kgraph, rdflib, kglab and kg-gen: writes comparison.json and COMPARISON.md beside this file.

    python -m benchmarks.comparison --make-venv /tmp/peers        # installs kglab and kg-gen there, then measures
    python -m benchmarks.comparison --peer-python kglab=PYTHON --peer-python kg-gen=PYTHON

rdflib, pyvis, networkx and oxrdflib come with kgraph. Of a peer whose Python is not given the page says so. A path
without a name stands for all peers. Every measurement has a process of its own; the tools take turns, so that what
else the machine does falls on all. `--d3 FILE` stands for the script that kg-gen's page asks the network for.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.comparison_lines import lines_of
from benchmarks.peers.common import QUESTIONS

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
PEERS: Final = HERE / "peers"
TASKS: Final = ("load", *QUESTIONS, "network", "page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A tool to be measured.

    Attributes:
        name: what it is called on the page.
        module: its script in `benchmarks.peers`.
        sources: the files whose functions its user has to write.
        draws: how its page is drawn: kgraph, pyvis or canvas.
        needs: its requirements, a file in `benchmarks/peers`; None where it comes with kgraph.
        environment: what its process is told.
    """

    name: str
    module: str
    sources: tuple[str, ...]
    draws: str
    needs: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


TOOLS: Final = (
    Peer(name="kgraph", module="with_kgraph", sources=("with_kgraph.py",), draws="kgraph"),
    Peer(name="rdflib", module="with_rdflib", sources=("with_rdflib.py", "rdf_shape.py", "common.py"), draws="pyvis"),
    Peer(
        name="rdflib on Oxigraph",
        module="with_rdflib",
        sources=("with_rdflib.py", "rdf_shape.py", "common.py"),
        draws="pyvis",
        environment={"RDFLIB_STORE": "Oxigraph"},
    ),
    Peer(
        name="kglab",
        module="with_kglab",
        sources=("with_kglab.py", "rdf_shape.py", "common.py"),
        draws="pyvis",
        needs="kglab.txt",
    ),
    Peer(
        name="kg-gen", module="with_kggen", sources=("with_kggen.py", "common.py"), draws="canvas", needs="kg-gen.txt"
    ),
)


def make_venv(folder: Path, peer: Peer) -> Path | str:
    """A virtual environment with a peer: its Python, or the end of what pip said where it cannot be installed."""
    place = folder / Path(str(peer.needs)).stem
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "-r", str(PEERS / str(peer.needs))]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return python if done.returncode == 0 else f"pip cannot install it: {_last_line(done.stdout)}"


def pythons(given: Iterable[str], folder: Path | None) -> dict[str, Path | str]:
    """By tool, the Python that has it, or why it is left out.

    Raises:
        SystemExit: a name among those given is no peer's.

    >>> pythons(["kglab=/opt/python"], None)["kg-gen"]
    'left out: no --peer-python kg-gen=PATH was given'
    """
    told = {name if equals else "": path if equals else name for name, equals, path in map(_halves, given)}
    unknown = set(told) - {peer.name for peer in TOOLS if peer.needs is not None} - {""}
    if unknown:
        raise SystemExit(f"no such peer: {', '.join(sorted(unknown))}")
    found: dict[str, Path | str] = {}
    for peer in TOOLS:
        python = told.get(peer.name, told.get(""))
        if peer.needs is None:
            found[peer.name] = Path(sys.executable)
        elif python is not None:
            found[peer.name] = Path(python)
        elif folder is not None:
            found[peer.name] = make_venv(folder, peer)
        else:
            found[peer.name] = f"left out: no --peer-python {peer.name}=PATH was given"
    return found


def _halves(word: str) -> tuple[str, str, str]:
    return word.partition("=")


def asked(peer: Peer, python: Path, what: str, folder: Path) -> dict[str, Any]:
    """What a tool's script tells, run in a process of its own; `failed` says how it ended if it did not end well."""
    with tempfile.NamedTemporaryFile(suffix=".json", dir=folder, delete=False) as out:
        command = [str(python), "-m", f"benchmarks.peers.{peer.module}", what, str(folder), out.name]
        environment = {**os.environ, **peer.environment}
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError as error:
            return {"failed": str(error)}
        if done.returncode != 0:
            return {"failed": _last_line(done.stderr)}
        found: dict[str, Any] = json.loads(Path(out.name).read_text(encoding="utf-8"))
        return found


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no word"


def middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The run with the median of each step's processor time, and the largest memory of all."""
    failed = [run for run in runs if "failed" in run]
    if failed:
        return failed[0]
    steps = {name: round(statistics.median(run["cpu_s"][name] for run in runs), 4) for name in runs[0]["cpu_s"]}
    return {**runs[0], "cpu_s": steps, "mb": {name: max(run["mb"][name] for run in runs) for name in runs[0]["mb"]}}


def measured(claims: int, rounds: int, able: Mapping[str, Path]) -> dict[str, Any]:
    """All tools by turns on so many claims."""
    from benchmarks.peers.rows import write_folder
    from benchmarks.store_speed import made_articles

    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in able}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "claims"
        count = write_folder(folder, made_articles(claims // 10))
        for _ in range(rounds):
            for peer in TOOLS:
                if peer.name in able:
                    runs[peer.name].append(asked(peer, able[peer.name], "work", folder))
    return {"claims": count, "tools": {name: middle(found) for name, found in runs.items()}}


def drawn(claims: int, able: Mapping[str, Path], d3: Path | None) -> dict[str, Any]:
    """The page of every tool: written, weighed and opened in Chromium."""
    from benchmarks.comparison_browser import Drawn, looked_at
    from benchmarks.peers.rows import write_folder
    from benchmarks.store_speed import made_articles

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "claims"
        count = write_folder(folder, made_articles(claims // 10))
        found = {
            peer.name: asked(peer, able[peer.name], "page", folder)
            for peer in TOOLS
            if peer.name in able and not peer.environment
        }
        kinds = {peer.name: peer.draws for peer in TOOLS}
        files = {name: Path(one["page"]) for name, one in found.items() if "failed" not in one}
        looks = looked_at({name: Drawn(file, kinds[name]) for name, file in files.items()}, d3)
        for name, file in files.items():
            del found[name]["page"]
            found[name] |= {"kb": round(file.stat().st_size / 1000), **looks[name]}
    return {"claims": count, "tools": found}


def tried(able: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """What each tool holds, has and lacks, tried out on a few claims, and the lines its user writes."""
    from benchmarks.peers.rows import write_folder
    from benchmarks.store_speed import made_articles

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "claims"
        write_folder(folder, made_articles(5))
        found = {peer.name: asked(peer, able[peer.name], "facts", folder) for peer in TOOLS if peer.name in able}
    for peer in TOOLS:
        if peer.name in able:
            sources = [(PEERS / name).read_text(encoding="utf-8") for name in peer.sources]
            found[peer.name]["lines"] = lines_of(sources, TASKS)
    return found


def main() -> None:
    """Measure and write both files."""
    from benchmarks.comparison_page import report

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 20_000])
    parser.add_argument("--rounds", type=int, nargs="+", default=[2, 1], help="for each number of claims")
    parser.add_argument("--page-claims", type=int, default=1000)
    parser.add_argument("--peer-python", action="append", default=[], metavar="[NAME=]PATH")
    parser.add_argument("--make-venv", type=Path, metavar="DIR")
    parser.add_argument("--d3", type=Path, metavar="FILE")
    given = parser.parse_args()
    chosen = pythons(given.peer_python, given.make_venv)
    able = {name: python for name, python in chosen.items() if isinstance(python, Path)}
    facts = tried(able)
    if "failed" in facts["kgraph"]:
        raise SystemExit(f"kgraph itself failed: {facts['kgraph']['failed']}")
    rounds = [*given.rounds, *[given.rounds[-1]] * len(given.claims)]
    found = {
        "cores": os.cpu_count(),
        "left_out": {name: why for name, why in chosen.items() if isinstance(why, str)},
        "facts": facts,
        "work": [measured(claims, turns, able) for claims, turns in zip(given.claims, rounds, strict=False)],
        "pages": drawn(given.page_claims, able, given.d3),
    }
    (HERE / "comparison.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (HERE / "COMPARISON.md").write_text(report(found), encoding="utf-8")


if __name__ == "__main__":
    main()
