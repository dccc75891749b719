"""Which date a deed has: of its own clause, else as the text goes on, else the day of publication, else none."""

import pytest

from kgraph.discourse.syntax import Syntax
from kgraph.extract import extractor
from kgraph.extract.tense import Tense, Tenses
from kgraph.extract.when import NOTHING_TOLD, Deed, When, read_when
from kgraph.language import load_model
from kgraph.language.sentences import paragraphs
from kgraph.model import Date, DateBasis, Document, Modality

PUBLISHED = "2024-06-19"
"""A Wednesday."""
TYPES = {
    "ASSAULT": "shelled bombed attacked attacks attack attacking bombs shelling bombing",
    "ACCUSE": "condemned accused condemn",
    "SUPPORT": "praised supports praises pledged",
    "SANCTION": "expelled broke froze",
    "CONSULT": "met visited meet arrives visit invited",
    "AID": "send sending",
    "COOPERATE": "sells exports supply",
    "THREATEN": "threatens",
    "AGREE": "agreed plans promised will",
    "RETREAT": "ceded",
    "REQUEST": "asked demands",
}


def type_of(word: str) -> str:
    return next(name for name, words in TYPES.items() if word in words.split())


def read(text: str, *, published: str | None = PUBLISHED, goes_on: bool = False) -> list[When]:
    """The sentences of a text, each with what the ones before leave to it; of all but the first a speaker may go on."""
    starts, told, found = {block.start for block in paragraphs(text)}, NOTHING_TOLD, list[When]()
    for sentence in load_model().parse(text):
        told = told.in_new_paragraph if sentence.start in starts else told
        found.append(
            read_when(Syntax(sentence), published=published, told=told, after=0, goes_on=goes_on and bool(found))
        )
        told = found[-1].leaves
    return found


def deed_of(when: When, words: str, modality: Modality = Modality.ASSERTED, event_type: str = "") -> Deed:
    """Of "Iran bombed Iraq" the cue is the second word, the others are its ends, the first of each in the sentence."""
    actor, cue, recipient = (when.syntax.lower.index(word.lower()) for word in words.split())
    kind = event_type or type_of(words.split()[1])
    return Deed(cue=cue, ends=(actor, recipient), event_type=kind, modality=modality, is_quoted=False)


def date_of(text: str, words: str, modality: Modality = Modality.ASSERTED, event_type: str = "") -> str | None:
    when = next(one for one in reversed(read(text)) if words.split()[1].lower() in one.syntax.lower)
    date, _ = when.of(deed_of(when, words, modality, event_type))
    return None if date is None else str(date)


