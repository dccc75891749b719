"""Events in RDF: a `kg:Event` with its reason, what made it and the day; each of its claims says that it is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import Event, EventMaker
from kgraph.ontology import LOCAL, compress
from kgraph.rdf.terms import Fields, Quads, iso, node, text


def event_quads(event: Event) -> list[ox.Quad]:
    """The quads of an event, those that stand at its claims included."""
    subject = node(event.id)
    return [
        ox.Quad(subject, node("rdf:type"), node("kg:Event")),
        ox.Quad(subject, node("kg:mergeReason"), text(event.reason)),
        ox.Quad(subject, node("kg:mergedBy"), text(event.made_by)),
        ox.Quad(subject, node("dct:created"), iso(event.made)),
        *(ox.Quad(node(claim), node("kg:inEvent"), subject) for claim in event.claims),
    ]


def read_event(store: Quads, subject: ox.NamedNode) -> Event:
    """The event at `subject`.

    Raises:
        DataError: what stands there is no whole event.
    """
    fields = Fields(store, subject)
    made_by = fields.text("kg:mergedBy")
    if made_by not in list(EventMaker):
        raise DataError("an event made by nobody known", value=made_by, expected=", ".join(EventMaker))
    return Event(
        id=compress(subject.value),
        claims=tuple(claim.value for claim in claims_of_event(store, subject)),
        reason=fields.text("kg:mergeReason"),
        made_by=EventMaker(made_by),
        made=fields.text("dct:created"),
    )


def claims_of_event(store: Quads, event: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The nodes of an event's claims."""
    for quad in store.quads_for_pattern(None, node("kg:inEvent"), event, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def stored_event_quads(store: Quads, event: ox.NamedNode) -> set[ox.Quad]:
    """Every quad of an event that a store holds, well formed or not, those at its claims included."""
    own = set(store.quads_for_pattern(event, None, None, ox.DefaultGraph()))
    return own | set(store.quads_for_pattern(None, node("kg:inEvent"), event, ox.DefaultGraph()))


def is_of_events(quad: ox.Quad) -> bool:
    """Whether the quad is of an event of kgraph's own making, or puts a claim into one; others may have other names."""
    about = quad.object if quad.predicate == node("kg:inEvent") else quad.subject
    return is_event(about)


def is_event(term: object) -> bool:
    """Whether the term is the IRI of an event of kgraph's own making."""
    return isinstance(term, ox.NamedNode) and term.value.startswith(f"{LOCAL}event:")
