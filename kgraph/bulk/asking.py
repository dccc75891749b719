"""Documents read by others: a few are in hand at a time, answers come in the order of the documents, none is lost."""

from __future__ import annotations

import hashlib
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from kgraph.bulk.crews import Crew, Lent, OwnProcesses
from kgraph.bulk.identity import reader_version
from kgraph.bulk.worker import Answer, Task, answer, read
from kgraph.errors import ExtractionError, WorkerError
from kgraph.extract import Extractor
from kgraph.model import Document

_AHEAD: Final = 8
"""Documents in hand for each worker: enough that none waits for a long one, few enough that memory does not grow."""
_SMALL: Final = 8_192
"""Bytes of a recipe that may travel with every document; a longer one is sent to workers that lack it."""
_COSTS_A_DOCUMENT: Final = ("KilledWorker", "MemoryError")
"""Failures of a worker that are put down to the document; the first is Dask's, after some workers ended over it."""

_LONGEST: Final = 300
"""Characters of what a worker says of its failure."""

_Other = TypeVar("_Other")


def answers_of(
    make: Callable[[], Extractor],
    documents: Iterable[Document | _Other],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    window: int | None = None,
) -> Iterator[Answer | _Other]:
    """What an extractor says of each document, checked, in the order of the documents.

    A document whose process ends while it reads is asked again. Own processes start anew (`spawn`): a script that asks
    for several has to keep its work behind `__name__ == "__main__"`.

    Args:
        make: makes the extractor; for others to read it must be one that `pickle` takes, and each process calls it
            once.
        documents: what is read; anything else among them is its own answer.
        workers: how many processes of this machine read; 1 is this one alone.
        executor: who reads instead. It is not shut down.
        window: how many documents are in hand at a time; None takes eight for each worker.

    Raises:
        WorkerError: the processes cannot read, or are gone for good.

    >>> from functools import partial
    >>> from kgraph.extract import extractor
    >>> [[claim]] = answers_of(partial(extractor, "floor"), [Document(text="France condemned Russia.")])
    >>> claim.relation
    'condemns'
    """
    if executor is None and workers < 2:
        extract = make()
        for document in documents:
            yield answer(extract, document) if isinstance(document, Document) else document
        return
    crew: Crew = OwnProcesses(workers) if executor is None else Lent(executor)
    asking: _Asking[_Other] = _Asking(crew, make)
    try:
        yield from asking.answers(documents, window or _AHEAD * crew.size)
    finally:
        crew.close()


@dataclass(slots=True)
class _InHand:
    """A document that somebody reads."""

    document: Document
    future: Future[Answer | None]

    @property
    def error(self) -> BaseException | None:
        """Why no answer came, once that is known."""
        try:
            return self.future.exception()
        except CancelledError as error:
            return error

    @property
    def came_back_unread(self) -> bool:
        """Whether a worker wants the recipe first."""
        return self.future.done() and self.error is None and self.future.result() is None


class _Asking(Generic[_Other]):
    """Documents on their way to workers and back.

    Args:
        crew: who reads.
        make: the recipe of the extractor.
    """

    def __init__(self, crew: Crew, make: Callable[[], Extractor]) -> None:
        self._crew = crew
        self._recipe = pickle.dumps(make)
        self._key = hashlib.sha256(self._recipe).hexdigest()
        self._brings = True
        """Whether documents go with the recipe: until somebody has it, or always where it is small."""
        self._hand: deque[_InHand | _Other] = deque()

    def answers(self, documents: Iterable[Document | _Other], window: int) -> Iterator[Answer | _Other]:
        """The answers in order; what is answered is handed out at once."""
        hand = self._hand
        try:
            for document in documents:
                hand.append(self._ask(document, brings=self._brings) if isinstance(document, Document) else document)
                while hand and (len(hand) >= window or _is_done(hand[0])):
                    yield self._next()
            while hand:
                yield self._next()
        finally:
            for asked in hand:
                if isinstance(asked, _InHand):
                    asked.future.cancel()

    def _ask(self, document: Document, *, brings: bool) -> _InHand:
        task = Task(reader_version(), self._key, self._recipe if brings else None, document)
        try:
            return _InHand(document, self._crew.submit(read, task))
        except Exception as error:  # executors have errors of their own for being closed: it is told as any other
            failed: Future[Answer | None] = Future()
            failed.set_exception(error)
            return _InHand(document, failed)

    def _next(self) -> Answer | _Other:
        """The answer to what was asked first, whatever it takes."""
        while isinstance(first := self._hand[0], _InHand):
            error = first.error
            if isinstance(error, BrokenExecutor):
                self._ask_lost(error)
            elif error is not None:
                self._hand.popleft()
                return _failure(first.document, error)
            else:
                found = first.future.result()
                if found is not None:
                    self._brings = len(self._recipe) <= _SMALL
                    self._hand.popleft()
                    return found
                self._bring()
        self._hand.popleft()
        return first

    def _bring(self) -> None:
        """Ask again what came back for want of the recipe."""
        for asked in self._hand:
            if isinstance(asked, _InHand) and asked.came_back_unread:
                asked.future = self._ask(asked.document, brings=True).future

    def _ask_lost(self, error: BrokenExecutor) -> None:
        """Ask again what was lost with a broken pool: one at a time, so that it shows which document ends processes."""
        self._crew.restart(error)
        for asked in self._hand:
            if isinstance(asked, _InHand) and isinstance(asked.error, BrokenExecutor):
                asked.future = self._ask_alone(asked.document)

    def _ask_alone(self, document: Document) -> Future[Answer | None]:
        asked = self._ask(document, brings=True)
        if not isinstance(asked.error, BrokenExecutor):
            return asked.future
        self._crew.restart(asked.error)
        ended: Future[Answer | None] = Future()
        ended.set_result(ExtractionError("the process that read it has ended, twice", document=document.id))
        return ended


def _is_done(asked: object) -> bool:
    return not isinstance(asked, _InHand) or asked.future.done()


def _failure(document: Document, error: BaseException) -> ExtractionError:
    """The failure of one document, where it is one.

    Raises:
        WorkerError: it is none: nobody can read, or the answers cannot come back.
    """
    told = ": ".join(filter(None, (type(error).__name__, " ".join(str(error).split())[:_LONGEST])))
    if type(error).__name__ in _COSTS_A_DOCUMENT:
        return ExtractionError(f"the worker that read it failed ({told})", document=document.id)
    if isinstance(error, CancelledError):
        raise WorkerError(f"the workers that read documents are gone ({told})") from error
    raise WorkerError(f"the workers cannot read documents ({told})") from error
