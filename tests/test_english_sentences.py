"""Sentences of news by one hand, each with all that `english` reads in it: a table, `english_sentences.csv`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from generate.codebook import readings
from kgraph.discourse import resolve
from kgraph.extract import extractor
from kgraph.model import Document

with (Path(__file__).parent / "english_sentences.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['sentence'][:40]}")
def test_a_sentence_is_read_as_the_table_says(row: dict[str, str]) -> None:
    assert list(readings([row["sentence"]])) == [row["read"]]


def test_no_sentence_stands_twice_and_every_kind_has_some() -> None:
    assert len({row["sentence"] for row in ROWS}) == len(ROWS) > 140
    kinds = [row["kind"] for row in ROWS]
    assert min(kinds.count(kind) for kind in set(kinds)) > 3


@pytest.mark.parametrize(
    ("text", "relation", "chain"),
    [
        ("India rejected Pakistan's claim that it shot down three Indian jets.", "attacks", ["Pakistan"]),
        ("Moscow dismissed reports that Russia had bombed Georgia.", "bombs", ["Russia"]),
        ("Kabul disputes that Afghan forces fired on Pakistan.", "attacks", ["Afghanistan"]),
        ("Venezuela denied claims by Guyana that its navy had entered Guyanese waters.", "coerces", ["Guyana"]),
        ("Turkey's claim that Greece shelled Cyprus is a lie.", "shells", ["Turkey"]),
        ("There is no evidence that Iran attacked Iraq.", "attacks", []),
    ],
)
def test_what_is_disputed_is_said_by_whoever_claims_or_denies_it(text: str, relation: str, chain: list[str]) -> None:
    claims = extractor("english")(Document(text=text, published="2024-06-19"))
    [claim] = [claim for claim in claims if claim.relation == relation]
    assert [source.name for source in claim.attribution] == chain


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The French president met the German chancellor.", ["kgr:FRA-GOV", "kgr:DEU-GOV"]),
        ("The UN secretary-general condemned Syria.", ["kgr:united-nations", "kgr:SYR"]),
        ("French President Emmanuel Macron met Olaf Scholz.", ["kgr:emmanuel-macron", "kgr:olaf-scholz"]),
    ],
)
def test_without_a_date_an_office_is_its_state_or_body(text: str, ids: list[str]) -> None:
    found = resolve(Document(text=text))
    meant = [reference.actors[0].id for reference in found.references]
    assert [one for one in meant if one in ids] == ids
    assert not {"kgr:friedrich-merz", "kgr:antonio-guterres"} & set(meant)
