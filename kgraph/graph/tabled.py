"""A graph as tables. The room that makes them stands above this one and is fetched by name, when asked."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.graph.opening import state_of

if TYPE_CHECKING:
    from kgraph.tables import Tables

_TABLES: Final = "kgraph.tables"


class Tabled:
    """What a graph does as tables."""

    location: Path | None
    _opened: str | None = None
    """The state of a store that is only read: what is written to it later is not seen."""

    def tables(self, *, sealed: bool = False) -> Tables:
        """The graph as tables, to be asked in SQL: claims, documents, actors and evidence.

        They are kept beside the store and made anew when it has changed since, so that they say what the graph says.
        Of a graph in memory or on a server they are made each time.

        Args:
            sealed: answer one SELECT at a time, from these tables alone: no other files, no network, nothing written.

        Raises:
            DataError: a claim in the store is no whole claim.
            MissingExtraError: duckdb or pyarrow is not installed.

        >>> from kgraph.graph import KnowledgeGraph
        >>> with KnowledgeGraph().tables() as tables:
        ...     tables.named("years").columns
        ('year', 'claims', 'dyads')
        """
        room: Any = import_module(_TABLES)
        tables: Tables = room.open_tables(self, sealed=sealed)
        return tables

    def state(self) -> str | None:
        """A mark of what the store on disk holds for this graph; None in memory and on a server.

        The same mark, the same claims. The other way round it errs: opening a store for writing may change the mark.
        """
        if self._opened is not None or self.location is None:
            return self._opened
        return state_of(self.location)
