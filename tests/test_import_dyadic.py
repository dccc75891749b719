"""Any table of pairs by a mapping of its columns: codes, dates in three columns, chosen rows, mirrored pairs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.model import Polarity
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome
from kgraph.sources.dyadic import CSV, read_dyads
from tests.import_battery import check_importer, claim_of, problem_of

GAZETTEER = load_gazetteer()
PLAIN = {"dataset": "my-ties", "actor": "a", "recipient": "b", "relation": "=visits", "date": "day"}
PACTS = {
    "dataset": "pacts", "codes": "cow", "actor": "ccode1", "recipient": "ccode2", "relation": "=hasDefencePactWith",
    "year": "st_year", "month": "st_month", "day": "st_day", "end-year": "end_year", "where": "defense=1",
}  # fmt: skip
PACT_COLUMNS = "id,ccode1,ccode2,st_day,st_month,st_year,end_year,defense"


def read(path: Path, text: str, options: dict[str, str]) -> list[Outcome]:
    file = path / "table.csv"
    file.write_text(text, encoding="utf-8")
    CSV.check_options(options)
    return list(read_dyads([file], ImportOptions(gazetteer=GAZETTEER, values=options)))


def ends(outcome: Outcome) -> tuple[str, str]:
    claim = claim_of(outcome)
    assert claim.recipient is not None
    return claim.actor.id, claim.recipient.id


def test_names_and_iso_codes_and_names_that_nobody_knows(tmp_path: Path) -> None:
    text = "a;b;day\nFrance;RUS;2019-05-01\nFR;NATO;2019-05\nKorea (Republic of);Hill People;2019\n"
    outcomes = read(tmp_path, text, PLAIN)
    assert [ends(outcome)[0] for outcome in outcomes] == ["kgr:FRA", "kgr:FRA", "kgr:KOR"]
    assert [ends(outcome)[1] for outcome in outcomes[:2]] == ["kgr:RUS", "kgr:nato"]
    claim = claim_of(outcomes[2])
    assert (claim.document, claim.relation, claim.event_type, claim.mode) == (
        "urn:kgraph:dataset:my-ties", "visits", "CONSULT", "visit",
    )  # fmt: skip
    assert [str(claim_of(outcome).date) for outcome in outcomes] == ["2019-05-01", "2019-05", "2019"]
    assert problem_of(read(tmp_path, text, {**PLAIN, "unknown": "no"})[2]).reason == "an actor that no table knows"


def test_pacts_of_cow_with_codes_of_their_time_and_dates_in_columns(tmp_path: Path) -> None:
    rows = [
        "1,345,365,12,4,1945,1948,1",
        "2,200,220,4,4,1949,-8,1",
        "3,200,230,-9,6,1949,,1",
        "4,200,235,1,1,1949,,0",
        "5,999,235,1,1,1949,,1",
    ]
    first, second, third, fourth, fifth = read(tmp_path, "\n".join((PACT_COLUMNS, *rows)), PACTS)
    assert ends(first) == ("kgr:YUG", "kgr:SUN")
    assert [str(claim_of(outcome).date) for outcome in (first, second, third)] == [
        "1945-04-12/1948", "1949-04-04/..", "1949-06/..",
    ]  # fmt: skip
    assert claim_of(first).event_type is None
    assert (problem_of(fourth).fate, problem_of(fourth).reason) == (Fate.DROPPED, "not chosen by the option where")
    assert (problem_of(fifth).reason, problem_of(fifth).value) == ("a code of no state that is known", "999")


def test_namibia_is_not_a_missing_value(tmp_path: Path) -> None:
    options = {**PLAIN, "codes": "iso2"}
    (outcome,) = read(tmp_path, "a,b,day\nNA,ZA,2001\n", options)
    assert ends(outcome) == ("kgr:NAM", "kgr:ZAF")
    assert problem_of(read(tmp_path, "a,b,day\nNA,Peru,2001\n", PLAIN)[0]).reason == "no first actor"


def test_a_symmetric_pair_is_told_once_and_a_directed_one_twice(tmp_path: Path) -> None:
    text = "a,b,day\nPeru,Chile,2001-02-03\nChile,Peru,2001-02-03\nPeru,Chile,2001-02-03\n"
    first, second, third = read(tmp_path, text, PLAIN)
    assert {ends(first), ends(second)} == {("kgr:PER", "kgr:CHL"), ("kgr:CHL", "kgr:PER")}
    assert (problem_of(third).fate, problem_of(third).reason) == (Fate.MERGED, "the row again")
    first, second, third = read(tmp_path, text, {**PLAIN, "relation": "=alliedWith"})
    assert ends(first) == ("kgr:PER", "kgr:CHL")
    assert problem_of(second).reason == "the same pair the other way round"
    assert problem_of(second).expected == "row 2 tells it"


def test_a_column_of_ids_that_are_of_no_single_row(tmp_path: Path) -> None:
    text = "no,a,b,day\n7,Peru,Chile,2001\n7,Peru,Bolivia,2001\n7,Peru,Chile,2001\n"
    first, second, third = read(tmp_path, text, {**PLAIN, "id": "no"})
    assert ends(first) == ("kgr:PER", "kgr:CHL")
    assert (problem_of(second).fate, problem_of(second).reason) == (Fate.MALFORMED, "an id of another row")
    assert problem_of(third).reason == "the row again"


def test_values_of_a_column_as_relations(tmp_path: Path) -> None:
    options = {**PLAIN, "relation": "kind", "relations": "1=alliedWith; 2=rivalOf"}
    first, second, third = read(
        tmp_path, "a,b,day,kind\nPeru,Chile,2001,1\nPeru,Chile,2002,2\nPeru,Chile,2003,3\n", options
    )
    assert [claim_of(outcome).relation for outcome in (first, second)] == ["alliedWith", "rivalOf"]
    assert problem_of(third).reason == "a value that the option relations does not have"


def test_events_and_all_the_other_columns(tmp_path: Path) -> None:
    options = {
        "dataset": "coded", "title": "Coded by hand", "license": "CC BY 4.0", "actor": "Who", "recipient": "To whom",
        "event": "Type", "mode": "Mode", "contexts": "About", "date": "Day", "date-format": "%d.%m.%Y", "id": "No",
        "confidence": "Sure", "place": "Where", "url": "Link", "polarity": "Sign", "keep": "Host lev;Empty",
    }  # fmt: skip
    text = (
        "No\tWho\tTo whom\tType\tMode\tAbout\tDay\tSure\tWhere\tLink\tSign\tHost lev\tEmpty\n"
        "7\tNorway\tSweden\tcooperate\t\tmilitary\t07.12.2017\t0.75\tOslo\thttps://example.org/7\tnegative\t4\tNA\n"
    )
    claim = claim_of(read(tmp_path, text, options)[0])
    assert (claim.relation, claim.contexts, str(claim.date)) == (
        "cooperatesMilitarilyWith",
        ("military",),
        "2017-12-07",
    )
    assert (claim.confidence, claim.polarity) == (0.75, Polarity.NEGATIVE)
    assert claim.place is not None
    assert claim.place.name == "Oslo"
    assert claim.record is not None
    assert (claim.record.id, claim.record.url) == ("7", "https://example.org/7")
    assert dict(claim.record.fields) == {
        "actor": "Norway", "recipient": "Sweden", "event": "cooperate", "hostLev": "4",
    }  # fmt: skip
    (dataset,) = CSV.datasets(ImportOptions(gazetteer=GAZETTEER, values=options))
    assert (dataset.title, dataset.license) == ("Coded by hand", "CC BY 4.0")


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"dataset": ""}, "option dataset"),
        ({"dataset": "My Ties"}, "option dataset"),
        ({"actor": ""}, "option actor"),
        ({"actor": "nobody"}, "no header of this format"),
        ({"relation": "=friendsWith"}, "no relation of the ontology"),
        ({"relations": "1=friendsWith"}, "no relation of the ontology"),
        ({"relations": "alliedWith"}, "option relations"),
        ({"codes": "iso9"}, "option codes"),
        ({"where": "colour=red"}, "no such column"),
        ({"keep": "colour"}, "no such column"),
        ({"unknown": "perhaps"}, "option unknown"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_before_the_first_row(
    tmp_path: Path, change: dict[str, str], match: str
) -> None:
    with pytest.raises(DataError, match=match):
        read(tmp_path, "a,b,day\nPeru,Chile,2001\n", {**PLAIN, **change})


@pytest.mark.parametrize("missing", ["actor", "recipient", "relation", "dataset"])
def test_a_mapping_that_lacks_something_is_refused(tmp_path: Path, missing: str) -> None:
    options = {name: value for name, value in PLAIN.items() if name != missing}
    with pytest.raises(DataError, match=missing):
        read(tmp_path, "a,b,day\nPeru,Chile,2001\n", options)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Peru,Chile,spring 2001,visits,1", "not a date"),
        ("Peru,Chile,2001-02-30,visits,1", "not a date"),
        ("Peru,Chile,2001,befriends,1", "no relation of the ontology"),
        ("Peru,Chile,2001,visits,very", "confidence is no number"),
        ("Peru,Chile,2001,visits,7", "not a confidence"),
        ("Peru,Chile,2001", "a row of too few fields"),
    ],
)
def test_a_malformed_row_costs_itself_alone(tmp_path: Path, row: str, reason: str) -> None:
    options = {**PLAIN, "relation": "how", "confidence": "sure"}
    text = f"a,b,day,how,sure\nPeru,Chile,1999,visits,1\n{row}\nPeru,Chile,2003,visits,1\n"
    first, bad, last = read(tmp_path, text, options)
    assert ends(first) == ends(last) == ("kgr:PER", "kgr:CHL")
    problem = problem_of(bad)
    assert (problem.fate, problem.reason, problem.row) == (Fate.MALFORMED, reason, 3)


FIELD = st.text(st.characters(exclude_characters='\n\r,";\t|', codec="utf-8"))


def test_the_battery_holds(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,day\nPeru,Chile,2001\nPeru,Chile,2001\nPeru,Chile,x\nPeru,Peru,2001\n", encoding="utf-8")
    assert [one.row for one in check_importer(CSV, [path], GAZETTEER, PLAIN)] == [2, 3, 4, 5]


@given(st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=4), st.sampled_from(["name", "iso2", "iso3", "cow"]))
def test_whatever_stands_in_the_fields_no_row_raises_and_ids_are_of_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], codes: str
) -> None:
    path = tmp_path_factory.mktemp("csv")
    text = "\n".join(("a,b,day", *(",".join(row) for row in rows)))
    outcomes = read(path, text, {**PLAIN, "codes": codes})
    again = read(path, text, {**PLAIN, "codes": codes})
    assert outcomes == again
    kept = [outcome for outcome in outcomes if isinstance(outcome, ImportedRow)]
    assert len({claim_of(outcome).id for outcome in kept}) == len(kept)
