"""What runs where documents are read: an extractor that is made once in a process, and held for all that is asked.

A document is read whole by one process, and its claims depend on nothing beside it, so processes share out documents.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple, TypeAlias

from kgraph.bulk.identity import reader_version
from kgraph.errors import DataError, ExtractionError
from kgraph.extract import Extractor, extract_checked
from kgraph.model import Claim, Document

Answer: TypeAlias = tuple[Claim, ...] | ExtractionError
"""The claims of a document, or why there are none."""

_HELD: Final[dict[str, Extractor]] = {}
"""The extractors of this process, by their recipes' digests, the one that was made last at the end."""
_MOST_HELD: Final = 4
"""Clients with tables of their own that one process serves without making extractors anew."""
_LOCK: Final = Lock()


class Task(NamedTuple):
    """What is asked of a worker.

    Attributes:
        reader: the version of kgraph that the claims shall be those of.
        key: the digest of the recipe.
        recipe: makes the extractor, as `pickle` has it; None where the worker should have it by now.
        document: what is read.
    """

    reader: str
    key: str
    recipe: bytes | None
    document: Document


def answer(extract: Extractor, document: Document) -> Answer:
    """The claims of a document, checked, or why there are none."""
    try:
        return tuple(extract_checked(extract, document))
    except ExtractionError as error:
        return error


def read(task: Task) -> Answer | None:
    """The answer to a task; None where the recipe is wanted first.

    Raises:
        DataError: the claims would not be those of the process that asks, because another kgraph is installed here.
    """
    if task.reader != reader_version():
        raise DataError("a worker with another kgraph", value=reader_version(), expected=f"kgraph {task.reader}")
    extract = _HELD.get(task.key)
    if extract is None:
        if task.recipe is None:
            return None
        with _LOCK:
            extract = _HELD.get(task.key)
            if extract is None:
                return _first(task.key, task.recipe, task.document)
    return answer(extract, task.document)


def _first(key: str, recipe: bytes, document: Document) -> Answer:
    """The answer of an extractor that is made for it; reading loads the model, so other threads wait for that too."""
    make: Callable[[], Extractor] = pickle.loads(recipe)  # noqa: S301 — from where the task itself comes
    extract = make()
    found = answer(extract, document)
    while len(_HELD) >= _MOST_HELD:
        del _HELD[next(iter(_HELD))]
    _HELD[key] = extract
    return found
