"""Kills loading at random moments and looks at what is left: prints one line a kill, writes KILLS.md beside this file.

    python -m benchmarks.kill_during_load [--kills 100] [--seed 1]

A third of the kills hit `KnowledgeGraph.add`, a transaction a document, where the last third of them replace others; a
third hits `KnowledgeGraph.add_all` with groups of new documents, a third `kgraph import` in batches. A kill is
SIGKILL, some acknowledgements after the start and up to two acknowledgements' time later. Then the store is opened
again and held, quad by quad, against one in memory into which went just what was acknowledged, or one step more: so no
document is there in part, no plain edge too much or too few, and nothing acknowledged is lost. Loading once more has
to complete it.
"""

from __future__ import annotations

import argparse
import pickle
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from benchmarks.import_speed import made_rows
from kgraph.errors import StoreError
from kgraph.graph import Addition, BulkWriter, KnowledgeGraph
from kgraph.importing import ImportSettings, import_files
from kgraph.model import ActorRef, Attribution, Claim, Date, Document, Evidence

HERE: Final = Path(__file__).parent
DOCUMENTS: Final = 90
_REPLACED: Final = 30
"""How many of them come again with other claims."""
BATCHES: Final = 10
STEPS: Final = {"add": DOCUMENTS, "add_all": 10, "import": BATCHES}
"""How many steps each way takes."""
_ROWS: Final = 100
"""Rows a batch."""
_TOGETHER: Final = 10
"""Documents a group: enough for a bulk load."""
_READY: Final = "ready"
_STATES: Final = ("RUS", "CHN", "USA", "FRA", "IND", "IRN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What a kill left.

    Attributes:
        way: `add`, `add_all` or `import`.
        seed: gives the moment.
        acknowledged: documents, groups or batches that were told to be stored.
        stored: those that are there.
        opened: whether the store opened again.
        half: quads too much or too few for exactly those.
        missing: quads too much or too few when loading was taken up again.
    """

    way: str
    seed: int
    acknowledged: int
    stored: int
    opened: bool = True
    half: int = 0
    missing: int = 0

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, nothing is there in part and loading again completed it."""
        return self.opened and self.half == self.missing == 0


def made_documents(count: int = DOCUMENTS) -> list[tuple[Document, list[Claim]]]:
    """Documents of six claims between few states, so that they share plain edges; the last ones replace the first."""
    new = count - _REPLACED
    return [_document(f"d{number % new}", number) for number in range(count)]


def _document(name: str, number: int) -> tuple[Document, list[Claim]]:
    quotes = [f"Sentence {place} of document {number}." for place in range(6)]
    text = " ".join(quotes)
    claims = []
    for place, quote in enumerate(quotes):
        first, second = ((number + place * k) % len(_STATES) for k in (1, 2))
        start = text.index(quote)
        claims.append(
            Claim(
                document=name,
                actor=ActorRef(id=f"kgr:{_STATES[first]}", name=_STATES[first], state=_STATES[first]),
                recipient=ActorRef(id=f"kgr:{_STATES[second]}", name=_STATES[second], state=_STATES[second]),
                relation=("meetsWith", "cooperatesWith")[place % 2],
                event_type=("CONSULT", "COOPERATE")[place % 2],
                date=Date(start=f"2020-{number % 12 + 1:02}"),
                confidence=0.4 + number % 6 / 10,
                attribution=(Attribution(id="kgr:xinhua", name="Xinhua", cue="reported"),),
                evidence=Evidence(quote=quote, start=start, end=start + len(quote)),
            )
        )
    return Document(id=name, text=text, publisher=f"Paper {number % 7}", published="2021-01-01"), claims


def load(way: str, source: Path, graph: KnowledgeGraph, *, steps: int | None = None, tell: bool = False) -> None:
    """Load all, or so many documents, groups or batches; tell prints a line for each step that is stored."""
    if way != "import":
        documents: list[tuple[Document, list[Claim]]] = pickle.loads(source.read_bytes())  # noqa: S301 — our own
        additions = [Addition(document=one, claims=tuple(claims), keep_text=True) for one, claims in documents]
        size = 1 if way == "add" else _TOGETHER
        for place in list(range(0, len(additions), size))[:steps]:
            if way == "add":
                _add(graph, additions[place])
            else:
                graph.add_all(additions[place : place + size])
            if tell:
                print(place, flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        part = source
        if steps is not None:
            part = Path(folder) / "part.CSV"
            part.write_text("".join(source.read_text("utf-8").splitlines(keepends=True)[: steps * _ROWS]), "utf-8")
        if steps != 0:
            import_files("gdelt", [part], graph, ImportSettings(batch=_ROWS, options={"one-a-day": "no"}))


def _add(graph: KnowledgeGraph, addition: Addition) -> None:
    graph.add(addition.document, addition.claims, keep_text=addition.keep_text)


def _tell_batches() -> None:
    """Let the writer of batches print a line for each that is stored."""
    stream = BulkWriter.stream

    def told(self: BulkWriter, *given: object) -> int:
        count = stream(self, *given)  # type: ignore[arg-type]
        print(count, flush=True)
        return count

    BulkWriter.stream = told  # type: ignore[assignment, method-assign]


def killed(way: str, source: Path, store: Path, seed: int) -> int:
    """Load in a process of its own, kill it at a moment, and tell how much it acknowledged."""
    chance = random.Random(seed)  # noqa: S311 — a moment, not a key
    wanted = chance.randrange(STEPS[way])
    command = [sys.executable, "-m", "benchmarks.kill_during_load", "--run", way, str(source), str(store)]
    acknowledged, since = 0, 0.0
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 — it is a pipe
        for line in process.stdout:
            if line.strip() == _READY:
                since = time.monotonic()
            else:
                acknowledged += 1
            if acknowledged >= wanted:
                break
        a_step = (time.monotonic() - since) / max(acknowledged, 1)
        time.sleep(chance.random() * 2 * min(a_step, 0.2))
        process.send_signal(signal.SIGKILL)
        return acknowledged + sum(1 for line in process.stdout if line.endswith("\n") and line.strip() != _READY)


def left(way: str, source: Path, store: Path, seed: int, acknowledged: int) -> Kill:
    """What is in a store where loading was killed, and whether it can go on."""
    try:
        opened = KnowledgeGraph(store)
    except StoreError:
        return Kill(way=way, seed=seed, acknowledged=acknowledged, stored=0, opened=False)
    with opened as graph:
        stored, half = acknowledged, _differing(graph, _of(way, source, acknowledged))
        if half:
            stored, half = acknowledged + 1, _differing(graph, _of(way, source, acknowledged + 1))
        load(way, source, graph)
        missing = _differing(graph, _of(way, source, None))
    return Kill(way=way, seed=seed, acknowledged=acknowledged, stored=stored, half=half, missing=missing)


@lru_cache(maxsize=8)
def _of(way: str, source: Path, steps: int | None) -> frozenset[str]:
    """What is in a graph of so many steps."""
    graph = KnowledgeGraph()
    load(way, source, graph, steps=steps)
    return _quads(graph)


def _quads(graph: KnowledgeGraph) -> frozenset[str]:
    """The quads of a graph but for what it says of parts of files, which are of other files here."""
    return frozenset(str(quad) for quad in graph.store if not quad.predicate.value.endswith("#importedPart"))


def _differing(graph: KnowledgeGraph, expected: frozenset[str]) -> int:
    return len(_quads(graph) ^ expected)


def sources(folder: Path) -> dict[str, Path]:
    """What is loaded, by the way it is."""
    documents, groups, table = folder / "documents.pickle", folder / "groups.pickle", folder / "made.CSV"
    documents.write_bytes(pickle.dumps(made_documents()))
    new = STEPS["add_all"] * _TOGETHER
    groups.write_bytes(pickle.dumps(made_documents(new + _REPLACED)[:new]))
    table.write_text("".join(f"{row}\n" for row in made_rows(BATCHES * _ROWS)), encoding="utf-8")
    return {"add": documents, "add_all": groups, "import": table}


def kills(seeds: Sequence[int]) -> Iterable[Kill]:
    """Kill once a seed, by turns of the three ways."""
    with tempfile.TemporaryDirectory() as name:
        found = sources(Path(name))
        for place, seed in enumerate(seeds):
            way, store = list(STEPS)[place % len(STEPS)], Path(name) / f"{seed}.db"
            acknowledged = killed(way, found[way], store, seed)
            yield left(way, found[way], store, seed, acknowledged)


def report(found: Sequence[Kill], first: int) -> str:
    """What was left, as a page."""
    lines = [
        "# Loading killed at random moments",
        "",
        f"Written by `python -m benchmarks.kill_during_load --kills {len(found)} --seed {first}`, by SIGKILL.",
        "A step is a document (`add`), a group of documents (`add_all`) or a batch (`import`).",
        "",
        "| | kills | before the last step | opened | half there, or lost | a step more than acknowledged | completed |",
        "|---|---|---|---|---|---|---|",
    ]
    for way, most in STEPS.items():
        these = [kill for kill in found if kill.way == way]
        early, half = sum(kill.stored < most for kill in these), sum(kill.half > 0 for kill in these)
        more = sum(kill.half == 0 and kill.stored > kill.acknowledged for kill in these)
        whole, opened = (sum(one) for one in zip(*((kill.is_good, kill.opened) for kill in these), strict=True))
        lines.append(f"| `{way}` | {len(these)} | {early} | {opened} | {half} | {more} | {whole} |")
    return "\n".join([*lines, ""])


def main() -> int:
    """Kill and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", nargs=3, metavar=("WAY", "FILE", "STORE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run is not None:
        way, source, store = given.run
        _tell_batches()
        print(_READY, flush=True)
        with KnowledgeGraph(store) as graph:
            load(way, Path(source), graph, tell=True)
        return 0
    found = []
    for kill in kills(range(given.seed, given.seed + given.kills)):
        print(kill, "" if kill.is_good else "BAD", flush=True)
        found.append(kill)
    (HERE / "KILLS.md").write_text(report(found, given.seed), encoding="utf-8")
    return int(not all(kill.is_good for kill in found))


if __name__ == "__main__":
    sys.exit(main())
