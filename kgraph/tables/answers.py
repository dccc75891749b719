"""Answers of SQL in the formats of SPARQL's answers, so that whoever reads those reads these."""

from __future__ import annotations

import json
from datetime import date as calendar_date
from typing import IO

import pyoxigraph as ox

from kgraph.errors import QueryError
from kgraph.graph import QueryResult
from kgraph.graph.results import ROW_FORMATS
from kgraph.ontology import PREFIXES
from kgraph.rdf.terms import Value


def write_answer(answer: QueryResult, output: IO[bytes], fmt: str) -> None:
    """Write an answer in a format of the W3C: numbers, booleans and days typed, nothing for what is not there.

    Args:
        answer: of `Tables.sql`.
        output: a binary file.
        fmt: json, xml, csv or tsv.

    Raises:
        QueryError: there is no such format of rows, or a column has a name that is no variable's.

    >>> from io import BytesIO
    >>> output = BytesIO()
    >>> write_answer(QueryResult(("dyad", "claims"), [("CHN-RUS", 3)]), output, "csv")
    >>> output.getvalue().split()
    [b'dyad,claims', b'CHN-RUS,3']
    """
    if fmt not in ROW_FORMATS:
        raise QueryError(f"rows cannot be written as {fmt}; formats: {', '.join(ROW_FORMATS)}")
    twice = [name for name in answer.columns if answer.columns.count(name) > 1]
    for name in answer.columns:
        if name in twice or not _is_variable(name):
            raise QueryError(f"the column {name!r} needs a name of its own: … AS name")
    rows = [{name: _term(value) for name, value in row.items() if value is not None} for row in answer.dicts()]
    told = json.dumps({"head": {"vars": list(answer.columns)}, "results": {"bindings": rows}})
    parsed = ox.parse_query_results(told, format=ox.QueryResultsFormat.JSON)
    parsed.serialize(output, ROW_FORMATS[fmt])


def _is_variable(name: str) -> bool:
    try:
        ox.Variable(name)
    except ValueError:
        return False
    return True


def _term(value: Value) -> dict[str, str]:
    if isinstance(value, bool):
        return {"type": "literal", "value": str(value).lower(), "datatype": f"{PREFIXES['xsd']}boolean"}
    for kind, name in ((int, "integer"), (float, "double"), (calendar_date, "date")):
        if isinstance(value, kind):
            return {"type": "literal", "value": str(value), "datatype": f"{PREFIXES['xsd']}{name}"}
    return {"type": "literal", "value": str(value)}
