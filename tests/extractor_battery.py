"""The laws of the extractor seam: every extractor, ours or a third party's, must hold to each of them."""

from collections.abc import Callable

from kgraph.extract import Extractor, extract_checked
from kgraph.model import Claim, Document

STORY = (
    "Ministers Meet in Vienna\n\n"
    "Russia condemned France on Tuesday. \u201cIran has supplied oil to Syria,\u201d Turkey\u2019s president said. "
    "\u201cWe know it.\u201d\r\n\r\n"
    "China\u00a0and Russia held talks. Israel bombed Syria \U0001f600 in May.\n"
    "Egypt\u00a0rejected Ethiopia\u2019s plan."
)

HOSTILE = {
    "control characters": "Russia\x00\x1b[31m condemned\x07 France\x7f. \x0b\x0c",
    "one long line": "Russia condemned France and Iran attacked Syria, " * 2_000,
    "one long word": "Russia" * 20_000,
    "a list of names": "Russia, China, Iran, Syria, France and " * 500,
    "stops and quotes": '.!?"\u201c\u201d\u2019' * 3_000,
    "open quotations": "\u201cRussia said \u201cFrance said " * 800,
    "line ends": "\r\n\u2028\u2029\x85" * 10_000 + "Iran",
    "right to left": "\u202eecnarF denmednoc aissuR \u0631\u0648\u0633\u064a\u0627 Russia\u200f condemned France.",
    "emoji and combining marks": "\U0001f1f7\U0001f1fa Russia e\u0301 condemned \U0001f468\u200d\U0001f469 France.",
    "markup": "<script>Russia</script> condemned <b>France</b> {{Iran}} %s \\N{BULLET} $(rm)",
    "numbers": "In 9999999999999999 Russia condemned 0000-00-00 France on 31.31.2017, 10000 years ago.",
    "a rule of hyphens": "Russia " + "-" * 200 + " France. Russia sold " + "a-" * 100 + " to France.",
    "one character": ".",
}


def claims_are_claims(extract: Extractor) -> None:
    for claim in extract(Document(text=STORY, published="2017-12-07")):
        assert isinstance(claim, Claim)


def the_same_text_gives_the_same_claims(extract: Extractor) -> None:
    document = Document(text=STORY, published="2017-12-07", publisher="Yonhap")
    assert list(extract(document)) == list(extract(document))


def quotes_are_the_text(extract: Extractor) -> None:
    document = Document(text=STORY, published="2017-12-07")
    for claim in extract(document):
        assert claim.evidence is not None
        assert STORY[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        assert all(claim.evidence.start <= m.start < m.end <= claim.evidence.end for m in claim.evidence.marks)


def claims_carry_the_document(extract: Extractor) -> None:
    document = Document(text=STORY, id="https://example.org/a?b=\u00fc")
    assert all(claim.document == document.id for claim in extract(document))


def claims_say_what_made_them(extract: Extractor) -> None:
    assert all(claim.extractor not in ("", "hand") for claim in extract(Document(text=STORY)))


def no_two_claims_have_one_id(extract: Extractor) -> None:
    ids = [claim.id for claim in extract(Document(text=STORY * 2, published="2017-12-07"))]
    assert len(set(ids)) == len(ids)


def a_text_without_actors_claims_nothing(extract: Extractor) -> None:
    assert (
        list(extract(Document(text="The rain fell on the roof. Nobody attacked anybody.", published="2017-12-07")))
        == []
    )


def no_publication_date_means_no_guess(extract: Extractor) -> None:
    document = Document(text="Russia condemned France on Tuesday, and again in May.")
    assert all(claim.date is None for claim in extract(document))


def hostile_text_does_no_harm(extract: Extractor) -> None:
    for text in HOSTILE.values():
        for claim in extract_checked(extract, Document(text=text, published="2017-12-07")):
            assert claim.evidence is not None
            assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


LAWS: tuple[Callable[[Extractor], None], ...] = (
    claims_are_claims,
    the_same_text_gives_the_same_claims,
    quotes_are_the_text,
    claims_carry_the_document,
    claims_say_what_made_them,
    no_two_claims_have_one_id,
    a_text_without_actors_claims_nothing,
    no_publication_date_means_no_guess,
    hostile_text_does_no_harm,
)
