"""Do the tests notice faults? Puts small ones into a copy of the source; writes mutation.json and MUTATION.md here.

    python -m benchmarks.mutation [--rooms model,rdf,extract] [--sample 400] [--seed 1] [--tests 80] [--again FILE]

The sample is divided evenly among the rooms; what is in it depends on the seed and on the functions alone. So many of
the rooms' tests as `--tests` says are then tried by themselves: one that fails on no mutant of what it reaches is
reported. mutation_equivalent.csv lists the mutants that behave as the source does, with the reason; they count neither
for nor against. `--again` takes from an earlier report what was killed, and tries the rest. One process works at a
time; the extra `dev` has what is needed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.mutant_runs import TESTS, Plan, run

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
_RESULTS: Final = ("killed", "survived", "timed out", "without tests")
_NOT_COPIED: Final = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "demo", "*.db", "node_modules")


def main() -> None:
    """Copy the tree, try the mutants in the copy and write what became of them."""
    asked = _asked()
    if asked.inside is not None:
        _inside(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "tree")
        shutil.copytree(ROOT, copy, ignore=_NOT_COPIED)
        found = Path(folder, "found.json")
        said = ["--rooms", asked.rooms, "--sample", asked.sample, "--seed", asked.seed, "--tests", asked.tests]
        said += ["--again", Path(asked.again).resolve()] if asked.again else []
        command = [sys.executable, "-m", "benchmarks.mutation", *map(str, said), "--inside", str(found)]
        path = os.pathsep.join(filter(None, (str(copy), os.environ.get("PYTHONPATH"))))
        environment = os.environ | {"PYTHONPATH": path, "TMPDIR": folder}
        subprocess.run(command, cwd=copy, env=environment, check=True, stdout=subprocess.DEVNULL)
        report = json.loads(found.read_text(encoding="utf-8"))
    out = Path(asked.out)
    (out / "mutation.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (out / "MUTATION.md").write_text(page(report), encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", default="model,rdf,extract")
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", type=int, default=80)
    parser.add_argument("--out", default=str(HERE))
    parser.add_argument("--again", help="an earlier mutation.json: what it saw killed is not tried again")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    strange = set(asked.rooms.split(",")) - set(TESTS)
    if strange:
        parser.error(f"no room with tests of its own: {', '.join(sorted(strange))}; there are {', '.join(TESTS)}")
    return asked


def _inside(asked: argparse.Namespace) -> None:
    os.nice(max(0, 15 - os.nice(0)))
    began = time.process_time()
    rooms = asked.rooms.split(",")
    earlier = json.loads(Path(asked.again).read_text(encoding="utf-8")) if asked.again else {"mutants": {}}
    known = {key: tuple(row) for key, row in earlier["mutants"].items() if row[0] in {"killed", "timed out"}}
    runs = run(Plan(rooms, asked.sample, asked.seed, asked.tests, known))
    every = [
        {"file": e.mutant.file, "line": e.mutant.line, "function": e.mutant.function, "change": e.mutant.change}
        | {"result": e.result, "by": e.by, "tests": e.tests}
        for e in runs.outcomes
    ]
    children = os.times()
    report = {
        "seed": asked.seed,
        "cpu_s": round(time.process_time() - began + children.children_user + children.children_system),
        "rooms": {room: _room(room, every) for room in rooms},
        "survivors": [_row(each) for each in every if each["result"] in {"survived", "without tests"}],
        "before": {room: row["score"] for room, row in earlier.get("rooms", {}).items()},
        "mutants": {each.mutant.key: [each.result, each.by, each.tests] for each in runs.outcomes},
        "tests_tried": runs.tried_tests,
        "tests_that_kill_nothing": sorted(runs.idle),
    }
    Path(asked.inside).write_text(json.dumps(report), encoding="utf-8")


def _row(each: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in each.items() if key != "by"} | {"reason": equivalent().get(_key(each), "")}


def _key(each: dict[str, Any]) -> tuple[str, str, str]:
    return each["file"], each["function"], each["change"]


def equivalent() -> dict[tuple[str, str, str], str]:
    """The mutants that behave as the source does, each with the reason."""
    with (HERE / "mutation_equivalent.csv").open(encoding="utf-8", newline="") as file:
        return {(row["file"], row["function"], row["change"]): row["reason"] for row in csv.DictReader(file)}


def _room(room: str, every: list[dict[str, Any]]) -> dict[str, Any]:
    own = [each for each in every if each["file"].startswith(f"kgraph/{room}/")]
    counts = {result: sum(each["result"] == result for each in own) for result in _RESULTS}
    same = sum(each["result"] == "survived" and _key(each) in equivalent() for each in own)
    noticed = counts["killed"] + counts["timed out"]
    score = round(100 * noticed / max(1, len(own) - same), 1)
    return {"tried": len(own)} | counts | {"equivalent": same, "score": score}


def page(report: dict[str, Any]) -> str:
    """The report as a page."""
    lines = [_INTRODUCTION.format(**report)]
    lines += ["| room | tried | killed | survived | equivalent of these | timed out | without tests | score | before |"]
    lines += ["|---|---|---|---|---|---|---|---|---|"]
    for room, row in report["rooms"].items():
        cells = [row[key] for key in ("tried", "killed", "survived", "equivalent", "timed out", "without tests")]
        before = report["before"].get(room)
        cells += [f"{row['score']} %", "" if before is None else f"{before} %"]
        lines.append(f"| {room} | {' | '.join(map(str, cells))} |")
    lines += ["", "## Not noticed", ""]
    open_ = [each for each in report["survivors"] if not each["reason"]]
    lines += [f"- {_place(each)}: {_code(each['change'])}{_untested(each)}" for each in open_] or ["None."]
    lines += ["", "## Equivalent", ""]
    same = [each for each in report["survivors"] if each["reason"]]
    lines += [f"- {_place(each)}: {_code(each['change'])}. {each['reason']}" for each in same] or ["None."]
    lines += ["", "## Tests that kill nothing", ""]
    lines += [f"{report['tests_tried']} tests were tried by themselves.", ""]
    lines += [f"- {_code(name)}" for name in report["tests_that_kill_nothing"]] or ["None."]
    return "\n".join(lines) + "\n"


_INTRODUCTION: Final = """# Mutation testing

Made by `python -m benchmarks.mutation` (seed {seed}, {cpu_s} s of processor time); [mutation.py](mutation.py) says how.
A mutant is one small change in the body of one function: a comparison or an operator swapped, a condition turned round,
a constant altered, a result replaced by `None`, a check or a call left out. It is killed when a test that reaches its
statement fails. Decorators, defaults, the wording of errors and what a module computes at its import are not changed. A
mutant is shown sixty at most of the tests of its room that reach it, those first that reach little else; slow tests are
left out, so a survivor may still be noticed by the whole suite. The score is what was killed or ran out of time, of the
mutants that are not equivalent; "before" is the score of the report that the run went on from. The tests in between
were written for what that report had not noticed, so a sample of another seed gives the fairer score.
"""


def _place(each: dict[str, Any]) -> str:
    return f"`{each['file']}:{each['line']}` {each['function']}"


def _untested(each: dict[str, Any]) -> str:
    return " (no test reaches it)" if each["result"] == "without tests" else ""


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


if __name__ == "__main__":
    main()
