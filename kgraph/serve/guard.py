"""Who may ask at all, and what every answer tells a browser."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kgraph.serve.protocol import RefusedError

if TYPE_CHECKING:
    from starlette.datastructures import Headers

ALWAYS: Final[Mapping[str, str]] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
DATA_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""Of answers that are no page: should a browser show one all the same, nothing in it runs or loads."""
EXPLORER_POLICY: Final = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
"""Of the explorer, whose own policy, in the page, names its scripts by their hashes and forbids the rest."""
_RESIZER_STYLE: Final = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""Of the one style sheet that YASGUI puts in itself, for the handles between columns."""
QUERY_POLICY: Final = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {_RESIZER_STYLE}; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Of the query page."""


def check_host(headers: Headers, names: frozenset[str]) -> None:
    """Refuse a request that asks for another host: a page elsewhere whose name was made to point here.

    Raises:
        RefusedError: 421.
    """
    host = headers.getlist("host")
    if len(host) != 1 or host_name(host[0]) not in names:
        raise RefusedError(421, "this server does not answer under that name (--allow-host names one more)")


def check_origin(headers: Headers) -> None:
    """Refuse a request that a page of another site makes, whether or not it could read the answer.

    Raises:
        RefusedError: 403.
    """
    origin, host = headers.get("origin"), headers.get("host", "")
    if origin is not None and not _is_of(origin, host):
        raise RefusedError(403, "a page of another site asks: this server answers its own pages and programs alone")
    site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "navigate")
    if site in ("cross-site", "same-site") and mode != "navigate":
        raise RefusedError(403, "a page of another site asks: this server answers its own pages and programs alone")


def check_token(headers: Headers, token: str | None) -> None:
    """Refuse an update from whoever has not the token.

    Raises:
        RefusedError: 403 where nobody may write, 401 without the token.
    """
    if token is None:
        raise RefusedError(403, "read-only: the server was started without a token for updates")
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise RefusedError(401, "an update needs the token", WWW_Authenticate='Bearer realm="kgraph"')


def host_name(host: str) -> str | None:
    """The name in a Host header, without its port, in lower case; None where it is no such header.

    >>> host_name("LocalHost:7878"), host_name("[::1]:80"), host_name("a@localhost")
    ('localhost', '::1', None)
    """
    if any(sign in host for sign in "@/\\?# \t,"):
        return None
    try:
        found = urlsplit(f"//{host}")
        _ = found.port  # says so where it is no number
    except ValueError:
        return None
    return found.hostname


def _is_of(origin: str, host: str) -> bool:
    """Whether an Origin header is of pages that the host itself gives; one that is no address is not."""
    try:
        found = urlsplit(origin)
    except ValueError:
        return False
    return found.scheme in ("http", "https") and found.netloc.lower() == host.lower()
