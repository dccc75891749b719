"""What the server can be asked, whatever the way it was asked: queries, pages, exports, dyads, updates, its health."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Final

from kgraph.errors import StoreError
from kgraph.serve.answers import Answer, as_json
from kgraph.serve.negotiation import ROWS, TRIPLES, best_format
from kgraph.serve.pool import COME_AGAIN, Pool, Worker
from kgraph.serve.protocol import Operation, RefusedError
from kgraph.serve.scratch import scratch_beside
from kgraph.serve.settings import ServeSettings
from kgraph.serve.snapshots import Snapshots


class Service:
    """One store, served: its snapshots, and the workers that read them.

    Args:
        settings: of the server.
        scratch: a folder of its own beside the store.
    """

    def __init__(self, settings: ServeSettings, scratch: Path) -> None:
        self.settings = settings
        self._scratch = scratch
        self._pool = Pool(settings.limits)
        self._snapshots = Snapshots(settings.location, scratch, self._pool, settings.limits.refresh)
        self._files = count(1)
        self._page_turn, self._update_turn = asyncio.Lock(), asyncio.Lock()
        self._page: tuple[Path, bytes] | None = None

    async def query(self, operation: Operation, accept: str | None) -> Answer:
        """The answer of a query in the format that is liked best.

        Raises:
            RefusedError: 406 where no format is acceptable, 503 where it is stopped or finds no turn.
        """
        rows, triples = best_format(accept, ROWS), best_format(accept, TRIPLES)
        if rows is None and triples is None:
            raise RefusedError(406, f"answers are in: {', '.join({**ROWS, **TRIPLES})}")
        limits = self.settings.limits
        job = {
            "job": "query",
            "sparql": operation.sparql,
            "default_graphs": operation.default_graphs,
            "named_graphs": operation.named_graphs,
            "rows": rows,
            "triples": triples,
            "rows_most": limits.rows,
            "bytes_most": limits.answer_bytes,
        }
        return await self._read(job, limits.seconds)

    async def dyad(self, first: str, second: str) -> Answer:
        """The claims between two actors, as JSON."""
        limits, location = self.settings.limits, str(self.settings.location)
        job = {"job": "dyad", "first": first, "second": second, "location": location, "most": limits.rows}
        return await self._read(job, limits.seconds)

    async def explorer(self) -> Answer:
        """The explorer of the newest snapshot: made once for each."""
        async with self._page_turn, self._snapshots.newest() as snapshot:
            if self._page is None or self._page[0] != snapshot:
                job = {"job": "explorer", "title": self.settings.title, "top": self.settings.top}
                answer = await self._written(job, snapshot, ".html")
                if answer.status != 200:
                    return answer
                self._page = (snapshot, answer.body)
            return Answer(headers={"content-type": "text/html; charset=utf-8"}, body=self._page[1])

    async def export(self, suffix: str) -> Answer:
        """The whole graph in the format of a suffix, as `kgraph export` writes it."""
        async with self._page_turn, self._snapshots.newest() as snapshot:
            answer = await self._written({"job": "export", "suffix": suffix}, snapshot, ".part")
        if answer.status != 200:
            return answer
        headers = {
            "content-type": EXPORTED_AS.get(suffix, "application/octet-stream"),
            "content-disposition": f'attachment; filename="kgraph.{suffix}"',
        }
        return Answer(headers=headers, body=answer.body)

    async def update(self, operation: Operation) -> Answer:
        """Change the store, and answer once readers see it.

        Raises:
            RefusedError: 503 where another process writes, or it took too long.
        """
        if operation.default_graphs or operation.named_graphs:
            raise RefusedError(400, "an update here changes the default graph alone: no using-graph-uri")
        job = {"job": "update", "location": str(self.settings.location), "sparql": operation.sparql}
        async with self._update_turn:
            answer = await self._alone(job, self.settings.limits.page_seconds)
            if answer.status == 503:
                raise RefusedError(503, answer.detail, Retry_After=COME_AGAIN)
            if answer.status == 200:
                await self._snapshots.renew()
        return answer

    def health(self) -> Answer:
        """How it goes: what runs, what waits, how old what is answered may be."""
        limits = self.settings.limits
        return as_json(
            {
                "status": "ok",
                "running": self._pool.running,
                "waiting": self._pool.waiting,
                "workers": limits.workers,
                "lag_seconds": round(self._snapshots.age, 1),
                "updates": self.settings.token is not None,
            }
        )

    async def start(self) -> None:
        """Take the first snapshot and start the workers.

        Raises:
            StoreError: there is no store.
        """
        await self._snapshots.start()
        await self._pool.start()

    async def end(self) -> None:
        """End every process it started."""
        await self._snapshots.end()
        await self._pool.end()

    async def _read(self, job: Mapping[str, object], seconds: float) -> Answer:
        async with self._snapshots.newest() as snapshot:
            return await self._pool.do({**job, "snapshot": str(snapshot)}, seconds)

    async def _written(self, job: Mapping[str, object], snapshot: Path, suffix: str) -> Answer:
        """The answer of a job that writes a file, with what it wrote."""
        file = self._scratch / f"file-{next(self._files)}{suffix}"
        try:
            asked = {**job, "snapshot": str(snapshot), "file": str(file)}
            answer = await self._pool.do(asked, self.settings.limits.page_seconds)
            if answer.status != 200:
                return answer
            return Answer(body=await asyncio.to_thread(file.read_bytes))
        finally:
            file.unlink(missing_ok=True)

    async def _alone(self, job: Mapping[str, object], seconds: float) -> Answer:
        """The answer of a job done by a process of its own, which ends with it and lets go of the store."""
        worker = await Worker.started(0)
        try:
            return await asyncio.wait_for(worker.ask({**job, "seconds": seconds}), seconds)
        except TimeoutError:
            raise RefusedError(503, f"stopped after {seconds:g} seconds; nothing of it is stored") from None
        except ConnectionError:
            raise RefusedError(503, "the update ended early; nothing of it is stored") from None
        finally:
            await asyncio.shield(worker.end())


@asynccontextmanager
async def serving(settings: ServeSettings) -> AsyncIterator[Service]:
    """A service that has started; when the block ends, so does everything it started.

    Raises:
        StoreError: there is no store, or no copy of it can be made.
    """
    if not (settings.location / "CURRENT").is_file():
        raise StoreError(f"no store at {settings.location}: `kgraph build` or `kgraph add` makes one")
    with scratch_beside(settings.location) as scratch:
        service = Service(settings, scratch)
        try:
            await service.start()
            yield service
        finally:
            await service.end()


EXPORTED_AS: Final[Mapping[str, str]] = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples; charset=utf-8",
    "nq": "application/n-quads; charset=utf-8",
    "trig": "application/trig; charset=utf-8",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "ftm.json": "application/x-ndjson",
    "ftm.jsonl": "application/x-ndjson",
    "skos.ttl": "text/turtle; charset=utf-8",
}
"""Media types of exports by suffix; another is sent as bytes to be saved."""

STATIC: Final[Mapping[str, str]] = {
    "yasgui.min.js": "text/javascript; charset=utf-8",
    "yasgui.min.css": "text/css; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "query.css": "text/css; charset=utf-8",
}
"""The files that the query page loads, with their media types."""


def static_file(name: str) -> bytes:
    """The bytes of a file of the query page.

    >>> b"Yasgui" in static_file("query.js")
    True
    """
    folder = files("kgraph.serve")
    return folder.joinpath(*(("vendor", name) if name.startswith("yasgui") else ("page", name))).read_bytes()
