"""The SPARQL 1.1 Protocol: what a request asks for, whichever of its three ways it came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl

from kgraph.errors import KgraphError

QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 200


class RefusedError(KgraphError):
    """A request that is not answered as it is asked: the HTTP status and why."""

    def __init__(self, status: int, problem: str, **headers: str) -> None:
        self.status, self.problem = status, problem
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(problem)


class Kind(StrEnum):
    """What is asked for."""

    QUERY = "query"
    UPDATE = "update"
    NOTHING = "nothing"


_GRAPHS: Final = {
    Kind.QUERY: ("default-graph-uri", "named-graph-uri"),
    Kind.UPDATE: ("using-graph-uri", "using-named-graph-uri"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A query or an update, with the graphs it shall see; nothing where a GET asks nothing."""

    kind: Kind
    sparql: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def operation_in(method: str, query_string: bytes, content_type: str | None, body: bytes) -> Operation:
    """The operation that a request asks for.

    Raises:
        RefusedError: it breaks the protocol: 400, or 415 for a body of another type.

    >>> operation_in("GET", b"query=ASK%20%7B%7D", None, b"").sparql
    'ASK {}'
    """
    fields = _fields(query_string, "the address")
    if method in ("GET", "HEAD"):
        if any(name == "update" for name, _ in fields):
            raise RefusedError(400, "an update is sent with POST")
        return _operation(fields)
    media, charset = _media(content_type)
    if media == FORM_TYPE:
        return _operation([*fields, *_fields(body, "the form")])
    if media not in (QUERY_TYPE, UPDATE_TYPE):
        expected = f"{FORM_TYPE}, {QUERY_TYPE} or {UPDATE_TYPE}"
        raise RefusedError(
            415, f"a body of type {content_type or 'nothing'!r}; expected {expected}", Accept_Post=expected
        )
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, f"a body in {charset!r}; SPARQL is sent in UTF-8")
    name = "query" if media == QUERY_TYPE else "update"
    if any(field in ("query", "update") for field, _ in fields):
        raise RefusedError(400, f"the {name} stands in the body and in the address")
    return _operation([*fields, (name, _text(body, "the body"))])


def _operation(fields: list[tuple[str, str]]) -> Operation:
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    asked = [name for name in ("query", "update") if name in values]
    if len(asked) > 1:
        raise RefusedError(400, "a query and an update in one request")
    if not asked:
        return Operation(kind=Kind.NOTHING)
    kind = Kind(asked[0])
    if len(values[kind]) > 1:
        raise RefusedError(400, f"{len(values[kind])} values of {kind}; one request, one {kind}")
    for other, names in _GRAPHS.items():
        strange = next((name for name in names if name in values), None) if other is not kind else None
        if strange is not None:
            raise RefusedError(400, f"{strange} does not go with {'an update' if kind is Kind.UPDATE else 'a query'}")
    default, named = _GRAPHS[kind]
    return Operation(
        kind=kind,
        sparql=values[kind][0],
        default_graphs=tuple(values.get(default, ())),
        named_graphs=tuple(values.get(named, ())),
    )


def _fields(encoded: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            _text(encoded, where),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise RefusedError(400, f"{where} is not UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"{where} has more than {_MOST_FIELDS} fields") from None


def _text(encoded: bytes, where: str) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"{where} is not UTF-8 at byte {error.start}") from None


def _media(content_type: str | None) -> tuple[str, str]:
    media, *parameters = (content_type or "").split(";")
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media.strip().lower(), charset
