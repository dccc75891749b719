"""Actor or place: whether the name of a state or a city acts in its sentence or says where, read from the parse."""

from __future__ import annotations

from typing import Final

from kgraph.actors.roles import Roles
from kgraph.discourse.entities import STATES
from kgraph.discourse.lexicon import (
    AIMED,
    BETWEEN,
    GIVING,
    LOCATIVE,
    MOTION,
    ORIGIN,
    PLACE_WORDS,
    STANCES,
    STRIKING,
    VISITING,
    noun_class,
)
from kgraph.discourse.naming import Named
from kgraph.discourse.references import Use
from kgraph.discourse.syntax import Syntax
from kgraph.language.trees import words
from kgraph.model import ActorKind

_BEING: Final = words("fall lie sit wake sleep burn host stand boast see celebrate mourn experience house bustle")
"""Verbs of which a city is the subject as a place."""
_SETTING_OUT: Final = words("leave depart head embark fly sail bind bound")
_DELEGATED: Final = words("team delegation envoy official diplomat minister negotiator representative government")
_DIRECTIONS: Final = words(
    """northern southern eastern western north south east west central northeastern northwestern southeastern
    southwestern"""
)
_LEAVING: Final = words("leave flee quit exit depart tour enter reach")
_GETTING: Final = words("demand hear buy win receive import get")
_FLYING: Final = words("fly down soar hover shoot drone flight")
_DESCENDING: Final = words("march advance rain fall descend")
_SPEAKING: Final = words("speak learn write translate")
_TRUST: Final = words("confidence trust faith")
_COUNTERPARTS: Final = words("ally partner rival foe enemy")
_ATTRIBUTIVE: Final = ("compound", "amod", "nmod:desc", "nmod:unmarked")
_CAME: Final = words("come travel fly go return arrive head drive deport flee move relocate")
_BASED: Final = words("based born located")
_BACKED: Final = words("backed supported sponsored funded financed trained armed led aligned allied controlled imposed")
"""What a hyphen joins to the name of where, and of by whom: Moscow-based, Moscow-backed."""
_MADE: Final = words("built born based speaking made style trained backed")


