"""The graph on a server for the rdflib world: a Dataset whose requests are kgraph's own, so that none fails unseen."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.stores.sparqlconnector import SPARQLConnector
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import Result

from kgraph.graph.remote.endpoint import ROWS, TRIPLES, Endpoint
from kgraph.ontology import PREFIXES


class _Connector(SPARQLConnector):
    """rdflib's connector, with the requests of an `Endpoint` in the place of its own.

    rdflib asks for the graph `urn:x-rdflib:default` where it means the default graph, and finds nothing there.
    """

    endpoint: Endpoint

    def query(self, query: str, default_graph: str | None = None, named_graph: str | None = None) -> Result:
        named = None if _is_default(default_graph) else str(default_graph)
        try:
            shape = type(ox.Store().query(query))
        except (SyntaxError, RuntimeError):  # of one vendor's own grammar, perhaps: the server says what it makes of it
            shape = ox.QuerySolutions
        if shape is ox.QueryBoolean:  # Virtuoso answers with a row, which rdflib takes for no answer
            told = Result("ASK")
            told.askAnswer = bool(self.endpoint.ask(query, shape, graph=named))
            return told
        answer = self.endpoint.raw(query, accept=TRIPLES if shape is ox.QueryTriples else ROWS, graph=named)
        kind = self.endpoint.checked_kind(answer)
        return Result.parse(io.BytesIO(answer.content), content_type=kind)

    def update(self, query: str, default_graph: str | None = None, named_graph: str | None = None) -> None:
        self.endpoint.update(query, repeat=False)


class ReadingStore(SPARQLStore, _Connector):  # type: ignore[misc]  # rdflib's own bases disagree likewise
    """An rdflib store to read from."""


class WritingStore(SPARQLUpdateStore, _Connector):  # type: ignore[misc]  # likewise
    """An rdflib store to read from and to write to; what goes to rdflib's default graph goes to the graph in use."""

    def add(self, spo: Any, context: Any = None, quoted: bool = False) -> None:
        """Add a triple."""
        super().add(spo, self._meant(context), quoted)

    def addN(self, quads: Iterable[Any]) -> None:  # noqa: N802 — so rdflib calls it
        """Add quads, a request each: for many, `RemoteGraph.load`."""
        for subject, predicate, value, context in quads:
            self.add((subject, predicate, value), context)

    def remove(self, spo: Any, context: Any = None) -> None:
        """Remove the triples that fit."""
        super().remove(spo, self._meant(context))

    def _meant(self, context: Any) -> Any:
        graph = self.endpoint.settings.graph
        if context is not None and not _is_default(context.identifier):
            return context
        return None if graph is None else rdflib.Graph(identifier=rdflib.URIRef(graph))


def dataset_on(endpoint: Endpoint, *, writable: bool) -> rdflib.Dataset:
    """An rdflib Dataset on an endpoint."""
    settings = endpoint.settings
    store: ReadingStore | WritingStore
    store = WritingStore(settings.url, settings.update_url) if writable else ReadingStore(settings.url)
    store.endpoint = endpoint
    dataset = rdflib.Dataset(store=store)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


def _is_default(graph: object) -> bool:
    return graph is None or graph == DATASET_DEFAULT_GRAPH_ID or isinstance(graph, rdflib.BNode)
