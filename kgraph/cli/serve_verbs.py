"""The verb `serve`: a store on the web."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import LOCATION, Location
from kgraph.cli.screen import report
from kgraph.errors import DataError

AllowHosts = Annotated[
    list[str] | None,
    typer.Option("--allow-host", help="A name under which others reach the server; may be given again."),
]
TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", help="Who has what this file holds may write (else KGRAPH_SERVE_TOKEN)."),
]


def serve(
    location: Location = LOCATION,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where it listens; 0 takes a free one.")] = 7878,
    host: Annotated[str, typer.Option("--host", help="The address it listens at: this machine alone.")] = "127.0.0.1",
    allow_host: AllowHosts = None,
    token_file: TokenFile = None,
    title: Annotated[str, typer.Option("--title", help="The title of the pages.")] = "kgraph",
    top: Annotated[int, typer.Option("--top", min=1, help="How many lines the explorer draws at most.")] = 200,
    seconds: Annotated[float, typer.Option("--seconds", help="How long a query may take.")] = 30.0,
    rows: Annotated[int, typer.Option("--rows", min=1, help="How many rows an answer has at most.")] = 100_000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="How many queries run at once.")] = 4,
    refresh: Annotated[float, typer.Option("--refresh", help="Seconds until a write is seen, at least.")] = 2.0,
) -> None:
    """Serve the store: SPARQL, the explorer on live data, exports; until Ctrl-C."""
    from kgraph.serve import Limits, ServeSettings, read_token, serve

    logging.basicConfig(format="kgraph: %(message)s", level=logging.WARNING)
    token = read_token(token_file, os.environ)
    if token_file is not None and not token:
        raise DataError("holds no token", file=str(token_file))
    settings = ServeSettings(
        location=location,
        host=host,
        port=port,
        allowed_hosts=tuple(allow_host or ()),
        token=token,
        title=title,
        top=top,
        limits=Limits(seconds=seconds, rows=rows, workers=workers, refresh=refresh),
    )

    def tell(address: str) -> None:
        report(f"{address}: the explorer")
        report(f"{address}sparql: SPARQL{'' if token is None else ', with updates for who has the token'}")

    serve(settings, ready=tell)
