"""The cookbook: named SPARQL queries, shipped as `kgraph/queries/*.rq`.

A file begins with comments: the title, then a line for each argument, `# ?a: what it is`. Its VALUES holds an example
of each, whose form says what kind of thing it is. It runs as it stands, on any engine of SPARQL 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import product
from types import MappingProxyType
from typing import Final

from kgraph.errors import DataError, QueryError, UnknownNameError
from kgraph.model import is_state
from kgraph.ontology import RELATIONS
from kgraph.rdf import dyad_iri
from kgraph.rdf.terms import iso, node

_TITLE: Final = re.compile(r"# (.+)\n")
_TOLD: Final = re.compile(r"^# \?(\w+): (.+)\n", re.MULTILINE)
_ARGUMENTS: Final = re.compile(r"VALUES \((?P<names>\?[?\w ]+)\) \{ \((?P<example>[^()]+)\) \}")
_WAY: Final = r"\{{ \?claim kg:actor\|kg:actorRollup \?{} ; kg:recipient\|kg:recipientRollup \?{} \}}"
_BETWEEN: Final = re.compile(
    rf"VALUES \(\?a \?b\) \{{[^{{}}]+\}}\s+{_WAY.format('a', 'b')}\s+UNION\s+{_WAY.format('b', 'a')}"
)
"""How a query of the cookbook says: a claim between the two, whichever of them acts."""


class Kind(StrEnum):
    """What an argument of a query is."""

    ACTOR = "actor"
    RELATION = "relation"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument of a query.

    Attributes:
        name: its variable.
        kind: what is given for it: the id of an actor, a relation, a day.
        meaning: what it is for, in words.
    """

    name: str
    kind: Kind
    meaning: str

    def term(self, value: str) -> str:
        """The value as SPARQL has it, written by the encoder that writes the store.

        Raises:
            DataError: it is no id, or no day.
            UnknownNameError: it is no relation; the message offers the nearest.

        >>> Argument(name="day", kind=Kind.DAY, meaning="a day").term("2022-02-24")
        '"2022-02-24"^^<http://www.w3.org/2001/XMLSchema#date>'
        """
        if self.kind is Kind.DAY:
            return str(iso(_day(value)))
        if self.kind is Kind.RELATION:
            name = value.removeprefix("kg:")
            if name not in RELATIONS:
                raise UnknownNameError("relation", name, RELATIONS)
            return str(node(f"kg:{name}"))
        return str(node(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query of the cookbook.

    Attributes:
        name: the file's name without its suffix.
        title: what it answers, in one line.
        takes: its arguments, in order.
        sparql: the text; it runs as it is, with an example in its VALUES.
    """

    name: str
    title: str
    takes: tuple[Argument, ...]
    sparql: str

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of its arguments."""
        return tuple(argument.name for argument in self.takes)

    def check(self, arguments: Sequence[str]) -> None:
        """Raise QueryError where there are more or fewer arguments than it takes."""
        if len(arguments) != len(self.takes):
            expected = " ".join(f"{one.name} ({one.kind})" for one in self.takes) or "no arguments"
            raise QueryError(f"{self.name} takes {expected}, not {len(arguments)}")

    def bound(self, *arguments: str) -> str:
        """The query with these arguments in place of the example.

        Raises:
            QueryError: there are more or fewer arguments than it takes.
            DataError: an argument is not of its kind.

        >>> "CHN" in named_query("dyad-history").bound("kgr:RUS", "kgr:CHN")
        True
        """
        self.check(arguments)
        return self.spelled_out({name: [value] for name, value in zip(self.arguments, arguments, strict=True)})

    @property
    def is_between(self) -> bool:
        """Whether it asks for claims between two actors."""
        return _BETWEEN.search(self.sparql) is not None

    def spelled_out(self, values: Mapping[str, Iterable[str]], *, apart: Container[str] = ()) -> str:
        """The query with values in place of the example: of an actor, all who are one with it.

        One value is written where its variable stands, and claims between two states are looked up by the key of the
        dyad, so that every engine finds its way to them at once.

        Args:
            values: by the argument's name.
            apart: ids in the form of states' whose claims do not lie under their own key, because they act for others.

        >>> "urn:kgraph:dyad:CHN-RUS" in named_query("dyad-history").spelled_out({"a": ["kgr:RUS"], "b": ["kgr:CHN"]})
        True
        """
        if not self.takes:
            return self.sparql
        text = _TOLD.sub("", self.sparql)
        given = [list(values[one.name]) for one in self.takes]
        rows = [[one.term(v) for one, v in zip(self.takes, row, strict=True)] for row in product(*given)]
        if self.is_between:
            pairs = " UNION ".join(_between(first, second, apart) for first, second in product(*given))
            return _BETWEEN.sub(lambda _: pairs, text, count=1)
        if len(rows) == 1:
            text = _ARGUMENTS.sub("", text, count=1)
            for one, term in zip(self.takes, rows[0], strict=True):
                text = re.sub(rf"\?{one.name}\b", lambda _, term=term: term, text)  # type: ignore[misc]
            return text
        names = " ".join(f"?{name}" for name in self.arguments)
        table = " ".join(f"({' '.join(row)})" for row in rows)
        return _ARGUMENTS.sub(lambda _: f"VALUES ({names}) {{ {table} }}", text, count=1)


@cache
def named_queries() -> MappingProxyType[str, NamedQuery]:
    """Every query of the cookbook by name.

    >>> "dyad-history" in named_queries()
    True
    """
    folder = files("kgraph.queries")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".rq")), key=lambda entry: entry.name)
    return MappingProxyType({query.name: query for query in (_read(e.name, e.read_text("utf-8")) for e in found)})


def named_query(name: str) -> NamedQuery:
    """The query of that name.

    Raises:
        UnknownNameError: there is none; the message offers the nearest.
    """
    queries = named_queries()
    if name not in queries:
        raise UnknownNameError("query", name, queries)
    return queries[name]


def _between(first: str, second: str, apart: Container[str]) -> str:
    """The graph pattern of the claims between two actors, each given by its id."""
    if all(is_state(actor) and actor not in apart for actor in (first, second)):
        return f"{{ ?claim kg:dyad {dyad_iri(first, second)} }}"
    ways = ((node(first), node(second)), (node(second), node(first)))
    return " UNION ".join(
        f"{{ ?claim kg:actor|kg:actorRollup {one} ; kg:recipient|kg:recipientRollup {other} }}" for one, other in ways
    )


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise DataError("not a day", value=value, expected="YYYY-MM-DD") from None


def _read(file: str, text: str) -> NamedQuery:
    title, told = _TITLE.match(text), dict(_TOLD.findall(text))
    if title is None:
        raise ValueError(f"{file} does not begin with a title")
    found = _ARGUMENTS.search(text)
    names = () if found is None else tuple(name[1:] for name in found["names"].split())
    examples = () if found is None else tuple(found["example"].split())
    if set(names) != set(told):
        raise ValueError(f"{file} tells of {', '.join(told) or 'no arguments'} and takes {', '.join(names) or 'none'}")
    return NamedQuery(
        name=file.removesuffix(".rq"),
        title=title[1],
        takes=tuple(
            Argument(name=name, kind=_kind_of(example), meaning=told[name])
            for name, example in zip(names, examples, strict=True)
        ),
        sparql=text,
    )


def _kind_of(example: str) -> Kind:
    if example.endswith("^^xsd:date"):
        return Kind.DAY
    return Kind.RELATION if example.startswith("kg:") else Kind.ACTOR
