"""Claims in RDF: one node a claim, with its dyad key, its evidence and the chain of who said so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import Attribution, Claim, Date, DateBasis, Evidence, Mark, Modality, Place, Polarity
from kgraph.model.laws import digest
from kgraph.ontology import LOCAL, compress, mint
from kgraph.rdf.actors import read_ref, ref_quads
from kgraph.rdf.datasets import read_record, record_quads
from kgraph.rdf.documents import document_id, document_iri
from kgraph.rdf.terms import Fields, Quads, boolean, decimal, integer, iso, node, text, without_prefix

_SPAN: Final = re.compile(r"char=(\d+),(\d+)")
MARK_SPANS: Final = {
    "actor": "kg:actorSpan",
    "recipient": "kg:recipientSpan",
    "cue": "kg:cueSpan",
    "date": "kg:dateSpan",
}
"""The roles of marks, each with its property."""


@lru_cache(maxsize=1 << 14)
def dyad_iri(first: str, second: str) -> ox.NamedNode:
    """The key of a dyad: the same whichever end comes first.

    >>> dyad_iri("kgr:RUS", "kgr:CHN").value
    'urn:kgraph:dyad:CHN-RUS'
    """
    ends = sorted((first, second))
    return ox.NamedNode(f"{LOCAL}dyad:{'-'.join(map(_dyad_end, ends))}")


def _dyad_end(actor: str) -> str:
    """An end of the key; hyphens inside it are encoded, so that no two pairs share a key."""
    return quote(actor.removeprefix("kgr:"), safe="").replace("-", "%2D")


def claim_quads(claim: Claim) -> list[ox.Quad]:
    """The quads of a claim, its evidence and its attribution; not the plain edges it supports."""
    subject = ox.NamedNode(claim.id)
    quads = [*said_quads(subject, claim), *ref_quads(subject, "actor", claim.actor)]
    if claim.recipient is not None:
        quads += ref_quads(subject, "recipient", claim.recipient)
    return [
        *quads,
        *dyad_quads(subject, claim),
        *kind_quads(subject, claim),
        *date_quads(subject, claim.date),
        *place_quads(subject, claim.place),
        *attribution_quads(subject, claim.attribution),
        *evidence_quads(subject, claim),
        *record_quads(subject, claim.record),
    ]


def said_quads(subject: ox.NamedNode, claim: Claim) -> list[ox.Quad]:
    """That it is a claim, of which relation, how firmly, made by what, from which document."""
    return [
        ox.Quad(subject, node("rdf:type"), node("kg:Claim")),
        ox.Quad(subject, node("kg:relation"), node(f"kg:{claim.relation}")),
        ox.Quad(subject, node("kg:modality"), node(f"kg:{claim.modality}")),
        ox.Quad(subject, node("kg:polarity"), boolean(claim.polarity is Polarity.POSITIVE)),
        ox.Quad(subject, node("kg:confidence"), decimal(claim.confidence)),
        ox.Quad(subject, node("kg:extractor"), text(claim.extractor)),
        ox.Quad(subject, node("prov:wasDerivedFrom"), document_iri(claim.document)),
    ]


def dyad_quads(subject: ox.NamedNode, claim: Claim) -> list[ox.Quad]:
    """The key of the claim's dyad, where it has a recipient."""
    return [] if claim.dyad is None else [ox.Quad(subject, node("kg:dyad"), dyad_iri(*claim.dyad))]


