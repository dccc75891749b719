"""The sample articles keep their form: front matter, dates that agree, clean UTF-8 text of a bearable length."""

import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOM = Path(__file__).resolve().parents[1] / "data" / "articles"
ARTICLES = sorted(ROOM.glob("*.txt"))
KEYS = ["id", "title", "date", "publisher", "language", "note", "license"]
MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
DATELINE = re.compile(r"^([A-Z][A-Z ,A-Za-z]*), (\w+) (\d{1,2}) — ")
every_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)


def split(path: Path) -> tuple[dict[str, Any], str]:
    """The front matter and the body of an article."""
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    assert body.startswith("\n")
    return yaml.safe_load(head), body.removeprefix("\n")


def test_there_are_at_least_eight_articles() -> None:
    assert len(ARTICLES) >= 8


@every_article
def test_front_matter_has_its_keys_filled_in(path: Path) -> None:
    head, _ = split(path)
    assert list(head) == KEYS
    assert all(head.values())
    assert head["publisher"] == "kgraph sample wire"
    assert head["language"] == "en"
    assert head["license"] == "CC0-1.0"
    assert "written for the kgraph project" in head["note"].lower()


@every_article
def test_date_is_a_day_and_agrees_with_file_name_and_dateline(path: Path) -> None:
    head, body = split(path)
    published = head["date"]
    assert isinstance(published, date)
    assert not isinstance(published, datetime)
    assert path.name.startswith(f"{published.isoformat()}-")
    assert 1990 <= published.year <= 2026
    dateline = DATELINE.match(body)
    assert dateline is not None
    assert (dateline[2], int(dateline[3])) == (MONTHS[published.month - 1], published.day)


@every_article
def test_lead_names_the_weekday_of_publication(path: Path) -> None:
    head, body = split(path)
    assert f"on {head['date']:%A}" in body.split("\n\n")[0]


@every_article
def test_body_has_150_to_500_words(path: Path) -> None:
    _, body = split(path)
    assert 150 <= len(body.split()) <= 500


@every_article
def test_paragraphs_are_single_lines_between_blank_lines(path: Path) -> None:
    _, body = split(path)
    paragraphs = body.removesuffix("\n").split("\n\n")
    assert len(paragraphs) > 3
    assert all(paragraph and "\n" not in paragraph for paragraph in paragraphs)


@pytest.mark.parametrize("path", [*ARTICLES, ROOM / "README.md"], ids=lambda path: path.name)
def test_text_is_clean(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not text.startswith("\ufeff")
    assert not re.search(r"[\r\t]", text)
    assert not re.search(r"[^\S\n]$", text, re.MULTILINE)


def test_ids_are_unique_and_carry_the_slug() -> None:
    ids = Counter(str(split(path)[0]["id"]) for path in ARTICLES)
    assert ids == Counter(f"kgraph-sample-{path.stem[11:]}" for path in ARTICLES)
    assert set(ids.values()) == {1}


def test_readme_lists_exactly_these_articles() -> None:
    listed = re.findall(r"^\| `([^`]+\.txt)` \|", (ROOM / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [path.name for path in ARTICLES]
