"""Of whom a standing fact is said, how firmly, and whether it is so: read from the tree around the word for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.extract import standing_words as lexicon
from kgraph.language.trees import words
from kgraph.model import Modality

_INCLUDING: Final = ("such as", "including", "like")
_BEFORE_NAME: Final = ("amod", "compound", "nmod:desc", "flat")
_MAY: Final = words("may might could would can")
_SHOULD: Final = words("should must ought")
_WILL: Final = words("will shall wo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How a sentence states a standing fact.

    Attributes:
        holders: the words for those of whom it is said.
        anchor: the word on which its date would hang.
        clause: the word over which stands who says so.
        modality, negated: how firmly it is put forward, and whether it is said not to be so.
        past: whether it is told as something that was.
    """

    holders: tuple[int, ...]
    anchor: int
    clause: int
    modality: Modality = Modality.ASSERTED
    negated: bool = False
    past: bool = False

    def has_date(self, syntax: Syntax, offset: int) -> bool:
        """Whether a date that begins there, counted from the sentence's start, is the fact's own."""
        start = offset + syntax.sentence.start
        place = next((i for i, token in enumerate(syntax.tokens) if token.end > start), None)
        if place is None or self.anchor not in syntax.upwards(place):
            return False
        return syntax.clause(place) in (syntax.clause(self.anchor), self.anchor)


def holding(syntax: Syntax, noun: int, *, office: bool) -> Iterator[Held]:
    """Of whom a noun is said: "member" of Poland in "Poland, a NATO member".

    Args:
        syntax: the sentence.
        noun: the place of the noun.
        office: whether it is an office, which as a title before a name states nothing.
    """
    named = [i for i in syntax.children(noun, "appos", "flat") if i > noun and syntax[i].upos == "PROPN"]
    named = [i for i in named if not office or "," in syntax.lower[noun:i]]
    if not office:
        named += [i for i in syntax.children(noun, "nmod") if i > noun and syntax.case(i) in _INCLUDING]
    if named:
        yield beside(syntax, noun, tuple(j for i in named for j in syntax.conjuncts(i)))
        return
    at = noun
    if syntax.label(noun) == "conj":
        at = syntax.first_conjunct(noun)
        if syntax[at].upos == "PROPN":
            return
    if office and _is_anothers(syntax, at, noun):
        return
    if syntax.label(at) == "appos":
        yield beside(syntax, noun, _before(syntax, at))
    elif syntax.child(at, "cop") is not None:
        yield from predicated(syntax, at, stative=True)
    elif not office and syntax[at].deprel in _BEFORE_NAME and (head := syntax[at].head) is not None and head > at:
        if syntax[head].upos == "PROPN":
            yield beside(syntax, noun, tuple(syntax.conjuncts(head)))
    else:
        yield from _made(syntax, at)


def _is_anothers(syntax: Syntax, at: int, noun: int) -> bool:
    """Whether an office of a list is another person's: "A, secretary of the council, and the ministers B and C"."""
    head = syntax[at].head if at == noun and syntax.label(at) == "appos" else at
    first = noun if head is None else syntax.phrase_end(head)
    between = (*syntax.tokens[first:noun], *syntax.tokens[noun + 1 : noun + 2])
    return any(token.name.endswith("-PER") for token in between)


def beside(syntax: Syntax, noun: int, holders: tuple[int, ...]) -> Held:
    """What an apposition says is so, unless a word in it says otherwise."""
    is_hearsay = any(syntax.lower[i] in lexicon.HEARSAY for i in syntax.kids[noun])
    modality = Modality.REPORTED if is_hearsay else Modality.ASSERTED
    clause = syntax.clause(noun)
    return Held(holders=holders, anchor=noun, clause=clause, modality=modality, negated=_says_not(syntax, noun))


def _before(syntax: Syntax, noun: int) -> tuple[int, ...]:
    """Beside whom a noun stands: of a list the one next before it, or all where it is plural."""
    head = syntax[noun].head
    listed = [] if head is None else syntax.conjuncts(syntax.first_conjunct(head))
    if head is None or syntax[noun].feat("Number") == "Plur":
        return tuple(i for i in listed if i < noun)
    return tuple([i for i in listed if i < noun][-1:]) or (head,)


