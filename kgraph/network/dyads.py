"""Dyads: what stands between each two actors, weighted, signed, directed or not, with the claims behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as calendar_date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from kgraph.errors import DataError
from kgraph.graph import GraphReader
from kgraph.model import Modality
from kgraph.network.columns import MODALITIES, Codes, Columns, Flags, Numbers, columns
from kgraph.network.windows import Window
from kgraph.rdf import EDGE_THRESHOLD

if TYPE_CHECKING:
    import networkx


class Weight(StrEnum):
    """What a dyad weighs.

    - claims: how many claims there are.
    - events: how many happenings; claims merged to one event count once (`kgraph merge`).
    - publishers: how many publishers tell of it; a document without one, or a data set, counts as one.
    - speakers: how many say so; where nobody is quoted, the publisher speaks.
    - confidence: the sum of the claims' confidence.
    - score: the sum of PLOVER's scores, without their sign; the score's sign is then the claim's.
    - goldstein: the same of Goldstein's scale as a data set gives it, of PLOVER's scores elsewhere.
    """

    CLAIMS = "claims"
    EVENTS = "events"
    PUBLISHERS = "publishers"
    SPEAKERS = "speakers"
    CONFIDENCE = "confidence"
    SCORE = "score"
    GOLDSTEIN = "goldstein"


class Ends(StrEnum):
    """Who stands at the ends: for whom somebody acts (a state takes in who acts for it), or the actor as named."""

    STATE = "state"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Which claims count, and for whom.

    Left as it is, those that can support a plain edge: positive, asserted or reported, with confidence of 0.5 or more.

    Attributes:
        modalities: how firmly it has to be said: of asserted, reported, planned, called-for, denied and so on.
        negated: whether claims that say that it is *not* so count as if they said that it is.
        min_confidence: the least confidence.
        ends: whether ends are rolled up to states.
        symmetric: whether claims of relations that say the same the other way round ("meets with") count.

    Raises:
        DataError: one of them is none.

    >>> Counted(modalities=("asserted", "reported", "planned"), ends="actor").ends
    'actor'
    """

    modalities: tuple[str, ...] = (Modality.ASSERTED, Modality.REPORTED)
    negated: bool = False
    min_confidence: float = EDGE_THRESHOLD
    ends: str = Ends.STATE
    symmetric: bool = True

    def __post_init__(self) -> None:
        for name in self.modalities:
            if name not in MODALITIES:
                raise DataError("not a modality", value=name, expected=", ".join(MODALITIES))
        if not 0 <= self.min_confidence <= 1:
            raise DataError("not a confidence", value=self.min_confidence, expected="0 to 1")
        if self.ends not in list(Ends):
            raise DataError("not a kind of ends", value=self.ends, expected=" or ".join(Ends))


FIRM: Final = Counted()
"""What can support a plain edge."""
EVERYTHING: Final = Counted(modalities=MODALITIES, negated=True, min_confidence=0.0)
"""Every claim, denied and negated ones too: how much is said, not what is so."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dyads:
    """The dyads of a window as columns, in the order of their ends' ids, and the claims of each.

    Attributes:
        columns: the claims.
        directed: whether the two ends are actor and recipient; else the first is the one whose id sorts first.
        first: one end, a place in `columns.actors`.
        second: the other.
        total: the weight of all claims together.
        positive: the weight of those of cooperation.
        negative: that of those of conflict.
        counts: how many claims there are: all, positive and negative ones.
        rows: the claims of the dyads, one dyad after the other, each dyad's in the order of their ids.
        starts: where the claims of each dyad start in `rows`, and the end of the last.
    """

    columns: Columns
    directed: bool
    first: Codes
    second: Codes
    total: Numbers
    positive: Numbers
    negative: Numbers
    counts: Codes
    rows: Codes
    starts: Codes

    def __len__(self) -> int:
        return len(self.first)

    def claims(self, place: int) -> tuple[str, ...]:
        """The ids of the claims of the dyad at that place, sorted."""
        return tuple(self.columns.claims[row] for row in self.rows[self.starts[place] : self.starts[place + 1]])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The ids of the ends of each dyad."""
        actors = self.columns.actors
        for first, second in zip(self.first.tolist(), self.second.tolist(), strict=True):
            yield actors[first], actors[second]


