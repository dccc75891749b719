"""Which snapshot is asked: a fresh one soon after each write, while answers from the one before go on."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Final

from kgraph.errors import StoreError
from kgraph.graph.snapshot import Signature, signature
from kgraph.serve.pool import Pool, Worker

logger: Final = logging.getLogger(__name__)
_SHARE: Final = 4
"""A snapshot that took a second is not made again for four: what writes shall not wait for those who read."""


class Snapshots:
    """The snapshots of one store; the newest is asked, older ones go when nobody asks them any more.

    Args:
        location: the store's folder.
        scratch: where they are made.
        pool: the workers that have them open.
        refresh: how many seconds pass at least before it is looked whether there is something new.
    """

    def __init__(self, location: Path, scratch: Path, pool: Pool, refresh: float) -> None:
        self._location, self._scratch, self._pool, self._refresh = location, scratch, pool, refresh
        self._numbers = count(1)
        self._asked: Counter[Path] = Counter()
        self._signature: Signature = ()
        self._current: Path | None = None
        self._maker: Worker | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._looked, self._pause = 0.0, refresh

    @property
    def age(self) -> float:
        """How many seconds ago the snapshot that is asked was the same as the store, as far as anybody looked."""
        return time.monotonic() - self._looked

    async def start(self) -> None:
        """Make the first one.

        Raises:
            StoreError: there is no store, or it cannot be copied.
        """
        await self._renew()

    async def end(self) -> None:
        """Stop making more."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.wait([self._renewing])
        if self._maker is not None:
            await self._maker.end()

    @asynccontextmanager
    async def newest(self) -> AsyncIterator[Path]:
        """The snapshot to ask; it stays until the block ends.

        Who comes while something writes gets the one that is there, and a new one is made meanwhile. Who comes after
        long has to wait for it.
        """
        if self._renewing is not None and self._renewing.done():
            self._renewing.result()
            self._renewing = None
        if self._renewing is None and self.age >= self._pause:
            self._renewing = asyncio.create_task(self._renew_or_keep())
        if self._renewing is not None and self.age >= 2 * self._pause + 1:
            await asyncio.shield(self._renewing)
        assert self._current is not None  # noqa: S101 — `start` has made one
        snapshot = self._current
        self._asked[snapshot] += 1
        try:
            yield snapshot
        finally:
            self._asked[snapshot] -= 1

    async def renew(self) -> None:
        """Take in what was just written."""
        while self._renewing is not None and not self._renewing.done():
            await asyncio.wait([self._renewing])
        self._renewing = asyncio.create_task(self._renew_or_keep())
        await asyncio.shield(self._renewing)

    async def _renew_or_keep(self) -> None:
        try:
            await self._renew()
        except (StoreError, OSError) as error:  # the one that is there can still be asked
            self._pause = max(self._refresh, 1.0) * _SHARE
            logger.warning("answers stay as of %.0f seconds ago: %s", self.age, error)

    async def _renew(self) -> None:
        started = time.monotonic()
        found = await asyncio.to_thread(signature, self._location)
        if found != self._signature or self._current is None:
            target = self._scratch / str(next(self._numbers)) / "graph.db"
            await self._make(target)
            self._current, self._signature = target, found
            self._pause = max(self._refresh, _SHARE * (time.monotonic() - started))
        self._looked = started
        await self._pool.move(self._current)
        for folder in self._forgotten():
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _make(self, target: Path) -> None:
        """Have a snapshot made by a process of its own: reading the logs of a store takes time."""
        if self._maker is None or not self._maker.alive:
            self._maker = await Worker.started(0)
        job = {"job": "snapshot", "location": str(self._location), "target": str(target)}
        try:
            answer = await self._maker.ask(job)
        except ConnectionError:
            raise StoreError(f"no copy of {self._location} could be made: the process that made it ended") from None
        if answer.status != 200:
            raise StoreError(answer.detail)

    def _forgotten(self) -> list[Path]:
        """The snapshots that nobody asks and nobody has open."""
        self._asked += Counter()  # leaves out those that nobody asks
        kept = {self._current, *self._asked, *(Path(path) for path in self._pool.snapshots())}
        made = [folder for folder in self._scratch.iterdir() if folder.name.isdigit()]
        return [folder for folder in made if folder / "graph.db" not in kept]
