"""What holds for every field of every type: text that can be encoded, spans that are spans, ids from content."""

from __future__ import annotations

import hashlib
import json

from kgraph.errors import DataError


def check_span(start: int, end: int) -> None:
    """Raise DataError unless `start` and `end` bound a stretch of text, the end excluded."""
    if not 0 <= start < end:
        raise DataError("not a span of text", value=f"{start} to {end}", expected="0 <= start < end")


def check_encodable(field: str, text: str | None) -> None:
    """Half a surrogate pair (JSON lets them in) has no UTF-8, so no place in a store, a file or a hash."""
    try:
        (text or "").encode()
    except UnicodeEncodeError as error:
        raise DataError(f"{field} holds half a surrogate pair at character {error.start}", value=text) from None


def digest(*parts: object) -> str:
    """Twenty hex digits of the sha256 of the parts, written as compact JSON: the published recipe of all ids."""
    payload = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(payload.encode()).hexdigest()[:20]
