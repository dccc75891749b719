"""What of a page is no part of its story: bylines, credits, captions, calls to follow; and the datelines of wires."""

from __future__ import annotations

import re
from typing import Final

_AGENCIES: Final = (
    r"(?:AA|AFP|ANI|ANSA|ANTARA|AP|APA|BTA|Bernama|CNA|CNN|EFE|EPA|GNA|IANS|IRNA|ISNA|KCNA|KUNA|MNA|PETRA|PTI|QNA|SANA|SPA|TASS|"
    r"UNI|UPI|VNA|VOA|WAM|dpa|Agence\sFrance-Presse|Agencies|Anadolu(?:\sAgency)?|(?:The\s)?Associated\sPress|Interfax|"
    r"Kyodo(?:\sNews)?|KYODO|Getty(?:\sImages)?|Reuters|REUTERS|RIA(?:\sNovosti)?|Sputnik|Ukrinform|Xinhua|Yonhap)"
)
_PICTURES: Final = r"(?:Shutterstock|Alamy|Reuters|REUTERS|AP\sPhoto|Handout|Pool|NurPhoto|Planet\sLabs|Maxar)"
_SOURCES: Final = rf"(?:{_AGENCIES}|{_PICTURES})"
_NETWORK: Final = r"(?:facebook|twitter|x|instagram|telegram|youtube|linkedin|tiktok|whatsapp)"
_PERSON: Final = (
    r"(?:[A-Z\u00c0-\u00de][\w.'\u2019-]+(?:\s+(?:[A-Z\u00c0-\u00de][\w.'\u2019-]*|al|de|van|von|bin|el)){0,4})"
)
_PEOPLE: Final = rf"(?:{_PERSON}(?:(?:,|,?\s+and|\s+&)\s+{_PERSON}){{0,5}})"
_WORK: Final = (
    r"(?:additional\s+|further\s+)?(?:reporting|(?:re)?writing|editing|compiled|written|translated|edited)\s+by"
)
_POSTED: Final = rf"{_PERSON}(?:\s+in\s+{_PERSON})?"
_MONTH: Final = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY: Final = r"(?i:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?i:day)?\b\.?"
_CLOCK: Final = (
    rf"(?:[\d:.,/+\s\u2013-]|{_MONTH}|{_WEEKDAY}|\b(?i:[ap]\.?m\.?|at|on|gmt|utc|[a-z]{{1,3}}t|ist|h|hrs?)\b)"
)
_BOILERPLATE: Final = (
    re.compile(
        rf"(?:follow|like|find|join|contact)\s.{{0,80}}\b(?:on|at)\s+{_NETWORK}(?:(?:\s*,)?\s+(?:and\s+|or\s+)?{_NETWORK})*\b",
        re.I,
    ),
    re.compile(
        r"(?:comments?|leave a comment|share(?: this)?(?: article)?|read more|related(?: stories)?|advertisement|"
        r"sponsored|more to follow|developing story|end|ends)\W*",
        re.I,
    ),
    re.compile(r"(?:read more|related|see also|watch|listen|also read|more on this)\s*:.*", re.I),
    re.compile(
        r"(?:please\s+let\s+us\s+know|sign\s+up|subscribe|click\s+here|all\s+rights\s+reserved)\b.*", re.I | re.S
    ),
    re.compile(r"(?:\u00a9|copyright\s+(?:\u00a9|\(c\)|by\b|\d{4}|[\w .]{0,40}all\s+rights)).*", re.I | re.S),
    re.compile(r"(?:photo|image|picture|file\s+photo|credit|photograph)s?\s*:.*", re.I),
    re.compile(
        rf"(?i:photo|image|picture|photograph)s?\s+(?:(?i:credits?)\b.*|(?i:by)\s+{_PEOPLE}(?:\s*[,|/].{{0,40}})?)"
    ),
    re.compile(rf"(?:by|By|BY)\s+{_PEOPLE}(?:\s*[,|/].{{0,60}}|\s+in\s+{_PERSON}|\s+(?:for|of)\s+{_PERSON})?"),
    re.compile(rf"{_PEOPLE}\s*[,|\u2014\u2013-]\s*{_AGENCIES}(?:\s+(?:correspondent|writer)s?)?"),
    re.compile(rf"\((?i:{_WORK})\s.*", re.S),
    re.compile(rf"(?i:{_WORK})\s+{_POSTED}(?:(?:,|;|,?\s+and)\s+(?:(?i:{_WORK})\s+)?{_POSTED}){{0,8}}"),
    re.compile(r"(?i:with)\s+(?i:inputs?|reporting|files)\s+(?i:from)\s.{0,60}"),
    re.compile(
        rf"(?:{_AGENCIES}\s+(?:writers?|reporters?|journalists?|correspondents?)\s+)?{_PEOPLE}(?:\s+in\s+.{{2,60}})?,?"
        r"\s+(?:also\s+)?contributed\s+(?:to\s+this\s+(?:report|story|article)|reporting)"
    ),
    re.compile(
        r"our\s+standards\s*:.*|this\s+(?:story|article)\s+(?:has\s+been|was)\s+(?:(?:originally|first)\s+published|"
        r"updated|corrected|auto-generated)\b.*",
        re.I | re.S,
    ),
    re.compile(rf"(?:updated|published|posted|last\s+modified|last\s+updated)\s*(?:on|at|:)?\s*{_CLOCK}{{1,40}}", re.I),
    re.compile(rf"(?i:source|editor|author|reporter|writer)s?\s*:\s*(?:{_AGENCIES}|{_PEOPLE})"),
    re.compile(rf"[(\[]\s?{_SOURCES}(?:[,/ ]+{_SOURCES})*\s?[)\]]"),
    re.compile(r"[^\s@]+@[^\s@]+\.\w+"),
)
_CREDIT: Final = re.compile(
    rf"[(\[]?[\w .,\u2019'-]{{2,60}}[/|]\s?(?:.{{0,30}}\bvia\s+)?{_SOURCES}(?:\s+(?:via|/)\s*{_SOURCES})?[)\]]?"
)
_CREDITED: Final = re.compile(
    rf".*[\s(\[](?:[(\[]?(?:{_SOURCES}|Photo|Image)(?:\sphoto)?/{_PERSON}(?:(?:/|,?\s+via\s+){_PERSON}){{0,2}}[)\]]?|"
    rf"[(\[](?:(?:Photo|Image|Picture)(?:\s+by|:)\s[^()]{{2,80}}|{_PERSON}(?:/{_PERSON})?/{_SOURCES}[^()]{{0,40}}|"
    rf"File(?:\sphoto)?)[)\]])\.?",
    re.S,
)
"""A caption that ends in the credit of its picture: (Xinhua/Li Xueren), REUTERS/Jane Roe/File Photo, (Photo by ...)."""
_OF_A_PICTURE: Final = re.compile(
    r"(?:FILE|File)(?:\s+(?:PHOTO|photo|IMAGE|image|picture))?\s*(?:[:\u2014\u2013]|\s-)\s.*|\[\d{1,2}/\d{1,2}\]\s*\S.*|"
    r"In\s+this\s.{0,60}\b(?:photo|image|photograph|picture|frame\s+grab|video\s+grab)(?:,|\s+(?:taken|released|provided|made|"
    r"from|by|shared|posted|distributed|issued|supplied|obtained)\b).*",
    re.S,
)

