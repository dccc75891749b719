"""Which two actors of a sentence may stand in an event, and who of them acts: read from the tree.

A pair is a candidate by where the ways from its two ends meet: at a verb of which one is the subject and the other an
object, at a noun of a deed ("attack by A on B", "talks between A and B"), in a list that does something together, at a
relative clause. Whether anything happened between them, and what, is for the classifier to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final

from kgraph.actors.sectors import sector_of
from kgraph.discourse import Reference, Use
from kgraph.discourse.syntax import Syntax, is_labelled
from kgraph.extract.between import shared_clause
from kgraph.language.trees import words
from kgraph.model import ActorRef
from kgraph.model.actor import OPPOSING_SECTORS

_CLAUSAL: Final = ("ccomp", "advcl", "parataxis", "conj", "csubj", "acl")
OWNERS: Final = ("amod", "compound", "nmod:poss", "nmod:desc", "nummod")
_NAMING: Final = ("flat", "nmod:desc", "compound", "appos")
_TITLING: Final = ("PROPN", "NOUN", "ADJ")
_AGENTS: Final = words("by of from")
_TARGETS: Final = words("on against to with for over in toward towards into upon at from about between")
_TAKING: Final = words(
    """invasion criticism condemnation denunciation occupation blockade siege bombing bombardment shelling killing
    murder expulsion deportation arrest detention imprisonment abduction kidnapping recognition annexation persecution
    treatment support backing endorsement praise defence defense sponsorship arming funding harassment seizure capture
    conquest assassination execution torture rejection boycott violation hacking poisoning destruction defiance
    surveillance encirclement coercion mistreatment abandonment betrayal purchase import rescue liberation"""
)
"""Nouns of deeds whose "of" names whom they are done to, where somebody else owns them: "Iraq's invasion of Kuwait"."""
_MODIFYING: Final = words(
    """backed supported supplied made built trained owned aligned funded financed armed allied linked sponsored occupied
    held controlled annexed administered ruled run equipped operated designed registered flagged affiliated born"""
)
"""Participles that a hyphen joins to a name which only says what sort of thing another is: US-backed."""
_CALLING: Final = words("call appeal plead prevail")
"""Verbs that name behind a preposition who is to do something."""
_HEADING: Final = words("lead led head represent command chair")
"""Participles of who stands for those whom they tell of: "a delegation led by the minister"."""
_FEARING: Final = words("fear worry hope expect know learn hear wonder dread wish")
"""Whoever does so to what another does, does nothing to him."""
_MOST: Final = 40
"""Pairs of a sentence that are looked at, at most: a list of fifty states says nothing of every two."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A reference in its sentence: its words, and the one that stands for it in the tree."""

    reference: Reference
    first: int
    end: int

    @property
    def head(self) -> int:
        """The word that stands for it."""
        return self.reference.head


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two participants who may stand in an event.

    Attributes:
        actor, recipient: who acts, and on whom.
        cue: the word at which their ways meet, or the one that governs their list.
        mutual: whether they do it together, so that either is the actor.
    """

    actor: Participant
    recipient: Participant
    cue: int
    mutual: bool = False


def participants(syntax: Syntax, references: Sequence[Reference]) -> list[Participant]:
    """The references of a sentence with their words; of two that share words the longer one."""
    found: list[Participant] = []
    for reference in references:
        inside = [
            i for i, token in enumerate(syntax.tokens) if token.start < reference.end and reference.start < token.end
        ]
        if not inside or syntax.joined_behind(inside[-1] + 1) in _MODIFYING:
            continue
        if reference.actors and reference.use is not Use.OTHER and not _is_source(syntax, reference.head):
            first = inside[1] if len(inside) > 1 and syntax.lower[inside[0]] in ("not", "nor") else inside[0]
            found.append(Participant(reference, first, inside[-1] + 1))
    longest = [
        one
        for one in found
        if not any(other is not one and other.first <= one.first and one.end <= other.end for other in found)
    ]
    return _with_titles(syntax, longest)


def _is_source(syntax: Syntax, place: int) -> bool:
    """Whether a phrase only says who says so: "according to Oman", "citing Oman"."""
    current: int | None = place
    while current is not None and syntax.label(current) in ("nmod", "obl", "obj", "compound", "amod", "flat", "conj"):
        head = syntax[current].head
        if syntax.case(current) == "according to":
            return True
        if head is not None and syntax.label(current) == "obj" and syntax.lower[head] == "citing":
            return True
        current = head
    return False


def _with_titles(syntax: Syntax, found: list[Participant]) -> list[Participant]:
    """Of "Israel Prime Minister Golda Meir" the one who is named, in the place of the state that heads the phrase."""
    dropped, placed = set(), {}
    for state, person in pairwise(found):
        way = syntax.upwards(person.head)
        if state.head not in way[1:] or person.reference.how in ("role", "pronoun"):
            continue
        labels = [syntax[place].deprel for place in way[: way.index(state.head)]]
        between = syntax.tokens[state.end : person.first]
        if all(label in _NAMING for label in labels) and between and all(token.upos in _TITLING for token in between):
            dropped.add(state.first)
            placed[person.first] = replace(person, reference=replace(person.reference, head=state.head))
    return [placed.get(one.first, one) for one in found if one.first not in dropped]


def candidates(syntax: Syntax, found: Sequence[Participant]) -> Iterator[Candidate]:
    """The pairs of a sentence that its tree lets stand in an event, in its order."""
    heads = frozenset(one.head for one in found)
    for number, (one, other) in enumerate(combinations(found, 2)):
        if number == _MOST:
            return
        candidate = _Pair(syntax, one, other, heads).candidate()
        if candidate is not None:
            yield candidate


class _Pair:
    """Two participants on their way up the tree to where they meet."""

    def __init__(self, syntax: Syntax, one: Participant, other: Participant, heads: frozenset[int]) -> None:
        self._syntax, self._one, self._other, self._heads = syntax, one, other, heads
        self._ups, self._downs = syntax.upwards(one.head), syntax.upwards(other.head)
        self._top = next(place for place in self._ups if place in self._downs)

    def candidate(self) -> Candidate | None:
        """The two as a candidate, or None."""
        one, other, top = self._branch(self._ups), self._branch(self._downs), self._top
        if one is None or other is None:
            return self._nested(one, other)
        if top in (self._one.head, self._other.head):
            return None
        labels = self._syntax[one].deprel, self._syntax[other].deprel
        if self._syntax[top].upos in ("VERB", "AUX", "ADJ") or self._syntax.child(top, "nsubj") is not None:
            return self._at_verb(one, other, labels)
        return self._at_noun(one, other, labels)

    def _branch(self, ups: list[int]) -> int | None:
        """The child of the meeting point on the way up; None where the way begins there."""
        place = ups.index(self._top)
        return ups[place - 1] if place else None

    def _made(self, actor: Participant, recipient: Participant, *, mutual: bool = False) -> Candidate:
        return Candidate(actor=actor, recipient=recipient, cue=self._top, mutual=mutual)

    def _at_verb(self, one: int, other: int, labels: tuple[str, str]) -> Candidate | None:
        """The two meet at a verb: the subject, or who did it by the passive, acts on what is no subject."""
        ways = ((one, other, self._one, self._other), (other, one, self._other, self._one))
        for mine, theirs, here, there in ways:
            label, counter = self._syntax[mine].deprel, self._syntax[theirs].deprel
            if label == "obl:agent" or (label.startswith("obl") and self._syntax.case(mine) == "by"):
                return self._made(here, there) if counter != "obl:agent" else None
            if label == "nsubj:pass" and self._is_agent_within(theirs, there):
                return self._made(there, here)
            if label in ("nsubj", "nsubj:outer") and self._reaches(theirs, there):
                if self._is_others(theirs, there) or self._is_told_beside(mine, here) or self._is_feared(theirs):
                    return None
                cue = theirs if self._syntax.shares_subject(theirs) else self._top
                return None if self._acts_below(there) else Candidate(actor=here, recipient=there, cue=cue)
            if mine == here.head and self._is_made_to(mine, theirs, there):
                return Candidate(actor=here, recipient=there, cue=theirs)
            if self._is_sent(mine, theirs, here):
                return self._made(here, there)
        return None

    def _is_agent_within(self, branch: int, there: Participant) -> bool:
        """Whether somebody does what happens to the subject of a passive: "were killed in an attack by Chad"."""
        within = self._syntax[there.head].head == branch and self._syntax.label(there.head) == "nmod"
        return within and self._syntax.label(branch) == "obl" and self._syntax.case(there.head) == "by"

    def _is_told_beside(self, subject: int, here: Participant) -> bool:
        """Whether a clause only tells of the subject that somebody armed it or so: "rebels armed by Chad fled"."""
        way = self._syntax.upwards(here.head)
        beside = way[1 : way.index(subject)] if here.head != subject else []
        return any(
            self._syntax.label(place) in ("acl", "advcl", "amod") and self._syntax[place].lemma not in _HEADING
            for place in beside
        )

    def _is_feared(self, branch: int) -> bool:
        """Whether what one does is to fear or to know what the other does."""
        return self._syntax[self._top].lemma in _FEARING and self._syntax.label(branch) == "ccomp"

    def _is_sent(self, mine: int, theirs: int, here: Participant) -> bool:
        """Whether what is somebody's goes somewhere: "carried Iranian oil to Venezuela"."""
        owned = self._syntax[here.head].head == mine and is_labelled(self._syntax[here.head].deprel, OWNERS)
        to = self._syntax.label(theirs) == "obl" and self._syntax.case(theirs) in ("to", "into")
        return owned and to and self._syntax.label(mine) in ("obj", "nsubj")

    def _is_made_to(self, mine: int, theirs: int, there: Participant) -> bool:
        """Whether the object of a verb does what a clause below it says: "accused Mali of arming them"."""
        patient = self._syntax.label(mine) == "obj" or self._syntax[mine].deprel == "nsubj:pass"
        patient = patient or mine in self._called_on()
        return patient and there.head != theirs and self._tells_of_object(theirs)

    def _called_on(self) -> list[int]:
        """Who is to do what the clause behind says, behind a preposition: "called on Mali to leave"."""
        if self._syntax[self._top].lemma not in _CALLING:
            return []
        return [
            i for i in self._syntax.children(self._top, "obl") if self._syntax.case(i) in ("on", "upon", "to", "for")
        ]

    def _is_others(self, theirs: int, there: Participant) -> bool:
        """Whether a participant stands in what another one, the object of the verb, is told to do."""
        objects = {*self._syntax.children(self._top, "obj"), *self._called_on()} & self._heads
        return bool(objects) and there.head != theirs and self._tells_of_object(theirs)

    def _tells_of_object(self, clause: int) -> bool:
        """Whether a clause below a verb says what its object does: "accused Mali of arming", "urged Mali to leave"."""
        if self._syntax.label(clause) not in ("xcomp", "ccomp", "advcl"):
            return False
        if self._syntax[self._top].lemma in _CALLING and self._syntax[clause].feat("VerbForm") == "Inf":
            return self._syntax.child(clause, "nsubj", "csubj") is None
        if self._syntax.child(clause, "nsubj", "csubj") is not None:
            return False
        marks = [self._syntax.lower[i] for i in self._syntax.children(clause, "mark")]
        return self._syntax.label(clause) != "advcl" or marks in (["of"], ["for"], ["with"], ["from"])

    def _acts_below(self, other: Participant) -> bool:
        """Whether a participant is the agent of a passive further down: "a region threatened by the regime"."""
        head = self._syntax[other.head].head
        if head in (None, self._top) or self._syntax[head].upos != "VERB":
            return False
        return self._syntax[other.head].deprel == "obl:agent" or self._syntax.case(other.head) == "by"

    def _reaches(self, branch: int, there: Participant) -> bool:
        """Whether a verb's subject acts on somebody through a branch.

        Through a clause that has a subject of its own only on that: "Chad said Libya had broken the truce".
        """
        label = self._syntax.label(branch)
        way, tells = self._syntax.upwards(there.head), False
        for place in way[: way.index(branch) + 1]:
            subject = self._syntax.child(place, "nsubj", "csubj") if self._syntax.label(place) in _CLAUSAL else None
            if subject is None or self._syntax[subject].feat("PronType") == "Rel":
                continue
            if subject != there.head and (subject in self._heads or not tells):
                return False
            tells = tells or subject == there.head
        if tells:
            return label in ("ccomp", "parataxis", "xcomp") or self._is_participle(branch)
        if label == "ccomp":
            return self._syntax[branch].feat("VerbForm") in ("Inf", "Ger")
        return label not in ("nsubj", "csubj", "vocative", "discourse")

    def _is_participle(self, place: int) -> bool:
        """Whether a clause is one of a participle alone: "leaving Chad", not "after Chad was left"."""
        bare = (
            self._syntax[place].feat("VerbForm") in ("Part", "Ger") and self._syntax.child(place, "aux", "cop") is None
        )
        return self._syntax.label(place) == "advcl" and bare

    def _at_noun(self, one: int, other: int, labels: tuple[str, str]) -> Candidate | None:
        """The two meet at a noun: its owner, or who it is by, acts on whom it is aimed at."""
        cases = self._syntax.case(one), self._syntax.case(other)
        if self._tells_of_another(one, self._one) or self._tells_of_another(other, self._other):
            return None
        if is_labelled(labels[0], OWNERS) and labels[1].startswith(("nmod", "obl", "acl")):
            return self._made(self._one, self._other) if self._is_aimed_at(self._other, cases[1]) else None
        if is_labelled(labels[1], OWNERS) and labels[0].startswith(("nmod", "obl", "acl")):
            return self._made(self._other, self._one) if self._is_aimed_at(self._one, cases[0]) else None
        if labels[0].startswith("nmod") and labels[1].startswith("nmod"):
            if cases[1] in ("by",) or (cases[0] in _TARGETS - _AGENTS and cases[1] in _AGENTS):
                return self._made(self._other, self._one)
            return self._made(self._one, self._other) if _aims(cases[1]) else None
        if labels == ("conj", "conj"):
            for here, there in ((self._one, self._other), (self._other, self._one)):
                clause = shared_clause(self._syntax, here.head, there.head)
                if clause is not None:
                    return self._told(here, there, clause)
        if all(is_labelled(label, ("amod", "compound", "conj", "dep")) for label in labels):
            return self._made(self._one, self._other, mutual=True)
        return None

    def _tells_of_another(self, clause: int, end: Participant) -> bool:
        """Whether a clause behind a noun says what somebody else does: "Peru's claim that Chile shelled Lima"."""
        if self._syntax.label(clause) != "acl":
            return False
        subject = self._syntax.child(clause, "nsubj")
        return subject is not None and subject != end.head and self._syntax[subject].upos != "PRON"

    def _is_aimed_at(self, end: Participant, case: str) -> bool:
        """Whether a deed that has an owner is done to somebody: by its preposition, or by his own within its phrase."""
        if _aims(case) or (case == "of" and self._syntax[self._top].lemma in _TAKING):
            return True
        head = self._syntax[end.head].head
        within = head is not None and self._syntax[head].head == self._top and self._syntax.label(end.head) == "nmod"
        return within and case == "of" and self._syntax.case(end.head) in ("to", "on", "against")

    def _nested(self, one: int | None, other: int | None) -> Candidate | None:
        """One stands above the other: a list of them, or a clause that tells of one and names the other."""
        above, below, branch = (self._one, self._other, other) if one is None else (self._other, self._one, one)
        if branch is None:
            return None
        label = self._syntax.label(branch)
        if label == "conj" or (label == "appos" and branch == below.head and _are_states(above, below)):
            return self._made_of_list(above, below)  # headlines join with a comma: "Peru, Chile sign pact"
        if label == "acl" or self._syntax[branch].deprel.endswith(":relcl"):
            return self._told(above, below, branch)
        if label == "nmod" and branch == below.head and self._syntax.case(branch) == "by":
            return self._done_by(above, below)
        if label == "appos" and branch != below.head:  # "Hezbollah, the group that shelled Haifa"
            way = self._syntax.upwards(below.head)
            clause = way[way.index(branch) - 1]
            return self._told(above, below, clause) if self._syntax.label(clause) == "acl" else None
        return None

    def _done_by(self, above: Participant, below: Participant) -> Candidate | None:
        """A deed of which one bears and the other does it: "the expulsion of Russians by Chad"."""
        noun = self._syntax[above.head].head
        takes = noun is not None and self._syntax[noun].lemma in _TAKING and self._syntax.case(above.head) == "of"
        return Candidate(actor=below, recipient=above, cue=noun) if noun is not None and takes else None

    def _made_of_list(self, above: Participant, below: Participant) -> Candidate | None:
        """Two of a list: what governs the list they do together."""
        if self._syntax[below.head].head != above.head:
            return None
        governor = self._syntax[above.head].head
        if governor is None:
            return None
        return Candidate(actor=above, recipient=below, cue=governor, mutual=True)

    def _told(self, above: Participant, below: Participant, clause: int) -> Candidate | None:
        """A relative clause or a participle: who acts in it is the one above, unless it has another subject."""
        subject = self._syntax.child(clause, "nsubj")
        if subject is not None and self._syntax[subject].feat("PronType") != "Rel":
            return self._made(below, above) if subject in self._syntax.upwards(below.head) else None
        passive = self._syntax[clause].feat("VerbForm") == "Part" and self._syntax[clause].feat("Tense") == "Past"
        by = any(
            self._syntax.case(i) == "by" and i in self._syntax.upwards(below.head) for i in self._syntax.kids[clause]
        )
        if passive and by:
            return Candidate(actor=below, recipient=above, cue=clause)
        return Candidate(actor=above, recipient=below, cue=clause)


def _are_states(*ends: Participant) -> bool:
    """Whether all are states, named as such."""
    return all(len(end.reference.actors) == 1 and _STATE.fullmatch(end.reference.actors[0].id) for end in ends)


_STATE: Final = re.compile(r"kgr:[A-Z]{3}")


def _aims(case: str) -> bool:
    return not case or case.split()[-1] in _TARGETS or case.split()[0] in _TARGETS


def on_one_side(one: ActorRef, other: ActorRef) -> bool:
    """Whether two stand for one state: a state and its minister.

    >>> on_one_side(ActorRef(id="kgr:RUS", name="Russia", state="RUS"),
    ...             ActorRef(id="kgr:RUS-MIL", name="Russian military", state="RUS", sector="MIL"))
    True
    """
    return bool(_sides(one) & _sides(other))


def _sides(actor: ActorRef) -> set[str]:
    """Whom an actor stands for: its state, also where that is of a user's own dictionary."""
    made_of = sector_of(actor.id)
    if made_of is None or made_of[1] in OPPOSING_SECTORS:
        return {actor.rollup}
    return {actor.rollup, made_of[0]}
