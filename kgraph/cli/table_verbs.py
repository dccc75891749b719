"""The verb for questions in SQL, to the graph as tables."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.groups import flattened
from kgraph.cli.options import QueryFormat, text_of
from kgraph.cli.screen import show_table
from kgraph.cli.stores import STORE, StoreOptions

Sql = Annotated[str | None, typer.Argument(help="SQL, one SELECT: of claims, documents, actors, evidence.")]
SqlFile = Annotated[Path | None, typer.Option("-f", "--file", help="Read it from a file (- is standard input).")]
Named = Annotated[str | None, typer.Option("--named", help="A ready question (--named list).")]
Folder = Annotated[Path | None, typer.Option("--tables", help="Ask this folder (an export) in the place of the store.")]
Format = Annotated[QueryFormat, typer.Option("--format", help="How the answer is written: table csv tsv json xml.")]


@flattened()
def sql(
    query: Sql = None,
    store: StoreOptions = STORE,
    file: SqlFile = None,
    named: Named = None,
    tables: Folder = None,
    fmt: Format = QueryFormat.TABLE,
) -> None:
    """Ask the store in SQL: its tables are kept beside it, and made anew when it has changed."""
    from kgraph.tables import TABLE_QUERIES, Tables, table_query, write_answer

    if named == "list":
        show_table(("name", "title"), ((one.name, one.title) for one in TABLE_QUERIES.values()))
        return
    text = _asked(query, file, None if named is None else table_query(named).sql)
    if tables is not None:
        asked = Tables(tables, sealed=True)
    else:
        with closing(store.reading()) as graph:
            asked = graph.tables(sealed=True)
    with asked:
        answer = asked.sql(text)
    if fmt is QueryFormat.TABLE:
        show_table(answer.columns, answer.rows)
    else:
        write_answer(answer, sys.stdout.buffer, fmt)


def _asked(query: str | None, file: Path | None, named: str | None) -> str:
    """The one question that is given.

    Raises:
        typer.BadParameter: there is none, or more than one.
    """
    given = [text for text in (query, named) if text is not None]
    if len(given) + (file is not None) != 1:
        raise typer.BadParameter("give one question: as text, with --file or with --named")
    return text_of(file) if file is not None else given[0]
