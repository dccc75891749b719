"""How documents are read: by which extractor, with which tables and verdicts, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.extract import Extractor, extractor
from kgraph.extract.seam import DEFAULT, TakesGazetteer
from kgraph.model import Judgements


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How documents are read.

    Attributes:
        extractor: its name among the installed extractors.
        options: settings of that extractor, by name.
        date: the publication day of documents that give none, `YYYY-MM-DD`; of web pages, whatever they give.
        publisher: of documents that name none, and of web pages.
        url: of the document that gives none, or of the web page.
        encoding: of the files' bytes.
        overlays: the user's own tables of actors.
        judgements: verdicts on actors: those that are one are read as one. None takes those of the graph that is built,
            and where none is built no verdicts.
        keep_text: whether a store keeps whole texts.
        workers: how many processes read documents; the claims and their order are the same whatever their number.
        executor: who reads them instead: any `concurrent.futures.Executor`, such as that of a Dask client. It stays
            open.
        window: how many documents are in hand at a time. None: eight for each worker, as far as their number is known.
        again: whether a build also reads documents that the graph holds as they would be read now.
    """

    extractor: str = DEFAULT
    options: Mapping[str, str] = field(default_factory=dict)
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    encoding: str = "utf-8"
    overlays: tuple[Path, ...] = field(default=())
    judgements: Judgements | None = None
    keep_text: bool = False
    workers: int = 1
    executor: Executor | None = field(default=None, repr=False)
    window: int | None = None
    again: bool = False


def extractor_of(settings: Settings) -> Extractor:
    """The extractor, with the tables that the settings give; verdicts alone are no reason to refuse one without.

    Raises:
        UnknownNameError: there is no such extractor, or it has no such option.
        DataError: a table of actors or an option is malformed.
        MissingExtraError: the extractor needs a package that is not installed.
    """
    found = extractor(settings.extractor, options=settings.options)
    if not settings.overlays and not (settings.judgements and isinstance(found, TakesGazetteer)):
        return found
    return extractor(settings.extractor, gazetteer=gazetteer_of(settings), options=settings.options)


def gazetteer_of(settings: Settings) -> Gazetteer:
    """The tables of actors that the settings give, verdicts applied."""
    return load_gazetteer(*settings.overlays).with_judgements(settings.judgements or Judgements())
