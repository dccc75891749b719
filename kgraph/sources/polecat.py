"""POLECAT: news from 2018 on, coded by machine in PLOVER, with actors by name, country, sector and Wikidata id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import ActorRef, Claim, Dataset, Date, DateBasis, Modality, Place, Record
from kgraph.model.dataset import FieldValue
from kgraph.sources.delimited import Layout, TableRow
from kgraph.sources.naming import naming_of
from kgraph.sources.plover_actors import End, PloverActors
from kgraph.sources.plover_terms import Terms, terms_of
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
from kgraph.sources.seam import ImportOptions, Outcome, Source

POLECAT_EVENTS: Final = Dataset(
    id="polecat",
    title="POLECAT: Political Event Classification, Attributes, and Types",
    publisher="Harvard Dataverse",
    license="The terms of use on the page of the files",
    citation="Scarborough, Grace I.; Bagozzi, Benjamin E.; Beger, Andreas; Berrie, John; Halterman, Andrew; Schrodt, "
    'Philip A.; Spivey, Jevon, 2023, "POLECAT Weekly Data", https://doi.org/10.7910/DVN/AJGVIT, Harvard Dataverse',
    url="https://doi.org/10.7910/DVN/AJGVIT",
)
EXTRACTOR: Final = "polecat/1"
OPTIONS: Final = {
    "confidence": "confidence of each row (0.7)",
    "expand": "make a claim of each pair where a row has several actors or recipients (no)",
    **END_OPTIONS,
}
_MOST_PAIRS: Final = 400
"""The pairs of a meeting of twenty; a row that names more is a list of participants."""
_LAYOUT: Final = Layout(
    columns={
        "id": ["Event ID"],
        "date": ["Event Date"],
        "event": ["Event Type"],
        "mode": ["Event Mode"],
        "intensity": ["Intensity", "Event Intensity"],
        "quad": ["Quad Code"],
        "contexts": ["Contexts"],
        "actorName": ["Actor Name"],
        "actorCountry": ["Actor Country"],
        "actorCow": ["Actor COW"],
        "actorSector": ["Primary Actor Sector"],
        "actorSectors": ["Actor Sectors"],
        "actorTitle": ["Actor Title"],
        "actorRaw": ["Actor Name Raw"],
        "actorId": ["Wikipedia Actor ID"],
        "recipientName": ["Recipient Name"],
        "recipientCountry": ["Recipient Country"],
        "recipientCow": ["Recipient COW"],
        "recipientSector": ["Primary Recipient Sector"],
        "recipientSectors": ["Recipient Sectors"],
        "recipientTitle": ["Recipient Title"],
        "recipientRaw": ["Recipient Name Raw"],
        "recipientId": ["Wikipedia Recipient ID"],
        "placename": ["Placename"],
        "city": ["City"],
        "district": ["District"],
        "province": ["Province"],
        "country": ["Country"],
        "latitude": ["Latitude"],
        "longitude": ["Longitude"],
        "geonames": ["GeoNames ID"],
        "placeRaw": ["Raw Placename"],
        "feature": ["Feature Type"],
        "publisher": ["Source"],
        "published": ["Publication Date"],
        "people": ["Story People"],
        "organizations": ["Story Organizations"],
        "locations": ["Story Locations"],
        "language": ["Language"],
        "version": ["Version"],
    },
    required=("id", "date", "event", "actorName", "recipientName"),
    missing=frozenset({"None", "none", "nan", "NA"}),
    complete=True,
)
_TEXTS: Final = (
    *("actorName", "actorSectors", "actorTitle", "actorRaw", "actorId"),
    *("recipientName", "recipientSectors", "recipientTitle", "recipientRaw", "recipientId"),
    *("publisher", "published", "language", "version", "mode", "contexts"),
)
_NUMBERS: Final = ("intensity", "latitude", "longitude")
_BETWEEN: Final = ";"
"""What stands between several values of one field."""


def read_polecat(files: Sequence[Path], options: ImportOptions) -> Iterator[Outcome]:
    """The rows of yearly or weekly files; columns go by their names, in any order.

    Raises:
        DataError: a file cannot be read or is another table, or an option has no such value.
    """
    yield from rows_made(files, _LAYOUT, _Reader(options).made)


class _Reader:
    def __init__(self, options: ImportOptions) -> None:
        self._rules = EndRules.of(options)
        self._confidence = options.number("confidence", default=0.7)
        self._expand = options.flag("expand", default=False)
        self._naming = naming_of(options.gazetteer)
        self._actors = PloverActors(self._naming)
        self._told = Told()

    def made(self, row: TableRow) -> Made:
        number = row.get("id")
        if number is None:
            raise DataError("a row without an id", expected="a value of Event ID")
        date = _date(row)
        terms = terms_of(row.get("event") or "", _several(row, "mode"), _several(row, "contexts"))
        fields = self._fields(row, terms)
        pairs = self._pairs(row, date, terms)
        self._told.check_row(number, content_of(row), row.row)
        claims = tuple(
            Claim(
                document=POLECAT_EVENTS.iri,
                actor=actor,
                recipient=recipient,
                relation=terms.relation,
                event_type=terms.event_type,
                mode=terms.mode,
                contexts=terms.contexts,
                date=date,
                place=_place(row),
                modality=Modality.REPORTED,
                confidence=self._confidence,
                extractor=EXTRACTOR,
                record=Record(id=number if len(pairs) == 1 else f"{number}/{place}", fields=tuple(fields)),
            )
            for place, (actor, recipient) in enumerate(pairs, 1)
        )
        return Made(claims, terms.notes)

    def _pairs(self, row: TableRow, date: Date | None, terms: Terms) -> list[tuple[ActorRef, ActorRef | None]]:
        """Who does it to whom; of several, each with each where that is asked for."""
        on = None if date is None else date.first_day
        actors, recipients = (
            [self._actors.ref(end, on) for end in _ends(row, which)] for which in ("actor", "recipient")
        )  # fmt: skip
        if len(actors) <= 1 and len(recipients) <= 1:
            actor, recipient = next(iter(actors), None), next(iter(recipients), None)
            return [(self._rules.check(actor, recipient, terms.event_type), recipient)]
        if not self._expand:
            raise LeftOut("several actors on one side", value=row.get("actorName"), expected="the option expand=yes")
        firsts: list[ActorRef | None] = [*actors] or [None]
        seconds: list[ActorRef | None] = [*recipients] or [None]
        if (count := len(firsts) * len(seconds)) > _MOST_PAIRS:
            raise LeftOut("more pairs than a meeting has", value=count, expected=f"{_MOST_PAIRS} at the most")
        pairs: dict[tuple[str, str], tuple[ActorRef, ActorRef | None]] = {}
        refused: list[LeftOut] = []
        for actor, recipient in product(firsts, seconds):
            try:
                kept = self._rules.check(actor, recipient, terms.event_type)
            except LeftOut as left:
                refused.append(left)
                continue
            pairs.setdefault((kept.id, "" if recipient is None else recipient.id), (kept, recipient))
        if not pairs:
            raise refused[0]
        return [*pairs.values()]

    def _fields(self, row: TableRow, terms: Terms) -> list[tuple[str, FieldValue]]:
        fields: list[tuple[str, FieldValue]] = [("event", terms.event_type), *kept_fields(row, _TEXTS, _NUMBERS)]
        for ours, theirs in (("actor", "actorCountry"), ("recipient", "recipientCountry"), ("quadName", "quad")):
            if (text := row.get(theirs)) is not None:
                fields.append((ours, text))
        return [*fields, *country_field(row, self._naming)]


def _date(row: TableRow) -> Date | None:
    """The day of the event, else that of publication, as what it is."""
    text, published = row.get("date"), row.get("published")
    if text is not None or published is None:
        return day_of(text)
    return Date(start=day_of(published).start, basis=DateBasis.DOCUMENT)


def _several(row: TableRow, name: str) -> list[str]:
    values = (row.get(name) or "").replace(",", _BETWEEN).split(_BETWEEN)
    return [value for text in values if (value := text.strip()) and value not in _LAYOUT.missing]


def _ends(row: TableRow, which: str) -> list[End]:
    """The actors of one side. What belongs to each is what stands at its place, or the one value that all share."""
    columns = {
        name: [text.strip() for text in (row.get(f"{which}{name}") or "").split(_BETWEEN)]
        for name in ("Name", "Country", "Sector", "Raw", "Id")
    }
    count = max(len(columns["Name"]), len(columns["Id"]) if columns["Name"] == [""] else 0)
    if columns["Name"] == [""]:
        count = max(count, len(columns["Country"]))

    def at(name: str, place: int) -> str | None:
        values = columns[name]
        value = values[place] if len(values) == count else values[0] if len(values) == 1 else ""
        return value if value and value not in _LAYOUT.missing else None

    ends = (
        End(
            name=at("Name", place) or (at("Raw", place) if count == 1 else None),
            country=at("Country", place),
            sector=at("Sector", place),
            wikidata=at("Id", place),
        )
        for place in range(count)
    )
    return [end for end in ends if end.is_somebody]


def _place(row: TableRow) -> Place | None:
    name = ", ".join(place_parts(row)) or row.get("placename") or row.get("placeRaw")
    if name is None:
        return None
    number = (row.get("geonames") or "").removesuffix(".0")
    return Place(name=name, id=f"gn:{number}" if number.isascii() and number.isdigit() else None)


POLECAT: Final = Source(
    name="polecat",
    title="POLECAT events in PLOVER, from 2018 on; plain or zipped",
    importer=read_polecat,
    datasets=lambda options: (POLECAT_EVENTS,),
    options=OPTIONS,
)
