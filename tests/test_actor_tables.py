"""The tables of persons and organisations: the laws their rows keep, and facts that are certain."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations, pairwise

import pytest

from kgraph.actors import load_gazetteer
from kgraph.model import ActorKind, Date
from kgraph.ontology import SECTORS, compress, expand

Row = dict[str, str]

SLUG = re.compile(r"kgr:[a-z0-9]+(?:-[a-z0-9]+)*")
ITEM = re.compile(r"Q[1-9][0-9]*")
KINDS = {"person", "igo", "organization", "armed-group", "outlet"}
NAME_KINDS = {"label", "variant", "acronym", "surname", "family", "former", "seat"}
ENDLESS = "9999-12-31"


def table(name: str) -> list[Row]:
    text = files("kgraph.actors").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


ACTORS = table("actors.csv")
NAMES = table("names.csv")
OFFICES = table("offices.csv")
BY_ID = {row["id"]: row for row in ACTORS}
STATES = {row["iso3"]: row["id"] for row in table("states.csv") if row["iso3"]}
UNRECOGNISED = {row["id"] for row in table("states.csv") if not row["iso3"]}


def days(start: str, end: str) -> tuple[str, str]:
    """The first and the last day that two ISO prefixes can mean, blanks being open."""
    first = Date(start=start).first_day if start else "0001-01-01"
    last = Date(start=end).last_day if end else ENDLESS
    assert last is not None
    return first, last


def holders(title: str, of: str, on: str) -> set[str]:
    """Who held an office on a day."""
    return {
        row["person"]
        for row in OFFICES
        if row["title"] == title and row["holder_of"] == of and is_within(on, days(row["start"], row["end"]))
    }


def is_within(day: str, span: tuple[str, str]) -> bool:
    return span[0] <= day <= span[1]


def shared_surnames() -> Iterator[list[Row]]:
    bearers: defaultdict[str, list[Row]] = defaultdict(list)
    for row in NAMES:
        if row["kind"] == "surname":
            bearers[row["name"]].append(row)
    yield from (rows for rows in bearers.values() if len(rows) > 1)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("actors.csv", "id,label,kind,state,sector,wikidata,part_of,valid_from,valid_to,source"),
        ("names.csv", "actor,name,kind,language,valid_from,valid_to,source"),
        ("offices.csv", "person,title,holder_of,state,sector,start,end,source"),
    ],
)
def test_the_files_are_plain(name: str, columns: str) -> None:
    data = files("kgraph.actors").joinpath(name).read_bytes()
    assert data.split(b"\n", 1)[0].decode() == columns
    assert data.endswith(b"\n")
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    for row in table(name):
        assert None not in row, row
        assert all(field == " ".join(field.split()) for field in row.values()), row
        assert row["source"], row


def test_the_files_are_sorted() -> None:
    assert [row["id"] for row in ACTORS] == sorted(BY_ID)
    names = [(row["actor"], row["name"]) for row in NAMES]
    assert names == sorted(names)
    offices = [(row["person"], row["start"], row["title"]) for row in OFFICES]
    assert offices == sorted(offices)


def test_each_actor_and_each_of_its_names_stands_once() -> None:
    assert len(BY_ID) == len(ACTORS)
    assert len({(row["actor"], row["name"]) for row in NAMES}) == len(NAMES)
    assert len({(row["person"], row["title"], row["holder_of"], row["start"]) for row in OFFICES}) == len(OFFICES)


def test_ids_are_slugs_that_no_state_code_is_mistaken_for() -> None:
    for actor_id in BY_ID:
        assert SLUG.fullmatch(actor_id), actor_id
        assert not re.fullmatch(r"kgr:[a-z]{1,3}", actor_id), actor_id
        assert compress(expand(actor_id)) == actor_id


def test_columns_hold_what_the_ontology_knows() -> None:
    for row in ACTORS:
        assert row["kind"] in KINDS, row
        assert row["kind"] in set(ActorKind), row
        assert row["sector"] in SECTORS, row
        assert row["state"] in STATES or not row["state"], row
        assert ITEM.fullmatch(row["wikidata"]) or not row["wikidata"], row
    for row in OFFICES:
        assert row["sector"] in SECTORS, row
        assert row["state"] in STATES or not row["state"], row
    assert {row["kind"] for row in NAMES} == NAME_KINDS


def test_a_wikidata_item_is_of_one_actor() -> None:
    items = [row["wikidata"] for row in ACTORS if row["wikidata"]]
    assert len(set(items)) == len(items)


def test_rows_refer_to_actors_there_are() -> None:
    states = set(STATES.values())
    for row in ACTORS:
        assert row["part_of"] in BY_ID or not row["part_of"], row
        assert row["part_of"] != row["id"], row
    for row in NAMES:
        assert row["actor"] in BY_ID, row
    for row in OFFICES:
        # A group that governs, or fights for its state for a time, holds an office too.
        assert BY_ID[row["person"]]["kind"] in ("person", "armed-group", "organization"), row
        assert row["holder_of"] in BY_ID or row["holder_of"] in states | UNRECOGNISED, row


def test_nothing_is_part_of_itself_by_a_detour() -> None:
    for actor_id in BY_ID:
        seen = {actor_id}
        above = BY_ID[actor_id]["part_of"]
        while above:
            assert above not in seen, actor_id
            seen.add(above)
            above = BY_ID[above]["part_of"]


def test_offices_act_for_the_state_they_are_of() -> None:
    for row in OFFICES:
        if row["holder_of"] in UNRECOGNISED:  # no code of its own: the state that claims it
            assert row["state"] in STATES, row
            continue
        holder = BY_ID.get(row["holder_of"])
        expected = row["holder_of"].removeprefix("kgr:") if holder is None else holder["state"]
        assert row["state"] == expected, row


def test_igos_belong_to_no_state_and_outlets_are_media() -> None:
    for row in ACTORS:
        if row["kind"] == "igo":
            assert not row["state"], row
        assert (row["kind"] == "outlet") == (row["sector"] == "JRN"), row


def test_dates_are_dates_and_intervals_end_after_they_start() -> None:
    spans = [(row, row["valid_from"], row["valid_to"]) for row in ACTORS + NAMES]
    spans += [(row, row["start"], row["end"]) for row in OFFICES]
    for row, start, end in spans:
        first, last = days(start, end)
        assert first <= last, row
    assert all(row["start"] for row in OFFICES)


def test_each_actor_has_its_label_among_its_names() -> None:
    labels = [(row["actor"], row["name"]) for row in NAMES if row["kind"] == "label"]
    assert labels == [(row["id"], row["label"]) for row in ACTORS]


def test_surnames_are_of_persons_and_end_their_names() -> None:
    for row in NAMES:
        if row["kind"] == "surname":
            assert BY_ID[row["actor"]]["kind"] == "person", row
            assert row["name"] != BY_ID[row["actor"]]["label"], row


@pytest.mark.parametrize(
    "word", ["Ban", "Brown", "Gore", "Hague", "IS", "Johnson", "Kim", "Li", "Major", "May", "Moon", "Quad", "Wang"]
)
def test_words_that_mean_something_else_are_no_names(word: str) -> None:
    assert [row for row in NAMES if row["name"] == word and row["kind"] != "family"] == []


def test_a_surname_means_one_person_at_a_time() -> None:
    groups = list(shared_surnames())
    for rows in groups:
        for one, other in combinations(rows, 2):
            first, second = (days(row["valid_from"], row["valid_to"]) for row in (one, other))
            assert first[1] < second[0] or second[1] < first[0], (one, other)
    assert {"Assad", "Bush", "Clinton", "Khamenei"} <= {rows[0]["name"] for rows in groups}


@pytest.mark.parametrize("state", ["USA", "RUS", "CHN", "FRA", "UKR", "KOR", "TUR", "BRA", "SYR"])
def test_a_state_has_one_president_at_a_time(state: str) -> None:
    terms = [row for row in OFFICES if row["title"] == "president" and row["holder_of"] == f"kgr:{state}"]
    spans = sorted((*days(row["start"], row["end"]), row["person"]) for row in terms)
    assert len(spans) >= 3
    for (_, end, one), (start, _, other) in pairwise(spans):
        assert end <= start, (one, other)


@pytest.mark.parametrize(
    ("title", "of"),
    [
        ("prime minister", "kgr:GBR"),
        ("prime minister", "kgr:JPN"),
        ("prime minister", "kgr:IND"),
        ("chancellor", "kgr:DEU"),
        ("supreme leader", "kgr:IRN"),
        ("supreme leader", "kgr:PRK"),
        ("premier", "kgr:CHN"),
        ("secretary-general", "kgr:united-nations"),
        ("secretary-general", "kgr:nato"),
        ("director general", "kgr:iaea"),
        ("general secretary", "kgr:chinese-communist-party"),
        ("secretary of state", "kgr:USA"),
        ("foreign minister", "kgr:RUS"),
    ],
)
def test_an_office_has_one_holder_at_a_time(title: str, of: str) -> None:
    spans = sorted(
        (*days(row["start"], row["end"]), row["person"])
        for row in OFFICES
        if row["title"] == title and row["holder_of"] == of
    )
    assert len(spans) >= 3
    for (_, end, one), (start, _, other) in pairwise(spans):
        assert end <= start, (one, other)


@pytest.mark.parametrize(
    ("title", "of", "on", "who"),
    [
        ("president", "USA", "1989-11-09", "george-h-w-bush"),
        ("president", "USA", "2001-09-11", "george-w-bush"),
        ("president", "USA", "2017-12-07", "donald-trump"),
        ("president", "USA", "2022-02-24", "joe-biden"),
        ("president", "USA", "2025-06-01", "donald-trump"),
        ("secretary of state", "USA", "2018-06-12", "mike-pompeo"),
        ("secretary of defense", "USA", "2003-03-20", "donald-rumsfeld"),
        ("president", "FRA", "2012-05-20", "francois-hollande"),
        ("president", "FRA", "2012-05-10", "nicolas-sarkozy"),
        ("president", "RUS", "2008-08-08", "dmitry-medvedev"),
        ("prime minister", "RUS", "2008-08-08", "vladimir-putin"),
        ("acting president", "RUS", "2000-03-26", "vladimir-putin"),
        ("president", "RUS", "2017-12-07", "vladimir-putin"),
        ("defense minister", "RUS", "2017-12-07", "sergei-shoigu"),
        ("defense minister", "RUS", "2024-06-01", "andrei-belousov"),
        ("president", "CHN", "2017-12-07", "xi-jinping"),
        ("president", "CHN", "2008-08-08", "hu-jintao"),
        ("foreign minister", "CHN", "2023-07-01", "qin-gang"),
        ("chancellor", "DEU", "2015-09-04", "angela-merkel"),
        ("prime minister", "GBR", "2018-03-12", "theresa-may"),
        ("prime minister", "GBR", "2022-10-01", "liz-truss"),
        ("prime minister", "JPN", "2018-06-12", "shinzo-abe"),
        ("prime minister", "IND", "1998-05-11", "atal-bihari-vajpayee"),
        ("prime minister", "PAK", "2019-02-27", "imran-khan"),
        ("prime minister", "ISR", "1993-09-13", "yitzhak-rabin"),
        ("prime minister", "ISR", "2022-08-05", "yair-lapid"),
        ("president", "IRN", "2015-07-14", "hassan-rouhani"),
        ("foreign minister", "IRN", "2015-07-14", "mohammad-javad-zarif"),
        ("supreme leader", "IRN", "2015-07-14", "ali-khamenei"),
        ("president", "SYR", "1990-08-02", "hafez-al-assad"),
        ("president", "SYR", "2015-09-30", "bashar-al-assad"),
        ("president", "IRQ", "1990-08-02", "saddam-hussein"),
        ("prime minister", "TUR", "2003-03-20", "recep-tayyip-erdogan"),
        ("president", "TUR", "2016-07-15", "recep-tayyip-erdogan"),
        ("president", "UKR", "2014-09-05", "petro-poroshenko"),
        ("president", "UKR", "2022-02-24", "volodymyr-zelensky"),
        ("president", "KOR", "2018-04-27", "moon-jae-in"),
        ("supreme leader", "PRK", "2006-10-09", "kim-jong-il"),
        ("supreme leader", "PRK", "2018-04-27", "kim-jong-un"),
        ("prime minister", "ETH", "2018-07-09", "abiy-ahmed"),
        ("president", "ERI", "2018-07-09", "isaias-afwerki"),
        ("president", "FIN", "2023-04-04", "sauli-niinisto"),
        ("president", "YUG", "1999-03-24", "slobodan-milosevic"),
        ("president", "SUN", "1991-08-19", "mikhail-gorbachev"),
        ("president", "ZAF", "1994-05-10", "nelson-mandela"),
        ("secretary-general", "united-nations", "2003-03-20", "kofi-annan"),
        ("secretary-general", "united-nations", "2022-03-02", "antonio-guterres"),
        ("secretary-general", "nato", "2023-04-04", "jens-stoltenberg"),
        ("secretary-general", "nato", "2025-01-01", "mark-rutte"),
        ("director general", "iaea", "2003-01-01", "mohamed-elbaradei"),
        ("president", "european-commission", "2022-03-02", "ursula-von-der-leyen"),
        ("high representative for foreign policy", "european-union", "2022-03-02", "josep-borrell"),
    ],
)
def test_who_held_an_office(title: str, of: str, on: str, who: str) -> None:
    # On the day of a handover both count, as Mandela and de Klerk do.
    found = holders(title, f"kgr:{of}", on)
    assert f"kgr:{who}" in found
    assert len(found) == 1 or all(
        on in (row["start"], row["end"]) for row in OFFICES if row["person"] in found and row["title"] == title
    )


def test_handover_days_have_two_holders_and_the_next_day_one() -> None:
    assert holders("president", "kgr:USA", "2017-01-20") == {"kgr:barack-obama", "kgr:donald-trump"}
    assert holders("president", "kgr:USA", "2017-01-21") == {"kgr:donald-trump"}


@pytest.mark.parametrize(
    ("kind", "least"), [("person", 120), ("igo", 60), ("organization", 60), ("armed-group", 30), ("outlet", 30)]
)
def test_there_are_enough_of_each_kind(kind: str, least: int) -> None:
    assert sum(row["kind"] == kind for row in ACTORS) >= least


def test_there_are_enough_names_and_offices() -> None:
    assert len(NAMES) >= 2 * len(ACTORS)
    in_office = {row["person"] for row in OFFICES}
    persons = {row["id"] for row in ACTORS if row["kind"] == "person"}
    assert len(in_office) >= 0.9 * len(persons)
    assert {row["title"] for row in OFFICES} >= {"president", "prime minister", "foreign minister", "defense minister"}


@pytest.mark.parametrize(
    ("name", "on", "actor"),
    [
        ("Volodymyr Zelenskiy", "2022-03-02", "volodymyr-zelensky"),
        ("Erdoğan", "2016-07-15", "recep-tayyip-erdogan"),
        ("Bashar Assad", "2015-09-30", "bashar-al-assad"),
        ("Assad", "1990-08-02", "hafez-al-assad"),
        ("Assad", "2015-09-30", "bashar-al-assad"),
        ("Bush", "1990-08-02", "george-h-w-bush"),
        ("Bush", "2003-03-20", "george-w-bush"),
        ("Clinton", "1995-11-21", "bill-clinton"),
        ("Clinton", "2011-10-20", "hillary-clinton"),
        ("MBS", "2018-10-02", "mohammed-bin-salman"),
        ("Kim Jong-un", "2017-12-07", "kim-jong-un"),
        ("U.N.", "2017-12-07", "united-nations"),
        ("Daesh", "2015-11-13", "islamic-state"),
        ("Al-Qaida", "2001-09-11", "al-qaeda"),
        ("Hizbullah", "2006-07-12", "hezbollah"),
        ("Huthis", "2015-03-26", "houthis"),
        ("the PLA", "2017-12-07", "peoples-liberation-army"),
        ("CPC Central Military Commission", "2017-12-07", "central-military-commission-of-china"),
        ("Fox Business", "2017-10-20", "fox-business"),
        ("U.N. Security Council", "2017-12-07", "united-nations-security-council"),
    ],
)
def test_names_lead_to_whom_they_mean(name: str, on: str, actor: str) -> None:
    assert [mention.actor for mention in load_gazetteer().find(f"In {name} again", on=on)] == [f"kgr:{actor}"]


def test_every_label_is_found_as_its_own_actor() -> None:
    gazetteer = load_gazetteer()
    for row in ACTORS:
        found = [(mention.text, mention.actor) for mention in gazetteer.find(f"It met {row['label']} again.")]
        assert found == [(row["label"], row["id"])], row


def test_the_general_of_2017_acts_for_the_military_and_his_host_for_the_government() -> None:
    gazetteer = load_gazetteer()
    guest = gazetteer.ref("kgr:zhang-youxia", on="2017-12-07")
    host = gazetteer.ref("kgr:vladimir-putin", on="2017-12-07")
    assert (guest.state, guest.sector, host.state, host.sector) == ("CHN", "MIL", "RUS", "GOV")
    assert gazetteer.ref("kgr:jens-stoltenberg", on="2023-04-04").state is None
    assert gazetteer.ref("kgr:jens-stoltenberg", on="2008-01-01").state == "NOR"
