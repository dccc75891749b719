"""Where names stand in a text: which characters count as the same, where a word ends, how a name may be written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ahocorasick_rs import AhoCorasick

_SAME: Final = {
    " ": "\t\n\u00a0\u2002\u2003\u2007\u2009\u202f\u2028\u3000",
    "'": "\u2018\u2019\u02bb\u02bc\uff07",
    "-": "\u2010\u2011\ufe63\uff0d",
}
# Each stands for one character, so that an offset into the mapped text is one into the original. A chain of
# str.replace, because str.translate takes twenty times as long on text that is not ASCII.
_MAPPED: Final = tuple((other, plain) for plain, others in _SAME.items() for other in others)

# Not seen by the reader, yet inside words: soft hyphen, joiners, byte order mark, and the CR of a Windows line end.
_UNSEEN: Final = re.compile("[\u00ad\u200c\u200d\u2060\ufeff]|\r(?=\n)")

# Scripts that put no space between words: Thai to Myanmar, Khmer, and the East Asian blocks but Hangul.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]"
)
_HANGUL: Final = re.compile("[\uac00-\ud7af]")

_CLITIC: Final = re.compile(r"'(?:s|d|ll|re|ve)?(?!\w)", re.IGNORECASE)
_DOTTED: Final = re.compile(r"[A-Za-z]\.")
_BEFORE_HYPHEN: Final = re.compile(r"([^\W\d_]+)-$")
# What stands before a hyphen without making a double-barrelled surname: Anti-Putin, Al-Assad.
_PREFIXES: Final = frozenset(("al", "an", "anti", "as", "el", "ex", "mid", "neo", "non", "post", "pre", "pro", "un"))
_LONGEST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Folded:
    r"""A text with variants of space, apostrophe and hyphen made plain, and the way back to the original's offsets.

    >>> folded = Folded.of("North\u00a0Korea\u2019s")
    >>> folded.text
    "North Korea's"
    """

    text: str
    removed: tuple[int, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Folded:
        """Fold `raw`; a single line end counts as a space, unseen characters as nothing."""
        unseen = [match.start() for match in _UNSEEN.finditer(raw)]
        # An offset after the k-th removed character is k less than it was.
        removed = tuple(place - count for count, place in enumerate(unseen))
        text = _UNSEEN.sub("", raw) if unseen else raw
        for other, plain in _MAPPED:
            text = text.replace(other, plain)
        return cls(text, removed)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original of a stretch of the folded text."""
        if not self.removed:
            return start, end
        return start + bisect_right(self.removed, start), end + bisect_right(self.removed, end - 1)


def fold_name(name: str) -> str:
    r"""A name as it is looked up: plain characters, single spaces, accents composed.

    >>> fold_name("Guinea\u2011Bissau ")
    'Guinea-Bissau'
    """
    return unicodedata.normalize("NFC", " ".join(Folded.of(name).text.split()))


def written_forms(name: str, *, capitals_from: int = 5) -> tuple[str, ...]:
    """How a name stands in text: as it is, with a first capital, in capitals, accents composed or combining.

    Args:
        name: the name.
        capitals_from: the least number of letters that a name must have to be looked for in capitals; a shorter one
            would be taken for an acronym, and an acronym for it.

    >>> written_forms("al-Shabaab")
    ('al-Shabaab', 'Al-Shabaab', 'AL-SHABAAB')
    """
    plain = fold_name(name)
    forms = [plain, plain[:1].upper() + plain[1:]]
    if sum(map(str.isalpha, plain)) >= capitals_from:
        forms.append(plain.upper())
    decomposed = [unicodedata.normalize("NFD", form) for form in forms]
    return tuple(dict.fromkeys(forms + decomposed))


class Automaton:
    """Finds any of many patterns in folded text, on word boundaries, in one pass.

    Args:
        patterns: what `written_forms` gives, each once.
        english: whether an apostrophe ends a name only before an English ending ('s); elsewhere it joins an article
            (l'Iran) or a case (Rusya'da).
    """

    def __init__(self, patterns: Iterable[str], *, english: bool = True) -> None:
        self._automaton = AhoCorasick(list(patterns))
        self._english = english

    def matches(self, text: str) -> list[tuple[int, int, int]]:
        """All places of all patterns, overlapping ones too: start, end, pattern; by start, the longest first."""
        found = [
            (start, end, pattern)
            for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if self._begins(text, start) and self._ends(text, end)
        ]
        found.sort(key=lambda match: (match[0], -match[1]))
        return found

    def _begins(self, text: str, start: int) -> bool:
        if start == 0:
            return True
        before = text[start - 1]
        if before == " ":
            return True
        if before == "'":
            return not (self._english and start > 1 and _is_word(text[start - 2]))
        if before == ".":
            return not (_DOTTED.match(text, start) and start > 1 and text[start - 2].isupper())
        return not _joined(before, text[start])

    def _ends(self, text: str, end: int) -> bool:
        if end == len(text):
            return True
        after = text[end]
        if after == " ":
            return True
        if after == "'" and self._english:
            return _CLITIC.match(text, end) is not None
        if after == "$":  # US$5 is money
            return False
        if text[end - 1] == ".":
            return _DOTTED.match(text, end) is None
        return not _joined(text[end - 1], after) or _HANGUL.match(after) is not None


def is_second_barrel(text: str, start: int) -> bool:
    """Whether the surname at `start` ends a double-barrelled one (Ocasio-Cortez), so belongs to somebody else.

    >>> is_second_barrel("Ocasio-Cortez", 7), is_second_barrel("Anti-Putin", 5), is_second_barrel("pro-Putin", 4)
    (True, False, False)
    """
    match = _BEFORE_HYPHEN.search(text, max(0, start - _LONGEST_WORD), start)
    return match is not None and match[1][0].isupper() and match[1].lower() not in _PREFIXES


def _is_word(character: str) -> bool:
    """Letters, digits and the marks that combine with them; a raised footnote figure is none."""
    return (
        character.isalpha()
        or character.isdecimal()
        or (character > "\u02ff" and unicodedata.category(character)[0] == "M")
    )


def _joined(before: str, after: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    if not (_is_word(before) and _is_word(after)):
        return False
    return _UNSPACED.match(before) is None and _UNSPACED.match(after) is None
