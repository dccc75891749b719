"""Claims: what one document says one actor did to or with another, by which words, according to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from kgraph.errors import DataError, UnknownNameError
from kgraph.model.actor import ActorRef
from kgraph.model.dataset import Record, is_dataset
from kgraph.model.dates import Date
from kgraph.model.laws import check_encodable, check_span, digest, rounded, row_digest
from kgraph.model.wording import as_html, as_text
from kgraph.ontology import LOCAL, RELATIONS, compress, expand, mint
from kgraph.ontology import context as known_context
from kgraph.ontology import event_type as known_event_type
from kgraph.ontology import mode as known_mode
from kgraph.ontology import relation as known_relation


class Modality(StrEnum):
    """How firmly a claim is put forward."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    CALLED_FOR = "called-for"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class Polarity(StrEnum):
    """Whether a claim says that something is so, or that it is not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One step of the chain of who is reported to have said it: `Xinhua`, then `Putin`, outermost first.

    Attributes:
        id: of the speaker or outlet.
        name: for people.
        cue: the words that say so ("reported", "according to"), where they are known.
    """

    id: str
    name: str
    cue: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", compress(expand(self.id)))
        if not self.name.strip():
            raise DataError("a source without a name", value=self.id)
        check_encodable("name", self.name)
        check_encodable("cue", self.cue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the document that one part of a claim rests on.

    Attributes:
        role: `actor`, `recipient`, `cue` or `date`.
        start, end: character offsets into the document's text, end excluded.
    """

    role: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.role not in MARK_ROLES:
            raise DataError("not the role of a mark", value=self.role, expected=", ".join(MARK_ROLES))
        check_span(self.start, self.end)


MARK_ROLES: Final = ("actor", "recipient", "cue", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The exact words a claim rests on.

    Attributes:
        quote: the words; `document.text[start:end] == quote`.
        start, end: character offsets into the document's text, end excluded.
        marks: where in the document the actor, the recipient and the cue stand, in document order.
    """

    quote: str
    start: int
    end: int
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        check_encodable("quote", self.quote)
        if len(self.quote) != self.end - self.start:
            raise DataError(
                "a quote that does not fill its offsets",
                value=self.quote,
                expected=f"{self.end - self.start} characters ({self.start} to {self.end})",
            )
        object.__setattr__(self, "marks", tuple(sorted(set(self.marks), key=lambda m: (m.start, m.end, m.role))))

    def pieces(self) -> list[tuple[str, str | None]]:
        """The quote cut at its marks: each piece with the role of the mark it stands in, or None.

        Where marks overlap, the one that starts first has the words.

        >>> Evidence(quote="Russia arms Iran", start=9, end=25, marks=(Mark(role="cue", start=16, end=20),)).pieces()
        [('Russia ', None), ('arms', 'cue'), (' Iran', None)]
        """
        pieces: list[tuple[str, str | None]] = []
        at = self.start
        for mark in self.marks:
            start, end = max(mark.start, at), min(mark.end, self.end)
            if start >= end:
                continue
            pieces += [(self.quote[at - self.start : start - self.start], None)] if start > at else []
            pieces.append((self.quote[start - self.start : end - self.start], mark.role))
            at = end
        rest = self.quote[at - self.start :]
        return [*pieces, (rest, None)] if rest else pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something happened: the name as written, and an id (GeoNames or an actor's) where one is known."""

    name: str
    id: str | None = None

    def __post_init__(self) -> None:
        check_encodable("place", self.name)
        if self.id is not None:
            object.__setattr__(self, "id", compress(expand(self.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one document says one actor did to or with another.

    Attributes:
        document: the id of the document.
        actor, recipient: who did it, and to or with whom; some events have no recipient.
        relation: the name of a relation of the ontology.
        event_type, mode, contexts: PLOVER; the event type is None for standing facts.
        date: when it happened, or None where nothing says so.
        modality: how firmly it is put forward.
        polarity: negative where the text says that it is not so.
        attribution: who is reported to have said it, outermost first; empty for the document's own voice.
        confidence: 0 to 1, kept to four decimals.
        evidence: the words, or None where a data set gives none.
        extractor: what made the claim, with its version.
        record: the row of a data set that the claim is, or None; `document` is then the data set's IRI.

    >>> claim = Claim(
    ...     document="a1", actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"),
    ...     recipient=ActorRef(id="kgr:CHN", name="China", state="CHN"), relation="cooperatesMilitarilyWith",
    ...     event_type="COOPERATE", contexts=("military",), date=Date(start="2017-12-07"), confidence=0.83)
    >>> claim.dyad
    ('kgr:CHN', 'kgr:RUS')
    """

    document: str
    actor: ActorRef
    recipient: ActorRef | None = None
    relation: str
    event_type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    date: Date | None = None
    place: Place | None = None
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    attribution: tuple[Attribution, ...] = ()
    confidence: float = 1.0
    evidence: Evidence | None = None
    extractor: str = "hand"
    record: Record | None = None

    def __post_init__(self) -> None:
        check_encodable("document", self.document)
        check_encodable("extractor", self.extractor)
        if not self.document:
            raise DataError("a claim without a document", value=self.relation)
        if self.record is not None and not is_dataset(self.document):
            raise DataError("a row of what is no data set", value=self.document, expected="urn:kgraph:dataset:…")
        if len(self.contexts) > 1 or not isinstance(self.contexts, tuple):
            object.__setattr__(self, "contexts", tuple(sorted(set(self.contexts))))
        _check_terms(self.relation, self.event_type, self.mode, self.contexts)
        if not 0 <= self.confidence <= 1:
            raise DataError("not a confidence", value=self.confidence, expected="a number from 0 to 1")
        object.__setattr__(self, "confidence", rounded(float(self.confidence), 4))

    @property
    def id(self) -> str:
        """The claim's IRI: a hash of what is claimed, by whom it is said, where and by which words.

        Not of the extractor or its confidence: two extractors that read the same thing made the same claim. Of a row of
        a data set it is a hash of the data set and the row's own id.
        """
        if self.record is not None:
            return f"{LOCAL}claim:{row_digest(self.document, self.record.id)}"
        words = self.evidence and [self.evidence.start, self.evidence.end, self.evidence.quote]
        said = [expand(source.id) for source in self.attribution]
        return mint(
            "claim", digest("claim", *self._content(), self.modality, self.polarity, said, self.document, words)
        )

    @property
    def event_id(self) -> str:
        """The IRI of the happening: a hash of what is claimed, whoever tells it and in which words.

        The two ends of a symmetric relation may stand either way round. Claims that are merged though they say it
        otherwise share an `Event`, which has an IRI of its own.
        """
        return mint("event", digest("event", *self._content(ordered=not RELATIONS[self.relation].symmetric)))

    @property
    def dyad(self) -> tuple[str, str] | None:
        """The two ends rolled up to states and sorted: one key for both directions. None without a recipient."""
        if self.recipient is None:
            return None
        first, second = sorted((self.actor.rollup, self.recipient.rollup))
        return first, second

    @property
    def sign(self) -> int:
        """The relation's sign: +1 cooperation, -1 conflict, 0 neither."""
        return RELATIONS[self.relation].sign

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The claim with its marked words, for notebooks."""
        return {"text/plain": as_text(self), "text/html": as_html(self)}

    def _content(self, *, ordered: bool = True) -> list[object]:
        ends = [expand(self.actor.id), None if self.recipient is None else expand(self.recipient.id)]
        if not ordered:
            ends.sort(key=lambda end: end or "")
        when = None if self.date is None else str(self.date)
        return [*ends, self.relation, self.event_type, self.mode, list(self.contexts), when]


@lru_cache(maxsize=1 << 14)
def _check_terms(relation: str, event_type: str | None, mode: str | None, contexts: tuple[str, ...]) -> None:
    try:
        known = known_relation(relation)
        if event_type is not None:
            known_event_type(event_type)
        if mode is not None:
            known_mode(event_type or "no event type", mode)
        for name in contexts:
            known_context(name)
    except UnknownNameError as error:
        raise DataError(str(error)) from error
    if event_type is None and not known.lasting:
        raise DataError("a claim without an event type", value=relation, expected="one of PLOVER's sixteen")
