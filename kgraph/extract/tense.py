"""How a word of a sentence is told: in the past, as done by now, as still going on, or as to come."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.language.sentence import Token


class Tense(StrEnum):
    """What the first finite verb on the way up from a word says: "did", "has done", "had done", "does", "will do"."""

    PAST = "past"
    PERFECT = "perfect"
    PLUPERFECT = "pluperfect"
    PRESENT = "present"
    FUTURE = "future"
    OTHER = "other"


_FUTURE: Final = ("will", "shall")


class Tenses:
    """The tenses of one sentence, each worked out once.

    Args:
        syntax: the sentence.

    >>> from kgraph.language import load_model
    >>> [sentence] = load_model().parse("Iran will buy what Iraq sold.")
    >>> tenses = Tenses(Syntax(sentence))
    >>> tenses.of(2).value, tenses.of(5).value
    ('future', 'past')
    """

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax
        self._known: dict[int, Tense] = {}

    def of(self, place: int) -> Tense:
        """The tense of a word; "now doing" and "may do" are neither present nor future."""
        if place in self._known:
            return self._known[place]
        way: list[int] = []
        found = Tense.OTHER
        for up in self._syntax.upwards(place):
            known = self._known.get(up) or self._own(up)
            if known is not None:
                found = known
                break
            way.append(up)
        self._known |= dict.fromkeys((place, *way), found)
        return found

    def is_past(self, place: int) -> bool:
        """Whether it is told in the simple past: "did", "was done", not "has done"."""
        return self.of(place) is Tense.PAST

    def is_bare_participle(self, place: int) -> bool:
        """Whether it is a past participle of no finite verb: "born in 1929"."""
        token = self._syntax[place]
        is_participle = token.feat("VerbForm") == "Part" and token.feat("Tense") == "Past"
        return is_participle and not self._syntax.children(place, "aux", "cop")

    def _own(self, place: int) -> Tense | None:
        """The tense of a predicate that is finite, or has a finite auxiliary."""
        finite = next((verb for verb in self._verbs(place) if self._is_finite(verb)), None)
        if finite is None:
            return None
        return _tense_of(self._syntax[finite], None if finite == place else self._syntax[place])

    def _verbs(self, place: int) -> Iterator[int]:
        yield from self._syntax.children(place, "aux", "cop")
        if self._syntax[place].upos in ("VERB", "AUX"):
            yield place

    def _is_finite(self, place: int) -> bool:
        token = self._syntax[place]
        return token.feat("VerbForm") == "Fin" and (token.upos == "AUX" or token.feat("Tense") is not None)


def _tense_of(finite: Token, predicate: Token | None) -> Tense:
    """The tense that a finite verb gives; with the predicate that it is an auxiliary of."""
    is_past = finite.feat("Tense") == "Past"
    if predicate is not None and finite.lemma == "have":
        return Tense.PLUPERFECT if is_past else Tense.PERFECT
    if is_past:
        return Tense.PAST
    if finite.feat("Tense") is None:
        return Tense.FUTURE if finite.lemma in _FUTURE else Tense.OTHER
    is_now = predicate is not None and predicate.feat("VerbForm") == "Part" and predicate.feat("Tense") == "Pres"
    return Tense.OTHER if is_now else Tense.PRESENT
