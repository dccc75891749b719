"""The server as a process: it listens, says where, and ends with nothing left behind."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from kgraph.errors import StoreError
from kgraph.serve.app import application
from kgraph.serve.service import Service, serving
from kgraph.serve.settings import ServeSettings

_LONGEST_ADDRESS = 256 << 10
_CONNECTIONS = 512


class _Server(uvicorn.Server):
    """A server that says when it listens, and takes a signal to end for what it is: no error."""

    def __init__(self, service: Service, ready: Callable[[], None]) -> None:
        super().__init__(_config(service))
        self._service, self._ready = service, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._service.end()  # whoever waits for an answer is told, and nobody has to be waited for
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def run(settings: ServeSettings, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it.

    Args:
        settings: where and what.
        ready: called with the address once it listens.

    Raises:
        StoreError: there is no store, or the address is taken.
    """
    try:
        asyncio.run(_run(settings, ready))
    except KeyboardInterrupt:  # came before it listened
        return


async def _run(settings: ServeSettings, ready: Callable[[str], None]) -> None:
    with _ending_early(), _listening(settings) as listening:
        async with serving(settings) as service:
            await _Server(service, lambda: ready(address_of(listening))).serve([listening])


def _config(service: Service) -> uvicorn.Config:
    return uvicorn.Config(
        application(service),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=_LONGEST_ADDRESS,
    )


def address_of(listening: socket.socket) -> str:
    """The address of a socket that listens, as a browser takes it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


@contextmanager
def _listening(settings: ServeSettings) -> Generator[socket.socket, None, None]:
    try:
        family, kind, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
    except OSError as error:
        raise StoreError(f"cannot listen at {settings.host}: {error.strerror or error}") from error
    with listening:
        try:
            if sys.platform != "win32":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
        except OSError as error:
            problem = error.strerror or error
            raise StoreError(f"cannot listen at {settings.host} port {settings.port}: {problem}") from error
        yield listening


@contextmanager
def _ending_early() -> Generator[None, None, None]:
    """Let a signal that comes before the server listens end it as one that comes after."""

    def end(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
