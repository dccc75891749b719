"""Claims as N-Quads text, for loading many at once: the quads of `claim_quads`, several times faster.

The shape is not said again here. What repeats from claim to claim (the ends, the dates, the codes) is made by the same
functions, for a subject that stands for any, and kept as text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Final

import pyoxigraph as ox

from kgraph.model import ActorRef, Attribution, Claim, Judged
from kgraph.model.dataset import FieldValue
from kgraph.rdf.actors import actor_ref_quads, ref_quads
from kgraph.rdf.claims import (
    attribution_quads,
    date_quads,
    dyad_quads,
    evidence_quads,
    kind_quads,
    place_quads,
    said_quads,
)
from kgraph.rdf.datasets import field_tail
from kgraph.rdf.edges import edge_quad, edges_of, supports

_ANY: Final = ox.NamedNode("urn:kgraph:claim:any")
_START: Final = f"\n{_ANY} "
"""How a line about it starts. No literal holds that: a line break within one is written as two letters."""
_MOST: Final = 1 << 17
"""Pieces kept at most; then all are forgotten, so that memory has a bound."""


class ClaimLines:
    """Writes claims as lines of N-Quads, with the names of their actors and the plain edges they support.

    Args:
        judged: the verdicts by which plain edges are derived.

    >>> claim = Claim(document="a", actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"), relation="rejects",
    ...               event_type="REJECT")
    >>> lines = ClaimLines().of(claim).splitlines()
    >>> [line.split()[2] for line in lines if "ns#actor>" in line]
    ['<https://w3id.org/kgraph/id/RUS>']
    """

    def __init__(self, judged: Judged | None = None) -> None:
        self._judged = judged
        self._kept: dict[Hashable, str] = {}

    def of(self, claim: Claim, name: str | None = None) -> str:
        """The lines of a claim's own node, evidence and attribution, each behind a line break.

        Args:
            claim: to be written.
            name: its id, where that is known already.
        """
        name = claim.id if name is None else name
        pieces = list(self._pieces(claim))
        if claim.record is not None:
            pieces.append(_line(field_tail("dct:identifier", claim.record.id)))
            if claim.record.url is not None:
                pieces.append(_line(field_tail("schema:url", claim.record.url)))
            pieces += [self._field(field, value) for field, value in claim.record.fields]
        lines = "".join(pieces).replace(_START, f"\n<{name}> ")
        if claim.attribution or claim.evidence is not None:
            own = ox.NamedNode(name)
            lines += quad_lines((*attribution_quads(own, claim.attribution), *evidence_quads(own, claim)))
        return lines

    def brought(self, claim: Claim) -> list[str]:
        """The lines that a claim brings and others may bring too: the names of its actors, its plain edges."""
        named: list[ActorRef | Attribution] = [claim.actor, *claim.attribution]
        if claim.recipient is not None:
            named.append(claim.recipient)
        lines = [
            self._once((type(one), one.id, one.name), lambda: quad_lines(actor_ref_quads(one)))  # noqa: B023
            for one in named
        ]
        if supports(claim):
            key = ("edges", claim.actor, claim.relation, claim.recipient)
            lines.append(self._once(key, lambda: quad_lines(map(edge_quad, sorted(edges_of(claim, self._judged))))))
        return lines

    def _pieces(self, claim: Claim) -> Iterable[str]:
        """What claims are likely to share, said of any."""
        said = (claim.relation, claim.modality, claim.polarity, claim.confidence, claim.extractor, claim.document)
        yield self._once(said, lambda: quad_lines(said_quads(_ANY, claim)))
        yield self._once(("actor", claim.actor), lambda: quad_lines(ref_quads(_ANY, "actor", claim.actor)))
        if claim.recipient is not None:
            recipient = claim.recipient
            yield self._once(("recipient", recipient), lambda: quad_lines(ref_quads(_ANY, "recipient", recipient)))
            yield self._once(("dyad", claim.dyad), lambda: quad_lines(dyad_quads(_ANY, claim)))
        kind = ("kind", claim.event_type, claim.mode, claim.contexts)
        yield self._once(kind, lambda: quad_lines(kind_quads(_ANY, claim)))
        if claim.date is not None:
            yield self._once(claim.date, lambda: quad_lines(date_quads(_ANY, claim.date)))
        if claim.place is not None:
            yield self._once(claim.place, lambda: quad_lines(place_quads(_ANY, claim.place)))

    def _field(self, name: str, value: FieldValue) -> str:
        curie = f"row:{name}"
        if isinstance(value, float):  # most are never met again
            return _line(field_tail(curie, value))
        return self._once((curie, value), lambda: _line(field_tail(curie, value)))

    def _once(self, key: Hashable, make: Callable[[], str]) -> str:
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            found = self._kept[key] = make()
        return found


def quad_lines(quads: Iterable[ox.Quad]) -> str:
    """Quads of the default graph as lines of N-Quads, each behind a line break."""
    return "".join(f"\n{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)


def _line(tail: str) -> str:
    return f"{_START}{tail} ."
