"""The answer of a query as the SPARQL Protocol wants it: format, graphs, and where it was cut."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

import pyoxigraph as ox

from kgraph.errors import QueryError, StoreError
from kgraph.graph.grammar import asks_elsewhere, refused
from kgraph.graph.results import TRIPLE_FORMATS
from kgraph.ontology import PREFIXES
from kgraph.serve.answers import Answer, Job, problem
from kgraph.serve.rows import write_rows, write_truth

DEFAULT_GRAPHS: Final = ("urn:x-rdflib:default", "urn:kgraph:default")
"""The IRIs by which clients mean the default graph: rdflib has one for it, and sends it unasked."""
CUT: Final = "kgraph-cut"
"""The header that says where an answer was cut."""


def answer_query(store: ox.Store, job: Job) -> Answer:
    """The answer of a query.

    Args:
        store: what is asked.
        job: `sparql`; `default_graphs` and `named_graphs`, IRIs; `rows` and `triples`, the format of each kind of
            answer with its media type, or None where none is acceptable; `rows_most` and `bytes_most`.

    Raises:
        QueryError: the query is refused.
        StoreError: the store cannot be read.
    """
    output = io.BytesIO()
    with _evaluating():
        answer = _asked(store, job)
        kind = "triples" if isinstance(answer, ox.QueryTriples) else "rows"
        if job[kind] is None:
            return problem(406, f"the answer is {kind}, and none of its formats is acceptable")
        fmt, media = job[kind]
        cut = _write(answer, fmt, output, job)
    headers = {"content-type": media if media.endswith(("json", "xml")) else f"{media}; charset=utf-8"}
    return Answer(headers=headers if cut is None else headers | {CUT: cut}, body=output.getvalue())


@contextmanager
def _evaluating() -> Iterator[None]:
    """What the store says of a query that it cannot evaluate is a refusal."""
    try:
        yield
    except RuntimeError as error:
        raise QueryError(" ".join(str(error).split())) from error
    except (QueryError, StoreError):
        raise
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error


def _asked(store: ox.Store, job: Job) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    sparql = job["sparql"]
    if asks_elsewhere(sparql):
        raise QueryError("SERVICE would ask another server; this one answers from itself alone")
    try:
        return store.query(sparql, prefixes=dict(PREFIXES), **_dataset(store, job))
    except SyntaxError as error:
        raise refused(sparql, str(error)) from None


def _dataset(store: ox.Store, job: Job) -> dict[str, Any]:
    """The graphs that the query sees: those of the request alone where it names any.

    A graph that is not there is refused: an empty answer would look like one that was looked for.
    """
    default, named = job["default_graphs"], job["named_graphs"]
    if not default and not named:
        return {}
    graphs = [_graph(store, name) for name in named]
    return {
        "default_graph": [_graph(store, name) for name in default],
        "named_graphs": [graph for graph in graphs if isinstance(graph, ox.NamedNode)],
    }


def _graph(store: ox.Store, name: str) -> ox.NamedNode | ox.DefaultGraph:
    if name in DEFAULT_GRAPHS:
        return ox.DefaultGraph()
    try:
        graph = ox.NamedNode(name)
    except ValueError:
        raise QueryError(f"not the IRI of a graph: {name!r}") from None
    if not store.contains_named_graph(graph):
        raise QueryError(f"no graph {name!r} here: everything is in the default graph, which has no name")
    return graph


def _write(
    answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, fmt: str, output: IO[bytes], job: Job
) -> str | None:
    """Write the answer; where it was cut, or None."""
    if isinstance(answer, ox.QueryBoolean):
        write_truth(bool(answer), fmt, output)
        return None
    if isinstance(answer, ox.QuerySolutions):
        names = [variable.value for variable in answer.variables]
        rows = (tuple(solution) for solution in answer)
        most, bytes_most = job["rows_most"], job["bytes_most"]
        return write_rows(names, rows, fmt, output, rows_most=most, bytes_most=bytes_most)
    cut: list[str] = []
    ox.serialize(_until_cut(answer, output, job, cut), output, TRIPLE_FORMATS[fmt], prefixes=dict(PREFIXES))
    return cut[0] if cut else None


def _until_cut(triples: ox.QueryTriples, output: IO[bytes], job: Job, cut: list[str]) -> Iterator[ox.Triple]:
    """The triples until they are too many or too long; then `cut` says so."""
    for count, triple in enumerate(triples):
        if count >= job["rows_most"] or output.tell() >= job["bytes_most"]:
            cut.append(f"triples={count}")
            return
        yield triple
