"""Who reads documents beside this process: processes of its own, or whatever executor it is given."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final, Protocol, TypeVar

from kgraph.errors import WorkerError

_Given = TypeVar("_Given")
_Result = TypeVar("_Result")
_UNKNOWN: Final = 16
"""Workers that are reckoned with where an executor does not say how many it has."""


class Crew(Protocol):
    """Workers that take tasks, whoever they are."""

    size: int
    """How many there are, as far as that is known."""

    def submit(self, task: Callable[[_Given], _Result], given: _Given) -> Future[_Result]:
        """Hand out a task."""

    def restart(self, error: BrokenExecutor) -> None:
        """Go on after workers have ended.

        Raises:
            WorkerError: they cannot be had again.
        """

    def close(self) -> None:
        """Let the workers go that are our own."""


class OwnProcesses:
    """Processes of this machine, started for this purpose, and again where one of them ends.

    Args:
        size: how many.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._pool = self._started()

    def submit(self, task: Callable[[_Given], _Result], given: _Given) -> Future[_Result]:
        """Hand out a task."""
        return self._pool.submit(task, given)

    def restart(self, error: BrokenExecutor) -> None:
        """Start all of them anew: a pool that has lost one takes no more tasks.

        Raises:
            WorkerError: they end before they do anything.
        """
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._started()
        try:
            self._pool.submit(os.getpid).result()
        except BrokenExecutor:
            advice = "a script that asks for several has to keep its work behind __name__ == '__main__'"
            raise WorkerError(f"the processes that read documents end when they start ({advice})") from error

    def close(self) -> None:
        """End them."""
        self._pool.shutdown(cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.size, mp_context=get_context("spawn"))


class Lent:
    """Workers behind an executor that belongs to somebody else.

    Args:
        executor: any that keeps to `concurrent.futures`.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        told = getattr(executor, "_max_workers", None)  # where those of concurrent.futures and loky keep it
        self.size = told if isinstance(told, int) else _UNKNOWN

    def submit(self, task: Callable[[_Given], _Result], given: _Given) -> Future[_Result]:
        """Hand out a task."""
        return self._executor.submit(task, given)

    def restart(self, error: BrokenExecutor) -> None:
        """Nobody but its owner can start it anew.

        Raises:
            WorkerError: always.
        """
        told = f"{type(self._executor).__name__}: {error}" if str(error) else type(self._executor).__name__
        raise WorkerError(f"the workers that read documents are gone ({told})") from error

    def close(self) -> None:
        """It stays open."""