def chosen(found: Columns, window: Window = Window(), counted: Counted = FIRM) -> Codes:  # noqa: B008 — frozen
    """The rows of the claims in the window that count, in the order of their ids."""
    kept: Flags = np.isin(found.modality, [MODALITIES.index(Modality(name)) for name in counted.modalities])
    kept &= found.confidence >= counted.min_confidence
    if not counted.negated:
        kept &= found.positive
    if not counted.symmetric:
        kept &= ~found.symmetric
    if not window.unbounded:
        kept &= (found.first_day >= window.first) & (found.first_day <= window.last) & (found.first_day > 0)
    return np.flatnonzero(kept)


def time_of(found: Columns, window: Window = Window(), counted: Counted = FIRM) -> Window:  # noqa: B008 — frozen
    """The window, its open ends closed by the first and last day of a claim in it that counts; as it is without any."""
    days = found.first_day[chosen(found, window, counted)]
    days = days[days > 0]
    if not days.size:
        return window
    dated = Window.of_days(int(days.min()), int(days.max()))
    return Window(window.since or dated.since, window.until or dated.until)


def ends_of(found: Columns, rows: Codes, ends: str) -> tuple[Codes, Codes]:
    """The two ends of those claims, as named or rolled up."""
    if ends == Ends.ACTOR:
        return found.actor[rows], found.recipient[rows]
    return found.actor_rollup[rows], found.recipient_rollup[rows]


def signs_of(found: Columns, rows: Codes, weight: str) -> Codes:
    """The sign of each of those claims: its relation's, or its score's where scores are the weight."""
    if weight not in (Weight.SCORE, Weight.GOLDSTEIN):
        return found.sign[rows]
    return np.sign(_scale(found, weight)[rows]).astype(np.int64)


def dyads(
    graph: GraphReader | Columns,
    window: Window = Window(),  # noqa: B008 — frozen
    *,
    weight: str = Weight.CLAIMS,
    directed: bool = False,
    counted: Counted = FIRM,
) -> Dyads:
    """The dyads of the claims in a window; of an actor with itself there is none.

    In a directed view a claim of a symmetric relation ("meets with") stands both ways, as plain edges do.

    Raises:
        DataError: the weight is none, or a claim in the store is no whole claim.

    >>> from kgraph.graph import KnowledgeGraph
    >>> len(dyads(KnowledgeGraph()))
    0
    """
    if weight not in list(Weight):
        raise DataError("not a weight", value=weight, expected=", ".join(Weight))
    found = columns(graph)
    rows = chosen(found, window, counted)
    first, second = ends_of(found, rows, counted.ends)
    if directed:
        again = found.symmetric[rows]
        first, second = np.concatenate([first, second[again]]), np.concatenate([second, first[again]])
        rows = np.concatenate([rows, rows[again]])
    else:
        first, second = np.minimum(first, second), np.maximum(first, second)
    apart = first != second
    rows, first, second = rows[apart], first[apart], second[apart]
    keys, dyad = np.unique(first * max(1, len(found.actors)) + second, return_inverse=True)
    order = np.lexsort((rows, dyad))
    sign = signs_of(found, rows, weight)
    sums = [_weights(found, rows[kept], dyad[kept], len(keys), weight) for kept in (sign < 2, sign > 0, sign < 0)]
    counts = [np.bincount(dyad[kept], minlength=len(keys)) for kept in (sign < 2, sign > 0, sign < 0)]
    return Dyads(
        columns=found,
        directed=directed,
        first=keys // max(1, len(found.actors)),
        second=keys % max(1, len(found.actors)),
        total=sums[0],
        positive=sums[1],
        negative=sums[2],
        counts=np.stack(counts, axis=1),
        rows=rows[order],
        starts=np.concatenate([[0], np.cumsum(counts[0])]),
    )


