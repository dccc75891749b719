"""The lines of a page that are no part of its story: credits, captions, comment boxes, calls to follow."""

from __future__ import annotations

import re
from typing import Final

_AGENCIES: Final = (
    r"(?:AP|AFP|UPI|Reuters|REUTERS|Getty(?:\s+Images)?|EPA|Xinhua|TASS|Sputnik|ANSA|dpa|Shutterstock|Alamy)"
)
_NETWORK: Final = r"(?:facebook|twitter|x|instagram|telegram|youtube|linkedin|tiktok)"
_BOILERPLATE: Final = (
    re.compile(
        rf"(?:follow|like|find|join|contact)\s.{{0,80}}\b(?:on|at)\s+{_NETWORK}(?:(?:\s*,)?\s+(?:and\s+|or\s+)?{_NETWORK})*\b",
        re.I,
    ),
    re.compile(
        r"(?:comments?|leave a comment|share(?: this)?|read more|related(?: stories)?|advertisement|sponsored)\W*",
        re.I,
    ),
    re.compile(r"(?:read more|related|see also|watch|listen|also read|more on this)\s*:.*", re.I),
    re.compile(
        r"(?:please\s+let\s+us\s+know|sign\s+up|subscribe|click\s+here|copyright|©|all\s+rights\s+reserved)\b.*",
        re.I | re.S,
    ),
    re.compile(r"(?:photo|image|picture|file\s+photo|credit|photograph)s?\s*(?:by|:|credit).*", re.I),
    re.compile(r"(?:by|By|BY)\s+[A-Z][\w.-]+(?:\s+[A-Z][\w.-]+){1,3}(?:\s*[,|].{0,40})?"),
    re.compile(
        rf"\(?[\w .,\u2019'-]{{2,60}}[/|]\s?(?:.{{0,30}}\bvia\s+)?{_AGENCIES}(?:\s+(?:via|/)\s*{_AGENCIES})?\)?"
    ),
    re.compile(r"(?:updated|published|posted|last\s+modified)\s*(?:on|at|:).{0,60}", re.I),
    re.compile(r"[^\s@]+@[^\s@]+\.\w+"),
)
_CREDIT: Final = _BOILERPLATE[6]
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z.'\u2019/-]+(?:[ ,]+[\w.'\u2019/-]+){0,6}?,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,?\s+\d{4})?\s*"
    r"(?:\([\w ]+\)\s*)?[\u2014\u2013-]+\s"
)
_CAPITALS: Final = r"[A-Z][A-Z\u00c0-\u00de'\u2019]{1,20}(?:[ /-][A-Z][A-Z\u00c0-\u00de'\u2019.]{1,20}){0,4}"
_REGION: Final = r"(?:,\s[A-Z][\w.'\u2019-]{1,20}(?:\s[A-Z][\w.'\u2019-]{1,20}){0,2})?"
_NAME: Final = r"[A-Z][\w.'\u2019-]{1,20}(?:[ /][A-Z][\w.'\u2019-]{1,20}){0,3}"
_DASH: Final = r"(?:\s+[\u2014\u2013-]{1,2}\s+|\u2014)"
_UNDATED: Final = re.compile(
    rf"(?:{_CAPITALS}{_REGION}(?:,?\s*\([\w. ]{{2,30}}\))?|{_NAME}{_REGION},?\s*\({_AGENCIES}\))"
    rf"{_DASH}(?=\S*\s*\S*[a-z])"
)
"""KYIV, Ukraine (AP) — and Kyiv (AFP) -; what follows is no headline in capitals."""
_END: Final = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\Z")


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is no part of the story.

    >>> is_boilerplate("Follow the author on Twitter and Facebook.")
    True
    >>> is_boilerplate("The ministers met on Tuesday.")
    False
    """
    line = paragraph.strip()
    return any(pattern.fullmatch(line.rstrip(".")) or pattern.fullmatch(line) for pattern in _BOILERPLATE)


def is_credit(paragraph: str) -> bool:
    """Whether it names whoever took a picture: the line right above it is then the picture's caption."""
    return _CREDIT.fullmatch(paragraph.strip()) is not None


def is_caption(paragraph: str, following: str | None) -> bool:
    """Whether it stands right above a picture's credit and is no whole sentence."""
    return following is not None and is_credit(following) and _END.search(paragraph.strip()) is None


def dateline_end(sentence: str) -> int:
    """Where the text begins after a dateline, or 0 where there is none.

    >>> sentence = "NIAMEY, Sept 14 \u2014 Niger accused France on Friday."
    >>> sentence[dateline_end(sentence):]
    'Niger accused France on Friday.'
    >>> dateline_end("U.S. - China talks failed.")
    0
    """
    match = _DATELINE.match(sentence) or _UNDATED.match(sentence)
    return 0 if match is None else match.end()
