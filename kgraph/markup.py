"""HTML for notebooks, made of text: everything is escaped, nothing in it runs or asks for anything.

Styles stand on the elements, because notebooks drop style sheets from output that they do not trust.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

MOST_ROWS: Final = 20
"""How many rows of a table are shown where nobody asks for more."""

_CELL: Final = "text-align:left;vertical-align:top;padding:2px 12px 2px 0;unicode-bidi:isolate"
_MARK: Final = "background:#fff1b8;color:#1b1f24;padding:0 1px"
_UNWRITABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def escaped(value: object) -> str:
    """A value as text that stands in HTML as itself; nothing for None.

    Half a surrogate pair, a control character or one that turns the direction of what follows becomes U+FFFD.

    >>> escaped("<b>&"), escaped(None)
    ('&lt;b&gt;&amp;', '')
    """
    if value is None:
        return ""
    return html.escape(without_controls(str(value)), quote=True)


def without_controls(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, control characters and those that turn the direction."""
    return _UNWRITABLE.sub("\ufffd", text)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, most: int = MOST_ROWS) -> str:
    """Rows as an HTML table; one line says how many there are where not all are shown.

    >>> table(["n"], [[1], [2]], most=1).count("<tr>")
    2
    """
    head = "".join(f'<th scope="col" style="{_CELL}">{escaped(column)}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f'<td dir="auto" style="{_CELL}">{escaped(value)}</td>' for value in row) + "</tr>"
        for row in rows[:most]
    )
    left = len(rows) - most
    more = f"<p>{most} of {len(rows)} rows</p>" if left > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, most: int = MOST_ROWS) -> str:
    """The same as lines of text, its columns aligned.

    >>> print(plain_table(["actor", "n"], [["Iran", 2]]))
    actor  n
    Iran   2
    """
    shown = [["" if value is None else " ".join(str(value).split()) for value in row] for row in rows[:most]]
    widths = [max(map(len, column)) for column in zip(columns, *shown, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [list(columns), *shown]
    ]
    return "\n".join([*lines, f"({most} of {len(rows)} rows)"] if len(rows) > most else lines)


def quote(pieces: Iterable[tuple[str, str | None]], *, styled: bool = True) -> str:
    """A quote with its marked words, each mark saying what it is.

    Args:
        pieces: as `Evidence.pieces` gives them.
        styled: whether the marks bring their own colours; a page with a style sheet of its own needs none.

    >>> quote([("Iran", "actor"), (" agreed", None)]).count("<mark")
    1
    """
    style = f' style="{_MARK}"' if styled else ""
    words = "".join(
        escaped(piece) if role is None else f'<mark title="{escaped(role)}"{style}>{escaped(piece)}</mark>'
        for piece, role in pieces
    )
    return f'<q dir="auto">{words}</q>'


def link(text: str, url: str | None) -> str:
    """The text, linked where the address is one of the web; any other address is no link.

    >>> link("row", "javascript:alert(1)")
    'row'
    """
    if url is None or not is_web(url):
        return escaped(text)
    return f'<a href="{escaped(url)}" rel="noopener noreferrer" referrerpolicy="no-referrer">{escaped(text)}</a>'


def is_web(url: str) -> bool:
    """Whether an address is one of the web: http or https.

    >>> is_web("https://example.org"), is_web(" javascript:alert(1)")
    (True, False)
    """
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
