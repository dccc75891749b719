"""One function writes the graph, in the format that the file's suffix names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

import pyoxigraph as ox

from kgraph.errors import UnknownNameError
from kgraph.export_actors import SUFFIXES
from kgraph.export_actors import WRITERS as ACTOR_WRITERS
from kgraph.files import written_whole
from kgraph.graph import GraphReader
from kgraph.graph.results import TRIPLE_FORMATS
from kgraph.model import Claim, claim_to_json
from kgraph.model.merging import merged_actors
from kgraph.network import to_networkx
from kgraph.ontology import PREFIXES
from kgraph.rdf import dyad_iri

CSV_COLUMNS: Final = (
    *("id", "dyad", "date", "date_precision", "date_basis", "first_day", "last_day"),
    *("actor", "actor_name", "actor_state", "actor_sector"),
    *("recipient", "recipient_name", "recipient_state", "recipient_sector", "relation", "sign"),
    *("event_type", "mode", "contexts", "modality", "polarity", "attribution", "confidence"),
    *("quote", "start", "end", "document", "publisher", "published", "title", "url", "extractor"),
)
"""The columns of a CSV export: a claim a row; `contexts` and `attribution` separated by semicolons."""


def export_graph(graph: GraphReader, path: str | Path) -> Path:
    """Write the whole graph to a file: ttl, nt, nq, trig, jsonld, graphml, csv or jsonl by its suffix.

    The suffixes ftm.json, ftm.jsonl (FollowTheMoney) and skos.ttl write the actors alone, as the graph knows them, but
    those that are one by a verdict as one.

    The same graph gives the same bytes (N-Triples and N-Quads are sorted lines). RDF holds everything, the ontology
    included; GraphML the claims with two ends; CSV and JSON lines every claim. A file that is there is replaced only
    once the new one is whole.

    Raises:
        UnknownNameError: no format has that suffix.
        DataError: the file cannot be written.
    """
    path = Path(path)
    longest_first = sorted(WRITERS, key=len, reverse=True)
    name = next((known for known in longest_first if path.name.lower().endswith(f".{known}")), None)
    if name is None:
        raise UnknownNameError("export format", path.suffix or path.name, (f".{known}" for known in WRITERS))
    with written_whole(path) as file:
        WRITERS[name](graph, file)
    return path


def _rdf(name: str) -> Callable[[GraphReader, IO[bytes]], None]:
    def write(graph: GraphReader, file: IO[bytes]) -> None:
        if name in ("nt", "nq"):
            file.writelines(f"{line} .\n".encode() for line in sorted(str(quad) for quad in graph.store))
            return
        quads = sorted(graph.store, key=str)
        ox.serialize(
            (quad.triple for quad in quads) if name == "ttl" else quads,
            file,
            TRIPLE_FORMATS[name],
            prefixes=dict(PREFIXES),
        )

    return write


def _graphml(graph: GraphReader, file: IO[bytes]) -> None:
    import networkx

    network = to_networkx(graph)
    for _, about in network.nodes(data=True):
        about.update({key: _xml_safe(value) for key, value in about.items()})
    for _, _, about in network.edges(data=True):
        about.update({key: _xml_safe(value) for key, value in about.items()})
    networkx.write_graphml(network, file, encoding="utf-8", named_key_ids=True)


_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml_safe(value: object) -> object:
    """Text without the control characters that no XML can hold."""
    return _NO_XML.sub("\ufffd", value) if isinstance(value, str) else value


def _actors(name: str) -> Callable[[GraphReader, IO[bytes]], None]:
    """What writes the actors in that format, those that are one by a verdict as one."""

    def write(graph: GraphReader, file: IO[bytes]) -> None:
        known = {actor.id: actor for actor in graph.actors()}
        ACTOR_WRITERS[name](merged_actors(known, graph.judgements, known.get), file)

    return write


def _jsonl(graph: GraphReader, file: IO[bytes]) -> None:
    file.writelines(f"{claim_to_json(claim)}\n".encode() for claim in graph.claims())


def _csv(graph: GraphReader, file: IO[bytes]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.DictWriter(text, CSV_COLUMNS)
    writer.writeheader()
    writer.writerows(_csv_rows(graph))
    text.detach()


def _csv_rows(graph: GraphReader) -> Iterator[dict[str, object]]:
    documents = {document.id: document for document in graph.documents()}
    for claim in graph.claims():
        row = _csv_row(claim)
        document = documents.get(claim.document)
        if document is not None:
            row |= {name: getattr(document, name) for name in ("publisher", "published", "title", "url")}
        yield {name: formula_safe(value) for name, value in row.items()}


def _csv_row(claim: Claim) -> dict[str, object]:
    row: dict[str, object] = {
        "id": claim.id,
        "date": None if claim.date is None else str(claim.date),
        "dyad": None if claim.dyad is None else dyad_iri(*claim.dyad).value.removeprefix("urn:kgraph:dyad:"),
        "relation": claim.relation,
        "sign": claim.sign,
        "event_type": claim.event_type,
        "mode": claim.mode,
        "contexts": ";".join(claim.contexts),
        "modality": claim.modality,
        "polarity": claim.polarity,
        "attribution": ";".join(source.name for source in claim.attribution),
        "confidence": claim.confidence,
        "document": claim.document,
        "extractor": claim.extractor,
    }
    if claim.record is not None:
        row["url"] = claim.record.url
    if claim.date is not None:
        row |= {"date_precision": claim.date.precision, "date_basis": claim.date.basis}
        row |= {"first_day": claim.date.first_day, "last_day": claim.date.last_day}
    for role, actor in (("actor", claim.actor), ("recipient", claim.recipient)):
        if actor is not None:
            row |= {role: actor.id, f"{role}_name": actor.name}
            row |= {f"{role}_state": actor.state, f"{role}_sector": actor.sector}
    if claim.evidence is not None:
        row |= {"quote": claim.evidence.quote, "start": claim.evidence.start, "end": claim.evidence.end}
    return row


def formula_safe(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets the apostrophe that keeps it text (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


WRITERS: Final[Mapping[str, Callable[[GraphReader, IO[bytes]], None]]] = MappingProxyType(
    {
        **{name: _rdf(name) for name in TRIPLE_FORMATS},
        "graphml": _graphml,
        "csv": _csv,
        "jsonl": _jsonl,
        **{suffix.removeprefix("."): _actors(name) for suffix, name in SUFFIXES.items()},
    }
)
"""The formats by suffix, each a function that writes a graph to a binary file."""
