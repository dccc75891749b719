"""Bytes as documents: plain text, front matter, web pages, JSON lines, in several encodings."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.extract import read_outcomes
from kgraph.model import Document
from kgraph.rdf import document_iri, document_quads, read_document
from tests.fuzz.target import Target, promised

_NAMES = ("a.txt", "a.md", "a.html", "a.jsonl", "-", "-")
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "latin-1", "utf-16", "cp1252")
_FOLDER: list[Path] = []
_ARTICLES = Path(__file__).parents[2] / "data" / "articles"


def check(data: bytes) -> None:
    """Read the bytes behind the first two, which say as what."""
    how, text = data[:2].ljust(2, b"\0"), data[2:]
    name, encoding = _NAMES[how[0] % len(_NAMES)], _ENCODINGS[how[1] % len(_ENCODINGS)]
    found = _outcomes(name, encoding, text)
    for one in found:
        if isinstance(one, Document):
            _check_document(one)
        else:
            promised(isinstance(one, DataError) and str(one) != "", "neither a document nor a reason")
    promised(name == "a.jsonl" or len(found) == 1 or name == "-", "one file that is not one document")
    if name == "a.jsonl" and encoding == "utf-8":
        _check_lines(text, len(found))
    if name == "a.txt" and isinstance(found[0], Document):
        _check_text(found[0], text, encoding)


def _outcomes(name: str, encoding: str, text: bytes) -> list[Document | DataError]:
    if name == "-":
        return list(read_outcomes("-", encoding=encoding, stdin=io.BytesIO(text), publisher="Example Wire"))
    if not _FOLDER:
        _FOLDER.append(Path(mkdtemp(prefix="kgraph-fuzz-")))
    path = _FOLDER[0] / name
    path.write_bytes(text)
    return list(read_outcomes(path, encoding=encoding, date="2017-12-07"))


def _check_document(document: Document) -> None:
    promised(document.text.strip() != "", "a document without words")
    store = ox.Store()
    store.extend(document_quads(document, keep_text=True))
    promised(read_document(store, document_iri(document.id)) == document, "a document that does not come back")


def _check_lines(text: bytes, found: int) -> None:
    """Every line that is not blank becomes something."""
    lines = [
        line for line in text.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").strip()
    ]
    promised(found == max(1, len(lines)), f"{len(lines)} lines, {found} outcomes")


def _check_text(document: Document, text: bytes, encoding: str) -> None:
    """The text of a plain file is its own end: offsets count in what stands there."""
    whole = text.decode(encoding, "replace").removeprefix("\ufeff")
    is_page = document.text not in whole
    promised(is_page or whole.endswith(document.text), "text that is no end of the file")


def seeds() -> Iterator[bytes]:
    for path in sorted(_ARTICLES.glob("*.txt"))[:4]:
        yield b"\0\0" + path.read_bytes()[:1500]
    yield b"\1\0---\nid: a-7\ntitle: Border\ndate: 2017-12-07T09:30:00Z\npublisher: Y\nauthor: [A, B]\n---\nBody.\n"
    yield b"\1\0---\n<<: {a: 1}\n? [x]\n: &a *a\ntitle: |\n  Border\n...\nBody.\n"
    yield b"\0\0Ministers Meet in Vienna\n\nThey talked.\n"
    yield b"\0\4" + "Talks\n\nThey talked in Vienna.".encode("utf-16")
    yield b"\0\3Caf\xe9 talks\n\nThey talked."
    lines = [{"id": "a", "text": "One\u2028two.", "published": "2017-12-07"}, {"id": 7, "text": "3.", "author": ["x"]}]
    for how in (b"\3\0", b"\4\0"):
        yield how + "\n".join(json.dumps(line) for line in lines).encode() + b"\n\nnot json\n"
    linked = b'<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Talks &amp; T", '
    linked += b'"datePublished": "2017-12-07T23:30:00-05:00", "publisher": {"@id": "#org"}, '
    linked += b'"author": [{"name": "R"}]}]}</script>'
    story = b"<p>MOSCOW, Dec 7 (Example) - Russia accused Ukraine &amp; Poland of lying on Thursday.</p>" * 2
    body = b"<body><article><h1>Talks End</h1>" + story + b"</article></body></html>"
    yield b"\2\0<!DOCTYPE html><html lang='en'><head>" + linked + b"</head>" + body
    head = b"<head><meta charset=latin-1><meta name='pubdate' content='20171207'><title>T\xe9</title></head>"
    aside = b"<table><tr><td>x</td></tr></table><time datetime=2017-12-07>x</time></main></body>"
    yield b"\2\0<html>" + head + b"<body><main>" + story + aside
    yield b"\4\0 <?xml version='1.0' encoding='koi8-r'?><!--x--><html xmlns='x'>" + story


PIECES = tuple(
    piece.encode()
    for piece in (
        "---\n", "...\n", "title: ", "date: 2017-12-07\n", "author: [", "<<: *a", "&a ", "!!python/object:os.system ",
        "? ", "{", "}", "[", "]", "\ufeff", "\0", "\r\n", "\u2028", "\x85", '"text": ', '"id": 1', '"published": ',
        "null",
        "1e999", "NaN", "\\ud800", '"language": "x"', "<html>", "<article>", "<p>", "</p>", "<meta ", "charset=utf-16 ",
        "charset=idna ", 'property="og:title" ', "content=", "<script type='application/ld+json'>", "</script>", "<!--",
        "<![CDATA[", "&#0;", "&#xD800;", "&#x110000;", "<time datetime=", "0000-00-00", "9999-12-31", "<base href=",
        "<title>", "<!DOCTYPE html>", "<?xml encoding='utf-7'?>", '{"@type": "NewsArticle"', '"datePublished": "',
        '"@graph": [', '"@id": "#a"', '"author": ', "<svg>", "<table>", "<ruby>", "<template>", "<br>", "\ud7ff",
        "\u202e",
    )
)  # fmt: skip

DOCUMENTS = Target(name="documents", check=check, seeds=seeds, pieces=PIECES)
