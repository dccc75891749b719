"""Rows of data sets as claims: in RDF and JSON and back, and as lines of N-Quads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import DataError
from kgraph.graph import BulkWriter, Closing, GraphReader, KnowledgeGraph
from kgraph.model import (
    ActorRef,
    Attribution,
    Claim,
    Dataset,
    Document,
    Judged,
    Judgement,
    Judgements,
    Record,
    claim_from_json,
    claim_to_json,
)
from kgraph.model.laws import digest, row_digest
from kgraph.ontology import mint
from kgraph.rdf import (
    ClaimLines,
    actor_ref_quads,
    claim_quads,
    datasets_in,
    document_iri,
    edge_quad,
    edges_of,
    read_claim,
    supports,
)
from tests.generated import claims, text, words

DATA = Dataset(
    id="ties-1.0", title="Ties", version="1.0", publisher="An institute", license="CC0", citation="Ties (2020)",
    url="https://example.org/ties",
)  # fmt: skip

field_names = st.from_regex(r"[a-z][A-Za-z0-9]{0,12}", fullmatch=True)
values = st.one_of(
    text, st.integers(-(10**15), 10**15), st.floats(-(10**15), 10**15), st.sampled_from(["042", "1", "1.0", ""])
)
records = st.builds(
    Record,
    id=words.filter(lambda name: name.strip() != ""),
    url=st.one_of(st.none(), text),
    fields=st.lists(st.tuples(field_names, values), max_size=6).map(tuple),
)


@st.composite
def rows(draw: st.DrawFn) -> Claim:
    """A claim that is a row of a data set."""
    return replace(draw(claims()), document=DATA.iri, record=draw(records))


anything = st.one_of(claims(), rows())


def parsed(lines: ClaimLines, claim: Claim) -> set[ox.Quad]:
    """The quads in the lines of a claim and of what it brings."""
    text = "".join((lines.of(claim), *lines.brought(claim)))
    return set(ox.parse(io.BytesIO(text.encode()), ox.RdfFormat.N_QUADS))


def everything(claim: Claim, judged: Judged | None = None) -> set[ox.Quad]:
    """The quads of a claim and of all it brings, made one by one."""
    named: list[ActorRef | Attribution] = [
        claim.actor,
        *claim.attribution,
        *([] if claim.recipient is None else [claim.recipient]),
    ]
    quads = set(claim_quads(claim)) | {quad for one in named for quad in actor_ref_quads(one)}
    return quads | ({edge_quad(edge) for edge in edges_of(claim, judged)} if supports(claim) else set())


@given(st.lists(anything, max_size=4))
def test_lines_are_the_quads(found: list[Claim]) -> None:
    lines = ClaimLines()
    for claim in found:
        assert parsed(lines, claim) == everything(claim)


def test_no_literal_is_taken_for_a_line() -> None:
    trap = "\n<urn:kgraph:claim:any> <urn:kgraph:claim:any> ."
    claim = Claim(document=DATA.iri, actor=ActorRef(id="kgr:RUS", name=trap), relation="rejects", event_type="REJECT",
                  record=Record(id=trap, url=trap, fields=(("note", trap),)))  # fmt: skip
    assert parsed(ClaimLines(), claim) == everything(claim)


def test_lines_know_verdicts() -> None:
    bear = ActorRef(id="urn:kgraph:actor:the-bear-1", name="the bear")
    claim = Claim(document="a", actor=bear, recipient=ActorRef(id="kgr:CHN", name="China", state="CHN"),
                  relation="visits", event_type="CONSULT")  # fmt: skip
    same = Judgement(first="kgr:RUS", second=bear.id, same=True, reason="a byword", made="2024-06-19")
    judged = Judged(Judgements([same]), lambda actor: None)
    assert parsed(ClaimLines(judged), claim) == everything(claim, judged)
    assert parsed(ClaimLines(judged), claim) != everything(claim)


def test_numbers_that_are_equal_are_not_the_same_field() -> None:
    lines = ClaimLines()
    actor = ActorRef(id="kgr:RUS", name="Russia")
    for value in (1, 1.0, "1"):
        claim = Claim(document=DATA.iri, actor=actor, relation="rejects", event_type="REJECT",
                      record=Record(id="a", fields=(("quad", value),)))  # fmt: skip
        assert parsed(lines, claim) == everything(claim)
        assert type(dict(Record(id="a", fields=(("quad", value),)).fields)["quad"]) is type(value)


@given(rows())
def test_a_row_comes_back_from_rdf(claim: Claim) -> None:
    store = ox.Store()
    store.extend(claim_quads(claim))
    back = read_claim(store, ox.NamedNode(claim.id))
    assert back == claim
    assert back.record is not None
    assert claim.record is not None
    assert [type(value) for _, value in back.record.fields] == [type(value) for _, value in claim.record.fields]


@given(rows())
def test_a_row_comes_back_from_json(claim: Claim) -> None:
    assert claim_from_json(claim_to_json(claim)) == claim


@given(rows(), text)
def test_the_quick_way_to_a_rows_id_gives_the_published_one(claim: Claim, name: str) -> None:
    assert claim.record is not None
    assert claim.id == mint("claim", digest("row", claim.document, claim.record.id))
    assert row_digest(claim.document, name) == digest("row", claim.document, name)


@given(rows(), claims())
def test_a_rows_iri_is_of_the_data_set_and_the_rows_id_alone(claim: Claim, other: Claim) -> None:
    assert replace(other, document=DATA.iri, record=Record(id=claim.record.id if claim.record else "")).id == claim.id
    assert replace(claim, document=Dataset(id="ties-2.0", title="Ties").iri).id != claim.id


def test_a_row_is_of_a_data_set() -> None:
    actor = ActorRef(id="kgr:RUS", name="Russia")
    with pytest.raises(DataError, match="a row of what is no data set"):
        Claim(document="a", actor=actor, relation="rejects", event_type="REJECT", record=Record(id="1"))


@pytest.mark.parametrize("name", ["", "Upper", "a b", "a-b", "é", "1a"])
def test_fields_have_plain_names(name: str) -> None:
    with pytest.raises(DataError, match="not the name of a field"):
        Record(id="1", fields=((name, 1),))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, True, "\ud800"])
def test_fields_hold_text_and_numbers(value: object) -> None:
    with pytest.raises(DataError):
        Record(id="1", fields=(("tone", value),))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "UPPER", "a b", "a/b", ".a", "a-", "é"])
def test_data_sets_have_plain_ids(name: str) -> None:
    with pytest.raises(DataError, match="not the id of a data set"):
        Dataset(id=name, title="x")


def test_only_a_whole_iri_of_a_data_set_is_one() -> None:
    assert document_iri(DATA.iri).value == "urn:kgraph:dataset:ties-1.0"
    assert document_iri("urn:kgraph:dataset:a b>").value.startswith("urn:kgraph:document:")


def filled() -> tuple[KnowledgeGraph, list[Claim]]:
    ends = [("RUS", "CHN"), ("CHN", "RUS"), ("RUS", "PRK")]
    found = [
        Claim(
            document=DATA.iri,
            actor=ActorRef(id=f"kgr:{one}", name=one, state=one),
            recipient=ActorRef(id=f"kgr:{other}", name=other, state=other),
            relation="cooperatesMilitarilyWith",
            event_type="COOPERATE",
            record=Record(id=str(number), url="https://example.org/1", fields=(("event", "062"),)),
        )
        for number, (one, other) in enumerate(ends)
    ]
    graph = KnowledgeGraph()
    assert BulkWriter(graph).write(found, datasets=[DATA], part="a:3") == 3
    return graph, found


def test_what_is_loaded_at_once_is_what_is_added_one_by_one() -> None:
    graph, found = filled()
    other = KnowledgeGraph()
    assert other.add_claims(found) == 3
    described = set(graph.store) - set(other.store)
    assert {quad.subject.value for quad in described if isinstance(quad.subject, ox.NamedNode)} == {DATA.iri}
    assert set(other.store) < set(graph.store)
    assert list(graph.claims()) == list(other.claims())
    before = set(graph.store)
    graph.rebuild_edges()
    assert set(graph.store) == before


def test_a_data_set_is_described_and_taken_out_whole() -> None:
    graph, found = filled()
    assert datasets_in(graph.store) == [DATA]
    assert BulkWriter(graph).parts(DATA) == ["a:3"]
    assert sorted(claim.id for claim in graph.claims_in(DATA.iri)) == sorted(claim.id for claim in found)
    assert graph.remove(DATA.iri)
    assert datasets_in(graph.store) == []
    assert BulkWriter(graph).parts(DATA) == []
    assert graph.stats().edges == 0


def test_what_is_raised_while_claims_come_leaves_the_graph_as_it_was() -> None:
    graph, found = filled()
    before = set(graph.store)

    def broken() -> Iterator[Claim]:
        yield replace(found[0], record=Record(id="new"))
        raise LookupError("the file is gone")

    def no_end(ends: object) -> Closing:
        raise LookupError("too many are bad")

    writer = BulkWriter(graph)
    with pytest.raises(LookupError, match="gone"):
        writer.write(broken(), datasets=[DATA])
    with pytest.raises(LookupError, match="bad"):
        writer.stream([replace(found[0], record=Record(id="new"))], no_end)
    assert set(graph.store) == before


def test_the_first_of_two_rows_of_one_id_stays() -> None:
    graph, found = filled()
    changed = replace(found[0], relation="visits", event_type="CONSULT")
    assert BulkWriter(graph).write([changed, changed], datasets=[DATA]) == 0
    assert graph.claim(found[0].id) == found[0]
    fresh = KnowledgeGraph()
    assert BulkWriter(fresh).write([changed, found[0]], datasets=[DATA]) == 1
    assert fresh.claim(found[0].id) == changed


def test_rows_and_articles_stand_side_by_side() -> None:
    graph, found = filled()
    told = replace(found[0], document="a1", record=None)
    graph.add(Document(id="a1", text="Russia and China held a drill."), [told])
    graph.remove(DATA.iri)
    assert [claim.id for claim in graph.claims()] == [told.id]
    assert graph.query("ASK { kgr:RUS kg:cooperatesMilitarilyWith kgr:CHN }").rows == [(True,)]
    assert graph.query("ASK { kgr:RUS kg:cooperatesMilitarilyWith kgr:PRK }").rows == [(False,)]


def test_a_reader_sees_what_was_loaded(tmp_path: object) -> None:
    from pathlib import Path

    location = Path(str(tmp_path)) / "g.db"
    _, found = filled()
    with KnowledgeGraph(location) as graph:
        BulkWriter(graph).write(found, datasets=[DATA])
    reader = GraphReader(location)
    assert [claim.record for claim in reader.claims_between("kgr:RUS", "kgr:PRK")] == [found[2].record]
    reader.close()
