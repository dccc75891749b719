"""Single rules of extraction, each at the place where it begins and ends to hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.errors import ExtractionError
from kgraph.extract import extract_checked
from kgraph.extract.attribution import Named, is_inside_after, named_speakers, state_bodies
from kgraph.extract.cues import cue_relation, pair_relation, relations_told
from kgraph.extract.dates import resolve_date
from kgraph.extract.page_metadata import _is_article
from kgraph.model import Document
from tests.samples import ARTICLE, OIL
from tests.test_english import claims_of
from tests.test_pages import linked, page, read
from tests.test_when import date_of

FILLER = "Nothing was said of it. " * 6


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("They met today.", "2017-12-07"),
        ("They meet tomorrow.", "2017-12-08"),
        ("They met yesterday.", "2017-12-06"),
        ("They meet the day after tomorrow.", "2017-12-09"),
        ("They met the day before yesterday.", "2017-12-05"),
        ("They met last night.", "2017-12-06"),
    ],
)
def test_days_near_the_day_of_publication(text: str, date: str) -> None:
    assert str(resolve_date(text, published="2017-12-07")) == date


@pytest.mark.parametrize(
    ("text", "inside", "open_after"),
    [
        ("\u201cWe go", False, True),
        ("We go\u201d, he said", True, False),
        ("\u201cWe\u201d and \u201cthey", False, True),
        ("\u201cWe\u201d and they", False, False),
        ("We go", False, False),
        ("We go", True, True),
        ('"We go', False, True),
        ('We go" he said', True, False),
        ('"We" and they', True, True),
    ],
)
def test_a_quotation_is_open_after_what_opens_it(text: str, inside: bool, open_after: bool) -> None:
    assert is_inside_after(text, inside=inside) is open_after


def test_bodies_of_states_speak_though_no_table_knows_them() -> None:
    sentence = "The Armenian defence ministry and Israel's military spoke of the Armenian people."
    states = [
        Named(start, start + len(name), id_, name)
        for name, id_ in (("Armenian", "kgr:ARM"), ("Israel", "kgr:ISR"))
        for start in (sentence.index(name),)
    ]
    bodies = state_bodies(sentence, states, [])
    assert [sentence[one.start : one.end] for one in bodies] == ["Armenian defence ministry", "Israel's military"]
    known = Named(bodies[0].start, bodies[0].end, "kgr:ARM-MIL", "Armenian defence ministry")
    assert [one.name for one in state_bodies(sentence, states, [known])] == ["Israel's military"]
    assert [one.name for one in named_speakers(sentence, states, bodies)] == [one.name for one in bodies]
    (claim,) = claims_of("The Armenian defence ministry said Azerbaijan had shelled Georgia.")
    assert [source.name for source in claim.attribution] == ["Armenian defence ministry"]


def test_cues_far_into_a_sentence_are_found_at_their_place() -> None:
    before = f"{FILLER}They held talks between "
    found = pair_relation(before, " in Geneva")
    assert found is not None
    assert (found.relation, before[found.start : found.end]) == ("negotiatesWith", "talks")
    before = f"{FILLER}It told of strikes by "
    found = cue_relation(" on ", before)
    assert found is not None
    assert (found.relation, found.region, before[found.start : found.end]) == ("attacks", "before", "strikes")


@pytest.mark.parametrize(
    ("after", "relation"),
    [
        (" held a summit in Geneva", "meetsWith"),
        (" signed a deal", "signsAgreementWith"),
        (" held joint exercises", "cooperatesMilitarilyWith"),
        (" condemned it", None),
    ],
)
def test_only_what_two_do_together_is_told_of_a_pair(after: str, relation: str | None) -> None:
    found = pair_relation("", after)
    assert (None if found is None else found.relation) == relation


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Russia will threaten Ukraine.", "asserted"),
        ("Ghana will accuse Togo.", "asserted"),
        ("Ghana will reject Togo's offer.", "asserted"),
        ("Ghana will ask Togo to free the men.", "asserted"),
        ("Ghana will attack Togo.", "asserted"),
        ("Ghana will impose sanctions on Togo.", "planned"),
    ],
)
def test_what_is_done_by_words_is_done_when_it_is_announced(text: str, modality: str) -> None:
    assert {str(claim.modality) for claim in claims_of(text)} == {modality}


def test_what_an_extractor_may_not_answer_is_named() -> None:
    for wrong, message in (
        (replace(OIL, document="b2"), "a claim of another document, b2"),
        (replace(OIL, evidence=None), "a claim without evidence, suppliesOilTo"),
        ("no claim", "not a claim but str"),
    ):
        with pytest.raises(ExtractionError, match=f": {message}") as caught:
            extract_checked(lambda document, item=wrong: [item], ARTICLE)  # type: ignore[misc, return-value]
        assert caught.value.document == ARTICLE.id
    with pytest.raises(ExtractionError, match=r"the extractor failed \(ZeroDivisionError"):
        extract_checked(lambda document: 1 / 0, Document(text="Russia", id="a"))  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("kind", "story"),
    [
        ("NewsArticle", True),
        ("BlogPosting", True),
        ("Report", True),
        (["Thing", "Article"], True),
        ("Reportage", False),
        ("WebPage", False),
        (None, False),
        ([3], False),
    ],
)
def test_a_page_tells_a_story_by_its_kind(kind: object, story: bool) -> None:
    assert _is_article(kind) is story


def test_a_text_is_news_while_it_is_told_within_the_week() -> None:
    def undated(day: str) -> str | None:
        return date_of(f"Peru met Chile on {day}.\n\nIran bombed Iraq.", "Iran bombed Iraq")

    assert (undated("June 12"), undated("June 11")) == ("2024-06-19", "2024-06-11")


def test_what_a_page_only_refers_to_is_looked_up_where_it_is_described(tmp_path: Path) -> None:
    objects = (
        '[{"@type": "NewsArticle", "headline": "Talks", "publisher": {"@id": "#org"}},'
        '{"@type": "Organization", "@id": "#org", "name": "Example Wire"},'
        '{"@type": "WebPage", "mainEntity": {"@id": "#org"}}]'
    )
    assert read(tmp_path, page(linked(objects))).publisher == "Example Wire"


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Nigeria's president, Bola Tinubu, spoke in Abuja.", True),
        ("Nigeria's president-elect, Bola Tinubu, spoke in Abuja.", False),
        ("Nigerian president-elect Bola Tinubu spoke in Abuja.", False),
        ("Nigeria's former president, Bola Tinubu, spoke in Abuja.", False),
    ],
)
def test_who_is_yet_to_take_office_does_not_hold_it(text: str, heads: bool) -> None:
    assert ("headOf" in {claim.relation for claim in claims_of(text)}) is heads


@pytest.mark.parametrize(
    "text", ["Fighters armed by Iran attacked Israel.", "The group linked to Hezbollah attacked Israel."]
)
def test_who_only_arms_the_attackers_attacks_nobody(text: str) -> None:
    assert claims_of(text) == []


def test_what_cues_a_text_holds_is_told_in_its_order() -> None:
    assert list(relations_told("Peru condemned Chile, then met Bolivia.")) == ["condemns", "meetsWith"]
    assert list(relations_told("Peru lies between Chile and Bolivia.")) == []
