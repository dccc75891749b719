"""Files of RDF, read into a store of their own before anything of them is believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.graph.vocabulary import ontology_quads
from kgraph.model import Claim, Document
from kgraph.ontology import RELATIONS, compress
from kgraph.rdf import document_quads, is_of_events, read_claim, read_document, stored_claim_quads
from kgraph.rdf.terms import node

RDF_SUFFIXES: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
"""The suffixes `read_rdf` knows."""


def read_rdf(path: Path) -> ox.Store:
    """The quads of a file, in memory.

    Raises:
        DataError: the file is missing, of another kind or malformed, or holds a blank node or a named graph.
    """
    suffix = path.suffix.lower()
    if suffix not in RDF_SUFFIXES:
        raise DataError("not a file of RDF", file=str(path), value=path.suffix, expected=", ".join(RDF_SUFFIXES))
    store = ox.Store()
    try:
        store.load(path=str(path), format=RDF_SUFFIXES[suffix])
    except (SyntaxError, ValueError) as error:
        raise DataError(f"malformed RDF ({error})", file=str(path)) from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", file=str(path)) from None
    for quad in store:
        _check(quad, str(path))
    return store


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a file of RDF holds.

    Attributes:
        claims, documents: those that it tells of.
        others: the quads of neither, but for those that every store makes itself.
    """

    claims: list[Claim]
    documents: list[Document]
    others: set[ox.Quad]


def parts_of(loaded: ox.Store, file: str) -> Parts:
    """The claims and documents among quads, and the rest.

    Raises:
        DataError: something that is called a claim or a document is none.
    """
    try:
        claims = [read_claim(loaded, subject) for subject in _subjects_of(loaded, "kg:Claim")]
        documents = [read_document(loaded, subject) for subject in _subjects_of(loaded, "kg:Document")]
    except (DataError, ValueError) as error:
        raise DataError(f"holds what is no claim or document ({error})", file=file) from None
    known = [found for found in documents if found is not None]
    shaped = {quad for claim in claims for quad in stored_claim_quads(loaded, ox.NamedNode(claim.id))}
    shaped |= {quad for found in known for quad in document_quads(found, keep_text=found.text != "")}
    others = {quad for quad in loaded if quad not in shaped and not is_derived(quad)}
    return Parts(claims=claims, documents=known, others=others)


def _subjects_of(store: ox.Store, kind: str) -> Iterator[ox.NamedNode]:
    """The IRIs that are of a class, such as `kg:Claim`."""
    for quad in store.quads_for_pattern(None, node("rdf:type"), node(kind), None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def is_derived(quad: ox.Quad) -> bool:
    """Whether the quad is a plain edge, of an event, of what a document was read as, or one of the ontology's own.

    Every store makes those itself.
    """
    subject = compress(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else ""
    relation = compress(quad.predicate.value).removeprefix("kg:")
    return (
        relation in RELATIONS
        or relation in ("sameActorAs", "readAs")
        or subject.startswith(("kg:", "plover:"))
        or is_of_events(quad)
        or quad in ontology_quads()
    )


def _check(quad: ox.Quad, file: str) -> None:
    if not isinstance(quad.graph_name, ox.DefaultGraph):
        raise DataError("a named graph", file=file, value=str(quad.graph_name), expected="the default graph alone")
    if not (isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)):
        raise DataError("a blank node or a quoted triple", file=file, value=str(quad), expected="IRIs and literals")
