"""Text that tries to become markup, script, query or formula wherever it is shown: the corpus that all views share.

Whatever of it runs in a page sets `window.__pwned`.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

HOSTILE: Final = (
    # ends or begins elements
    "</script><script>window.__pwned=1</script>",
    "<script>window.__pwned=1</script>",
    "<ScRiPt>window.__pwned=1</sCrIpT>",
    "<scr<script>ipt>window.__pwned=1</script>",
    "<!--<script>window.__pwned=1",
    "--><script>window.__pwned=1</script>",
    "<![CDATA[<script>window.__pwned=1</script>]]>",
    "]]><script>window.__pwned=1</script>",
    "</title><script>window.__pwned=1</script>",
    "</style><script>window.__pwned=1</script>",
    "</textarea><script>window.__pwned=1</script>",
    "</iframe><script>window.__pwned=1</script>",
    "<script/src=data:,window.__pwned=1></script>",
    # runs without a script element
    "<img src=x onerror=window.__pwned=1>",
    "<img src=`x` onerror=window.__pwned=1>",
    "<svg onload=window.__pwned=1>",
    "\"'><svg onload=window.__pwned=1>",
    "<svg><animate onbegin=window.__pwned=1 attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:window.__pwned=1'><text y=20>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=window.__pwned=1>",
    "<body onload=window.__pwned=1>",
    "<iframe srcdoc='<script>parent.__pwned=1</script>'>",
    "<iframe src='javascript:parent.__pwned=1'>",
    "<object data='javascript:window.__pwned=1'>",
    "<embed src='javascript:window.__pwned=1'>",
    "<details open ontoggle=window.__pwned=1>",
    "<video><source onerror=window.__pwned=1>",
    "<input autofocus onfocus=window.__pwned=1>",
    "<marquee onstart=window.__pwned=1>",
    "<form><button formaction=javascript:window.__pwned=1>x",
    "<meta http-equiv=refresh content='0;url=javascript:window.__pwned=1'>",
    "<base href='javascript:window.__pwned=1//'>",
    "<link rel=stylesheet href='data:text/css,*{color:red}'>",
    "<style>@import 'data:text/css,*{display:none}';</style>",
    # breaks out of attributes and strings
    "\" onmouseover=\"window.__pwned=1",
    "' onmouseover='window.__pwned=1",
    "` onmouseover=window.__pwned=1 `",
    "\" autofocus onfocus=\"window.__pwned=1\" x=\"",
    "\\\"); window.__pwned=1; //",
    "'); window.__pwned=1; //",
    "${window.__pwned=1}",
    "`${window.__pwned=1}`",
    "{{constructor.constructor('window.__pwned=1')()}}",
    "{{data}} {{scripts}} {{policy}} \\1 \\g<0>",
    "{% for x in y %}",
    "%s %n %(name)s {0} {name}",
    # addresses
    "javascript:window.__pwned=1",
    " javascript:window.__pwned=1",
    "JaVaScRiPt:window.__pwned=1",
    "java\tscript:window.__pwned=1",
    "data:text/html,<script>window.__pwned=1</script>",
    "vbscript:window.__pwned=1",
    "https://example.org/\"onclick=\"window.__pwned=1",
    "//example.org/x",
    # already escaped, and what unescapes twice
    "&lt;script&gt;window.__pwned=1&lt;/script&gt;",
    "&#60;img src=x onerror=window.__pwned=1&#62;",
    "&amp;lt;b&amp;gt;",
    "%3Cscript%3Ewindow.__pwned=1%3C/script%3E",
    "\\u003cscript\\u003ewindow.__pwned=1\\u003c/script\\u003e",
    # queries and formulas
    "\" } ; DROP ALL ; SELECT * { ?s ?p \"",
    "> } INSERT DATA { <urn:x> <urn:y> <urn:z> } #",
    "=HYPERLINK(\"https://example.org\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    # characters
    "a\u2028b\u2029c\u202ed\u2066e",
    "zero\u200bwidth\ufeffjoin\u200d",
    "Z\u0351\u0348a\u0323l\u0325g\u0322o\u0327" * 8,
    "\u0645\u0631\u062d\u0628\u0627 <b>\u05e9\u05dc\u05d5\u05dd</b> \u4e2d\u56fd",
    "\U0001f4a3\U0001f1f7\U0001f1fa",
    "x" * 5000,
)  # fmt: skip
"""Names, quotes, titles, publishers, dates and addresses that a hostile article or table can bring."""


class Seen(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data
