"""A notebook to begin with: the cells that open a store and show two of its actors, written and, if wanted, run."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from kgraph.errors import DataError, MissingExtraError
from kgraph.files import written_whole
from kgraph.ontology import compress, expand

if TYPE_CHECKING:
    from nbformat import NotebookNode

SUFFIX: Final = ".ipynb"
_PATIENCE: Final = 600
"""Seconds that a kernel may take to start, on a machine that is busy."""
_TITLE: Final = """# `{first}` and `{second}`

*What is said to have happened between them, when, and by which sentence?*

Written by `kgraph notebook`; the cells are yours to change."""
_OPEN: Final = """from kgraph import GraphReader, explain_dyad, plot_timeline

graph = GraphReader({store!r})  # reads the store that `kgraph build` made
first, second = {first!r}, {second!r}"""
_CELLS: Final = (
    "plot_timeline(graph, first, second)",
    "explain_dyad(graph, first, second)",
    "%load_ext kgraph",
    """%%sparql
SELECT ?actor ?relation ?recipient WHERE { ?actor ?relation ?recipient . ?relation a kg:Relation }
ORDER BY ?actor ?relation ?recipient""",
    "graph.explore()",
)


def write_notebook(store: str | Path, first: str, second: str, path: str | Path) -> int:
    """Write a notebook on two actors of a store: the figure, the claims with their words, a query, the explorer.

    It names the store from where it lies, so that both can be moved together; any Jupyter opens it. The same
    arguments give the same bytes.

    Args:
        store: the store's folder.
        first: an id such as `kgr:RUS`.
        second: another.
        path: the file, .ipynb.

    Returns:
        How many cells it has.

    Raises:
        DataError: an actor is no id, both are the same, or the file is there already (somebody may have worked in
            it), has another suffix or cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_notebook("kgraph.db", "kgr:RUS", "kgr:CHN", Path(folder, "dyad.ipynb"))
    7
    """
    path = Path(path)
    _check(path)
    ends = [compress(expand(end)) for end in (first, second)]
    if ends[0] == ends[1]:
        raise DataError("one actor twice", value=first, expected="two actors")
    cells = _cells(_from(path, Path(store)), *ends)
    with written_whole(path) as file:
        file.write((json.dumps(_notebook(cells), ensure_ascii=False, indent=1) + "\n").encode())
    return len(cells)


def run_notebook(path: str | Path) -> None:
    """Run a notebook where it lies and keep what its cells show; without a browser, in a kernel of this Python.

    Raises:
        DataError: a cell fails, or the kernel does; what was shown until then is kept, with the fault.
        MissingExtraError: nbclient or ipykernel is not installed.
    """
    try:
        import ipykernel  # noqa: F401 — the kernel is started by its name
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError
        from traitlets.config import Config
    except ImportError as error:
        raise MissingExtraError(error.name or "nbclient", extra="notebook") from error
    path = Path(path)
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    where = {"metadata": {"path": str(path.absolute().parent)}}
    with TemporaryDirectory(prefix="kg-") as sockets:
        # Nobody else on the machine can listen to sockets in a folder of one's own; Windows has none.
        settings = {} if os.name == "nt" else {"transport": "ipc", "ip": f"{sockets}/kernel"}
        client = NotebookClient(
            notebook,
            config=Config(KernelManager=settings),
            resources=where,
            timeout=None,
            startup_timeout=_PATIENCE,
            record_timing=False,
            coalesce_streams=True,  # into how many pieces a kernel cuts what is printed is chance
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise DataError(f"a cell fails: {error.ename}: {error.evalue}", file=str(path)) from error
        except RuntimeError as error:
            raise DataError(f"the kernel does not run: {error}", file=str(path)) from error
        finally:
            _keep(notebook, path)


def _keep(notebook: NotebookNode, path: Path) -> None:
    import nbformat

    with written_whole(path) as file:
        file.write((nbformat.writes(notebook) + "\n").encode())  # type: ignore[no-untyped-call]


def _check(path: Path) -> None:
    if path.suffix.lower() != SUFFIX:
        raise DataError("no name of a notebook", file=str(path), value=path.suffix, expected=SUFFIX)
    if not path.absolute().parent.is_dir():
        raise DataError("no such folder", file=str(path))
    if path.exists():
        raise DataError("is there already, and may hold somebody's work", file=str(path), expected="a new file")


def _from(path: Path, store: Path) -> str:
    """The store as it is named from the notebook's folder; in full where there is no way, as between two drives."""
    try:
        return Path(os.path.relpath(store.absolute(), path.absolute().parent)).as_posix()
    except ValueError:
        return store.absolute().as_posix()


def _cells(store: str, first: str, second: str) -> Sequence[tuple[str, str]]:
    """The cells, each with its kind."""
    title = ("markdown", _TITLE.format(first=first, second=second))
    begin = ("code", _OPEN.format(store=store, first=first, second=second))
    return [title, begin, *(("code", cell) for cell in _CELLS)]


def _notebook(cells: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The cells as Jupyter's format 4.5 has them."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": [_cell(number, kind, text) for number, (kind, text) in enumerate(cells)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(number: int, kind: str, text: str) -> dict[str, Any]:
    shown: dict[str, Any] = {} if kind == "markdown" else {"execution_count": None, "outputs": []}
    return {"cell_type": kind, "id": f"c{number:02}", "metadata": {}, "source": text.splitlines(keepends=True), **shown}
