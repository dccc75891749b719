"""Documents in RDF: a `kg:Document` with its day, publisher, title and checksum; its text only where asked for."""

from __future__ import annotations

import pyoxigraph as ox

from kgraph.model import Document
from kgraph.ontology import mint, minted_name
from kgraph.rdf.terms import Fields, iso, node, text


def document_iri(document: str) -> ox.NamedNode:
    """The IRI of a document's id, whatever characters the id has."""
    return ox.NamedNode(mint("document", document))


def document_id(iri: ox.NamedNode) -> str:
    """The document's id that `document_iri` was given."""
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


def read_document(store: ox.Store, subject: ox.NamedNode) -> Document | None:
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
