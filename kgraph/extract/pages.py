"""The story of a web page as plain text, with what the page says of it; needs trafilatura (`kgraph[web]`)."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kgraph.errors import DataError
from kgraph.extract.page_metadata import PageMetadata, metadata_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_SUFFIXES: Final = (".htm", ".html", ".xhtml")
"""The files that are read as web pages; any other file is one where it begins as pages do."""

_BEGINNING: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*){0,3}<(?:!doctype\s+html|html\b)",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD: Final = 4096
_WESTERN: Final = ("ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii")
"""What browsers read as Windows-1252, and what pages mean by it."""
_BESIDE_THE_STORY: Final = (
    "//figcaption",
    "//script|//style|//noscript|//template",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' wp-caption-text ')]",
)
_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]|&#0*(?:[0-8]|1[124-9]|2\d|3[01]|x0*(?:[0-8bcef]|1[0-9a-f]))(?:;|(?![\da-f]))",
    re.IGNORECASE,
)
_MISTAKEN: Final = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}
"""Control characters that were letters and quotation marks of Windows-1252 before somebody decoded them wrongly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A web page read.

    Attributes:
        text: its story: paragraphs with a blank line between them, without menus, captions and the author's line.
        metadata: what the page says of it.
    """

    text: str
    metadata: PageMetadata


def is_page(start: str | bytes) -> bool:
    """Whether a file that begins so is a web page; bytes where nobody knows what they spell.

    >>> is_page(b"<!DOCTYPE html><html><head>"), is_page(b"MOSCOW (Reuters) - Russia said"), is_page(b"{}")
    (True, False, False)
    """
    head = start[:_HEAD]
    return _BEGINNING.match(head.encode("utf-8", "replace") if isinstance(head, str) else head) is not None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page names in its head.

    >>> declared_encoding(b'<html><meta charset="windows-1251">')
    'windows-1251'
    """
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    return "cp1252" if name in _WESTERN else name


def read_page(html: str) -> Page:
    """The story of a web page.

    Raises:
        DataError: there is no story in it, or trafilatura is not installed.
    """
    tree = _parsed(html)
    metadata = metadata_of(tree)
    lines = [line for line in _story(tree) if not _is_author(line, metadata.author)]
    if not lines:
        raise DataError("a web page without a text", expected="paragraphs of a story")
    return Page(text="\n\n".join(lines), metadata=metadata)


def _parsed(html: str) -> Any:
    """The tree of a page; whatever is in it, nothing runs, and nothing is fetched."""
    try:
        import trafilatura  # noqa: F401
        from lxml.etree import ParserError
        from lxml.html import HTMLParser, document_fromstring
    except ImportError as error:
        # A DataError, for a folder may hold other documents, which are read; the words are MissingExtraError's.
        raise DataError(f"a web page; {_missing()}") from error
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(_CONTROLS.sub("", html.translate(_MISTAKEN)).encode(), parser=parser)
    except ParserError:
        raise DataError("a web page without a text", expected="paragraphs of a story") from None


def _missing() -> str:
    from kgraph.errors import MissingExtraError

    return str(MissingExtraError("trafilatura", extra="web"))


def _story(tree: Any) -> Iterator[str]:
    """The paragraphs of the story; dates and titles are not asked of trafilatura, which would guess them."""
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    # By default what is shorter than 250 characters counts for nothing found, and the page comes in one piece.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"
    found = bare_extraction(
        tree,
        config=config,
        include_comments=False,
        include_tables=False,
        with_metadata=False,
        prune_xpath=list(_BESIDE_THE_STORY),
    )
    if found is None or isinstance(found, dict):
        return
    for line in (found.text or "").splitlines():
        words = _CONTROLS.sub("", line.translate(_MISTAKEN)).strip().removeprefix("- ").strip()
        if words:
            yield words


def _is_author(line: str, author: str | None) -> bool:
    """Whether a line holds the author's name and nothing else."""
    if author is None:
        return False
    names = {author.casefold(), *(name.strip().casefold() for name in author.split(","))}
    return line.strip(" .,").casefold().removeprefix("by ") in names
