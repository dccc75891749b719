"""Virtual environments that nothing else has touched, and commands run in them as a newcomer would run them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.errors import KgraphError

_LEFT_OUT: Final = ("PYTHON", "KGRAPH_", "VIRTUAL_ENV")
"""Beginnings of the names of environment variables that could make a fresh environment see something else."""
Done = subprocess.CompletedProcess[str]
"""What came of a command."""


class StepError(KgraphError):
    """A step of the release did not give what it has to give."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment in a folder."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def run(self, command: Sequence[str], *, inside: Path) -> Done:
        """Run a program of the environment in a folder, whatever comes of it.

        Raises:
            StepError: there is no such program.
        """
        return started([str(self.python.parent / command[0]), *command[1:]], inside=inside)

    def install(self, *wanted: str) -> None:
        """Install with pip what is named as for pip.

        Raises:
            StepError: pip fails.
        """
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, *wanted], inside=self.folder)

    def site(self) -> list[Path]:
        """The folders in which its distributions lie."""
        ask = "import sysconfig as s; print(s.get_path('purelib')); print(s.get_path('platlib'))"
        lines = run([str(self.python), "-c", ask], inside=self.folder).stdout.splitlines()
        return [Path(line) for line in dict.fromkeys(lines)]


def fresh(folder: Path, python: Path) -> Environment:
    """A new environment of some Python.

    Raises:
        StepError: that Python makes none.
    """
    run([str(python), "-m", "venv", str(folder)], inside=folder.parent)
    return Environment(folder)


def version_of(python: Path) -> str:
    """Which Python that is, such as 3.13.0.

    Raises:
        StepError: it is none.
    """
    ask = "import platform; print(platform.python_version())"
    return run([str(python), "-c", ask], inside=Path.cwd()).stdout.strip()


def run(command: Sequence[str], *, inside: Path, more: Mapping[str, str] | None = None) -> Done:
    """Run a command that has to succeed, as `started` does.

    Raises:
        StepError: it cannot be started, or ends with another status than 0.
    """
    done = started(command, inside=inside, more=more)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise StepError(f"{' '.join(command)} ends with {done.returncode}: {said[-2000:]}")
    return done


def started(command: Sequence[str], *, inside: Path, more: Mapping[str, str] | None = None) -> Done:
    """Run a command in a folder, with none of the variables that would let it see this checkout.

    Args:
        command: its words.
        inside: the folder.
        more: further variables.

    Raises:
        StepError: it cannot be started.
    """
    plain = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
    variables = {**plain, **(more or {})}
    try:
        return subprocess.run(
            command, cwd=inside, env=variables, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise StepError(f"{command[0]}: {error.strerror or error}") from error
