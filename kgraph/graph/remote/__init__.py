"""A graph of claims on a server: any endpoint that speaks SPARQL 1.1, read and written over HTTP."""

from kgraph.graph.remote.graph import RemoteGraph
from kgraph.graph.remote.reading import RemoteReader
from kgraph.graph.remote.rows import RemoteRows
from kgraph.graph.remote.settings import RemoteSettings

__all__ = ["RemoteGraph", "RemoteReader", "RemoteRows", "RemoteSettings"]
