"""The published RDF shape, term by term; events and rows of claims, the way there and back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import DataError
from kgraph.model import Actor, ActorKind, Attribution, Claim, Date, Event, EventMaker, Place, Record
from kgraph.ontology import RELATIONS, compress
from kgraph.rdf import actor_quads, claim_quads, document_iri, dyad_iri, event_quads, read_claim
from kgraph.rdf.actors import described_by_tables
from kgraph.rdf.documents import document_id, reader_of, reading_quad
from kgraph.rdf.edges import edges_at_stake, edges_of
from kgraph.rdf.events import is_event, is_of_events, read_event, stored_event_quads
from kgraph.rdf.rows import ClaimRows, Row, evidence_row, fields_json, quote_row, step_row
from kgraph.rdf.terms import Fields, Term, boolean, decimal, integer, iso, node, plain, text
from tests.generated import claims
from tests.samples import OIL, PUTIN

TOLD = replace(
    OIL,
    mode=None,
    contexts=("economic",),
    date=Date(start="2017-12", end="2018"),
    place=Place(name="Vladivostok", id="gn:2013348"),
    attribution=(Attribution(id="kgr:xinhua", name="Xinhua", cue="said"), Attribution(id=PUTIN.id, name="Putin")),
)
EVENT = Event(
    id="urn:kgraph:event:1",
    claims=("urn:kgraph:claim:a", "urn:kgraph:claim:b"),
    reason="the same raid",
    made_by=EventMaker.PERSON,
    made="2024-06-19",
)


def short(term: Term | ox.DefaultGraph) -> str:
    if isinstance(term, ox.NamedNode):
        return compress(term.value)
    return f"{term.value} {compress(term.datatype.value)}" if isinstance(term, ox.Literal) else str(term)


def triples(quads: list[ox.Quad]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        found[short(quad.subject)].append(f"{short(quad.predicate)} {short(quad.object)}")
    return {subject: sorted(rest) for subject, rest in found.items()}


def told_as(name: str, words: str) -> list[str]:
    """What is written of TOLD itself."""
    return [
        "kg:actor kgr:RUS",
        "kg:actorName Russia xsd:string",
        "kg:actorRollup kgr:RUS",
        "kg:actorSpan char=27,33 xsd:string",
        "kg:actorState kgr:RUS",
        "kg:attributedTo kgr:vladimir-putin",
        "kg:attributedTo kgr:xinhua",
        f"kg:attribution urn:kgraph:attribution:{name}-1",
        f"kg:attribution urn:kgraph:attribution:{name}-2",
        "kg:confidence 0.6 xsd:decimal",
        "kg:context plover:ctx-economic",
        "kg:cueSpan char=34,45 xsd:string",
        "kg:dateBasis explicit xsd:string",
        "kg:dateEnd 2018 xsd:gYear",
        "kg:datePrecision range xsd:string",
        "kg:dateStart 2017-12 xsd:gYearMonth",
        "kg:dyad urn:kgraph:dyad:PRK-RUS",
        "kg:eventType plover:COOPERATE",
        f"kg:evidence {words}",
        "kg:extractor hand xsd:string",
        "kg:firstDay 2017-12-01 xsd:date",
        "kg:lastDay 2018-12-31 xsd:date",
        "kg:modality kg:reported",
        "kg:place gn:2013348",
        "kg:placeName Vladivostok xsd:string",
        "kg:polarity true xsd:boolean",
        "kg:recipient kgr:PRK",
        "kg:recipientName North Korea xsd:string",
        "kg:recipientRollup kgr:PRK",
        "kg:recipientState kgr:PRK",
        "kg:relation kg:suppliesOilTo",
        "prov:wasDerivedFrom urn:kgraph:document:a1",
        "rdf:type kg:Claim",
    ]


def test_a_claim_is_written_in_the_published_shape() -> None:
    name = TOLD.id.rpartition(":")[2]
    quads = triples(claim_quads(TOLD))
    (words,) = (subject for subject in quads if subject.startswith("urn:kgraph:evidence:"))
    selector = words.replace(":evidence:", ":selector:")
    assert words == "urn:kgraph:evidence:a04f4a3f8f452d334312"
    assert quads == {
        TOLD.id: told_as(name, words),
        f"urn:kgraph:attribution:{name}-1": [
            "kg:cue said xsd:string",
            "kg:position 1 xsd:integer",
            "kg:source kgr:xinhua",
            "kg:sourceName Xinhua xsd:string",
            "rdf:type kg:Attribution",
        ],
        f"urn:kgraph:attribution:{name}-2": [
            "kg:position 2 xsd:integer",
            "kg:source kgr:vladimir-putin",
            "kg:sourceName Putin xsd:string",
            "rdf:type kg:Attribution",
        ],
        words: ["oa:hasSelector " + selector, "oa:hasSource urn:kgraph:document:a1", "rdf:type kg:Evidence"],
        selector: [
            "oa:end 75 xsd:integer",
            f"oa:exact {TOLD.evidence.quote} xsd:string" if TOLD.evidence else "",
            "oa:start 27 xsd:integer",
            "rdf:type oa:TextPositionSelector",
            "rdf:type oa:TextQuoteSelector",
        ],
    }


def test_an_event_is_written_in_the_published_shape_and_read_back() -> None:
    quads = event_quads(EVENT)
    assert triples(quads) == {
        "urn:kgraph:event:1": [
            "dct:created 2024-06-19 xsd:date",
            "kg:mergeReason the same raid xsd:string",
            "kg:mergedBy person xsd:string",
            "rdf:type kg:Event",
        ],
        "urn:kgraph:claim:a": ["kg:inEvent urn:kgraph:event:1"],
        "urn:kgraph:claim:b": ["kg:inEvent urn:kgraph:event:1"],
    }
    store = ox.Store()
    store.extend([*quads, *claim_quads(OIL)])
    assert read_event(store, ox.NamedNode(EVENT.id)) == EVENT
    assert stored_event_quads(store, ox.NamedNode(EVENT.id)) == set(quads)
    assert [quad for quad in store if is_of_events(quad)] == [quad for quad in store if quad in quads]


def test_an_event_made_by_nobody_known_is_refused() -> None:
    store = ox.Store()
    made_by = node("kg:mergedBy")
    store.extend([quad for quad in event_quads(EVENT) if quad.predicate != made_by])
    store.add(ox.Quad(ox.NamedNode(EVENT.id), made_by, text("an oracle")))
    with pytest.raises(DataError, match=r"made by nobody known.*an oracle"):
        read_event(store, ox.NamedNode(EVENT.id))


def test_what_is_no_event_of_ours_is_none() -> None:
    assert is_event(ox.NamedNode(EVENT.id))
    assert not any(map(is_event, (node("kgr:RUS"), text("urn:kgraph:event:1"), ox.NamedNode(OIL.id))))


def test_only_a_reading_names_its_reader() -> None:
    reading = reading_quad("a1", "english", "0f")
    assert reader_of(reading) == "english"
    assert reader_of(ox.Quad(reading.subject, node("kg:sha256"), text("english 0f"))) is None
    assert reader_of(ox.Quad(reading.subject, reading.predicate, node("kgr:RUS"))) is None


def test_the_tables_describe_an_actor_by_their_own_properties_alone() -> None:
    russia = Actor(
        id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS", sector="GOV", codes=(("iso2", "RU"),)
    )
    told = {short(quad.predicate): described_by_tables(quad) for quad in actor_quads(russia)}
    kinds = {short(q.object): described_by_tables(q) for q in actor_quads(russia) if short(q.predicate) == "rdf:type"}
    assert kinds == {"kg:Actor": False, "kg:State": True}
    assert {predicate for predicate, described in told.items() if not described} == {"rdfs:label"}
    assert not described_by_tables(ox.Quad(node("kgr:RUS"), node("rdf:type"), text("kg:State")))


def test_two_ends_of_a_dyad_are_encoded_apart() -> None:
    assert dyad_iri("kgr:a-b", "wd:Q7/x").value == "urn:kgraph:dyad:a%2Db-wd%3AQ7%2Fx"


def test_documents_and_data_sets_have_their_own_iris() -> None:
    for name in ("a1", "https://e.org/a b", "urn:kgraph:dataset:gdelt-2.0"):
        assert document_id(document_iri(name)) == name
    assert document_iri("urn:kgraph:dataset:gdelt-2.0").value == "urn:kgraph:dataset:gdelt-2.0"


@settings(max_examples=50)
@given(claims())
def test_what_a_stored_claim_may_have_supported_takes_in_what_it_supports(claim: Claim) -> None:
    store = ox.Store()
    store.extend(claim_quads(claim))
    at_stake = edges_at_stake(Fields(store, ox.NamedNode(claim.id)))
    assert edges_of(claim) <= at_stake
    turned = {(end, name, start) for start, name, end in at_stake}
    assert not RELATIONS[claim.relation].symmetric or turned == at_stake


def test_of_a_relation_with_a_direction_one_way_is_at_stake() -> None:
    store = ox.Store()
    store.extend(claim_quads(OIL))
    assert edges_at_stake(Fields(store, ox.NamedNode(OIL.id))) == {("kgr:RUS", "suppliesOilTo", "kgr:PRK")}


def rows_of(claim: Claim) -> tuple[Row | None, dict[str, list[ox.Quad]]]:
    runs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in claim_quads(claim):
        assert isinstance(quad.subject, ox.NamedNode)
        runs[quad.subject.value].append(quad)
    return ClaimRows().row(claim.id, runs[claim.id]), runs


@settings(max_examples=50)
@given(claims())
def test_a_row_has_what_the_claim_has(claim: Claim) -> None:
    row, runs = rows_of(claim)
    assert row is not None
    for role, end in (("actor", claim.actor), ("recipient", claim.recipient)):
        told = [row[role], *(row[f"{role}_{name}"] for name in ("name", "rollup", "state", "sector"))]
        assert told == ([None] * 5 if end is None else [end.id, end.name, end.rollup, end.state, end.sector])
    own = ("relation", "event_type", "mode", "modality", "confidence", "extractor", "document", "sign", "id")
    assert [row[name] for name in own] == [getattr(claim, name) for name in own]
    assert row["contexts"] == list(claim.contexts)
    assert row["polarity"] is (claim.polarity == "positive")
    assert row["date"] == (None if claim.date is None else str(claim.date))
    dated = ("first_day", "last_day") if claim.date is not None else ()
    assert [row[name] for name in dated] == [getattr(claim.date, name) for name in dated]
    place = claim.place or Place(name="")
    assert (row["place"], row["place_name"] or "") == (place.id, place.name)
    assert row["dyad"] == (None if claim.dyad is None else dyad_iri(*claim.dyad).value.removeprefix("urn:kgraph:dyad:"))
    assert (row["record_id"], row["record_url"], row["record_fields"], row["event"]) == (None, None, None, None)
    assert isinstance(row["steps"], list)
    steps = sorted((step_row(step, runs[step]) for step in row["steps"]), key=lambda step: str(step["position"]))
    assert [(step["id"], step["name"], step["position"]) for step in steps] == [
        (source.id, source.name, position) for position, source in enumerate(claim.attribution, 1)
    ]


@settings(max_examples=30)
@given(claims().filter(lambda claim: claim.evidence is not None))
def test_the_words_of_a_row_are_those_of_the_claim(claim: Claim) -> None:
    row, runs = rows_of(claim)
    assert row is not None
    assert claim.evidence is not None
    evidence = evidence_row(str(row["evidence"]), runs[str(row["evidence"])])
    quote = quote_row(str(evidence["selector"]), runs[str(evidence["selector"])])
    assert (evidence["node"], quote["node"]) == (row["evidence"], evidence["selector"])
    assert (quote["quote"], quote["quote_start"], quote["quote_end"]) == (
        claim.evidence.quote,
        claim.evidence.start,
        claim.evidence.end,
    )
    assert row["marks"] == sorted((mark.start, mark.end, mark.role) for mark in claim.evidence.marks)


def test_a_row_of_data_has_its_fields() -> None:
    record = Record(id="886", url="https://e.org/1", fields=(("event", "042"), ("mentions", 4), ("goldstein", 1.9)))
    claim = replace(OIL, document="urn:kgraph:dataset:gdelt-2.0", record=record, evidence=None, attribution=())
    row, _ = rows_of(claim)
    assert row is not None
    assert (row["record_id"], row["record_url"]) == ("886", "https://e.org/1")
    assert row["record_fields"] == '{"event":"042","goldstein":1.9,"mentions":4}'
    assert fields_json([("b", "\u00e9"), ("a", 2), ("b", 1)]) == '{"a":2,"b":[1,"\u00e9"]}'
    store = ox.Store()
    store.extend(claim_quads(claim))
    assert read_claim(store, ox.NamedNode(claim.id)) == claim


@pytest.mark.parametrize(
    ("without", "instead", "message"),
    [
        ("kg:actorName", None, "a claim without actor name"),
        ("kg:dyad", None, "a claim without dyad"),
        ("kg:firstDay", None, "a claim without first day"),
        ("kg:relation", node("kg:supliesTo"), "a claim of an unknown relation"),
        ("kg:relation", node("plover:COERCE"), "another vocabulary"),
        ("kg:mode", node("plover:COERCE-embargo"), "a mode of another event type"),
        ("kg:modality", text("reported"), "kg:modality of"),
        ("kg:actorName", node("kgr:RUS"), "kg:actorName of"),
    ],
)
def test_a_row_of_a_claim_that_is_not_whole_is_refused(without: str, instead: Term | None, message: str) -> None:
    own = [quad for quad in claim_quads(TOLD) if short(quad.subject) == TOLD.id]
    quads = [quad for quad in own if short(quad.predicate) != without]
    if instead is not None:
        quads.append(ox.Quad(ox.NamedNode(TOLD.id), node(without), instead))
    with pytest.raises(DataError, match=message):
        ClaimRows().row(TOLD.id, quads)
    twice = [*own, ox.Quad(ox.NamedNode(TOLD.id), node("kg:modality"), node("kg:denied"))]
    with pytest.raises(DataError, match=r"kg:modality of .* has several values"):
        ClaimRows().row(TOLD.id, twice)


def test_what_is_no_claim_has_no_row_and_a_broken_part_is_refused() -> None:
    assert ClaimRows().row("urn:kgraph:claim:x", [ox.Quad(node("kgr:RUS"), node("kg:dyad"), node("kgr:RUS"))]) is None
    for made in (step_row, quote_row, evidence_row):
        with pytest.raises(DataError, match="urn:kgraph:evidence:x has no"):
            made("urn:kgraph:evidence:x", [])


@given(st.sampled_from(["2017", "2017-12", "2017-12-07"]))
def test_dates_are_typed_by_their_length(prefix: str) -> None:
    assert short(iso(prefix)).split() == [prefix, {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(prefix)]]
    assert plain(None) is None


def test_numbers_are_canonical_and_what_is_not_of_its_type_stays_text() -> None:
    assert [decimal(value).value for value in (-0.0, 0.83, 1, 10.0, -0.00001)] == ["0", "0.83", "1", "10", "0"]
    assert (boolean(True).value, boolean(False).value, integer(-3).value) == ("true", "false", "-3")
    beyond = ox.Literal("0000-01-01", datatype=node("xsd:date"))
    assert (plain(beyond), plain(ox.Literal("x", datatype=node("xsd:integer")))) == ("0000-01-01", "x")
    assert (plain(decimal(1.5)), plain(integer(4)), plain(boolean(True))) == (1.5, 4, True)


def test_one_value_of_a_property_is_asked_for_and_said_to_be_missing_or_many() -> None:
    store, subject = ox.Store(), node("kgr:RUS")
    store.extend(ox.Quad(subject, node("kg:cue"), text(word)) for word in ("said", "told"))
    store.extend(ox.Quad(subject, node("kg:place"), node(place)) for place in ("kgr:CHN", "kgr:PRK"))
    fields = Fields(store, subject)
    for asked in (lambda: fields.text("kg:cue"), lambda: fields.node("kg:place")):
        with pytest.raises(DataError, match="has 2 values"):
            asked()
    with pytest.raises(DataError, match="has no kg:date"):
        fields.text("kg:date")
    with pytest.raises(DataError, match="has no kg:actor"):
        fields.node("kg:actor")
    assert fields.texts("kg:cue") == ["said", "told"]
    assert (fields.text_or_none("kg:date"), fields.node_or_none("kg:actor")) == (None, None)


def test_a_long_chain_of_who_said_it_keeps_its_order() -> None:
    chain = tuple(Attribution(id=f"urn:kgraph:actor:s-{20 - step}", name=f"source {step}") for step in range(12))
    claim = replace(OIL, attribution=chain)
    store = ox.Store()
    store.extend(claim_quads(claim))
    assert read_claim(store, ox.NamedNode(claim.id)).attribution == chain
