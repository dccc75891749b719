"""The cookbook: named SPARQL queries, shipped as `kgraph/queries/*.rq`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from kgraph.errors import QueryError, UnknownNameError
from kgraph.rdf.terms import node

_TITLE: Final = re.compile(r"# (.+)\n")
_ARGUMENTS: Final = re.compile(r"VALUES \((?P<names>[?\w ]+)\) \{ \((?P<example>[^()]+)\) \}")
_GROUP: Final = re.compile(r"\?(?P<argument>\w+) kg:sameActorAs\?/\^kg:sameActorAs\? \?(?P<member>\w+) \.")
"""How a query of the cookbook says: any actor who is one with the argument, itself included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query of the cookbook.

    Attributes:
        name: the file's name without its suffix.
        title: what it answers, in one line.
        arguments: the variables of its first VALUES, in order: ids of actors, unless the title says otherwise.
        sparql: the text; it runs as it is, with an example in its VALUES.
    """

    name: str
    title: str
    arguments: tuple[str, ...]
    sparql: str

    def bound(self, *arguments: str) -> str:
        """The query with ids in place of the example, written as IRIs by the one encoder.

        Raises:
            QueryError: there are more or fewer arguments than it takes.
            DataError: an argument is no id.

        >>> "CHN" in named_query("dyad-history").bound("kgr:RUS", "kgr:CHN")
        True
        """
        if len(arguments) != len(self.arguments):
            raise QueryError(f"{self.name} takes {' '.join(self.arguments) or 'no arguments'}, not {len(arguments)}")
        if not arguments:
            return self.sparql
        names, terms = " ".join(f"?{name}" for name in self.arguments), " ".join(str(node(a)) for a in arguments)
        return _ARGUMENTS.sub(lambda _: f"VALUES ({names}) {{ ({terms}) }}", self.sparql, count=1)

    def spelled_out(self, groups: Mapping[str, Iterable[str]]) -> str:
        """The query with the actors who are one with each argument written into it.

        It asks the same as the bound one, without the paths of no length that some servers cannot follow from a
        variable (Virtuoso refuses them, or finds nothing).

        Args:
            groups: the ids of each argument's group, itself included, by the argument's name.

        >>> "sameActorAs" in named_query("dyad-history").spelled_out({"a": ["kgr:RUS"], "b": ["kgr:CHN"]})
        False
        """

        def members(match: re.Match[str]) -> str:
            terms = " ".join(f"({node(actor)})" for actor in groups[match["argument"]])
            return f"VALUES (?{match['member']}) {{ {terms} }}"

        return _GROUP.sub(members, _ARGUMENTS.sub("", self.sparql, count=1))


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


def _read(file: str, text: str) -> NamedQuery:
    title = _TITLE.match(text)
    if title is None:
        raise ValueError(f"{file} does not begin with a title")
    arguments = _ARGUMENTS.search(text)
    return NamedQuery(
        name=file.removesuffix(".rq"),
        title=title[1],
        arguments=() if arguments is None else tuple(name[1:] for name in arguments["names"].split()),
        sparql=text,
    )
