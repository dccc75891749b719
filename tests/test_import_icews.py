"""ICEWS: its actors by name, country and sectors, its codes as text, and what it writes twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.model import Modality
from kgraph.ontology import SECTORS
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome
from kgraph.sources.icews import ICEWS, ICEWS_EVENTS, read_icews
from kgraph.sources.icews_actors import GENERIC
from kgraph.sources.naming import key_of
from tests.import_battery import check_importer, claim_of, problem_of

HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t"
    "Country\tLatitude\tLongitude"
)
GAZETTEER = load_gazetteer()


def line(**given: str) -> str:
    cells = dict.fromkeys(HEADER.split("\t"), "NA") | {
        "Event ID": "901",
        "Event Date": "2004-03-02",
        "Source Name": "Norway",
        "Event Text": "Consult",
        "CAMEO Code": "040",
        "Intensity": "1.0",
        "Target Name": "Sweden",
        "Target Country": "Sweden",
        "Story ID": "55",
        "Sentence Number": "3",
        "Source Country": "Norway",
    }
    cells |= {name.replace("_", " "): value for name, value in given.items()}
    return "\t".join(cells.values())


def read(path: Path, *lines: str, raw: bytes = b"", values: dict[str, str] | None = None) -> list[Outcome]:
    path = path / "events.tab"
    path.write_bytes(raw or "\n".join((HEADER, *lines, "")).encode())
    return list(read_icews([path], ImportOptions(gazetteer=GAZETTEER, values=values or {})))


def ends(outcome: Outcome) -> list[tuple[str, str | None, str | None]]:
    claim = claim_of(outcome)
    assert claim.recipient is not None
    return [(end.id, end.state, end.sector) for end in (claim.actor, claim.recipient)]


def test_a_row_is_a_claim_with_its_codes_as_they_stand(tmp_path: Path) -> None:
    (outcome,) = read(
        tmp_path,
        line(
            Source_Name="Russia",
            Source_Country="Russian Federation",
            CAMEO_Code="0312",
            Intensity="5.2",
            City="Oslo",
            Province="Oslo",
            Country="Norway",
            Latitude="59.9127",
            Publisher="Example Wire",
        ),
    )
    claim = claim_of(outcome)
    assert (claim.document, claim.event_type, claim.contexts) == (ICEWS_EVENTS.iri, "AGREE", ("military",))
    assert ends(outcome) == [("kgr:RUS", "RUS", None), ("kgr:SWE", "SWE", None)]
    assert (str(claim.date), claim.modality, claim.evidence) == ("2004-03-02", Modality.REPORTED, None)
    assert claim.place is not None
    assert claim.place.name == "Oslo, Norway"
    assert claim.record is not None
    assert claim.record.id == "901/2004-03-02"
    fields = dict(claim.record.fields)
    assert fields["event"] == "0312"
    assert (fields["intensity"], fields["latitude"], fields["country"]) == (5.2, 59.9127, "NOR")
    assert (fields["publisher"], fields["story"], fields["sentence"]) == ("Example Wire", "55", "3")


@pytest.mark.parametrize(
    ("name", "sectors", "country", "expected"),
    [
        ("Police (France)", "Police,Government", "France", ("kgr:FRA-COP", "FRA", "COP")),
        ("Military Personnel (Turkey)", "NA", "Turkey", ("kgr:TUR-MIL", "TUR", "MIL")),
        ("Insurgent (Iraq)", "Insurgents", "Iraq", ("kgr:IRQ-REB", "IRQ", "REB")),
        ("Unspecified Actor (Iraq)", "Government", "Iraq", ("kgr:IRQ-GOV", "IRQ", "GOV")),
        ("Unspecified Actor (Iraq)", "NA", "Iraq", ("kgr:IRQ", "IRQ", None)),
        ("Vladimir Putin", "Executive,Government", "Russian Federation", ("kgr:vladimir-putin", "RUS", "GOV")),
        ("UNITED NATIONS", "International Government Organization", "NA", ("kgr:united-nations", None, "IGO")),
        ("C\u00f4te d'Ivoire", "NA", "Cote d'Ivoire", ("kgr:CIV", "CIV", None)),
    ],
)
def test_who_acts(
    tmp_path: Path, name: str, sectors: str, country: str, expected: tuple[str, str | None, str | None]
) -> None:
    (outcome,) = read(tmp_path, line(Source_Name=name, Source_Sectors=sectors, Source_Country=country))
    assert ends(outcome)[0] == expected


def test_unknown_names_keep_their_state_and_sector(tmp_path: Path) -> None:
    (outcome,) = read(
        tmp_path,
        line(Source_Name="Hill People's Front (India)", Source_Sectors="Dissident,Separatists", Source_Country="India"),
    )
    actor = claim_of(outcome).actor
    assert actor.id.startswith("urn:kgraph:actor:hill-people")
    assert (actor.name, actor.state, actor.sector) == ("Hill People's Front (India)", "IND", "REB")
    assert actor.rollup == actor.id


def test_a_namesake_in_another_state_is_somebody_else(tmp_path: Path) -> None:
    (outcome,) = read(tmp_path, line(Source_Name="Vladimir Putin", Source_Country="Ghana"))
    actor = claim_of(outcome).actor
    assert actor.id != "kgr:vladimir-putin"
    assert actor.state == "GHA"
    assert isinstance(outcome, ImportedRow)
    assert outcome.notes == ("a namesake elsewhere",)


def test_a_state_under_a_name_of_its_time(tmp_path: Path) -> None:
    (outcome,) = read(tmp_path, line(Event_Date="1999-05-01", Source_Name="Yugoslavia", Source_Country="Yugoslavia"))
    assert ends(outcome)[0][0] == "kgr:YUG"


@pytest.mark.parametrize(("given", "code"), [("40", "040"), ("311", "0311"), ("43", "043"), ("190", "190")])
def test_a_zero_that_a_spreadsheet_took_is_put_back(tmp_path: Path, given: str, code: str) -> None:
    (outcome,) = read(tmp_path, line(CAMEO_Code=given))
    record = claim_of(outcome).record
    assert record is not None
    assert dict(record.fields)["event"] == code
    assert isinstance(outcome, ImportedRow)
    assert outcome.notes == (() if given == code else ("leading zero put back",))


def test_meetings_are_written_twice_and_told_once(tmp_path: Path) -> None:
    norway = {"Source_Name": "Norway", "Source_Country": "Norway", "Target_Name": "Sweden", "Target_Country": "Sweden"}
    sweden = {"Source_Name": "Sweden", "Source_Country": "Sweden", "Target_Name": "Norway", "Target_Country": "Norway"}
    outcomes = read(
        tmp_path,
        line(Event_ID="1", CAMEO_Code="042", **norway),
        line(Event_ID="2", CAMEO_Code="043", **sweden),
        line(Event_ID="3", CAMEO_Code="036", Sentence_Number="4", **norway),
        line(Event_ID="4", CAMEO_Code="036", Sentence_Number="4", **sweden),
        line(Event_ID="5", CAMEO_Code="046", **norway),
        line(Event_ID="6", CAMEO_Code="046", **sweden),
        line(Event_ID="7", CAMEO_Code="046", Story_ID="56", **sweden),
    )
    assert [isinstance(outcome, ImportedRow) for outcome in outcomes] == [True, False, True, True, True, False, True]
    problem = problem_of(outcomes[1])
    assert (problem.fate, problem.row, problem.reason, problem.expected) == (
        Fate.MERGED,
        3,
        "the same actors and event of one sentence",
        "row 2 tells it",
    )


def test_an_id_is_of_its_day_and_a_row_that_is_there_again_is_merged(tmp_path: Path) -> None:
    outcomes = read(tmp_path, line(), line(Event_Date="2004-03-03"), line(), line(Sentence_Number="9"))
    ids = [claim.record.id for claim in map(claim_of, outcomes[:2]) if claim.record is not None]
    assert ids == ["901/2004-03-02", "901/2004-03-03"]
    assert (problem_of(outcomes[2]).fate, problem_of(outcomes[2]).reason) == (Fate.MERGED, "the row again")
    assert (problem_of(outcomes[3]).fate, problem_of(outcomes[3]).reason) == (Fate.MALFORMED, "an id of another row")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"Source_Name": "NA"}, "no first actor"),
        ({"Target_Name": ""}, "no second actor"),
        ({"Source_Name": "Sweden", "Source_Country": "Sweden"}, "an actor with itself"),
        ({"Source_Name": "Police (Sweden)", "Source_Country": "Sweden"}, "two actors of one state"),
        ({"CAMEO_Code": "010"}, "a statement or an appeal, which PLOVER leaves out"),
    ],
)
def test_rows_that_are_left_out(tmp_path: Path, given: dict[str, str], reason: str) -> None:
    problem = problem_of(read(tmp_path, line(**given))[0])
    assert (problem.fate, problem.reason) == (Fate.DROPPED, reason)


def test_options_keep_them(tmp_path: Path) -> None:
    inner = line(Source_Name="Police (Sweden)", Source_Country="Sweden", CAMEO_Code="173")
    alone = line(Event_ID="902", Target_Name="NA", Target_Country="NA", CAMEO_Code="154")
    outcomes = read(tmp_path, inner, alone, values={"domestic": "yes", "one-sided": "yes", "confidence": "0.4"})
    assert claim_of(outcomes[0]).confidence == 0.4
    assert claim_of(outcomes[1]).recipient is None
    with pytest.raises(DataError, match="a number from 0 to 1"):
        read(tmp_path, inner, values={"confidence": "high"})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"Event_Date": "02.03.2004"}, "not a date"),
        ({"Event_Date": "2004-02-31"}, "not a date"),
        ({"Event_ID": "x7"}, "no id of an event"),
        ({"CAMEO_Code": "meet"}, "no CAMEO code"),
        ({"CAMEO_Code": "990"}, "no CAMEO code"),
        ({"Latitude": "59,9"}, "latitude is no number"),
    ],
)
def test_a_malformed_row_costs_itself_alone(tmp_path: Path, given: dict[str, str], reason: str) -> None:
    first, bad, last = read(tmp_path, line(), line(**given), line(Event_ID="77", Story_ID="78"))
    assert isinstance(first, ImportedRow)
    assert isinstance(last, ImportedRow)
    problem = problem_of(bad)
    assert (problem.fate, problem.reason, problem.row) == (Fate.MALFORMED, reason, 3)
    assert problem.expected is not None
    assert str(problem.row) in str(problem.error())


def test_fields_too_few_or_too_many_and_quotes_that_never_close(tmp_path: Path) -> None:
    rows = [
        line() + "\t\t",
        line() + "\t\tmore",
        "901\t2004-03-02",
        line(Event_ID="5", Publisher='"The Wire', Story_ID="6"),
    ]
    trailing, many, few, quoted = read(tmp_path, *rows)
    assert isinstance(trailing, ImportedRow)
    assert trailing.notes == ("empty fields too many",)
    assert problem_of(many).reason == "a row of too many fields"
    assert problem_of(few).reason == "a row of too few fields"
    assert dict(claim_of(quoted).record.fields)["publisher"] == '"The Wire'  # type: ignore[union-attr]


def test_old_files_are_latin_1_and_new_ones_may_have_a_mark(tmp_path: Path) -> None:
    old = "\n".join((HEADER, line(Source_Name="C\u00f4te d'Ivoire", Source_Country="NA"))).encode("latin-1")
    (outcome,) = read(tmp_path, raw=old)
    assert ends(outcome)[0][0] == "kgr:CIV"
    assert isinstance(outcome, ImportedRow)
    assert outcome.notes == ("not Unicode text, read as Western European",)
    (outcome,) = read(tmp_path, raw=b"\xef\xbb\xbf" + "\r\n".join((HEADER, line())).encode())
    assert isinstance(outcome, ImportedRow)
    assert outcome.notes == ()


def test_another_table_is_refused_before_its_first_row(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Event Date, Source Name, CAMEO Code, Target Name"):
        read(tmp_path, raw=b"a\tb\n1\t2\n")
    with pytest.raises(DataError, match="cannot be read"):
        list(read_icews([tmp_path / "none.tab"], ImportOptions(gazetteer=GAZETTEER)))


def test_the_roles_are_written_as_their_keys() -> None:
    assert [role for role in GENERIC if key_of(role) != role] == []
    assert {sector for sector in GENERIC.values() if sector is not None} <= set(SECTORS)


def test_the_battery_holds(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    rows = [line(), line(), line(Event_ID="2", CAMEO_Code="x"), line(Event_ID="3", Target_Name="NA"), "short"]
    path.write_bytes("\n".join((HEADER, *rows, line(Event_ID="4", Source_Name="C\u00f4te d'Ivoire"))).encode("latin-1"))
    found = check_importer(ICEWS, [path], GAZETTEER)
    assert [one.row for one in found] == [2, 3, 4, 5, 6, 7]


@given(st.lists(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"])), max_size=4))
def test_no_line_raises_and_none_is_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    outcomes = read(tmp_path_factory.mktemp("icews"), line(), *lines, line(Event_ID="2", Story_ID="9"))
    assert isinstance(outcomes[0], ImportedRow)
    assert isinstance(outcomes[-1], ImportedRow)
    assert outcomes[-1].row == len(lines) + 3
