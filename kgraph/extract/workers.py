"""Documents read by several processes: what comes of them is what one process makes of them, in the same order.

A document is read whole by one process, and its claims depend on nothing beside it, so processes share out documents.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Final, TypeAlias

from kgraph.errors import DataError, ExtractionError
from kgraph.extract.seam import Extractor, extract_checked
from kgraph.model import Claim, Document

Answer: TypeAlias = tuple[Claim, ...] | ExtractionError | DataError
"""The claims of a document, or why there are none."""

_AHEAD: Final = 4
"""Documents in hand for each process: enough that none waits, few enough that memory does not grow with the rest."""
_HELD: Final[list[Extractor]] = []
"""The extractor of this process, where it is a worker."""


def answers_of(
    make: Callable[[], Extractor], documents: Iterable[Document | DataError], *, workers: int = 1
) -> Iterator[Answer]:
    """What an extractor says of each document, checked, in the order of the documents.

    Processes start anew (`spawn`): a script that asks for several has to keep its work behind `__name__ == "__main__"`.

    Args:
        make: makes the extractor; for several processes it must be one that `pickle` takes, and each calls it once.
        documents: what is read; an error in the place of a document is its own answer.
        workers: how many processes read; 1 is this one alone.

    >>> from functools import partial
    >>> from kgraph.extract import extractor
    >>> [[claim]] = answers_of(partial(extractor, "floor"), [Document(text="France condemned Russia.")])
    >>> claim.relation
    'condemns'
    """
    if workers < 2:
        extract = make()
        yield from (_answer(extract, document) for document in documents)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(make,))
    asked: deque[_Asked] = deque()
    try:
        for document in documents:
            asked.append((document, _asked(pool, document)))
            if len(asked) >= _AHEAD * workers:
                yield _answered(*asked.popleft())
        while asked:
            yield _answered(*asked.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


_Asked: TypeAlias = tuple[Document | DataError, Future[Answer] | None]


def _answer(extract: Extractor, document: Document | DataError) -> Answer:
    if isinstance(document, DataError):
        return document
    try:
        return tuple(extract_checked(extract, document))
    except ExtractionError as error:
        return error


def _start(make: Callable[[], Extractor]) -> None:
    _HELD.append(make())


def _read(document: Document) -> Answer:
    return _answer(_HELD[0], document)


def _asked(pool: ProcessPoolExecutor, document: Document | DataError) -> Future[Answer] | None:
    try:
        return pool.submit(_read, document) if isinstance(document, Document) else None
    except BrokenProcessPool:
        return None


def _answered(document: Document | DataError, future: Future[Answer] | None) -> Answer:
    if isinstance(document, DataError):
        return document
    try:
        if future is not None:
            return future.result()
    except BrokenProcessPool:
        pass  # a process was ended from outside, mostly for want of memory
    return ExtractionError("a process that reads documents has ended", document=document.id)
