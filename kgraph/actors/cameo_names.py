"""How a name that a dictionary has in capitals is written in text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_SMALL_WORDS: Final = (
    "a al an and against at bin by da de del der des do dos du e el et for from ibn in la le les of on the to ul van "
    "von with y"
)
_SMALL: Final = frozenset(_SMALL_WORDS.split())
# Single words that are acronyms in a dictionary and everyday words at the head of a sentence.
_EVERYDAY_WORDS: Final = (
    "act aid all any are ask back been both but can down each even ever for from had has have her here him his how "
    "into its just like may most much must new not now off old one only our out over per same she some such than that "
    "the them then they this two very was were what when who why will with yes you your"
)
_EVERYDAY: Final = frozenset(_EVERYDAY_WORDS.split())
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_]|['\u2019][Ss])?")
_HISSING: Final = ("s", "x", "z", "ch", "sh")
_CAPITALS_FROM: Final = 5
"""From so many letters on, `written_forms` looks for a name in capitals by itself."""


def text_forms(words: Sequence[str]) -> tuple[str, ...]:
    """The ways a name of these words stands in text: with capitals, small words small; short words as acronyms too.

    >>> text_forms(["PRINCE", "OF", "DOL", "AMROTH"])
    ('Prince of Dol Amroth', 'Prince Of Dol Amroth', 'Prince of DOL Amroth')
    >>> text_forms(["AL-QAEDA"]), text_forms(["IRAN"]), text_forms(["WHO"])
    (('Al-Qaeda', 'Al-qaeda', 'al-Qaeda'), ('Iran', 'IRAN'), ('WHO',))
    """
    name = " ".join(words)
    if any(map(str.islower, name)):
        return (name,)
    if _is_acronym(words):
        return (name,)
    small = [word.lower() in _SMALL and len(words) > 1 for word in words]
    titled = [_capitalised(word) for word in words]
    plain = [word.lower() if is_small else word for word, is_small in zip(titled, small, strict=True)]
    forms = [plain, titled]
    forms.append([_hyphen_small(word) for word in plain])
    forms.append([_article_small(word) for word in plain])
    if len(words) > 1:
        short = [
            len(word) <= 3 and word.isalpha() and not is_small for word, is_small in zip(words, small, strict=True)
        ]
        forms.append([word.upper() if is_short else word for word, is_short in zip(plain, short, strict=True)])
    texts = [" ".join(form) for form in forms]
    if sum(map(str.isalpha, name)) < _CAPITALS_FROM:
        texts.append(name)
    return tuple(dict.fromkeys(texts))


def plural_form(text: str) -> str | None:
    """The regular plural of a name, or None for one that has none: an acronym, a figure.

    >>> plural_form("Eriadorian"), plural_form("Pakistani"), plural_form("Serb Republic Army"), plural_form("U.N.")
    ('Eriadorians', 'Pakistanis', 'Serb Republic Armies', None)
    """
    if len(text) < 3 or not text[-1].isalpha() or not text[-1].islower():
        return None
    if text.endswith("y") and text[-2] not in "aeiou":
        return f"{text[:-1]}ies"
    return f"{text}es" if text.endswith(_HISSING) else f"{text}s"


def _is_acronym(words: Sequence[str]) -> bool:
    """Whether it is never written as a word with one capital."""
    letters = "".join(filter(str.isalpha, words[0]))
    return len(words) == 1 and (len(letters) <= 2 or words[0].lower() in _EVERYDAY)


def _capitalised(word: str) -> str:
    if _INITIALS.fullmatch(word) or word.startswith("("):
        return word

    def run(match: re.Match[str]) -> str:
        letters = match[0]
        before = word[: match.start()]
        if before.endswith(("'", "\u2019")) and not (len(before) == 2 or before[-3:-2] in ("-", " ")):
            return letters.lower()  # women's, but O'Brien
        if letters.startswith("MC") and len(letters) > 4:
            return f"Mc{letters[2:].capitalize()}"
        return letters.capitalize()

    return _LETTERS.sub(run, word)


def _hyphen_small(word: str) -> str:
    first, hyphen, rest = word.partition("-")
    return f"{first}{hyphen}{rest.lower()}"


def _article_small(word: str) -> str:
    first, hyphen, rest = word.partition("-")
    return f"{first.lower()}{hyphen}{rest}" if hyphen and first.lower() in _SMALL else word
