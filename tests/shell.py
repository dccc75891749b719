"""The command line as a process of its own, for tests of the verbs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph.graph import GraphReader

ARTICLE = "Iranian officials said on Tuesday that Iran sanctioned Canada. France condemned Iran.\n"


class Shell:
    """Runs `kgraph` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, stdin: bytes = b"", status: int = 0) -> subprocess.CompletedProcess[str]:
        env = {key: value for key, value in os.environ.items() if key != "KGRAPH_LOCATION"}
        done = subprocess.run(
            [sys.executable, "-m", "kgraph", *words], cwd=self.folder, input=stdin, capture_output=True, env=env
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert done.returncode == status, f"{done.returncode} for {words}\n{out}\n{err}"
        assert "Traceback" not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def write(self, name: str, content: str | bytes) -> str:
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(data)
        return name

    def quads(self) -> list[str]:
        with GraphReader(self.folder / "kgraph.db") as graph:
            return sorted(str(quad) for quad in graph.store)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def stored(shell: Shell) -> Shell:
    shell.run("build", shell.write("a.txt", ARTICLE), "--date", "2024-06-19", "--publisher", "Example Wire")
    return shell
