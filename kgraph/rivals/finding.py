"""Which accounts cannot both hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kgraph.explain import Account
from kgraph.graph import GraphReader
from kgraph.model import Claim, Judged
from kgraph.model.likeness import check_window, deed_apart
from kgraph.ontology import EVENT_TYPES, RELATIONS
from kgraph.rivals.sides import Near, Side, sides_of, speaking_for

WINDOW: Final = 1
"""How many days may lie between dates that are taken for one: a report is often dated by the morning after."""


class ConflictKind(StrEnum):
    """Why two accounts cannot both hold."""

    DENIAL = "denial"
    POLARITY = "polarity"
    PLAN = "plan"
    SWAPPED = "swapped roles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two accounts that cannot both hold.

    Attributes:
        kind: what sets them against each other.
        reason: the same in words, with what else differs.
        accounts: the claims of one side, which all tell the same, newest document first.
        against: those of the other: of a denial or a negation, the one that denies or negates.
    """

    kind: ConflictKind
    reason: str
    accounts: tuple[Account, ...]
    against: tuple[Account, ...]


def conflicts(
    graph: GraphReader, a: str | None = None, b: str | None = None, *, window: int = WINDOW
) -> list[Conflict]:
    """The rival accounts of a graph, of an actor or between two, newest first.

    Claims are rivals where they are of the same actors, as the verdicts have them, of the same relation or one a kind
    of the other, of dates that overlap or nearly do, and

    - *denial*: one is asserted or reported, the other denied;
    - *polarity*: one says that it is so (or planned), the other as firmly that it is not;
    - *plan*: one says that it is planned, the other denies it;
    - *swapped roles*: each side says that the other harmed it, about the same day. Where others tell it, both may hold:
      both may have fired. So it is with words: two sides that accuse each other do just that.

    A claim without a date is held against those of its own document, and against those of the month before it, where
    the document has a day. Claims that tell the same are one side of one conflict.

    Args:
        graph: where to look.
        a: an id such as `kgr:RUS`; a state takes in whoever acted for it. None for everybody.
        b: another.
        window: how many days may lie between dates, 0 to 366.

    Raises:
        DataError: one of them is no id, or the window is none.

    >>> from kgraph.graph import KnowledgeGraph
    >>> conflicts(KnowledgeGraph())
    []
    """
    check_window(window)
    judged = graph.as_judged()
    claims = _claims(graph, judged, [graph.judgements.canonical(actor) for actor in (a, b) if actor is not None])
    whose = speaking_for(graph, judged)
    found: list[Conflict] = []
    for family in sides_of(graph, claims, judged):
        found += _opposed(family, window)
        blaming = []
        for side in family:
            victim, doer = side.outline.sides[1], side.outline.sides[0]
            accounts = tuple(account for account in side.accounts if whose(account) == victim != doer)
            blaming += [replace(side, accounts=accounts)] if accounts and _is_harm(side) else []
        found += _swapped(blaming, window)
    return sorted(found, key=_order)


def _claims(graph: GraphReader, judged: Judged, actors: Sequence[str]) -> Iterable[Claim]:
    if len(actors) == 2:
        return graph.claims_between(*actors)
    if not actors:
        return graph.claims()
    return (claim for claim in graph.claims() if _is_of(actors[0], claim, judged))


def _is_of(actor: str, claim: Claim, judged: Judged) -> bool:
    return any(end is not None and actor in (end.id, end.rollup) for end in judged.ends_of(claim))


_OPPOSED: Final = (
    (ConflictKind.DENIAL, "firm", "denied"),
    (ConflictKind.PLAN, "planned", "denied"),
    (ConflictKind.POLARITY, "firm", "firm not"),
    (ConflictKind.POLARITY, "planned", "planned not"),
)
"""The stances that exclude each other. What is called for or supposed contradicts nothing."""

_WHY: Final = MappingProxyType(
    {
        ConflictKind.DENIAL: "one says that it is so, the other denies it",
        ConflictKind.POLARITY: "one says that it is so, the other that it is not",
        ConflictKind.PLAN: "one says that it is planned, the other denies it",
        ConflictKind.SWAPPED: "each side says that the other did it",
    }
)

_HARM: Final = frozenset(name for name, found in EVENT_TYPES.items() if found.quad == 4)
"""Material conflict. That each of two sides threatens or accuses the other is no contradiction."""


def _opposed(family: Iterable[Side], window: int) -> Iterator[Conflict]:
    by_stance: dict[str, list[Side]] = {}
    for side in family:
        by_stance.setdefault(side.outline.stance, []).append(side)
    for kind, stance, opposite in _OPPOSED:
        if stance in by_stance and opposite in by_stance:
            near = Near(by_stance[stance], window)
            for against in by_stance[opposite]:
                for side in near.of(against):
                    if deed_apart(side.outline, against.outline) is None:
                        yield _conflict(kind, side, against)


def _swapped(blaming: Sequence[Side], window: int) -> Iterator[Conflict]:
    near = Near(blaming, window)
    for side in blaming:
        for against in near.of(side):
            mirrored = against.outline.turned()
            if side.outline.sides < against.outline.sides and deed_apart(side.outline, mirrored) is None:
                yield _conflict(ConflictKind.SWAPPED, side, against)


def _is_harm(side: Side) -> bool:
    """Whether the side tells as a fact of a deed of harm, and on which day."""
    day = side.dated and side.days is not None and side.days.length <= 2
    return day and side.outline.stance == "firm" and side.outline.event_type in _HARM


def _conflict(kind: ConflictKind, side: Side, against: Side) -> Conflict:
    words = [_WHY[kind]]
    names = [one.outline.relation for one in (side, against)]
    if names[0] != names[1]:
        words.append(" / ".join(RELATIONS[name].label for name in names))
    if not (side.dated and against.dated):
        words.append("undated" if side.dated == against.dated else "one undated")
    return Conflict(kind=kind, reason="; ".join(words), accounts=side.accounts, against=against.accounts)


def _order(conflict: Conflict) -> tuple[object, ...]:
    """Newest first, by what either side tells of, else by the days of the documents."""
    dates = [a.claim.date.first_day for a in (*conflict.accounts, *conflict.against) if a.claim.date is not None]
    issued = [a.document.published or "" for a in (*conflict.accounts, *conflict.against) if a.document is not None]
    newest = max(dates, default="") or max(issued, default="")
    ids = (conflict.accounts[0].claim.id, conflict.against[0].claim.id)
    return (-int(newest.replace("-", "") or 0), conflict.kind, *ids)
