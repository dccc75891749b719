"""From two actors of a sentence and what the classifier says of them to a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.discourse import Reference
from kgraph.discourse.syntax import Syntax
from kgraph.extract.between import clause_of
from kgraph.extract.candidates import Candidate, on_one_side
from kgraph.extract.classifier import Judged
from kgraph.extract.dates import DateMention
from kgraph.extract.easing import RELATION as EASES
from kgraph.extract.easing import eases_sanctions
from kgraph.extract.governing import governed, told_in, without_asides
from kgraph.extract.implied import HOW
from kgraph.extract.modality import modality_of, promised
from kgraph.extract.relations import goods_between, may_be_goods, relation_for
from kgraph.extract.saying import Sayings
from kgraph.extract.supply import Flow
from kgraph.extract.when import Deed, When
from kgraph.language.trees import words
from kgraph.model import ActorRef, Attribution, Claim, Evidence, Mark, Modality, Polarity
from kgraph.ontology import Relation
from kgraph.ontology import relation as known_relation

_CALLED_FOR: Final = frozenset({"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"})
"""What somebody may call on another to do with him."""
_UTTERED: Final = frozenset({"AGREE", "REQUEST", "THREATEN", "REJECT", "ACCUSE"})
"""What is done by being said, also where it is about what is to come."""
_BROKERING: Final = words("broker mediate")
_BROKERED: Final = frozenset({"AGREE", "CONSULT", "RETREAT", "SUPPORT"})
"""What somebody brings about between others: he mediates."""
_RECEIVES: Final = words("receive host welcome greet")
"""Of a visit the guest is the actor, whoever is the subject."""
_RIGHT_PAIRS: Final = 0.85
"""Of claims whose type the network is sure of so many have the right two actors: measured on `tuning.jsonl`."""
_RIGHT_IMPLIED: Final = 0.6
"""The same of those whose recipient only the text before names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claiming:
    """Makes the claims of one sentence.

    Attributes:
        document: its id.
        syntax: the sentence.
        references: who is named in it.
        sayings: who says what in it.
        carried: who says what it tells, where it names no speaker itself.
        when: its dates.
        extractor: what the claims say made them.
    """

    document: str
    syntax: Syntax
    references: Sequence[Reference]
    sayings: Sayings
    carried: tuple[Attribution, ...]
    when: When
    extractor: str

    def claim(self, candidate: Candidate, judged: Judged, actor: ActorRef, recipient: ActorRef) -> Claim:
        """The claim that one of a candidate does to the other what the classifier says."""
        heads = candidate.actor.head, candidate.recipient.head
        deed = candidate.cue if judged.event_type == "ACCUSE" else told_in(self.syntax, heads[1], candidate.cue)
        relation, actor, recipient = self._related(candidate, judged, deed, (actor, recipient))
        modality, polarity = self._status(candidate, judged, deed)
        name, modality = promised(relation, modality)
        known = known_relation(name)
        if known.event_type in _UTTERED and modality is Modality.PLANNED:
            modality = Modality.ASSERTED
        chain = self.chain_over(deed)
        if modality is Modality.CALLED_FOR and known.event_type in _CALLED_FOR and chain:
            actor, recipient, known = self._as_request(actor, recipient, known, chain[-1].id)
        pairs = _RIGHT_IMPLIED if candidate.recipient.reference.how == HOW else _RIGHT_PAIRS
        date, mention = self.when.of(Deed(candidate.cue, heads, known.event_type, modality, is_quoted=bool(chain)))
        return Claim(
            document=self.document,
            actor=actor,
            recipient=recipient,
            relation=known.name,
            event_type=known.event_type,
            mode=known.mode,
            contexts=known.contexts,
            date=date,
            modality=modality,
            polarity=polarity,
            attribution=chain,
            confidence=round(pairs * judged.types[judged.event_type], 2),
            evidence=self._evidence(candidate, actor, recipient, mention),
            extractor=self.extractor,
        )

    def _related(
        self, candidate: Candidate, judged: Judged, deed: int, ends: tuple[ActorRef, ActorRef]
    ) -> tuple[str, ActorRef, ActorRef]:
        """The relation of the two, and who of them acts: who supplies, who visits."""
        actor, recipient = ends
        flow = goods_between(self.syntax, candidate) if may_be_goods(judged) else None
        if flow is not None:
            return (flow.relation, *self._in_flow(flow, candidate, actor, recipient))
        if eases_sanctions(self.syntax, (candidate.actor.head, candidate.recipient.head), deed, judged.event_type):
            return EASES, actor, recipient
        if self.syntax[candidate.cue].lemma in _BROKERING and judged.event_type in _BROKERED and not candidate.mutual:
            return "mediatesBetween", actor, recipient
        first, last = self._extent(candidate)
        between, clause = self.syntax.sentence.text[first:last], self._clause(candidate)
        relation = relation_for(judged, between, clause=clause, mutual=candidate.mutual)
        if relation == "visits" and self.syntax[candidate.cue].lemma in _RECEIVES:
            return relation, recipient, actor
        return relation, actor, recipient

    def _status(self, candidate: Candidate, judged: Judged, deed: int) -> tuple[Modality, Polarity]:
        """How firmly it is put forward, and whether it is so."""
        cue = self.syntax[candidate.cue]
        if cue.lemma == "deny" and judged.event_type != "REJECT":
            return Modality.DENIED, Polarity.NEGATIVE
        fate = governed(self.syntax, (candidate.actor.head, candidate.recipient.head), deed, judged.event_type)
        polarity = Polarity.NEGATIVE if fate.negated and judged.event_type != "REJECT" else Polarity.POSITIVE
        if fate.modality is not None:
            return fate.modality, polarity
        text = without_asides(self.syntax, candidate.cue)
        start, end = cue.start - self.syntax.sentence.start, cue.end - self.syntax.sentence.start
        subject = min(self._extent(candidate)[0], start)
        return modality_of(text[:start], text[start:end], text[end:], subject=subject), polarity

    def _extent(self, candidate: Candidate) -> tuple[int, int]:
        """Where in the sentence the first of the two begins and the last ends."""
        base, ends = self.syntax.sentence.start, (candidate.actor.reference, candidate.recipient.reference)
        return max(0, min(end.start for end in ends) - base), max(end.end for end in ends) - base

    def chain_over(self, place: int) -> tuple[Attribution, ...]:
        """Who says what a word tells, outermost first."""
        return self.sayings.over(place) or self.carried

    def _clause(self, candidate: Candidate) -> str:
        """The words of the clause in which the two meet."""
        actor, recipient = candidate.actor, candidate.recipient
        places = clause_of(self.syntax, (actor.first, actor.end), (recipient.first, recipient.end))
        return " ".join(self.syntax[place].text for place in places)

    @staticmethod
    def _in_flow(flow: Flow, candidate: Candidate, actor: ActorRef, recipient: ActorRef) -> tuple[ActorRef, ActorRef]:
        """Who supplies and who is supplied: the one named first, unless he buys."""
        acts_first = candidate.actor.reference.start < candidate.recipient.reference.start
        return (actor, recipient) if acts_first != flow.reversed else (recipient, actor)

    def _as_request(
        self, actor: ActorRef, recipient: ActorRef, known: Relation, speaker: str
    ) -> tuple[ActorRef, ActorRef, Relation]:
        """What one side says that the two should do is what it asks of the other; what others say of them stays."""
        said = next((ref for one in self.references for ref in one.actors if ref.id == speaker), None)
        if said is None or on_one_side(said, actor) == on_one_side(said, recipient):
            return actor, recipient, known
        return said, actor if on_one_side(said, recipient) else recipient, known_relation("requestsFrom")

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
        if (other.start, other.end) == (cue.start, cue.end):
            places.pop(1)  # nothing in the sentence stands for him
        marks = tuple(dict.fromkeys(Mark(role=role, start=start, end=end) for role, start, end in places))
        return Evidence(quote=sentence.text, start=sentence.start, end=sentence.end, marks=marks)


def _naming(actor: ActorRef, references: Sequence[Reference]) -> Reference:
    """The first reference that means an actor."""
    return next(reference for reference in references if any(ref.id == actor.id for ref in reference.actors))