OWN = [
    ("Norway said on Tuesday that Iran had shelled Iraq on Sunday.", "Iran shelled Iraq", "2024-06-16"),
    ("Norway said on Tuesday that Iran had shelled Iraq.", "Iran shelled Iraq", "2024-06-18"),
    ("Oman said on Monday that Ghana bombed Togo in May 2020.", "Ghana bombed Togo", "2020-05"),
    ("Iran bombed Iraq in January and has condemned Oman.", "Iran condemned Oman", PUBLISHED),
    ("Iran bombed Iraq in January and has condemned Oman.", "Iran bombed Iraq", "2024-01"),
    ("Iran bombed Iraq in January and condemned Oman in May.", "Iran condemned Oman", "2024-05"),
    ("Iran bombed Iraq in January and condemned Oman in May.", "Iran bombed Iraq", "2024-01"),
    ("Peru condemned Chile in March and has praised Bolivia.", "Peru praised Bolivia", PUBLISHED),
    ("Kenya met Uganda in 2019 and, in May, it expelled Togo's envoy.", "Kenya met Uganda", "2019"),
    ("Peru, which condemned Chile in 2019, has praised Bolivia.", "Peru condemned Chile", "2019"),
    ("Peru, which condemned Chile in 2019, has praised Bolivia.", "Peru praised Bolivia", PUBLISHED),
    ("Peru praised the truce that Chile and Bolivia broke in May.", "Peru praised Chile", PUBLISHED),
    ("Ethiopia, whose army shelled Sudan in May, met Eritrea on Monday.", "Ethiopia met Eritrea", "2024-06-17"),
    ("Under a treaty signed in 1998, Peru ceded an island to Chile.", "Peru ceded Chile", "1998"),
    ("Under an accord signed on June 3, Ghana pledged to help Togo.", "Ghana pledged Togo", "2024-06-03"),
    ("When Vladimir Putin visited Hanoi in May, Vietnam praised Russia.", "Vietnam praised Russia", "2024-05"),
    ("When Iran attacked Iraq in April, Oman condemned Iran.", "Oman condemned Iran", "2024-04"),
    ("Iran condemned Iraq after Oman attacked Iran in 2019.", "Iran condemned Iraq", "2019"),
    ("Iran condemned Iraq after Oman attacked Iran on Monday.", "Iran condemned Iraq", PUBLISHED),
    ("France and Mali met and condemned Niger on Tuesday.", "France met Mali", "2024-06-18"),
    ("France and Mali met on Tuesday and condemned Niger.", "Mali condemned Niger", "2024-06-18"),
    ("The two have had no ties since 2016, when Iran expelled Iraq's envoy.", "Iran expelled Iraq", "2016"),
    ("Ghana has been poor since May 2020, when Togo bombed Ghana.", "Togo bombed Ghana", "2020-05"),
    ("Togo has condemned Ghana since May 2020.", "Togo condemned Ghana", "2020-05/.."),
]
BEHIND = [
    ("Nine months after Iran attacked Iraq, the two sides met.", "Iran attacked Iraq", "2023-09"),
    ("Nine months after Iran attacked Iraq, Oman condemned Kuwait.", "Oman condemned Kuwait", PUBLISHED),
    ("Two days after Iran attacked Iraq, Oman condemned Iran.", "Iran attacked Iraq", "2024-06-17"),
    ("On Monday, hours after Iran attacked Iraq, Oman condemned Kuwait.", "Iran attacked Iraq", "2024-06-17"),
    ("On Monday, three years after Ghana bombed Togo, Benin condemned Niger.", "Ghana bombed Togo", "2021"),
    ("On Monday, three years after Ghana bombed Togo, Benin condemned Niger.", "Benin condemned Niger", "2024-06-17"),
]
TO_COME = [
    ("Algeria and Mali will meet on Friday.", "Algeria meet Mali", "2024-06-21"),
    ("The leaders of Peru and Chile agreed on Monday to meet on 5 July.", "Peru agreed Chile", "2024-06-17"),
    ("Algeria plans to visit Mali in August.", "Algeria plans Mali", "2024-08"),
    ("The Chinese delegation arrives in Tokyo on Monday.", "Chinese arrives Tokyo", "2024-06-24"),
    ("Libya invited Chad to a meeting in Tripoli next week.", "Libya invited Chad", PUBLISHED),
    ("Norway demands that Iran meet Iraq next week.", "Norway demands Iran", PUBLISHED),
    ("Algeria will send troops to Mali.", "Algeria send Mali", None),
    ("Algeria plans to send troops to Mali.", "Algeria plans Mali", None),
    ("Algeria promised in May to send troops to Mali.", "Algeria promised Mali", "2024-05"),
]
NO_DAY = [
    ("Algeria sells gas to Spain.", "Algeria sells Spain", None),
    ("Niger exports uranium to France.", "Niger exports France", None),
    ("Japan used to supply weapons to Myanmar.", "Japan supply Myanmar", None),
    ("North Korea regularly threatens Japan.", "Korea threatens Japan", None),
    ("Iran has repeatedly condemned Iraq.", "Iran condemned Iraq", None),
    ("Iran once condemned Iraq.", "Iran condemned Iraq", None),
    ("Oman accused Iran of having bombed Iraq.", "Iran bombed Iraq", None),
    ("Oman accused Iran of bombing Iraq.", "Iran bombing Iraq", None),
    ("Oman accused Iran of bombing Iraq and praised Kuwait.", "Oman praised Kuwait", PUBLISHED),
    ("Oman accused Iran on Tuesday of bombing Iraq.", "Iran bombing Iraq", "2024-06-18"),
    ("Iran denied that it had attacked Iraq.", "Iran attacked Iraq", None),
    ("The accord is praised by Mali, which Niger attacked.", "Niger attacked Mali", None),
    ("Algeria is sending troops to Mali.", "Algeria sending Mali", PUBLISHED),
    ("Iran has attacked Iraq.", "Iran attacked Iraq", PUBLISHED),
    ("Iran attacked Iraq.", "Iran attacked Iraq", PUBLISHED),
    ("Israel bombs Syria", "Israel bombs Syria", PUBLISHED),
    ("Algeria sells Spain gas plant", "Algeria sells Spain", PUBLISHED),
]
GOES_ON = [
    ("Ghana expelled Togo's envoy in March 2019. Togo condemned Ghana.", "Togo condemned Ghana", "2019-03"),
    ("Ghana expelled Togo's envoy in March 2019. Togo has condemned Ghana.", "Togo condemned Ghana", PUBLISHED),
    ("Ghana met Togo in March 2020. In July Togo condemned Ghana.", "Togo condemned Ghana", "2020-07"),
    ("Kenya condemned Uganda in May. That month Uganda expelled Kenya's envoy.", "Uganda expelled Kenya", "2024-05"),
    ("Peru accused Chile in 2009. Two years later Chile expelled Peru's envoy.", "Chile expelled Peru", "2011"),
    ("On Monday Ghana expelled Togo's envoy.\n\nTogo condemned Ghana.", "Togo condemned Ghana", PUBLISHED),
    ("Ghana expelled Togo's envoy in March 2019.\n\nTogo condemned Ghana.", "Togo condemned Ghana", "2019-03"),
    ("Ghana met Togo in 2019.\n\nThe two are poor. Togo condemned Ghana.", "Togo condemned Ghana", None),
    ("On Monday Ghana met Mali. In 2015 it met Togo.\n\nTogo condemned Ghana.", "Togo condemned Ghana", PUBLISHED),
    (
        "On Monday Ghana met Mali. In 2015 it bombed Togo.\n\nAfter that raid, Benin condemned Ghana.",
        "Benin condemned Ghana",
        "2015",
    ),
    ("Ghana, which met Togo in 2015, met Mali. It condemned Togo.", "It condemned Togo", PUBLISHED),
    ("Born in 1960, he met Togo's king. He condemned Togo.", "He condemned Togo", PUBLISHED),
    ("On Monday Ghana met Togo, which it visits next week. It praised Togo.", "It praised Togo", "2024-06-17"),
    ("Ghana has had ties with Togo since 2015. Togo condemned Ghana.", "Togo condemned Ghana", PUBLISHED),
]


