"""GDELT's events and mentions: the oddities of the real files, each on a row made for the project."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.errors import DataError, UnknownNameError
from kgraph.model import Claim, Modality
from kgraph.sources import SOURCES, Fate, ImportedRow, Outcome, RowProblem
from kgraph.sources.gdelt_files import EVENT_COLUMNS, LAYOUTS
from tests.gdelt_rows import event, mention, write
from tests.import_battery import check_importer, outcomes_of

GDELT = SOURCES["gdelt"]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


class Table:
    """Imports rows as a file of events."""

    def __init__(self, folder: Path, gazetteer: Gazetteer) -> None:
        self.folder, self.gazetteer = folder, gazetteer

    def outcomes(self, *rows: str, **values: str) -> list[Outcome]:
        path = write(self.folder / "20191024143000.export.CSV", *rows)
        options = {name.replace("_", "-"): value for name, value in values.items()}
        return outcomes_of(GDELT, [path], self.gazetteer, options)

    def claim(self, row: str, **values: str) -> Claim:
        (found,) = self.outcomes(row, **values)
        assert isinstance(found, ImportedRow), found
        (claim,) = found.claims
        return claim

    def problem(self, row: str, **values: str) -> RowProblem:
        (found,) = self.outcomes(row, **values)
        assert isinstance(found, RowProblem), found
        return found


@pytest.fixture
def table(tmp_path: Path, gazetteer: Gazetteer) -> Table:
    return Table(tmp_path, gazetteer)


def fields(claim: Claim) -> dict[str, object]:
    assert claim.record is not None
    return dict(claim.record.fields)


def test_there_are_as_many_columns_as_the_codebooks_say() -> None:
    assert {count: len(names) for count, names in LAYOUTS.items()} == {61: 61, 58: 58, 57: 57}
    assert (EVENT_COLUMNS[26], EVENT_COLUMNS[29], EVENT_COLUMNS[51], EVENT_COLUMNS[60]) == (
        *("EventCode", "QuadClass", "ActionGeo_Type", "SOURCEURL"),
    )


def test_a_row_is_a_claim_with_the_rows_own_codes(table: Table) -> None:
    claim = table.claim(event(410412347, "RUSGOV", "CHN", "042"))
    assert (claim.actor.id, claim.recipient and claim.recipient.id) == ("kgr:RUS-GOV", "kgr:CHN")
    assert claim.dyad == ("kgr:CHN", "kgr:RUS")
    assert (claim.relation, claim.event_type, claim.mode) == ("visits", "CONSULT", "visit")
    assert (str(claim.date), claim.modality, claim.confidence) == ("2019-10-24", Modality.REPORTED, 0.6)
    assert claim.document == "urn:kgraph:dataset:gdelt-2.0"
    assert claim.evidence is None
    assert claim.record is not None
    assert (claim.record.id, claim.record.url) == ("410412347", "https://example.org/a")
    assert fields(claim) == {
        "actor": "RUSGOV",
        "actorName": "KREMLIN",
        "added": "20191024143000",
        "articles": 4,
        "country": "RUS",
        "event": "042",
        "goldstein": 1.9,
        "latitude": 55.7522,
        "longitude": 37.6156,
        "mentions": 4,
        "quad": 1,
        "recipient": "CHN",
        "recipientName": "BEIJING",
        "root": 1,
        "sources": 1,
        "tone": -2.123142,
    }


def test_the_battery_holds(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = [
        *(event(1, "RUSGOV", "CHN", "042"), event(2, "CHN", "RUSGOV", "043"), event(3, "USA", "", "111")),
        *(event(4, "PSEHMS", "ISR", "190"), event(5, "IGOEUREEC", "RUS", "163", day="20181024"), "too\tfew"),
        *(event(6, "RUS", "UKR", "195", day="20191332"), event(7, "USA", "CHN", "40", EventRootCode="4")),
    ]
    found = check_importer(GDELT, [write(tmp_path / "a.CSV", *rows)], gazetteer)
    assert Counter(one.fate if isinstance(one, RowProblem) else Fate.KEPT for one in found) == {
        Fate.KEPT: 4,
        Fate.MERGED: 1,
        Fate.DROPPED: 1,
        Fate.MALFORMED: 2,
    }
    assert [one.row for one in found] == list(range(1, 9))


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_the_number_of_columns_tells_the_version(table: Table, columns: int) -> None:
    claim = table.claim(event(7, "RUS", "UKR", "190", columns=columns))
    assert claim.document == f"urn:kgraph:dataset:gdelt-{'2.0' if columns == 61 else '1.0'}"
    assert claim.record is not None
    assert claim.record.url == (None if columns == 57 else "https://example.org/a")
    assert fields(claim)["latitude"] == 55.7522


def test_places_are_coded_in_fips_and_actors_in_iso(table: Table) -> None:
    berlin = {"ActionGeo_FullName": "Berlin, Berlin, Germany", "ActionGeo_CountryCode": "GM"}
    claim = table.claim(event(1, "RUS", "UKR", "046", **berlin))
    assert fields(claim)["country"] == "DEU"  # GM is Gambia in ISO
    assert claim.place is not None
    assert (claim.place.name, claim.place.id) == ("Berlin, Berlin, Germany", None)
    whole = table.claim(
        event(1, "RUS", "UKR", "046", ActionGeo_Type="1", ActionGeo_FullName="Australia", ActionGeo_CountryCode="AS")
    )
    assert whole.place is not None
    assert whole.place.id == "kgr:AUS"


def test_damaged_names_of_places_stay_as_they_are(table: Table) -> None:
    claim = table.claim(event(1, "RUS", "UKR", "046", ActionGeo_FullName="Ar Riya?, Saudi Arabia"))
    assert claim.place is not None
    assert claim.place.name == "Ar Riya?, Saudi Arabia"


def test_a_date_a_year_off_is_kept_and_doubted(table: Table) -> None:
    (found,) = table.outcomes(event(1, "RUS", "UKR", "190", day="20181024"))
    assert isinstance(found, ImportedRow)
    assert found.notes == ("dated a whole year off the day it was added",)
    assert found.claims[0].confidence == 0.3
    (late,) = table.outcomes(event(1, "RUS", "UKR", "190", day="20191016"))
    assert isinstance(late, ImportedRow)
    assert late.notes == ("dated more than a week off the day it was added",)
    assert table.claim(event(1, "RUS", "UKR", "190", day="20191017")).confidence == 0.6


def test_the_old_files_were_all_added_years_later(table: Table) -> None:
    (found,) = table.outcomes(event(1, "RUS", "UKR", "190", day="19950214", added="20130203", columns=57))
    assert isinstance(found, ImportedRow)
    assert (found.notes, found.claims[0].confidence) == ((), 0.6)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (event(1, "", "CHN", "111"), "no first actor"),
        (event(1, "RUS", "", "111"), "no second actor"),
        (event(1, "RUS", "RUS", "111"), "an actor with itself"),
        (event(1, "RUSGOV", "RUSMIL", "111"), "two actors of one state"),
        (event(1, "COP", "USA", "173"), "an actor of no state and no known group"),
        (event(1, "USA", "AFR", "042"), "an actor of no state and no known group"),
        (event(1, "USA", "CHN", "010"), "a statement or an appeal, which PLOVER leaves out"),
        (event(1, "USA", "CHN", "0256"), "a statement or an appeal, which PLOVER leaves out"),
    ],
)
def test_what_is_left_out_says_why(table: Table, row: str, reason: str) -> None:
    problem = table.problem(row)
    assert (problem.fate, problem.reason) == (Fate.DROPPED, reason)


def test_options_keep_what_is_left_out(table: Table) -> None:
    assert table.claim(event(1, "RUSGOV", "RUSMIL", "111"), domestic="yes").actor.id == "kgr:RUS-GOV"
    assert table.claim(event(1, "COP", "USA", "173"), stateless="yes").actor.name == "Police"
    assert table.claim(event(1, "RUS", "", "141"), one_sided="yes").recipient is None
    assert table.problem(event(1, "RUS", "", "061"), one_sided="yes").reason == "no second actor"
    row = event(1, "RUS", "UKR", "190", IsRootEvent="0")
    assert table.claim(row).relation == "attacks"
    assert table.problem(row, root_only="yes").reason == "not from the lead paragraph"
    assert table.claim(row, confidence="0.45").confidence == 0.45
    assert table.problem(row, confidence="0.45", min_confidence="0.5").reason == "confidence too low"


def test_options_that_mean_nothing_are_refused(table: Table) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'domestic'"):
        table.claim(event(1, "RUS", "UKR", "190"), domestik="yes")
    with pytest.raises(DataError, match="yes or no"):
        table.claim(event(1, "RUS", "UKR", "190"), domestic="perhaps")
    with pytest.raises(DataError, match="from 0 to 1"):
        table.claim(event(1, "RUS", "UKR", "190"), confidence="60")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"GLOBALEVENTID": "x7"}, "no id of an event"),
        ({"SQLDATE": "20191332"}, "not a date"),
        ({"SQLDATE": ""}, "not a date"),
        ({"SQLDATE": "2019102４"}, "not a date"),
        ({"DATEADDED": ""}, "not a date"),
        ({"DATEADDED": "20191399000000"}, "not a date"),
        ({"EventCode": ""}, "no CAMEO code"),
        ({"EventCode": "2199"}, "no CAMEO code"),
        ({"EventCode": "14", "EventRootCode": ""}, "no CAMEO code that is one alone"),
        ({"EventCode": "14", "EventRootCode": "1.9"}, "no root of a CAMEO code"),
        ({"NumMentions": "many"}, "NumMentions is no number"),
        ({"AvgTone": "nan"}, "field tone"),
        ({"AvgTone": "1e400"}, "field tone"),
    ],
)
def test_what_breaks_the_format_says_where_and_what(table: Table, cells: dict[str, str], reason: str) -> None:
    rows = (event(1, "RUS", "CHN", "046"), event(2, "RUS", "UKR", "190", **cells))
    kept, problem = table.outcomes(*rows)
    assert isinstance(kept, ImportedRow)
    assert isinstance(problem, RowProblem)
    assert (problem.fate, problem.row, problem.reason) == (Fate.MALFORMED, 2, reason)
    assert "20191024143000.export.CSV:2: " in str(problem.error())


def test_rows_of_another_width_are_refused_alone(table: Table) -> None:
    good = event(1, "RUS", "UKR", "190")
    found = table.outcomes(good, f"{event(2, 'USA', 'CHN', '046')}\tmore", event(3, "RUS", "CHN", "046", columns=58))
    assert [isinstance(one, ImportedRow) for one in found] == [True, False, False]
    assert {one.reason for one in found if isinstance(one, RowProblem)} == {"a row of another number of columns"}


def test_blank_cells_lines_and_a_header_do_no_harm(table: Table) -> None:
    cells = dict.fromkeys(("AvgTone", "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FullName", "Actor1Name"), "")
    header = "\t".join(EVENT_COLUMNS)
    found = table.outcomes(header, "", event(1, "RUS", "UKR", "190", **cells), " ")
    (row,) = found
    assert isinstance(row, ImportedRow)
    assert (row.row, row.claims[0].place) == (3, None)
    assert "tone" not in fields(row.claims[0])


def test_a_leading_zero_that_a_spreadsheet_took_comes_back(table: Table) -> None:
    (found,) = table.outcomes(event(1, "RUS", "UKR", "46", EventRootCode="4"))
    assert isinstance(found, ImportedRow)
    assert (fields(found.claims[0])["event"], found.notes) == ("046", ("leading zero put back",))


def test_rows_of_one_day_with_the_same_actors_and_event_are_one(table: Table) -> None:
    rows = (
        event(1, "RUSGOV", "CHN", "042"),
        event(2, "RUSGOV", "CHN", "042", url="https://example.org/b"),
        event(3, "CHN", "RUSGOV", "043"),  # the host's side of it
        event(4, "CHN", "RUSGOV", "042"),
        event(5, "RUSGOV", "CHN", "042", day="20191023"),
        event(6, "RUSGOV", "CHN", "046"),
        event(7, "CHN", "RUSGOV", "046"),  # talks have no direction
        event(8, "RUSGOV", "CHN", "042", added="20191025143000"),
    )
    found = table.outcomes(*rows)
    merged = [one for one in found if isinstance(one, RowProblem)]
    assert [one.row for one in merged] == [2, 3, 7]
    assert {one.fate for one in merged} == {Fate.MERGED}
    assert merged[1].expected == "row 1 tells it"
    assert not any(isinstance(one, RowProblem) for one in table.outcomes(*rows, one_a_day="no"))


def test_a_row_with_the_id_of_another_is_no_second_claim_of_that_id(table: Table) -> None:
    rows = (event(1, "RUS", "UKR", "190"), event(1, "USA", "CHN", "040"), event(2, "USA", "CHN", "040"))
    first, second, third = table.outcomes(*rows, rows[0], one_a_day="no")[:3]
    assert isinstance(first, ImportedRow)
    assert isinstance(second, RowProblem)
    assert (second.fate, second.reason, second.row) == (Fate.MALFORMED, "an id of another row", 2)
    assert isinstance(third, ImportedRow)
    again = table.outcomes(*rows, rows[0], one_a_day="no")[3]
    assert isinstance(again, RowProblem)
    assert (again.fate, again.reason) == (Fate.MERGED, "the row again")


def test_mentions_say_how_sure_and_who_brought_it(tmp_path: Path, gazetteer: Gazetteer) -> None:
    events = write(tmp_path / "e.CSV", event(1, "RUS", "UKR", "190"), event(2, "RUS", "CHN", "046"))
    mentions = write(
        tmp_path / "m.CSV",
        *(mention(1, "b.example", "20"), mention(1, "a.example", "80"), mention(9, "c.example", "100")),
        *(mention(2, "a.example", "sure"), "short\trow"),
    )
    found = outcomes_of(GDELT, [events, mentions], gazetteer)
    problems, kept = found[:2], found[2:]
    assert [(one.file, one.row) for one in problems] == [(str(mentions), 4), (str(mentions), 5)]
    first, second = (one.claims[0] for one in kept if isinstance(one, ImportedRow))
    assert (first.confidence, second.confidence) == (0.8, 0.6)
    assert first.record is not None
    assert [value for name, value in first.record.fields if name == "publisher"] == ["a.example", "b.example"]


def test_archives_and_damaged_bytes_are_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = (event(1, "RUS", "UKR", "190"), event(2, "RUS", "CHN", "046", ActionGeo_FullName="São Paulo, Brazil"))
    plain = write(tmp_path / "a.CSV", *rows)
    zipped = tmp_path / "a.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(plain, "a.CSV")
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    claims = [
        [one.claims[0] for one in outcomes_of(GDELT, [path], gazetteer) if isinstance(one, ImportedRow)]
        for path in (plain, zipped, packed)
    ]
    assert claims[0] == claims[1] == claims[2]
    assert len(claims[0]) == 2
    latin = write(tmp_path / "latin.CSV", *rows, encoding="latin-1")
    found = outcomes_of(GDELT, [latin], gazetteer)
    assert [one.claims[0] for one in found if isinstance(one, ImportedRow)] == claims[0]
    assert [one.notes for one in found if isinstance(one, ImportedRow)][1] != ()


def test_files_that_are_no_gdelt_are_refused_at_once(tmp_path: Path, gazetteer: Gazetteer) -> None:
    files = {
        "empty": b"",
        "csv": b"a,b,c\n1,2,3\n",
        "bytes": bytes(range(256)) * 64,
        "broken.zip": b"PK\x03\x04" + b"\x00" * 64,
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(DataError, match=name):
            outcomes_of(GDELT, [path], gazetteer)
    two = tmp_path / "two.zip"
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a", event(1, "RUS", "UKR", "190"))
        archive.writestr("b", event(2, "RUS", "UKR", "190"))
    with pytest.raises(DataError, match="2 files in it"):
        outcomes_of(GDELT, [two], gazetteer)
    with pytest.raises(DataError, match="cannot be read"):
        outcomes_of(GDELT, [tmp_path / "nowhere"], gazetteer)
    with pytest.raises(DataError, match="no file of events"):
        outcomes_of(GDELT, [write(tmp_path / "m.CSV", mention(1, "a", "10"))], gazetteer)


def test_an_archive_that_breaks_off_is_told_behind_its_last_row(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = [event(number, "RUS", "UKR", "190", url=f"https://example.org/{number * 7919}") for number in range(5000)]
    data = gzip.compress("".join(f"{row}\n" for row in rows).encode())
    path = tmp_path / "cut.gz"
    path.write_bytes(data[: len(data) // 2])
    found = outcomes_of(GDELT, [path], gazetteer, {"one-a-day": "no"})
    last = found[-1]
    assert isinstance(last, RowProblem)
    assert (last.fate, last.reason) == (Fate.MALFORMED, "the file breaks off")
    assert isinstance(found[0], ImportedRow)


def test_a_line_without_end_is_one_problem(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = write(tmp_path / "a.CSV", event(1, "RUS", "UKR", "190"), "x" * (3 << 20), event(2, "RUS", "CHN", "046"))
    found = outcomes_of(GDELT, [path], gazetteer)
    assert [(one.row, isinstance(one, ImportedRow)) for one in found] == [(1, True), (2, False), (3, True)]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_row_raises(data: st.DataObject, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rows")
    column = data.draw(st.sampled_from(EVENT_COLUMNS))
    junk = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), max_size=30))
    row = event(2, "RUS", "UKR", "190", **{column: junk})
    path = write(folder / "a.CSV", event(1, "RUS", "CHN", "046"), row)
    found = outcomes_of(GDELT, [path], gazetteer)
    assert 1 <= len(found) <= 2
    assert isinstance(found[0], ImportedRow)
