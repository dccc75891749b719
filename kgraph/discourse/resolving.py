"""The whole way through a document: sentence by sentence, then what only its end decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.discourse.reading.anaphors import AnaphorReader
from kgraph.discourse.reading.draft import Draft
from kgraph.discourse.reading.names import NameReader
from kgraph.discourse.reading.roles import RoleReader
from kgraph.discourse.reading.sentence import SentenceDraft
from kgraph.discourse.references import Discourse, Role
from kgraph.discourse.speaking import Speakers
from kgraph.discourse.story import outside_story
from kgraph.language import load_model
from kgraph.language.sentence import Sentence
from kgraph.model import ActorRef, Document


def resolve(
    document: Document,
    sentences: Sequence[Sentence] | None = None,
    gazetteer: Gazetteer | None = None,
    *,
    skip: Iterable[int] | None = None,
) -> Discourse:
    """Who is meant where in a document.

    Args:
        document: the text; its date decides who held which office.
        sentences: its sentences, parsed; by default as the English model reads them. A spaCy pipeline's do as well.
        gazetteer: the tables; by default those that ship with kgraph.
        skip: the numbers of sentences that are no part of the story; by default those of credits, captions and
            comment boxes.

    Raises:
        DataError: the files of the English model are missing or damaged.

    >>> text = "Russia and China held talks in Moscow. The two countries signed a pact."
    >>> found = resolve(Document(text=text, published="2017-12-07"))
    >>> [(r.text, [actor.id for actor in r.actors], r.use.value) for r in found.references]
    [('Russia', ['kgr:RUS'], 'actor'), ('China', ['kgr:CHN'], 'actor'), ('Moscow', ['kgr:RUS'], 'place'), \
('The two countries', ['kgr:RUS', 'kgr:CHN'], 'actor')]
    """
    if sentences is None:
        sentences = load_model().parse(document.text)
    left_out = outside_story(document.text, sentences) if skip is None else frozenset(skip)
    draft = Draft(document, sentences, gazetteer or load_gazetteer())
    for number in range(len(sentences)):
        if number not in left_out:
            _read(SentenceDraft(draft, number))
    draft.references += Speakers(draft, left_out).first_persons()
    _settle_titled(draft)
    _settle_promised(draft)
    return _finished(draft)


def _read(line: SentenceDraft) -> None:
    """Read what stands in a sentence, from left to right."""
    names, roles, anaphors = NameReader(line), RoleReader(line), AnaphorReader(line)
    for place in range(len(line.syntax)):
        if place in line.by_head:
            names.read(line.by_head[place])
        elif place in line.covered:
            continue
        elif place in line.phrases:
            roles.read(line.phrases[place])
        else:
            anaphors.read(place)


def _settle_titled(draft: Draft) -> None:
    """Give the references by a title the one person of their state whom the text names with it."""
    called = _called(draft)
    for place, noun in draft.titled:
        persons = called.get((noun, draft.references[place].actors[0].state), ())
        if len(persons) == 1:
            draft.references[place] = replace(draft.references[place], actors=(persons[0],), how="description")


def _called(draft: Draft) -> dict[tuple[str, str | None], list[ActorRef]]:
    """The persons whom the text names, by the role nouns it calls them by and their states."""
    found: defaultdict[tuple[str, str | None], list[ActorRef]] = defaultdict(list)
    for entity in dict.fromkeys(said.entity for said in draft.log):
        if entity.is_person and entity.refs and not entity.unnamed:
            for noun in entity.nouns:
                found[noun, entity.refs[0].state].append(entity.refs[0])
    return found


def _settle_promised(draft: Draft) -> None:
    """Give the references to "a leader of" a body the one person whom the text names as such, and keep that role."""
    of_bodies: defaultdict[str, dict[str, ActorRef]] = defaultdict(dict)
    for role in draft.roles:
        if role.holder_of is not None:
            of_bodies[role.holder_of.id][role.person.id] = role.person
    for place, body in draft.promised:
        if len(of_bodies[body]) != 1:
            continue
        [person] = of_bodies[body].values()
        told = draft.references[place] = replace(draft.references[place], actors=(person,), how="description")
        holder = draft.log.known(ActorRef(id=body, name=body))
        draft.roles.append(Role(person=person, title="leader", holder_of=holder, start=told.start, end=told.end))


def _finished(draft: Draft) -> Discourse:
    """The draft as it stands at the end, its actors with what the text says of them by then."""
    known = draft.log.known
    references = [replace(ref, actors=tuple(map(known, ref.actors))) for ref in draft.references]
    return Discourse(
        sentences=tuple(syntax.sentence for syntax in draft.sentences),
        references=tuple(sorted(references, key=lambda ref: (ref.start, ref.end))),
        roles=tuple(replace(role, person=known(role.person)) for role in draft.roles),
    )
