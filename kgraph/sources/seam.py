"""What an importer is: files of event data go in, what became of each row comes out, in the order of the files.

An importer is a callable `importer(files, options) -> Iterator[Outcome]`, and a `Source` puts a name and a data set to
it; `kgraph.sources.SOURCES` lists them. It yields one `Outcome` a row of data, in file order:

- an `ImportedRow`: the claims that the row makes, usually one. The claims have `document=dataset.iri` (a data set takes
  the place of the document), a `Record` with the row's own id, its own codes and numbers and the address of its source,
  no evidence (no sentence), `modality=REPORTED` for coded news, and `extractor=` the source's name with a version.
- a `RowProblem`: the row makes no claim, and why. `MALFORMED` breaks the format, counts against the share of bad rows
  and goes to the file of rejects; `DROPPED` is well formed and no claim by rule (no recipient, one state with itself);
  `MERGED` says what another row says already. The reason is a key: few different ones, in words, that the table of
  counts shows ("no second actor"), and never with the row's own values in it.

What every importer holds to; `tests/import_battery.py` checks it on each of them:

- Nothing about RDF, stores or the screen is known here. Who needs an actor asks `options.gazetteer`.
- Files are streamed: what is kept in memory does not grow with the file (keys of one day, names seen: yes; rows: no).
- The same files and options give the same outcomes. No clock, no network, no order of a set.
- A row never raises; a file that cannot be read at all, or is of another format, raises DataError before its first row.
- The claim's IRI is made from `dataset.iri` and `Record.id` alone, so `Record.id` must be unique in the data set: the
  row's own id, with what else is needed (ICEWS: the date) behind a slash. A row that makes several claims numbers them
  behind a slash as well.
- Own codes stay text with leading zeros, in `Record.fields`: `("event", "042"), ("actor", "RUSGOV"),
  ("recipient", "CHN"), ("quad", 1), ("goldstein", 1.0), ("mentions", 4)`. Where the thing is the same in two data sets,
  the name is: event, mode, actor, recipient, actorName, recipientName, quad, goldstein, intensity, mentions, sources,
  articles, tone, latitude, longitude, country (of the place, ISO alpha-3), publisher, published, story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kgraph.errors import DataError, UnknownNameError
from kgraph.model import Claim, Dataset

if TYPE_CHECKING:
    from kgraph.actors import Gazetteer


class Fate(StrEnum):
    """What became of a row."""

    KEPT = "kept"
    MERGED = "merged"
    DROPPED = "dropped"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """A row that makes claims.

    Attributes:
        file: where it stands.
        row: its line in the file, from 1, a header counted.
        claims: what it says; at least one.
        notes: what is odd about it though it is kept, as keys such as `date a year off`; the table counts them too.
    """

    file: str
    row: int
    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """A row that makes no claim, and why.

    Attributes:
        file, row: where it stands, as in `ImportedRow`.
        fate: merged, dropped or malformed.
        reason: a key in words, the same for all rows of that kind.
        value: what was found, shortened when shown.
        expected: what should stand there.

    >>> problem = RowProblem(file="a.csv", row=7, fate=Fate.MALFORMED, reason="not a date", value="20191332",
    ...                      expected="YYYYMMDD")
    >>> print(problem.error())
    a.csv:7: not a date: '20191332' (expected YYYYMMDD)
    """

    file: str
    row: int
    fate: Fate
    reason: str
    value: object = None
    expected: str | None = None

    def error(self) -> DataError:
        """The problem as an error with its place."""
        return DataError(self.reason, file=self.file, row=self.row, value=self.value, expected=self.expected)


Outcome: TypeAlias = ImportedRow | RowProblem
"""What became of one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What an importer is told beside its files.

    Attributes:
        gazetteer: who is known; states by their codes, actors by their ids and names.
        values: options of this format by name, as text (`--option NAME=VALUE`); a `Source` declares which there are.
    """

    gazetteer: Gazetteer
    values: Mapping[str, str] = field(default_factory=dict)

    def flag(self, name: str, *, default: bool) -> bool:
        """The option `name` as yes or no.

        Raises:
            DataError: it is something else.
        """
        value = self.values.get(name)
        if value is None:
            return default
        if value.lower() not in _FLAGS:
            raise DataError(f"option {name}", value=value, expected="yes or no")
        return _FLAGS[value.lower()]

    def number(self, name: str, *, default: float) -> float:
        """The option `name` as a number from 0 to 1.

        Raises:
            DataError: it is something else.
        """
        value = self.values.get(name)
        try:
            number = default if value is None else float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise DataError(f"option {name}", value=value, expected="a number from 0 to 1")
        return number


_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

Importer: TypeAlias = Callable[[Sequence[Path], ImportOptions], Iterator[Outcome]]
"""Files and options to outcomes, as the top of this module says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A format that can be imported.

    Attributes:
        name: what one writes on the command line, `gdelt`.
        title: for people, one line.
        importer: reads it.
        datasets: what its claims may be derived from, given the options; all that an importer names are among them.
        options: the options it knows, each with one line of help.
    """

    name: str
    title: str
    importer: Importer
    datasets: Callable[[ImportOptions], tuple[Dataset, ...]]
    options: Mapping[str, str] = field(default_factory=dict)

    def check_options(self, given: Mapping[str, str]) -> None:
        """Raise UnknownNameError where an option is given that this format does not know."""
        for name in given:
            if name not in self.options:
                raise UnknownNameError(f"option of {self.name}", name, self.options)
