"""Requests over HTTP that end: bounded in time and size, tried again where that can help; keys are never shown."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from kgraph.errors import DataError

if TYPE_CHECKING:
    import httpx

Answered = TypeVar("Answered")

LONGEST_WAIT: Final = 120.0
"""Seconds between two tries; who asks for a longer wait is not asked again."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that gave no answer.

    Attributes:
        problem: why, in words.
        again: whether another try may help.
        wait: seconds the other side asks to wait, or None.
        status: the HTTP status, where there was one.
    """

    problem: str
    again: bool = True
    wait: float | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, read to its end; the names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A request to be sent.

    Attributes:
        url: where to.
        content: its body.
        headers: beside those that every request has.
        auth: how it is signed.
    """

    url: str
    content: bytes
    headers: Mapping[str, str] = field(repr=False)
    auth: httpx.Auth | None = field(default=None, repr=False)


class NoAnswerError(ConnectionError):
    """There is no answer after as many tries as were allowed; carries the last failure."""

    def __init__(self, message: str, failure: Failure) -> None:
        self.failure = failure
        super().__init__(message)


def persist(
    attempt: Callable[[], Answered | Failure], *, host: str, retries: int, sleep: Callable[[float], None]
) -> Answered:
    """What an attempt gives, tried again with growing waits, or those that the other side asks for.

    Args:
        attempt: one try.
        host: the other side as messages name it.
        retries: tries after the first one.
        sleep: waits so many seconds.

    Raises:
        NoAnswerError: there is none.

    >>> persist(lambda: "yes", host="http://localhost", retries=0, sleep=time.sleep)
    'yes'
    """
    tries = 0
    while True:
        outcome = attempt()
        if not isinstance(outcome, Failure):
            return outcome
        wait = min(2.0**tries, LONGEST_WAIT) if outcome.wait is None else outcome.wait
        tries += 1
        if not outcome.again or tries > retries or wait > LONGEST_WAIT:
            times = "" if tries == 1 else f" ({tries} tries)"
            later = f"; it asks to wait {wait:g} seconds" if wait > LONGEST_WAIT else ""
            raise NoAnswerError(f"{host}: {outcome.problem}{later}{times}", outcome)
        sleep(wait)


def exchange(
    client: httpx.Client, post: Post, *, timeout: float, most_bytes: int, late_again: bool = True
) -> Answer | Failure:
    """One try: the whole answer, whatever its status, or why there is none.

    httpx bounds the time between two pieces of an answer; here the time and the size of the whole are bounded.

    Args:
        client: keeps the connection.
        post: the request.
        timeout: seconds for the whole answer.
        most_bytes: an answer that is longer is none.
        late_again: whether another try may help where the answer takes longer.
    """
    import httpx

    begun, content = time.monotonic(), bytearray()
    late = Failure(f"no answer within {timeout:g} seconds", again=late_again)
    try:
        with client.stream("POST", post.url, content=post.content, headers=post.headers, auth=post.auth) as response:
            for piece in response.iter_bytes():
                content += piece
                if len(content) > most_bytes:
                    return Failure(f"an answer of more than {most_bytes} bytes", again=False)
                if time.monotonic() - begun > timeout:
                    return late
            return Answer(status=response.status_code, headers=dict(response.headers), content=bytes(content))
    except httpx.TimeoutException:
        return late
    except httpx.RequestError as error:
        return Failure(f"no answer ({str(error) or type(error).__name__})")
    except (httpx.InvalidURL, UnicodeEncodeError) as error:
        return Failure(f"cannot be asked ({error})", again=False)


def refusal(answer: Answer, *, again: frozenset[int], secrets: tuple[str | None, ...] = ()) -> Failure:
    """An answer that is none, in one line without the keys that the other side may have repeated."""
    said = _said(answer.content)
    for secret in secrets:
        said = said.replace(secret, "…") if secret else said
    repeat = answer.status in again
    wait = _wait(answer.headers.get("retry-after")) if repeat else None
    told = f" ({said[:200]})" if said else ""
    return Failure(f"status {answer.status}{told}", again=repeat, wait=wait, status=answer.status)


def checked_address(value: str, *, secrets: str) -> str:
    """The address of an endpoint, if it is one.

    Args:
        value: what was given.
        secrets: where users and keys belong, for the message.

    Raises:
        DataError: it is none, or holds a user or a key.

    >>> checked_address("http://localhost:8080/v1", secrets="KEY")
    'http://localhost:8080/v1'
    """
    expected = "http:// or https://, a host, and no user, query or fragment"
    try:
        parts = urlsplit(value)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        raise DataError("not the url of an endpoint", value=value, expected=expected) from None
    if parts.username is not None or parts.password is not None:
        raise DataError("a user or a key in the url of the endpoint", expected=secrets)
    if not fits or parts.query or parts.fragment:
        raise DataError("not the url of an endpoint", value=value, expected=expected)
    return value


def checked_secret(value: str, *, name: str) -> str | None:
    """A key as a header can carry it; None where there is none.

    Raises:
        DataError: no header can carry it; the message does not show it.
    """
    key = value.strip()
    if not (key.isascii() and key.isprintable()):
        raise DataError("a key that no endpoint takes", expected=f"{name} in one line of ASCII")
    return key or None


def host_of(url: str) -> str:
    """An endpoint as messages name it.

    >>> host_of("https://example.org/sparql")
    'https://example.org'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _said(content: bytes) -> str:
    """What an endpoint says of its refusal, in one line."""
    text = content[:100_000].decode("utf-8", errors="replace")
    try:
        said = json.loads(text)["error"]
        text = str(said["message"] if isinstance(said, dict) else said)
    except (ValueError, RecursionError, LookupError, TypeError):
        pass
    return " ".join(text.split())


def _wait(header: str | None) -> float | None:
    """The seconds of a Retry-After, which gives them or a moment; None where it gives neither."""
    if header is None:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        return float(header.strip()[:9])
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
