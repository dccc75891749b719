"""A build that goes on where it stopped: what is read again, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from kgraph.build import Settings, build_graph, read_claims_of
from kgraph.bulk import Reading
from kgraph.graph import KnowledgeGraph
from kgraph.graph.remote import RemoteGraph
from kgraph.model import Judgement, Judgements
from tests.bulk_stubs import notes
from tests.sparql_servers import oxigraph

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of clients, closed by their event loops


@dataclass
class Folder:
    """Documents in files, built with `floor`."""

    path: Path
    graph: KnowledgeGraph

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, "utf-8")

    def build(self, **settings: Any) -> list[str]:
        """What became of each document."""
        told: list[Reading] = []
        chosen = {"extractor": "floor", "date": "2024-06-19"} | settings
        build_graph([self.path], self.graph, Settings(**chosen), on_reading=told.append)
        return [self._fate(reading) for reading in told]

    def quads(self) -> list[str]:
        return sorted(map(str, self.graph.store))

    def _fate(self, reading: Reading) -> str:
        if reading.skipped or reading.error is not None:
            return "skipped" if reading.skipped else "failed"
        assert reading.added is not None
        return reading.added.value


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    (tmp_path / "docs").mkdir()
    with KnowledgeGraph() as graph:
        folder = Folder(tmp_path / "docs", graph)
        for number, document in enumerate(notes(4)):
            folder.write(f"{number}.txt", document.text)
        yield folder


def test_a_build_that_was_broken_off_goes_on_where_it_stopped(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = KnowledgeGraph()
    settings = Settings(extractor="floor", date="2024-06-19")
    build_graph([folder.path], whole, settings)

    def broken_off(*given: Any, **named: Any) -> Iterator[Reading]:
        yield from islice(read_claims_of(*given, **named), 2)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("kgraph.build.read_claims_of", broken_off)
        with pytest.raises(KeyboardInterrupt):
            build_graph([folder.path], folder.graph, settings)
    assert folder.build() == ["skipped", "skipped", "new", "new"]
    assert folder.quads() == sorted(map(str, whole.store))
    built = build_graph([folder.path], folder.graph, settings)
    assert (built.skipped, built.documents, built.claims) == (4, 4, 0)


def test_only_what_changed_is_read_again(folder: Folder) -> None:
    assert folder.build() == ["new"] * 4
    folder.write("2.txt", "Peru thanked Chile.")
    assert folder.build() == ["skipped", "skipped", "new", "skipped"]


def test_whatever_else_claims_depend_on_has_them_read_again(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.build()
    assert folder.build(date="2024-06-20") == ["replaced"] * 4
    assert folder.build() == ["replaced"] * 4  # what was read as of the other day holds no more
    table = tmp_path / "mine.csv"
    table.write_text("actor,name\nkgr:RUS,Ruritania\n", "utf-8")
    assert folder.build(overlays=(table,)) == ["unchanged"] * 4
    assert folder.build(overlays=(table,)) == ["skipped"] * 4
    table.write_text("actor,name\nkgr:CHL,Ruritania\n", "utf-8")
    assert folder.build(overlays=(table,)) == ["unchanged"] * 4
    verdict = Judgement(first="kgr:PER", second="kgr:ARG", same=True, reason="a test", made="2024-06-19")
    assert "skipped" not in folder.build(judgements=Judgements([verdict]))
    folder.build()
    assert folder.build(keep_text=True) == ["replaced"] * 4
    assert folder.build(keep_text=True) == folder.build() == ["skipped"] * 4
    monkeypatch.setattr("kgraph.bulk.identity.reader_version", lambda: "0.2.0+other")
    assert folder.build() == ["unchanged"] * 4


def test_who_asks_has_them_read_again(folder: Folder) -> None:
    folder.build()
    before = folder.quads()
    assert folder.build(again=True) == ["unchanged"] * 4
    assert folder.build() == ["skipped"] * 4
    assert folder.quads() == before


def test_extractors_do_not_count_for_each_other(folder: Folder) -> None:
    folder.build()
    assert "skipped" not in folder.build(extractor="english")
    assert folder.build() == folder.build(extractor="english") == ["skipped"] * 4


def test_claims_that_are_taken_away_are_read_again(folder: Folder) -> None:
    folder.build()
    documents = sorted({claim.document for claim in folder.graph.claims()})
    folder.graph.remove(documents[0])
    assert sorted(folder.build()) == ["new", "skipped", "skipped", "skipped"]
    stored = folder.graph.document(documents[0])
    assert stored is not None
    folder.graph.add(stored, [])
    assert sorted(folder.build()) == ["replaced", "skipped", "skipped", "skipped"]


def test_what_was_read_elsewhere_does_not_count_here(folder: Folder, tmp_path: Path) -> None:
    folder.build()
    with (tmp_path / "all.nt").open("wb") as file:
        folder.graph.write("CONSTRUCT WHERE { ?s ?p ?o }", file, "nt")
    assert b"readAs" in (tmp_path / "all.nt").read_bytes()
    with KnowledgeGraph() as other:
        other.load(tmp_path / "all.nt")
        assert Folder(folder.path, other).build() == ["unchanged"] * 4


def test_a_graph_on_a_server_knows_what_it_holds(folder: Folder) -> None:
    with oxigraph() as url, RemoteGraph(f"{url}/query") as graph:
        remote = Folder(folder.path, graph)
        assert remote.build() == ["new"] * 4
        folder.write("2.txt", "Peru thanked Chile.")
        assert remote.build() == ["skipped", "skipped", "new", "skipped"]


def test_what_failed_is_tried_again(folder: Folder) -> None:
    folder.write("0.txt", "")
    (folder.path / "0.txt").write_bytes(b"\xff\xfe\xff")
    assert folder.build() == ["failed", "new", "new", "new"]
    folder.write("0.txt", "Peru thanked Chile.")
    assert folder.build() == ["new", "skipped", "skipped", "skipped"]


@pytest.mark.parametrize("window", [1, 50])
def test_copies_are_counted_alike_however_far_ahead_documents_are_opened(folder: Folder, window: int) -> None:
    folder.write("4.txt", (folder.path / "0.txt").read_text("utf-8"))
    with ThreadPoolExecutor(2) as pool:
        assert folder.build(executor=pool, window=window) == ["new"] * 4 + ["unchanged"]
        assert folder.build(executor=pool, window=window) == ["skipped"] * 5
