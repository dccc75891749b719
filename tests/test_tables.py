"""The graph as tables: what stands in them, when they are made anew, SQL, and networkx from them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from kgraph.errors import DataError, MissingExtraError, QueryError, StoreError, UnknownNameError
from kgraph.export import export_graph
from kgraph.graph import BulkWriter, GraphReader, KnowledgeGraph
from kgraph.graph.remote import RemoteGraph, RemoteSettings
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Dataset,
    Date,
    Judgement,
    Judgements,
    Place,
    Record,
)
from kgraph.network import claims as by_claims
from kgraph.network import tabled, to_networkx
from kgraph.tables import TABLE_QUERIES, TABLES, Tables, fresh_tables, table_query, tables_beside, write_tables
from tests.generated import claims as generated_claims
from tests.samples import ARTICLE, CHINA, DENIAL, KOREA, MEETING, OIL, PROTEST, RUSSIA, sample_graph
from tests.sparql_servers import oxigraph
from tests.test_cli import Shell, shell  # noqa: F401 — a fixture

DATA = Dataset(id="my-ties", title="My ties", version="1", license="CC0", citation="Me (2024).")
ROW = Claim(
    document=DATA.iri,
    actor=RUSSIA,
    recipient=replace(KOREA, sector="GOV"),
    relation="borders",
    date=Date(start="2017-03", end=".."),
    place=Place(name="Khasan", id="gn:2039466"),
    record=Record(id="7", url="https://example.org/7", fields=(("event", "042"), ("goldstein", 2.5), ("mentions", 4))),
)
BEAR = ActorRef(id="urn:kgraph:actor:the-bear-00000000", name="the bear")
BYWORD = Claim(document="c3", actor=BEAR, recipient=CHINA, relation="accuses", event_type="ACCUSE", confidence=0.7)


def same(first: str, second: str) -> Judgements:
    return Judgements([Judgement(first=first, second=second, same=True, reason="a byword", made="2024-06-19")])


def filled(graph: KnowledgeGraph) -> KnowledgeGraph:
    russia = Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS", codes=(("iso2", "RU"),))
    graph.add(ARTICLE, [MEETING, OIL, DENIAL], actors=[russia])
    graph.add_claims([PROTEST, BYWORD])
    BulkWriter(graph).write([ROW], datasets=[DATA])
    return graph


@pytest.fixture
def place(tmp_path: Path) -> Path:
    filled(KnowledgeGraph(tmp_path / "kgraph.db")).close()
    return tmp_path / "kgraph.db"


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def rows_in(folder: Path, table: str) -> list[dict[str, object]]:
    return [
        row
        for file in sorted((folder / table).rglob("*.parquet"))
        for row in parquet.ParquetFile(file).read().to_pylist()
    ]


def with_tables(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The graph with fresh tables beside it: a store that was just written may move its files about for a moment."""
    for _ in range(100):
        graph.tables().close()
        if fresh_tables(graph) is not None:
            return graph
    raise AssertionError("tables that never stay fresh")


def contents(network: networkx.MultiDiGraph[str]) -> tuple[object, ...]:
    """Everything in it, in its order."""
    edges = [(*ends, list(about.items())) for *ends, about in network.edges(keys=True, data=True)]
    return [(node, list(about.items())) for node, about in network.nodes(data=True)], edges


def test_a_claim_is_a_row_and_its_words_are_another(tmp_path: Path) -> None:
    folder = write_tables(filled(KnowledgeGraph(tmp_path / "a.db")), tmp_path / "tables")
    claims = {row["id"]: row for row in rows_in(folder, "claims")}
    assert claims[OIL.id] == {
        "id": OIL.id,
        "dyad": "PRK-RUS",
        "actor": "kgr:RUS",
        "actor_name": "Russia",
        "actor_state": "RUS",
        "actor_sector": None,
        "actor_rollup": "kgr:RUS",
        "recipient": "kgr:PRK",
        "recipient_name": "North Korea",
        "recipient_state": "PRK",
        "recipient_sector": None,
        "recipient_rollup": "kgr:PRK",
        "relation": "suppliesOilTo",
        "sign": 1,
        "event_type": "COOPERATE",
        "mode": None,
        "contexts": [],
        "date": "2017-12",
        "date_precision": "month",
        "date_basis": "explicit",
        "first_day": date(2017, 12, 1),
        "last_day": date(2017, 12, 31),
        "modality": "reported",
        "polarity": True,
        "confidence": 0.6,
        "speakers": ["Japanese media", "sources"],
        "speaker_ids": ["urn:kgraph:actor:japanese-media-00000000", "urn:kgraph:actor:sources-00000000"],
        "document": "a1",
        "extractor": "hand",
        "place": None,
        "place_name": None,
        "event": None,
        "record_id": None,
        "record_url": None,
        "record_fields": None,
        "actor_judged": "kgr:RUS",
        "recipient_judged": "kgr:PRK",
        "dyad_judged": "PRK-RUS",
    }
    row = claims[ROW.id]
    assert (row["date"], row["last_day"], row["place"], row["recipient_sector"]) == (
        "2017-03/..",
        None,
        "gn:2039466",
        "GOV",
    )
    assert json.loads(str(row["record_fields"])) == {"event": "042", "goldstein": 2.5, "mentions": 4}
    assert claims[PROTEST.id]["recipient"] is None
    assert claims[MEETING.id]["contexts"] == ["diplomatic", "military"]
    [words] = [row for row in rows_in(folder, "evidence") if row["claim"] == OIL.id]
    assert OIL.evidence is not None
    assert (words["quote"], words["quote_start"]) == (OIL.evidence.quote, OIL.evidence.start)
    assert [mark["role"] for mark in words["marks"]] == ["actor", "cue"]  # type: ignore[attr-defined]


