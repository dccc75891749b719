"""Figures of the graph: the timeline of a dyad, who is for and against whom, the dyads most is said of.

Each is a `Plot`: shown in a notebook, written to a file, open to matplotlib as `plot.figure`.
"""

from kgraph.plots.figure import Plot
from kgraph.plots.matrix import plot_matrix
from kgraph.plots.ranking import plot_dyads
from kgraph.plots.timeline import plot_timeline

__all__ = ["Plot", "plot_dyads", "plot_matrix", "plot_timeline"]
