"""Rival accounts as rows and as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kgraph.explain import Account
from kgraph.model import Polarity
from kgraph.model.wording import in_words
from kgraph.ontology import RELATIONS
from kgraph.rivals.finding import Conflict

COLUMNS: Final = ("conflict", "kind", "side", "date", "claim", "firmness", "said by", "publisher", "quote", "id")
"""The columns of `conflict_rows`."""


def conflict_rows(conflicts: Iterable[Conflict]) -> Iterator[tuple[object, ...]]:
    """A row for each claim: the number of its conflict, the side (1 or 2) it stands on, and what it says.

    >>> list(conflict_rows([]))
    []
    """
    for number, conflict in enumerate(conflicts, 1):
        for side, accounts in enumerate((conflict.accounts, conflict.against), 1):
            for account in accounts:
                told = _record(account)
                words = f"{told['actor']} {told['relation']} {told['recipient']}"
                claim = words if told["polarity"] == Polarity.POSITIVE.value else f"not: {words}"
                speakers = " < ".join(account_speakers(account))
                yield (
                    *(number, conflict.kind.value, side, told["date"], claim, told["modality"]),
                    *(speakers, told["publisher"], told["quote"], told["id"]),
                )


def conflict_to_dict(conflict: Conflict) -> dict[str, object]:
    """A conflict with its claims as plain values, for JSON."""
    return {
        "kind": conflict.kind.value,
        "reason": conflict.reason,
        "accounts": [_record(account) for account in conflict.accounts],
        "against": [_record(account) for account in conflict.against],
    }


def account_speakers(account: Account) -> list[str]:
    """Who is reported to have said it, whoever said it first before who passed it on."""
    return [source.name for source in reversed(account.claim.attribution)]


def _record(account: Account) -> dict[str, object]:
    claim, document = account.claim, account.document
    return {
        "id": claim.id,
        "date": None if claim.date is None else str(claim.date),
        "actor": claim.actor.name,
        "relation": RELATIONS[claim.relation].label,
        "recipient": None if claim.recipient is None else claim.recipient.name,
        "modality": in_words(claim.modality),
        "polarity": claim.polarity.value,
        "said_by": account_speakers(account),
        "quote": None if claim.evidence is None else claim.evidence.quote,
        "document": claim.document,
        "publisher": None if document is None else document.publisher,
        "published": None if document is None else document.published,
        "title": None if document is None else document.title,
        "url": None if document is None else document.url,
    }
