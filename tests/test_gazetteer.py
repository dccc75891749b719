"""The gazetteer: which names are found where, whom they mean on a date, and what the user's own tables add."""

import pickle
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import Gazetteer
from kgraph.errors import DataError, UnknownNameError
from kgraph.model import Actor, ActorKind, ActorRef, Name, Office


def state(code: str, label: str, *names: tuple[str, str], **fields: str) -> Actor:
    bears = tuple(Name(text=text, kind=kind) for text, kind in names)
    return Actor(id=f"kgr:{code}", label=label, kind=ActorKind.STATE, state=code, names=bears, **fields)


def organization(code: str, label: str, *names: Name, kind: ActorKind = ActorKind.ORGANIZATION) -> Actor:
    return Actor(id=f"kgr:{code}", label=label, kind=kind, names=names)


RUSSIA = Actor(
    id="kgr:RUS",
    label="Russia",
    kind=ActorKind.STATE,
    state="RUS",
    names=(
        Name(text="Russian", kind="demonym"),
        Name(text="Moscow", kind="capital"),
        Name(text="Kremlin", kind="seat"),
        Name(text="Russian Federation", kind="formal"),
    ),
    same_as=("wd:Q159",),
    codes=(("iso3", "RUS"), ("iso2", "RU"), ("cow", "365")),
    valid_from="1991-12-25",
)
SOVIET_UNION = state(
    "SUN", "Soviet Union", ("Soviet", "demonym"), ("Moscow", "capital"), valid_from="1922-12-30", valid_to="1991-12-25"
)
PUTIN = Actor(
    id="kgr:vladimir-putin",
    label="Vladimir Putin",
    kind=ActorKind.PERSON,
    state="RUS",
    sector="ELI",
    names=(Name(text="Putin", kind="surname"),),
    offices=(
        Office(title="President", holder_of="kgr:RUS", state="RUS", sector="GOV", start="2000-05-07", end="2008-05-07"),
        Office(title="Prime Minister", holder_of="kgr:RUS", state="RUS", sector="LEG", start="2008-05-08", end="2012"),
        Office(title="President", holder_of="kgr:RUS", state="RUS", sector="GOV", start="2012-05-07"),
    ),
)
ACTORS = (
    RUSSIA,
    SOVIET_UNION,
    PUTIN,
    state("NER", "Niger", ("Nigerien", "demonym")),
    state("NGA", "Nigeria"),
    state("OMN", "Oman"),
    state("ROU", "Romania", ("Romanian", "demonym")),
    state("PRK", "North Korea", ("Korean", "demonym"), ("Democratic People's Republic of Korea", "formal")),
    state("KOR", "South Korea", ("Korean", "demonym")),
    state("GNB", "Guinea-Bissau"),
    state("GIN", "Guinea"),
    state("STP", "São Tomé"),
    state("USA", "United States", ("US", "acronym"), ("U.S.", "acronym"), ("America", "variant")),
    state("GEO", "Georgia"),
    Actor(id="kgr:US-GA", label="Georgia", kind=ActorKind.TERRITORY),
    organization("al-shabaab", "al-Shabaab", kind=ActorKind.ARMED_GROUP),
    organization("tass", "Tass", Name(text="Itar-Tass", valid_from="1992", valid_to="2014-09")),
)
GAZETTEER = Gazetteer(ACTORS)


