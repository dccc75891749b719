"""Which graph a verb works on: the store in a folder, or an endpoint."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.options import named_values

if TYPE_CHECKING:
    from kgraph.graph import GraphReader, KnowledgeGraph
    from kgraph.graph.remote import RemoteSettings

Endpoint = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="A SPARQL endpoint in the place of the store's folder.")
]
EndpointOptions = Annotated[
    list[str] | None,
    typer.Option("--endpoint-option", help="Of the endpoint, NAME=VALUE: graph, update, user, auth, timeout, …"),
]


def reading(location: Path, endpoint: str | None, options: list[str] | None) -> GraphReader:
    """The graph that is read.

    Raises:
        StoreError: it is not there.
        DataError: an option of the endpoint is none.
    """
    settings = _settings(endpoint, options)
    if settings is not None:
        from kgraph.graph.remote import RemoteReader

        return RemoteReader(settings)
    from kgraph.graph import GraphReader

    return GraphReader(location)


def writing(location: Path, endpoint: str | None, options: list[str] | None) -> KnowledgeGraph:
    """The graph that is written; a folder that is not there becomes a store.

    Raises:
        StoreError: it cannot be written.
        DataError: an option of the endpoint is none.
    """
    settings = _settings(endpoint, options)
    if settings is not None:
        from kgraph.graph.remote import RemoteGraph

        return RemoteGraph(settings)
    from kgraph.graph import KnowledgeGraph

    return KnowledgeGraph(location)


def _settings(endpoint: str | None, options: list[str] | None) -> RemoteSettings | None:
    if endpoint is None:
        if options:
            raise typer.BadParameter("--endpoint-option goes with --endpoint")
        return None
    from kgraph.graph.remote import RemoteSettings

    return RemoteSettings.of(endpoint, named_values(options or (), option="--endpoint-option"), os.environ)
