"""The gazetteer: which names are found where, whom they mean on a date, and what the user's own tables add."""

import csv
import pickle
import unicodedata
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.actors.tables import read_actors, read_foreign_names
from kgraph.errors import DataError, UnknownNameError
from kgraph.model import Actor, ActorKind, ActorRef, Name, Office, local_actor_id


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


def overlay(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_overlay_adds_names_and_actors(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        "\ufeffactor,name,kind,language,actor_kind,state,label,valid_from\n"
        "kgr:RUS,Rossiya,variant,,,,,\n"
        "urn:kgraph:actor:rosneft,Rosneft Oil,variant,,organization,RUS,Rosneft,1993\n"
        "urn:kgraph:actor:rosneft,NK Rosneft,,,,,,\n"
        "\n"
        ',"Gazprom, the company",,,,,,\n'
        "kgr:RUS,Russland,label,de,,,,\n",
    )
    gazetteer = GAZETTEER.with_overlay(path)
    gazprom = local_actor_id("Gazprom, the company")
    assert found("Rossiya, NK Rosneft, Rosneft Oil, Gazprom, the company; Russland", gazetteer) == [
        ("Rossiya", "kgr:RUS"),
        ("NK Rosneft", "urn:kgraph:actor:rosneft"),
        ("Rosneft Oil", "urn:kgraph:actor:rosneft"),
        ("Gazprom, the company", gazprom),
    ]
    assert gazetteer.actor(gazprom).kind is ActorKind.ORGANIZATION
    assert gazetteer.ref("urn:kgraph:actor:rosneft").state == "RUS"
    assert gazetteer.actor("urn:kgraph:actor:rosneft").label == "Rosneft"
    assert found("Russland", gazetteer, language="de") == [("Russland", "kgr:RUS")]
    assert found("Rossiya") == []
    assert "urn:kgraph:actor:rosneft" not in GAZETTEER
    assert found("Russia") == [("Russia", "kgr:RUS")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("name,language\nX Y,en\n", r"mine.csv:1: no column 'actor'"),
        (
            "actor,name,lang\nkgr:RUS,X Y,en\n",
            r"mine.csv:1: an unknown column: 'lang' \(expected actor, name; optional:",
        ),
        ("actor,name,name\nkgr:RUS,X,Y\n", r"mine.csv:1: a column that stands twice"),
        ("", r"mine.csv:1: no column 'actor'"),
        ("actor,name\nkgr:RUS,Rossiya\nkgr:RUS,\n", r"mine.csv:3: a blank field in column 'name'"),
        ("actor,name\nrus,Rossiya\n", r"mine.csv:2: not an id: 'rus'"),
        ("actor,name\nkgr:RUS,R\n", r"mine.csv:2: a name of one letter"),
        ("actor,name\nkgr:RUS,--\n", r"mine.csv:2: not a name"),
        ("actor,name\nkgr:RUS,Rossiya,x\n", r"mine.csv:2: a row of 3 fields \(expected 2\)"),
        ('actor,name\nkgr:RUS,"Rossiya\n', r"mine.csv:2: not CSV"),
        (
            "actor,name,kind\nkgr:RUS,Rossiya,nick\n",
            r"mine.csv:2: an unknown value in column 'kind': 'nick' \(expected one",
        ),
        ("actor,name,language\nkgr:RUS,Rossiya,?\n", r"mine.csv:2: not a language in column 'language'"),
        (
            "actor,name,valid_from\nkgr:RUS,Rossiya,1991-13\n",
            r"mine.csv:2: not a date in column 'valid_from': '1991-13'",
        ),
        ("actor,name,valid_from,valid_to\nkgr:RUS,Ros,1992,1991-05\n", r"mine.csv:2: an end before its start"),
        ("actor,name,actor_kind\nkgr:x,Ros,firm\n", r"mine.csv:2: an unknown value in column 'actor_kind': 'firm'"),
        (
            "actor,name,state\nkgr:x,Ros,RU\n",
            r"mine.csv:2: not a code in column 'state': 'RU' \(expected three capitals",
        ),
        ("actor,name,state\nkgr:x,Ros,RUZ\n", r"mine.csv:2: not a state of the gazetteer in column 'state': 'RUZ'"),
        ("actor,name,sector\nkgr:x,Ros,gov\n", r"mine.csv:2: not a code in column 'sector': 'gov'"),
        ("actor,name,label\nkgr:RUS,Ros,Rossiya\n", r"mine.csv:2: other than kgr:RUS has in column 'label': 'Rossiya'"),
    ],
)
def test_a_bad_overlay_is_refused_with_its_place(rows: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=message):
        GAZETTEER.with_overlay(overlay(tmp_path, rows))


