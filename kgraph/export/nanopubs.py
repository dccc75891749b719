"""Each claim as a nanopublication in TriG: what is claimed, where that comes from, and who publishes it, each a graph.

The four graphs follow the guidelines of nanopub.net: a head that names the other three, an assertion, its provenance,
and what is said of the nanopublication itself. They are unsigned: who publishes them signs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import IO, Final

import pyoxigraph as ox

from kgraph.graph import GraphReader
from kgraph.model import Claim
from kgraph.ontology import LOCAL, PREFIXES, VERSION
from kgraph.rdf import actor_ref_quads, claim_quads, document_iri, edge_quad, supports
from kgraph.rdf.terms import node, text

NP: Final = "http://www.nanopub.org/nschema#"
NPX: Final = "http://purl.org/nanopub/x/"
_OF_THE_SOURCE: Final = frozenset(
    node(curie)
    for curie in (
        *("prov:wasDerivedFrom", "kg:evidence", "kg:attribution", "kg:attributedTo", "kg:extractor", "kg:confidence"),
        *("kg:actorSpan", "kg:recipientSpan", "kg:cueSpan", "kg:dateSpan", "dct:identifier", "schema:url"),
    )
)
"""Properties of a claim that say where it comes from, not what is claimed."""
_NOT_CITED: Final = frozenset({node("kg:text"), node("kg:importedPart")})
_ROW: Final = PREFIXES["row"]
_CONFORMS: Final = ox.NamedNode(f"{PREFIXES['kg'].rstrip('#')}/{VERSION}")


def write_nanopubs(graph: GraphReader, file: IO[bytes]) -> None:
    """Every claim as a nanopublication."""
    prefixes = {**PREFIXES, "np": NP, "npx": NPX}
    source_of = lru_cache(maxsize=1 << 12)(partial(_source, graph))
    quads = (quad for claim in graph.claims() for quad in nanopub_quads(claim, source_of(claim.document)))
    ox.serialize(quads, file, ox.RdfFormat.TRIG, prefixes=prefixes)


def nanopub_quads(claim: Claim, source: Iterable[ox.Quad] = ()) -> Iterator[ox.Quad]:
    """The four graphs of a claim.

    The plain triple of its ends is asserted only where the claim supports a plain edge: of a denied claim the assertion
    is that somebody denies it.

    Args:
        claim: whose nanopublication it is.
        source: what is known of its document or data set.

    >>> from kgraph.model import ActorRef
    >>> claim = Claim(document="a", actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"), relation="rejects",
    ...               event_type="REJECT")
    >>> graphs = dict.fromkeys(quad.graph_name.value for quad in nanopub_quads(claim))
    >>> [name.partition("#")[2] for name in graphs]
    ['Head', 'assertion', 'provenance', 'pubinfo']
    """
    subject = ox.NamedNode(claim.id)
    publication = claim.id.replace(f"{LOCAL}claim:", f"{LOCAL}nanopub:")
    head, assertion, provenance, pubinfo = (
        ox.NamedNode(f"{publication}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    itself = ox.NamedNode(publication)
    asserted, sourced = _told_apart(claim, subject)
    sourced |= {*source, ox.Quad(assertion, node("prov:wasDerivedFrom"), document_iri(claim.document))}
    sourced |= {ox.Quad(assertion, node("prov:wasAttributedTo"), node(one.id)) for one in claim.attribution}
    yield from (
        ox.Quad(itself, node("rdf:type"), ox.NamedNode(f"{NP}Nanopublication"), head),
        ox.Quad(itself, ox.NamedNode(f"{NP}hasAssertion"), assertion, head),
        ox.Quad(itself, ox.NamedNode(f"{NP}hasProvenance"), provenance, head),
        ox.Quad(itself, ox.NamedNode(f"{NP}hasPublicationInfo"), pubinfo, head),
    )
    yield from _in(assertion, asserted)
    yield from _in(provenance, sourced)
    yield from (
        ox.Quad(itself, ox.NamedNode(f"{NPX}introduces"), subject, pubinfo),
        ox.Quad(itself, node("dct:conformsTo"), _CONFORMS, pubinfo),
        ox.Quad(itself, node("dct:creator"), text(claim.extractor), pubinfo),
    )


def _source(graph: GraphReader, document: str) -> list[ox.Quad]:
    """What a graph knows of a document or data set, without a whole text and how far an import has come."""
    quads = graph.store.quads_for_pattern(document_iri(document), None, None, ox.DefaultGraph())
    return [quad for quad in quads if quad.predicate not in _NOT_CITED]


def _told_apart(claim: Claim, subject: ox.NamedNode) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """What is claimed, and where it comes from."""
    quads = set(claim_quads(claim))
    sourced = {quad for quad in quads if quad.subject != subject or _is_of_the_source(quad.predicate)}
    asserted = quads - sourced
    for end in (claim.actor, claim.recipient):
        asserted |= set() if end is None else set(actor_ref_quads(end))
    if claim.recipient is not None and supports(claim):
        asserted.add(edge_quad((claim.actor.id, claim.relation, claim.recipient.id)))
    return asserted, sourced


def _is_of_the_source(predicate: ox.NamedNode) -> bool:
    return predicate in _OF_THE_SOURCE or predicate.value.startswith(_ROW)


def _in(graph: ox.NamedNode, quads: set[ox.Quad]) -> Iterator[ox.Quad]:
    return (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in sorted(quads, key=str))
