"""Tables asked in SQL, through DuckDB."""

from __future__ import annotations

import re
import shutil
import weakref
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date as calendar_date
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final

from kgraph.errors import DataError, QueryError, StoreError
from kgraph.graph import GraphReader, QueryResult
from kgraph.rdf.terms import Value
from kgraph.tables.columns import TABLES, duck
from kgraph.tables.keeping import forget_tables, kept_tables
from kgraph.tables.recipes import table_query
from kgraph.tables.writing import write_tables

if TYPE_CHECKING:
    import duckdb


class Tables(AbstractContextManager["Tables"]):
    """A folder that `write_tables` made, as the tables claims, documents, actors and evidence.

    Args:
        folder: what holds them.
        sealed: answer one SELECT at a time, from these tables alone: no other files, no network, nothing written.

    Attributes:
        folder: what holds them.

    Raises:
        DataError: it is no folder of tables.
        MissingExtraError: duckdb is not installed.

    >>> from kgraph.graph import KnowledgeGraph
    >>> with KnowledgeGraph().tables() as tables:
    ...     tables.sql("SELECT count(*) AS claims FROM claims").rows
    [(0,)]
    """

    def __init__(self, folder: str | Path, *, sealed: bool = False) -> None:
        self.folder, self._sealed = Path(folder), sealed
        missing = [table for table in TABLES if not (self.folder / table).is_dir()]
        if missing:
            raise DataError("no folder of tables", file=str(folder), expected=f"a folder {missing[0]} in it")
        library = duck()
        try:
            self._connection: duckdb.DuckDBPyConnection | None = _connected(self.folder.resolve(), sealed=sealed)
        except library.Error as error:
            raise DataError(f"no folder of tables ({_line(error)})", file=str(folder)) from error

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB's own connection, for what this class does not offer.

        Raises:
            StoreError: the tables are closed.
        """
        if self._connection is None:
            raise StoreError("these tables are closed")
        return self._connection

    def sql(self, query: str) -> QueryResult:
        """The answer of a query in DuckDB's SQL.

        Days, numbers and booleans come as such, lists as texts separated by semicolons.

        Raises:
            QueryError: DuckDB refuses it.
            StoreError: the tables are closed, or their files went.
        """
        duckdb, connection = duck(), self.connection
        try:
            if self._sealed:
                _check_asks_only(connection.extract_statements(query), duckdb.StatementType)
            answer = connection.execute(query)
            columns = tuple(str(column[0]) for column in answer.description or ())
            return QueryResult(columns, [tuple(map(_plain, row)) for row in answer.fetchall()])
        except duckdb.IOException as error:
            raise StoreError(f"{self.folder} cannot be read: {_line(error)}") from error
        except duckdb.Error as error:
            raise QueryError(_line(error)) from error

    def named(self, name: str) -> QueryResult:
        """The answer of one of `kgraph.tables.TABLE_QUERIES`.

        Raises:
            UnknownNameError: no question has that name.
        """
        return self.sql(table_query(name).sql)

    def close(self) -> None:
        """Close the connection. Closing twice does no harm."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __exit__(self, *exception: object) -> None:
        self.close()


class TemporaryTables(Tables):
    """Tables in a folder that goes when they are closed."""

    def __init__(self, graph: GraphReader, *, sealed: bool = False) -> None:
        place = mkdtemp(prefix="kgraph-tables-")
        self._gone = weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)
        try:
            super().__init__(write_tables(graph, Path(place) / "tables"), sealed=sealed)
        except BaseException:
            self._gone()
            raise

    def close(self) -> None:
        """Close the connection and remove the files."""
        super().close()
        self._gone()


def open_tables(graph: GraphReader, *, sealed: bool = False) -> Tables:
    """The tables of a graph: those beside its store, made anew where the store has changed since.

    Of a graph in memory or on a server, and where nothing can be written beside the store, they are made each time and
    go when they are closed.

    Raises:
        DataError: a claim in the store is no whole claim, or the tables cannot be written.
        MissingExtraError: duckdb or pyarrow is not installed.
    """
    for _ in range(2):
        try:
            kept = kept_tables(graph)
        except DataError:  # whatever is wrong but the place is said below, where they are made once more
            break
        if kept is None:
            break
        try:
            return Tables(kept, sealed=sealed)
        except DataError:
            forget_tables(graph)  # files that somebody broke
    return TemporaryTables(graph, sealed=sealed)


_SETTINGS: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""DuckDB fetches nothing from its servers."""
_NO_GLOB: Final = re.compile(r"[\[*?]")
"""Letters of a folder's name that DuckDB would read as a pattern; in brackets they stand for themselves."""


def _connected(folder: Path, *, sealed: bool) -> Any:
    """A database in memory in which the tables are views of the files."""
    connection = duck().connect(config=dict(_SETTINGS))
    place = _NO_GLOB.sub(r"[\g<0>]", str(folder))
    for table in TABLES:
        files, how = f"{place}/{table}/*.parquet", "hive_partitioning = false"
        if table == "claims":
            files, how = f"{place}/{table}/*/*.parquet", "hive_partitioning = true, hive_types = {'year': INTEGER}"
        connection.execute(f"CREATE VIEW {table} AS FROM read_parquet({_text(files)}, {how})")
    if sealed:
        connection.execute(f"SET allowed_directories = [{_text(str(folder))}, {_text(place)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    return connection


def _check_asks_only(statements: Sequence[Any], kinds: Any) -> None:
    if len(statements) != 1 or statements[0].type != kinds.SELECT:
        raise QueryError("one SELECT is answered at a time, and nothing is written")


def _text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def _plain(value: object) -> Value:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, calendar_date) and not isinstance(value, datetime):
        return value
    if isinstance(value, list | tuple):
        return ";".join(str(one) for one in value)
    return str(value)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
