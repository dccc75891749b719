"""What a SPARQL update may do to a store: state triples, and only such as leave it a store of claims.

The update is not run. What it would delete and insert is found out, looked at, and stored as one transaction with what
follows from it, or refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kgraph.errors import DataError, QueryError, StoreError
from kgraph.graph import KnowledgeGraph
from kgraph.graph.events import left_behind
from kgraph.graph.grammar import asks_elsewhere, blanked, loads, refused
from kgraph.graph.reading import is_derived
from kgraph.ontology import PREFIXES, compress
from kgraph.rdf import claim_quads, read_actor, read_claim, read_document, same_quad, stored_claim_quads
from kgraph.rdf.terms import Quads, node

_PROLOGUE: Final = re.compile(r"\s*(?:(?:PREFIX\s+[\w.-]*:|BASE\b)\s*)*", re.IGNORECASE)
_NO_GRAPHS: Final = re.compile(r"(?<![\w:?$])GRAPH(?![\w:])", re.IGNORECASE)
_STATED: Final = ("INSERT DATA", "DELETE DATA")
_FOUND: Final = (("DELETE WHERE",), ("DELETE", "WHERE"), ("INSERT", "WHERE"), ("DELETE", "INSERT", "WHERE"))
_OTHERS: Final = ("http:", "https:", "urn:", "rdfs:", "skos:", "owl:")
"""How predicates begin that anybody may use of a claim."""
_PARTS: Final = ("kg:evidence", "kg:attribution", "oa:hasSelector")
"""What leads from a claim to the nodes that are part of it."""
_UNFINISHED: Final = same_quad("urn:kgraph:unfinished:edges", "urn:kgraph:unfinished:update")
"""Stands in a store while its plain edges are behind its claims: no file of verdicts says this, so whoever opens the
store for writing next makes the edges anew, which also takes this out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """How many triples an update brought and took, those that follow from it not counted."""

    inserted: int
    deleted: int


@dataclass(frozen=True, slots=True)
class _Step:
    """One operation of an update: the braces it has, by the words before them."""

    prologue: str
    groups: dict[str, str]


def apply_update(graph: KnowledgeGraph, sparql: str) -> Updated:
    """Change a graph by a SPARQL update, as one transaction.

    Any number of INSERT DATA and DELETE DATA, or one DELETE/INSERT with WHERE. Everything else is refused: LOAD would
    ask another server; CLEAR, DROP and their like have no graph to work on. What a store derives (plain edges, events,
    verdicts on actors, the ontology) is not stated: it follows. A claim, document or actor that is changed has to be
    one afterwards; a claim that is no longer said to be one goes with all that is part of it.

    Raises:
        QueryError: it is no update, or one of another kind.
        DataError: what it would leave is no graph of claims; nothing is stored.
        StoreError: the store cannot be written.

    >>> from kgraph.graph import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> apply_update(graph, 'INSERT DATA { kgr:CHN rdfs:comment "seen" }')
    Updated(inserted=1, deleted=0)
    >>> apply_update(graph, "INSERT DATA { kgr:RUS kg:suppliesOilTo kgr:CHN }")
    Traceback (most recent call last):
    kgraph.errors.DataError: a triple that follows from others and is not stated: 'kgr:RUS kg:suppliesOilTo kgr:CHN'
    """
    gone, came = _stated(graph, sparql)
    gone = {quad for quad in gone if quad in graph.store} - came
    came = {quad for quad in came if quad not in graph.store}
    for quad in gone | came:
        _check(quad, leaving=quad in gone)
    touched = _claims_of(graph.store, gone | came) | _claims_of(came, gone | came)
    after = _afterwards(graph, touched, gone, came)
    also = _left_over(graph, touched, after)
    _check_subjects(after, {quad.subject for quad in gone | came} | touched)
    if gone or came:
        _put(graph, gone | also, came)
    return Updated(inserted=len(came), deleted=len(gone))


def _stated(graph: KnowledgeGraph, sparql: str) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """What an update deletes and inserts."""
    if asks_elsewhere(sparql):
        raise QueryError("SERVICE would ask another server; this one answers from itself alone")
    steps = list(_steps(sparql))
    if loads(sparql):  # though no step seems to: nothing is run, on nothing neither, that might ask another server
        raise QueryError("LOAD would ask another server; this one answers from itself alone")
    try:
        ox.Store().update(sparql, prefixes=dict(PREFIXES))  # its grammar, on nothing
    except SyntaxError as error:
        raise refused(sparql, str(error)) from None
    gone: set[ox.Quad] = set()
    came: set[ox.Quad] = set()
    for step in steps:
        less, more = _effect(graph, step)
        came, gone = (came - less) | more, (gone | less) - more
    return gone, came


