"""A store on the web: the SPARQL 1.1 Protocol, the explorer on live data, exports, and the claims of a dyad as JSON.

It listens to this machine alone unless told otherwise, and reads alone unless a token lets somebody write. Queries are
done by processes of their own, which are ended where a query takes too long; they read a snapshot of the store, so that
another process may write to it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from kgraph.errors import MissingExtraError
from kgraph.serve.settings import TOKEN_VARIABLE, Limits, ServeSettings, read_token

__all__ = ["TOKEN_VARIABLE", "Limits", "ServeSettings", "read_token", "serve"]


def serve(settings: ServeSettings, *, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve a store until a signal (SIGINT, SIGTERM) ends it.

    Args:
        settings: which store, where, and how much of it to whom.
        ready: called with the address once the server listens.

    Raises:
        MissingExtraError: starlette or uvicorn is not installed.
        StoreError: there is no store, or its address is taken.

    >>> from pathlib import Path
    >>> serve(ServeSettings(location=Path("no.db"), port=0))
    Traceback (most recent call last):
    kgraph.errors.StoreError: no store at no.db: `kgraph build` or `kgraph add` makes one
    """
    try:
        from kgraph.serve.running import run
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        raise MissingExtraError(error.name, extra="serve") from error
    run(settings, ready)
