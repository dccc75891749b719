"""Who stands in a sentence with a deed and has no part in it: owners, topics, addressees, whom a deed only angers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

from kgraph.discourse import Use
from kgraph.discourse.syntax import Syntax, is_labelled
from kgraph.extract.candidates import OWNERS, Candidate, Participant, on_one_side
from kgraph.language.trees import words

_BELONGING: Final = ("of", "from", "for")
_ANGERING: Final = words(
    """anger infuriate enrage irk upset annoy alarm worry dismay delight please embarrass surprise shock outrage
    irritate rattle unnerve unsettle disappoint"""
)
"""What a deed does to the mind of somebody, nobody did to him."""
_SETTLED: Final = words(
    """treaty agreement deal pact accord talk negotiation summit dispute memorandum discussion meeting conference
    quarrel row consultation statement declaration resolution"""
)
"""What is on or about a topic, and between others."""
_ABOUT: Final = ("on", "over", "about", "regarding", "concerning")
_SPEAKING: Final = words("talk speak confer consult agree negotiate")
_ASIDE: Final = ("despite", "besides", "unlike", "like", "in spite of", "regardless of", "except", "apart from", "amid")
"""Prepositions of what has nothing to do with whom a deed is done to."""
_OPPONENTS: Final = words("rival enemy foe opponent adversary critic")
"""Nouns whose owner is the other side."""
_ADDRESSING: Final = words("complain write appeal")
"""Verbs that name behind "to" who hears of somebody's wrongs."""
_COURTS: Final = ("at", "before")
_STOPPING: Final = words("veto reject oppose block defeat intercept seize impound confiscate")
"""Whoever does so to a thing, does not do what the thing does: "vetoed a resolution condemning Chad"."""
_SOURING: Final = words("sour deteriorate worsen fray collapse strain cool suffer nosedive plummet")
_TIES: Final = words("relation tie relationship link friendship")


def stands_by(syntax: Syntax, candidate: Candidate, found: Sequence[Participant]) -> bool:
    """Whether one of two who may stand in an event only stands beside it.

    Args:
        syntax: the sentence.
        candidate: the two.
        found: who is named in the sentence.
    """
    return (
        _is_shadowed(syntax, candidate, found)
        or _is_anothers(syntax, candidate, found)
        or _is_its_own(syntax, candidate, found)
        or _is_topic(syntax, candidate)
        or _is_addressee(syntax, candidate, found)
        or _is_beside(syntax, candidate)
        or _is_of_thing(syntax, candidate)
        or _is_ground(syntax, candidate, found)
    )


def _is_shadowed(syntax: Syntax, candidate: Candidate, found: Sequence[Participant]) -> bool:
    """Whether somebody else stands on the way whom an end only belongs to: Turkey in "Turkey's minister met Lavrov"."""
    heads = {one.head: one for one in found}
    for end in (candidate.actor, candidate.recipient):
        for place in syntax.upwards(end.head)[1:]:
            if place == candidate.cue:
                break
            other = heads.get(place)
            if other is None or other in (candidate.actor, candidate.recipient):
                continue
            if is_labelled(syntax[end.head].deprel, OWNERS) or syntax.case(end.head) in _BELONGING:
                return True
            pairs = product(end.reference.actors, other.reference.actors)
            if syntax.label(end.head) != "conj" and any(on_one_side(*pair) for pair in pairs):
                return True
    return False


def _is_anothers(syntax: Syntax, candidate: Candidate, found: Sequence[Participant]) -> bool:
    """Whether another does what reaches the recipient: Mali in "Chad condemned Niger's attack on Mali"."""
    ends = (candidate.actor, candidate.recipient)
    doers = {one.head for one in found if one not in ends and not _is_same(one, candidate.actor)}
    for place in syntax.upwards(candidate.recipient.head)[1:]:
        if place == candidate.cue:
            return False
        if syntax[place].upos == "NOUN":
            others = [i for i in syntax.kids[place] if i in doers]
            if any(syntax[i].deprel == "nmod:poss" or syntax.case(i) == "by" for i in others):
                return candidate.actor.head not in syntax.kids[place]
    return False


