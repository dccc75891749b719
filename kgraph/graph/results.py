"""What a query answers, as plain Python values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.errors import MissingExtraError, QueryError
from kgraph.markup import plain_table, table
from kgraph.rdf.terms import Value, plain

if TYPE_CHECKING:
    import pandas

ROW_FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""W3C formats of SELECT and ASK answers."""

TRIPLE_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""RDF formats of CONSTRUCT and DESCRIBE answers."""


class QueryResult:
    """The rows of an answer: a list of tuples with named columns.

    An ASK is one row with one column, `answer`; a CONSTRUCT has the columns `subject`, `predicate`, `object`.

    Attributes:
        columns: the variables, in the query's order.
        rows: tuples of plain values: IRIs as CURIEs, numbers, booleans and days as such, None where unbound.
    """

    def __init__(self, columns: tuple[str, ...], rows: list[tuple[Value, ...]]) -> None:
        self.columns, self.rows = columns, rows

    @classmethod
    def of(cls, answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> QueryResult:
        """Read a whole answer of the store."""
        if isinstance(answer, ox.QueryBoolean):
            return cls(("answer",), [(bool(answer),)])
        if isinstance(answer, ox.QueryTriples):
            triples = sorted(answer, key=str)
            rows = [(plain(triple.subject), plain(triple.predicate), plain(triple.object)) for triple in triples]
            return cls(("subject", "predicate", "object"), list(rows))
        columns = tuple(variable.value for variable in answer.variables)
        return cls(columns, [tuple(plain(term) for term in solution) for solution in answer])

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        """Whether there is an answer: a row, or for an ASK the answer itself."""
        return bool(self.rows) and self.rows != [(False,)]

    def __repr__(self) -> str:
        return f"<QueryResult {len(self.rows)} rows: {', '.join(self.columns)}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The first rows as a table, for notebooks."""
        return {
            "text/plain": f"{self!r}\n{plain_table(self.columns, self.rows)}",
            "text/html": table(self.columns, self.rows),
        }

    def dicts(self) -> Iterator[dict[str, Value]]:
        """The rows as dictionaries by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def column(self, name: str) -> list[Value]:
        """The values of one column."""
        if name not in self.columns:
            raise QueryError(f"the answer has no column {name!r}; it has {', '.join(self.columns)}")
        index = self.columns.index(name)
        return [row[index] for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a DataFrame; days as `datetime64`.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError("pandas", extra="notebook") from error
        frame = pd.DataFrame(self.rows, columns=list(self.columns))
        for name in frame.columns:
            if pd.api.types.infer_dtype(frame[name], skipna=True) == "date":
                frame[name] = pd.to_datetime(frame[name])
        return frame
