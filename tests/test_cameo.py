"""Dictionaries of actors in the format of TABARI and PETRARCH: each fact of the syntax, and what is kept of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.actors.cameo import CameoDictionary, read_cameo_actors
from kgraph.actors.cameo_names import text_forms
from kgraph.actors.loading import load_actors
from kgraph.actors.overlays import keep_rows
from kgraph.errors import DataError
from kgraph.model import ActorKind, local_actor_id

NOBODY = Gazetteer([])


def written(folder: Path, text: str, name: str = "mine.actors.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def read(folder: Path, text: str, gazetteer: Gazetteer = NOBODY) -> CameoDictionary:
    return read_cameo_actors(written(folder, text), gazetteer)


def found(dictionary: CameoDictionary, text: str, on: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """The names found in a text with their codes on that date."""
    gazetteer = NOBODY.with_actors(dictionary.actors, dictionary.decoys)
    mentions = gazetteer.find(text, on=on)
    return [(m.text, () if m.actor is None else dictionary.codes_of(m.actor, on)) for m in mentions]


def told(dictionary: CameoDictionary) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.problem) for problem in dictionary.problems]


def test_names_with_codes_on_their_line_or_below_and_synonyms(tmp_path: Path) -> None:
    dictionary = read(
        tmp_path,
        "ROKE [ROK]\nHAVNOR_GREAT PORT\t[HAV]\nGONT\n\t[GNT]\n+GONTISH\n+RE_ALBI\n\n"
        "KARGAD\n+ATUAN\n\t[KAR]\n\t[KARGOV >900101]\n",
    )
    assert dictionary.problems == ()
    assert found(dictionary, "Roke and Havnor Great Port met Gontish wizards of Re Albi and Atuan.", "1980-01-01") == [
        ("Roke", ("ROK",)),
        ("Havnor Great Port", ("HAV",)),
        ("Gontish", ("GNT",)),
        ("Re Albi", ("GNT",)),
        ("Atuan", ("KAR",)),
    ]
    assert found(dictionary, "Kargad", "1990-01-01") == [("Kargad", ("KARGOV",))]


@pytest.mark.parametrize(
    "text",
    [
        "ROKE [ROK] # the school\n# GONT [GNT]\n",
        "<!-- GONT [GNT] --> ROKE [ROK]\n",
        "ROKE [ROK] <!-- GONT [GNT]\n+GONTISH # -->\n",
        "<! -- GONT -- [GNT] -->\nROKE [ROK]\n",
        "\ufeffROKE [ROK]\r\n# <!-- GONT\r\n",
    ],
)
def test_comments_are_passed_over(tmp_path: Path, text: str) -> None:
    dictionary = read(tmp_path, text)
    assert [actor.label for actor in dictionary.actors] == ["Roke"]
    assert dictionary.problems == ()


def test_a_comment_without_end_costs_its_line(tmp_path: Path) -> None:
    dictionary = read(tmp_path, "<!-- done -->\nROKE [ROK] <!-- the school\nGONT [GNT]\n")
    assert [actor.label for actor in dictionary.actors] == ["Roke", "Gont"]
    assert told(dictionary) == [(2, "a comment that never ends")]


@pytest.mark.parametrize(
    ("block", "inside", "outside"),
    [
        ("[GNT <990816]", ("1950-01-01", "1999-08-16"), ("1999-08-17", "2010-01-01")),
        ("[GNT < 19990816]", ("1999-08-16",), ("1999-08-17",)),
        ("[GNT >290816]", ("2029-08-16",), ("1999-08-17", "2029-08-15")),
        ("[GNT  > 300816]", ("1930-08-16", "2020-01-01"), ("1930-08-15",)),
        ("[GNT 990816-20010203]", ("1999-08-16", "2001-02-03"), ("1999-08-15", "2001-02-04")),
        ("[GNT 19990816 - 010203]", ("1999-08-16", "2001-02-03"), ("1999-08-15", "2001-02-04")),
        ("[GNT 19990816]", ("1999-08-16", "2020-01-01"), ("1999-08-15",)),
    ],
)
def test_dated_codes(tmp_path: Path, block: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    dictionary = read(tmp_path, f"SPARROWHAWK\n\t{block}\n")
    [actor] = dictionary.actors
    assert [dictionary.codes_of(actor.id, day) for day in inside] == [("GNT",)] * len(inside)
    assert [dictionary.codes_of(actor.id, day) for day in outside] == [()] * len(outside)
    assert dictionary.problems == ()


def test_the_first_dated_code_that_fits_comes_before_others_and_the_last_undated_one(tmp_path: Path) -> None:
    dictionary = read(
        tmp_path,
        "SPARROWHAWK [GNT]\n\t[ROKEDU <900101]\n\t[HAVREB 950101-950201]\n\t[HAVGOV 900101-19991231]\n\t[GNTELI]\n",
    )
    [actor] = dictionary.actors
    days = ("1980-01-01", "1990-01-01", "1990-01-02", "1995-01-15", "1995-02-02", "2000-01-01")
    codes = ["ROKEDU", "ROKEDU", "HAVGOV", "HAVREB", "HAVGOV", "GNTELI"]
    assert [dictionary.codes_of(actor.id, day) for day in days] == [(code,) for code in codes]
    assert dictionary.codes_of(actor.id) == ("GNTELI",)
    assert [(office.title, office.start, office.end) for office in actor.offices] == [
        ("ROKEDU", None, "1990-01-01"),
        ("HAVGOV", "1990-01-02", "1994-12-31"),
        ("HAVREB", "1995-01-01", "1995-02-01"),
        ("HAVGOV", "1995-02-02", "1999-12-31"),
    ]
    with pytest.raises(DataError, match="1995"):
        dictionary.codes_of(actor.id, "1995-13")


def test_codes_of_no_actor_hide_what_they_name(tmp_path: Path) -> None:
    dictionary = read(
        tmp_path,
        "GONT [GNT]\nGONT_STRAIT [---]\nGONT_PORT [+++]\nGONT_ALE [###]\nLORD OF GONT [--- <950630]\n\t[GNTGOV]\n",
    )
    text = "The Gont Strait, Gont Port, Gont Ale and Gont"
    assert found(dictionary, text) == [("Gont", ("GNT",))]
    assert "Gont Strait" in dictionary.decoys
    assert found(dictionary, "The Lord of Gont", "1995-06-30") == [("Gont", ("GNT",))]
    assert found(dictionary, "The Lord of Gont", "1995-07-01") == [("Lord of Gont", ("GNTGOV",))]


def test_a_compound_code_is_of_several_actors(tmp_path: Path) -> None:
    assert found(read(tmp_path, "THE_POWERS [ROK/GNT/HAV]\n"), "of the Powers") == [
        ("the Powers", ("ROK", "GNT", "HAV"))
    ]


@pytest.mark.parametrize(
    ("entry", "text", "mention"),
    [
        ("KARG [KAR]", "Two Kargs met", ["Kargs"]),
        ("KARG_ [KAR]", "Two Kargs met", []),
        ("KARG_ [KAR]", "The Karg's ship", ["Karg"]),
        ("KARG [KAR]", "The Kargs' ship", ["Kargs"]),
        ("KARGARY [KAR]", "The Kargaries and KARGARY", ["Kargaries", "KARGARY"]),
        ("KARG [KAR]", "Kargad, karg and KARG", ["KARG"]),
        ("LORD_OF_THE RING [KAR]", "the Lord of the Ring, the Lord Of The Ring, LORD OF THE RING", 3),
        ("AL-TAHR [KAR]", "Al-Tahr, al-Tahr, AL-TAHR", 3),
        ("THE_KU [KAR]", "The KU said the Ku", 2),
        ("K.U. [KAR]", "K.U. said K.U.'s", 2),
        ("WHO [IGOWHO]", "Who went? WHO went", ["WHO"]),
        ("O'RIORDAN [KAR]", "O'Riordan met O\u2019Riordan", 2),
        ("MCGRAW [KAR]", "McGraw", 1),
        ("Old_Serret [KAR]", "Old Serret", 1),
    ],
)
def test_how_names_stand_in_text(tmp_path: Path, entry: str, text: str, mention: list[str] | int) -> None:
    names = [name for name, _ in found(read(tmp_path, f"{entry}\n"), text)]
    assert (len(names) if isinstance(mention, int) else names) == mention


def test_forms_of_hyphens_and_women() -> None:
    assert {"Barad-Lun", "Barad-lun"} <= set(text_forms(["BARAD-LUN"]))
    assert text_forms(["WOMEN'S", "LEAGUE"])[0] == "Women's League"


def test_a_plural_that_is_another_name_is_left_to_it(tmp_path: Path) -> None:
    dictionary = read(tmp_path, "KARG [KAR]\nKARGS [KARREB]\n")
    assert found(dictionary, "Kargs and a Karg") == [("Kargs", ("KARREB",)), ("Karg", ("KAR",))]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("GONT [GNT 2004017-20061201]", "not a date"),
        ("GONT [GNT 990230]", "not a date"),
        ("GONT [GNT 20010101-19990101]", "an end before its start"),
        ("GONT [GNT950601-990815]", "not a code"),
        ("GONT []", "not a code"),
        ("GONT [GNT <]", "not a code"),
        ("GONT [GNT", "a code that does not end"),
        ("GONT", "a name without a code"),
        ("G [GNT]", "a name of one letter, which would be found everywhere"),
        ("?? [GNT]", "not a name"),
        ("GO\x1aNT [GNT]", "a control character"),
        ("GO\u202eNT [GNT]", "a control character"),
        (f"{'GONT ' * 100} [GNT]", "499 characters, more than any name has"),
        (f"{'GONT ' * 3000} [GNT]", "a line of 15006 characters"),
        ("ROKE [GNT]", "a name with other codes above"),
    ],
)
def test_what_cannot_be_read_costs_itself(tmp_path: Path, line: str, problem: str) -> None:
    dictionary = read(tmp_path, f"ROKE [ROK]\n{line}\nHAVNOR [HAV]\n")
    assert told(dictionary) == [(2, problem)]
    assert dictionary.problems[0].file == str(tmp_path / "mine.actors.txt")
    assert [actor.label for actor in dictionary.actors] == ["Roke", "Havnor"]


def test_lines_that_are_not_utf_8_or_stand_under_no_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"\t[ABC]\n+GONT\nROKE [ROK]\nMARI\xc9 [GNT]\n")
    dictionary = read_cameo_actors(path, NOBODY)
    assert told(dictionary) == [(1, "no name above it"), (2, "no name above it"), (4, "not UTF-8")]
    with pytest.raises(DataError, match="cannot be read"):
        read_cameo_actors(tmp_path / "none.txt", NOBODY)


def test_a_bad_code_leaves_the_entry_its_others(tmp_path: Path) -> None:
    dictionary = read(tmp_path, "GONT [GNT]\n\t[GNTGOV 9905-9906]\n\t[GNTMIL >19990101] a note\n")
    assert told(dictionary) == [(2, "not a date")]
    assert found(dictionary, "Gont", "1999-01-02") == [("Gont", ("GNTMIL",))]
    assert found(dictionary, "Gont", "1998-01-02") == [("Gont", ("GNT",))]


def test_whom_the_gazetteer_knows_gets_names_and_keeps_the_rest(tmp_path: Path) -> None:
    gazetteer = load_gazetteer()
    before = {actor.id: actor for actor in gazetteer}
    dictionary = read(
        tmp_path,
        "PARSLAND [IRN]\n+LAND_OF_PARS\nNATO [IGOWSTNAT]\n+THE_WASHINGTON_PACT\nEREWHON_BUREAU [IRNSPY]\n+RUSSIA\n",
        gazetteer,
    )
    assert set(dictionary.known) == {"kgr:IRN", "kgr:nato"}
    assert told(dictionary) == [(6, "a name of somebody else")]
    laid = gazetteer.with_actors(dictionary.actors, dictionary.decoys)
    bureau = local_actor_id("Erewhon Bureau")
    assert [(m.text, m.actor) for m in laid.find("Land of Pars, the Washington Pact, the Erewhon Bureau, Russia")] == [
        ("Land of Pars", "kgr:IRN"),
        ("the Washington Pact", "kgr:nato"),
        ("Erewhon Bureau", bureau),
        ("Russia", "kgr:RUS"),
    ]
    assert dictionary.codes_of("kgr:IRN", "2000-01-01") == ("IRN",)
    for actor in laid:
        if actor.id in before and actor.id not in dictionary.known:
            assert actor == before[actor.id]
    for actor_id, actor in dictionary.known.items():
        now = laid.actor(actor_id)
        assert replace(now, names=actor.names) == actor
        assert now.names[: len(actor.names)] == actor.names
    ref = laid.ref(bureau)
    assert (ref.state, ref.sector) == ("IRN", "SPY")


def test_kinds_states_and_sectors(tmp_path: Path) -> None:
    dictionary = read(
        tmp_path,
        "GONT [GNT]\nGONT_RADIO [GNTMED]\nHAVNOR [HAV]\nMAGES [IGOMAG]\nHELPERS [NGOHLP]\nOLD_GUARD [ELI]\n"
        "THE_GUARD [GNTMIL]\nRAIDERS\n\t[GNTREB >19900101]\n\t[GNTCOP <19800101]\n",
    )
    assert [(actor.label, actor.kind, actor.state, actor.sector) for actor in dictionary.actors] == [
        ("Gont", ActorKind.STATE, "GNT", None),
        ("Gont Radio", ActorKind.OUTLET, "GNT", "JRN"),
        ("Havnor", ActorKind.UNKNOWN, None, None),
        ("Mages", ActorKind.IGO, None, "IGO"),
        ("Helpers", ActorKind.ORGANIZATION, None, "NGO"),
        ("Old Guard", ActorKind.UNKNOWN, None, "ELI"),
        ("The Guard", ActorKind.UNKNOWN, "GNT", "MIL"),
        ("Raiders", ActorKind.UNKNOWN, "GNT", None),
    ]
    raiders, gont = dictionary.actors[-1], dictionary.actors[0]
    assert [(office.holder_of, office.state, office.sector) for office in raiders.offices] == [
        (gont.id, "GNT", "COP"),
        (gont.id, "GNT", "REB"),
    ]
    laid = NOBODY.with_actors(dictionary.actors)
    assert laid.ref(raiders.id, on="1991-05").sector == "REB"
    assert laid.ref(raiders.id, on="1985-05").sector is None


BOOK = """GONT_RADIO [GNTMED]
GONT [GNT]
+GONTISH
GONT_STRAIT [---]
SPARROWHAWK [GNT]
+GED
\t[ROKEDU <900101]
\t[HAVGOV 900101-19991231]
LORD OF GONT [--- <950630]
\t[GNTGOV]
PARSLAND [IRN]
+LAND_OF_PARS
RHODESIAN_ENVOY
\t[RUSGOV 19950101-19960101]
"""
NEWS = (
    "Ged, the Lord of Gont, crossed the Gont Strait to the Land of Pars for Gont Radio with the Rhodesian Envoy; "
    "did Russia know?"
)
DAYS = ("1985-01-01", "1990-01-02", "1995-06-30", "1995-07-01", "2005-01-01", None)


def test_a_dictionary_survives_being_kept(tmp_path: Path) -> None:
    dictionary = read(tmp_path, BOOK, load_gazetteer())
    assert dictionary.problems == ()
    location = tmp_path / "case.db"
    kept, _ = keep_rows(dictionary.rows(), location)
    direct = load_gazetteer().with_actors(dictionary.actors, dictionary.decoys)
    again = load_gazetteer(kept)
    assert sorted(map(repr, again)) == sorted(map(repr, direct))
    for day in DAYS:
        mentions = direct.find(NEWS, on=day)
        assert len(mentions) >= 5
        assert again.find(NEWS, on=day) == mentions
        refs = [direct.ref(m.actor, on=day) for m in mentions if m.actor is not None]
        assert [again.ref(m.actor, on=day) for m in mentions if m.actor is not None] == refs
    before = kept.read_bytes()
    assert load_actors(tmp_path / "mine.actors.txt", location).problems == ()
    assert kept.read_bytes() == before
