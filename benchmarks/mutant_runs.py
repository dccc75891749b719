"""Tests on mutants, inside a copy of the tree: all is imported once, and each mutant has a forked process of its own.

First all tests run once, and the lines that each one reaches are kept. A mutant is then shown to the tests that reach
its statement, those first that reach little else, until one fails. In its process the code of the one function is
replaced where it is, so that whoever imported the function has the mutant too.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import pickle
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any, Final

import pytest

from benchmarks.mutants import Mutant, mutants, mutated

TESTS: Final = {
    "model": ("tests/test_model.py", "tests/test_model_laws.py", "tests/test_judgements.py", "tests/test_reviewing.py"),
    "rdf": ("tests/test_rdf.py", "tests/test_rdf_shape.py", "tests/test_import_rdf.py", "tests/test_event_data.py"),
    "extract": (
        "tests/test_codebook.py",
        "tests/test_dates.py",
        "tests/test_documents.py",
        "tests/test_english.py",
        "tests/test_extractors.py",
        "tests/test_floor.py",
        "tests/test_implied.py",
        "tests/test_pages.py",
        "tests/test_rules.py",
        "tests/test_standing.py",
        "tests/test_when.py",
    ),
}
"""The files whose tests are shown a room's mutants, beside the examples in its docstrings."""
SLOW: Final = 1.5
"""Seconds of processor time: a test that takes longer is not shown mutants."""
ENOUGH: Final = 8.0
"""Seconds of processor time: what the tests of one mutant take together, at most."""
MANY: Final = 60
"""Tests for one mutant, at most."""
TRIES: Final = 12
"""Mutants that one test is shown, at most, until it fails."""
KILLED, SURVIVED, TIMED_OUT, UNTESTED = "killed", "survived", "timed out", "without tests"


@dataclass
class Reached:
    """What the tests reached when nothing was wrong: of each its time, of each line its tests."""

    took: dict[str, float] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant's statement, those first that reach little else, while there is time."""
        lines = self.lines.get(mutant.file, {})
        names = {test for at in range(mutant.line, mutant.last + 1) for test in lines.get(at, ()) if test in self.took}
        chosen: list[str] = []
        left = ENOUGH
        quick = (test for test in names - self.failed if self.took[test] <= SLOW)
        for test in sorted(quick, key=lambda each: (self.breadth[each], self.took[each], each)):
            left -= self.took[test]
            if left < 0 or len(chosen) == MANY:
                break
            chosen.append(test)
        return chosen

    @cached_property
    def breadth(self) -> Counter[str]:
        """How many lines each test reaches."""
        return Counter(test for lines in self.lines.values() for tests in lines.values() for test in tests)


@dataclass(frozen=True)
class Plan:
    """What to try: so many mutants of these rooms, so many tests; `known` are those that an earlier run saw killed."""

    rooms: Sequence[str]
    sample: int
    seed: int
    tests: int
    known: Mapping[str, tuple[str, str, int]]


@dataclass
class Outcome:
    """What became of a mutant, and the test that killed it."""

    mutant: Mutant
    result: str
    by: str = ""
    tests: int = 0


