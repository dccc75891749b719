"""Rules in SPARQL: each a query that finds who breaks it, in a whole store.

What the queries say is what SHACL says of the same shapes; a property test holds the two together. They keep to SPARQL
that Oxigraph and Virtuoso both understand: no paths of no length, classes with those below them spelled out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.check.rules import Rule, Target, curie
from kgraph.errors import DataError
from kgraph.ontology import PREFIXES, compress
from kgraph.rdf.terms import Term

Below: TypeAlias = Mapping[str, frozenset[str]]
"""The IRIs of the classes below a class, itself included."""

_STRING: Final = f"{PREFIXES['xsd']}string"
_YEAR: Final = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_MONTH: Final = "(0[1-9]|1[0-2])"
_LEAP: Final = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_DAYS: Final = (
    f"{_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29"
)
_ZONE: Final = "(Z|[+-][0-9]{2}:[0-9]{2})?"
_FORMS: Final = MappingProxyType(
    {
        "xsd:string": "",
        "xsd:boolean": "^(true|false|0|1)$",
        "xsd:integer": "^[+-]?[0-9]+$",
        "xsd:decimal": r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$",
        "xsd:date": f"^({_DAYS}){_ZONE}$",
        "xsd:gYearMonth": f"^{_YEAR}-{_MONTH}{_ZONE}$",
        "xsd:gYear": f"^{_YEAR}{_ZONE}$",
    }
)
"""What the text of a value of a type looks like; SHACL has it that what does not is not of the type."""
_PLAIN: Final = 'LANG(?value) = "" && DATATYPE(?value) = xsd:string'
"""The condition of a text of no language; to Virtuoso one of a language is a string too."""
_SELECT: Final = re.compile(r"\s*SELECT\s+(.*?)\s+WHERE\s*\{(.*)\}\s*", re.DOTALL)


def queries_of(rule: Rule, below: Below, *, numbers_for_booleans: bool = False) -> Iterator[str]:
    """The queries, prefixes not declared, of a rule: each finds `?this`, and `?value` and `?path` where there are such.

    Args:
        rule: of the shapes.
        below: the classes below classes, as the store has them.
        numbers_for_booleans: whether the store keeps booleans as 1 and 0, as Virtuoso does.

    Raises:
        DataError: the rule has a constraint that is not known here.
    """
    target = _target(rule.target, below)
    if rule.select is not None:
        yield _of_select(rule.whole_store or rule.select, rule.target, target)
        return
    for name, terms in rule.constraints:
        if name not in _CONSTRAINTS:
            raise DataError(
                "a constraint that SPARQL is not made of", value=f"sh:{name}", expected=", ".join(_CONSTRAINTS)
            )
        yield _CONSTRAINTS[name](_Setting(rule.path, target, below, numbers_for_booleans), terms)


class _Setting:
    """What the query of a constraint is put together from."""

    def __init__(self, path: str | None, target: str, below: Below, numbers_for_booleans: bool) -> None:
        self.path, self.target, self.below, self.numbers_for_booleans = path, target, below, numbers_for_booleans

    def values(self, wrong: str) -> str:
        """Finds the values of which something is wrong, to begin with: most stores have few."""
        reached = f"?this {self.path} ?value ." if self.path is not None else "BIND (?this AS ?value)"
        if self.path is None:
            return f"SELECT DISTINCT ?this ?value WHERE {{ {self.target} {reached} FILTER ({wrong}) }}"
        found = f"SELECT ?this ?value WHERE {{ {reached} FILTER ({wrong}) }}"
        return f"SELECT DISTINCT ?this ?value WHERE {{ {{ {found} }} {self.target} }}"


def _of_select(select: str, target: Target, pattern: str) -> str:
    match = _SELECT.fullmatch(select.replace("$this", "?this"))
    if match is None:
        raise DataError("no SELECT of one group", value=select, expected="SELECT … WHERE { … }")
    body = match[2].strip()
    starts = (f"?this {curie(name)} " for name in target.names)
    known = target.kind == "subjects" and len(target.names) == 1 and body.startswith(next(starts))
    return f"SELECT DISTINCT {match[1]} WHERE {{ {'' if known else pattern} {body} }}"


def _target(target: Target, below: Below) -> str:
    if target.kind == "class":
        return f"VALUES ?class {{ {_classes(target.names, below)} }} ?this a ?class ."
    path = "|".join(map(curie, target.names))
    return f"?this {path} ?any ." if target.kind == "subjects" else f"?any {path} ?this ."


def _classes(names: tuple[Term, ...] | tuple[ox.NamedNode, ...], below: Below) -> str:
    iris = {iri for name in names if isinstance(name, ox.NamedNode) for iri in below.get(name.value, {name.value})}
    return " ".join(curie(ox.NamedNode(iri)) for iri in sorted(iris))


def _min_count(setting: _Setting, terms: tuple[Term, ...]) -> str:
    least = _number(terms)
    if least == 1:
        return f"SELECT DISTINCT ?this WHERE {{ {setting.target} FILTER NOT EXISTS {{ ?this {setting.path} ?value }} }}"
    return (
        f"SELECT ?this WHERE {{ {setting.target} OPTIONAL {{ ?this {setting.path} ?found }} }} "
        f"GROUP BY ?this HAVING (COUNT(DISTINCT ?found) < {least})"
    )


def _max_count(setting: _Setting, terms: tuple[Term, ...]) -> str:
    if _number(terms) != 1:
        raise DataError("a number of values", value=str(terms[0]), expected="1 at the most")
    both = f"?this {setting.path} ?one . ?this {setting.path} ?two . FILTER (!sameTerm(?one, ?two))"
    return f"SELECT DISTINCT ?this WHERE {{ {{ SELECT ?this WHERE {{ {both} }} }} {setting.target} }}"


def _class(setting: _Setting, terms: tuple[Term, ...]) -> str:
    """Values are few beside the nodes that have them, so each is looked at once."""
    kinds = f"VALUES ?kind {{ {_classes(terms, setting.below)} }} ?value a ?kind ."
    each = f"SELECT DISTINCT ?value WHERE {{ ?node {setting.path} ?value }}"
    wrong = f"SELECT ?value WHERE {{ {{ {each} }} FILTER NOT EXISTS {{ {kinds} }} }}"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {{ {wrong} }} ?this {setting.path} ?value . {setting.target} }}"


def _node_kind(setting: _Setting, terms: tuple[Term, ...]) -> str:
    if terms != (ox.NamedNode(f"{PREFIXES['sh']}IRI"),):
        raise DataError("a kind of node", value=str(terms[0]), expected="sh:IRI")
    return setting.values("!isIRI(?value)")


def _datatype(setting: _Setting, terms: tuple[Term, ...]) -> str:
    return setting.values(" && ".join(_not_of(term, setting) for term in terms))


def _not_of(term: Term, setting: _Setting) -> str:
    assert isinstance(term, ox.NamedNode)  # noqa: S101 — datatypes are IRIs
    name = compress(term.value)
    if name not in _FORMS:
        raise DataError("a datatype", value=name, expected=", ".join(_FORMS))
    looks = f" && REGEX(STR(?value), {ox.Literal(_FORMS[name])})" if _FORMS[name] else ""
    kind = _PLAIN if name == "xsd:string" else f"DATATYPE(?value) = {name}"
    right = f"(isLiteral(?value) && {kind}{looks})"
    if name == "xsd:boolean" and setting.numbers_for_booleans:
        right = f'({right} || STR(?value) IN ("0", "1"))'
    return f"!{right}"


def _compared(sign: str) -> Callable[[_Setting, tuple[Term, ...]], str]:
    """Values that are not so; those that cannot be compared are not."""

    def query(setting: _Setting, terms: tuple[Term, ...]) -> str:
        return setting.values(f"!COALESCE(?value {sign} {terms[0]}, false)")

    return query


def _disjoint(setting: _Setting, terms: tuple[Term, ...]) -> str:
    return (
        f"SELECT DISTINCT ?this ?value WHERE {{ ?this {setting.path} ?value . ?this {_named(terms)} ?value . "
        f"{setting.target} }}"
    )


def _pattern(setting: _Setting, terms: tuple[Term, ...]) -> str:
    return setting.values(f"isBlank(?value) || !REGEX(STR(?value), {terms[0]})")


def _min_length(setting: _Setting, terms: tuple[Term, ...]) -> str:
    return setting.values(f"isBlank(?value) || STRLEN(STR(?value)) < {_number(terms)}")


def _in(setting: _Setting, terms: tuple[Term, ...]) -> str:
    """Texts of a list; they are compared as such, because Virtuoso takes no two of them for the same term."""
    texts = ", ".join(str(term) for term in terms if isinstance(term, ox.Literal) and term.datatype.value == _STRING)
    if texts.count('"') != 2 * len(terms):
        raise DataError("a list of other things than texts", value=" ".join(map(str, terms)))
    return setting.values(f"!(isLiteral(?value) && {_PLAIN} && STR(?value) IN ({texts}))")


def _number(terms: tuple[Term, ...]) -> int:
    [term] = terms
    assert isinstance(term, ox.Literal)  # noqa: S101 — the shapes are our own
    return int(term.value)


def _named(terms: tuple[Term, ...]) -> str:
    [term] = terms
    assert isinstance(term, ox.NamedNode)  # noqa: S101 — the shapes are our own
    return curie(term)


_CONSTRAINTS: Final[Mapping[str, Callable[[_Setting, tuple[Term, ...]], str]]] = MappingProxyType(
    {
        "class": _class,
        "datatype": _datatype,
        "disjoint": _disjoint,
        "in": _in,
        "maxCount": _max_count,
        "maxInclusive": _compared("<="),
        "minCount": _min_count,
        "minInclusive": _compared(">="),
        "minLength": _min_length,
        "nodeKind": _node_kind,
        "or": _datatype,
        "pattern": _pattern,
    }
)
