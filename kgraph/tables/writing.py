"""A graph as a folder of parquet: claims, documents, actors, evidence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.errors import DataError
from kgraph.files import folder_written_whole
from kgraph.graph import GraphReader
from kgraph.tables.columns import NO_YEAR, TABLES, arrow, duck, schema
from kgraph.tables.staging import DERIVED, STAGED, WITH_TEXT, stage, stub_rows

if TYPE_CHECKING:
    import pyarrow

STAMP: Final = "_stamp.json"
"""Of tables kept beside a store: what they were made from. Readers of parquet pass over names that start so."""
_GROUP: Final = 100_000
"""Rows of a row group."""
_FEWER: Final = 20
"""So many times fewer where rows may hold whole texts."""
_MEMORY: Final = "1GB"
"""What joining and sorting may take before it goes to disk."""
_FILE: Final = "part-0.parquet"

_CHECKS: Final = {
    "two claims of one id, or a scan out of order": "SELECT id FROM claims GROUP BY id HAVING count(*) > 1",
    "a claim whose words are not there": """
        SELECT id FROM claims LEFT JOIN words ON words.node = evidence LEFT JOIN quotes ON quotes.node = selector
        WHERE evidence IS NOT NULL AND quotes.node IS NULL""",
    "a claim of which it is not there who said it": """
        SELECT told.id AS id FROM (SELECT id, unnest(steps) AS step FROM claims) AS told
        LEFT JOIN steps ON steps.node = step WHERE steps.node IS NULL""",
}
"""What must not be, each with a query that finds it."""

_CLAIMS: Final = """
    WITH told AS (
        SELECT claims.id, list(steps.name ORDER BY position, node) AS speakers,
               list(steps.id ORDER BY position, node) AS speaker_ids
        FROM (SELECT id, unnest(steps) AS step FROM claims) AS claims JOIN steps ON steps.node = step
        GROUP BY claims.id)
    SELECT {columns}, coalesce(year(first_day::DATE), {no_year})::INTEGER AS year
    FROM claims LEFT JOIN told USING (id) ORDER BY year, id"""
_EVIDENCE: Final = """
    SELECT claims.id AS claim, claims.document, quote, quote_start, quote_end, marks
    FROM claims JOIN words ON words.node = evidence JOIN quotes ON quotes.node = selector ORDER BY claim"""


def write_tables(graph: GraphReader, folder: str | Path) -> Path:
    """Write a graph as a folder of parquet: `claims` (partitioned by year), `documents`, `actors`, `evidence`.

    The columns are those of `kgraph.tables.TABLES`. Claims without a date are of the year 0. Claims and actors stand as
    they are stored; the columns named `judged` follow the verdicts on who is one with whom. The same graph gives the
    same bytes, with the same versions of duckdb and pyarrow. Tables that are there are replaced once the new ones are
    whole.

    Args:
        graph: on disk, in memory or on a server.
        folder: made if it is not there.

    Raises:
        DataError: the folder holds other things or cannot be written, or a claim in the store is no whole claim.
        MissingExtraError: pyarrow or duckdb is not installed.

    >>> from tempfile import TemporaryDirectory
    >>> from kgraph.graph import KnowledgeGraph
    >>> with TemporaryDirectory() as folder:
    ...     sorted(table.name for table in write_tables(KnowledgeGraph(), f"{folder}/graph.parquet").iterdir())
    ['actors', 'claims', 'documents', 'evidence']
    """
    folder = Path(folder)
    fill(graph, folder, stamp=None)
    return folder


def fill(graph: GraphReader, folder: Path, *, stamp: str | None) -> None:
    """Write the tables, with a stamp beside them where there is one."""
    arrow(), duck()
    _check_target(folder)
    with folder_written_whole(folder) as unfinished:
        staged = unfinished / "_staged"
        staged.mkdir()
        stage(graph, staged)
        _join(staged, unfinished)
        shutil.rmtree(staged)
        if stamp is not None:
            (unfinished / STAMP).write_text(stamp, encoding="utf-8")


def _check_target(folder: Path) -> None:
    """Refuse to replace what is no folder of tables."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise DataError("a file, and tables are a folder", file=str(folder))
    others = sorted(entry.name for entry in folder.iterdir() if entry.name not in (*TABLES, STAMP))
    if others:
        raise DataError("a folder with other things in it", file=str(folder), value=others[0], expected="tables")


def _join(staged: Path, folder: Path) -> None:
    """Put the rows together, sort them and write them as parquet."""
    duckdb = duck()
    spilled = staged / "_spilled"
    spilled.mkdir()
    with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(spilled)}) as connection:
        try:
            for name in STAGED:
                connection.read_parquet(str(staged / f"{name}.parquet")).create_view(name)
            for problem, query in _CHECKS.items():
                found = connection.execute(f"{query} ORDER BY id LIMIT 1").fetchone()
                if found is not None:
                    raise DataError(problem, value=found[0])
            _write_claims(connection, folder / "claims")
            _write_documents(connection, folder / "documents")
            _write(connection.sql("SELECT * FROM actors ORDER BY iri"), "actors", folder / "actors")
            _write(connection.sql(_EVIDENCE), "evidence", folder / "evidence")
        except duckdb.ConversionException as error:
            raise DataError(f"not a day in the store ({str(error).splitlines()[0]})") from error
        except duckdb.Error as error:
            raise DataError(f"cannot be written ({str(error).splitlines()[0]})", file=str(folder)) from error


