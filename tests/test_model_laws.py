"""What every value of the model keeps to: what is refused, what is put in order, how it reads in other forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from kgraph.errors import DataError
from kgraph.model import (
    ActorRef,
    Attribution,
    Claim,
    Date,
    DateBasis,
    Document,
    Event,
    EventMaker,
    Evidence,
    Judged,
    Judgement,
    Judgements,
    Mark,
    Modality,
    Place,
    Polarity,
    Review,
    Verdict,
    claim_from_json,
    read_reviews,
)
from kgraph.model.laws import check_span
from kgraph.model.likeness import check_window, days_apart, days_of, deed_apart, outline_of
from kgraph.model.plover import plover_record
from kgraph.model.wording import as_html, as_text, said_by
from tests.samples import CHINA, KOREA, MEETING, OIL, PUTIN, RUSSIA

HALF = "half \ud800"
WRITTEN = {"claim": "urn:kgraph:claim:0123456789abcdef0123", "made": "2024-06-19", "verdict": Verdict.NOTED}
EVENT = Event(
    id="urn:kgraph:event:1",
    claims=("urn:kgraph:claim:a", "urn:kgraph:claim:b"),
    reason="the same raid",
    made_by=EventMaker.PERSON,
    made="2024-06-19",
)


@pytest.mark.parametrize(
    "made",
    [
        lambda: ActorRef(id="kgr:RUS", name=HALF),
        lambda: Attribution(id="kgr:xinhua", name=HALF),
        lambda: Attribution(id="kgr:xinhua", name="Xinhua", cue=HALF),
        lambda: Evidence(quote=HALF, start=0, end=len(HALF)),
        lambda: Place(name=HALF),
        lambda: replace(OIL, document=HALF),
        lambda: replace(OIL, extractor=HALF),
        lambda: replace(EVENT, reason=HALF),
        lambda: Review(note=HALF, **WRITTEN),
        lambda: Judgement(first="kgr:RUS", second="kgr:CHN", same=True, reason=HALF, made="2024-06-19"),
    ],
)
def test_what_cannot_be_encoded_is_refused(made: Callable[[], object]) -> None:
    with pytest.raises(DataError, match=r"^[a-z]+ holds half a surrogate pair at character 5"):
        made()


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (4, 3)])
def test_what_bounds_no_text_is_no_span(start: int, end: int) -> None:
    with pytest.raises(DataError, match="not a span"):
        check_span(start, end)


def test_marks_stand_in_the_order_of_the_text_and_once() -> None:
    cue, actor = Mark(role="cue", start=7, end=11), Mark(role="actor", start=0, end=6)
    inner = Mark(role="date", start=7, end=9)
    made = Evidence(quote="Russia arms", start=0, end=11, marks=(cue, actor, cue, inner))
    assert made.marks == (actor, inner, cue)


def test_an_interval_may_be_one_day_and_may_not_run_backwards() -> None:
    assert Date(start="2017-12-07", end="2017-12-07").last_day == "2017-12-07"
    with pytest.raises(DataError, match="ends before it starts"):
        Date(start="2017-12-07", end="2017-12-06")


@pytest.mark.parametrize("made", ["2024-06", "2024-06-31", ""])
def test_judgements_of_all_kinds_are_made_on_a_day(made: str) -> None:
    for kind in (EVENT, Review(note="misread", **WRITTEN)):
        with pytest.raises(DataError, match=r"not a (day|date)"):
            replace(kind, made=made)


def test_a_line_with_nothing_optional_has_the_defaults() -> None:
    short = {"document": "a", "actor": {"id": "kgr:RUS", "name": "Russia"}, "relation": "partOf"}
    claim = claim_from_json(json.dumps(short))
    assert (claim.confidence, claim.modality, claim.polarity) == (1.0, Modality.ASSERTED, Polarity.POSITIVE)
    assert (claim.extractor, claim.attribution, claim.evidence, claim.record) == ("hand", (), None, None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"actor": {"id": "kgr:RUS"}}, "'actor' of a claim without 'name'"),
        ({"recipient": {"id": "kgr:RUS", "name": 3}}, "'name' of 'recipient' of a claim"),
        ({"attribution": [{"name": "X"}]}, "an entry of 'attribution' without 'id'"),
        ({"relation": None}, "a claim without 'relation'"),
    ],
)
def test_a_wrong_part_of_a_line_is_named_with_its_whole(changes: dict[str, object], message: str) -> None:
    line = {"document": "a", "actor": {"id": "kgr:RUS", "name": "Russia"}, "relation": "partOf"} | changes
    with pytest.raises(DataError, match=f"^{message}"):
        claim_from_json(json.dumps(line))
    with pytest.raises(DataError, match=r"^not a claim"):
        claim_from_json("3")


def test_a_claim_stands_between_its_ends_and_what_they_act_for() -> None:
    judged = Judged(Judgements(), lambda actor: None)
    visit = Claim(document="a", actor=PUTIN, recipient=CHINA, relation="visits", event_type="CONSULT")
    between = [("kgr:RUS", "kgr:CHN"), (PUTIN.id, "kgr:CHN"), ("kgr:CHN", PUTIN.id), ("kgr:CHN", "kgr:RUS")]
    assert all(judged.is_between(visit, *ends) for ends in between)
    for ends in [(PUTIN.id, "kgr:RUS"), (PUTIN.id, "kgr:nato"), ("kgr:nato", "kgr:CHN"), ("kgr:CHN", "kgr:CHN")]:
        assert not judged.is_between(visit, *ends)
    assert not judged.is_between(replace(visit, recipient=None), PUTIN.id, "kgr:CHN")


def test_a_review_of_no_known_verdict_is_refused_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "case.reviews.csv"
    file.write_text(f"claim,verdict,note,made\n\n{WRITTEN['claim']},refused,misread,2024-06-19\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"case\.reviews\.csv:3: not a verdict.*'refused'"):
        read_reviews(file)


def outline(**changes: object) -> object:
    claim = replace(MEETING, **changes)  # type: ignore[arg-type]
    return outline_of(claim, Judged(Judgements(), lambda actor: None))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"actor": CHINA, "recipient": PUTIN}, None),
        ({"actor": RUSSIA}, None),
        ({"actor": replace(PUTIN, id="kgr:sergey-lavrov")}, "other actors of the two sides, or the other direction"),
        ({"recipient": KOREA}, "other actors"),
        ({"relation": "visits", "mode": "visit"}, None),
        ({"relation": "callsByPhone"}, None),
        ({"relation": "attacks", "event_type": "ASSAULT", "contexts": ()}, "another relation"),
        ({"place": Place(name="Sochi", id="gn:491422")}, "another place"),
        ({"place": Place(name="Moscow")}, None),
    ],
)
def test_deeds_are_apart_by_ends_relation_or_place(changes: dict[str, object], why: str | None) -> None:
    first = outline(place=Place(name="Moscow", id="gn:524901"))
    second = outline(**{"place": Place(name="Moscow", id="gn:524901"), **changes})
    assert deed_apart(first, second) == deed_apart(second, first) == why  # type: ignore[arg-type]


def test_kin_by_a_third_relation_or_of_other_modes_are_apart() -> None:
    visit, call = outline(relation="visits", mode="visit"), outline(relation="callsByPhone", mode="phone")
    talks = outline(relation="visits", mode="third-party")
    assert deed_apart(visit, call) == "another relation"  # type: ignore[arg-type]
    assert deed_apart(visit, talks) == "another mode"  # type: ignore[arg-type]


def test_a_deed_done_the_other_way_round_is_another() -> None:
    oil = Judged(Judgements(), lambda actor: None)
    first, second = outline_of(OIL, oil), outline_of(replace(OIL, actor=KOREA, recipient=RUSSIA), oil)
    assert first is not None and second is not None  # noqa: PT018 - narrows both for the type checker
    assert deed_apart(first, second) == "other actors of the two sides, or the other direction"


@pytest.mark.parametrize(
    ("first", "second", "window", "why"),
    [
        ("2024-06-19", "2024-06-21", 2, None),
        ("2024-06-19", "2024-06-22", 2, "dates too far from each other"),
        ("2024-06", "2024-06-30", 0, None),
        ("2024-06-01", "2024-06", 0, None),
        ("2024-06", "2024-07-01", 9, "dates too far from each other"),
        ("2024", "2024-06-19", 9, "without a date that says when"),
    ],
)
def test_dates_are_apart_by_the_window(first: str, second: str, window: int, why: str | None) -> None:
    assert days_apart(days_of(Date(start=first)), days_of(Date(start=second)), window) == why
    assert days_apart(None, days_of(Date(start=first)), window) == "without a date that says when"


@pytest.mark.parametrize("window", [-1, 367, 1.5, None])
def test_a_window_is_a_number_of_days(window: object) -> None:
    check_window(0)
    check_window(366)
    with pytest.raises(DataError, match="not a window"):
        check_window(window)  # type: ignore[arg-type]


SUPPORT: Final = replace(
    OIL,
    actor=ActorRef(id="wd:Q159", name="Russia", state="RUS"),
    recipient=ActorRef(id="kgr:united-nations", name="UN"),
    event_type="SUPPORT",
    relation="supports",
    contexts=(),
    date=Date(start="2024-06", basis=DateBasis.RELATIVE),
    place=Place(name="Moscow", id="gn:524901"),
    attribution=(Attribution(id="kgr:xinhua", name="Xinhua", cue="said"), Attribution(id=PUTIN.id, name="Putin")),
    modality=Modality.PLANNED,
    polarity=Polarity.NEGATIVE,
    evidence=None,
)


def test_a_plover_record_has_every_field_of_the_claim() -> None:
    assert plover_record(SUPPORT) == {
        "id": SUPPORT.id,
        "date": "2024-06-01",
        "enddate": "2024-06-30",
        "actor": [
            {
                "code": "RUS",
                "entity_text": "Russia",
                "kgraph_id": "wd:Q159",
                "kgraph_state": "RUS",
                "identifier_id": "Q159",
            }
        ],
        "recipient": [{"code": "UNO", "entity_text": "UN", "kgraph_id": "kgr:united-nations"}],
        "event": ["SUPPORT"],
        "mode": ["future", "negation"],
        "context": [],
        "quad_code": 1,
        "event_scale": 5.0,
        "event_loc": {"resolved_place": "Moscow", "geonameid": "524901"},
        "cite_info": {"corpus": SUPPORT.document},
        "coder": SUPPORT.extractor,
        "kgraph": {
            "claim": SUPPORT.id,
            "relation": "supports",
            "modality": "planned",
            "polarity": "negative",
            "confidence": SUPPORT.confidence,
            "date": "2024-06",
            "date_basis": "relative",
            "attribution": [
                {"id": "kgr:xinhua", "name": "Xinhua", "cue": "said"},
                {"id": "kgr:vladimir-putin", "name": "Putin"},
            ],
        },
    }


def test_a_place_in_a_plover_record_may_be_an_actor() -> None:
    elsewhere = plover_record(replace(SUPPORT, place=Place(name="Russia", id="kgr:RUS")))
    assert elsewhere is not None
    assert elsewhere["event_loc"] == {"resolved_place": "Russia", "kgraph_id": "kgr:RUS"}


def test_a_claim_shows_itself_in_notebooks_as_text_and_as_html() -> None:
    assert MEETING._repr_mimebundle_() == {"text/plain": as_text(MEETING), "text/html": as_html(MEETING)}
    assert said_by(()) == ""


def test_a_document_without_an_id_is_known_by_its_publisher_and_text() -> None:
    assert Document(text="x", publisher="A").id != Document(text="x").id