def _is_its_own(syntax: Syntax, candidate: Candidate, found: Sequence[Participant]) -> bool:
    """Whether the actor is the "its" of a deed of which a verb says what he does to it: "Chad ended its raids"."""
    verb = syntax[candidate.cue].head
    owner = syntax[candidate.actor.head].deprel == "nmod:poss" and syntax[candidate.actor.head].upos == "PRON"
    if not owner or verb is None or syntax.label(candidate.cue) != "obj":
        return False
    subject = syntax.subject(verb)
    return any(one.head == subject and _is_same(one, candidate.actor) for one in found)


def _is_same(one: Participant, other: Participant) -> bool:
    """Whether two mean the same actor: Chad and "its" in "Chad ended its attack on Mali"."""
    return [ref.id for ref in one.reference.actors] == [ref.id for ref in other.reference.actors]


def _is_topic(syntax: Syntax, candidate: Candidate) -> bool:
    """Whether the recipient is what others speak or agree about: "signed a treaty on Chad", "discussed Chad"."""
    place = candidate.recipient.head
    above = syntax[place].head
    if candidate.mutual or above is None:
        return False
    if syntax[above].lemma == "discuss" and syntax.label(place) == "obj":
        return True
    return syntax.case(place) in _ABOUT and syntax[above].lemma in _SETTLED | _SPEAKING


def _is_addressee(syntax: Syntax, candidate: Candidate, found: Sequence[Participant]) -> bool:
    """Whether the recipient hears of, or judges, what another one did: "complained to the court about Chad"."""
    place, cue = candidate.recipient.head, candidate.cue
    if candidate.mutual or syntax[place].head != cue or syntax.label(place) != "obl":
        return False
    if syntax[cue].lemma == "sue":
        return syntax.case(place) in _COURTS
    if syntax[cue].lemma not in _ADDRESSING or syntax.case(place) != "to":
        return False
    blamed = [i for i in syntax.children(cue, "obl") if syntax.case(i) in (*_ABOUT, "against", "of")]
    return any(i in syntax.upwards(one.head) for one in found for i in blamed)


def _is_beside(syntax: Syntax, candidate: Candidate) -> bool:
    """Whether a deed only angers the recipient, goes on despite him, or is done to his rivals."""
    place = candidate.recipient.head
    for end in (candidate.actor.head, place):
        above = syntax[end].head
        if above is not None and syntax[end].deprel == "nmod:poss" and syntax[above].lemma in _OPPONENTS:
            return True
    above = syntax[place].head
    if above is not None and syntax[above].lemma in _ANGERING and syntax.label(place) == "obj":
        return True
    if candidate.mutual:
        verb = syntax[candidate.cue].head
        return syntax[candidate.cue].lemma in _TIES and verb is not None and syntax[verb].lemma in _SOURING
    way = syntax.upwards(place)
    way = way[: way.index(candidate.cue)] if candidate.cue in way else []
    return any(syntax.case(up) in _ASIDE for up in way)


def _is_of_thing(syntax: Syntax, candidate: Candidate) -> bool:
    """Whether a thing that the actor stops does something to the recipient: "vetoed a resolution condemning Chad"."""
    way = syntax.upwards(candidate.recipient.head)
    if syntax[candidate.cue].lemma not in _STOPPING or candidate.cue not in way:
        return False
    below = way[: way.index(candidate.cue)]
    return any(syntax.label(up) == "acl" and syntax[up].feat("VerbForm") in ("Ger", "Part") for up in below)


def _is_ground(syntax: Syntax, candidate: Candidate, found: Sequence[Participant]) -> bool:
    """Whether the recipient is only where another's thing is: Iraq in "attacked American bases in Iraq"."""
    place = candidate.recipient
    above = syntax[place.head].head
    if place.reference.use is not Use.PLACE or above is None or above == candidate.cue or candidate.mutual:
        return False
    ends = (candidate.actor, place)
    return any(
        syntax[one.head].head == above and is_labelled(syntax[one.head].deprel, OWNERS)
        for one in found
        if one not in ends
    )
