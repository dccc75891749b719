"""rdflib as pySHACL needs it: a graph that reads each query once, and no complaints about what is being checked."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


class PreparedGraph(rdflib.Graph):
    """A graph that keeps what it made of a query's text.

    pySHACL asks the query of a shape again for each node, and rdflib reads it anew each time, which takes ten times as
    long as to answer it.
    """

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """The answer of a query, as `rdflib.Graph.query` has it."""
        return super().query(
            _prepared(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs
        )


@lru_cache(maxsize=64)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


@contextmanager
def quiet() -> Iterator[None]:
    """Let rdflib say nothing of literals that are not of their type: the report does."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before
