"""Date expressions are resolved against the day of publication, and nothing is guessed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract.dates import dates_behind, find_dates, resolve_date
from kgraph.model import Date, DateBasis

THURSDAY = "2017-12-07"

EXPLICIT = [
    ("They met on December 7, 2017.", "2017-12-07"),
    ("They met on Dec. 7, 2017.", "2017-12-07"),
    ("They met on 7 December 2017.", "2017-12-07"),
    ("They met on the 7th of December 2017.", "2017-12-07"),
    ("They met on Thursday, December 7, 2017.", "2017-12-07"),
    ("DECEMBER 7, 2017 (Reuters)", "2017-12-07"),
    ("Signed 2017-12-07 in Minsk.", "2017-12-07"),
    ("Signed on 7.12.2017 in Minsk.", "2017-12-07"),
    ("Signed on 13/7/2017 in Minsk.", "2017-07-13"),
    ("Signed on 7/13/2017 in Minsk.", "2017-07-13"),
    ("Signed on 12/7/2017 in Minsk.", None),
    ("They met on Feb. 29, 2016.", "2016-02-29"),
    ("They met on Feb. 29, 2017.", None),
    ("They met on November 31, 2016.", None),
    ("They met in May 2017.", "2017-05"),
    ("They met in late May, 2017.", "2017-05"),
    ("It was annexed in 2014.", "2014"),
    ("It was annexed in early 2014.", "2014"),
    ("It was annexed in the spring of 2014.", "2014"),
    ("It lasted from 2014 to 2016.", "2014/2016"),
    ("It lasted between 2014 and 2016.", "2014/2016"),
    ("The 2014-2016 sanctions hurt.", "2014/2016"),
    ("The war of 2014\u201316 hurt.", "2014/2016"),
    ("Talks were held December 5-7, 2017.", "2017-12-05/2017-12-07"),
    ("Talks lasted from May 5 to June 3, 2016.", "2016-05-05/2016-06-03"),
    ("Talks lasted from December 20 to January 5, 2018.", "2017-12-20/2018-01-05"),
    ("Trade fell between May and July 2016.", "2016-05/2016-07"),
    ("Trade fell in the first quarter of 2017.", "2017-01/2017-03"),
    ("Trade fell in Q4 2016.", "2016-10/2016-12"),
    ("In the 1990s they traded.", "1990/1999"),
    ("Since 2014 they have traded.", "2014/.."),
    ("Since the 1990s they have traded.", "1990/.."),
    ("They met on Boxing Day 2016.", "2016-12-26"),
    ("They met at the end of May 2016.", "2016-05"),
    ("Trade fell in the first eight months of 2016.", "2016-01/2016-08"),
    ("They did not meet until 2015.", "2015"),
    ("They met in the year 2015.", "2015"),
    ("By March 2000 they had exchanged ambassadors.", "2000-03"),
]

RELATIVE = [
    ("They met on Thursday.", "2017-12-07"),
    ("They met late on Tuesday.", "2017-12-05"),
    ("They met on Friday.", "2017-12-01"),
    ("They met last Thursday.", "2017-11-30"),
    ("They met this Tuesday.", "2017-12-05"),
    ("They will meet on Thursday.", "2017-12-14"),
    ("They plan to meet on Friday.", "2017-12-08"),
    ("On Friday, the two will meet.", "2017-12-08"),
    ("The summit is scheduled for Monday.", "2017-12-11"),
    ("Talks will be held on Monday.", "2017-12-11"),
    ("He said on Monday that they will meet.", "2017-12-04"),
    ("They meet next Tuesday.", "2017-12-12"),
    ("They met on Monday of last week.", "2017-11-27"),
    ("They talked from Monday to Wednesday.", "2017-12-04/2017-12-06"),
    ("They met today.", "2017-12-07"),
    ("They met this morning.", "2017-12-07"),
    ("They met yesterday.", "2017-12-06"),
    ("They met last night.", "2017-12-06"),
    ("They met the day before yesterday.", "2017-12-05"),
    ("They meet tomorrow.", "2017-12-08"),
    ("They had met a day earlier.", "2017-12-06"),
    ("They met on Monday and, two days later, left.", "2017-12-04"),
    ("They met last week.", "2017-11-27/2017-12-03"),
    ("They met earlier this week.", "2017-12-04/2017-12-07"),
    ("They will meet later this week.", "2017-12-07/2017-12-10"),
    ("They meet next week.", "2017-12-11/2017-12-17"),
    ("They met over the weekend.", "2017-12-02/2017-12-03"),
    ("They will meet at the weekend.", "2017-12-09/2017-12-10"),
    ("They met last month.", "2017-11"),
    ("They met earlier this month.", "2017-12"),
    ("They meet next month.", "2018-01"),
    ("They met in October.", "2017-10"),
    ("They met in December.", "2017-12"),
    ("They met in mid-March.", "2017-03"),
    ("They met last May.", "2017-05"),
    ("They met last December.", "2016-12"),
    ("They will meet in January.", "2018-01"),
    ("They met last year.", "2016"),
    ("They met late last year.", "2016"),
    ("They met this year.", "2017"),
    ("They meet next year.", "2018"),
    ("They met on Dec. 7.", "2017-12-07"),
    ("They met on 8 December.", "2016-12-08"),
    ("They met on Feb. 29.", "2016-02-29"),
    ("They will meet on January 9.", "2018-01-09"),
    ("They met three days ago.", "2017-12-04"),
    ("They met two hours ago.", "2017-12-07"),
    ("They met two weeks ago.", "2017-11-20/2017-11-26"),
    ("They met a month ago.", "2017-11"),
    ("They met 10 years ago.", "2007"),
    ("They met over the past two weeks.", "2017-11-23/2017-12-07"),
    ("They met in the last three months.", "2017-09/2017-12"),
    ("Trade has grown since March.", "2017-03/.."),
    ("Trade has grown since Tuesday.", "2017-12-05/.."),
    ("Trade fell between May and July.", "2017-05/2017-07"),
    ("Trade fell from November to January.", "2016-11/2017-01"),
    ("Trade fell in the first three months of the year.", "2017-01/2017-03"),
    ("Trade fell in the first three months of last year.", "2016-01/2016-03"),
    ("They met in the middle of April.", "2017-04"),
    ("They met on Christmas Eve.", "2016-12-24"),
    ("They will meet on New Year\u2019s Eve.", "2017-12-31"),
    ("They met on the 21st.", "2017-11-21"),
    ("They met on the 31st, a Friday.", "2017-10-31"),
    ("They will meet on the 31st.", "2017-12-31"),
    ("Oman promised to Iran in May that it would help.", "2017-05"),
    ("Oman and Iran agreed on Monday to meet.", "2017-12-04"),
    ("The two presidents instructed their ministers to meet in Lima on 15 December.", "2017-12-15"),
    ("Oman urged both sides to return to talks in January.", "2018-01"),
    ("Oman asked the two to stop on Monday.", "2017-12-04"),
    ("They did not restore ties until this year.", "2017"),
    ("Only until October did they wait, and by Sunday evening they had left.", "2017-10"),
    ("They met the day before.", "2017-12-06"),
    ("They had quarrelled the year before.", "2016"),
]

NO_DATE = [
    "The two may meet.",
    "The army began its March on the capital.",
    "They may 5 officials send.",
    "May will resign, the ministers of May said.",
    "They meet on Tuesdays.",
    "They met recently and several weeks ago.",
    "They must leave by Friday.",
    "By Friday they had to leave.",
    "That day the army left.",
    "The following month the army left.",
    "They met on the 21st floor.",
    "They met on the 38th parallel.",
    "It was the year before the war.",
    "It was said that day labourers left.",
    "It happened in the year after the war began.",
    "They stay until March.",
    "The Black Friday sales began.",
    "The Sunday Times reported it.",
    "The September 11 attacks changed that.",
    "The March 23 Movement signed.",
    "They scrapped the 2015 deal.",
    "A force of 2014 soldiers came.",
    "It cost 5,000 in 2,014 cases.",
    "He was born 99999 years ago.",
    "It lasted for 200 days.",
]


@pytest.mark.parametrize(("sentence", "expected"), EXPLICIT)
@pytest.mark.parametrize("published", [None, THURSDAY])
def test_a_stated_year_needs_no_publication_date(sentence: str, expected: str | None, published: str | None) -> None:
    found = resolve_date(sentence, published=published)
    assert (None if found is None else str(found)) == expected
    assert found is None or found.basis is DateBasis.EXPLICIT


@pytest.mark.parametrize(("sentence", "expected"), RELATIVE)
def test_other_expressions_count_from_the_day_of_publication(sentence: str, expected: str) -> None:
    found = resolve_date(sentence, published=THURSDAY)
    assert found is not None
    assert (str(found), found.basis) == (expected, DateBasis.RELATIVE)
    assert resolve_date(sentence, published=None) is None


@pytest.mark.parametrize("sentence", NO_DATE)
@pytest.mark.parametrize("published", [None, THURSDAY])
def test_what_only_looks_like_a_date_is_none(sentence: str, published: str | None) -> None:
    assert resolve_date(sentence, published=published) is None


@pytest.mark.parametrize(
    ("sentence", "published", "expected"),
    [
        ("They met on Dec. 31.", "2018-01-01", "2017-12-31"),
        ("They met yesterday.", "2018-01-01", "2017-12-31"),
        ("They met yesterday.", "2016-03-01", "2016-02-29"),
        ("They met yesterday.", "2017-03-01", "2017-02-28"),
        ("They meet tomorrow.", "2016-02-28", "2016-02-29"),
        ("They met last month.", "2018-01-15", "2017-12"),
        ("They meet next month.", "2017-12-31", "2018-01"),
        ("They met last week.", "2018-01-03", "2017-12-25/2017-12-31"),
        ("They met earlier this week.", "2017-12-04", "2017-12-04"),
        ("They met on Monday.", "2017-12-04", "2017-12-04"),
        ("They met last Monday.", "2017-12-04", "2017-11-27"),
        ("They will meet on Monday.", "2017-12-04", "2017-12-11"),
        ("They met on Sunday.", "2018-01-01", "2017-12-31"),
        ("They met over the weekend.", "2017-12-10", "2017-12-09/2017-12-10"),
        ("They met last weekend.", "2017-12-10", None),
        ("They met over last weekend.", "2017-12-10", "2017-12-02/2017-12-03"),
        ("They met on Feb. 29.", "1903-05-01", "1896-02-29"),
    ],
)
def test_turns_of_week_month_and_year(sentence: str, published: str, expected: str | None) -> None:
    found = resolve_date(sentence, published=published)
    assert (None if found is None else str(found)) == expected


def test_the_nearest_date_of_the_clause_counts() -> None:
    text = "In March Assad flew to Tehran, in June an envoy visited Syria, and in August the ministers talked."
    for cue, expected in (("flew", "2017-03"), ("visited", "2017-06"), ("talked", "2017-08")):
        assert str(resolve_date(text, published=THURSDAY, cue_position=text.index(cue))) == expected


def test_the_same_day_is_the_day_said_before() -> None:
    tuesday = Date(start="2017-12-05")
    assert str(resolve_date("The same day, they left.", published=THURSDAY, anchor=tuesday)) == "2017-12-05"
    assert str(resolve_date("Two days later they left.", published=THURSDAY, anchor=tuesday)) == "2017-12-07"
    assert str(resolve_date("A week earlier they left.", published=THURSDAY, anchor=tuesday)) == "2017-11-27/2017-12-03"
    assert resolve_date("The same day, they left.", published=THURSDAY) is None
    for words, expected in (
        ("That day", "2017-12-05"),
        ("Earlier that day", "2017-12-05"),
        ("The same evening", "2017-12-05"),
        ("The following evening", "2017-12-06"),
        ("A day earlier", "2017-12-04"),
        ("The day before", "2017-12-04"),
        ("The night before", "2017-12-04"),
        ("That week", "2017-12-04/2017-12-10"),
        ("The same week", "2017-12-04/2017-12-10"),
        ("The previous week", "2017-11-27/2017-12-03"),
        ("That month", "2017-12"),
        ("The following month", "2018-01"),
        ("That year", "2017"),
        ("The previous year", "2016"),
        ("Two years before", "2015"),
    ):
        assert str(resolve_date(f"{words}, they left.", published=THURSDAY, anchor=tuesday)) == expected


@pytest.mark.parametrize(
    ("words", "anchor", "expected"),
    [
        ("That month, they left.", "2011-04", "2011-04"),
        ("A month later, they left.", "2011-12", "2012-01"),
        ("Two years later, they left.", "2011-04", "2013"),
        ("Four years later, they left.", "1962", "1966"),
        ("That week, they left.", "2011-04", None),
        ("The following day, they left.", "2011-04", None),
        ("That month, they left.", "2011", None),
    ],
)
def test_units_are_counted_from_a_date_that_is_as_precise(words: str, anchor: str, expected: str | None) -> None:
    found = resolve_date(words, published=THURSDAY, anchor=Date.parse(anchor))
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("sentence", "here", "expected"),
    [
        ("In July they left.", "2008-03", "2008-07"),
        ("They left on 5 October.", "2008-03-01", "2008-10-05"),
        ("In January they left.", "2008-03", "2017-01"),
        ("In July they left.", "2008", "2017-07"),
        ("In July they left.", "2017-03", "2017-07"),
        ("They will leave in July.", "2008-03", "2018-07"),
        ("They left last July.", "2008-03", "2017-07"),
    ],
)
def test_a_paragraph_goes_on_in_the_year_that_it_tells_of(sentence: str, here: str, expected: str) -> None:
    [mention] = find_dates(sentence, published=THURSDAY, here=Date.parse(here))
    assert str(mention.date) == expected


def test_months_of_one_sentence_are_of_the_year_it_names_first() -> None:
    found = find_dates("They quarrelled in March 2008 and made peace in July.", published=THURSDAY)
    assert [str(mention.date) for mention in found] == ["2008-03", "2008-07"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine months after Iran attacked, they met.", "2017-03"),
        ("Three years after Iran attacked, they met.", "2014"),
        ("Two days after Iran attacked, they met.", "2017-12-05"),
        ("They met on Monday, two days after Iran attacked.", "2017-12-02"),
        ("They met on Monday, hours after Iran attacked.", "2017-12-04"),
        ("They met a day before the summit on Friday.", "2017-12-02"),
        ("They met days after Iran attacked.", None),
        ("They met several weeks after Iran attacked.", None),
        ("They met 9999 years after Iran attacked.", None),
        ("They met after Iran attacked.", None),
    ],
)
def test_what_stands_behind_counts_from_what_stands_before(text: str, expected: str | None) -> None:
    found = dates_behind(text, find_dates(text, published=THURSDAY), published=THURSDAY)
    assert [str(mention.date) for mention in found] == ([] if expected is None else [expected])
    assert not dates_behind("Two days after Iran attacked, they met.", [], published=None)


def test_what_is_known_to_look_ahead_does() -> None:
    text = "They meet in Lima on Monday."
    assert [str(one.date) for one in find_dates(text, published=THURSDAY)] == ["2017-12-04"]
    assert [str(one.date) for one in find_dates(text, published=THURSDAY, ahead=lambda at: at == 21)] == ["2017-12-11"]
    assert resolve_date("Two days later they left.", published=THURSDAY, anchor=Date(start="2017")) is None


def test_mentions_stand_where_the_words_are() -> None:
    text = "On Tuesday\u00a0and again on Dec. 6 they met."
    mentions = find_dates(text, published=THURSDAY)
    assert [text[m.start : m.end] for m in mentions] == ["Tuesday", "Dec. 6"]


WORDS = st.sampled_from(
    [
        "in",
        "on",
        "since",
        "between",
        "and",
        "from",
        "to",
        "May",
        "March",
        "Dec.",
        "7",
        "31",
        "2014",
        "2016",
        ",",
        "-",
        "the",
        "last",
        "next",
        "this",
        "week",
        "month",
        "year",
        "Monday",
        "ago",
        "two",
        "days",
        "earlier",
        "later",
        "1990s",
        "Q1",
        "quarter",
        "of",
        "first",
        "past",
        "over",
        "weekend",
        "99",
        "0",
        "9999",
        "2017-02-30",
        ".",
        "will",
        "'m",
        "same",
        "day",
    ]
)


@given(st.lists(WORDS, max_size=14), st.dates().map(str) | st.none())
def test_any_words_give_dates_of_the_calendar_or_none(words: list[str], published: str | None) -> None:
    text = " ".join(words)
    mentions = find_dates(text, published=published)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    assert all(m.date.first_day for m in mentions)
