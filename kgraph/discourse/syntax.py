"""A parsed sentence to walk in: children, prepositions, clauses, and where a noun phrase begins."""

from __future__ import annotations

from collections.abc import Callable
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
        self._labels = [token.deprel.partition(":")[0] for token in sentence.tokens]
        self._labelled: dict[tuple[int, str], list[int]] = {}
        self._lists: dict[int, int] = {}
        self._clauses: dict[int, int] = {}
        self._predicates: dict[int, int] = {}
        for i, token in enumerate(sentence.tokens):
            if token.head is None:
                continue
            self.kids[token.head].append(i)
            self._labelled.setdefault((token.head, token.deprel), []).append(i)
            if token.deprel != self._labels[i]:
                self._labelled.setdefault((token.head, self._labels[i]), []).append(i)

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    @cached_property
    def lower(self) -> list[str]:
        """The words in small letters."""
        return [token.text.lower() for token in self.tokens]

    @cached_property
    def starts(self) -> list[int]:
        """Where the words begin in the document's text."""
        return [token.start for token in self.tokens]

    @cached_property
    def root(self) -> int | None:
        """The first word that hangs on none; None of an empty sentence."""
        return next((i for i, token in enumerate(self.tokens) if token.head is None), None)

    def children(self, head: int, *labels: str) -> list[int]:
        """The children of a word with one of these labels; `nmod` takes in `nmod:poss`."""
        found = [i for label in labels for i in self._labelled.get((head, label), ())]
        return found if len(labels) == 1 else sorted(set(found))

    def child(self, head: int, *labels: str) -> int | None:
        """The first of them, or None."""
        found = [self._labelled[head, label][0] for label in labels if (head, label) in self._labelled]
        return min(found) if found else None

    def label(self, place: int) -> str:
        """The relation of a word to its head, without what stands behind a colon."""
        return self._labels[place]

    def case(self, place: int) -> str:
        """The preposition before a phrase, in small letters, of several words where it has them; else nothing."""
        found = [i for i in self.children(place, "case") if self.tokens[i].upos != "PART"]
        if not found:
            return ""
        words = [i for first in found[:2] for i in (first, *self.children(first, "fixed"))]
        return " ".join(self.lower[i] for i in sorted(words) if i < place)

    def first_conjunct(self, place: int) -> int:
        """The first of the list that a word stands in; the word itself where it stands in none."""
        return self._end(place, self._lists, self._listed_with) if self._labels[place] == "conj" else place

    def conjuncts(self, place: int) -> list[int]:
        """The members of the list that a word begins, itself included."""
        return [place, *self.children(place, "conj")]

    def clause(self, place: int) -> int:
        """The predicate of the clause that a word stands in."""
        return self._end(place, self._clauses, self._below)

    def subject(self, predicate: int) -> int | None:
        """The subject of a predicate; of one that shares it ("came and saw"), that of the first."""
        return self.child(self._end(predicate, self._predicates, self._sharing_with), "nsubj")

    def shares_subject(self, place: int) -> bool:
        """Whether a word is a verb of a list that has the subject of the first: "saw" of "came and saw"."""
        is_listed = self._labels[place] == "conj" and self.tokens[place].upos in ("VERB", "AUX")
        return is_listed and self.child(place, "nsubj", "csubj") is None

    def _listed_with(self, place: int) -> int | None:
        return self.tokens[place].head if self._labels[place] == "conj" else None

    def _below(self, place: int) -> int | None:
        """What a word that opens no clause hangs on."""
        label = self._labels[place]
        opens = label in _CLAUSES or (label == "conj" and self.tokens[place].upos in ("VERB", "AUX"))
        return None if opens else self.tokens[place].head

    def _sharing_with(self, place: int) -> int | None:
        """The predicate whose subject one without its own shares."""
        shares = self._labels[place] in ("conj", "xcomp", "advcl") and self.child(place, "nsubj") is None
        return self.tokens[place].head if shares else None

    def _end(self, place: int, known: dict[int, int], above: Callable[[int], int | None]) -> int:
        """The last word of the way up from one; what is known is kept, so that no way is walked twice."""
        way: list[int] = []
        while place not in known and (up := above(place)) is not None:
            way.append(place)
            place = up
        end = known.setdefault(place, place)
        for passed in way:
            known[passed] = end
        return end

    def upwards(self, place: int) -> list[int]:
        """A word, what it hangs on, and so on up to the root."""
        found, current = [place], self.tokens[place].head
        while current is not None:
            found.append(current)
            current = self.tokens[current].head
        return found

    def first_of(self, place: int) -> int:
        """Where what stands before a word and hangs on it begins."""
        return self._firsts[place]

    @cached_property
    def _firsts(self) -> list[int]:
        firsts: list[int] = []
        for place, kids in enumerate(self.kids):
            firsts.append(min([place, *(firsts[i] for i in kids if i < place)]))
        return firsts

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

    def joined_before(self, first: int) -> str:
        """What a hyphen joins, in small letters, to what begins at a word or in it: pro-Russian; else nothing."""
        if first > 1 and self.lower[first - 1] == "-":
            return self.lower[first - 2]
        before, hyphen, _ = self.lower[first].partition("-")
        return before if hyphen else ""

    def joined_behind(self, end: int) -> str:
        """The word, in small letters, that a hyphen joins to what ends before a word: Turkish-made; else nothing."""
        return self.lower[end + 1] if end + 1 < len(self.tokens) and self.lower[end] == "-" else ""

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
