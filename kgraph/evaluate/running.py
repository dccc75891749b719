"""The main job: gold read, its articles read by an extractor and by the floor, both scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.errors import DataError, ExtractionError
from kgraph.evaluate.ends import Ends
from kgraph.evaluate.gold_lines import read_gold
from kgraph.evaluate.pairing import Within
from kgraph.evaluate.placing import Placed, place
from kgraph.evaluate.scores import Scores, score_claims
from kgraph.extract import extract_checked, extractor
from kgraph.extract.seam import DEFAULT
from kgraph.model import Claim

FLOOR: Final = "floor"
"""The extractor that is always scored beside another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How claims are compared with gold, and what is known of articles that do not say it.

    Attributes:
        date: the publication day of articles that give none, `YYYY-MM-DD`.
        publisher: of articles that name none.
        within: whether a claim must stand in the sentence of the gold, or in its document.
        ends: whether two actors must be the same, or act for the same state.
        overlays: the user's own tables of actors.
    """

    date: str | None = None
    publisher: str | None = None
    within: Within = Within.DOCUMENT
    ends: Ends = Ends.STATE
    overlays: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Scores by extractor, over what gold, and what went wrong on the way.

    Attributes:
        scores: the extractor that was asked for first, then the floor.
        documents, sentences, relations: how many were coded.
        problems: lines that are no gold, sentences that stand nowhere, documents that an extractor failed on.
    """

    scores: dict[str, Scores]
    documents: int
    sentences: int
    relations: int
    problems: tuple[DataError | ExtractionError, ...] = ()


def evaluate_gold(
    gold: Iterable[str | Path],
    articles: Iterable[str | Path] = (),
    *,
    name: str = DEFAULT,
    measure: Measure | None = None,
) -> Evaluation:
    """Score an extractor against gold, with the floor beside it.

    Lines that are no gold and documents that an extractor fails on become problems; what was in those was not found.

    Args:
        gold: files of gold.
        articles: files of the documents that were coded, where the gold does not hold or name them.
        name: the extractor.
        measure: how they are compared.

    Raises:
        DataError: a file of gold cannot be read, or there is not one line of gold in it.
        UnknownNameError: there is no such extractor.

    >>> import tempfile
    >>> line = '{"kind": "relation", "sentence": "Iran condemned Iraq.", "actor": "Iran", "recipient": "Iraq", '
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "gold.jsonl"
    ...     _ = file.write_text(line + '"type": "ACCUSE"}', encoding="utf-8")
    ...     evaluation = evaluate_gold([file])
    >>> evaluation.scores["floor"].typed.overall.f1
    1.0
    """
    measure, files = measure or Measure(), list(gold)
    read = read_gold(*files)
    placed = place(read, articles, date=measure.date, publisher=measure.publisher)
    problems: list[DataError | ExtractionError] = [*read.problems, *placed.problems]
    if not placed.stretches:
        told = f"; the first problem: {problems[0]}" if problems else ""
        raise DataError(f"no gold that could be used{told}", file=", ".join(map(str, files)))
    gazetteer = load_gazetteer(*measure.overlays)
    scores: dict[str, Scores] = {}
    for one in dict.fromkeys((name, FLOOR)):
        claims, failed = _claims(one, placed, gazetteer if measure.overlays else None)
        problems += failed
        scores[one] = score_claims(claims, placed, within=measure.within, ends=measure.ends, gazetteer=gazetteer)
    return Evaluation(
        scores=scores,
        documents=len(placed.documents),
        sentences=len(placed.stretches),
        relations=len(placed.relations),
        problems=tuple(problems),
    )


def _claims(name: str, placed: Placed, gazetteer: Gazetteer | None) -> tuple[list[Claim], Sequence[ExtractionError]]:
    found = extractor(name, gazetteer=gazetteer)
    claims: list[Claim] = []
    failed: list[ExtractionError] = []
    for document in placed.documents:
        try:
            claims += extract_checked(found, document)
        except ExtractionError as error:
            failed.append(error)
    return claims, failed
