"""RDF terms from plain values and back: one datatype a field, canonical lexical forms, IRIs by one encoder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as calendar_date
from decimal import Decimal
from functools import lru_cache
from typing import Final, Protocol, TypeAlias

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model.laws import rounded
from kgraph.ontology import PREFIXES, compress, expand

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value: TypeAlias = str | int | float | bool | calendar_date | None

_XSD: Final = PREFIXES["xsd"]
_BY_LENGTH: Final = {4: f"{_XSD}gYear", 7: f"{_XSD}gYearMonth", 10: f"{_XSD}date"}


@lru_cache(maxsize=1 << 16)
def node(curie: str) -> ox.NamedNode:
    """The IRI of an id: `node("kgr:RUS")`, `node("kg:actor")`."""
    return ox.NamedNode(expand(curie))


def text(value: str) -> ox.Literal:
    """A plain string."""
    return ox.Literal(value)


def english(value: str) -> ox.Literal:
    """A string of English."""
    return ox.Literal(value, language="en")


@lru_cache(maxsize=2)
def boolean(value: bool) -> ox.Literal:
    """`true` or `false`."""
    return ox.Literal("true" if value else "false", datatype=ox.NamedNode(f"{_XSD}boolean"))


@lru_cache(maxsize=1 << 14, typed=True)
def integer(value: int) -> ox.Literal:
    """A whole number."""
    return ox.Literal(str(value), datatype=ox.NamedNode(f"{_XSD}integer"))


@lru_cache(maxsize=1 << 14, typed=True)
def decimal(value: float) -> ox.Literal:
    """A number with up to four decimals in XSD's canonical form: `0.83`, `1`."""
    lexical = f"{rounded(value, 4):.4f}".rstrip("0").rstrip(".")
    return ox.Literal(lexical, datatype=ox.NamedNode(f"{_XSD}decimal"))


@lru_cache(maxsize=1 << 14)
def iso(prefix: str) -> ox.Literal:
    """An ISO prefix as what it is: `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`."""
    return ox.Literal(prefix, datatype=ox.NamedNode(_BY_LENGTH[len(prefix)]))


class Quads(Protocol):
    """Where quads are looked up by what is known of them: a store, or what stands for one that is elsewhere."""

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 — so pyoxigraph calls it
        graph_name: ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit; None fits everything."""


class Fields:
    """The outgoing triples of one node, read by property: the way back from RDF."""

    def __init__(self, store: Quads, subject: ox.NamedNode) -> None:
        self.subject = subject
        self._values: dict[str, list[Term]] = {}
        for quad in store.quads_for_pattern(subject, None, None, ox.DefaultGraph()):
            self._values.setdefault(quad.predicate.value, []).append(quad.object)

    def __bool__(self) -> bool:
        return bool(self._values)

    def all(self, curie: str) -> list[Term]:
        """Every value of a property."""
        return self._values.get(expand(curie), [])

    def names(self, prefix: str) -> list[str]:
        """The local names of the properties in the namespace of a prefix such as `row:`, sorted."""
        namespace = PREFIXES[prefix.rstrip(":")]
        return sorted(name.removeprefix(namespace) for name in self._values if name.startswith(namespace))

    def nodes(self, curie: str) -> Iterator[ox.NamedNode]:
        """The IRIs among the values of a property."""
        return (term for term in self.all(curie) if isinstance(term, ox.NamedNode))

    def texts(self, curie: str) -> list[str]:
        """The literals of a property, sorted."""
        return sorted(term.value for term in self.all(curie) if isinstance(term, ox.Literal))

    def text_or_none(self, curie: str) -> str | None:
        """The one literal of a property, or None."""
        found = self.texts(curie)
        if len(found) > 1:
            raise DataError(f"{curie} of {self.subject.value} has {len(found)} values", value=found, expected="one")
        return found[0] if found else None

    def text(self, curie: str) -> str:
        """The one literal of a property."""
        found = self.text_or_none(curie)
        if found is None:
            raise DataError(f"{self.subject.value} has no {curie}", expected="a literal")
        return found

    def node_or_none(self, curie: str) -> ox.NamedNode | None:
        """The one IRI of a property, or None."""
        found = sorted(self.nodes(curie), key=lambda term: term.value)
        if len(found) > 1:
            raise DataError(f"{curie} of {self.subject.value} has {len(found)} values", expected="one")
        return found[0] if found else None

    def node(self, curie: str) -> ox.NamedNode:
        """The one IRI of a property."""
        found = self.node_or_none(curie)
        if found is None:
            raise DataError(f"{self.subject.value} has no {curie}", expected="an IRI")
        return found

    def local(self, curie: str, prefix: str) -> str | None:
        """The one IRI of a property without its prefix: `RUS` of `kgr:RUS`."""
        found = self.node_or_none(curie)
        return None if found is None else without_prefix(found, prefix)


def without_prefix(term: ox.NamedNode, prefix: str) -> str:
    """The local part of an IRI: `without_prefix(node("kgr:RUS"), "kgr:")` is `RUS`."""
    curie = compress(term.value)
    if not curie.startswith(prefix):
        raise DataError("an IRI of another vocabulary", value=term.value, expected=f"{prefix}…")
    return curie.removeprefix(prefix)


_PLAIN: Final = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": lambda lexical: float(Decimal(lexical)),
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}boolean": lambda lexical: lexical in ("true", "1"),
    f"{_XSD}date": calendar_date.fromisoformat,
}


def plain(term: Term | None) -> Value:
    """The term as a plain Python value: IRIs as CURIEs, numbers, booleans and days as such, the rest as text."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return compress(term.value)
    if isinstance(term, ox.Literal):
        convert = _PLAIN.get(term.datatype.value)
        try:
            return term.value if convert is None else convert(term.value)  # type: ignore[operator]
        except (
            ValueError,
            ArithmeticError,
        ):  # not of its type, or outside Python's range, such as a date before year 1
            return term.value
    return str(term)
