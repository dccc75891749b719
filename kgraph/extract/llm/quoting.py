"""Finding words in a text as somebody else wrote them down: spaces and quotation marks may differ, nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from kgraph.language.spans import Span

_MARKS: Final = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'")
)


class Quotable:
    r"""A text in which quotes are looked for; every answer is exact offsets into it.

    >>> text = "“It\u00a0is\n  so,” Iran\u2019s envoy said."
    >>> [span.of(text) for span in Quotable(text).find('"It is so," Iran\'s')] == [text[:20]]
    True
    """

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        places: list[int] = []
        for place, letter in enumerate(text.translate(_MARKS)):
            space = letter.isspace()
            if space and letters and letters[-1] == " ":
                continue
            letters.append(" " if space else letter)
            places.append(place)
        self._folded = "".join(letters)
        self._places = places

    def find(self, words: str, within: Span | None = None) -> Iterator[Span]:
        """Where the words stand, in order, each place after the end of the one before."""
        wanted = " ".join(words.translate(_MARKS).split())
        if not wanted:
            return
        start = 0 if within is None else bisect_left(self._places, within.start)
        stop = len(self._places) if within is None else bisect_left(self._places, within.end)
        while (at := self._folded.find(wanted, start, stop)) >= 0:
            start = at + len(wanted)
            yield Span(self._places[at], self._places[start - 1] + 1)
