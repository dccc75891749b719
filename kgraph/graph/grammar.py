"""What can be told of a query from its text alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kgraph.errors import QueryError
from kgraph.ontology import PREFIXES

_OPAQUE: Final = re.compile(
    r"""\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|<[^<>\s"{}|^`\\]*>|\#[^\n\r]*""",
    re.DOTALL,
)
"""The strings, IRIs and comments of a query: what in it is no syntax."""
_DECLARED: Final = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)
_SERVICE: Final = re.compile(r"(?<![\w:?$])SERVICE(?![\w:])", re.IGNORECASE)
_PREFIX: Final = re.compile(r"(?<![\w:?$])([A-Za-z][\w.-]*):")
_UPDATE: Final = re.compile(
    r"\s*(?:PREFIX[^>]*>\s*)*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE
)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def asks_elsewhere(sparql: str) -> bool:
    """Whether a query would have another server asked.

    >>> asks_elsewhere("SELECT ?s { SERVICE <http://example.org/> { ?s ?p 'SERVICE' } }")
    True
    """
    return _SERVICE.search(_OPAQUE.sub(" ", sparql)) is not None


def blanked(sparql: str) -> str:
    """The query with its strings, IRIs and comments blanked: what is syntax stands where it stood.

    >>> blanked("ASK { ?s ?p 'ASK' }")
    'ASK { ?s ?p       }'
    """
    return _OPAQUE.sub(lambda opaque: " " * len(opaque[0]), sparql)


def with_prefixes(sparql: str, prefixes: Mapping[str, str]) -> str:
    r"""The query with the declarations that it uses and does not make.

    >>> with_prefixes("ASK { kg:a ?p 'kgr:' }", {"kg": "urn:kg:", "kgr": "urn:kgr:"})
    "PREFIX kg: <urn:kg:>\nASK { kg:a ?p 'kgr:' }"
    """
    bare = _OPAQUE.sub(" ", sparql)
    missing = set(_PREFIX.findall(bare)) - set(_DECLARED.findall(bare))
    lines = [f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items() if name in missing]
    return "".join(lines) + sparql


def refused(sparql: str, message: str) -> QueryError:
    """The store's long list of what it expected, made into one line that names the place."""
    if _UPDATE.match(sparql):
        return QueryError("an update, not a query: claims are added with `kgraph add` or KnowledgeGraph.add")
    match = _PLACE.fullmatch(message)
    if match is None:
        return QueryError(" ".join(message.split()))
    line, column = int(match[1]), int(match[2])
    written = "\n".join(sparql.split("\n")[line - 1 :])[column - 1 :]
    near = f"near {written[:40]!r}" if written.strip() else "at its end"
    used, declared = _PREFIX.findall(_OPAQUE.sub(" ", sparql)), _DECLARED.findall(sparql)
    strange = sorted(set(used) - set(declared) - set(PREFIXES))
    if strange:
        return QueryError(
            f"prefix {strange[0]}: is not declared; known: {', '.join(PREFIXES)}", line=line, column=column
        )
    expected = " ".join(match[3].split())
    return QueryError(f"{near}: {expected[:100]}{'…' if len(expected) > 100 else ''}", line=line, column=column)
