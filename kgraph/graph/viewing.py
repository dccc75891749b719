"""How a graph looks in a notebook. The rooms that draw stand above this one and are fetched by name, when asked."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kgraph.notebook import Explorer

_NOTEBOOK: Final = "kgraph.notebook"


class Viewed:
    """What a graph does in notebooks."""

    def explore(self, *, top: int | None = None, height: int = 640) -> Explorer:
        """The explorer of everything the graph holds, in a frame of the notebook.

        Args:
            top: how many lines to draw at most, the best evidenced first; 200 where it is None.
            height: of the frame, in pixels.

        >>> from kgraph.graph import KnowledgeGraph
        >>> KnowledgeGraph().explore().height
        640
        """
        explorer: Explorer = _notebook().Explorer(self, top=top, height=height)
        return explorer

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        bundle: dict[str, str] = _notebook().overview(self)
        return bundle


def _notebook() -> Any:
    return import_module(_NOTEBOOK)
