"""Made-up claims written in two forms: kgraph's own files, and flat rows for everybody else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.model import Claim, Document, Polarity, claim_to_json
from kgraph.ontology import RELATIONS
from kgraph.rdf import dyad_iri

if TYPE_CHECKING:
    from benchmarks.made_claims import Article
    from benchmarks.peers.common import Row


def row_of(claim: Claim, document: Document) -> Row:
    """A claim as a flat row of plain values; one without date, recipient or words is none.

    Raises:
        ValueError: the claim has no date, recipient or words.
    """
    if claim.date is None or claim.recipient is None or claim.dyad is None or claim.evidence is None:
        raise ValueError(f"{claim.id} has no date, recipient or words")
    return {
        "id": claim.id,
        "document": document.id,
        "publisher": document.publisher,
        "issued": document.published,
        "actor": claim.actor.id,
        "actor_name": claim.actor.name,
        "actor_side": claim.actor.rollup,
        "recipient": claim.recipient.id,
        "recipient_name": claim.recipient.name,
        "recipient_side": claim.recipient.rollup,
        "states": claim.actor.acts_for is not None and claim.recipient.acts_for is not None,
        "dyad": dyad_iri(*claim.dyad).value,
        "relation": claim.relation,
        "day": claim.date.first_day,
        "date": str(claim.date),
        "modality": str(claim.modality),
        "polarity": claim.polarity is Polarity.POSITIVE,
        "confidence": claim.confidence,
        "speakers": " > ".join(source.name for source in claim.attribution),
        "quote": claim.evidence.quote,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
    }


def write_folder(folder: Path, articles: Iterable[Article]) -> int:
    """The files of some articles, for every tool; how many claims there are."""
    folder.mkdir(parents=True, exist_ok=True)
    relations = {
        name: {"label": one.label, "parent": one.parent, "sign": one.sign, "symmetric": one.symmetric}
        for name, one in RELATIONS.items()
    }
    (folder / "relations.json").write_text(json.dumps(relations), encoding="utf-8")
    count = 0
    with (
        (folder / "rows.jsonl").open("w", encoding="utf-8") as rows,
        (folder / "claims.jsonl").open("w", encoding="utf-8") as claims,
        (folder / "documents.jsonl").open("w", encoding="utf-8") as documents,
    ):
        for article in articles:
            documents.write(json.dumps(_document_line(article.document), ensure_ascii=False) + "\n")
            for claim in article.claims:
                rows.write(json.dumps(row_of(claim, article.document), ensure_ascii=False) + "\n")
                claims.write(claim_to_json(claim) + "\n")
                count += 1
    return count


def _document_line(document: Document) -> dict[str, str | None]:
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "text": document.text,
    }
