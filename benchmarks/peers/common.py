"""What the scripts of all tools share: the work is run, timed and told in one way. Only the standard library.

A script is run by the Python that has its tool: `python -m benchmarks.peers.with_rdflib WHAT FOLDER OUT`. WHAT is
`work` (load, ask, project), `page` (write the network as HTML) or `facts` (what the tool holds, has and lacks).
FOLDER holds the claims as `comparison.py` writes them; OUT is the JSON file that tells what came out.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import importlib.util
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final, TypeAlias

Row: TypeAlias = dict[str, Any]
"""A claim as a flat row: `comparison.py` says what its columns are."""
Answer: TypeAlias = list[tuple[Any, ...]]
"""The rows of an answer, in any order."""

WINDOW: Final = ("2018-01-01", "2019-12-31")
"""First and last day of the window that supplies are asked for."""
PAIR: Final = ("kgr:RUS", "kgr:USA")
"""The two actors that are asked for."""
QUESTIONS: Final[Mapping[str, str]] = {
    "supplies": "Who supplies whom in a window, with every kind of supply?",
    "dyad": "All claims of a dyad with sentence and speakers",
    "partners": "Which partners do two actors have in common?",
    "rivals": "Which denials stand against an account of the same deed and day?",
    "by_year": "Firm claims by dyad, year and sign",
}
SENTENCE: Final = "Russia shipped large amounts of oil to North Korea on Tuesday, Japanese media reported."
SAMPLE: Final = 3
"""The place of the row that is stored and asked back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """How one tool does the work. What it cannot do is a text that says why.

    Attributes:
        packages: the distributions whose versions are told; the first is the tool.
        modules: what is imported before work begins, beside what its script imports.
        load: reads the folder's claims into the tool's store and returns it.
        questions: by name, from the store to the answer.
        network: the store as a weighted, signed networkx graph, cut by Louvain: what came out, in numbers.
        page: writes the claims of the folder as an HTML network to the file.
        holds: of a store and a row: the row's columns as the tool gives them back.
        facts: by name, whether it is so, tried out where the tool is; or why not, with the place in its source.
    """

    packages: tuple[str, ...]
    modules: tuple[str, ...]
    load: Callable[[Path], Any]
    questions: Mapping[str, Callable[[Any], Answer] | str]
    network: Callable[[Any], dict[str, float]]
    page: Callable[[Path, Path], object]
    holds: Callable[[Any, Row], Row]
    facts: Callable[[Any, list[Row]], dict[str, Any]]


