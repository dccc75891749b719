"""Reading anaphors: whom pronouns, "both", "the two countries" and "this nation" take up of what was read before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kgraph.discourse.entities import STATES, Entity
from kgraph.discourse.lexicon import SAME_STATE_NOUNS
from kgraph.discourse.posts import Meant, meant_by
from kgraph.discourse.pronouns import HE, IT, SHE, THEY, agrees, is_pleonastic
from kgraph.discourse.reading.sentence import RANKS, SentenceDraft
from kgraph.discourse.references import Use
from kgraph.discourse.rolephrases import NUMBERS
from kgraph.discourse.sets import ANY_NOUNS, BODY_NOUNS, STATE_NOUNS
from kgraph.language.trees import words
from kgraph.model import ActorKind

_THIRD: Final = frozenset(word for word in HE | SHE | IT | THEY if not word.endswith(("self", "selves")))
_RELATIVE: Final = words("who which that whose whom")
_COLLECTIVE: Final = words("pair duo trio two three four both")


class AnaphorReader:
    """Reads the words of a sentence that are neither a name nor a role.

    Args:
        line: the sentence.
    """

    def __init__(self, line: SentenceDraft) -> None:
        self._line, self._draft, self._syntax = line, line.draft, line.syntax

    def read(self, place: int) -> None:
        """Take a word into the draft: as whom it takes up, a noun that takes up nobody as a thing."""
        token, lower, label = self._syntax[place], self._syntax.lower[place], self._syntax.label(place)
        if token.upos in ("PRON", "DET") and lower in _THIRD:
            self._pronoun(place)
        elif token.upos == "PRON" and lower in _RELATIVE:
            self._relative(place)
        elif token.upos in ("PRON", "DET", "NUM") and lower in _COLLECTIVE and label in RANKS:
            self._collective(place)
        elif token.upos in ("NOUN", "PROPN") and label not in ("compound", "flat", "fixed"):
            self._noun(place)

    def _pronoun(self, place: int) -> None:
        if is_pleonastic(self._syntax, place):
            return
        before = self._draft.pronouns.antecedent(self._syntax, self._line.number, place)
        entity = self._ahead(place) or before
        if entity is None:
            return
        if entity.refs:
            self._line.refer(place, (place, place + 1), entity.refs, "pronoun", Use.ACTOR)
        self._line.say(place, entity)

    def _ahead(self, place: int) -> Entity | None:
        """The main clause's subject, where the pronoun stands before it and agrees: in its statement, Japan said."""
        root = self._syntax.root
        subject = None if root is None else self._syntax.child(root, "nsubj")
        if root is None or subject is None or subject < place or not self._is_fronted(place, root, subject):
            return None
        name = self._line.by_head.get(subject)
        entity = None if name is None or name.other else self._line.named_at(subject)
        if name is None or entity is None:
            return None
        if name.kind is ActorKind.PERSON:
            entity.gender = entity.gender or self._line.gender_of(name)
        return entity if agrees(self._syntax.lower[place], entity) else None

    def _is_fronted(self, place: int, root: int, subject: int) -> bool:
        """Whether a word stands in a phrase or clause before the subject of the main clause."""
        top = place
        while (head := self._syntax[top].head) is not None and head != root:
            top = head
        return self._syntax.label(top) in ("obl", "advcl") and top < subject

    def _relative(self, place: int) -> None:
        """Bring the noun before "who" and "which" to the foreground of their clause."""
        clause = self._syntax.clause(place)
        noun = self._syntax[clause].head
        if noun is None or self._syntax.label(clause) != "acl":
            return
        entity = self._line.entity_at(noun)
        if entity is not None:
            self._line.say(place, entity)

    def _collective(self, place: int) -> None:
        """Take up several by "both" and "the two" that stand for themselves."""
        if self._syntax.children(place, "nmod"):
            return
        sentence, sets = self._line.number, self._draft.sets
        number = NUMBERS.get(self._syntax.lower[place])
        persons = sets.of_sentence(sentence, number)
        found = meant_by(persons or sets.of_any(sentence, number, without=self._line.subject_of(place)))
        if len(found) > 1:
            extent = self._syntax.phrase_start(place), place + 1
            self._line.mention(place, extent, self._draft.entity_of(found, plural=True), "set")

    def _noun(self, place: int) -> None:
        token = self._syntax[place]
        start = self._syntax.phrase_start(place)
        before = self._syntax.lower[start:place]
        owner = self._syntax.child(place, "nmod:poss")
        plural = token.feat("Number") == "Plur"
        found: list[Meant] = []
        if plural and owner is None:
            found = self._several(place, before)
        elif not plural and token.lemma in SAME_STATE_NOUNS:
            found = self._state(place, before, owner)
        if found:
            how = "set" if len(found) > 1 else "description"
            entity = self._draft.entity_of(found, plural=len(found) > 1)
            self._line.mention(place, (start, place + 1), entity, how)
        elif self._syntax.label(place) in RANKS and token.upos == "NOUN":
            self._line.say(place, Entity(refs=(), kind=ActorKind.UNKNOWN, plural=plural, animate=False))

    def _several(self, place: int, before: Sequence[str]) -> list[Meant]:
        """The members of "the two countries", "both sides", "three agencies"."""
        number = next((NUMBERS[word] for word in before if word in NUMBERS), None)
        if not number and not any(word in ("the", "these", "those") for word in before):
            return []
        sentence, noun, sets = self._line.number, self._syntax.lower[place], self._draft.sets
        if noun in STATE_NOUNS and not self._syntax.children(place, "nmod", "acl"):
            return meant_by(sets.of_states(sentence, number, without=self._line.subject_of(place)))
        if noun in ANY_NOUNS:
            return meant_by(sets.of_any(sentence, number, without=self._line.subject_of(place)))
        return meant_by(sets.of_bodies(sentence, number)) if noun in BODY_NOUNS and number else []

    def _state(self, place: int, before: Sequence[str], owner: int | None) -> list[Meant]:
        """The state of "the country", "this nation", "his country"."""
        if owner is not None:
            entity = self._line.entity_at(owner)
            if entity is None or len(entity.refs) != 1:
                return []
            meant = self._draft.posts.employer((entity.refs[0], entity.kind))
            return [meant] if meant[1] in STATES else []
        if not any(word in ("the", "this", "that") for word in before):
            return []
        qualified = any(self._syntax.label(i) in ("amod", "nummod") for i in self._syntax.kids[place] if i < place)
        if qualified or self._syntax.children(place, "acl", "nmod"):
            return []
        one = self._draft.descriptions.state(self._line.number, self._syntax[place].lemma)
        return [] if one is None else [one]
