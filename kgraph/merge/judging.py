"""What a person says of claims: these two are one event, or are not; this event is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Final

from kgraph.errors import DataError, UnknownNameError
from kgraph.explain import Account
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.merge.describing import described, rule_in_words, told_apart
from kgraph.merge.settling import joining, settled
from kgraph.model import Claim, Event, Judgement, Judgements
from kgraph.model.likeness import LONGEST, outline_of, why_apart

TAKEN_BACK: Final = "the event was taken back"
"""The reason of verdicts that an undo makes, where nobody gives another."""


def merge_claims(
    graph: KnowledgeGraph, first: str, second: str, *, reason: str | None = None, made: str | None = None
) -> Event:
    """Say that two claims are one event; with them, whatever each is merged with already.

    The verdict lasts: runs of the rule follow it.

    Args:
        graph: where it holds.
        first: the id of a claim.
        second: another.
        reason: why; may be None where the rule finds the two alike, but for a month between their dates.
        made: the day of the verdict, `YYYY-MM-DD`; today where it is None.

    Returns:
        the event that both are in.

    Raises:
        DataError: the graph has no such claim, the two are not alike and no reason is given, or another verdict says
            that they are not one.

    >>> merge_claims(KnowledgeGraph(), "urn:kgraph:claim:a", "urn:kgraph:claim:b", reason="one raid")
    Traceback (most recent call last):
    kgraph.errors.DataError: no such claim in this graph: 'urn:kgraph:claim:a' (expected the id of a claim, ...
    """
    one, other = _two_claims(graph, first, second)
    if reason is None:
        reason = _reason_of_rule(graph, one, other)
    verdict = Judgement(first=one.id, second=other.id, same=True, reason=reason, made=_day(made))
    _settle(graph, graph.event_judgements.with_judgement(verdict), afresh={one.id, other.id}, made=verdict.made)
    [event] = [event for event in graph.events() if one.id in event.claims]
    return event


def keep_apart(graph: KnowledgeGraph, first: str, second: str, *, reason: str, made: str | None = None) -> None:
    """Say that two claims are not one event: the rule does not merge them, and an event of both is parted.

    The arguments are those of `merge_claims`.

    Raises:
        DataError: the graph has no such claim, the reason is blank, or another verdict says that they are one.
    """
    one, other = _two_claims(graph, first, second)
    verdict = Judgement(first=one.id, second=other.id, same=False, reason=reason, made=_day(made))
    _settle(graph, graph.event_judgements.with_judgement(verdict), afresh=set(), made=verdict.made)


def take_back_verdict(graph: KnowledgeGraph, first: str, second: str) -> None:
    """Take back what a person said of two claims; an event that they were joined in goes, and the rule may speak again.

    Raises:
        DataError: nobody said anything of these two.
    """
    verdicts = graph.event_judgements
    left = verdicts.without(first, second)
    joined = not verdicts.apart(first, second)
    gone = {event.id for event in graph.events() if joined and {first, second} <= set(event.claims)}
    graph.judge_events(left, [event for event in graph.events() if event.id not in gone])


def undo_merge(graph: KnowledgeGraph, event: str, *, reason: str = TAKEN_BACK, made: str | None = None) -> None:
    """Take an event back, for good: its claims are not one, and no run of the rule merges them again.

    Of an event that a person joined, what the person joined is parted; what the rule alone had merged in it comes back
    with the next run. Of an event that the rule made, no two claims are one any more.

    Args:
        graph: where it holds.
        event: its IRI.
        reason: why; kept with the verdicts.
        made: the day, `YYYY-MM-DD`; today where it is None.

    Raises:
        UnknownNameError: the graph has no such event.
        DataError: the reason or the day is none.
    """
    events = list(graph.events())
    found = next((known for known in events if known.id == event), None)
    if found is None:
        raise UnknownNameError("event", event, (known.id for known in events))
    day, joined = _day(made), joining(found.claims, graph.event_judgements)
    left = [verdict for verdict in graph.event_judgements if verdict not in joined]
    pairs = [(verdict.first, verdict.second) for verdict in joined] or combinations(found.claims, 2)
    apart = [Judgement(first=first, second=second, same=False, reason=reason, made=day) for first, second in pairs]
    graph.judge_events(Judgements((*left, *apart)), [known for known in events if known.id != event])


def undo_all(graph: KnowledgeGraph) -> int:
    """Take every event back, with what a person said is one; the graph holds its claims alone, as before any merge.

    What a person said is not one stays. The rule may merge again. Returns how many events there were.

    >>> undo_all(KnowledgeGraph())
    0
    """
    count = sum(1 for _ in graph.events())
    graph.judge_events(Judgements(verdict for verdict in graph.event_judgements if not verdict.same), ())
    return count


def _settle(graph: KnowledgeGraph, verdicts: Judgements, *, afresh: set[str], made: str) -> None:
    """Bring the events of the graph up to the verdicts; those that change, and those of `afresh`, are told anew."""
    before = {event.claims: event for event in graph.events()}
    named = {claim for verdict in verdicts for claim in verdict.pair}
    known = {claim for event in before.values() for claim in event.claims} | set(_there(graph, named))
    judged, events = graph.as_judged(), []
    for group in settled((event.claims for event in before.values()), verdicts, known):
        stood = before.get(tuple(group))
        if stood is None or afresh & set(group):
            accounts = [_account(graph, claim) for claim in group]
            stood = described(accounts, judged, verdicts, made)
        events.append(stood)
    graph.judge_events(verdicts, told_apart(events))


def _reason_of_rule(graph: GraphReader, one: Claim, other: Claim) -> str:
    judged = graph.as_judged()
    outlines = outline_of(one, judged), outline_of(other, judged)
    if outlines[0] is None or outlines[1] is None:
        why: str | None = "one has no recipient"
    else:
        why = why_apart(outlines[0], outlines[1], LONGEST)
    if why is not None:
        raise DataError(
            f"two claims that the rule does not take for one ({why})",
            value=f"{one.id}, {other.id}",
            expected="a reason",
        )
    return rule_in_words([_account(graph, claim.id) for claim in (one, other)], judged)


def _two_claims(graph: GraphReader, first: str, second: str) -> tuple[Claim, Claim]:
    one, other = _claim(graph, first), _claim(graph, second)
    if one.id == other.id:
        raise DataError("one claim named twice", value=first, expected="two claims")
    return one, other


def _claim(graph: GraphReader, claim: str) -> Claim:
    if not list(_there(graph, [claim])):
        raise DataError("no such claim in this graph", value=claim, expected="the id of a claim, urn:kgraph:claim:…")
    return graph.claim(claim)


def _there(graph: GraphReader, claims: Iterable[str]) -> Iterable[str]:
    """Those of the ids that are of claims in the graph."""
    for claim in claims:
        try:
            graph.claim(claim)
        except ValueError:  # no claim of that id, or no id at all
            continue
        yield claim


def _account(graph: GraphReader, claim: str) -> Account:
    found = graph.claim(claim)
    return Account(claim=found, document=graph.document(found.document))


def _day(made: str | None) -> str:
    return date.today().isoformat() if made is None else made