def found(text: str, gazetteer: Gazetteer = GAZETTEER, **options: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.actor) for mention in gazetteer.find(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia\u2019s oil", [("Russia", "kgr:RUS")]),
        ("'Russia' and \"Oman\"", [("Russia", "kgr:RUS"), ("Oman", "kgr:OMN")]),
        ("anti-Russian, Sino-Russian", [("Russian", "kgr:RUS"), ("Russian", "kgr:RUS")]),
        ("a U.S.-led force", [("U.S.", "kgr:USA")]),
        ("Nigeria, Romanian, Nigerien", [("Nigeria", "kgr:NGA"), ("Romanian", "kgr:ROU"), ("Nigerien", "kgr:NER")]),
        ("Guinea-Bissau and Guinea-Conakry", [("Guinea-Bissau", "kgr:GNB"), ("Guinea", "kgr:GIN")]),
        ("Guinea\u2011Bissau", [("Guinea\u2011Bissau", "kgr:GNB")]),
        ("in North\u00a0Korea", [("North\u00a0Korea", "kgr:PRK")]),
        ("in North\nKorea", [("North\nKorea", "kgr:PRK")]),
        ("in North\r\nKorea", [("North\r\nKorea", "kgr:PRK")]),
        ("in North\n\nKorea", []),
        (
            "Democratic People\u2019s Republic of Korea",
            [("Democratic People\u2019s Republic of Korea", "kgr:PRK")],
        ),
        ("RUSSIA AND OMAN SIGN", [("RUSSIA", "kgr:RUS"), ("OMAN", "kgr:OMN")]),
        ("TASS or tass or russia", []),
        ("Al-Shabaab, al-Shabaab", [("Al-Shabaab", "kgr:al-shabaab"), ("al-Shabaab", "kgr:al-shabaab")]),
        ("Oman\u0131, Oman1, Om\u00adan", [("Om\u00adan", "kgr:OMN")]),
        ("US$5 billion, the US", [("US", "kgr:USA")]),
        ("the U.S.S. Nimitz of the U.S.", [("U.S.", "kgr:USA")]),
        ("Oman\u0303 and Russia\u00b9", [("Russia", "kgr:RUS")]),
        ("", []),
    ],
)
def test_names_stand_on_word_boundaries(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_an_apostrophe_ends_a_name_only_before_an_english_ending() -> None:
    assert found("O'Oman Oman'ra Oman'll") == [("Oman", "kgr:OMN")]
    assert GAZETTEER.find("O'Oman Oman'ra Oman'll")[0].start == 15
    assert found("l'Oman", language="fr") == [("Oman", "kgr:OMN")]


def test_a_longer_name_that_fails_does_not_hide_a_shorter_one() -> None:
    actors = [state("RUS", "Russia"), state("AAA", "Russia Tod")]
    assert found("Russia Today", Gazetteer(actors)) == [("Russia", "kgr:RUS")]
    dated = [state("RUS", "Russia"), organization("rt", "RT", Name(text="Russia Today", valid_from="2005"))]
    assert found("Russia Today", Gazetteer(dated), on="1999") == [("Russia", "kgr:RUS")]
    assert found("Russia Today", Gazetteer(dated), on="2006") == [("Russia Today", "kgr:rt")]


def test_offsets_are_characters_of_the_raw_text() -> None:
    text = "\ufeff🇷🇺 👩\u200d🚀 \u201cVladimir\u00a0Putin\u201d met North\u202fKorea\u2019s envoy\r\nin São Tomé"
    mentions = GAZETTEER.find(text)
    assert [m.actor for m in mentions] == ["kgr:vladimir-putin", "kgr:PRK", "kgr:STP"]
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_accents_may_be_composed_or_combining() -> None:
    text = unicodedata.normalize("NFD", "in São Tomé today")
    assert [(m.start, m.end, m.actor) for m in GAZETTEER.find(text)] == [(3, 13, "kgr:STP")]


def test_a_surname_is_not_the_second_half_of_somebody_elses() -> None:
    assert found("Volkova-Putin met the pro-Putin and Anti-Putin camps") == [("Putin", "kgr:vladimir-putin")] * 2
    assert found("Russia-Putin") == [("Russia", "kgr:RUS"), ("Putin", "kgr:vladimir-putin")]


def test_how_a_name_was_found() -> None:
    mentions = GAZETTEER.find("Russia, the Kremlin, Moscow, Putin, the US")
    assert [m.how for m in mentions] == ["label", "seat", "capital", "surname", "acronym"]


def test_a_name_of_several_actors_stays_open_unless_one_comes_first() -> None:
    assert found("Korean") == [("Korean", None)]
    assert found("Georgia") == [("Georgia", "kgr:GEO")]
    full_over_borrowed = Gazetteer(
        [state("JOR", "Jordan"), organization("x", "X Y", Name(text="Jordan", kind="surname"))]
    )
    assert found("Jordan", full_over_borrowed) == [("Jordan", "kgr:JOR")]
    full_over_acronym = Gazetteer([organization("a", "NPC"), organization("b", "B", Name(text="NPC", kind="acronym"))])
    assert found("NPC", full_over_acronym) == [("NPC", "kgr:a")]


def test_moscow_is_the_state_of_its_time() -> None:
    assert found("Moscow", on="1985") == [("Moscow", "kgr:SUN")]
    assert found("Moscow", on="2017-12-07") == [("Moscow", "kgr:RUS")]
    assert found("Moscow") == [("Moscow", "kgr:RUS")]
    assert found("Soviet tanks", on="2017") == [("Soviet", "kgr:SUN")]


def test_a_name_out_of_use_is_not_found() -> None:
    assert found("Itar-Tass", on="2014-09-30") == [("Itar-Tass", "kgr:tass")]
    assert found("Itar-Tass", on="2014") == [("Itar-Tass", "kgr:tass")]
    assert found("Itar-Tass", on="2014-10-01") == [("Tass", "kgr:tass")]
    assert found("Itar-Tass") == [("Itar-Tass", "kgr:tass")]


@pytest.mark.parametrize("on", ["7 Dec 2017", "2017-02-30", ""])
def test_a_date_must_be_one(on: str) -> None:
    with pytest.raises(DataError, match="not a date"):
        GAZETTEER.find("Russia", on=on)


def test_text_that_cannot_be_encoded_is_refused() -> None:
    with pytest.raises(DataError, match="surrogate"):
        GAZETTEER.find("Russia \ud800")


WORDS = (
    "Russia",
    "Moscow",
    "Korean",
    "Guinea",
    "Bissau",
    "Putin",
    "Oman",
    "São Tomé",
    "North",
    "Korea",
    "Al",
    "俄罗斯",
)
MARKS = ("-", "\u2019s", "'", "U.S.", "S.", ".", "$", "\u0301", "😀", "\u200d", "\u00ad", " ", "\u00a0", "\r\n", "\n")
PIECES = st.sampled_from(WORDS + MARKS)
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS, st.sampled_from(["en", "fr", "zh", ""]))
def test_mentions_quote_the_text_in_order_and_apart(text: str, language: str) -> None:
    mentions = GAZETTEER.find(text, language=language)
    assert all(text[m.start : m.end] == m.text != "" for m in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))


