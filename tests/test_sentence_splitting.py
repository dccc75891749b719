"""Where sentences end: edited news, hard cases, and the laws that hold for any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import DataError
from kgraph.language.boundaries import WEIGHTS, Network
from kgraph.language.sentences import MOST_CHARACTERS, paragraphs, sentences, sentences_of
from kgraph.language.spans import Span

ARTICLES = sorted(Path("data/articles").glob("2*.txt"))

NEWS = [  # a paragraph each, " | " where a sentence ends
    # Abbreviations
    "Gen. Mark Milley flew to Warsaw on Tuesday. | Lt. Gen. Darius Uzkuraitis met him there.",
    "Mr. Lavrov and Ms. Baerbock shook hands. | Mrs. May did not.",
    "Sen. Bob Menendez, D-N.J., blocked the sale. | Rep. Adam Smith, D-Wash., backed it.",
    "Dr. Anthony Fauci and Prof. Li Wei wrote the paper. | St. Petersburg hosted the meeting.",
    "The U.S. President spoke first. | The U.N. Secretary-General followed.",
    "The ship was built in the U.S. | The crew came from Panama.",
    "It was the biggest drill ever held by the U.S. | In Seoul, officials said nothing.",
    "Turkey bought the missiles despite warnings from the U.S. | Ankara said the matter was closed.",
    "The U.S. and the U.K. bombed sites in Yemen. | The U.S. Central Command confirmed the strikes.",
    "He was flown to Washington, D.C., on Friday. | He returned on Jan. 6.",
    "On Sept. 11, 2001, the towers fell. | In Oct. 2001 the war began. | It ended in Aug. 2021.",
    "Talks are to resume in Dec. | Nobody expects much.",
    "The plane was made by Boeing Co. and flown by Korean Air Lines Co. | All 269 people on board died.",
    "Huawei Technologies Co. Ltd. denied it. | ZTE Corp. did not comment.",
    "She works for Lockheed Martin Corp. | The firm sells jets to Israel.",
    "George W. Bush met J. D. Vance. | John F. Kennedy Jr. was not yet born.",
    "The resolution, No. 2231, was passed in 2015. | Article No. 5 was never used.",
    "The embassy at 10 Park Ave. was closed. | Staff left on Feb. 12.",
    "Troops crossed at 5:30 a.m. on Thursday. | Shelling went on until 9 p.m. | Then it was quiet.",
    "The trial, Georgia vs. Russia, took years. | See p. 12 of the ruling.",
    "They brought tents, food, water, etc. to the camp. | It was not enough.",
    "Ukraine received approx. 200 tanks. | Poland gave most of them.",
    "Maj. Gen. Qassem Soleimani was killed near Baghdad. | Brig. Gen. Esmail Qaani succeeded him.",
    "Adm. Samuel J. Locklear III warned of the risk. | Capt. James Fanell agreed.",
    "The spy was found on March 4. | British Prime Minister Theresa May told parliament so.",
    # Quotations
    "“We will not negotiate,” Mr. Zelensky said. | “Not now, not ever.”",
    "“We will return.” | He did.",
    "“Who gave the order?” she asked. | Nobody answered.",
    '"Will you?" she asked. | "I will," he said.',
    '"This is not a war. | It is an operation," Mr. Peskov said.',
    "“They came at night. | They took my son. | I never saw him again,” said Olena, 54.",
    "“Shame!” the crowd shouted. | Police moved in.",
    "He called it “a turning point.” | Others called it “a disaster.”",
    'The minister described the talks as "frank". | His counterpart used the word "difficult".',
    "Asked about sanctions, she said: “We are not afraid of them.” | The rouble fell.",
    "“It is … too early to say,” the diplomat said. | “Perhaps … next year.”",
    "\u2018We have no choice,\u2019 the general said. | \u2018We must hold the line.\u2019",
    "Kim told the party: “The U.S. is our foremost enemy.” | He offered no proof.",
    "“The Americans have left,” said Abdul, a driver. | “Now the Taliban are here.” | He plans to leave, too.",
    "“No deal is better than a bad deal,” May said in London. | Brussels was not amused.",
    "The ministry said the charge was “groundless”; Moscow has denied any role. | Kyiv insists on it.",
    # Datelines, credits, headlines
    "MOSCOW, Dec 7 (Agency) — Russia and China agreed on Thursday to build a pipeline. | Work starts in May.",
    "BEIRUT (AP) — An explosion shook the port on Tuesday. | At least 70 people died.",
    "WASHINGTON, Feb. 3 (Reuters) - The Pentagon said it was tracking a balloon. | China said it was a weather ship.",
    "SEOUL, South Korea — North Korea fired two missiles on Sunday. | They fell into the sea.",
    "GENEVA, March 5. /TASS/. Russia left the talks on Friday. | The U.S. regretted the move.",
    "Putin Meets Xi in Beijing, Hails \u2018No Limits\u2019 Partnership",
    "U.S. Sends Second Carrier to Gulf as Iran Tensions Rise",
    "Explainer: Why Did Sweden Wait So Long to Join NATO?",
    "By John A. Smith Jr.",
    "Reporting by Maria Tsvetkova in Moscow; Editing by Giles Elgood",
    # Numbers, lists, other marks
    "Exports rose 3.5 percent to $1.2 billion. | Imports fell 0.7 percent.",
    "1. The parties shall cease fire. | 2. The parties shall exchange prisoners.",
    "The plan has three steps: first, a truce; second, a swap of prisoners; third, elections. | Hamas refused.",
    "The price is clear: Ukraine must give up Crimea. | Kyiv will not.",
    "Is peace possible? | Perhaps. | But at what price?",
    "The law (passed in 2012) was repealed. | (A similar one stands in Hungary.) | Nobody noticed.",
    "The border -- closed since 1994 -- remained shut. | Algeria blamed Morocco.",
    "Israel struck back… | Iran denied any damage.",
    "The Houthis\u2019 leader, Abdul-Malik al-Houthi, vowed revenge. | al-Houthi spoke for an hour.",
    "In 2014 it was 5 million. | 2015 was worse: 8 million fled.",
    "Police in Hong Kong arrested 53 people, including Benny Tai, James To and Claudia Mo. | All were bailed.",
    "The so-called Islamic State (a.k.a. Daesh) lost Raqqa in 2017. | Kurdish forces took it.",
    "Read more at www.example.com/news. | Write to desk@example.org.",
    "The E.U.'s top diplomat, Josep Borrell, flew to Kyiv. | The U.S.'s envoy stayed home.",
    # All at once
    "Israeli Prime Minister Benjamin Netanyahu said the Oct. 7 attack “changed everything.” | "
    "Hamas called the speech “a pack of lies.”",
    "The EU\u2019s foreign policy chief, Kaja Kallas, met Gen. Zaluzhnyi in London. | "
    "The general, now Ukraine\u2019s ambassador to the U.K., did not speak to the press.",
    "“Let me be clear: we will defend every inch of NATO territory,” Biden said. | “Every inch.”",
    "N. Korea\u2019s Kim Jong Un inspected a new destroyer, KCNA reported. | "
    "S. Korea\u2019s military said it was studying photos.",
    "The army said it shot down 32 of 38 drones (Shahed-136/131) overnight. | Three people were hurt in Odesa.",
    "Moscow expelled two U.S. diplomats in response. | Washington called the step unjustified.",
    "“What happened in Bucha?” he asked. | “Who will answer for it?” | The hall was silent.",
    "Serbia\u2019s president, Aleksandar Vucic, said on Instagram: “Difficult days are ahead of Serbia!” | "
    "He did not elaborate.",
    "Exports to the E.U. fell 12.4% to €3.1bn in Q3. | Germany, Italy and France bought most.",
    "Sgt. Bowe R. Bergdahl was freed in a swap. | He had been held since June 30, 2009.",
    "Lt. Col. Alexander S. Vindman testified on Oct. 29. | "
    "Rep. Devin Nunes, R-Calif., questioned him at 10 a.m. | Hearings go on.",
    "The U.S. Dept. of Defense awarded Raytheon Co. a $1.2 billion contract. | Work is to end by Sept. 2027.",
    "Foreign Minister Wang Yi visited Tehran, Riyadh, Ankara, etc. | His next stop is Abu Dhabi.",
    "Sources told Reuters the ship (IMO No. 9187629) was empty. | Its owner, Fractal Marine DMCC, did not reply.",
    "It was, said Adm. Rob Bauer, “a wake-up call”. | He added: “We have to adapt, and adapt fast.”",
    "Maduro\u2019s envoy to the U.N., Samuel Moncada, called it “armed robbery.” | "
    "The U.S. ambassador, Mike Waltz, walked out.",
    "TEHRAN, Iran (AP) — Iran\u2019s top diplomat said on Monday that talks with the U.S. were over. | "
    "“There is nothing left to discuss,” Abbas Araghchi said.",
    "Who blew up the pipeline? | Sweden, Denmark and Germany each looked into it. | Only Germany named suspects...",
    "The treaty bans “any nuclear weapon test explosion.” | "
    "The U.S. signed it in 1996 but never ratified it. | China did the same.",
    "“I am a soldier. | I follow orders,” Sgt. Vadim Shishimarin told the court. | He was 21.",
    "Turkey, he said, was “a reliable ally”; Greece disagreed. | Athens wants the F-16 sale stopped.",
    "China\u2019s Ministry of National Defense spokesperson Senior Colonel Zhang Xiaogang made the remarks Thursday."
    " | Taiwan\u2019s Mainland Affairs Council rejected them.",
    "Orbán: Hungary will not send troops. | Fico: Neither will Slovakia.",
    "The talks, which began in Jan. 2022, failed. | On Feb. 24, war came.",
    "The ship was built by Hyundai Heavy Industries Co. | It sank on its first voyage.",
    "He left for the U.S. | She stayed.",
    "Trump: “I will end this war in 24 hours.” | He did not.",
    "Police said they arrested a man, 34, at St. Pancras. | MI5 declined to comment.",
    "“We\u2019re done,” said Col. J.P. Miller. | “Let\u2019s go home.”",
]

OTHER = [
    "Gen. Smith met Mr. Lee. | They talked.",
    "The U.S. Army left. | The U.N. | The talks began.",
    "J. R. Smith paid 3.5 billion. | It was No. 5.",
    "On Jan. 5 they met. | In Feb. 2016 too.",
    "“We will … not.” | He left.",
    '"Stop!" Putin said. | He left.',
    "“Go.” | “No.”",
    "1. First point. | 2. Second.",
]


@pytest.mark.parametrize("paragraph", NEWS + OTHER)
def test_news(paragraph: str) -> None:
    expected = paragraph.split(" | ")
    text = " ".join(expected)
    assert [span.of(text) for span in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks End Without Deal\n\nThey left.", ["Talks End Without Deal", "They left."]),
        ("A caption\nJane Roe/AP\n\nThey left.", ["A caption", "Jane Roe/AP", "They left."]),
        (
            "They met in the\ncapital and then\nthey left. All of\nthem.",
            ["They met in the\ncapital and then\nthey left.", "All of\nthem."],
        ),
        ("中国表示。俄罗斯否认。", ["中国表示。", "俄罗斯否认。"]),
        ("They left.Nobody saw them go.", ["They left.", "Nobody saw them go."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_paragraphs_and_texts_without_spaces(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == expected


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_in_the_articles_sentences_begin_and_end_as_sentences_do(article: Path) -> None:
    body = article.read_text(encoding="utf-8").split("---\n", 2)[-1]
    found = [span.of(body) for span in sentences(body)]
    assert all(not sentence[0].islower() and not sentence.endswith(("U.S.", "—")) for sentence in found)
    assert sum(sentence.rstrip('"”\u2019)')[-1] in ".?!" for sentence in found) >= len(found) - 3


TEXTS = st.text(alphabet=st.sampled_from("aAbU.N!?… \n\r\t\u00a0\u2028\"“”')(5,-。😀"), max_size=80) | st.text(
    max_size=40
)


@given(TEXTS)
def test_sentences_cover_the_text_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@given(TEXTS)
def test_the_end_of_a_paragraph_ends_a_sentence(text: str) -> None:
    ends = {span.end for span in sentences(text)}
    assert {paragraph.end for paragraph in paragraphs(text)} <= ends


@given(st.lists(st.sampled_from([*NEWS, "so it is", "no", "1. 2. ( “ .", "Hi!Yes"]), max_size=6))
@settings(deadline=None)
def test_paragraphs_do_not_look_at_one_another(chosen: list[str]) -> None:
    text = "\n\n".join(chosen)
    assert sentences(text) == [span for paragraph in paragraphs(text) for span in sentences_of(text, paragraph)]


def test_a_sentence_too_long_is_cut_at_a_space() -> None:
    text = "word " * 3000
    spans = sentences_of(text, Span(0, len(text)))
    assert all(span.end - span.start <= MOST_CHARACTERS for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "word" * 3000


HOSTILE = {
    "no space": "x" * 1_000_000,
    "stops and quotes": '."' * 500_000,
    "stops and quotes with spaces": '. " ' * 100_000,
    "one-letter words": "a " * 200_000,
    "one-letter paragraphs": "a\n\n" * 100_000,
    "wide stops": "。" * 1_000_000,
    "brackets": "([{ " * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_keep_the_laws(text: str) -> None:
    spans = sentences(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(0 < span.end - span.start <= MOST_CHARACTERS for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


def test_the_weights_are_small_and_their_bytes_follow_from_them(tmp_path: Path) -> None:
    assert WEIGHTS.stat().st_size <= 1_200_000
    again = tmp_path / "again.npz"
    Network.read(WEIGHTS).write(again)
    assert again.read_bytes() == WEIGHTS.read_bytes()


@pytest.mark.parametrize("keep", [0, 10, 1000, -1])
def test_missing_or_damaged_weights_are_named(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "sentences.npz"
    with pytest.raises(DataError, match=r"sentences\.npz"):
        Network.read(path)
    path.write_bytes(WEIGHTS.read_bytes()[:keep])
    with pytest.raises(DataError, match=r"sentences\.npz"):
        Network.read(path)