def predicated(syntax: Syntax, predicate: int, *, stative: bool, holders: tuple[int, ...] = ()) -> Iterator[Held]:
    """What a predicate says of its subject, or of those given."""
    holders = holders or subjects(syntax, predicate)
    if not holders:
        return
    modality = _modality(syntax, predicate)
    yield Held(
        holders=holders,
        anchor=predicate,
        clause=predicate,
        modality=modality,
        negated=modality is Modality.DENIED or any(_says_not(syntax, i) for i in _chain(syntax, predicate)),
        past=stative and _is_past(syntax, predicate),
    )


def _made(syntax: Syntax, noun: int) -> Iterator[Held]:
    """What somebody becomes, is made or serves as: "was elected president", "serves as envoy"."""
    verb, label, as_one = syntax[noun].head, syntax.label(noun), syntax.case(noun) == "as"
    if verb is None or syntax[verb].upos != "VERB" or label not in ("xcomp", "obj", "obl"):
        return
    lemma = syntax[verb].lemma
    if lemma in lexicon.BECOMING and label != "obl":
        yield from predicated(syntax, verb, stative=False)
    elif lemma in lexicon.APPOINTING and (as_one or label != "obl"):
        others = [i for i in syntax.children(verb, "obj", "iobj", "xcomp") if i != noun]
        if is_passive(syntax, verb):
            yield from predicated(syntax, verb, stative=False)
        elif others:
            yield from predicated(syntax, verb, stative=False, holders=tuple(others[:1]))
    elif as_one and lemma in lexicon.SERVING and (lemma != "take" or _takes_up(syntax, verb)):
        yield from predicated(syntax, verb, stative=lemma in ("serve", "act", "work"))


def _takes_up(syntax: Syntax, verb: int) -> bool:
    """Whether a taking is of an office: "took office as", "took over as"."""
    taken = syntax.children(verb, "obj", "compound:prt", "advmod", "obl")
    return any(syntax[i].lemma in lexicon.ENTERING for i in taken)


def subjects(syntax: Syntax, predicate: int) -> tuple[int, ...]:
    """Of whom a predicate is said: its subject, or whoever stands in its place higher up."""
    place = predicate
    for place in syntax.upwards(predicate):
        subject = syntax.child(place, "nsubj")
        if subject is not None and syntax[subject].feat("PronType") == "Rel":
            clause = syntax.clause(subject)
            head = syntax[clause].head if syntax.label(clause) == "acl" else None
            return () if head is None else _before_clause(syntax, head, clause)
        if subject is not None:
            return tuple(syntax.conjuncts(subject))
        label, head = syntax.label(place), syntax[place].head
        if head is None or label not in ("conj", "advcl", "xcomp", "acl"):
            return ()
        if label == "acl":
            return _owner_of(syntax, place, head)
        controlled = syntax.child(head, "obj") if label == "xcomp" else None
        if controlled is not None:
            return (controlled,)
    return ()


def _before_clause(syntax: Syntax, head: int, clause: int) -> tuple[int, ...]:
    """Whom a relative clause tells of: of a list all, where its verb is plural."""
    finite = [clause, *syntax.children(clause, "aux", "cop")]
    is_plural = any(syntax[i].feat("Number") == "Plur" and syntax[i].feat("VerbForm") == "Fin" for i in finite)
    return tuple(syntax.conjuncts(head)) if is_plural else (head,)


def _owner_of(syntax: Syntax, clause: int, head: int) -> tuple[int, ...]:
    """Whom a participle or an infinitive behind a noun tells of: the noun, or whose wish it is."""
    if syntax[clause].feat("VerbForm") != "Inf":
        return (head,)
    owners = syntax.children(head, "nmod:poss", "compound", "amod") if syntax[head].lemma in lexicon.WISHING else []
    return tuple(owners[:1])


def is_passive(syntax: Syntax, verb: int) -> bool:
    """Whether a verb tells of what is done to its subject: "was elected", "elected in May, he"."""
    if syntax.child(verb, "nsubj:pass", "aux:pass", "obl:agent") is not None:
        return True
    is_participle = syntax[verb].feat("VerbForm") == "Part" and syntax[verb].feat("Tense") == "Past"
    return is_participle and syntax.child(verb, "nsubj", "aux") is None


