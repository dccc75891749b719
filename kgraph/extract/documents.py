"""Documents from files: plain text, text with YAML front matter, web pages, JSON lines; `-` is standard input."""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from kgraph.errors import DataError
from kgraph.extract.pages import PAGE_SUFFIXES, declared_encoding, is_page, read_page
from kgraph.files import json_object
from kgraph.model import Document

MOST_HEADER: Final = 16 * 1024
"""Characters of front matter that are read at most: a header is a few lines, never a file."""

MOST_BYTES: Final = 20_000_000
"""Bytes of one document at most; a file of JSON lines may be of any size, no line of it."""

_JSON_LINES: Final = (".jsonl", ".ndjson")
_NOT_READ: Final = (".doc", ".docx", ".json", ".odt", ".pdf", ".rtf")
_KEYS: Final = ("id", "title", "published", "publisher", "url", "language")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?", re.DOTALL)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_FENCE: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_OPENING: Final = re.compile(r"---[ \t]*\r?\n")
_HEADLINE: Final = re.compile(r"\s*(\S[^\r\n]{0,199})(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*\S")
_SENTENCE_END: Final = re.compile(r"[.!?…:;,][\"'”\u2019»)\]]*\s*\Z")
_TEXT_CONTROLS: Final = "\t\n\v\f\r\x85"
_MOST_CONTROLS: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Defaults:
    """What the caller says of documents that do not say it themselves."""

    published: str | None
    publisher: str | None
    url: str | None
    encoding: str


def read_documents(
    path: str | Path,
    *,
    date: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    encoding: str = "utf-8",
    stdin: BinaryIO | None = None,
) -> Iterator[Document]:
    """The documents of a file, in its order.

    A `.jsonl` or `.ndjson` file holds one document a line, any other file holds one, which is called by the file's
    name where it has no title; standard input is JSON lines when it starts with a brace. What begins as HTML does is a
    web page, whatever its suffix: its story is the document's text. The publication date is only ever what the file or
    the caller says. What front matter or a line of JSON says goes before what the caller says; what the caller says
    goes before what a web page says of itself.

    Args:
        path: the file, or `-` for standard input.
        date: the day of publication (`YYYY-MM-DD`) of documents that give none, and of web pages.
        publisher: of documents that name none, and of web pages.
        url: of the one document in the file; JSON lines carry their own.
        encoding: of the bytes.
        stdin: read for `-` in place of the process's own standard input.

    Raises:
        DataError: at the first thing that is no document, with the file and, in JSON lines, the row.
    """
    for outcome in read_outcomes(path, date=date, publisher=publisher, url=url, encoding=encoding, stdin=stdin):
        if isinstance(outcome, DataError):
            raise outcome
        yield outcome


def read_outcomes(
    path: str | Path,
    *,
    date: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    encoding: str = "utf-8",
    stdin: BinaryIO | None = None,
) -> Iterator[Document | DataError]:
    """What became of each document of a file: the document, or why it is none, so that one bad line stops no other.

    Takes what `read_documents` takes.
    """
    name = "<stdin>" if str(path) == "-" else str(path)
    try:
        _check_encoding(encoding)
        day = None if date is None else _day(date)
        defaults = _Defaults(published=day, publisher=publisher, url=url, encoding=encoding)
        if str(path) == "-":
            yield from _from_stream(sys.stdin.buffer if stdin is None else stdin, name, defaults)
        else:
            yield from _from_file(Path(path), name, defaults)
    except DataError as error:
        yield error.at(name, error.row)


def _from_file(path: Path, name: str, defaults: _Defaults) -> Iterator[Document | DataError]:
    if path.suffix.lower() in _NOT_READ:
        raise DataError(
            "a kind of file that is not read", value=path.suffix, expected="plain text, a web page, or JSON lines"
        )
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() in _JSON_LINES:
                yield from _json_lines(_rows(stream), name, defaults)
            else:
                document = _one_document(_whole(stream), defaults, is_html=path.suffix.lower() in PAGE_SUFFIXES)
                yield document if document.title is not None else replace(document, title=_shown_name(path))
    except FileNotFoundError:
        raise DataError("no such file") from None
    except IsADirectoryError:
        raise DataError("a folder", expected="a file") from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})") from error


def _shown_name(path: Path) -> str:
    """The file's name as text, whatever bytes it is made of."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _from_stream(stream: BinaryIO, name: str, defaults: _Defaults) -> Iterator[Document | DataError]:
    start: list[bytes] = []
    rows = _rows(stream)
    for line in rows:
        start.append(line)
        if line.strip():
            break
    if start and start[-1].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        yield from _json_lines(chain(start, rows), name, defaults)
    else:
        yield _one_document(_whole(stream, b"".join(start)), defaults)


def _whole(stream: BinaryIO, start: bytes = b"") -> bytes:
    """What was read of a document and the rest of it, unless it is too large for one."""
    data = start + stream.read(MOST_BYTES + 1)
    _check_size(data)
    return data


def _rows(stream: BinaryIO) -> Iterator[bytes]:
    """The lines; of one too long, as much as shows that it is."""
    while line := stream.readline(MOST_BYTES + 1):
        yield line
        rest = line if len(line) > MOST_BYTES else b"\n"
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MOST_BYTES)


def _check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        expected = f"at most {MOST_BYTES // 1_000_000} MB a document; JSON lines hold many"
        raise DataError("too large for a document", expected=expected)


def _one_document(data: bytes, defaults: _Defaults, *, is_html: bool = False) -> Document:
    try:
        text = _decoded(data, defaults.encoding)
    except DataError:
        declared = declared_encoding(data) if is_html or is_page(data) else None
        if declared is None:
            raise
        text, is_html = _decoded_as_declared(data, declared, defaults.encoding), True
    _check_is_text(text)
    if is_html or is_page(text):
        return _page(text, defaults)
    fields, text = _front_matter(text)
    if fields.get("title") is None and (headline := _headline(text)) is not None:
        fields = {**fields, "title": headline}
    return _document(text, fields, defaults)


def _decoded_as_declared(data: bytes, declared: str, encoding: str) -> str:
    """A page that is not in the caller's encoding, in the one that it names."""
    try:
        return data.decode(declared)
    except (LookupError, UnicodeDecodeError):
        expected = f"{encoding}, or {declared} as the page says; --encoding names another"
        raise DataError("a web page in another encoding", expected=expected) from None