def _write_documents(connection: Any, folder: Path) -> None:
    """The documents, and those of which nothing is known but their claims."""
    pa = arrow()
    unknown = connection.sql(
        "SELECT DISTINCT document FROM claims WHERE document NOT IN (SELECT id FROM documents) ORDER BY document"
    ).fetchall()
    stubs = pa.Table.from_pylist(list(stub_rows(row[0] for row in unknown)), schema(STAGED["documents"]))
    connection.register("stubs", stubs)
    columns = ", ".join(
        f"{one.name}::DATE AS {one.name}" if one.kind == "day" else one.name for one in TABLES["documents"]
    )
    _write(
        connection.sql(f"SELECT {columns} FROM (FROM documents UNION ALL FROM stubs) ORDER BY iri"), "documents", folder
    )


def _write_claims(connection: Any, folder: Path) -> None:
    """A folder for each year; where there is no claim, an empty table for none, so that readers find the columns."""
    told = {name: f"coalesce({name}, []) AS {name}" for name in DERIVED}
    columns = ", ".join(
        f"{one.name}::DATE AS {one.name}" if one.kind == "day" else told.get(one.name, one.name)
        for one in TABLES["claims"]
    )
    years = _Years(folder)
    for table in _tables(connection.sql(_CLAIMS.format(columns=columns, no_year=NO_YEAR)), "claims"):
        years.write(table)
    years.close()


class _Years:
    """Writes claims that come sorted by year, each year to a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._year = folder, NO_YEAR
        self._rows: _Groups | None = None

    def write(self, table: Any) -> None:
        years = table.column("year").to_numpy()
        at = 0
        while at < len(years):
            year = int(years[at])
            end = at + int((years[at:] == year).sum())
            self._of(year).write(table.slice(at, end - at))
            at = end

    def close(self) -> None:
        (self._of(NO_YEAR) if self._rows is None else self._rows).close()

    def _of(self, year: int) -> _Groups:
        if self._rows is None or year != self._year:
            if self._rows is not None:
                self._rows.close()
            self._year, self._rows = year, _Groups("claims", self._folder / f"year={year}")
        return self._rows


class _Groups:
    """A file of parquet in row groups of one size, in whatever pieces its rows come: the bytes depend on the rows."""

    def __init__(self, table: str, folder: Path) -> None:
        from pyarrow import parquet

        folder.mkdir(parents=True)
        self._schema = schema(TABLES[table])
        self._writer = parquet.ParquetWriter(folder / _FILE, self._schema, compression="zstd")
        self._held: list[Any] = []
        self._rows = _rows_of(table)

    def write(self, table: Any) -> None:
        self._held.append(table.select(self._schema.names).cast(self._schema))
        while sum(piece.num_rows for piece in self._held) >= self._rows:
            together = arrow().concat_tables(self._held)
            self._put(together.slice(0, self._rows))
            self._held = [together.slice(self._rows)]

    def close(self) -> None:
        if self._held:
            self._put(arrow().concat_tables(self._held))
        self._writer.close()

    def _put(self, table: Any) -> None:
        self._writer.write_table(table.combine_chunks(), row_group_size=self._rows)


def _write(rows: Any, table: str, folder: Path) -> None:
    groups = _Groups(table, folder)
    for piece in _tables(rows, table):
        groups.write(piece)
    groups.close()


def _tables(rows: Any, table: str) -> Iterator[Any]:
    """The rows of a relation, piece by piece."""
    pa = arrow()
    for batch in rows.to_arrow_reader(_rows_of(table)):
        yield pa.Table.from_batches([batch])


def _rows_of(table: str) -> int:
    """Rows of a table that are held at a time."""
    return max(_GROUP // _FEWER, 1) if table in WITH_TEXT else _GROUP


def read_table(folder: Path, table: str, columns: Sequence[str]) -> pyarrow.Table:
    """Columns of a table in a folder, as they stand in its files.

    Raises:
        DataError: the files are not there, or no parquet.
        MissingExtraError: pyarrow is not installed.
    """
    pa = arrow()
    from pyarrow import parquet

    files = sorted((folder / table).rglob("*.parquet"))
    if not files:
        raise DataError("no tables there", file=str(folder / table))
    try:
        return pa.concat_tables(
            [parquet.ParquetFile(file).read(columns=list(columns), use_threads=False) for file in files]
        )
    except (OSError, pa.ArrowInvalid) as error:
        raise DataError(f"no parquet ({error})", file=str(folder / table)) from error
