"""ICEWS coded events: news of 1995 to 2023 coded by machine in CAMEO, with actors by name, country and sectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import Actor, ActorRef, Claim, Dataset, Date, Modality, Place, Record
from kgraph.model.dataset import FieldValue
from kgraph.sources.cameo_events import full_code, is_shared, plover_event, plover_table
from kgraph.sources.delimited import Layout, TableRow
from kgraph.sources.icews_actors import GENERIC, sector_of_list
from kgraph.sources.naming import Naming, key_of, naming_of, unknown_ref
from kgraph.sources.rows import (
    END_OPTIONS,
    EndRules,
    LeftOut,
    Made,
    Told,
    content_of,
    country_field,
    day_of,
    kept_fields,
    place_parts,
    rows_made,
)
from kgraph.sources.seam import Fate, ImportOptions, Outcome, Source

ICEWS_EVENTS: Final = Dataset(
    id="icews",
    title="ICEWS Coded Event Data",
    publisher="Harvard Dataverse",
    license="The terms of use on the page of the files",
    citation="Boschee, Elizabeth; Lautenschlager, Jennifer; O'Brien, Sean; Shellman, Steve; Starz, James; Ward, "
    'Michael, 2015, "ICEWS Coded Event Data", https://doi.org/10.7910/DVN/28075, Harvard Dataverse',
    url="https://doi.org/10.7910/DVN/28075",
)
EXTRACTOR: Final = "icews/1"
OPTIONS: Final = {"confidence": "confidence of each row (0.7)", **END_OPTIONS}
_LAYOUT: Final = Layout(
    columns={
        "id": ["Event ID"],
        "date": ["Event Date"],
        "actorName": ["Source Name"],
        "actorSectors": ["Source Sectors"],
        "actorCountry": ["Source Country"],
        "text": ["Event Text"],
        "event": ["CAMEO Code"],
        "intensity": ["Intensity"],
        "recipientName": ["Target Name"],
        "recipientSectors": ["Target Sectors"],
        "recipientCountry": ["Target Country"],
        "story": ["Story ID"],
        "sentence": ["Sentence Number"],
        "publisher": ["Publisher"],
        "city": ["City"],
        "district": ["District"],
        "province": ["Province"],
        "country": ["Country"],
        "latitude": ["Latitude"],
        "longitude": ["Longitude"],
    },
    required=("id", "date", "actorName", "event", "recipientName"),
    missing=frozenset({"NA", "NULL", "None", "nan"}),
)
"""ICEWS has no codes in these columns, so `NA` is never Namibia."""
_TEXTS: Final = (
    *("actorName", "actorSectors", "actorCountry", "recipientName", "recipientSectors", "recipientCountry"),
    *("story", "sentence", "publisher"),
)
_NUMBERS: Final = ("intensity", "latitude", "longitude")


def read_icews(files: Sequence[Path], options: ImportOptions) -> Iterator[Outcome]:
    """The rows of files of coded events.

    Raises:
        DataError: a file cannot be read or is another table, or an option has no such value.
    """
    yield from rows_made(files, _LAYOUT, _Reader(options).made)


class _Reader:
    def __init__(self, options: ImportOptions) -> None:
        self._rules = EndRules.of(options)
        self._confidence = options.number("confidence", default=0.7)
        self._naming = naming_of(options.gazetteer)
        self._rows, self._sentences = Told(), Told()

    def made(self, row: TableRow) -> Made:
        date = day_of(row.get("date"))
        number = _digits(row, "id")
        given = row.get("event") or ""
        code = _code(given)
        notes = ["leading zero put back"] if code != given else []
        event = plover_event(code)
        fields = _fields(row, code, self._naming)
        if event is None:
            raise LeftOut("a statement or an appeal, which PLOVER leaves out", value=code)
        ends = [self._end(row, which, date, notes) for which in ("actor", "recipient")]
        actor = self._rules.check(ends[0], ends[1], event.event_type)
        key = f"{number}/{date}"
        self._check_told(row, key, (str(date), code, actor.id, ends[1].id if ends[1] is not None else ""))
        claim = Claim(
            document=ICEWS_EVENTS.iri,
            actor=actor,
            recipient=ends[1],
            relation=event.relation,
            event_type=event.event_type,
            mode=event.mode,
            contexts=event.contexts,
            date=date,
            place=self._place(row),
            modality=Modality.REPORTED,
            confidence=self._confidence,
            extractor=EXTRACTOR,
            record=Record(id=key, fields=tuple(fields)),
        )
        return Made((claim,), tuple(notes))

    def _check_told(self, row: TableRow, key: str, says: tuple[str, str, str, str]) -> None:
        """Leave out a row that is there again, and one of the two that ICEWS writes of every meeting."""
        self._rows.check_row(key, content_of(row), row.row)
        date, code, first, second = says
        if code == "043":
            code, first, second = "042", second, first
        elif is_shared(code):
            first, second = sorted((first, second))
        sentence = (row.get("story"), row.get("sentence"), date, code, first, second)
        if (earlier := self._sentences.earlier(sentence)) is not None:
            reason = "the same actors and event of one sentence"
            raise LeftOut(reason, fate=Fate.MERGED, value=key, expected=f"row {earlier} tells it")
        self._sentences.remember(sentence, row.row)

    def _end(self, row: TableRow, which: str, date: Date, notes: list[str]) -> ActorRef | None:
        """Who stands in the columns of an end: a state, a role of one, somebody known, or a name with its state."""
        name = row.get(f"{which}Name")
        if name is None:
            return None
        country = row.get(f"{which}Country")
        state = None if country is None else self._naming.state(country, date.start)
        if country is not None and state is None:
            notes.append("a country that is not known")
        itself = self._naming.state(name, date.start)
        if itself is not None and (state is None or itself.state == state.state):
            return self._naming.ref(itself.id)
        sector = sector_of_list(row.get(f"{which}Sectors"))
        role, place = self._naming.placed(name)
        place = state if place is not None and state is not None else place
        if place is not None and key_of(role) in GENERIC:
            return self._of_state(place, GENERIC[key_of(role)] or sector)
        known = self._naming.somebody(name)
        if known is None:
            return unknown_ref(name, state=state, sector=sector)
        ref = self._naming.ref(known.id, date.start)
        if state is None or ref.state in (None, state.state):
            return ref
        notes.append("a namesake elsewhere")
        return unknown_ref(f"{name} ({state.label})", state=state, sector=sector)

    def _of_state(self, state: Actor, sector: str | None) -> ActorRef:
        actor = state if sector is None else self._naming.sector(state, sector) or state
        return self._naming.ref(actor.id)

    def _place(self, row: TableRow) -> Place | None:
        parts = place_parts(row)
        if not parts:
            return None
        whole = self._naming.state(parts[0]) if len(parts) == 1 and row.get("country") is not None else None
        return Place(name=", ".join(parts), id=None if whole is None else whole.id)


def _code(given: str) -> str:
    """The code, which has three digits or four: a shorter one has lost its zero, and so has one of no root."""
    code = full_code(f"0{given}" if len(given) == 2 else given)
    if code != given and code not in plover_table() and not code.startswith(("01", "02")):
        raise DataError("no CAMEO code", value=given, expected="a code of the roots 01 to 20, such as 042")
    return code


def _digits(row: TableRow, name: str) -> str:
    text = row.get(name) or ""
    if not (text.isascii() and text.isdigit()):
        raise DataError("no id of an event", value=text, expected="digits")
    return text


def _fields(row: TableRow, code: str, naming: Naming) -> list[tuple[str, FieldValue]]:
    return [("event", code), *kept_fields(row, _TEXTS, _NUMBERS), *country_field(row, naming)]


ICEWS: Final = Source(
    name="icews",
    title="ICEWS coded events, 1995 to 2023; plain or zipped",
    importer=read_icews,
    datasets=lambda options: (ICEWS_EVENTS,),
    options=OPTIONS,
)
