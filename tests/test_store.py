"""The store on disk: read back, shared, refused, backed up, renewed, and whole after a kill."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph.errors import DataError, StoreError
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import Document
from tests.test_graph import OIL, edges, quads, told


def test_a_store_on_disk_is_read_back(tmp_path: Path) -> None:
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        graph.add(Document(id="a", text="x"), [told("a")])
        before = quads(graph)
    with GraphReader(tmp_path / "kgraph.db") as reader:
        assert quads(reader) == before
        assert list(reader.claims()) == [told("a")]
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        assert quads(graph) == before


def test_a_reader_offers_no_way_to_write(tmp_path: Path) -> None:
    KnowledgeGraph(tmp_path / "kgraph.db").close()
    reader = GraphReader(tmp_path / "kgraph.db")
    assert not hasattr(reader, "add")
    with pytest.raises(RuntimeError, match="read-write"):
        reader.store.clear()


def test_a_closed_graph_says_so() -> None:
    graph = KnowledgeGraph()
    graph.close()
    graph.close()
    with pytest.raises(StoreError, match="closed"):
        len(graph)


def _hold(location: str, ready: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    with KnowledgeGraph(location) as graph:
        graph.add_claims([told("a")])
        graph.store.flush()
        ready.set()
        done.wait(60)


def test_a_store_in_use_says_so_and_can_be_read_beside_the_writer(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Event(), spawn.Event()
    location = str(tmp_path / "kgraph.db")
    writer = spawn.Process(target=_hold, args=(location, ready, done))
    writer.start()
    try:
        assert ready.wait(60)
        with pytest.raises(StoreError, match="is in use: another process"):
            KnowledgeGraph(location)
        assert len(GraphReader(location)) == 1
    finally:
        done.set()
        writer.join(60)
    assert writer.exitcode == 0


def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    file, folder = tmp_path / "notes.txt", tmp_path / "notes"
    file.write_text("mine")
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    for location in (file, folder):
        for open_it in (KnowledgeGraph, GraphReader):
            with pytest.raises(StoreError, match="not a store"):
                open_it(location)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    with pytest.raises(StoreError, match="no store at"):
        GraphReader(tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_backup_is_a_store_of_its_own(tmp_path: Path) -> None:
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        graph.add_claims([told("a")])
        graph.backup(tmp_path / "copy.db")
        graph.remove("a")
        with GraphReader(tmp_path / "copy.db") as copy:
            assert len(copy) == 1
        with pytest.raises(StoreError, match="exists already"):
            graph.backup(tmp_path / "copy.db")
    with pytest.raises(StoreError, match="in memory"):
        KnowledgeGraph().backup(tmp_path / "other.db")


def test_rdf_is_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    source, target = KnowledgeGraph(), KnowledgeGraph()
    source.add_claims([told("a")])
    good, bad = tmp_path / "good.nq", tmp_path / "bad.nq"
    lines = quads(source)
    good.write_text("".join(f"{line} .\n" for line in lines if "suppliesOilTo> <" not in line or "claim" in line))
    bad.write_text("".join(f"{line} .\n" for line in lines) + "<a> <b> .\n")
    empty = quads(target)
    with pytest.raises(DataError, match=r"bad\.nq: malformed RDF"):
        target.load(bad)
    assert quads(target) == empty
    assert target.load(good) > 0
    assert OIL in edges(target), "plain edges are derived anew"
    assert quads(target) == lines
    assert target.load(good) == 0
    for missing in (tmp_path / "none.ttl", tmp_path / "claims.xlsx"):
        with pytest.raises(DataError, match=missing.name):
            target.load(missing)


def test_an_older_ontology_is_renewed(tmp_path: Path) -> None:
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        graph.add_claims([told("a")])
        new = quads(graph)
        graph.store.update(
            "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX kg: <https://w3id.org/kgraph/ns#>"
            "DELETE { ?o owl:versionInfo ?v } INSERT { ?o owl:versionInfo '0.0.1' . kg:gone a kg:Relation }"
            "WHERE { ?o a owl:Ontology ; owl:versionInfo ?v }"
        )
    with KnowledgeGraph(tmp_path / "kgraph.db") as graph:
        assert quads(graph) == new


BUILD = """
import sys
from kgraph.graph import KnowledgeGraph
from kgraph.model import ActorRef, Claim, Document
ends = [ActorRef(id=f"kgr:{c}", name=c, state=c) for c in ("RUS", "CHN", "PRK", "USA")]
with KnowledgeGraph(sys.argv[1]) as graph:
    for name in "abc":
        claims = [Claim(document=name, actor=a, recipient=b, relation=r, event_type=t)
                  for a in ends for b in ends if a is not b for r, t in (("visits", "CONSULT"), ("accuses", "ACCUSE"))]
        graph.add(Document(id=name, text=name), claims)
    print("\\n".join(sorted(str(quad) for quad in graph.store)))
"""


def test_the_same_input_gives_the_same_triples_in_every_process(tmp_path: Path) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", BUILD, str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count(b"urn:kgraph:claim:") > 72


ENDLESS = """
import sys
from kgraph.graph import KnowledgeGraph
from kgraph.model import ActorRef, Claim, Document
ends = [ActorRef(id=f"kgr:{c}", name=c, state=c) for c in ("RUS", "CHN", "PRK", "USA")]
with KnowledgeGraph(sys.argv[1]) as graph:
    for number in range(100_000):
        name, relation = str(number % 40), ("visits", "meetsWith")[number // 40 % 2]
        graph.add(Document(id=name, text=f"{name} {relation}"),
                  [Claim(document=name, actor=a, recipient=b, relation=relation, event_type="CONSULT")
                   for a in ends for b in ends if a is not b])
        print(number, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [3, 47, 95])
def test_a_killed_writer_leaves_whole_documents(acknowledged: int, tmp_path: Path) -> None:
    location = tmp_path / "kgraph.db"
    writer = subprocess.Popen([sys.executable, "-c", ENDLESS, str(location)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    for _ in range(acknowledged):
        writer.stdout.readline()
    writer.kill()
    writer.wait()
    writer.stdout.close()
    with KnowledgeGraph(location) as graph:
        stored = {document.id: list(graph.claims_in(document.id)) for document in graph.documents()}
        assert len(stored) >= min(acknowledged, 40)
        for claims_of in stored.values():
            assert len(claims_of) == 12
            assert len({claim.relation for claim in claims_of}) == 1
        before = quads(graph)
        graph.rebuild_edges()
        assert quads(graph) == before