def test_an_overlay_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("actor,name\nkgr:CIV,Côte d'Ivoire\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"latin.csv:2: not UTF-8"):
        GAZETTEER.with_overlay(path)


TABLES = {
    "states.csv": "id,label,kind,iso3,iso2,cow,gw,fips,cameo,wikidata,valid_from,valid_to,successors,source\n"
    "kgr:MMR,Myanmar,state,MMR,MM,775,775,BM,MMR,Q836,1948-01-04,,,hand\n"
    "kgr:GUM,Guam,territory,GUM,GU,,,GQ,GUM,Q16635,,,,hand\n",
    "actors.csv": "id,label,kind,state,sector,wikidata,part_of,valid_from,valid_to,source\n"
    "kgr:win-myint,Win Myint,person,MMR,GOV,,,,,hand\n",
    "state_names.csv": "actor,name,kind,language,valid_from,valid_to,source\n"
    "kgr:MMR,Burma,former,en,,1989-06-18,hand\n",
    "names.csv": "actor,name,kind,language,valid_from,valid_to,source\n",
    "foreign_names.csv": "actor,name,kind,language,valid_from,valid_to,source\nkgr:MMR,Birmanie,variant,fr,,,hand\n",
    "offices.csv": "person,title,holder_of,state,sector,start,end,source\n"
    "kgr:win-myint,President,kgr:MMR,MMR,GOV,2018-03-30,2021-02-01,hand\n",
}


def tables(folder: Path, **changed: str) -> Path:
    for name, text in (TABLES | {f"{name}.csv": text for name, text in changed.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_tables_become_actors(tmp_path: Path) -> None:
    actors = read_actors(tables(tmp_path))
    assert list(actors) == ["kgr:MMR", "kgr:GUM", "kgr:win-myint"]
    myanmar = actors["kgr:MMR"]
    assert (myanmar.kind, myanmar.state, myanmar.same_as) == (ActorKind.STATE, "MMR", ("wd:Q836",))
    assert dict(myanmar.codes)["cow"] == "775"
    assert "cow" not in dict(actors["kgr:GUM"].codes)
    assert myanmar.names == (Name(text="Burma", kind="former", valid_to="1989-06-18"),)
    assert actors["kgr:win-myint"].offices[0].end == "2021-02-01"
    assert list(read_foreign_names(tmp_path)) == [("kgr:MMR", Name(text="Birmanie", kind="variant", language="fr"))]


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("states", "kgr:GUM,Guam,territory,GUM,GU,,,,,,,,,hand\n", r"states.csv:4: an actor that stands twice"),
        (
            "states",
            "kgr:PRI,Puerto Rico,colony,PRI,,,,,,,,,,hand\n",
            r"states.csv:4: an unknown value in column 'kind'",
        ),
        ("actors", "kgr:x,X Y,person,,,12,,,,hand\n", r"actors.csv:3: not a Wikidata item in column 'wikidata': '12'"),
        ("names", "kgr:XXX,Nowhere,label,en,,,hand\n", r"names.csv:2: an actor that no table has in column 'actor'"),
        ("offices", "kgr:x,President,kgr:MMR,MMR,GOV,,,hand\n", r"offices.csv:3: an actor that no table has"),
        (
            "offices",
            "kgr:win-myint,President,kgr:MMR,MMR,GOV,2018,2017,hand\n",
            r"offices.csv:3: an end before its start",
        ),
    ],
)
def test_a_bad_table_is_refused_with_its_place(table: str, row: str, message: str, tmp_path: Path) -> None:
    folder = tables(tmp_path, **{table: TABLES[f"{table}.csv"] + row})
    with pytest.raises(DataError, match=message):
        read_actors(folder)


def test_the_tables_that_ship_are_sound_and_know_the_obvious() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer is load_gazetteer()
    text = "Putin told Xinhua that Moscow, China and the United States met NATO; the Kremlin praised Russian oil"
    assert [m.text for m in gazetteer.find(text, on="2017-12-07")] == (
        ["Putin", "Xinhua", "Moscow", "China", "United States", "NATO", "Kremlin", "Russian"]
    )
    states = [m.actor for m in gazetteer.find("Moscow, Russian, Kremlin, RUSSIA", on="2017-12-07")]
    assert states == ["kgr:RUS"] * 4
    putin = gazetteer.resolve("Vladimir Putin")
    assert (gazetteer.ref(putin.id, on="2017-12-07").state, putin.kind) == ("RUS", ActorKind.PERSON)
    assert gazetteer.resolve("CHN") is gazetteer.resolve("china") is gazetteer.resolve("中国")


def test_every_label_of_the_shipped_tables_is_found() -> None:
    gazetteer = load_gazetteer()
    missed = [
        actor.id for actor in gazetteer if [m.text for m in gazetteer.find(f"met {actor.label} today")] != [actor.label]
    ]
    assert missed == []


def test_every_actor_of_the_shipped_tables_has_a_ref() -> None:
    gazetteer = load_gazetteer()
    assert all(gazetteer.ref(actor.id, on="2017-12-07").name == actor.label for actor in gazetteer)


def test_the_shipped_foreign_names_are_of_known_actors(tmp_path: Path) -> None:
    path = overlay(tmp_path, "actor,name\nkgr:RUS,Rossiya\n")
    gazetteer = load_gazetteer(path)
    assert found("Россия", gazetteer, language="ru") == [("Россия", "kgr:RUS")]
    assert found("Rossiya", gazetteer) == [("Rossiya", "kgr:RUS")]


@pytest.mark.parametrize(
    "text",
    [
        "A frigate crossed the South China Sea and the Indian Ocean.",
        "The Paris Agreement and the Minsk agreements were named again.",
        "Floods hit New Mexico, and NEW JERSEY as well.",
        "Latin American Air France passengers watched the Australian Open.",
    ],
)
def test_what_only_holds_the_name_of_an_actor_is_none(text):
    assert load_gazetteer().find(text) == []


def test_a_decoy_hides_only_what_it_covers():
    found = load_gazetteer().find("China patrolled the South China Sea; China's navy said so.")
    assert [(mention.text, mention.start) for mention in found] == [("China", 0), ("China", 37)]


def test_decoys_are_sorted_and_each_hides_something():
    with files("kgraph.actors").joinpath("decoys.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["name"] for row in csv.DictReader(lines)]
    without = Gazetteer(load_gazetteer())
    assert names == sorted(set(names))
    assert [name for name in names if not without.find(name)] == []
    assert [name for name in names if load_gazetteer().find(name)] == []


def test_who_governs_acts_for_the_state_from_the_day_it_does() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.ref("kgr:taliban", on="2010-05-01").rollup == "kgr:taliban"
    assert gazetteer.ref("kgr:taliban", on="2024-05-01").rollup == "kgr:AFG"
    assert gazetteer.ref("kgr:rapid-support-forces", on="2020-01-01").rollup == "kgr:SDN"
    assert gazetteer.ref("kgr:rapid-support-forces", on="2024-01-01").rollup == "kgr:rapid-support-forces"


@pytest.mark.parametrize(
    ("text", "on", "actor"),
    [
        ("Prague", "1990-06-01", "kgr:CSK"),
        ("Prague", "2020-06-01", "kgr:CZE"),
        ("Aden", "1985-01-01", "kgr:YMD"),
        ("Aden", "2024-01-01", "kgr:YEM"),
        ("Congolese", "2024-01-01", "kgr:COD"),
        ("Northern Ireland", "2024-01-01", "kgr:GBR"),
    ],
)
def test_names_of_states_follow_the_day(text, on, actor):
    assert [mention.actor for mention in load_gazetteer().find(text, on=on)] == [actor]
