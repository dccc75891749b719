"""PLOVER records in JSON: the manual's, the coder's, and what is written comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.model import (
    ActorRef,
    Attribution,
    Claim,
    Date,
    DateBasis,
    Evidence,
    Modality,
    Place,
    Polarity,
    Record,
)
from kgraph.model.plover import plover_record, write_plover
from kgraph.ontology import CONTEXTS, EVENT_TYPES, MODES, RELATIONS
from kgraph.sources import Fate, ImportOptions, Outcome
from kgraph.sources.plover_json import PLOVER, read_plover
from tests.import_battery import check_importer, claims_of, problem_of

GAZETTEER = load_gazetteer()
MANUAL = {
    "id": "r1",
    "date": "2016-07-24",
    "actor": [{"code": "USA"}],
    "recipient": [{"code": "CAN"}],
    "event": ["CONSULT"],
}


def read(path: Path, *records: object, text: str = "", **values: str) -> list[Outcome]:
    file = path / "records.jsonl"
    file.write_text(text or "\n".join(json.dumps(record) for record in records), encoding="utf-8")
    values = {name.replace("_", "-"): value for name, value in values.items()}
    PLOVER.check_options(values)
    return list(read_plover([file], ImportOptions(gazetteer=GAZETTEER, values=values)))


def pair(claim: Claim) -> tuple[str, str | None]:
    return claim.actor.id, None if claim.recipient is None else claim.recipient.id


def test_the_simplest_record_of_the_manual(tmp_path: Path) -> None:
    (claim,) = claims_of(read(tmp_path, MANUAL)[0])
    assert (pair(claim), claim.relation, str(claim.date)) == (("kgr:USA", "kgr:CAN"), "meetsWith", "2016-07-24")
    assert (claim.document, claim.modality) == ("urn:kgraph:dataset:plover-records", Modality.REPORTED)
    assert claim.record is not None
    assert claim.record.id == "r1"
    (claim,) = claims_of(read(tmp_path, MANUAL, dataset="my-coder", license="CC0")[0])
    assert claim.document == "urn:kgraph:dataset:my-coder"


def test_a_full_record_with_its_words(tmp_path: Path) -> None:
    record = MANUAL | {
        "actor": {"entity_text": "Steinmeier", "identifier_text": "Frank-Walter Steinmeier", "code": "DEU"},
        "recipient": [{"code": "RUS", "sector": "MIL"}],
        "event": "ACCUSE",
        "mode": ["disapprove"],
        "context": "military",
        "event_loc": {"resolved_place": "Berlin", "geonameid": 2950159},
        "text": "Steinmeier criticized the Russian military.",
        "text_info": {"start": 40, "sequence": 2},
        "cite_info": {"url": "https://example.org/a", "publication": "Example Wire", "title": "A title"},
        "event_scale": -2.0,
        "coder": "someone",
    }
    (claim,) = claims_of(read(tmp_path, record)[0])
    assert (claim.actor.state, pair(claim)[1], claim.relation) == ("DEU", "kgr:RUS-MIL", "condemns")
    assert claim.evidence is not None
    assert (claim.evidence.start, claim.evidence.quote[:10]) == (40, "Steinmeier")
    assert claim.place is not None
    assert (claim.place.name, claim.place.id) == ("Berlin", "gn:2950159")
    assert claim.record is not None
    assert claim.record.url == "https://example.org/a"
    assert dict(claim.record.fields) == {
        "event": "ACCUSE", "mode": "disapprove", "publisher": "Example Wire", "title": "A title", "coder": "someone",
        "intensity": -2.0,
    }  # fmt: skip


def test_several_actors_and_events_are_several_claims(tmp_path: Path) -> None:
    both = MANUAL | {"actor": [{"code": "USA"}, {"code": "MEX"}], "event": ["CONSULT", "AGREE"]}
    claims = claims_of(read(tmp_path, both)[0])
    assert [(claim.actor.id, claim.event_type) for claim in claims] == [
        ("kgr:USA", "CONSULT"), ("kgr:MEX", "CONSULT"), ("kgr:USA", "AGREE"), ("kgr:MEX", "AGREE"),
    ]  # fmt: skip
    assert [claim.record.id for claim in claims if claim.record] == ["r1/1", "r1/2", "r1/3", "r1/4"]


def test_those_who_meet_without_a_recipient_meet_one_another(tmp_path: Path) -> None:
    meeting = MANUAL | {"actor": [{"code": "USA"}, {"code": "MEX"}, "CAN"], "recipient": ""}
    assert [pair(claim) for claim in claims_of(read(tmp_path, meeting)[0])] == [
        ("kgr:USA", "kgr:MEX"), ("kgr:USA", "kgr:CAN"), ("kgr:MEX", "kgr:CAN"),
    ]  # fmt: skip
    protest = meeting | {"event": ["PROTEST"]}
    assert problem_of(read(tmp_path, protest)[0]).reason == "no second actor"
    assert [pair(claim)[1] for claim in claims_of(read(tmp_path, protest, one_sided="yes")[0])] == [None, None, None]


def test_the_auxiliary_modes_say_how_firmly(tmp_path: Path) -> None:
    def said(*modes: str) -> tuple[Modality, Polarity, str | None]:
        (claim,) = claims_of(read(tmp_path, MANUAL | {"mode": list(modes)})[0])
        return claim.modality, claim.polarity, claim.mode

    assert said("visit", "future") == (Modality.PLANNED, Polarity.POSITIVE, "visit")
    assert said("negation") == (Modality.REPORTED, Polarity.NEGATIVE, None)
    assert said("hypothetical") == (Modality.HYPOTHETICAL, Polarity.POSITIVE, None)


def test_what_the_coder_puts_out_keeps_the_places_of_its_words(tmp_path: Path) -> None:
    text = "The Norwegian army visited Sweden on Monday."
    record = {
        "id": "n1", "date": "2021-06-03", "event_type": "CONSULT", "event_mode": ["visit"], "contexts": ["military"],
        "event_text": text, "pub_date": "2021-06-03", "publisher": "Example Wire", "story_id": "s9",
        "attributes": {
            "ACTOR": [
                {"text": "Norwegian army", "qa_start_char": 4, "qa_end_char": 18, "country": "NOR", "code_1": "MIL"}
            ],
            "RECIP": [{"text": "Sweden", "qa_start_char": 27, "qa_end_char": 33, "country": "SWE"}],
            "LOC": [], "DATE": [],
        },
        "event_geolocation": {"geo": {"resolved_place": "Stockholm", "geonameid": "2673730"}, "reason": "ok"},
    }  # fmt: skip
    (claim,) = claims_of(read(tmp_path, record)[0])
    assert (claim.actor.state, claim.actor.sector, pair(claim)[1]) == ("NOR", "MIL", "kgr:SWE")
    assert claim.date is not None
    assert (claim.date.start, claim.date.basis) == ("2021-06-03", DateBasis.DOCUMENT)
    assert claim.evidence is not None
    assert [text[mark.start : mark.end] for mark in claim.evidence.marks] == ["Norwegian army", "Sweden"]
    assert claim.place is not None
    assert claim.place.id == "gn:2673730"
    (claim,) = claims_of(read(tmp_path, record | {"date_resolved": "2021-05-31"})[0])
    assert str(claim.date) == "2021-05-31"


def test_a_list_in_one_file_tells_the_line_of_each_record(tmp_path: Path) -> None:
    text = "\n[\n" + json.dumps(MANUAL) + ",\n\n" + json.dumps(MANUAL | {"id": "r2"}) + ', 7, {"id": }, {}]'
    first, second, third, broken = read(tmp_path, text=text)
    assert [first.row, second.row, third.row] == [3, 5, 5]
    assert len(claims_of(first)) == len(claims_of(second)) == 1
    assert problem_of(third).reason == "not a record"
    assert problem_of(broken).reason == "not JSON from here on"
    assert problem_of(read(tmp_path, text="[" + json.dumps(MANUAL))[-1]).reason == "a list that does not end"


@pytest.mark.parametrize(
    ("change", "fate", "reason"),
    [
        ({"id": None}, Fate.MALFORMED, "a record without an id"),
        ({"date": "24 July"}, Fate.MALFORMED, "not a date"),
        ({"event": ["PARTY"]}, Fate.MALFORMED, "no PLOVER event type"),
        ({"event": 7}, Fate.MALFORMED, "field event is no text"),
        ({"actor": [7]}, Fate.MALFORMED, "no actor"),
        ({"kgraph": 7}, Fate.MALFORMED, "field kgraph is no object"),
        ({"kgraph": {"modality": "sure"}}, Fate.MALFORMED, "no modality"),
        ({"kgraph": {"relation": "likes"}}, Fate.MALFORMED, "no relation of the ontology"),
        ({"kgraph": {"confidence": 7}}, Fate.MALFORMED, "not a confidence"),
        ({"kgraph": {"attribution": [7]}}, Fate.MALFORMED, "no source"),
        ({"kgraph": {"attribution": 7}}, Fate.MALFORMED, "no source"),
        ({"actor": [{"kgraph_id": "no id"}]}, Fate.MALFORMED, "not an id"),
        ({"event": []}, Fate.DROPPED, "a record without an event"),
        ({"actor": []}, Fate.DROPPED, "no first actor"),
        ({"recipient": [{"code": "USA"}]}, Fate.DROPPED, "an actor with itself"),
    ],
)
def test_a_record_that_makes_no_claim_costs_itself_alone(
    tmp_path: Path, change: dict[str, Any], fate: Fate, reason: str
) -> None:
    outcomes = read(tmp_path, MANUAL, MANUAL | {"id": "r2"} | change, MANUAL | {"id": "r3"})
    assert len(claims_of(outcomes[0])) == len(claims_of(outcomes[2])) == 1
    problem = problem_of(outcomes[1])
    assert (problem.fate, problem.reason, problem.row) == (fate, reason, 2)


@pytest.mark.parametrize("line", ["{", "[" * 3, '{"id": ' + "[" * 100_000, "nonsense", "7", '{"id": 1e999999}'])
def test_hostile_lines(tmp_path: Path, line: str) -> None:
    outcomes = read(tmp_path, text="\n".join((json.dumps(MANUAL), line, json.dumps(MANUAL | {"id": "r9"}))))
    assert len(claims_of(outcomes[-1])) == 1
    assert problem_of(outcomes[1]).fate is Fate.MALFORMED


def test_the_row_again_and_a_crowd(tmp_path: Path) -> None:
    crowd = MANUAL | {"id": "r2", "actor": [{"entity_text": f"Delegate {number}"} for number in range(500)]}
    first, again, many = read(tmp_path, MANUAL, MANUAL, crowd)
    assert len(claims_of(first)) == 1
    assert (problem_of(again).fate, problem_of(many).fate) == (Fate.MERGED, Fate.DROPPED)
    with pytest.raises(DataError, match="option dataset"):
        read(tmp_path, MANUAL, dataset="No Name")


def test_ties_that_last_are_no_events(tmp_path: Path) -> None:
    tie = Claim(document="a", actor=ActorRef(id="kgr:FRA", name="France", state="FRA"), relation="memberOf")
    assert plover_record(tie) is None
    assert list(write_plover([tie])) == []


def test_codes_of_those_who_are_no_state() -> None:
    def code(**actor: str) -> object:
        claim = Claim(document="a", actor=ActorRef(**actor), relation="meetsWith", event_type="CONSULT")
        return json.loads(next(write_plover([claim])))["actor"][0].get("code")

    assert code(id="kgr:XKX", name="Kosovo", state="XKX") == "KOS"
    assert code(id="kgr:united-nations", name="United Nations", sector="IGO") == "UNO"
    assert code(id="kgr:nato", name="NATO", sector="IGO") == "IGO"
    assert code(id="urn:kgraph:actor:a", name="A") is None


def test_the_battery_holds(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    records = [MANUAL, MANUAL, MANUAL | {"id": "r2", "text": "Words."}, MANUAL | {"id": "r3", "event": "x"}, 7]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert [one.row for one in check_importer(PLOVER, [path], GAZETTEER)] == [1, 2, 3, 4, 5]


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=12)
REFS = st.builds(
    ActorRef,
    id=st.sampled_from(["kgr:FRA", "kgr:RUS-MIL", "wd:Q42", "kgr:united-nations", "urn:kgraph:actor:x-1"]),
    name=WORDS,
    state=st.sampled_from(["FRA", "XKX", None]),
    sector=st.sampled_from(["MIL", "REB", None]),
)
DATES = st.sampled_from(
    [None, *map(Date.parse, ("2017", "2017-02", "2016-02-29", "2016-02-01/2016-02-29", "2017-03/..", "2017-03/2018"))]
)


@st.composite
def events(draw: st.DrawFn) -> Claim:
    relation = RELATIONS[draw(st.sampled_from([name for name, one in RELATIONS.items() if one.event_type]))]
    modes = [mode for kind, mode in MODES if kind == relation.event_type]
    text = draw(st.none() | WORDS)
    start = draw(st.integers(0, 99))
    recipient = draw(REFS if EVENT_TYPES[relation.event_type or ""].needs_recipient else st.none() | REFS)
    return Claim(
        document="urn:kgraph:dataset:plover-records",
        actor=draw(REFS),
        recipient=recipient,
        relation=relation.name,
        event_type=relation.event_type,
        mode=draw(st.sampled_from([None, *modes])),
        contexts=tuple(draw(st.sets(st.sampled_from(sorted(CONTEXTS)), max_size=3))),
        date=draw(DATES),
        place=draw(st.none() | st.builds(Place, name=WORDS, id=st.sampled_from([None, "gn:7", "kgr:FRA"]))),
        modality=draw(st.sampled_from(Modality)),
        polarity=draw(st.sampled_from(Polarity)),
        attribution=tuple(draw(st.lists(st.builds(Attribution, id=st.just("kgr:xinhua"), name=WORDS), max_size=2))),
        confidence=draw(st.floats(0, 1)),
        evidence=None if text is None else Evidence(quote=text, start=start, end=start + len(text)),
        record=Record(id=draw(WORDS), url=draw(st.none() | st.just("https://example.org/1"))),
    )


@given(events())
def test_what_is_written_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, claim: Claim) -> None:
    (line,) = write_plover([claim])
    (outcome,) = read(tmp_path_factory.mktemp("plover"), text=line, domestic="yes", one_sided="yes")
    if claim.recipient is not None and claim.actor.id == claim.recipient.id:
        assert problem_of(outcome).reason == "an actor with itself"
        return
    (back,) = claims_of(outcome)
    assert back.id == claim.id
    for name in Claim.__slots__:
        if name not in ("extractor", "record"):
            assert getattr(back, name) == getattr(claim, name), name
    assert back.record is not None
    assert claim.record is not None
    assert back.record.url == claim.record.url


NAMES = (
    *("id", "date", "enddate", "actor", "recipient", "event", "mode", "context", "event_loc", "text", "text_info"),
    *("cite_info", "kgraph", "attributes", "ACTOR", "RECIP", "code", "sector", "entity_text", "identifier_id", "wiki"),
    *("kgraph_id", "start", "qa_start_char", "qa_end_char", "relation", "modality", "confidence", "attribution", "geo"),
    *("date_resolved", "pub_date", "quad_code", "event_scale", "url", "resolved_place", "geonameid", "kgraph_state"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6))
def test_whatever_stands_in_a_record_it_costs_itself_alone(
    tmp_path_factory: pytest.TempPathFactory, change: dict[str, Any]
) -> None:
    outcomes = read(tmp_path_factory.mktemp("plover"), MANUAL, MANUAL | change, MANUAL | {"id": "last one"})
    assert len(claims_of(outcomes[0])) == len(claims_of(outcomes[-1])) == 1
    assert [outcome.row for outcome in outcomes] == [1, 2, 3]