def test_documents_data_sets_and_actors_are_rows(tmp_path: Path) -> None:
    folder = write_tables(filled(KnowledgeGraph(tmp_path / "a.db")), tmp_path / "tables")
    documents = {row["id"]: row for row in rows_in(folder, "documents")}
    assert sorted(map(str, documents)) == ["a1", "b2", "c3", DATA.iri]  # of b2 and c3 nothing is known but their claims
    assert (documents["a1"]["publisher"], documents["a1"]["published"]) == ("Example Wire", date(2017, 12, 7))
    assert (documents[DATA.iri]["kind"], documents[DATA.iri]["license"]) == ("dataset", "CC0")
    assert (documents["b2"]["kind"], documents["b2"]["sha256"]) == ("document", None)
    [russia] = [row for row in rows_in(folder, "actors") if row["id"] == "kgr:RUS"]
    assert (russia["label"], russia["kind"], russia["iso2"], russia["judged"]) == ("Russia", "state", "RU", "kgr:RUS")


def test_claims_lie_in_folders_by_year_those_without_a_date_in_year_0(tmp_path: Path) -> None:
    folder = write_tables(filled(KnowledgeGraph(tmp_path / "a.db")), tmp_path / "tables")
    assert sorted(entry.name for entry in (folder / "claims").iterdir()) == ["year=0", "year=2017"]
    frame = pandas.read_parquet(folder / "claims")
    assert sorted(frame["id"][frame["year"] == 0]) == sorted([DENIAL.id, PROTEST.id, BYWORD.id])
    assert sorted(frame["id"][frame["year"] == 2017]) == sorted([MEETING.id, OIL.id, ROW.id])


def test_every_table_has_the_columns_it_says(tmp_path: Path) -> None:
    for graph in (KnowledgeGraph(), filled(KnowledgeGraph(tmp_path / "a.db"))):
        folder = write_tables(graph, tmp_path / "tables")
        for table, columns in TABLES.items():
            for file in (folder / table).rglob("*.parquet"):
                assert parquet.ParquetFile(file).schema_arrow.names == [column.name for column in columns]
        with Tables(folder) as tables:
            for table, columns in TABLES.items():
                year = ("year",) if table == "claims" else ()
                assert tables.sql(f"FROM {table}").columns == (*(column.name for column in columns), *year)


@settings(max_examples=8)
@given(st.lists(generated_claims(), max_size=12), st.lists(generated_claims(document="a1"), max_size=4))
def test_a_scan_of_a_store_gives_what_reading_claim_by_claim_gives(one: list[Claim], other: list[Claim]) -> None:
    with TemporaryDirectory() as folder, KnowledgeGraph(f"{folder}/kgraph.db") as stored:
        read = KnowledgeGraph()
        for graph in (stored, read):
            graph.add(ARTICLE, other, keep_text=True)
            graph.add_claims(one)
        assert files_in(write_tables(stored, f"{folder}/a")) == files_in(write_tables(read, f"{folder}/b"))


