"""README tells the truth: its commands give the output it prints, and every verb is in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph.cli import app

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
NOTE = re.search(r"```text\n(.*?)```", README, re.DOTALL)


def sessions() -> list[tuple[str, str]]:
    """The commands of README's console blocks, each with the output it prints."""
    blocks = "".join(re.findall(r"```console\n(.*?)```", README, re.DOTALL))
    return re.findall(r"^\$ ([^\n]*)\n(.*?)(?=^\$ |\Z)", blocks, re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(os.name == "nt", reason="README's commands are for a POSIX shell")
def test_the_commands_print_what_readme_says(tmp_path: Path) -> None:
    assert NOTE is not None
    (tmp_path / "note.txt").write_text(NOTE[1], encoding="utf-8")
    (tmp_path / "data").symlink_to(Path(__file__).parent.parent / "data")
    kgraph = tmp_path / "bin" / "kgraph"
    kgraph.parent.mkdir()
    kgraph.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kgraph "$@"\n', encoding="utf-8")
    kgraph.chmod(0o755)
    env = {**os.environ, "PATH": f"{kgraph.parent}{os.pathsep}{os.environ['PATH']}"}
    env.pop("KGRAPH_LOCATION", None)
    assert len(sessions()) >= 5
    for command, output in sessions():
        done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True)
        assert (done.stdout, done.stderr) == (output, ""), command
    for name in ("graph.html", "report.html"):
        assert "North Korea" in (tmp_path / name).read_text("utf-8")
    cells = json.loads((tmp_path / "dyad.ipynb").read_text("utf-8"))["cells"]
    shown = [kind for cell in cells for output in cell.get("outputs", ()) for kind in output["data"]]
    assert "image/svg+xml" in shown


def test_the_first_screen_shows_sentence_command_output_and_picture_in_that_order() -> None:
    marks = ["```text\n", "\n$ kgraph build", "\n$ kgraph query", "\n$ kgraph notebook", "\n$ kgraph report", "\n!["]
    places = [README.index(mark) for mark in marks]
    assert places == sorted(places)
    assert README[: places[-1]].count("\n") <= 32


def test_every_verb_is_in_readme() -> None:
    verbs = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    groups = [group.name for group in app.registered_groups]
    assert len(verbs) >= 8
    assert [verb for verb in (*verbs, *groups) if f"`kgraph {verb}" not in README] == []
