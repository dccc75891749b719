"""Where the sentences and paragraphs of a text are, as exact offsets into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: character offsets, the end excluded."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of `text` that it covers."""
        return text[self.start : self.end]


_NEWLINE: Final = r"(?:\r\n|[\n\r\x85\u2028\u2029])"
_BLANK: Final = re.compile(rf"{_NEWLINE}[^\S\r\n\x85\u2028\u2029]*{_NEWLINE}\s*|[\u2029\f]\s*")
_BREAK: Final = re.compile(rf"{_NEWLINE}\s*")
_WRAPPED_SHARE: Final = 1 / 3
"""In a text wrapped by hand most line ends stand before a small letter; in one paragraph a line nearly none do."""

_STOP: Final = re.compile(
    r"(?:(?<![.!?…])[.!?…]++|(?P<wide>[。\uff01\uff1f]))(?P<closing>[\"'”\u2019»)\]]*+)(?=\s|\Z|(?<=[。\uff01\uff1f])|(?<=[。\uff01\uff1f][”\u2019»)\]]))"
)
_NEXT: Final = re.compile(r"\s+[\"'“\u2018«(\[—\u2013-]*\s*(?P<word>\S[\w\u2019'-]*)")
_LAST_WORD: Final = re.compile(r"(?:^|[\s(\[\"'“\u2018«/—\u2013-])(?P<word>[^\s(\[\"'“\u2018«/—\u2013]+)\Z")
_LAST_WINDOW: Final = 40
MOST_CHARACTERS: Final = 5_000
"""A sentence is cut where it is longer: nobody writes such a one, and what reads it stays quick."""
_SPEECH: Final = re.compile(
    r"\s+(?:[\w.\u2019'-]+\s+){0,5}(?:said|says|asked|asks|told|tells|added|wrote|tweeted|shouted|replied)\b"
)

_TITLES: Final = re.compile(
    "mr|mrs|ms|dr|prof|gen|maj|lt|col|sgt|capt|cmdr|adm|sen|rep|gov|pres|amb|hon|rev|fr|st|messrs|brig|cpl|pvt|"
    "ft|mt|vs|fig|art|cf|approx|sec|min",
    re.IGNORECASE,
)
"""Abbreviations that always have something after them: no sentence ends there."""

_BEFORE_NUMBERS: Final = re.compile(
    "no|nos|p|pp|vol|ch|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|ca|c",
    re.IGNORECASE,
)

_PERHAPS_LAST: Final = re.compile(
    "inc|corp|ltd|co|jr|sr|etc|bros|al|est|dept|univ|assn",
    re.IGNORECASE,
)
"""Abbreviations that may close a sentence: they do when a word that opens sentences follows."""

_OPENERS: Final = re.compile(
    "the|a|an|this|that|these|those|it|its|he|his|she|her|they|their|we|our|you|i|but|and|yet|so|however|"
    "meanwhile|although|though|while|when|after|before|since|if|as|in|on|at|for|from|by|with|under|during|"
    "despite|according|there|here|what|who|why|how|both|many|some|most|all|no|not|one|another|last|earlier|later|"
    "officials",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\.?|[A-Z]\.?")


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
    return [sentence for paragraph in paragraphs(text) for sentence in sentences_of(text, paragraph)]


def sentences_of(text: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph of a text."""
    found: list[Span] = []
    start = paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        if stop.start() > start and _ends_sentence(text, Span(start, paragraph.end), stop):
            found.append(_trimmed(text, start, stop.end()))
            start = stop.end()
    found.append(_trimmed(text, start, paragraph.end))
    return [piece for span in found if span.start < span.end for piece in _pieces(text, span)]


def _pieces(text: str, span: Span) -> list[Span]:
    """The span, or the pieces of one too long, cut at a space where it has one."""
    pieces: list[Span] = []
    start = span.start
    while span.end - start > MOST_CHARACTERS:
        limit = start + MOST_CHARACTERS
        space = text.rfind(" ", start + 1, limit)
        end = limit if space < 0 else space
        pieces.append(_trimmed(text, start, end))
        start = end
    return [piece for piece in [*pieces, _trimmed(text, start, span.end)] if piece.start < piece.end]


def _ends_sentence(text: str, rest: Span, stop: re.Match[str]) -> bool:
    if stop["wide"] is not None:
        return True
    following = _NEXT.match(text, stop.end(), rest.end)
    if following is None:
        return True
    word = following["word"]
    if word[0].islower():
        return False
    marks = stop[0].removesuffix(stop["closing"])
    if marks != ".":
        return not (stop["closing"] and _SPEECH.match(text, stop.end(), rest.end))
    if stop["closing"]:
        return True
    return _full_stop_ends(_word_before(text, rest, stop.start()), word, at_start=_is_list_number(text, rest, stop))


def _full_stop_ends(last: str, following: str, *, at_start: bool) -> bool:
    """Whether the stop after the word `last` ends a sentence when the word `following` comes next."""
    if at_start or _TITLES.fullmatch(last):
        return False
    opens = _OPENERS.fullmatch(following) is not None
    if _BEFORE_NUMBERS.fullmatch(last):
        return not following[0].isdigit() and (last.islower() or opens)
    if _PERHAPS_LAST.fullmatch(last) or _DOTTED.fullmatch(last):
        return opens
    return True


def _word_before(text: str, rest: Span, end: int) -> str:
    match = _LAST_WORD.search(text[max(rest.start, end - _LAST_WINDOW) : end])
    return "" if match is None else match["word"]


def _is_list_number(text: str, rest: Span, stop: re.Match[str]) -> bool:
    before = text[rest.start : stop.start()] if stop.start() - rest.start <= 4 else ""
    return before.strip().isdigit()


def _is_wrapped(text: str, blocks: list[Span]) -> bool:
    breaks = [match for block in blocks for match in _BREAK.finditer(text, block.start, block.end)]
    small = sum(text[match.end()].islower() for match in breaks)
    return bool(breaks) and small >= _WRAPPED_SHARE * len(breaks)


def _cut(text: str, span: Span, where: re.Pattern[str]) -> list[Span]:
    pieces, start = [], span.start
    for match in where.finditer(text, span.start, span.end):
        pieces.append(_trimmed(text, start, match.start()))
        start = match.end()
    pieces.append(_trimmed(text, start, span.end))
    return [piece for piece in pieces if piece.start < piece.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
