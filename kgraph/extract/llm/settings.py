"""How the language model is reached: from options and the environment, checked once, before the first document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Final

from kgraph.errors import DataError, UnknownNameError
from kgraph.transport import checked_address, checked_secret, host_of

PREFIX: Final = "KGRAPH_LLM_"
"""How the names of the environment's variables begin: `KGRAPH_LLM_URL` is the option `url`."""
OPTIONS: Final = (*("url", "model", "recorded", "price_in", "price_out", "timeout", "retries", "chunk", "params"),)


@dataclass(frozen=True, kw_only=True)
class LlmSettings:
    """How the language model is reached and paid.

    Attributes:
        url: the base of an OpenAI-compatible endpoint, `http://localhost:8080/v1`; None: recorded answers alone.
        model: its name there.
        key: sent as a bearer token; from the environment alone, since arguments are seen by other users.
        recorded: a folder of recorded answers, read first and added to.
        price_in, price_out: of a million tokens; without both no cost is reckoned.
        timeout: seconds for one answer.
        retries: tries after the first one.
        chunk: characters of a document sent at a time, cut between sentences.
        params: more fields of the request; null takes one out (`{"temperature": null}`).
    """

    url: str | None = None
    model: str = ""
    key: str | None = field(default=None, repr=False)
    recorded: Path | None = None
    price_in: float | None = None
    price_out: float | None = None
    timeout: float = 120.0
    retries: int = 4
    chunk: int = 6_000
    params: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, options: Mapping[str, str], environment: Mapping[str, str]) -> LlmSettings:
        """The settings that options give, and where they give none the environment.

        Raises:
            UnknownNameError: there is no such option.
            DataError: a value is none, or it stays unknown which model is meant and where it is.

        >>> LlmSettings.of({"model": "small"}, {"KGRAPH_LLM_URL": "http://localhost:8080/v1/"}).address
        'http://localhost:8080/v1/chat/completions'
        """
        for name in options:
            if name == "key":
                raise DataError("a key among the options, where others can read it", expected=f"{PREFIX}KEY")
            if name not in OPTIONS:
                raise UnknownNameError("option of the extractor llm", name, OPTIONS)
        found = {name: options.get(name) or environment.get(f"{PREFIX}{name.upper()}") for name in OPTIONS}
        given = {name: value for name, value in found.items() if value}
        if not ("url" in given or "recorded" in given):
            raise DataError("the extractor llm has no endpoint", expected=_ways("url", "http://localhost:8080/v1"))
        if "model" not in given:
            raise DataError("the extractor llm has no model", expected=_ways("model", "NAME"))
        read = {name: _READERS[name](name, value) for name, value in given.items()}
        key = checked_secret(environment.get(f"{PREFIX}KEY", ""), name=f"{PREFIX}KEY")
        return cls(key=key, **read)  # type: ignore[arg-type]  # by name, checked

    @property
    def address(self) -> str:
        """Where requests go."""
        base = (self.url or "").rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"

    @property
    def host(self) -> str:
        """The endpoint as messages name it."""
        return host_of(self.url or "")


def _ways(name: str, example: str) -> str:
    return f"{PREFIX}{name.upper()}={example} in the environment, or --option {name}={example}"


def _text(name: str, value: str) -> str:
    return value


def _folder(name: str, value: str) -> Path:
    return Path(value)


def _url(name: str, value: str) -> str:
    return checked_address(value, secrets=f"{PREFIX}KEY")


def _number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not isfinite(number) or number < 0 or (name == "timeout" and number == 0):
        raise DataError(f"not a value of {name}", value=value, expected="a number")
    return number


def _count(name: str, value: str) -> int:
    most = {"retries": 20, "chunk": 1_000_000}[name]
    least = {"retries": 0, "chunk": 200}[name]
    if not (value.isascii() and value.isdigit() and least <= int(value[:9]) <= most):
        raise DataError(f"not a value of {name}", value=value, expected=f"{least} to {most}")
    return int(value)


def _params(name: str, value: str) -> dict[str, object]:
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise DataError(f"not a value of {name}", value=value, expected='a JSON object such as {"temperature": null}')
    return read


_READERS: Final[Mapping[str, Callable[[str, str], object]]] = {
    "url": _url,
    "model": _text,
    "recorded": _folder,
    "price_in": _number,
    "price_out": _number,
    "timeout": _number,
    "retries": _count,
    "chunk": _count,
    "params": _params,
}
