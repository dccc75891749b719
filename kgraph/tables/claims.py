"""Claims that were read one by one, as the rows that a scan of a store gives."""

from __future__ import annotations

from kgraph.model import ActorRef, Claim, Polarity
from kgraph.ontology import LOCAL
from kgraph.rdf import dyad_iri
from kgraph.rdf.rows import Row, fields_json


def rows_of(claim: Claim) -> tuple[Row, list[tuple[str, Row]]]:
    """The row of a claim, and the rows of its words and of who said it, each with its table."""
    name, evidence = claim.id, claim.evidence
    steps = [f"{name}-{position}" for position, _ in enumerate(claim.attribution, 1)]
    row: Row = {
        "id": name,
        "dyad": None if claim.dyad is None else dyad_iri(*claim.dyad).value.removeprefix(f"{LOCAL}dyad:"),
        **_end("actor", claim.actor),
        **_end("recipient", claim.recipient),
        "relation": claim.relation,
        "sign": claim.sign,
        "event_type": claim.event_type,
        "mode": claim.mode,
        "contexts": list(claim.contexts),
        "modality": claim.modality.value,
        "polarity": claim.polarity is Polarity.POSITIVE,
        "confidence": claim.confidence,
        "document": claim.document,
        "extractor": claim.extractor,
        "place": None if claim.place is None else claim.place.id,
        "place_name": None if claim.place is None else claim.place.name,
        "evidence": None if evidence is None else name,
        "steps": steps,
        "marks": [] if evidence is None else [(mark.start, mark.end, mark.role) for mark in evidence.marks],
        **_date(claim),
        **_record(claim),
    }
    below: list[tuple[str, Row]] = [
        ("steps", {"node": step, "position": position, "id": source.id, "name": source.name})
        for position, (step, source) in enumerate(zip(steps, claim.attribution, strict=True), 1)
    ]
    if evidence is not None:
        words = {"node": name, "quote": evidence.quote, "quote_start": evidence.start, "quote_end": evidence.end}
        below += [("words", {"node": name, "selector": name}), ("quotes", dict(words))]
    return row, below


def _end(role: str, end: ActorRef | None) -> Row:
    names = (role, *(f"{role}_{part}" for part in ("name", "state", "sector", "rollup")))
    if end is None:
        return dict.fromkeys(names)
    return dict(zip(names, (end.id, end.name, end.state, end.sector, end.rollup), strict=True))


def _date(claim: Claim) -> Row:
    names, date = ("date", "date_precision", "date_basis", "first_day", "last_day"), claim.date
    if date is None:
        return dict.fromkeys(names)
    told = (str(date), date.precision.value, date.basis.value, date.first_day, date.last_day)
    return dict(zip(names, told, strict=True))


def _record(claim: Claim) -> Row:
    record = claim.record
    if record is None:
        return dict.fromkeys(("record_id", "record_url", "record_fields"))
    return {"record_id": record.id, "record_url": record.url, "record_fields": fields_json(record.fields)}
