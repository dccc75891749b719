"""GDELT 1.0 and 2.0: events coded from news by machine, with the mentions that tell how sure the coder was.

Most rows are no ties between two states, and many say again what another row says; what is left out is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import ActorRef, Claim, Dataset, Date, Modality, Record
from kgraph.model.dataset import FieldValue, RecordFields
from kgraph.ontology import EVENT_TYPES
from kgraph.sources.cameo_actors import CameoActors
from kgraph.sources.cameo_events import PloverEvent, is_shared
from kgraph.sources.gdelt_cells import Coded, Columns, End, number_in, whole_in
from kgraph.sources.gdelt_files import LAYOUTS, MENTION_COLUMNS, TabRow, columns_in, tab_rows
from kgraph.sources.gdelt_mentions import Mentions, read_mentions
from kgraph.sources.rows import LeftOut, Told
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
_IRIS: Final = {57: GDELT_1.iri, 58: GDELT_1.iri, 61: GDELT_2.iri}
"""The data set of a file by the number of its columns."""
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
_STATEMENT: Final = "a statement or an appeal, which PLOVER leaves out"


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
    reader = _Reader(rules, mentions)
    actors = CameoActors(options.gazetteer)
    layouts = {count: Columns(count, actors) for count in sorted({counts[path] for path in events})}
    for path in events:
        columns = layouts[counts[path]]
        for row in tab_rows(path):
            yield row if isinstance(row, RowProblem) else reader.outcome(row, columns)


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

    def __init__(self, rules: _Rules, mentions: Mentions) -> None:
        self._rules, self._mentions = rules, mentions
        self._day = ""
        self._told: dict[tuple[object, ...], str] = {}
        self._ids: defaultdict[str, Told] = defaultdict(Told)

    def outcome(self, row: TabRow, columns: Columns) -> Outcome:
        """What becomes of a row of a file with these columns."""
        if len(row.cells) != columns.count:
            return row.problem(
                Fate.MALFORMED, "a row of another number of columns", len(row.cells), f"{columns.count} columns"
            )  # fmt: skip
        try:
            return self._kept(row, columns)
        except _Drop as reason:
            return row.problem(Fate.DROPPED, str(reason))
        except LeftOut as again:
            return row.problem(again.fate, again.reason, again.value, again.expected)
        except DataError as error:
            return row.problem(Fate.MALFORMED, error.problem, error.value, error.expected)

    def _kept(self, row: TabRow, columns: Columns) -> Outcome:
        cells = row.cells
        event_id, root, tone, added = (text.strip() for text in columns.single(cells))
        if not (event_id.isascii() and event_id.isdigit()):
            raise DataError("no id of an event", value=event_id, expected="digits")
        date, coded = columns.date.of(cells), columns.coded.of(cells)
        counts, own = columns.counts.of(cells), list[tuple[str, FieldValue]]()
        if tone:
            own.append(("tone", number_in(tone, "AvgTone")))
        if root:
            own.append(("root", whole_in(root, "IsRootEvent")))
        where = columns.where.of(cells)
        event, first, second = self._event(coded, root), columns.actor.of(cells), columns.recipient.of(cells)
        actor, recipient = self._pair(first, second, event)
        doubt = columns.doubt.of(cells) if columns.has_sources else ""
        confidence = self._confidence(event_id, doubtful=doubt != "")
        # Files up to March 2013 were all added on one day, years behind the events.
        together = added[:8] if columns.has_sources else date.start
        merged = self._told_already(together, date, coded.code, actor, recipient)
        if merged is not None:
            return row.problem(Fate.MERGED, "the same actors and event on one day", event_id, f"row {merged} tells it")
        self._ids[_IRIS[columns.count]].check_row(event_id, hash(tuple(cells)), row.row)
        if added:
            own.append(("added", added))
        own += self._mentions.fields_of(event_id)
        fields = (coded.fields, counts, where.fields, first.fields, second.fields, RecordFields.of(own))
        claim = Claim(
            document=_IRIS[columns.count],
            actor=actor,
            recipient=recipient,
            relation=event.relation,
            event_type=event.event_type,
            mode=event.mode,
            contexts=event.contexts,
            date=date,
            place=where.place,
            modality=Modality.REPORTED,
            confidence=confidence,
            extractor=EXTRACTOR,
            record=Record(
                id=event_id,
                url=cells[-1].strip() or None if columns.has_sources else None,
                fields=RecordFields.joined(fields),
            ),
        )
        self._remember(date, coded.code, actor, recipient, event_id)
        notes = (*row.notes, *(("leading zero put back",) if coded.mended else ()), *((doubt,) if doubt else ()))
        return ImportedRow(file=row.file, row=row.row, claims=(claim,), notes=notes)

    def _event(self, coded: Coded, root: str) -> PloverEvent:
        if coded.event is None:
            raise _Drop(_STATEMENT)
        if self._rules.root_only and root != "1":
            raise _Drop("not from the lead paragraph")
        return coded.event

    def _pair(self, first: End, second: End, event: PloverEvent) -> tuple[ActorRef, ActorRef | None]:
        rules, actor, recipient = self._rules, first.ref, second.ref
        if actor is None:
            raise _Drop("no first actor")
        if recipient is None:
            if not rules.one_sided or EVENT_TYPES[event.event_type].needs_recipient:
                raise _Drop("no second actor")
        elif recipient.id == actor.id:
            raise _Drop("an actor with itself")
        elif second.rollup == first.rollup and not rules.domestic:
            raise _Drop("two actors of one state")
        if not rules.stateless and not (first.placed and second.placed):
            raise _Drop("an actor of no state and no known group")
        return actor, recipient

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


def _key(date: Date, code: str, actor: ActorRef, recipient: ActorRef | None) -> tuple[object, ...]:
    """What two rows share that tell the same: to host a visit is to be visited, and talks have no direction."""
    ends = (actor.id, "" if recipient is None else recipient.id)
    if code == "043":
        return date.start, "042", *ends[::-1]
    return date.start, code, *(sorted(ends) if is_shared(code) else ends)


GDELT: Final = Source(
    name="gdelt",
    title="GDELT 1.0 and 2.0 events, with mentions; plain or zipped",
    importer=read_gdelt,
    datasets=lambda options: (GDELT_1, GDELT_2),
    options=OPTIONS,
)
