"""What of a page is its story: credits, captions and comment boxes are not, and a dateline only says where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kgraph.language.boilerplate import dateline_end, is_boilerplate, is_caption
from kgraph.language.sentence import Sentence
from kgraph.language.sentences import paragraphs


def outside_story(text: str, sentences: Sequence[Sentence]) -> frozenset[int]:
    """The numbers of the sentences that stand in paragraphs which are no part of the story."""
    blocks = paragraphs(text)
    words = [block.of(text) for block in blocks]
    outside = [
        (block.start, block.end)
        for number, block in enumerate(blocks)
        if is_boilerplate(words[number])
        or is_caption(words[number], words[number + 1] if number + 1 < len(blocks) else None)
    ]
    return frozenset(number for number, sentence in enumerate(sentences) if is_within(outside, sentence.start))


def datelines(text: str) -> list[tuple[int, int]]:
    """The offsets of the datelines that open paragraphs."""
    found = [(block.start, block.start + dateline_end(block.of(text))) for block in paragraphs(text)]
    return [(start, end) for start, end in found if end > start]


def is_within(stretches: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether an offset lies in one of these stretches, which are in order and apart from each other.

    >>> is_within([(0, 5), (9, 12)], 4), is_within([(0, 5), (9, 12)], 5)
    (True, False)
    """
    number = bisect_right(stretches, offset, key=lambda stretch: stretch[0]) - 1
    return number >= 0 and offset < stretches[number][1]
