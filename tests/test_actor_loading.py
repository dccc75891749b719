"""What a user brings beside a dictionary of actors: offices, decoys, role nouns, tables with mapped columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.actors import load_gazetteer
from kgraph.actors.cameo_agents import read_cameo_agents
from kgraph.actors.loading import TableFormat, columns_of, guess_format, load_actors
from kgraph.actors.mapped_csv import read_mapped_csv
from kgraph.actors.overlays import keep_overlay, keep_roles, overlay_beside
from kgraph.actors.roles import Roles, read_roles
from kgraph.errors import DataError
from tests.shell import Shell


def written(folder: Path, text: str, name: str = "mine.actors.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_offices_and_decoys_in_a_users_table(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "actor,name,kind,label,actor_kind,state,sector,office,holder_of,start,end\n"
        ",Tenar of Atuan,,,person,FRA,GOV,foreign minister,,2024-01-01,\n"
        "kgr:vladimir-putin,,,,,RUS,GOV,chair of the quiet room,kgr:RUS,2030-01-01,2031-01-01\n"
        ",Russia House,decoy,,,,,,,,\n",
        "mine.csv",
    )
    kept, count = keep_overlay(table, tmp_path / "case.db")
    assert count == 3
    gazetteer = load_gazetteer(kept)
    tenar = gazetteer.resolve("Tenar of Atuan")
    assert [(office.title, office.holder_of) for office in gazetteer.offices_on(tenar.id, "2024-05")] == [
        ("foreign minister", "kgr:FRA")
    ]
    assert gazetteer.offices_on("kgr:vladimir-putin", "2030-06-01")[0].title == "chair of the quiet room"
    assert gazetteer.find("Russia House") == []


def test_an_office_goes_to_whom_its_label_names(tmp_path: Path) -> None:
    rows = ",Tenar of Atuan,Tenar of Atuan,person,FRA,,\n,,Tenar of Atuan,person,FRA,GOV,foreign minister\n"
    table = written(tmp_path, f"actor,name,label,actor_kind,state,sector,office\n{rows}", "mine.csv")
    [office] = load_gazetteer(table).resolve("Tenar of Atuan").offices
    assert (office.title, office.holder_of) == ("foreign minister", "kgr:FRA")
    table = written(tmp_path, "actor,name,label,state,office\n,,Ogion,FRA,mage\n", "mine.csv")
    with pytest.raises(DataError, match="an office of nobody known in column 'label'"):
        load_gazetteer(table)


def test_a_name_of_a_sector_leaves_it_what_it_is(tmp_path: Path) -> None:
    gazetteer = load_gazetteer(written(tmp_path, "actor,name\nkgr:RUS-MIL,Voyska\n", "mine.csv"))
    own, plain = gazetteer.actor("kgr:RUS-MIL"), load_gazetteer().actor("kgr:RUS-MIL")
    assert (own.label, own.kind, own.state, own.sector) == (plain.label, plain.kind, plain.state, plain.sector)
    assert [mention.actor for mention in gazetteer.find("Voyska")] == ["kgr:RUS-MIL"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",,,FRA,x,,", "a blank field in column 'actor'"),
        ("kgr:nobody-at-all,,,,x,,", "an office of no state and nobody"),
        ("kgr:nobody-at-all,,,FRA,x,,", "an office of nobody known"),
        ("kgr:RUS,,,FRA,x,2020,2019", "an end before its start"),
        ("kgr:RUS,Russia House,decoy,,,,", "a decoy with an actor"),
        (",-,decoy,,,,", "not a name"),
        (f",{'x' * 301},,,,,", "301 characters"),
        ("kgr:RUS,Ros\x07siya,,,,,", "a control character"),
    ],
)
def test_a_bad_office_or_decoy_is_refused(tmp_path: Path, row: str, message: str) -> None:
    table = written(tmp_path, f"actor,name,kind,state,office,start,end\n{row}\n", "mine.csv")
    with pytest.raises(DataError, match=message) as caught:
        load_gazetteer(table)
    assert caught.value.row == 2


AGENTS = """<!-- roles -->
!FOLK! = MAN, MEN, WOMAN
GOLDEN_GOOSE {GOLDEN_GEESE} [~BUS] # a note
ROYAL POLICE {} [ ~COP]
RELIEF_BODY [NGO~]
TIDE!FOLK! [~AGR]
DUKE_ [~GOVMIL]
PRESIDENT [~GOV]
!OTHER!_OF_TIDES [~GOV]
HERON
HERON [GOV]
"""


def test_agents_become_roles(tmp_path: Path) -> None:
    problems: list[DataError] = []
    roles = read_cameo_agents(written(tmp_path, AGENTS), problems.append)
    assert [(r.noun, r.plural, r.code, r.sector, r.before) for r in roles] == [
        ("golden goose", "golden geese", "BUS", "BUS", False),
        ("royal police", None, "COP", "COP", False),
        ("relief body", "relief bodies", "NGO", "NGO", True),
        ("tideman", None, "AGR", "AGR", False),
        ("tidemen", None, "AGR", "AGR", False),
        ("tidewoman", None, "AGR", "AGR", False),
        ("duke", None, "GOVMIL", "GOV", False),
        ("president", "presidents", "GOV", "GOV", False),
    ]
    assert roles[-1].kind == "office"
    assert [(p.row, p.problem) for p in problems] == [(9, "an unknown set"), (10, "not an agent"), (11, "not an agent")]


def test_agents_that_cannot_be_used_are_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert len(read_cameo_agents(written(tmp_path, AGENTS))) == 8
    assert len(caplog.records) == 3


def test_roles_are_kept_beside_the_store(tmp_path: Path) -> None:
    roles = read_cameo_agents(written(tmp_path, AGENTS), [].append)
    kept, count = keep_roles(roles, tmp_path / "case.db")
    assert (kept.name, count) == ("case.db.roles.csv", 8)
    assert keep_roles(roles, tmp_path / "case.db") == (kept, 8)
    again = Roles(read_roles(kept))
    for role in roles:
        for words in (role.noun, role.plural or role.noun):
            match = again.ending(["some", *words.split()])
            assert match is not None
            assert (match[0].noun, match[0].code, match[0].before) == (role.noun, role.code, role.before)
    assert load_gazetteer(kept).roles.ending(["golden", "geese"]) is not None
    assert load_gazetteer().roles.ending(["golden", "geese"]) is None


def test_any_table_by_a_map_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "theirs.tsv"
    text = (
        "iso\tLand\tSince\nFRA\tHexagonia\t1958\nFR\tGallia Nova\t\nXXX\tNowhere\t\nDEU\tMarkland\tlong\n"
        "IRN\tP\xe9rs\t\tx\n"
    )
    path.write_bytes(text.encode("latin-1"))
    columns = columns_of(["actor=iso,name=Land", "valid_from=Since,kind==variant"])
    table = read_mapped_csv(path, columns, encoding="latin-1")
    assert [(row["actor"], row["name"], row["valid_from"], row["kind"]) for row in table.rows] == [
        ("kgr:FRA", "Hexagonia", "1958", "variant"),
        ("kgr:FRA", "Gallia Nova", "", "variant"),
    ]
    assert [(p.row, p.problem) for p in table.problems] == [
        (4, "not an id"),
        (5, "not a date in column 'valid_from'"),
        (6, "a row of 4 fields"),
    ]


def test_bytes_of_another_encoding_cost_their_row(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_bytes(b"who,called\nFRA,Hexagonia\nFRA,Hexagon\xe9e\nFRA,Gallia Nova\n")
    table = read_mapped_csv(path, {"actor": "who", "name": "called"})
    assert [row["name"] for row in table.rows] == ["Hexagonia", "Gallia Nova"]
    assert [problem.row for problem in table.problems] == [3]
    assert "no text in utf-8: 'Hexagon\ufffde' (expected the encoding" in str(table.problems[0])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("actor;name\n;Hexagonian Guard\n", "utf-8"),
        ('"actor"\t"name"\n\tHexagonian Guard\n', "utf-8"),
        ("actor,name\n,Hexagonian Guard\n", "utf-16"),
    ],
)
def test_a_table_of_ours_has_any_separator_and_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(text.encode(encoding))
    loaded = load_actors(path, tmp_path / "case.db", encoding=encoding)
    assert loaded.problems == ()
    assert load_gazetteer(loaded.kept).find("Hexagonian Guard") != []


def test_an_empty_file_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="an empty file"):
        load_actors(written(tmp_path, "\n", "mine.csv"), tmp_path / "case.db")


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"actor": "who", "name": "calld"}, {}, "theirs.csv:1: no such column: 'calld'"),
        ({"actor": "who", "nam": "called"}, {}, "an unknown column"),
        ({"actor": "who"}, {}, "a map without a name"),
        (None, {}, "no column 'actor'"),
        ({"actor": "who"}, {"encoding": "klingon"}, "cannot be read"),
        ({"actor": "who"}, {"delimiter": "::"}, "not a delimiter"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(
    tmp_path: Path, columns: dict[str, str] | None, options: dict[str, str], message: str
) -> None:
    path = written(tmp_path, "who,called\nFRA,Hexagonia\n", "theirs.csv")
    with pytest.raises(DataError, match=message):
        read_mapped_csv(path, columns, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["name", "name=", "name=a,name=b"])
def test_a_map_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="not a map of columns"):
        columns_of([text])


@pytest.mark.parametrize(
    ("text", "fmt"),
    [
        ("\ufeffactor,name\n,Gont\n", TableFormat.KGRAPH),
        ("# [~GOV] is said below\nGONT [GNT]\n", TableFormat.CAMEO),
        ("GONT\n+RE_ALBI\n\t[GNT <990101]\n", TableFormat.CAMEO),
        ("GONT_STRAIT [---]\n", TableFormat.CAMEO),
        ("DUKE [~GOV]\n", TableFormat.CAMEO_AGENTS),
        ("RELIEF_BODY [NGO~]\n", TableFormat.CAMEO_AGENTS),
        ("Country;iso3\nFrance;FRA\n", TableFormat.CSV),
    ],
)
def test_the_format_is_guessed(tmp_path: Path, text: str, fmt: TableFormat) -> None:
    assert guess_format(written(tmp_path, text)) is fmt


def test_loading_keeps_the_good_rows_and_tells_the_others(tmp_path: Path) -> None:
    location = tmp_path / "case.db"
    loaded = load_actors(written(tmp_path, "GONT [GNT]\nROKE [ROK 9-9]\nGONT_STRAIT [---]\n"), location)
    assert loaded.kept == overlay_beside(location)
    assert loaded.counts["names"] >= 1
    assert loaded.counts["decoys"] >= 1
    assert [problem.row for problem in loaded.problems] == [2]
    table = written(tmp_path, "actor,name\nkgr:FRA,Hexagonia\nkgr:FRA,\n,Gont\n", "mine.csv")
    loaded = load_actors(table, location)
    assert [problem.row for problem in loaded.problems] == [3]
    assert [m.actor for m in load_gazetteer(loaded.kept).find("Hexagonia")] == ["kgr:FRA"]
    with pytest.raises(DataError, match="a map"):
        load_actors(written(tmp_path, "Country;iso3\nFrance;FRA\n", "theirs.csv"), location)
    assert load_actors(written(tmp_path, AGENTS), location).counts == {"roles": 8}


def test_the_verb_tells_what_it_refused_and_keeps_the_rest(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.write("gont.txt", "GONT [GNT]\nROKE [ROK 9-9]\n")
    done = shell.run("actors", "load", "gont.txt", status=1)
    assert "kgraph: gont.txt:2: not a date" in done.stderr
    assert "names" in done.stdout
    assert "Gont" in shell.run("actors", "find", "Gont").stdout
    shell.write("theirs.csv", "Country;iso3\nHexagonia;FRA\n")
    assert shell.run("actors", "load", "theirs.csv", "--map", "name=Country,actor=iso3").stderr == ""
    assert "kgr:FRA" in shell.run("actors", "find", "Hexagonia").stdout
    shell.write("roles.txt", "GOLDEN_GOOSE {GOLDEN_GEESE} [~BUS]\n")
    assert "1 roles" in shell.run("actors", "load", "roles.txt", "--format", "cameo-agents").stdout
    shell.run("actors", "load", "roles.txt", "--format", "yaml", status=2)
