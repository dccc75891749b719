"""Proposals held against the text: what it bears out becomes a claim, in the text's own words and at their offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.errors import DataError
from kgraph.extract import dates
from kgraph.extract.dates import DateMention
from kgraph.extract.llm.ledger import Reason
from kgraph.extract.llm.proposals import LeftOutError, Proposal, read_proposal
from kgraph.extract.llm.quoting import Quotable
from kgraph.extract.llm.who import Who, who_in
from kgraph.language.sentences import sentences
from kgraph.language.spans import Span
from kgraph.model import ActorRef, Attribution, Claim, Date, DateBasis, Document, Evidence, Mark, local_actor_id
from kgraph.ontology import EVENT_TYPES

CONFIDENCE: Final = 0.7
"""Of every claim that the text bears out: not calibrated, and what a model thinks of itself is not asked."""
MOST_SENTENCES: Final = 3
"""Sentences of a quote: more say too little of which words a claim rests on."""
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "him", "her", "them", "us"})


@dataclass(frozen=True)
class Checker:
    """Holds proposals against one document.

    Attributes:
        document: the text.
        gazetteer: whom it may name.
        extractor: what the claims are made by.
    """

    document: Document
    gazetteer: Gazetteer
    extractor: str

    @cached_property
    def sentences(self) -> list[Span]:
        """The document's sentences."""
        return sentences(self.document.text)

    @cached_property
    def _quotable(self) -> Quotable:
        return Quotable(self.document.text)

    @cached_property
    def _who(self) -> Who:
        return who_in(self.document, self.gazetteer)

    def chunks(self, most: int) -> Iterator[Span]:
        """The document in stretches of whole sentences, of at most so many characters where no sentence is longer."""
        start = end = -1
        for sentence in self.sentences:
            if start >= 0 and sentence.end - start > most:
                yield Span(start, end)
                start = -1
            start, end = sentence.start if start < 0 else start, sentence.end
        if start >= 0:
            yield Span(start, end)

    def judge(self, item: object, chunk: Span) -> list[Claim] | Reason:
        """The claims of one proposal about a stretch of the document, or why there is none.

        "The two leaders" make several claims.
        """
        try:
            proposal = read_proposal(item)
            quote = next(self._quotable.find(proposal.quote, chunk), None)
            if quote is None:
                raise LeftOutError(Reason.NOT_QUOTED)
            return _Borne(self, proposal, quote, self._whole(quote)).claims()
        except LeftOutError as error:
            return error.reason
        except DataError:  # a claim refuses itself: its terms are known, but not together
            return Reason.MISFIT

    def _whole(self, quote: Span) -> Span:
        """The whole sentences of a quote: half a one may leave out the "not"."""
        first = bisect_right(self.sentences, quote.start, key=lambda sentence: sentence.start) - 1
        last = bisect_right(self.sentences, quote.end - 1, key=lambda sentence: sentence.start) - 1
        if last - first >= MOST_SENTENCES:
            raise LeftOutError(Reason.TOO_LONG)
        start, end = self.sentences[first].start, self.sentences[last].end
        return Span(min(start, quote.start), max(end, quote.end))

    def found(self, words: str, within: Span) -> list[Span]:
        """Where words of a proposal stand."""
        return list(self._quotable.find(words, within))

    def meant(self, places: list[Span]) -> tuple[Span, tuple[ActorRef, ...]] | None:
        """The first of the places whose words mean somebody, and whom; None where none do."""
        return next(((place, actors) for place in places if (actors := self._who(place))), None)


@dataclass(frozen=True)
class _Borne:
    """A proposal whose quote was found."""

    checker: Checker
    proposal: Proposal
    quote: Span
    evidence: Span

    def claims(self) -> list[Claim]:
        """Its claims, of which there is one at least."""
        proposal = self.proposal
        kind = None if proposal.event_type is None else EVENT_TYPES[proposal.event_type]
        if proposal.recipient is None and (kind is None or kind.needs_recipient):
            raise LeftOutError(Reason.NO_RECIPIENT)
        actor_at, actors = self._end(proposal.actor)
        recipient_at, recipients = self._other_end(proposal.recipient)
        pairs = [(a, r) for a, r in product(actors, recipients) if r is None or a.rollup != r.rollup]
        if not pairs:
            raise LeftOutError(Reason.ONE_SIDE)
        date, mention = self._date()
        marks = [("actor", actor_at), ("recipient", recipient_at), ("date", mention), ("cue", self._cue())]
        evidence = Evidence(
            quote=self.evidence.of(self.checker.document.text),
            start=self.evidence.start,
            end=self.evidence.end,
            marks=tuple(Mark(role=role, start=at.start, end=at.end) for role, at in marks if at is not None),
        )
        return [self._claim(actor, recipient, date, evidence) for actor, recipient in pairs]

    def _claim(self, actor: ActorRef, recipient: ActorRef | None, date: Date | None, evidence: Evidence) -> Claim:
        return Claim(
            document=self.checker.document.id,
            actor=actor,
            recipient=recipient,
            relation=self.proposal.relation,
            event_type=self.proposal.event_type,
            mode=self.proposal.mode,
            contexts=self.proposal.contexts,
            date=date,
            modality=self.proposal.modality,
            polarity=self.proposal.polarity,
            attribution=self._said_by(),
            confidence=CONFIDENCE,
            evidence=evidence,
            extractor=self.checker.extractor,
        )

    def _end(self, words: str) -> tuple[Span, tuple[ActorRef, ...]]:
        places = self.checker.found(words, self.quote)
        if not places:
            raise LeftOutError(Reason.NOT_NAMED)
        meant = self.checker.meant(places)
        if meant is None:
            raise LeftOutError(Reason.UNKNOWN)
        return meant

    def _other_end(self, words: str | None) -> tuple[Span | None, tuple[ActorRef | None, ...]]:
        return (None, (None,)) if words is None else self._end(words)

    def _cue(self) -> Span | None:
        return next(iter(self.checker.found(self.proposal.cue or "", self.quote)), None)

    def _date(self) -> tuple[Date | None, Span | None]:
        """The date of the words that are said to give it; where none are given and none are there, the document's."""
        published = self.checker.document.published
        mentions = dates.find_dates(self.evidence.of(self.checker.document.text), published=published)
        if self.proposal.when is not None:
            for place in self.checker.found(self.proposal.when, self.evidence):
                for mention in mentions:
                    at = self._at(mention)
                    if at.start < place.end and place.start < at.end:
                        return mention.date, at
            return None, None
        if published is None or mentions or self.proposal.event_type is None:
            return None, None
        return Date(start=published, basis=DateBasis.DOCUMENT), None

    def _at(self, mention: DateMention) -> Span:
        return Span(self.evidence.start + mention.start, self.evidence.start + mention.end)

    def _said_by(self) -> tuple[Attribution, ...]:
        chain: dict[str, Attribution] = {}
        for words in self.proposal.said_by:
            source = self._speaker(words)
            chain.setdefault(source.id, source)
        return tuple(chain.values())

    def _speaker(self, words: str) -> Attribution:
        """Whoever the words mean where they stand last before the end of the quote, or somebody no table knows."""
        places = self.checker.found(words, Span(0, self.evidence.end))[::-1]
        if not places:
            raise LeftOutError(Reason.SPEAKER)
        meant = self.checker.meant(places)
        if meant is not None:
            return Attribution(id=meant[1][0].id, name=meant[1][0].name)
        name = " ".join(places[0].of(self.checker.document.text).split())
        if name.lower() in _PRONOUNS:
            raise LeftOutError(Reason.SPEAKER)
        return Attribution(id=local_actor_id(name), name=name)
