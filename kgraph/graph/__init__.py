"""The graph of claims: open it, add to it, query it."""

from kgraph.graph.bulk import BulkWriter, Closing, RowWriter
from kgraph.graph.knowledge import Added, KnowledgeGraph
from kgraph.graph.named import NamedQuery, named_queries, named_query
from kgraph.graph.reader import GraphReader, Stats
from kgraph.graph.results import QueryResult
from kgraph.graph.together import Addition

__all__ = [
    "Added",
    "Addition",
    "BulkWriter",
    "Closing",
    "GraphReader",
    "KnowledgeGraph",
    "NamedQuery",
    "QueryResult",
    "RowWriter",
    "Stats",
    "named_queries",
    "named_query",
]
