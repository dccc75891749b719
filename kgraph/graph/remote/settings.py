"""How an endpoint is reached: from options and the environment, checked before the first request."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

import pyoxigraph as ox

from kgraph.errors import DataError, UnknownNameError
from kgraph.transport import checked_address, checked_secret, host_of

PREFIX: Final = "KGRAPH_ENDPOINT_"
"""How the names of the environment's variables begin: `KGRAPH_ENDPOINT_GRAPH` is the option `graph`."""
OPTIONS: Final = ("graph", "update", "user", "auth", "timeout", "retries", "chunk")
SCHEMES: Final = ("basic", "digest")
_SECRETS: Final = f"{PREFIX}USER and {PREFIX}PASSWORD, or {PREFIX}TOKEN, in the environment"
_BESIDE: Final = ((re.compile(r"/query$"), "/update"), (re.compile(r"(/repositories/[^/]+)/?$"), r"\1/statements"))
"""Where servers take updates that take none where they are asked: Oxigraph and Fuseki, RDF4J and GraphDB."""


@dataclass(frozen=True, kw_only=True)
class RemoteSettings:
    """How an endpoint is reached.

    Attributes:
        url: where it is asked.
        update: where it is written; None: beside `url` as the common servers have it, else at `url` itself.
        graph: the IRI of the named graph that holds everything; None is the server's default graph.
        user: who asks, with `password`.
        password: from the environment alone on the command line, since arguments are seen by other users.
        token: sent as a bearer token; likewise.
        auth: how user and password are sent, `basic` or `digest`.
        timeout: seconds for one answer.
        retries: tries after the first one.
        chunk: triples in one update request at most, as far as a document can be divided.

    Raises:
        DataError: a value is none, or both a user and a token are given.

    >>> RemoteSettings(url="http://localhost:7878/query").update_url
    'http://localhost:7878/update'
    """

    url: str
    update: str | None = None
    graph: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    auth: str = "basic"
    timeout: float = 60.0
    retries: int = 3
    chunk: int = 2_000

    def __post_init__(self) -> None:
        checked_address(self.url, secrets=_SECRETS)
        if self.update is not None:
            checked_address(self.update, secrets=_SECRETS)
        if self.graph is not None:
            _check_iri(self.graph)
        if self.user is not None and self.token is not None:
            raise DataError("a user and a token", expected="one of them")
        if (self.user is None) != (self.password is None):
            raise DataError("a user without a password, or a password without a user", expected=_SECRETS)
        if self.auth not in SCHEMES:
            raise DataError("not a way to send a password", value=self.auth, expected=" or ".join(SCHEMES))

    @classmethod
    def of(cls, url: str, options: Mapping[str, str], environment: Mapping[str, str]) -> RemoteSettings:
        """The settings that options give, and where they give none the environment.

        Raises:
            UnknownNameError: there is no such option.
            DataError: a value is none.

        >>> RemoteSettings.of("http://localhost/sparql", {}, {"KGRAPH_ENDPOINT_GRAPH": "urn:news"}).graph
        'urn:news'
        """
        for name in options:
            if name in ("password", "token"):
                raise DataError(f"a {name} among the options, where others can read it", expected=_SECRETS)
            if name not in OPTIONS:
                raise UnknownNameError("option of an endpoint", name, OPTIONS)
        found = {name: options.get(name) or environment.get(f"{PREFIX}{name.upper()}") for name in OPTIONS}
        read = {name: _READERS[name](name, value) for name, value in found.items() if value}
        return cls(
            url=url,
            password=environment.get(f"{PREFIX}PASSWORD") or None,
            token=checked_secret(environment.get(f"{PREFIX}TOKEN", ""), name=f"{PREFIX}TOKEN"),
            **read,  # type: ignore[arg-type]  # by name, checked
        )

    @property
    def update_url(self) -> str:
        """Where updates go."""
        if self.update is not None:
            return self.update
        for pattern, beside in _BESIDE:
            if pattern.search(self.url):
                return pattern.sub(beside, self.url)
        return self.url

    @property
    def host(self) -> str:
        """The endpoint as messages name it."""
        return host_of(self.url)

    @property
    def place(self) -> str:
        """The endpoint and the graph in it, as messages name them."""
        return self.url if self.graph is None else f"{self.url} (graph {self.graph})"

    @property
    def secrets(self) -> tuple[str | None, ...]:
        """What no message may show: the keys, and the form in which a header carries them."""
        pair = f"{self.user}:{self.password}".encode()
        return (self.token, self.password, None if self.user is None else base64.b64encode(pair).decode())


def _check_iri(value: str) -> None:
    try:
        ox.NamedNode(value)
    except ValueError:
        raise DataError("not the IRI of a graph", value=value, expected="an absolute IRI") from None


def _text(name: str, value: str) -> str:
    return value


def _seconds(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not isfinite(number) or number <= 0:
        raise DataError(f"not a value of {name}", value=value, expected="a number of seconds")
    return number


def _count(name: str, value: str) -> int:
    least, most = {"retries": (0, 20), "chunk": (100, 1_000_000)}[name]
    if not (value.isascii() and value.isdigit() and least <= int(value[:9]) <= most):
        raise DataError(f"not a value of {name}", value=value, expected=f"{least} to {most}")
    return int(value)


_READERS: Final[Mapping[str, Callable[[str, str], object]]] = {
    "graph": _text,
    "update": _text,
    "user": _text,
    "auth": _text,
    "timeout": _seconds,
    "retries": _count,
    "chunk": _count,
}
