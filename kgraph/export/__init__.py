"""One function writes the graph, in the format that the suffix of the file or folder names."""

from kgraph.export.rows import CSV_COLUMNS, formula_safe
from kgraph.export.writing import FOLDERS, WRITERS, export_graph

__all__ = ["CSV_COLUMNS", "FOLDERS", "WRITERS", "export_graph", "formula_safe"]
