"""Documents of files and folders to claims, in order, one failing alone, whoever reads them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kgraph.bulk.asking import answers_of
from kgraph.bulk.files import files_in, outcomes_of
from kgraph.bulk.identity import ReadingDigest
from kgraph.bulk.recipe import Recipe
from kgraph.bulk.settings import Settings, extractor_of
from kgraph.errors import DataError, ExtractionError
from kgraph.extract import Extractor
from kgraph.extract.seam import GivesAccount
from kgraph.graph import Added
from kgraph.model import Claim, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one document, or of a file that gave none.

    Attributes:
        source: the file.
        document: what was read, or None.
        claims: what was extracted.
        error: why there is nothing, or None.
        added: what storing it did, where it was stored.
        read_as: the digest of the document and of all that it was read with, where somebody asked for it.
        skipped: whether nobody read it, because what it would give is there already.
    """

    source: str
    document: Document | None = None
    claims: tuple[Claim, ...] = ()
    error: DataError | ExtractionError | None = None
    added: Added | None = None
    read_as: str | None = None
    skipped: bool = False


def read_claims_of(
    paths: Iterable[str | Path],
    settings: Settings | None = None,
    *,
    on_end: Callable[[str], None] | None = None,
    is_there: Callable[[Document, str], bool] | None = None,
) -> Iterator[Reading]:
    """The claims of every document in these files and folders, in order; a document that fails becomes a reading too.

    Args:
        paths: files and folders.
        settings: how the documents are read, and by whom.
        on_end: called with each line that the extractor has to say of the whole run, broken off or not.
        is_there: whether what a document would give is there already, by the digest of all that it is read with; such
            a document is not read.

    Raises:
        UnknownNameError: there is no such extractor, or it has no such option.
        DataError: a table of actors or an option is malformed, one url is given for several files, or others are to
            read with an extractor that gives an account of its run.
        MissingExtraError: the extractor needs a package that is not installed.
        WorkerError: the processes that read cannot, or are gone for good.
    """
    settings = settings or Settings()
    files = list(files_in(paths))
    if settings.url is not None and len(files) > 1:
        raise DataError(f"one url for {len(files)} files", value=settings.url, expected="urls in the files")
    extract = extractor_of(settings)
    account: object = extract
    _check_readers(settings, account)
    try:
        yield from _Run(settings, extract, is_there).readings(files)
    finally:
        if on_end is not None and isinstance(account, GivesAccount):
            for line in account.account():
                on_end(line)


def _check_readers(settings: Settings, account: object) -> None:
    if settings.workers > 1 and settings.executor is not None:
        raise DataError("workers beside an executor", value=settings.workers, expected="one of the two")
    if settings.window is not None and settings.window < 1:
        raise DataError("not a number of documents in hand", value=settings.window, expected="1 or more")
    if (settings.workers > 1 or settings.executor is not None) and isinstance(account, GivesAccount):
        raise DataError("an extractor that reads in one process", value=settings.extractor, expected="one worker")


class _Run:
    """One run over documents; others may have documents opened ahead of their turn.

    Args:
        settings: how they are read.
        extract: the extractor of this process.
        is_there: which need not be read.
    """

    def __init__(
        self, settings: Settings, extract: Extractor, is_there: Callable[[Document, str], bool] | None
    ) -> None:
        self._settings, self._extract, self._is_there = settings, extract, is_there
        self._digest = None if is_there is None else ReadingDigest(settings, extract)
        self._opened: deque[Reading] = deque()
        self._were_there: dict[str, bool] = {}

    def readings(self, files: Iterable[str | Path]) -> Iterator[Reading]:
        """The readings of files, in order."""
        settings, others = self._settings, self._settings.workers > 1 or self._settings.executor is not None
        answers = answers_of(
            Recipe.of(settings) if others else lambda: self._extract,
            self._asked(files),
            workers=settings.workers,
            executor=settings.executor,
            window=settings.window,
        )
        for answer in answers:
            yield _with(self._opened.popleft(), answer)

    def _asked(self, files: Iterable[str | Path]) -> Iterator[Document | DataError | None]:
        """The documents that are to be read, and in the place of others an error, or None for what is there."""
        for source, outcome in outcomes_of(files, self._settings):
            if isinstance(outcome, DataError):
                self._opened.append(Reading(source=source, error=outcome))
                yield outcome
                continue
            read_as = None if self._digest is None else self._digest.of(outcome)
            skipped = self._is_skipped(outcome, read_as)
            self._opened.append(Reading(source=source, document=outcome, read_as=read_as, skipped=skipped))
            yield None if skipped else outcome

    def _is_skipped(self, document: Document, read_as: str | None) -> bool:
        """Whether a document is there; of a copy, whether what came first was: how far ahead we are tells nothing."""
        if self._is_there is None or read_as is None:
            return False
        if document.id not in self._were_there:
            self._were_there[document.id] = self._is_there(document, read_as)
        return self._were_there[document.id]


def _with(opened: Reading, answer: tuple[Claim, ...] | ExtractionError | DataError | None) -> Reading:
    """A reading with what came of it."""
    if isinstance(answer, tuple):
        return replace(opened, claims=answer)
    return opened if answer is None else replace(opened, error=answer)
