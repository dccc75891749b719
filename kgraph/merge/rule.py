"""The rule: which outlines of claims are of one happening.

Whatever is put together must fit pair by pair, so that no chain of near dates drifts away from where it began. The most
telling outlines come first, and a vaguer one joins them only where one happening alone fits: that two states met in
December says nothing of which of their two meetings. Nothing depends on the order in which claims came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kgraph.model.likeness import Outline, why_apart
from kgraph.ontology import ancestors


def clusters(outlines: Mapping[str, Outline], window: int) -> list[list[str]]:
    """The claims that are of one happening, cluster by cluster; claims that no rule can place are in none.

    Args:
        outlines: of claims, by their ids. What lasts is no happening, and what has no date is not placed.
        window: how many days may lie between two days.
    """
    told: dict[Outline, list[str]] = {}
    for claim, outline in sorted(outlines.items()):
        if outline.event_type is not None and outline.days is not None:
            told.setdefault(outline, []).append(claim)
    families: dict[object, list[Outline]] = {}
    for outline in told:
        families.setdefault((outline.family, outline.stance), []).append(outline)
    return [
        [claim for outline in cluster for claim in told[outline]]
        for family in families.values()
        for cluster in _placed(family, window)
    ]


def rank(outline: Outline) -> tuple[object, ...]:
    """The order of outlines with a date: those that say most of what and when come first, then by date."""
    days = outline.days
    assert days is not None  # noqa: S101 — the rule places no others
    general = (-len(ancestors(outline.relation)), outline.mode is None, outline.place is None)
    states = sum(end == side for end, side in zip((outline.actor, outline.recipient), outline.sides, strict=True))
    names = (outline.actor, outline.recipient, outline.relation, outline.mode or "", outline.place or "")
    return (days.length, *general, states, days.first, *names, days.whole)


def _placed(family: Iterable[Outline], window: int) -> list[list[Outline]]:
    found: list[list[Outline]] = []
    on_day: dict[int, set[int]] = {}
    for outline in sorted(family, key=rank):
        days = outline.days
        assert days is not None  # noqa: S101 — the rule places no others
        around = range(days.first - window, days.last + window + 1)
        near = sorted({number for day in around for number in on_day.get(day, ())})
        fitting = [n for n in near if all(why_apart(outline, other, window) is None for other in found[n])]
        number = _the_one(outline, fitting, found)
        if number is None:
            number = len(found)
            found.append([])
        found[number].append(outline)
        for day in range(days.first, days.last + 1):
            on_day.setdefault(day, set()).add(number)
    return found


def _the_one(outline: Outline, fitting: Sequence[int], found: Sequence[Sequence[Outline]]) -> int | None:
    """The only happening that fits, or of several the only one that is told of the same date."""
    if len(fitting) > 1:
        fitting = [n for n in fitting if any(other.days == outline.days for other in found[n])]
    return fitting[0] if len(fitting) == 1 else None