@given(TEXTS)
def test_space_around_a_text_changes_nothing_in_it(text: str) -> None:
    inside = [(m.start + 1, m.text, m.actor, m.how) for m in GAZETTEER.find(text)]
    assert [(m.start, m.text, m.actor, m.how) for m in GAZETTEER.find(f" {text} ")] == inside


@given(st.lists(st.sampled_from(["Russia", "Nigeria", "Niger", "Guinea-Bissau", "Vladimir Putin"]), max_size=8))
def test_every_name_between_words_is_found(names: list[str]) -> None:
    assert [m.text for m in GAZETTEER.find(" met ".join(names))] == names


def test_actors_by_id() -> None:
    assert GAZETTEER.get("kgr:RUS") is GAZETTEER.actor("kgr:RUS") is RUSSIA
    assert GAZETTEER.get("kgr:XXX") is None
    assert "kgr:RUS" in GAZETTEER
    assert "kgr:XXX" not in GAZETTEER
    assert list(GAZETTEER) == list(ACTORS)
    assert len(GAZETTEER) == len(ACTORS)
    with pytest.raises(UnknownNameError, match="did you mean 'kgr:vladimir-putin'"):
        GAZETTEER.actor("kgr:vladimir-puttin")


def test_two_actors_with_one_id_are_refused() -> None:
    with pytest.raises(DataError, match="two actors with one id"):
        Gazetteer([RUSSIA, RUSSIA])


@pytest.mark.parametrize(
    "name", ["kgr:RUS", "https://w3id.org/kgraph/id/RUS", "wd:Q159", "http://www.wikidata.org/entity/Q159", "RUS", "RU"]
)
def test_resolve_takes_ids_and_codes(name: str) -> None:
    assert GAZETTEER.resolve(name) is RUSSIA


@pytest.mark.parametrize(
    "name", ["Russia", " russia ", "RUSSIAN FEDERATION", "Russian\u00a0Federation", "Kremlin", "Moscow"]
)
def test_resolve_takes_names(name: str) -> None:
    assert GAZETTEER.resolve(name) is RUSSIA


def test_resolve_says_the_nearest_or_the_candidates() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'Nigeria'"):
        GAZETTEER.resolve("Nigerria")
    with pytest.raises(DataError, match=r"kgr:PRK \(North Korea\), kgr:KOR \(South Korea\)"):
        GAZETTEER.resolve("Korean")
    with pytest.raises(UnknownNameError):
        GAZETTEER.resolve("")


def test_resolve_knows_the_names_of_its_date() -> None:
    assert GAZETTEER.resolve("Moscow", on="1985") is SOVIET_UNION
    assert GAZETTEER.resolve("Itar-Tass").id == "kgr:tass"
    with pytest.raises(UnknownNameError, match="did you mean 'Tass'"):
        GAZETTEER.resolve("Itar-Tass", on="2020")


