"""Bytes as claims in JSON lines: what is accepted comes back from JSON and from RDF as it was."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import Claim, claim_from_json, claim_to_json, read_claim_outcomes
from kgraph.rdf import claim_quads, read_claim
from tests.fuzz.target import Target, promised, spliced


def check(data: bytes) -> None:
    """Read the lines."""
    lines = data.decode("utf-8", "replace").split("\n")
    found = list(read_claim_outcomes(lines, file="claims.jsonl"))
    promised(len(found) == sum(1 for line in lines if line.strip()), "a line that became nothing")
    for one in found:
        if isinstance(one, DataError):
            promised(str(one).startswith("claims.jsonl:"), "a refusal without its place")
        else:
            _check_claim(one)


def _check_claim(claim: Claim) -> None:
    line = claim_to_json(claim)
    promised("\n" not in line, "a claim on two lines")
    again = claim_from_json(line)
    promised(again == claim and again.id == claim.id, "a claim that does not come back from JSON")
    promised(claim_to_json(again) == line, "a claim that is written otherwise the second time")
    promised(claim.event_id.startswith("urn:kgraph:event:"), "no id of the event")
    store = ox.Store()
    store.extend(claim_quads(claim))
    stored = read_claim(store, ox.NamedNode(claim.id))
    promised(stored == claim, "a claim that does not come back from RDF")
    claim._repr_mimebundle_()


_FULL: dict[str, Any] = {
    "document": "a1",
    "actor": {"id": "kgr:vladimir-putin", "name": "Vladimir Putin", "state": "RUS", "sector": "GOV"},
    "recipient": {"id": "kgr:CHN", "name": "China", "state": "CHN", "sector": None},
    "relation": "cooperatesMilitarilyWith",
    "event_type": "COOPERATE",
    "mode": None,
    "contexts": ["military"],
    "date": "2017-12-07/2017-12",
    "date_basis": "relative",
    "place": {"name": "Moscow", "id": "gn:524901"},
    "modality": "reported",
    "polarity": "negative",
    "attribution": [{"id": "kgr:xinhua", "name": "Xinhua", "cue": "said"}],
    "confidence": 0.83,
    "evidence": {"quote": "Russia arms", "start": 5, "end": 16, "marks": [["actor", 5, 11], ["cue", 12, 16]]},
    "extractor": "floor/0.1.0",
}
_ROW = _FULL | {
    "document": "urn:kgraph:dataset:gdelt-2.0",
    "evidence": None,
    "date": "2017",
    "record": {"id": "886", "url": "https://example.org/a", "fields": [["goldstein", 2.8], ["event", "042"], ["n", 4]]},
}
_PLAIN = {"document": "a", "actor": {"id": "kgr:FRA", "name": "France"}, "relation": "visits", "event_type": "CONSULT"}


def seeds() -> Iterator[bytes]:
    for record in (_FULL, _ROW, _PLAIN, _PLAIN | {"relation": "alliedWith", "event_type": None}):
        yield json.dumps(record).encode()
    yield (json.dumps(_PLAIN) + "\n\n[]\n" + json.dumps(_ROW, indent=None) + "\n").encode()


_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**15, 10**16, 10**400, 0.5, 1e308, -0.0, 1e-9, float("nan"), float("inf"), "", " ",
    "a", "\ud800", "\U0001f600", "\0", "\x85", "\u2028", "kgr:RUS", "wd:Q7184", "urn:kgraph:actor:x", "urn:kgraph:",
    "kgr:a/b", "kgr:a%20b", "kgr:%", "kg:\u0430", "RUS", "GOV", "visit", "CONSULT", "military", "2017-12-07", "0000",
    "0001-01-01", "9999-12-31", "2017-02-29", "2017/..", "../2017", "\u0662\u0660\u0661\u0667", "2017-12-07/2017",
    "explicit",
    "none", "day", "range", "planned", "denied", "actor", "date", "042", "1.0", [], {}, [[]], [None], ["actor", 1,
    2], ["a", 1],
    ["x", True], ["x", 1e300], ["\u00df", "x"], {"id": "kgr:RUS", "name": "Russia"}, {"name": "x"}, "x" * 300,
    "urn:kgraph:dataset:a", "urn:kgraph:dataset:a-", "hand", "visits", "alliedWith", "attacks", "<b>&amp;</b>", "a\rb",
)  # fmt: skip


def mutate(data: bytes, lots: random.Random) -> bytes:
    """One value of one of the claims in another's place."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = lots.randrange(len(lines))
    try:
        record = json.loads(lines[at])
    except (ValueError, RecursionError):
        return spliced(data, PIECES, lots)
    holders = list(_holders(record))
    if not holders:
        return spliced(data, PIECES, lots)
    holder = lots.choice(holders)
    value = lots.choice(_VALUES)
    if isinstance(holder, dict):
        holder[lots.choice([*holder, *_ROW, "id"])] = value
    elif holder:
        holder[lots.randrange(len(holder))] = value
    else:
        holder.append(value)
    lines[at] = json.dumps(record, ensure_ascii=bool(lots.randrange(2)))
    return "\n".join(lines).encode("utf-8", "replace")


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


_TEXTS = tuple(json.dumps(value).encode() for value in _VALUES if value == value)
PIECES = (*_TEXTS, b"\n", b"[" * 900, b"{", b"}", b",")

CLAIMS = Target(name="claims", check=check, seeds=seeds, pieces=PIECES, mutate=mutate)
