"""Whom a role of a state or an organisation means: who holds the office at the date, else the sector, else the body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.actors.offices import Held, plain_title
from kgraph.actors.roles import LEADER, Role
from kgraph.actors.sectors import sector_id
from kgraph.discourse.entities import STATES, Entity
from kgraph.discourse.rolephrases import RolePhrase
from kgraph.language.trees import words
from kgraph.model import ActorKind, ActorRef, Document

_STATE_ITSELF: Final = words(
    """government governments regime regimes administration administrations leadership state states country countries
    side sides team teams delegation delegations junta kingdom officialdom presidency cabinet
    cabinets negotiating-team republic"""
)
"""Role nouns by which a state itself is meant."""

_HEADS: Final = words("president leader chairman chairwoman head chief director commander secretary-general")
"""Titles by which whoever leads an organisation is called, whatever its own word."""

_OFFICES_OF: Final = words("ministry department office agency service")
"""Bodies that are a person's own: the ministry of a defense minister is military."""

Meant = tuple[ActorRef, ActorKind]
"""Somebody, and what sort of actor that is."""

_OFFICIAL: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
"""The sectors of bodies that speak for their state."""


def meant_by(entities: Iterable[Entity]) -> list[Meant]:
    """The actors that entities of one actor each are."""
    return [(entity.refs[0], entity.kind) for entity in entities]


