"""Gold: what coders say that a sentence tells, and that it tells nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kgraph.errors import DataError
from kgraph.model import Date, Modality, Polarity


class Tier(StrEnum):
    """Whether a relation must be found; one that need not be is neither a hit nor a mistake."""

    CORE = "core"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldActor:
    """An actor as a coder names it: by name or id, with state (ISO 3166 alpha-3) and sector where the coder says so."""

    name: str
    id: str | None = None
    state: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRelation:
    """One line of gold: one sentence says that somebody did something to or with somebody.

    Attributes:
        id: the coder's, or the file's name and the row.
        row: of its file, from 1.
        article: the id of the article it stands in, or None where the sentence stands alone.
        sentence: its words; blank space may differ from the article's.
        start: where the sentence begins in the article, to tell two of the same words apart.
        actors, recipients: the coded one first, then others that a fair judge takes; no recipient, no recipients.
        event_type: of PLOVER; None for standing facts.
        also_types: other types that a fair judge takes.
        symmetric: whether the ends may stand either way round.
        coded: which of `date modality polarity attribution` the line says; only those are compared.
        attribution: names, outermost first.
    """

    id: str
    row: int = 0
    article: str | None = None
    sentence: str
    start: int | None = None
    actors: tuple[GoldActor, ...]
    recipients: tuple[GoldActor, ...] = ()
    event_type: str | None
    also_types: tuple[str, ...] = ()
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    date: Date | None = None
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    attribution: tuple[str, ...] = ()
    symmetric: bool = False
    tier: Tier = Tier.CORE
    coded: frozenset[str] = frozenset()

    @property
    def negated(self) -> bool:
        """Whether it is said not to be so: no positive edge may come of it."""
        return self.polarity is Polarity.NEGATIVE or self.modality is Modality.DENIED

    @property
    def types(self) -> frozenset[str | None]:
        """The event types that are right."""
        return frozenset({self.event_type, *self.also_types})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSentence:
    """A sentence that was coded and tells no relation."""

    row: int = 0
    article: str | None = None
    sentence: str
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """Where and when sentences were published; with the whole text, or the file that holds it, where there is one."""

    id: str
    file: str | None = None
    text: str | None = None
    published: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What files of gold hold, and the lines that were none."""

    relations: tuple[GoldRelation, ...] = ()
    sentences: tuple[GoldSentence, ...] = ()
    articles: tuple[GoldArticle, ...] = field(default=())
    problems: tuple[DataError, ...] = ()


ATTRIBUTES: Final = ("date", "modality", "polarity", "attribution")
"""What is compared on matches, where the gold says it."""
