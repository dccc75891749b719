"""Events: claims judged to be one happening, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kgraph.errors import DataError
from kgraph.model.dates import check_day
from kgraph.model.laws import check_encodable
from kgraph.ontology import compress, expand


class EventMaker(StrEnum):
    """What judged that claims are one happening."""

    RULE = "rule"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Claims judged to be one happening, with the reason. The claims stay what they are.

    Attributes:
        id: its IRI.
        claims: the ids of its claims, sorted; two at least.
        reason: why they are one, in words, on one line.
        made_by: the rule, or a person.
        made: the day of the judgement, `YYYY-MM-DD`.

    Raises:
        DataError: there are fewer than two claims, an id is none, the reason is blank, or the day is none.

    >>> event = Event(id="urn:kgraph:event:1", claims=("urn:kgraph:claim:b", "urn:kgraph:claim:a"),
    ...               reason="the same raid", made_by=EventMaker.PERSON, made="2024-06-19")
    >>> event.claims
    ('urn:kgraph:claim:a', 'urn:kgraph:claim:b')
    """

    id: str
    claims: tuple[str, ...]
    reason: str
    made_by: EventMaker
    made: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", compress(expand(self.id)))
        object.__setattr__(self, "claims", tuple(sorted({compress(expand(claim)) for claim in self.claims})))
        if len(self.claims) < 2:
            raise DataError("an event of fewer than two claims", value=self.id)
        check_encodable("reason", self.reason)
        if not self.reason.strip():
            raise DataError("an event without a reason", value=self.id)
        object.__setattr__(self, "reason", " ".join(self.reason.split()))
        check_day(self.made)
