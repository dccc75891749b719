"""The first person: "we" in a quotation is for whom its speaker speaks, "I" the speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

from kgraph.discourse.entities import STATES, Entity
from kgraph.discourse.posts import Meant
from kgraph.discourse.pronouns import FIRST
from kgraph.discourse.quotations import SpeakerFinder, labels, quotations
from kgraph.discourse.reading.draft import Draft
from kgraph.discourse.references import Reference, Use
from kgraph.discourse.syntax import Syntax
from kgraph.language.trees import words
from kgraph.model import ActorKind, ActorRef

_HEADING: Final = re.compile(
    r"(?:\S+\s+){0,3}?"
    r"(?:statement|remarks|speech|address|message|comments|keynote|testimony|press release|letter)\b"
    r".{0,40}?\b(?:by|of|from)\s",
    re.IGNORECASE,
)
"""How a document begins that is one person's speech."""
_HEADING_LENGTH: Final = 200
"""Characters in which the speaker stands, where the heading has no line of its own."""
_SINGULAR: Final = words("i me my mine")
_PRIVATE: Final = frozenset({"CVL", "JRN", "EDU", "REF", "ELI", "MED", "LAB", "BUS", "SOC"})


class Speakers:
    """Resolves the first person in one document.

    Args:
        draft: the document, read to its end.
        skip: the sentences that are no part of the story.
    """

    def __init__(self, draft: Draft, skip: frozenset[int]) -> None:
        self._draft, self._skip = draft, skip
        self._text, self._sentences, self._entities = draft.document.text, draft.sentences, draft.entities
        self._posts, self._roles = draft.posts, draft.tables.roles
        self._quoted = quotations(self._text)
        self._places = SpeakerFinder(self._sentences, self._quoted).speakers()
        self._turns = labels(self._text)

    def first_persons(self) -> list[Reference]:
        """The references of all pronouns of the first person whose speaker is known."""
        found = self._labels()
        for number, syntax in enumerate(self._sentences):
            if number in self._skip:
                continue
            for place, token in enumerate(syntax.tokens):
                if syntax.lower[place] not in FIRST or token.upos not in ("PRON", "DET"):
                    continue
                meant = self._speaker(token.start)
                ref = None if meant is None else self._for_whom(meant, singular=syntax.lower[place] in _SINGULAR)
                if ref is not None:
                    found.append(_reference(syntax, number, place, ref))
        return found

    def _labels(self) -> list[Reference]:
        """The references of labels that are bare roles: SPOKESPERSON in a transcript of NATO's."""
        home = self._home_entity()
        if home is None:
            return []
        found = []
        for start, _, label in self._turns:
            role = self._roles.ending(label.lower().split())
            number = self._sentence_at(start)
            if role is None or role[1] != len(label.split()) or number is None:
                continue
            syntax = self._sentences[number]
            place = bisect_left(syntax.starts, start)
            if syntax.starts[place : place + 1] == [start] and (number, place) not in self._entities:
                found.append(_reference(syntax, number, place, home.refs[0]))
        return found

    def _sentence_at(self, offset: int) -> int | None:
        """The number of the sentence that an offset lies in."""
        number = bisect_right(self._sentences, offset, key=lambda syntax: syntax.sentence.start) - 1
        return number if number >= 0 and offset < self._sentences[number].sentence.end else None

    def _speaker(self, offset: int) -> Entity | None:
        number = bisect_right(self._quoted, offset, key=lambda quotation: quotation.start) - 1
        if number >= 0 and offset < self._quoted[number].end:
            place = self._places[number]
            if place is not None:
                return self._entities.get((place.sentence, place.head))
        before = bisect_right(self._turns, offset, key=lambda turn: turn[1])
        return self._labelled(self._turns[before - 1]) if before else self._orator

    @cached_property
    def _orator(self) -> Entity | None:
        """Whose speech the whole document is: whom its heading names, else for whom its publisher speaks."""
        heading = _HEADING.match(self._text)
        if heading is None:
            return self._home_entity()
        end = self._text.find("\n", heading.end())
        stop = end if end >= 0 else heading.end() + _HEADING_LENGTH
        found: Entity | None = None
        for number, syntax in enumerate(self._sentences):
            if syntax.sentence.start >= stop:
                break
            for place, token in enumerate(syntax.tokens):
                entity = self._entities.get((number, place))
                if heading.end() <= token.start < stop and entity is not None and len(entity.refs) == 1:
                    if entity.is_person:
                        return entity
                    found = found or entity
        return found or self._home_entity()

    def _home_entity(self) -> Entity | None:
        home = self._draft.home
        return None if home is None else Entity(refs=(home[0],), kind=home[1])

    def _labelled(self, turn: tuple[int, int, str]) -> Entity | None:
        """Who a label names; a bare role speaks for the publisher."""
        start, end, label = turn
        number = self._sentence_at(start)
        if number is not None:
            starts = self._sentences[number].starts
            for place in range(bisect_left(starts, start), bisect_left(starts, end)):
                entity = self._entities.get((number, place))
                if entity is not None and entity.refs:
                    return entity
        return self._home_entity() if self._roles.ending(label.lower().split()) is not None else None

    def _for_whom(self, entity: Entity, *, singular: bool) -> ActorRef | None:
        if len(entity.refs) != 1:
            return None
        ref: ActorRef = entity.refs[0]
        if singular:
            return ref if entity.kind is ActorKind.PERSON else None
        if entity.kind in (ActorKind.PERSON, ActorKind.SECTOR):
            if ref.sector in _PRIVATE:
                return None
            meant: Meant = self._home(entity)
            return meant[0] if meant[1] is not ActorKind.PERSON else None
        return ref

    def _home(self, entity: Entity) -> Meant:
        """For whom a person speaks: the body they hold an office in, else their state."""
        ref = entity.refs[0]
        body = self._posts.body_of(ref)
        if body is not None and (body[1] not in STATES or ref.state is None):
            return body
        return self._posts.employer((ref, entity.kind))


def _reference(syntax: Syntax, number: int, place: int, ref: ActorRef) -> Reference:
    token = syntax[place]
    return Reference(
        text=token.text,
        start=token.start,
        end=token.end,
        sentence=number,
        head=place,
        actors=(ref,),
        how="speaker",
        use=Use.ACTOR,
    )