class Runs:
    """A pytest plugin that runs the collected tests on mutants in place of running them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.outcomes: list[Outcome] = []
        self.idle: list[str] = []
        self.tried_tests = 0
        self.reached = Reached()
        self._items: dict[str, pytest.Item] = {}
        self._living = _Living()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Try properties on the same examples in each process."""
        from hypothesis import Phase, settings

        # A failing property is found, not made small.
        quick = settings(deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
        settings.register_profile("mutation", quick)
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try mutants with the tests that were collected."""
        self._items = {item.nodeid: item for item in session.items}
        plan = self.plan
        _warm(plan.rooms)
        gc.collect()
        self._living.find(plan.rooms)
        gc.freeze()
        self.reached = _forked(lambda: _gathered(session.items, plan.rooms), 1 << 20).value
        for room in plan.rooms:
            for mutant in _sampled(room, plan.sample // len(plan.rooms), plan.seed):
                known = plan.known.get(mutant.key)
                done = known_outcome(mutant, known) if known else self._tried(mutant)
                self.outcomes.append(done)
                if done.result in {SURVIVED, UNTESTED}:
                    _say(f"{mutant.file}:{mutant.line} {mutant.function}: {mutant.change} ({done.result})")
            _say(f"{room}: {_counted(each.result for each in self.outcomes if _room(each.mutant) == room)}")
        self._try_tests()
        return True

    def _tried(self, mutant: Mutant) -> Outcome:
        tests = self.reached.of(mutant)
        if not tests:
            return Outcome(mutant, UNTESTED)
        done = self._shown(mutant, tests)
        if done.timed_out:
            return Outcome(mutant, TIMED_OUT, tests=len(tests))
        if done.broken:
            return Outcome(mutant, KILLED, "the process", len(tests))
        return Outcome(mutant, KILLED if done.value else SURVIVED, done.value, len(tests))

    def _shown(self, mutant: Mutant, tests: Sequence[str]) -> _Done:
        limit = 5 + 3 * sum(self.reached.took[test] for test in tests)
        return _forked(lambda: self._first_failing(mutant, tests), limit)

    def _first_failing(self, mutant: Mutant, tests: Sequence[str]) -> str:
        self._living.put_in(mutant)
        return next((test for test in tests if not _passes(self._items[test])), "")

    def _try_tests(self) -> None:
        """A sample of tests, each alone on killed mutants of what it reaches: those that never fail are reported."""
        killed = [each.mutant for each in self.outcomes if each.result == KILLED]
        by = {each.by for each in self.outcomes}
        names = [name for name, took in self.reached.took.items() if took <= SLOW]
        for name in sorted(names, key=lambda each: _hash(self.plan.seed, each))[: self.plan.tests]:
            near = [each for each in killed if name in self._reaching(each)]
            if not near:
                continue
            self.tried_tests += 1
            # Those that few tests reach first: they are what the test is for.
            near.sort(key=lambda each: (len(self._reaching(each)), each.rank(self.plan.seed)))
            if name not in by and not any(self._fails(name, each) for each in near[:TRIES]):
                self.idle.append(name)

    def _reaching(self, mutant: Mutant) -> set[str]:
        lines = self.reached.lines.get(mutant.file, {})
        return {test for at in range(mutant.line, mutant.last + 1) for test in lines.get(at, ())}

    def _fails(self, name: str, mutant: Mutant) -> bool:
        done = self._shown(mutant, [name])
        return done.timed_out or done.broken or bool(done.value)


def run(plan: Plan) -> Runs:
    """Try a sample of each room's mutants, then a sample of the tests themselves."""
    runs = Runs(plan)
    files = sorted({name for room in plan.rooms for name in (*TESTS[room], f"kgraph/{room}")})
    pytest.main(["-q", "-p", "no:cacheprovider", "--capture=sys", "--ignore=kgraph/extract/llm", *files], [runs])
    return runs


def known_outcome(mutant: Mutant, known: tuple[str, str, int]) -> Outcome:
    """What an earlier run found of the mutant."""
    return Outcome(mutant, *known)


def _sampled(room: str, count: int, seed: int) -> list[Mutant]:
    every = [each for path in sorted(Path("kgraph", room).glob("*.py")) for each in mutants(Path.cwd(), str(path))]
    chosen = sorted(every, key=lambda each: each.rank(seed))[:count]
    return sorted(chosen, key=lambda each: (each.file, each.number))


def _room(mutant: Mutant) -> str:
    return Path(mutant.file).parts[1]


def _hash(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest()


def _warm(rooms: Sequence[str]) -> None:
    """Load what every test of extraction needs, so that no fork loads it again."""
    if "extract" in rooms:
        from kgraph.extract.seam import extractor
        from kgraph.model import Document

        list(extractor("english")(Document(text="Kenya accused Somalia of arming rebels.")))


def _gathered(items: Sequence[pytest.Item], rooms: Sequence[str]) -> Reached:
    """Run every test once and keep what it reaches."""
    import coverage

    folders = [str(Path("kgraph", room).resolve()) for room in rooms]
    measured = coverage.Coverage(data_file=None, config_file=False, source=folders)
    reached = Reached()
    signal.signal(signal.SIGPROF, _stop)
    measured.start()
    for item in items:
        measured.switch_context(item.nodeid)
        began = time.process_time()
        # What is measured is twice as slow.
        signal.setitimer(signal.ITIMER_PROF, 2 * SLOW)
        if not _passes(item):
            reached.failed.add(item.nodeid)
        signal.setitimer(signal.ITIMER_PROF, 0)
        reached.took[item.nodeid] = time.process_time() - began
    measured.stop()
    data = measured.get_data()
    for path in data.measured_files():
        lines = {line: [test for test in tests if test] for line, tests in data.contexts_by_lineno(path).items()}
        reached.lines[str(Path(path).relative_to(Path.cwd()))] = lines
    _say(f"{len(items)} tests, {len(reached.failed)} slow or failing: {sorted(reached.failed)}")
    return reached


class _SlowError(BaseException):
    """A test that is too slow to be shown mutants."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise _SlowError


class _Results:
    """A plugin's part: whether any phase of the test that runs failed."""

    failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


def _passes(item: pytest.Item) -> bool:
    """Run one test, with nothing left standing for the next one."""
    seen = _Results()
    item.config.pluginmanager.register(seen)
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    item.config.pluginmanager.unregister(seen)
    return not seen.failed


class _Living:
    """The functions and the memories that are there before the forks."""

    def __init__(self) -> None:
        self._functions: dict[tuple[str, str, int], list[FunctionType]] = {}
        self._memories: list[Any] = []

    def find(self, rooms: Sequence[str]) -> None:
        """Look them up among all objects, so that functions inside decorators and properties are found too."""
        folders = tuple(str(Path("kgraph", room).resolve()) for room in rooms)
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(folders):
                code = each.__code__
                key = (code.co_filename, code.co_qualname, code.co_firstlineno)
                self._functions.setdefault(key, []).append(each)
            elif isinstance(each, functools._lru_cache_wrapper):
                self._memories.append(each)

    def put_in(self, mutant: Mutant) -> None:
        """Give the mutant's function its faulty code, and forget what was remembered from the sound one."""
        code = mutated(Path.cwd(), mutant)
        for function in self._functions[str(Path(mutant.file).resolve()), mutant.function, mutant.at]:
            function.__code__ = code
        for each in self._memories:
            if _remembers(each, mutant):
                each.cache_clear()


def _remembers(each: Any, mutant: Mutant) -> bool:
    module = getattr(each, "__module__", None) or ""
    # The classifier's weights take long to load, and nothing outside its module changes them.
    return module.startswith("kgraph.") and (module != "kgraph.extract.classifier" or "classifier" in mutant.file)


@dataclass
class _Done:
    """What a forked process gave back, or how it ended."""

    value: Any = None
    timed_out: bool = False
    broken: bool = False


def _forked(work: Callable[[], Any], limit: float) -> _Done:
    """Do the work in a process of its own with so much processor time, and much more time by the clock."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, limit, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123 - a pipe has no path
        given = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        timed_out = os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGALRM}
        return _Done(timed_out=timed_out, broken=not timed_out)
    return _Done(value=pickle.loads(given)) if given else _Done(broken=True)  # noqa: S301 - written by the fork


def _work(work: Callable[[], Any], limit: float, writing: int) -> None:
    """The fork's whole life; what its tests print goes nowhere."""
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 1))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(min(20 * limit, 3600)) + 60)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        given = pickle.dumps(work())
        with open(writing, "wb") as pipe:
            pipe.write(given)
    finally:
        os._exit(0)


def _counted(results: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in results:
        found[each] = found.get(each, 0) + 1
    return found


def _say(text: str) -> None:
    print(text, file=sys.__stderr__, flush=True)
