"""The extractor that reads English by its grammar: actors by discourse, pairs by the tree, events by the classifier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final, TypeAlias

from kgraph import __version__
from kgraph.actors import Gazetteer
from kgraph.discourse import Discourse, Reference, Use, resolve
from kgraph.discourse.story import datelines, outside_story
from kgraph.discourse.syntax import Syntax
from kgraph.extract import attribution
from kgraph.extract.attribution import Named, Speaker
from kgraph.extract.bystanders import stands_by
from kgraph.extract.candidates import Candidate, Participant, candidates, on_one_side, participants
from kgraph.extract.claiming import Claiming
from kgraph.extract.classifier import NONE, EventClassifier, Judged, load_classifier
from kgraph.extract.implied import NOTHING_IN_MIND, InMind, deeds, is_aside
from kgraph.extract.relations import goods_between, may_be_goods
from kgraph.extract.saying import Sayings
from kgraph.extract.seam import WithTables
from kgraph.extract.standing import first_of_each, standing_facts
from kgraph.extract.stating import is_tie
from kgraph.extract.when import NOTHING_TOLD, Told, read_when
from kgraph.language import load_model
from kgraph.language.sentences import paragraphs
from kgraph.language.trees import words
from kgraph.model import (
    ActorKind,
    ActorRef,
    Attribution,
    Claim,
    Document,
)
from kgraph.ontology import relation as known_relation

EXTRACTOR: Final = f"english/{__version__}"
_MOST_NONE: Final = 0.6
"""From this probability on that nothing happened between the two, nothing did."""
_SURELY_NONE: Final = 0.8
"""From this one on also where words tell of goods that flow from one to the other."""
_LEAST: Final = 0.25
"""The least probability of the likeliest type: of less likely ones hardly any is right."""
_LEAST_SAID: Final = 0.85
"""The same where somebody only says what another did: that is no charge by itself."""
_ONLY_SAYS: Final = words("say tell report state add announce note recall confirm")
_LEAST_IMPLIED: Final = 0.7
"""The same of a deed whose other side is not named."""
_ON_PLACES: Final = frozenset({"ASSAULT", "MOBILIZE", "RETREAT"})
"""What happens in a place happens to its state."""
_SUSTAINED: Final = frozenset({"AID", "COOPERATE", "SUPPORT"})
"""What a participle tells besides a tie that lasts: "the group, backed by Chad"."""
_TOGETHER: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_AMONG: Final = ("between", "among")
_RECALLS: Final = words("withdraw recall pull evacuate")
_TRAVELS: Final = words("arrive come depart fly go head leave pay return stop tour travel trip visit")
"""Who does so to a place is received there."""


@dataclass(frozen=True)
class English(WithTables):
    """The extractor called `english`; without a gazetteer of one's own it has the tables that ship with kgraph.

    >>> from kgraph.model import Document
    >>> text = "Iran condemned Canada on Monday."
    >>> [claim] = English()(Document(text=text, published="2024-06-19"))
    >>> claim.actor.id, claim.event_type, claim.recipient.id, str(claim.date)
    ('kgr:IRN', 'ACCUSE', 'kgr:CAN', '2024-06-17')
    """

    def __call__(self, document: Document) -> Iterator[Claim]:
        """The claims of a document, in the order of its sentences."""
        tables = self.tables
        sentences = load_model().parse(document.text)
        outside = outside_story(document.text, sentences)
        discourse = resolve(document, sentences, tables, skip=outside)
        blocks = paragraphs(document.text)
        starts = {block.start for block in blocks}
        lines = datelines(document.text)
        carried, ties = _Carried(), set[tuple[str, ...]]()
        reader = _Reader(document, discourse, tables, load_classifier())
        for number, sentence in enumerate(sentences):
            if number in outside:
                continue
            if sentence.start in starts:
                carried = _Carried(speaker=carried.speaker, told=carried.told.in_new_paragraph, mind=carried.mind)
            dateline = next((end for start, end in lines if start <= sentence.start < end), sentence.start)
            start = max(0, dateline - sentence.start)
            carried = replace(carried, dateline=start, mind=replace(carried.mind, at=number))
            read = reader.sentence(number, carried)
            claims = read.claims()
            yield from claims
            yield from first_of_each(read.standing(), ties)
            carried = replace(read.leaves, mind=carried.mind.after(claims, read.named))


_Row: TypeAlias = tuple[Candidate, Judged, list[tuple[ActorRef, ActorRef]]]
"""Two who may stand in an event, what the classifier says of them, and who stands for their ends."""


def _keys(claim: Claim) -> list[tuple[str | None, str, str]]:
    """By what claims of a sentence are one: type and both states; of a symmetric relation either way round."""
    ends = claim.actor.rollup, "" if claim.recipient is None else claim.recipient.rollup
    keys = [(claim.event_type, *ends)]
    return [*keys, (claim.event_type, *ends[::-1])] if known_relation(claim.relation).symmetric else keys


def _may_act(candidate: Candidate) -> bool:
    """Whether one can act on the other by who the two are: nobody does on his own side, and no place does."""
    actor, recipient = candidate.actor.reference, candidate.recipient.reference
    alike = [on_one_side(*pair) for pair in product(actor.actors, recipient.actors)]
    if all(alike) or (any(alike) and len(recipient.actors) > 1):
        return False  # "their troops" of a list are each one's own
    return actor.use is not Use.PLACE


extract: Final = English()
"""The extractor called `english`."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """What a sentence leaves to the next of its paragraph; as the floor has it."""

    speaker: Attribution | None = None
    chain: tuple[Attribution, ...] = ()
    quoting: bool = False
    told: Told = NOTHING_TOLD
    mind: InMind = NOTHING_IN_MIND
    dateline: int = 0


def _goes_on(text: str, speakers: Sequence[Speaker], before: _Carried) -> bool:
    """Whether a sentence is still what the speaker of the one before says."""
    spoken = [speaker.source.id for speaker in speakers]
    if before.speaker is not None and before.speaker.id in spoken:
        return True
    return not spoken and attribution.opens_in_quotation(text, inside=before.quoting)


def _carried_chain(text: str, speakers: Sequence[Speaker], before: _Carried) -> tuple[Attribution, ...]:
    """Who says what a sentence tells that names nobody who does: those of the one before, while a quotation goes on."""
    if speakers or not attribution.opens_in_quotation(text, inside=before.quoting):
        return ()
    return before.chain


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
        goes_on = _goes_on(text, tuple(speakers), before)
        when = read_when(
            syntax, published=self.document.published, told=before.told, after=before.dateline, goes_on=goes_on
        )
        claiming = Claiming(
            document=self.document.id,
            syntax=syntax,
            references=references,
            sayings=Sayings(syntax, references),
            carried=_carried_chain(text, speakers, before),
            when=when,
            extractor=EXTRACTOR,
        )
        return _Sentence(self, syntax, references, tuple(speakers), claiming, before)

    def _is_person(self, reference: Reference) -> bool:
        actor = self.tables.get(reference.actors[0].id)
        return actor is None or actor.kind is ActorKind.PERSON


@dataclass(frozen=True, slots=True)
class _Sentence:
    reader: _Reader
    syntax: Syntax
    references: Sequence[Reference]
    speakers: tuple[Speaker, ...]
    claiming: Claiming
    before: _Carried

    @property
    def named(self) -> list[ActorRef]:
        """Who is named in it as an actor."""
        return [actor for one in self.references if one.use is Use.ACTOR for actor in one.actors]

    @property
    def leaves(self) -> _Carried:
        """What the next sentence of the paragraph takes from it."""
        people = [speaker.source for speaker in self.speakers if speaker.is_person]
        chain = tuple(speaker.source for speaker in self.speakers) or self.claiming.carried
        return _Carried(
            speaker=people[-1] if people else self.before.speaker,
            chain=chain,
            quoting=attribution.is_inside_after(self.syntax.sentence.text, inside=self.before.quoting),
            told=self.claiming.when.leaves,
        )

    def claims(self) -> list[Claim]:
        """What it says of its actors; of two states and one type once."""
        found = self._participants()
        judged = [row for row in self._judged(found) if self._is_event(*row[:2]) and self._may_be(*row[:2])]
        directed = [row for row in judged if not row[0].mutual]
        rows = [row for row in judged if not row[0].mutual or self._is_of_their_own(*row[:2], directed)]
        claims = self._once(rows, [])
        told = {(row[0].actor.head, row[0].cue) for row in rows}
        return claims + self._once(self._implied(found, told, self.before.mind.after(claims)), claims)

    def standing(self) -> Iterator[Claim]:
        """The ties that last of which it tells."""
        document, dates = self.reader.document, self.claiming.when.mentions
        for fact in standing_facts(
            self.syntax, self.references, self.reader.tables, dates=dates, on=document.published
        ):
            chain = self.claiming.chain_over(fact.held.clause)
            yield fact.claim(document.id, self.syntax.sentence, attribution=chain, extractor=EXTRACTOR)

    def _once(self, rows: Iterable[_Row], before: Sequence[Claim]) -> list[Claim]:
        """The claims of what was judged; of two states and one type one, beside those before."""
        claims: list[Claim] = []
        said = {key for claim in before for key in _keys(claim)}
        for candidate, answer, pairs in rows:
            for actor, recipient in pairs:
                for claim in self._told(candidate, answer, actor, recipient):
                    keys = _keys(claim)
                    if keys[0] not in said:
                        said.update(keys)
                        claims.append(claim)
        return claims

    def _implied(self, found: Sequence[Participant], told: set[tuple[int, int]], mind: InMind) -> Iterator[_Row]:
        """The deeds that name no other side, on the side that the text before has in mind."""
        for deed in deeds(self.syntax, found, told):
            known = mind.here if is_aside(self.syntax, deed.cue) else mind
            if not known.told:
                continue  # nobody can be meant, whatever it is
            actor, thing = deed.actor, deed.recipient
            extent, classifier = (actor.first, actor.end), self.reader.classifier
            if thing.head == deed.cue:
                judged = classifier.judge_deed(self.syntax, extent, deed.cue)
            else:
                judged = classifier.judge(self.syntax, extent, (thing.first, thing.end))
            if judged.types[NONE] >= _MOST_NONE or judged.types[judged.event_type] < _LEAST_IMPLIED:
                continue
            others = known.other_side(actor.reference.actors, judged.event_type, self.syntax[thing.head].lemma)
            meant = replace(thing, reference=replace(thing.reference, actors=others))
            yield replace(deed, recipient=meant), judged, list(product(actor.reference.actors, others))

    def _told(self, candidate: Candidate, judged: Judged, actor: ActorRef, recipient: ActorRef) -> Iterator[Claim]:
        """The claim of one on another; the other way round too where both do it and its relation has a direction."""
        if on_one_side(actor, recipient):
            return
        claim = self.claiming.claim(candidate, judged, actor, recipient)
        yield claim
        if candidate.mutual and not known_relation(claim.relation).symmetric:
            yield self.claiming.claim(candidate, judged, recipient, actor)

    def _judged(self, found: Sequence[Participant]) -> Iterator[_Row]:
        """The candidates with what the classifier says, and who stands for their ends."""
        classifier = self.reader.classifier
        for candidate in filter(_may_act, candidates(self.syntax, found)):
            if stands_by(self.syntax, candidate, found):
                continue
            actor, recipient = candidate.actor, candidate.recipient
            judged = classifier.judge(self.syntax, (actor.first, actor.end), (recipient.first, recipient.end))
            yield candidate, judged, list(product(actor.reference.actors, recipient.reference.actors))
        for several in found:
            governor = self.syntax[several.head].head
            if len(several.reference.actors) < 2 or governor is None or several.reference.use is Use.PLACE:
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

    def _is_event(self, candidate: Candidate, judged: Judged) -> bool:
        """Whether anything happens between two: the classifier says so, or words tell of goods that flow."""
        if judged.types[NONE] < _MOST_NONE:
            told_to = self.syntax.child(candidate.cue, "xcomp") is not None  # "told Chad to leave" is no report
            says = self.syntax[candidate.cue].lemma in _ONLY_SAYS and not told_to
            least = _LEAST_SAID if says else _LEAST
            return judged.types[judged.event_type] >= least
        told = judged.types[NONE] < _SURELY_NONE and may_be_goods(judged)
        return told and goods_between(self.syntax, candidate) is not None

    def _may_be(self, candidate: Candidate, judged: Judged) -> bool:
        """Whether a type can be of the two by who they are and what ties them: little is done to a place."""
        if is_tie(self.syntax, candidate.cue) and judged.event_type not in _SUSTAINED:
            return False
        reference = candidate.recipient.reference
        if reference.use is not Use.PLACE or judged.event_type in _ON_PLACES:
            return True
        if reference.how == "demonym" and judged.event_type == "COERCE":
            return True  # "violated Estonian airspace"
        if judged.event_type in (
            "AGREE",
            "SANCTION",
        ):  # "withdrew its ambassador from Chad", "plans to pull out of Chad"
            verbs = [candidate.cue, *self.syntax.children(candidate.cue, "xcomp")]
            return any(self.syntax[verb].lemma in _RECALLS for verb in verbs)
        return judged.event_type == "CONSULT" and self.syntax[candidate.cue].lemma in _TRAVELS

    def _is_of_their_own(self, candidate: Candidate, judged: Judged, directed: Sequence[_Row]) -> bool:
        """Whether those of a list do something to one another: not where they do it to somebody else, or he to them.

        "France and Italy met with Spain" tells of France and Italy too, "France and Italy praised Spain" does not.
        """
        ends = {actor.id for end in (candidate.actor, candidate.recipient) for actor in end.reference.actors}
        if self.syntax.case(candidate.actor.head) in _AMONG:
            return True
        bears = self.syntax[candidate.actor.head].deprel in ("obj", "iobj", "nsubj:pass")
        if bears and judged.event_type not in _TOGETHER:
            return False  # "the two were poisoned": not by one another
        for other, answer, _ in directed:
            if self.syntax.label(candidate.cue) == "ccomp" and self.syntax[candidate.cue].head == other.cue:
                continue  # he says it of them
            acts, bears = (
                any(actor.id in ends for actor in end.reference.actors) for end in (other.actor, other.recipient)
            )
            if (bears and not acts) or (acts and not bears and answer.event_type != judged.event_type):
                return False
        return not directed or judged.event_type in _TOGETHER
