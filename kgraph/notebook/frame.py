"""The explorer as an output of a notebook: a frame that holds the whole page and can reach nothing outside it."""

from __future__ import annotations

import html
import warnings
from typing import TYPE_CHECKING, Final

from kgraph.explore import explorer_html

if TYPE_CHECKING:
    from kgraph.graph import GraphReader

HEAVY: Final = 5_000_000
"""Bytes of a page above which the notebook's file gets unwieldy."""

_SANDBOX: Final = "allow-scripts allow-downloads allow-popups"


class Explorer:
    """The explorer of a graph, drawn where it is the last line of a cell.

    The page stands in the notebook's own file, so that it still draws in a copy, in nbconvert's HTML and offline. Its
    frame is sandboxed: the page's scripts run, but reach neither the notebook nor the network.

    Args:
        graph: what to show.
        top: how many lines to draw at most, the best evidenced first; 200 where it is None.
        height: of the frame, in pixels.

    Attributes:
        page: the HTML text.

    >>> from kgraph.graph import KnowledgeGraph
    >>> Explorer(KnowledgeGraph())
    <Explorer of 0 claims: shown in notebooks; kgraph.explore_graph writes it to a file>
    """

    def __init__(self, graph: GraphReader, *, top: int | None = None, height: int = 640) -> None:
        self.page, self.height, self._claims = explorer_html(graph, top=top), height, len(graph)
        size = len(self.page.encode())
        if size > HEAVY:
            warnings.warn(
                f"this explorer adds {size / 1e6:.0f} MB to the notebook; explore_graph writes it to a file",
                stacklevel=3,
            )

    def __repr__(self) -> str:
        return f"<Explorer of {self._claims} claims: shown in notebooks; kgraph.explore_graph writes it to a file>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        frame = (
            f'<iframe title="kgraph explorer" srcdoc="{html.escape(self.page, quote=True)}" sandbox="{_SANDBOX}"'
            f' width="100%" height="{int(self.height)}" style="border:1px solid #c9d1d9" loading="lazy"></iframe>'
        )
        return {"text/plain": repr(self), "text/html": frame}
