"""The seam between texts and claims: what an extractor is, where one is found, and what it must hold to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Final, Protocol, runtime_checkable

from kgraph.actors import Gazetteer
from kgraph.errors import DataError, ExtractionError, KgraphError, UnknownNameError
from kgraph.model import Claim, Document

Extractor = Callable[[Document], Iterable[Claim]]
"""Reads a document, gives the claims it makes: each with evidence in the document's own words."""


@runtime_checkable
class TakesGazetteer(Protocol):
    """An extractor that can be given other tables of actors."""

    def with_gazetteer(self, gazetteer: Gazetteer) -> Extractor:
        """The same extractor with these tables."""


GROUP: Final = "kgraph.extractors"
"""The entry point group under which packages offer extractors."""

_FLOOR: Final = EntryPoint(name="floor", value="kgraph.extract.floor:extract", group=GROUP)
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


def extractor(name: str, *, gazetteer: Gazetteer | None = None) -> Extractor:
    """The extractor of that name: `floor`, or one that an installed package offers as an entry point.

    Args:
        name: as it is offered.
        gazetteer: other tables of actors than those that ship with kgraph, for an extractor that takes some: one that
            has a method `with_gazetteer`.

    Raises:
        UnknownNameError: nobody offers it; the message says the nearest name.
        DataError: two packages offer it, what is offered cannot be loaded or called, or it takes no tables.

    >>> extractor("floor").__module__
    'kgraph.extract.floor'
    """
    offers = {(offer.name, offer.value): offer for offer in [_FLOOR, *entry_points(group=GROUP)]}
    fitting = sorted((offer for offer in offers.values() if offer.name == name), key=lambda offer: offer.value)
    if not fitting:
        raise UnknownNameError("extractor", name, sorted({offer.name for offer in offers.values()}))
    if len(fitting) > 1:
        values = ", ".join(offer.value for offer in fitting)
        raise DataError("an extractor that is offered twice", value=name, expected=f"one of {values}")
    found = _loaded(fitting[0])
    if gazetteer is None:
        return found
    offered: object = found
    if not isinstance(offered, TakesGazetteer):
        raise DataError("an extractor that takes no tables of actors", value=name, expected="none to be given")
    return offered.with_gazetteer(gazetteer)


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
