"""What travels to whoever reads documents: the settings, and what the user's tables hold; no path of this machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kgraph.bulk.settings import Settings, extractor_of
from kgraph.extract import Extractor


@dataclass(frozen=True, slots=True)
class Recipe:
    """Makes the extractor that settings ask for, on any machine where the same kgraph is installed.

    Attributes:
        settings: without the tables, which that machine may not have, and without what reads documents.
        tables: the contents of the user's tables, each beside the name of its file.
    """

    settings: Settings
    tables: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Recipe:
        """The recipe for these settings, whose tables have been read without fault.

        >>> Recipe.of(Settings(extractor="floor"))().__module__
        'kgraph.extract.floor'
        """
        tables = tuple((path.name, path.read_bytes()) for path in settings.overlays)
        return cls(replace(settings, options=dict(settings.options), overlays=(), executor=None), tables)

    def __call__(self) -> Extractor:
        """The extractor."""
        with TemporaryDirectory() as folder:
            overlays = [Path(folder) / str(place) / name for place, (name, _) in enumerate(self.tables)]
            for path, (_, content) in zip(overlays, self.tables, strict=True):
                path.parent.mkdir()
                path.write_bytes(content)
            return extractor_of(replace(self.settings, overlays=tuple(overlays)))
