"""A graph at a glance: what it holds, and a still picture of its best evidenced ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgraph.errors import StoreError
from kgraph.explore.picture import network_svg
from kgraph.markup import plain_table, table

if TYPE_CHECKING:
    from kgraph.graph import GraphReader, Stats

MOST_DRAWN: Final = 20_000
"""Claims beyond which no picture is made unasked: it reads every claim."""


def overview(graph: GraphReader) -> dict[str, str]:
    """The graph as a bundle of MIME types: a table of counts and, up to 20,000 claims, the picture of its ties.

    >>> from kgraph.graph import KnowledgeGraph
    >>> print(overview(KnowledgeGraph())["text/plain"].splitlines()[0])
    <KnowledgeGraph in memory>
    """
    name = f"<{type(graph).__name__} {'in memory' if graph.location is None else graph.location}>"
    try:
        stats = graph.stats()
    except StoreError as error:
        return {"text/plain": f"{name}: {error}"}
    rows = _rows(stats)
    drawn = network_svg(graph) if 0 < stats.claims <= MOST_DRAWN else ""
    return {
        "text/plain": f"{name}\n{plain_table(('holds', ''), rows)}",
        "text/html": f"{table((name, ''), rows)}{drawn}",
    }


def _rows(stats: Stats) -> list[tuple[str, object]]:
    days = f"{stats.first_day} to {stats.last_day}" if stats.first_day else "none dated"
    kinds = ", ".join(f"{name} {count}" for name, count in stats.by_event_type[:5])
    firm = ", ".join(f"{name} {count}" for name, count in stats.by_modality)
    counts = {"claims": stats.claims, "documents": stats.documents, "actors": stats.actors, "dyads": stats.dyads}
    return [*counts.items(), ("days", days), ("event types", kinds), ("modality", firm)]
