"""How fast and how large the English model is: writes language.json and LANGUAGE.md beside this file.

    python benchmarks/language.py [--text FILE ...] [--repeat 6]

The text is `data/articles` unless other files are given. Every figure comes from a process of its own: processor time
of importing and loading, sentences a second on one core (splitting, tokenising, lemmas and decoding included) and on
two, peak memory, and how the time grows with the text. spaCy's small CNN trained on the same data, where
`training.spacy_baseline` left one, is timed in the same run.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from kgraph.language.weights_folder import FOLDER, NETWORK

HERE = Path(__file__).parent
ROOT = HERE.parent
SPACY: Final = ROOT / "build/training/spacy"

LOAD = """
import time
from kgraph.language import load_model
load_model()
print({"load_cpu_s": round(time.process_time(), 3)})
"""

SPEED = """
import json, resource, sys, time
from kgraph.language import load_model
files, repeat, threads = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
text = "\\n\\n".join(open(file, encoding="utf-8").read() for file in files)
model = load_model()
model.parse(text[:2000])
counts, started, cpu = [], time.perf_counter(), time.process_time()
for _ in range(repeat):
    found = model.parse(text, threads=threads)
    counts.append((len(found), sum(map(len, found))))
wall, cpu = time.perf_counter() - started, time.process_time() - cpu
sentences, words = (sum(column) for column in zip(*counts))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print({"sentences": sentences, "words": words, "sentences_per_s": round(sentences / wall, 1),
       "sentences_per_cpu_s": round(sentences / cpu, 1), "words_per_cpu_s": round(words / cpu), "peak_mb": round(peak)})
"""

SPACY_SPEED = """
import json, sys, time
import spacy
files, repeat, folder = json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
texts = [open(file, encoding="utf-8").read() for file in files] * repeat
nlp = spacy.load(folder)
list(nlp.pipe(texts[:2]))
started, cpu = time.perf_counter(), time.process_time()
docs = list(nlp.pipe(texts))
cpu = time.process_time() - cpu
words = sum(map(len, docs))
print({"words_per_cpu_s": round(words / cpu)})
"""

GROWTH = """
import json, sys, time
from kgraph.language import load_model
text = "\\n\\n".join(open(file, encoding="utf-8").read() for file in json.loads(sys.argv[1]))
model = load_model()
model.parse(text)
times = []
for times_as_long in (1, 2, 4):
    started = time.process_time()
    model.parse("\\n\\n".join([text] * times_as_long))
    times.append(time.process_time() - started)
print({"time_for_twice_the_text": round(times[1] / times[0], 2), "for_four_times": round(times[2] / times[0], 2)})
"""


def measured(code: str, *arguments: str) -> dict[str, float]:
    """What a script of its own prints, a dictionary, on one thread a library."""
    command = [sys.executable, "-c", code, *arguments]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found: dict[str, float] = ast.literal_eval(printed.strip().splitlines()[-1])
    return found


def page(scores: dict[str, dict[str, float]]) -> str:
    """The figures as a page."""
    lines = ["# The English model: speed and size", "", "Made by `python benchmarks/language.py`; do not edit.", ""]
    for name, figures in scores.items():
        lines += [f"## {name}", "", "| measure | figure |", "|---|---|"]
        lines += [*(f"| {key} | {value} |" for key, value in figures.items()), ""]
    return "\n".join(lines)


def main() -> None:
    """Measure, write the two files, print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--text", type=Path, nargs="*", default=sorted((ROOT / "data/articles").glob("2*.txt")))
    options.add_argument("--repeat", type=int, default=6)
    given = options.parse_args()
    files, repeat = json.dumps([str(path) for path in given.text]), str(given.repeat)
    sizes = {path.name: round(path.stat().st_size / 1e6, 2) for path in sorted(FOLDER.iterdir()) if path.is_file()}
    scores: dict[str, dict[str, float]] = {
        "size in MB": {NETWORK: sizes[NETWORK], "all files": round(sum(sizes.values()), 2)},
        "import and load": measured(LOAD),
        "one thread": measured(SPEED, files, repeat, "1"),
        "two threads": measured(SPEED, files, repeat, "2"),
        "growth": measured(GROWTH, files),
    }
    if (SPACY / "config.cfg").exists():
        scores["spaCy small CNN, one thread"] = measured(SPACY_SPEED, files, repeat, str(SPACY))
    for name, figures in scores.items():
        print(name, json.dumps(figures))
    (HERE / "language.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    (HERE / "LANGUAGE.md").write_text(page(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