class Standing:
    """Reads the use of names in one sentence.

    Args:
        syntax: the sentence.
        roles: the role nouns: before one of them a nationality acts.
    """

    def __init__(self, syntax: Syntax, roles: Roles) -> None:
        self._syntax = syntax
        self._roles = roles

    def use_of(self, name: Named) -> Use:
        """What a name does in the sentence; persons and organisations are always actors."""
        if name.other:
            return Use.OTHER
        if name.kind not in STATES and not name.is_city:
            return Use.PLACE if self._names_gathering(name) or self._is_unknown_town(name) else Use.ACTOR
        if self._syntax.joined_before(name.first) in STANCES:
            return Use.OTHER
        if name.how == "demonym":
            return self._of_adjective(name)
        if any(self._syntax.lower[i] in _DIRECTIONS for i in self._syntax.kids[name.head] if i < name.first):
            return Use.PLACE
        joined = self._syntax.joined_behind(name.end)
        if joined in _BASED:
            return Use.PLACE
        return Use.ACTOR if joined in _BACKED else self._at(name.head, city=name.is_city)

    def _is_unknown_town(self, name: Named) -> bool:
        """Whether a single word that no table knows stands where towns do: "sailed to Assab", "left Termez"."""
        syntax, place = self._syntax, name.head
        if name.how != "unknown" or name.end - name.first > 1 or syntax.label(place) not in ("obl", "obj"):
            return False
        return self._at(place, city=True) is Use.PLACE

    def _names_gathering(self, name: Named) -> bool:
        """Whether a body only says which gathering is meant: the APEC summit."""
        head = self._syntax[name.head].head
        if name.kind is not ActorKind.IGO or head is None or self._syntax[name.head].deprel != "compound":
            return False
        return noun_class(self._syntax[head].lemma) == "gathering" and not self._is_role(head)

    def _at(self, place: int, *, city: bool) -> Use:
        """The use of a noun by its relation to its head."""
        syntax = self._syntax
        place, city = self._explained(place, city=city)
        label, governor = syntax.label(place), syntax[place].head
        if governor is None:
            return self._alone(place, city=city)
        if label == "nsubj":
            return self._subject(place, governor, city=city)
        if label == "obj":
            return self._object(governor, city=city)
        if syntax[place].deprel == "nmod:poss":
            return self._owner(governor, city=city)
        if syntax[place].deprel in _ATTRIBUTIVE or label in ("compound", "amod"):
            return self._before_noun(governor, place, city=city)
        case = syntax.case(place)
        if case:
            return self._behind(case, syntax.first_conjunct(governor) if label == "conj" else governor, city=city)
        if label in ("nmod", "dep", "list", "obl") and city:
            return Use.PLACE
        return Use.ACTOR

    def _explained(self, place: int, *, city: bool) -> tuple[int, bool]:
        """The word whose use a member of a list or an apposition shares, and whether that is a city's."""
        syntax = self._syntax
        while (governor := syntax[place].head) is not None:
            if syntax.label(place) == "conj" and not syntax.case(place):
                place = syntax.first_conjunct(place)
            elif syntax.label(place) == "appos":
                place, city = governor, city or syntax[governor].lemma in PLACE_WORDS
            else:
                break
        return place, city

    def _alone(self, place: int, *, city: bool) -> Use:
        if not city:
            return Use.PLACE if self._syntax.case(place) in LOCATIVE else Use.ACTOR
        return Use.ACTOR if self._syntax.children(place, "parataxis", "acl", "ccomp") else Use.PLACE

    def _subject(self, place: int, governor: int, *, city: bool) -> Use:
        syntax = self._syntax
        verb = syntax[governor]
        if not city:
            return Use.ACTOR
        if syntax[place].deprel == "nsubj:pass":
            return Use.PLACE if verb.lemma in STRIKING else Use.ACTOR
        if verb.upos == "NOUN" and (verb.lemma in PLACE_WORDS or noun_class(verb.lemma) == "place"):
            return Use.PLACE
        return Use.PLACE if verb.lemma in _BEING else Use.ACTOR

    def _object(self, governor: int, *, city: bool) -> Use:
        lemma = self._syntax[governor].lemma
        if city:
            return Use.PLACE if lemma in VISITING or lemma in STRIKING else Use.ACTOR
        return Use.PLACE if lemma in _LEAVING else Use.ACTOR

    def _owner(self, owned: int, *, city: bool) -> Use:
        """Moscow's streets are a place, Moscow's demands are not."""
        noun = self._syntax[owned]
        if self._is_role(owned):
            return Use.PLACE if city and noun.lemma in ("mayor", "resident", "police", "governor") else Use.ACTOR
        kind = noun_class(noun.lemma)
        if kind == "place":
            return Use.PLACE
        superlative = any(self._syntax[i].feat("Degree") == "Sup" for i in self._syntax.children(owned, "amod"))
        if superlative and kind not in ("act", "asset") and noun.lemma not in _COUNTERPARTS:
            return Use.PLACE
        return Use.OTHER if kind == "culture" and city else Use.ACTOR

    def _before_noun(self, noun: int, place: int, *, city: bool) -> Use:
        """Moscow talks, a Moscow court, the Paris Agreement; US officials, Iran sanctions."""
        syntax = self._syntax
        if self._is_role(noun):
            is_local = city and syntax[noun].feat("Number") != "Plur" and self._is_local(noun)
            return Use.PLACE if is_local else Use.ACTOR
        kind = noun_class(syntax[noun].lemma)
        if kind == "gathering" and city:
            return Use.OTHER if syntax[noun].upos == "PROPN" else Use.PLACE
        if kind == "place":
            return Use.PLACE
        if kind == "culture":
            return Use.OTHER
        return Use.PLACE if city and kind not in ("act", "asset") else Use.ACTOR

    def _is_local(self, noun: int) -> bool:
        """Courts and police are a city's own; ministries are not."""
        return self._syntax[noun].lemma in ("court", "police", "mayor", "hospital", "school", "university", "resident")

    def _behind(self, case: str, governor: int, *, city: bool) -> Use:
        """The use behind a preposition, by it and what governs it."""
        first, last = case.split()[0], case.split()[-1]
        word = self._syntax[governor]
        if last == "with":
            return Use.ACTOR
        if last in ("to", "toward", "towards") and first not in ("according", "due", "thanks", "compared"):
            return self._behind_to(governor, city=city)
        if last in ("into", "onto"):
            return Use.PLACE
        if first in ("from", "out"):
            return self._behind_from(governor, city=city)
        if last == "of":
            is_place = word.lemma in PLACE_WORDS or noun_class(word.lemma) == "place" or word.upos == "ADV"
        elif last in ("in", "within", "inside") and self._is_aimed(governor, city=city):
            is_place = False
        else:
            is_place = last in LOCATIVE or first in LOCATIVE or _leads_to_place(last, word.lemma, city=city)
        return Use.PLACE if is_place else Use.ACTOR

    def _is_aimed(self, governor: int, *, city: bool) -> bool:
        """Whether "in" tells at whom something is aimed: interest in, keep faith in, invest in."""
        thing = self._syntax.child(governor, "obj")
        lemmas = {self._syntax[governor].lemma, self._syntax[thing].lemma if thing is not None else ""}
        return bool(lemmas & _TRUST) or (not city and bool(lemmas & AIMED))

    def _behind_to(self, governor: int, *, city: bool) -> Use:
        word = self._syntax[governor]
        thing = self._syntax.child(governor, "obj")
        if city:
            if word.upos == "NOUN" and self._is_role(governor):
                return Use.ACTOR
            if word.lemma in GIVING and word.lemma not in MOTION:
                return Use.ACTOR
            return Use.ACTOR if noun_class(word.lemma) in ("act", "asset") and word.lemma not in MOTION else Use.PLACE
        if thing is not None and word.lemma not in ("deport", "extradite"):
            return Use.ACTOR
        return Use.PLACE if word.upos == "VERB" and word.lemma in _CAME else Use.ACTOR

    def _behind_from(self, governor: int, *, city: bool) -> Use:
        word = self._syntax[governor]
        if word.lemma in ORIGIN or (word.upos == "VERB" and word.lemma in MOTION):
            return Use.PLACE
        if not city:
            return Use.ACTOR
        if word.upos == "VERB":
            return Use.ACTOR if word.lemma in _GETTING else Use.PLACE
        if self._is_role(governor):
            return Use.ACTOR if noun_class(word.lemma) != "place" and word.lemma in _DELEGATED else Use.PLACE
        return Use.PLACE if noun_class(word.lemma) == "place" else Use.ACTOR

    def _of_adjective(self, name: Named) -> Use:
        """A nationality: before a role or a deed it acts, before a dish it describes; as a noun it is its people."""
        syntax = self._syntax
        place = syntax.first_conjunct(name.head)
        token = syntax[place]
        if token.head is None or token.deprel not in ("amod", "compound", "nmod:poss", "nmod", "nmod:desc"):
            return self._predicate(place)
        if token.upos in ("PROPN", "NOUN") and syntax.case(place):
            return Use.ACTOR
        noun = token.head
        if syntax.joined_behind(name.end) in _MADE:
            return Use.OTHER
        return self._by_noun(noun)

    def _by_noun(self, noun: int) -> Use:
        syntax = self._syntax
        if self._is_role(noun):
            return Use.ACTOR
        kind = noun_class(syntax[noun].lemma)
        if kind == "place":
            return Use.PLACE
        if kind in ("culture", "mind"):
            return Use.OTHER
        return Use.ACTOR

    def _predicate(self, place: int) -> Use:
        """She is French: a description; the French said: the state."""
        token = self._syntax[place]
        if token.upos == "ADJ" and token.deprel in ("root", "xcomp", "ccomp", "advcl", "conj"):
            return Use.OTHER if self._syntax.child(place, "cop") is not None else Use.ACTOR
        is_language = token.deprel in ("obj", "obl") and self._syntax[token.head or 0].lemma in _SPEAKING
        return Use.OTHER if is_language else Use.ACTOR

    def _is_role(self, noun: int) -> bool:
        start = self._syntax.phrase_start(noun)
        lower = [*self._syntax.lower[start:noun], self._syntax[noun].lemma.lower()]
        as_written = self._syntax.lower[start : noun + 1]
        return self._roles.ending(lower) is not None or self._roles.ending(as_written) is not None


def _leads_to_place(preposition: str, lemma: str, *, city: bool) -> bool:
    """Whether a preposition that most often stands before an actor says where, for what governs it."""
    if preposition == "over":
        return lemma in _FLYING
    if preposition == "for":
        return lemma in _SETTING_OUT or (city and lemma in MOTION)
    if preposition == "between":
        return lemma in BETWEEN and (city or lemma in ("border", "frontier"))
    return preposition == "on" and city and lemma in _DESCENDING
