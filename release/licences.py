"""Which licences dependencies may have: what their metadata say, held against two reviewed tables.

`allowed.csv` has the licences that any dependency may have, each with the wordings that mean it and nothing else, and
the reason. `reviewed.csv` has what was looked up for single distributions: those whose metadata are vague, and those
whose licence asks for more. A review holds for the very words that were reviewed: where they change, it lapses.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Final

from license_expression import ExpressionError, Licensing
from packaging.utils import canonicalize_name

from kgraph.errors import DataError

HERE: Final = Path(__file__).parent
_SHORT: Final = 80
"""Characters of the field License above which it is the text of a licence and not its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is held of a dependency's licence.

    Attributes:
        licence: what it is, in SPDX's terms; where it is refused, what the metadata say.
        note: why it is allowed though its metadata are vague or it asks for more.
        refused: why it is not allowed; None where it is.
    """

    licence: str
    note: str = ""
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The two tables: licences by the wordings that mean them, and reviews by distribution."""

    wordings: Mapping[str, str]
    reviews: Mapping[tuple[str, str], tuple[str, str]]

    def judge(self, name: str, says: str) -> Verdict:
        """What is held of a distribution whose metadata say that.

        >>> rules = Rules(wordings={"MIT License": "MIT"}, reviews={("tld", "MPL"): ("MPL-1.1", "unchanged")})
        >>> rules.judge("click", "MIT License").licence
        'MIT'
        >>> rules.judge("tld", "GPL-3.0-only").refused
        "is not allowed; reviewed was 'MPL'"
        """
        review = self.reviews.get((canonicalize_name(name), says))
        if review is not None:
            return Verdict(licence=review[0], note=review[1])
        if says in self.wordings:
            return Verdict(licence=self.wordings[says])
        if fulfilled(says, set(self.wordings.values())):
            return Verdict(licence=says)
        others = [repr(words) for reviewed, words in self.reviews if reviewed == canonicalize_name(name)]
        return Verdict(licence=says, refused=f"is not allowed; reviewed was {' and '.join(others) or 'nothing'}")


def read_rules(folder: Path = HERE) -> Rules:
    """The rules in `allowed.csv` and `reviewed.csv` of a folder.

    Raises:
        DataError: a column or a reason is missing, or a wording or distribution stands twice.
    """
    wordings: dict[str, str] = {}
    for row, found in _rows(folder / "allowed.csv", ("licence", "wordings", "reason")):
        for wording in (found["licence"], *filter(None, found["wordings"].split("|"))):
            _check_new(wording, wordings, folder / "allowed.csv", row)
            wordings[wording] = found["licence"]
    reviews: dict[tuple[str, str], tuple[str, str]] = {}
    for row, found in _rows(folder / "reviewed.csv", ("distribution", "says", "licence", "reason")):
        review = (canonicalize_name(found["distribution"]), found["says"])
        _check_new(review, reviews, folder / "reviewed.csv", row)
        reviews[review] = (found["licence"], found["reason"])
    return Rules(wordings=wordings, reviews=reviews)


def stated(metadata: Message) -> str:
    """What the metadata of a distribution say of its licence, in one line.

    An SPDX expression goes before the field License, where that is a name and no text, and that before classifiers.

    >>> message = Message()
    >>> message["Classifier"] = "License :: OSI Approved :: MIT License"
    >>> stated(message)
    'MIT License'
    """
    expression = metadata.get("License-Expression")
    if expression:
        return " ".join(str(expression).split())
    text = str(metadata.get("License") or "").strip()
    if text and len(text) <= _SHORT and "\n" not in text and text.upper() != "UNKNOWN":
        return " ".join(text.split())
    classes = [str(one).split(" :: ") for one in metadata.get_all("Classifier") or ()]
    names = sorted(parts[-1] for parts in classes if parts[0] == "License")
    if names:
        return ", ".join(names)
    return " ".join(text.split("\n")[0].split()) or "nothing"


def fulfilled(expression: str, allowed: Collection[str]) -> bool:
    """Whether allowed licences fulfil an SPDX expression: of an OR one side, of an AND both. What is none: False.

    >>> fulfilled("GPL-2.0-only OR (MIT AND Zlib)", {"MIT", "Zlib"})
    True
    >>> fulfilled("GPL-2.0-only AND MIT", {"MIT"})
    False
    """
    licensing = Licensing()
    try:
        parsed = licensing.parse(expression)
    except ExpressionError:
        return False
    if parsed is None:
        return False
    names = licensing.license_symbols(parsed, decompose=False)
    values = {name: licensing.TRUE if str(name) in allowed else licensing.FALSE for name in names}
    return bool(parsed.subs(values).simplify() == licensing.TRUE)


def _rows(file: Path, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row, found in enumerate(csv.DictReader(lines, strict=True), 2):
            missing = [column for column in columns if column != "wordings" and not (found.get(column) or "").strip()]
            if missing:
                raise DataError("a row without its " + " and ".join(missing), file=str(file), row=row)
            yield row, found


def _check_new(key: object, table: Collection[object], file: Path, row: int) -> None:
    if key in table:
        raise DataError("stands twice", file=str(file), row=row, value=key)
