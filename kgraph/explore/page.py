"""The page: template, style, scripts and data put together into one file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from kgraph.explore.records import Record

SCRIPTS: Final = (
    "vendor/vis-network.min.js",
    "labels.js",
    "theme.js",
    "words.js",
    "lens.js",
    "graphs.js",
    "address.js",
    "patch.js",
    "lettering.js",
    "canvas.js",
    "panel.js",
    "finder.js",
    "timeline.js",
    "filters.js",
    "pages.js",
    "studies.js",
    "table.js",
    "world.js",
    "map.js",
    "save.js",
    "help.js",
    "controls.js",
    "explore.js",
)
"""In the order they run."""

_PLACE: Final = re.compile(r"\{\{(\w+)\}\}")
_UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def page(title: str, data: Record) -> str:
    """The HTML text of the page.

    Its policy names these very scripts and this very style sheet by their hashes and forbids everything else, so that a
    script that came in with the data would not run even if it got into the document.
    """
    style = _asset("explore.css")
    scripts = [_asset(name) for name in SCRIPTS]
    parts = {
        "policy": _policy(style, scripts),
        "title": html.escape(title),
        "style": style,
        "data": data_block(data),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    return _PLACE.sub(lambda place: parts[place[1]], _asset("page.html"))


def data_block(data: Mapping[str, object]) -> str:
    r"""JSON that can stand inside a script element: nothing in it can end the element or begin another.

    >>> print(data_block({"quote": "</script>"}))
    {"quote":"\u003c/script\u003e"}
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_UNSAFE)


def _policy(style: str, scripts: list[str]) -> str:
    rules = {
        "default-src": ["'none'"],
        "script-src": [_hash(script) for script in scripts],
        "style-src": [_hash(style)],
        "img-src": ["data:", "blob:"],
        "connect-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join([rule, *values]) for rule, values in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("kgraph.explore").joinpath(name).read_text(encoding="utf-8")
