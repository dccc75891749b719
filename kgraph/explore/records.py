"""The claims and views as the page holds them: tables of what repeats, and numbers that point into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from kgraph.explore.bundles import Line, publisher
from kgraph.explore.drawing import Drawing, Spot
from kgraph.explore.finding import Alias, Listed
from kgraph.explore.views import View
from kgraph.explore.voices import Voices
from kgraph.model import ActorRef, Attribution, Claim, Document, Evidence, Polarity, Review
from kgraph.ontology import RELATIONS, minted_name

Record: TypeAlias = dict[str, Any]
"""A JSON object."""

FIELDS: Final = (
    "id",
    "document",
    "actor",
    "recipient",
    "relation",
    "date",
    "basis",
    "modality",
    "negative",
    "sources",
    "voice",
    "confidence",
    "quote",
    "marks",
    "extractor",
)
"""What the places of a claim's row hold; written into the file, so that a reader needs no other key."""

_WEB_PAGE: Final = re.compile(r"https?://[^\s\x00-\x20\x7f\\<>\"]+", re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """Rows kept once each, by the number they came in."""

    rows: list[Any] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)

    def number(self, key: object, row: Any) -> int:
        """The number of the row with that key, which becomes the last one where it is new."""
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return self._numbers[key]


class Ledger:
    """The claims the page holds, numbered newest first, with the tables their rows point into.

    Args:
        claims: each once, in reading order.
        documents: by id.
        voices: tells who speaks in a claim.
    """

    def __init__(self, claims: Iterable[Claim], documents: Mapping[str, Document], voices: Voices) -> None:
        self._documents = documents
        self._voices = voices
        self._actors, self._files, self._relations, self._quotes = Table(), Table(), Table(), Table()
        self._words = Table()
        self._numbers: dict[str, int] = {}
        self._claims: list[list[Any]] = []
        for claim in claims:
            self._numbers[claim.id] = len(self._claims)
            self._claims.append(self._row(claim))

    def held(self, claims: Iterable[Claim]) -> list[int]:
        """The numbers of those claims that the page holds, in their order."""
        return [self._numbers[claim.id] for claim in claims if claim.id in self._numbers]

    def numbers(self, claims: Iterable[Claim]) -> list[int]:
        """The numbers of the claims, in their order."""
        return [self._numbers[claim.id] for claim in claims]

    def verdicts(self, reviews: Iterable[Review]) -> list[list[str]]:
        """The claims of the page that somebody has judged: the name of each, the verdict and the note."""
        rows = [
            [minted_name("claim", one.claim), str(one.verdict), one.note]
            for one in reviews
            if one.claim in self._numbers
        ]
        return sorted(rows)

    def record(self) -> Record:
        """The tables, for the page."""
        return {
            "fields": FIELDS,
            "claims": self._claims,
            "actors": [name for name, _ in self._actors.rows],
            "ids": [id_ for _, id_ in self._actors.rows],
            "documents": self._files.rows,
            "relations": self._relations.rows,
            "quotes": self._quotes.rows,
            "words": self._words.rows,
        }

    def _source(self, claim: Claim) -> int:
        """The number of the document, or of the row of a data set, that the claim comes from."""
        record = claim.record
        if record is None:
            return self._files.number(claim.document, _document_row(self._documents.get(claim.document)))
        name = minted_name("dataset", claim.document)
        row = [name, f"row {record.id}", None, safe_url(record.url), None, claim.document]
        return self._files.number(claim.id, row)

    def _row(self, claim: Claim) -> list[Any]:
        relation = RELATIONS[claim.relation]
        evidence, date = claim.evidence, claim.date
        return [
            minted_name("claim", claim.id),
            self._source(claim),
            self._actor(claim.actor),
            None if claim.recipient is None else self._actor(claim.recipient),
            self._relations.number(
                relation.name, [relation.label, relation.sign, int(relation.symmetric), relation.name]
            ),
            None if date is None else str(date),
            None if date is None else self._word(date.basis),
            self._word(claim.modality),
            int(claim.polarity is Polarity.NEGATIVE),
            [self._actor(source) for source in claim.attribution],
            self._voices.of(claim),
            claim.confidence,
            None if evidence is None else self._quotes.number(evidence.quote, evidence.quote),
            [
                place
                for start, end, role in (() if evidence is None else marks_of(evidence))
                for place in (start, end, self._word(role))
            ],
            self._word(claim.extractor),
        ]

    def _word(self, word: str) -> int:
        return self._words.number(word, word)

    def _actor(self, actor: ActorRef | Attribution) -> int:
        return self._actors.number((actor.id, actor.name), (actor.name, actor.id))


