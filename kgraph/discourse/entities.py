"""Who has come up so far: the discourse's actors with what is known of them, and where each was spoken of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from kgraph.model import ActorKind, ActorRef

STATES: Final = (ActorKind.STATE, ActorKind.TERRITORY)
BODIES: Final = (ActorKind.IGO, ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP, ActorKind.OUTLET)

SUBJECT, OBJECT, OBLIQUE, ASIDE = 3, 2, 1, 0
"""How much a mention stands in the foreground, by its place in the clause."""
_MOST: Final = 500
"""Mentions that are looked back at most: a sentence that lists thousands is not gone through for each of them."""


@dataclass(eq=False, slots=True, kw_only=True)
class Entity:
    """Somebody, or something, that the document speaks of.

    Attributes:
        refs: the actors it is: one, several for a set; none for a thing, and for people nobody can tell.
        kind: what sort of actor; `UNKNOWN` for a thing.
        plural: whether "they" can take it up.
        animate: whether it can act: false for a thing.
        gender: `m` or `f` of a person, where known.
        nouns: the role nouns that were said of it.
        members: of a set, whose it is made of.
        unnamed: whether it is one person whom only a role tells ("a Chilean diplomat"): its actor is that of the role.
    """

    refs: tuple[ActorRef, ...]
    kind: ActorKind
    plural: bool = False
    animate: bool = True
    gender: str | None = None
    nouns: set[str] = field(default_factory=set)
    members: tuple[Entity, ...] = ()
    unnamed: bool = False

    @property
    def is_state(self) -> bool:
        """Whether it is one state."""
        return self.kind in STATES and len(self.refs) == 1

    @property
    def is_person(self) -> bool:
        """Whether it is one person, known or not."""
        return (self.kind is ActorKind.PERSON or self.unnamed) and not self.plural

    @property
    def is_body(self) -> bool:
        """Whether it is one organisation, alliance, armed group or outlet."""
        return self.kind in BODIES and not self.plural

    @property
    def state(self) -> str | None:
        """The id of the state that it is, or acts for; None where there is none, or several."""
        if len(self.refs) != 1:
            return None
        ref = self.refs[0]
        return f"kgr:{ref.state}" if ref.state is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One mention of an entity.

    Attributes:
        sentence, head: where.
        entity: of whom.
        rank: how much it stands in the foreground there.
        clause: the predicate it depends on.
        is_place: whether it only says where.
        is_main: whether that is the main clause of its sentence.
        pronoun: the pronoun that it is, in small letters; empty for anything else.
        speaks: whether it is the subject of a verb of saying.
    """

    sentence: int
    head: int
    entity: Entity
    rank: int
    clause: int
    is_place: bool = False
    is_main: bool = False
    pronoun: str = ""
    speaks: bool = False


class Log:
    """The mentions of a document in its order, and the entity of each actor."""

    def __init__(self) -> None:
        self._said: list[Said] = []
        self._by_ids: dict[tuple[str, ...], Entity] = {}
        self._times: dict[Entity, int] = {}

    def entity(self, *refs: ActorRef, kind: ActorKind, plural: bool = False) -> Entity:
        """The entity of these actors, the same each time."""
        key = tuple(ref.id for ref in refs)
        known = self._by_ids.get(key)
        if known is None:
            known = self._by_ids[key] = Entity(refs=refs, kind=kind, plural=plural)
        elif len(refs) == 1 and refs[0].state is not None and known.refs[0].state is None:
            known.refs = refs  # the text has said by now for whom somebody acts
        return known

    def unnamed(self, ref: ActorRef, noun: str, kind: ActorKind) -> Entity:
        """The person whom only a role tells, the same for the same role."""
        key = (ref.id, noun)
        if key not in self._by_ids:
            self._by_ids[key] = Entity(refs=(ref,), kind=kind, unnamed=True)
        return self._by_ids[key]

    def known(self, ref: ActorRef) -> ActorRef:
        """An actor as the text has it by now: with the state and sector that it has told since."""
        entity = self._by_ids.get((ref.id,))
        return ref if entity is None else entity.refs[0]

    def add(self, said: Said) -> None:
        """Keep a mention."""
        self._said.append(said)
        if not said.pronoun:
            self._times[said.entity] = self._times.get(said.entity, 0) + 1

    def times(self, entity: Entity) -> int:
        """How often it was spoken of so far, pronouns apart."""
        return self._times.get(entity, 0)

    def back(self, sentence: int, *, most: int) -> Iterator[Said]:
        """The last mentions so far, the last first, none more than `most` sentences before `sentence`."""
        for said in self.last():
            if sentence - said.sentence > most:
                return
            yield said

    def __iter__(self) -> Iterator[Said]:
        return iter(self._said)

    def last(self) -> Iterator[Said]:
        """The last mentions so far, the last first."""
        return islice(reversed(self._said), _MOST)
