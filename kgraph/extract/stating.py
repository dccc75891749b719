"""The verbs that state what lasts: who joins or leaves what, leads whom, stands behind whom, borders on whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from kgraph.discourse.syntax import Syntax
from kgraph.extract import standing_words as lexicon
from kgraph.extract.holding import Held, beside, is_passive, predicated
from kgraph.model import Modality

Stated: TypeAlias = tuple[str, Held, list[int]]
"""A relation, how it is stated, and the words for the other side: none where the two are both its subject."""


def stated_by(syntax: Syntax, verb: int) -> Iterator[Stated]:
    """The standing facts that a verb, or "at war", states."""
    lemma = syntax[verb].lemma.lower()
    if lemma in lexicon.JOINING or lemma in lexicon.QUITTING:
        yield from _membership(syntax, verb, lemma)
    elif lemma in lexicon.LEADING:
        yield from _leading(syntax, verb)
    elif lemma in lexicon.BACKING or lemma in lexicon.SUSTAINING:
        yield from _backing(syntax, verb, lemma)
    elif lemma in lexicon.AFFILIATED:
        yield from _affiliated(syntax, verb, lexicon.AFFILIATED[lemma])
    elif lemma in lexicon.BORDERING:
        yield from _with_others(syntax, verb, "borders", _listed(syntax, syntax.child(verb, "obj")))
    elif lemma == "vote" and not _is_once(syntax, verb):
        yield from _with_others(syntax, verb, "votesWith", _behind(syntax, verb, "with"))
    elif lemma in ("ally", "allied"):
        yield from _with_others(syntax, verb, "alliedWith", _behind(syntax, verb, "with"))
    elif lemma == "war" and syntax.case(verb) == "at" and syntax.child(verb, "cop") is not None:
        yield from _with_others(syntax, verb, "atWarWith", _behind(syntax, verb, "with"), alone=True)
    elif lemma in lexicon.KEEPING:
        yield from _keeping(syntax, verb)


def _with_others(
    syntax: Syntax, verb: int, relation: str, others: list[int], *, alone: bool = False
) -> Iterator[Stated]:
    """A relation of a predicate's subject to others; of its subjects to one another where that is enough."""
    if others or alone:
        for held in predicated(syntax, verb, stative=True):
            yield relation, held, others


def _listed(syntax: Syntax, place: int | None) -> list[int]:
    return [] if place is None else syntax.conjuncts(place)


def _behind(syntax: Syntax, place: int, *prepositions: str) -> list[int]:
    """The words of a list behind one of these prepositions."""
    found = (i for i in syntax.children(place, "obl", "nmod") if syntax.case(i) in prepositions)
    return _listed(syntax, next(found, None))


def _membership(syntax: Syntax, verb: int, lemma: str) -> Iterator[Stated]:
    """Who joins, belongs to or leaves what; "joined the EU in condemning it" is no joining."""
    preposition = {**lexicon.JOINING, **lexicon.QUITTING}[lemma]
    if is_passive(syntax, verb) is not (lemma == "admit"):
        return
    others = _behind(syntax, verb, preposition) if preposition else _listed(syntax, syntax.child(verb, "obj"))
    if lemma in lexicon.QUITTING and (
        syntax[verb].feat("VerbForm") == "Ger" or syntax.child(verb, "xcomp") is not None
    ):
        return  # "leaving the court unable"
    clauses = syntax.children(verb, "advcl")
    if any(syntax.lower[j] == "in" for i in clauses for j in syntax.children(i, "mark", "case")):
        return
    for held in predicated(syntax, verb, stative=lemma == "belong") if others else ():
        if lemma in lexicon.JOINING:
            yield "memberOf", held, others
        elif held.modality is Modality.ASSERTED and not held.negated:
            yield "memberOf", replace(held, negated=True), others


def _leading(syntax: Syntax, verb: int) -> Iterator[Stated]:
    """Who leads whom: "X heads the agency", "the group is led by X"."""
    led = syntax.child(verb, "obj")
    if is_passive(syntax, verb):
        for held in predicated(syntax, verb, stative=True):
            agents = tuple(_agents(syntax, verb))
            if agents:
                yield "headOf", replace(held, holders=agents), list(held.holders)
    elif led is not None:
        yield from _with_others(syntax, verb, "headOf", _listed(syntax, led))


