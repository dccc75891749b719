"""What was built, installed as a user installs it, outside the checkout, and tried on every Python that is offered."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from release.building import ROOT, Built, sha256
from release.environments import Done, Environment, StepError, fresh, run, version_of

TEXT: Final = """Kenya condemned Ethiopia on Monday, and Ethiopian officials rejected the charge.
Brazil and Argentina signed a trade agreement in March, Reuters reported.
"""
ARTICLES: Final = ROOT / "data" / "articles"
"""Read too, so that what every Python makes of pages of prose is compared."""
_BUILD: Final = ("--date", "2024-06-19", "--publisher", "Example Wire")
_REPORT: Final = ("kgraph", "report", "Kenya", "Ethiopia", "-o")
_ASK: Final = "SELECT ?r WHERE { kgr:KEN ?r kgr:ETH . ?r a kg:Relation }"
_ADVICE: Final = r"matplotlib is not installed; pip install 'kgraph\[notebook\]' brings it"


@dataclass(frozen=True, slots=True)
class Trial:
    """A command, what its output must match, and the file that it writes.

    Attributes:
        command: the words.
        prints: an expression that its output holds.
        into: the file that keeps what is printed; empty for none.
        wrote: the file that must be there afterwards; empty for none.
        complains: an expression that standard error holds; empty where nothing may stand there.
    """

    command: Sequence[str]
    prints: str
    into: str = ""
    wrote: str = ""
    complains: str = ""

    def fault(self, done: Done) -> str | None:
        """What is wrong with what came of the command; None where nothing is.

        >>> Trial(["kgraph", "stats"], "claims").fault(Done([], 1, "", "no store"))
        "ends with 1: 'no store'"
        """
        if done.returncode:
            return f"ends with {done.returncode}: {done.stderr.strip()!r}"
        if not re.search(self.prints, done.stdout, re.MULTILINE):
            return f"prints {done.stdout[:500]!r}, without {self.prints!r}"
        if not re.search(self.complains or r"\A\Z", done.stderr):
            return f"complains: {done.stderr.strip()!r}"
        return None


CORE: Final = (
    Trial(("kgraph", "--version"), r"^kgraph \d"),
    Trial(("kgraph", "build", "note.txt", "articles", *_BUILD, "--html", "graph.html"), "9 new", wrote="graph.html"),
    Trial(("kgraph", "query", _ASK, "--format", "tsv"), "ns#condemns"),
    Trial(("kgraph", "query", "--named", "top-dyads"), "urn:kgraph:dyad:CHN-RUS"),
    Trial(("kgraph", "explain", "Kenya", "Ethiopia"), r"\[condemned\]"),
    Trial(("kgraph", "explore", "-o", "again.html"), "the explorer", wrote="again.html"),
    Trial(("kgraph", "export", "-o", "graph.nq"), "exported", wrote="graph.nq"),
    Trial(("kgraph", "export", "-o", "graph.graphml"), "exported", wrote="graph.graphml"),
    Trial(("kgraph", "network", "dyads", "--format", "csv"), "kgr:KEN", into="dyads.csv"),
    Trial(("kgraph", "extract", "note.txt", "articles", *_BUILD), '"condemns"', into="claims.jsonl"),
    Trial(("kgraph", "actors", "find", "Mr Putin told the DPRK"), "kgr:PRK"),
    Trial(("kgraph", "check"), r"\b0 violations"),
    Trial(("kgraph", "stats"), "claims"),
    Trial((*_REPORT, "plain.html"), "claims between", wrote="plain.html", complains=_ADVICE),
)
"""With the core alone."""
NOTEBOOK: Final = (
    Trial((*_REPORT, "report.html"), "claims between", wrote="report.html"),
    Trial(("kgraph", "plot", "top", "-o", "top.svg"), "top.svg", wrote="top.svg"),
    Trial(("kgraph", "plot", "timeline", "Kenya", "Ethiopia", "-o", "line.png"), "line.png", wrote="line.png"),
    Trial(("kgraph", "notebook", "Kenya", "Ethiopia", "-o", "dyad.ipynb", "--run"), "cells, run", wrote="dyad.ipynb"),
)
"""With the extra `notebook`."""
SAME: Final = ("claims.jsonl", "graph.nq", "graph.html", "dyads.csv")
"""What has to be the same bytes on every Python."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one installation.

    Attributes:
        python: its version.
        source: the file that was installed.
        sums: the checksums of what has to be the same everywhere, by file.
    """

    python: str
    source: str
    sums: dict[str, str] = field(default_factory=dict)


def try_all(built: Built, pythons: Sequence[Path], work: Path) -> Iterator[Tried]:
    """Install wheel and sdist on each Python and use them; gives what each made.

    Raises:
        StepError: an installation fails, a command does, or what it gives is not what it has to be.
    """
    for python in pythons:
        version = version_of(python)
        for source in (built.wheel, built.sdist):
            with_extra = f"{source}[notebook]" if source is built.wheel else None
            folder = work / f"{version}-{source.suffix.strip('.')}"
            folder.mkdir(parents=True)
            yield Tried(python=version, source=source.name, sums=_try_one(source, with_extra, python, folder))
            shutil.rmtree(folder)


def differences(tried: Sequence[Tried]) -> list[str]:
    """Where an installation gave other bytes than the first, a line each.

    >>> one, other = (Tried(python=name, source="w", sums={"a": name}) for name in ("3.11.1", "3.12.1"))
    >>> differences([one, other])
    ['a: Python 3.12.1 (w) gives other bytes than Python 3.11.1 (w)']
    """
    first = tried[0]
    return [
        f"{name}: Python {one.python} ({one.source}) gives other bytes than Python {first.python} ({first.source})"
        for one in tried[1:]
        for name in first.sums
        if one.sums[name] != first.sums[name]
    ]


def _try_one(source: Path, with_extra: str | None, python: Path, folder: Path) -> dict[str, str]:
    environment = fresh(folder / "environment", python)
    environment.install(str(source))
    here = folder / "elsewhere"
    here.mkdir()
    (here / "note.txt").write_text(TEXT, encoding="utf-8")
    shutil.copytree(ARTICLES, here / "articles", ignore=shutil.ignore_patterns("*.md"))
    done = run([str(environment.python), "-c", "import kgraph; print(kgraph.__file__)"], inside=here)
    if environment.folder.resolve() not in Path(done.stdout.strip()).resolve().parents:
        raise StepError(f"import kgraph takes {done.stdout.strip()}, not what was installed")
    _use(environment, CORE, here)
    sums = {name: sha256(here / name) for name in SAME}
    if with_extra is not None:
        environment.install(with_extra)
        _use(environment, NOTEBOOK, here)
    return sums


def _use(environment: Environment, trials: Sequence[Trial], here: Path) -> None:
    for trial in trials:
        done = environment.run(trial.command, inside=here)
        fault = trial.fault(done)
        if fault is not None:
            raise StepError(f"{' '.join(trial.command)} {fault}")
        if trial.into:
            (here / trial.into).write_text(done.stdout, encoding="utf-8")
        if trial.wrote and not ((here / trial.wrote).is_file() and (here / trial.wrote).stat().st_size):
            raise StepError(f"{' '.join(trial.command)} leaves no {trial.wrote}")
