"""The graph as tables: what stands in them, when they are made anew, SQL, and networkx from them."""

from __future__ import annotations

import json
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

from kgraph.errors import DataError
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
from kgraph.tables import TABLES, Tables, fresh_tables, write_tables
from tests.generated import claims as generated_claims
from tests.samples import ARTICLE, CHINA, DENIAL, KOREA, MEETING, OIL, PROTEST, RUSSIA
from tests.shell import Shell, shell  # noqa: F401 — a fixture
from tests.sparql_servers import oxigraph

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
    [words] = [row for row in rows_in(folder, "evidence") if row["claim"] == OIL.id]
    assert OIL.evidence is not None
    assert (words["quote"], words["quote_start"]) == (OIL.evidence.quote, OIL.evidence.start)
    assert [mark["role"] for mark in words["marks"]] == ["actor", "cue"]  # type: ignore[attr-defined]


def test_what_only_some_claims_have_stands_in_their_rows(tmp_path: Path) -> None:
    folder = write_tables(filled(KnowledgeGraph(tmp_path / "a.db")), tmp_path / "tables")
    claims = {row["id"]: row for row in rows_in(folder, "claims")}
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
