"""The claims with two ends as a network in XML: GraphML, and GEXF in which each edge stands in its days."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any, Final

from kgraph.graph import GraphReader
from kgraph.network import to_networkx

if TYPE_CHECKING:
    import networkx

_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(graph: GraphReader, file: IO[bytes]) -> None:
    """The network of `to_networkx`, each claim an edge."""
    import networkx

    networkx.write_graphml(_safe_network(graph), file, encoding="utf-8", named_key_ids=True)


def write_gexf(graph: GraphReader, file: IO[bytes]) -> None:
    """The network of `to_networkx` with the days of each claim as the edge's `start` and `end`, for Gephi's timeline.

    An edge is named by its claim and labelled with its relation. A claim without a date has no days and is always
    there; one since when something holds has no end. The day of writing, which networkx puts in, is left out, so that
    the same graph gives the same bytes.
    """
    from networkx.readwrite.gexf import GEXFWriter

    network = _safe_network(graph)
    days = {claim.id: claim.date for claim in graph.claims() if claim.date is not None}
    for _, _, claim, about in network.edges(keys=True, data=True):
        about |= {"id": claim, "label": about["relation"]}
        if claim in days:
            about["start"] = days[claim].first_day
            if (last := days[claim].last_day) is not None:
                about["end"] = last
    writer: Any = GEXFWriter(network, encoding="utf-8", version="1.2draft")
    for meta in writer.xml.iter("meta"):
        del meta.attrib["lastmodifieddate"]
    writer.write(file)


def _safe_network(graph: GraphReader) -> networkx.MultiDiGraph[str]:
    """The network with text that XML can hold: control characters and the like become U+FFFD."""
    network = to_networkx(graph)
    for _, about in network.nodes(data=True):
        about.update({name: _xml_safe(value) for name, value in about.items()})
    for _, _, about in network.edges(data=True):
        about.update({name: _xml_safe(value) for name, value in about.items()})
    return network


def _xml_safe(value: object) -> object:
    return _NO_XML.sub("\ufffd", value) if isinstance(value, str) else value
