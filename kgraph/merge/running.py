"""A run of the rule over a graph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kgraph.errors import DataError
from kgraph.explain import Account
from kgraph.graph import KnowledgeGraph
from kgraph.merge.describing import described, told_apart
from kgraph.merge.rule import clusters
from kgraph.merge.settling import settled
from kgraph.model import Event
from kgraph.model.dates import check_day
from kgraph.model.likeness import check_window, outline_of

WINDOW: Final = 1
"""How many days may lie between two days of one event: a report is often dated by the morning after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a run found.

    Attributes:
        events: all events, in the order of their IRIs.
        new: those of them that were not there before, or were otherwise.
        gone: those that were there before under an IRI that none has any more.
    """

    events: tuple[Event, ...]
    new: tuple[Event, ...]
    gone: tuple[Event, ...]

    @property
    def claims(self) -> int:
        """The number of claims in events."""
        return sum(len(event.claims) for event in self.events)


def merge_events(
    graph: KnowledgeGraph, *, window: int = WINDOW, made: str | None = None, dry_run: bool = False
) -> Merged:
    """Merge the claims of a graph that tell of one happening; the claims stay as they are.

    By the rule that is: the same two actors as the verdicts have them, or a state and who acts for it; the same
    relation, or one a kind of the other, without modes or places that differ; asserted and reported together, what is
    planned, called for, negated or denied only with its like; days within the window, or in a month that contains them.
    A lasting tie is no happening; a claim without such a date or without a recipient is never merged by rule. What a
    person said of two claims goes before the rule. The events are those of the claims that are there, whatever was
    merged before: a second run adds nothing, and neither does the order in which documents came in.

    Args:
        graph: whose claims.
        window: how many days may lie between two days, 0 to 366.
        made: the day of the judgement, `YYYY-MM-DD`; today where it is None. Events that are not new keep theirs.
        dry_run: find, and write nothing.

    Raises:
        DataError: the window or the day is none.
        StoreError: the store cannot be written.

    >>> merge_events(KnowledgeGraph()).events
    ()
    """
    check_window(window)
    day = date.today().isoformat() if made is None else made
    check_day(day)
    claims = {claim.id: claim for claim in graph.claims()}
    documents = {document.id: document for document in graph.documents()}
    judged, verdicts = graph.as_judged(), graph.event_judgements
    outlines = {name: outline for name, claim in claims.items() if (outline := outline_of(claim, judged)) is not None}
    events = []
    for group in settled(clusters(outlines, window), verdicts, claims):
        accounts = [Account(claim=claims[name], document=documents.get(claims[name].document)) for name in group]
        events.append(described(accounts, judged, verdicts, day))
    before = _standing(graph)
    now = {event.id: _kept(event, before) for event in told_apart(events)}
    if not dry_run:
        graph.judge_events(verdicts, now.values())
    return Merged(
        events=tuple(now.values()),
        new=tuple(event for name, event in now.items() if before.get(name) != event),
        gone=tuple(event for name, event in before.items() if name not in now),
    )


def _standing(graph: KnowledgeGraph) -> dict[str, Event]:
    """The events that the graph holds, by their IRIs; none where one is spoilt, so that all are made anew."""
    try:
        return {event.id: event for event in graph.events()}
    except DataError:
        return {}


def _kept(event: Event, before: dict[str, Event]) -> Event:
    """The event with the day it was made on, where it is what it was."""
    stood = before.get(event.id)
    if stood is None or replace(event, made=stood.made) != stood:
        return event
    return stood
