"""Claims as PLOVER records in JSON, one a line: what `kgraph export` writes and `kgraph import plover` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from kgraph.model.actor import ActorRef
from kgraph.model.claim import Claim, Modality, Place, Polarity
from kgraph.ontology import EVENT_TYPES, MODES

NO_STATE: Final = MappingProxyType(
    {
        "EUR": ("kgr:european-union", "IGO"),
        "IGO": (None, "IGO"),
        "IMG": (None, "IMG"),
        "ISM": (None, "ISM"),
        "MNC": (None, "MNC"),
        "NGO": (None, "NGO"),
        "UNO": ("kgr:united-nations", "IGO"),
    }
)
"""What stands in the place of a country and is none: the actor that it is, where it is one, and its sector."""
OTHER_STATES: Final = MappingProxyType({"KOS": "XKX"})
"""Codes of states that PLOVER writes otherwise than we do."""
_CODES: Final = {state: code for code, state in OTHER_STATES.items()}
_BODIES: Final = {actor: code for code, (actor, _) in NO_STATE.items() if actor is not None}
_AUXILIARY: Final = {Modality.PLANNED: "future", Modality.HYPOTHETICAL: "hypothetical"}


def write_plover(claims: Iterable[Claim]) -> Iterator[str]:
    """The claims that tell of events as lines of JSON; a lasting tie is no event of PLOVER's and has none.

    >>> claim = Claim(document="a", actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"), relation="visits",
    ...               recipient=ActorRef(id="kgr:CHN", name="China", state="CHN"), event_type="CONSULT", mode="visit")
    >>> record = json.loads(next(write_plover([claim])))
    >>> record["actor"][0]["code"], record["event"], record["mode"], record["event_scale"]
    ('RUS', ['CONSULT'], ['visit'], 4.0)
    """
    for claim in claims:
        record = plover_record(claim)
        if record is not None:
            yield json.dumps(record, ensure_ascii=False)


def plover_record(claim: Claim) -> dict[str, object] | None:
    """A claim as a PLOVER record; None where it is no event.

    PLOVER's dates are days: a month or an interval is written by its first and last one. What it has no field for, and
    the actors themselves, stand in fields of our own (`kgraph`, `kgraph_id`), which PLOVER allows.
    """
    if claim.event_type is None:
        return None
    row = claim.record
    record: dict[str, object] = {
        "id": row.id if row is not None else claim.id,
        "date": None if claim.date is None else claim.date.first_day,
        "actor": [_entity(claim.actor)],
        "recipient": [] if claim.recipient is None else [_entity(claim.recipient)],
        "event": [claim.event_type],
        "mode": _modes(claim),
        "context": list(claim.contexts),
        "quad_code": EVENT_TYPES[claim.event_type].quad,
        "event_scale": _scale(claim),
    }
    if claim.date is not None and claim.date.last_day not in (None, claim.date.first_day):
        record["enddate"] = claim.date.last_day
    if claim.place is not None:
        record["event_loc"] = _location(claim.place)
    if claim.evidence is not None:
        record["text"] = claim.evidence.quote
        record["text_info"] = {"start": claim.evidence.start, "end": claim.evidence.end}
    record["cite_info"] = {"corpus": claim.document, **({"url": row.url} if row is not None and row.url else {})}
    record["coder"] = claim.extractor
    record["kgraph"] = _own(claim)
    return record


def _entity(actor: ActorRef) -> dict[str, object]:
    code = _BODIES.get(actor.id)
    if code is None and actor.state is not None:
        code = _CODES.get(actor.state, actor.state)
    elif code is None and actor.sector in NO_STATE:
        code = actor.sector
    entity: dict[str, object] = {
        "code": code,
        "sector": actor.sector,
        "entity_text": actor.name,
        "kgraph_id": actor.id,
        "kgraph_state": actor.state,
    }
    if actor.id.startswith("wd:"):
        entity["identifier_id"] = actor.id.removeprefix("wd:")
    return {name: value for name, value in entity.items() if value is not None}


def _modes(claim: Claim) -> list[str]:
    modes = [] if claim.mode is None else [claim.mode]
    if claim.modality in _AUXILIARY:
        modes.append(_AUXILIARY[claim.modality])
    # Whoever denies says that it is not so.
    if claim.polarity is Polarity.NEGATIVE or claim.modality is Modality.DENIED:
        modes.append("negation")
    return modes


def _scale(claim: Claim) -> float:
    event_type = claim.event_type or ""
    return MODES[event_type, claim.mode].score if claim.mode is not None else EVENT_TYPES[event_type].score


def _location(place: Place) -> dict[str, object]:
    location: dict[str, object] = {"resolved_place": place.name}
    if place.id is not None and place.id.startswith("gn:"):
        location["geonameid"] = place.id.removeprefix("gn:")
    elif place.id is not None:
        location["kgraph_id"] = place.id
    return location


def _own(claim: Claim) -> dict[str, object]:
    own: dict[str, object] = {
        "claim": claim.id,
        "relation": claim.relation,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "confidence": claim.confidence,
    }
    if claim.date is not None:
        own["date"], own["date_basis"] = str(claim.date), claim.date.basis
    if claim.attribution:
        own["attribution"] = [
            {"id": one.id, "name": one.name, **({} if one.cue is None else {"cue": one.cue})}
            for one in claim.attribution
        ]
    return own