def _steps(sparql: str) -> Iterator[_Step]:
    """The operations of an update, read as far as it takes to tell what kind they are.

    Raises:
        QueryError: one is of a kind that is not done here.
    """
    bare, prologue, start = blanked(sparql), "", 0
    steps = []
    for end in [*_ends(bare), len(bare)]:
        opening = _PROLOGUE.match(bare, start, end)
        begin = start if opening is None else opening.end()
        prologue += sparql[start:begin]
        if bare[begin:end].strip():
            steps.append(_Step(prologue, _groups(sparql, bare, begin, end)))
        start = end + 1
    if len(steps) > 1 and any(set(step.groups) - set(_STATED) for step in steps):
        raise QueryError("an update with WHERE stands alone: what it finds would depend on what stands before it")
    if not steps:
        raise QueryError("an update that says nothing")
    yield from steps


def _ends(bare: str) -> Iterator[int]:
    """Where the semicolons between operations stand."""
    depth = 0
    for place, sign in enumerate(bare):
        depth += (sign == "{") - (sign == "}")
        if sign == ";" and depth == 0:
            yield place


def _groups(sparql: str, bare: str, begin: int, end: int) -> dict[str, str]:
    """The outermost braces of one operation, by the words before each."""
    groups: dict[str, str] = {}
    depth, after, opened = 0, begin, begin
    for place in range(begin, end):
        if bare[place] == "{":
            depth += 1
            opened = place if depth == 1 else opened
        elif bare[place] == "}":
            depth -= 1
            if depth == 0:
                groups[" ".join(bare[after:opened].upper().split())] = sparql[opened : place + 1]
                after = place + 1
    words = tuple(groups)
    if (len(words) == 1 and words[0] in _STATED) or words in _FOUND:
        if _NO_GRAPHS.search(bare, begin, end):
            raise _not_done(sparql, begin, "everything is in the default graph, so GRAPH has no place")
        if not bare[after:end].strip():
            return groups
    raise _not_done(sparql, begin, "only INSERT DATA, DELETE DATA and DELETE/INSERT … WHERE are done here")


def _not_done(sparql: str, place: int, problem: str) -> QueryError:
    before = sparql[:place].split("\n")
    return QueryError(problem, line=len(before), column=len(before[-1]) + 1)


def _effect(graph: KnowledgeGraph, step: _Step) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """What one operation deletes and inserts."""
    groups = step.groups
    for words in _STATED:
        if words in groups:
            held = ox.Store()
            held.update(f"{step.prologue} INSERT DATA {groups[words]}", prefixes=dict(PREFIXES))
            return (set(held), set()) if words == "DELETE DATA" else (set(), set(held))
    if "DELETE WHERE" in groups:
        return _found(graph, f"{step.prologue} CONSTRUCT WHERE {groups['DELETE WHERE']}"), set()
    less, more = (
        _found(graph, f"{step.prologue} CONSTRUCT {groups[words]} WHERE {groups['WHERE']}")
        if words in groups
        else set()
        for words in ("DELETE", "INSERT")
    )
    return less, more


def _found(graph: KnowledgeGraph, sparql: str) -> set[ox.Quad]:
    try:
        answer = graph.embedded.query(sparql, prefixes=dict(PREFIXES))
        assert isinstance(answer, ox.QueryTriples)  # noqa: S101 — it is a CONSTRUCT
        return {ox.Quad(triple.subject, triple.predicate, triple.object) for triple in answer}
    except (SyntaxError, RuntimeError) as error:
        raise QueryError(" ".join(str(error).split())) from None


def _check(quad: ox.Quad, *, leaving: bool) -> None:
    """Refuse what cannot be stated. What a claim that goes was judged to be part of goes with it."""
    plain = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
    if not plain or not isinstance(quad.graph_name, ox.DefaultGraph):
        raise DataError(
            "a blank node, a quoted triple or a named graph", value=_shown(quad), expected="IRIs and literals"
        )
    if is_derived(quad) and not (leaving and quad.predicate == node("kg:inEvent")):
        raise DataError("a triple that follows from others and is not stated", value=_shown(quad))


