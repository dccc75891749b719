"""Votes in the General Assembly: three layouts, who was away has not abstained, pairs of a year."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.model import Claim, Polarity
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome, RowProblem
from kgraph.sources.unga import UN_LIBRARY, UNGA, VOETEN, read_unga
from tests.import_battery import check_importer, problem_of

LIBRARY = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,"
    "subjects,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link"
)
GAZETTEER = load_gazetteer()
STATES = {"FRA": "FRANCE", "PER": "PERU", "NAM": "NAMIBIA"}


def library(roll: int, code: str, vote: str, day: str = "2001-11-05", name: str = "") -> str:
    title = '"A title, with a comma"'
    return f"{roll},{code},{name or STATES.get(code, code)},{vote},{day},56,A/RES/56/{roll},,,,{title},,,1,1,1,0,3,x"


def read(path: Path, files: dict[str, str], **values: str) -> list[Outcome]:
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    values = {"least-votes": "1"} | {name.replace("_", "-"): value for name, value in values.items()}
    return list(read_unga([path / name for name in files], ImportOptions(gazetteer=GAZETTEER, values=values)))


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows, ""))


def pairs(outcomes: list[Outcome]) -> dict[tuple[str, str, str], dict[str, object]]:
    return {
        (claim.actor.id, claim.recipient.id if claim.recipient else "", str(claim.date)): dict(claim.record.fields)
        for claim in claims(outcomes)
        if claim.record is not None
    }


def claims(outcomes: list[Outcome]) -> list[Claim]:
    return [claim for outcome in outcomes if isinstance(outcome, ImportedRow) for claim in outcome.claims]


def test_states_that_vote_alike_in_a_year_vote_with_one_another(tmp_path: Path) -> None:
    votes = {"FRA": "YYN", "PER": "YYN", "NAM": "YAY"}
    rows = [library(roll, code, votes[code][roll - 1]) for roll in (1, 2, 3) for code in votes]
    outcomes = read(tmp_path, {"votes.csv": table(LIBRARY, *rows)})
    assert [outcome.row for outcome in outcomes] == list(range(2, 11))
    assert pairs(outcomes) == {("kgr:FRA", "kgr:PER", "2001"): {"agreement": 1.0, "alike": 1.0, "votes": 3}}
    (claim,) = claims(outcomes)
    assert (claim.document, claim.relation, claim.event_type) == (UN_LIBRARY.iri, "votesWith", None)
    assert claim.record is not None
    assert claim.record.id == "2001/FRA-PER"
    kept = [outcome.row for outcome in outcomes if isinstance(outcome, ImportedRow)]
    assert kept == [8], "at the last vote of the one that comes first"
    assert {problem_of(outcome).fate for outcome in outcomes if outcome.row != 8} == {Fate.MERGED}


def test_pairs_below_the_threshold_are_kept_where_that_is_asked_for(tmp_path: Path) -> None:
    votes = {"FRA": "YYN", "PER": "YYN", "NAM": "YAY"}
    rows = [library(roll, code, votes[code][roll - 1]) for roll in (1, 2, 3) for code in votes]
    outcomes = read(tmp_path, {"votes.csv": table(LIBRARY, *rows)}, below="yes")
    found = pairs(outcomes)
    assert found["kgr:FRA", "kgr:NAM", "2001"] == {"agreement": 0.5, "alike": 0.333333, "votes": 3}
    by_sign = {(claim.actor.id, claim.recipient and claim.recipient.id): claim.polarity for claim in claims(outcomes)}
    assert by_sign["kgr:FRA", "kgr:PER"] is Polarity.POSITIVE
    assert by_sign["kgr:FRA", "kgr:NAM"] is Polarity.NEGATIVE
    assert len(found) == 3
    assert ("kgr:FRA", "kgr:NAM", "2001") in pairs(
        read(tmp_path, {"votes.csv": table(LIBRARY, *rows)}, threshold="0.5")
    )


def test_who_was_away_has_not_abstained(tmp_path: Path) -> None:
    rows = [library(1, "FRA", "A"), library(1, "PER", "X"), library(2, "FRA", "Y"), library(2, "PER", "Y")]
    outcomes = read(tmp_path, {"votes.csv": table(LIBRARY, *rows)})
    assert pairs(outcomes)["kgr:FRA", "kgr:PER", "2001"]["votes"] == 1
    assert (problem_of(outcomes[1]).fate, problem_of(outcomes[1]).reason) == (Fate.DROPPED, "no vote was cast")


def test_years_are_kept_apart_and_few_votes_say_nothing(tmp_path: Path) -> None:
    rows = [
        library(roll, code, "Y", day=day)
        for roll, day in ((1, "2001-11-05"), (2, "2002-01-09"), (3, "2002-10-09"))
        for code in ("PER", "FRA")
    ]
    text = table(LIBRARY, *rows)
    assert [key[2] for key in pairs(read(tmp_path, {"votes.csv": text}))] == ["2001", "2002"]
    assert [key[2] for key in pairs(read(tmp_path, {"votes.csv": text}, least_votes="2"))] == ["2002"]


def test_the_further_column_and_states_of_other_times(tmp_path: Path) -> None:
    header = LIBRARY.replace("subjects,", "subjects,vote_note,")
    rows = [
        library(1, code, "N", "1985-12-01", name).replace(",,,1,1,1", ",,,a note,1,1,1")
        for code, name in (
            ("SUN", "USSR"),
            ("", "GERMAN DEMOCRATIC REPUBLIC"),
            ("YUG", "YUGOSLAVIA"),
            ("QQQ", "TUR\u0130YE"),
        )
    ]
    outcomes = read(tmp_path, {"votes.csv": table(header, *rows)})
    ends = {end for pair in pairs(outcomes) for end in pair[:2]}
    assert ends == {"kgr:SUN", "kgr:DDR", "kgr:YUG"}
    assert problem_of(outcomes[-1]).reason == "a state that is not known"


UNVOTES = table(
    "rcid,country,country_code,vote",
    "3,France,FR,yes", "3,Namibia,NA,yes", "4,France,FR,no", "4,Namibia,NA,no", "4,Yemen People's Republic,YD,absent",
)  # fmt: skip
ROLLS = table(
    "rcid,session,importantvote,date,unres,amend,para,short,descr",
    '3,56,0,2001-11-05,R/56/1,0,0,A TITLE,"TO ADOPT \\"THE TEXT\\", AS A WHOLE"',
    "4,56,0,2001-11-06,R/56/2,0,0,B,plain",
)
ISSUES = table("rcid,short_name,issue", "3,me,Palestinian conflict")


def test_the_layout_of_unvotes_with_its_roll_calls(tmp_path: Path) -> None:
    outcomes = read(tmp_path, {"un_votes.csv": UNVOTES, "un_roll_calls.csv": ROLLS, "un_roll_call_issues.csv": ISSUES})
    assert pairs(outcomes) == {("kgr:FRA", "kgr:NAM", "2001"): {"agreement": 1.0, "alike": 1.0, "votes": 2}}
    assert claims(outcomes)[0].document == VOETEN.iri
    reasons = [problem_of(outcome).reason for outcome in outcomes if isinstance(outcome, RowProblem)]
    assert reasons.count("a roll call, which dates its votes") == 2
    assert reasons.count("an issue of a roll call, which no pair has") == 1
    assert len(outcomes) == 8
    with pytest.raises(DataError, match="votes without dates"):
        read(tmp_path, {"un_votes.csv": UNVOTES})


def test_the_layout_of_voeten_with_cow_codes_and_sessions(tmp_path: Path) -> None:
    text = table("rcid,ccode,session,vote", "9,220,29,1", "9,265,29,1", "9,135,29,8", "9,345,1,1", "9,220,1,1")
    found = pairs(read(tmp_path, {"votes.csv": text}))
    assert list(found) == [("kgr:DDR", "kgr:FRA", "1974-09/1975-09"), ("kgr:FRA", "kgr:YUG", "1946")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (library(1, "PER", "maybe"), "no vote"),
        (library(1, "PER", "Y", day="5 November"), "not a date"),
        (library(1, "PER", "Y").replace("1,PER", ",PER", 1), "no id of a roll call"),
        (library(1, "FRA", "N"), "two votes of one state in one roll call"),
    ],
)
def test_a_malformed_row_costs_itself_alone(tmp_path: Path, row: str, reason: str) -> None:
    rows = [library(1, "FRA", "Y"), row, library(1, "PER", "Y"), library(1, "PER", "Y")]
    outcomes = read(tmp_path, {"votes.csv": table(LIBRARY, *rows)})
    problem = problem_of(outcomes[1])
    assert (problem.fate, problem.reason, problem.row) == (Fate.MALFORMED, reason, 3)
    assert problem_of(outcomes[3]).reason == "the vote again"
    assert list(pairs(outcomes)) == [("kgr:FRA", "kgr:PER", "2001")]


def test_what_is_refused_before_the_first_row(tmp_path: Path) -> None:
    votes = table(LIBRARY, library(1, "FRA", "Y"))
    with pytest.raises(DataError, match="no file of votes"):
        read(tmp_path, {"un_roll_calls.csv": ROLLS})
    with pytest.raises(DataError, match="undl_id, ms_code, ms_vote"):
        read(tmp_path, {"x.csv": "a,b\n1,2\n"})
    with pytest.raises(DataError, match="from two sources"):
        read(tmp_path, {"votes.csv": votes, "un_votes.csv": UNVOTES, "un_roll_calls.csv": ROLLS})
    for values in ({"least_votes": "0"}, {"least_votes": "x"}, {"threshold": "2"}, {"below": "perhaps"}):
        with pytest.raises(DataError, match="option"):
            read(tmp_path, {"votes.csv": votes}, **values)


def test_the_battery_holds(tmp_path: Path) -> None:
    for name, text in (("v.csv", UNVOTES), ("r.csv", ROLLS), ("i.csv", ISSUES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / name for name in ("r.csv", "v.csv", "i.csv")]
    found = check_importer(UNGA, files, GAZETTEER, {"least-votes": "1"})
    assert [one.row for one in found] == [2, 3, 2, 3, 4, 5, 6, 2]


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 6), st.sampled_from(["FRA", "PER", "NAM", "NOR"])), st.sampled_from("YNA"), min_size=1
    ),
)
def test_the_order_of_rows_changes_no_pair(
    tmp_path_factory: pytest.TempPathFactory, votes: dict[tuple[int, str], str]
) -> None:
    rows = [library(roll, code, how) for (roll, code), how in votes.items()]
    path = tmp_path_factory.mktemp("unga")
    found = pairs(read(path, {"votes.csv": table(LIBRARY, *rows)}, below="yes"))
    assert found == pairs(read(path, {"votes.csv": table(LIBRARY, *sorted(rows, reverse=True))}, below="yes"))
    for first, second in combinations(["FRA", "NAM", "NOR", "PER"], 2):
        both = [
            (votes[roll, first], votes[roll, second])
            for roll in range(1, 7)
            if (roll, first) in votes and (roll, second) in votes
        ]
        fields = found.get((f"kgr:{first}", f"kgr:{second}", "2001"))
        assert (fields is None) == (not both)
        if fields is not None:
            share = sum(1 if a == b else 0.5 if "A" in (a, b) else 0 for a, b in both) / len(both)
            assert fields == {
                "agreement": round(share, 6),
                "alike": round(sum(a == b for a, b in both) / len(both), 6),
                "votes": len(both),
            }
