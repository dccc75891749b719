"""The types, the ids, and the JSON line."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import DataError, ExtractionError, MissingExtraError, QueryError, UnknownNameError
from kgraph.model import (
    ActorRef,
    Attribution,
    Claim,
    Date,
    DatePrecision,
    Document,
    Evidence,
    Mark,
    Modality,
    Polarity,
    claim_from_json,
    claim_to_json,
    local_actor_id,
    read_claims,
)
from kgraph.ontology import compress, expand, mint, minted_name
from tests.generated import claims, dates, words

RUSSIA = ActorRef(id="kgr:RUS", name="Russia", state="RUS")
CHINA = ActorRef(id="kgr:CHN", name="China", state="CHN")
PUTIN = ActorRef(id="kgr:vladimir-putin", name="Vladimir Putin", state="RUS", sector="GOV")


def exercise(**changes: object) -> Claim:
    claim = Claim(
        document="a1",
        actor=RUSSIA,
        recipient=CHINA,
        relation="cooperatesMilitarilyWith",
        event_type="COOPERATE",
        contexts=("military",),
        date=Date(start="2017-12-07"),
        attribution=(Attribution(id="kgr:xinhua", name="Xinhua"), Attribution(id=PUTIN.id, name=PUTIN.name)),
        confidence=0.83,
        evidence=Evidence(quote="Russia and China drill", start=5, end=27, marks=(Mark(role="cue", start=22, end=27),)),
        extractor="hand",
    )
    return replace(claim, **changes)  # type: ignore[arg-type]


@given(claims())
def test_a_claim_survives_json(claim: Claim) -> None:
    line = claim_to_json(claim)
    assert "\n" not in line
    assert claim_from_json(line) == claim


@given(st.lists(claims(), max_size=5))
def test_a_file_of_claims_survives_whatever_line_separators_its_quotes_hold(written: list[Claim]) -> None:
    lines = "".join(f"{claim_to_json(claim)}\n" for claim in written).split("\n")
    assert list(read_claims(lines)) == written


@given(dates())
def test_a_date_survives_its_text(date: Date) -> None:
    assert Date.parse(str(date), basis=date.basis) == date
    assert date.first_day <= (date.last_day or "9999-12-31")


@given(words, words)
def test_minted_iris_are_injective(first: str, second: str) -> None:
    assert minted_name("document", mint("document", first)) == first
    assert (mint("document", first) == mint("document", second)) == (first == second)


def test_the_json_line_has_the_published_keys_in_order() -> None:
    record = json.loads(claim_to_json(exercise()))
    assert list(record) == [
        *("document", "actor", "recipient", "relation", "event_type", "mode", "contexts"),
        *("date", "date_precision", "date_basis", "modality", "polarity"),
        *("attribution", "confidence", "evidence", "extractor", "id"),
    ]
    assert record["actor"] == {"id": "kgr:RUS", "name": "Russia", "state": "RUS", "sector": None}
    assert record["attribution"] == [
        {"id": "kgr:xinhua", "name": "Xinhua"},
        {"id": "kgr:vladimir-putin", "name": "Vladimir Putin"},
    ]
    assert (record["date"], record["date_precision"], record["date_basis"]) == ("2017-12-07", "day", "explicit")


def test_an_undated_claim_says_so() -> None:
    record = json.loads(claim_to_json(exercise(date=None)))
    assert (record["date"], record["date_precision"], record["date_basis"]) == (None, "unknown", "none")


@pytest.mark.parametrize(
    "changes",
    [
        {"document": "a2"},
        {"actor": CHINA, "recipient": RUSSIA},
        {"relation": "sharesIntelligenceWith"},
        {"contexts": ("economic",)},
        {"date": Date(start="2017-12")},
        {"modality": Modality.PLANNED},
        {"polarity": Polarity.NEGATIVE},
        {"attribution": ()},
        {"evidence": Evidence(quote="Russia and China drilb", start=5, end=27)},
    ],
)
def test_what_is_claimed_where_and_by_whose_words_makes_the_id(changes: dict[str, object]) -> None:
    assert exercise(**changes).id != exercise().id


@pytest.mark.parametrize(
    "changes", [{"confidence": 0.1}, {"extractor": "other/2"}, {"contexts": ("military", "military")}]
)
def test_who_read_it_and_how_surely_does_not(changes: dict[str, object]) -> None:
    assert exercise(**changes).id == exercise().id


def test_an_event_is_the_same_told_elsewhere_and_either_way_round() -> None:
    told_again = exercise(document="b7", actor=CHINA, recipient=RUSSIA, evidence=None, attribution=())
    assert told_again.event_id == exercise().event_id
    assert exercise(date=Date(start="2018-01-01")).event_id != exercise().event_id
    one_way = exercise(relation="suppliesOilTo")
    assert replace(one_way, actor=CHINA, recipient=RUSSIA).event_id != one_way.event_id


def test_ids_do_not_depend_on_the_process() -> None:
    code = "from kgraph.model import *; print(local_actor_id('Sources'), Document(text='a', publisher='b').id)"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_dyads_roll_up_to_states_and_forget_direction() -> None:
    assert exercise(actor=CHINA, recipient=PUTIN).dyad == exercise().dyad == ("kgr:CHN", "kgr:RUS")
    assert exercise(recipient=None).dyad is None


def test_documents_are_identified_by_id_else_url_else_publisher_and_text() -> None:
    assert Document(text="x", id="a1").id == "a1"
    assert Document(text="x", url="https://e.org/1").id == Document(text="y", url="https://e.org/1").id
    assert Document(text="x", publisher="A").id != Document(text="x", publisher="B").id
    assert Document(text="x").id == Document(text="x", published="2017-12-07").id != Document(text="y").id


def test_types_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        exercise().confidence = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("start", "end", "precision", "first", "last"),
    [
        ("2017", None, DatePrecision.YEAR, "2017-01-01", "2017-12-31"),
        ("2016-02", None, DatePrecision.MONTH, "2016-02-01", "2016-02-29"),
        ("2017-12", None, DatePrecision.MONTH, "2017-12-01", "2017-12-31"),
        ("2017-12-07", None, DatePrecision.DAY, "2017-12-07", "2017-12-07"),
        ("2017-03", "..", DatePrecision.RANGE, "2017-03-01", None),
        ("2014", "2016-06", DatePrecision.RANGE, "2014-01-01", "2016-06-30"),
    ],
)
def test_dates_are_as_precise_as_their_source(
    start: str, end: str | None, precision: DatePrecision, first: str, last: str | None
) -> None:
    date = Date(start=start, end=end)
    assert (date.precision, date.first_day, date.last_day) == (precision, first, last)


@pytest.mark.parametrize(
    "text", ["", "2017-13", "2017-02-30", "17-1-1", "2017-1", "2017/2016", "2017-12-07T10:00", "٢٠١٧"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        Date.parse(text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"relation": "cooperatesMilitarlyWith"}, "did you mean 'cooperatesMilitarilyWith'"),
        ({"event_type": "COPERATE"}, "did you mean 'COOPERATE'"),
        ({"mode": "aerial"}, "mode of COOPERATE"),
        ({"contexts": ("militar",)}, "did you mean 'military'"),
        ({"event_type": None}, "without an event type"),
        ({"confidence": 1.01}, "a number from 0 to 1"),
        ({"confidence": float("nan")}, "a number from 0 to 1"),
        ({"document": ""}, "without a document"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        exercise(**changes)


@pytest.mark.parametrize("name", ["Russia", "rus:RUS", "kgr:", "kgr:a b", "urn:kgraph:claim:<x>", "kgr:x\n> . <a"])
def test_only_ids_are_ids(name: str) -> None:
    with pytest.raises(DataError, match="not an id"):
        ActorRef(id=name, name="x")


def test_curies_and_iris_are_one_id() -> None:
    assert compress(expand("wd:Q7184")) == "wd:Q7184"
    assert local_actor_id("Sources  in Tokyo") != local_actor_id("Sources in Tokyo")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "a JSON object"),
        ('{"document": "a"}', "without 'actor'"),
        ('{"document": "a", "actor": "Russia", "relation": "sanctions"}', "a JSON object"),
        ('{"document": 1, "actor": {"id": "kgr:RUS", "name": "R"}, "relation": "sanctions"}', "a string"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_malformed_line_says_what_was_expected(line: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        claim_from_json(line)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("sign", 1, "unknown key"),
        ("id", "urn:kgraph:claim:0", "an id that is not of this claim"),
        ("date_precision", "month", "date_precision that is not the date's"),
        ("date", None, "date_precision that is not the date's"),
        ("date_basis", "none", "a date whose basis is none"),
        ("modality", "maybe", "asserted, reported"),
        ("confidence", "high", "a number"),
        ("confidence", True, "a number"),
        ("contexts", "military", "a list"),
        ("attribution", [{"id": "kgr:xinhua"}], "without 'name'"),
        ("evidence", {"quote": "abc", "start": 0, "end": 2}, "does not fill its offsets"),
        ("evidence", {"quote": "abc", "start": 0, "end": 3, "marks": [["verb", 0, 1]]}, "role of a mark"),
        ("evidence", {"quote": "abc", "start": 0, "end": 3, "marks": [["cue", True, 2]]}, "not a mark"),
        ("document", "\ud800", "surrogate"),
    ],
)
def test_a_wrong_field_is_named(key: str, value: object, message: str) -> None:
    record = json.loads(claim_to_json(exercise()))
    record[key] = value
    with pytest.raises(DataError, match=message):
        claim_from_json(json.dumps(record))


def test_the_row_of_a_malformed_line_is_said() -> None:
    lines = [claim_to_json(exercise()), "", "{"]
    with pytest.raises(DataError, match=r"^claims\.jsonl:3: not JSON"):
        list(read_claims(lines, file="claims.jsonl"))


@pytest.mark.parametrize(
    "error",
    [
        DataError("not a date", file="a", row=3, value="x", expected="y"),
        UnknownNameError("relation", "suplies", ["suppliesTo"]),
        MissingExtraError("pandas", extra="notebook"),
        ExtractionError("failed", document="a1"),
        QueryError("refused", line=1, column=2),
    ],
)
def test_errors_travel_between_processes(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 — our own
    assert (type(again), str(again)) == (type(error), str(error))


@pytest.mark.parametrize("value", ["1" * 5000, "1e400", "10" + "0" * 400])
def test_a_number_beyond_all_bounds_is_one_bad_line(value: str) -> None:
    line = claim_to_json(exercise()).replace('"confidence": 0.83', f'"confidence": {value}')
    with pytest.raises(DataError):
        claim_from_json(line)


def test_a_line_nested_as_deep_as_json_is_read_is_one_bad_line() -> None:
    for depth in range(700, 1_000):
        with pytest.raises(DataError, match="not"):
            claim_from_json("[" * depth + "]" * depth)


def test_an_error_tells_of_a_value_that_is_too_deep_to_be_shown() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    assert str(DataError("not a claim", value=value)) == "not a claim: a deeply nested list"


def test_a_state_acts_for_itself_whatever_sector_a_row_gives_it() -> None:
    assert ActorRef(id="kgr:RUS", name="Russia", state="RUS", sector="REB").acts_for == "kgr:RUS"
    assert ActorRef(id="kgr:hezbollah", name="Hezbollah", state="LBN", sector="REB").acts_for is None
