"""The pieces of many paragraphs as arrays: what stands in each, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kgraph.language.pieces import Piece, look_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

GAP: Final = 4
"""Empty rows around every paragraph: as far as any layer sees to one side, so that none sees its neighbour."""

_BUCKETS: Final = (1, 2, 3, 5, 9, 17, 33)


@dataclass(frozen=True, slots=True)
class Layout:
    """The pieces of several paragraphs in one column of rows, with empty ones between the paragraphs.

    Attributes:
        places: the row of every piece, in order.
        shown: the number, among `looks`, of the look of every piece.
        looks: for every different piece the rows of the table that stand for it.
        surroundings: for every piece the rows of the table that stand for its surroundings.
        rows: how many rows there are.
    """

    places: Ints
    shown: Ints
    looks: Ints
    surroundings: Ints
    rows: int


def lay_out(text: str, paragraphs: Sequence[Sequence[Piece]]) -> Layout:
    """The pieces of some paragraphs of a text, as the network reads them.

    >>> from kgraph.language.pieces import pieces
    >>> from kgraph.language.spans import Span
    >>> lay_out("So it is.", [pieces("So it is.", Span(0, 9))]).places.tolist()
    [4, 5, 6]
    """
    import numpy as np

    numbers: dict[str, int] = {}
    column = [piece for group in paragraphs for piece in group]
    shown = np.array([numbers.setdefault(piece.span.of(text), len(numbers)) for piece in column], dtype=np.int64)
    looks = [look_at(piece) for piece in numbers]
    marks = np.array([look[1:] for look in looks], dtype=np.int64).reshape(-1, 4)[shown]
    glued = np.array([piece.glued for piece in column], dtype=np.int64)
    lengths = np.array([len(group) for group in paragraphs], dtype=np.int64)
    places = np.arange(len(shown)) + GAP * (1 + np.repeat(np.arange(len(lengths)), lengths))
    return Layout(
        places,
        shown,
        np.array([look.rows for look in looks], dtype=np.int64),
        _surroundings(marks, glued, lengths),
        len(shown) + GAP * (len(lengths) + 1),
    )


def _surroundings(marks: Ints, glued: Ints, lengths: Ints) -> Ints:
    """The rows of the table for what stands around each piece in its paragraph; eight a question."""
    import numpy as np

    quotes, brackets, strong, capital = marks.T
    ends = np.cumsum(lengths)
    starts = np.repeat(ends - lengths, lengths)
    last = np.repeat(ends - 1, lengths)
    here = np.arange(len(starts))
    stops = np.where(strong, here, -1)
    before = np.maximum.accumulate(np.concatenate([[-1], stops[:-1]]))
    after = np.minimum.accumulate(np.where(strong, here, len(here))[::-1])[::-1]
    answers = (
        _so_far(quotes, starts) % 2,
        np.clip(_so_far(brackets, starts), 0, 1),
        _bucket(here - np.maximum(before, starts - 1)),
        _bucket(1 + np.minimum(after, last) - here),
        _bucket(1 + here - starts),
        _bucket(1 + last - here),
        glued,
        7 * _whole(capital, lengths) // np.repeat(lengths, lengths),
        _bucket(_whole(strong, lengths)),
    )
    return np.stack(answers, axis=1) + 8 * np.arange(len(answers))


def _so_far(counts: Ints, starts: Ints) -> Ints:
    """The sum of the counts from the start of the paragraph to each piece, itself included."""
    import numpy as np

    sums = np.concatenate([[0], np.cumsum(counts)])
    counted: Ints = sums[1:] - sums[starts]
    return counted


def _whole(counts: Ints, lengths: Ints) -> Ints:
    """The sum of the counts over the whole paragraph of each piece."""
    import numpy as np

    sums = np.concatenate([[0], np.cumsum(counts)])
    ends = np.cumsum(lengths)
    spread: Ints = np.repeat(sums[ends] - sums[ends - lengths], lengths)
    return spread


def _bucket(distances: Ints) -> Ints:
    import numpy as np

    buckets: Ints = np.searchsorted(np.array(_BUCKETS), distances)
    return buckets
