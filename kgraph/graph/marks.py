"""What a document was read as: marks in the store by which a build knows what it need not read again."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import pyoxigraph as ox

from kgraph.graph.reader import GraphReader
from kgraph.model import Document
from kgraph.rdf.documents import reader_of, reading_quad


def is_read(graph: GraphReader, document: Document, read_as: str, *, extractor: str, keep_text: bool = False) -> bool:
    """Whether a graph holds a document as it stands, with what an extractor made of it when it read with the same.

    Args:
        graph: where it may be.
        document: with its text.
        read_as: the digest of the document and of all that it is read with.
        extractor: its name, without a version.
        keep_text: whether the text has to be there too.
    """
    if reading_quad(document.id, extractor, read_as) not in graph.store:
        return False
    stored = graph.document(document.id)
    if stored is None or (keep_text and stored.text != document.text):
        return False
    return stored == replace(document, text=stored.text)


def is_outdated(quad: ox.Quad, made_by: Container[str] | None) -> bool:
    """Whether a quad says what one of these extractors (or any) read a document as, which new claims make untrue."""
    reader = reader_of(quad)
    return reader is not None and (made_by is None or reader in made_by)


def is_mark(quad: ox.Quad) -> bool:
    """Whether a quad says what a document was read as, and nothing of the world."""
    return reader_of(quad) is not None
