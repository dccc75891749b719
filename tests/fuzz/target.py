"""What a target is, and how its inputs are changed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kgraph.errors import KgraphError

_BOUNDARY = re.compile(rb"[A-Za-z0-9_]+|[^A-Za-z0-9_]")
Mutate = Callable[[bytes, random.Random], bytes]


class BrokenPromiseError(AssertionError):
    """What the code under a target did and says that it never does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A door of the package, and what it promises.

    Attributes:
        name: what one writes on the command line.
        check: tries one input.
        seeds: inputs to begin with, good ones among them.
        pieces: what is put into inputs: keywords, separators, hostile text.
        mutate: one change that knows the form of the inputs; None where pieces and bytes do.
    """

    name: str
    check: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    pieces: Sequence[bytes]
    mutate: Mutate | None = None


@contextmanager
def refusals(*allowed: type[KgraphError]) -> Iterator[None]:
    """Let the package refuse by these errors, which it documents; each must be told in words."""
    try:
        yield
    except allowed as error:
        promised(len(str(error)) > 0, "a refusal without a word")


def promised(holds: bool, promise: str) -> None:
    """Raise BrokenPromiseError unless it holds."""
    if not holds:
        raise BrokenPromiseError(promise)


def spliced(data: bytes, pieces: Sequence[bytes], lots: random.Random) -> bytes:
    """The input with one word put in, taken out, put in another's place, or twice."""
    words = _BOUNDARY.findall(data) or [b""]
    at = lots.randrange(len(words))
    match lots.randrange(4):
        case 0:
            words.insert(at, lots.choice(pieces))
        case 1:
            words[at] = lots.choice(pieces)
        case 2:
            del words[at : at + lots.randint(1, 4)]
        case _:
            end = at + lots.randint(1, 12)
            words[end:end] = words[at:end]
    return b"".join(words)