_LETTER: Final = r"[A-Z\u00c0-\u00de'\u2019.]"
_CAPITALS: Final = (
    rf"(?:[A-Z\u00c0-\u00de'\u2019]{{3,21}}|[A-Z]{{2}}[ -]{_LETTER}{{2,20}}|[A-Z]['\u2019]{_LETTER}{{3,20}}|"
    rf"ST?\.\s{_LETTER}{{3,20}})(?:[ /-]{_LETTER}{{1,20}}){{0,4}}"
)
_NO_PLACE: Final = (
    rf"(?!(?:On|In|By|At|As|It|The|Since|From|Until|Till|After|Before|During|And|But|{_MONTH}|{_WEEKDAY})[\s,])"
)
_NAMED: Final = r"[A-Z\u00c0-\u00de][\w.'\u2019-]{1,20}"
_NAME: Final = rf"{_NO_PLACE}{_NAMED}(?:[ /-](?:(?:de|la|al|el|es|of|on|du|da|do|den|am)[ -])?{_NAMED}){{0,3}}"
_REGION: Final = (
    rf"(?:,\s(?!{_MONTH}\s|{_WEEKDAY},?\s)(?:the\s)?[A-Z][\w.'\u2019-]{{1,20}}(?:\s(?:and\s)?(?!{_MONTH}\s)"
    rf"[A-Z][\w.'\u2019-]{{1,20}}){{0,3}},?|\s\[{_NAMED}(?:\s\w[\w.'\u2019-]{{1,20}}){{0,3}}\])"
)
_PLACE: Final = rf"(?:{_CAPITALS}|{_NAME}){_REGION}{{0,2}}"
_DATED_PLACE: Final = rf"(?:{_CAPITALS}{_REGION}{{0,2}}[.,\u00b7]?|{_NAME}{_REGION}{{0,2}}[.,]?(?<=[.,\]]))"
_YEAR: Final = r"(?:,?\s\d{4})?"
_ORDINAL: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE: Final = rf"(?:{_WEEKDAY},?\s)?(?:{_MONTH}\s?{_ORDINAL}|{_ORDINAL}\s{_MONTH}){_YEAR}(?!\d)"
_BRACKETS: Final = r"\((?=[^()\n]*[A-Za-z])[^()\n]{2,40}\)"
_SLASHES: Final = r"/[A-Z][^/\n]{1,60}/"
_DASH: Final = (
    r"(?:\s*[.:]?\s*(?:(?<=[\s).,:/])[\u2014\u2013\u2015-]{1,3}|[\u2014\u2013\u2015]{1,2}|-{2,3})(?:\s+|\Z)|"
    r"\u2014(?=\S))"
)
_DATELINES: Final = (
    # SEOUL, Dec. 7 (Yonhap) --; MOSCOW. Dec 7 (Interfax) -; Tehran, Dec 7, IRNA -; or a line of its own
    re.compile(
        rf"{_DATED_PLACE}\s{{1,3}}{_DATE}[.,]?\s*(?:{_BRACKETS}|{_SLASHES}|{_AGENCIES}(?=\W))?"
        rf"(?:{_DASH}|\s*\Z)"
    ),
    # MOSCOW, December 7. /TASS/.; New Delhi [India], December 7 (ANI):; New Delhi, Dec 7 (PTI)
    re.compile(rf"{_DATED_PLACE}\s{{1,3}}{_DATE}[.,]?\s*(?:{_BRACKETS}|{_SLASHES})[.:]?\s+"),
    # Beijing (AFP) Dec 7, 2017
    re.compile(rf"{_PLACE},?\s*\({_AGENCIES}\),?\s{_DATE}(?:{_DASH}|\s*\Z)"),
    # KYIV, Ukraine (AP) -, WASHINGTON -; what follows is no headline in capitals
    re.compile(rf"{_CAPITALS}{_REGION}{{0,2}}(?:,?\s*{_BRACKETS}:?)?{_DASH}(?=\S*\s*\S*[a-z])"),
    # Kyiv (AFP) -, Ankara (AA):
    re.compile(rf"{_NAME}{_REGION}{{0,2}},?\s*\({_AGENCIES}(?:/{_AGENCIES})?\)(?:{_DASH}|:\s+)"),
    # (ANSA) - ROME, DEC 7 -; (Reuters) -
    re.compile(rf"\({_AGENCIES}\){_DASH}(?:{_PLACE}[.,]?\s{_DATE}{_DASH})?"),
)
_END: Final = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\Z")


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is no part of the story.

    >>> is_boilerplate("Follow the author on Twitter and Facebook.")
    True
    >>> is_boilerplate("(Reporting by Jane Roe in Moscow; Editing by John Doe)")
    True
    >>> is_boilerplate("The ministers met on Tuesday.")
    False
    """
    line = paragraph.strip()
    shapes = {line, line.rstrip(".")}
    return is_credit(line) or any(pattern.fullmatch(shape) for pattern in _BOILERPLATE for shape in shapes)


def is_credit(paragraph: str) -> bool:
    """Whether it names whoever took a picture: the line right above it is then the picture's caption."""
    return any(_CREDIT.fullmatch(shape) for shape in (paragraph.strip(), paragraph.strip().rstrip(".")))


def is_caption(paragraph: str, following: str | None) -> bool:
    """Whether it says what a picture shows: it begins or ends as captions do, or is no whole sentence above a credit.

    >>> is_caption("Xi Jinping meets Vladimir Putin in Beijing, Dec. 7, 2017. (Xinhua/Li Xueren)", None)
    True
    >>> is_caption("Xi Jinping met Vladimir Putin in Beijing.", None)
    False
    """
    line = paragraph.strip()
    if _OF_A_PICTURE.fullmatch(line) or _CREDITED.fullmatch(line):
        return True
    return following is not None and is_credit(following) and _END.search(line) is None


def dateline_end(paragraph: str) -> int:
    """Where the text begins after a dateline, or 0 where there is none.

    >>> paragraph = "NIAMEY, Sept 14 \u2014 Niger accused France on Friday."
    >>> paragraph[dateline_end(paragraph):]
    'Niger accused France on Friday.'
    >>> paragraph = "MOSCOW, December 7. /TASS/. Russia will respond."
    >>> paragraph[dateline_end(paragraph):]
    'Russia will respond.'
    >>> dateline_end("U.S. - China talks failed.")
    0
    """
    return max((match.end() for pattern in _DATELINES if (match := pattern.match(paragraph))), default=0)
