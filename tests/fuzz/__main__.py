"""The command: `python -m tests.fuzz TARGET [--minutes N | --keep]`."""

from __future__ import annotations

import argparse
import importlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.fuzz import kept
from tests.fuzz.running import Hunt, instrumented

_MISSING = "atheris is not installed; pip install -e '.[fuzz]' brings it (Linux, Python 3.11 to 3.13)\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Coverage-guided fuzzing with atheris.")
    parser.add_argument("target", choices=kept.TARGETS)
    parser.add_argument("--minutes", type=float, default=10, help="how long (10)")
    parser.add_argument("--keep", action="store_true", help="choose few inputs of the last runs and keep them")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="where runs leave inputs and findings")
    parser.add_argument("--libfuzzer", nargs=argparse.REMAINDER, help="do what libFuzzer does with options of its own")
    given = parser.parse_args()
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        sys.stderr.write(_MISSING)
        return 1
    if given.keep:
        return _keep(given.target, given.folder / given.target)
    hunt = Hunt(instrumented(given.target, atheris), given.folder / given.target, atheris)
    if given.libfuzzer is not None:
        hunt.run(*given.libfuzzer)
    else:
        hunt.hunt(given.minutes)
    return 0


def _keep(target: str, folder: Path) -> int:
    """Choose few inputs that reach what all of them reach, in a process that libFuzzer ends, and pack them."""
    chosen = folder / "chosen"
    shutil.rmtree(chosen, ignore_errors=True)
    chosen.mkdir(parents=True)
    subprocess.run([_launcher(target, folder), "-merge=1", str(chosen), str(folder / "corpus")], check=True)
    path = kept.keep(target, (one.read_bytes() for one in sorted(chosen.iterdir())))
    sys.stderr.write(f"{path}: {len(list(kept.corpus_of(target)))} inputs, {path.stat().st_size:,} bytes\n")
    return 0


def _launcher(target: str, folder: Path) -> str:
    """A program that is this one with a target chosen: libFuzzer calls itself by one name, once for each crash."""
    path = (folder / "libfuzzer").resolve()
    command = [sys.executable, "-m", "tests.fuzz", target, "--folder", str(folder.parent), "--libfuzzer"]
    path.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


if __name__ == "__main__":
    sys.exit(main())
