"""The pieces of a paragraph between which a sentence may end, and what the splitter looks at in each of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from kgraph.language.spans import Span

ROWS: Final = 2**14
"""Rows of the table of features; the first ones are those of the surroundings, the rest are shared out by hash."""

_CHUNK: Final = re.compile(r"\S+")
_INNER_STOP: Final = re.compile(r"[.!?…]|--|[。\uff01\uff1f]")
_WIDE: Final = re.compile(r"[。\uff01\uff1f]+[\"'”\u2019»)\]]*(?=.)", re.DOTALL)
_JOINT: Final = re.compile(
    r"(?:(?<=[^\W\d_]{2})\.[\"”\u2019')\]]*+(?=[\"“(]?[A-Z](?:[a-z\u2019']|\Z)|--\w)"
    r"|(?:(?<=[\w)])(?:[!?…]|\.\.)[.!?…]*+|(?<=\w)--+)[\"”\u2019')\]]*+(?=[\"“(]?[^\W\d_]))"
)
"""Words run together: a stop between small letters and a capital, or any stronger mark between letters."""
_ADDRESS: Final = re.compile(r"://|www\.|@|\w/\w|\.(?:com|org|net|edu|gov|html?)\b", re.IGNORECASE)
_LONGEST_WORDS: Final = 100
"""Longer chunks are no words run together, and nobody ends a sentence within them."""


class Piece(NamedTuple):
    """A stretch of a paragraph within which no sentence ends.

    Attributes:
        span: where it stands.
        glued: no space parts it from the next one.
        closed: a sentence ends behind it, whatever follows.
    """

    span: Span
    glued: bool
    closed: bool


def pieces(text: str, paragraph: Span) -> list[Piece]:
    """The pieces of a paragraph: what spaces part, and what was run together behind a full stop.

    >>> [piece.span.of("So he left.Nobody knew.") for piece in pieces("So he left.Nobody knew.", Span(0, 23))]
    ['So', 'he', 'left.', 'Nobody', 'knew.']
    """
    found: list[Piece] = []
    for chunk in _CHUNK.finditer(text, paragraph.start, paragraph.end):
        start, end = chunk.span()
        if end - start > 2 and _INNER_STOP.search(text, start, end - 1):
            for at, closed in _joints(text, start, end):
                found.append(Piece(Span(start, at), glued=True, closed=closed))
                start = at
        found.append(Piece(Span(start, end), glued=False, closed=False))
    return found


def _joints(text: str, start: int, end: int) -> list[tuple[int, bool]]:
    """Where a chunk falls into pieces, each with whether a sentence is certain to end there."""
    joints = {match.end(): True for match in _WIDE.finditer(text, start, end) if match.end() < end}
    if end - start <= _LONGEST_WORDS and not _ADDRESS.search(text, start, end):
        for match in _JOINT.finditer(text, start, end):
            joints.setdefault(match.end(), False)
    return sorted(joints.items())


class Look(NamedTuple):
    """What the splitter sees of a piece by itself.

    Attributes:
        rows: the rows of the table that stand for it.
        quotes: how many double quotation marks are in it.
        brackets: how many brackets it opens less those it closes.
        strong: whether it ends as sentences do.
        capital: whether its first letter is a capital.
    """

    rows: tuple[int, ...]
    quotes: int
    brackets: int
    strong: bool
    capital: bool


_MARKS: Final = str.maketrans(
    {**dict.fromkeys("“”„«»\u201f", '"'), **dict.fromkeys("\u2018\u2019\u201a\u201b`", "'"), "…": "...", "—": "--"}
)
_WORD: Final = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_RUN: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_STRONG: Final = re.compile(r"[.!?][\"')\]]*\Z")
_DOTTED: Final = re.compile(r"(?:[a-z]\.)+[a-z]|[a-z]")

_DIGITS: Final = str.maketrans(dict.fromkeys("123456789", "0"))


class _Shapes(dict[int, str]):
    """Letters to `X` and `x`, digits to `0`, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = "X" if letter.isupper() else "x" if letter.isalpha() else "0" if letter.isdigit() else letter
        return self[code]


_SHAPES: Final = _Shapes()

_KINDS: Final = {
    "title": "mr mrs ms dr prof gen maj lt col sgt capt cmdr adm sen rep gov pres amb hon rev fr st messrs brig cpl pvt"
    " ft mt vs fig art cf approx sec min supt insp det comdr vice-adm lt.-gen lt.-col maj.-gen brig.-gen e.g i.e viz",
    "before numbers": "no nos p pp vol ch jan feb mar apr jun jul aug sep sept oct nov dec ca c eq nr art para",
    "perhaps last": "inc corp ltd co jr sr etc bros al est dept univ assn plc llc ave blvd rd a.m p.m b.c a.d ph.d",
    "speech": "said says asked asks told tells added wrote tweeted shouted replied exclaimed cried answered continued"
    " explained insisted warned noted called announced declared",
    "opener": "the a an this that these those it its he his she her they their we our you i but and yet so however"
    " meanwhile although though while when after before since if as in on at for from by with under during despite"
    " according there here what who why how both many some most all no not one another last earlier later officials",
}
_KIND_OF: Final = {word: kind for kind, words in reversed(_KINDS.items()) for word in words.split()}
"""What a word, without its stop, is to sentence ends; `no` is an opener as well, but says less as one."""

_SURROUNDINGS: Final = 128
_SHOWN: Final = 20


def look_at(piece: str) -> Look:
    """What the splitter sees of a piece by itself.

    >>> look = look_at("“Stop!”")
    >>> look.quotes, look.brackets, look.strong, look.capital
    (2, 0, True, True)
    """
    return _look_at(piece if len(piece) <= 2 * _SHOWN else piece[:_SHOWN] + piece[-_SHOWN:])


@lru_cache(maxsize=2**15)
def _look_at(piece: str) -> Look:
    piece = piece.translate(_MARKS)
    lead, core, tail = (_squeezed(part) for part in _parts(piece))
    lower, shape = core.lower().translate(_DIGITS), _squeezed(core.translate(_SHAPES))
    kind = _KIND_OF.get(lower, "dotted" if _DOTTED.fullmatch(lower) else "")
    told = (
        f"word {lower}", f"written {core}", f"end {lower[-3:]}", f"shape {shape} {lead}", f"lead {lead}",
        f"tail {tail}", f"kind {kind} {tail}", f"closed {lower} {tail}", f"shape {shape} {tail}",
    )  # fmt: skip
    return Look(
        tuple(_SURROUNDINGS + crc32(feature.encode("utf-8", "replace")) % (ROWS - _SURROUNDINGS) for feature in told),
        piece.count('"'),
        sum(map(piece.count, "([{")) - sum(map(piece.count, ")]}")),
        _STRONG.search(piece) is not None,
        core[:1].isupper(),
    )


def _parts(piece: str) -> tuple[str, str, str]:
    """The marks before a word, the word, the marks after it; marks alone are both before and after nothing."""
    if piece.isalpha():
        return "", piece, ""
    match = _WORD.search(piece)
    return (piece, "", piece) if match is None else (piece[: match.start()], match[0], piece[match.end() :])


def _squeezed(marks: str) -> str:
    """Without the third and later of equal letters in a row."""
    return marks if len(marks) < 3 else _RUN.sub(r"\1\1", marks)
