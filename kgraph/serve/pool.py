"""The workers, seen from the server: who is free, who has to wait, who has to be ended."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from kgraph.serve.answers import Answer, Job
from kgraph.serve.protocol import RefusedError
from kgraph.serve.settings import TOKEN_VARIABLE, Limits
from kgraph.serve.worker import LENGTH

COME_AGAIN: Final = "2"
"""Seconds after which a client who found everything busy may try again."""


class Worker:
    """A process that does one job at a time.

    Attributes:
        snapshot: which one it has open, as far as is known.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self.snapshot: str | None = None

    @classmethod
    async def started(cls, memory_mb: int) -> Worker:
        """A new one."""
        # Nobody who asks a worker has use for the token, and a query must not find it.
        environment = {name: value for name, value in os.environ.items() if name != TOKEN_VARIABLE}
        words = ("-m", "kgraph.serve.worker", str(memory_mb), str(os.getpid()))
        return cls(
            await asyncio.create_subprocess_exec(sys.executable, *words, stdin=PIPE, stdout=PIPE, env=environment)
        )

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.returncode is None

    async def ask(self, job: Job) -> Answer:
        """The answer of a job.

        Raises:
            ConnectionError: the process ended.
        """
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018 — pipes
        self.snapshot = job.get("snapshot", self.snapshot)
        asked = json.dumps(dict(job)).encode()
        self._process.stdin.write(LENGTH.pack(len(asked)) + asked)
        await self._process.stdin.drain()
        said, body = [await self._frame(self._process.stdout) for _ in range(2)]
        about = json.loads(said)
        return Answer(status=about["status"], headers=about["headers"], body=body)

    async def end(self) -> None:
        """End the process, whatever it is doing."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    @staticmethod
    async def _frame(stream: asyncio.StreamReader) -> bytes:
        try:
            (length,) = LENGTH.unpack(await stream.readexactly(LENGTH.size))
            return await stream.readexactly(length)
        except asyncio.IncompleteReadError:
            raise ConnectionError("the worker ended") from None


class Pool:
    """A few workers and a queue of bounded length before them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free: list[Worker] = []
        self._all: set[Worker] = set()
        self._turn = asyncio.Semaphore(limits.workers)
        self._ending = False
        self.running = self.waiting = 0

    async def start(self) -> None:
        """Start all workers, so that the first queries find them."""
        self._free = [await self._started() for _ in range(self._limits.workers)]

    async def end(self) -> None:
        """End every worker, whatever it is doing, and take no more jobs."""
        self._ending = True
        await asyncio.gather(*(worker.end() for worker in self._all))
        self._all.clear()
        self._free.clear()

    async def do(self, job: Job, seconds: float) -> Answer:
        """The answer of a job, done by the next free worker.

        If whoever waits for the answer is cancelled, the worker is ended: nobody needs what it is doing.

        Raises:
            RefusedError: 503 where too many wait already, or the job took too long or too much memory.
        """
        await self._take_turn()
        self.running += 1
        worker = None
        try:
            self._unless_ending()
            worker = await self._next()
            answer = await asyncio.wait_for(worker.ask({**job, "seconds": seconds}), seconds)
        except TimeoutError:
            raise RefusedError(503, f"stopped after {seconds:g} seconds, the most that this server allows") from None
        except ConnectionError:
            self._unless_ending()
            memory = f" (more than {self._limits.memory_mb} MB of memory?)" if self._limits.memory_mb else ""
            raise RefusedError(503, f"stopped: it needed more than this server allows{memory}") from None
        else:
            self._free.append(worker)
            worker = None
            return answer
        finally:
            if worker is not None:  # it did not answer, and what it would answer is nobody's any more
                self._all.discard(worker)
                await asyncio.shield(worker.end())
            self.running -= 1
            self._turn.release()

    async def move(self, snapshot: Path) -> None:
        """Have the workers that are free let go of older snapshots."""
        behind = [worker for worker in self._free if worker.snapshot not in (None, str(snapshot))]
        for worker in behind:
            if self._turn.locked() or worker not in self._free:
                continue  # it is wanted, and lets go with its next job
            async with self._turn:
                self._free.remove(worker)
                with suppress(ConnectionError):
                    await worker.ask({"job": "move", "snapshot": str(snapshot)})
                self._free.append(worker)

    def snapshots(self) -> Iterable[str]:
        """The snapshots that workers have open."""
        return {worker.snapshot for worker in self._all if worker.snapshot is not None}

    def _unless_ending(self) -> None:
        if self._ending:
            raise RefusedError(503, "the server is ending")

    async def _take_turn(self) -> None:
        self._unless_ending()
        if self._turn.locked() and self.waiting >= self._limits.waiting:
            raise RefusedError(503, "too many queries at once", Retry_After=COME_AGAIN)
        self.waiting += 1
        try:
            await asyncio.wait_for(self._turn.acquire(), self._limits.seconds)
        except TimeoutError:
            raise RefusedError(503, "too many queries before this one", Retry_After=COME_AGAIN) from None
        finally:
            self.waiting -= 1

    async def _next(self) -> Worker:
        """A worker that is free, a new one where none is."""
        while self._free:
            worker = self._free.pop()
            if worker.alive:
                return worker
            self._all.discard(worker)
        return await self._started()

    async def _started(self) -> Worker:
        worker = await Worker.started(self._limits.memory_mb)
        self._all.add(worker)
        return worker
