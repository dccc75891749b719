"""What readers see while another process writes, and the snapshots behind it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph.errors import StoreError
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.graph.snapshot import signature, take_snapshot
from kgraph.model import Claim, Document
from kgraph.ontology import RELATIONS
from kgraph.serve.scratch import scratch_beside
from tests.samples import ARTICLE, CHINA, MEETING, OIL, RUSSIA
from tests.serving import make_store, served, wait_until


def test_writes_of_another_process_are_seen_and_never_half(tmp_path: Path) -> None:
    location = make_store(tmp_path)
    with served(location, "--workers", "2", "--refresh", "0.05") as server:
        writer = threading.Event()

        def write() -> None:
            with KnowledgeGraph(location) as graph:
                for number in range(150):
                    graph.add(made_document(number), [made_claim(number, kind) for kind in ("visits", "condemns")])
            writer.set()

        writing = threading.Thread(target=write)
        writing.start()
        seen = []
        try:
            while not writer.is_set():
                seen.append(server.count("?claim prov:wasDerivedFrom ?d . FILTER(CONTAINS(STR(?d), 'made'))"))
        finally:
            writing.join()
        assert all(count % 2 == 0 for count in seen)
        assert seen == sorted(seen)
        wait_until(lambda: server.count("?claim prov:wasDerivedFrom ?d . FILTER(CONTAINS(STR(?d), 'made'))") == 300)


def made_document(number: int):

    return Document(id=f"made-{number}", text=f"Russia and China, {number}.", published="2024-01-01")


def made_claim(number: int, relation: str):

    kind = RELATIONS[relation]
    return Claim(
        document=f"made-{number}",
        actor=RUSSIA,
        recipient=CHINA,
        relation=relation,
        event_type=kind.event_type,
        mode=kind.mode,
    )


def test_a_snapshot_is_the_store_of_one_moment_whatever_is_written(tmp_path: Path) -> None:
    """Documents of two triples, written one after another; of the last ones, one is there whole or not at all."""
    code = (
        "import sys, time, pyoxigraph as ox\n"
        "store = ox.Store(sys.argv[1])\n"
        "for n in range(10**6):\n"
        "    subject, words = ox.NamedNode(f'urn:d:{n}'), ox.Literal('x' * 500)\n"
        "    store.extend([ox.Quad(subject, ox.NamedNode(f'urn:p:{k}'), words) for k in (1, 2)])\n"
        "    time.sleep(0.002)\n"
        "    if n == 50: print('going', flush=True)\n"
    )
    ox.Store(str(tmp_path / "s"))
    writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "s")], stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "going\n"
        last = 0
        for number in range(6):
            take_snapshot(tmp_path / "s", tmp_path / f"t{number}")
            found = ox.Store.read_only(str(tmp_path / f"t{number}"))
            subjects = [int(quad.subject.value[6:]) for quad in found]  # type: ignore[union-attr]
            assert sorted(subjects) == sorted([*range(len(subjects) // 2)] * 2)
            assert len(subjects) // 2 > 50
            assert len(subjects) >= last
            last = len(subjects)
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


def test_a_snapshot_takes_what_is_in_the_log_alone_and_the_verdicts(tmp_path: Path) -> None:
    location = tmp_path / "a.db"
    with KnowledgeGraph(location) as graph:
        graph.add(ARTICLE, [MEETING])
        before = signature(location)
        (tmp_path / "a.db.judgements.csv").write_text(
            "verdict,first,second,reason,made\ndiffer,kgr:RUS,kgr:CHN,tested,2024-06-19\n"
        )
        assert signature(location) != before
        take_snapshot(location, tmp_path / "b" / "b.db")
        graph.add(ARTICLE, [MEETING, OIL])
    with GraphReader(tmp_path / "b" / "b.db") as copy:
        assert {claim.id for claim in copy.claims()} == {MEETING.id}
        assert (tmp_path / "b" / "b.db.judgements.csv").exists()


def test_no_snapshot_of_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        take_snapshot(tmp_path / "none", tmp_path / "t")
    with pytest.raises(StoreError, match="not a store"):
        take_snapshot(tmp_path, tmp_path / "t")
    assert not (tmp_path / "t").exists()


def test_folders_of_servers_that_were_killed_are_cleared(tmp_path: Path) -> None:
    left = tmp_path / ".a.db.served-old"
    left.mkdir()
    (left / "in-use").touch()
    with scratch_beside(tmp_path / "a.db") as first:
        assert not left.exists()
        with scratch_beside(tmp_path / "a.db") as second:
            assert first.is_dir()
            assert second.is_dir()
    assert list(tmp_path.iterdir()) == []
