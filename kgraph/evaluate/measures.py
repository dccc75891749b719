"""The measures: precision and recall, agreement on details, calibration, and how far chance moves them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from kgraph.evaluate.ends import EndReader
from kgraph.evaluate.gold import GoldRelation
from kgraph.evaluate.pairing import Counted, Meant, Told
from kgraph.model import Claim, Date

RESAMPLES: Final = 1000
SEED: Final = 20171207
BINS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Precision, recall and F1 (van Rijsbergen 1979, Information Retrieval, ch. 7), with what they are made of.

    Attributes:
        claimed, right: claims that are judged, and those of them that are right.
        wanted, found: gold that must be found, and what of it was.

    >>> rates = Rates(claimed=4, right=3, wanted=6, found=3)
    >>> rates.precision, rates.recall, rates.f1
    (0.75, 0.5, 0.6)
    """

    claimed: int
    right: int
    wanted: int
    found: int

    @property
    def precision(self) -> float | None:
        """The share of claims that are right; None without claims."""
        return self.right / self.claimed if self.claimed else None

    @property
    def recall(self) -> float | None:
        """The share of gold that was found; None without gold."""
        return self.found / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; 0 where nothing is right, None where one of them cannot be had."""
        if not (self.claimed or self.wanted) or (self.right and not self.wanted) or (self.found and not self.claimed):
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def rates(counted: Iterable[Counted]) -> Rates:
    """Precision and recall of what was counted."""
    sums = [0, 0, 0, 0]
    for item in counted:
        first = 2 * item.of_gold
        sums[first] += 1
        sums[first + 1] += item.hit
    return Rates(claimed=sums[0], right=sums[1], wanted=sums[2], found=sums[3])


def rates_by_type(counted: Sequence[Counted]) -> dict[str, Rates]:
    """The same for each event type: recall by the gold's type, precision by the claim's own.

    A typed claim that is right has the gold's, which may be another where the gold takes several.
    """
    kinds = sorted({kind or "none" for item in counted for kind in item.types})
    return {kind: rates(i for i in counted if (None if kind == "none" else kind) in i.types) for kind in kinds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where 95 of 100 resamples lie."""

    low: float
    high: float


def bootstrap(counted: Sequence[Counted], *, by_sentence: bool) -> dict[str, Interval]:
    """95 % percentile intervals of precision, recall and F1 (Efron and Tibshirani 1993, ch. 13).

    Whole documents are drawn with replacement, or whole sentences, because what stands together errs together. What
    rests on no coded sentence is drawn by itself. The seed is fixed: the same counts give the same intervals.
    """
    sums: defaultdict[Hashable, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for number, item in enumerate(counted):
        alone = ("alone", number) if item.sentence is None else item.sentence
        cluster = sums[(item.document, alone) if by_sentence else item.document]
        cluster[2 * item.of_gold] += 1
        cluster[2 * item.of_gold + 1] += item.hit
    if len(sums) < 2:
        return {}
    table = np.array(list(sums.values()), dtype=np.int64)
    random = np.random.default_rng(SEED)
    drawn = table[random.integers(len(table), size=(RESAMPLES, len(table)))].sum(axis=1)
    found: defaultdict[str, list[float]] = defaultdict(list)
    for claimed, right, wanted, hits in drawn.tolist():
        once = Rates(claimed=claimed, right=right, wanted=wanted, found=hits)
        for name in ("precision", "recall", "f1"):
            value: float | None = getattr(once, name)
            if value is not None:
                found[name].append(value)
    return {name: _interval(values) for name, values in found.items()}


def _interval(values: Sequence[float]) -> Interval:
    low, high = np.percentile(np.array(values), [2.5, 97.5]).tolist()
    return Interval(low=low, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        """None of nothing."""
        return self.hits / self.of if self.of else None


def agreement(
    pairs: Sequence[tuple[Told, Meant]], reader: EndReader, days: Mapping[str, str | None]
) -> dict[str, Share]:
    """On matches, the share that agrees in date, modality, polarity and who is quoted; each where the gold says it.

    `date` is the same date, as precise; `date_overlaps` one that can mean the same day. `last_speaker` is the innermost
    of the chain, nobody counting as somebody; `attribution_chain` all of it in order.
    """
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for one, other in pairs:
        claim, gold = one.claim, other.gold
        if "date" in gold.coded:
            hits["date"].append(_text_of(claim.date) == _text_of(gold.date))
            hits["date_overlaps"].append(_overlap(claim.date, gold.date))
        if "modality" in gold.coded:
            hits["modality"].append(claim.modality is gold.modality)
        if "polarity" in gold.coded:
            hits["polarity"].append(claim.polarity is gold.polarity)
        if "attribution" in gold.coded:
            same = _speakers_agree(claim, gold, reader, days.get(other.document))
            hits["last_speaker"].append(all(same[-1:]))
            hits["attribution_chain"].append(all(same))
    names = ("date", "date_overlaps", "modality", "polarity", "last_speaker", "attribution_chain")
    return {name: Share(hits=sum(hits[name]), of=len(hits[name])) for name in names}


def _text_of(date: Date | None) -> str | None:
    return None if date is None else str(date)


def _overlap(one: Date | None, other: Date | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.last_day or "9999") >= other.first_day and (other.last_day or "9999") >= one.first_day


def _speakers_agree(claim: Claim, gold: GoldRelation, reader: EndReader, on: str | None) -> list[bool]:
    """Whether the speakers are the same, from the outside in, counted from the last; two empty chains agree."""
    said = [reader.of_speaker(source.name, source.id, on=on) for source in claim.attribution]
    coded = [reader.of_speaker(name, on=on) for name in gold.attribution]
    most = max(len(said), len(coded))
    nobody = frozenset[str]()
    said, coded = ([nobody] * (most - len(chain)) + chain for chain in (said, coded))
    return [bool(one & other) for one, other in zip(said, coded, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The claims whose confidence lies above `low` and not above `high`."""

    low: float
    high: float
    claims: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How far confidence is from the share that is right: the expected error, and the table of reliability."""

    error: float | None
    bins: tuple[Bin, ...]


def calibration(judged: Sequence[tuple[float, bool]]) -> Calibration:
    """The expected calibration error over ten bins of equal width, and the bins that hold claims.

    The mean over the bins of |share right - mean confidence|, weighed by their claims: Naeini, Cooper and Hauskrecht
    2015 (AAAI); bins as in Guo, Pleiss, Sun and Weinberger 2017 (ICML), eq. 3.

    >>> table = calibration([(0.9, True), (0.9, False), (0.3, False)])
    >>> round(table.error, 3), [(b.low, b.high, b.claims, b.right) for b in table.bins]
    (0.367, [(0.2, 0.3, 1, 0.0), (0.8, 0.9, 2, 0.5)])
    """
    held: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in judged:
        # Confidences have four decimals: rounding keeps 0.3 * 10 from lying above 3.
        held[max(0, ceil(round(confidence * BINS, 6)) - 1)].append((confidence, right))
    bins = tuple(_bin(number, held[number]) for number in sorted(held))
    if not bins:
        return Calibration(error=None, bins=())
    error = sum(b.claims * abs(b.right - b.confidence) for b in bins) / len(judged)
    return Calibration(error=error, bins=bins)


def _bin(number: int, held: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        claims=len(held),
        confidence=sum(confidence for confidence, _ in held) / len(held),
        right=sum(right for _, right in held) / len(held),
    )