def read_claim(store: Quads, subject: ox.NamedNode) -> Claim:
    """The claim at `subject`.

    Raises:
        DataError: what stands there is no whole claim, or one whose content does not give its id.
    """
    fields = Fields(store, subject)
    actor = read_ref(fields, "actor")
    if actor is None:
        raise DataError("not a claim in this store", value=subject.value)
    claim = Claim(
        document=document_id(fields.node("prov:wasDerivedFrom")),
        actor=actor,
        recipient=read_ref(fields, "recipient"),
        relation=without_prefix(fields.node("kg:relation"), "kg:"),
        event_type=fields.local("kg:eventType", "plover:"),
        mode=_read_mode(fields),
        contexts=tuple(without_prefix(term, "plover:ctx-") for term in fields.nodes("kg:context")),
        date=_read_date(fields),
        place=_read_place(fields),
        modality=Modality(without_prefix(fields.node("kg:modality"), "kg:")),
        polarity=Polarity.POSITIVE if fields.text("kg:polarity") == "true" else Polarity.NEGATIVE,
        attribution=_read_attribution(store, fields),
        confidence=float(fields.text("kg:confidence")),
        evidence=_read_evidence(store, fields),
        extractor=fields.text("kg:extractor"),
        record=read_record(fields),
    )
    if claim.id != subject.value:
        raise DataError("a claim whose content does not give its id", value=subject.value, expected=claim.id)
    return claim


def stored_claim_quads(store: Quads, subject: ox.NamedNode) -> set[ox.Quad]:
    """Every quad of a claim that a store holds, well formed or not: of its node, evidence and attribution.

    The event that it is judged to be in is no part of it.
    """
    quads = {quad for quad in _of(store, subject) if quad.predicate != node("kg:inEvent")}
    nodes = {quad.object for quad in quads if quad.predicate in (node("kg:evidence"), node("kg:attribution"))}
    for below in nodes:
        if isinstance(below, ox.NamedNode):
            found = set(_of(store, below))
            quads |= found
            for quad in found:
                if quad.predicate == node("oa:hasSelector") and isinstance(quad.object, ox.NamedNode):
                    quads |= set(_of(store, quad.object))
    return quads


def _of(store: Quads, subject: ox.NamedNode) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(subject, None, None, ox.DefaultGraph())


def kind_quads(subject: ox.NamedNode, claim: Claim) -> list[ox.Quad]:
    """Contexts, event type and mode."""
    quads = [ox.Quad(subject, node("kg:context"), node(f"plover:ctx-{name}")) for name in claim.contexts]
    if claim.event_type is not None:
        quads.append(ox.Quad(subject, node("kg:eventType"), node(f"plover:{claim.event_type}")))
        if claim.mode is not None:
            quads.append(ox.Quad(subject, node("kg:mode"), node(f"plover:{claim.event_type}-{claim.mode}")))
    return quads


def _read_mode(fields: Fields) -> str | None:
    event_type = fields.local("kg:eventType", "plover:")
    return fields.local("kg:mode", f"plover:{event_type}-")


def date_quads(subject: ox.NamedNode, date: Date | None) -> list[ox.Quad]:
    """The date, its precision and basis, and its first and last day."""
    if date is None:
        return []
    quads = [
        ox.Quad(subject, node("kg:datePrecision"), text(date.precision)),
        ox.Quad(subject, node("kg:dateBasis"), text(date.basis)),
        ox.Quad(subject, node("kg:firstDay"), iso(date.first_day)),
    ]
    if date.last_day is not None:
        quads.append(ox.Quad(subject, node("kg:lastDay"), iso(date.last_day)))
    if date.end is None:
        return [*quads, ox.Quad(subject, node("kg:date"), iso(date.start))]
    quads.append(ox.Quad(subject, node("kg:dateStart"), iso(date.start)))
    if date.end != "..":
        quads.append(ox.Quad(subject, node("kg:dateEnd"), iso(date.end)))
    return quads


def _read_date(fields: Fields) -> Date | None:
    basis = fields.text_or_none("kg:dateBasis")
    if basis is None:
        return None
    single = fields.text_or_none("kg:date")
    if single is not None:
        return Date(start=single, basis=DateBasis(basis))
    end = fields.text_or_none("kg:dateEnd")
    return Date(start=fields.text("kg:dateStart"), end=".." if end is None else end, basis=DateBasis(basis))


def place_quads(subject: ox.NamedNode, place: Place | None) -> list[ox.Quad]:
    """The place's name and id."""
    if place is None:
        return []
    quads = [ox.Quad(subject, node("kg:placeName"), text(place.name))]
    if place.id is not None:
        quads.append(ox.Quad(subject, node("kg:place"), node(place.id)))
    return quads


