"""Words as the English treebanks of Universal Dependencies cut them, at exact offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.language.spans import Span
from kgraph.language.tokenizing import tokens_of

SENTENCES = [
    # plain words, quotes and brackets
    ("The envoy left (quietly).", "The envoy left ( quietly ) ."),
    ("“We agreed,” she said; he didn\u2019t.", "“ We agreed , ” she said ; he did n\u2019t ."),
    ("``No,'' they wrote: 'never'.", "`` No , '' they wrote : ' never ' ."),
    ("«Oui» [sic] {a} <b> \u2018c\u2019", "« Oui » [ sic ] { a } < b > \u2018 c \u2019"),
    ("member(s)", "member ( s )"),
    # contractions
    ("They don't, can't and won't.", "They do n't , ca n't and wo n't ."),
    ("He cannot; we're gonna wait and I'd've gone.", "He can not ; we 're gon na wait and I 'd 've gone ."),
    ("Iran's, the allies' and Xi\u2019s", "Iran 's , the allies ' and Xi \u2019s"),
    ("She'll say it's \"Moscow\"'s.", "She 'll say it 's \" Moscow \" 's ."),
    ("dont wont thats im DIDNT", "do nt wo nt that s i m DID NT"),
    ("want its well were ill", "want its well were ill"),
    ("'Tis y'all wanna couldn't've", "'T is y' all wan na could n't 've"),
    # hyphens
    ("a 15-year-old al-Ani aide", "a 15 - year - old al - Ani aide"),
    ("state-of-the-art F-16s", "state - of - the - art F - 16s"),
    ("UN-led U.S.-backed pro-EU Holmes-esque", "UN - led U.S. - backed pro-EU Holmes-esque"),
    ("over-the-counter", "over - the - counter"),
    ("2014\u201316, 1990-95 and 2,000-3,000", "2014 \u2013 16 , 1990 - 95 and 2,000 - 3,000"),
    ("a 3-2 win", "a 3 - 2 win"),
    ("Call 202-555-0147, 555-2368 or +44.", "Call 202-555-0147 , 555-2368 or +44 ."),
    ("on 2017-12-07", "on 2017-12-07"),
    ("it fell -- again--and then — rose—fast \u2013 so", "it fell -- again -- and then — rose — fast \u2013 so"),
    # slashes
    ("and/or, km/h, Hamas/Fatah", "and / or , km / h , Hamas / Fatah"),
    ("9/11 and 3/12/2014, 24/7, but 1/2", "9/11 and 3/12/2014 , 24/7 , but 1 / 2"),
    # money, measures, numbers
    ("$5, US$5m, €3.2bn, A$4, £10,000.50", "$ 5 , US$ 5 m , € 3.2 bn , A$ 4 , £ 10,000.50"),
    ("5% of 20°C, 7km², 50kg and 300m", "5 % of 20 ° C , 7 km ² , 50 kg and 300 m"),
    ("at 10:30, 6pm or 7:15am", "at 10:30 , 6 pm or 7:15 am"),
    ("the 21st, 4th, 1990s, 1990's and '90s", "the 21st , 4th , 1990s , 1990's and '90s"),
    ("1,000.5 [1,2] .5 3D 5G", "1,000.5 [ 1 , 2 ] .5 3D 5G"),
    ("5'11\"", "5 ' 11 \""),
    # abbreviations and full stops
    (
        "Gen. Lee met Mr. Wu, Lt. Col. Orr Jr., etc., on Jan. 6.",
        "Gen. Lee met Mr. Wu , Lt. Col. Orr Jr. , etc. , on Jan. 6 .",
    ),
    ("It joined the U.S. It left at 6 p.m.", "It joined the U.S. It left at 6 p.m."),
    ("tanks, guns, etc. The rest", "tanks , guns , etc . The rest"),
    (
        "J.K. Rowling, George W. Bush, e.g. a Ph.D. of Acme Inc.",
        "J.K. Rowling , George W. Bush , e.g. a Ph.D. of Acme Inc.",
    ),
    ("No. 5 and No.7 said no. No.", "No. 5 and No. 7 said no . No ."),
    ("He sat. They left in the sun. Gen. Z.", "He sat . They left in the sun . Gen. Z ."),
    ("It ended.Then it began,too.", "It ended . Then it began , too ."),
    ("(It is in the U.S.) “At 5 a.m.”", "( It is in the U.S. ) “ At 5 a.m. ”"),
    ("AT&T and R&D, Bread & Co.", "AT&T and R&D , Bread & Co."),
    # the web
    (
        "See http://un.org/a-b?c=d. (https://who.int/x), www.nato.int, un.org!",
        "See http://un.org/a-b?c=d . ( https://who.int/x ) , www.nato.int , un.org !",
    ),
    (
        "Write to a.b@mod.gov.uk; ask @POTUS about #Brexit, #1.",
        "Write to a.b@mod.gov.uk ; ask @POTUS about #Brexit , # 1 .",
    ),
    ("report-2.pdf", "report-2.pdf"),
    ("fine :) or :-( or ;) <3 thanks:)", "fine :) or :-( or ;) <3 thanks :)"),
    ("as follows:(a), said:[4]", "as follows : ( a ) , said : [ 4 ]"),
    # runs
    ("Well... no?! Yes!!! And…", "Well ... no ?! Yes !!! And …"),
    ("***** ===== ----", "***** ===== ----"),
    # other scripts and odd characters
    ("10\u00a0km\u2009off\u3000now\u2028then", "10 km off now then"),
    ("👨‍👩‍👧👍🏽 ok👍 🇺🇸🇷🇺 ❤️", "👨‍👩‍👧 👍🏽 ok 👍 🇺🇸 🇷🇺 ❤️"),
    ("cafe\u0301's नमस्ते", "cafe\u0301 's नमस्ते"),
    ("العربية، שלום.", "العربية ، שלום ."),
    ("中国和日本。", "中国和日本 。"),
]
WHOLE = [
    *["anti-war", "co-founder", "re-elected", "non-OPEC", "ex-Soviet", "mid-1980s", "e-mail", "Orwell-esque"],
    *["O'Neill", "Sha'lan", "Sana'a", "d'Ivoire", "N'Djamena", "o'clock", "rock'n'roll"],
    *["S/RES/2231", "A/73/PV.6", "N/A", "s/he", "w/o", "9/11", "AT&T", "U.S.", "U.K", "Ph.D.", "a.k.a."],
    *["co\u00adoperate", "zero\u200bwidth", "\ufeffmark", "cafe\u0301", "नमस्ते", "MH17", "snake_case"],
]
HOSTILE = [
    *["a", "-", ".", "'", '"', "(", "_", "1", "\u0301", "\u200b", "中", "…"],
    *["a-", "a.", "a'", "a@", "a/", "a&", "a*", "a_", "1,", "1-", "1:", "A/", "A$", "n't", "I'd've", "re-", "#a", "@."],
    *[
        "http://",
        "http://..",
        "www.",
        "Mr.",
        "Mr.)))",
        "com.",
        "😀\u200d",
        "🇺",
        ":)",
        "[...]",
        "a. ",
        "a.b-c@d_e/f,1:2",
    ],
]


def words(text: str) -> list[str]:
    return [span.of(text) for span in tokens_of(text, 0, len(text))]


def assert_lawful(text: str, start: int, end: int) -> None:
    spans = tokens_of(text, start, end)
    assert all(start <= span.start < span.end <= end for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert "".join(span.of(text) for span in spans) == "".join(text[start:end].split())


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_are_cut_as_the_treebanks_cut_them(text, expected):
    assert words(text) == expected.split(" ")


@pytest.mark.parametrize("word", WHOLE)
def test_these_are_one_word(word):
    assert words(f"x {word} y") == ["x", word, "y"]
    assert words(f"“{word},”") == ["“", word, ",", "”"]


def test_offsets_count_from_the_start_of_the_text_not_of_the_stretch():
    text = "One. Can't two."
    assert tokens_of(text, 5, 10) == [Span(5, 7), Span(7, 10)]
    assert tokens_of(text, 4, 4) == tokens_of("", 0, 0) == tokens_of(" \n", 0, 2) == []


@given(st.data())
def test_words_cover_any_text_and_do_not_overlap(data):
    text = data.draw(st.text() | st.text(alphabet="aAnstdU15 .,'\u2019-\u2013/:$@#&*()!?\u0301\u00ad\u200d🇺😀"))
    start = data.draw(st.integers(0, len(text)))
    assert_lawful(text, start, data.draw(st.integers(start, len(text))))


@given(st.lists(st.sampled_from([word for text, _ in SENTENCES for word in text.split()]), max_size=12))
def test_a_chunk_is_cut_alike_wherever_it_stands(chunks):
    text = " ".join(chunks)
    assert_lawful(text, 0, len(text))
    without_stops = [chunk for chunk in chunks if "." not in chunk]
    assert words(" ".join(without_stops)) == [word for chunk in without_stops for word in words(chunk)]


@pytest.mark.parametrize("mark", "\u0301\u0327\u05b8\u064e\u093f\u0bbe\u0e35\u3099")
def test_a_mark_stays_with_its_letter(mark):
    assert words(f"a{mark}b (e{mark})") == [f"a{mark}b", "(", f"e{mark}", ")"]


@pytest.mark.parametrize("stretch", HOSTILE)
def test_hostile_text_takes_no_longer_than_its_length(stretch):
    text = stretch * (50_000 // len(stretch))
    assert_lawful(text, 0, len(text))


@pytest.mark.parametrize("stretch", ["a", "-", ".", "'", "n't", "a-a"])
def test_a_megabyte_without_a_space(stretch):
    text = stretch * (1_000_000 // len(stretch))
    assert "".join(words(text)) == text


def test_a_paragraph_is_cut_as_its_sentences():
    sentences = ["Mr. Orr left the U.S. on Monday.", "He'd met Gen. Lee Jr.", "They paid $5m, etc.", "Nobody knew."]
    text = " ".join(sentences)
    assert words(text) == [word for sentence in sentences for word in words(sentence)]
