"""What both formats read off an actor, and who must stand beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from kgraph.errors import DataError
from kgraph.model import Actor, Date
from kgraph.model.laws import check_encodable

Known: TypeAlias = Mapping[str, Actor]
"""The actors of one export by id: whom it may refer to."""


def with_referred(actors: Iterable[Actor], find: Callable[[str], Actor | None]) -> Iterator[Actor]:
    """The actors, each once, and after them the states and bodies that they refer to, as far as `find` knows them.

    What is exported names only who stands in the same export, so a choice of actors needs those to be complete.

    >>> from kgraph.model import ActorKind
    >>> state = Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS")
    >>> person = Actor(id="kgr:vladimir-putin", label="Vladimir Putin", kind=ActorKind.PERSON, state="RUS")
    >>> [actor.id for actor in with_referred([person], {state.id: state}.get)]
    ['kgr:vladimir-putin', 'kgr:RUS']
    """
    waiting, seen = deque(actors), set[str]()
    while waiting:
        actor = waiting.popleft()
        if actor.id in seen:
            continue
        seen.add(actor.id)
        yield actor
        waiting += (found for other in referred_by(actor) if other not in seen and (found := find(other)) is not None)


def referred_by(actor: Actor) -> Iterator[str]:
    """The ids of the state an actor belongs to and of the bodies it held office in."""
    if actor.state is not None:
        yield f"kgr:{actor.state}"
    yield from (office.holder_of for office in actor.offices)


def label_of(actor: Actor) -> str:
    """The actor's label; its id where a store holds a blank one, because a name is required."""
    check_encodable("label", actor.label)
    return actor.label if actor.label.strip() else actor.id


def day_of(prefix: str | None) -> str | None:
    """The ISO prefix if it is one; a store may hold anything."""
    try:
        return None if prefix is None else Date(start=prefix).start
    except DataError:
        return None
