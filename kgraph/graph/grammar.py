"""What can be told of a query from its text alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kgraph.errors import QueryError
from kgraph.ontology import PREFIXES

_STRING: Final = (
    r"""\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
)
_IRI: Final = r"""<(?:[^<>\s"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>"""
_COMMENT: Final = r"\#[^\n\r]*"
_OPAQUE: Final = re.compile(rf"{_STRING}|{_IRI}|{_COMMENT}|\\.", re.DOTALL)
"""The strings, IRIs, comments and escaped signs (`kgr:a\\'b`) of a query: what in it is no syntax."""
_ADDRESS: Final = re.compile(_IRI)
_STEP: Final = re.compile(rf"{_STRING}|{_COMMENT}|[?$]\w+|:(?:[\w%:-]|\\.)*|\\.|.", re.DOTALL)
"""What may stand at a place, IRIs aside. Where it ends anything may begin: the store reads `1SERVICE` as two words."""
_GAP: Final = rf"(?:\s|{_COMMENT})*+"
_LETTERS: Final = r"(?:[\w.%-]|\\.){0,200}+"
"""Of a name; what is longer is taken for one without looking for its end, so that no text takes long to go through."""
_PEER: Final = rf"(?:SILENT{_GAP})?+(?:[?$]\w+|<[^<>]*>|{_LETTERS}(?::{_LETTERS}|[\w.%-]))"
_SERVICE: Final = re.compile(rf"SERVICE{_GAP}{_PEER}(?:{_GAP}\{{|[\w.%:\\-])", re.IGNORECASE)
_LOAD: Final = re.compile(rf"LOAD{_GAP}{_PEER}", re.IGNORECASE)
_DECLARED: Final = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIX: Final = re.compile(r"(?<![\w:?$])([A-Za-z][\w.-]*):")
_UPDATE: Final = re.compile(
    r"\s*(?:PREFIX[^>]*>\s*)*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE
)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def asks_elsewhere(sparql: str) -> bool:
    """Whether a query would have another server asked; where in doubt, it would.

    >>> asks_elsewhere("SELECT ?s { SERVICE <http://example.org/> { ?s ?p 'SERVICE' } }")
    True
    """
    return _may_say("SERVICE", _SERVICE, sparql)


def loads(sparql: str) -> bool:
    """Whether an update would have another server asked for a file.

    >>> loads("INSERT DATA { <urn:a> <urn:b> 'LOAD <urn:c>' } ; LOAD <http://example.org/>"), loads("CLEAR ALL")
    (True, False)
    """
    return _may_say("LOAD", _LOAD, sparql)


def _may_say(word: str, what: re.Pattern[str], sparql: str) -> bool:
    """Whether it stands in the text under any reading of it.

    Text alone does not tell whether `<` begins an IRI or compares, and so not where a string begins: `1 <'a>'` is read
    in one way by the grammar and in another by the store. Every way is gone at once, from place to place.
    """
    if re.search(word, sparql, re.IGNORECASE) is None:
        return False
    reached = bytearray(len(sparql) + 1)
    reached[0] = True
    for place in range(len(sparql)):
        if reached[place]:
            if what.match(sparql, place):
                return True
            for pattern in (_STEP, _ADDRESS):
                found = pattern.match(sparql, place)
                reached[place if found is None else found.end()] = True
    return False


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
