"""What the ontology is made of: the shapes of the rows that `terms.py` holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One of the sixteen PLOVER event types.

    Attributes:
        name: as PLOVER writes it, `COOPERATE`.
        label: for people, `Cooperate`.
        definition: one line in the project's own words.
        quad: PLOVER's quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        score: PLOVER's scale from -10 (most hostile) to +10 (most friendly).
        needs_recipient: whether a claim of this type must name a recipient.
    """

    name: str
    label: str
    definition: str
    quad: int
    score: float
    needs_recipient: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A finer kind of one event type: `visit` of CONSULT, `aerial` of ASSAULT."""

    name: str
    event_type: str
    label: str
    definition: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an event is about: `military`, `economic`, `election`."""

    name: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A readable relation between two actors.

    Attributes:
        name: the local name of its property, `cooperatesMilitarilyWith`.
        label: the words between two actors, `cooperates militarily with`.
        definition: one line in the project's own words.
        parent: the relation it is a kind of, or None.
        event_type: the PLOVER type of a claim with this relation; None for standing facts (offices, memberships).
        mode: the PLOVER mode, or None.
        contexts: the PLOVER contexts that come with it.
        sign: +1 cooperation, -1 conflict, 0 neither.
        symmetric: whether A-relation-B says B-relation-A.
        lasting: whether it is a tie that lasts (an alliance, a membership) rather than an event.
        cameo: CAMEO codes it corresponds to, leading zeros kept.
    """

    name: str
    label: str
    definition: str
    parent: str | None
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    sign: int
    symmetric: bool
    lasting: bool
    cameo: tuple[str, ...]
