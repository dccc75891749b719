"""Reading names: who a name adds to the draft, in which use, and what the roles written with it say of its bearer."""

from __future__ import annotations

from collections import defaultdict

from kgraph.discourse.entities import STATES
from kgraph.discourse.naming import Named
from kgraph.discourse.posts import Meant
from kgraph.discourse.reading.affiliation import owners, placed, standing_at, title_of
from kgraph.discourse.reading.sentence import SentenceDraft
from kgraph.discourse.references import Use
from kgraph.discourse.rolephrases import RolePhrase
from kgraph.discourse.standing import Standing
from kgraph.discourse.story import is_within
from kgraph.model import ActorKind, ActorRef


class NameReader:
    """Reads the names of a sentence.

    Args:
        line: the sentence.
    """

    def __init__(self, line: SentenceDraft) -> None:
        self._line, self._draft, self._syntax = line, line.draft, line.syntax
        self._standing = Standing(line.syntax, line.draft.tables.roles)
        self._by_governor: defaultdict[int | None, list[RolePhrase]] = defaultdict(list)
        for place, phrase in line.phrases.items():
            self._by_governor[line.syntax[place].head].append(phrase)
        self._owning = {name.head for phrase in line.phrases.values() for name in phrase.of if name.end <= phrase.first}

    def read(self, name: Named) -> None:
        """Take a name into the draft; one that only says whose a role is ("Russian troops") is no reference."""
        attached = self._attached(name)
        if name.head in self._owning and not attached:
            entity = None if name.other else self._line.named_at(name.head)
            if entity is not None:
                self._line.say(name.head, entity)
            return
        use = Use.PLACE if self._is_in_dateline(name) else self._standing.use_of(name)
        start = name.first if name.how == "demonym" else min(name.first, self._title_start(name))
        ref = name.ref
        if ref is None:
            self._line.refer(name.head, (start, name.end), (), name.how, use)
            return
        for phrase in attached:
            ref = self._described(name, ref, phrase)
        self._line.refer(name.head, (start, name.end), (ref,), name.how, use)
        if use is Use.OTHER:
            return
        entity = self._draft.log.entity(ref, kind=name.kind)
        for phrase in attached:
            entity.nouns |= phrase.nouns
        if name.kind is ActorKind.PERSON:
            entity.gender = entity.gender or self._line.gender_of(name, attached)
        self._line.say(name.head, entity, is_place=use is Use.PLACE)

    def _is_in_dateline(self, name: Named) -> bool:
        offset = self._syntax[name.first].start
        return is_within(self._draft.datelines, offset) and (name.kind in STATES or name.is_city)

    def _title_start(self, name: Named) -> int:
        """Where the titles and adjectives before a name begin."""
        start = self._syntax.phrase_start(name.head)
        while start < name.first and self._syntax[start].upos == "ADV":
            start += 1
        return start

    def _attached(self, name: Named) -> list[RolePhrase]:
        """The role phrases written as one with a name, before it or in apposition to it."""
        syntax, phrases = self._syntax, self._line.phrases
        labels = ("nmod:desc", "compound", "flat", "amod", "appos")
        below = (phrase for place in range(name.first, name.end) for phrase in self._by_governor.get(place, ()))
        found = [phrase for phrase in below if syntax[phrase.head].deprel in labels]
        found.sort(key=lambda phrase: phrase.head)
        parent = syntax[name.head].head
        explains = syntax.label(name.head) in ("appos", "flat") or syntax[name.head].deprel == "nmod:desc"
        if explains and parent in phrases:
            found.append(phrases[parent])
        return found

    def _in_focus(self) -> list[Meant]:
        """The state that the text is about."""
        state = self._draft.descriptions.focus(self._line.number)
        actor = None if state is None else self._draft.tables.get(state)
        return [] if actor is None else [(self._draft.tables.ref(actor.id), actor.kind)]

    def _described(self, name: Named, ref: ActorRef, phrase: RolePhrase) -> ActorRef:
        """A named actor with what a role phrase says of it: an unknown person gets a state and a sector."""
        possessor = self._syntax.child(name.head, "nmod:poss") if phrase.head != name.head else None
        owned_by = owners(self._line, phrase) or standing_at(self._line, possessor)
        if not owned_by and ref.state is not None:
            owned_by = [self._draft.posts.employer((ref, name.kind))]
        if name.kind is ActorKind.PERSON:
            holder = owned_by[0][0] if owned_by else None
            self._line.note_role(ref, title_of(self._line, phrase), holder, (phrase.first, phrase.end))
        if self._draft.tables.get(ref.id) is not None or ref.state is not None:
            return ref
        if not owned_by and name.kind is ActorKind.PERSON and phrase.role.offices:
            owned_by = self._in_focus()  # "Interior Minister Ahmat Bachir", where the text is about Chad
        if not owned_by:
            return ref
        return placed(ref, phrase, owned_by[0], self._draft.posts)
