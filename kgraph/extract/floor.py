"""The naive extractor every other one is measured against: names from a table, and a cue between two of them.

It has no parser. In each sentence it takes the actors that stand next to each other and asks the cues what the words
between them say; negation, modality, speakers and dates are read from simple cues around that place. What it claims
it can show, but it misses whatever is told over a longer way, by a pronoun or by "the two countries".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from kgraph import __version__
from kgraph.extract import attribution, dates
from kgraph.extract.attribution import Named, Speaker
from kgraph.extract.cues import CueMatch, cue_relation, pair_relation, takes_over_subject
from kgraph.extract.dates import DateMention
from kgraph.extract.groups import Group, Party, grouped, is_city, is_made, is_place
from kgraph.extract.modality import modality_of, polarity_of, promised
from kgraph.extract.seam import WithTables
from kgraph.language.boilerplate import dateline_end, is_boilerplate, is_caption
from kgraph.language.sentences import paragraphs, sentences_of
from kgraph.language.spans import Span
from kgraph.model import ActorKind, Attribution, Claim, Date, Document, Evidence, Mark, Mention
from kgraph.ontology import relation as known_relation

EXTRACTOR: Final = f"floor/{__version__}"

MOST_WORDS: Final = 25
"""Words between two actors at most."""

_PLACE_TYPES: Final = ("ASSAULT", "RETREAT", "MOBILIZE")
"""What happens to a place happens to the state: a state that stands as a place can be its recipient."""
_GOING: Final = re.compile(r"\b(?:visit|travel|fly|trip|tour|journey)\w*(?:\s+to)?\Z", re.IGNORECASE)
"""How a plan to meet ends that names where somebody goes: "will travel to Moscow", not "will meet in Moscow"."""
_WELCOME: Final = re.compile(r"welcom\w+\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Floor(WithTables):
    """The naive extractor; without a gazetteer of one's own it has the tables that ship with kgraph.

    >>> from kgraph.model import Document
    >>> text = "Iran sanctioned Canada on Monday."
    >>> [claim] = Floor()(Document(text=text, published="2024-06-19"))
    >>> claim.actor.id, claim.relation, claim.recipient.id, str(claim.date)
    ('kgr:IRN', 'sanctions', 'kgr:CAN', '2024-06-17')
    """

    def __call__(self, document: Document) -> Iterator[Claim]:
        """The claims of a document, in the order of its sentences."""
        mentions = self.tables.find(document.text, on=document.published, language=document.language)
        starts = [mention.start for mention in mentions]
        blocks = paragraphs(document.text)
        texts: list[str | None] = [block.of(document.text) for block in blocks]
        state = _Carried()
        for number, block in enumerate(blocks):
            following = texts[number + 1] if number + 1 < len(texts) else None
            text = texts[number] or ""
            if is_boilerplate(text) or is_caption(text, following):
                continue
            state = _Carried(speaker=state.speaker, anchor=state.anchor)
            story = block.start + dateline_end(text)
            for span in sentences_of(document.text, block):
                inside = mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
                dateline = max(0, min(story, span.end) - span.start)
                sentence = self._sentence(document, span, inside, replace(state, dateline=dateline))
                yield from sentence.claims()
                state = sentence.leaves

    def _sentence(self, document: Document, span: Span, mentions: Sequence[Mention], state: _Carried) -> _Sentence:
        text = span.of(document.text)
        parties: list[Party] = []
        named: list[Named] = []
        states: list[Named] = []
        for mention in mentions:
            if mention.actor is None or mention.end > span.end:
                continue
            start, end = mention.start - span.start, mention.end - span.start
            ref = self.tables.ref(mention.actor, on=document.published)
            actor = self.tables.get(mention.actor)
            kind = None if actor is None else actor.kind
            if mention.how != "demonym":
                named.append(Named(start, end, ref.id, ref.name, kind is ActorKind.PERSON))
            if kind is ActorKind.STATE:
                states.append(Named(start, end, ref.id, ref.name))
            before = text[max(0, start - 40) : start]
            if kind is not ActorKind.OUTLET and not is_made(before, text[end : end + 80], mention.how):
                parties.append(Party(start, end, ref, mention.how, is_place(before, mention.how)))
        return _Sentence(
            document=document,
            span=span,
            text=text,
            parties=_acting(text[: state.dateline], parties),
            named=tuple(named),
            bodies=tuple(attribution.state_bodies(text, states, named)),
            before=state,
        )


extract: Final = Floor()
"""The extractor called `floor`."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """What a sentence leaves to the next of its paragraph.

    Attributes:
        speaker: the person who spoke last, whom "he said" means.
        chain: who said what the last quotation holds.
        quoting: whether a quotation is open.
        anchor: the last date said at all, for "the same day".
        dateline: where the sentence begins after a dateline, or 0.
    """

    speaker: Attribution | None = None
    chain: tuple[Attribution, ...] = ()
    quoting: bool = False
    anchor: Date | None = None
    dateline: int = 0


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """A sentence on its way to claims; every offset in it counts from its start."""

    document: Document
    span: Span
    text: str
    parties: tuple[Party, ...]
    named: tuple[Named, ...]
    bodies: tuple[Named, ...]
    before: _Carried

    @cached_property
    def speakers(self) -> list[Speaker]:
        """Who speaks in it."""
        named = attribution.named_speakers(self.text, self.named, self.bodies)
        return attribution.speakers(self.text, named, he=self.before.speaker)

    @cached_property
    def dates(self) -> list[DateMention]:
        """The dates it says, but not that of a dateline: it is the day of writing."""
        found = dates.find_dates(self.text, published=self.document.published, anchor=self.before.anchor)
        return [mention for mention in found if mention.start >= self.before.dateline]

    @property
    def leaves(self) -> _Carried:
        """What the next sentence of the paragraph takes from it."""
        people = [speaker.source for speaker in self.speakers if speaker.is_person]
        chain = tuple(speaker.source for speaker in self.speakers) or self._carried_chain()
        return _Carried(
            speaker=people[-1] if people else self.before.speaker,
            chain=chain,
            quoting=attribution.is_inside_after(self.text, inside=self.before.quoting),
            anchor=self.dates[-1].date if self.dates else self.before.anchor,
        )

    def claims(self) -> Iterator[Claim]:
        """What it says of the actors that stand next to each other in it, once of each two states and relation."""
        said: set[tuple[str, frozenset[str]]] = set()
        for actor, recipient, cue in self._candidates():
            key = (cue.relation, frozenset((actor.actor.rollup, recipient.actor.rollup)))
            if len(key[1]) == 2 and key not in said:
                said.add(key)
                yield self._claim(actor, recipient, cue)

    def _candidates(self) -> Iterator[tuple[Party, Party, _Cue]]:
        trailing = {speaker.end for speaker in self.speakers if not speaker.start and not speaker.covers_all}
        groups = grouped(self.text, [party for party in self.parties if party.start not in trailing])
        subject: Group | None = None
        for number, group in enumerate(groups):
            yield from self._within(group, groups, number)
            if number + 1 == len(groups):
                break
            following = groups[number + 1]
            cue = self._cue(group, following, groups, number)
            if cue is None:
                continue
            taken_over = subject is not None and takes_over_subject(self.text[group.end : following.start], cue.local)
            first = subject if taken_over and subject is not None else group
            actors, recipients = (following, first) if cue.reversed else (first, following)
            if not _fit(actors, recipients, cue.relation, self.text[cue.start : cue.end]):
                continue
            subject = first
            relation = self._relation(cue, recipients)
            carried = replace(cue, relation=relation, governed_from=group.end if taken_over else 0)
            yield from ((a, r, carried) for a in actors.parties for r in recipients.parties)

    def _relation(self, cue: _Cue, recipients: Group) -> str:
        """The relation of the cue; a person is welcomed as a guest, where anything else is welcomed with words."""
        is_person = any(named.is_person and named.end == recipients.parties[0].end for named in self.named)
        welcomed = is_person and _WELCOME.match(self.text[cue.start : cue.end])
        return "hosts" if welcomed and cue.relation == "supports" else cue.relation

    def _within(self, group: Group, groups: Sequence[Group], number: int) -> Iterator[tuple[Party, Party, _Cue]]:
        """Two actors of one list, with a cue that tells what they do together before or after it."""
        if len(group.parties) < 2 or group.is_place:
            return
        lead, rest = self._around(groups, number, number)
        found = pair_relation(lead, rest)
        if found is None:
            return
        cue = self._placed(found, group.start - len(lead), group.end, group.end)
        for i, first in enumerate(group.parties):
            yield from ((first, second, cue) for second in group.parties[i + 1 :])

    def _cue(self, first: Group, second: Group, groups: Sequence[Group], number: int) -> _Cue | None:
        between = self.text[first.end : second.start]
        if len(between) > MOST_WORDS * 12 or len(between.split()) > MOST_WORDS:
            return None
        lead, rest = self._around(groups, number, number + 1)
        found = cue_relation(between, lead, rest)
        return None if found is None else self._placed(found, first.start - len(lead), first.end, second.end)

    def _around(self, groups: Sequence[Group], first: int, last: int) -> tuple[str, str]:
        start = groups[first - 1].end if first else 0
        end = groups[last + 1].start if last + 1 < len(groups) else len(self.text)
        return self.text[start : groups[first].start], self.text[groups[last].end : end]

    def _placed(self, found: CueMatch, before: int, between: int, after: int) -> _Cue:
        base = {"before": before, "between": between, "after": after}[found.region]
        return _Cue(found.relation, found.reversed, base + found.start, base + found.end, found.start, found.region)

    def _claim(self, actor: Party, recipient: Party, cue: _Cue) -> Claim:
        before, after = self.text[cue.governed_from : cue.start], self.text[cue.end :]
        subject = max(0, min(actor.start, recipient.start) - cue.governed_from)
        modality = modality_of(before, self.text[cue.start : cue.end], after, subject=subject)
        name, modality = promised(cue.relation, modality)
        relation = known_relation(name)
        date = self._date(cue)
        return Claim(
            document=self.document.id,
            actor=actor.actor,
            recipient=recipient.actor,
            relation=name,
            event_type=relation.event_type,
            mode=relation.mode,
            contexts=relation.contexts,
            date=date[0],
            modality=modality,
            polarity=polarity_of(before, after),
            attribution=attribution.chain_at(self.speakers, cue.start) or self._carried_chain(),
            confidence=_confidence(actor, recipient, cue),
            evidence=self._evidence(actor, recipient, cue, date[1]),
            extractor=EXTRACTOR,
        )

    def _date(self, cue: _Cue) -> tuple[Date | None, DateMention | None]:
        """The date nearest to the cue in the same sentence; what only an earlier one dates stays undated."""
        mention = dates.nearest_date(self.text, self.dates, cue.start)
        return (None, None) if mention is None else (mention.date, mention)

    def _carried_chain(self) -> tuple[Attribution, ...]:
        """Who said it where the sentence is a quotation that runs on and names no speaker."""
        if self.speakers or not attribution.opens_in_quotation(self.text, inside=self.before.quoting):
            return ()
        return self.before.chain

    def _evidence(self, actor: Party, recipient: Party, cue: _Cue, date: DateMention | None) -> Evidence:
        places = [
            ("actor", actor.start, actor.end),
            ("recipient", recipient.start, recipient.end),
            ("cue", cue.start, cue.end),
        ]
        if date is not None:
            places.append(("date", date.start, date.end))
        marks = tuple(
            Mark(role=role, start=self.span.start + s, end=self.span.start + e) for role, s, e in places if s < e
        )
        return Evidence(quote=self.text, start=self.span.start, end=self.span.end, marks=marks)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue with its offsets in the sentence.

    Attributes:
        local: where it starts in its region.
        governed_from: where the words that govern it begin; later than 0 where its subject is taken over from before.
    """

    relation: str
    reversed: bool
    start: int
    end: int
    local: int
    region: str
    governed_from: int = 0


