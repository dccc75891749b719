"""Watching a folder: what comes is read once it is whole, what changes is read again, and stopping loses nothing.

No clock: the steps between two looks are played by a script.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from kgraph.bulk import Reading, Settings
from kgraph.errors import DataError, StoreError
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.watching import watch

FLOOR = Settings(extractor="floor", date="2024-06-19")


class Script(Event):
    """An event whose every wait plays the next step, and which is set when none is left."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        super().__init__()
        self.steps = list(steps)

    def wait(self, timeout: float | None = None) -> bool:
        if self.steps:
            self.steps.pop(0)()
        else:
            self.set()
        return self.is_set()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "k.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def note(folder: Path, name: str, text: str) -> Callable[[], object]:
    return lambda: (folder / name).write_text(text, encoding="utf-8")


def nothing() -> None:
    """A step in which nothing happens."""


def run(folder: Path, store: Path, stop: Event, **more: object) -> tuple[list[int], list[Reading]]:
    told: list[Reading] = []
    rounds = watch([folder], lambda: KnowledgeGraph(store), FLOOR, stop=stop, on_reading=told.append, **more)  # type: ignore[arg-type]
    return list(rounds), told


def edges(store: Path) -> list[object]:
    with GraphReader(store) as graph:
        return graph.query("SELECT ?r ?o WHERE { kgr:FRA ?r ?o . ?r a kg:Relation } ORDER BY ?o").column("o")


def test_what_comes_is_read_when_it_has_stayed_as_it_is(folder: Path, store: Path):
    stop = Script(
        note(folder, "a.txt", "France con"),
        note(folder, "a.txt", "France condemned Iran. France condemned Rus"),
        note(folder, "a.txt", "France condemned Iran. France condemned Russia."),
        nothing,
        note(folder, "deep.jsonl", json.dumps({"text": "France condemned China.", "id": "d"})),
        nothing,
        nothing,
    )
    rounds, told = run(folder, store, stop)
    assert rounds == [1, 1]
    assert [reading.document.text[-7:] for reading in told if reading.document] == ["Russia.", " China."]
    assert edges(store) == ["kgr:CHN", "kgr:IRN", "kgr:RUS"]


def test_what_changes_is_read_again_and_replaces_its_own(folder: Path, store: Path):
    line = json.dumps({"text": "France condemned China.", "id": "d"})
    stop = Script(
        note(folder, "a.jsonl", line),
        nothing,
        note(folder, "a.jsonl", line.replace("China", "Iran") + "\n"),
        nothing,
        nothing,
    )
    assert run(folder, store, stop)[0] == [1, 1]
    assert edges(store) == ["kgr:IRN"]


def test_going_on_reads_nothing_twice(folder: Path, store: Path):
    note(folder, "a.txt", "France condemned Iran.")()
    run(folder, store, Script(nothing))
    note(folder, "b.txt", "France condemned Russia.")()
    _, told = run(folder, store, Script(nothing))
    assert [reading.skipped for reading in told] == [True, False]
    assert edges(store) == ["kgr:IRN", "kgr:RUS"]


def test_a_stop_ends_after_the_document_in_hand_and_the_rest_is_read_next_time(folder: Path, store: Path):
    for name, state in (("a", "Iran"), ("b", "Russia"), ("c", "China")):
        note(folder, f"{name}.txt", f"France condemned {state}.")()
    stop = Script(nothing)
    rounds = watch([folder], lambda: KnowledgeGraph(store), FLOOR, stop=stop, on_reading=lambda _: stop.set())
    assert list(rounds) == [1]
    assert edges(store) == ["kgr:IRN"]
    run(folder, store, Script(nothing))
    assert edges(store) == ["kgr:CHN", "kgr:IRN", "kgr:RUS"]


def test_a_document_that_fails_is_told_once_and_the_rest_goes_on(folder: Path, store: Path):
    bad = json.dumps({"text": "x", "published": "soon"})
    stop = Script(
        note(folder, "a.jsonl", bad), note(folder, "b.txt", "France condemned Iran."), nothing, nothing, nothing
    )
    _, told = run(folder, store, stop)
    assert [reading.error is not None for reading in told] == [True, False]
    assert edges(store) == ["kgr:IRN"]


def test_a_graph_that_somebody_writes_to_is_tried_again_and_told_of_once(folder: Path, store: Path):
    note(folder, "a.txt", "France condemned Iran.")()
    told: list[str] = []
    tries = iter([StoreError("in use"), StoreError("in use"), None])

    def open_graph() -> KnowledgeGraph:
        trouble = next(tries)
        if trouble is not None:
            raise trouble
        return KnowledgeGraph(store)

    stop = Script(nothing, nothing, nothing)
    assert list(watch([folder], open_graph, FLOOR, stop=stop, on_trouble=told.append)) == [1]
    assert told == ["in use; trying again"]
    assert edges(store) == ["kgr:IRN"]


def test_the_graph_is_closed_between_rounds(folder: Path, store: Path):
    note(folder, "a.txt", "France condemned Iran.")()
    for _ in watch([folder], lambda: KnowledgeGraph(store), FLOOR, stop=Script(nothing)):
        with KnowledgeGraph(store) as graph:  # somebody else's turn
            assert len(graph) == 1


def test_files_that_go_leave_their_claims_and_folders_that_go_are_waited_for(folder: Path, store: Path):
    note(folder, "a.txt", "France condemned Iran.")()
    away = folder.with_name("away")
    stop = Script(nothing, (folder / "a.txt").unlink, lambda: folder.rename(away), lambda: away.rename(folder), nothing)
    assert run(folder, store, stop)[0] == [1]
    assert edges(store) == ["kgr:IRN"]


@pytest.mark.parametrize(("name", "every", "message"), [("nowhere", 1.0, "no such folder"), (".", 0.0, "time between")])
def test_what_cannot_be_watched_is_refused(folder: Path, store: Path, name: str, every: float, message: str):
    with pytest.raises(DataError, match=message):
        list(watch([folder / name], lambda: KnowledgeGraph(store), FLOOR, stop=Event(), every=every))


def test_the_verb_reads_what_comes_and_ends_on_a_signal(folder: Path, store: Path):
    command = [
        sys.executable,
        "-m",
        "kgraph",
        "watch",
        str(folder),
        "-l",
        str(store),
        "--extractor",
        "floor",
        "--every",
        "0.05",
    ]
    note(folder, "a.txt", "France condemned Iran.")()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == f"{folder}/a.txt: 1 claim\n"
        note(folder, "b.txt", "France condemned Russia.")()
        assert running.stdout.readline() == f"{folder}/b.txt: 1 claim\n"
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate()
    finally:
        running.kill()
        running.wait()
    assert running.returncode == 0
    assert out == f"{store}: 2 claims from 2 documents\n"
    assert "no publication date" in err
    assert edges(store) == ["kgr:IRN", "kgr:RUS"]
