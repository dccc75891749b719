"""The labelled sentences of political events keep their form, and the test part is no copy of the rest."""

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from kgraph.model import Modality, Polarity
from kgraph.ontology import CONTEXTS, EVENT_TYPES, MODES

FOLDER = Path(__file__).resolve().parents[1] / "data" / "training" / "events"
TABLES = sorted(FOLDER.glob("hand*.tsv"))
TEST_PART = {"hand03", "hand09", "hand13"}
HEADER = "type\tmode\tcontexts\tmodality\tpolarity\tstyle\tsentence"
STYLES = {"wire", "speech", "report", "headline", "analysis"}
MODALITIES = set(Modality) - {Modality.REPORTED}
MARK = re.compile(r"</?[ar]>")
every_table = pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)


class Row(NamedTuple):
    type: str
    mode: str
    contexts: str
    modality: str
    polarity: str
    style: str
    sentence: str

    @property
    def words(self) -> str:
        return MARK.sub("", self.sentence)


def rows_of(path: Path) -> list[Row]:
    return [Row(*line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Row]]:
    return {path.stem: rows_of(path) for path in TABLES}


@pytest.fixture(scope="module")
def rows(tables: dict[str, list[Row]]) -> list[Row]:
    return [row for table in tables.values() for row in table]


@every_table
def test_a_table_is_clean_text_with_a_header_and_seven_columns(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    lines = text.split("\n")
    assert "\r" not in text
    assert lines[0] == HEADER
    assert lines[-1] == ""
    for line in lines[1:-1]:
        columns = line.split("\t")
        assert len(columns) == 7, line
        assert columns == [" ".join(column.split()) for column in columns], line


@every_table
def test_types_and_modes_are_the_ontology_s(path: Path) -> None:
    for row in rows_of(path):
        assert row.type == "NONE" or row.type in EVENT_TYPES, row
        assert not row.mode or (row.type, row.mode) in MODES, row


@every_table
def test_contexts_are_the_ontology_s_and_at_most_three(path: Path) -> None:
    for row in rows_of(path):
        contexts = row.contexts.split(",") if row.contexts else []
        assert len(contexts) == len(set(contexts)) <= 3, row
        assert set(contexts) <= set(CONTEXTS), row


@every_table
def test_modality_polarity_and_style_are_known_words(path: Path) -> None:
    for row in rows_of(path):
        assert row.modality in MODALITIES, row
        assert row.polarity in set(Polarity), row
        assert row.style in STYLES, row


@every_table
def test_modality_follows_the_manual(path: Path) -> None:
    for row in rows_of(path):
        assert row.type != "AGREE" or row.modality != "asserted", row
        assert row.type not in ("REQUEST", "THREATEN") or row.modality != "planned", row
        assert row.type != "NONE" or (row.modality, row.polarity) == ("asserted", "positive"), row
        assert row.modality != "denied" or row.polarity == "positive", row


@every_table
def test_a_sentence_marks_one_actor_and_one_recipient(path: Path) -> None:
    for row in rows_of(path):
        assert len(re.findall(r"<a>[^<>\s][^<>]*</a>", row.sentence)) == 1, row
        assert len(re.findall(r"<r>[^<>\s][^<>]*</r>", row.sentence)) == 1, row
        assert len(MARK.findall(row.sentence)) == 4, row
        assert not set("<>") & set(row.words), row


def test_no_marked_sentence_stands_twice(rows: list[Row]) -> None:
    assert [sentence for sentence, count in Counter(row.sentence for row in rows).items() if count > 1] == []


def test_no_sentence_stands_in_two_tables(tables: dict[str, list[Row]]) -> None:
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for name, table in tables.items():
        for row in table:
            homes[row.words.casefold()].add(name)
    assert [words for words, names in homes.items() if len(names) > 1] == []


def test_there_are_enough_sentences_and_every_label_occurs(rows: list[Row]) -> None:
    assert len({row.words for row in rows}) >= 8_000
    assert {row.type for row in rows} == {*EVENT_TYPES, "NONE"}
    assert {context for row in rows for context in row.contexts.split(",") if context} == set(CONTEXTS)
    assert {(row.type, row.mode) for row in rows if row.mode} == set(MODES)


def test_both_parts_hold_every_type(tables: dict[str, list[Row]]) -> None:
    assert tables.keys() > TEST_PART
    for names in (TEST_PART, tables.keys() - TEST_PART):
        assert {row.type for name in names for row in tables[name]} == {*EVENT_TYPES, "NONE"}


def runs_of_five(words: str) -> set[tuple[str, ...]]:
    tokens = re.findall(r"\w+", words.casefold())
    return {tuple(tokens[start : start + 5]) for start in range(len(tokens) - 4)}


def test_the_test_part_holds_no_near_copy_of_the_rest(tables: dict[str, list[Row]]) -> None:
    places: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for name in tables.keys() - TEST_PART:
        for words in {row.words for row in tables[name]}:
            for run in runs_of_five(words):
                places[run].add(words)
    copies = []
    for words in {row.words for name in TEST_PART for row in tables[name]}:
        runs = runs_of_five(words)
        shared = Counter(other for run in runs for other in places.get(run, ()))
        copies += [
            (words, other) for other, count in shared.items() if count >= 0.5 * min(len(runs), len(runs_of_five(other)))
        ]
    assert copies == []


def test_the_datasheet_counts_what_is_there(tables: dict[str, list[Row]], rows: list[Row]) -> None:
    sheet = (FOLDER / "DATASHEET.md").read_text(encoding="utf-8")
    assert f"{len(rows):,} rows on {len({row.words for row in rows}):,} distinct sentences" in " ".join(sheet.split())
    for name, count in Counter(row.type for row in rows).items():
        tested = sum(row.type == name for table in TEST_PART for row in tables[table])
        assert f"| {name} | {count} | {count - tested} | {tested} |" in sheet
    for name, table in tables.items():
        part = "test" if name in TEST_PART else "training"
        assert f"| `{name}.tsv` | {len(table)} | {len({row.words for row in table})} | {part} |" in sheet
    for context, count in Counter(context for row in rows for context in row.contexts.split(",") if context).items():
        assert re.search(rf"\b{context} {count}\b", sheet), context
