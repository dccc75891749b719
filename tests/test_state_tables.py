"""The tables of states and territories: laws that every row obeys, and facts known for certain."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from kgraph.model import Date

ROOT = Path(__file__).resolve().parent.parent
SHAPES = {
    "iso2": r"[A-Z]{2}",
    "iso3": r"[A-Z]{3}",
    "cow": r"[1-9]\d{0,2}",
    "gw": r"[1-9]\d{0,2}",
    "fips": r"[A-Z]{2}",
    "cameo": r"[A-Z]{3}",
    "wikidata": r"Q[1-9]\d*",
}
NAME_KINDS = {"label", "variant", "formal", "former", "acronym", "demonym", "capital", "seat"}

# States of which news does not use the capital's name for the state, or could not be understood if it did.
WITHOUT_CAPITAL = {
    "kgr:ATG": "St. John's is also in Newfoundland",
    "kgr:BEL": "Brussels stands for the European Union and NATO",
    "kgr:CRI": "San José is also in California",
    "kgr:GUY": "Georgetown is also in Washington",
    "kgr:JAM": "Kingston is a surname, and a town in many countries",
    "kgr:MCO": "a city state",
    "kgr:PSE": "contested; Ramallah is its seat",
    "kgr:SGP": "a city state",
    "kgr:SYC": "Victoria is a first name, and a state of Australia",
    "kgr:VAT": "a city state",
}
WITHOUT_DEMONYM = {"kgr:COG": "Congolese alone is the DR Congo in the news", "kgr:VAT": "English has none"}
WORDS = {"Male", "Nice", "Reading", "Pole", "Reunion", "Finn", "CAR", "Korea", "Korean", "Koreans"}


def table(name: str) -> list[dict[str, str]]:
    text = (files("kgraph.actors") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


STATES = {row["id"]: row for row in table("states.csv")}
NAMES = table("state_names.csv")
FOREIGN = table("foreign_names.csv")


def successors(actor: str) -> list[str]:
    return STATES[actor]["successors"].split()


def descendants(actor: str) -> set[str]:
    direct = successors(actor)
    return set(direct).union(*map(descendants, direct))


def bearers(name: str) -> set[str]:
    return {row["actor"] for row in NAMES if row["name"] == name}


def kinds_by_actor() -> dict[str, set[str]]:
    kinds = defaultdict(set)
    for row in NAMES:
        kinds[row["actor"]].add(row["kind"])
    return kinds


@pytest.mark.parametrize("name", ["states.csv", "state_names.csv", "foreign_names.csv"])
def test_a_table_is_plain_utf8_with_unix_lines_and_no_stray_space(name: str) -> None:
    data = (files("kgraph.actors") / name).read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    for row in table(name):
        assert None not in row
        assert all(value is not None and value == " ".join(value.split()) for value in row.values()), row


def test_states_stand_once_and_in_order() -> None:
    ids = [row["id"] for row in table("states.csv")]
    assert ids == sorted(set(ids))


def test_every_current_iso_code_is_there() -> None:
    current = [row for row in STATES.values() if row["iso2"] and not row["valid_to"]]
    assert len(current) == 250  # the 249 of ISO 3166-1, and Kosovo


def test_an_id_is_the_iso_code_or_says_that_there_is_none() -> None:
    for actor, row in STATES.items():
        if row["iso3"]:
            assert actor == f"kgr:{row['iso3']}"
        else:
            assert actor in {"kgr:RVN", "kgr:YAR"} or re.fullmatch(r"kgr:[a-z]+(-[a-z]+)*", actor)
        assert row["kind"] in {"state", "territory"}
        assert row["label"]
        assert row["source"]


@pytest.mark.parametrize("scheme", sorted(SHAPES))
def test_codes_have_the_shape_of_their_scheme(scheme: str) -> None:
    for row in STATES.values():
        assert not row[scheme] or re.fullmatch(SHAPES[scheme], row[scheme]), row


@pytest.mark.parametrize("scheme", ["iso2", "iso3", "fips", "cameo", "wikidata"])
def test_a_code_means_one_actor(scheme: str) -> None:
    count = Counter(row[scheme] for row in STATES.values() if row[scheme])
    assert [code for code, times in count.items() if times > 1] == []


@pytest.mark.parametrize("scheme", ["cow", "gw"])
def test_a_number_is_shared_only_by_a_state_and_its_successor(scheme: str) -> None:
    bearers_of = defaultdict(list)
    for actor, row in STATES.items():
        if row[scheme]:
            bearers_of[row[scheme]].append(actor)
    for code, actors in bearers_of.items():
        for one, other in combinations(actors, 2):
            assert one in descendants(other) or other in descendants(one), code


def test_former_states_end_and_go_over_into_others() -> None:
    for actor, row in STATES.items():
        assert bool(row["valid_to"]) == bool(row["successors"]), actor
        for successor in successors(actor):
            assert STATES[successor]["valid_to"] >= row["valid_to"] or not STATES[successor]["valid_to"]
    assert {a for a, row in STATES.items() if row["valid_to"] and row["kind"] == "state"} == {
        "kgr:CSK",
        "kgr:DDR",
        "kgr:RVN",
        "kgr:SCG",
        "kgr:SUN",
        "kgr:VDR",
        "kgr:YAR",
        "kgr:YMD",
        "kgr:YUG",
    }


@pytest.mark.parametrize("rows", [list(STATES.values()), NAMES], ids=["states", "names"])
def test_dates_are_dates_and_in_order(rows: list[dict[str, str]]) -> None:
    for row in rows:
        start, end = row["valid_from"], row["valid_to"]
        for text in filter(None, (start, end)):
            assert Date.parse(text).end is None
        if start and end:
            Date(start=start, end=end)


@pytest.mark.parametrize("rows", [NAMES, FOREIGN], ids=["english", "foreign"])
def test_every_name_is_the_name_of_an_actor(rows: list[dict[str, str]]) -> None:
    assert {row["actor"] for row in rows} <= set(STATES)
    assert {row["kind"] for row in rows} <= NAME_KINDS
    assert all(row["name"] and row["source"] for row in rows)


def test_names_stand_once_and_in_order() -> None:
    keys = [(row["actor"], row["kind"], row["name"], row["valid_from"]) for row in NAMES]
    assert keys == sorted(keys)
    once = Counter((row["actor"], row["name"], row["valid_from"]) for row in NAMES)
    assert [key for key, times in once.items() if times > 1] == []
    assert {row["language"] for row in NAMES} == {"en"}


def test_two_rows_of_one_name_do_not_overlap_in_time() -> None:
    spans = defaultdict(list)
    for row in NAMES:
        spans[row["actor"], row["name"]].append((row["valid_from"], row["valid_to"] or "9999"))
    for name, times in spans.items():
        for (_, end), (start, _) in zip(sorted(times), sorted(times)[1:], strict=False):
            assert end <= start, name


def test_everybody_has_one_label_and_it_is_that_of_the_states_table() -> None:
    labels = [(row["actor"], row["name"]) for row in NAMES if row["kind"] == "label"]
    assert labels == sorted((actor, row["label"]) for actor, row in STATES.items())


def test_labels_differ() -> None:
    assert len({row["label"] for row in STATES.values()}) == len(STATES)


@pytest.mark.parametrize(("kind", "without"), [("demonym", WITHOUT_DEMONYM), ("capital", WITHOUT_CAPITAL)])
def test_every_current_state_has_a_demonym_and_a_capital(kind: str, without: dict[str, str]) -> None:
    known = kinds_by_actor()
    current = [actor for actor, row in STATES.items() if row["kind"] == "state" and not row["valid_to"]]
    assert {actor for actor in current if kind not in known[actor]} == set(without)


def test_no_name_is_a_common_word_or_stands_for_nobody_in_particular() -> None:
    assert {row["name"] for row in NAMES} & WORDS == set()


def test_names_begin_like_names() -> None:
    lower = {row["name"] for row in NAMES if row["name"][0].islower()}
    assert all(any(map(str.isupper, name)) for name in lower)


def test_every_apostrophe_comes_straight_and_curly() -> None:
    names = {(row["actor"], row["name"]) for row in NAMES}
    for actor, name in names:
        assert (actor, name.replace("'", "\u2019")) in names
        assert (actor, name.replace("\u2019", "'")) in names


# Each had or has another state in it at other times; the rows of the states that are gone say when.
CAPITALS_OF_SEVERAL_STATES = {
    *("Aden", "Belgrade", "Hanoi", "Kremlin", "Moscow", "Prague", "Prague Castle", "Sanaa", "Sana'a", "Sana\u2019a"),
}


def test_a_state_that_is_gone_lends_its_seat_no_name_today() -> None:
    gone = {actor for actor, row in STATES.items() if row["valid_to"]}
    shared = [row for row in NAMES if row["name"] in CAPITALS_OF_SEVERAL_STATES and row["actor"] in gone]
    assert {row["name"] for row in shared} == CAPITALS_OF_SEVERAL_STATES
    assert [row for row in shared if not row["valid_to"]] == []


def test_only_these_names_are_shared() -> None:
    shared = {name for name in {row["name"] for row in NAMES} if len(bearers(name)) > 1}
    assert shared - CAPITALS_OF_SEVERAL_STATES == {
        "Dominican",
        "Dominicans",
        "Virgin Islander",
        "Virgin Islanders",
        "Virgin Islands",
    }
    assert bearers("Congolese") == {"kgr:COD"}
    assert bearers("Dominican") == {"kgr:DMA", "kgr:DOM"}


@pytest.mark.parametrize(
    ("iso3", "iso2", "cow", "gw", "fips", "cameo", "wikidata"),
    [
        ("RUS", "RU", "365", "365", "RS", "RUS", "Q159"),
        ("USA", "US", "2", "2", "US", "USA", "Q30"),
        ("GBR", "GB", "200", "200", "UK", "GBR", "Q145"),
        ("CHN", "CN", "710", "710", "CH", "CHN", "Q148"),
        ("TWN", "TW", "713", "713", "TW", "TWN", "Q865"),
        ("CHE", "CH", "225", "225", "SZ", "CHE", "Q39"),
        ("SWZ", "SZ", "572", "572", "WZ", "SWZ", "Q1050"),
        ("DEU", "DE", "255", "260", "GM", "DEU", "Q183"),
        ("GMB", "GM", "420", "420", "GA", "GMB", "Q1005"),
        ("AUS", "AU", "900", "900", "AS", "AUS", "Q408"),
        ("AUT", "AT", "305", "305", "AU", "AUT", "Q40"),
        ("ISR", "IL", "666", "666", "IS", "ISR", "Q801"),
        ("ISL", "IS", "395", "395", "IC", "ISL", "Q189"),
        ("NER", "NE", "436", "436", "NG", "NER", "Q1032"),
        ("NGA", "NG", "475", "475", "NI", "NGA", "Q1033"),
        ("PRK", "KP", "731", "731", "KN", "PRK", "Q423"),
        ("KOR", "KR", "732", "732", "KS", "KOR", "Q884"),
        ("BLR", "BY", "370", "370", "BO", "BLR", "Q184"),
        ("UKR", "UA", "369", "369", "UP", "UKR", "Q212"),
        ("SRB", "RS", "345", "340", "RI", "SRB", "Q403"),
        ("YEM", "YE", "679", "678", "YM", "YEM", "Q805"),
        ("VNM", "VN", "816", "816", "VM", "VNM", "Q881"),
        ("KIR", "KI", "946", "970", "KR", "KIR", "Q710"),
        ("ROU", "RO", "360", "360", "RO", "ROM", "Q218"),
        ("TLS", "TL", "860", "860", "TT", "TMP", "Q574"),
        ("XKX", "XK", "347", "347", "KV", "KSV", "Q1246"),
        ("NAM", "NA", "565", "565", "WA", "NAM", "Q1030"),
        ("SUN", "SU", "365", "365", "UR", "SUN", "Q15180"),
        ("DDR", "DD", "265", "265", "GC", "DDR", "Q16957"),
    ],
)
def test_codes_that_are_known(iso3: str, iso2: str, cow: str, gw: str, fips: str, cameo: str, wikidata: str) -> None:
    row = STATES[f"kgr:{iso3}"]
    assert (row["iso3"], row["iso2"], row["cow"], row["gw"], row["fips"]) == (iso3, iso2, cow, gw, fips)
    assert (row["cameo"], row["wikidata"]) == (cameo, wikidata)


@pytest.mark.parametrize(
    ("actor", "since"),
    [
        ("kgr:SSD", "2011-07-09"),
        ("kgr:MNE", "2006-06-03"),
        ("kgr:ERI", "1993-05-24"),
        ("kgr:TLS", "2002-05-20"),
        ("kgr:CZE", "1993-01-01"),
        ("kgr:SVK", "1993-01-01"),
        ("kgr:IND", "1947-08-15"),
        ("kgr:YEM", "1990-05-22"),
    ],
)
def test_foundings_that_are_known(actor: str, since: str) -> None:
    assert STATES[actor]["valid_from"] == since


def test_the_soviet_union_went_over_into_fifteen_states_and_yugoslavia_by_way_of_serbia_and_montenegro() -> None:
    assert len(successors("kgr:SUN")) == 15
    assert {"kgr:SRB", "kgr:MNE", "kgr:SVN"} <= descendants("kgr:YUG")
    assert "kgr:SRB" not in successors("kgr:YUG")


@pytest.mark.parametrize(
    ("name", "kind", "actor"),
    [
        ("Russia", "label", "kgr:RUS"),
        ("Kremlin", "seat", "kgr:RUS"),
        ("Soviets", "demonym", "kgr:SUN"),
        ("U.S.", "acronym", "kgr:USA"),
        ("White House", "seat", "kgr:USA"),
        ("Britons", "demonym", "kgr:GBR"),
        ("Republic of Korea", "formal", "kgr:KOR"),
        ("DPRK", "acronym", "kgr:PRK"),
        ("Republic of China", "variant", "kgr:TWN"),
        ("People's Republic of China", "formal", "kgr:CHN"),
        ("Côte d\u2019Ivoire", "variant", "kgr:CIV"),
        ("Cote d'Ivoire", "variant", "kgr:CIV"),
        ("Turkiye", "variant", "kgr:TUR"),
        ("Burma", "variant", "kgr:MMR"),
        ("Holy See", "variant", "kgr:VAT"),
        ("Kiev", "capital", "kgr:UKR"),
        ("Elysee Palace", "seat", "kgr:FRA"),
        ("Nigerien", "demonym", "kgr:NER"),
        ("Nigerian", "demonym", "kgr:NGA"),
        ("Filipinos", "demonym", "kgr:PHL"),
        ("Swiss", "demonym", "kgr:CHE"),
        ("Turkish Cypriots", "demonym", "kgr:northern-cyprus"),
        ("Gaza", "variant", "kgr:gaza-strip"),
    ],
)
def test_names_that_are_known(name: str, kind: str, actor: str) -> None:
    today = {(row["actor"], row["kind"]) for row in NAMES if row["name"] == name and not row["valid_to"]}
    assert today == {(actor, kind)}


@pytest.mark.parametrize(
    ("name", "actor", "start", "end"),
    [
        ("Zaire", "kgr:COD", "1971-10-27", "1997-05-17"),
        ("Nur-Sultan", "kgr:KAZ", "2019-03-23", "2022-09-17"),
        ("Naypyidaw", "kgr:MMR", "2005-11-06", ""),
        ("West Germany", "kgr:DEU", "1949-05-23", "1990-10-03"),
        ("Bonn", "kgr:DEU", "1949-05-23", "1999-09-01"),
        ("Upper Volta", "kgr:BFA", "", "1984-08-04"),
        ("Ceylon", "kgr:LKA", "", "1972-05-22"),
    ],
)
def test_names_that_had_their_time(name: str, actor: str, start: str, end: str) -> None:
    rows = [row for row in NAMES if row["name"] == name]
    assert [(row["actor"], row["valid_from"], row["valid_to"]) for row in rows] == [(actor, start, end)]


def test_the_blue_house_was_not_the_seat_while_the_president_sat_elsewhere() -> None:
    rows = [row for row in NAMES if row["name"] == "Blue House"]
    assert {row["actor"] for row in rows} == {"kgr:KOR"}
    assert any(row["valid_to"] == "2022-05-10" for row in rows)


def test_every_current_state_with_a_code_has_a_name_in_every_other_language() -> None:
    actors = {actor for actor, row in STATES.items() if row["iso2"] and not row["valid_to"]}
    languages = {row["language"] for row in FOREIGN}
    assert len(languages) == 21
    keys = [(row["actor"], row["language"]) for row in FOREIGN]
    assert keys == sorted({(actor, language) for actor in actors for language in languages})


def test_no_two_states_share_a_foreign_name() -> None:
    count = Counter((row["language"], row["name"]) for row in FOREIGN)
    assert [key for key, times in count.items() if times > 1] == []


@pytest.mark.parametrize(
    ("language", "name", "actor"),
    [
        ("ru", "Россия", "kgr:RUS"),
        ("zh", "俄罗斯", "kgr:RUS"),
        ("zh-Hant", "俄羅斯", "kgr:RUS"),
        ("ar", "الصين", "kgr:CHN"),
        ("de", "Vereinigte Staaten", "kgr:USA"),
        ("ko", "북한", "kgr:PRK"),
        ("ru", "Мьянма", "kgr:MMR"),
        ("fr", "Kosovo", "kgr:XKX"),
    ],
)
def test_foreign_names_that_are_known(language: str, name: str, actor: str) -> None:
    assert [row["actor"] for row in FOREIGN if (row["language"], row["name"]) == (language, name)] == [actor]


def test_the_foreign_names_are_what_the_generator_makes() -> None:
    core = pytest.importorskip("babel.core", reason="Babel comes with the dev extra, and is not installed")
    versions = {row["source"] for row in FOREIGN}
    if versions != {f"CLDR {core.get_cldr_version()}"}:
        pytest.skip(f"the table is of {versions}, the installed Babel holds CLDR {core.get_cldr_version()}")
    command = [sys.executable, "generate/foreign_names.py", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
