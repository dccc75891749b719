"""Deeds whose other side the sentence does not name: who is meant is what the text told before, or nobody."""

import pytest

from kgraph.extract.english import extract
from kgraph.model import Claim, Document

DATE = "2024-06-19"


def claims_in(text: str, *, at: int) -> list[Claim]:
    """The claims of events of the sentence with that number."""
    document = Document(id="a", text=text, published=DATE)
    found = [claim for claim in extract(document) if claim.event_type is not None]
    starts = sorted({claim.evidence.start for claim in found if claim.evidence is not None})
    wanted = text.index(text.split(". ")[at])
    assert starts or not found
    return [claim for claim in found if claim.evidence is not None and claim.evidence.start == wanted]


def told(text: str, *, at: int = 1) -> set[tuple[str, str | None, str]]:
    return {
        (claim.actor.rollup, claim.event_type, claim.recipient.rollup)
        for claim in claims_in(text, at=at)
        if claim.recipient is not None
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad accused Sudan of arming rebels. Sudan rejected the charge.", ("kgr:SDN", "REJECT", "kgr:TCD")),
        ("Peru blamed Ecuador for the clashes. Quito dismissed the allegation.", ("kgr:ECU", "REJECT", "kgr:PER")),
        ("Serbia criticised Kosovo on Monday. Kosovo rejected the criticism.", ("kgr:XKX", "REJECT", "kgr:SRB")),
        ("Peru invited Chile to talks. Chile declined the invitation.", ("kgr:CHL", "REJECT", "kgr:PER")),
        ("Kenya imposed a ban on milk from Uganda. Uganda condemned the ban.", ("kgr:UGA", "ACCUSE", "kgr:KEN")),
        ("Israel attacked Syria on Sunday. Russia condemned the attack.", ("kgr:RUS", "ACCUSE", "kgr:ISR")),
        ("Greece urged Turkey to withdraw its ships. Turkey refused.", ("kgr:TUR", "REJECT", "kgr:GRC")),
    ],
)
def test_whoever_is_not_named_is_who_the_text_told_of(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sudan rejected the charge.",
        "Baghdad accepted the offer.",
        "Russia condemned the attack.",
    ],
)
def test_where_nothing_was_told_before_nobody_is_meant(text: str) -> None:
    assert claims_in(text, at=0) == []


@pytest.mark.parametrize(
    "text",
    [
        "Chad accused Sudan of arming rebels. Sudanese police arrested two thieves.",
        "Peru blamed Ecuador for the clashes. Ecuadorian soldiers shot a bear.",
        "Kenya imposed a ban on milk from Uganda. Ugandan police beat a man.",
    ],
)
def test_force_is_never_used_on_somebody_implied(text: str) -> None:
    assert not {kind for _, kind, _ in told(text)} & {"ASSAULT", "COERCE", "MOBILIZE"}


def test_what_stands_for_the_other_side_is_marked_and_the_claim_is_less_sure() -> None:
    text = "Chad accused Sudan of arming rebels. Sudan rejected the charge."
    [claim] = claims_in(text, at=1)
    assert claim.evidence is not None
    marks = {mark.role: text[mark.start : mark.end] for mark in claim.evidence.marks}
    assert marks == {"actor": "Sudan", "cue": "rejected", "recipient": "the charge"}
    assert claim.confidence < 0.65


def test_where_nothing_stands_for_the_other_side_nothing_is_marked() -> None:
    [claim] = claims_in("Greece urged Turkey to withdraw its ships. Turkey refused.", at=1)
    assert claim.evidence is not None
    assert {mark.role for mark in claim.evidence.marks} == {"actor", "cue"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey buys gas from Russia.", ("kgr:RUS", "suppliesGasTo", "kgr:TUR")),
        ("Iranian oil has been flowing to Venezuela.", ("kgr:IRN", "suppliesOilTo", "kgr:VEN")),
        ("China sold tanks to Pakistan in May.", ("kgr:CHN", "suppliesArmsTo", "kgr:PAK")),
        ("Iran imported wheat from Ukraine in May.", ("kgr:UKR", "suppliesTo", "kgr:IRN")),
    ],
)
def test_goods_flow_from_who_has_them(text: str, expected: tuple[str, str, str]) -> None:
    found = claims_in(text, at=0)
    assert expected in {(c.actor.id, c.relation, c.recipient.id) for c in found if c.recipient is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France accused Mali of shelling Niger.", ("kgr:MLI", "ASSAULT", "kgr:NER")),
        ("Ethiopia accused Egypt of arming Eritrea.", ("kgr:EGY", "AID", "kgr:ERI")),
        ("Lebanon accused Israel of bombing Syria.", ("kgr:ISR", "ASSAULT", "kgr:SYR")),
    ],
)
def test_whoever_is_accused_is_told_to_have_done_it(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(text, at=0)
    by_type = {claim.event_type: claim for claim in claims_in(text, at=0)}
    assert [one.id for one in by_type[expected[1]].attribution] == [by_type["ACCUSE"].actor.id]
