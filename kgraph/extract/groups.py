"""Who stands where in a sentence: mentions as the floor reads them, joined to phrases and to lists.

"Russian President Vladimir Putin" is one actor, the last named; "Russia and China" is one group of two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.model import ActorRef


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of a sentence: offsets into the sentence, and whether it stands there as a place ("in Syria")."""

    start: int
    end: int
    actor: ActorRef
    how: str = "label"
    is_place: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Parties named together; several only where nothing but "and" or a comma stands between them."""

    parties: tuple[Party, ...]

    @property
    def start(self) -> int:
        """Where the first begins."""
        return self.parties[0].start

    @property
    def end(self) -> int:
        """Where the last ends."""
        return self.parties[-1].end

    @property
    def is_place(self) -> bool:
        """Whether the first of them stands there as a place."""
        return self.parties[0].is_place


MOST_PARTIES: Final = 6
"""Parties of a list that are read at most: a list of fifty names says nothing of every two of them."""

_PLACE: Final = re.compile(
    r"\b(?:in|at|near|inside|outside|across|within|throughout|around|over)\s+(?:(?:the|north\w*|south\w*|east\w*|west\w*|central|"
    r"neighbou?ring|war-torn|nearby)\s+){0,2}\Z",
    re.IGNORECASE,
)
_CITY_PLACE: Final = re.compile(
    r"\b(?:to|from|of|into|toward|towards|for|outside|leaving|visited|reached)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_CITIES: Final = ("capital", "seat")
_MADE: Final = re.compile(r"-(?:made|built|based|born|speaking|designed|supplied|produced|manufactured|style|type)\b")
_TOOL: Final = re.compile(
    r"[\s-]+(?:[\w-]+\s+){0,2}?(?:drones?|missiles?|tanks?|rockets?|jets|shells|artillery|weapons?|ammunition|munitions|rifles?"
    r"|bombs?|warplanes|helicopters|howitzers?|aircraft|equipment|technology)\b"
)
_WITH: Final = re.compile(r"\b(?:with|using)\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_TITLE: Final = (
    r"(?:[A-Z][\w.&-]*|of|for|the|vice|deputy|prime|foreign|defen[cs]e|interior|finance|president|minister|chancellor|premier|"
    r"leader|chairman|chief|secretary|general|ambassador|envoy|king|dictator|spokes\w+|supreme|state|then|former|ruling|rogue|"
    r"regime|government|national|armed|central)"
)
_PHRASE: Final = re.compile(rf"(?:['\u2019]s)?(?:\s+{_TITLE}){{0,7}},?\s+")
_HEADS: Final = (
    r"(?:forces?|troops|officials?|leaders?|militar(?:y|ies)|governments?|armies|army|nav(?:y|ies)|diplomats?|ministers?|"
    r"presidents?|delegations?|soldiers|counterparts?|authorities|companies|warships|jets|planes)"
)
_LIST: Final = re.compile(
    rf"(?:['\u2019]s)?(?:\s+{_HEADS})?(?:\s*,\s*(?:and\s+|or\s+|as\s+well\s+as\s+)?|\s+(?:and|or|&|as\s+well\s+as|along\s+with)\s+"
    r"|\s?[-\u2013\u2014/]\s?)(?:both\s+)?(?:the\s+)?"
)

_LAST_LINK: Final = re.compile(r"\b(?:and|or|well|along)\b|[&/\u2013\u2014-]")


def is_place(before: str, how: str) -> bool:
    """Whether a name with these words right before it stands for a place and not for a government."""
    return _PLACE.search(before) is not None or (how in _CITIES and _CITY_PLACE.search(before) is not None)


def is_made(before: str, after: str, how: str) -> bool:
    """Whether a demonym only says where a thing is from: "Iranian-made jets", "attacked with Iranian drones".

    >>> is_made("Russia attacked Kyiv with ", " drones.", "demonym")
    True
    """
    if how == "demonym" and _WITH.search(before) is not None and _TOOL.match(after) is not None:
        return True
    return _MADE.match(after) is not None


def is_city(how: str) -> bool:
    """Whether a name matched in this way is that of a city which stands for its state."""
    return how in _CITIES


def grouped(sentence: str, parties: Sequence[Party]) -> list[Group]:
    """The parties of a sentence as groups, in its order; a list ends in "and" or "or", commas alone make none."""
    groups: list[list[Party]] = []
    for party in _phrases(sentence, parties):
        if groups and _is_listed(sentence, groups[-1], party):
            groups[-1].append(party)
        else:
            groups.append([party])
    return [whole for group in groups for whole in _whole(sentence, group)]


def _whole(sentence: str, group: Sequence[Party]) -> list[Group]:
    if len(group) > 1 and not _LAST_LINK.search(sentence[group[-2].end : group[-1].start]):
        return [Group((party,)) for party in group]
    return [Group(tuple(group[:MOST_PARTIES]))]


def _phrases(sentence: str, parties: Sequence[Party]) -> list[Party]:
    """A party and the next are one where titles alone stand between two names of the same state."""
    joined: list[Party] = []
    for party in parties:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.actor.rollup == party.actor.rollup
            and _PHRASE.fullmatch(sentence, last.end, party.start)
        ):
            joined[-1] = Party(last.start, party.end, party.actor, party.how, last.is_place)
        else:
            joined.append(party)
    return joined


def _is_listed(sentence: str, group: Sequence[Party], party: Party) -> bool:
    if any(other.actor.rollup == party.actor.rollup for other in group):
        return False
    return _LIST.fullmatch(sentence, group[-1].end, party.start) is not None
