# ruff: noqa: F811 - fixtures are imported
"""Questions in SQL: answers, what a sealed folder refuses, the verb, the page on the tables."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

from kgraph.errors import DataError, MissingExtraError, QueryError, StoreError, UnknownNameError
from kgraph.graph import BulkWriter, GraphReader, KnowledgeGraph
from kgraph.model import (
    Date,
    Record,
)
from kgraph.network import to_networkx
from kgraph.tables import TABLE_QUERIES, TABLES, Tables, table_query, write_tables
from tests.samples import OIL, sample_graph
from tests.shell import Shell, shell  # noqa: F401 — a fixture
from tests.test_tables import DATA, ROW, contents, files_in, filled, place, rows_in  # noqa: F401 - fixtures


def test_sql_answers_with_plain_values() -> None:
    with filled(KnowledgeGraph()).tables() as tables:
        answer = tables.sql(f"SELECT speakers, first_day, confidence, polarity FROM claims WHERE id = '{OIL.id}'")
        assert answer.rows == [("Japanese media;sources", date(2017, 12, 1), 0.6, True)]
        assert answer.to_pandas().shape == (1, 4)
        assert tables.connection.sql("SELECT count(*) FROM actors").fetchall()[0][0] > 3
        for wrong in ("SELEC 1", "SELECT nothing FROM claims", "SELECT * FROM nowhere"):
            with pytest.raises(QueryError, match="query refused"):
                tables.sql(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY claims TO 'claims.csv'",
        "SELECT 1; SELECT 2",
        "EXPLAIN ANALYZE COPY claims TO 'claims.csv'",
        "CREATE TABLE mine AS FROM claims",
        "SET enable_external_access = true",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "",
    ],
)
def test_sealed_tables_answer_from_themselves_alone(wrong: str) -> None:
    with filled(KnowledgeGraph()).tables(sealed=True) as tables:
        before = files_in(tables.folder)
        assert tables.sql("SELECT count(*) FROM claims JOIN documents ON documents.id = document").rows == [(6,)]
        with pytest.raises((QueryError, StoreError)):
            tables.sql(wrong)
        assert files_in(tables.folder) == before


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    for name in ("a[1]", "b*", "it's", "c?", "d{x}"):
        with Tables(write_tables(sample_graph(), tmp_path / name), sealed=True) as tables:
            assert tables.sql("SELECT count(*) FROM claims").rows == [(4,)]


def test_what_is_no_folder_of_tables_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder of tables"):
        Tables(tmp_path)
    for table in TABLES:
        (tmp_path / table).mkdir()
    with pytest.raises(DataError, match="no folder of tables"):
        Tables(tmp_path)


def test_named_questions_answer_as_the_cookbook_does() -> None:
    graph = filled(KnowledgeGraph())
    with graph.tables() as tables:
        dyads = [(str(row[0]).removeprefix("urn:kgraph:dyad:"), *row[1:]) for row in graph.named("top-dyads")]
        assert tables.named("top-dyads").rows == dyads != []
        assert tables.named("sources").rows == graph.named("sources").rows != []
        for name in TABLE_QUERIES:
            assert tables.named(name).rows != []
        assert tables.named("speakers").rows[0][1:] == ("Russia", 1)
    with pytest.raises(UnknownNameError, match="did you mean 'top-dyads'"):
        table_query("top-dyad")


@pytest.mark.parametrize("missing", ["duckdb", "pyarrow"])
def test_what_is_not_installed_is_named(place: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with GraphReader(place) as graph:
        graph.tables().close()
        right = contents(to_networkx(graph))
        monkeypatch.setitem(sys.modules, missing, None)
        with pytest.raises(MissingExtraError, match=rf"{missing} is not installed; pip install 'kgraph\[tables\]'"):
            write_tables(graph, place.parent / "tables")
        assert contents(to_networkx(graph)) == right
    assert not (place.parent / "tables").exists()


def test_many_claims_keep_their_order_over_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [
        replace(ROW, record=Record(id=str(number)), date=Date(start=f"20{number % 7 + 10}")) for number in range(300)
    ]
    with KnowledgeGraph(tmp_path / "a.db") as graph:
        BulkWriter(graph).write(claims, datasets=[DATA])
        whole = write_tables(graph, tmp_path / "whole")
        monkeypatch.setattr("kgraph.tables.staging.BATCH", 7)
        assert files_in(write_tables(graph, tmp_path / "batches")) == files_in(whole)
        monkeypatch.setattr("kgraph.tables.writing._GROUP", 10)
        parts = write_tables(graph, tmp_path / "groups")
    for year in range(2010, 2017):
        file = parquet.ParquetFile(parts / "claims" / f"year={year}" / "part-0.parquet")
        ids = file.read(columns=["id"]).column("id").to_pylist()
        assert ids == sorted(ids)
        assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [
            *[10] * (len(ids) // 10),
            len(ids) % 10,
        ][: file.num_row_groups]
    assert sum(len(rows) for rows in [rows_in(parts, "claims")]) == 300


def test_the_command_line_asks_in_sql(shell: Shell) -> None:
    shell.run("build", shell.write("a.txt", "Iran sanctioned Canada. France condemned Iran.\n"), "--date", "2024-06-19")
    question = "SELECT dyad, sign, year FROM claims ORDER BY dyad"
    assert (
        shell.run("sql", question, "--format", "csv").stdout
        == "dyad,sign,year\r\nCAN-IRN,-1,2024\r\nFRA-IRN,-1,2024\r\n"
    )
    assert shell.run("sql", "-f", shell.write("q.sql", question), "--format", "tsv").stdout.startswith(
        "?dyad\t?sign\t?year\n"
    )
    told = json.loads(shell.run("sql", "--named", "years", "--format", "json").stdout)
    assert [row["claims"]["value"] for row in told["results"]["bindings"]] == ["2"]
    assert "<sparql" in shell.run("sql", question, "--format", "xml").stdout
    assert "CAN-IRN" in shell.run("sql", question).stdout
    assert "top-dyads" in shell.run("sql", "--named", "list").stdout
    assert shell.run("export", "-o", "all.parquet").stdout == "all.parquet: exported\n"
    assert re.search("FRA-IRN", shell.run("sql", "--tables", "all.parquet", "-l", "none.db", question).stdout)
    assert "formats: json, xml, csv, tsv" in shell.run("sql", question, "--format", "ttl", status=1).stderr
    assert "AS name" in shell.run("sql", "SELECT count(*) FROM claims", "--format", "csv", status=1).stderr
    assert "one SELECT" in shell.run("sql", "COPY claims TO 'x.csv'", status=1).stderr
    assert "no store" in shell.run("sql", question, "-l", "none.db", status=1).stderr
    shell.run("sql", status=2)
    shell.run("sql", question, "--named", "years", status=2)


def columns_told() -> Iterator[tuple[str, str]]:
    """The tables of the page on them, by table and column."""
    page = (Path(__file__).parent.parent / "docs" / "tables.md").read_text("utf-8")
    for part in re.findall(r"^### `(\w+)`\n(.*?)(?=^#|\Z)", page, re.DOTALL | re.MULTILINE):
        for name in re.findall(r"^\| `(\w+)` \|", part[1], re.MULTILINE):
            yield part[0], name


def test_the_page_on_tables_has_every_column() -> None:
    right = [(table, column.name) for table, columns in TABLES.items() for column in columns]
    assert [told for told in columns_told() if told[1] != "year"] == right
