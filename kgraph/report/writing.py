"""A dossier as a file: HTML that stands alone, or Markdown with its figure beside it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.errors import DataError, MissingExtraError, UnknownNameError
from kgraph.files import written_whole
from kgraph.graph import GraphReader
from kgraph.plots import Plot, plot_timeline
from kgraph.report.dossier import Dossier, dossier
from kgraph.report.markdown import as_markdown
from kgraph.report.page import as_page

SUFFIXES: Final[Mapping[str, str]] = MappingProxyType({".html": "HTML", ".htm": "HTML", ".md": "Markdown"})
"""What a dossier can be written as, by suffix."""

_logger: Final = logging.getLogger(__name__)


def write_report(
    graph: GraphReader, first: str, second: str, path: str | Path, *, by: str | None = None
) -> tuple[Dossier, list[Path]]:
    """Write the dossier of a dyad; gives what is in it, and the files that were written.

    HTML holds its figure and asks no network for anything; Markdown has it beside itself, `x-timeline.svg` for `x.md`.
    The same graph gives the same bytes. Without matplotlib a dossier has no figure, and says so.

    Args:
        graph: where to look.
        first: an id such as `kgr:RUS`.
        second: another.
        path: the file, .html or .md.
        by: what a bar of the timeline stands for, as of `kgraph.plot_timeline`.

    Raises:
        UnknownNameError: no dossier has that suffix.
        DataError: one of the actors is no id, or a file cannot be written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnknownNameError("format of a dossier", path.suffix or path.name, SUFFIXES)
    if not path.absolute().parent.is_dir():
        raise DataError("no such folder", file=str(path))
    found = dossier(graph, first, second)
    plot = _timeline(graph, first, second, by)
    if SUFFIXES[suffix] == "HTML":
        _write(path, as_page(found, plot))
        return found, [path]
    if isinstance(plot, str):
        _write(path, as_markdown(found, None, plot))
        return found, [path]
    figure = path.with_name(f"{path.stem}-timeline.svg")
    plot.save(figure)
    _write(path, as_markdown(found, figure.name, plot.told))
    return found, [path, figure]


def _timeline(graph: GraphReader, first: str, second: str, by: str | None) -> Plot | str:
    """The figure, or why there is none: all else of a dossier can do without matplotlib."""
    try:
        return plot_timeline(graph, first, second, by=by)
    except MissingExtraError as error:
        _logger.warning("the dossier has no timeline: %s", error)
        return f"No timeline: {error}."


def _write(path: Path, text: str) -> None:
    with written_whole(path) as file:
        file.write(text.encode("utf-8", "replace"))
