"""A dependency tree that is being redrawn, before it is frozen into a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a line, as a set.

    >>> sorted(words("to be"))
    ['be', 'to']
    """
    return frozenset(text.split())


NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "DET", "X"})
"""The parts of speech under which a phrase is `nmod` and not `obl`."""


@dataclass(slots=True, kw_only=True)
class Tree:
    """One sentence while it is being redrawn: lists of equal length, a place for each word.

    Attributes:
        words: the words in small letters.
        upos: their parts of speech.
        feats: their features, in UD's spelling.
        names: their BIO tags; empty outside names.
        heads: the places of their heads; None for the root.
        labels: their relations to them.
    """

    words: list[str]
    upos: list[str]
    feats: list[str]
    names: list[str]
    heads: list[int | None]
    labels: list[str]

    def children(self, head: int) -> list[int]:
        """The places of the words that hang on `head`, in order."""
        return [i for i, other in enumerate(self.heads) if other == head]

    def first(self, head: int, labels: Collection[str]) -> int | None:
        """The first child of `head` with one of the labels, or None."""
        return next((i for i in self.children(head) if self.labels[i] in labels), None)

    def replace(self, old: int, new: int, label: str) -> None:
        """Put `new`, which hangs below `old`, in its place; `old` hangs on it with a label of its own."""
        self.heads[new], self.labels[new] = self.heads[old], self.labels[old]
        self.heads[old], self.labels[old] = new, label

    def rename(self, head: int, names: Mapping[str, str]) -> None:
        """Give the children of `head` that have one of these labels another."""
        for i in self.children(head):
            self.labels[i] = names.get(self.labels[i], self.labels[i])

    def head_upos(self, place: int) -> str:
        """The part of speech of the head; empty for the root."""
        head = self.heads[place]
        return "" if head is None else self.upos[head]

    def move(self, moved: Iterable[int], head: int) -> None:
        """Hang words on another head, their labels kept."""
        for i in moved:
            self.heads[i] = head

    def deepest_first(self) -> list[int]:
        """All places, those farthest from the root first."""
        return sorted(range(len(self.heads)), key=self._depth, reverse=True)

    def _depth(self, place: int) -> int:
        depth, head = 0, self.heads[place]
        while head is not None:
            depth, head = depth + 1, self.heads[head]
        return depth
