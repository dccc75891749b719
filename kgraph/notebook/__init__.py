"""The graph in Jupyter: what it looks like in a cell, the explorer in a frame, `%%sparql`, a notebook to begin with.

Results, claims and dyads show themselves; this room holds what needs the rooms that draw.
"""

from kgraph.notebook.frame import Explorer
from kgraph.notebook.overview import overview
from kgraph.notebook.starting import run_notebook, write_notebook

__all__ = ["Explorer", "load_ipython_extension", "overview", "run_notebook", "write_notebook"]


def load_ipython_extension(shell: object) -> None:
    """Called by `%load_ext kgraph`: adds `%sparql` and `%%sparql`; where those names are taken, `%kgraph_sparql`."""
    from kgraph.notebook.magics import add_magics

    add_magics(shell)
