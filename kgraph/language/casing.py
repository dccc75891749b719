"""How a word is cased: what an encoder of lower-cased pieces cannot see."""

from __future__ import annotations

from typing import Final

CASINGS: Final = ("none", "lower", "title", "upper", "single", "mixed", "digits", "other")


def casing(word: str) -> int:
    """The class of a word's casing, an index into `CASINGS`; `none` is for what is no word.

    >>> [CASINGS[casing(word)] for word in ("iran", "Iran", "NATO", "A", "al-Qaeda", "2017", "F-16", "...")]
    ['lower', 'title', 'upper', 'single', 'mixed', 'digits', 'upper', 'other']
    """
    if not any(map(str.isalpha, word)):
        return 6 if any(map(str.isdigit, word)) else 7
    if word.islower():
        return 1
    if word.isupper():
        return 4 if len(word) == 1 else 3
    return 2 if word[0].isupper() and word[1:].islower() else 5