class Posts:
    """The offices and sectors of the tables, at the date of one document.

    Without a date an office stands for its state or its body: who holds it today need not have held it then.

    Args:
        gazetteer: the tables.
        on: the document's date, an ISO prefix, or None.
    """

    def __init__(self, gazetteer: Gazetteer, on: str | None) -> None:
        self._tables, self._on = gazetteer, on

    def meant(self, phrase: RolePhrase, owners: Sequence[Meant]) -> list[Meant]:
        """Whom the role of these states or organisations means, one for each of them."""
        found: list[Meant] = []
        for owner in owners:
            one = self._one(phrase, owner, alone=len(owners) == 1)
            if one is not None and one not in found:
                found.append(one)
        return found

    def _one(self, phrase: RolePhrase, owner: Meant, *, alone: bool) -> Meant | None:
        if phrase.role.noun == "party" and owner[1] is ActorKind.PERSON:
            party = self.body_of(owner[0], sector="PTY")
            if party is not None:
                return party
        ref, kind = self.employer(owner)
        if self._keeps_sector(owner, phrase):
            return self._of_sector(ref.id, owner[0].sector)
        names_one = not (phrase.past or phrase.under or phrase.indefinite) and not (alone and phrase.plural)
        if (phrase.role.offices or phrase.role.noun in _HEADS) and names_one:
            held = self.holder(ref.id, phrase.role)
            if held is None and kind not in STATES and phrase.role.noun in _HEADS:
                held = self.leader(ref.id)
            if held is not None:
                return self._tables.ref(held.holder.id, on=self._on), ActorKind.PERSON
        if kind is ActorKind.PERSON:
            return None  # "his wife": a tie to a person is no office
        if kind not in STATES and kind is not ActorKind.UNKNOWN:
            return ref, kind
        return self.sector(ref.id, phrase.role, phrase.noun)

    def _keeps_sector(self, owner: Meant, phrase: RolePhrase) -> bool:
        """Whether a sector's people stay in it: the engineers of an army are its military."""
        if owner[1] is ActorKind.PERSON and phrase.role.noun in _OFFICES_OF:
            return owner[0].sector is not None and owner[0].state is not None
        sectored = owner[1] is ActorKind.SECTOR and owner[0].sector is not None
        return sectored and phrase.role.kind in ("person", "people") and not phrase.role.offices

    def _of_sector(self, state: str, sector: str | None) -> Meant | None:
        actor = None if sector is None else self._tables.get(sector_id(state, sector))
        return None if actor is None else (self._tables.ref(actor.id), ActorKind.SECTOR)

    def employer(self, owner: Meant) -> Meant:
        """For whom an owner's people work: a person's are the state's or the organisation's that the person serves."""
        ref, kind = owner
        if kind in (ActorKind.PERSON, ActorKind.SECTOR) and ref.state is not None:
            state = self._tables.get(f"kgr:{ref.state}")
            if state is not None:
                return self._tables.ref(state.id, on=self._on), state.kind
        if kind is ActorKind.PERSON:
            body = self.body_of(ref)
            if body is not None:
                return body
        return owner

    def body_of(self, person: ActorRef, *, sector: str | None = None) -> Meant | None:
        """The organisation, of a sector if one is given, that a person of the tables holds an office in at the date."""
        if self._on is None or self._tables.get(person.id) is None:
            return None
        for office in self._tables.offices_on(person.id, self._on):
            body = self._tables.get(office.holder_of)
            if body is not None and sector in (None, body.sector):
                return self._tables.ref(body.id, on=self._on), body.kind
        return None

    def holder(self, holder_of: str, role: Role) -> Held | None:
        """Who holds the office that a role names, at the date; nobody is known to where there is none."""
        if self._on is None:
            return None
        if LEADER in role.offices:
            return self._tables.offices.leader(holder_of, on=self._on)
        found = self._tables.offices.holders(holder_of, role.offices, on=self._on)
        return found[0] if found else None

    def leader(self, holder_of: str) -> Held | None:
        """Who leads a state or an organisation at the date; nobody is known to where there is none."""
        return None if self._on is None else self._tables.offices.leader(holder_of, on=self._on)

    def sector(self, state: str, role: Role, noun: str) -> Meant | None:
        """The sector of a state that a role belongs to; the state itself for its government."""
        if noun in _STATE_ITSELF or role.sector is None:
            ref = self._tables.ref(state, on=self._on)
            actor = self._tables.get(state)
            return None if actor is None else (ref, actor.kind)
        actor = self._tables.get(sector_id(state, role.sector))
        return None if actor is None else (self._tables.ref(actor.id), ActorKind.SECTOR)

    def titles(self, entity: Entity) -> set[str]:
        """The titles that a person holds: those the text gives and those of the tables at the date."""
        titles = {plain_title(noun) for noun in entity.nouns}
        return titles | {plain_title(held.office.title) for held in self.offices(entity)}

    def offices(self, entity: Entity) -> list[Held]:
        """The offices of the tables that a person holds at the date."""
        if len(entity.refs) != 1 or entity.kind is not ActorKind.PERSON or self._on is None:
            return []
        actor = self._tables.get(entity.refs[0].id)
        if actor is None:
            return []
        return [Held(actor, office) for office in self._tables.offices_on(actor.id, self._on)]

    def neighbor_in_office(self, entity: Entity, step: int) -> ActorRef | None:
        """Who held the person's office before (-1) or after (1)."""
        for held in self.offices(entity):
            other = self._tables.offices.beside(held, step)
            if other is not None:
                return self._tables.ref(other.holder.id, on=self._on)
        return None

    def same_office(self, entity: Entity, state: str) -> ActorRef | None:
        """Who holds in another state the office that the person holds in theirs."""
        if self._on is None:
            return None
        for title in sorted(self.titles(entity)):
            role = self._tables.roles.ending(title.split())
            titles = (title, *(role[0].offices if role is not None else ()))
            held = self._tables.offices.holders(state, [t for t in titles if t != LEADER], on=self._on)
            if held:
                return self._tables.ref(held[0].holder.id, on=self._on)
        return None

    def is_monarchy(self, state: str) -> bool:
        """Whether a state's full name says that it is a kingdom, an emirate or a sultanate."""
        actor = self._tables.get(state)
        names = () if actor is None else actor.names
        return any(
            name.kind == "formal" and any(word in name.text for word in ("Kingdom", "Emirate", "Sultanate"))
            for name in names
        )


def publisher_home(document: Document, gazetteer: Gazetteer) -> Meant | None:
    """For whom a document's publisher speaks: an organisation, or the state of a ministry; None for a medium.

    >>> from kgraph.actors import load_gazetteer
    >>> document = Document(text="We will help.", publisher="NATO Press Service", published="2011-05-10")
    >>> publisher_home(document, load_gazetteer())[0].id
    'kgr:nato'
    """
    publisher = document.publisher or ""
    for mention in gazetteer.find(publisher, on=document.published):
        actor = None if mention.actor is None else gazetteer.get(mention.actor)
        if actor is None or actor.kind is ActorKind.OUTLET:
            continue
        if actor.kind not in STATES and mention.how != "surname":
            return gazetteer.ref(actor.id, on=document.published), actor.kind
        lower = publisher.lower().split()
        roles = [role for i in range(len(lower)) if (role := gazetteer.roles.starting(lower, i)) is not None]
        if any(role.kind == "body" and role.sector in _OFFICIAL for role, _ in roles):
            return gazetteer.ref(actor.id, on=document.published), actor.kind
    return None
