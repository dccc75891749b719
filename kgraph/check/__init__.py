"""Is a graph what the shapes say a graph is? pySHACL says so of a batch, SPARQL of whole stores; the two agree."""

from kgraph.check.checking import check_batch, check_file
from kgraph.check.report import COLUMNS, Report, Violation
from kgraph.check.stores import MOST, check_graph

__all__ = ["COLUMNS", "MOST", "Report", "Violation", "check_batch", "check_file", "check_graph"]
