"""Export: every format holds the graph, byte for byte the same each time."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx
import pytest
import rdflib

from kgraph.errors import DataError, UnknownNameError
from kgraph.export import CSV_COLUMNS, WRITERS, export_graph
from kgraph.graph import KnowledgeGraph
from kgraph.model import Claim, Evidence, read_claims
from kgraph.network import to_networkx
from tests.samples import DENIAL, KOREA, MEETING, OIL, PROTEST, RUSSIA, sample_graph


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_the_same_graph_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    files = [export_graph(sample_graph(), tmp_path / f"{run}.{name}") for run in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes() != b""
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in files)


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig", "jsonld"])
def test_rdf_comes_back_as_the_same_graph(name: str, tmp_path: Path) -> None:
    graph, again = sample_graph(), KnowledgeGraph()
    again.load(export_graph(graph, tmp_path / f"graph.{name}"))
    assert set(again.store) == set(graph.store)
    assert list(again.claims()) == list(graph.claims())


@pytest.mark.parametrize(("name", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("nq", "nquads"), ("trig", "trig")])
def test_rdflib_reads_it_too(name: str, parser: str, tmp_path: Path) -> None:
    graph = sample_graph()
    dataset = rdflib.Dataset()
    dataset.parse(export_graph(graph, tmp_path / f"graph.{name}"), format=parser)
    assert len(list(dataset.quads())) == len(graph.store)


def test_lines_of_n_quads_are_sorted(tmp_path: Path) -> None:
    lines = export_graph(sample_graph(), tmp_path / "graph.nq").read_text("utf-8").splitlines()
    assert lines == sorted(lines)


def test_json_lines_hold_every_claim(tmp_path: Path) -> None:
    with export_graph(sample_graph(), tmp_path / "claims.jsonl").open(encoding="utf-8", newline="\n") as lines:
        assert set(read_claims(lines)) == {MEETING, OIL, DENIAL, PROTEST}


def test_csv_has_a_row_a_claim_with_its_words_and_its_document(tmp_path: Path) -> None:
    with export_graph(sample_graph(), tmp_path / "claims.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["id"]: row for row in csv.DictReader(lines)}
    assert len(rows) == 4
    oil = rows[OIL.id]
    assert list(oil) == list(CSV_COLUMNS)
    assert (oil["actor"], oil["recipient_state"], oil["date"], oil["sign"]) == ("kgr:RUS", "PRK", "2017-12", "1")
    assert oil["attribution"] == "Japanese media;sources"
    assert (oil["publisher"], oil["published"]) == ("Example Wire", "2017-12-07")
    assert rows[PROTEST.id]["recipient"] == ""


def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    formula = '=HYPERLINK("https://example.org","Open")'
    quote = Evidence(quote=formula, start=0, end=len(formula))
    graph.add_claims([Claim(document="a", actor=RUSSIA, relation="sanctions", event_type="SANCTION", evidence=quote)])
    with export_graph(graph, tmp_path / "claims.csv").open(encoding="utf-8", newline="") as lines:
        [row] = csv.DictReader(lines)
    assert row["quote"] == f"'{formula}"


def test_graphml_keeps_parallel_claims_and_survives_control_characters(tmp_path: Path) -> None:
    graph = sample_graph()
    odd = Evidence(quote="a\x00b\x1b[31m", start=0, end=8)
    graph.add_claims(
        [Claim(document="c", actor=RUSSIA, recipient=KOREA, relation="aids", event_type="AID", evidence=odd)]
    )
    network = networkx.read_graphml(export_graph(graph, tmp_path / "graph.graphml"), force_multigraph=True)
    assert network.number_of_edges("kgr:RUS", "kgr:PRK") == 3
    assert network.nodes["kgr:RUS"]["label"] == "Russia"
    quotes = {data.get("quote") for _, _, data in network.edges(data=True)}
    assert "a\ufffdb\ufffd[31m" in quotes


def test_networkx_edges_are_claims() -> None:
    network = to_networkx(sample_graph())
    assert set(network.edges(keys=True)) == {
        ("kgr:vladimir-putin", "kgr:CHN", MEETING.id),
        ("kgr:RUS", "kgr:PRK", OIL.id),
        ("kgr:RUS", "kgr:PRK", DENIAL.id),
    }
    about = network.edges["kgr:RUS", "kgr:PRK", DENIAL.id]
    assert (about["sign"], about["polarity"], about["modality"]) == (1, False, "denied")
    assert "date" not in about
    assert network.nodes["kgr:RUS"] == {"label": "Russia", "kind": "state", "state": "RUS"}
    json.dumps(networkx.node_link_data(network, edges="edges"))


def test_a_format_nobody_knows_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"'\.graphm'; did you mean '\.graphml'"):
        export_graph(KnowledgeGraph(), tmp_path / "graph.graphm")
    with pytest.raises(DataError, match="cannot be written"):
        export_graph(KnowledgeGraph(), tmp_path / "none" / "graph.ttl")
    assert list(tmp_path.iterdir()) == []
