"""Terms as a report shows them, and as rdflib has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.ontology import PREFIXES, compress
from kgraph.rdf.terms import Term

if TYPE_CHECKING:
    import rdflib

_STRING = f"{PREFIXES['xsd']}string"


def shown(term: Term) -> str:
    """A term for people: an IRI as a CURIE, a text as it is, any other literal with its datatype or language.

    >>> shown(ox.NamedNode("https://w3id.org/kgraph/id/RUS")), shown(ox.Literal(3))
    ('kgr:RUS', '3^^xsd:integer')
    """
    if isinstance(term, ox.NamedNode):
        return compress(term.value)
    if isinstance(term, ox.Literal):
        return shown_literal(term.value, term.language, term.datatype.value)
    return str(term)


def shown_literal(value: str, language: str | None, datatype: str) -> str:
    """A literal for people."""
    if language is not None:
        return f"{value}@{language}"
    return value if datatype == _STRING else f"{value}^^{compress(datatype)}"


def in_rdflib(term: Term) -> rdflib.term.Node:
    """The same term in rdflib, the text of a literal as it is."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = None if term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    assert isinstance(term, ox.BlankNode)  # noqa: S101 — rdflib has no triple terms, and no store here
    return rdflib.BNode(term.value)


def from_rdflib(term: rdflib.term.Node) -> str:
    """A term of rdflib as `shown` has it."""
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return compress(str(term))
    if isinstance(term, rdflib.Literal):
        return shown_literal(str(term), term.language, _STRING if term.datatype is None else str(term.datatype))
    return f"_:{term}"
