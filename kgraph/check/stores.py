"""Whole stores checked by SPARQL, here or on a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kgraph.check.compiling import Below, queries_of
from kgraph.check.report import Report, Violation
from kgraph.check.rules import Rule, rules
from kgraph.check.terms import shown
from kgraph.graph import GraphReader
from kgraph.graph.seam import TripleStore
from kgraph.ontology import PREFIXES
from kgraph.rdf.terms import node

MOST: Final = 1_000
"""Violations of one rule that are listed at most."""
_AS_NUMBERS: Final = "ASK { ?type kg:needsRecipient ?value FILTER (DATATYPE(?value) = xsd:integer) }"
"""Whether the ontology's booleans are kept as numbers."""


def check_graph(graph: GraphReader, *, most: int = MOST) -> Report:
    """Every rule of the shapes asked of a whole graph in SPARQL, on disk, in memory or on a server.

    What it says is what pySHACL would say, in a small part of the time.

    Args:
        graph: to be checked; nothing in it is changed.
        most: violations of one rule that are listed at most; `Report.cut` says of which there are more.

    Raises:
        StoreError: the store or server does not answer.
        QueryError: the server refuses a query.

    >>> from kgraph.graph import KnowledgeGraph
    >>> check_graph(KnowledgeGraph()).ok
    True
    """
    return check_store(graph.store, most=most)


def check_store(store: TripleStore, *, most: int | None = MOST, focus: frozenset[str] | None = None) -> Report:
    """As `check_graph`, of any store that holds the ontology.

    Args:
        store: of quads.
        most: as there; None for all.
        focus: the IRIs of the nodes of which something is said; None for all.
    """
    below, numbers = _below(store), _keeps_numbers(store)
    violations: list[Violation] = []
    warnings: list[Violation] = []
    cut: list[str] = []
    for rule in rules().values():
        found = {
            one
            for query in queries_of(rule, below, numbers_for_booleans=numbers)
            for one in _found(store, rule, query, most)
        }
        kept = [violation for node_, violation in found if focus is None or node_ in focus]
        if most is not None and len(kept) > most:
            kept = sorted(kept, key=lambda one: (one.focus, one.path or "", one.value or ""))[:most]
            cut.append(rule.message)
        (warnings if rule.warns else violations).extend(kept)
    return Report.of(violations, warnings, cut)


def _found(store: TripleStore, rule: Rule, query: str, most: int | None) -> Iterator[tuple[str, Violation]]:
    limit = "" if most is None else f" LIMIT {most + 1}"
    answer = store.query(f"{query}{limit}", prefixes=dict(PREFIXES))
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 — the rules are SELECTs
    names = [variable.value for variable in answer.variables]
    for row in answer:
        about = dict(zip(names, row, strict=True))
        focus, value, path = about["this"], about.get("value"), about.get("path")
        yield (
            str(getattr(focus, "value", "")),
            Violation(
                shape=rule.shape,
                focus=shown(focus),
                path=rule.path if path is None else shown(path),
                value=None if value is None or value == focus else shown(value),
                message=rule.message,
            ),
        )


def _below(store: TripleStore) -> Below:
    """The classes below each class, by what the store says."""
    pairs = [
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, node("rdfs:subClassOf"), None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    ]
    below = {name: {name} for pair in pairs for name in pair}
    changed = True
    while changed:
        changed = False
        for lower, upper in pairs:
            if not below[lower] <= below[upper]:
                below[upper] |= below[lower]
                changed = True
    return {name: frozenset(names) for name, names in below.items()}


def _keeps_numbers(store: TripleStore) -> bool:
    """Whether the store keeps booleans as the numbers 1 and 0, as Virtuoso does."""
    return bool(store.query(_AS_NUMBERS, prefixes=dict(PREFIXES)))