def _weights(found: Columns, rows: Codes, dyad: Codes, number: int, weight: str) -> Numbers:
    """The weight of each dyad by those claims."""
    if weight in (Weight.SCORE, Weight.GOLDSTEIN):
        return np.bincount(dyad, np.abs(_scale(found, weight)[rows]), minlength=number).astype(np.float64)
    if weight == Weight.CONFIDENCE:
        return np.bincount(dyad, found.confidence[rows], minlength=number).astype(np.float64)
    if weight == Weight.CLAIMS:
        return np.bincount(dyad, minlength=number).astype(np.float64)
    unit = {Weight.EVENTS: found.event, Weight.PUBLISHERS: found.publisher, Weight.SPEAKERS: found.speaker}
    told = unit[Weight(weight)][rows]
    once = np.unique(np.stack([dyad, told]), axis=1)[0]
    return np.bincount(once, minlength=number).astype(np.float64)


def _scale(found: Columns, weight: str) -> Numbers:
    return found.score if weight == Weight.SCORE else found.goldstein


def dyad_network(
    graph: GraphReader | Columns,
    *,
    since: str | None = None,
    until: str | None = None,
    weight: str = Weight.CLAIMS,
    signed: bool = False,
    directed: bool = False,
    counted: Counted = FIRM,
) -> networkx.Graph[str]:
    """The graph as a weighted network: one edge for each dyad, where `to_networkx` has one for each claim.

    Nodes are ids with `label`. Edges have `weight` (signed: positive minus negative weight), `sign` (+1, -1 or 0, of
    that difference), `claims`, `positive` and `negative` (numbers of claims), `positive_weight`, `negative_weight`,
    `first_day` and `last_day` where a claim is dated, and `evidence`: the ids of the claims with blanks between. Every
    attribute is a plain string or number, so every exporter of networkx takes it.

    Args:
        graph: a graph, or its `columns`, which several calls can share.
        since: the first day, month or year; None for no beginning.
        until: the last, a month or year with all its days; None for no end.
        weight: one of `Weight`.
        signed: whether conflict weighs less than nothing.
        directed: whether an edge goes from actor to recipient (a `DiGraph`); symmetric relations stand both ways.
        counted: which claims count; denied, negated, called-for and planned ones do not unless it says so.

    Raises:
        DataError: a date, the weight or a claim in the store is none.

    >>> from kgraph.graph import KnowledgeGraph
    >>> dyad_network(KnowledgeGraph(), since="2017", signed=True).number_of_edges()
    0
    """
    found = dyads(graph, Window(since, until), weight=weight, directed=directed, counted=counted)
    return network_of(found, signed=signed)


def network_of(found: Dyads, *, signed: bool = False) -> networkx.Graph[str]:
    """Dyads as the network that `dyad_network` describes."""
    import networkx

    network: networkx.Graph[str] = networkx.DiGraph() if found.directed else networkx.Graph()
    labels, days = found.columns.labels, found.columns.first_day
    for actor in sorted({end for pair in found.pairs() for end in pair}):
        network.add_node(actor, label=labels[actor])
    for place, (first, second) in enumerate(found.pairs()):
        positive, negative = float(found.positive[place]), float(found.negative[place])
        claims, for_, against = found.counts[place].tolist()
        when = days[found.rows[found.starts[place] : found.starts[place + 1]]]
        dated = when[when > 0]
        network.add_edge(
            first,
            second,
            weight=positive - negative if signed else float(found.total[place]),
            sign=(positive > negative) - (positive < negative),
            claims=claims,
            positive=for_,
            negative=against,
            positive_weight=positive,
            negative_weight=negative,
            **({} if not dated.size else {"first_day": _iso(dated.min()), "last_day": _iso(dated.max())}),
            evidence=" ".join(found.claims(place)),
        )
    return network


def _iso(ordinal: int) -> str:
    return calendar_date.fromordinal(int(ordinal)).isoformat()
