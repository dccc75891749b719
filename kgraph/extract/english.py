"""The extractor that reads English by its grammar: actors by discourse, pairs by the tree, events by the classifier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final, TypeAlias

from kgraph import __version__
from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.discourse import Discourse, Reference, Use, resolve
from kgraph.discourse.story import datelines, outside_story
from kgraph.discourse.syntax import Syntax
from kgraph.extract import attribution, dates
from kgraph.extract.attribution import Named, Speaker
from kgraph.extract.between import is_negated, words_about, words_between
from kgraph.extract.candidates import Candidate, Participant, candidates, on_one_side, participants
from kgraph.extract.classifier import NONE, EventClassifier, Judged, load_classifier
from kgraph.extract.dates import DateMention
from kgraph.extract.modality import modality_of, promised
from kgraph.extract.relations import relation_for
from kgraph.extract.saying import Sayings
from kgraph.language import load_model
from kgraph.language.sentences import paragraphs
from kgraph.language.trees import words
from kgraph.model import (
    ActorKind,
    ActorRef,
    Attribution,
    Claim,
    Date,
    DateBasis,
    Document,
    Evidence,
    Mark,
    Modality,
    Polarity,
)
from kgraph.ontology import Relation
from kgraph.ontology import relation as known_relation

EXTRACTOR: Final = f"english/{__version__}"
_MOST_NONE: Final = 0.5
"""From this probability on that nothing happened between the two, nothing did."""
_LEAST: Final = 0.3
"""The least probability of the likeliest type: of less likely ones hardly any is right."""
_HABITS: Final = words(
    "consistently regularly often always usually repeatedly frequently previously traditionally historically routinely"
)
_ON_PLACES: Final = frozenset({"ASSAULT", "MOBILIZE", "RETREAT"})
"""What happens in a place happens to its state."""
_CALLED_FOR: Final = frozenset({"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"})
"""What somebody may call on another to do with him."""
_TOGETHER: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_AMONG: Final = ("between", "among")
_RECEIVES: Final = words("receive host welcome greet")
"""Of a visit the guest is the actor, whoever is the subject."""
_TRAVELS: Final = words("arrive come depart fly go head leave pay return stop tour travel trip visit")
"""Who does so to a place is received there."""
_RIGHT_PAIRS: Final = 0.85
"""Of claims whose type the network is sure of so many have the right two actors: measured on `tuning.jsonl`."""


@dataclass(frozen=True)
class English:
    """The extractor called `english`; without a gazetteer of one's own it has the tables that ship with kgraph.

    >>> from kgraph.model import Document
    >>> text = "Iran condemned Canada on Monday."
    >>> [claim] = English()(Document(text=text, published="2024-06-19"))
    >>> claim.actor.id, claim.event_type, claim.recipient.id, str(claim.date)
    ('kgr:IRN', 'ACCUSE', 'kgr:CAN', '2024-06-17')
    """

    gazetteer: Gazetteer | None = None

    def with_gazetteer(self, gazetteer: Gazetteer) -> English:
        """The same extractor with other tables of actors."""
        return replace(self, gazetteer=gazetteer)

    def __call__(self, document: Document) -> Iterator[Claim]:
        """The claims of a document, in the order of its sentences."""
        tables = load_gazetteer() if self.gazetteer is None else self.gazetteer
        sentences = load_model().parse(document.text)
        outside = outside_story(document.text, sentences)
        discourse = resolve(document, sentences, tables, skip=outside)
        blocks = paragraphs(document.text)
        starts = {block.start for block in blocks}
        lines = datelines(document.text)
        carried = _Carried()
        reader = _Reader(document, discourse, tables, load_classifier())
        for number, sentence in enumerate(sentences):
            if number in outside:
                continue
            if sentence.start in starts:
                carried = _Carried(speaker=carried.speaker, anchor=carried.anchor)
            dateline = next((end for start, end in lines if start <= sentence.start < end), sentence.start)
            read = reader.sentence(number, replace(carried, dateline=max(0, dateline - sentence.start)))
            yield from read.claims()
            carried = read.leaves


_Row: TypeAlias = tuple[Candidate, Judged, list[tuple[ActorRef, ActorRef]]]
"""Two who may stand in an event, what the classifier says of them, and who stands for their ends."""


def _is_event(judged: Judged) -> bool:
    return judged.types[NONE] < _MOST_NONE and judged.types[judged.event_type] >= _LEAST


extract: Final = English()
"""The extractor called `english`."""


def _naming(actor: ActorRef, references: Sequence[Reference]) -> Reference:
    """The first reference that means an actor."""
    return next(reference for reference in references if any(ref.id == actor.id for ref in reference.actors))


@dataclass(frozen=True, slots=True)
class _Carried:
    """What a sentence leaves to the next of its paragraph; as the floor has it."""

    speaker: Attribution | None = None
    chain: tuple[Attribution, ...] = ()
    quoting: bool = False
    anchor: Date | None = None
    told_of: Date | None = None
    dateline: int = 0


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    discourse: Discourse
    tables: Gazetteer
    classifier: EventClassifier

    def sentence(self, number: int, before: _Carried) -> _Sentence:
        """One sentence with its references, speakers and dates."""
        syntax = Syntax(self.discourse.sentences[number])
        text, start = syntax.sentence.text, syntax.sentence.start
        references = self.discourse.within(number)
        named = tuple(
            Named(r.start - start, r.end - start, r.actors[0].id, r.actors[0].name, self._is_person(r))
            for r in references
            if len(r.actors) == 1 and r.use is Use.ACTOR and r.how not in ("demonym", "pronoun", "speaker", "set")
        )
        speakers = attribution.speakers(text, attribution.named_speakers(text, named, ()), he=before.speaker)
        found = dates.find_dates(text, published=self.document.published, anchor=before.anchor)
        found = [mention for mention in found if mention.start >= before.dateline]
        sayings = Sayings(syntax, references)
        return _Sentence(self, syntax, references, sayings, tuple(speakers), tuple(found), before)

    def _is_person(self, reference: Reference) -> bool:
        actor = self.tables.get(reference.actors[0].id)
        return actor is None or actor.kind is ActorKind.PERSON


@dataclass(frozen=True, slots=True)
class _Sentence:
    reader: _Reader
    syntax: Syntax
    references: Sequence[Reference]
    sayings: Sayings
    speakers: tuple[Speaker, ...]
    dates: tuple[DateMention, ...]
    before: _Carried

    @property
    def leaves(self) -> _Carried:
        """What the next sentence of the paragraph takes from it."""
        people = [speaker.source for speaker in self.speakers if speaker.is_person]
        chain = tuple(speaker.source for speaker in self.speakers) or self._carried_chain()
        return _Carried(
            speaker=people[-1] if people else self.before.speaker,
            chain=chain,
            quoting=attribution.is_inside_after(self.syntax.sentence.text, inside=self.before.quoting),
            anchor=self.dates[-1].date if self.dates else self.before.anchor,
            told_of=self.dates[-1].date if self.dates else self.before.told_of,
        )

    def claims(self) -> Iterator[Claim]:
        """What it says of its actors; of two states and one type once."""
        said: set[tuple[str | None, str, str]] = set()
        judged = [row for row in self._judged() if _is_event(row[1]) and self._may_be(*row[:2])]
        directed = [row for row in judged if not row[0].mutual]
        for candidate, answer, pairs in judged:
            if candidate.mutual and not self._is_of_their_own(candidate, answer, directed):
                continue
            for actor, recipient in pairs:
                for claim in self._told(candidate, answer, actor, recipient):
                    ends = claim.actor.rollup, "" if claim.recipient is None else claim.recipient.rollup
                    if (claim.event_type, *ends) not in said:
                        said.add((claim.event_type, *ends))
                        if known_relation(claim.relation).symmetric:
                            said.add((claim.event_type, *ends[::-1]))
                        yield claim

    def _told(self, candidate: Candidate, judged: Judged, actor: ActorRef, recipient: ActorRef) -> Iterator[Claim]:
        """The claim of one on another; the other way round too where both do it and its relation has a direction."""
        if on_one_side(actor, recipient):
            return
        claim = self._claim(candidate, judged, actor, recipient)
        yield claim
        if candidate.mutual and not known_relation(claim.relation).symmetric:
            yield self._claim(candidate, judged, recipient, actor)

    def _judged(self) -> Iterator[_Row]:
        """The candidates with what the classifier says, and who stands for their ends."""
        found, classifier = self._participants(), self.reader.classifier
        for candidate in candidates(self.syntax, found):
            actor, recipient = candidate.actor, candidate.recipient
            judged = classifier.judge(self.syntax, (actor.first, actor.end), (recipient.first, recipient.end))
            pairs = [(a, r) for a in actor.reference.actors for r in recipient.reference.actors]
            yield candidate, judged, pairs
        for several in found:
            governor = self.syntax[several.head].head
            if len(several.reference.actors) < 2 or governor is None:
                continue
            candidate = Candidate(actor=several, recipient=several, cue=governor, mutual=True)
            judged = classifier.judge_several(self.syntax, (several.first, several.end))
            yield candidate, judged, list(combinations(several.reference.actors, 2))

    def _participants(self) -> list[Participant]:
        found = participants(self.syntax, self.references)
        outlets = self.reader.tables
        return [
            one
            for one in found
            if not all(
                (actor := outlets.get(ref.id)) is not None and actor.kind is ActorKind.OUTLET
                for ref in one.reference.actors
            )
        ]

    def _may_be(self, candidate: Candidate, judged: Judged) -> bool:
        """Whether a type can be of the two by who they are: a place does not act, and little is done to it."""
        ends = candidate.actor.reference.actors, candidate.recipient.reference.actors
        if candidate.actor is not candidate.recipient:
            alike = [on_one_side(*pair) for pair in product(*ends)]
            if all(alike) or (any(alike) and len(ends[1]) > 1):
                return False  # "their troops" of a list are each one's own
        if candidate.actor.reference.use is Use.PLACE:
            return False
        if candidate.recipient.reference.use is not Use.PLACE or judged.event_type in _ON_PLACES:
            return True
        return judged.event_type == "CONSULT" and self.syntax[candidate.cue].lemma in _TRAVELS

    def _is_of_their_own(self, candidate: Candidate, judged: Judged, directed: Sequence[_Row]) -> bool:
        """Whether those of a list do something to one another: not where they do it to somebody else, or he to them.

        "France and Italy met with Spain" tells of France and Italy too, "France and Italy praised Spain" does not.
        """
        ends = {actor.id for end in (candidate.actor, candidate.recipient) for actor in end.reference.actors}
        if self.syntax.case(candidate.actor.head) in _AMONG:
            return True
        for other, answer, _ in directed:
            if self.syntax.label(candidate.cue) == "ccomp" and self.syntax[candidate.cue].head == other.cue:
                continue  # he says it of them
            acts, bears = (
                any(actor.id in ends for actor in end.reference.actors) for end in (other.actor, other.recipient)
            )
            if (bears and not acts) or (acts and not bears and answer.event_type != judged.event_type):
                return False
        return not directed or judged.event_type in _TOGETHER

    def _claim(self, candidate: Candidate, judged: Judged, actor: ActorRef, recipient: ActorRef) -> Claim:
        text, base = self.syntax.sentence.text, self.syntax.sentence.start
        cue = self.syntax[candidate.cue]
        start, end = cue.start - base, cue.end - base
        subject = max(0, min(candidate.actor.reference.start, candidate.recipient.reference.start) - base)
        modality = modality_of(text[:start], text[start:end], text[end:], subject=min(subject, start))
        polarity = Polarity.NEGATIVE if self._is_negated(candidate) else Polarity.POSITIVE
        between = text[subject : max(candidate.actor.reference.end, candidate.recipient.reference.end) - base]
        relation = relation_for(judged, between, mutual=candidate.mutual)
        if relation == "visits" and cue.lemma in _RECEIVES:
            actor, recipient = recipient, actor
        name, modality = promised(relation, modality)
        known = known_relation(name)
        if known.event_type in ("AGREE", "REQUEST", "THREATEN", "REJECT", "ACCUSE") and modality is Modality.PLANNED:
            modality = Modality.ASSERTED
        if judged.event_type == "REJECT":
            polarity = Polarity.POSITIVE
        elif self.syntax[candidate.cue].lemma == "deny":
            modality, polarity = Modality.DENIED, Polarity.NEGATIVE
        date, mention = self._date(candidate, start)
        chain = self.sayings.over(candidate.cue) or self._carried_chain()
        if modality is Modality.CALLED_FOR and known.event_type in _CALLED_FOR and chain:
            actor, recipient, known = self._as_request(actor, recipient, known, chain[-1].id)
            name = known.name
        return Claim(
            document=self.reader.document.id,
            actor=actor,
            recipient=recipient,
            relation=name,
            event_type=known.event_type,
            mode=known.mode,
            contexts=known.contexts,
            date=date,
            modality=modality,
            polarity=polarity,
            attribution=chain,
            confidence=round(_RIGHT_PAIRS * judged.types[judged.event_type], 2),
            evidence=self._evidence(candidate, actor, recipient, mention),
            extractor=EXTRACTOR,
        )

    def _as_request(
        self, actor: ActorRef, recipient: ActorRef, known: Relation, speaker: str
    ) -> tuple[ActorRef, ActorRef, Relation]:
        """What one side says that the two should do is what it asks of the other; what others say of them stays."""
        said = next((ref for one in self.references for ref in one.actors if ref.id == speaker), None)
        if said is None or on_one_side(said, actor) == on_one_side(said, recipient):
            return actor, recipient, known
        return said, actor if on_one_side(said, recipient) else recipient, known_relation("requestsFrom")

    def _is_negated(self, candidate: Candidate) -> bool:
        actor, recipient = candidate.actor, candidate.recipient
        if actor is recipient:
            return is_negated(words_about(self.syntax, (actor.first, actor.end)))
        return is_negated(words_between(self.syntax, (actor.first, actor.end), (recipient.first, recipient.end)))

    def _date(self, candidate: Candidate, cue: int) -> tuple[Date | None, DateMention | None]:
        """The date nearest to the cue; where there is none, that of the speech that runs on, else of the document."""
        own = [mention for mention in self.dates if self._is_date_of(mention, candidate)]
        mention = dates.nearest_date(self.syntax.sentence.text, own, cue)
        if mention is not None:
            return mention.date, mention
        published = self.reader.document.published
        if published is None or self._is_habit(candidate.cue):
            return None, None
        if self.before.anchor is not None and self._goes_on():
            return self.before.anchor, None
        if self.before.told_of is not None and self._is_past(candidate.cue):
            return self.before.told_of, None  # a paragraph that began in March goes on there
        return Date(start=published, basis=DateBasis.DOCUMENT), None

    def _is_date_of(self, mention: DateMention, candidate: Candidate) -> bool:
        """Whether a date may be that of a deed: not one of a clause below it, "the truce that they signed in May"."""
        start = mention.start + self.syntax.sentence.start
        place = next((i for i, token in enumerate(self.syntax.tokens) if token.end > start), None)
        if place is None:
            return True
        clause = self.syntax.clause(place)
        ends = {self.syntax.clause(end.head) for end in (candidate.actor, candidate.recipient)}
        way = {candidate.cue, *ends}
        above = self.syntax[clause].head
        if clause in way or above is None or self.syntax.label(clause) == "conj":
            return True
        return candidate.cue not in self.syntax.upwards(above)

    def _is_past(self, cue: int) -> bool:
        """Whether it is told in the simple past: "did", "was done", not "has done"."""
        verbs = [cue, *self.syntax.children(cue, "aux", "cop")]
        feats = [(self.syntax[place].feat("Tense"), self.syntax[place].feat("VerbForm")) for place in verbs]
        return ("Past", "Fin") in feats

    def _is_habit(self, cue: int) -> bool:
        """Whether something is said to happen again and again, or some time before."""
        near = {cue, *self.syntax.kids[cue]}
        head = self.syntax[cue].head
        if head is not None:
            near |= {head, *self.syntax.kids[head]}
        return any(self.syntax.lower[place] in _HABITS for place in near)

    def _goes_on(self) -> bool:
        """Whether the sentence is still what the speaker of the one before says."""
        spoken = [speaker.source.id for speaker in self.speakers]
        if self.before.speaker is not None and self.before.speaker.id in spoken:
            return True
        return not spoken and attribution.opens_in_quotation(self.syntax.sentence.text, inside=self.before.quoting)

    def _carried_chain(self) -> tuple[Attribution, ...]:
        text = self.syntax.sentence.text
        if self.speakers or not attribution.opens_in_quotation(text, inside=self.before.quoting):
            return ()
        return self.before.chain

    def _evidence(
        self, candidate: Candidate, actor: ActorRef, recipient: ActorRef, date: DateMention | None
    ) -> Evidence:
        """The sentence, marked where it names those of the claim: of a visit the guest, who need not be the subject."""
        sentence, cue = self.syntax.sentence, self.syntax[candidate.cue]
        ends = candidate.actor.reference, candidate.recipient.reference
        doer, other = _naming(actor, (*ends, *self.references)), _naming(recipient, (*ends[::-1], *self.references))
        places = [("actor", doer.start, doer.end), ("recipient", other.start, other.end), ("cue", cue.start, cue.end)]
        if date is not None:
            places.append(("date", date.start + sentence.start, date.end + sentence.start))
        marks = tuple(dict.fromkeys(Mark(role=role, start=start, end=end) for role, start, end in places))
        return Evidence(quote=sentence.text, start=sentence.start, end=sentence.end, marks=marks)
