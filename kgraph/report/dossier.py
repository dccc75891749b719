"""What a dossier holds: accounts by year, what corroborates what, rivals, sources, data sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.errors import DataError
from kgraph.explain import Account, Dyad, Told, explain_dyad, explain_events
from kgraph.graph import GraphReader
from kgraph.importing import Cited, cite
from kgraph.model import Document, Modality, Polarity
from kgraph.rivals import Conflict, conflicts

_FIRM: Final = frozenset((Modality.ASSERTED, Modality.REPORTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document that claims of the dossier are read from.

    Attributes:
        number: by which claims refer to it, from 1 in the order of days and titles.
        document: what is known of it.
        claims: how many claims of the dossier are read from it.
    """

    number: int
    document: Document
    claims: int

    def __str__(self) -> str:
        """Publisher, author, title, day; the address stands apart."""
        about = self.document
        title = f'"{about.title}"' if about.title else None
        parts = (about.author, title, about.publisher, about.published)
        return ", ".join(" ".join(part.split()) for part in parts if part) or about.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that a graph holds between two actors.

    Attributes:
        names: of the two, the graph's labels where it has them.
        accounts: the claims with their documents, newest first, undated last.
        events: what claims were merged to, with how widely it is told.
        rivals: accounts that cannot both hold.
        references: the documents, numbered.
        datasets: the data sets that claims derive from, with how they ask to be cited.
    """

    names: tuple[str, str]
    accounts: Dyad
    events: tuple[Told, ...]
    rivals: tuple[Conflict, ...]
    references: tuple[Reference, ...]
    datasets: tuple[Cited, ...]

    @property
    def title(self) -> str:
        """The names of the two."""
        return f"{self.names[0]} and {self.names[1]}"

    def years(self) -> list[tuple[str, Sequence[Account]]]:
        """The accounts by year, the newest first; those without a date last, under "undated"."""
        found: dict[str, list[Account]] = {}
        for account in self.accounts:
            date = account.claim.date
            found.setdefault("undated" if date is None else date.first_day[:4], []).append(account)
        return sorted(found.items(), key=lambda year: (year[0] != "undated", year[0]), reverse=True)

    def reference(self, account: Account) -> Reference | None:
        """Where the claim is read; None of a row of a data set."""
        return next((one for one in self.references if one.document.id == account.claim.document), None)

    def summary(self) -> list[str]:
        """What there is, in sentences: numbers, days, sources, and what to be careful about."""
        accounts = self.accounts
        if not len(accounts):
            return [f"The graph holds no claim between {self.title}."]
        firm = [one.claim for one in accounts if _is_firm(one)]
        signs = {sign: sum(claim.sign == sign for claim in firm) for sign in (1, -1, 0)}
        days = sorted(one.claim.date.first_day for one in accounts if one.claim.date is not None)
        publishers = {one.document.publisher for one in self.references if one.document.publisher}
        told = [
            f"{_count(len(accounts), 'claim')}, of which {len(firm)} say that something is so: "
            f"{signs[1]} of cooperation, {signs[-1]} of conflict, {signs[0]} of neither.",
            f"They are dated from {days[0]} to {days[-1]}." if days else "None of them is dated.",
            f"They come from {_count(len(self.references), 'document')} of {_count(len(publishers), 'publisher')}"
            f"{_and_rows(self.datasets)}.",
        ]
        return told + _cautions(self, days, publishers)


def dossier(graph: GraphReader, first: str, second: str) -> Dossier:
    """Everything that a graph holds between two actors.

    Args:
        graph: where to look.
        first: an id such as `kgr:RUS`; a state takes in whoever acted for it.
        second: another.

    Raises:
        DataError: one of them is no id, or both are the same.

    >>> from kgraph.graph import KnowledgeGraph
    >>> dossier(KnowledgeGraph(), "kgr:RUS", "kgr:CHN").summary()
    ['The graph holds no claim between kgr:RUS and kgr:CHN.']
    """
    if first == second:
        raise DataError("one actor twice", value=first, expected="two actors")
    accounts = explain_dyad(graph, first, second)
    derived = {account.claim.document for account in accounts if account.claim.record is not None}
    return Dossier(
        names=(_name(graph, first), _name(graph, second)),
        accounts=accounts,
        events=tuple(explain_events(graph, first, second)),
        rivals=tuple(conflicts(graph, first, second)),
        references=tuple(_references(accounts)),
        datasets=tuple(cited for cited in cite(graph) if cited.dataset.iri in derived) if derived else (),
    )


def _name(graph: GraphReader, actor: str) -> str:
    known = graph.actor(actor)
    return actor if known is None else known.label


def _references(accounts: Iterable[Account]) -> list[Reference]:
    counts: dict[str, int] = {}
    documents: dict[str, Document] = {}
    for account in accounts:
        if account.document is not None and account.claim.record is None:
            documents[account.document.id] = account.document
            counts[account.document.id] = counts.get(account.document.id, 0) + 1
    ordered = sorted(documents.values(), key=lambda one: (one.published or "", one.title or "", one.id))
    return [
        Reference(number=number, document=document, claims=counts[document.id])
        for number, document in enumerate(ordered, 1)
    ]


def _is_firm(account: Account) -> bool:
    claim = account.claim
    return claim.polarity is Polarity.POSITIVE and claim.modality in _FIRM and not account.rejected


def _cautions(found: Dossier, days: Sequence[str], publishers: Iterable[str]) -> list[str]:
    told = []
    undated = len(found.accounts) - len(days)
    if undated:
        told.append(f"{_count(undated, 'claim')} without a date, which the timeline leaves out.")
    if len(list(publishers)) == 1 and not found.datasets:
        told.append("Everything rests on one publisher.")
    doubtful = sum(one.claim.confidence < 0.5 for one in found.accounts)
    if doubtful:
        told.append(f"{_count(doubtful, 'claim')} with a confidence below 0.5, which support no plain edge.")
    rejected = sum(one.rejected for one in found.accounts)
    if rejected:
        told.append(f"{_count(rejected, 'claim')} that a reader has rejected.")
    if found.rivals:
        told.append(f"{_count(len(found.rivals), 'pair')} of accounts that cannot both hold.")
    return [*told, "Claims are read by a program: the sentence decides, not its coding."]


def _and_rows(datasets: Sequence[Cited]) -> str:
    return f" and from {_count(len(datasets), 'data set')}" if datasets else ""


def _count(number: int, what: str) -> str:
    """The number with its noun.

    >>> _count(1, "claim"), _count(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"
