"""What stands behind a dyad: its claims, newest first, each with its words, its sources and how firmly it is said.

Claims that were merged to one event corroborate each other as far as different publishers bring them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.graph import GraphReader
from kgraph.model import Attribution, Claim, Document, Event, Judgements, Modality, Polarity
from kgraph.ontology import RELATIONS, minted_name


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
        """Publisher, day and title of the document, as far as they are known; else its id. Of a row, the data set."""
        record = self.claim.record
        if record is not None:
            row = f"{minted_name('dataset', self.claim.document)}, row {record.id}"
            return row if record.url is None else f"{row}, {record.url}"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """How widely something is told.

    Attributes:
        claims: how many claims tell it.
        publishers: how many publishers brought it, each once. Those that brought the same text count for one.
        speakers: how many actors are reported to have said it first, the innermost of each chain.

    >>> print(Corroboration(claims=3, publishers=2, speakers=1))
    3 claims, 2 publishers, 1 speaker
    """

    claims: int
    publishers: int
    speakers: int

    def __str__(self) -> str:
        counts = {"claim": self.claims, "publisher": self.publishers, "speaker": self.speakers}
        return ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event with the accounts of its claims, newest first, and how widely it is told."""

    event: Event
    accounts: tuple[Account, ...]
    corroboration: Corroboration


def explain_events(graph: GraphReader, first: str | None = None, second: str | None = None) -> list[Told]:
    """The events that claims were merged to, with what stands behind each, in the order of their IRIs.

    Args:
        graph: where to look.
        first: an id such as `kgr:RUS`; None, with `second`, for all events.
        second: another.

    Raises:
        DataError: one of them is no id, or the store holds what is no event.

    >>> from kgraph.graph import KnowledgeGraph
    >>> explain_events(KnowledgeGraph())
    []
    """
    return [told_by(graph, event) for event in graph.events(first, second)]


def told_by(graph: GraphReader, event: Event) -> Told:
    """An event, whether or not the graph holds it, with what stands behind it.

    Raises:
        DataError: the graph has not all of its claims.
    """
    claims = [graph.claim(claim) for claim in event.claims]
    claims.sort(key=lambda claim: (claim.date.first_day if claim.date else "", claim.id), reverse=True)
    accounts = tuple(Account(claim=claim, document=graph.document(claim.document)) for claim in claims)
    return Told(event=event, accounts=accounts, corroboration=corroboration(accounts, graph.judgements))


def corroboration(accounts: Sequence[Account], judgements: Judgements) -> Corroboration:
    """How widely these accounts tell what they tell.

    A document without a publisher adds none: nobody knows whether it is another one's.

    Args:
        accounts: of claims that are one.
        judgements: which speakers are one.
    """
    speakers = {judgements.canonical(a.claim.attribution[-1].id) for a in accounts if a.claim.attribution}
    documents = [account.document for account in accounts if account.document is not None]
    return Corroboration(claims=len(accounts), publishers=_independent(documents), speakers=len(speakers))


_NO_TEXT: Final = Document(text="").sha256
"""What rows of tables have for a text says nothing of where they come from."""


def _independent(documents: Iterable[Document]) -> int:
    """The number of publishers, where those that share a text are one."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    named = [(document, " ".join((document.publisher or "").casefold().split())) for document in documents]
    for document, publisher in named:
        if publisher and document.sha256 != _NO_TEXT:
            above[top(f"text {document.sha256}")] = top(f"publisher {publisher}")
    return len({top(f"publisher {publisher}") for _, publisher in named if publisher})


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
