"""Sets: which two are "the two countries", "both sides", "the leaders"; who "they" are after a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.actors.sectors import sector_id
from kgraph.discourse.entities import BODIES, Entity, Log, Said
from kgraph.discourse.posts import Posts
from kgraph.language.trees import words
from kgraph.model import ActorKind, ActorRef

STATE_NOUNS: Final = words(
    """country countries nation nations state states neighbor neighbors neighbour neighbours government governments
    power powers superpower superpowers ally allies partner partners capital capitals republic republics kingdom
    kingdoms economy economies rival rivals adversary adversaries foe foes enemy enemies regime regimes"""
)
ANY_NOUNS: Final = words("side sides party parties camp camps group groups faction factions")
BODY_NOUNS: Final = words(
    """organization organizations organisation organisations body bodies agency agencies bloc blocs alliance alliances
    movement movements militia militias institution institutions company companies firm firms"""
)
"""Plurals that states, either states or bodies, and bodies are called by."""

_WINDOW: Final = 4
"""Sentences that are looked back at."""
_MOST: Final = 5
"""Persons that a plural without a number takes up at most."""


class Sets:
    """Finds the members of sets in what was said so far.

    Args:
        log: the mentions so far.
        posts: offices and sectors.
        gazetteer: the tables.
        on: the document's date.
        named: how often the document names each actor.
    """

    def __init__(self, log: Log, posts: Posts, gazetteer: Gazetteer, on: str | None, named: Counter[str]) -> None:
        self._log, self._posts, self._tables, self._on, self._named = log, posts, gazetteer, on, named

    def of_states(self, sentence: int, number: int | None, *, without: Entity | None = None) -> list[Entity]:
        """The states that a plural such as "the two countries" takes up; none where there are not enough."""
        left_out = set() if without is None else {without, *self._state_of(without)}
        return self._members(sentence, number, lambda said: [e for e in self._as_state(said) if e not in left_out])

    def of_any(self, sentence: int, number: int | None, *, without: Entity | None = None) -> list[Entity]:
        """States and bodies: "both sides"; persons stand for whom they serve."""
        left_out = set() if without is None else set(self._party_of(without))
        return self._members(sentence, number, lambda said: [e for e in self._as_party(said) if e not in left_out])

    def of_sentence(self, sentence: int, number: int | None) -> list[Entity]:
        """The persons of a sentence so far, where there are just so many: "Deby met Yang, and the two"."""
        named = [said.entity for said in self._log.back(sentence, most=0) if said.entity.is_person and said.entity.refs]
        distinct = list(dict.fromkeys(reversed(named)))
        return distinct if len(distinct) == (number or 2) else []

    def of_bodies(self, sentence: int, number: int | None) -> list[Entity]:
        """Organisations: "the two agencies"."""
        return self._members(sentence, number, lambda said: [said.entity] if said.entity.kind in BODIES else [])

    def of_persons(self, sentence: int, number: int | None, titles: Sequence[str], *, led: bool) -> list[ActorRef]:
        """Persons: "the two presidents", "the leaders".

        Args:
            sentence: where the plural stands.
            number: how many; None where that is not said.
            titles: the offices they must hold; none for any person.
            led: whether the leaders of the states in question do where the persons were not named.
        """
        wanted = set(titles)

        def fits(said: Said) -> list[Entity]:
            entity = said.entity
            if not entity.is_person or not entity.refs:
                return []
            return [entity] if not wanted or wanted & self._posts.titles(entity) else []

        found = self._together(sentence, fits) if number is None else self._members(sentence, number, fits)
        if len(found) == (number or 2) or (number is None and len(found) > 1):
            return [entity.refs[0] for entity in found]
        if not (titles or led):
            return []
        states = self.of_states(sentence, number)
        holders = [self._holder(state.refs[0].id, titles) for state in states]
        return [holder for holder in holders if holder is not None] if all(holders) else []

    def _holder(self, state: str, titles: Sequence[str]) -> ActorRef | None:
        book = self._tables.offices
        if self._on is None:
            government = self._tables.get(sector_id(state, "GOV"))
            return None if government is None else self._tables.ref(government.id)
        held = book.holders(state, list(titles), on=self._on) if titles else []
        leader = held[0] if held else book.leader(state, on=self._on) if not titles else None
        return None if leader is None else self._tables.ref(leader.holder.id, on=self._on)

    def _as_state(self, said: Said) -> list[Entity]:
        entity = said.entity
        if entity.members:
            return [state for member in entity.members for state in self._state_of(member)]
        return self._state_of(entity)

    def _state_of(self, entity: Entity) -> list[Entity]:
        if entity.is_state:
            return [entity]
        state = entity.state
        if state is None or entity.kind not in (ActorKind.PERSON, ActorKind.SECTOR):
            return []
        actor = self._tables.get(state)
        return [] if actor is None else [self._log.entity(self._tables.ref(state, on=self._on), kind=actor.kind)]

    def _together(self, sentence: int, read: Callable[[Said], list[Entity]]) -> list[Entity]:
        """All that `read` sees of the nearest sentence in which it sees several."""
        for row in self._by_sentence(sentence):
            found = _distinct(read, row)
            if len(found) > 1:
                return found if len(found) <= _MOST else []
        return []

    def _party_of(self, entity: Entity) -> list[Entity]:
        """The state or body that an entity is, or serves."""
        if len(entity.refs) != 1 or entity.kind is ActorKind.OUTLET:
            return []
        ref, kind = self._posts.employer((entity.refs[0], entity.kind))
        if kind in (ActorKind.PERSON, ActorKind.UNKNOWN):
            return []
        return [self._log.entity(ref, kind=kind)]

    def _as_party(self, said: Said) -> list[Entity]:
        if said.is_place:
            return []
        members = said.entity.members or (said.entity,)
        return [party for member in members for party in self._party_of(member)]

    def _members(self, sentence: int, number: int | None, read: Callable[[Said], list[Entity]]) -> list[Entity]:
        """The `number` entities that `read` sees and that weigh most; a near list of just so many comes first."""
        wanted = number or 2
        listed = self._listed(self._by_sentence(sentence), wanted, read)
        if listed:
            return listed
        weight: dict[Entity, float] = {}
        for said in self._log.back(sentence, most=_WINDOW):
            for entity in read(said):
                weight[entity] = max(weight.get(entity, -9.0), self._weight(entity, said, sentence))
        if len(weight) < wanted:
            return []
        foremost = sorted(weight, key=lambda entity: -weight[entity])[:wanted]
        return [entity for entity in reversed(weight) if entity in foremost]

    def _weight(self, entity: Entity, said: Said, sentence: int) -> float:
        """How much an entity stands in the foreground: by its mention, how near that is, how often it is named."""
        often = max((self._named[ref.id] for ref in entity.refs), default=0)
        near = 0.3 * said.rank - 0.8 * (sentence - said.sentence) - (1.0 if said.is_place else 0.0)
        return near + 1.2 * log(1 + often)

    def _by_sentence(self, sentence: int) -> list[list[Said]]:
        """The mentions before, by sentence, the nearest sentence first, each in its order."""
        rows: dict[int, list[Said]] = {}
        for said in self._log.back(sentence, most=_WINDOW):
            rows.setdefault(said.sentence, []).append(said)
        return [row[::-1] for row in rows.values()]

    def _listed(
        self, rows: Iterable[Sequence[Said]], wanted: int, read: Callable[[Said], list[Entity]]
    ) -> list[Entity]:
        """The members of the nearest list of just so many, in the two nearest sentences."""
        for row in list(rows)[:2]:
            for said in reversed(row):
                if len(said.entity.members) == wanted:
                    members = _distinct(read, [said])
                    if len(members) == wanted:
                        return members
        return []


def _distinct(read: Callable[[Said], list[Entity]], row: Iterable[Said]) -> list[Entity]:
    return list(dict.fromkeys(entity for said in row for entity in read(said)))
