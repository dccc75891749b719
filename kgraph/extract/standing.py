"""What lasts, where a text states it: offices held, memberships, parts, alliances and rivalries, read from the tree.

Two ways state it. A noun says what one is of another's: in an apposition ("Poland, a NATO member"), as a predicate
("is an ally of Russia", "was elected president of Peru"), before a name ("its ally Belarus"). Or a verb does: "joined
NATO", "heads Hamas", "Iran-backed". A title that only stands before a name ("President Vladimir Putin") says who is
meant and is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.actors.roles import Role
from kgraph.discourse import Reference, Use
from kgraph.discourse.syntax import Syntax
from kgraph.extract import standing_words as lexicon
from kgraph.extract.candidates import on_one_side
from kgraph.extract.dates import DateMention
from kgraph.extract.holding import Held, holding
from kgraph.extract.standing_words import BODIES, GROUPS, STATES, UNKNOWN
from kgraph.extract.stating import stated_by
from kgraph.language.sentence import Sentence
from kgraph.model import ActorKind, ActorRef, Attribution, Claim, Evidence, Mark, Modality, Polarity
from kgraph.ontology import RELATIONS
from kgraph.ontology import relation as known_relation

_CONFIDENCE: Final = 0.85
"""At least so many are right: by eye 22 of 23 on the articles of `data/articles` and `tuning.jsonl`, 17 of 19 on the
sentences of ten hands of `data/training/events`; of so few the interval begins there."""
_BEFORE: Final = ("compound", "amod", "nmod:desc", "nmod:unmarked", "nmod:poss", "nmod")
_MUTUAL: Final = ("alliedWith", "rivalOf", "borders")
_BY_ROLE: Final = ("role", "description", "office")
_CITIES: Final = ("capital", "city")
_MOST: Final = 40
"""Facts of one sentence at most."""


@dataclass(frozen=True, slots=True)
class End:
    """One side of a tie, and the words that name it."""

    ref: ActorRef
    kind: ActorKind
    start: int
    end: int
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFact:
    """A tie that a sentence states.

    Attributes:
        relation: one of the ontology's that last.
        actor, recipient: the two.
        cue: the offsets of the words that state it: the office, "member", "joined".
        held: where in the tree it is said, how firmly, and whether it is so.
        date: since when, or when, as far as the text says.
    """

    relation: str
    actor: End
    recipient: End
    cue: tuple[int, int]
    held: Held
    date: DateMention | None = None

    def claim(
        self, document: str, sentence: Sentence, *, attribution: tuple[Attribution, ...] = (), extractor: str
    ) -> Claim:
        """The fact as a claim.

        Args:
            document: the document's id.
            sentence: the sentence that states it.
            attribution: who says so.
            extractor: what read it.
        """
        known, mention = known_relation(self.relation), self.date
        places = [("actor", self.actor.start, self.actor.end), ("recipient", self.recipient.start, self.recipient.end)]
        places.append(("cue", *self.cue))
        if mention is not None:
            places.append(("date", mention.start + sentence.start, mention.end + sentence.start))
        marks = tuple(dict.fromkeys(Mark(role=role, start=start, end=end) for role, start, end in places))
        return Claim(
            document=document,
            actor=self.actor.ref,
            recipient=self.recipient.ref,
            relation=known.name,
            contexts=known.contexts,
            date=None if mention is None else mention.date,
            modality=self.held.modality,
            polarity=Polarity.NEGATIVE if self.held.negated else Polarity.POSITIVE,
            attribution=attribution,
            confidence=_CONFIDENCE,
            evidence=Evidence(quote=sentence.text, start=sentence.start, end=sentence.end, marks=marks),
            extractor=extractor,
        )


def first_of_each(claims: Iterable[Claim], told: set[tuple[str, ...]]) -> Iterator[Claim]:
    """Those of the claims that were not told before: a tie is one fact, however often a document states it.

    Args:
        claims: of lasting relations, in the order of the text.
        told: what was told; it grows.
    """
    for claim in claims:
        ends = [claim.actor.id, "" if claim.recipient is None else claim.recipient.id]
        if known_relation(claim.relation).symmetric:
            ends.sort()
        firm = claim.modality in (Modality.ASSERTED, Modality.REPORTED)
        key = (claim.relation, *ends, claim.polarity, "" if firm else claim.modality)
        if key not in told:
            told.add(key)
            yield claim


def standing_facts(
    syntax: Syntax,
    references: Sequence[Reference],
    tables: Gazetteer,
    *,
    dates: Sequence[DateMention] = (),
    on: str | None = None,
) -> list[StandingFact]:
    """The ties that a sentence states, in its order; a question states none.

    Args:
        syntax: the sentence.
        references: who is meant in it.
        tables: what sort of actors they are, and which nouns are offices.
        dates: its date expressions.
        on: the document's date.

    >>> from kgraph.actors import load_gazetteer
    >>> from kgraph.discourse import resolve
    >>> from kgraph.language import parse
    >>> from kgraph.model import Document
    >>> text, tables = "Poland, a NATO member, closed the road.", load_gazetteer()
    >>> sentences = parse(text)
    >>> found = resolve(Document(text=text), sentences, tables)
    >>> [fact] = standing_facts(Syntax(sentences[0]), found.within(0), tables)
    >>> fact.actor.ref.id, fact.relation, fact.recipient.ref.id
    ('kgr:POL', 'memberOf', 'kgr:nato')
    """
    if syntax.sentence.text.rstrip().endswith("?"):
        return []
    reader = _Reader(syntax, references, tables, on)
    found: list[StandingFact] = []
    for place, token in enumerate(syntax.tokens):
        if token.upos in ("NOUN", "PROPN", "ADJ"):
            found += reader.of_noun(place)
        if token.upos in ("VERB", "ADJ") or token.lemma == "war":
            found += reader.of_verb(place)
        if len(found) >= _MOST:
            break
    dated = [replace(fact, date=_date(fact, syntax, dates)) for fact in found[:_MOST]]
    return [fact for fact in dated if fact.date is not None or not fact.held.past]


def _date(fact: StandingFact, syntax: Syntax, dates: Iterable[DateMention]) -> DateMention | None:
    return next((mention for mention in dates if fact.held.has_date(syntax, mention.start)), None)


class _Reader:
    def __init__(self, syntax: Syntax, references: Sequence[Reference], tables: Gazetteer, on: str | None) -> None:
        self._syntax, self._tables, self._on = syntax, tables, on
        self._by_head = {reference.head: reference for reference in references if reference.actors}

    def of_noun(self, noun: int) -> Iterator[StandingFact]:
        """What a noun says that somebody is of somebody else's."""
        syntax = self._syntax
        office = lexicon.office_at(syntax, noun, self._tables.roles)
        tie = self._tie(noun)
        if (office is None and tie is None) or self._is_gone(noun) or (office and self._is_plural(noun)):
            return
        for held in holding(syntax, noun, office=office is not None and tie is None):
            holders = [end for place in held.holders if not self._is_late(place) for end in self._ends(place)]
            if tie is not None:
                yield from self._tied(noun, tie, holders, held)
            elif office is not None:
                yield from self._in_office(noun, office, holders, held)

    def _tie(self, noun: int) -> str | None:
        syntax, lemma = self._syntax, self._syntax[noun].lemma.lower()
        if lemma in lexicon.MEMBER_STATES and self._member_before(noun) is not None:
            return "memberOf"
        tie = lexicon.TIES.get(lemma)
        if tie == "rivalOf" and any(syntax.lower[i] in lexicon.SPORTING for i in syntax.kids[noun]):
            return None
        if tie == "partOf" and (
            self._is_plural(noun) or (lemma in lexicon.ARMED and not syntax.children(noun, "amod"))
        ):
            return None
        return tie

    def _member_before(self, noun: int) -> int | None:
        return next((i for i in self._syntax.kids[noun] if i < noun and self._syntax[i].lemma == "member"), None)

    def _is_plural(self, noun: int) -> bool:
        return self._syntax[noun].feat("Number") == "Plur"

    def _is_gone(self, noun: int) -> bool:
        """Whether it is said to have been, or to be still to come: "former", "would-be"."""
        syntax = self._syntax
        near = {syntax.lower[i] for i in range(syntax.phrase_start(noun), noun)}
        near |= {syntax.lower[i] for i in syntax.kids[noun] if syntax.label(i) != "nmod"}
        behind = set(syntax.lower[noun + 1 : noun + 3])
        prefix = syntax.joined_before(noun) or syntax.lower[noun].partition("-")[0]
        return bool(near & (lexicon.BYGONE | lexicon.UNSURE)) or prefix == "ex" or behind >= {"-", "elect"}

    def _is_late(self, holder: int) -> bool:
        """Whether somebody is named as one who was: "the late"."""
        return any(self._syntax.lower[i] in lexicon.BYGONE for i in self._syntax.kids[holder])

    def _in_office(
        self, noun: int, office: tuple[Role, int, int], holders: Sequence[End], held: Held
    ) -> Iterator[StandingFact]:
        syntax, (role, first, end) = self._syntax, office
        persons = [holder for holder in holders if holder.kind is ActorKind.PERSON and self._is_named(holder)]
        before = frozenset(syntax.lower[syntax.phrase_start(noun) : noun])
        owners = self._owners(noun, role, first, end)
        if owners is None:
            owners = [own for holder in persons if (own := self._own_state(holder, role, first, end)) is not None]
        cue = syntax.span(first, end)
        for holder, owner in product(persons, owners):
            if owner.kind in STATES and not lexicon.is_of_state(role):
                continue
            if owner.kind in (*STATES, *BODIES, UNKNOWN, ActorKind.SECTOR):
                relation = "headOf" if lexicon.leads(role, owner.kind, before) else "holdsOfficeIn"
                yield StandingFact(relation=relation, actor=holder, recipient=owner, cue=cue, held=held)

    def _is_named(self, holder: End) -> bool:
        """Whether a holder is known by more than an office: "the premier, a head of government" says nothing new."""
        return self._by_head[holder.head].how not in _BY_ROLE

    def _own_state(self, holder: End, role: Role, first: int, end: int) -> End | None:
        """For an office that nobody is named to own, the holder's state, where it has such an office."""
        state = None if holder.ref.state is None else self._tables.get(f"kgr:{holder.ref.state}")
        if state is None or not role.offices or role.sector not in ("GOV", "MIL", "SPY", "JUD"):
            return None
        start, stop = self._syntax.span(first, end)
        return End(self._tables.ref(state.id, on=self._on), state.kind, start, stop, first)

    def _owners(self, noun: int, role: Role | None, first: int, end: int) -> list[End] | None:
        """Whose it is; empty where somebody is named whom nobody knows, None where nobody is named."""
        syntax, found, somebody = self._syntax, [], False
        bearers = [i for i in range(first, end) if i == noun or i > noun]
        for bearer in bearers:
            for child in syntax.kids[bearer]:
                inside = first <= child < end
                label, after = syntax[child].deprel, syntax.case(child).split()[-1:]
                if inside or label not in _BEFORE or (after and after[0] not in lexicon.owns_by(role)):
                    continue
                if not after and child > noun:
                    continue
                if role is not None and after and child in self._by_head and self._by_head[child].how in _CITIES:
                    return []  # "administrator of Dili" is the town's
                ends = [one for place in syntax.conjuncts(child) for one in self._ends(place, owner=True)]
                somebody = somebody or bool(after) or label == "nmod:poss"
                found += ends
        found = found or self._named_before(noun, first)
        start = syntax.first_of(noun)
        somebody = somebody or any(token.upos == "PROPN" for token in syntax.tokens[start:first])
        somebody = somebody or any(token.lemma == "'s" for token in syntax.tokens[max(0, start - 1) : first])
        return found if found or somebody else None

    def _named_before(self, noun: int, first: int) -> list[End]:
        """The state or body that an adjective or a name before the noun means: the Russian prime minister."""
        syntax = self._syntax
        start = syntax.phrase_start(noun)
        if start >= first:
            return []
        begin, stop = syntax.span(start, first)
        text = syntax.sentence.text[begin - syntax.sentence.start : stop - syntax.sentence.start]
        found = []
        for mention in self._tables.find(text, on=self._on):
            actor = None if mention.actor is None else self._tables.get(mention.actor)
            if actor is not None and actor.kind in (*STATES, *BODIES):
                ref = self._tables.ref(actor.id, on=self._on)
                found.append(End(ref, actor.kind, begin + mention.start, begin + mention.end, start))
        return found[-1:]

    def _tied(self, noun: int, tie: str, holders: list[End], held: Held) -> Iterator[StandingFact]:
        syntax, lemma = self._syntax, self._syntax[noun].lemma.lower()
        member = self._member_before(noun)
        owners = self._owners(noun, None, noun, noun + 1) or []
        further = [i for i in syntax.children(noun, "nmod") if syntax[i].lemma in lexicon.MEMBERSHIP]
        for place in further if member is None else [member, *further]:
            owners += self._owners(place, None, place, place + 1) or []
        cue = syntax[noun].start, syntax[noun].end
        if not owners and self._is_plural(noun) and tie in _MUTUAL:
            pairs = list(combinations(holders, 2))
        else:
            pairs = list(product(holders, owners))
        for holder, owner in (pair[::-1] if lemma in lexicon.BACKED else pair for pair in pairs):
            relation, status = self._relation(noun, tie, holder, owner), held
            if tie == "candidate":
                status = replace(held, modality=Modality.PLANNED)
            if relation is not None:
                yield StandingFact(relation=relation, actor=holder, recipient=owner, cue=cue, held=status)

    def _relation(self, noun: int, tie: str, holder: End, owner: End) -> str | None:
        """The relation of a noun for two of their kinds; None where two of these kinds do not stand so."""
        near = {self._syntax.lower[i] for i in self._syntax.kids[noun]}
        if tie == "alliedWith" and owner.kind is ActorKind.IGO and holder.kind in STATES:
            tie = "memberOf"
        elif tie == "alliedWith" and "treaty" in near:
            tie = "hasDefencePactWith"
        elif tie == "candidate" or (tie == "partOf" and owner.kind is ActorKind.IGO and holder.kind in STATES):
            tie = "memberOf" if owner.kind is ActorKind.IGO else "candidate"
        return tie if fits(tie, holder, owner) else None

    def of_verb(self, verb: int) -> Iterator[StandingFact]:
        """What a verb says that lasts."""
        for relation, held, others in stated_by(self._syntax, verb):
            token = self._syntax[verb]
            holders = [end for place in held.holders for end in self._ends(place)]
            owners = [end for place in others for end in self._ends(place)]
            pairs = list(product(holders, owners)) if others else list(combinations(holders, 2))
            for holder, owner in pairs:
                if fits(relation, holder, owner):
                    cue = token.start, token.end
                    yield StandingFact(relation=relation, actor=holder, recipient=owner, cue=cue, held=held)

    def _ends(self, place: int, *, owner: bool = False) -> Iterator[End]:
        """Those whom a word stands for."""
        reference = self._by_head.get(place)
        if reference is None or (reference.use is Use.PLACE and reference.how in _CITIES):
            return
        for ref in reference.actors:
            kind = self._kind(ref, reference)
            made = reference.how in _BY_ROLE and kind in STATES
            if kind is not ActorKind.OUTLET and kind is not None and not (owner and made):
                yield End(ref, kind, reference.start, reference.end, place)

    def _kind(self, ref: ActorRef, reference: Reference) -> ActorKind | None:
        """What sort of actor somebody is: of whom no table knows, what the name says; None for a place."""
        actor = self._tables.get(ref.id)
        if actor is not None and actor.kind is not UNKNOWN:
            return actor.kind
        name = self._syntax[reference.head].name.partition("-")[2]
        if name == "PER" or self._syntax.lower[reference.head] in ("he", "she", "him", "her", "his"):
            return ActorKind.PERSON
        return None if name == "LOC" else UNKNOWN