def _acting(dateline: str, parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties without those of the dateline; capitals and a dash alone are one only where they name a city."""
    is_plain = not any(mark in ",(" or mark.isdigit() for mark in dateline)
    return tuple(p for p in parties if p.start >= len(dateline) or (is_plain and not is_city(p.how)))


def _fit(actors: Group, recipients: Group, relation: str, cue: str) -> bool:
    """Places do not act; things are done to them only by what happens on the ground, and somebody may go there."""
    if actors.is_place:
        return False
    goes = relation == "visits" or (relation == "plansToMeet" and _GOING.search(cue) is not None)
    return goes or not recipients.is_place or known_relation(relation).event_type in _PLACE_TYPES


def _confidence(actor: Party, recipient: Party, cue: _Cue) -> float:
    """0.75 for a cue between two neighbours; less with the distance, or with a cue beside them; never below 0.5.

    0.01 off for each dozen characters between the two, 0.1 at most; 0.05 off for a cue that stands before or after
    them, for a passive, and for a subject taken over from further back.
    """
    apart = max(0, max(actor.start, recipient.start) - min(actor.end, recipient.end))
    off = min(0.1, 0.01 * (apart // 12)) + 0.05 * ((cue.region != "between") + cue.reversed + (cue.governed_from > 0))
    return max(0.5, round(0.75 - off, 2))
