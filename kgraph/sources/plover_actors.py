"""Actors as PLOVER codes them: a name, a country, a sector and a Wikidata id, each of which may be missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from kgraph.model import Actor, ActorKind, ActorRef
from kgraph.model.plover import NO_STATE, OTHER_STATES
from kgraph.sources.naming import Naming, unknown_ref
from kgraph.sources.plover_terms import sector

_WIKIDATA: Final = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/|wd:)?(Q[1-9][0-9]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of an event as it stands in the data."""

    name: str | None = None
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None

    @property
    def is_somebody(self) -> bool:
        """Whether it tells who it is."""
        return self.name is not None or self.country is not None or self.number is not None

    @property
    def number(self) -> str | None:
        """The Wikidata id, where there is one that is well formed."""
        match = _WIKIDATA.fullmatch(self.wikidata or "")
        return None if match is None else match[1]


class PloverActors:
    """Finds the actor of an end."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def ref(self, end: End, on: str | None = None) -> ActorRef:
        """The actor as a claim of a date holds it: by its Wikidata id, its name, or its country and sector.

        >>> from kgraph.actors import load_gazetteer
        >>> actors = PloverActors(Naming(load_gazetteer()))
        >>> actors.ref(End(country="RUS", sector="MIL")).id, actors.ref(End(country="UNO")).id
        ('kgr:RUS-MIL', 'kgr:united-nations')
        """
        code = (end.country or "").upper()
        body, wide = NO_STATE.get(code, (None, None))
        state = None if wide is not None else self.state(end.country, on)
        role = sector(end.sector) or wide
        known = self._known(end, state, on)
        if known is not None:
            return self._held(known, state, role, on)
        if end.name is not None:
            ref = unknown_ref(end.name, state=state, sector=role)
            return ref if end.number is None else replace(ref, id=f"wd:{end.number}")
        whole = None if body is None else self._naming.gazetteer.get(body)
        if whole is not None:
            return self._naming.ref(whole.id)
        if state is None:
            return unknown_ref(end.number or code or "unknown", sector=role)
        return self._held(state, state, role, on)

    def state(self, country: str | None, on: str | None = None) -> Actor | None:
        """The state of a country's name or code."""
        return None if country is None else self._naming.state(OTHER_STATES.get(country.upper(), country), on)

    def _known(self, end: End, state: Actor | None, on: str | None) -> Actor | None:
        if end.number is not None and (found := self._naming.by_wikidata(end.number)) is not None:
            return found
        if end.name is None:
            return None
        itself = self._naming.state(end.name, on)
        if itself is not None and (state is None or itself.state == state.state):
            return itself
        somebody = self._naming.somebody(end.name)
        if somebody is None or (state is not None and somebody.state not in (None, state.state)):
            return None
        # Whoever has another Wikidata id is a namesake.
        return None if end.number is not None and somebody.same_as else somebody

    def _held(self, actor: Actor, state: Actor | None, role: str | None, on: str | None) -> ActorRef:
        if actor.kind in (ActorKind.STATE, ActorKind.TERRITORY):
            # The government of a state is the state, to whoever codes "Russia said".
            part = None if role in (None, "GOV") else self._naming.sector(actor, role or "")
            return self._naming.ref((part or actor).id)
        ref = self._naming.ref(actor.id, on)
        if ref.state is not None or state is None or actor.kind is ActorKind.IGO:
            return ref
        return replace(ref, state=state.state, sector=ref.sector or role)
