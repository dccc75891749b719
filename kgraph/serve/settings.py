"""What a server is told before it starts: where it listens, to whom it answers, and how much it does for anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kgraph.errors import DataError

TOKEN_VARIABLE: Final = "KGRAPH_SERVE_TOKEN"  # noqa: S105 — the name of a variable, not a secret
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
"""The names under which only this machine is reached."""
_LEAST_TOKEN: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much the server does for anybody.

    Attributes:
        seconds: how long a query may take; then its process is ended.
        rows: how many rows or triples an answer has at most; a header says where it was cut.
        answer_bytes: how many bytes an answer has at most; cut likewise.
        page_seconds: how long the explorer's page, an export or an update may take.
        body_bytes: how long the body of a request may be.
        memory_mb: how much memory a query may use; 0 for any. Enforced where the system can.
        workers: how many queries run at once.
        waiting: how many more may wait for their turn; the next is told to come again.
        refresh: how many seconds an answer may lag behind the store while something writes to it, at least.

    Raises:
        DataError: one of them is no such number.
    """

    seconds: float = 30.0
    rows: int = 100_000
    answer_bytes: int = 64 << 20
    page_seconds: float = 120.0
    body_bytes: int = 4 << 20
    memory_mb: int = 2048
    workers: int = 4
    waiting: int = 64
    refresh: float = 2.0

    def __post_init__(self) -> None:
        for name in ("seconds", "page_seconds"):
            if not 0 < getattr(self, name) <= 86_400:
                raise DataError(f"{name} of a server", value=getattr(self, name), expected="more than 0, a day at most")
        for name in ("rows", "answer_bytes", "body_bytes", "workers"):
            if getattr(self, name) < 1:
                raise DataError(f"{name} of a server", value=getattr(self, name), expected="1 or more")
        for name in ("memory_mb", "waiting", "refresh"):
            if getattr(self, name) < 0:
                raise DataError(f"{name} of a server", value=getattr(self, name), expected="0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """Where a server listens, what it serves, and to whom.

    Attributes:
        location: the store's folder.
        host: the address it listens at. Whoever can reach it can read the whole store.
        port: 0 takes a free one.
        allowed_hosts: the names under which browsers may reach it; those of this machine are always allowed. A host
            other than this machine needs at least one.
        token: whoever has it may write; None lets nobody.
        title: of the pages.
        top: how many lines the explorer draws at most.
        limits: how much it does for anybody.

    Raises:
        DataError: it would listen to others under no name, or the token is short or no plain text.

    >>> ServeSettings(location=Path("kgraph.db"), host="0.0.0.0")
    Traceback (most recent call last):
    kgraph.errors.DataError: an address that others reach needs names to be asked by: '0.0.0.0' (expected --allow-host)
    """

    location: Path
    host: str = "127.0.0.1"
    port: int = 7878
    allowed_hosts: tuple[str, ...] = ()
    token: str | None = field(default=None, repr=False)
    title: str = "kgraph"
    top: int = 200
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK and not self.allowed_hosts:
            problem = "an address that others reach needs names to be asked by"
            raise DataError(problem, value=self.host, expected="--allow-host")
        for name in self.allowed_hosts:
            if not name or "*" in name or "/" in name or name != name.strip():
                raise DataError("not the name of a host", value=name, expected="a name such as graph.example.org")
        if not 0 <= self.port < 65_536:
            raise DataError("not a port", value=self.port, expected="0 to 65535")
        if self.top < 1:
            raise DataError("not a number of lines", value=self.top, expected="1 or more")
        if self.token is not None:
            _check_token(self.token)

    def names(self) -> frozenset[str]:
        """The names of hosts that a request may ask for, in lower case."""
        return frozenset(name.lower().strip("[]") for name in (*LOOPBACK, *self.allowed_hosts))


def read_token(file: Path | None, environment: Mapping[str, str]) -> str | None:
    """The token that allows updates, from a file or from `KGRAPH_SERVE_TOKEN`; None where there is neither.

    It is never an argument of a command: those stand in the list of processes for everybody to see.

    Raises:
        DataError: the file cannot be read.

    >>> read_token(None, {"KGRAPH_SERVE_TOKEN": "correct horse battery"})
    'correct horse battery'
    """
    if file is None:
        return environment.get(TOKEN_VARIABLE) or None
    try:
        return file.read_text("ascii").strip()
    except UnicodeDecodeError:
        raise DataError("not plain text", file=str(file), expected="a token in ASCII") from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", file=str(file)) from None


def _check_token(token: str) -> None:
    if len(token) < _LEAST_TOKEN or not token.isascii() or not token.isprintable():
        raise DataError("not a token", expected=f"{_LEAST_TOKEN} or more printable characters of ASCII")
