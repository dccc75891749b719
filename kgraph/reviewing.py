"""Patches of the explorer: a reader's rejections and notes, taken into a graph.

A rejected claim stays in the store, with everything it says; it supports no plain edge any more, and the explorer shows
it as rejected. The verdicts lie in a file beside the store and can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from kgraph.errors import DataError, StoreError
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import Review, Verdict, read_reviews, rejected_in, reviews_beside, standing_reviews, write_reviews

FORMAT: Final = "kgraph-patch"
VERSION: Final = 1
_MOST: Final = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a patch did.

    Attributes:
        rejected, noted, restored: how many verdicts of each kind were new.
        known: how many said what stood already.
        strange: the ids of claims that the graph does not hold; nothing is kept of those.
    """

    rejected: int = 0
    noted: int = 0
    restored: int = 0
    known: int = 0
    strange: tuple[str, ...] = ()


def read_patch(path: str | Path, *, made: str | None = None) -> list[Review]:
    """The verdicts of a patch that the explorer saved, in their order.

    Args:
        path: of the JSON file.
        made: the day of the verdicts, `YYYY-MM-DD`; today where it is None.

    Raises:
        DataError: the file cannot be read, is no patch, or holds what is no verdict; says file, place and value.

    >>> from tempfile import TemporaryDirectory
    >>> words = {"claim": "urn:kgraph:claim:0123456789abcdef0123", "verdict": "rejected", "note": "misread"}
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "case.patch.json")
    ...     _ = path.write_text(json.dumps({"format": FORMAT, "version": 1, "title": "", "claims": [words]}))
    ...     [review.note for review in read_patch(path, made="2024-06-19")]
    ['misread']
    """
    file, day = str(path), date.today().isoformat() if made is None else made
    found = _json_of(Path(path))
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise DataError("not a patch", file=file, expected=f'JSON with "format": "{FORMAT}"')
    if found.get("version") != VERSION:
        raise DataError("a patch of another version", file=file, value=found.get("version"), expected=str(VERSION))
    claims = found.get("claims")
    if not isinstance(claims, list):
        raise DataError("a patch without claims", file=file, value=claims, expected="a list")
    return [_review(one, day, file, number) for number, one in enumerate(claims, 1)]


def apply_patch(graph: KnowledgeGraph, path: str | Path, *, made: str | None = None) -> Applied:
    """Take the verdicts of a patch into a graph: beside its store, and in its plain edges. Claims stay as they are.

    Applying a patch again changes nothing. Every later writing keeps to the verdicts.

    Args:
        graph: on disk; one in memory has no place for verdicts.
        path: of the JSON file that the explorer saved.
        made: the day of the verdicts, `YYYY-MM-DD`; today where it is None.

    Raises:
        DataError: as `read_patch` does, or the verdicts cannot be written; nothing is changed.
        StoreError: the graph is in memory, or the store cannot be written.

    >>> apply_patch(KnowledgeGraph(), "case.patch.json")
    Traceback (most recent call last):
    kgraph.errors.StoreError: a graph in memory has no place for verdicts: open one on disk
    """
    if graph.location is None:
        raise StoreError("a graph in memory has no place for verdicts: open one on disk")
    file = reviews_beside(graph.location)
    reviews, kept = read_patch(path, made=made), read_reviews(file)
    strange = tuple(review.claim for review in reviews if not _holds(graph, review.claim))
    new = _news([review for review in reviews if review.claim not in strange], kept)
    if new:
        write_reviews([*kept, *new], file)
    graph.rejected = rejected_in([*kept, *new])
    graph.rebuild_edges()
    counts = {verdict: sum(review.verdict is verdict for review in new) for verdict in Verdict}
    return Applied(
        rejected=counts[Verdict.REJECTED],
        noted=counts[Verdict.NOTED],
        restored=counts[Verdict.RESTORED],
        known=len(reviews) - len(new) - len(strange),
        strange=strange,
    )


def reviews_of(graph: GraphReader) -> dict[str, Review]:
    """By claim, the verdicts that stand beside a graph's store; none beside one in memory.

    Raises:
        DataError: the file beside the store breaks its format.

    >>> reviews_of(KnowledgeGraph())
    {}
    """
    return {} if graph.location is None else standing_reviews(read_reviews(reviews_beside(graph.location)))


def _json_of(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST:
            raise DataError("too large for a patch", file=str(path), expected=f"{_MOST} bytes at most")
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", file=str(path)) from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise DataError(f"not JSON ({error})", file=str(path)) from None


def _review(one: object, day: str, file: str, number: int) -> Review:
    if not isinstance(one, dict) or not all(isinstance(one.get(key), str) for key in ("claim", "verdict", "note")):
        raise DataError("not a verdict", file=file, row=number, value=one, expected="claim, verdict and note as text")
    if one["verdict"] not in list(Verdict):
        raise DataError("not a verdict", file=file, row=number, value=one["verdict"], expected=", ".join(Verdict))
    try:
        return Review(claim=one["claim"], verdict=Verdict(one["verdict"]), note=one["note"], made=day)
    except DataError as error:
        raise error.at(file, number) from None


def _news(reviews: Iterable[Review], kept: Iterable[Review]) -> list[Review]:
    """The verdicts that say something else than what stands."""
    standing: dict[str, Review] = standing_reviews(kept)
    new: list[Review] = []
    for review in reviews:
        old = standing.pop(review.claim, None)
        said = None if old is None else (old.verdict, old.note)
        if review.verdict is Verdict.RESTORED:
            new += [] if old is None else [review]
            continue
        standing[review.claim] = review
        if said != (review.verdict, review.note):
            new.append(review)
    return new


def _holds(graph: GraphReader, claim: str) -> bool:
    return bool(graph.query(f"ASK {{ <{claim}> a kg:Claim }}"))