def _read_place(fields: Fields) -> Place | None:
    name, place = fields.text_or_none("kg:placeName"), fields.node_or_none("kg:place")
    return None if name is None else Place(name=name, id=None if place is None else compress(place.value))


def attribution_quads(subject: ox.NamedNode, chain: tuple[Attribution, ...]) -> list[ox.Quad]:
    """The chain of who said it, each step a node of its own."""
    quads = []
    for position, source in enumerate(chain, 1):
        step = ox.NamedNode(f"{subject.value.replace(':claim:', ':attribution:')}-{position}")
        quads += [
            ox.Quad(subject, node("kg:attributedTo"), node(source.id)),
            ox.Quad(subject, node("kg:attribution"), step),
            ox.Quad(step, node("rdf:type"), node("kg:Attribution")),
            ox.Quad(step, node("kg:position"), integer(position)),
            ox.Quad(step, node("kg:source"), node(source.id)),
            ox.Quad(step, node("kg:sourceName"), text(source.name)),
        ]
        if source.cue is not None:
            quads.append(ox.Quad(step, node("kg:cue"), text(source.cue)))
    return quads


def _read_attribution(store: Quads, fields: Fields) -> tuple[Attribution, ...]:
    steps = [Fields(store, step) for step in fields.nodes("kg:attribution")]
    steps.sort(key=lambda step: int(step.text("kg:position")))
    return tuple(
        Attribution(
            id=compress(step.node("kg:source").value), name=step.text("kg:sourceName"), cue=step.text_or_none("kg:cue")
        )
        for step in steps
    )


def evidence_quads(subject: ox.NamedNode, claim: Claim) -> list[ox.Quad]:
    """The words with their offsets and marks."""
    evidence = claim.evidence
    if evidence is None:
        return []
    name = digest("evidence", claim.document, evidence.start, evidence.end, evidence.quote)
    words, selector = ox.NamedNode(mint("evidence", name)), ox.NamedNode(mint("selector", name))
    spans = [
        ox.Quad(subject, node(MARK_SPANS[mark.role]), text(f"char={mark.start},{mark.end}")) for mark in evidence.marks
    ]
    return [
        ox.Quad(subject, node("kg:evidence"), words),
        ox.Quad(words, node("rdf:type"), node("kg:Evidence")),
        ox.Quad(words, node("oa:hasSource"), document_iri(claim.document)),
        ox.Quad(words, node("oa:hasSelector"), selector),
        ox.Quad(selector, node("rdf:type"), node("oa:TextQuoteSelector")),
        ox.Quad(selector, node("rdf:type"), node("oa:TextPositionSelector")),
        ox.Quad(selector, node("oa:exact"), text(evidence.quote)),
        ox.Quad(selector, node("oa:start"), integer(evidence.start)),
        ox.Quad(selector, node("oa:end"), integer(evidence.end)),
        *spans,
    ]


def _read_evidence(store: Quads, fields: Fields) -> Evidence | None:
    words = fields.node_or_none("kg:evidence")
    if words is None:
        return None
    selector = Fields(store, Fields(store, words).node("oa:hasSelector"))
    marks = [_read_mark(role, span) for role, curie in MARK_SPANS.items() for span in fields.texts(curie)]
    return Evidence(
        quote=selector.text("oa:exact"),
        start=int(selector.text("oa:start")),
        end=int(selector.text("oa:end")),
        marks=tuple(marks),
    )


def _read_mark(role: str, span: str) -> Mark:
    start, end = read_span(span)
    return Mark(role=role, start=start, end=end)


def read_span(span: str) -> tuple[int, int]:
    """The offsets of a text fragment, `char=10,15`.

    Raises:
        DataError: it is none.
    """
    match = _SPAN.fullmatch(span)
    if match is None:
        raise DataError("not a text fragment", value=span, expected="char=START,END (RFC 5147)")
    return int(match[1]), int(match[2])
