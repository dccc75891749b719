"""Tables as they come: what CSV allows comes in as it was written, what it does not costs the row alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.sources import Fate, RowProblem
from kgraph.sources.delimited import NOT_UTF8, SURPLUS_TABS, Layout, Table, TableRow
from kgraph.sources.naming import forms_of, key_of, naming_of
from kgraph.sources.rows import day_of, number_of

LAYOUT = Layout(columns={"one": ["One"], "two": ["Two", "2"], "three": ["Three"]}, required=["one", "two"])
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029")).map(str.strip)


def rows_of(path: Path, data: bytes | str, layout: Layout = LAYOUT) -> list[TableRow | RowProblem]:
    file = path / "table.csv"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(Table(file, layout))


def cells_of(row: TableRow | RowProblem) -> list[str]:
    assert isinstance(row, TableRow), row
    return [row.get(name) or "" for name in ("one", "two", "three")]


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), st.sampled_from(",;|"))
@example([['say "a, b"', "two\nlines", 'a "quote'], ["x", "y", "z"]], ",")
def test_what_csv_allows_comes_in_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["One", "Two", "Three"], *rows])
    found = rows_of(tmp_path_factory.mktemp("csv"), text.getvalue())
    assert [cells_of(row) for row in found] == [row for row in rows if any(row)]


def test_rows_tell_the_line_they_begin_on(tmp_path: Path) -> None:
    found = rows_of(tmp_path, 'A title\n\nOne,Two,Three\n"a\nb",c,d\n\nx,y,z\nshort,row\n')
    assert [row.row for row in found] == [4, 7, 8]
    problem = found[-1]
    assert isinstance(problem, RowProblem)
    assert (problem.fate, problem.value, problem.expected) == (Fate.MALFORMED, 2, "3 fields")


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('a,"b ""c"" d",e', ["a", 'b "c" d', "e"]),
        ('a,"b \\"c\\", d",e', ["a", 'b "c", d', "e"]),
        ('a,5" gun,e', ["a", '5" gun', "e"]),
        ('a,"open,e', ["a", '"open', "e"]),
        ('a,"x" y,e', ["a", '"x" y', "e"]),
    ],
)
def test_quotes_in_whatever_manner_and_the_row_behind_them(tmp_path: Path, line: str, cells: list[str]) -> None:
    first, second = rows_of(tmp_path, f"One,Two,Three\n{line}\nx,y,z\n")
    assert (cells_of(first), cells_of(second)) == (cells, ["x", "y", "z"])


def test_columns_go_by_any_of_their_names_and_blank_ones_by_the_one_before(tmp_path: Path) -> None:
    layout = Layout(columns={"one": ["One"], "doubt": ["One?"], "two": ["Two", "2"]}, required=["one", "doubt", "two"])
    (row,) = rows_of(tmp_path, "\ufeff ONE\t\t2\tMore\n 1 \t?\t3\t4\n", layout)
    assert isinstance(row, TableRow)
    assert (dict(row.fields), row.all["More"]) == ({"one": "1", "doubt": "?", "two": "3"}, "4")


def test_notes_of_bytes_and_of_fields_too_many(tmp_path: Path) -> None:
    first, second, third = rows_of(tmp_path, b"One,Two,Three\n\xe9,b,c\na,b,c,,\na,b,c,,x\n")
    assert isinstance(first, TableRow)
    assert isinstance(second, TableRow)
    assert (cells_of(first)[0], first.notes, second.notes) == ("\u00e9", (NOT_UTF8,), (SURPLUS_TABS,))
    assert isinstance(third, RowProblem)
    assert third.reason == "a row of too many fields"


def test_a_header_that_is_too_far_down_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no header of this format"):
        rows_of(tmp_path, "\n" * 100 + "One,Two,Three\na,b,c\n")
    with pytest.raises(DataError, match="no header of this format"):
        rows_of(tmp_path, b"")
    with pytest.raises(DataError, match="cannot be read"):
        Table(tmp_path, LAYOUT)


@pytest.mark.parametrize(
    "text", ["2019-13-01", "2019-02-30", "20190230", "19-1-1", "2019-01", "", "2019-01-01x", "\u0662019-01-01"]
)
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(DataError, match="not a date"):
        day_of(text)


@pytest.mark.parametrize("text", ["", "1,5", "1e99999", "nan", "inf", "\u0661", "--1", "1,2345", "0x1"])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises(DataError, match="no number"):
        number_of(text, "size")


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_forms_and_is_looked_up(text: str) -> None:
    naming = naming_of(load_gazetteer())
    assert key_of(key_of(text)) == key_of(text)
    assert next(iter(forms_of(text))) == text
    bare, state = naming.placed(text)
    assert state is None or bare in text
    found = naming.state(text)
    assert found is None or found.id.startswith("kgr:")


def test_codes_mean_the_state_of_their_time() -> None:
    naming = naming_of(load_gazetteer())

    def state(scheme: str, code: str, on: str | None = None) -> str | None:
        found = naming.by_code(scheme, code, on)
        return None if found is None else found.id

    assert [state("cow", "345", on) for on in ("1950", "2004-01-01", "2010", None)] == [
        "kgr:YUG", "kgr:SCG", "kgr:SRB", "kgr:SRB",
    ]  # fmt: skip
    assert [state("cow", "365", on) for on in ("1980", "1995")] == ["kgr:SUN", "kgr:RUS"]
    assert (state("cow", "260"), state("gw", "255"), state("cow", "002")) == ("kgr:DEU", "kgr:DEU", "kgr:USA")
    assert (state("fips", "RS"), state("iso2", "RS"), state("cow", "1")) == ("kgr:RUS", "kgr:SRB", None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Iran (Persia)", "kgr:IRN"),
        ("Macedonia (Former Yugoslav Republic of)", "kgr:MKD"),
        ("Congo, Democratic Republic of the", "kgr:COD"),
        ("THE BAHAMAS", "kgr:BHS"),
        ("Trinidad & Tobago", "kgr:TTO"),
        ("Syria (rebels)", None),
        ("Hezbollah (Lebanon)", None),
        ("", None),
        ("()", None),
    ],
)
def test_names_of_states_in_the_forms_of_data_sets(name: str, expected: str | None) -> None:
    found = naming_of(load_gazetteer()).state(name)
    assert (None if found is None else found.id) == expected