def _chain(syntax: Syntax, predicate: int) -> list[int]:
    """A predicate and the verbs that govern it: "join", "want" in "wants to join"."""
    chain = [predicate]
    while syntax.label(chain[-1]) == "xcomp" and (head := syntax[chain[-1]].head) is not None:
        chain.append(head)
    return chain


def _says_not(syntax: Syntax, place: int) -> bool:
    """Whether a word has a "not", a "no longer" or a refusal on it; "not only" has none."""
    if syntax[place].lemma in lexicon.REFUSING:
        return True
    for child in syntax.kids[place]:
        following = syntax.lower[child + 1 : child + 2]
        if syntax.lower[child] in lexicon.NEGATING and following not in (["only"], ["just"], ["doubt"]):
            return True
        if syntax.lower[child] == "longer" and any(syntax.lower[i] == "no" for i in syntax.kids[child]):
            return True
    return False


def _modality(syntax: Syntax, predicate: int) -> Modality:
    """How firmly a predicate is put forward, by its auxiliaries and what governs it."""
    chain = _chain(syntax, predicate)
    governed = _governed(syntax, chain)
    if governed is not None:
        return governed
    helpers = {syntax[i].lemma.lower() for place in chain for i in syntax.children(place, "aux")}
    for lemmas, modality in ((_MAY, Modality.HYPOTHETICAL), (_SHOULD, Modality.CALLED_FOR), (_WILL, Modality.PLANNED)):
        if helpers & lemmas:
            return modality
    if not _is_real(syntax, predicate):
        return Modality.PLANNED
    near = {syntax.lower[i] for place in chain for i in syntax.kids[place]}
    return Modality.REPORTED if near & lexicon.HEARSAY else Modality.ASSERTED


def _governed(syntax: Syntax, chain: list[int]) -> Modality | None:
    """What a condition, a denial or a wish above makes of it; None where there is none."""
    top = chain[-1]
    above = syntax[top].head
    marks = {syntax.lower[i] for place in chain for i in syntax.children(place, "mark")}
    if any(syntax[place].lemma in lexicon.SAYING and is_passive(syntax, place) for place in chain[1:]):
        return Modality.REPORTED
    if any(syntax[place].lemma in lexicon.DENYING for place in chain[1:]):
        return Modality.DENIED
    if marks & lexicon.CONDITIONS:
        return Modality.HYPOTHETICAL
    if above is None or syntax.label(top) not in ("ccomp", "acl"):
        return None
    if syntax[above].lemma in lexicon.DENYING:
        return Modality.DENIED
    hopes = syntax.label(top) == "ccomp" and syntax[above].lemma in lexicon.HOPING
    return Modality.HYPOTHETICAL if hopes else None


def _is_real(syntax: Syntax, place: int) -> bool:
    """Whether a predicate tells what is so: a finite one does, an infinitive only under "continue" and the like."""
    for current in syntax.upwards(place):
        verbs = [current, *syntax.children(current, "aux", "cop")]
        if any(syntax[i].feat("VerbForm") == "Fin" for i in verbs):
            return True
        token, label, head = syntax[current], syntax.label(current), syntax[current].head
        if token.feat("VerbForm") == "Part" and token.feat("Tense") == "Past":
            return True
        if label == "advcl":
            marks = {syntax.lower[i] for i in syntax.children(current, "mark", "case")}
            return token.feat("VerbForm") in ("Ger", "Part") and marks <= lexicon.REALISED
        if label == "conj":
            continue
        if label != "xcomp" or head is None or syntax[head].lemma not in lexicon.REALISING | lexicon.REFUSING:
            return False
    return False


def _is_past(syntax: Syntax, predicate: int) -> bool:
    """Whether a state is told as one that was; what somebody said was so may still be."""
    verbs = [predicate, *syntax.children(predicate, "aux", "cop")]
    past = [i for i in verbs if syntax[i].feat("Tense") == "Past" and syntax[i].feat("VerbForm") == "Fin"]
    if not past:
        return False
    return syntax.label(predicate) != "ccomp" or any(syntax[i].lemma == "have" for i in past)
