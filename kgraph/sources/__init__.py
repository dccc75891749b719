"""Event data from files: an importer a format, each giving claims or the reason why a row makes none.

`SOURCES` lists the formats; `seam` says what an importer is. What is imported is stored by `kgraph.importing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kgraph.errors import UnknownNameError
from kgraph.sources.dyadic import CSV
from kgraph.sources.gdelt import GDELT
from kgraph.sources.icews import ICEWS
from kgraph.sources.plover_json import PLOVER
from kgraph.sources.polecat import POLECAT
from kgraph.sources.seam import Fate, ImportedRow, Importer, ImportOptions, Outcome, RowProblem, Source
from kgraph.sources.sipri import SIPRI
from kgraph.sources.unga import UNGA

__all__ = ["SOURCES", "Fate", "ImportOptions", "ImportedRow", "Importer", "Outcome", "RowProblem", "Source", "source"]

_EVERY: Final = (GDELT, POLECAT, ICEWS, SIPRI, UNGA, PLOVER, CSV)
SOURCES: Final[Mapping[str, Source]] = MappingProxyType({source.name: source for source in _EVERY})
"""The formats by their names."""


def source(name: str) -> Source:
    """The format of that name.

    Raises:
        UnknownNameError: there is none; the message offers the nearest.

    >>> source("gdelt").title
    'GDELT 1.0 and 2.0 events, with mentions; plain or zipped'
    """
    if name not in SOURCES:
        raise UnknownNameError("format", name, SOURCES)
    return SOURCES[name]
