"""The draft of a document's discourse: what has been read of it so far, and the tables it is read with."""

from __future__ import annotations

from collections.abc import Sequence

from kgraph.actors import Gazetteer
from kgraph.discourse.descriptions import Descriptions
from kgraph.discourse.entities import SUBJECT, Entity, Log, Said
from kgraph.discourse.naming import Namer
from kgraph.discourse.posts import Meant, Posts, publisher_home
from kgraph.discourse.pronouns import Pronouns
from kgraph.discourse.references import Reference, Role
from kgraph.discourse.sets import Sets
from kgraph.discourse.story import datelines
from kgraph.discourse.syntax import Syntax
from kgraph.language.sentence import Sentence
from kgraph.model import ActorKind, Document


class Draft:
    """What is known of a document while it is read.

    Args:
        document: the text; its date decides who held which office.
        sentences: its sentences, parsed.
        gazetteer: the tables.

    Attributes:
        document: the text.
        tables: the gazetteer.
        sentences: the sentences, to walk in.
        names: the names of each sentence.
        datelines: the offsets of the datelines.
        home: for whom the publisher speaks; None for a medium.
        log: the mentions so far.
        posts: who holds which office at the document's date.
        sets: finds the members of sets.
        descriptions: finds whom a description takes up.
        pronouns: finds whom a pronoun takes up.
        references: those found so far.
        roles: those the text has given so far.
        entities: who stands at which word, by sentence and word.
        promised: the references to a nameless person of a body ("a NATO general"), by their places in `references`,
            with the body's id: the text may still say who that is.
        titled: the references that mean a sector by a title, by their places, with the title: a person of that title
            may still be named.
    """

    def __init__(self, document: Document, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> None:
        on = document.published
        self.document, self.tables = document, gazetteer
        self.sentences = [Syntax(sentence) for sentence in sentences]
        self.datelines = datelines(document.text)
        self.home = publisher_home(document, gazetteer)
        namer = Namer(document, self.sentences, gazetteer)
        self.names = namer.names()
        self.log = Log()
        self.posts = Posts(gazetteer, on)
        self.sets = Sets(self.log, self.posts, gazetteer, on, namer.mentioned())
        self.descriptions = Descriptions(self.log, self.posts, gazetteer, on, self.home)
        self.pronouns = Pronouns(self.log)
        self.references: list[Reference] = []
        self.roles: list[Role] = []
        self.entities: dict[tuple[int, int], Entity] = {}
        self.promised: list[tuple[int, str]] = []
        self.titled: list[tuple[int, str]] = []
        if self.home is not None:
            publisher = self.entity_of([self.home], plural=False)
            self.log.add(Said(sentence=-1, head=0, entity=publisher, rank=SUBJECT, clause=0, is_main=True))

    def entity_of(self, found: Sequence[Meant], *, plural: bool) -> Entity:
        """The entity that these actors are; of several, the set of them.

        Args:
            found: one actor or more.
            plural: whether the words for them are: "they" takes up "troops", though the sector is one actor.
        """
        if len(found) == 1:
            ref, kind = found[0]
            return self.log.entity(ref, kind=kind, plural=plural and kind is ActorKind.SECTOR)
        entity = self.log.entity(*(ref for ref, _ in found), kind=found[0][1], plural=True)
        if not entity.members:
            entity.members = tuple(self.log.entity(ref, kind=kind) for ref, kind in found)
        return entity
