"""Event data into a graph: rows become claims, and every row that does not is counted with the reason."""

from kgraph.importing.citing import Cited, cite
from kgraph.importing.counting import REJECT_COLUMNS, Imported
from kgraph.importing.running import import_files
from kgraph.importing.settings import ImportSettings

__all__ = ["REJECT_COLUMNS", "Cited", "ImportSettings", "Imported", "cite", "import_files"]
