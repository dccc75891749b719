"""What stands around a story in the styles of many wires is told from the story."""

import time

import pytest

from kgraph.extract.floor import extract
from kgraph.language.boilerplate import dateline_end, is_boilerplate, is_caption
from kgraph.model import Document

STORY = "President Putin met President Xi on Thursday."


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON (Reuters) - ",
        "WASHINGTON, Dec 7 (Reuters) - ",
        "United Nations, April 13 (IANS) ",
        "Boulder, CO, Feb. 23 (UPI) -- ",
        "TEL AVIV-- ",
        "UNITED NATIONS/GENEVA, Dec 7 (Reuters) - ",
        "KYIV, Ukraine (AP) \u2014 ",
        "PALM BEACH, Fla. (AP) \u2014 ",
        "DUBAI, United Arab Emirates (AP) \u2014 ",
        "WASHINGTON, D.C. (AP) \u2014 ",
        "Kyiv (AFP) \u2013 ",
        "Beijing (AFP) Dec 7, 2017 - ",
        "BEIJING, Dec. 7 (Xinhua) -- ",
        "BEIJING, Dec. 7, 2017 (Xinhua) -- ",
        "UNITED NATIONS, Dec. 7 (Xinhua) -- ",
        "MOSCOW, December 7. /TASS/. ",
        "MOSCOW, December 7. /TASS Correspondent Ivan Ivanov/. ",
        "MOSCOW. Dec 7 (Interfax) - ",
        "MOSCOW (Sputnik) \u2014 ",
        "SEOUL, Dec. 7 (Yonhap) -- ",
        "SEOUL/WASHINGTON, Dec. 7 (Yonhap) -- ",
        "TOKYO, Dec. 7, Kyodo - ",
        "TOKYO (Kyodo) -- ",
        "TOKYO - ",
        "New Delhi [India], December 7 (ANI): ",
        "New Delhi, Dec 7 (PTI) ",
        "ANKARA (AA) - ",
        "Ankara (AA) - ",
        "Pyongyang, December 7 (KCNA) -- ",
        "TEHRAN, Dec. 07 (MNA) \u2013 ",
        "Tehran, Dec 7, IRNA \u2013 ",
        "Berlin (dpa) - ",
        "Madrid, Dec 7 (EFE).- ",
        "(ANSA) - ROME, DEC 7 - ",
        "KUALA LUMPUR, Dec 7 (Bernama) -- ",
        "ABU DHABI, 7th December, 2017 (WAM) -- ",
        "BRUSSELS, 7 December 2017 \u2013 ",
        "WASHINGTON, Dec. 7, 2017 /PRNewswire/ -- ",
        "PORT-AU-PRINCE, Haiti (AP) \u2014 ",
        "N\u2019DJAMENA, Dec 7 (Reuters) - ",
        "RIO DE JANEIRO \u2014 ",
        "TEL AVIV, Israel \u2014 ",
        "NIAMEY, Sept 14 \u2014 ",
        "(Reuters) - ",
        "ST. PETERSBURG, June 5 (Reuters) - ",
        "KYIV\u2014",
    ],
)
def test_datelines_of_many_wires_end_where_the_story_begins(dateline: str) -> None:
    assert dateline_end(dateline + STORY) == len(dateline)


