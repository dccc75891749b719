"""Events in words, and their IRIs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kgraph.explain import Account, corroboration
from kgraph.merge.settling import joining
from kgraph.model import Claim, Event, EventMaker, Judged, Judgements
from kgraph.model.laws import digest
from kgraph.model.likeness import days_of, outline_of, stance_of
from kgraph.ontology import INVERSES, RELATIONS, ancestors, mint


def described(accounts: Sequence[Account], judged: Judged, verdicts: Judgements, made: str) -> Event:
    """The event of these claims, with its reason: a person's where one joined any of them, else the rule's.

    Its IRI is made of what all claims of a happening share, the two sides, the deed and the stance, and of its first
    and most precise date. So another report keeps it, in whatever words and whenever it comes in, unless it dates the
    happening earlier or more precisely. Were it made of all claims, every report would change it; were it made of one
    claim, another text of the same document would.
    """
    claims = sorted((account.claim for account in accounts), key=lambda claim: claim.id)
    ids = tuple(claim.id for claim in claims)
    joined = joining(ids, verdicts)
    if not joined:
        reason = rule_in_words(accounts, judged)
        return Event(id=_iri(claims, judged), claims=ids, reason=reason, made_by=EventMaker.RULE, made=made)
    reasons = list(dict.fromkeys(verdict.reason for verdict in joined))
    others = set(ids) - {claim for verdict in joined for claim in verdict.pair}
    if others:
        reasons.append(f"{len(others)} more by rule")
    return Event(
        id=_iri(claims, judged),
        claims=ids,
        reason="; ".join(reasons),
        made_by=EventMaker.PERSON,
        made=max(verdict.made for verdict in joined),
    )


def told_apart(events: Iterable[Event]) -> list[Event]:
    """The events with an IRI for each: of those that would share one, all but the first are named by a claim too."""
    taken: set[str] = set()
    named = []
    for event in sorted(events, key=lambda event: event.claims):
        name = event.id if event.id not in taken else mint("event", digest("event", event.id, event.claims[0]))
        taken.add(name)
        named.append(Event(id=name, claims=event.claims, reason=event.reason, made_by=event.made_by, made=event.made))
    return sorted(named, key=lambda event: event.id)


def rule_in_words(accounts: Sequence[Account], judged: Judged) -> str:
    """Why the rule takes these claims for one."""
    claims = [account.claim for account in accounts]
    outlines = [found for claim in claims if (found := outline_of(claim, judged)) is not None]
    ends = {frozenset((outline.actor, outline.recipient)) for outline in outlines}
    relations = sorted({outline.relation for outline in outlines})
    actors = "same actors" if len(ends) == 1 else "same two sides"
    if len(relations) == 1:
        deed = f"{actors} and relation"
    else:
        deed = f"{actors}, kindred relations ({', '.join(RELATIONS[name].label for name in relations)})"
    publishers = corroboration(accounts, judged.judgements).publishers
    many = f"{publishers} publisher{'' if publishers == 1 else 's'}" if publishers else "no publisher known"
    return f"{deed}; {_dates_in_words(claims)}; {many}"


def _dates_in_words(claims: Iterable[Claim]) -> str:
    dates = {str(claim.date): days_of(claim.date) for claim in claims if claim.date is not None}
    known = [days for days in dates.values() if days is not None]
    names = sorted(dates)
    if len(names) == 1:
        return f"date {names[0]}"
    told = f"dates {', '.join(names[:-1])} and {names[-1]}"
    if any(days.whole for days in known):
        return f"{told}, in one month"
    spread = max((one.gap(other) for one in known for other in known), default=0)
    return f"{told} within {spread} day{'' if spread == 1 else 's'}" if spread else f"{told}, which overlap"


def _iri(claims: Sequence[Claim], judged: Judged) -> str:
    first = min(claims, key=_when)
    name = INVERSES.get(first.relation, first.relation)
    root = ancestors(name)[-1]
    ends = [None if end is None else end.rollup for end in judged.ends_of(first)]
    if name != first.relation:
        ends.reverse()
    if RELATIONS[name].symmetric or RELATIONS[root].symmetric:
        ends.sort(key=lambda end: end or "")
    day = None if first.date is None else str(first.date)
    return mint("event", digest("event", *ends, first.event_type, root, stance_of(first), day))


def _when(claim: Claim) -> tuple[object, ...]:
    """The order by which the first and most precise date of an event is found."""
    days = days_of(claim.date)
    when = (1, 0, 0) if days is None else (0, days.length, days.first)
    return (*when, str(claim.date or ""), claim.id)
