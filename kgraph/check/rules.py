"""The shapes of `ontology/shapes.ttl`, read as the rules they are: one a message."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.ontology import PREFIXES, compress
from kgraph.rdf.terms import Term, node

SHAPES: Final = "https://w3id.org/kgraph/shapes#"
_FILE: Final = "shapes.ttl"
_ABOUT: Final = ("sh:path", "sh:message", "sh:severity", "rdf:type", "rdfs:label", "sh:property", "sh:sparql")
_TARGETS: Final = MappingProxyType(
    {"sh:targetClass": "class", "sh:targetSubjectsOf": "subjects", "sh:targetObjectsOf": "objects"}
)
_LISTS: Final = ("sh:in", "sh:or")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which nodes a shape is about: those of a class, or that stand before or behind one of some properties."""

    kind: str
    names: tuple[ox.NamedNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that must be so, or had better be so.

    Attributes:
        shape: the name of its shape, `ClaimShape`.
        message: in words; no two rules have the same.
        warns: whether a graph may break it.
        target: the nodes it is about.
        path: from there to the values, as SPARQL writes a path; None where it is about the nodes themselves.
        constraints: what values must be, each a name of SHACL (`minCount`) with its terms.
        select: SPARQL that finds who breaks it, with `$this` for a node; in the place of constraints.
        whole_store: the same in SPARQL that is quick where all nodes are asked for; None where that is no other.
    """

    shape: str
    message: str
    warns: bool
    target: Target
    path: str | None = None
    constraints: tuple[tuple[str, tuple[Term, ...]], ...] = ()
    select: str | None = None
    whole_store: str | None = None


def shapes_text() -> bytes:
    """The shapes as they lie in the package."""
    return files("kgraph.ontology").joinpath(_FILE).read_bytes()


@cache
def rules() -> MappingProxyType[str, Rule]:
    """The rules by their messages.

    >>> rules()["A claim comes from exactly one document."].path
    'prov:wasDerivedFrom'
    """
    shapes = _Shapes(shapes_text())
    found: dict[str, Rule] = {}
    for rule in shapes.rules():
        if rule.message in found:
            raise DataError("a message that two shapes share", file=_FILE, value=rule.message)
        found[rule.message] = rule
    return MappingProxyType(found)


class _Shapes:
    def __init__(self, turtle: bytes) -> None:
        self._store = ox.Store()
        self._store.extend(ox.parse(io.BytesIO(turtle), ox.RdfFormat.TURTLE))

    def rules(self) -> Iterator[Rule]:
        shapes = (quad.subject for quad in self._store.quads_for_pattern(None, node("rdf:type"), node("sh:NodeShape")))
        for shape in sorted(shapes, key=str):
            yield from self._of_shape(shape)

    def _of_shape(self, shape: _Node) -> Iterator[Rule]:
        about = self._about(shape)
        target = _target(about)
        name = str(getattr(shape, "value", "")).removeprefix(SHAPES)
        for inner in about.get("sh:property", []):
            yield self._rule(name, target, inner)
        for inner in about.get("sh:sparql", []):
            yield self._rule(name, target, inner, outer=about)
        if any(one not in (*_ABOUT, *_TARGETS) for one in about):
            yield self._rule(name, target, shape)

    def _rule(self, shape: str, target: Target, inner: Term, outer: dict[str, list[Term]] | None = None) -> Rule:
        about = self._about(inner)
        select = about.pop("sh:select", None)
        whole = about.pop(f"{SHAPES}wholeStore", None)
        about.pop("sh:prefixes", None)
        path, severity = about.get("sh:path"), (outer or about).get("sh:severity", [])
        return Rule(
            shape=shape,
            message=_text(about["sh:message"][0]),
            warns=severity == [node("sh:Warning")],
            target=target,
            path=None if path is None else self._path(path[0]),
            constraints=tuple(
                (name.removeprefix("sh:"), self._terms(name, terms))
                for name, terms in sorted(about.items())
                if name not in (*_ABOUT, *_TARGETS)
            ),
            select=None if select is None else _text(select[0]),
            whole_store=None if whole is None else _text(whole[0]),
        )

    def _terms(self, name: str, terms: list[Term]) -> tuple[Term, ...]:
        if name == "sh:or":
            choices = [self._about(choice) for choice in self._list(terms[0])]
            if any(set(choice) != {"sh:datatype"} for choice in choices):
                raise DataError("a choice of other things than datatypes", file=_FILE, value=str(terms[0]))
            return tuple(choice["sh:datatype"][0] for choice in choices)
        return tuple(self._list(terms[0])) if name in _LISTS else tuple(sorted(terms, key=str))

    def _path(self, path: Term) -> str:
        if isinstance(path, ox.NamedNode):
            return curie(path)
        about = self._about(path)
        if "sh:inversePath" in about:
            return f"^{self._path(about['sh:inversePath'][0])}"
        if "sh:alternativePath" in about:
            return "|".join(self._path(one) for one in self._list(about["sh:alternativePath"][0]))
        raise DataError("a path of another kind", file=_FILE, value=str(path), expected="inverse or alternative")

    def _list(self, head: Term) -> Iterator[Term]:
        while head != node("rdf:nil"):
            about = self._about(head)
            yield about["rdf:first"][0]
            head = about["rdf:rest"][0]

    def _about(self, subject: Term) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        if isinstance(subject, ox.NamedNode | ox.BlankNode):
            for quad in self._store.quads_for_pattern(subject, None, None):
                found.setdefault(compress(quad.predicate.value), []).append(quad.object)
        return found


_Node = ox.NamedNode | ox.BlankNode | ox.Triple


def curie(term: ox.NamedNode) -> str:
    """An IRI as SPARQL reads it: a CURIE where its prefix is declared."""
    name = compress(term.value)
    return name if name != term.value and name.partition(":")[0] in PREFIXES else str(term)


def _target(about: dict[str, list[Term]]) -> Target:
    [(kind, terms)] = [(kind, about[name]) for name, kind in _TARGETS.items() if name in about]
    names = sorted((term for term in terms if isinstance(term, ox.NamedNode)), key=str)
    return Target(kind=kind, names=tuple(names))


def _text(term: Term) -> str:
    assert isinstance(term, ox.Literal)  # noqa: S101 — the shapes are our own
    return term.value
