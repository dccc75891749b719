"""What stands behind a dyad: its claims, newest first, each with its words, its sources and how firmly it is said.

Claims that were merged to one event corroborate each other as far as different publishers bring them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, overload

from kgraph.graph import GraphReader
from kgraph.markup import link
from kgraph.model import Claim, Document, Event, Judgements
from kgraph.model.wording import as_html, as_text, headline
from kgraph.ontology import minted_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One claim about a dyad with the document it stands in (None where the graph has only the claim).

    `rejected` says that a reader has rejected the claim (`kgraph apply`): it stays, and supports nothing.
    """

    claim: Claim
    document: Document | None
    rejected: bool = False

    def headline(self) -> str:
        """The claim in words: date, the two ends, how firmly."""
        return f"{headline(self.claim)}{_REJECTED if self.rejected else ''}"

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

    def url(self) -> str | None:
        """The address of the document, or of what the row was coded from; None where it is not known."""
        if self.claim.record is not None:
            return self.claim.record.url
        return None if self.document is None else self.document.url

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The account with its words marked, for notebooks."""
        where, linked = self.source(), link(self.source(), self.url())
        if self.rejected:
            where, linked = f"{where}{_REJECTED}", f"{linked}<b>{_REJECTED}</b>"
        return {"text/plain": as_text(self.claim, where), "text/html": as_html(self.claim, linked)}


_REJECTED: Final = ", rejected"


class Dyad(Sequence[Account]):
    """The accounts behind what stands between two actors; notebooks show them with their words marked.

    A sequence of `Account`; a slice of it is one of fewer.

    Attributes:
        first, second: the ids of the two.
        most: how many accounts a notebook shows.
    """

    most = 20

    def __init__(self, accounts: Iterable[Account] = (), *, first: str, second: str) -> None:
        self._accounts, self.first, self.second = tuple(accounts), first, second

    def __len__(self) -> int:
        return len(self._accounts)

    @overload
    def __getitem__(self, place: int) -> Account: ...
    @overload
    def __getitem__(self, place: slice) -> Dyad: ...
    def __getitem__(self, place: int | slice) -> Account | Dyad:
        if isinstance(place, slice):
            return Dyad(self._accounts[place], first=self.first, second=self.second)
        return self._accounts[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dyad):
            return NotImplemented
        return (self.first, self.second, self._accounts) == (other.first, other.second, other._accounts)

    def __hash__(self) -> int:
        return hash((self.first, self.second, self._accounts))

    def __repr__(self) -> str:
        return f"<Dyad {self.first} {self.second}: {len(self)} accounts>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The accounts, newest first, for notebooks; what is left out is counted."""
        hidden = len(self) - self.most
        more = [f"({self.most} of {len(self)} accounts)"] if hidden > 0 else []
        shown = [account._repr_mimebundle_() for account in self._accounts[: self.most]]
        plain = [repr(self), *(bundle["text/plain"] for bundle in shown), *more]
        linked = [*(bundle["text/html"] for bundle in shown), *(f"<p>{line}</p>" for line in more)]
        return {"text/plain": "\n".join(plain), "text/html": "".join(linked)}


def explain_dyad(graph: GraphReader, first: str, second: str) -> Dyad:
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
    accounts = (
        Account(claim=claim, document=documents[claim.document], rejected=claim.id in graph.rejected)
        for claim in claims
    )
    return Dyad(accounts, first=first, second=second)


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
