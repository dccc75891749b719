"""Documents come from files as they are written, and what is no document says so."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import DataError
from kgraph.extract import read_documents, read_outcomes
from kgraph.extract.documents import MOST_BYTES
from kgraph.language.sentences import sentences
from kgraph.model import Document


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path: Path | str, **options: str) -> str:
    with pytest.raises(DataError) as caught:
        list(read_documents(path, **options))  # type: ignore[arg-type]
    return str(caught.value)


def test_plain_text_is_the_document_as_it_stands(tmp_path: Path) -> None:
    text = "Oil Flows North\r\n\r\nTankers\u00a0left \u201cat dawn\u201d.\r\n"
    [document] = read_documents(written(tmp_path, "a.txt", text), date="2017-12-07", publisher="Yonhap")
    assert document.text == text
    assert (document.title, document.published, document.publisher) == ("Oil Flows North", "2017-12-07", "Yonhap")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ministers Meet in Vienna\n\nThey talked.", "Ministers Meet in Vienna"),
        ("They met in Vienna.\n\nThey talked.", None),
        ("Ministers Meet in Vienna\nThey talked.", None),
        ("x" * 201 + "\n\nThey talked.", None),
        ("Ministers Meet in Vienna\n\n", None),
        ("Will they meet?\n\nThey did.", None),
    ],
)
def test_a_short_first_line_alone_is_the_title(tmp_path: Path, text: str, title: str | None) -> None:
    [document] = read_documents(written(tmp_path, "a.txt", text))
    assert document.title == (title or "a.txt"), "a text without a title is called by its file"
    assert document.text == text


def test_nothing_dates_a_document_that_has_no_date(tmp_path: Path) -> None:
    [document] = read_documents(written(tmp_path, "2017-12-07.txt", "On December 7, 2017, they met."))
    assert document.published is None


def test_front_matter_fills_the_fields_and_offsets_count_after_it(tmp_path: Path) -> None:
    head = "---\nid: a-7\ntitle: Border\ndate: 2017-12-07T09:30:00Z\npublisher: Yonhap\nlanguage: en-GB\nx: 1\n---\n"
    [document] = read_documents(written(tmp_path, "a.md", head + "Body.\n"), date="1999-01-01", publisher="Other")
    assert (document.id, document.title, document.published) == ("a-7", "Border", "2017-12-07")
    assert (document.publisher, document.language, document.text) == ("Yonhap", "en-GB", "Body.\n")


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    [document] = read_documents(written(tmp_path, "a.txt", b"\xef\xbb\xbf---\ntitle: T\n---\nBody."))
    assert (document.title, document.text) == ("T", "Body.")


def test_json_lines_hold_a_document_a_line(tmp_path: Path) -> None:
    lines = (
        '{"id": "a", "text": "One\u2028two.", "published": "2017-12-07", "weight": 3}\n\n{"id": 7, "text": "Three."}\n'
    )
    first, second = read_documents(written(tmp_path, "a.jsonl", lines), date="2018-01-01")
    assert (first.id, first.text, first.published) == ("a", "One\u2028two.", "2017-12-07")
    assert (second.id, second.published) == ("7", "2018-01-01")


def test_a_bad_line_stops_no_other(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.ndjson", b'{"text": "One."}\n{"text": \n{"text": "\xff"}\n[1]\n{"id": "x"}\n{"text": "Two."}\n'
    )
    outcomes = list(read_outcomes(path))
    assert [o.text for o in outcomes if isinstance(o, Document)] == ["One.", "Two."]
    errors = [o for o in outcomes if isinstance(o, DataError)]
    assert [error.row for error in errors] == [2, 3, 4, 5]
    assert all(error.file == str(path) for error in errors)


def test_standard_input_is_text_or_json_lines() -> None:
    [document] = read_documents("-", stdin=io.BytesIO(b"France condemned the raid."), publisher="Le Monde")
    assert (document.text, document.publisher) == ("France condemned the raid.", "Le Monde")
    several = read_documents("-", stdin=io.BytesIO(b'\n{"text": "One."}\n{"text": "Two."}\n'))
    assert [document.text for document in several] == ["One.", "Two."]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le"])
def test_other_encodings_are_read_when_named(tmp_path: Path, encoding: str) -> None:
    [document] = read_documents(written(tmp_path, "a.txt", "Orb\u00e1n visited.".encode(encoding)), encoding=encoding)
    assert document.text == "Orb\u00e1n visited."
    lines = '{"text": "Orb\u00e1n."}\n{"text": "Fico."}\n'.encode(encoding)
    assert len(list(read_documents(written(tmp_path, "a.jsonl", lines), encoding=encoding))) == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"Orb\xe1n", "at byte 3"),
        ("a.txt", b"Orb\xe1n", "--encoding latin-1"),
        ("a.txt", b"\xff\xfeO\x00", "utf-16"),
        ("a.txt", b"PK\x03\x04\x00\x00", "binary"),
        ("a.txt", b"\x01\x02\x03abc", "binary"),
        ("a.txt", b"---\ntitle: T\nBody.", "front matter"),
        ("a.txt", b"---\ntitle: T: U\n---\nBody.", ":2: front matter"),
        ("a.txt", b"---\n- a\n---\nBody.", "front matter"),
        ("a.txt", b"---\n? [a]\n: b\n---\nBody.", "front matter"),
        ("a.txt", b"---\ntitle: [a]\n---\nBody.", "'title'"),
        ("a.txt", b"---\ndate: 7 December\n---\nBody.", "YYYY-MM-DD"),
        ("a.txt", b"---\ndate: 2017-02-30\n---\nBody.", "not a date"),
        ("a.txt", b"---\nlanguage: the English one\n---\nBody.", "BCP 47"),
        ("a.txt", b"---\ntitle: T\n---\n \n", "empty"),
        ("a.jsonl", b"\n", "empty"),
        ("a.jsonl", b'{"text": "A."}\n{"text": 3}\n', ":2: "),
        ("a.jsonl", b'{"text": " "}\n', ":1: an empty text"),
        ("a.jsonl", b'{"text": "\\ud800"}\n', "surrogate"),
        ("a.jsonl", b'{"text": "A.", "title": 3}\n', "'title'"),
        ("a.jsonl", b"[" * 100_000 + b"\n", "not JSON"),
        ("a.jsonl", b'{"text": "A.", "author": {"name": "Jane"}}\n', "'author'"),
        ("a.pdf", b"%PDF-1.7", "a kind of file that is not read"),
    ],
)
def test_what_is_no_document_is_refused_with_its_place(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    message = refused(written(tmp_path, name, content))
    assert message.startswith(str(tmp_path / name))
    assert says in message


def test_a_header_has_a_limit(tmp_path: Path) -> None:
    assert "16384" in refused(written(tmp_path, "a.txt", "---\n" + "note: x\n" * 4000 + "---\nBody."))


def test_several_authors_are_one_line(tmp_path: Path) -> None:
    lines = '{"text": "A.", "author": ["Jane Roe", "John Doe"]}\n{"text": "B.", "author": "Ann Poe"}\n{"text": "C."}\n'
    documents = read_documents(written(tmp_path, "a.jsonl", lines))
    assert [document.author for document in documents] == ["Jane Roe, John Doe", "Ann Poe", None]
    [document] = read_documents(written(tmp_path, "a.txt", "---\nauthor: [Jane Roe, John Doe]\n---\nBody."))
    assert document.author == "Jane Roe, John Doe"


def test_what_is_too_large_is_refused_and_a_line_of_it_stops_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "at most 20 MB" in refused(path)
    long = b'{"text": "' + b"a" * MOST_BYTES + b'"}\n'
    lines = written(tmp_path, "a.jsonl", b'{"text": "One."}\n' + long + b'{"text": "Two."}\n' + long.rstrip())
    outcomes = list(read_outcomes(lines))
    assert [o.text for o in outcomes if isinstance(o, Document)] == ["One.", "Two."]
    assert [error.row for error in outcomes if isinstance(error, DataError)] == [2, 4]


def test_missing_files_folders_and_bad_options_are_refused(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.txt")
    assert "folder" in refused(tmp_path)
    path = written(tmp_path, "a.txt", "Body.")
    assert "YYYY-MM-DD" in refused(path, date="yesterday")
    assert "encoding" in refused(path, encoding="utf-88")
    assert "encoding" in refused(path, encoding="rot13")
    lines = written(tmp_path, "a.jsonl", '{"text": "A."}\n')
    assert "one URL" in refused(lines, url="https://example.org/a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Smith met Mr. Lee. They talked.", ["Gen. Smith met Mr. Lee.", "They talked."]),
        ("The U.S. Army left. The U.N. The talks began.", ["The U.S. Army left.", "The U.N.", "The talks began."]),
        ("J. R. Smith paid 3.5 billion. It was No. 5.", ["J. R. Smith paid 3.5 billion.", "It was No. 5."]),
        ("On Jan. 5 they met. In Feb. 2016 too.", ["On Jan. 5 they met.", "In Feb. 2016 too."]),
        ("\u201cWe will \u2026 not.\u201d He left.", ["\u201cWe will \u2026 not.\u201d", "He left."]),
        ('"Stop!" Putin said. He left.', ['"Stop!" Putin said.', "He left."]),
        ("\u201cGo.\u201d \u201cNo.\u201d", ["\u201cGo.\u201d", "\u201cNo.\u201d"]),
        ("Talks End Without Deal\n\nThey left.", ["Talks End Without Deal", "They left."]),
        ("A caption\nJane Roe/AP\n\nThey left.", ["A caption", "Jane Roe/AP", "They left."]),
        (
            "They met in the\ncapital and then\nthey left. All of\nthem.",
            ["They met in the\ncapital and then\nthey left.", "All of\nthem."],
        ),
        ("1. First point. 2. Second.", ["1. First point.", "2. Second."]),
        (
            "\u4e2d\u56fd\u8868\u793a\u3002\u4fc4\u7f57\u65af\u5426\u8ba4\u3002",
            ["\u4e2d\u56fd\u8868\u793a\u3002", "\u4fc4\u7f57\u65af\u5426\u8ba4\u3002"],
        ),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == expected


@given(
    st.text(
        alphabet=st.sampled_from("aAbU.N!?\u2026 \n\r\t\u00a0\u2028\"\u201c\u201d')(5,-\u3002\U0001f600"), max_size=80
    )
)
def test_sentences_cover_the_text_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
