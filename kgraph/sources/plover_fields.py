"""The fields of a PLOVER record in JSON under all the names they go by, each of the kind it should be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kgraph.errors import DataError, UnknownNameError
from kgraph.model import ActorRef, Attribution, Date, DateBasis, Evidence, Mark, Modality, Place, Polarity
from kgraph.model.dataset import FieldValue
from kgraph.model.laws import digest
from kgraph.ontology import relation as known_relation
from kgraph.sources.delimited import NOT_UTF8, TableRow
from kgraph.sources.files import read_lines
from kgraph.sources.plover_actors import End
from kgraph.sources.plover_terms import Terms
from kgraph.sources.rows import day_of
from kgraph.sources.seam import Fate, RowProblem

_ENDS: Final = {"actor": ("actor", "source", "ACTOR"), "recipient": ("recipient", "target", "RECIP")}
_NAMES: Final = ("identifier_text", "entity_name", "wiki", "entity_text", "actorText", "raw_text", "text")
_COUNTRIES: Final = ("code", "country_code", "country_name", "country")
_SECTORS: Final = ("sector", "sector_code", "code_1")
_WIKIDATA: Final = ("identifier_id", "wikidata_id", "qid")
_PLACES: Final = ("resolved_place", "extracted_place", "name", "city", "province", "country")
_NUMBERS: Final = {"quad_code": "quad", "event_scale": "intensity", "intensity": "intensity"}
_MOST: Final = 1 << 28
"""The most characters of a file that is one list."""


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A record with its place, and a digest of its text."""

    file: str
    row: int
    record: Mapping[str, Any]
    content: str
    notes: tuple[str, ...] = ()

    def as_table_row(self) -> TableRow:
        """Its place alone, for what became of it."""
        return TableRow(file=self.file, row=self.row, fields={}, all={}, notes=self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An end as kgraph wrote it: the actor itself."""

    ref: ActorRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What kgraph writes that PLOVER has no field for; nothing of it in the records of others."""

    relation: str | None = None
    modality: Modality | None = None
    polarity: Polarity | None = None
    confidence: float | None = None
    attribution: tuple[Attribution, ...] = ()
    date: Date | None = None
    url: str | None = None

    def relation_for(self, terms: Terms) -> str:
        """The relation of an event: the one that was written, where it is of that type."""
        if self.relation is None or known_relation(self.relation).event_type != terms.event_type:
            return terms.relation
        return self.relation


def json_rows(path: Path) -> Iterator[JsonRow | RowProblem]:
    """The records of a file: one a line, or those of one list.

    Raises:
        DataError: the file cannot be read, or is a list that is too long to be read at once.
    """
    lines = read_lines(path)
    first = next(lines, None)
    while first is not None and not first.text.strip():
        first = next(lines, None)
    if first is None:
        return
    if first.text.lstrip().startswith("["):
        text = "\n" * (first.row - 1) + first.text
        pieces, length = [text], len(text)
        for line in lines:
            pieces.append(line.text)
            length += len(line.text) + 1
            if length > _MOST:
                raise DataError("a list too long to be read at once", file=str(path), expected="a record a line")
        yield from _of_list("\n".join(pieces), str(path))
        return
    row: JsonRow | RowProblem | None = _of_line(first.text, str(path), first.row, latin=first.latin)
    if row is not None:
        yield row
    for line in lines:
        row = _of_line(line.text, str(path), line.row, latin=line.latin)
        if row is not None:
            yield row


def _of_line(text: str, file: str, number: int, *, latin: bool) -> JsonRow | RowProblem | None:
    if not text.strip():
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _problem(file, number, "not JSON", text, "an object")
    return _checked(found, file, number, text, (NOT_UTF8,) if latin else ())


def _of_list(text: str, file: str) -> Iterator[JsonRow | RowProblem]:
    decoder, place, row, counted = json.JSONDecoder(), text.index("[") + 1, 1, 0
    while True:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        row, counted = row + text.count("\n", counted, place), place
        if place >= len(text) or text[place] == "]":
            if place >= len(text):
                yield _problem(file, row, "a list that does not end", None, "]")
            return
        begins = place
        try:
            found, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            yield _problem(file, row, "not JSON from here on", text[place : place + 80], "an object")
            return
        yield _checked(found, file, row, text[begins:place], ())


def _checked(found: object, file: str, row: int, text: str, notes: tuple[str, ...]) -> JsonRow | RowProblem:
    if not isinstance(found, dict):
        return _problem(file, row, "not a record", found, "an object")
    return JsonRow(file, row, found, digest("row", text.strip()), notes)


def _problem(file: str, row: int, reason: str, value: object, expected: str) -> RowProblem:
    return RowProblem(file=file, row=row, fate=Fate.MALFORMED, reason=reason, value=value, expected=expected)


def text_in(record: Mapping[str, Any], *names: str, needed: bool = False) -> str:
    """The first of the fields that holds text or a whole number, as text; the empty one where none does.

    Raises:
        DataError: it is needed and not there.
    """
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    if needed:
        raise DataError("a record without an id", value=record.get(names[0]), expected=f"text in {names[0]}")
    return ""


def listed(record: Mapping[str, Any], *names: str) -> list[str]:
    """The texts of the first of the fields that is there: one text, or a list of them.

    Raises:
        DataError: it holds anything else.
    """
    value: Any = next((record[name] for name in names if record.get(name) is not None), [])
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in values):
        raise DataError(f"field {names[0]} is no text", value=value, expected="text, or a list of texts")
    return [one.strip() for one in values if one.strip()]


