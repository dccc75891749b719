"""Claims as JSON lines: the format that pipes between the verbs, one claim a line.

The keys are always there and always in this order; `place`, an attribution's `cue`, the evidence's
`marks` and the `record` of a row of a data set are written where they are known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from kgraph.errors import DataError
from kgraph.files import json_object
from kgraph.model.actor import ActorRef
from kgraph.model.claim import Attribution, Claim, Evidence, Mark, Modality, Place, Polarity
from kgraph.model.dataset import FieldValue, Record
from kgraph.model.dates import Date, DateBasis, DatePrecision

_Enum = TypeVar("_Enum", bound=StrEnum)
_Plain = TypeVar("_Plain", str, int)

_KEYS = frozenset(
    {
        *("document", "actor", "recipient", "relation", "event_type", "mode", "contexts"),
        *("date", "date_precision", "date_basis", "place", "modality", "polarity"),
        *("attribution", "confidence", "evidence", "extractor", "id", "record"),
    }
)
_REQUIRED = ("document", "actor", "relation")


def claim_to_json(claim: Claim) -> str:
    """The claim as one line of JSON, without the line's end.

    >>> from kgraph.model import ActorRef, Claim
    >>> line = claim_to_json(Claim(document="a1", actor=ActorRef(id="kgr:FRA", name="France", state="FRA"),
    ...                            relation="condemns", event_type="ACCUSE"))
    >>> claim_from_json(line).relation
    'condemns'
    """
    date = claim.date
    record: dict[str, object] = {
        "document": claim.document,
        "actor": _actor_record(claim.actor),
        "recipient": None if claim.recipient is None else _actor_record(claim.recipient),
        "relation": claim.relation,
        "event_type": claim.event_type,
        "mode": claim.mode,
        "contexts": list(claim.contexts),
        "date": None if date is None else str(date),
        "date_precision": DatePrecision.UNKNOWN if date is None else date.precision,
        "date_basis": DateBasis.NONE if date is None else date.basis,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "attribution": [_known({"id": s.id, "name": s.name, "cue": s.cue}, "cue") for s in claim.attribution],
        "confidence": claim.confidence,
        "evidence": None if claim.evidence is None else _evidence_record(claim.evidence),
        "extractor": claim.extractor,
        "id": claim.id,
    }
    if claim.place is not None:
        record["place"] = _known({"name": claim.place.name, "id": claim.place.id}, "id")
    if claim.record is not None:
        record["record"] = _row_record(claim.record)
    return json.dumps(record, ensure_ascii=False)


def claim_from_json(line: str) -> Claim:
    """The claim that a line of JSON holds.

    An `id` in it is checked against the content, so a line that was edited by hand must drop its id.

    Raises:
        DataError: the line is not JSON, lacks a key, has one that nobody knows, or holds what no claim can hold.
    """
    record = json_object(line, "a claim")
    fields = _Fields(record, "a claim")
    fields.check_keys(_KEYS, _REQUIRED)
    claim = Claim(
        document=fields.text("document"),
        actor=_actor_from(fields.inner("actor")),
        recipient=None if record.get("recipient") is None else _actor_from(fields.inner("recipient")),
        relation=fields.text("relation"),
        event_type=fields.text_or_none("event_type"),
        mode=fields.text_or_none("mode"),
        contexts=tuple(fields.texts("contexts")),
        date=_date_from(fields),
        place=None if record.get("place") is None else _place_from(fields.inner("place")),
        modality=fields.one_of(Modality, "modality", Modality.ASSERTED),
        polarity=fields.one_of(Polarity, "polarity", Polarity.POSITIVE),
        attribution=tuple(_source_from(source) for source in fields.inners("attribution")),
        confidence=fields.number("confidence", 1.0),
        evidence=None if record.get("evidence") is None else _evidence_from(fields.inner("evidence")),
        extractor=fields.text_or_none("extractor") or "hand",
        record=None if record.get("record") is None else _row_from(fields.inner("record")),
    )
    if record.get("id") not in (None, claim.id):
        raise DataError("an id that is not of this claim", value=record["id"], expected=claim.id)
    return claim


def read_claims(lines: Iterable[str], *, file: str = "<claims>") -> Iterator[Claim]:
    """The claims of a file of JSON lines; blank lines are passed over.

    Raises:
        DataError: at the first line that is no claim, with its number.
    """
    for found in read_claim_outcomes(lines, file=file):
        if isinstance(found, DataError):
            raise found
        yield found


def read_claim_outcomes(lines: Iterable[str], *, file: str = "<claims>") -> Iterator[Claim | DataError]:
    """As `read_claims`, with the error in place of a line that is no claim: the rest of the file goes on."""
    for row, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield claim_from_json(line)
            except DataError as error:
                yield error.at(file, row)


class _Fields:
    """The fields of a JSON object, each of the kind it should be or a clear error."""

    def __init__(self, record: object, what: str) -> None:
        if not isinstance(record, dict):
            raise DataError(f"not {what}", value=record, expected="a JSON object")
        self._record: Mapping[str, Any] = record
        self._what = what

    def check_keys(self, known: frozenset[str], required: Iterable[str] = ()) -> None:
        for key in required:
            if self._record.get(key) is None:
                raise DataError(f"{self._what} without {key!r}", expected="a value")
        for key in self._record:
            if key not in known:
                raise DataError(f"{self._what} with an unknown key", value=key, expected=", ".join(sorted(known)))

    def text(self, key: str) -> str:
        return self._typed(key, str, "a string")

    def text_or_none(self, key: str) -> str | None:
        return None if self._record.get(key) is None else self.text(key)

    def texts(self, key: str) -> list[str]:
        values = self.list_of(key)
        if not all(isinstance(value, str) for value in values):
            raise DataError(f"{key!r} of {self._what}", value=values, expected="a list of strings")
        return values

    def whole(self, key: str) -> int:
        return self._typed(key, int, "a whole number")

    def number(self, key: str, default: float) -> float:
        value = self._record.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DataError(f"{key!r} of {self._what}", value=value, expected="a number")
        try:
            return float(value)
        except OverflowError:
            raise DataError(f"{key!r} of {self._what} is too large", expected="a number") from None

    def one_of(self, enum: type[_Enum], key: str, default: _Enum) -> _Enum:
        value = self._record.get(key)
        try:
            return default if value is None else enum(value)
        except ValueError:
            raise DataError(f"{key!r} of {self._what}", value=value, expected=", ".join(enum)) from None

    def inner(self, key: str) -> _Fields:
        return _Fields(self._record.get(key), f"{key!r} of {self._what}")

    def inners(self, key: str) -> list[_Fields]:
        return [_Fields(value, f"an entry of {key!r}") for value in self.list_of(key)]

    def list_of(self, key: str) -> list[Any]:
        value = self._record.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise DataError(f"{key!r} of {self._what}", value=value, expected="a list")
        return value

    def _typed(self, key: str, kind: type[_Plain], expected: str) -> _Plain:
        value = self._record.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise DataError(f"{key!r} of {self._what}", value=value, expected=expected)
        return value


def _known(record: dict[str, object], *optional: str) -> dict[str, object]:
    return {key: value for key, value in record.items() if key not in optional or value is not None}


def _actor_record(actor: ActorRef) -> dict[str, object]:
    return {"id": actor.id, "name": actor.name, "state": actor.state, "sector": actor.sector}


def _actor_from(fields: _Fields) -> ActorRef:
    fields.check_keys(frozenset(("id", "name", "state", "sector")), ("id", "name"))
    return ActorRef(
        id=fields.text("id"),
        name=fields.text("name"),
        state=fields.text_or_none("state"),
        sector=fields.text_or_none("sector"),
    )


def _source_from(fields: _Fields) -> Attribution:
    fields.check_keys(frozenset(("id", "name", "cue")), ("id", "name"))
    return Attribution(id=fields.text("id"), name=fields.text("name"), cue=fields.text_or_none("cue"))


def _place_from(fields: _Fields) -> Place:
    fields.check_keys(frozenset(("id", "name")), ("name",))
    return Place(name=fields.text("name"), id=fields.text_or_none("id"))


def _row_record(row: Record) -> dict[str, object]:
    return _known({"id": row.id, "url": row.url, "fields": [list(pair) for pair in row.fields]}, "url")


def _row_from(fields: _Fields) -> Record:
    fields.check_keys(frozenset(("id", "url", "fields")), ("id",))
    return Record(
        id=fields.text("id"),
        url=fields.text_or_none("url"),
        fields=tuple(_field_from(pair) for pair in fields.list_of("fields")),
    )


def _field_from(value: object) -> tuple[str, FieldValue]:
    match value:
        case [str(name), str() | int() | float() as content]:
            return name, content
    raise DataError("not a field", value=value, expected="[name, text or number]")


def _date_from(fields: _Fields) -> Date | None:
    text = fields.text_or_none("date")
    basis = fields.one_of(DateBasis, "date_basis", DateBasis.NONE if text is None else DateBasis.EXPLICIT)
    date = None if text is None else Date.parse(text, basis=basis)
    actual = DatePrecision.UNKNOWN if date is None else date.precision
    if fields.one_of(DatePrecision, "date_precision", actual) is not actual:
        raise DataError("a date_precision that is not the date's", value=text, expected=actual)
    if date is None and basis is not DateBasis.NONE:
        raise DataError("a date_basis without a date", value=basis, expected="none")
    return date


def _evidence_record(evidence: Evidence) -> dict[str, object]:
    record: dict[str, object] = {"quote": evidence.quote, "start": evidence.start, "end": evidence.end}
    if evidence.marks:
        record["marks"] = [[mark.role, mark.start, mark.end] for mark in evidence.marks]
    return record


def _evidence_from(fields: _Fields) -> Evidence:
    fields.check_keys(frozenset(("quote", "start", "end", "marks")), ("quote", "start", "end"))
    return Evidence(
        quote=fields.text("quote"),
        start=fields.whole("start"),
        end=fields.whole("end"),
        marks=tuple(_mark_from(mark) for mark in fields.list_of("marks")),
    )


def _mark_from(value: object) -> Mark:
    match value:
        case [str(role), int(start), int(end)] if not isinstance(start, bool) and not isinstance(end, bool):
            return Mark(role=role, start=start, end=end)
    raise DataError("not a mark", value=value, expected="[role, start, end]")
