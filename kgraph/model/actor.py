"""Actors: what is known of them, and how a claim holds one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kgraph.errors import DataError
from kgraph.model.laws import check_encodable, digest
from kgraph.ontology import compress, expand


class ActorKind(StrEnum):
    """What sort of actor an actor is."""

    STATE = "state"
    TERRITORY = "territory"
    IGO = "igo"
    ORGANIZATION = "organization"
    ARMED_GROUP = "armed-group"
    PERSON = "person"
    SECTOR = "sector"
    OUTLET = "outlet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of an actor, with its language and, where it matters, the years it was in use."""

    text: str
    kind: str = "label"
    language: str = "en"
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office a person held: its title, where, in which PLOVER sector, from when to when (ISO prefixes)."""

    title: str
    holder_of: str
    state: str | None = None
    sector: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """What is known of an actor, whatever document names it.

    Attributes:
        id: a CURIE such as `kgr:RUS`, or a `urn:kgraph:` IRI.
        label: its usual English name.
        state: the ISO 3166-1 alpha-3 code of the state it belongs to, if any.
        sector: a PLOVER sector such as `GOV` or `MIL`, if any.
        same_as: ids of the same actor elsewhere, `wd:Q159`.
        codes: codes in other schemes by name: iso2, cow, gw, fips, cameo.
        valid_from, valid_to: ISO prefixes, for states that came or went.
    """

    id: str
    label: str
    kind: ActorKind
    state: str | None = None
    sector: str | None = None
    names: tuple[Name, ...] = ()
    offices: tuple[Office, ...] = ()
    same_as: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None


_ISO3: Final = re.compile(r"[A-Z]{3}")
_SECTOR: Final = re.compile(r"[A-Z]{3}")


OPPOSING_SECTORS: Final = frozenset({"REB", "OPP", "UAF", "CRM", "IMG", "ISM"})
"""PLOVER sectors of who opposes or fights a state, or stands outside it: rebels, opposition, unidentified armed forces,
criminals, international militant and dissident groups. They do not act for their home state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """An actor as a claim holds it: who it is, and for which state and sector it acted there and then.

    Attributes:
        id: a CURIE of a declared prefix, or a `urn:kgraph:` IRI.
        name: the actor's name, for people.
        state: ISO 3166-1 alpha-3 (or -3 for former states), or None.
        sector: a PLOVER sector, or None.
    """

    id: str
    name: str
    state: str | None = None
    sector: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", compress(expand(self.id)))
        if not self.name.strip():
            raise DataError("an actor without a name", value=self.id)
        check_encodable("name", self.name)
        if self.state is not None and not _ISO3.fullmatch(self.state):
            raise DataError("not a state", value=self.state, expected="an ISO 3166 alpha-3 code such as RUS, or null")
        if self.sector is not None and not _SECTOR.fullmatch(self.sector):
            raise DataError("not a sector", value=self.sector, expected="a PLOVER sector such as GOV, or null")

    @property
    def acts_for(self) -> str | None:
        """The state it acts for, as an id; None where it has none, or opposes it.

        A rebel group belongs to a state (its home) and does not act for it: what it does is not what the state does. A
        state acts for itself, whatever sector a row of data gives it.
        """
        own = None if self.state is None else f"kgr:{self.state}"
        return None if self.sector in OPPOSING_SECTORS and self.id != own else own

    @property
    def rollup(self) -> str:
        """The id of the state it acts for, else its own: what dyads are made of.

        >>> ActorRef(id="kgr:vladimir-putin", name="Vladimir Putin", state="RUS").rollup
        'kgr:RUS'
        >>> ActorRef(id="kgr:hezbollah", name="Hezbollah", state="LBN", sector="REB").rollup
        'kgr:hezbollah'
        """
        return self.acts_for or self.id


def local_actor_id(name: str) -> str:
    """The id of an actor no table knows: readable, and the same for the same name.

    >>> local_actor_id("sources within North Korea")
    'urn:kgraph:actor:sources-within-north-korea-dbdcb704'
    """
    slug = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:48].strip("-") or "actor"
    return f"urn:kgraph:actor:{slug}-{digest('actor', name)[:8]}"
