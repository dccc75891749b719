"""Reading role phrases: whom "the Russian defense minister", "two diplomats" or "the ministry" adds to the draft."""

from __future__ import annotations

from typing import Final

from kgraph.actors.roles import LEADER
from kgraph.discourse.descriptions import SUPERIOR
from kgraph.discourse.entities import STATES, Entity
from kgraph.discourse.naming import given_gender
from kgraph.discourse.posts import Meant, meant_by
from kgraph.discourse.reading.affiliation import RELATIONAL, owners, placed, title_of
from kgraph.discourse.reading.sentence import SentenceDraft
from kgraph.discourse.rolephrases import RolePhrase
from kgraph.discourse.sets import ANY_NOUNS, BODY_NOUNS, STATE_NOUNS
from kgraph.language.trees import words
from kgraph.model import ActorKind

_REGIMES: Final = words("regime government administration junta dictatorship rule presidency cabinet leadership")
_STATE_OWNED: Final = words("government state national federal presidential army military official public central")
_ARMED: Final = frozenset({"MIL", "COP"})
_PEOPLE: Final = (ActorKind.PERSON, ActorKind.SECTOR)


class RoleReader:
    """Reads the role phrases of a sentence.

    Args:
        line: the sentence.
    """

    def __init__(self, line: SentenceDraft) -> None:
        self._line, self._draft, self._syntax = line, line.draft, line.syntax

    def read(self, phrase: RolePhrase) -> None:
        """Take a role phrase into the draft: as whoever it is said to be, else as whoever it means."""
        if self._is_title(phrase):
            return
        entity = self._identified(phrase)
        if entity is not None:
            self._learn(entity, phrase)
            self._line.mention(phrase.head, (phrase.start, phrase.end), entity, "description")
            return
        self._note_regime(phrase)
        found, how = self._meant(phrase, owners(self._line, phrase))
        if found:
            self._mention(phrase, found, how)
        else:
            self._say_somebody(phrase)

    def _is_title(self, phrase: RolePhrase) -> bool:
        """Whether a role stands before a name as its title, so that the name speaks for both."""
        head = self._syntax[phrase.head].head
        label = self._syntax[phrase.head].deprel
        return head is not None and head in self._line.covered and label in ("nmod:desc", "compound", "flat", "amod")

    def _identified(self, phrase: RolePhrase) -> Entity | None:
        """Whom the phrase is said to be: a name in apposition, the subject of "is"."""
        syntax, line, place = self._syntax, self._line, phrase.head
        head = syntax[place].head
        if syntax.label(place) == "appos" and head is not None:
            explained = self._explained(head)
            return explained if explained is not None and _can_be(explained, phrase) else None
        for child in (*syntax.children(place, "appos"), *syntax.children(place, "flat")):
            name = line.by_head.get(child)
            entity = None if name is None or name.other else line.named_at(child)
            if entity is not None:
                return entity if _can_be(entity, phrase) else None
        if not phrase.is_personal:
            return None
        named = (i for child in syntax.children(place, "nmod") for i in syntax.children(child, "appos"))
        person = next((n for i in named if (n := line.by_head.get(i)) and n.kind is ActorKind.PERSON), None)
        if person is not None and person.ref is not None:
            return line.named_at(person.head)
        subject = None if syntax.child(place, "cop") is None else syntax.child(place, "nsubj")
        entity = None if subject is None else line.entity_at(subject)
        return entity if entity is not None and entity.is_person else None

    def _explained(self, head: int) -> Entity | None:
        """Who stands before an apposition, be its head that of a name or a word inside one."""
        entity = self._line.entity_at(self._syntax.first_conjunct(head))
        if entity is None and head in self._line.covered:
            inside = next(name for name in self._line.names if name.first <= head < name.end)
            entity = self._line.entity_at(inside.head)
        return entity

    def _learn(self, entity: Entity, phrase: RolePhrase) -> None:
        """Keep what a role phrase says of whoever it is: the role, and for a person nobody knows the state."""
        entity.nouns |= phrase.nouns
        if len(entity.refs) != 1 or entity.kind is not ActorKind.PERSON:
            return
        ref = entity.refs[0]
        owned_by = owners(self._line, phrase)
        holder = owned_by[0][0] if owned_by else None
        self._line.note_role(ref, title_of(self._line, phrase), holder, (phrase.first, phrase.end))
        if ref.state is None and owned_by and self._draft.tables.get(ref.id) is None:
            entity.refs = (placed(ref, phrase, owned_by[0], self._draft.posts),)

    def _note_regime(self, phrase: RolePhrase) -> None:
        """Note that "the Assad regime" says who leads."""
        if phrase.role.noun not in _REGIMES:
            return
        for name in phrase.of:
            if name.kind is ActorKind.PERSON and name.ref is not None and name.end <= phrase.first:
                states = [n.ref for n in phrase.of if n.kind in STATES and n.ref is not None]
                state = states[0] if states else self._draft.posts.employer((name.ref, name.kind))[0]
                self._line.note_role(name.ref, "leader", state, (name.first, phrase.end))

    def _say_somebody(self, phrase: RolePhrase) -> None:
        """Keep somebody whom nobody can tell, so that a pronoun can take them up and nobody else."""
        kind = ActorKind.UNKNOWN if phrase.role.kind == "body" else ActorKind.PERSON
        nouns = set(phrase.nouns)
        somebody = Entity(refs=(), kind=kind, plural=phrase.plural, nouns=nouns, gender=phrase.gender)
        self._line.say(phrase.head, somebody)

    def _mention(self, phrase: RolePhrase, found: list[Meant], how: str) -> None:
        entity = self._draft.entity_of(found, plural=phrase.plural)
        if phrase.role.kind == "person" and not phrase.plural and entity.kind not in (ActorKind.PERSON, *STATES):
            entity = self._draft.log.unnamed(found[0][0], phrase.role.noun, entity.kind)
            entity.gender = entity.gender or phrase.gender
        if len(found) == 1:
            entity.nouns |= phrase.nouns
            if entity.gender is None and entity.kind is ActorKind.PERSON:
                entity.gender = phrase.gender or given_gender(found[0][0])
        if phrase.is_personal and not phrase.plural:
            self._await_name(phrase, found, how)
        self._line.mention(phrase.head, (phrase.start, phrase.end), entity, how)

    def _await_name(self, phrase: RolePhrase, found: list[Meant], how: str) -> None:
        """Note that the next reference means one person whom the text may still name."""
        place = len(self._draft.references)
        body = next((ref for ref, kind in found if kind not in STATES and kind not in _PEOPLE), None)
        if phrase.indefinite and body is not None:
            self._draft.promised.append((place, body.id))
        if how == "role":
            self._draft.titled.append((place, phrase.role.noun))

    def _meant(self, phrase: RolePhrase, owned_by: list[Meant]) -> tuple[list[Meant], str]:
        """Whom a role phrase means, and how that is known."""
        if phrase.role.noun in RELATIONAL:
            return _described(self._related(phrase, owned_by))
        if owned_by:
            posts = self._draft.posts
            distinct = list({posts.employer(owner)[0].id: owner for owner in owned_by}.values())
            found = posts.meant(phrase, distinct)
            return found, "office" if any(kind is ActorKind.PERSON for _, kind in found) else "role"
        if phrase.plural:
            return self._several(phrase)
        if phrase.is_personal:
            bare = not phrase.definite and not phrase.indefinite and phrase.role.kind == "office"
            takes_up = phrase.definite or bare
            return _described(self._draft.descriptions.person(self._line.number, phrase) if takes_up else None)
        takes_up = phrase.definite or self._is_state_owned(phrase) or self._syntax[phrase.head].upos == "PROPN"
        return _described(self._body(phrase) if takes_up else None)

    def _body(self, phrase: RolePhrase, *, bare: bool = False) -> Meant | None:
        return self._draft.descriptions.body(self._line.number, phrase, bare=bare)

    def _is_state_owned(self, phrase: RolePhrase) -> bool:
        """Whether the words say that it is a state's: state media, the national guard."""
        before = self._syntax.lower[phrase.start : phrase.first]
        return any(word in _STATE_OWNED for word in before) or phrase.noun.split()[0] in ("state", "government")

    def _related(self, phrase: RolePhrase, others: list[Meant]) -> Meant | None:
        """Somebody by their tie to a possessor; a superior makes the possessor a subordinate."""
        owner = None if phrase.possessor is None else self._line.entity_at(phrase.possessor)
        if owner is None or not owner.refs:
            return None
        one = self._draft.descriptions.related(phrase, owner, others)
        if one is not None and phrase.role.noun in SUPERIOR:
            self._line.note_role(owner.refs[0], "subordinate", one[0], (phrase.start, phrase.end))
        return one

    def _several(self, phrase: RolePhrase) -> tuple[list[Meant], str]:
        """Whom a plural means that says nothing of whose it is."""
        if phrase.role.sector in _ARMED and not phrase.indefinite and not phrase.number:
            forces = self._body(phrase, bare=True)
            if forces is not None:
                return _described(forces)
        if not (phrase.definite or phrase.number):
            return _described(self._body(phrase) if self._is_state_owned(phrase) else None)
        members = self._members(phrase)
        return _described(self._body(phrase)) if members is None else (members, "set")

    def _members(self, phrase: RolePhrase) -> list[Meant] | None:
        """The members of the set that a plural means; None where it means no set."""
        sentence, number, sets = self._line.number, phrase.number, self._draft.sets
        if phrase.word in STATE_NOUNS:
            return meant_by(sets.of_states(sentence, number, without=self._line.subject_of(phrase.head)))
        if phrase.word in ANY_NOUNS:
            return meant_by(sets.of_any(sentence, number, without=self._line.subject_of(phrase.head)))
        if phrase.is_personal:
            return self._persons(phrase) if number or phrase.role.offices else None
        if number and phrase.word in BODY_NOUNS:
            return meant_by(sets.of_bodies(sentence, number))
        if number and phrase.role.kind == "body":
            states = [state.refs[0].id for state in sets.of_states(sentence, number)]
            bodies = (self._draft.posts.sector(state, phrase.role, phrase.noun) for state in states)
            return [body for body in bodies if body is not None]
        return None

    def _persons(self, phrase: RolePhrase) -> list[Meant]:
        led = LEADER in phrase.role.offices
        titles = [] if led else list(phrase.role.offices)
        persons = self._draft.sets.of_persons(self._line.number, phrase.number, titles, led=led)
        return [(ref, ActorKind.PERSON) for ref in persons]


def _described(one: Meant | None) -> tuple[list[Meant], str]:
    return [] if one is None else [one], "description"


def _can_be(entity: Entity, phrase: RolePhrase) -> bool:
    """Whether an entity is of the kind that a role is of."""
    if entity.kind in STATES:
        return not phrase.is_personal
    return entity.kind is not ActorKind.PERSON or phrase.is_personal
