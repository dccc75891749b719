"""Who the words of a proposal mean: as `kgraph.resolve` says of English, and of other languages the gazetteer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.discourse import Discourse, resolve
from kgraph.language.spans import Span
from kgraph.model import ActorRef, Document

Who = Callable[[Span], tuple[ActorRef, ...]]
"""Gives whom the words there mean; nobody where that is not known."""

_ENGLISH: Final = "en"


def who_in(document: Document, gazetteer: Gazetteer) -> Who:
    """Who is meant where in a document.

    >>> from kgraph.actors import load_gazetteer
    >>> text = "The Russian president met Xi Jinping."
    >>> who = who_in(Document(text=text, published="2017-12-07"), load_gazetteer())
    >>> [actor.id for span in (Span(0, 21), Span(22, 25), Span(26, 36)) for actor in who(span)]
    ['kgr:vladimir-putin', 'kgr:xi-jinping']
    """
    if document.language.split("-")[0].lower() == _ENGLISH:
        return _ByDiscourse(resolve(document, None, gazetteer))
    return _ByNames(document, gazetteer)


class _ByDiscourse:
    """By the reference that has just these words, else by the one whose head is the word that governs them."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._exact = {(ref.start, ref.end): ref.actors for ref in discourse.references if ref.actors}
        self._starts = [sentence.start for sentence in discourse.sentences]

    def __call__(self, span: Span) -> tuple[ActorRef, ...]:
        exact = self._exact.get((span.start, span.end))
        if exact is not None:
            return exact
        number = bisect_right(self._starts, span.start) - 1
        head = self._governor(number, span) if number >= 0 else None
        found = None if head is None else self._discourse.at(number, head)
        return () if found is None else found.actors

    def _governor(self, number: int, span: Span) -> int | None:
        """The one word of the span that depends on a word outside it."""
        tokens = self._discourse.sentences[number].tokens
        inside = {i for i, token in enumerate(tokens) if span.start <= token.start and token.end <= span.end}
        roots = [i for i in sorted(inside) if tokens[i].head not in inside and tokens[i].upos != "PUNCT"]
        return roots[0] if len(roots) == 1 else None


class _ByNames:
    """By the tables alone: the words are a name."""

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        on = document.published
        found = gazetteer.find(document.text, on=on, language=document.language)
        self._named = {
            (name.start, name.end): gazetteer.ref(name.actor, on=on) for name in found if name.actor is not None
        }

    def __call__(self, span: Span) -> tuple[ActorRef, ...]:
        ref = self._named.get((span.start, span.end))
        return () if ref is None else (ref,)
