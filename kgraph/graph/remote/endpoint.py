"""The SPARQL 1.1 Protocol: a query or an update goes out, a whole answer comes back, or an error that says why not."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlencode

import pyoxigraph as ox

from kgraph.errors import QueryError, StoreError
from kgraph.graph.remote.settings import RemoteSettings
from kgraph.transport import Answer, Failure, NoAnswerError, Post, exchange, persist, refusal

if TYPE_CHECKING:
    import httpx

Answered: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

MOST_BYTES: Final = 1_000_000_000
"""An answer that is longer is none: it is kept in memory."""
ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
_ROWS_AS: Final = frozenset({ROWS, "application/json"})
_TRIPLES_AS: Final = {TRIPLES: ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_AGAIN: Final = frozenset({429, 502, 503, 504})
"""What may pass. Updates are repeated too: they add and remove stated triples, so that twice is the same as once."""
_REFUSED: Final = frozenset({400, 413})
"""What servers say to an update that is too large for them, and to others."""
_MOST_ROWS: Final = 1 << 20
"""Virtuoso gives no more rows than this over HTTP, and does not say so."""
_TROUBLE: Final = re.compile(r"\b(?:error|exception)\b", re.IGNORECASE)
_VIRTUOSO_ASK: Final = b'"__ASK_RETVAL"'
"""Virtuoso answers an ASK with a row that holds 1 or 0, or with none."""
_TRUE: Final = b'{"head": {}, "boolean": true}'
_FALSE: Final = b'{"head": {}, "boolean": false}'


class TruncatedError(StoreError):
    """The server gave a part of the answer."""


class RefusedError(StoreError):
    """The server does not take an update; it may take it in parts."""


class Endpoint:
    """One endpoint, over connections that are kept open.

    Args:
        settings: where and how.
        sleep: waits so many seconds between two tries.
    """

    def __init__(self, settings: RemoteSettings, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.settings, self._sleep = settings, sleep
        self._client: httpx.Client | None = None
        self._closed = False

    def close(self) -> None:
        """Close the connections. Closing twice does no harm."""
        if self._client is not None:
            self._client.close()
        self._client, self._closed = None, True

    def ask(self, sparql: str, shape: type, *, graph: str | None = None) -> Answered:
        """The answer to a query, complete and well formed.

        Args:
            sparql: the query with its prefixes.
            shape: what kind of answer it asks for.
            graph: the graph that is asked; None is the one of the settings.

        Raises:
            QueryError: the server refuses the query.
            StoreError: there is no answer, or one that is not whole or not SPARQL's.
        """
        wanted = TRIPLES if shape is ox.QueryTriples else ROWS
        answer = self.raw(sparql, accept=wanted, graph=graph)
        if shape is ox.QueryTriples:
            return self._triples(answer)
        return self._rows(answer, boolean=shape is ox.QueryBoolean)

    def raw(self, sparql: str, *, accept: str, graph: str | None = None) -> Answer:
        """The answer to a query as bytes: its status is good, and no header says that a part is missing.

        Args:
            sparql: the query with its prefixes.
            accept: the media types that are wanted.
            graph: the graph that is asked; None is the one of the settings.

        Raises:
            QueryError: the server refuses the query.
            StoreError: there is no answer, or a part of one.
        """
        form = {"query": sparql}
        graph = graph or self.settings.graph
        if graph is not None:
            form["default-graph-uri"] = graph
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        try:
            answer = self._send(self.settings.url, urlencode(form).encode("utf-8"), headers)
        except NoAnswerError as error:
            if error.failure.status == 400:
                raise QueryError(error.failure.problem) from None
            raise StoreError(str(error)) from None
        self._check_complete(answer)
        return answer

    def checked_kind(self, answer: Answer) -> str:
        """The media type of an answer to a query, which is well formed.

        Raises:
            StoreError: it is not.
        """
        kind = _kind(answer)
        if kind in _TRIPLES_AS:
            self._triples(answer)
        else:
            self._rows(answer, boolean=False)
        return ROWS if kind in _ROWS_AS else kind

    def update(self, sparql: str, *, repeat: bool = True) -> None:
        """Have an update done.

        Args:
            sparql: the update.
            repeat: whether it may be sent again, because it comes to the same as sent once.

        Raises:
            RefusedError: the server says that it does not do it.
            StoreError: the server does not say that it did it.
        """
        headers = {"Content-Type": "application/sparql-update", "Accept": f"{ROWS}, text/plain;q=0.5"}
        try:
            answer = self._send(self.settings.update_url, sparql.encode("utf-8"), headers, repeat=repeat)
        except NoAnswerError as error:
            hint = "" if self.settings.graph is not None or error.failure.status != 400 else _HINT
            known = "not written" if error.failure.status is not None else "perhaps not written"
            kind = RefusedError if error.failure.status in _REFUSED else StoreError
            raise kind(f"{known}: {error}{hint}") from None
        if answer.content.strip() and not _is_done(answer):
            raise StoreError(f"not written: {self._odd(answer)}")

    def _send(self, url: str, content: bytes, headers: Mapping[str, str], *, repeat: bool = True) -> Answer:
        settings, retries = self.settings, self.settings.retries if repeat else 0
        post = Post(url=url, content=content, headers={**headers, **self._token()}, auth=self._auth)

        def attempt() -> Answer | Failure:
            answer = exchange(
                self._connected(), post, timeout=settings.timeout, most_bytes=MOST_BYTES, late_again=False
            )
            if isinstance(answer, Failure) or 200 <= answer.status < 300:
                return answer
            return refusal(answer, again=_AGAIN, secrets=settings.secrets)

        return persist(attempt, host=settings.host, retries=retries, sleep=self._sleep)

    def _connected(self) -> httpx.Client:
        if self._closed:
            raise StoreError("this graph is closed")
        if self._client is None:
            import httpx

            self._client = httpx.Client(timeout=self.settings.timeout, follow_redirects=False)
        return self._client

    def _token(self) -> dict[str, str]:
        token = self.settings.token
        return {} if token is None else {"Authorization": f"Bearer {token}"}

    @cached_property
    def _auth(self) -> httpx.Auth | None:
        user, password = self.settings.user, self.settings.password
        if user is None or password is None:
            return None
        import httpx

        return httpx.DigestAuth(user, password) if self.settings.auth == "digest" else httpx.BasicAuth(user, password)

    def _rows(self, answer: Answer, *, boolean: bool) -> ox.QuerySolutions | ox.QueryBoolean:
        """Rows, or yes or no. They are read twice: what is broken far down must be known before anything is shown."""
        if _kind(answer) not in _ROWS_AS:
            raise StoreError(self._odd(answer))
        read = _looked_through(answer.content)
        if isinstance(read, str):
            raise StoreError(f"{self._odd(answer)}: {read}")
        first, count = read
        if (count == -1) is not boolean and not (boolean and _VIRTUOSO_ASK in answer.content):
            raise StoreError(self._odd(answer))
        if count == 0 and _tells_of_trouble(json.loads(answer.content)):
            raise StoreError(self._odd(answer))
        if count == _MOST_ROWS and "virtuoso" in answer.headers.get("server", "").lower():
            raise TruncatedError(f"{self.settings.host}: only the first {count} rows came: ask for fewer")
        if boolean and count != -1:
            return ox.parse_query_results(_TRUE if first == "1" else _FALSE, ox.QueryResultsFormat.JSON)
        return ox.parse_query_results(answer.content, ox.QueryResultsFormat.JSON)

    def _triples(self, answer: Answer) -> ox.QueryTriples:
        kind = _kind(answer)
        if kind not in _TRIPLES_AS:
            raise StoreError(self._odd(answer))
        store = ox.Store()
        try:
            store.extend(ox.parse(io.BytesIO(answer.content), _TRIPLES_AS[kind]))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self._odd(answer)}: {error}") from None
        triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(triples, ox.QueryTriples)  # noqa: S101 — it is a CONSTRUCT
        return triples

    def _check_complete(self, answer: Answer) -> None:
        """Raise TruncatedError where a header says that this is a part."""
        most, message = answer.headers.get("x-sparql-maxrows"), answer.headers.get("x-sql-message")
        if most is not None:
            raise TruncatedError(f"{self.settings.host}: only the first {most} rows came, the most that it gives")
        if answer.status == 206 or "x-sql-state" in answer.headers:
            why = message or "it ran too long"
            raise TruncatedError(f"{self.settings.host}: only a part of the answer came ({why})")

    def _odd(self, answer: Answer) -> str:
        said = " ".join(answer.content[:1_000].decode("utf-8", errors="replace").split())
        for secret in self.settings.secrets:
            said = said.replace(secret, "…") if secret else said
        kind = _kind(answer) or "no content type"
        return f"{self.settings.host}: not an answer of SPARQL: status {answer.status}, {kind}: {said[:120]!r}"


_HINT: Final = "; a server without a default graph of its own needs the option graph=IRI"


def _kind(answer: Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _looked_through(content: bytes) -> tuple[str | None, int] | str:
    """The first value and the number of rows, none and -1 of a yes or no, or what is wrong with them.

    What pyoxigraph reads belongs to one thread, so no error may keep it, to be dropped who knows where.
    """
    try:
        found = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return None, -1
        first = next(found, None)
        if first is None:
            return None, 0
        return getattr(next(iter(first), None), "value", ""), 1 + sum(1 for _ in found)
    except (SyntaxError, ValueError) as error:
        return str(error)


def _is_done(answer: Answer) -> bool:
    """Whether the body of a good answer to an update tells of nothing bad: results, as of Virtuoso, or a plain word."""
    kind = _kind(answer)
    if kind in _ROWS_AS:
        try:
            told = json.loads(answer.content)
        except (ValueError, RecursionError):
            return False
        return isinstance(told, dict) and not _tells_of_trouble(told)
    return kind != "text/html" and not _TROUBLE.search(answer.content[:2_000].decode("utf-8", errors="replace"))


def _tells_of_trouble(told: Mapping[str, object]) -> bool:
    return any("error" in key.lower() or "exception" in key.lower() for key in told)