def test_an_alpha_2_code_that_is_also_an_acronym_is_ambiguous() -> None:
    australia = Actor(id="kgr:AUS", label="Australia", kind=ActorKind.STATE, codes=(("iso2", "AU"),))
    union = organization("african-union", "African Union", Name(text="AU", kind="acronym"), kind=ActorKind.IGO)
    with pytest.raises(DataError, match="a name of several actors"):
        Gazetteer([australia, union]).resolve("AU")
    assert found("AU", Gazetteer([australia, union])) == [("AU", "kgr:african-union")]


def test_offices_resolve_by_the_date() -> None:
    assert [office.title for office in GAZETTEER.offices_on("kgr:vladimir-putin", "2005-01-01")] == ["President"]
    assert [office.sector for office in GAZETTEER.offices_on("kgr:vladimir-putin", "2012")] == ["GOV", "LEG"]
    assert GAZETTEER.offices_on("kgr:vladimir-putin", "1999") == ()
    assert GAZETTEER.ref("kgr:vladimir-putin", on="2010").sector == "LEG"
    assert GAZETTEER.ref("kgr:vladimir-putin", on="2017-12-07").sector == "GOV"
    assert GAZETTEER.ref("kgr:vladimir-putin", on="1999").sector == "ELI"
    assert GAZETTEER.ref("kgr:vladimir-putin").sector == "ELI"
    with pytest.raises(UnknownNameError):
        GAZETTEER.offices_on("kgr:nobody", "2017")


def test_refs_of_states_and_territories() -> None:
    assert GAZETTEER.ref("kgr:RUS", on="2017") == ActorRef(id="kgr:RUS", name="Russia", state="RUS")
    assert GAZETTEER.ref("kgr:US-GA").state is None
    with pytest.raises(UnknownNameError):
        GAZETTEER.ref("kgr:XXX")


def further_names() -> list[tuple[str, Name]]:
    return [
        ("kgr:RUS", Name(text="Россия", language="ru")),
        ("kgr:RUS", Name(text="俄罗斯", language="zh-Hans")),
        ("kgr:RUS", Name(text="러시아", language="ko")),
        ("kgr:RUS", Name(text="Russie", language="fr")),
    ]


MANY_TONGUES = Gazetteer(ACTORS, more_names=further_names)


def test_names_of_a_language_and_the_labels_are_found_in_its_texts() -> None:
    assert found("La Russie et Oman, pas la Russian Federation", MANY_TONGUES, language="fr-CA") == [
        ("Russie", "kgr:RUS"),
        ("Oman", "kgr:OMN"),
    ]
    assert found("La Russie", MANY_TONGUES) == []
    assert found("俄罗斯和中国", MANY_TONGUES, language="zh") == [("俄罗斯", "kgr:RUS")]
    assert found("러시아는", MANY_TONGUES, language="ko") == [("러시아", "kgr:RUS")]
    assert found("Russia", MANY_TONGUES, language="tlh") == [("Russia", "kgr:RUS")]


def test_a_label_that_is_also_a_name_elsewhere_stays_an_english_one() -> None:
    france = Actor(id="kgr:FRA", label="France", kind=ActorKind.STATE, names=(Name(text="France", language="fr"),))
    assert found("France", Gazetteer([france]), language="en") == [("France", "kgr:FRA")]
    dated = Name(text="North Macedonia", valid_from="2019-02-12")
    macedonia = Actor(id="kgr:MKD", label="North Macedonia", kind=ActorKind.STATE, names=(dated,))
    assert found("North Macedonia", Gazetteer([macedonia]), on="2017") == []


def test_resolve_knows_names_in_any_language() -> None:
    assert [MANY_TONGUES.resolve(name) for name in ("россия", "俄罗斯", "Russie")] == [RUSSIA] * 3


def test_further_names_are_not_read_for_english() -> None:
    def read() -> list[tuple[str, Name]]:
        raise AssertionError("read for nothing")

    gazetteer = Gazetteer(ACTORS, more_names=read)
    assert found("Russia", gazetteer, language="en-GB") == [("Russia", "kgr:RUS")]
    assert gazetteer.resolve("russia") is RUSSIA


def test_a_gazetteer_goes_to_other_processes() -> None:
    GAZETTEER.find("Russia")
    assert found("Russia", pickle.loads(pickle.dumps(GAZETTEER))) == [("Russia", "kgr:RUS")]  # noqa: S301 - our own
