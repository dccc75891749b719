"""What the claims of a document depend on, as a digest: where it is the same, reading again would give the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from kgraph import __version__
from kgraph.bulk.settings import Settings
from kgraph.extract import Extractor
from kgraph.extract.seam import TellsSettings, offered_by
from kgraph.model import Document
from kgraph.model.laws import digest

_ROOMS: Final = ("actors", "discourse", "extract", "language", "model", "ontology", "rdf")
"""The rooms of kgraph on which claims depend, and how they are stored."""
_SUMS: Final = "SHA256SUMS"
"""The file that stands for those beside it: the weights are held against it whenever they are loaded."""
_LEFT_OUT: Final = ("__pycache__", "CARD.md", "py.typed")


@cache
def reader_version() -> str:
    """The version of kgraph with a digest of its code and tables, so that an edited copy is another one.

    >>> reader_version().startswith(__version__)
    True
    """
    total = hashlib.sha256()
    for room in _ROOMS:
        for name, file in _files_of(files("kgraph") / room, room):
            total.update(f"{name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"{__version__}+{total.hexdigest()[:12]}"


def _files_of(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """The files of a room and below, in the order of their names."""
    found = sorted((file for file in folder.iterdir() if file.name not in _LEFT_OUT), key=lambda file: file.name)
    sums = [file for file in found if file.name == _SUMS]
    for file in sums or found:
        if file.is_dir():
            yield from _files_of(file, f"{name}/{file.name}")
        else:
            yield f"{name}/{file.name}", file


class ReadingDigest:
    """The digest of a document and of all that it is read with.

    Args:
        settings: how documents are read.
        extract: the extractor that the settings give.
    """

    def __init__(self, settings: Settings, extract: Extractor) -> None:
        offered: object = extract
        own = offered.told_settings() if isinstance(offered, TellsSettings) else sorted(settings.options.items())
        tables = [[file.name, hashlib.sha256(file.read_bytes()).hexdigest()] for file in settings.overlays]
        verdicts = [[each.first, each.second, each.same] for each in settings.judgements or ()]
        self._with = digest(reader_version(), settings.extractor, offered_by(settings.extractor), own, tables, verdicts)

    def of(self, document: Document) -> str:
        """The digest: other text, metadata, tables, verdicts, options or code make another one."""
        told = (document.published, document.title, document.publisher, document.author, document.url)
        return digest(self._with, document.id, document.sha256, document.language, *told)
