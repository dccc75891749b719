"""One function writes the graph, in the format that the file's suffix names."""

from kgraph.export.writing import CSV_COLUMNS, WRITERS, export_graph, formula_safe

__all__ = ["CSV_COLUMNS", "WRITERS", "export_graph", "formula_safe"]
