"""Patches of the explorer: what a reader rejects and notes, in the graph and beside it."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from kgraph.cli.verbs import app
from kgraph.errors import DataError, StoreError
from kgraph.explore import explorer_html
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import Document, Modality, Review, Verdict, read_reviews, reviews_beside, write_reviews
from kgraph.network import columns
from kgraph.reviewing import Applied, apply_patch, read_patch, reviews_of
from tests.case_file import claim, data_of

PAPERS = [Document(text="", id=id_, publisher=id_) for id_ in ("wire", "meridian")]
ARMS, AGAIN = (claim("RUS", "PRK", "suppliesOilTo", document=id_) for id_ in ("wire", "meridian"))
VISIT = claim("RUS", "CHN", "visits", document="wire")
EDGES = "SELECT ?a ?b WHERE { ?a kg:suppliesOilTo ?b }"


@pytest.fixture
def graph(tmp_path):
    with KnowledgeGraph(tmp_path / "case.db") as made:
        made.add(PAPERS[0], [ARMS, VISIT])
        made.add(PAPERS[1], [AGAIN])
        yield made


def patch(tmp_path, *verdicts, **fields):
    file = tmp_path / "case.patch.json"
    claims = [{"claim": claim_, "verdict": verdict, "note": note} for claim_, verdict, note in verdicts]
    whole = {"format": "kgraph-patch", "version": 1, "title": "case", "claims": claims, **fields}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def test_an_edge_goes_when_nothing_but_rejected_claims_support_it(graph, tmp_path):
    first = patch(tmp_path, (ARMS.id, "rejected", "misread"))
    assert apply_patch(graph, first, made="2024-06-19") == Applied(rejected=1)
    assert graph.query(EDGES).rows == [("kgr:RUS", "kgr:PRK")]
    apply_patch(graph, patch(tmp_path, (AGAIN.id, "rejected", "copied from the wire")), made="2024-06-20")
    assert graph.query(EDGES).rows == []
    assert len(graph) == 3
    assert graph.claim(ARMS.id) == ARMS
    assert graph.query("ASK { kgr:RUS kg:visits kgr:CHN }")


def test_a_verdict_can_be_taken_back_and_nothing_is_written_over(graph, tmp_path):
    both = ((ARMS.id, "rejected", "misread"), (AGAIN.id, "rejected", "copied"))
    apply_patch(graph, patch(tmp_path, *both), made="2024-06-19")
    done = apply_patch(graph, patch(tmp_path, (ARMS.id, "restored", "")), made="2024-06-20")
    assert done == Applied(restored=1)
    assert graph.query(EDGES).rows == [("kgr:RUS", "kgr:PRK")]
    assert set(reviews_of(graph)) == {AGAIN.id}
    kept = read_reviews(reviews_beside(graph.location))
    assert [(one.claim, str(one.verdict), one.made) for one in kept] == [
        (ARMS.id, "rejected", "2024-06-19"),
        (AGAIN.id, "rejected", "2024-06-19"),
        (ARMS.id, "restored", "2024-06-20"),
    ]


def test_applying_again_changes_nothing(graph, tmp_path):
    file = patch(tmp_path, (ARMS.id, "rejected", "misread"), (VISIT.id, "noted", "in  the\nannex"))
    assert apply_patch(graph, file, made="2024-06-19") == Applied(rejected=1, noted=1)
    before = reviews_beside(graph.location).read_bytes()
    assert apply_patch(graph, file, made="2024-06-25") == Applied(known=2)
    assert reviews_beside(graph.location).read_bytes() == before
    assert reviews_of(graph)[VISIT.id].note == "in the annex"


def test_every_later_writing_keeps_to_what_was_rejected(graph, tmp_path):
    both = ((ARMS.id, "rejected", "misread"), (AGAIN.id, "rejected", "copied"))
    apply_patch(graph, patch(tmp_path, *both), made="2024-06-19")
    graph.rebuild_edges()
    assert graph.query(EDGES).rows == []
    graph.remove(PAPERS[0].id)
    graph.add(PAPERS[0], [ARMS, VISIT])
    assert graph.query(EDGES).rows == []
    graph.close()
    with KnowledgeGraph(graph.location) as again:
        again.add(PAPERS[1], [AGAIN])
        again.rebuild_edges()
        assert again.query(EDGES).rows == []
        assert apply_patch(again, patch(tmp_path, (AGAIN.id, "restored", "")), made="2024-06-20").restored == 1
        assert again.query(EDGES).rows != []


def test_what_is_rejected_goes_with_a_backup_and_out_of_the_network(graph, tmp_path):
    assert {ARMS.id, AGAIN.id} <= set(columns(graph).claims)
    apply_patch(graph, patch(tmp_path, (ARMS.id, "rejected", "misread")), made="2024-06-19")
    graph.backup(tmp_path / "copy.db")
    with GraphReader(tmp_path / "copy.db") as copy:
        assert copy.rejected == {ARMS.id}
        assert len(copy) == len(graph)
        assert ARMS.id not in columns(copy).claims
        assert AGAIN.id in columns(copy).claims


def test_claims_that_the_graph_does_not_hold_are_named(graph, tmp_path):
    other = claim("FRA", "DEU").id
    done = apply_patch(graph, patch(tmp_path, (other, "rejected", "x"), (ARMS.id, "noted", "y")), made="2024-06-19")
    assert (done.strange, done.noted) == ((other,), 1)
    assert set(reviews_of(graph)) == {ARMS.id}


def test_a_claim_that_was_no_fact_may_be_rejected(graph, tmp_path):
    planned = replace(VISIT, modality=Modality.PLANNED, document="wire")
    graph.add(PAPERS[0], [ARMS, VISIT, planned])
    assert apply_patch(graph, patch(tmp_path, (planned.id, "rejected", "x")), made="2024-06-19").rejected == 1


def test_the_explorer_shows_what_was_rejected(graph, tmp_path):
    apply_patch(graph, patch(tmp_path, (ARMS.id, "rejected", "misread")), made="2024-06-19")
    graph.close()
    with GraphReader(graph.location) as reader:
        assert data_of(explorer_html(reader))["verdicts"] == [[ARMS.id.rpartition(":")[2], "rejected", "misread"]]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"format": "other"}, "not a patch"),
        ({"version": 2}, r"a patch of another version: '?2'? \(expected 1\)"),
        ({"claims": {}}, "a patch without claims"),
        ({"claims": [1]}, r"case\.patch\.json:1: not a verdict"),
        ({"claims": [{"claim": ARMS.id, "verdict": "maybe", "note": ""}]}, "not a verdict: 'maybe'"),
        ({"claims": [{"claim": ARMS.id, "verdict": "rejected", "note": " "}]}, "a claim rejected without a word why"),
        ({"claims": [{"claim": "x", "verdict": "noted", "note": "y"}]}, "not the id of a claim: 'x'"),
        ({"claims": [{"claim": ARMS.id, "verdict": "noted", "note": "\ud800"}]}, "surrogate"),
    ],
)
def test_what_is_no_patch_is_refused_whole(graph, tmp_path, fields, message):
    with pytest.raises(DataError, match=message):
        apply_patch(graph, patch(tmp_path, **fields))
    assert not reviews_beside(graph.location).exists()


def test_what_cannot_be_read_is_said(graph, tmp_path):
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="not JSON"):
        read_patch(tmp_path / "broken.json")
    with pytest.raises(DataError, match="cannot be read"):
        read_patch(tmp_path / "none.json")
    with pytest.raises(DataError, match="not a day"):
        read_patch(patch(tmp_path, (ARMS.id, "noted", "x")), made="yesterday")
    with pytest.raises(StoreError, match="in memory"):
        apply_patch(KnowledgeGraph(), "x.json")


def test_a_file_of_verdicts_that_breaks_its_format_is_said(tmp_path):
    file = tmp_path / "case.db.reviews.csv"
    review = Review(claim=ARMS.id, verdict=Verdict.NOTED, note='a "quote", and a comma', made="2024-06-19")
    write_reviews([review], file)
    assert read_reviews(file) == [review]
    file.write_text("claim,verdict,note,made\nx,noted,y,2024-06-19\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"reviews\.csv:2: not the id of a claim"):
        read_reviews(file)
    file.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(DataError, match="other columns"):
        read_reviews(file)


def test_the_verb_says_what_it_did(graph, tmp_path):
    location = str(graph.location)
    graph.close()
    file = str(patch(tmp_path, (ARMS.id, "rejected", "misread"), (claim("FRA", "DEU").id, "noted", "x")))
    done = CliRunner().invoke(app, ["apply", file, "--made", "2024-06-19", "-l", location])
    assert done.exit_code == 0, done.output
    assert "1 rejected, 0 noted, 0 restored, 0 known already" in done.output
    assert "is not in this graph, its verdict is left out" in done.output
    assert "misread" in CliRunner().invoke(app, ["apply", "--list", "-l", location]).output
    assert isinstance(CliRunner().invoke(app, ["apply", "-l", location]).exception, DataError)
