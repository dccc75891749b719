"""Claims as rows: CSV for spreadsheets, JSON lines for programs, PLOVER's records for who has a pipeline of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO, Final

from kgraph.graph import GraphReader
from kgraph.model import Claim, claim_to_json
from kgraph.model.plover import write_plover
from kgraph.rdf import dyad_iri

CSV_COLUMNS: Final = (
    *("id", "dyad", "date", "date_precision", "date_basis", "first_day", "last_day"),
    *("actor", "actor_name", "actor_state", "actor_sector"),
    *("recipient", "recipient_name", "recipient_state", "recipient_sector", "relation", "sign"),
    *("event_type", "mode", "contexts", "modality", "polarity", "attribution", "confidence"),
    *("quote", "start", "end", "document", "publisher", "published", "title", "url", "extractor"),
)
"""The columns of a CSV export: a claim a row; `contexts` and `attribution` separated by semicolons."""


def write_jsonl(graph: GraphReader, file: IO[bytes]) -> None:
    """Every claim as a line of JSON."""
    file.writelines(f"{claim_to_json(claim)}\n".encode() for claim in graph.claims())


def write_plover_records(graph: GraphReader, file: IO[bytes]) -> None:
    """Every claim of an event as a PLOVER record, a line each; a lasting tie is no event and has none."""
    file.writelines(f"{line}\n".encode() for line in write_plover(graph.claims()))


def write_csv(graph: GraphReader, file: IO[bytes]) -> None:
    """Every claim as a row, with what is known of its document."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.DictWriter(text, CSV_COLUMNS)
    writer.writeheader()
    writer.writerows(_rows(graph))
    text.detach()


def formula_safe(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets the apostrophe that keeps it text (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _rows(graph: GraphReader) -> Iterator[dict[str, object]]:
    documents = {document.id: document for document in graph.documents()}
    for claim in graph.claims():
        row = _row(claim)
        document = documents.get(claim.document)
        if document is not None:
            row |= {name: getattr(document, name) for name in ("publisher", "published", "title", "url")}
        yield {name: formula_safe(value) for name, value in row.items()}


def _row(claim: Claim) -> dict[str, object]:
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
