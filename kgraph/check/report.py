"""What a check found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

COLUMNS: Final = ("severity", "shape", "focus", "path", "value", "message")
"""The columns of `Report.rows`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that is not as a shape has it.

    Attributes:
        shape: the shape's name, `ClaimShape`.
        focus: what it is about, as a CURIE or IRI; of a line that is no claim, its file and row.
        path: the property that is wrong, as SPARQL writes a path; None where the shape is about the whole.
        value: what stands there; None where something is missing or there is too much of it.
        message: what should be so.
    """

    shape: str
    focus: str
    path: str | None = None
    value: str | None = None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found: violations, which a graph must not have, and warnings, which it may.

    Attributes:
        violations, warnings: sorted, each once.
        cut: the messages of the rules of which only the first violations or warnings are listed.

    >>> bad = Violation(shape="ClaimShape", focus="urn:kgraph:claim:1", path="kg:actor", message="one actor")
    >>> report = Report.of([bad], [bad])
    >>> report.ok, report.rows[0]
    (False, ('violation', 'ClaimShape', 'urn:kgraph:claim:1', 'kg:actor', None, 'one actor'))
    """

    violations: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()
    cut: tuple[str, ...] = ()

    @classmethod
    def of(cls, violations: Iterable[Violation], warnings: Iterable[Violation], cut: Iterable[str] = ()) -> Report:
        """What was found in any order, some of it perhaps twice."""
        return cls(violations=_sorted(violations), warnings=_sorted(warnings), cut=tuple(sorted(set(cut))))

    def __or__(self, other: Report) -> Report:
        """What one check or the other found."""
        return Report.of(
            (*self.violations, *other.violations), (*self.warnings, *other.warnings), (*self.cut, *other.cut)
        )

    @property
    def ok(self) -> bool:
        """Whether there is no violation; warnings do no harm."""
        return not self.violations

    @property
    def rows(self) -> list[tuple[str | None, ...]]:
        """Everything as rows of `COLUMNS`, violations first."""
        told = (("violation", self.violations), ("warning", self.warnings))
        return [(kind, one.shape, one.focus, one.path, one.value, one.message) for kind, found in told for one in found]

    def counts(self) -> list[tuple[str, str, str, int]]:
        """How often each message stands in the report: severity, shape, message, number; violations first."""
        told = (("violation", self.violations), ("warning", self.warnings))
        tallies = ((kind, Counter((one.shape, one.message) for one in found)) for kind, found in told)
        return [(kind, *about, number) for kind, tally in tallies for about, number in sorted(tally.items())]


def _sorted(found: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(
        sorted(set(found), key=lambda one: (one.shape, one.message, one.focus, one.path or "", one.value or ""))
    )
