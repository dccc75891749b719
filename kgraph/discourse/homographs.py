"""Names that others bear too: the state Georgia and the U.S. state, told apart by the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from kgraph.actors.rows import rows_of

_REGION: Final = re.compile(
    r",\s+(?:(?P<short>[A-Z]\.?[A-Z]\.?)(?![\w])|(?P<name>[A-Z][\w.'\u2019-]+(?:\s[A-Z][\w.'\u2019-]+){0,2}))"
)
_NEAR: Final = 160
"""Characters on each side in which the words of a sense are counted."""


@dataclass(frozen=True, slots=True)
class _Sense:
    """What else a name may be, and the words that go with either."""

    otherwise: re.Pattern[str]
    itself: re.Pattern[str]


def meant_otherwise(name: str, text: str, start: int, end: int) -> bool:
    """Whether a name at an offset is not the actor's.

    It stands before a region that has such a town, or among words that go with another sense.

    >>> text = "Voters in Atlanta and across Georgia went to the polls."
    >>> meant_otherwise("Georgia", text, text.index("Georgia"), text.index(" went"))
    True
    """
    if _in_region(name, text, end):
        return True
    sense = _senses().get(name)
    if sense is None:
        return False
    if _elsewhere(name, text):
        return True
    near = text[max(0, start - _NEAR) : end + _NEAR]
    here = len(sense.otherwise.findall(near)) - len(sense.itself.findall(near))
    if here:
        return here > 0
    other, itself = _counts(name, text)
    return other > itself


def _in_region(name: str, text: str, end: int) -> bool:
    """Whether a region stands behind a name: Lebanon, Ohio."""
    region = _REGION.match(text, end)
    if region is None:
        return False
    words = (region["name"] or "").split()
    named = any(" ".join(words[:n]) in _regions() for n in range(1, len(words) + 1))
    return (named or region["short"] in _regions()) and " ".join(words[:1]) != name


@lru_cache(256)
def _elsewhere(name: str, text: str) -> bool:
    """Whether the text tells, where it brings up a name first, of a town in a region."""
    first = re.search(re.escape(name), text, re.IGNORECASE)
    return first is not None and _in_region(name, text, first.end())


@lru_cache(256)
def _counts(name: str, text: str) -> tuple[int, int]:
    sense = _senses()[name]
    return len(sense.otherwise.findall(text)), len(sense.itself.findall(text))


@cache
def _senses() -> dict[str, _Sense]:
    rows = rows_of(files("kgraph.discourse") / "homographs.csv", ("name", "other", "otherwise", "itself"))
    return {row.need("name"): _Sense(_any_of(row.get("otherwise")), _any_of(row.get("itself"))) for row in rows}


@cache
def _regions() -> frozenset[str]:
    """Regions in whose towns the names of capitals and states come again."""
    rows = rows_of(files("kgraph.discourse") / "regions.csv", ("name", "short", "state"))
    return frozenset(text for row in rows for text in (row.need("name"), row.get("short")) if text is not None)


def _any_of(words: str | None) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word.strip()) for word in (words or "").split("|") if word.strip())
    return re.compile(rf"\b(?:{alternatives})\b" if alternatives else r"(?!)")
