"""Claims as N-Quads text, for loading many at once: the quads of `claim_quads`, several times faster.

The shape is not said again here. What repeats from claim to claim (the ends, the dates, the codes) is made by the same
functions, for a subject that stands for any, and kept as text: what stands behind the subject, line by line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias, TypeVar

import pyoxigraph as ox

from kgraph.model import ActorRef, Attribution, Claim, Date, Judged, Place, Record
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
from kgraph.rdf.edges import Edge, edge_quad, edges_of, supports
from kgraph.rdf.terms import node

K = TypeVar("K")
V = TypeVar("V")
Tails: TypeAlias = tuple[str, ...]
"""What stands behind the subject in some lines."""
Field: TypeAlias = tuple[str, FieldValue]

_ANY: Final = ox.NamedNode("urn:kgraph:claim:any")
_IDENTIFIER: Final = str(node("dct:identifier"))
_ADDRESS: Final = str(node("schema:url"))
_MOST: Final = 1 << 16
"""Pieces of a kind kept at most; then all are forgotten, so that memory has a bound."""


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
        self._said: dict[tuple[object, ...], Tails] = {}
        self._actors: dict[ActorRef, tuple[Tails, str]] = {}
        self._recipients: dict[ActorRef, tuple[Tails, str]] = {}
        self._dyads: dict[tuple[str, str], Tails] = {}
        self._dates: dict[Date, Tails] = {}
        self._places: dict[Place, Tails] = {}
        # Numbers that are equal are one key, whatever their kind: 1 and 1.0 have dictionaries of their own.
        self._fields: dict[Field, str] = {}
        self._decimals: dict[Field, str] = {}
        self._names: dict[tuple[type, str, str], str] = {}
        self._edges: dict[Edge, str] = {}

    def of(self, claim: Claim, name: str | None = None) -> str:
        """The lines of a claim's own node, evidence and attribution, each behind a line break.

        Args:
            claim: to be written.
            name: its id, where that is known already.
        """
        name = claim.id if name is None else name
        start = f"\n<{name}> "
        tails = [*self._said_of(claim), *self._ends_of(claim)]
        if claim.date is not None:
            tails += self._dates.get(claim.date) or _kept(
                self._dates, claim.date, _tails(date_quads(_ANY, claim.date))
            )  # fmt: skip
        if claim.place is not None:
            tails += self._places.get(claim.place) or _kept(
                self._places, claim.place, _tails(place_quads(_ANY, claim.place))
            )  # fmt: skip
        if claim.record is not None:
            tails += self._row(claim.record)
        lines = f"{start}{f' .{start}'.join(tails)} ."
        if claim.attribution or claim.evidence is not None:
            own = ox.NamedNode(name)
            lines += quad_lines((*attribution_quads(own, claim.attribution), *evidence_quads(own, claim)))
        return lines

    def brought(self, claim: Claim) -> list[str]:
        """The lines that a claim brings and others may bring too: the names of its actors, its plain edges."""
        lines = [self._named(claim.actor)]
        if claim.recipient is not None:
            lines.append(self._named(claim.recipient))
        if claim.attribution:
            lines += map(self._named, claim.attribution)
        if supports(claim):
            for edge in sorted(edges_of(claim, self._judged)):
                lines.append(self._edges.get(edge) or _kept(self._edges, edge, quad_lines([edge_quad(edge)])))
        return lines

    def _said_of(self, claim: Claim) -> Tails:
        """What is said beside the ends, the time and the place."""
        about = (claim.relation, claim.event_type, claim.mode, claim.contexts)
        how = (claim.modality, claim.polarity, claim.confidence, claim.extractor, claim.document)
        found = self._said.get((about, how))
        if found is None:
            quads = [*said_quads(_ANY, claim), *kind_quads(_ANY, claim)]
            found = _kept(self._said, (about, how), _tails(quads))
        return found

    def _ends_of(self, claim: Claim) -> Iterable[str]:
        actor, recipient = claim.actor, claim.recipient
        first = self._actors.get(actor) or _kept(
            self._actors, actor, (_tails(ref_quads(_ANY, "actor", actor)), actor.rollup)
        )
        if recipient is None:
            return first[0]
        second = self._recipients.get(recipient) or _kept(
            self._recipients, recipient, (_tails(ref_quads(_ANY, "recipient", recipient)), recipient.rollup)
        )
        key = (first[1], second[1])
        dyad = self._dyads.get(key) or _kept(self._dyads, key, _tails(dyad_quads(_ANY, claim)))
        return (*first[0], *second[0], *dyad)

    def _row(self, record: Record) -> list[str]:
        """What is said of the row that a claim is."""
        tails = [f"{_IDENTIFIER} {ox.Literal(record.id)}"]
        if record.url is not None:
            tails.append(f"{_ADDRESS} {ox.Literal(record.url)}")
        decimals, others = self._decimals, self._fields
        tails += [
            (decimals if type(field[1]) is float else others).get(field) or self._tail_of(field)
            for field in record.fields
        ]
        return tails

    def _tail_of(self, field: Field) -> str:
        name, value = field
        tail = field_tail(f"row:{name}", value)
        if type(value) is not float:
            return _kept(self._fields, field, tail)
        # With more decimals it is a measure that no other row is likely to have.
        return _kept(self._decimals, field, tail) if round(value, 4) == value else tail

    def _named(self, one: ActorRef | Attribution) -> str:
        key = (type(one), one.id, one.name)
        found = self._names.get(key)
        return _kept(self._names, key, quad_lines(actor_ref_quads(one))) if found is None else found


def quad_lines(quads: Iterable[ox.Quad]) -> str:
    """Quads of the default graph as lines of N-Quads, each behind a line break."""
    return "".join(f"\n{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)


def _tails(quads: Iterable[ox.Quad]) -> Tails:
    return tuple(f"{quad.predicate} {quad.object}" for quad in quads)


def _kept(known: dict[K, V], key: K, made: V) -> V:
    if len(known) >= _MOST:
        known.clear()
    known[key] = made
    return made