def marks_of(evidence: Evidence) -> list[tuple[int, int, str]]:
    """The marks inside the quote as (start, end, role), counted in characters from the quote's beginning.

    A mark that lies outside is left out, one that sticks out is cut, and of two that overlap the second gives way.
    """
    found: list[tuple[int, int, str]] = []
    free = 0
    for mark in evidence.marks:
        start = max(mark.start - evidence.start, free)
        end = min(mark.end - evidence.start, len(evidence.quote))
        if start < end:
            found.append((start, end, mark.role))
            free = end
    return found


def safe_url(url: str | None) -> str | None:
    """The address, if a click on it can only open a web page; else None.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if url is None or not _WEB_PAGE.fullmatch(url):
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


def view_record(view: View, drawing: Drawing, ledger: Ledger) -> Record:
    """One view, for the page: what vis-network draws, and what the panel says of it."""
    number = {spot.id: index for index, spot in enumerate(view.spots)}
    place = {dyad: index for index, dyad in enumerate(view.dyads)}
    return {
        "name": view.name,
        "options": drawing.options,
        "nodes": drawing.nodes,
        "edges": [{**edge, "dyad": place[line.dyad]} for edge, line in zip(drawing.edges, view.drawn, strict=True)],
        "actors": [_actor_record(spot, view, ledger) for spot in view.spots],
        "dyads": [
            {"ends": [number[end] for end in dyad], "lines": [_line_record(line, ledger) for line in lines]}
            for dyad, lines in view.dyads.items()
        ],
        "listed": [_listed_record(one, view, ledger) for one in view.listed],
        "row": view.row,
        "all": {
            "lines": len(view.bundles.lines),
            "actors": len(view.partners),
            "absent": sum(not ledger.held(claims) for claims in view.undrawn.values()),
        },
    }


def _actor_record(spot: Spot, view: View, ledger: Ledger) -> Record:
    return {
        "id": spot.id,
        "label": spot.label,
        "kind": spot.kind,
        **_alias_record(view.aliases[spot.id]),
        "partners": view.partners[spot.id],
        "within": ledger.numbers(view.bundles.within.get(spot.id, ())),
        "alone": ledger.numbers(view.bundles.alone.get(spot.id, ())),
    }


def _listed_record(one: Listed, view: View, ledger: Ledger) -> Record:
    claims = view.undrawn[one.id] if one.host is None else ()
    return {
        "id": one.id,
        "label": one.label,
        "kind": one.kind,
        **_alias_record(one.alias),
        **({"count": len(claims), "claims": ledger.held(claims)} if one.host is None else {"host": one.host}),
    }


def _alias_record(alias: Alias) -> Record:
    return {"names": alias.names, "codes": alias.codes}


def _line_record(line: Line, ledger: Ledger) -> Record:
    return {
        "sign": line.sign,
        "facts": line.facts,
        "sources": line.sources,
        "ways": [[way.claims, way.sources] for way in line.ways],
        "mutual": line.mutual,
        "claims": ledger.numbers(line.claims),
        "back": ledger.numbers(line.back),
    }


def _document_row(document: Document | None) -> list[str | None]:
    if document is None:
        return [None, None, None, None, None, None]
    return [
        publisher(document) or None,
        document.title,
        document.published,
        safe_url(document.url),
        document.author,
        document.id,
    ]
