"""POLECAT: columns by their names, `None` for nothing, lists in a field, files with a header too long."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.model import DateBasis
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome, RowProblem
from kgraph.sources.polecat import POLECAT, POLECAT_EVENTS, read_polecat
from tests.import_battery import check_importer, claims_of, problem_of

HEADER = (
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
    "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,"
    "Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,"
    "Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,"
    "Feature Type,Source,Publication Date,Story People,Story Organizations,Story Locations,Language,Version"
)
COLUMNS = HEADER.split(",")
GAZETTEER = load_gazetteer()


def cells(**given: str) -> dict[str, str]:
    return (
        dict.fromkeys(COLUMNS, "None")
        | {
            "Event ID": "e1",
            "Event Date": "2021-06-01",
            "Event Type": "CONSULT",
            "Event Mode": "visit",
            "Actor Name": "Norway",
            "Actor Country": "NOR",
            "Recipient Name": "Sweden",
            "Recipient Country": "SWE",
        }
        | {name.replace("_", " "): value for name, value in given.items()}
    )


def text_of(*rows: dict[str, str], header: list[str] | None = None) -> str:
    names = header or COLUMNS
    return "\n".join(["\t".join(names), *("\t".join(row[name] for name in names if name in row) for row in rows), ""])


def read(path: Path, text: str, encoding: str = "utf-8", **values: str) -> list[Outcome]:
    file = path / "ngecEvents.DV.2021.txt"
    file.write_bytes(text.encode(encoding))
    return list(read_polecat([file], ImportOptions(gazetteer=GAZETTEER, values=values)))


def test_a_row_is_a_claim(tmp_path: Path) -> None:
    row = cells(
        Event_Type="COOPERATE",
        Event_Mode="None",
        Contexts="military; technology; weather",
        Intensity="9.5",
        Actor_Name="Vladimir Putin",
        Actor_Country="RUS",
        Primary_Actor_Sector="GOV",
        City="Oslo",
        Country="Norway",
        GeoNames_ID="3143244",
        Source="Example Wire",
        Latitude="59.9",
    )
    (outcome,) = read(tmp_path, text_of(row))
    (claim,) = claims_of(outcome)
    assert (claim.document, claim.event_type, claim.relation) == (POLECAT_EVENTS.iri, "COOPERATE", "cooperatesWith")
    assert claim.contexts == ("military", "technology")
    assert (claim.actor.id, claim.actor.state) == ("kgr:vladimir-putin", "RUS")
    assert claim.recipient is not None
    assert claim.recipient.id == "kgr:SWE"
    assert claim.place is not None
    assert (claim.place.name, claim.place.id) == ("Oslo, Norway", "gn:3143244")
    assert claim.record is not None
    assert claim.record.id == "e1"
    fields = dict(claim.record.fields)
    assert (fields["event"], fields["actor"], fields["intensity"], fields["country"]) == (
        "COOPERATE",
        "RUS",
        9.5,
        "NOR",
    )
    assert "mode" not in fields
    assert isinstance(outcome, ImportedRow)
    assert outcome.notes == ("a context that PLOVER does not have",)


def test_columns_go_by_name_whatever_their_order_and_spelling(tmp_path: Path) -> None:
    header = ["Event Intensity" if name == "Intensity" else name for name in reversed(COLUMNS)]
    row = cells() | {"Event Intensity": "4.0"}
    (claim,) = claims_of(read(tmp_path, text_of(row, header=header))[0])
    assert (claim.relation, claim.mode) == ("visits", "visit")
    assert claim.record is not None
    assert dict(claim.record.fields)["intensity"] == 4.0


def test_a_header_with_a_name_too_many_and_rows_with_tabs_too_many(tmp_path: Path) -> None:
    header = [*COLUMNS[:33], "Headline", *COLUMNS[33:]]
    (long, tabs) = (
        read(tmp_path, text_of(cells(Version="1.0"), header=header)),
        text_of(cells()).replace("\n", "\t\t\n"),
    )
    (claim,) = claims_of(long[0])
    assert claim.record is not None
    assert dict(claim.record.fields)["version"] == "1.0"
    assert len(claims_of(read(tmp_path, tabs)[0])) == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"Primary Actor Sector": "MIL"}, ("kgr:NOR-MIL", "NOR", "MIL")),
        ({"Primary Actor Sector": "GOV"}, ("kgr:NOR", "NOR", None)),
        ({"Actor Name": "None", "Primary Actor Sector": "JUD"}, ("kgr:NOR-JUD", "NOR", "JUD")),
        ({"Actor Name": "NATO", "Actor Country": "IGO", "Wikipedia Actor ID": "Q7184"}, ("kgr:nato", None, "IGO")),
        ({"Actor Name": "None", "Actor Country": "UNO"}, ("kgr:united-nations", None, "IGO")),
        ({"Actor Name": "Pristina Works", "Actor Country": "KOS"}, (None, "XKX", None)),
        ({"Actor Name": "Ola Dunk", "Wikipedia Actor ID": "Q99999999999"}, ("wd:Q99999999999", "NOR", None)),
        ({"Actor Name": "Vladimir Putin", "Actor Country": "GHA"}, (None, "GHA", None)),
    ],
)
def test_who_acts(tmp_path: Path, given: dict[str, str], expected: tuple[str | None, str | None, str | None]) -> None:
    (claim,) = claims_of(read(tmp_path, text_of(cells() | given))[0])
    actor_id, state, sector = expected
    assert (claim.actor.state, claim.actor.sector) == (state, sector)
    assert claim.actor.id == actor_id if actor_id is not None else claim.actor.id.startswith("urn:kgraph:actor:")


def test_several_actors_become_pairs_where_that_is_asked_for(tmp_path: Path) -> None:
    row = cells(
        Actor_Name="Norway; Denmark", Actor_Country="NOR; DNK", Recipient_Name="Sweden; Norway",
        Recipient_Country="SWE; NOR",
    )  # fmt: skip
    problem = problem_of(read(tmp_path, text_of(row))[0])
    assert (problem.fate, problem.reason) == (Fate.DROPPED, "several actors on one side")
    claims = claims_of(read(tmp_path, text_of(row), expand="yes")[0])
    pairs = [(claim.actor.id, claim.recipient.id) for claim in claims if claim.recipient is not None]
    assert pairs == [("kgr:NOR", "kgr:SWE"), ("kgr:DNK", "kgr:SWE"), ("kgr:DNK", "kgr:NOR")]
    assert [claim.record.id for claim in claims if claim.record is not None] == ["e1/1", "e1/2", "e1/3"]
    assert len({claim.id for claim in claims}) == 3


def test_a_country_that_all_share_and_lists_that_do_not_fit(tmp_path: Path) -> None:
    row = cells(Actor_Name="Ola Dunk; Kari Nord", Actor_Country="NOR")
    claims = claims_of(read(tmp_path, text_of(row), expand="yes")[0])
    assert [claim.actor.state for claim in claims] == ["NOR", "NOR"]
    row = cells(Actor_Name="Ola Dunk; Kari Nord; Per Berg", Actor_Country="NOR; DNK")
    claims = claims_of(read(tmp_path, text_of(row), expand="yes")[0])
    assert [claim.actor.state for claim in claims] == [None, None, None]


def test_more_pairs_than_a_meeting_has(tmp_path: Path) -> None:
    crowd = "; ".join(f"Delegate {number}" for number in range(401))
    problem = problem_of(read(tmp_path, text_of(cells(Actor_Name=crowd)), expand="yes")[0])
    assert (problem.fate, problem.value) == (Fate.DROPPED, 401)


def test_no_day_of_the_event_but_one_of_publication(tmp_path: Path) -> None:
    (claim,) = claims_of(read(tmp_path, text_of(cells(Event_Date="None", Publication_Date="2021-06-03")))[0])
    assert claim.date is not None
    assert (claim.date.start, claim.date.basis) == ("2021-06-03", DateBasis.DOCUMENT)


@pytest.mark.parametrize(
    ("given", "fate", "reason"),
    [
        ({"Event Type": "PARTY"}, Fate.MALFORMED, "no PLOVER event type"),
        ({"Event Date": "June 2021"}, Fate.MALFORMED, "not a date"),
        ({"Event ID": "None"}, Fate.MALFORMED, "a row without an id"),
        ({"Longitude": "east"}, Fate.MALFORMED, "longitude is no number"),
        ({"Actor Name": "None", "Actor Country": "None"}, Fate.DROPPED, "no first actor"),
        ({"Recipient Name": "None", "Recipient Country": "None"}, Fate.DROPPED, "no second actor"),
        ({"Recipient Name": "Norway", "Recipient Country": "NOR"}, Fate.DROPPED, "an actor with itself"),
        ({"Recipient Name": "Ola Dunk", "Recipient Country": "NOR"}, Fate.DROPPED, "two actors of one state"),
    ],
)
def test_a_row_that_makes_no_claim_costs_itself_alone(
    tmp_path: Path, given: dict[str, str], fate: Fate, reason: str
) -> None:
    first, bad, last = read(
        tmp_path, text_of(cells() | {"Event ID": "e0"}, cells() | given, cells() | {"Event ID": "e2"})
    )
    assert isinstance(first, ImportedRow)
    assert isinstance(last, ImportedRow)
    problem = problem_of(bad)
    assert (problem.fate, problem.reason, problem.row) == (fate, reason, 3)


def test_a_mode_of_another_type_is_left_out_and_told(tmp_path: Path) -> None:
    outcome = read(tmp_path, text_of(cells(Event_Mode="aerial")))[0]
    (claim,) = claims_of(outcome)
    assert (claim.mode, claim.relation) == (None, "meetsWith")
    assert isinstance(outcome, ImportedRow)
    assert outcome.notes == ("a mode that PLOVER does not have",)


def test_the_row_again_and_latin_1_and_zip(tmp_path: Path) -> None:
    row = cells(Actor_Name="Jos\u00e9 \u00c1lvarez", Actor_Country="ESP")
    text = text_of(row, row, cells())
    first, again, other = read(tmp_path, text, encoding="latin-1")
    (claim,) = claims_of(first)
    assert claim.actor.name == "Jos\u00e9 \u00c1lvarez"
    assert (problem_of(again).fate, problem_of(again).reason) == (Fate.MERGED, "the row again")
    assert (problem_of(other).fate, problem_of(other).reason) == (Fate.MALFORMED, "an id of another row")
    archive = tmp_path / "ngecEventsDV-2021.txt.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("ngecEventsDV-2021.txt", text)
    options = ImportOptions(gazetteer=GAZETTEER)
    assert [type(outcome) for outcome in read_polecat([archive], options)] == [ImportedRow, RowProblem, RowProblem]


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Event Type"):
        read(tmp_path, "rcid\tvote\n1\tyes\n")


def test_the_battery_holds(tmp_path: Path) -> None:
    path = tmp_path / "ngecEvents.DV.2021.txt"
    rows = [cells(), cells(), cells(Event_ID="2", Event_Type="x"), cells(Event_ID="3", Actor_Name="Norway; Denmark")]
    path.write_text(text_of(*rows, cells(Event_ID="4", Event_Mode="x")), encoding="utf-8")
    for values in ({}, {"expand": "yes", "confidence": "0.5"}):
        found = check_importer(POLECAT, [path], GAZETTEER, values)
        assert [one.row for one in found] == [2, 3, 4, 5, 6]


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(st.characters(exclude_characters="\t\n\r", codec="utf-8"))))
def test_whatever_stands_in_the_fields_no_row_raises(
    tmp_path_factory: pytest.TempPathFactory, given: dict[str, str]
) -> None:
    text = text_of(cells() | given, cells() | {"Event ID": "last"})
    outcomes = read(tmp_path_factory.mktemp("polecat"), text, expand="yes", domestic="yes")
    assert isinstance(outcomes[-1], ImportedRow)
    assert len(outcomes) == 2