@pytest.mark.parametrize("line", ["MOSCOW, Dec 7, 2017", "Boulder, CO, Feb. 23 (UPI) --", "Beijing (AFP) Dec 7, 2017"])
def test_a_dateline_may_stand_in_a_line_of_its_own(line: str) -> None:
    assert dateline_end(line) == len(line)


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "U.S. - China talks failed on Thursday.",
        "US - China talks failed on Thursday.",
        "On Dec 7 - the day of the vote - Russia left.",
        "On Monday, Dec 7 (the day of the vote) Russia left.",
        "Since June 5 \u2014 a year ago \u2014 they have talked.",
        "Russia, China and Iran (BRICS members) met on Dec 7.",
        "Putin (left) - a guest - met Xi.",
        "Russia (population 144 million) - China's neighbour - agreed.",
        "TALKS END IN MOSCOW - NO DEAL",
        "NATO (the alliance) met on Dec 7.",
        "Israel-Lebanon talks began. Hezbollah objected.",
        "MOSCOW said on Dec 7 (Thursday) that it would respond.",
        "Moscow, December 7 was a cold day.",
        "Died 31 July 2017 (aged 89) in Paris.",
        "Thur. Sept. 21 - a Thursday - they met.",
        "PS - we also met Iran.",
    ],
)
def test_what_only_looks_like_a_dateline_is_story(text: str) -> None:
    assert dateline_end(text) == 0


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "By Jane Roe and John Doe",
        "BY JANE ROE",
        "By Jane Roe, John Doe and Maria de la Cruz",
        "By Jane Roe in Moscow",
        "By Jane Roe | Reuters",
        "By JANE ROE, Associated Press",
        "Jane Roe, Associated Press",
        "(Reporting by Jane Roe in Moscow and John Doe; Writing by Ann Poe; Editing by Tom Coe)",
        "Additional reporting by Jane Roe in Beijing.",
        "With inputs from agencies",
        "Associated Press writers Jane Roe in Moscow and John Doe in Kyiv contributed to this report.",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "This story was originally published on Dec 7.",
        "Updated: Dec. 7, 2017 at 10:15 a.m. GMT",
        "Published 7 December 2017",
        "Source: Xinhua",
        "Editor: Li Xia",
        "(ANI)",
        "(ANI/Sputnik)",
        "Reporting by Jane Roe in Moscow and John Doe in Kyiv; Editing by Tom Coe",
        "Photo: Jane Roe/AP",
        "Photo by Jane Roe/Getty Images",
        "Jane Roe/AP",
        "(Jane Roe/Pool Photo via AP)",
        "Copyright 2017 The Associated Press. All rights reserved.",
        "\u00a9 2017 AFP",
        "Read more: Russia attacks Ukraine",
        "ADVERTISEMENT",
        "jane.roe@example.org",
        "Follow us on Twitter, Facebook and Telegram.",
    ],
)
def test_bylines_credits_and_notes_are_no_story(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "caption",
    [
        "Xi Jinping meets Vladimir Putin in Beijing, Dec. 7, 2017. (Xinhua/Li Xueren)",
        "FILE PHOTO: Russia's President Vladimir Putin meets Xi in Beijing. REUTERS/Jane Roe/File Photo",
        "FILE - Russia's President Vladimir Putin attacks Ukraine in a speech, Dec. 7, 2017.",
        "In this Dec. 7, 2017 file photo, Putin meets Xi in Beijing.",
        "[1/3] Putin meets Xi in Beijing, China December 7, 2017.",
        "Putin meets Xi. (AP Photo/Jane Roe)",
        "Putin meets Xi. [Photo/Xinhua]",
        "Putin meets Xi. (Photo by Jane Roe/AFP)",
        "Putin meets Xi (Jane Roe/Pool/AFP via Getty Images)",
        "Putin meets Xi. (File photo)",
    ],
)
def test_captions_are_known_by_how_they_begin_or_end(caption: str) -> None:
    assert is_caption(caption, None) or is_boilerplate(caption)


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "By Tuesday Russia had left Syria.",
        "By attacking Ukraine, Russia broke the treaty.",
        "Images by Planet Labs show that Russia moved troops into Belarus.",
        "Credits by China to Venezuela reached $50 billion.",
        "Copyright talks between China and the United States collapsed.",
        "Published on Tuesday, the report accused Iran of arming the Houthis.",
        "Updated sanctions hit Iran.",
        "Reuters reported that Russia attacked Ukraine.",
        "Russia and China signed the deal (see above).",
        "In this still tense region, Russia attacked Ukraine.",
        "Written by China, the draft accuses Japan.",
        "Reporting by Reuters showed that Russia supplied oil to North Korea.",
        "Source: Russia attacked Ukraine with drones.",
        "This report was published by the United Nations and accused Iran.",
        "Sources in Moscow said Russia would leave.",
        "Russia contributed troops to this mission.",
        "Editors in Kyiv accused Russia of censorship.",
        "File that under lies, Lavrov told France.",
        "Iran struck Israel (AP).",
        "Russia's embassy followed China on Tuesday.",
    ],
)
def test_sentences_of_the_story_are_story(text: str) -> None:
    assert not is_boilerplate(text)
    assert not is_caption(text, "The talks went on.")


def test_no_line_takes_long() -> None:
    lines = [
        "A" * 50_000,
        "A " * 25_000,
        "A, " * 20_000,
        "(" * 50_000,
        "By " + "Aa " * 20_000,
        "Aa/" * 20_000,
        " -" * 20_000,
    ]
    lines += ["Updated: " + "1" * 50_000, "Aa, Dec 7 " * 5_000, "AA-" * 20_000, "Aa, and " * 10_000]
    started = time.perf_counter()
    for line in lines:
        is_boilerplate(line), is_caption(line, line), dateline_end(line)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "dateline", ["MOSCOW, December 7. /TASS/. ", "MOSCOW. Dec 7 (Interfax) - ", "New Delhi [India], December 7 (ANI): "]
)
def test_a_dateline_cut_into_sentences_dates_nothing_and_quotes_are_exact(dateline: str) -> None:
    text = dateline + "Niger accused France of arming rebels. The same day Mali condemned France."
    claims = list(extract(Document(text=text, published="2017-12-08")))
    assert [(claim.relation, claim.date) for claim in claims if claim.relation == "accuses"] == [("accuses", None)]
    assert all(str(claim.date) != "2017-12-07" for claim in claims)
    for claim in claims:
        assert claim.evidence is not None
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
