"""Affiliation: whose a role is, and what it says of the person who holds it."""

from __future__ import annotations

from typing import Final

from kgraph.discourse.descriptions import SUPERIOR
from kgraph.discourse.posts import Meant, Posts
from kgraph.discourse.reading.sentence import SentenceDraft
from kgraph.discourse.rolephrases import RolePhrase
from kgraph.language.trees import words
from kgraph.model import ActorRef

RELATIONAL: Final = SUPERIOR | words("counterpart predecessor successor")
"""Roles that are a tie to their possessor, not a post with them."""


def owners(line: SentenceDraft, phrase: RolePhrase) -> list[Meant]:
    """Whose a role is: states, organisations and persons, from adjectives, possessors and what follows."""
    possessor = None if phrase.role.noun in RELATIONAL else phrase.possessor
    named = [(name.ref, name.kind) for name in phrase.of if name.ref is not None]
    return [*standing_at(line, possessor), *named]


def standing_at(line: SentenceDraft, place: int | None) -> list[Meant]:
    """Who stands at a word; nobody at none."""
    entity = None if place is None else line.entity_at(place) or line.named_at(place)
    return [] if entity is None else [(ref, entity.kind) for ref in entity.refs]


def title_of(line: SentenceDraft, phrase: RolePhrase) -> str:
    """The words of a role with the adjectives before it, without whose it is."""
    owned = {place for name in phrase.of for place in range(name.first, name.end)}
    before = [
        line.syntax.lower[i]
        for i in range(phrase.start, phrase.first)
        if i not in owned and line.syntax[i].upos in ("ADJ", "NOUN", "PROPN")
    ]
    return " ".join([*before, phrase.noun])


def placed(person: ActorRef, phrase: RolePhrase, owner: Meant, posts: Posts) -> ActorRef:
    """A person whom no table knows, with the state of whoever they work for and the sector of their role."""
    employer, _ = posts.employer(owner)
    if employer.state is None:
        return person
    sector = phrase.role.sector or employer.sector
    return ActorRef(id=person.id, name=person.name, state=employer.state, sector=sector)
