"""One sentence on its way into the draft: what stands in it, and how mentions of it are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kgraph.discourse.entities import ASIDE, OBJECT, OBLIQUE, SUBJECT, Entity, Said
from kgraph.discourse.lexicon import HONORIFICS, SPEECH
from kgraph.discourse.naming import Named, given_gender
from kgraph.discourse.reading.draft import Draft
from kgraph.discourse.references import Reference, Role, Use
from kgraph.discourse.rolephrases import RolePhrase, role_phrases
from kgraph.language.trees import words
from kgraph.model import ActorRef

RANKS: Final = {"nsubj": SUBJECT, "obj": OBJECT, "iobj": OBJECT, "obl": OBLIQUE, "nmod": OBLIQUE}
"""How much a relation puts a mention in the foreground; any other leaves it aside."""

_MEETING: Final = words("meet host receive welcome join greet embrace phone call telephone marry visit")


class SentenceDraft:
    """A sentence that is being read.

    Args:
        draft: the document it stands in.
        number: which of its sentences.

    Attributes:
        draft: the document's draft.
        number: which of its sentences.
        syntax: the sentence, to walk in.
        names: its names.
        by_head: the names by their heads.
        covered: the words that names are made of.
        phrases: the role phrases by their heads.
    """

    def __init__(self, draft: Draft, number: int) -> None:
        self.draft, self.number = draft, number
        self.syntax = draft.sentences[number]
        self.names = draft.names[number]
        self.by_head = {name.head: name for name in self.names}
        self.covered = {place for name in self.names for place in range(name.first, name.end)}
        self.phrases = role_phrases(self.syntax, self.names, draft.tables.roles)

    def entity_at(self, place: int) -> Entity | None:
        """Who was read at a word; None where nobody was, or not yet."""
        return self.draft.entities.get((self.number, place))

    def named_at(self, place: int) -> Entity | None:
        """Whom the name with that head means, be it read or not."""
        name = self.by_head.get(place)
        return None if name is None or name.ref is None else self.draft.log.entity(name.ref, kind=name.kind)

    def subject_of(self, place: int) -> Entity | None:
        """Who does what is done to a phrase: whoever calls on both sides is none of them."""
        head = self.syntax[place].head
        if head is None or self.syntax.label(place) not in ("obj", "obl", "iobj"):
            return None
        subject = self.syntax.subject(head)
        return None if subject is None else self.entity_at(subject)

    def gender_of(self, name: Named, attached: Sequence[RolePhrase] = ()) -> str | None:
        """The gender of a named person: by the form of address, the roles that go with the name, the given name."""
        for place in range(max(0, name.first - 2), name.first):
            if self.syntax.lower[place] in HONORIFICS:
                return HONORIFICS[self.syntax.lower[place]]
        told = next((phrase.gender for phrase in attached if phrase.gender is not None), None)
        return told if told is not None or name.ref is None else given_gender(name.ref)

    def mention(self, head: int, extent: tuple[int, int], entity: Entity, how: str) -> None:
        """Keep words that mean an actor without naming it, with a pronoun that owns them ("his country")."""
        start, end = extent
        if start and self.syntax[start - 1].deprel == "nmod:poss" and self.syntax[start - 1].upos == "PRON":
            start -= 1
        self.refer(head, (start, end), entity.refs, how, Use.ACTOR)
        self.say(head, entity)

    def refer(self, head: int, extent: tuple[int, int], actors: tuple[ActorRef, ...], how: str, use: Use) -> None:
        """Keep a reference.

        Args:
            head: its word in the tree.
            extent: its first word, and the one behind its last.
            actors: who is meant.
            how: by what.
            use: as what.
        """
        start, end = self.syntax.span(*extent)
        text = self.draft.document.text[start:end]
        self.draft.references.append(
            Reference(text=text, start=start, end=end, sentence=self.number, head=head, actors=actors, how=how, use=use)
        )

    def note_role(self, person: ActorRef, title: str, holder_of: ActorRef | None, extent: tuple[int, int]) -> None:
        """Keep what the text says somebody is, once: of two readings the one that knows whose role it is."""
        start, end = self.syntax.span(*extent)
        role = Role(person=person, title=title, holder_of=holder_of, start=start, end=end)
        roles = self.draft.roles
        for place in range(len(roles) - 1, -1, -1):
            if roles[place].start < self.syntax.sentence.start:
                break
            if (roles[place].person.id, roles[place].start) == (person.id, start):
                roles[place] = roles[place] if holder_of is None else role
                return
        roles.append(role)

    def say(self, head: int, entity: Entity, *, is_place: bool = False) -> None:
        """Keep a mention; the last of a list brings the list as a whole."""
        syntax = self.syntax
        first = syntax.first_conjunct(head)
        while syntax.label(first) == "appos" and (above := syntax[first].head) is not None:
            first = above  # in the foreground like what it explains
        rank = RANKS.get(syntax.label(first), ASIDE)
        self.draft.entities[self.number, head] = entity
        clause = syntax.clause(first)
        token = syntax[head]
        self.draft.log.add(
            Said(
                sentence=self.number,
                head=head,
                entity=entity,
                rank=rank,
                clause=clause,
                is_place=is_place,
                is_main=self._is_main(clause),
                speaks=rank == SUBJECT and syntax[clause].lemma in SPEECH,
                pronoun=syntax.lower[head] if token.upos in ("PRON", "DET") else "",
            )
        )
        self._say_company(head, entity)
        if syntax.label(head) == "conj" and head == syntax.conjuncts(syntax.first_conjunct(head))[-1]:
            self._say_list(syntax.first_conjunct(head), rank, clause)

    def _is_main(self, clause: int) -> bool:
        return self.syntax[self.syntax.first_conjunct(clause)].head is None

    def _say_company(self, head: int, entity: Entity) -> None:
        """Keep the two of a clause in which one meets the other, or acts with it: "they" then are both."""
        verb = self._company_verb(head)
        subject = None if verb is None else self.syntax.subject(verb)
        other = None if subject is None else self.entity_at(subject)
        if other is None or other is entity or len(other.refs) != 1 or len(entity.refs) != 1:
            return
        if other.is_person != entity.is_person or not (other.animate and entity.animate):
            return
        pair = self.draft.entity_of([(other.refs[0], other.kind), (entity.refs[0], entity.kind)], plural=True)
        clause = self.syntax.clause(head)
        self.draft.log.add(Said(sentence=self.number, head=head, entity=pair, rank=OBJECT, clause=clause, is_main=True))

    def _company_verb(self, head: int) -> int | None:
        """The verb of what is done together: X met Y, X held talks with Y; None for anything else."""
        syntax = self.syntax
        governor = syntax[head].head
        if governor is None:
            return None
        if syntax.label(head) == "obj":
            return governor if syntax[governor].lemma in _MEETING else None
        if syntax.case(head) != "with":
            return None
        if syntax.label(head) == "nmod" and syntax.label(governor) in ("obj", "obl"):
            governor = syntax[governor].head
        return governor if governor is not None and syntax[governor].upos == "VERB" else None

    def _say_list(self, first: int, rank: int, clause: int) -> None:
        """Keep the list that a word begins, where each of its members is one actor."""
        found = [self.entity_at(place) for place in self.syntax.conjuncts(first)]
        distinct = list(dict.fromkeys(entity for entity in found if entity is not None))
        if len(distinct) < 2 or any(len(member.refs) != 1 for member in distinct):
            return
        group = self.draft.entity_of([(member.refs[0], member.kind) for member in distinct], plural=True)
        is_main = self._is_main(clause)
        self.draft.log.add(
            Said(sentence=self.number, head=first, entity=group, rank=rank, clause=clause, is_main=is_main)
        )
