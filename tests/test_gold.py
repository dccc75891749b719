"""Files of gold: the two formats, the errors, and where the sentences stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.errors import DataError, UnknownNameError
from kgraph.evaluate import evaluate_gold, place, read_gold
from tests.test_eval import ACCUSED, ACCUSES, ALL, ARTICLE, DENIED, DENIES, EMPTY, MEETS, TEXT, write

SEED_LINE: dict[str, object] = {
    "kind": "relation",
    "id": "R06",
    "tier": "core",
    "plover": "AGREE",
    "mode": None,
    "context": ["military"],
    "source": {"id": "person:ZhangYouxia", "name": "Zhang Youxia", "state": "CHN"},
    "source_state": "CHN",
    "target": {"id": "iso3:RUS", "name": "Russia"},
    "target_state": "RUS",
    "quad": "verbal-cooperation",
    "accept_also": ["source iso3:CHN", "SUPPORT", "actor list, no recipient"],
    "symmetric": False,
    "date": "2017-12-07",
    "date_precision": "approx",
    "modality": "asserted",
    "polarity": "positive",
    "attribution": ["Xinhua"],
    "evidence": "Zhang  agrees.",
    "start": 10,
    "end": 24,
    "note": "",
    "tense": "past",
}


def test_the_seed_format_is_read(tmp_path: Path) -> None:
    role = {"kind": "role", "person": "person:VladimirPutin"}
    gold = read_gold(write(tmp_path, SEED_LINE, role, SEED_LINE | {"id": "R07", "tier": "stance"}))
    assert gold.problems == ()
    first, second = gold.relations
    assert (first.types, first.tier, second.tier) == ({"AGREE", "SUPPORT"}, "core", "optional")
    assert [actor.name for actor in first.actors] == ["Zhang Youxia", "kgr:CHN"]
    assert (first.start, first.attribution, str(first.date)) == (10, ("Xinhua",), "2017-12-07")


BAD = [
    ("{", "not JSON"),
    ("[]", "not gold: [] (expected a JSON object)"),
    ({"kind": "story"}, "not a kind of gold: 'story' (expected relation, sentence, article)"),
    (ACCUSES | {"type": "ACUSE"}, "unknown event type 'ACUSE'; did you mean 'ACCUSE'?"),
    (ACCUSES | {"type": None}, "a relation without 'type' (expected one of ACCUSE, AGREE"),
    (ACCUSES | {"mode": "dance"}, "'dance'"),
    (ACCUSES | {"contexts": ["marital"]}, "'marital'"),
    (ACCUSES | {"date": "Monday"}, "not a date: 'Monday' (expected YYYY, YYYY-MM or YYYY-MM-DD)"),
    (ACCUSES | {"date_precision": "month"}, "a date_precision that is not the date's: 'month' (expected day or approx"),
    (ACCUSES | {"date_precision": "week"}, "not a date_precision: 'week'"),
    (ACCUSES | {"modality": "surely"}, "'modality' of gold: 'surely' (expected asserted, reported"),
    (ACCUSES | {"polarity": True}, "'polarity' of gold: True (expected positive, negative)"),
    (ACCUSES | {"actor": " "}, "'actor' of a relation: ' ' (expected a name, or an object with a name)"),
    (ACCUSES | {"actor": {"state": "FRA"}}, "gold without 'name'"),
    (ACCUSES | {"actor": {"name": "France", "state": "France"}}, "not a state: 'France'"),
    (ACCUSES | {"actor": {"name": "France", "sector": "government"}}, "not a sector: 'government'"),
    (ACCUSES | {"attribution": "Xinhua"}, "'attribution' of gold: 'Xinhua' (expected a list of strings)"),
    (ACCUSES | {"actor_also": "Germany"}, "actor_also of a relation: 'Germany' (expected a list of actors)"),
    (ACCUSES | {"sentence": None}, "gold without 'sentence'"),
    (ACCUSES | {"start": -1}, "'start' of gold: -1 (expected a whole number from 0)"),
    (ACCUSES | {"symmetric": "yes"}, "'symmetric' of gold: 'yes' (expected true or false)"),
    (ACCUSES | {"recipent": "Iran"}, "an unknown key: 'recipent'"),
    (ACCUSES | {"id": "G2"}, "an id that another line has: 'G2'"),
    (ACCUSES | {"actor": "\ud800"}, "actor"),
    (ACCUSES | {"sentence": "\ud800"}, "sentence"),
    (EMPTY | {"type": "ACCUSE"}, "an unknown key: 'type'"),
    (ARTICLE | {"published": "June"}, "not a day: 'June' (expected YYYY-MM-DD)"),
    (ARTICLE | {"file": "a.txt"}, "an article with both a file and a text"),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_told_with_its_place_and_the_rest_is_read(
    tmp_path: Path, line: dict[str, object] | str, message: str
) -> None:
    file = write(tmp_path, MEETS, line, DENIES)
    gold = read_gold(file)
    assert [relation.id for relation in gold.relations] == ["G2", "G3"]
    [problem] = gold.problems
    assert str(problem).startswith(f"{file}:2: ")
    assert message in str(problem)


def test_an_article_is_said_once(tmp_path: Path) -> None:
    assert "an id that another line has: 'a1'" in str(read_gold(write(tmp_path, *ALL, ARTICLE)).problems[0])


def test_files_that_are_no_gold(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no-such\.jsonl: cannot be read"):
        read_gold(tmp_path / "no-such.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"kind": "caf\xe9"}')
    with pytest.raises(DataError, match="not UTF-8"):
        read_gold(tmp_path / "latin.jsonl")
    with pytest.raises(DataError, match=r"no gold that could be used; the first problem: .*not JSON"):
        evaluate_gold([write(tmp_path, "{")])
    with pytest.raises(UnknownNameError, match="did you mean 'floor'"):
        evaluate_gold([write(tmp_path, *ALL)], name="flor")


def test_sentences_are_found_in_files_whatever_the_blanks(tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_text(f"---\ndate: 2024-06-19\n---\n{TEXT.replace(' ', chr(160) + chr(10))}", "utf-8")
    for gold in (
        place(read_gold(write(tmp_path, ACCUSES, DENIES)), [tmp_path / "a1.txt"]),
        place(read_gold(write(tmp_path, {"kind": "article", "id": "a1", "file": "a1.txt"}, ACCUSES, DENIES))),
    ):
        assert gold.problems == ()
        [document] = gold.documents
        assert document.published == "2024-06-19"
        words = [" ".join(document.text[s.start : s.end].split()) for s in gold.stretches]
        assert words == [ACCUSED, DENIED]
    missing = place(
        read_gold(write(tmp_path, ACCUSES, ACCUSES | {"id": "G8", "sentence": "No."})), [tmp_path / "a1.txt"]
    )
    assert [str(problem) for problem in missing.problems] == ["a1: a sentence that no article holds: 'No.'"]


def test_the_example_for_coders_is_gold(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "data" / "gold" / "relations" / "README.md").read_text("utf-8")
    gold = read_gold(write(tmp_path, page.split("```json\n")[1].split("```")[0]))
    assert gold.problems == ()
    assert (len(gold.articles), len(gold.relations), len(gold.sentences)) == (1, 1, 1)
