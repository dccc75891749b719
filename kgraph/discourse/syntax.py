"""A parsed sentence to walk in: children, prepositions, clauses, and where a noun phrase begins."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from kgraph.language.sentence import Sentence, Token

_BEFORE: Final = ("det", "amod", "compound", "nummod", "nmod:desc", "advmod", "punct", "flat", "goeswith")
"""What stands before a noun and belongs to its phrase; a possessor is a phrase of its own."""
_JOINED: Final = ("fixed", "flat", "goeswith")
_CLAUSES: Final = ("root", "ccomp", "advcl", "acl", "parataxis", "csubj", "xcomp")
"""The relations of predicates that open a clause of their own."""


class Syntax:
    """One sentence, with what walking in its tree needs worked out once.

    Args:
        sentence: as the English model gives it.
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.kids: list[list[int]] = [[] for _ in sentence.tokens]
        for i, token in enumerate(sentence.tokens):
            if token.head is not None:
                self.kids[token.head].append(i)

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    @cached_property
    def lower(self) -> list[str]:
        """The words in small letters."""
        return [token.text.lower() for token in self.tokens]

    def children(self, head: int, *labels: str) -> list[int]:
        """The children of a word with one of these labels; `nmod` takes in `nmod:poss`."""
        return [i for i in self.kids[head] if is_labelled(self.tokens[i].deprel, labels)]

    def child(self, head: int, *labels: str) -> int | None:
        """The first of them, or None."""
        return next((i for i in self.kids[head] if is_labelled(self.tokens[i].deprel, labels)), None)

    def label(self, place: int) -> str:
        """The relation of a word to its head, without what stands behind a colon."""
        return self.tokens[place].deprel.partition(":")[0]

    def case(self, place: int) -> str:
        """The preposition before a phrase, in small letters, of several words where it has them; else nothing."""
        found = [i for i in self.children(place, "case") if self.tokens[i].upos != "PART"]
        if not found:
            return ""
        words = [i for first in found[:2] for i in (first, *self.children(first, "fixed"))]
        return " ".join(self.lower[i] for i in sorted(words) if i < place)

    def first_conjunct(self, place: int) -> int:
        """The first of the list that a word stands in; the word itself where it stands in none."""
        while self.label(place) == "conj" and (head := self.tokens[place].head) is not None:
            place = head
        return place

    def conjuncts(self, place: int) -> list[int]:
        """The members of the list that a word begins, itself included."""
        return [place, *self.children(place, "conj")]

    def clause(self, place: int) -> int:
        """The predicate of the clause that a word stands in."""
        seen = place
        while (head := self.tokens[seen].head) is not None:
            label = self.label(seen)
            if label in _CLAUSES or (label == "conj" and self.tokens[seen].upos in ("VERB", "AUX")):
                return seen
            seen = head
        return seen

    def subject(self, predicate: int) -> int | None:
        """The subject of a predicate; of one that shares it ("came and saw"), that of the first."""
        found = self.child(predicate, "nsubj")
        while found is None and self.label(predicate) in ("conj", "xcomp", "advcl"):
            head = self.tokens[predicate].head
            if head is None:
                return None
            predicate = head
            found = self.child(predicate, "nsubj")
        return found

    def first_of(self, place: int) -> int:
        """Where the subtree of a word begins."""
        return min([place, *(self.first_of(i) for i in self.kids[place] if i < place)])

    def phrase_start(self, head: int) -> int:
        """Where the noun phrase of a word begins, its possessor and preposition left out."""
        start = head
        for child in reversed([i for i in self.kids[head] if i < head]):
            if not is_labelled(self.tokens[child].deprel, _BEFORE):
                break
            first = self.first_of(child)
            if first >= start:
                continue
            start = first
        while start < head and self.tokens[start].upos == "PUNCT":
            start += 1
        return start

    def phrase_end(self, head: int) -> int:
        """Where the noun phrase of a word ends: after what is written as one with it."""
        end = head + 1
        while end < len(self.tokens) and self.tokens[end].head == head and self.label(end) in _JOINED:
            end += 1
        return end

    def head_of(self, first: int, end: int) -> int:
        """The word of a stretch that hangs on something outside it."""
        for place in range(first, end):
            head = self.tokens[place].head
            if head is None or not first <= head < end:
                return place
        return first

    def span(self, first: int, end: int) -> tuple[int, int]:
        """The character offsets of a stretch of words."""
        return self.tokens[first].start, self.tokens[end - 1].end


def is_labelled(deprel: str, labels: tuple[str, ...]) -> bool:
    """Whether a relation is one of these, or a kind of one."""
    return deprel in labels or deprel.partition(":")[0] in labels
