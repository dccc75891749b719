"""Runs a target under atheris: inputs are changed, those that reach new code stay, those that break it are told."""

from __future__ import annotations

import hashlib
import random
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from tests.fuzz import kept

if TYPE_CHECKING:
    from tests.fuzz.target import Target

LONGEST: Final = 4096
"""Bytes of an input at most."""
SLOW: Final = 5.0
"""Seconds of one input that make it a finding: it is as good as a hang to whoever waits."""
_INSTRUMENTED: Final = ["kgraph", "yaml"]


def instrumented(name: str, atheris: ModuleType) -> Target:
    """The target of that name, with everything under it imported so that what runs of it is seen."""
    with atheris.instrument_imports(include=_INSTRUMENTED):
        module = import_module(f"tests.fuzz.{name}")
    target: Target = getattr(module, name.upper())
    return target


class Hunt:
    """One run of a target; it goes on behind a finding, and tells each kind of finding once.

    Args:
        target: what is tried.
        folder: where inputs and findings go.
        atheris: the module.
    """

    def __init__(self, target: Target, folder: Path, atheris: ModuleType) -> None:
        self._target, self._atheris = target, atheris
        self._folder, self._inputs, self._findings = folder.resolve(), folder / "corpus", folder / "findings"
        self._seen: set[str] = set()

    def hunt(self, minutes: float) -> None:
        """Try inputs for so long."""
        for path in (self._inputs, self._findings):
            path.mkdir(parents=True, exist_ok=True)
        for data in [*self._target.seeds(), *(data for _, data in kept.corpus_of(self._target.name))]:
            (self._inputs / kept.name_of(data)).write_bytes(data)
        self.run(
            f"-max_total_time={round(60 * minutes)}",
            *("-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1", "-reduce_inputs=0"),
            *(f"-max_len={LONGEST}", f"-artifact_prefix={self._findings}/", str(self._inputs)),
        )

    def run(self, *options: str) -> None:
        """Do what libFuzzer does with these options of its own; it ends the process."""
        program = self._folder / "libfuzzer"
        self._atheris.Setup([str(program), *options], self.try_one, custom_mutator=self._mutated)
        self._atheris.Fuzz()

    def try_one(self, data: bytes) -> None:
        """One input."""
        start = time.monotonic()
        try:
            self._target.check(data)
        except Exception as error:  # whatever it is, it is told
            self._tell(_kind_of(error), data, traceback.format_exc())
        if (seconds := time.monotonic() - start) > SLOW:
            self._tell(f"slow-{int(seconds)}", data, f"{seconds:.1f} s\n")

    def _tell(self, kind: str, data: bytes, why: str) -> None:
        if kind in self._seen:
            return
        self._seen.add(kind)
        path = self._findings / f"{kind}-{hashlib.sha256(data).hexdigest()[:8]}"
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(why, encoding="utf-8", errors="backslashreplace")
        sys.stderr.write(f"FINDING {path}: {why.strip().splitlines()[-1][:300]}\n")

    def _mutated(self, data: bytes, most: int, seed: int) -> bytes:
        from tests.fuzz.target import spliced

        lots = random.Random(seed)
        if lots.randrange(3) == 0:
            changed: bytes = self._atheris.Mutate(data, most)
            return changed
        change = self._target.mutate
        for _ in range(lots.choice((1, 1, 2, 4))):
            knows = change is not None and lots.randrange(4)
            data = change(data, lots) if change is not None and knows else spliced(data, self._target.pieces, lots)
        return data[:most]


def _kind_of(error: Exception) -> str:
    """What findings share that are one: the promise, or where the error comes from."""
    from tests.fuzz.target import BrokenPromiseError

    if isinstance(error, BrokenPromiseError):
        return "-".join(str(error).split(":")[0].split())[:60]
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"
