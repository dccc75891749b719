"""A batch checked by pySHACL, which reads the shapes as the W3C has them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.check.report import Report, Violation
from kgraph.check.rules import rules, shapes_text
from kgraph.check.terms import from_rdflib, in_rdflib
from kgraph.errors import KgraphError, MissingExtraError

if TYPE_CHECKING:
    import rdflib

_FAULTS: Final = (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError)


def validate(quads: Iterable[ox.Quad], *, focus: frozenset[str] | None = None) -> Report:
    """What pySHACL finds in a graph with the shapes.

    Args:
        quads: of the graph, the ontology among them.
        focus: the IRIs of the nodes of which something is said; None for all.

    Raises:
        MissingExtraError: pySHACL is not installed.
        KgraphError: pySHACL cannot go on.
    """
    import rdflib
    from rdflib import SH

    from kgraph.check.prepared import PreparedGraph, quiet

    try:
        import pyshacl
    except ImportError as error:
        raise MissingExtraError("pyshacl", extra="check") from error
    data = PreparedGraph()
    with quiet():
        for quad in quads:
            data.add((in_rdflib(quad.subject), in_rdflib(quad.predicate), in_rdflib(quad.object)))
        try:
            _, found, text = pyshacl.validate(data, shacl_graph=_shapes(), inplace=True)
        except _FAULTS as error:  # rdflib's, of values that are not of their type
            raise KgraphError(f"pySHACL cannot check this ({error}); --fast can") from error
    if not isinstance(found, rdflib.Graph):
        raise KgraphError(f"pySHACL cannot check this: {text}")
    about = [
        _violation(found, result)
        for result in found.objects(None, SH.result)
        if focus is None or str(found.value(result, SH.focusNode)) in focus
    ]
    warns = {message for message, rule in rules().items() if rule.warns}
    return Report.of((one for one in about if one.message not in warns), (one for one in about if one.message in warns))


def _violation(found: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    from rdflib import SH, URIRef

    focus, value, path = (found.value(result, name) for name in (SH.focusNode, SH.value, SH.resultPath))
    message = str(found.value(result, SH.resultMessage))
    rule = rules()[message]
    of_result = from_rdflib(path) if rule.path is None and isinstance(path, URIRef) else rule.path
    assert focus is not None  # noqa: S101 — every result has one
    return Violation(
        shape=rule.shape,
        focus=from_rdflib(focus),
        path=of_result,
        value=None if value is None or value == focus else from_rdflib(value),
        message=message,
    )


@cache
def _shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(data=shapes_text(), format="turtle")
