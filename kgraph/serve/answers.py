"""What passes between the server and its workers: a job one way, an answer the other, both as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Job: TypeAlias = Mapping[str, Any]
"""The name of a job, under `job`, with what it needs: nothing but what can stand in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a job gave: an HTTP status, the headers that depend on it, and the body."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def detail(self) -> str:
        """What a problem says; empty where there is none."""
        return str(json.loads(self.body)["detail"]) if self.status >= 400 else ""


def problem(status: int, detail: str, **about: object) -> Answer:
    """An answer that says what is wrong, in JSON (RFC 9457) that a person can read too.

    >>> problem(400, "no query").body
    b'{"status": 400, "detail": "no query"}'
    """
    said = {"status": status, "detail": detail, **{name: value for name, value in about.items() if value is not None}}
    body = json.dumps(said, ensure_ascii=False).encode(errors="replace")
    return Answer(status=status, headers={"content-type": "application/problem+json"}, body=body)


def as_json(record: object, status: int = 200) -> Answer:
    """A record as an answer.

    >>> as_json({"a": 1}).body
    b'{"a": 1}'
    """
    body = json.dumps(record, ensure_ascii=False, allow_nan=False).encode(errors="replace")
    return Answer(status=status, headers={"content-type": "application/json"}, body=body)
