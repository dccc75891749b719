"""The seam between texts and claims: what an extractor is, where one is found, and what it must hold to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Final, Protocol, Self, runtime_checkable

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.errors import DataError, ExtractionError, KgraphError, UnknownNameError
from kgraph.model import Claim, Document

Extractor = Callable[[Document], Iterable[Claim]]
"""Reads a document, gives the claims it makes: each with evidence in the document's own words."""


@runtime_checkable
class TakesGazetteer(Protocol):
    """An extractor that can be given other tables of actors."""

    def with_gazetteer(self, gazetteer: Gazetteer) -> Extractor:
        """The same extractor with these tables."""


@dataclass(frozen=True)
class WithTables:
    """What an extractor inherits that reads with tables of actors: those given, or those that ship with kgraph."""

    gazetteer: Gazetteer | None = None

    def with_gazetteer(self, gazetteer: Gazetteer) -> Self:
        """The same extractor with other tables of actors."""
        return replace(self, gazetteer=gazetteer)

    @property
    def tables(self) -> Gazetteer:
        """The tables it reads with."""
        return load_gazetteer() if self.gazetteer is None else self.gazetteer


@runtime_checkable
class TakesOptions(Protocol):
    """An extractor that has settings of its own."""

    def with_options(self, options: Mapping[str, str]) -> Extractor:
        """The extractor with these settings, read once, before a run.

        Raises:
            DataError: a setting is missing or malformed.
            UnknownNameError: there is no such setting.
        """


@runtime_checkable
class GivesAccount(Protocol):
    """An extractor that has something to say of a whole run: what it left out, what it cost."""

    def account(self) -> Sequence[str]:
        """That, in lines for people."""


@runtime_checkable
class TellsSettings(Protocol):
    """An extractor whose claims depend on more than the document, the tables and the options it was given."""

    def told_settings(self) -> Sequence[str]:
        """That: a document that was read with the same need not be read again."""


GROUP: Final = "kgraph.extractors"
DEFAULT: Final = "english"
"""The extractor that reads where nobody asks for another."""
"""The entry point group under which packages offer extractors."""

_OURS: Final = (
    EntryPoint(name="english", value="kgraph.extract.english:extract", group=GROUP),
    EntryPoint(name="floor", value="kgraph.extract.floor:extract", group=GROUP),
    EntryPoint(name="llm", value="kgraph.extract.llm:extract", group=GROUP),
)
_FAILURES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    KgraphError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What the code of a third party may raise over one document; a lack of memory and an interrupt go through."""


def extractor(
    name: str = DEFAULT, *, gazetteer: Gazetteer | None = None, options: Mapping[str, str] | None = None
) -> Extractor:
    """The extractor of that name: `english`, `floor`, `llm`, or one that an installed package offers as an entry point.

    Args:
        name: as it is offered.
        gazetteer: other tables of actors than those that ship with kgraph, for an extractor that takes some: one that
            has a method `with_gazetteer`.
        options: settings of its own, for an extractor that has some: a method `with_options`.

    Raises:
        UnknownNameError: nobody offers it, or it has no such option; the message says the nearest name.
        DataError: two packages offer it, what is offered cannot be loaded or called, it takes no tables or options, or
            a setting of it is missing or malformed.
        MissingExtraError: it needs a package that is not installed.

    >>> extractor("floor").__module__
    'kgraph.extract.floor'
    """
    found = _with_options(_loaded(_offer(name)), name, options or {})
    if gazetteer is None:
        return found
    offered: object = found
    if not isinstance(offered, TakesGazetteer):
        raise DataError("an extractor that takes no tables of actors", value=name, expected="none to be given")
    return offered.with_gazetteer(gazetteer)


def offered_by(name: str) -> str:
    """Who offers the extractor of that name: where its code is, and the version of the package that it is in.

    Raises:
        UnknownNameError: nobody offers it.
        DataError: two packages do.

    >>> offered_by("floor")
    'kgraph.extract.floor:extract'
    """
    offer = _offer(name)
    return offer.value if offer.dist is None else f"{offer.value} of {offer.dist.name} {offer.dist.version}"


def _offer(name: str) -> EntryPoint:
    offers: dict[tuple[str, str], EntryPoint] = {
        (offer.name, offer.value): offer for offer in [*entry_points(group=GROUP), *_OURS]
    }
    fitting = sorted((offer for offer in offers.values() if offer.name == name), key=lambda offer: offer.value)
    if not fitting:
        raise UnknownNameError("extractor", name, sorted({offer.name for offer in offers.values()}))
    if len(fitting) > 1:
        values = ", ".join(offer.value for offer in fitting)
        raise DataError("an extractor that is offered twice", value=name, expected=f"one of {values}")
    return fitting[0]


def _with_options(found: Extractor, name: str, options: Mapping[str, str]) -> Extractor:
    offered: object = found
    if isinstance(offered, TakesOptions):
        return offered.with_options(options)
    if options:
        raise DataError("an extractor that takes no options", value=name, expected="none to be given")
    return found


def extract_checked(extractor: Extractor, document: Document) -> list[Claim]:
    """The claims of a document, verified and in the order of their evidence; of claims with one id the first is kept.

    Raises:
        ExtractionError: the extractor failed, or answered something that is no claim of this document; carries its id.
    """
    claims: dict[str, Claim] = {}
    for item in _answers(extractor, document):
        problem = _problem(item, document)
        if problem is not None:
            raise ExtractionError(problem, document=document.id)
        if isinstance(item, Claim):
            claims.setdefault(item.id, item)
    return sorted(claims.values(), key=_place)


def _answers(extractor: Extractor, document: Document) -> Iterator[object]:
    try:
        yield from extractor(document)
    except _FAILURES as error:
        if isinstance(error, ExtractionError) and error.document == document.id:
            raise
        raise ExtractionError(
            f"the extractor failed ({type(error).__name__}: {error})", document=document.id
        ) from error


def _problem(item: object, document: Document) -> str | None:
    if not isinstance(item, Claim):
        return f"not a claim but {type(item).__name__}"
    if item.document != document.id:
        return f"a claim of another document, {item.document}"
    evidence = item.evidence
    if evidence is None:
        return f"a claim without evidence, {item.relation}"
    if document.text[evidence.start : evidence.end] != evidence.quote:
        return f"a quote that is not the text at {evidence.start} to {evidence.end}"
    if any(mark.end > len(document.text) for mark in evidence.marks):
        return f"a mark beyond the document's {len(document.text)} characters"
    return None


def _place(claim: Claim) -> tuple[int, int]:
    return (0, 0) if claim.evidence is None else (claim.evidence.start, claim.evidence.end)


def _loaded(offer: EntryPoint) -> Extractor:
    try:
        found = offer.load()
    except (ImportError, AttributeError) as error:
        raise DataError("an extractor that cannot be loaded", value=offer.value, expected=str(error)) from error
    if not callable(found):
        raise DataError("an extractor that cannot be called", value=offer.value, expected="a function of a document")
    loaded: Extractor = found
    return loaded
