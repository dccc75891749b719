"""Files of RDF, read into a store of their own before anything of them is believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.graph.vocabulary import ontology_quads
from kgraph.ontology import RELATIONS, compress
from kgraph.rdf import is_of_events
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


def subjects_of(store: ox.Store, kind: str) -> Iterator[ox.NamedNode]:
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
