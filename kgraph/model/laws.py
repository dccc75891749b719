"""What holds for every field of every type: text that can be encoded, spans that are spans, ids from content."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Final

from kgraph.errors import DataError

_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def check_span(start: int, end: int) -> None:
    """Raise DataError unless `start` and `end` bound a stretch of text, the end excluded."""
    if not 0 <= start < end:
        raise DataError("not a span of text", value=f"{start} to {end}", expected="0 <= start < end")


def check_encodable(field: str, text: str | None) -> None:
    """Half a surrogate pair (JSON lets them in) has no UTF-8, so no place in a store, a file or a hash."""
    if text is None or text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DataError(f"{field} holds half a surrogate pair at character {error.start}", value=text) from None


@lru_cache(maxsize=1 << 12)
def rounded(value: float, decimals: int) -> float:
    """The number with so many decimals; none of them is a negative zero. Kept, because to round is slow.

    >>> rounded(0.12345678, 4), rounded(-0.00001, 4)
    (0.1235, 0.0)
    """
    return round(value, decimals) + 0.0


def digest(*parts: object) -> str:
    """Twenty hex digits of the sha256 of the parts, written as compact JSON: the published recipe of all ids."""
    return hashlib.sha256(_COMPACT.encode(parts).encode()).hexdigest()[:20]


def row_digest(dataset: str, row: str) -> str:
    """`digest("row", dataset, row)`, several times faster: an import makes one for every row.

    >>> row_digest("urn:kgraph:dataset:gdelt-2.0", "886") == digest("row", "urn:kgraph:dataset:gdelt-2.0", "886")
    True
    """
    payload = f'["row",{_COMPACT.encode(dataset)},{_COMPACT.encode(row)}]'  # of one string, encode is quick
    return hashlib.sha256(payload.encode()).hexdigest()[:20]
