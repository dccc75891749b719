"""How fast the extractor `english` reads news: writes extraction_speed.json and EXTRACTION_SPEED.md beside this file.

    python -m benchmarks.extraction_speed [--text FILE ...] [--repeat 3]

The texts are the articles of `data/gold/relations` unless other files are given. Every figure comes from a process of
its own, after one article to warm up: sentences a second of processor time and of wall time from files to claims, peak
memory, and where the time goes. Two workers are measured end to end too, their start left out. Where other programs run
beside it, processor time says more than wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from kgraph.bulk import answers_of
from kgraph.extract import extractor
from kgraph.extract.documents import read_documents
from kgraph.model import Document

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
NAME: Final = "english"
MODULE: Final = "benchmarks.extraction_speed"
WORKERS: Final = 2
STAGES: Final = (
    ("kgraph.language.sentences", "_split", "sentences"),
    ("kgraph.language.model", "LanguageModel._run", "the tree: network and decoding"),
    ("kgraph.language.model", "LanguageModel.parse", "words and lemmas"),
    ("kgraph.extract.english", "resolve", "who is meant"),
    ("kgraph.extract.classifier", "EventClassifier._judged", "the classifier of events"),
    ("kgraph.extract.english", "read_when", "dates"),
)
"""Where a stage's function is found, and what it does; what it calls that is a stage too is left out of its time."""


def documents(files: Sequence[str]) -> list[Document]:
    """The documents of some files."""
    return [document for file in files for document in read_documents(file)]


def speed(files: Sequence[str], repeat: int) -> dict[str, Any]:
    """Sentences a second in this process, and its peak memory."""
    from kgraph.language.sentences import sentences

    extract = extractor(NAME)
    count = repeat * sum(len(sentences(document.text)) for document in documents(files))
    list(extract(documents(files[:1])[0]))
    started, cpu = time.perf_counter(), time.process_time()
    claims = sum(len(list(extract(document))) for _ in range(repeat) for document in documents(files))
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    return {
        "sentences": count,
        "claims": claims,
        "sentences_per_s": round(count / wall, 1),
        "sentences_per_cpu_s": round(count / cpu, 1),
        "peak_mb": _peak(resource.RUSAGE_SELF),
    }


def speed_of_workers(files: Sequence[str], repeat: int) -> dict[str, Any]:
    """Sentences a second with two workers, from when both have answered, and the peak memory of all together."""
    from kgraph.language.sentences import sentences

    read = documents(files)
    warm = [document for document in read[:2] for _ in range(8 * WORKERS)]
    count = repeat * sum(len(sentences(document.text)) for document in read)
    start = _cpu_of_workers(warm)
    started_with = _cpu()
    answers = answers_of(partial(extractor, NAME), [*warm, *read * repeat], workers=WORKERS)
    for _ in warm:
        next(answers)
    started = time.perf_counter()
    claims = sum(len(answer) for answer in answers if isinstance(answer, tuple))
    wall, cpu = time.perf_counter() - started, _cpu() - started_with - start
    return {
        "sentences": count,
        "claims": claims,
        "sentences_per_s": round(count / wall, 1),
        "sentences_per_cpu_s": round(count / cpu, 1),
        "sentences_per_s_were_both_cores_free": round(WORKERS * count / cpu, 1),
        "peak_mb": _peak(resource.RUSAGE_SELF) + WORKERS * _peak(resource.RUSAGE_CHILDREN),
    }


def _cpu_of_workers(read: Sequence[Document]) -> float:
    """What it takes two workers to start and to read these documents, in seconds of processor time."""
    before = _cpu()
    for _ in answers_of(partial(extractor, NAME), read, workers=WORKERS):
        pass
    return _cpu() - before


def _cpu() -> float:
    """The processor time of the workers that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stages(files: Sequence[str], repeat: int) -> dict[str, Any]:
    """The share of time of each stage, of one process; the timing itself costs the short ones a little."""
    spent: defaultdict[str, float] = defaultdict(float)
    inner = [0.0]
    for module, name, stage in STAGES:
        _time(module, name, partial(_timed, spent, inner, stage))
    extract = extractor(NAME)
    list(extract(documents(files[:1])[0]))
    spent.clear()
    started = time.perf_counter()
    for _ in range(repeat):
        for document in documents(files):
            list(extract(document))
    total = time.perf_counter() - started
    shares = {stage: round(spent[stage] / total, 3) for _, _, stage in STAGES}
    return shares | {"the rest: pairs, speakers, claims": round(1 - sum(shares.values()), 3)}


def _time(module: str, name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Puts a timed function in the place of one."""
    from importlib import import_module

    holder: Any = import_module(module)
    *path, last = name.split(".")
    for part in path:
        holder = getattr(holder, part)
    setattr(holder, last, wrap(getattr(holder, last)))


def _timed(
    spent: defaultdict[str, float], inner: list[float], stage: str, function: Callable[..., Any]
) -> Callable[..., Any]:
    def run(*given: Any, **named: Any) -> Any:
        outer, inner[0], started = inner[0], 0.0, time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            taken = time.perf_counter() - started
            spent[stage] += taken - inner[0]
            inner[0] = outer + taken

    return run


def _peak(who: int) -> int:
    return round(resource.getrusage(who).ru_maxrss / 1024)


def measured(what: str, files: Sequence[str], repeat: int) -> dict[str, Any]:
    """What one of the measures gives in a process of its own."""
    command = [sys.executable, "-m", MODULE, "--only", what, "--repeat", str(repeat), "--text", *files]
    printed = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout
    found: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return found


def page(scores: dict[str, dict[str, Any]]) -> str:
    """The figures as a page."""
    lines = ["# The extractor english: speed and memory", ""]
    lines += ["Made by `python -m benchmarks.extraction_speed`; do not edit.", ""]
    for name, figures in scores.items():
        lines += [f"## {name}", "", "| measure | figure |", "|---|---|"]
        lines += [*(f"| {key} | {value} |" for key, value in figures.items()), ""]
    return "\n".join(lines)


MEASURES: Final = {"one process": speed, "two workers": speed_of_workers, "share of time": stages}


def main() -> None:
    """Measure, write the two files, print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    articles = sorted((ROOT / "data/gold/relations/articles").glob("*.txt"))
    options.add_argument("--text", nargs="*", default=[str(path) for path in articles])
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--only", choices=MEASURES, help="print one measure, write nothing")
    given = options.parse_args()
    if given.only is not None:
        print(json.dumps(MEASURES[given.only](given.text, given.repeat)))
        return
    scores = {name: measured(name, given.text, given.repeat) for name in MEASURES}
    scores["machine"] = {"cores": os.cpu_count(), "other load at the end": round(os.getloadavg()[0], 1)}
    for name, figures in scores.items():
        print(name, json.dumps(figures))
    (HERE / "extraction_speed.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    (HERE / "EXTRACTION_SPEED.md").write_text(page(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
