"""GDELT 1.0 and 2.0: events coded from news by machine, with the mentions that tell how sure the coder was.

Most rows are no ties between two states, and many say again what another row says; what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as calendar_date
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import ActorRef, Claim, Dataset, Date, Modality, Place, Record
from kgraph.model.dataset import FieldValue
from kgraph.ontology import EVENT_TYPES
from kgraph.sources.cameo_actors import CameoActors
from kgraph.sources.cameo_events import PloverEvent, full_code, is_shared, plover_event
from kgraph.sources.gdelt_files import LAYOUTS, MENTION_COLUMNS, TabRow, columns_in, tab_rows
from kgraph.sources.gdelt_mentions import Mentions, read_mentions
from kgraph.sources.seam import Fate, ImportedRow, ImportOptions, Outcome, RowProblem, Source

_TERMS: Final = (
    "Free for any use without fee; use and redistribution must cite the GDELT Project and link to "
    "https://www.gdeltproject.org/"
)
_CITATION: Final = (
    "The GDELT Project, https://www.gdeltproject.org/; Leetaru, Kalev, and Philip A. Schrodt (2013): GDELT: Global "
    "Data on Events, Location, and Tone, 1979-2012. ISA Annual Convention."
)
GDELT_1: Final = Dataset(
    id="gdelt-1.0", title="GDELT 1.0 Event Database", version="1.0", publisher="The GDELT Project", license=_TERMS,
    citation=_CITATION, url="https://www.gdeltproject.org/data.html",
)  # fmt: skip
GDELT_2: Final = Dataset(
    id="gdelt-2.0", title="GDELT 2.0 Event Database", version="2.0", publisher="The GDELT Project", license=_TERMS,
    citation=_CITATION, url="https://www.gdeltproject.org/data.html",
)  # fmt: skip
EXTRACTOR: Final = "gdelt/1"
OPTIONS: Final = {
    "confidence": "confidence of a row of which no mention is known (0.6)",
    "min-confidence": "least confidence of rows that are kept (0)",
    "one-a-day": "merge rows of one day with the same actors and event (yes)",
    "domestic": "keep rows between two actors of one state (no)",
    "stateless": "keep actors that are of no state and no known group (no)",
    "one-sided": "keep rows without a second actor where their type allows it (no)",
    "root-only": "keep only events from the lead paragraph of their article (no)",
}
_DOUBTFUL: Final = 0.3
"""The confidence of a row whose date cannot be right: too low to support a plain edge."""
_MOST_DAYS: Final = 7
"""How many days an event may lie from the day its row was added; the news is coded within hours."""
_NUMBERS: Final = (
    ("QuadClass", "quad"),
    ("GoldsteinScale", "goldstein"),
    ("NumMentions", "mentions"),
    ("NumSources", "sources"),
    ("NumArticles", "articles"),
    ("AvgTone", "tone"),
    ("IsRootEvent", "root"),
    ("ActionGeo_Lat", "latitude"),
    ("ActionGeo_Long", "longitude"),
)
_WHOLE: Final = frozenset({"quad", "mentions", "sources", "articles", "root"})
_TEXTS: Final = (
    ("Actor1Code", "actor"),
    ("Actor2Code", "recipient"),
    ("Actor1Name", "actorName"),
    ("Actor2Name", "recipientName"),
    ("DATEADDED", "added"),
)


def read_gdelt(files: Sequence[Path], options: ImportOptions) -> Iterator[Outcome]:
    """The rows of files of events; files of mentions among them are read first.

    Raises:
        DataError: a file cannot be read or is another table, no file has events, or an option has no such value.
    """
    rules = _Rules(options)
    counts = {path: columns_in(path) for path in files}
    events = [path for path in files if counts[path] in LAYOUTS]
    if not events:
        raise DataError("no file of events", value=[str(path) for path in files], expected="57, 58 or 61 columns")
    mentions, problems = read_mentions([path for path in files if counts[path] == len(MENTION_COLUMNS)])
    yield from problems
    reader = _Reader(rules, CameoActors(options.gazetteer), mentions)
    for path in events:
        for row in tab_rows(path):
            yield row if isinstance(row, RowProblem) else reader.outcome(row, counts[path])


class _Rules:
    """The options, read."""

    def __init__(self, options: ImportOptions) -> None:
        self.confidence = options.number("confidence", default=0.6)
        self.least = options.number("min-confidence", default=0.0)
        self.one_a_day = options.flag("one-a-day", default=True)
        self.domestic = options.flag("domestic", default=False)
        self.stateless = options.flag("stateless", default=False)
        self.one_sided = options.flag("one-sided", default=False)
        self.root_only = options.flag("root-only", default=False)


class _Drop(Exception):  # noqa: N818 — no error: the row is well formed and left out
    """A row is left out, and why."""


class _Reader:
    """Makes claims of rows; remembers what the rows added on one day say, and in the old files those of one day."""

    def __init__(self, rules: _Rules, actors: CameoActors, mentions: Mentions) -> None:
        self._rules, self._actors, self._mentions = rules, actors, mentions
        self._day = ""
        self._told: dict[tuple[object, ...], str] = {}
        self._dates: dict[str, Date] = {}

    def outcome(self, row: TabRow, columns: int) -> Outcome:
        """What becomes of a row of a file whose first row has so many columns."""
        if len(row.cells) != columns:
            return row.problem(
                Fate.MALFORMED, "a row of another number of columns", len(row.cells), f"{columns} columns"
            )  # fmt: skip
        cells = dict(zip(LAYOUTS[columns], row.cells, strict=True))
        try:
            return self._kept(row, cells, columns)
        except _Drop as reason:
            return row.problem(Fate.DROPPED, str(reason))
        except DataError as error:
            return row.problem(Fate.MALFORMED, error.problem, error.value, error.expected)

    def _kept(self, row: TabRow, cells: dict[str, str], columns: int) -> Outcome:
        event_id = cells["GLOBALEVENTID"]
        if not (event_id.isascii() and event_id.isdigit()):
            raise DataError("no id of an event", value=event_id, expected="digits")
        date = self._date(cells["SQLDATE"])
        code = full_code(cells["EventCode"], root=cells["EventRootCode"] or None)
        event = plover_event(code)
        notes = row.notes if code == cells["EventCode"] else (*row.notes, "leading zero put back")
        fields = self._fields(cells, code)
        if event is None:
            raise _Drop("a statement or an appeal, which PLOVER leaves out")
        if self._rules.root_only and cells["IsRootEvent"] != "1":
            raise _Drop("not from the lead paragraph")
        actor, recipient = self._ends(cells, event)
        # Files up to March 2013 were all added on one day, years behind the events.
        together = cells["SQLDATE"] if columns == 57 else cells["DATEADDED"][:8]
        doubt = None if columns == 57 else _doubt(date, cells["DATEADDED"])
        confidence = self._confidence(event_id, doubtful=doubt is not None)
        merged = self._told_already(together, date, code, actor, recipient)
        if merged is not None:
            return row.problem(Fate.MERGED, "the same actors and event on one day", event_id, f"row {merged} tells it")
        claim = Claim(
            document=(GDELT_2 if columns == 61 else GDELT_1).iri,
            actor=actor,
            recipient=recipient,
            relation=event.relation,
            event_type=event.event_type,
            mode=event.mode,
            contexts=event.contexts,
            date=date,
            place=self._place(cells),
            modality=Modality.REPORTED,
            confidence=confidence,
            extractor=EXTRACTOR,
            record=Record(
                id=event_id,
                url=cells.get("SOURCEURL") or None,
                fields=(*fields, *self._mentions.fields_of(event_id)),
            ),
        )
        self._remember(date, code, actor, recipient, event_id)
        return ImportedRow(
            file=row.file, row=row.row, claims=(claim,), notes=notes if doubt is None else (*notes, doubt)
        )  # fmt: skip

    def _date(self, text: str) -> Date:
        date = self._dates.get(text)
        if date is None:
            if len(text) != 8 or not (text.isascii() and text.isdigit()):
                raise DataError("not a date", value=text, expected="YYYYMMDD")
            date = self._dates[text] = Date(start=f"{text[:4]}-{text[4:6]}-{text[6:]}")
        return date

    def _ends(self, cells: dict[str, str], event: PloverEvent) -> tuple[ActorRef, ActorRef | None]:
        actor, recipient = self._end(cells, "Actor1"), self._end(cells, "Actor2")
        if actor is None:
            raise _Drop("no first actor")
        if recipient is None:
            if not self._rules.one_sided or EVENT_TYPES[event.event_type].needs_recipient:
                raise _Drop("no second actor")
        elif recipient.id == actor.id:
            raise _Drop("an actor with itself")
        elif recipient.rollup == actor.rollup and not self._rules.domestic:
            raise _Drop("two actors of one state")
        for end in (actor, recipient):
            if end is not None and not self._rules.stateless and not self._actors.is_placed(end):
                raise _Drop("an actor of no state and no known group")
        return actor, recipient

    def _end(self, cells: dict[str, str], which: str) -> ActorRef | None:
        code = cells[f"{which}Code"]
        if not code:
            return None
        roles = tuple(role for number in "123" if (role := cells[f"{which}Type{number}Code"]))
        return self._actors.ref(
            code, country=cells[f"{which}CountryCode"], group=cells[f"{which}KnownGroupCode"], roles=roles
        )  # fmt: skip

    def _confidence(self, event_id: str, *, doubtful: bool) -> float:
        known = self._mentions.confidence_of(event_id)
        confidence = self._rules.confidence if known is None else known
        confidence = min(confidence, _DOUBTFUL) if doubtful else confidence
        if confidence < self._rules.least:
            raise _Drop("confidence too low")
        return confidence

    def _told_already(
        self, together: str, date: Date, code: str, actor: ActorRef, recipient: ActorRef | None
    ) -> str | None:
        """The id of a row that tells the same, among those since the day that keeps them together began."""
        if not self._rules.one_a_day:
            return None
        if together != self._day:
            self._day = together
            self._told.clear()
        return self._told.get(_key(date, code, actor, recipient))

    def _remember(self, date: Date, code: str, actor: ActorRef, recipient: ActorRef | None, event_id: str) -> None:
        if self._rules.one_a_day:
            self._told[_key(date, code, actor, recipient)] = event_id

    def _place(self, cells: dict[str, str]) -> Place | None:
        name = cells["ActionGeo_FullName"]
        if not name:
            return None
        # Type 1 is a whole country; the ids of smaller places are of no scheme that is in use elsewhere.
        whole = cells["ActionGeo_Type"] == "1"
        return Place(name=name, id=self._actors.id_of_fips(cells["ActionGeo_CountryCode"]) if whole else None)

    def _fields(self, cells: dict[str, str], code: str) -> list[tuple[str, FieldValue]]:
        fields: list[tuple[str, FieldValue]] = [("event", code)]
        fields += [(name, cells[column]) for column, name in _TEXTS if cells[column]]
        fields += [(name, _number(cells[column], column, name)) for column, name in _NUMBERS if cells[column]]
        country = self._actors.state_of_fips(cells["ActionGeo_CountryCode"])
        return fields if country is None else [*fields, ("country", country)]


def _key(date: Date, code: str, actor: ActorRef, recipient: ActorRef | None) -> tuple[object, ...]:
    """What two rows share that tell the same: to host a visit is to be visited, and talks have no direction."""
    ends = (actor.id, "" if recipient is None else recipient.id)
    if code == "043":
        return date.start, "042", *ends[::-1]
    return date.start, code, *(sorted(ends) if is_shared(code) else ends)


def _doubt(date: Date, added: str) -> str | None:
    """What is odd about the day of an event, given the day on which its row was added."""
    try:
        when = calendar_date(int(added[:4]), int(added[4:6]), int(added[6:8]))
    except ValueError:
        raise DataError("not a date", value=added, expected="YYYYMMDD or YYYYMMDDHHMMSS") from None
    day = calendar_date.fromisoformat(date.start)
    if abs((when - day).days) <= _MOST_DAYS:
        return None
    if (day.month, day.day) == (when.month, when.day):
        return "dated a whole year off the day it was added"
    return "dated more than a week off the day it was added"


def _number(text: str, column: str, name: str) -> int | float:
    try:
        return int(text) if name in _WHOLE else float(text)
    except ValueError:
        raise DataError(f"{column} is no number", value=text, expected="a number") from None


GDELT: Final = Source(
    name="gdelt",
    title="GDELT 1.0 and 2.0 events, with mentions; plain or zipped",
    importer=read_gdelt,
    datasets=lambda options: (GDELT_1, GDELT_2),
    options=OPTIONS,
)
