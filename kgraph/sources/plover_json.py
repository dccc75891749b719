"""PLOVER's records in JSON, read and written: those of its manual and those that its coder puts out.

A file holds a record a line, or one list of them. What PLOVER has no field for stands, in what is written here, in an
object of its own, `kgraph`, so that a claim comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final

from kgraph.model import ActorRef, Claim, Modality, Polarity, Record
from kgraph.ontology import RELATIONS
from kgraph.sources.delimited import TableRow
from kgraph.sources.naming import naming_of
from kgraph.sources.own_dataset import DATASET_OPTIONS, dataset_of
from kgraph.sources.plover_actors import End, PloverActors
from kgraph.sources.plover_fields import (
    Held,
    JsonRow,
    date_of,
    end_of,
    evidence_of,
    extras_of,
    fields_of,
    json_rows,
    listed,
    place_of,
    text_in,
)
from kgraph.sources.plover_terms import Terms, terms_of
from kgraph.sources.rows import END_OPTIONS, EndRules, LeftOut, Made, Told, outcome_of
from kgraph.sources.seam import ImportOptions, Outcome, RowProblem, Source

EXTRACTOR: Final = "plover/1"
OPTIONS: Final = {"confidence": "confidence of each record that has none (0.7)", **END_OPTIONS, **DATASET_OPTIONS}
_DEFAULT: Final = "plover-records"
_MOST_PAIRS: Final = 400
_FIRM: Final = {"future": Modality.PLANNED, "hypothetical": Modality.HYPOTHETICAL}
"""PLOVER's auxiliary modes, which say how firmly an event is told; `negation` says that it is not so."""
_NOBODY: Final = ActorRef(id="urn:kgraph:actor:nobody", name="nobody")
_Pair = tuple[ActorRef, ActorRef | None]


def read_plover(files: Sequence[Path], options: ImportOptions) -> Iterator[Outcome]:
    """The records of files: a claim for each event and each pair of an actor and a recipient.

    Raises:
        DataError: a file cannot be read, or an option has no such value.
    """
    reader = _Reader(options)
    for path in files:
        for row in json_rows(path):
            if isinstance(row, RowProblem):
                yield row
            else:
                yield outcome_of(row.as_table_row(), partial(reader.made, row))


class _Reader:
    def __init__(self, options: ImportOptions) -> None:
        self._dataset = dataset_of(options, _DEFAULT)
        self._rules = EndRules.of(options)
        self._confidence = options.number("confidence", default=0.7)
        self._actors = PloverActors(naming_of(options.gazetteer))
        self._told = Told()

    def made(self, row: JsonRow, _: TableRow) -> Made:
        record = row.record
        number = text_in(record, "id", needed=True)
        base = self._base(record, number)
        date = date_of(record)
        on = None if date is None else date.first_day
        ends = ([self._ref(end, on) for end in end_of(record, which)] for which in ("actor", "recipient"))
        actors, recipients = ends
        events = listed(record, "event", "event_type")
        if not events:
            raise LeftOut("a record without an event")
        extras, notes, claims = extras_of(record), dict[str, None](), list[Claim]()
        modes, firm, positive = _firmness(listed(record, "mode", "event_mode"))
        for event in events:
            terms = terms_of(event, modes, listed(record, "context", "contexts"))
            notes |= dict.fromkeys(terms.notes)
            said = replace(
                base,
                relation=extras.relation_for(terms),
                event_type=terms.event_type,
                mode=terms.mode,
                contexts=terms.contexts,
                date=extras.date or date,
                modality=extras.modality or firm,
                polarity=extras.polarity or positive,
            )
            for actor, recipient in self._pairs(actors, recipients, terms):
                claims.append(replace(said, actor=actor, recipient=recipient))
        self._told.check_row(number, row.content, row.row)
        return Made(tuple(_numbered(claims, number)), tuple(notes))

    def _base(self, record: Mapping[str, Any], number: str) -> Claim:
        """What all claims of a record share; who does what to whom is still to be filled in."""
        extras = extras_of(record)
        return Claim(
            document=self._dataset.iri,
            actor=_NOBODY,
            relation="meetsWith",
            event_type="CONSULT",
            place=place_of(record),
            attribution=extras.attribution,
            confidence=self._confidence if extras.confidence is None else extras.confidence,
            evidence=evidence_of(record),
            extractor=EXTRACTOR,
            record=Record(id=number, url=extras.url, fields=fields_of(record)),
        )

    def _ref(self, end: End | Held, on: str | None) -> ActorRef:
        return end.ref if isinstance(end, Held) else self._actors.ref(end, on)

    def _pairs(self, actors: list[ActorRef], recipients: list[ActorRef], terms: Terms) -> list[_Pair]:
        """Who does it to whom; several who do it together, to nobody, do it with one another."""
        found: list[tuple[ActorRef | None, ActorRef | None]]
        if not recipients and len(actors) > 1 and RELATIONS[terms.relation].symmetric:
            found = [*combinations(actors, 2)]
        else:
            firsts: list[ActorRef | None] = [*actors] or [None]
            seconds: list[ActorRef | None] = [*recipients] or [None]
            found = [*product(firsts, seconds)]
        if len(found) > _MOST_PAIRS:
            raise LeftOut("more pairs than a meeting has", value=len(found), expected=f"{_MOST_PAIRS} at the most")
        kept: dict[tuple[str, str], _Pair] = {}
        refused: list[LeftOut] = []
        for actor, recipient in found:
            try:
                first = self._rules.check(actor, recipient, terms.event_type)
            except LeftOut as left:
                refused.append(left)
            else:
                kept.setdefault((first.id, "" if recipient is None else recipient.id), (first, recipient))
        if not kept:
            raise refused[0]
        return [*kept.values()]


def _firmness(modes: Sequence[str]) -> tuple[list[str], Modality, Polarity]:
    """The modes without PLOVER's auxiliary ones, and what these say."""
    auxiliary = {mode for mode in modes if mode.lower() in (*_FIRM, "historical", "negation")}
    firm = next((_FIRM[mode.lower()] for mode in modes if mode.lower() in _FIRM), Modality.REPORTED)
    negative = any(mode.lower() == "negation" for mode in auxiliary)
    return [mode for mode in modes if mode not in auxiliary], firm, Polarity.NEGATIVE if negative else Polarity.POSITIVE


def _numbered(claims: Sequence[Claim], number: str) -> Iterator[Claim]:
    for place, claim in enumerate(claims, 1):
        if len(claims) == 1 or claim.record is None:
            yield claim
        else:
            yield replace(claim, record=replace(claim.record, id=f"{number}/{place}"))


PLOVER: Final = Source(
    name="plover",
    title="PLOVER records in JSON, of its manual or of its coder",
    importer=read_plover,
    datasets=lambda options: (dataset_of(options, _DEFAULT),),
    options=OPTIONS,
)
