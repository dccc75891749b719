"""Batches checked: a file, or some documents and claims of a graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kgraph.check.batch import Batch, batch_of_file, batch_of_graph
from kgraph.check.report import Report
from kgraph.check.stores import check_store
from kgraph.check.validating import validate
from kgraph.graph import GraphReader


def check_file(file: str | Path, *, fast: bool = False) -> Report:
    """A file of RDF or of claims as JSON lines, checked before it is added.

    A line that is no claim is a violation; the others are checked all the same.

    Args:
        file: its suffix says what it is; `-` is claims on standard input.
        fast: ask the rules in SPARQL in place of pySHACL, which need not be installed then.

    Raises:
        DataError: the file cannot be read, or is malformed RDF or RDF that no store of kgraph takes.
        MissingExtraError: pySHACL is not installed.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "claims.jsonl"
    ...     _ = file.write_text('{"id": 1}')
    ...     check_file(file, fast=True).violations[0].shape
    'JSON line'
    """
    batch = batch_of_file(file)
    return _checked(batch, fast=fast) | Report.of(batch.problems, ())


def check_batch(
    graph: GraphReader,
    *,
    documents: Iterable[str] = (),
    claims: Iterable[str] = (),
    since: str | None = None,
    fast: bool = False,
) -> Report:
    """Some documents and claims of a graph, with their evidence, actors, events and data sets.

    Args:
        graph: that has them.
        documents: ids of documents or data sets, with all their claims.
        claims: ids of claims.
        since: a day, `YYYY-MM-DD`, for the documents that were issued on it or later.
        fast: ask the rules in SPARQL in place of pySHACL.

    Raises:
        DataError: the graph has no such document or claim, or the day is none.
        MissingExtraError: pySHACL is not installed.

    >>> from kgraph.graph import KnowledgeGraph
    >>> check_batch(KnowledgeGraph(), since="2024-01-01", fast=True).ok
    True
    """
    return _checked(batch_of_graph(graph, documents=documents, claims=claims, since=since), fast=fast)


def _checked(batch: Batch, *, fast: bool) -> Report:
    if fast:
        return check_store(batch.store, most=None, focus=batch.focus)
    return validate(batch.store, focus=batch.focus)
