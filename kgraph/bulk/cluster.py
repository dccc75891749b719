"""Workers of a Dask cluster, that of an address or one on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgraph.errors import DataError, MissingExtraError, WorkerError
from kgraph.files import json_field

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE: Final = 10
"""Seconds in which a scheduler has to answer."""
_LOCAL: Final = "local:"
_MOST_LOCAL: Final = 1_000
_AHEAD: Final = 8
_LEAST: Final = 128
"""Documents in hand at least: a cluster may grow while it reads."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers that read documents, for `Settings.executor` and `Settings.window`.

    Attributes:
        executor: hands out tasks to them.
        workers: how many there are now.
        window: how many documents should be in hand.
    """

    executor: Executor
    workers: int
    window: int


@contextmanager
def dask_cluster(where: str) -> Iterator[Cluster]:
    """The workers of a Dask cluster, as long as the block lasts.

    Args:
        where: the scheduler's address (`tcp://HOST:8786`), the file in which it keeps that (`scheduler.json`), or
            `local:2` for as many processes of this machine.

    Raises:
        MissingExtraError: distributed is not installed.
        DataError: that is none of the three.
        WorkerError: no scheduler answers there.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise MissingExtraError("distributed", extra="dask") from None
    with ExitStack() as stack:
        if where.startswith(_LOCAL):
            own = {"n_workers": _count(where), "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
            cluster = stack.enter_context(LocalCluster(**own))  # type: ignore[no-untyped-call]  # nor are the others
            client = stack.enter_context(Client(cluster, set_as_default=False))  # type: ignore[no-untyped-call]
        else:
            client = stack.enter_context(_connected(where))
        threads = client.nthreads().values()
        yield Cluster(client.get_executor(pure=False), len(threads), max(_LEAST, _AHEAD * sum(threads)))


def _connected(where: str) -> Client:
    from distributed import Client

    address = _address_in(Path(where)) if where.endswith(".json") else where
    address = address if "://" in address else f"tcp://{address}"
    try:
        with ThreadPoolExecutor(1) as aside:  # a notebook has an event loop of its own in this thread
            aside.submit(asyncio.run, _greeting(address)).result()
        return Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except ValueError as error:
        expected = "tcp://HOST:8786, a scheduler's file .json, or local:2"
        raise DataError(f"not the address of a Dask scheduler ({error})", value=where, expected=expected) from None
    except OSError as error:
        told = str(error) or f"nothing came in {_PATIENCE} seconds"
        raise WorkerError(f"no Dask scheduler answers at {address} ({told})") from error


async def _greeting(address: str) -> None:
    """Greet a scheduler and hang up: a client that finds none gives up late and noisily."""
    from distributed import Security
    from distributed.comm.core import connect

    secured = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    greeted = await asyncio.wait_for(connect(address, timeout=_PATIENCE, **secured), _PATIENCE)  # type: ignore[no-untyped-call]
    greeted.abort()


def _address_in(file: Path) -> str:
    """The address that a scheduler has written into its file."""
    return json_field(file, "address", str, what="not the file of a Dask scheduler", expected="JSON with its address")


def _count(where: str) -> int:
    told = where.removeprefix(_LOCAL)
    if not (told.isascii() and told.isdigit() and 1 <= int(told[:9]) <= _MOST_LOCAL):
        raise DataError("not a number of workers", value=where, expected=f"{_LOCAL}1 to {_LOCAL}{_MOST_LOCAL}")
    return int(told)
