"""Claims in words, as people and notebooks read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgraph.markup import escaped, quote
from kgraph.ontology import RELATIONS

if TYPE_CHECKING:
    from kgraph.model.claim import Attribution, Claim, Modality


def headline(claim: Claim) -> str:
    """The claim in one line: date, the two ends, how firmly; "not:" before what is said not to be so.

    >>> from kgraph.model import ActorRef, Claim
    >>> headline(Claim(document="a", actor=ActorRef(id="kgr:RUS", name="Russia"), relation="visits",
    ...                recipient=ActorRef(id="kgr:CHN", name="China"), event_type="CONSULT", confidence=0.6))
    'undated: Russia visits China (asserted, confidence 0.6)'
    """
    when = "undated" if claim.date is None else str(claim.date)
    denied = "not: " if claim.polarity.value == "negative" else ""
    recipient = "" if claim.recipient is None else f" {claim.recipient.name}"
    words = f"{denied}{claim.actor.name} {RELATIONS[claim.relation].label}{recipient}"
    return f"{when}: {words} ({in_words(claim.modality)}, confidence {claim.confidence:g})"


def in_words(modality: Modality) -> str:
    """The modality as people write it.

    >>> from kgraph.model import Modality
    >>> in_words(Modality.CALLED_FOR)
    'called for'
    """
    return modality.value.replace("-", " ")


def said_by(chain: Sequence[Attribution]) -> str:
    """The chain of who said it, in words, the innermost speaker first; empty for the document's own voice.

    >>> from kgraph.model import Attribution
    >>> said_by([Attribution(id="kgr:xinhua", name="Xinhua"), Attribution(id="kgr:vladimir-putin", name="Putin")])
    'according to Putin, quoted by Xinhua'
    """
    names = [source.name for source in reversed(chain)]
    return f"according to {', quoted by '.join(names)}" if names else ""


def as_text(claim: Claim, source: str | None = None) -> str:
    """Headline, speakers, words and source, a line each, as far as they are known."""
    words = None if claim.evidence is None else f'"{claim.evidence.quote}"'
    below = (said_by(claim.attribution), words, source)
    return "\n    ".join([headline(claim), *(line for line in below if line)])


def as_html(claim: Claim, source: str | None = None) -> str:
    """The same as HTML, with the words marked that the claim rests on.

    Args:
        claim: what to show.
        source: the document in words, already HTML.
    """
    below = (escaped(said_by(claim.attribution)), claim.evidence and quote(claim.evidence.pieces()), source)
    lines = "".join(f'<div style="margin-left:1.5em">{line}</div>' for line in below if line)
    return f'<div style="margin:0.4em 0"><b dir="auto">{escaped(headline(claim))}</b>{lines}</div>'
