"""What the discourse room says: who is meant by which words, in which use, and what the text says of who they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum

from kgraph.language.sentence import Sentence
from kgraph.model import ActorRef


class Use(StrEnum):
    """What a mention does in its sentence."""

    ACTOR = "actor"
    """It is somebody who acts, speaks or is dealt with."""
    PLACE = "place"
    """It only says where."""
    OTHER = "other"
    """It describes, or is part of the name of something else: Turkish carpets, the Geneva Conventions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A stretch of a document that refers to actors.

    Attributes:
        text: the words, `raw[start:end]`: a name with the titles and adjectives before it, without what follows.
        start, end: character offsets into the document's text, the end excluded.
        sentence: the number of its sentence.
        head: the place in that sentence of the word that stands for it in the tree.
        actors: who is meant: one, or several for "the two countries"; none where nobody can tell.
        how: by what: a kind of name (`label`, `demonym`, `surname`, …), `office`, `role`, `description`, `pronoun`,
            `set`, `unknown` for a name that no table knows.
        use: as an actor, as a place, or neither.
    """

    text: str
    start: int
    end: int
    sentence: int
    head: int
    actors: tuple[ActorRef, ...]
    how: str
    use: Use = Use.ACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a text says somebody is: "Russian Defense Minister Sergei Shoigu", "dictator Bashar al-Assad".

    Attributes:
        person: who.
        title: in the text's words, in small letters.
        holder_of: the state, organisation or person it is a role in or under; None where the text does not say.
        start, end: where it stands in the document's text.
    """

    person: ActorRef
    title: str
    holder_of: ActorRef | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Discourse:
    """A document with everybody in it known as far as can be.

    Attributes:
        sentences: as the English model reads them.
        references: in the order of the text.
        roles: who the text says holds which office or role, in its order.
    """

    sentences: tuple[Sentence, ...]
    references: tuple[Reference, ...]
    roles: tuple[Role, ...] = ()
    _by_head: dict[tuple[int, int], Reference] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_head = {(ref.sentence, ref.head): ref for ref in self.references}
        object.__setattr__(self, "_by_head", by_head)

    def at(self, sentence: int, head: int) -> Reference | None:
        """The reference whose head is that word, or None."""
        return self._by_head.get((sentence, head))

    def within(self, sentence: int) -> list[Reference]:
        """The references of a sentence, in its order."""
        first = bisect_left(self.references, sentence, key=lambda reference: reference.sentence)
        return [*self.references[first : bisect_right(self.references, sentence, key=lambda other: other.sentence)]]
