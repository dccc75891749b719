"""Which format of an answer the asker likes best (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

Format: TypeAlias = tuple[str, str]
"""A format's short name and the media type that an answer in it carries."""

ROWS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "application/sparql-results+json": "json",
        "application/sparql-results+xml": "xml",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
        "application/json": "json",
        "application/xml": "xml",
    }
)
"""The formats of rows and truth values by their media types, the ones this server likes better first."""
TRIPLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text/turtle": "ttl",
        "application/n-triples": "nt",
        "application/n-quads": "nq",
        "application/trig": "trig",
        "application/ld+json": "jsonld",
        "application/x-turtle": "ttl",
        "text/plain": "nt",
        "application/json": "jsonld",
    }
)
"""The formats of triples, likewise."""


def best_format(accept: str | None, offers: Mapping[str, str]) -> Format | None:
    """What to answer with; None where nothing offered is acceptable.

    Of each offer the most specific range that fits counts; of two liked alike the one offered first is taken.

    >>> best_format("text/csv;q=0.5, application/*;q=0.4", ROWS)
    ('csv', 'text/csv')
    >>> best_format("application/sparql-results+json;q=0, */*;q=0.1", ROWS)
    ('xml', 'application/sparql-results+xml')
    >>> best_format("image/png", ROWS) is None
    True
    """
    wanted = quality_of(accept)
    liked = {media: _quality(media, wanted) for media in offers}
    best = max(liked, key=lambda media: liked[media])  # the first of those that are liked best
    return (offers[best], best) if liked[best] > 0 else None


def prefers_html(accept: str | None) -> bool:
    """Whether the asker would rather have a page than data: a browser.

    >>> prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    True
    >>> prefers_html("*/*")
    False
    """
    wanted = quality_of(accept)
    return wanted.get("text/html", 0.0) > max(wanted.get("*/*", 0.0), wanted.get("text/turtle", 0.0), 0.0)


def quality_of(accept: str | None) -> dict[str, float]:
    """The media ranges of an Accept header, each with how much it is liked; everything alike where there is none.

    >>> quality_of("text/csv; q=0.5, text/*")
    {'text/csv': 0.5, 'text/*': 1.0}
    """
    found: dict[str, float] = {}
    for part in (accept or "").split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        if media.count("/") == 1:
            found[media.lower()] = max(found.get(media.lower(), 0.0), _parsed_quality(parameters))
    return found or ({"*/*": 1.0} if not (accept or "").strip() else {})


def _parsed_quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _quality(media: str, wanted: Mapping[str, float]) -> float:
    kind = media.partition("/")[0]
    for span in (media, f"{kind}/*", "*/*"):
        if span in wanted:
            return wanted[span]
    return 0.0
