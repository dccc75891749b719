"""`%sparql` and `%%sparql`: a query as a cell, its answer as what the cell shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from IPython.core.error import UsageError
from IPython.core.magic import needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from kgraph.errors import KgraphError, QueryError
from kgraph.graph import GraphReader, QueryResult

NAME: Final = "sparql"
OTHER_NAME: Final = "kgraph_sparql"


def add_magics(shell: Any) -> None:
    """Register the magics, under another name where somebody else's have theirs."""
    name = NAME
    for kind in ("line", "cell"):
        taken = shell.find_magic(NAME, magic_kind=kind)
        if taken is not None and getattr(taken, "__module__", "") != __name__:
            name = OTHER_NAME
    if name != NAME:
        print(f"%%{NAME} belongs to another extension already: kgraph's is %%{name}")  # noqa: T201 — said in a cell
    shell.register_magic_function(_magic(shell), "line_cell", name)


def _magic(shell: Any) -> Callable[..., object]:
    @magic_arguments()
    @argument("-o", "--output", metavar="NAME", help="Also keep the answer in this variable.")
    @argument("-g", "--graph", metavar="NAME", help="The variable that holds the graph; else `graph`, where it is one.")
    @argument("-s", "--store", metavar="FOLDER", help="Ask this store instead of a graph that is open.")
    @argument("-p", "--pandas", action="store_true", help="Answer with a DataFrame.")
    @argument("query", nargs="*", help="The query, where it is not the cell.")
    @needs_local_scope
    @no_var_expand
    def sparql(line: str, cell: str | None = None, local_ns: dict[str, object] | None = None) -> object:
        """Ask a graph in SPARQL; the prefixes are declared already."""
        given, text = _parted(line) if cell is None else (line, cell)
        asked = parse_argstring(sparql, given)
        if cell is not None and asked.query:
            raise UsageError(f"{' '.join(asked.query)!r} stands beside a cell that is the query")
        names = {**shell.user_ns, **(local_ns or {})}
        answer: object = _answer(text, names, asked.graph, asked.store)
        if asked.pandas and isinstance(answer, QueryResult):
            answer = answer.to_pandas()
        if asked.output:
            shell.user_ns[asked.output] = answer
        return answer

    magic: Callable[..., object] = sparql
    return magic


def _parted(line: str) -> tuple[str, str]:
    """The options of a line and the query after them, which is not to be cut at its quotes."""
    words = line.split(" ")
    at = 0
    while at < len(words) and (words[at].startswith("-") or not words[at]):
        at += 1 if words[at] in ("", "-p", "--pandas") or "=" in words[at] else 2
    return " ".join(words[:at]), " ".join(words[at:])


def _answer(text: str, names: dict[str, object], variable: str | None, store: str | None) -> QueryResult:
    if not text.strip():
        raise UsageError("no query: write it after the options, or in the cell below %%sparql")
    try:
        if store is not None:
            with GraphReader(store) as graph:
                return graph.query(text)
        return _graph(names, variable).query(text)
    except QueryError as error:
        raise UsageError(f"SPARQL: {error}") from None
    except KgraphError as error:
        raise UsageError(str(error)) from None


def _graph(names: dict[str, object], variable: str | None) -> GraphReader:
    found = names.get(variable or "graph")
    if isinstance(found, GraphReader):
        return found
    if variable is not None:
        raise UsageError(f"{variable!r} is no graph: open one with kgraph.KnowledgeGraph or kgraph.GraphReader")
    raise UsageError("no variable `graph` holds a graph: open one, or name one with --graph NAME or --store FOLDER")