def _page(html: str, defaults: _Defaults) -> Document:
    page = read_page(html)
    said = {"published": defaults.published, "publisher": defaults.publisher, "url": defaults.url}
    fields = asdict(page.metadata) | {key: value for key, value in said.items() if value is not None}
    return _document(page.text, fields, defaults)


def _json_lines(lines: Iterable[bytes], name: str, defaults: _Defaults) -> Iterator[Document | DataError]:
    if defaults.url is not None:
        raise DataError("one URL for many documents", value=defaults.url, expected="a url in each line of the file")
    found = False
    for row, line in enumerate(_split(lines, defaults.encoding), 1):
        try:
            _check_size(line)
            text = _decoded(line, defaults.encoding)
            if not text.strip():
                continue
            found = True
            yield _json_document(text, defaults)
        except DataError as error:
            found = True
            yield error.at(name, row)
    if not found:
        raise DataError("an empty file", expected="a document a line")


def _split(lines: Iterable[bytes], encoding: str) -> Iterable[bytes]:
    """Lines end at a newline only; where a newline is not one byte (UTF-16), they are cut after decoding."""
    if "\n".encode(encoding) == b"\n":
        return lines
    return [line.encode(encoding) for line in _decoded(b"".join(lines), encoding).split("\n")]


def _json_document(line: str, defaults: _Defaults) -> Document:
    record = json_object(line, "a document")
    text = record.get("text")
    if not isinstance(text, str):
        raise DataError("a document without 'text'", value=text, expected="a string")
    if isinstance(record.get("id"), int) and not isinstance(record["id"], bool):
        record["id"] = str(record["id"])
    return _document(text, record, defaults)


def _front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """The fields of the YAML header and the text after it; no fields where there is no header."""
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text
    closing = _FENCE.search(text, opening.end(), opening.end() + MOST_HEADER)
    if closing is None:
        raise DataError("front matter that does not end", expected=f"a line --- within {MOST_HEADER} characters")
    fields = _yaml(text[opening.end() : closing.start()])
    return fields, text[closing.end() :]


def _yaml(header: str) -> Mapping[str, object]:
    import yaml

    try:
        # BaseLoader makes nothing but strings, lists and mappings; S506 asks for a safe loader and this one is safer.
        fields = yaml.load(header, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        row = None if error.problem_mark is None else error.problem_mark.line + 2
        raise DataError(f"front matter that is not YAML ({error.problem})", row=row, expected="key: value") from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        # ValueError and TypeError: merge keys and unhashable keys of hostile headers.
        raise DataError("front matter that is not YAML", expected="key: value") from None
    if fields in (None, ""):
        return {}
    if not isinstance(fields, dict):
        raise DataError("front matter that is not YAML", value=fields, expected="key: value")
    return fields


def _document(text: str, fields: Mapping[str, object], defaults: _Defaults) -> Document:
    if not text.strip():
        raise DataError("an empty text", expected="words")
    known = {key: _scalar(key, fields.get(key)) for key in _KEYS}
    published = known["published"] or _scalar("date", fields.get("date"))
    language = known["language"] or "en"
    if not _LANGUAGE.fullmatch(language):
        raise DataError("not a language", value=language, expected="a BCP 47 tag such as en")
    return Document(
        text=text,
        id=known["id"] or "",
        published=defaults.published if published is None else _day(published),
        title=known["title"],
        publisher=known["publisher"] or defaults.publisher,
        author=_author(fields.get("author")),
        url=known["url"] or defaults.url,
        language=language,
    )


def _author(value: object) -> str | None:
    """One author, or several as they are listed."""
    several = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, (_scalar("author", one) for one in several))) or None


def _scalar(key: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise DataError(f"{key!r} of a document", value=value, expected="a string")
    return value.strip() or None


def _day(text: str) -> str:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise DataError("not a date", value=text, expected="YYYY-MM-DD")
    return match[1]


def _headline(text: str) -> str | None:
    """A short first line without the end of a sentence, and a blank line after it."""
    match = _HEADLINE.match(text)
    if match is None or _SENTENCE_END.search(match[1]):
        return None
    return match[1].strip()


def _check_encoding(encoding: str) -> None:
    try:
        "a".encode(encoding)
    except (LookupError, ValueError):
        raise DataError("an unknown encoding", value=encoding, expected="utf-8, latin-1, cp1252, …") from None


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise DataError("not UTF-8 but UTF-16", expected="--encoding utf-16") from None
        if b"\0" in data:
            raise DataError("a binary file", expected="text") from None
        raise DataError(
            f"not {error.encoding} at byte {error.start}",
            value=data[error.start : error.start + 1],
            expected="UTF-8 text; --encoding latin-1 reads older Western files",
        ) from None


def _check_is_text(text: str) -> None:
    if not text.strip():
        raise DataError("an empty file", expected="words")
    controls = sum(1 for character in text if character < " " or "\x7f" <= character < "\xa0")
    controls -= sum(text.count(character) for character in _TEXT_CONTROLS)
    if "\0" in text or controls > _MOST_CONTROLS * len(text):
        raise DataError("a binary file", expected="text")
