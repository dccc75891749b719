"""Actors as CAMEO codes them, as actors of ours: states with their sectors, known groups, and what has neither."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.actors.cameo_codes import sector_of_code
from kgraph.actors.sectors import sector_id
from kgraph.model import Actor, ActorKind, ActorRef, local_actor_id
from kgraph.ontology import SECTORS

REGIONS: Final = MappingProxyType(
    {
        "AFR": "Africa",
        "ASA": "Asia",
        "BLK": "the Balkans",
        "CAS": "Central Asia",
        "CAU": "the Caucasus",
        "CEU": "Central Europe",
        "CFR": "Central Africa",
        "CRB": "the Caribbean",
        "EAF": "Eastern Africa",
        "EEU": "Eastern Europe",
        "EIN": "the East Indies",
        "EUR": "Europe",
        "LAM": "Latin America",
        "MDT": "the Mediterranean",
        "MEA": "the Middle East",
        "NAF": "North Africa",
        "NMR": "North America",
        "PGS": "the Persian Gulf",
        "SAF": "Southern Africa",
        "SAM": "South America",
        "SAS": "South Asia",
        "SCN": "Scandinavia",
        "SEA": "Southeast Asia",
        "WAF": "West Africa",
        "WST": "the West",
    }
)
"""What stands in the place of a country's code and is none. EUR is Europe here; the European Union is EEC."""


@cache
def _groups() -> Mapping[str, str]:
    """The ids of known groups by their codes, from `cameo_groups.csv`."""
    text = files("kgraph.sources").joinpath("cameo_groups.csv").read_text("utf-8")
    return {row["cameo"]: row["actor"] for row in csv.DictReader(text.splitlines())}


class CameoActors:
    """Finds the actor of a code.

    Args:
        gazetteer: who is known.

    >>> from kgraph.model import Name
    >>> actors = CameoActors(Gazetteer([Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS",
    ...     names=(Name(text="Russian", kind="demonym"),), codes=(("cameo", "RUS"), ("fips", "RS")))]))
    >>> actors.ref("RUSMIL", country="RUS", roles=("MIL",)).name, actors.state_of_fips("RS")
    ('Russian military', 'RUS')
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._states: dict[str, Actor] = {}
        self._fips: dict[str, Actor] = {}
        for scheme in ("iso3", "cameo"):
            self._states |= {code: actor for actor in _lands(gazetteer) if (code := dict(actor.codes).get(scheme))}
        for actor in sorted(_lands(gazetteer), key=lambda actor: actor.valid_to is None):
            code = dict(actor.codes).get("fips")
            if code is not None:
                self._fips[code] = actor
        self._refs: dict[tuple[str, str, str, tuple[str, ...]], ActorRef] = {}

    def ref(self, code: str, *, country: str = "", group: str = "", roles: tuple[str, ...] = ()) -> ActorRef:
        """The actor of a code, as a claim holds it.

        A known group comes before a state, a role of a state is the sector of it. What is of no state and no known
        group has an id made from its code.

        Args:
            code: the whole code, `RUSMIL`.
            country: its country's code.
            group: its known group's code.
            roles: the codes of its roles, the first first.
        """
        key = (code, country, group, roles)
        found = self._refs.get(key)
        if found is None:
            found = self._refs[key] = self._made(code, country, group, roles)
        return found

    def is_placed(self, ref: ActorRef) -> bool:
        """Whether it is of a state, or somebody whom the tables know."""
        return ref.state is not None or ref.id in self._gazetteer

    def state_of_fips(self, code: str) -> str | None:
        """The alpha-3 code of the state that a code of FIPS 10-4 is of; many of these are other states' ISO codes."""
        actor = self._fips.get(code)
        return None if actor is None else actor.state

    def id_of_fips(self, code: str) -> str | None:
        """The id of the state or territory that a code of FIPS 10-4 is of."""
        actor = self._fips.get(code)
        return None if actor is None else actor.id

    def _made(self, code: str, country: str, group: str, roles: tuple[str, ...]) -> ActorRef:
        known = self._gazetteer.get(_groups().get(group, ""))
        if known is not None:
            return self._gazetteer.ref(known.id)
        state = self._states.get(country)
        sector = sector_of_code("".join(roles), of_state=False)
        if state is not None:
            whole = self._gazetteer.get(sector_id(state.id, sector)) if sector is not None else None
            return self._gazetteer.ref((whole or state).id)
        return ActorRef(id=local_actor_id(f"CAMEO {code}"), name=_name(code, country, sector), sector=sector)


def _lands(gazetteer: Gazetteer) -> Iterable[Actor]:
    return (actor for actor in gazetteer if actor.kind in (ActorKind.STATE, ActorKind.TERRITORY))


def _name(code: str, country: str, sector: str | None) -> str:
    """What an actor of no state is called: its role and its region, as far as the code has them."""
    parts = [SECTORS.get(sector or "", ""), REGIONS.get(country, country)]
    return " of ".join(part for part in parts if part) or f"CAMEO {code}"
