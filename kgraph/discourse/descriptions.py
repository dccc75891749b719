"""Definite descriptions: who "the president", "the alliance" or "his boss" is, where nothing in the phrase says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.discourse.entities import STATES, Entity, Log, Said
from kgraph.discourse.posts import Meant, Posts
from kgraph.discourse.rolephrases import RolePhrase
from kgraph.language.trees import words
from kgraph.model import ActorKind

SUPERIOR: Final = words("boss superior master patron")
"""Nouns for whoever stands above their possessor."""

_BODY_KINDS: Final = {
    **dict.fromkeys(
        words(
            """alliance bloc union organization organisation body council commission grouping club league court tribunal
            assembly secretariat mission watchdog"""
        ),
        (ActorKind.IGO, ActorKind.ORGANIZATION),
    ),
    **dict.fromkeys(
        words(
            """group movement faction militia outfit insurgency organization militants rebels guerrillas insurgents
            fighters"""
        ),
        (ActorKind.ARMED_GROUP, ActorKind.ORGANIZATION),
    ),
    **dict.fromkeys(words("agency"), (ActorKind.IGO, ActorKind.OUTLET, ActorKind.ORGANIZATION)),
    **dict.fromkeys(
        words(
            """company firm giant producer manufacturer bank maker operator airline party front coalition charity union
            service"""
        ),
        (ActorKind.ORGANIZATION,),
    ),
    **dict.fromkeys(
        words("newspaper daily broadcaster channel outlet network website paper magazine"), (ActorKind.OUTLET,)
    ),
}
_OF_STATES: Final = frozenset({"GOV", "MIL", "LEG", "COP", "JUD", "SPY", "OPP"})
_FIGHTERS: Final = frozenset({"REB", "IMG", "PRM", "UAF"})
_OTHERWISE: Final = words("prime vice deputy assistant former acting")
"""What makes another title of the same noun: a prime minister is not "the minister"."""
_FAR: Final = 8
_NEAR: Final = 4
"""Sentences that are looked back at: for the same title or noun, and for another of the kind."""


class Descriptions:
    """Finds whom a description takes up among what was said so far.

    Args:
        log: the mentions so far.
        posts: offices and sectors.
        gazetteer: the tables.
        on: the document's date.
        home: for whom the document's publisher speaks, if for anybody.
    """

    def __init__(self, log: Log, posts: Posts, gazetteer: Gazetteer, on: str | None, home: Meant | None) -> None:
        self._log, self._posts, self._tables, self._on, self._home = log, posts, gazetteer, on, home

    def related(self, phrase: RolePhrase, owner: Entity, others: list[Meant]) -> Meant | None:
        """Somebody by their tie to an owner: "his boss", "her predecessor", "his Chinese counterpart"."""
        noun = phrase.role.noun
        if noun in SUPERIOR:
            employer = self._employer(owner)
            held = None if employer is None else self._posts.leader(employer)
            if held is None or held.holder.id == owner.refs[0].id:
                return None
            return self._tables.ref(held.holder.id, on=self._on), ActorKind.PERSON
        if noun == "counterpart":
            return self._counterpart(owner, others)
        if noun in ("predecessor", "successor"):
            other = self._posts.neighbor_in_office(owner, -1 if noun == "predecessor" else 1)
            return None if other is None else (other, ActorKind.PERSON)
        return None

    def _counterpart(self, owner: Entity, others: list[Meant]) -> Meant | None:
        for state in [ref.id for ref, kind in others if kind in STATES] or self._other_state(owner):
            ref = self._posts.same_office(owner, state)
            if ref is not None:
                return ref, ActorKind.PERSON
        return self._of_government(others[0]) if others else None

    def _other_state(self, owner: Entity) -> list[str]:
        """The state, but the owner's, that came up last."""
        states = (said.entity.state for said in self._log.last())
        last = next((state for state in states if state is not None and state != owner.state), None)
        return [] if last is None else [last]

    def _of_government(self, state: Meant) -> Meant | None:
        role = self._tables.roles.ending(["official"])
        if state[1] not in STATES or role is None:
            return state
        return self._posts.sector(state[0].id, role[0], "official")

    def _employer(self, owner: Entity) -> str | None:
        if len(owner.refs) != 1:
            return None
        return self._posts.employer((owner.refs[0], owner.kind))[0].id

    def person(self, sentence: int, phrase: RolePhrase) -> Meant | None:
        """The person that a singular role takes up: one with that title, else the holder in the state in focus."""
        if self._home is not None and phrase.role.offices and not phrase.past and not phrase.under:
            held = self._posts.holder(self._home[0].id, phrase.role)
            if held is not None:
                return self._tables.ref(held.holder.id, on=self._on), ActorKind.PERSON
        titled = self._nearest(sentence, _FAR, lambda said: self._has_title(said, phrase))
        if titled is not None and titled.entity.refs:
            return titled.entity.refs[0], titled.entity.kind
        if not phrase.role.offices or phrase.past or phrase.under:
            return None
        owners = self._owners(sentence)
        held = next((held for owner in owners if (held := self._posts.holder(owner, phrase.role)) is not None), None)
        return None if held is None else (self._tables.ref(held.holder.id, on=self._on), ActorKind.PERSON)

    def _owners(self, sentence: int) -> Iterator[str]:
        """Whose office may be meant where nothing says: the state in focus, the bodies just named, the publisher."""
        focus = self.focus(sentence)
        if focus is not None:
            yield focus
        for said in self._log.back(sentence, most=_NEAR):
            if said.entity.is_body and said.entity.kind is not ActorKind.OUTLET:
                yield said.entity.refs[0].id
        if self._home is not None:
            yield self._home[0].id

    def _has_title(self, said: Said, phrase: RolePhrase) -> bool:
        entity = said.entity
        if not (entity.is_person or (entity.kind is ActorKind.SECTOR and phrase.noun in entity.nouns)):
            return False
        titles = self._posts.titles(entity) | entity.nouns
        noun = phrase.role.noun
        if noun in titles or any(title.endswith(f" {noun}") and title.split()[0] not in _OTHERWISE for title in titles):
            return True
        if phrase.noun in ("leader", "ruler", "strongman") and entity.is_person:
            held = None if entity.state is None else self._posts.leader(entity.state)
            return held is not None and held.holder.id == entity.refs[0].id
        return bool(phrase.role.offices) and any(title in titles for title in phrase.role.offices)

    def body(self, sentence: int, phrase: RolePhrase, *, bare: bool = False) -> Meant | None:
        """The body or the people that a definite role takes up: "the ministry", "the alliance", "the rebels".

        Args:
            sentence: where it stands.
            phrase: the role.
            bare: whether persons, too, may be those of the state in focus: "soldiers", "police".
        """
        noun = phrase.role.noun
        same = self._nearest(sentence, _FAR, lambda said: bool(said.entity.refs) and _is_called(said.entity, phrase))
        if same is not None and len(same.entity.refs) == 1:
            return same.entity.refs[0], same.entity.kind
        for kind in _BODY_KINDS.get(noun.split()[-1], ()):
            found = self._foremost(sentence, partial(_is_of_kind, kind))
            if found is not None and found.entity.refs:
                return found.entity.refs[0], found.entity.kind
        sector = phrase.role.sector
        if sector in _FIGHTERS:
            found = self._nearest(
                sentence,
                _NEAR,
                lambda said: (
                    said.entity.kind is ActorKind.ARMED_GROUP
                    or (
                        said.entity.kind is ActorKind.SECTOR
                        and said.entity.refs[:1] != ()
                        and said.entity.refs[0].sector in _FIGHTERS
                    )
                ),
            )
            return None if found is None or not found.entity.refs else (found.entity.refs[0], found.entity.kind)
        if sector not in _OF_STATES or (phrase.role.kind == "person" and not bare):
            return None
        focus = self.focus(sentence)
        return None if focus is None else self._posts.sector(focus, phrase.role, phrase.noun)

    def state(self, sentence: int, noun: str) -> Meant | None:
        """The state that "the country" or "the kingdom" takes up."""
        for said in self._by_focus(sentence):
            state = said.entity.state if not said.entity.is_body else None
            if state is None or (
                noun in ("kingdom", "emirate", "sultanate", "monarchy") and not self._posts.is_monarchy(state)
            ):
                continue
            actor = self._tables.get(state)
            if actor is not None:
                return self._tables.ref(state, on=self._on), actor.kind
        return None

    def focus(self, sentence: int) -> str | None:
        """The id of the state that the text is about there: the one in the foreground of the nearest sentences."""
        for said in self._by_focus(sentence):
            state = said.entity.state
            if state is not None and said.entity.kind is not ActorKind.OUTLET and self._tables.get(state) is not None:
                return state
        return self._home[0].id if self._home is not None and self._home[1] in STATES else None

    def _by_focus(self, sentence: int) -> list[Said]:
        """The mentions before, those first that stand in the foreground of the nearest sentences."""
        near = list(self._log.back(sentence, most=3))

        def weight(said: Said) -> float:
            return said.rank * 0.7 - 2.0 * (sentence - said.sentence) - (1.0 if said.is_place else 0.0)

        return sorted(near, key=weight, reverse=True)

    def _foremost(self, sentence: int, fits: Callable[[Said], bool]) -> Said | None:
        """The mention that fits and stands most in the foreground: near, a subject, of whom the text speaks often."""

        def weight(said: Said) -> float:
            return 0.7 * said.rank - 1.5 * (sentence - said.sentence) + 0.4 * min(self._log.times(said.entity), 4)

        return max(filter(fits, self._log.back(sentence, most=_NEAR)), key=weight, default=None)

    def _nearest(self, sentence: int, most: int, fits: Callable[[Said], bool]) -> Said | None:
        return next((said for said in self._log.back(sentence, most=most) if fits(said)), None)


def _is_of_kind(kind: ActorKind, said: Said) -> bool:
    return said.entity.kind is kind and not said.entity.plural


def _is_called(entity: Entity, phrase: RolePhrase) -> bool:
    """Whether an entity was called that before, or has the noun in its name: "the council" for the Security Council."""
    noun = phrase.role.noun
    if entity.kind in STATES or entity.kind is ActorKind.PERSON or len(entity.refs) != 1:
        return False
    if phrase.noun in entity.nouns or noun in entity.nouns:
        return True
    name = entity.refs[0].name.lower().split()
    return noun in name and entity.kind is not ActorKind.SECTOR
