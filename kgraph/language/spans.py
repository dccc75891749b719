"""A stretch of a text as exact offsets into it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: character offsets, the end excluded.

    >>> Span(8, 12).of("A short text.")
    'text'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that it covers."""
        return text[self.start : self.end]
