"""The codebook of relations: its page is what the ontology says, its sentences are read as it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generate.codebook import EXAMPLES, PUBLISHED, TARGET, Example, examples, page, read_anew, readings, table
from kgraph.actors import load_gazetteer
from kgraph.ontology import CONTEXTS, EVENT_TYPES, RELATIONS, expand

ROOT = Path(__file__).parent.parent
ROWS = examples(EXAMPLES.read_text("utf-8"))
PAGE = TARGET.read_text("utf-8")
UNREAD: set[str] = set()
"""Relations that no sentence is read as: whoever mends one takes it out here."""


def test_the_page_is_what_the_generator_writes() -> None:
    command = [sys.executable, "-m", "generate.codebook", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_stale_page_is_noticed() -> None:
    fewer = [row for row in ROWS if row.relation != "visits"]
    assert page(fewer) != PAGE
    assert page(ROWS) == PAGE


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.relation}: {row.sentence[:30]}")
def test_a_sentence_is_read_as_the_table_says(row: Example) -> None:
    assert list(readings([row.sentence])) == [row.read], "run: python generate/codebook.py --read"


def test_every_relation_has_a_sentence_and_few_are_never_read() -> None:
    assert {row.relation for row in ROWS} == RELATIONS.keys()
    assert RELATIONS.keys() - {row.relation for row in ROWS if row.is_read} == UNREAD


def test_known_failures_are_told() -> None:
    failures = [row for row in ROWS if not row.is_read]
    assert failures
    assert PAGE.count("- known failure: ") == len(failures)
    assert f"{len(failures)} of the {len(ROWS)} sentences" in PAGE
    for row in failures:
        assert row.means not in row.read.split("; ")
        assert f"“{row.sentence}” tells `{row.means}`" in PAGE


def test_whoever_is_meant_is_known() -> None:
    known = load_gazetteer()
    for row in ROWS:
        for end in (row.actor, row.recipient):
            assert known.get(end) is not None, end


def test_each_sentence_stands_once_and_the_table_is_in_order() -> None:
    assert len({row.sentence for row in ROWS}) == len(ROWS)
    assert table(ROWS) == EXAMPLES.read_text("utf-8")
    places = [list(RELATIONS).index(row.relation) for row in ROWS]
    assert places == sorted(places)


def test_the_page_has_every_relation_type_and_context() -> None:
    for name, relation in RELATIONS.items():
        _, _, rest = PAGE.partition(f"### {name}\n")
        entry = rest.partition("\n#")[0]
        assert f"*{relation.label}.* {relation.definition}" in entry
        assert f"<{expand(f'kg:{name}')}>" in entry
        sign = f"{relation.sign:+d}" if relation.sign else "0"
        direction = "symmetric" if relation.symmetric else "from actor to recipient"
        assert f"- sign {sign}, {direction}, {'lasting' if relation.lasting else 'an event'}" in entry
        assert f"CAMEO: {', '.join(relation.cameo) or 'none'}\n" in entry
        assert relation.parent is None or f"a kind of [{relation.parent}](#{relation.parent.lower()})" in entry
    assert [line for line in PAGE.splitlines() if line.startswith("## ")] == [
        "## Ties that last",
        *(f"## {name}" for name in EVENT_TYPES),
        "## Contexts",
    ]
    assert all(f"- `{name}`: " in PAGE for name in CONTEXTS)


def test_a_symmetric_relation_may_be_read_either_way_round() -> None:
    row = Example("meetsWith", "kgr:CHN", "kgr:RUS", "kgr:RUS meetsWith kgr:CHN; kgr:RUS visits kgr:CHN", "a")
    assert (row.is_read, row.beside) == (True, ["kgr:RUS visits kgr:CHN"])
    row = Example("visits", "kgr:CHN", "kgr:RUS", "kgr:RUS visits kgr:CHN", "a")
    assert (row.is_read, row.beside) == (False, ["kgr:RUS visits kgr:CHN"])


def test_reading_anew_fills_in_what_is_read_and_sorts() -> None:
    fresh = [
        Example("rejects", "kgr:ETH", "kgr:EGY", "", "Ethiopia rejected Egypt's proposal on the dam."),
        Example("condemns", "kgr:IRN", "kgr:CAN", "", "The weather was fine."),
        Example("condemns", "kgr:IRN", "kgr:CAN", "", "Iran condemned Canada on Monday."),
    ]
    assert [(row.relation, row.read) for row in read_anew(fresh)] == [
        ("condemns", "kgr:IRN condemns kgr:CAN"),
        ("condemns", "nothing"),
        ("rejects", "kgr:ETH rejects kgr:EGY"),
    ]
    assert PUBLISHED in PAGE


def test_a_relation_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="no relations: condems"):
        examples("relation,actor,recipient,read,sentence\ncondems,kgr:IRN,kgr:CAN,nothing,Iran slept.\n")
