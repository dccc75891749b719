# ruff: noqa: F811 - fixtures are imported
"""Tables beside a store: when they are made anew, and what is read from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.errors import StoreError
from kgraph.export import export_graph
from kgraph.graph import BulkWriter, GraphReader, KnowledgeGraph
from kgraph.model import (
    Record,
)
from kgraph.network import claims as by_claims
from kgraph.network import tabled, to_networkx
from kgraph.tables import fresh_tables, tables_beside, write_tables
from tests.samples import ARTICLE, MEETING
from tests.test_tables import BEAR, BYWORD, DATA, ROW, contents, files_in, place, same, with_tables  # noqa: F401 - fixtures


def stamped(place: Path) -> int:
    """What tells one making of the kept tables from another."""
    return (tables_beside(place) / "_stamp.json").stat().st_ino


def test_tables_beside_a_store_are_made_once_while_it_stays_as_it_is(place: Path) -> None:
    with GraphReader(place) as graph, graph.tables() as tables:
        assert tables.folder == tables_beside(place)
    first = stamped(place)
    with GraphReader(place) as graph:
        assert fresh_tables(graph) == tables_beside(place)
        for _ in range(2):
            graph.tables().close()
    assert stamped(place) == first


CHANGES: dict[str, Callable[[KnowledgeGraph], object]] = {
    "add": lambda graph: graph.add(ARTICLE, [MEETING]),
    "add_claims": lambda graph: graph.add_claims([replace(BYWORD, document="d4")]),
    "bulk": lambda graph: BulkWriter(graph).write([replace(ROW, record=Record(id="8"))], datasets=[DATA]),
    "judge": lambda graph: graph.judge(same("kgr:RUS", BEAR.id)),
    "remove": lambda graph: graph.remove("a1"),
    "remove a data set": lambda graph: graph.remove(DATA.iri),
    "rdflib": lambda graph: graph.dataset().update(
        "PREFIX kg: <https://w3id.org/kgraph/ns#> "
        "DELETE { ?c kg:extractor ?x } INSERT { ?c kg:extractor 'me' } WHERE { ?c kg:extractor ?x }"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_written_makes_the_tables_anew(place: Path, tmp_path: Path, change: str) -> None:
    with KnowledgeGraph(place) as graph:
        before = files_in(tables_beside(with_tables(graph).location or place))
        CHANGES[change](graph)
        assert fresh_tables(graph) is None
        graph.tables().close()
        after = files_in(tables_beside(place))
        right = files_in(write_tables(graph, tmp_path / "tables"))
    assert after != before
    assert {name: data for name, data in after.items() if name != "_stamp.json"} == right


def test_a_reader_has_the_tables_of_what_it_reads(place: Path) -> None:
    with GraphReader(place) as old:
        with KnowledgeGraph(place) as graph:
            graph.remove("a1")
            with graph.tables() as tables:
                assert tables.sql("SELECT count(*) FROM claims").rows == [(3,)]
        with old.tables() as tables:
            assert tables.sql("SELECT count(*) FROM claims").rows == [(len(old),)] == [(6,)]
    with GraphReader(place) as new, new.tables() as tables:
        assert tables.sql("SELECT count(*) FROM claims").rows == [(len(new),)] == [(3,)]


def test_half_a_folder_beside_the_store_is_made_anew(place: Path) -> None:
    with GraphReader(place) as graph:
        graph.tables().close()
        for file in (tables_beside(place) / "evidence").iterdir():
            file.unlink()
        (tables_beside(place) / "evidence").rmdir()
        assert fresh_tables(graph) is None
        with graph.tables() as tables:
            assert tables.sql("SELECT count(*) FROM evidence").rows == [(3,)]


def test_where_nothing_can_be_kept_the_tables_go_when_they_are_closed(place: Path) -> None:
    tables_beside(place).write_text("a file of somebody's", encoding="utf-8")
    with GraphReader(place) as graph:
        with graph.tables() as tables:
            assert tables.named("years").rows == [(0, 3, 2), (2017, 3, 2)]
            folder = tables.folder
        assert folder != tables_beside(place)
        assert not folder.exists()
        with pytest.raises(StoreError, match="closed"):
            tables.sql("SELECT 1")


def test_networkx_comes_from_the_tables_only_while_they_are_fresh(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with GraphReader(place) as graph:
        right = contents(to_networkx(graph))
        graph.tables().close()
        monkeypatch.setattr(by_claims, "_from_store", lambda graph: None)
        assert contents(to_networkx(graph)) == right
    with KnowledgeGraph(place) as graph:
        with_tables(graph)
        graph.remove("a1")
        assert to_networkx(graph) is None


@pytest.mark.parametrize("head", ["kgr:RUS", "kgr:bears-of-the-world"])
def test_networkx_from_the_tables_follows_verdicts(place: Path, head: str) -> None:
    with KnowledgeGraph(place) as graph:
        graph.judge(same(head, BEAR.id))
    with GraphReader(place) as graph:
        with graph.tables() as tables:
            judged = f"SELECT actor_judged, dyad_judged FROM claims WHERE id = '{BYWORD.id}'"
            other = "CHN-RUS" if head == "kgr:RUS" else "CHN-bears%2Dof%2Dthe%2Dworld"
            assert tables.sql(judged).rows == [(head, other)]
        found = tabled.network_from_tables(graph)
        assert found is not None
        assert head in found
        assert BEAR.id not in found
        assert contents(found) == contents(by_claims._from_store(graph))


def test_broken_tables_beside_the_store_are_passed_over_and_made_anew(place: Path) -> None:
    with GraphReader(place) as graph:
        graph.tables().close()
        right = contents(to_networkx(graph))
        for file in (tables_beside(place) / "claims").rglob("*.parquet"):
            file.write_bytes(b"PAR1")
        assert contents(to_networkx(graph)) == right
        with graph.tables() as tables:
            assert tables.sql("SELECT count(*) FROM claims").rows == [(6,)]
            assert tables.folder == tables_beside(place)


def test_graphml_is_the_same_from_the_tables(place: Path, tmp_path: Path) -> None:
    with GraphReader(place) as graph:
        before = export_graph(graph, tmp_path / "a.graphml").read_bytes()
        graph.tables().close()
        assert export_graph(graph, tmp_path / "b.graphml").read_bytes() == before
