"""Documents in RDF: a `kg:Document` with its day, publisher, title and checksum; its text only where asked for."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kgraph.model import Document, is_dataset
from kgraph.ontology import mint, minted_name
from kgraph.rdf.terms import Fields, Quads, iso, node, text

OF_DOCUMENTS: Final = frozenset(
    node(curie)
    for curie in (
        *("rdf:type", "kg:sha256", "kg:text", "dct:issued"),
        *("schema:headline", "schema:publisher", "schema:author", "schema:url", "schema:inLanguage"),
    )
)
"""What `document_quads` says of a document; what else a store knows of it is somebody's own."""

READ_AS: Final = node("kg:readAs")


def document_iri(document: str) -> ox.NamedNode:
    """The IRI of a document's id, whatever characters the id has; a data set's id is its IRI."""
    if is_dataset(document):
        return ox.NamedNode(document)
    return ox.NamedNode(mint("document", document))


def document_id(iri: ox.NamedNode) -> str:
    """The document's id that `document_iri` was given."""
    if is_dataset(iri.value):
        return iri.value
    return minted_name("document", iri.value)


def document_quads(document: Document, *, keep_text: bool = False) -> list[ox.Quad]:
    """The quads of a document; its text is among them only with `keep_text`."""
    subject = document_iri(document.id)
    quads = [
        ox.Quad(subject, node("rdf:type"), node("kg:Document")),
        ox.Quad(subject, node("rdf:type"), node("schema:NewsArticle")),
        ox.Quad(subject, node("kg:sha256"), text(document.sha256)),
        ox.Quad(subject, node("schema:inLanguage"), text(document.language)),
    ]
    for curie, value in (
        ("schema:headline", document.title),
        ("schema:publisher", document.publisher),
        ("schema:author", document.author),
        ("schema:url", document.url),
    ):
        if value is not None:
            quads.append(ox.Quad(subject, node(curie), text(value)))
    if document.published is not None:
        quads.append(ox.Quad(subject, node("dct:issued"), iso(document.published)))
    if keep_text:
        quads.append(ox.Quad(subject, node("kg:text"), text(document.text)))
    return quads


def reading_quad(document: str, extractor: str, read_as: str) -> ox.Quad:
    """What the store holds of an extractor that read a document: its name, and a digest of all that it read with."""
    return ox.Quad(document_iri(document), READ_AS, text(f"{extractor} {read_as}"))


def reader_of(quad: ox.Quad) -> str | None:
    """The name of the extractor in such a quad; None of any other quad.

    >>> reader_of(reading_quad("a1", "english", "0f" * 10))
    'english'
    """
    if quad.predicate != READ_AS or not isinstance(quad.object, ox.Literal):
        return None
    return quad.object.value.partition(" ")[0]


def read_document(store: Quads, subject: ox.NamedNode) -> Document | None:
    """The document at `subject`; None where the store knows nothing of it. Its text is empty where none was kept."""
    fields = Fields(store, subject)
    sha256 = fields.text_or_none("kg:sha256")
    if sha256 is None:
        return None
    return Document(
        id=document_id(subject),
        text=fields.text_or_none("kg:text") or "",
        published=fields.text_or_none("dct:issued"),
        title=fields.text_or_none("schema:headline"),
        publisher=fields.text_or_none("schema:publisher"),
        author=fields.text_or_none("schema:author"),
        url=fields.text_or_none("schema:url"),
        language=fields.text_or_none("schema:inLanguage") or "en",
        sha256=sha256,
    )
