"""Whom a deed is done to where its sentence does not name him: "Chad accused Sudan of it. Sudan rejected the charge.".

The words that stand for the other side are the object of the deed ("the charge"); who that is, what the text told
before says: of a charge its author, of a raid who made it, else the other side of what the actor was last part of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.discourse import Reference, Use
from kgraph.discourse.syntax import Syntax
from kgraph.extract.candidates import Candidate, Participant, on_one_side
from kgraph.language.trees import words
from kgraph.model import ActorRef, Claim

HOW: Final = "implied"
"""The `how` of a reference to somebody whom only the text before names."""
_PREDICATES: Final = ("root", "ccomp", "conj", "parataxis", "advcl")
_THROUGH: Final = words("against for on to at over with by of")
_AUTHORED: Final = {
    ("ACCUSE", "REJECT", "REQUEST", "THREATEN"): words(
        """charge accusation allegation claim criticism complaint remark comment statement image photograph assertion
        denunciation protest report letter note threat ultimatum warning"""
    ),
    ("AGREE", "REQUEST", "CONSULT", "THREATEN", "SUPPORT"): words(
        """offer proposal invitation plan initiative gesture request demand call appeal list condition term suggestion
        overture text draft"""
    ),
    ("ASSAULT", "MOBILIZE", "COERCE"): words(
        """attack raid incursion bombing strike assault shelling killing invasion offensive massacre shooting intrusion
        violence ambush operation aggression bombardment abduction kidnapping seizure arrest detention deployment"""
    ),
    ("SANCTION", "COERCE"): words(
        """sanction ban embargo duty tariff boycott blockade measure restriction closure decision move expulsion ruling
        step suspension"""
    ),
}
"""What one may react to, and the types of event it may be."""
_HOSTILE: Final = frozenset({"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
_TO_BOTH: Final = frozenset({"AGREE", "CONSULT", "REQUEST"})
"""What a third party does to both sides: it offers to mediate, calls for restraint."""
_IMPLYING: Final = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN"})
"""What may be done to somebody whom the sentence does not name; whom force is used on, it names."""
_FAR: Final = 24
"""How many claims and names back somebody is still in mind."""
_SURE, _CLEAR = 0.4, 1.5
"""What confidence a claim needs to be kept in mind, and how much more likely the likeliest side than the next."""
_FADING, _UNLIKE, _AUTHOR, _NAME, _LEAST = 0.8, 0.5, 4.0, 0.1, 0.3
"""What a claim is worth, by how far back it is, of another kind, of what is reacted to; what a name is worth."""


@dataclass(frozen=True, slots=True)
class InMind:
    """What the text told last: who did what to whom, and who was named.

    Attributes:
        told: claims with the number of their sentence, newest first.
        named: actors with the number of the sentence that names them, newest first.
        at: the number of the sentence that is read.
    """

    told: tuple[tuple[int, Claim], ...] = ()
    named: tuple[tuple[int, ActorRef], ...] = ()
    at: int = 0

    def after(self, claims: Sequence[Claim], named: Sequence[ActorRef] = ()) -> InMind:
        """The same after some more claims and names of the sentence that is read."""
        told = tuple((self.at, claim) for claim in reversed(claims) if claim.confidence >= _SURE)
        names = tuple((self.at, actor) for actor in reversed(named))
        return InMind((*told, *self.told)[:_FAR], (*names, *self.named)[:_FAR], self.at)

    @property
    def here(self) -> InMind:
        """Only what the sentence that is read told so far."""
        return InMind(tuple(row for row in self.told if row[0] == self.at), self.named, self.at)

    def other_side(self, actors: Sequence[ActorRef], event_type: str, noun: str) -> tuple[ActorRef, ...]:
        """Whom those who do something do it to, or nobody.

        Args:
            actors: who does it.
            event_type: what they do.
            noun: what the text says they do it to, "charge"; empty where it says nothing.
        """
        if event_type not in _IMPLYING:
            return ()
        kinds = next((types for types, nouns in _AUTHORED.items() if noun in nouns), ())
        scores: dict[str, float] = {}
        groups: dict[str, tuple[ActorRef, ...]] = {}
        for number, claim in self.told:
            found = self._facing(actors, claim, event_type)
            worth = (
                self._worth(number) * claim.confidence * (1 if _are_alike(claim.event_type, event_type) else _UNLIKE)
            )
            if claim.event_type in kinds:
                worth *= _AUTHOR
            for one in found:
                scores[one.rollup] = scores.get(one.rollup, 0) + worth / len(found)
                groups.setdefault(one.rollup, found)
        for number, actor in self.named:
            if actor.rollup in scores:
                scores[actor.rollup] += _NAME * self._worth(number)
        if not scores:
            return ()
        best = max(scores, key=scores.__getitem__)
        rivals = [score for side, score in scores.items() if side not in {one.rollup for one in groups[best]}]
        clear = bool(kinds) or scores[best] >= _CLEAR * max(rivals, default=0.0)
        return groups[best] if scores[best] >= _LEAST and clear else ()

    def _worth(self, number: int) -> float:
        return _FADING ** (self.at - number)

    def _facing(self, actors: Sequence[ActorRef], claim: Claim, event_type: str) -> tuple[ActorRef, ...]:
        """Of a claim those on whom somebody acts who is one side of it, or neither."""
        doers, bearers = self._with(claim, doing=True), self._with(claim, doing=False)
        does = any(on_one_side(actor, one) for actor in actors for one in doers)
        bears = any(on_one_side(actor, one) for actor in actors for one in bearers)
        if does or bears:
            return () if does and bears else bearers if does else doers
        if event_type in _TO_BOTH:
            return (*doers, *bearers)
        if event_type == claim.event_type:
            return bearers
        return doers if event_type in _HOSTILE else ()

    def _with(self, claim: Claim, *, doing: bool) -> tuple[ActorRef, ...]:
        """The actors, or the recipients, of all claims of its type in its sentence that share its other end."""
        found: dict[str, ActorRef] = {}
        for _, one in self.told:
            if _told_in(one) != _told_in(claim) or one.event_type != claim.event_type:
                continue
            mine, shared = (one.actor, one.recipient) if doing else (one.recipient, one.actor)
            held = claim.recipient if doing else claim.actor
            if mine is not None and (shared is None or held is None or shared.id == held.id):
                found.setdefault(mine.id, mine)
        return tuple(found.values())


NOTHING_IN_MIND: Final = InMind()
"""Before the first sentence."""


def _are_alike(one: str | None, other: str) -> bool:
    return (one in _HOSTILE) == (other in _HOSTILE) or "REQUEST" in (one, other)


def _told_in(claim: Claim) -> int:
    return claim.evidence.start if claim.evidence is not None else -1


def deeds(syntax: Syntax, found: Sequence[Participant], told: Collection[tuple[int, int]]) -> Iterator[Candidate]:
    """The deeds of a sentence that name no other side, with what they are done to in its place.

    Args:
        syntax: the sentence.
        found: who is named in it.
        told: the actors, by the place of their head, and the cues of what is told of two who are named.
    """
    by_head = {one.head: one for one in found}
    for predicate in range(len(syntax)):
        if syntax[predicate].upos != "VERB" or syntax.label(predicate) not in _PREDICATES:
            continue
        if is_aside(syntax, predicate) and syntax[predicate].feat("VerbForm") == "Fin":
            continue
        deed = _deed(syntax, by_head, predicate)
        if deed is not None and (deed.actor.head, predicate) not in told:
            yield deed


def is_aside(syntax: Syntax, predicate: int) -> bool:
    """Whether a verb says for what, or doing what, another is done: "called to ask for help"."""
    return syntax.label(predicate) == "advcl"


def _deed(syntax: Syntax, by_head: dict[int, Participant], predicate: int) -> Candidate | None:
    subject = syntax.subject(predicate)
    if subject is None:
        return None
    thing = _thing(syntax, predicate)
    if syntax[subject].deprel == "nsubj:pass":
        agents = [i for i in syntax.children(predicate, "obl") if syntax.case(i) == "by"]
        subject, thing = (agents[0], subject) if agents else (subject, None)
    actor = by_head.get(subject)
    if actor is None or actor.reference.use is not Use.ACTOR:
        return None
    if thing is None:
        if not _is_bare(syntax, predicate):
            return None
        thing = predicate
    first = thing if thing == predicate else syntax.phrase_start(thing)
    below = [one for one in by_head.values() if one is not actor and thing in syntax.upwards(one.head)]
    if below or first <= actor.head <= thing:
        return None
    token = syntax[thing]
    reference = Reference(
        text=token.text,
        start=syntax[first].start,
        end=token.end,
        sentence=actor.reference.sentence,
        head=thing,
        actors=(),
        how=HOW,
    )
    return Candidate(actor=actor, recipient=Participant(reference, first, thing + 1), cue=predicate)


def _is_bare(syntax: Syntax, predicate: int) -> bool:
    """Whether a verb has nothing beside it that says what it is about: "refused", "offered to mediate"."""
    verbs = [predicate, *syntax.children(predicate, "xcomp")]
    labels = {label for verb in verbs for label in map(syntax.label, syntax.kids[verb])}
    passive = any(syntax[i].deprel == "nsubj:pass" for i in syntax.kids[predicate])
    return not passive and not labels & {"obj", "iobj", "ccomp", "obl", "cop"}


def _thing(syntax: Syntax, predicate: int) -> int | None:
    """What is done something to: the object, of "offered to halt work" that of what is offered."""
    for verb in (predicate, *syntax.children(predicate, "xcomp")):
        thing = syntax.child(verb, "obj")
        if thing is not None:
            return thing if syntax[thing].upos == "NOUN" else None
    through = [i for i in syntax.children(predicate, "obl") if syntax.case(i) in _THROUGH and syntax[i].upos == "NOUN"]
    return through[0] if through else None
