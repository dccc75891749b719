"""Every error kgraph raises on purpose.

KgraphError
├── DataError(ValueError)           input breaks its format: file, row, value, expectation
├── UnknownNameError(LookupError)   an extractor, relation, actor or query nobody knows: says the nearest name
├── MissingExtraError(ImportError)  an optional dependency is not installed: says which extra brings it
├── ExtractionError                 an extractor failed or answered nonsense: carries the document id
├── WorkerError                     the processes or machines that read documents are gone, or cannot read
├── QueryError(ValueError)          SPARQL refused: line and column
└── StoreError(OSError)             locked, unreachable, read-only, not a store
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial


class KgraphError(Exception):
    """The base of all of them; catch it to catch whatever kgraph raises on purpose."""


class DataError(KgraphError, ValueError):
    """Input breaks its format.

    The message puts together what is known: the file, the row in it, the value found and what was expected.

    >>> print(DataError("not a date", file="a.jsonl", row=3, value="7 Dec", expected="YYYY-MM-DD"))
    a.jsonl:3: not a date: '7 Dec' (expected YYYY-MM-DD)
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        row: int | None = None,
        value: object = None,
        expected: str | None = None,
    ) -> None:
        self.problem, self.file, self.row, self.value, self.expected = problem, file, row, value, expected
        place = "" if file is None else f"{file}: " if row is None else f"{file}:{row}: "
        shown = "" if value is None else f": {_shown(value)}"
        wanted = "" if expected is None else f" (expected {expected})"
        super().__init__(f"{place}{problem}{shown}{wanted}")

    def __reduce__(self) -> tuple[object, ...]:
        make = partial(DataError, file=self.file, row=self.row, value=self.value, expected=self.expected)
        return make, (self.problem,)

    def at(self, file: str, row: int | None = None) -> DataError:
        """The same error, said of a place that the code that raised it did not know."""
        return DataError(self.problem, file=file, row=row, value=self.value, expected=self.expected)


class UnknownNameError(KgraphError, LookupError):
    """A name nobody knows; the message offers the nearest known one.

    >>> print(UnknownNameError("relation", "suplies", ["suppliesTo", "sanctions"]))
    unknown relation 'suplies'; did you mean 'suppliesTo'?
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.what, self.name, self.known = what, name, tuple(known)
        super().__init__(f"unknown {what} {_shortened(repr(name))}{self._advice()}")

    def __reduce__(self) -> tuple[object, ...]:
        return UnknownNameError, (self.what, self.name, self.known)

    def _advice(self) -> str:
        from rapidfuzz import fuzz, process

        best = process.extractOne(self.name, self.known, scorer=fuzz.WRatio, score_cutoff=60)
        if best is not None:
            return f"; did you mean {best[0]!r}?"
        if self.known and len(self.known) <= 20:
            return f"; known: {', '.join(sorted(self.known))}"
        return ""


class MissingExtraError(KgraphError, ImportError):
    """Something optional is not installed; the message is the command that installs it.

    >>> print(MissingExtraError("pandas", extra="notebook"))
    pandas is not installed; pip install 'kgraph[notebook]' brings it
    """

    def __init__(self, package: str, *, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(f"{package} is not installed; pip install 'kgraph[{extra}]' brings it")

    def __reduce__(self) -> tuple[object, ...]:
        return partial(MissingExtraError, extra=self.extra), (self.package,)


class ExtractionError(KgraphError):
    """An extractor failed on a document, or answered something that is no claim."""

    def __init__(self, problem: str, *, document: str) -> None:
        self.problem, self.document = problem, document
        super().__init__(f"document {_shortened(document)}: {problem}")

    def __reduce__(self) -> tuple[object, ...]:
        return partial(ExtractionError, document=self.document), (self.problem,)


class WorkerError(KgraphError):
    """The processes or machines that read documents cannot be reached, cannot read, or are gone for good."""


class QueryError(KgraphError, ValueError):
    """SPARQL that the store refused, with the line and column of the fault where they are known (from 1)."""

    def __init__(self, problem: str, *, line: int | None = None, column: int | None = None) -> None:
        self.problem, self.line, self.column = problem, line, column
        place = "" if line is None else f" at line {line}" if column is None else f" at line {line}, column {column}"
        super().__init__(f"query refused{place}: {problem}")

    def __reduce__(self) -> tuple[object, ...]:
        return partial(QueryError, line=self.line, column=self.column), (self.problem,)


class StoreError(KgraphError, OSError):
    """The store cannot be used as asked: in use by another process, read-only, unreachable, or not a store."""


def _shown(value: object) -> str:
    """What was found, in one line; of what is nested so deeply that it cannot be written out, its type."""
    try:
        return _shortened(repr(value))
    except RecursionError:
        return f"a deeply nested {type(value).__name__}"


def _shortened(text: str, most: int = 120) -> str:
    """`text` fit for one line of a message, whatever came in."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