def rows_of(folder: Path) -> Iterator[Row]:
    """The claims of a folder, a flat row each."""
    with (folder / "rows.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def relations_of(folder: Path) -> dict[str, Row]:
    """By name, what a relation is: its label, parent, sign and whether it is symmetric."""
    found: dict[str, Row] = json.loads((folder / "relations.json").read_text(encoding="utf-8"))
    return found


def load_edges(row: Row, relations: Mapping[str, Row]) -> list[tuple[str, str, str]]:
    """The plain triples of a claim that is firm, else none: between the actors as named, and the states they act for.

    Of a symmetric relation they stand both ways.
    """
    if not row["polarity"] or row["modality"] not in ("asserted", "reported") or row["confidence"] < 0.5:
        return []
    pairs = {(row["actor"], row["recipient"])}
    if row["states"]:
        pairs.add((row["actor_side"], row["recipient_side"]))
    if relations[row["relation"]]["symmetric"]:
        pairs |= {(second, first) for first, second in pairs}
    return [(first, row["relation"], second) for first, second in sorted(pairs) if first != second]


def page_row(row: Row) -> Row:
    """The claim between those for whom its ends act."""
    return row | {"actor": row["actor_side"], "recipient": row["recipient_side"]}


def is_there(module: str, path: str) -> bool:
    """Whether an installed module has what stands at a dotted path.

    >>> is_there("json", "JSONDecoder.decode"), is_there("json", "JSONDecoder.guess"), is_there("nothing", "at.all")
    (True, False, False)
    """
    if importlib.util.find_spec(module) is None:
        return False
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        found = getattr(found, name, None)
    return found is not None


def digest(answer: Iterable[tuple[Any, ...]]) -> str:
    """The same for the same rows, whatever their order.

    >>> digest([(1, "a"), (2, "b")]) == digest([(2, "b"), (1, "a")])
    True
    """
    lines = sorted(json.dumps(row, ensure_ascii=False) for row in answer)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def installed(*packages: str) -> dict[str, float]:
    """How many distributions these bring with them, themselves included, and their size in MB. Extras are left out."""
    waiting, seen, size = list(packages), set[str](), 0
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or version of Python
        seen.add(name)
        size += _size(found)
        wanted = [line for line in found.requires or () if "extra ==" not in line]
        waiting += [re.match(r"[\w.-]+", line).group() for line in wanted]  # type: ignore[union-attr]
    return {"packages": len(seen), "mb": round(size / 1e6)}


def _size(found: metadata.Distribution) -> int:
    """The bytes of a distribution's files; of one installed in place those of its package."""
    told = found.read_text("direct_url.json")
    if told is None or not json.loads(told).get("dir_info", {}).get("editable"):
        return sum(file.size or 0 for file in found.files or ())
    spec = importlib.util.find_spec(found.name)
    folders = [] if spec is None else spec.submodule_search_locations or []
    files = (file for folder in folders for file in Path(folder).rglob("*") if file.suffix != ".pyc")
    return sum(file.stat().st_size for file in files if file.is_file())


def numbers(graph: Any, communities: int) -> dict[str, float]:
    """What is compared of a networkx graph and its communities."""
    edges = [edge for _, _, edge in graph.edges(data=True)]
    return {
        "actors": graph.number_of_nodes(),
        "dyads": len(edges),
        "claims": sum(edge.get("claims", 0) for edge in edges),
        "weight": sum(edge.get("weight", 0) for edge in edges),
        "communities": communities,
    }


def main(tool: Tool) -> None:
    """Run what the command line says and write what came out."""
    what, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if what == "work":
        found = _work(tool, folder)
    elif what == "page":
        file = out.with_suffix(".html")
        found = {"page": str(file), **_timed(lambda: tool.page(folder, file))[1]}
    else:
        found = _facts(tool, folder)
    out.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _work(tool: Tool, folder: Path) -> dict[str, Any]:
    for name in tool.modules:
        importlib.import_module(name)
    started, before = round(time.process_time(), 4), _peak()
    store, loaded = _timed(lambda: tool.load(folder))
    found: dict[str, Any] = {
        "cpu_s": {"import": started, "load": loaded["cpu_s"]},
        "mb": {"import": before, "load": _peak()},
        "answers": {},
    }
    for name, ask in tool.questions.items():
        if isinstance(ask, str):
            found["answers"][name] = ask
            continue
        answer, took = _timed(lambda ask=ask: ask(store))  # type: ignore[misc]
        found["answers"][name] = {"rows": len(answer), "digest": digest(answer)}
        found["cpu_s"][name] = took["cpu_s"]
    found["network"], took = _timed(lambda: tool.network(store))
    found["cpu_s"]["network"] = took["cpu_s"]
    found["mb"]["all"] = _peak()
    return found


def _facts(tool: Tool, folder: Path) -> dict[str, Any]:
    rows = list(rows_of(folder))
    store = tool.load(folder)
    row = rows[SAMPLE]
    back = tool.holds(store, row)
    return {
        "versions": {name: metadata.version(name) for name in tool.packages},
        "python": ".".join(map(str, sys.version_info[:3])),
        "installed": installed(*tool.packages),
        "held": {name: back.get(name) == value for name, value in row.items()},
        "facts": tool.facts(store, rows),
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    return made, {
        "cpu_s": round(time.process_time() - cpu, 4),
        "wall_s": round(time.perf_counter() - wall, 4),
    }


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
