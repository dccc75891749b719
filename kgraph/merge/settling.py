"""What a person said of claims goes before what the rule says: these two are one event, or are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable

from kgraph.model import Judgement, Judgements


def settled(clusters: Iterable[Iterable[str]], verdicts: Judgements, known: Container[str]) -> list[list[str]]:
    """The claims of each event: clusters joined where a verdict says one, parted where a verdict says not one.

    Clusters keep together what they can: a claim that is kept apart from one of a cluster stays with the others.

    Args:
        clusters: claims that are one by the rule; those of no cluster stand alone.
        verdicts: of a person, on pairs of claims.
        known: the claims there are; verdicts on others wait for them.
    """
    groups = _Groups(verdicts)
    for first in sorted({claim for verdict in verdicts for claim in verdict.pair}):
        if first in known:
            for other in verdicts.aliases(first):
                if other in known:
                    groups.join(first, other)
    for cluster in clusters:
        heads: list[str] = []
        for claim in sorted(cluster):
            if not any(groups.join(head, claim) for head in heads):
                heads.append(claim)
    return groups.several()


class _Groups:
    """Groups of claims that can be joined unless a verdict keeps one of each apart."""

    def __init__(self, verdicts: Judgements) -> None:
        self._verdicts = verdicts
        self._above: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._foes: dict[str, set[str]] = {}
        for verdict in verdicts:
            if not verdict.same:
                first, second = (verdicts.canonical(claim) for claim in (verdict.first, verdict.second))
                self._foes.setdefault(first, set()).add(second)
                self._foes.setdefault(second, set()).add(first)
        self._judged: dict[str, set[str]] = {}

    def join(self, first: str, second: str) -> bool:
        """Make one group of two; whether they are one now."""
        one, other = self._top(first), self._top(second)
        if one == other:
            return True
        if any(self._foes[judged] & self._judged[other] for judged in self._judged[one]):
            return False
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        self._above[other] = one
        self._members[one] += self._members.pop(other)
        self._judged[one] |= self._judged.pop(other)
        return True

    def several(self) -> list[list[str]]:
        """The groups of two and more, sorted."""
        return sorted(sorted(members) for members in self._members.values() if len(members) > 1)

    def _top(self, claim: str) -> str:
        if claim not in self._above:
            self._above[claim] = claim
            self._members[claim] = [claim]
            canonical = self._verdicts.canonical(claim)
            self._judged[claim] = {canonical} if canonical in self._foes else set()
        while self._above[claim] != claim:
            self._above[claim] = self._above[self._above[claim]]
            claim = self._above[claim]
        return claim


def joining(claims: Iterable[str], verdicts: Judgements) -> list[Judgement]:
    """The verdicts by which a person made any two of these claims one, be it through a claim that is not there."""
    there = Counter(verdicts.aliases(claim) for claim in claims)
    named = {claim for group, count in there.items() if count > 1 for claim in group}
    return [verdict for verdict in verdicts if verdict.same and verdict.first in named]
