"""Quotations: which words are somebody's own, and which word in the tree says whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.discourse.lexicon import SPEECH
from kgraph.discourse.story import is_within
from kgraph.discourse.syntax import Syntax
from kgraph.language.sentences import paragraphs

_OPEN: Final = "\u201c"
_CLOSE: Final = "\u201d"
_LABEL: Final = re.compile(
    r"(?m)^[ \t]*"
    r"(?P<who>(?:[A-Z][\w.'\u2019-]*|of|the|and|for)(?: (?:[A-Z][\w.'\u2019-]*|of|the|and|for)){0,6})"
    r"[ \t]*:\s"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, offsets into the document's text; `paragraph` is the number of its paragraph."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class SpeakerPlace:
    """Where the speaker of a quotation stands: a word of a sentence."""

    sentence: int
    head: int


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text in its order; one that is not closed runs to the end of its paragraph.

    >>> [text[q.start:q.end] for text in ['He said "we will".'] for q in quotations(text)]
    ['"we will"']
    """
    found: list[Quotation] = []
    for number, block in enumerate(paragraphs(text)):
        opened: int | None = None
        for place in range(block.start, block.end):
            character = text[place]
            if opened is None and (character == _OPEN or (character == '"' and _opens(text, place))):
                opened = place
            elif opened is not None and character in (_CLOSE, '"'):
                found.append(Quotation(opened, place + 1, number))
                opened = None
        if opened is not None:
            found.append(Quotation(opened, block.end, number))
    return found


def labels(text: str) -> list[tuple[int, int, str]]:
    """The labels of speakers in a transcript: start, end and words, "SPOKESPERSON:"."""
    return [(match.start("who"), match.end(), match["who"]) for match in _LABEL.finditer(text)]


def _opens(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


class SpeakerFinder:
    """Finds where the speakers of quotations stand.

    Args:
        sentences: the document's sentences, parsed.
        found: its quotations.
    """

    def __init__(self, sentences: Sequence[Syntax], found: Sequence[Quotation]) -> None:
        self._sentences, self._quotations = sentences, found
        self._stretches = [(quotation.start, quotation.end) for quotation in found]
        self._said: dict[int, list[tuple[int, int, int]]] = {}

    def speakers(self) -> list[SpeakerPlace | None]:
        """The speaker of each quotation; None where the text does not say.

        They are named in the sentence where it begins or ends. Else they are those of the quotation before it in the
        same paragraph or the paragraph before, else of the next one in its paragraph.
        """
        found: list[SpeakerPlace | None] = []
        for number, quotation in enumerate(self._quotations):
            place = self._beside(quotation)
            if place is None and number:
                before = self._quotations[number - 1]
                if quotation.paragraph - before.paragraph <= 1:
                    place = found[number - 1]
            if place is None:
                place = self._next_in_paragraph(number)
            found.append(place)
        return found

    def _next_in_paragraph(self, number: int) -> SpeakerPlace | None:
        """The speaker of the next quotation, where they stand in one paragraph: a quotation that is broken off."""
        if number + 1 >= len(self._quotations):
            return None
        following = self._quotations[number + 1]
        same = following.paragraph == self._quotations[number].paragraph
        return self._beside(following) if same else None

    def _beside(self, quotation: Quotation) -> SpeakerPlace | None:
        first = bisect_right(self._sentences, quotation.start, key=lambda syntax: syntax.sentence.end)
        last = bisect_left(self._sentences, quotation.end, key=lambda syntax: syntax.sentence.start) - 1
        for number in dict.fromkeys((last, first)) if first <= last else ():
            place = self._in_sentence(number, quotation)
            if place is not None:
                return place
        return None

    def _in_sentence(self, number: int, quotation: Quotation) -> SpeakerPlace | None:
        """The subject of the verb of saying that stands outside all quotations nearest to this one."""
        if number not in self._said:
            self._said[number] = self._said_in(self._sentences[number])
        said = self._said[number]
        behind = bisect_left(said, quotation.end, key=lambda row: row[0])
        beside = said[max(0, behind - 1) : behind + 1]
        best = min(
            beside, key=lambda row: min(abs(row[0] - quotation.end), abs(quotation.start - row[1])), default=None
        )
        return None if best is None else SpeakerPlace(number, best[2])

    def _said_in(self, syntax: Syntax) -> list[tuple[int, int, int]]:
        """The words outside quotations that tell who speaks, by where they begin and end, with the speaker's place."""
        found = []
        for place, token in enumerate(syntax.tokens):
            speaker = None if self._is_quoted(token.start) else self._speaker_at(syntax, place)
            if speaker is not None and not self._is_quoted(syntax[speaker].start):
                found.append((token.start, token.end, speaker))
        return found

    def _speaker_at(self, syntax: Syntax, place: int) -> int | None:
        token = syntax[place]
        if token.upos == "VERB" and token.lemma in SPEECH:
            if token.lemma in ("quote", "cite") and (passive := syntax.child(place, "nsubj:pass")) is not None:
                return passive
            return syntax.subject(place)
        if syntax.case(place).startswith("according to"):
            return place
        return None

    def _is_quoted(self, offset: int) -> bool:
        return is_within(self._stretches, offset)
