"""What goes out and what comes in, put in an order in which no reader sees a claim or a document half."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import pyoxigraph as ox

from kgraph.graph.remote.store import EDGES
from kgraph.ontology import LOCAL
from kgraph.rdf.terms import node

MOST_CHARACTERS: Final = 1_000_000
"""Of one update request, unless a single document needs more."""
_BENEATH: Final = (f"{LOCAL}evidence:", f"{LOCAL}selector:", f"{LOCAL}attribution:")
_KIND: Final = node("rdf:type")
_CLAIM: Final = node("kg:Claim")
_KEYS: Final = frozenset(
    {
        _KIND,
        *map(node, ("kg:relation", "kg:dyad", "prov:wasDerivedFrom")),
        *(node(f"kg:{role}{what}") for role in ("actor", "recipient") for what in ("", "Rollup", "State")),
    }
)
"""Without these properties no query of the cookbook, and none that kgraph asks, finds a claim."""


class Step(NamedTuple):
    """One update request: what it takes out, then what it puts in."""

    gone: frozenset[ox.Quad]
    came: frozenset[ox.Quad]


def steps(gone: Iterable[ox.Quad], came: Iterable[ox.Quad], *, most: int, whole: bool = True) -> Iterator[Step]:
    """The update requests that make a change.

    One, where it is small enough: most servers take a request as one transaction. Else what nobody finds yet goes in
    first, in parts; one request then takes the old claims away and makes the new ones found; what nobody finds any more
    goes out last.

    Args:
        gone: what goes.
        came: what comes.
        most: quads in a request, where they can be divided.
        whole: whether the step in the middle is one request whatever its size.
    """
    gone, came = frozenset(gone), frozenset(came)
    if len(gone) + len(came) <= most and _characters(gone | came) <= MOST_CHARACTERS:
        yield Step(gone, came)
        return
    arriving, leaving = _claims(came), _claims(gone)
    unseen = {quad for quad in came if _is_unseen(quad, arriving)}
    left = {quad for quad in gone if _is_unseen(quad, leaving)}
    for part in _parts(unseen, most):
        yield Step(frozenset(), part)
    if whole:
        yield Step(gone - left, came - unseen)
    else:
        for part in _parts(gone - left, most):
            yield Step(part, frozenset())
        for part in _parts(came - unseen, most):
            yield Step(frozenset(), part)
    for part in _parts(left, most):
        yield Step(part, frozenset())


def divided(step: Step, most: int) -> Iterator[Step]:
    """A step in parts, for a server that takes no request of its size: claims stay whole, the document does not.

    What is said of the document and its actors goes in first; plain edges come, and what has no claim left goes, last.

    Args:
        step: too large for the server.
        most: triples in a request.
    """
    claims = _claims(step.came) | _claims(step.gone)
    by_claim: dict[object, tuple[set[ox.Quad], set[ox.Quad]]] = {claim: (set(), set()) for claim in claims}
    for place, quads in enumerate(step):
        for quad in quads:
            if quad.subject in claims:
                by_claim[quad.subject][place].add(quad)
    gone, came = (frozenset(quad for quad in quads if quad.subject not in claims) for quads in step)
    edges = frozenset(quad for quad in came if quad.predicate in EDGES)
    yield from (Step(frozenset(), part) for part in _parts(came - edges, most))
    old, new = set[ox.Quad](), set[ox.Quad]()
    for _, (leaving, arriving) in sorted(by_claim.items(), key=lambda item: str(item[0])):
        if old | new and len(old) + len(new) + len(leaving) + len(arriving) > most:
            yield Step(frozenset(old), frozenset(new))
            old, new = set(), set()
        old |= leaving
        new |= arriving
    if old | new:
        yield Step(frozenset(old), frozenset(new))
    yield from (Step(frozenset(), part) for part in _parts(edges, most))
    yield from (Step(part, frozenset()) for part in _parts(gone, most))


def update_text(step: Step, graph: str | None) -> str:
    """The update request, its operations in the named graph if there is one.

    >>> from kgraph.rdf.terms import node
    >>> quad = ox.Quad(node("kgr:RUS"), node("kg:borders"), node("kgr:PRK"))
    >>> update_text(Step(frozenset(), frozenset([quad])), "urn:g").split(" {")[:2]
    ['INSERT DATA', ' GRAPH <urn:g>']
    """
    operations = []
    for verb, quads in (("DELETE DATA", step.gone), ("INSERT DATA", step.came)):
        if quads:
            lines = "\n".join(sorted(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads))
            operations.append(_operation(verb, lines, graph))
    return " ;\n".join(operations)


def insert_text(lines: str, graph: str | None) -> str:
    """The update request that puts in lines of N-Triples."""
    return _operation("INSERT DATA", lines.strip("\n"), graph)


def _operation(verb: str, lines: str, graph: str | None) -> str:
    body = lines if graph is None else f"GRAPH {ox.NamedNode(graph)} {{\n{lines}\n}}"
    return f"{verb} {{ {body} }}"


def _claims(quads: frozenset[ox.Quad]) -> set[object]:
    """The claims that come, or go, whole: their class is among the quads."""
    return {quad.subject for quad in quads if quad.predicate == _KIND and quad.object == _CLAIM}


def _is_unseen(quad: ox.Quad, claims: set[object]) -> bool:
    """Whether the quad is found only by way of the keys of one of these claims."""
    if quad.subject in claims:
        return quad.predicate not in _KEYS
    return isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_BENEATH)


def _parts(quads: Iterable[ox.Quad], most: int) -> Iterator[frozenset[ox.Quad]]:
    """The quads in parts that are small enough, in an order that is always the same."""
    part: list[ox.Quad] = []
    size = 0
    for quad in sorted(quads, key=str):
        length = _characters([quad])
        if part and (len(part) == most or size + length > MOST_CHARACTERS):
            yield frozenset(part)
            part, size = [], 0
        part.append(quad)
        size += length
    if part:
        yield frozenset(part)


def _characters(quads: Iterable[ox.Quad]) -> int:
    return sum(len(str(quad)) for quad in quads)
