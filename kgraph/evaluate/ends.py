"""Whether two say the same actor: by id, by the state it acts for, or by its name, through the gazetteer's names."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.actors.matching import fold_name
from kgraph.errors import DataError, UnknownNameError
from kgraph.evaluate.gold import GoldActor
from kgraph.model import ActorRef


class Ends(StrEnum):
    """How alike two actors must be: the same actor, or only such as act for the same state (Putin and Russia)."""

    STATE = "state"
    ACTOR = "actor"


_NAME: Final = "name:"
_ASIDE: Final = re.compile(r"\s*\([^)]*\)")


class EndReader:
    """Gives each actor the keys by which it is known; two are the same where they share one.

    A name that the gazetteer does not know, or that several bear, stands for itself.

    >>> reader = EndReader()
    >>> reader.of_gold(GoldActor(name="Kremlin")) & reader.of_claim(ActorRef(id="kgr:RUS", name="Russia", state="RUS"))
    frozenset({'kgr:RUS'})
    """

    def __init__(self, gazetteer: Gazetteer | None = None, *, ends: Ends = Ends.STATE) -> None:
        self._gazetteer = load_gazetteer() if gazetteer is None else gazetteer
        self._ends = ends
        self._ids: dict[tuple[str, str | None], str | None] = {}

    def of_gold(self, actor: GoldActor, *, on: str | None = None) -> frozenset[str]:
        """The keys of an actor that a coder names, in the office held on a day."""
        found = (None if actor.id is None else self._id(actor.id, on)) or self._id(actor.name, on)
        name = _name_key(actor.name)
        known = None if found is None else self._gazetteer.ref(found, on=on)
        if self._ends is Ends.STATE and (known is not None or actor.state is not None):
            state = actor.state or (None if known is None else known.state)
            sector = actor.sector or (None if known is None else known.sector)
            acts_for = ActorRef(id="kgr:any", name=actor.name, state=state, sector=sector).acts_for
            return frozenset({acts_for or found or name, name})
        return frozenset({found or name, name})

    def of_claim(self, actor: ActorRef) -> frozenset[str]:
        """The keys of an actor of a claim."""
        return frozenset({actor.rollup if self._ends is Ends.STATE else actor.id, _name_key(actor.name)})

    def of_speaker(self, name: str, actor_id: str | None = None, *, on: str | None = None) -> frozenset[str]:
        """The keys of somebody who is quoted: always the very one, never the state."""
        plain = _ASIDE.sub("", name).strip() or name
        found = actor_id or self._id(plain, on)
        return frozenset({_name_key(plain)} if found is None else {found, _name_key(plain)})

    def _id(self, name: str, on: str | None) -> str | None:
        if (name, on) not in self._ids:
            try:
                self._ids[name, on] = self._gazetteer.resolve(_bare(name), on=on).id
            except (UnknownNameError, DataError):  # nobody, or several: the name stands for itself
                self._ids[name, on] = None
        return self._ids[name, on]


def main_key(keys: frozenset[str]) -> str:
    """The key that stands for an actor where actors are counted: its id where it has one, else its name."""
    return min(keys, key=lambda key: (key.startswith(_NAME), key))


def _name_key(name: str) -> str:
    return _NAME + fold_name(_bare(name)).casefold()


def _bare(name: str) -> str:
    return name.strip().removeprefix("the ").removeprefix("The ")