def end_of(record: Mapping[str, Any], which: str) -> list[End | Held]:
    """The entities of one end.

    Raises:
        DataError: they are no entities.
    """
    attributes = record.get("attributes")
    places = [record, *([attributes] if isinstance(attributes, dict) else [])]
    found: Any = next((place[name] for place in places for name in _ENDS[which] if place.get(name)), [])
    ends = [_end(one, which) for one in (found if isinstance(found, list) else [found])]
    return [end for end in ends if isinstance(end, Held) or end.is_somebody]


def _end(value: object, which: str) -> End | Held:
    if isinstance(value, str):
        code = value.strip()
        if len(code) in (3, 6) and code.isascii() and code.isalpha() and code.isupper():
            return End(country=code[:3], sector=code[3:] or None)
        return End(name=code or None)
    if not isinstance(value, dict):
        raise DataError(f"no {which}", value=value, expected="an entity, or a list of them")
    if isinstance(value.get("kgraph_id"), str):
        sector = text_in(value, "sector") or None
        state = text_in(value, "kgraph_state") or None
        return Held(
            ref=ActorRef(id=value["kgraph_id"], name=text_in(value, *_NAMES) or "?", state=state, sector=sector)
        )
    return End(
        name=text_in(value, *_NAMES) or None,
        country=text_in(value, *_COUNTRIES) or None,
        sector=text_in(value, *_SECTORS) or None,
        wikidata=text_in(value, *_WIKIDATA) or None,
    )


def date_of(record: Mapping[str, Any]) -> Date | None:
    """When it happened: the coder's date, which it reckons from the text, before that of the story.

    Raises:
        DataError: it is no date.
    """
    resolved, end = text_in(record, "date_resolved"), text_in(record, "enddate")
    text, told = text_in(record, "date"), text_in(record, "pub_date")
    if resolved:
        return day_of(resolved)
    if text and "attributes" in record:
        # The coder's own date is that of the story.
        return Date(start=day_of(text).start, basis=DateBasis.DOCUMENT)
    if text:
        return _span(day_of(text), end)
    return Date(start=day_of(told).start, basis=DateBasis.DOCUMENT) if told else None


def _span(first: Date, end: str) -> Date:
    """From a first day to a last; a whole month or year is one."""
    if not end:
        return first
    last = day_of(end)
    for length in (7, 4):
        whole = Date(start=first.start[:length])
        if (whole.first_day, whole.last_day) == (first.start, last.start):
            return whole
    return first if last.start == first.start else Date(start=first.start, end=last.start)


def evidence_of(record: Mapping[str, Any]) -> Evidence | None:
    """The words that a record was coded from, with the places that the coder marked.

    Raises:
        DataError: a place lies outside the words.
    """
    info = record.get("text_info")
    start = info.get("start") if isinstance(info, dict) else None
    begins = start if isinstance(start, int) and not isinstance(start, bool) and start >= 0 else 0
    text = record.get("text") or (record.get("event_text") if "attributes" in record else None)
    if not isinstance(text, str) or not text.strip():
        return None
    marks = [mark for role in ("actor", "recipient") for mark in _marks(record, role, len(text), begins)]
    return Evidence(quote=text, start=begins, end=begins + len(text), marks=tuple(marks))


