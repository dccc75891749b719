"""Asking the endpoint: one request over HTTP, tried again where that can help, never without an end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kgraph.errors import MissingExtraError
from kgraph.extract.llm.ledger import Ledger
from kgraph.extract.llm.settings import LlmSettings
from kgraph.transport import Failure, Post, exchange, persist, refusal

Ask = Callable[[Mapping[str, object]], Mapping[str, object]]
"""Takes the body of a request for a chat completion, gives the answer's.

It raises OSError or DataError where there is none; the message says why.
"""

MOST_BYTES: Final = 20_000_000
"""An answer that is longer is none."""
_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_BROKEN: Final = "an answer that is not JSON, or only a part of it"


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
        answer = persist(
            lambda: self._try(body), host=self.settings.host, retries=self.settings.retries, sleep=self._wait
        )
        self.ledger.count(answer)
        return answer

    def _wait(self, seconds: float) -> None:
        self.sleep(seconds)
        self.ledger.retries += 1

    def _try(self, body: Mapping[str, object]) -> Mapping[str, object] | Failure:
        import httpx

        self.ledger.requests += 1
        key, timeout = self.settings.key, self.settings.timeout
        headers = {"Content-Type": "application/json"} | ({} if key is None else {"Authorization": f"Bearer {key}"})
        content = json.dumps(body).encode()
        with httpx.Client(timeout=timeout, follow_redirects=False) as client:
            post = Post(url=self.settings.address, content=content, headers=headers)
            answer = exchange(client, post, timeout=timeout, most_bytes=MOST_BYTES)
        if isinstance(answer, Failure):
            return answer
        return _answer(answer.content) if answer.status == 200 else refusal(answer, again=_AGAIN, secrets=(key,))


def _answer(content: bytes) -> Mapping[str, object] | Failure:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return Failure(_BROKEN)
    return answer if isinstance(answer, dict) else Failure(_BROKEN)