def _agents(syntax: Syntax, verb: int) -> list[int]:
    return _listed(syntax, syntax.child(verb, "obl:agent")) or _behind(syntax, verb, "by")


def is_tie(syntax: Syntax, word: int) -> bool:
    """Whether a word is a participle that only says with whom somebody belongs: "linked to", "armed by".

    Args:
        syntax: the sentence.
        word: its place.
    """
    lemma = syntax[word].lemma.lower()
    sustains = lemma in lexicon.SUSTAINING | lexicon.BACKING and syntax.label(word) in ("acl", "amod")
    return lemma in lexicon.AFFILIATED or (sustains and is_passive(syntax, word))


def _is_once(syntax: Syntax, verb: int) -> bool:
    """Whether a verb tells of a single time: "voted", not "votes", "has voted"."""
    return syntax[verb].feat("Tense") == "Past" and syntax.child(verb, "aux") is None


def _joined_name(syntax: Syntax, verb: int) -> int | None:
    """The name that a hyphen joins to a participle before a noun: Iran in "the Iran-backed rebels"."""
    is_joined = syntax.lower[verb - 1 : verb] == ["-"] and verb > 1
    return verb - 2 if is_joined and syntax[verb].head is not None and syntax[verb].deprel == "amod" else None


def _affiliated(syntax: Syntax, verb: int, preposition: str) -> Iterator[Stated]:
    """Who belongs with whom: "an al-Qaeda-linked group", "affiliated with al-Qaeda", "is linked to al-Qaeda"."""
    head, name = syntax[verb].head, _joined_name(syntax, verb)
    if name is not None and head is not None:
        yield "affiliatedWith", beside(syntax, verb, (head,)), [name]
        return
    others = _behind(syntax, verb, preposition)
    if others and syntax.label(verb) in ("acl", "amod") and head is not None and syntax.child(verb, "nsubj") is None:
        yield "affiliatedWith", beside(syntax, verb, (head,)), others
    elif is_passive(syntax, verb) or syntax.child(verb, "cop") is not None:
        yield from _with_others(syntax, verb, "affiliatedWith", others)


def _backing(syntax: Syntax, verb: int, lemma: str) -> Iterator[Stated]:
    """Who stands behind whom: "Iran-backed rebels", "the rebels, backed by Iran", "Iran backs the rebels"."""
    head, name = syntax[verb].head, _joined_name(syntax, verb)
    if name is not None and head is not None:
        yield "backs", beside(syntax, verb, (name,)), [head]
    elif is_passive(syntax, verb):
        agents = tuple(_agents(syntax, verb))
        if agents and syntax.label(verb) == "acl" and head is not None:
            yield "backs", beside(syntax, verb, agents), [head]
        elif agents and lemma in lexicon.BACKING:
            for held in predicated(syntax, verb, stative=True):
                yield "backs", replace(held, holders=agents), list(held.holders)
    elif lemma in lexicon.BACKING and syntax[verb].feat("Tense") == "Pres" and syntax[verb].feat("VerbForm") == "Fin":
        yield from _with_others(syntax, verb, "backs", _listed(syntax, syntax.child(verb, "obj")))


def _keeping(syntax: Syntax, verb: int) -> Iterator[Stated]:
    """Ties that one has: diplomatic relations, a border, a pact."""
    thing = syntax.child(verb, "obj")
    relation = None if thing is None else _kept(syntax, thing)
    if thing is None or relation is None:
        return
    others = _behind(syntax, thing, "with") or _behind(syntax, verb, "with")
    for kind, held, ends in _with_others(syntax, verb, relation, others, alone=True):
        no_such = any(syntax.lower[i] == "no" for i in syntax.children(thing, "det"))
        yield kind, replace(held, negated=held.negated or no_such), ends


def _kept(syntax: Syntax, thing: int) -> str | None:
    """The relation that a thing in common makes."""
    lemma, near = syntax[thing].lemma, {syntax.lower[i] for i in syntax.kids[thing]}
    if lemma in ("relation", "tie") and "diplomatic" in near:
        return "hasDiplomaticRelationsWith"
    if lemma in lexicon.PACTS:
        if near & lexicon.DEFENDING:
            return "hasDefencePactWith"
        if "neutrality" in near:
            return "hasNeutralityPactWith"
        return "hasNonAggressionPactWith" if any("aggression" in word for word in near) else None
    return {"border": "borders", "alliance": "alliedWith"}.get(lemma)