def _marks(record: Mapping[str, Any], role: str, length: int, begins: int) -> Iterator[Mark]:
    attributes = record.get("attributes")
    found = attributes.get(_ENDS[role][-1]) if isinstance(attributes, dict) else None
    for one in found if isinstance(found, list) else []:
        start, end = (one.get(name) if isinstance(one, dict) else None for name in ("qa_start_char", "qa_end_char"))
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length:
            yield Mark(role=role, start=begins + start, end=begins + end)


def place_of(record: Mapping[str, Any]) -> Place | None:
    """Where it happened."""
    found = record.get("event_loc") or record.get("event_geolocation")
    found = found.get("geo", found) if isinstance(found, dict) else found
    if isinstance(found, str) and found.strip():
        return Place(name=found.strip())
    if not isinstance(found, dict):
        return None
    name, number = text_in(found, *_PLACES), text_in(found, "geonameid", "geonames_id")
    own = text_in(found, "kgraph_id")
    if not name:
        return None
    return Place(name=name, id=own or (f"gn:{number}" if number.isascii() and number.isdigit() else None))


def fields_of(record: Mapping[str, Any]) -> tuple[tuple[str, FieldValue], ...]:
    """What is kept of a record beside its claim."""
    texts = {
        "event": ", ".join(listed(record, "event", "event_type")),
        "mode": ", ".join(listed(record, "mode", "event_mode")),
        "publisher": text_in(_cited(record), "publication") or text_in(record, "publication", "publisher"),
        "title": text_in(_cited(record), "title") or text_in(record, "headline"),
        "published": text_in(record, "pub_date"),
        "story": text_in(record, "story_id", "link"),
        "coder": text_in(record, "coder"),
        "comment": text_in(record, "comment"),
        "version": text_in(record, "version"),
    }
    found: list[tuple[str, FieldValue]] = [(name, text) for name, text in texts.items() if text]
    for theirs, ours in _NUMBERS.items():
        value = record.get(theirs)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append((ours, value))
    return tuple(dict(found).items())


def _cited(record: Mapping[str, Any]) -> Mapping[str, Any]:
    cited = record.get("cite_info")
    return cited if isinstance(cited, dict) else {}


def extras_of(record: Mapping[str, Any]) -> Extras:
    """What kgraph wrote into a record.

    Raises:
        DataError: it is nothing that kgraph writes.
    """
    url = text_in(_cited(record), "url") or text_in(record, "url") or None
    own = record.get("kgraph")
    if own is None:
        return Extras(url=url)
    if not isinstance(own, dict):
        raise DataError("field kgraph is no object", value=own, expected="what kgraph writes there")
    relation, date, confidence = text_in(own, "relation") or None, text_in(own, "date"), own.get("confidence")
    if relation is not None:
        _check_relation(relation)
    if confidence is not None and (isinstance(confidence, bool) or not isinstance(confidence, int | float)):
        raise DataError("not a confidence", value=confidence, expected="a number from 0 to 1")
    sources = own.get("attribution") or []
    if not isinstance(sources, list):
        raise DataError("no source", value=sources, expected="a list of objects with id and name")
    basis = _one_of(DateBasis, own.get("date_basis"))
    return Extras(
        relation=relation,
        modality=_one_of(Modality, own.get("modality")),
        polarity=_one_of(Polarity, own.get("polarity")),
        confidence=confidence,
        attribution=tuple(_source(one) for one in sources),
        date=Date.parse(date, basis=basis or DateBasis.EXPLICIT) if date else None,
        url=url,
    )


def _check_relation(name: str) -> None:
    try:
        known_relation(name)
    except UnknownNameError as error:
        raise DataError("no relation of the ontology", value=name, expected=str(error)) from None


def _one_of(kind: Any, value: object) -> Any:
    try:
        return None if value is None else kind(value)
    except ValueError:
        raise DataError(f"no {kind.__name__.lower()}", value=value, expected=", ".join(kind)) from None


def _source(value: object) -> Attribution:
    if not isinstance(value, dict):
        raise DataError("no source", value=value, expected="an object with id and name")
    return Attribution(id=text_in(value, "id"), name=text_in(value, "name"), cue=text_in(value, "cue") or None)
