"""Sector actors: what is made by rule of a state and a PLOVER sector, "Russian military"."""

from __future__ import annotations

import re
from typing import Final

from kgraph.model import Actor, ActorKind

_ID: Final = re.compile(r"(kgr:[A-Z]{3}|urn:kgraph:actor:[a-z0-9-]+)-([A-Z]{3})")
"""A state of the tables, or one that a user's dictionary brought along."""
_NOUNS: Final = {
    "AGR": "farmers",
    "BUS": "companies",
    "COP": "police",
    "CRM": "criminals",
    "CVL": "civilians",
    "EDU": "scholars",
    "ELI": "elites",
    "GOV": "government",
    "IMG": "militants",
    "JRN": "media",
    "JUD": "judiciary",
    "LAB": "workers",
    "LEG": "legislature",
    "MED": "health workers",
    "MIL": "military",
    "MNC": "multinationals",
    "NGO": "civil society",
    "OPP": "opposition",
    "PRM": "paramilitaries",
    "PTY": "political parties",
    "REB": "rebels",
    "REF": "refugees",
    "REL": "clergy",
    "SOC": "social groups",
    "SPY": "intelligence services",
    "UAF": "unidentified armed forces",
}
"""What the people of a PLOVER sector are called behind a nationality."""


def sector_id(state: str, sector: str) -> str:
    """The id of a sector of a state: `kgr:RUS-MIL`.

    >>> sector_id("kgr:RUS", "MIL")
    'kgr:RUS-MIL'
    """
    return f"{state}-{sector}"


def sector_of(actor_id: str) -> tuple[str, str] | None:
    """The state and the sector that an id is made of, or None.

    >>> sector_of("kgr:RUS-MIL"), sector_of("kgr:nato")
    (('kgr:RUS', 'MIL'), None)
    """
    match = _ID.fullmatch(actor_id)
    return None if match is None else (match[1], match[2])


def sector_actor(state: Actor, sector: str) -> Actor:
    """The sector of a state as an actor.

    >>> from kgraph.model import Name
    >>> russia = Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS",
    ...                names=(Name(text="Russian", kind="demonym"),))
    >>> sector_actor(russia, "MIL").label
    'Russian military'
    """
    label = f"{adjective_of(state)} {_NOUNS.get(sector, sector)}"
    return Actor(id=sector_id(state.id, sector), label=label, kind=ActorKind.SECTOR, state=state.state, sector=sector)


def adjective_of(state: Actor) -> str:
    """What a state's people and things are called: the demonym that is an adjective; without one, its label."""
    demonyms = [name.text for name in state.names if name.kind == "demonym" and name.valid_to is None]
    plain = [text for text in demonyms if text.replace(" ", "").replace("-", "").isalpha()]
    adjectives = [text for text in plain if _ADJECTIVE.search(text)]
    return next(iter(adjectives or plain or demonyms), state.label)


_ADJECTIVE: Final = re.compile(r"(?:ish|ese|[ae]n|ch|ss|i|ic|lese|ine|ite|ek)\Z")
