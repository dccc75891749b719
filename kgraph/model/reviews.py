"""What a person makes of single claims: rejected, noted, restored; kept in a file beside the store, oldest first.

Nothing in the file is written over: a verdict that is taken back stays, and another one says so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.files import written_whole
from kgraph.model.dates import check_day
from kgraph.model.laws import check_encodable

REVIEW_COLUMNS: Final = ("claim", "verdict", "note", "made")
"""The columns of the file."""

_CLAIM: Final = re.compile(r"urn:kgraph:claim:[0-9a-f]{20}")


class Verdict(StrEnum):
    """What somebody makes of a claim."""

    REJECTED = "rejected"
    NOTED = "noted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One verdict on one claim.

    Attributes:
        claim: its id, `urn:kgraph:claim:…`.
        verdict: that it does not hold, that something is to be said of it, or that what was said before is taken back.
        note: why, or what, in the words of whoever judged, on one line; empty for what is taken back.
        made: the day of the verdict, `YYYY-MM-DD`.

    Raises:
        DataError: the claim's id is none, a rejection or a note has no words, or the day is none.

    >>> claim = "urn:kgraph:claim:0123456789abcdef0123"
    >>> Review(claim=claim, verdict=Verdict.NOTED, note="a  quote", made="2024-06-19").note
    'a quote'
    """

    claim: str
    verdict: Verdict
    note: str
    made: str

    def __post_init__(self) -> None:
        if not _CLAIM.fullmatch(self.claim):
            raise DataError("not the id of a claim", value=self.claim, expected="urn:kgraph:claim: and 20 digits")
        check_encodable("note", self.note)
        object.__setattr__(self, "note", " ".join(self.note.split()))
        if not self.note and self.verdict is not Verdict.RESTORED:
            raise DataError(f"a claim {self.verdict} without a word why", value=self.claim)
        check_day(self.made)


def standing_reviews(reviews: Iterable[Review]) -> dict[str, Review]:
    """By claim, the verdict that stands: the last one, unless it takes back what was said.

    >>> words = {"claim": "urn:kgraph:claim:0123456789abcdef0123", "made": "2024-06-19"}
    >>> first = Review(verdict=Verdict.REJECTED, note="misread", **words)
    >>> standing_reviews([first, Review(verdict=Verdict.RESTORED, note="", **words)])
    {}
    """
    last = {review.claim: review for review in reviews}
    return {claim: review for claim, review in last.items() if review.verdict is not Verdict.RESTORED}


def rejected_in(reviews: Iterable[Review]) -> frozenset[str]:
    """The ids of the claims whose last verdict rejects them."""
    standing = standing_reviews(reviews)
    return frozenset(claim for claim, review in standing.items() if review.verdict is Verdict.REJECTED)


def reviews_beside(location: Path) -> Path:
    """Where the verdicts on single claims kept beside a store lie, whether or not there are any.

    >>> reviews_beside(Path("cases/kgraph.db")).as_posix()
    'cases/kgraph.db.reviews.csv'
    """
    place = location if location.name else location.resolve()
    return place.with_name(f"{place.name}.reviews.csv")


def read_reviews(file: Path) -> list[Review]:
    """The verdicts of a file, oldest first; none where there is no file.

    Raises:
        DataError: the file cannot be read, or a row breaks the format; says file and row.

    >>> read_reviews(Path("no such file.csv"))
    []
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", file=str(file)) from None
    return list(_rows(text, str(file)))


def write_reviews(reviews: Iterable[Review], file: Path) -> None:
    """Write the verdicts to a file, in their order.

    Raises:
        DataError: the file cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(REVIEW_COLUMNS)
    writer.writerows(astuple(review) for review in reviews)
    with written_whole(file) as output:
        output.write(text.getvalue().encode())


def _rows(text: str, file: str) -> Iterator[Review]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    wanted = ",".join(REVIEW_COLUMNS)
    try:
        header = next(lines, [])
        if tuple(header) != REVIEW_COLUMNS:
            raise DataError("other columns", file=file, row=1, value=",".join(header), expected=wanted)
        for cells in lines:
            if cells:
                yield _review(cells, file, lines.line_num)
    except csv.Error as error:
        raise DataError(f"not CSV ({error})", file=file, row=lines.line_num) from None


def _review(cells: Sequence[str], file: str, row: int) -> Review:
    if len(cells) != len(REVIEW_COLUMNS):
        raise DataError(f"{len(cells)} cells", file=file, row=row, expected=",".join(REVIEW_COLUMNS))
    claim, verdict, note, made = cells
    if verdict not in list(Verdict):
        raise DataError("not a verdict", file=file, row=row, value=verdict, expected=", ".join(Verdict))
    try:
        return Review(claim=claim, verdict=Verdict(verdict), note=note, made=made)
    except DataError as error:
        raise error.at(file, row) from None
