"""The graph as tables: a folder of parquet for DuckDB, pandas, Spark and BigQuery, and SQL over it."""

from kgraph.tables.answers import write_answer
from kgraph.tables.asking import Tables, open_tables
from kgraph.tables.columns import TABLES, Column
from kgraph.tables.keeping import fresh_tables, tables_beside
from kgraph.tables.recipes import TABLE_QUERIES, TableQuery, table_query
from kgraph.tables.writing import read_table, write_tables

__all__ = [
    "TABLES",
    "TABLE_QUERIES",
    "Column",
    "TableQuery",
    "Tables",
    "fresh_tables",
    "open_tables",
    "read_table",
    "table_query",
    "tables_beside",
    "write_answer",
    "write_tables",
]
