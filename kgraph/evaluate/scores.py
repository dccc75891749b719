"""The scores of one extractor's claims against gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgraph.actors import Gazetteer
from kgraph.evaluate.ends import EndReader, Ends
from kgraph.evaluate.measures import (
    Calibration,
    Interval,
    Rates,
    Share,
    agreement,
    bootstrap,
    calibration,
    rates,
    rates_by_type,
)
from kgraph.evaluate.pairing import (
    Counted,
    Meant,
    Pairing,
    Told,
    Verdict,
    Within,
    dyads,
    ends_fit,
    judgeable,
    meant,
    pair_typed,
    told,
)
from kgraph.evaluate.placing import Placed
from kgraph.model import Claim
from kgraph.rdf.edges import supports


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Precision, recall and F1 of dyads or typed relations: of all, by event type, with 95 % intervals."""

    overall: Rates
    by_type: dict[str, Rates]
    intervals: dict[str, Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How good claims are.

    Attributes:
        dyads: ordered pairs of actors, whatever is said of them.
        typed: who did what to whom, each claim matched to one line of gold at most.
        agreement: on typed matches, by what is compared.
        calibration: of the confidence of claims that are right or wrong.
        edges_on_negated: claims that would make a plain edge of what gold says is not so.
        spurious: claims in sentences that tell no relation, of how many such sentences.
        verdicts: how many claims were right, wrong, neutral, retold, uncoded, standing.
        missed: the ids of gold that should have been found and was not.
        resampled: what the intervals draw, `document` or `sentence`.
    """

    dyads: Level
    typed: Level
    agreement: dict[str, Share]
    calibration: Calibration
    edges_on_negated: int
    spurious: Share
    verdicts: dict[str, int]
    missed: tuple[str, ...]
    resampled: str

    @property
    def spurious_per_100(self) -> float | None:
        """Claims per hundred sentences that tell no relation; None without such sentences."""
        share = self.spurious.share
        return None if share is None else 100 * share


def score_claims(
    claims: Iterable[Claim],
    placed: Placed,
    *,
    within: Within = Within.DOCUMENT,
    ends: Ends = Ends.STATE,
    gazetteer: Gazetteer | None = None,
) -> Scores:
    """Compare claims with gold.

    Args:
        claims: of the documents of the gold.
        placed: the gold.
        within: whether a claim must stand in the sentence of the gold, or in its document.
        ends: whether two actors must be the same, or act for the same state.
        gazetteer: by whose names actors are compared.
    """
    reader = EndReader(gazetteer, ends=ends)
    every, gold = told(claims, placed, reader), meant(placed, reader)
    said = judgeable(every, gold)
    pairing = pair_typed(said, gold, within)
    by_sentence = len(placed.documents) < 2
    days = {document.id: document.published for document in placed.documents}
    judged = [
        (one.claim.confidence, verdict is Verdict.RIGHT)
        for one, verdict in zip(said, pairing.verdicts, strict=True)
        if verdict in (Verdict.RIGHT, Verdict.WRONG)
    ]
    verdicts = Counter(pairing.verdicts) + Counter({Verdict.STANDING: len(every) - len(said)})
    matched = {id(other.gold) for one, other in pairing.pairs if one.negated is other.gold.negated}
    wanted = [other.gold for other in gold if other.gold.tier == "core"]
    return Scores(
        dyads=_level(dyads(said, gold, within), by_sentence=by_sentence),
        typed=_level(pairing.counted, by_sentence=by_sentence),
        agreement=agreement(pairing.pairs, reader, days),
        calibration=calibration(judged),
        edges_on_negated=_edges_on_negated(said, gold, pairing),
        spurious=Share(hits=sum(one.empty for one in said), of=sum(stretch.empty for stretch in placed.stretches)),
        verdicts={verdict.value: verdicts[verdict] for verdict in Verdict},
        missed=tuple(line.id for line in wanted if id(line) not in matched),
        resampled="sentence" if by_sentence else "document",
    )


def _level(counted: Sequence[Counted], *, by_sentence: bool) -> Level:
    return Level(
        overall=rates(counted), by_type=rates_by_type(counted), intervals=bootstrap(counted, by_sentence=by_sentence)
    )


def _edges_on_negated(said: Sequence[Told], gold: Sequence[Meant], pairing: Pairing) -> int:
    """Wrong claims that make an edge between the ends, and of the type, of something that gold says is not so."""
    negated = [other for other in gold if other.gold.negated]
    return sum(
        verdict is Verdict.WRONG and supports(one.claim) and any(_same(one, other) for other in negated)
        for one, verdict in zip(said, pairing.verdicts, strict=True)
    )


def _same(one: Told, other: Meant) -> bool:
    return one.claim.document == other.document and one.claim.event_type in other.gold.types and ends_fit(one, other)
