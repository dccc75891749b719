"""The trade register of SIPRI in its layouts: lines before the header, columns without a name, doubts, stars."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError
from kgraph.model import Claim, Modality
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome
from kgraph.sources.sipri import SIPRI, TRADE_REGISTER, read_sipri
from tests.import_battery import check_importer, claims_of, problem_of

HEADER = (
    "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
PREAMBLE = "".join(f'"Line {number} of what stands before, the terms; Supplier, Recipient"\n' for number in range(11))
GAZETTEER = load_gazetteer()


def line(
    recipient: str = "Peru", supplier: str = "Sweden", ordered: str = "2018", delivered: str = "2",
    years: str = "2019", **more: str,
) -> str:  # fmt: skip
    doubt = more.get("doubt", "")
    cells = [recipient, supplier, ordered, "", more.get("number", "4"), doubt, more.get("weapon", "Gripen-X")]
    cells += ["FGA aircraft", delivered, "", years, "New", more.get("comment", ""), "20", "80", more.get("tiv", "40")]
    return ",".join(f'"{cell}"' if "," in cell or '"' in cell else cell for cell in cells)


def read(path: Path, *lines: str, header: str = HEADER, encoding: str = "latin-1", **values: str) -> list[Outcome]:
    file = path / "trade-register.csv"
    file.write_bytes((PREAMBLE + "\n".join((header, *lines, ""))).encode(encoding))
    return list(read_sipri([file], ImportOptions(gazetteer=GAZETTEER, values=values)))


def fields_of(claim: Claim) -> dict[str, str | int | float]:
    assert claim.record is not None
    return dict(claim.record.fields)


def test_a_delivery_is_a_claim_of_its_year(tmp_path: Path) -> None:
    (outcome,) = read(tmp_path, line())
    assert isinstance(outcome, ImportedRow)
    assert outcome.row == 13
    (claim,) = outcome.claims
    assert (claim.document, claim.relation, claim.event_type) == (TRADE_REGISTER.iri, "suppliesArmsTo", "COOPERATE")
    assert (claim.actor.id, claim.recipient and claim.recipient.id) == ("kgr:SWE", "kgr:PER")
    assert (str(claim.date), claim.confidence, claim.modality) == ("2019", 0.95, Modality.ASSERTED)
    fields = fields_of(claim)
    assert (fields["weapon"], fields["ordered"], fields["delivered"], fields["tivDelivered"]) == (
        "Gripen-X", "2018", 2.0, 40.0,
    )  # fmt: skip


def test_several_years_are_several_claims_and_none_has_the_sum_of_all(tmp_path: Path) -> None:
    claims = claims_of(read(tmp_path, line(years="2019; 2021; 2020"))[0])
    assert [str(claim.date) for claim in claims] == ["2019", "2020", "2021"]
    assert len({claim.id for claim in claims}) == 3
    for claim in claims:
        fields = fields_of(claim)
        assert "tivDelivered" not in fields
        assert (fields["tivDeliveredInAll"], fields["deliveredInAll"], fields["tivOrder"]) == (40.0, 2.0, 80.0)
    assert [str(claim.date) for claim in claims_of(read(tmp_path, line(years="2019-2021"))[0])] == [
        "2019", "2020", "2021",
    ]  # fmt: skip


def test_an_order_without_a_delivery_is_planned(tmp_path: Path) -> None:
    order = line(delivered="", years="", tiv="")
    (claim,) = claims_of(read(tmp_path, order)[0])
    assert (str(claim.date), claim.modality) == ("2018", Modality.PLANNED)
    problem = problem_of(read(tmp_path, order, orders="no")[0])
    assert (problem.fate, problem.reason) == (Fate.DROPPED, "an order of which nothing was delivered")


@pytest.mark.parametrize("given", [{"doubt": "?"}, {"ordered": "(2018)"}, {"ordered": "2018?"}, {"years": "2019?"}])
def test_a_question_mark_lowers_the_confidence(tmp_path: Path, given: dict[str, str]) -> None:
    (outcome,) = read(tmp_path, line(**given), doubtful="0.6")
    assert isinstance(outcome, ImportedRow)
    assert outcome.claims[0].confidence == 0.6
    assert outcome.notes == ("a question mark in the register",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Soviet Union", ("kgr:SUN", "SUN", None)),
        ("East Germany (GDR)", ("kgr:DDR", "DDR", None)),
        ("Cote d'Ivoire", ("kgr:CIV", "CIV", None)),
        ("Turkiye", ("kgr:TUR", "TUR", None)),
        ("T\u00fcrkiye", ("kgr:TUR", "TUR", None)),
        ("DR Congo", ("kgr:COD", "COD", None)),
        ("Congo", ("kgr:COG", "COG", None)),
        ("Hezbollah (Lebanon)*", ("kgr:hezbollah", "LBN", "REB")),
        ("NATO**", ("kgr:nato", None, "IGO")),
    ],
)
def test_names_of_states_and_of_others(tmp_path: Path, name: str, expected: tuple[str, str | None, str | None]) -> None:
    (claim,) = claims_of(read(tmp_path, line(recipient=name))[0])
    end = claim.recipient
    assert end is not None
    assert (end.id, end.state, end.sector) == expected


def test_a_group_that_no_table_knows_keeps_its_state_and_is_not_it(tmp_path: Path) -> None:
    (claim,) = claims_of(read(tmp_path, line(recipient="Council of the Hills (Libya)*"))[0])
    end = claim.recipient
    assert end is not None
    assert (end.name, end.state, end.sector, end.rollup) == ("Council of the Hills (Libya)", "LBY", "REB", end.id)
    (claim,) = claims_of(read(tmp_path, line(recipient="Syria rebels*"))[0])
    assert claim.recipient is not None
    assert claim.recipient.id.startswith("urn:kgraph:actor:syria-rebels")


def test_layouts_of_later_exports(tmp_path: Path) -> None:
    header = HEADER.replace("Number delivered,,", "Deliveries in the Year Range, ,").replace("order,,", "order, ,")
    (claim,) = claims_of(read(tmp_path, line(doubt="?"), header=header)[0])
    assert (fields_of(claim)["delivered"], claim.confidence) == (2.0, 0.7)
    header = (
        "Supplier;Recipient;Designation;Description;Order date;Order date is estimate;Numbers ordered;"
        "Delivery year;Delivery year is estimate;Numbers delivered;TIV deal;TIV delivery values;Local production"
    )
    rows = [
        f"Sweden;Peru;Gripen-X;FGA aircraft;2018;No;4;{year};{doubt};1;80;20.5;No"
        for year, doubt in ((2019, "No"), (2020, "Yes"))
    ]
    claims = [claims_of(outcome)[0] for outcome in read(tmp_path, *rows, header=header, encoding="utf-8-sig")]
    assert [(str(claim.date), claim.confidence) for claim in claims] == [("2019", 0.95), ("2020", 0.7)]
    assert [fields_of(claim)["tivDelivered"] for claim in claims] == [20.5, 20.5]
    first, second = (claim.record.id for claim in claims if claim.record is not None)
    assert first.partition("/")[0] == second.partition("/")[0]


def test_a_row_again_is_merged_and_like_orders_are_numbered(tmp_path: Path) -> None:
    first, again, other = read(tmp_path, line(), line(), line(comment="Another order, of the air force"))
    assert (problem_of(again).fate, problem_of(again).reason) == (Fate.MERGED, "the row again")
    assert len({claim.id for outcome in (first, other) for claim in claims_of(outcome)}) == 2


@pytest.mark.parametrize(
    ("given", "fate", "reason"),
    [
        ({"supplier": "unknown supplier(s)"}, Fate.DROPPED, "supplier unknown"),
        ({"recipient": "unknown recipient(s)"}, Fate.DROPPED, "recipient unknown"),
        ({"recipient": "Sweden"}, Fate.DROPPED, "an actor with itself"),
        ({"recipient": ""}, Fate.MALFORMED, "no recipient"),
        ({"ordered": "soon"}, Fate.MALFORMED, "no year ordered"),
        ({"years": "2019; later"}, Fate.MALFORMED, "no year of delivery"),
        ({"years": "2019-1990"}, Fate.MALFORMED, "no span of years"),
        ({"years": "", "delivered": "3"}, Fate.MALFORMED, "deliveries without a year"),
        ({"tiv": "many"}, Fate.MALFORMED, "tivDelivered is no number"),
    ],
)
def test_a_row_that_makes_no_claim_costs_itself_alone(
    tmp_path: Path, given: dict[str, str], fate: Fate, reason: str
) -> None:
    first, bad, last = read(tmp_path, line(), line(**given), line(weapon="Other"))
    assert len(claims_of(first)) == len(claims_of(last)) == 1
    problem = problem_of(bad)
    assert (problem.fate, problem.reason, problem.row) == (fate, reason, 14)


def test_commas_quotes_and_a_quote_that_never_closes(tmp_path: Path) -> None:
    good = line(comment='For the "Blue" force, coast guard').replace('"Blue"', '""Blue""')
    broken = line(weapon="Z-1", comment="").replace(",New,,", ',New,"never closed,')
    first, bad, last = read(tmp_path, good, broken, line(weapon="Y-2"))
    assert fields_of(claims_of(first)[0])["comment"] == 'For the "Blue" force, coast guard'
    assert fields_of(claims_of(bad)[0])["comment"] == '"never closed'
    assert fields_of(claims_of(last)[0])["weapon"] == "Y-2"


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"Recipient, Supplier, Year of order"):
        read(tmp_path, "x,2", header="Country,Value")


def test_the_battery_holds(tmp_path: Path) -> None:
    path = tmp_path / "trade-register.csv"
    rows = [line(), line(), line(years="2019; 2020"), line(years="soon"), line(years="", delivered=""), "short"]
    path.write_bytes((PREAMBLE + "\n".join((HEADER, *rows))).encode("latin-1"))
    found = check_importer(SIPRI, [path], GAZETTEER)
    assert [one.row for one in found] == [13, 14, 15, 16, 17, 18]


@given(st.dictionaries(st.sampled_from(["recipient", "supplier", "ordered", "delivered", "years", "tiv"]), st.text()))
def test_whatever_stands_in_the_fields_no_row_raises(
    tmp_path_factory: pytest.TempPathFactory, given: dict[str, str]
) -> None:
    given = {name: text.replace("\n", " ").replace("\r", " ") for name, text in given.items()}
    outcomes = read(tmp_path_factory.mktemp("sipri"), line(**given), line(weapon="Z-9"), encoding="utf-8")
    assert fields_of(claims_of(outcomes[-1])[0])["weapon"] == "Z-9"
