"""PLOVER's types, modes and contexts as data sets write them, and its codes of actors that are of no state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kgraph.errors import DataError
from kgraph.ontology import CONTEXTS, EVENT_TYPES, MODES, RELATIONS, SECTORS, default_relation

_RENAMED_CONTEXTS: Final = MappingProxyType(
    {"democracy": "pro_democracy", "drugs": "illegal_drugs", "elections": "election", "humanitarian": "human_security"}
)
_RENAMED_MODES: Final = MappingProxyType(
    {
        ("ASSAULT", "assassinate"): "targeted",
        ("ASSAULT", "massacre"): "targeted",
        ("ASSAULT", "seize"): "destroy",
        ("COERCE", "ban"): "restrict",
        ("THREATEN", "ban"): "restrict",
    }
)
"""What PLOVER's own table of 2021 calls otherwise than its manual."""
_BY_CONTEXT: Final = MappingProxyType(
    {
        ("COOPERATE", None): (
            *("cooperatesMilitarilyWith", "cooperatesEconomicallyWith", "sharesIntelligenceWith"),
            *("cooperatesInTechnologyWith", "cooperatesOnLawEnforcementWith"),
        ),
        ("AID", None): ("givesMilitaryAidTo", "givesEconomicAidTo", "givesHumanitarianAidTo", "protects"),
        ("COERCE", "restrict"): ("blockades",),
        ("COERCE", "seize"): ("occupies",),
        ("SANCTION", "expel"): ("expelsDiplomatsOf",),
        ("SANCTION", "withdraw"): ("breaksRelationsWith",),
    }
)
"""Relations that a type and mode mean in a context of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an event is in the ontology, with what of it is not there."""

    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    relation: str
    notes: tuple[str, ...] = ()


def terms_of(event_type: str, modes: Iterable[str] = (), contexts: Iterable[str] = ()) -> Terms:
    """A type with its modes and contexts, of which those that the ontology does not have are left out and noted.

    Of several modes the first that is known counts. The relation says as much as type, mode and context surely do.

    Raises:
        DataError: there is no such type.

    >>> terms = terms_of("cooperate", contexts=["Military", "weather"])
    >>> terms.relation, terms.contexts, terms.notes
    ('cooperatesMilitarilyWith', ('military',), ('a context that PLOVER does not have',))
    """
    name = event_type.strip().upper()
    if name not in EVENT_TYPES:
        raise DataError("no PLOVER event type", value=event_type, expected=", ".join(EVENT_TYPES))
    given = [_mode(name, mode) for mode in modes]
    mode = next((mode for mode in given if mode is not None), None)
    known = [_context(context) for context in contexts]
    kept = tuple(sorted({context for context in known if context is not None}))
    notes = ["a mode that PLOVER does not have"] if None in given else []
    notes += ["a context that PLOVER does not have"] if None in known else []
    return Terms(event_type=name, mode=mode, contexts=kept, relation=_relation(name, mode, kept), notes=tuple(notes))


def sector(code: str | None) -> str | None:
    """A sector as PLOVER has it; of a compound code the first. None for one that it does not have.

    >>> sector("gov"), sector("GOVMIL"), sector("QQQ")
    ('GOV', 'GOV', None)
    """
    first = (code or "").strip().upper()[:3]
    return first if first in SECTORS and first != "UNK" else None


def _mode(event_type: str, text: str) -> str | None:
    mode = text.strip().lower().replace("_", "-").replace(" ", "-")
    mode = _RENAMED_MODES.get((event_type, mode), mode)
    return mode if (event_type, mode) in MODES else None


def _context(text: str) -> str | None:
    context = text.strip().lower().replace("-", "_").replace(" ", "_")
    context = _RENAMED_CONTEXTS.get(context, context)
    return context if context in CONTEXTS else None


def _relation(event_type: str, mode: str | None, contexts: Sequence[str]) -> str:
    fitting = [
        name for name in _BY_CONTEXT.get((event_type, mode), ()) if set(RELATIONS[name].contexts) <= set(contexts)
    ]  # fmt: skip
    # Of an event that is military and economic, neither relation says all.
    return fitting[0] if len(fitting) == 1 else default_relation(event_type, mode)
