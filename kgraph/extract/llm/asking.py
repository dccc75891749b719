"""Asking the endpoint: one request over HTTP, tried again where that can help, never without an end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from kgraph.errors import MissingExtraError
from kgraph.extract.llm.ledger import Ledger
from kgraph.extract.llm.settings import LlmSettings

if TYPE_CHECKING:
    import httpx

Ask = Callable[[Mapping[str, object]], Mapping[str, object]]
"""Takes the body of a request for a chat completion, gives the answer's.

It raises OSError or DataError where there is none; the message says why.
"""

MOST_BYTES: Final = 20_000_000
"""An answer that is longer is none."""
LONGEST_WAIT: Final = 120.0
"""Seconds between two tries; who asks for a longer wait is not asked again."""
_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_BROKEN: Final = "an answer that is not JSON, or only a part of it"


@dataclass(frozen=True, slots=True)
class _Failure:
    """A try that gave no answer: why, whether another may, and how long the endpoint asks to wait."""

    problem: str
    again: bool = True
    wait: float | None = None


@dataclass(frozen=True)
class Http:
    """Asks over HTTP; a connection lives as long as one try.

    Args:
        settings: where and how.
        ledger: counts requests and tokens.
        sleep: waits so many seconds.

    Raises:
        MissingExtraError: httpx is not installed.
    """

    settings: LlmSettings
    ledger: Ledger
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        try:
            import httpx  # noqa: F401 — said before the first document, not at each
        except ImportError:
            raise MissingExtraError("httpx", extra="llm") from None

    def __call__(self, body: Mapping[str, object]) -> Mapping[str, object]:
        """The answer to one request.

        Raises:
            ConnectionError: there is none, after as many tries as the settings allow.
        """
        tries = 0
        while True:
            self.ledger.requests += 1
            outcome = self._try(body)
            if not isinstance(outcome, _Failure):
                self.ledger.count(outcome)
                return outcome
            wait = min(2.0**tries, LONGEST_WAIT) if outcome.wait is None else outcome.wait
            tries += 1
            if not outcome.again or tries > self.settings.retries or wait > LONGEST_WAIT:
                raise ConnectionError(self._told(outcome, tries, wait))
            self.sleep(wait)
            self.ledger.retries += 1

    def _told(self, failure: _Failure, tries: int, wait: float) -> str:
        times = "" if tries == 1 else f" ({tries} tries)"
        later = f"; it asks to wait {wait:g} seconds" if wait > LONGEST_WAIT else ""
        return f"{self.settings.host}: {failure.problem}{later}{times}"

    def _try(self, body: Mapping[str, object]) -> Mapping[str, object] | _Failure:
        import httpx

        headers = {} if self.settings.key is None else {"Authorization": f"Bearer {self.settings.key}"}
        try:
            with (
                httpx.Client(timeout=self.settings.timeout, follow_redirects=False) as client,
                client.stream("POST", self.settings.address, json=dict(body), headers=headers) as response,
            ):
                content = self._read(response)
                if isinstance(content, _Failure):
                    return content
                return _answer(content) if response.status_code == 200 else self._refusal(response, content)
        except httpx.TimeoutException:
            return self._late()
        except httpx.RequestError as error:
            return _Failure(f"no answer ({str(error) or type(error).__name__})")
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            return _Failure(f"cannot be asked ({error})", again=False)

    def _late(self) -> _Failure:
        return _Failure(f"no answer within {self.settings.timeout:g} seconds")

    def _read(self, response: httpx.Response) -> bytes | _Failure:
        """The body; httpx bounds the time between two pieces of it, this the time and the size of the whole."""
        begun, content = time.monotonic(), bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > MOST_BYTES:
                return _Failure(f"an answer of more than {MOST_BYTES} bytes", again=False)
            if time.monotonic() - begun > self.settings.timeout:
                return self._late()
        return bytes(content)

    def _refusal(self, response: httpx.Response, content: bytes) -> _Failure:
        said = _said(content)
        if self.settings.key is not None:
            said = said.replace(self.settings.key, "…")
        status = response.status_code
        again = status in _AGAIN
        wait = _wait(response.headers.get("retry-after")) if again else None
        return _Failure(f"status {status}{f' ({said})' if said else ''}", again=again, wait=wait)


def _answer(content: bytes) -> Mapping[str, object] | _Failure:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return _Failure(_BROKEN)
    return answer if isinstance(answer, dict) else _Failure(_BROKEN)


def _said(content: bytes) -> str:
    """What an endpoint says of its refusal, in one short line."""
    text = content.decode("utf-8", errors="replace")
    try:
        said = json.loads(text)["error"]
        text = str(said["message"] if isinstance(said, dict) else said)
    except (ValueError, RecursionError, LookupError, TypeError):
        pass
    return " ".join(text.split())[:200]


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
