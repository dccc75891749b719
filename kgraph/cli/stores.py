"""Which graph a verb works on: the store in a folder, or an endpoint."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kgraph.cli.groups import OptionGroup
from kgraph.cli.options import LOCATION, Location, named_values

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


@dataclass(frozen=True, kw_only=True)
class StoreOptions(OptionGroup):
    """The options that say which graph a verb works on."""

    location: Location = LOCATION
    endpoint: Endpoint = None
    endpoint_option: EndpointOptions = None

    @property
    def place(self) -> str:
        """Where the graph is, as messages name it."""
        return self.endpoint or str(self.location)

    def reading(self) -> GraphReader:
        """The graph that is read.

        Raises:
            StoreError: it is not there.
            DataError: an option of the endpoint is none.
        """
        settings = self._remote_settings()
        if settings is not None:
            from kgraph.graph.remote import RemoteReader

            return RemoteReader(settings)
        from kgraph.graph import GraphReader

        return GraphReader(self.location)

    def writing(self) -> KnowledgeGraph:
        """The graph that is written; a folder that is not there becomes a store.

        Raises:
            StoreError: it cannot be written.
            DataError: an option of the endpoint is none.
        """
        settings = self._remote_settings()
        if settings is not None:
            from kgraph.graph.remote import RemoteGraph

            return RemoteGraph(settings)
        from kgraph.graph import KnowledgeGraph

        return KnowledgeGraph(self.location)

    def _remote_settings(self) -> RemoteSettings | None:
        if self.endpoint is None:
            if self.endpoint_option:
                raise typer.BadParameter("--endpoint-option goes with --endpoint")
            return None
        from kgraph.graph.remote import RemoteSettings

        given = named_values(self.endpoint_option or (), option="--endpoint-option")
        return RemoteSettings.of(self.endpoint, given, os.environ)


STORE: Final = StoreOptions()
"""What stands where nothing is said; verbs name it, as an option before may have a default too."""
