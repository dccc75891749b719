"""What the words above and beside a deed make of it: refused, stopped short of, denied, doubted, conditional.

The tree is walked from both ends of a pair up to the word at which they meet, and from there to the root. "Refused to
condemn", "stopped short of condemning" and "has yet to condemn" tell of no condemnation; "there is no evidence that",
"denied that" and "had they" tell of none that is sure. What a verb of speech is said not to say stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.extract import governing_words as lexicon
from kgraph.model import Modality

_CLAUSES: Final = ("xcomp", "ccomp", "advcl", "acl", "csubj")
_THROUGH: Final = ("xcomp", "obj", "iobj", "obl", "nmod", "nsubj", "amod", "compound", "conj", "advmod", "dep")
"""The relations by which a negation above reaches what stands below: what a clause of its own tells it does not."""
_NOT_ONLY: Final = (["only"], ["just"], ["least"], ["doubt"], ["merely"])


@dataclass(frozen=True, slots=True)
class Governed:
    """What becomes of a deed.

    Attributes:
        modality: how firmly it is put forward, where the words above it say; else None.
        negated: whether it is said not to be so.
    """

    modality: Modality | None = None
    negated: bool = False


_AS_IT_IS: Final = Governed()


def governed(syntax: Syntax, ends: tuple[int, int], deed: int, event_type: str) -> Governed:
    """What the words around a deed make of it.

    Args:
        syntax: the sentence.
        ends: the words that stand for the actor and the recipient.
        deed: the word at which the ways of the two meet.
        event_type: what it is taken for; a refusal is itself an event of the type REJECT.

    >>> from kgraph.language import parse
    >>> governed(Syntax(parse("Brazil stopped short of condemning Peru.")[0]), (0, 5), 1, "ACCUSE").negated
    True
    >>> governed(Syntax(parse("There is no sign that Iran attacked Iraq.")[0]), (5, 7), 6, "ASSAULT").modality
    <Modality.HYPOTHETICAL: 'hypothetical'>
    """
    reader = _Reader(syntax, event_type)
    above = reader.above(deed) or reader.considered(deed)
    if above is not None and above.modality is Modality.DENIED:
        return above
    noes = sum(1 for _ in reader.noes(ends, deed))
    if above is not None:
        return Governed(above.modality, above.negated or noes % 2 == 1)
    if event_type == "REJECT" or not noes:
        return _AS_IT_IS
    if noes % 2 == 0:
        return _AS_IT_IS if event_type == "THREATEN" else Governed(Modality.HYPOTHETICAL)
    return Governed(negated=True)


def told_in(syntax: Syntax, end: int, deed: int) -> int:
    """The clause of a claim in which something is told to have been done: of "Peru's claim that it shot at Chile" that.

    Args:
        syntax: the sentence.
        end: the word for one of the two.
        deed: the word at which they meet.

    Returns the predicate of the clause; where they meet at no claim, the word at which they meet.
    """
    way = syntax.upwards(end)
    if syntax[deed].lemma not in lexicon.CLAIMS or deed not in way[1:]:
        return deed
    clause = way[way.index(deed) - 1]
    return clause if syntax.label(clause) in ("acl", "ccomp") else deed


def without_asides(syntax: Syntax, deed: int) -> str:
    """A sentence with blanks for the words that say of something else how firm it is: "alleged camps", a denial beside.

    Args:
        syntax: the sentence.
        deed: the word at which two meet.
    """
    text, base = syntax.sentence.text, syntax.sentence.start
    way = {deed, *syntax.upwards(deed), *syntax.kids[deed]}
    for place, token in enumerate(syntax.tokens):
        is_hearsay = token.deprel == "amod" and syntax.lower[place] in lexicon.HEARSAY and token.head not in way
        is_denial = token.lemma in lexicon.DENYING and place not in way
        if is_hearsay or is_denial:
            text = text[: token.start - base] + " " * len(token.text) + text[token.end - base :]
    return text


def claimant(syntax: Syntax, noun: int) -> int | None:
    """Whose claim a noun is: "India's claim", "a claim by India"; None where it is nobody's.

    Args:
        syntax: the sentence.
        noun: the place of "claim".
    """
    verb = syntax[noun].head
    phrases = syntax.children(noun, "nmod")
    if verb is not None and syntax.label(noun) == "obj":
        phrases = [*phrases, *(i for i in syntax.children(verb, "obl") if syntax.phrase_end(noun) < i)]
    behind = (i for i in phrases if syntax.case(i) in ("by", "from"))
    before = (i for i in syntax.children(noun, "amod", "compound") if syntax[i].name or syntax[i].upos == "PROPN")
    owner = syntax.child(noun, "nmod:poss")
    return next((place for place in (owner, *behind, *before) if place is not None), None)


class _Reader:
    def __init__(self, syntax: Syntax, event_type: str) -> None:
        self._syntax, self._event_type = syntax, event_type

    def noes(self, ends: tuple[int, int], deed: int) -> Iterator[int]:
        """The words that say no to a deed: on it, on what leads down to its ends, on the verbs that control it."""
        found: set[int] = set()
        for end in ends:
            found |= set(self._down(end, deed)) | self._of_list(end)
        found |= set(self._noes_at(deed))
        below = deed
        while (above := self._syntax[below].head) is not None and self._is_governed(below, above):
            found |= set(self._edge(below, above)) | set(self._noes_at(above))
            below = above
        yield from found

    def _is_governed(self, below: int, above: int) -> bool:
        if self._syntax.label(below) == "xcomp" or any(True for _ in self._edge(below, above)):
            return True
        return self._syntax.label(below) == "conj" and self._syntax.label(above) == "xcomp"

    def _of_list(self, end: int) -> set[int]:
        """What says no to an end alone, or to the list that it stands in: "neither A nor B", "but not C"."""
        first = self._syntax.first_conjunct(end)
        neither = [i for i in self._syntax.kids[first] if self._syntax.lower[i] == "neither"]
        return set(neither) or {i for i in self._syntax.kids[end] if self._is_no(i)}

    def _down(self, end: int, deed: int) -> Iterator[int]:
        """What says no on the way from one end up to the deed, as far as no clause of its own begins there."""
        way = self._syntax.upwards(end)
        if deed not in way:
            return
        way = way[: way.index(deed) + 1]
        found: list[int] = []
        for below, above in reversed(list(pairwise(way))):
            edge = list(self._edge(below, above)) if below != end else []
            found += edge
            if not edge and self._opens(below):
                break
            if below != end:
                found += self._noes_at(below)
            elif self._syntax.case(below) in lexicon.INSTEAD:
                found.append(below)
        yield from found

    def _opens(self, place: int) -> bool:
        """Whether a word begins a clause that tells something of its own."""
        label = self._syntax.label(place)
        if label == "ccomp":
            return self._syntax[place].feat("VerbForm") not in ("Inf", "Ger")
        return label not in _THROUGH

    def _noes_at(self, place: int) -> Iterator[int]:
        """What says no on a word itself, or on the thing it is done with: "sent no weapons"."""
        syntax = self._syntax
        for child in syntax.kids[place]:
            if self._is_no(child):
                yield child
            elif syntax.lower[child] in lexicon.NEARLY and child == place - 1 and syntax[place].upos == "VERB":
                if syntax[place].lemma not in lexicon.COUNTED:
                    yield child
            elif syntax.label(child) in ("obj", "nsubj") and syntax[place].upos in ("VERB", "AUX"):
                if syntax.lower[child] in lexicon.NOBODY:
                    yield child
                yield from (i for i in syntax.children(child, "det") if syntax.lower[i] in ("no", "neither"))
            elif syntax.lower[child] == "longer" and any(syntax.lower[i] == "no" for i in syntax.kids[child]):
                yield child
        if syntax[place].upos in ("VERB", "NOUN", "PROPN") and self._mark(place) in lexicon.INSTEAD:
            yield place

    def _is_no(self, child: int) -> bool:
        lower = self._syntax.lower
        if lower[child] not in lexicon.NEGATING or self._syntax.label(child) not in ("advmod", "det", "cc"):
            return False
        return lower[child + 1 : child + 2] not in _NOT_ONLY

    def _mark(self, place: int) -> str:
        """The word that opens a clause, or the preposition before it: of "from attacking" it is "from"."""
        syntax = self._syntax
        found = syntax.case(place)
        marks = [i for i in syntax.children(place, "mark") if i < place and syntax.lower[i] != "to"]
        return found or " ".join(syntax.lower[i] for i in sorted(j for m in marks for j in (m, *syntax.kids[m])))

    def _edge(self, below: int, above: int) -> Iterator[int]:
        """The word above, where it says that the deed below was not done."""
        syntax, verb = self._syntax, self._syntax[above]
        label, lemma = syntax.label(below), verb.lemma.lower()
        is_deed = syntax[below].upos in ("VERB", "AUX") and label in (*_CLAUSES, "obl", "obj")
        if verb.upos not in ("VERB", "AUX", "ADJ", "ADV") or label not in (*_CLAUSES, "obl", "obj"):
            if self._is_dropped(below, above):
                yield above
            return
        if (
            (is_deed and self._is_refused(below, above, lemma))
            or (is_deed and self._is_yet_to(above))
            or self._is_short(above)
            or (label == "obj" and lemma in lexicon.FOILING and not is_deed)
            or (
                lemma in lexicon.PREVENTING and self._mark(below) == "from" and syntax.child(above, "obj", "nsubj:pass")
            )
            or (lemma in lexicon.STOPPING and self._event_type in lexicon.STOPPED and (is_deed or label == "obj"))
        ):
            yield above

    def _is_refused(self, below: int, above: int, lemma: str) -> bool:
        """Whether a word says of the clause below that nobody does it: "refused to", "shied away from"."""
        syntax, mark = self._syntax, self._mark(below)
        near = {syntax.lower[i] for i in syntax.kids[above]}
        if lemma in lexicon.SHORT and "short" in near:
            return True
        if lemma in lexicon.AGAINST:
            return mark == "against"
        if lemma in lexicon.OUT:
            return "out" in near
        if lemma in lexicon.AWAY:
            steps_back = bool(near & lexicon.ASIDE) and mark in ("from", "of", "on")
            return steps_back and self._event_type != "RETREAT"
        return lemma in lexicon.REFUSING | lexicon.AVOIDING and mark in ("", "at", "from")

    def _is_short(self, above: int) -> bool:
        """Whether a word is the "short" of "stopped short of"."""
        verb = self._syntax[above].head
        return self._syntax.lower[above] == "short" and verb is not None and self._syntax[verb].lemma in lexicon.SHORT

    def _is_yet_to(self, above: int) -> bool:
        syntax = self._syntax
        return syntax[above].lemma in ("have", "be") and any(syntax.lower[i] == "yet" for i in syntax.kids[above])

    def _is_dropped(self, below: int, above: int) -> bool:
        """Whether what stands below is a plan that was dropped: "abandoned its plan to sell"."""
        syntax, verb = self._syntax, self._syntax[above].head
        if syntax[above].lemma not in lexicon.PLANS or verb is None or syntax.label(below) not in ("acl", "nmod"):
            return False
        return syntax.label(above) == "obj" and syntax[verb].lemma in lexicon.DROPPING

    def above(self, deed: int) -> Governed | None:
        """What a denial, a doubt or a condition above a deed makes of it; None where there is none."""
        below = deed
        while True:
            if self._is_condition(below):
                return Governed(Modality.HYPOTHETICAL)
            above = self._syntax[below].head
            if above is None:
                return None
            found = self._by(below, above)
            if found is not None:
                return found
            below = above

    def considered(self, deed: int) -> Governed | None:
        """What becomes of a deed that somebody only thinks of, or is about to do: "mulled sanctions on"."""
        syntax = self._syntax
        thinks = syntax[deed].lemma in lexicon.CONSIDERING and syntax[deed].upos == "VERB"
        verges = any(syntax[i].lemma in lexicon.VERGES for i in (deed, *syntax.kids[deed]))
        if (thinks and self._event_type in lexicon.UNDONE) or (verges and self._event_type in lexicon.UNSAID):
            return Governed(Modality.HYPOTHETICAL)
        return None

    def _is_condition(self, place: int) -> bool:
        """Whether a clause begins like "had they" and "should they", or a phrase with "in case of"."""
        syntax = self._syntax
        if syntax.case(place) in lexicon.CASES_OF:
            return True
        if syntax.label(place) != "advcl" or syntax.child(place, "mark") is not None:
            return False
        subject, first = syntax.child(place, "nsubj"), syntax.child(place, "aux", "cop", "aux:pass")
        return subject is not None and first is not None and first < subject and syntax.lower[first] in lexicon.INVERTED

    def _by(self, below: int, above: int) -> Governed | None:
        """What a word makes of the clause or the deed that hangs on it."""
        syntax, label, lemma = self._syntax, self._syntax.label(below), self._syntax[above].lemma.lower()
        upos = syntax[above].upos
        if upos in ("VERB", "AUX") and label in ("ccomp", "xcomp", "csubj", "obj"):
            return self._by_verb(below, above, label, lemma)
        if upos == "NOUN" and label in ("acl", "ccomp", "nmod"):
            return self._by_noun(above, label, lemma)
        if upos == "ADJ" and label in ("ccomp", "csubj"):
            return self._by_adjective(above, lemma)
        return None

    def _by_verb(self, below: int, above: int, label: str, lemma: str) -> Governed | None:
        no = any(True for _ in self._noes_at(above))
        clause = label in ("ccomp", "csubj")
        if lemma in lexicon.DENYING and (clause or (label != "obj" and lemma == "deny")):
            return None if no else Governed(Modality.DENIED, negated=True)
        if clause and lemma in lexicon.DOUBTING:
            return Governed(Modality.HYPOTHETICAL, negated=not no)
        if clause and lemma in lexicon.BELIEVING and no and self._mark(below) != "whether":
            return Governed(Modality.HYPOTHETICAL, negated=True)
        if clause and lemma in lexicon.FEARING:
            return Governed(Modality.HYPOTHETICAL)
        return None

    def _by_noun(self, noun: int, label: str, lemma: str) -> Governed | None:
        syntax, verb = self._syntax, self._syntax[noun].head
        no = any(self._is_no(i) or syntax.lower[i] == "little" for i in syntax.kids[noun])
        no = no or syntax.case(noun) in lexicon.INSTEAD
        is_told_no = (
            verb is not None and syntax[verb].upos in ("VERB", "AUX") and any(True for _ in self._noes_at(verb))
        )
        if lemma in lexicon.SIGNS:
            return Governed(Modality.HYPOTHETICAL, negated=True) if no or is_told_no else None
        if label in ("acl", "ccomp") and lemma in lexicon.CHANCES:
            return Governed(Modality.HYPOTHETICAL, negated=no)
        return self._by_claim(noun, lemma) if label in ("acl", "ccomp") and lemma in lexicon.CLAIMS else None

    def _by_claim(self, noun: int, lemma: str) -> Governed | None:
        """What becomes of what a claim tells: denied where somebody rejects it, hearsay where it is nobody's."""
        syntax, verb, nobodys = self._syntax, self._syntax[noun].head, claimant(self._syntax, noun) is None
        if verb is not None and syntax[verb].lemma in lexicon.DENYING and syntax.label(noun) in ("obj", "nsubj", "obl"):
            return Governed(Modality.DENIED, negated=nobodys)
        if syntax.label(noun) == "nsubj" and verb is not None and syntax[verb].lemma.lower() in lexicon.UNTRUE:
            return Governed(negated=True)
        return Governed(Modality.REPORTED) if nobodys and lemma in lexicon.HEARD else None

    def _by_adjective(self, above: int, lemma: str) -> Governed | None:
        no = any(self._is_no(i) for i in self._syntax.kids[above])
        if lemma in lexicon.UNTRUE or (lemma in lexicon.TRUE and no):
            return Governed(negated=not (no and lemma in lexicon.UNTRUE))
        if lemma in lexicon.OPEN:
            return Governed(Modality.HYPOTHETICAL, negated=lemma in ("unlikely", "improbable"))
        return None
