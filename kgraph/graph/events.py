"""Events in a store: which there are, and what happens to them when claims or judgements come and go.

They are events of kgraph's own making. A store may hold others under other names, and these stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kgraph.model import Event
from kgraph.rdf import claims_of_event, event_quads, is_event, is_of_events, read_event, stored_event_quads
from kgraph.rdf.terms import Quads, node


def events_in(store: Quads, claims: Iterable[str] | None = None) -> Iterator[Event]:
    """The events of a store in the order of their IRIs; of claims, those that one of them is in."""
    nodes = _events(store) if claims is None else {e for claim in claims for e in _events_of(store, node(claim))}
    return (read_event(store, event) for event in sorted(nodes, key=lambda event: event.value))


def changed_events(store: Quads, events: Iterable[Event]) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """What goes and what comes where these events take the place of all that stand, well formed or not."""
    new = {quad for event in events for quad in event_quads(event)}
    memberships = store.quads_for_pattern(None, node("kg:inEvent"), None, ox.DefaultGraph())
    old = {quad for quad in memberships if is_of_events(quad)}
    for event in _events(store):
        old |= set(store.quads_for_pattern(event, None, None, ox.DefaultGraph()))
    return old - new, new - old


def left_behind(store: Quads, gone: Iterable[ox.Quad]) -> set[ox.Quad]:
    """What of events goes with claims that go: their places in them, and events with fewer than two claims left."""
    kind, claim = node("rdf:type"), node("kg:Claim")
    lost = {quad.subject for quad in gone if quad.predicate == kind and quad.object == claim}
    broken = {
        quad for one in lost for quad in store.quads_for_pattern(one, node("kg:inEvent"), None, ox.DefaultGraph())
    }
    for event in {quad.object for quad in broken}:
        if isinstance(event, ox.NamedNode) and is_event(event):
            left = set(claims_of_event(store, event)) - lost
            broken |= stored_event_quads(store, event) if len(left) < 2 else set()
    return broken


def _events(store: Quads) -> set[ox.NamedNode]:
    found = store.quads_for_pattern(None, node("rdf:type"), node("kg:Event"), ox.DefaultGraph())
    return {quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode) and is_event(quad.subject)}


def _events_of(store: Quads, claim: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(claim, node("kg:inEvent"), None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.NamedNode) and is_event(quad.object):
            yield quad.object