@settings(max_examples=8)
@given(st.lists(generated_claims(), max_size=12))
def test_networkx_is_the_same_from_the_tables(told: list[Claim]) -> None:
    with TemporaryDirectory() as folder:
        with KnowledgeGraph(f"{folder}/kgraph.db") as graph:
            graph.add_claims(told)
        with GraphReader(f"{folder}/kgraph.db") as graph:
            graph.tables().close()
            found = tabled.network_from_tables(graph)
            assert found is not None
            assert contents(found) == contents(by_claims._from_store(graph))


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    filled(KnowledgeGraph(tmp_path / "a.db"))
    with KnowledgeGraph(tmp_path / "b.db") as graph:
        graph.add_claims([BYWORD])
        BulkWriter(graph).write([ROW], datasets=[DATA])
        graph.add_claims([PROTEST, DENIAL, OIL])
        filled(graph)
        written = [write_tables(graph, tmp_path / name) for name in ("one", "two")]
        written.append(write_tables(filled(KnowledgeGraph()), tmp_path / "three"))
    assert files_in(written[0]) == files_in(written[1]) == files_in(written[2])
    assert len(files_in(written[0])) == 5


def test_tables_of_a_graph_on_a_server_are_the_same(tmp_path: Path) -> None:
    with oxigraph() as address:
        settings = RemoteSettings(url=f"{address}/query", update=f"{address}/update")
        with RemoteGraph(settings) as graph:
            graph.add(ARTICLE, [MEETING, OIL, DENIAL])
            graph.add_claims([PROTEST, BYWORD])
            written = write_tables(graph, tmp_path / "there")
            with graph.tables() as tables:
                assert tables.sql("SELECT count(*) FROM claims").rows == [(5,)]
                folder = tables.folder
            assert not folder.exists()
            assert contents(to_networkx(graph))[1] != []
    here = KnowledgeGraph()
    here.add(ARTICLE, [MEETING, OIL, DENIAL])
    here.add_claims([PROTEST, BYWORD])
    assert files_in(written) == files_in(write_tables(here, tmp_path / "here"))


def test_tables_that_are_there_stay_until_the_new_ones_are_whole(place: Path, tmp_path: Path) -> None:
    with KnowledgeGraph(place) as graph:
        folder = write_tables(graph, tmp_path / "tables")
        before = files_in(folder)
        graph.store.update(f"DELETE WHERE {{ <{OIL.id}> <https://w3id.org/kgraph/ns#actorName> ?name }}")  # type: ignore[attr-defined]
        with pytest.raises(DataError, match="a claim without actor name"):
            write_tables(graph, folder)
    assert files_in(folder) == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["kgraph.db", "tables"]


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        ("DELETE WHERE { ?words oa:exact ?text }", "has no oa:exact"),
        (
            "DELETE WHERE { ?words a kg:Evidence ; oa:hasSelector ?s ; a ?kind ; oa:hasSource ?o }",
            "whose words are not",
        ),
        ("DELETE { ?s ?p ?o } WHERE { ?s a kg:Attribution ; ?p ?o }", "not there who said it"),
        ("INSERT DATA { <%s> kg:relation kg:bombs }", "has several values"),
        (
            "DELETE { <%s> kg:relation ?r } INSERT { <%s> kg:relation kg:loves } WHERE { <%s> kg:relation ?r }",
            "unknown relation",
        ),
        (
            "DELETE { <%s> kg:firstDay ?d } INSERT { <%s> kg:firstDay 'soon' } WHERE { <%s> kg:firstDay ?d }",
            "not a day",
        ),
        (
            "DELETE { <%s> kg:confidence ?d } INSERT { <%s> kg:confidence 'high' } WHERE { <%s> kg:confidence ?d }",
            "spoilt",
        ),
        ("DELETE { ?s oa:start ?d } INSERT { ?s oa:start 99999999999999999999 } WHERE { ?s oa:start ?d }", "no table"),
        ("DELETE { ?s kg:position ?d } INSERT { ?s kg:position 'first' } WHERE { ?s kg:position ?d }", "spoilt"),
        ("DELETE { <%s> kg:actor ?d } INSERT { <%s> kg:actor 'Russia' } WHERE { <%s> kg:actor ?d }", "kg:actor of"),
    ],
)
def test_a_spoilt_claim_is_no_row_but_an_error(place: Path, tmp_path: Path, spoilt: str, problem: str) -> None:
    with KnowledgeGraph(place) as graph:
        graph._update(spoilt.replace("%s", OIL.id))
        with pytest.raises(DataError, match=problem):
            write_tables(graph, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


def test_nothing_but_tables_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(DataError, match=r"other things in it: 'mine\.txt'"):
        write_tables(KnowledgeGraph(), tmp_path / "notes")
    with pytest.raises(DataError, match="tables are a folder"):
        write_tables(KnowledgeGraph(), tmp_path / "notes" / "mine.txt")
    with pytest.raises(DataError, match="cannot be written"):
        write_tables(KnowledgeGraph(), tmp_path / "nowhere" / "tables")
    assert (tmp_path / "notes" / "mine.txt").read_text("utf-8") == "keep"


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


def test_the_command_line_asks_in_sql(shell: Shell) -> None:  # noqa: F811
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
