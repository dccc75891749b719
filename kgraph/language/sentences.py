"""Where the sentences and paragraphs of a text are, as exact offsets into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kgraph.language.boundaries import network
from kgraph.language.layout import lay_out
from kgraph.language.pieces import pieces
from kgraph.language.spans import Span

_NEWLINE: Final = r"(?:\r\n|[\n\r\x85\u2028\u2029])"
_BLANK: Final = re.compile(rf"{_NEWLINE}[^\S\r\n\x85\u2028\u2029]*{_NEWLINE}\s*|[\u2029\f]\s*")
_BREAK: Final = re.compile(rf"{_NEWLINE}\s*")
_WRAPPED_SHARE: Final = 1 / 3
"""In a text wrapped by hand most line ends stand before a small letter; in one paragraph a line nearly none do."""

MOST_CHARACTERS: Final = 5_000
"""A sentence is cut where it is longer: nobody writes such a one, and what reads it stays quick."""


def paragraphs(text: str) -> list[Span]:
    r"""The paragraphs of a text, trimmed, in order.

    Blank lines part them; so does every line end, unless the text is wrapped by hand.

    >>> [span.of("Headline\nFirst line.\n\nSecond.") for span in paragraphs("Headline\nFirst line.\n\nSecond.")]
    ['Headline', 'First line.', 'Second.']
    """
    blocks = _cut(text, Span(0, len(text)), _BLANK)
    if _is_wrapped(text, blocks):
        return blocks
    return [line for block in blocks for line in _cut(text, block, _BREAK)]


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order.

    They do not overlap, have no space at either end, and together cover every character that is not space. The end of
    a paragraph always ends a sentence; a headline without a stop is one.

    >>> text = "Gen. Smith left the U.S. on Monday. “We will return.” He did."
    >>> [span.of(text) for span in sentences(text)]
    ['Gen. Smith left the U.S. on Monday.', '“We will return.”', 'He did.']
    """
    return _split(text, paragraphs(text))


def sentences_of(text: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph of a text.

    >>> text = "Mr. Lee met Gen. Smith. They talked."
    >>> [span.of(text) for span in sentences_of(text, Span(0, len(text)))]
    ['Mr. Lee met Gen. Smith.', 'They talked.']
    """
    return _split(text, [paragraph])


def _split(text: str, within: Sequence[Span]) -> list[Span]:
    groups = [group for group in (pieces(text, paragraph) for paragraph in within) if group]
    if not groups:
        return []
    found: list[Span] = []
    ends = iter(network().ends(lay_out(text, groups)))
    for group in groups:
        start: int | None = None
        last = group[-1]
        for piece in group:
            start = piece.span.start if start is None else start
            if next(ends) or piece.closed or piece is last:
                found += _short(text, Span(start, piece.span.end))
                start = None
    return found


def _short(text: str, span: Span) -> list[Span]:
    """The span, or the parts of one too long, cut at a space where it has one."""
    parts: list[Span] = []
    start = span.start
    while span.end - start > MOST_CHARACTERS:
        limit = start + MOST_CHARACTERS
        space = text.rfind(" ", start + 1, limit)
        end = limit if space < 0 else space
        parts.append(_trimmed(text, start, end))
        start = end
    return [part for part in [*parts, _trimmed(text, start, span.end)] if part.start < part.end]


def _is_wrapped(text: str, blocks: list[Span]) -> bool:
    breaks = [match for block in blocks for match in _BREAK.finditer(text, block.start, block.end)]
    small = sum(text[match.end()].islower() for match in breaks)
    return bool(breaks) and small >= _WRAPPED_SHARE * len(breaks)


def _cut(text: str, span: Span, where: re.Pattern[str]) -> list[Span]:
    parts, start = [], span.start
    for match in where.finditer(text, span.start, span.end):
        parts.append(_trimmed(text, start, match.start()))
        start = match.end()
    parts.append(_trimmed(text, start, span.end))
    return [part for part in parts if part.start < part.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
