"""The tables of the gazetteer: a user's own laid over them, bad rows, and those that ship."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.actors.tables import read_actors, read_foreign_names
from kgraph.errors import DataError
from kgraph.model import ActorKind, Name, local_actor_id
from tests.test_gazetteer import GAZETTEER, found


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