@pytest.mark.parametrize(("text", "words", "expected"), [*OWN, *BEHIND, *TO_COME, *NO_DAY, *GOES_ON])
def test_a_deed_has_its_own_date(text: str, words: str, expected: str | None) -> None:
    assert date_of(text, words) == expected


@pytest.mark.parametrize(
    ("modality", "event_type", "expected"),
    [
        (Modality.PLANNED, "ASSAULT", None),
        (Modality.HYPOTHETICAL, "ASSAULT", None),
        (Modality.CALLED_FOR, "ASSAULT", None),
        (Modality.CALLED_FOR, "REQUEST", PUBLISHED),
        (Modality.HYPOTHETICAL, "THREATEN", PUBLISHED),
        (Modality.REPORTED, "ASSAULT", PUBLISHED),
    ],
)
def test_what_is_not_done_is_not_of_the_day_of_publication(
    modality: Modality, event_type: str, expected: str | None
) -> None:
    assert date_of("Iran attacked Iraq.", "Iran attacked Iraq", modality, event_type) == expected
    assert date_of("Iran would attack Iraq in July.", "Iran attack Iraq", Modality.PLANNED, "ASSAULT") == "2024-07"


@pytest.mark.parametrize(
    "text", ["Iran attacked Iraq.", "Iran attacked Iraq on Monday.", "In 2019 it met Oman. Iran attacked Iraq."]
)
def test_without_a_day_of_publication_nothing_is_guessed(text: str) -> None:
    when = read(text, published=None)[-1]
    assert when.of(deed_of(when, "Iran attacked Iraq")) == (None, None)


def test_the_speaker_who_goes_on_speaks_on_the_same_day() -> None:
    text = "On Monday he praised Iran.\n\n\u201cFrance supports Iraq.\n\n\u201cFrance supports Iraq.\u201d"
    for goes_on, expected in ((True, "2024-06-17"), (False, PUBLISHED)):
        for when in read(text, goes_on=goes_on)[1:]:
            date, _ = when.of(deed_of(when, "France supports Iraq"))
            assert str(date) == expected


def test_a_claim_has_the_date_and_its_place() -> None:
    text = "Iran condemned Canada on Monday. Iran has condemned Iraq."
    first, second = extractor("english")(Document(text=text, published=PUBLISHED))
    assert first.date == Date(start="2024-06-17", basis=DateBasis.RELATIVE)
    assert second.date == Date(start=PUBLISHED, basis=DateBasis.DOCUMENT)
    assert first.evidence is not None
    assert [text[mark.start : mark.end] for mark in first.evidence.marks if mark.role == "date"] == ["Monday"]


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("Iran attacked Iraq.", "attacked", Tense.PAST),
        ("Iraq was attacked by Iran.", "attacked", Tense.PAST),
        ("Iran has attacked Iraq.", "attacked", Tense.PERFECT),
        ("Oman said that Iran had attacked Iraq.", "attacked", Tense.PLUPERFECT),
        ("Iran attacks Iraq.", "attacks", Tense.PRESENT),
        ("Iran will attack Iraq.", "attack", Tense.FUTURE),
        ("Iran may attack Iraq.", "attack", Tense.OTHER),
        ("Iran is attacking Iraq.", "attacking", Tense.OTHER),
        ("Iran refused to attack Iraq.", "attack", Tense.PAST),
        ("Attack!", "Attack", Tense.OTHER),
    ],
)
def test_a_word_is_told_as_its_finite_verb_says(text: str, word: str, tense: Tense) -> None:
    [sentence] = load_model().parse(text)
    place = next(i for i, token in enumerate(sentence) if token.text == word)
    assert Tenses(Syntax(sentence)).of(place) is tense