def fits(relation: str, holder: End, owner: End) -> bool:
    """Whether two of these kinds can stand so: states are members of organisations, persons lead them."""
    if relation == "headOf":
        return holder.kind is ActorKind.PERSON and owner.kind in (*BODIES, UNKNOWN)
    if relation == "memberOf":
        if owner.kind is ActorKind.IGO:
            return holder.kind in STATES
        return owner.kind in (*GROUPS, UNKNOWN) and holder.kind is not ActorKind.SECTOR
    if relation in ("partOf", "affiliatedWith"):
        parts = (*GROUPS, UNKNOWN, ActorKind.TERRITORY)
        return holder.kind in parts and owner.kind in (*STATES, *BODIES, UNKNOWN, ActorKind.SECTOR) and owner != holder
    if relation not in RELATIONS or on_one_side(holder.ref, owner.ref):
        return False
    if relation in ("borders", "atWarWith") or relation.startswith("has"):
        groups = () if relation == "borders" else GROUPS
        return holder.kind in (*STATES, *groups) and owner.kind in (*STATES, *groups)
    sides = (*STATES, *BODIES)
    others = (*sides, ActorKind.SECTOR, ActorKind.PERSON, UNKNOWN) if relation == "backs" else (*sides, UNKNOWN)
    return holder.kind in sides and owner.kind in others