def _shown(quad: ox.Quad) -> str:
    terms = (quad.subject, quad.predicate, quad.object)
    return " ".join(compress(term.value) if isinstance(term, ox.NamedNode) else str(term) for term in terms)


def _claims_of(store: Quads | set[ox.Quad], quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    """The claims that these quads are part of, as far as a store, or other quads, know."""
    held = store
    if isinstance(store, set):
        held = ox.Store()
        held.extend(store)
    assert not isinstance(held, set)  # noqa: S101 — for the type checker
    nodes = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    above = set(nodes)
    for _ in range(2):  # from a selector to its evidence to its claim
        above |= {subject for below in set(above) for subject in _pointing(held, below)}
    kind = node("rdf:type")
    return {one for one in above if ox.Quad(one, kind, node("kg:Claim")) in set(_about(held, one))}


def _pointing(store: Quads, below: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for curie in _PARTS:
        for quad in store.quads_for_pattern(None, node(curie), below, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject


def _about(store: Quads, subject: ox.NamedNode) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(subject, None, None, ox.DefaultGraph())


def _afterwards(graph: KnowledgeGraph, claims: set[ox.NamedNode], gone: set[ox.Quad], came: set[ox.Quad]) -> ox.Store:
    """What the store would say of the claims and of whatever else is changed."""
    after = ox.Store()
    for claim in claims:
        after.extend(stored_claim_quads(graph.store, claim))
    for subject in {quad.subject for quad in gone | came}:
        after.extend(graph.store.quads_for_pattern(subject, None, None, ox.DefaultGraph()))
    for quad in gone:
        after.remove(quad)
    after.extend(came)
    return after


def _left_over(graph: KnowledgeGraph, claims: set[ox.NamedNode], after: ox.Store) -> set[ox.Quad]:
    """What goes with claims that are claims no longer: all that is part of them and of no other."""
    kind = node("rdf:type")
    left: set[ox.Quad] = set()
    going = {claim for claim in claims if ox.Quad(claim, kind, node("kg:Claim")) not in after}
    for claim in going:
        for quad in stored_claim_quads(graph.store, claim):
            if isinstance(quad.subject, ox.NamedNode) and _claims_of(graph.store, [quad]) <= going:
                left.add(quad)
                after.remove(quad)
    return left


def _check_subjects(after: ox.Store, subjects: Iterable[object]) -> None:
    """Refuse what calls itself a claim, a document or an actor and would be none."""
    readers = {"kg:Claim": _read_whole_claim, "kg:Document": read_document, "kg:Actor": read_actor}
    for subject in sorted((one for one in subjects if isinstance(one, ox.NamedNode)), key=str):
        kinds = {quad.object for quad in after.quads_for_pattern(subject, node("rdf:type"), None, ox.DefaultGraph())}
        for curie, read in readers.items():
            if node(curie) in kinds:
                try:
                    read(after, subject)
                except (DataError, ValueError) as error:
                    raise DataError(f"would be no {curie.removeprefix('kg:').lower()} ({error})") from None


def _read_whole_claim(store: ox.Store, subject: ox.NamedNode) -> None:
    """Refuse a claim that says one thing in one place and another elsewhere: its keys follow from its ends."""
    expected = set(claim_quads(read_claim(store, subject)))
    stored = {quad for quad in stored_claim_quads(store, subject) if _is_own(quad, subject)}
    for quad in expected - stored:
        raise DataError("it lacks a triple", value=_shown(quad))
    for quad in stored - expected:
        raise DataError("it has a triple too many", value=_shown(quad))


def _is_own(quad: ox.Quad, claim: ox.NamedNode) -> bool:
    """Whether the quad says what kgraph says of claims; about a claim, others may say more in words of their own."""
    return quad.subject != claim or not compress(quad.predicate.value).startswith(_OTHERS)


def _put(graph: KnowledgeGraph, gone: set[ox.Quad], came: set[ox.Quad]) -> None:
    """Store it, and make the plain edges anew; where this is cut short, whoever opens the store next makes them."""
    gone = gone | left_behind(graph.store, gone)
    data = [
        " ".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in part)
        for part in (gone, came | {_UNFINISHED})
    ]
    try:
        graph.embedded.update(f"DELETE DATA {{ {data[0]} }} ; INSERT DATA {{ {data[1]} }}")
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the store cannot be written: {error}") from error
    graph.rebuild_edges()
