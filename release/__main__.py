"""Everything that is checked by hand before a release.

    python -m release [build] [try] [licences] [audit] [--python PATH ...] [--service pypi|osv] [--here] [--uncommitted]

All steps, or those that are named:

- `build`: wheel and sdist of the last commit, twice, to the same bytes; what they hold; kept in `dist/`.
- `try`: both installed in fresh environments of each Python that `--python` names (else this one), and used.
- `licences`: of every dependency, of the core and of all extras, into `docs/dependency-licences.md`.
- `audit`: their known faults, by pip-audit.

Exit status: 0 all well; 1 a step failed; 2 wrong usage; 3 nothing failed, but known faults could not be looked up.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kgraph.errors import KgraphError
from release.auditing import SERVICES, audit
from release.building import ROOT, Built, build_twice, sha256
from release.dependencies import CORE, DEVELOPERS, USERS, Dependency, gather, page, refusals
from release.environments import Environment, StepError, fresh
from release.licences import read_rules
from release.trying import differences, try_all

STEPS: Final = ("build", "try", "licences", "audit")
PAGE: Final = ROOT / "docs" / "dependency-licences.md"
DIST: Final = ROOT / "dist"
FAILED: Final = 1
UNKNOWN: Final = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the steps that are wanted; gives the exit status."""
    wanted = _parsed(arguments)
    steps = wanted.steps or STEPS
    try:
        with tempfile.TemporaryDirectory(prefix="kgraph-release-") as folder:
            work = Path(folder)
            built = _build(work / "build", uncommitted=wanted.uncommitted)
            if "try" in steps:
                _try(built, wanted.python or [Path(sys.executable)], work / "try")
            if "licences" in steps or "audit" in steps:
                environment = Environment(Path(sys.prefix)) if wanted.here else _with_all_extras(built, work)
                found = gather(environment.site(), [*USERS, *DEVELOPERS])
                if "licences" in steps:
                    _licences(found)
                if "audit" in steps:
                    return _audit(environment, found, wanted.service)
    except KgraphError as error:
        print(f"release: {error}", file=sys.stderr)
        return FAILED
    return 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of {', '.join(STEPS)}; all where none is named")
    parser.add_argument("--python", action="append", type=_program, metavar="PATH", help="a Python; may be given again")
    parser.add_argument("--service", choices=SERVICES, default=SERVICES[0], help="where pip-audit looks")
    parser.add_argument("--here", action="store_true", help="look at the dependencies of this Python's own environment")
    parser.add_argument("--uncommitted", action="store_true", help="the checkout as it is, not the last commit")
    wanted = parser.parse_args(arguments)
    unknown = [step for step in wanted.steps if step not in STEPS]
    if unknown:
        parser.error(f"no such step: {', '.join(unknown)} (known: {', '.join(STEPS)})")
    return wanted


def _program(name: str) -> Path:
    """A program by its path or name, wherever it is started from."""
    found = shutil.which(name)
    if found is None:
        raise argparse.ArgumentTypeError(f"no such program: {name}")
    return Path(found).absolute()


def _build(work: Path, *, uncommitted: bool) -> Built:
    """Whatever is wanted starts with it: no other step looks at anything but what was built."""
    built = build_twice(work, uncommitted=uncommitted)
    DIST.mkdir(exist_ok=True)
    for file in (built.wheel, built.sdist):
        shutil.copy(file, DIST)
        print(f"dist/{file.name}: {file.stat().st_size:,} bytes, sha256 {sha256(file)}, the same twice")
    return built


def _try(built: Built, pythons: Sequence[Path], work: Path) -> None:
    tried = []
    for one in try_all(built, pythons, work):
        print(f"Python {one.python}, {one.source}: works", flush=True)
        tried.append(one)
    faults = differences(tried)
    if faults:
        raise StepError("\n".join(faults))
    print(f"{', '.join(tried[0].sums)}: the same bytes in all {len(tried)} installations")


def _with_all_extras(built: Built, work: Path) -> Environment:
    environment = fresh(work / "all", Path(sys.executable))
    environment.install(f"{built.wheel}[{','.join((*USERS, *DEVELOPERS))}]")
    return environment


def _licences(found: Sequence[Dependency]) -> None:
    rules = read_rules()
    made = f"Python {platform.python_version().rpartition('.')[0]}, {platform.system()}"
    PAGE.write_text(page(found, rules, groups=(CORE, *USERS, *DEVELOPERS), made=made), encoding="utf-8")
    refused = refusals(found, rules)
    if refused:
        raise StepError("\n".join(refused))
    print(f"docs/{PAGE.name}: {len(found)} dependencies, each with an allowed licence")


def _audit(environment: Environment, found: Sequence[Dependency], service: str) -> int:
    known = audit(environment.site(), [one.name for one in found], service=service)
    for line in (*known.faulty, *known.unknown):
        print(line, file=sys.stderr)
    print(f"{len(known.sound)} looked up and sound, {len(known.faulty)} faults, {len(known.unknown)} NOT looked up")
    if known.faulty:
        return FAILED
    return UNKNOWN if known.unknown else 0


if __name__ == "__main__":
    sys.exit(main())
