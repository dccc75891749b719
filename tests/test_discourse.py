"""Who is meant where: names, offices by date, places, descriptions, pronouns, sets, the first person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.actor_gold import forms, read_passages, score
from benchmarks.actors import reader
from kgraph.actors import load_gazetteer
from kgraph.discourse import Discourse, Use, resolve
from kgraph.language import parse
from kgraph.model import Document

GOLD = Path(__file__).parent.parent / "data" / "gold" / "actors"


def read(text: str, on: str | None = "2015-06-01", publisher: str | None = None) -> Discourse:
    return resolve(Document(text=text, published=on, publisher=publisher), parse(text))


def meant(discourse: Discourse, words: str) -> list[list[str]]:
    """Whom each mention of these words means, by ids without their prefix."""
    found = [reference for reference in discourse.references if reference.text == words]
    return [[actor.id.removeprefix("kgr:") for actor in reference.actors] for reference in found]


def uses(text: str, words: str) -> list[str]:
    return [reference.use.value for reference in read(text).references if reference.text == words]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Tehran said on Monday that the talks were frozen.", "Tehran", ["actor"]),
        ("The two ministers dined in Tehran and flew to Baku.", "Baku", ["place"]),
        ("Pressure from Ankara mounted as envoys returned from Ankara.", "Ankara", ["actor", "place"]),
        ("Shells fell on the outskirts of Damascus while Damascus rejected the offer.", "Damascus", ["place", "actor"]),
        ("Tehran's demands angered Riyadh, and Riyadh's streets were quiet.", "Riyadh", ["actor", "place"]),
        ("Turkish carpets are sold in Vienna.", "Turkish", ["other"]),
        ("They praised Greek wine and Greek exports.", "Greek", ["other", "actor"]),
        ("Troops were sent to Mali and the minister travelled to Mali.", "Mali", ["actor", "place"]),
        ("Rebels held northern Mali for months.", "northern Mali", ["place"]),
        ("Delegates left for Chile after calls to Chile.", "Chile", ["place", "actor"]),
        ("Islamabad was accused of delay; Islamabad was shelled.", "Islamabad", ["actor", "place"]),
        ("Investors keep faith in Brazil and live in Brazil.", "Brazil", ["actor", "place"]),
        ("VILNIUS, Sept 14 (Example) - Vilnius welcomed the vote.", "Vilnius", ["actor"]),
    ],
)
def test_a_place_name_is_an_actor_or_says_where(text: str, words: str, expected: Sequence[str]) -> None:
    assert uses(text, words) == list(expected)


@pytest.mark.parametrize(
    ("text", "words", "use"),
    [
        ("Voters in Georgia, where Atlanta lies, went to the polls.", "Georgia", "other"),
        ("Tbilisi said Georgia would join NATO.", "Georgia", "actor"),
        ("Lebanon, Ohio, elected a mayor.", "Lebanon", "other"),
        ("Lebanon elected a president after Hezbollah agreed.", "Lebanon", "actor"),
        ("A fire in Lebanon, Ohio. Nobody was hurt.", "Lebanon", "other"),
        ("Peru, N.Y. voted.", "Peru", "other"),
        ("Armenia, Georgia and Azerbaijan signed.", "Armenia", "actor"),
        ("Russia, Washington and the Baltic states agreed.", "Russia", "actor"),
        ("Ukraine, Georgia, and Moldova signed.", "Ukraine", "actor"),
        ("Mexico, California and Texas share rivers.", "Mexico", "actor"),
        ("Jordan, New York Times reporters wrote, agreed.", "Jordan", "actor"),
    ],
)
def test_homographs_are_told_apart_by_the_words_around_them(text: str, words: str, use: str) -> None:
    assert uses(text, words) == [use]


def test_a_longer_name_is_not_the_shorter_one_in_it() -> None:
    found = read("Chad Michaels praised George Washington in Jordan Valley.")
    assert not [
        r for r in found.references if r.use is Use.ACTOR and {a.state for a in r.actors} & {"TCD", "USA", "JOR"}
    ]


@pytest.mark.parametrize(
    ("on", "president"), [("2010-05-05", "barack-obama"), ("2018-05-05", "donald-trump"), ("2022-05-05", "joe-biden")]
)
def test_an_office_is_its_holder_at_the_documents_date(on: str, president: str) -> None:
    assert meant(read("The U.S. president called Ankara.", on), "The U.S. president") == [[president]]


def test_an_office_of_an_unknown_time_is_nobodys() -> None:
    [[actor]] = meant(read("The former Peruvian president spoke.", "2018-05-05"), "The former Peruvian president")
    assert actor == "PER-GOV"


def test_ties_to_an_office_are_followed() -> None:
    found = read("Theresa May met Sergei Lavrov and his Japanese counterpart. Her predecessor had not.", "2017-09-01")
    assert meant(found, "his Japanese counterpart") == [["taro-kono"]]
    assert meant(found, "Her predecessor") == [["david-cameron"]]


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Russian troops crossed the river.", "Russian troops", "RUS-MIL"),
        ("The Iranian foreign ministry protested.", "The Iranian foreign ministry", "IRN-GOV"),
        ("Syrian rebels left.", "Syrian rebels", "SYR-REB"),
        ("Turkish Kurd refugees arrived.", "Turkish Kurd refugees", "TUR-REF"),
        ("A senior Chinese official arrived.", "A senior Chinese official", "CHN-GOV"),
        ("The government of Chad resigned.", "The government", "TCD"),
        ("The Assad regime denied it.", "The Assad regime", "SYR"),
        ("Hamas fighters withdrew.", "Hamas fighters", "hamas"),
        ("Police in Kenya fired.", "Police", "KEN-COP"),
        ("US-backed Syrian rebels left.", "US-backed Syrian rebels", "SYR-REB"),
        ("NATO-led troops left.", "NATO-led troops", "nato"),
        ("Russian-trained Afghan soldiers left.", "Russian-trained Afghan soldiers", "AFG-MIL"),
        ("The pro-Iranian militias in Iraq left.", "The pro-Iranian militias", "IRQ-PRM"),
    ],
)
def test_a_state_and_a_role_make_an_actor(text: str, words: str, actor: str) -> None:
    assert meant(read(text, "2013-06-01"), words) == [[actor]]


@pytest.mark.parametrize(
    ("text", "words", "use"),
    [
        ("Pro-Russian separatists fired.", "Pro-Russian", "other"),
        ("Turkish-backed rebels fired.", "Turkish", "other"),
        ("Kremlin-backed fighters fled.", "Kremlin", "actor"),
        ("Moscow-based diplomats fled.", "Moscow", "place"),
    ],
)
def test_who_is_for_or_backed_by_a_state_is_not_of_it(text: str, words: str, use: str) -> None:
    assert uses(text, words) == [use]
    assert not [r for r in read(text).references if r.actors and r.actors[0].sector is not None]


def test_a_role_is_told_once() -> None:
    found = read("Iran's foreign minister, Mohammad Javad Zarif, left. The minister, a diplomat, returned.")
    told = [(role.person.name, role.title, role.holder_of and role.holder_of.id, role.start) for role in found.roles]
    assert ("Mohammad Javad Zarif", "foreign minister", "kgr:IRN", 7) in told
    assert len({(name, start) for name, _, _, start in told}) == len(told)


def test_two_states_before_one_role_are_two_actors() -> None:
    found = read("The French and German foreign ministers met.", "2016-03-01")
    [actors] = meant(found, "The French and German foreign ministers")
    assert actors == ["jean-marc-ayrault", "frank-walter-steinmeier"]


def test_a_person_nobody_knows_gets_the_state_the_text_gives() -> None:
    found = read("Marta Quispe, a Bolivian trade official, arrived. Quispe said her country would sign.")
    named = [r for r in found.references if r.text in ("Marta Quispe", "Quispe", "a Bolivian trade official", "her")]
    assert len({r.actors[0].id for r in named}) == 1
    assert {(r.actors[0].state, r.actors[0].sector) for r in named} == {("BOL", "GOV")}
    assert meant(found, "her country") == [["BOL"]]
    assert [(role.person.name, role.title) for role in found.roles] == [("Marta Quispe", "trade official")]


def test_an_abbreviation_in_brackets_stands_for_the_name_before_it() -> None:
    found = read("The Free Aid Network of Chad (FANC) opened a clinic. FANC thanked Paris.")
    ids = {tuple(r.actors) for r in found.references if "Network" in r.text or r.text == "FANC"}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Sergei Lavrov (Russia) spoke. Russia agreed.", "Russia", "RUS"),
        ("Jens Stoltenberg (NATO) spoke. NATO agreed.", "NATO", "nato"),
        ("Hamas (Gaza) spoke. Gaza agreed.", "Gaza", "gaza-strip"),
    ],
)
def test_whose_somebody_is_in_brackets_is_no_abbreviation_of_them(text: str, words: str, actor: str) -> None:
    assert meant(read(text), words) == [[actor], [actor]]


def test_a_role_told_later_is_whose_the_one_who_is_named_with_it() -> None:
    found = read("A NATO general spoke. Jan Kowalczyk, a NATO general, agreed.")
    [[first], *_] = meant(found, "A NATO general")
    assert first in {r.actors[0].id for r in found.references if r.text == "Jan Kowalczyk"}


def test_surnames_mean_whoever_the_text_names_in_full() -> None:
    found = read("Ivanka Trump opened the fair. Trump thanked the hosts.", "2018-06-01")
    assert meant(found, "Trump") == [
        [actor_id] for actor_id in {r.actors[0].id for r in found.references if "Ivanka" in r.text}
    ]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("India and Pakistan traded fire. The two countries blamed each other.", "The two countries", {"IND", "PAK"}),
        ("Merkel met Macron. The two leaders smiled.", "The two leaders", {"angela-merkel", "emmanuel-macron"}),
        ("Egypt and Sudan protested. Ethiopia told both countries no.", "both countries", {"EGY", "SDN"}),
        ("Israel and Hamas agreed. Both sides released prisoners.", "Both sides", {"ISR", "hamas"}),
        ("Kenya, Uganda and Rwanda signed. The three states will build it.", "The three states", {"KEN", "UGA", "RWA"}),
        (
            "China hailed its ties with Russia. The two presidents will meet.",
            "The two presidents",
            {"xi-jinping", "vladimir-putin"},
        ),
    ],
)
def test_sets_are_the_nearest_of_their_kind(text: str, words: str, expected: set[str]) -> None:
    [actors] = meant(read(text, "2019-05-05"), words)
    assert set(actors) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Merkel told reporters that she would go.", "she", ["angela-merkel"]),
        ("Erdogan, who met Merkel in Ankara, said he was content.", "he", ["recep-tayyip-erdogan"]),
        ("Norway recalled its envoy.", "its", ["NOR"]),
        ("Iran and Oman said they would sign.", "they", ["IRN", "OMN"]),
        ("In its statement, Japan backed the plan.", "its", ["JPN"]),
        ("NATO sent ships. The alliance said it would wait.", "The alliance", ["nato"]),
        ("The Saudi king spoke. The kingdom gave no reason.", "The kingdom", ["SAU"]),
    ],
)
def test_pronouns_and_descriptions_take_up_who_was_named(text: str, words: str, expected: list[str]) -> None:
    assert meant(read(text), words) == [expected]


def test_it_is_nobody_where_it_stands_for_nothing() -> None:
    assert meant(read("It is clear that Peru will win."), "It") == []


def test_the_first_person_is_the_speakers_state_or_the_speaker() -> None:
    found = read('"We will not retreat and I will stay," Lavrov said. "Our army is ready."', "2015-06-01")
    assert meant(found, "We") == [["RUS"]]
    assert meant(found, "I") == [["sergei-lavrov"]]
    assert meant(found, "Our army") == [["RUS-MIL"]]


def test_a_ministrys_statement_speaks_for_its_state() -> None:
    found = read(
        "Statement by the Minister of Foreign Affairs\n\nWe welcome the truce.",
        publisher="Norwegian Ministry of Foreign Affairs",
    )
    assert meant(found, "We") == [["NOR"]]


def test_credits_and_calls_to_follow_are_no_part_of_it() -> None:
    found = read("Peru thanked Chile.\n\nFollow Angela Merkel on Facebook and Twitter.")
    assert [r.text for r in found.references] == ["Peru", "Chile"]


def test_offsets_fill_the_words_and_reading_twice_gives_the_same() -> None:
    text = (
        "Foreign\u00a0Minister Lavrov met Wang\u2019s envoy in N\u2019Djamena. "
        "\u201cWe\u2019re glad,\u201d he said. \U0001f642 The two left."
    )
    first, second = read(text), read(text)
    assert first == second
    for reference in first.references:
        assert text[reference.start : reference.end] == reference.text
        sentence = first.sentences[reference.sentence]
        assert sentence.start <= reference.start < reference.end <= sentence.end
        assert first.at(reference.sentence, reference.head) is not None


@pytest.mark.parametrize(
    "text", ["", "\n\n", "...", "(" * 500, "Mr Mr Mr Mr", "the the of of and", "a\u202eb <b>x</b> & 'q'"]
)
def test_odd_texts_do_no_harm(text: str) -> None:
    assert read(text).references == ()


@pytest.mark.parametrize("label", ["compound", "appos", "conj", "nmod", "ccomp"])
@pytest.mark.parametrize("to_the_left", [True, False])
def test_a_tree_may_be_as_deep_as_its_sentence_is_long(label: str, to_the_left: bool) -> None:
    size = 1200
    heads = [*range(1, size), None] if to_the_left else [None, *range(size - 1)]
    [sentence] = parse("Peru")
    tokens = tuple(
        replace(
            sentence.tokens[0],
            start=5 * i,
            end=5 * i + 4,
            head=head,
            deprel="root" if head is None else label,
            name="",
        )
        for i, head in enumerate(heads)
    )
    text = " ".join(["Peru"] * size)
    found = resolve(Document(text=text), [replace(sentence, text=text, end=len(text), tokens=tokens)])
    assert len(found.references) == size
    assert len(found.within(0)) == size


def test_many_quotations_in_one_sentence_are_read_in_time_that_grows_with_their_number() -> None:
    """Each was once looked for among all of them, for every word: this text took minutes."""
    assert read('"We ' * 1000).references == ()
    found = read('"We will go," Lavrov said. ' * 300)
    assert meant(found, "We") == [["RUS"]] * 300


@pytest.mark.parametrize(
    ("text", "words", "use"),
    [
        ("Germany, which never left Termez, has lobbied the European Union.", "Termez", "place"),
        ("The lieutenant had come down to Obock for supplies.", "Obock", "place"),
        ("The minister spoke to Houmed for an hour.", "Houmed", "actor"),
        ("Rebels accused Houmed of treason.", "Houmed", "actor"),
    ],
)
def test_a_word_no_table_knows_is_a_town_where_towns_stand(text: str, words: str, use: str) -> None:
    assert uses(text, words) == [use]


def test_the_gold_of_the_project_is_read_as_well_as_it_was() -> None:
    gazetteer = load_gazetteer()
    passages = [passage for name in ("wire", "varied") for passage in read_passages(GOLD / f"{name}.txt")]
    one_reader = reader(gazetteer)
    scores = score(passages, one_reader, gazetteer)
    by_form = forms(passages, one_reader, gazetteer)
    assert scores.actors.all > 2000
    assert scores.places.share >= 0.94
    assert scores.found.share >= 0.97
    assert by_form["named"].share >= 0.89
    assert scores.actors.share >= 0.72


def test_another_pipelines_sentences_do() -> None:
    """Whatever parses: a sentence without dependencies to speak of still has its names."""
    text = "Peru thanked Chile."
    flat = [
        replace(
            s,
            tokens=tuple(
                replace(t, head=None if i == 0 else 0, deprel="root" if i == 0 else "dep") for i, t in enumerate(s)
            ),
        )
        for s in parse(text)
    ]
    found = resolve(Document(text=text), flat)
    assert [r.text for r in found.references] == ["Peru", "Chile"]
