"""What stands behind a dyad: its claims, newest first, each with its words, its sources and how firmly it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.graph import GraphReader
from kgraph.model import Attribution, Claim, Document, Modality, Polarity
from kgraph.ontology import RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One claim about a dyad with the document it stands in (None where the graph has only the claim)."""

    claim: Claim
    document: Document | None

    def headline(self) -> str:
        """The claim in words: date, the two ends, how firmly.

        >>> from kgraph.model import ActorRef
        >>> claim = Claim(document="a", actor=ActorRef(id="kgr:RUS", name="Russia"), relation="visits",
        ...               recipient=ActorRef(id="kgr:CHN", name="China"), event_type="CONSULT", confidence=0.6)
        >>> Account(claim=claim, document=None).headline()
        'undated: Russia visits China (asserted, confidence 0.6)'
        """
        claim = self.claim
        when = "undated" if claim.date is None else str(claim.date)
        denied = "not: " if claim.polarity is Polarity.NEGATIVE else ""
        recipient = "" if claim.recipient is None else f" {claim.recipient.name}"
        words = f"{denied}{claim.actor.name} {RELATIONS[claim.relation].label}{recipient}"
        return f"{when}: {words} ({in_words(claim.modality)}, confidence {claim.confidence:g})"

    def source(self) -> str:
        """Publisher, day and title of the document, as far as they are known; else its id."""
        if self.document is None:
            return self.claim.document
        parts = (self.document.publisher, self.document.published, self.document.title)
        return ", ".join(part for part in parts if part) or self.document.id


def explain_dyad(graph: GraphReader, first: str, second: str) -> list[Account]:
    """The accounts behind what stands between two actors, in both directions, newest first, undated last.

    Args:
        graph: where to look.
        first: an id such as `kgr:RUS`; a state takes in whoever acted for it, any actor who is judged one with it.
        second: another.

    Raises:
        DataError: one of them is no id; `Gazetteer.resolve` finds the id of a name.
    """
    claims = list(graph.claims_between(first, second))
    documents = {name: graph.document(name) for name in {claim.document for claim in claims}}
    return [Account(claim=claim, document=documents[claim.document]) for claim in claims]


def said_by(chain: Sequence[Attribution]) -> str:
    """The chain of who said it, in words, the innermost speaker first; empty for the document's own voice.

    >>> said_by([Attribution(id="kgr:xinhua", name="Xinhua"), Attribution(id="kgr:vladimir-putin", name="Putin")])
    'according to Putin, quoted by Xinhua'
    """
    names = [source.name for source in reversed(chain)]
    return f"according to {', quoted by '.join(names)}" if names else ""


def in_words(modality: Modality) -> str:
    """The modality as people write it.

    >>> in_words(Modality.CALLED_FOR)
    'called for'
    """
    return modality.value.replace("-", " ")
