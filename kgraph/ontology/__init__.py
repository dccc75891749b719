"""The ontology: event types, modes, contexts and relations, read from the generated `terms`.

`kgraph.ttl` is the truth; `generate/terms.py` makes `terms.py` of it, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from kgraph.errors import UnknownNameError
from kgraph.ontology.concepts import Context, EventType, Mode, Relation
from kgraph.ontology.prefixes import LOCAL, PREFIXES, compress, expand, mint, minted_name
from kgraph.ontology.terms import CONTEXTS, DEFAULT_RELATIONS, EVENT_TYPES, INVERSES, MODES, RELATIONS, SECTORS, VERSION

__all__ = [
    "CONTEXTS",
    "DEFAULT_RELATIONS",
    "EVENT_TYPES",
    "INVERSES",
    "LOCAL",
    "MODES",
    "PREFIXES",
    "RELATIONS",
    "SECTORS",
    "VERSION",
    "Context",
    "EventType",
    "Mode",
    "Relation",
    "ancestors",
    "compress",
    "context",
    "default_relation",
    "event_type",
    "expand",
    "mint",
    "minted_name",
    "mode",
    "relation",
]

_Concept = TypeVar("_Concept")


def relation(name: str) -> Relation:
    """The relation of that name.

    Raises:
        UnknownNameError: there is none; the message offers the nearest.

    >>> relation("suppliesOilTo").parent
    'suppliesTo'
    """
    return _known("relation", name, RELATIONS)


def event_type(name: str) -> EventType:
    """The PLOVER event type of that name.

    >>> event_type("COOPERATE").quad
    2
    """
    return _known("event type", name, EVENT_TYPES)


def mode(event_type: str, name: str) -> Mode:
    """The mode `name` of `event_type`.

    >>> mode("CONSULT", "visit").score
    4.0
    """
    return _known_mode(event_type, name)


def context(name: str) -> Context:
    """The PLOVER context of that name.

    >>> context("military").name
    'military'
    """
    return _known("context", name, CONTEXTS)


def ancestors(name: str) -> tuple[str, ...]:
    """The relation and the relations it is a kind of, nearest first.

    >>> ancestors("suppliesOilTo")
    ('suppliesOilTo', 'suppliesTo')
    """
    found = [name]
    while (parent := relation(found[-1]).parent) is not None:
        found.append(parent)
    return tuple(found)


def default_relation(event_type: str, mode: str | None = None) -> str:
    """The name of the relation that says no more than the event type and mode do.

    Raises:
        UnknownNameError: there is no such event type, or no such mode of it.

    >>> default_relation("CONSULT", "visit"), default_relation("CONSULT", "multilateral")
    ('visits', 'meetsWith')
    """
    general = DEFAULT_RELATIONS[_known("event type", event_type, EVENT_TYPES).name, None]
    if mode is None:
        return general
    return DEFAULT_RELATIONS.get((event_type, _known_mode(event_type, mode).name), general)


def _known_mode(event_type: str, name: str) -> Mode:
    return _known(f"mode of {event_type}", name, {m: v for (t, m), v in MODES.items() if t == event_type})


def _known(what: str, name: str, table: Mapping[str, _Concept]) -> _Concept:
    try:
        return table[name]
    except KeyError:
        raise UnknownNameError(what, name, table) from None
