"""Names that others bear too: the state Georgia and the U.S. state, told apart by the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from kgraph.actors.rows import rows_of

_MORE: Final = re.compile(r"(?:,?\s+(?:and|or|&)(?:\s+the)?)?\s+[A-Z]")
"""What goes on behind a region that is none: a list (Armenia, Georgia and Moldova), a longer name (New York Times)."""
_NEAR: Final = 160
"""Characters on each side in which the words of a sense are counted."""


@dataclass(frozen=True, slots=True)
class _Sense:
    """What else a name may be, and the words that go with either."""

    otherwise: re.Pattern[str]
    itself: re.Pattern[str]


def meant_otherwise(name: str, text: str, start: int, end: int) -> bool:
    """Whether a name at an offset is not the actor's.

    It stands before a region that has such a town, or among words that go with another sense. A region that is the
    name of an actor as well (Georgia, Washington) is one only among words that tell so.

    >>> text = "Voters in Atlanta and across Georgia went to the polls."
    >>> meant_otherwise("Georgia", text, text.index("Georgia"), text.index(" went"))
    True
    """
    if _in_region(name, text, end):
        return True
    if name not in _senses():
        return False
    return _elsewhere(name, text) or _has_other_sense(name, text, start, end)


def _has_other_sense(name: str, text: str, start: int, end: int) -> bool:
    """Whether the words around a name, else those of the whole text, go more with another sense of it."""
    sense = _senses()[name]
    near = text[max(0, start - _NEAR) : end + _NEAR]
    here = len(sense.otherwise.findall(near)) - len(sense.itself.findall(near))
    if here:
        return here > 0
    other, itself = _counts(name, text)
    return other > itself


def _in_region(name: str, text: str, end: int) -> bool:
    """Whether a region stands behind a name: Lebanon, Ohio."""
    region = _regions().match(text, end)
    if region is None or region[1] == name or _MORE.match(text, region.end()):
        return False
    return region[1] not in _senses() or _has_other_sense(region[1], text, *region.span(1))


@lru_cache(256)
def _elsewhere(name: str, text: str) -> bool:
    """Whether the text tells, where it brings up a name first, of a town in a region."""
    first = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
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
def _regions() -> re.Pattern[str]:
    """A comma and a region in whose towns the names of capitals and states come again, in full or in two letters."""
    rows = list(rows_of(files("kgraph.discourse") / "regions.csv", ("name", "short", "state")))
    names = [re.escape(row.need("name")) for row in rows]
    short = [rf"{code[0]}\.?{code[1]}\b\.?" for row in rows if (code := row.get("short")) is not None]
    return re.compile(rf",\s+({'|'.join((*names, *short))})(?!\w)")


def _any_of(words: str | None) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word.strip()) for word in (words or "").split("|") if word.strip())
    return re.compile(rf"\b(?:{alternatives})\b" if alternatives else r"(?!)")
