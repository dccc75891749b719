"""What a web page says of its story: title, publisher, author, day, address, language; nothing is guessed.

The day of publication is one that the page calls so: `datePublished`, `article:published_time` and their like, or the
`<time>` of the article itself. A day in the address, in the text, or of a change is none. Days are taken as written,
whatever the time zone. Of several that contradict each other none is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

MOST_CHARACTERS: Final = 1_000
"""A title, a name or an address that is longer is none."""

_TITLES: Final = ("og:title", "twitter:title", "dc.title", "citation_title")
_PUBLISHERS: Final = ("og:site_name", "dc.publisher", "citation_publisher", "publisher")
_AUTHORS: Final = (
    "author",
    "article:author",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "byl",
)
_ADDRESSES: Final = ("og:url", "twitter:url", "parsely-link")
_DAYS: Final = (
    *("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
    *(
        "datepublished",
        "rnews:datepublished",
        "schema:datepublished",
        "date.published",
        "publication_date",
        "publish_date",
    ),
    *(
        "publish-date",
        "published_date",
        "pubdate",
        "publishdate",
        "parsely-pub-date",
        "sailthru.date",
        "article.published",
    ),
    *(
        "dcterms.issued",
        "dc.date.issued",
        "dcterms.date",
        "dc.date",
        "citation_publication_date",
        "citation_date",
        "date",
    ),
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO: Final = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T\s].*)?", re.DOTALL)
_WRITTEN: Final = re.compile(
    r"(?:[A-Z]\w+,?\s+)?(?:(?P<month>[A-Z]\w{2,8})\.?\s+(?P<day>\d{1,2}),?|(?P<first>\d{1,2})\s+(?P<second>[A-Z]\w{2,8})\.?,?)"
    r"\s+(?P<year>\d{4})\b.*",
    re.DOTALL,
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_OF_THE_ARTICLE: Final = (
    "//time[@datetime][not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::figure)]"
    "[(ancestor::article|ancestor::main)[last()]//h1]"
)
"""Of the nearest article that has the headline; what is told of other stories has none of that rank."""
_IN_PROSE: Final = "ancestor::p or ancestor::li or ancestor::blockquote or ancestor::td"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page says of its story; None where it says nothing.

    Attributes:
        published: the day, `YYYY-MM-DD`.
        language: a BCP 47 tag.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


def metadata_of(tree: Any) -> PageMetadata:
    """What a page, as a tree of lxml, says of its story."""
    meta = _metas(tree)
    url = _url(tree, meta)
    title = _first(meta, _TITLES)
    article = _article(list(_linked(tree)), url, title)
    publisher = _first(meta, _PUBLISHERS) or _name(article.get("publisher"))
    title = _text(article.get("headline")) or title or _heading(tree)
    return PageMetadata(
        title=_without_site(title, publisher),
        publisher=publisher,
        author=_name(article.get("author")) or _author(meta),
        published=_published(tree, meta, article),
        url=url or _address(article.get("url")),
        language=_language(tree),
    )


def day_of(value: object) -> str | None:
    """The day that a date is of, whatever common form it is written in; None where it is none, or could be two.

    >>> day_of("2017-12-07T23:30:00-05:00"), day_of("Thu, 07 Dec 2017 10:00:00 GMT"), day_of("December 7, 2017")
    ('2017-12-07', '2017-12-07', '2017-12-07')
    >>> day_of("07/12/2017"), day_of("yesterday")
    (None, None)
    """
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        if (match := _ISO.fullmatch(text)) is not None:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        if (match := _WRITTEN.fullmatch(text)) is not None:
            month = _MONTHS.index((match["month"] or match["second"])[:3].lower()) + 1
            return date(int(match["year"]), month, int(match["day"] or match["first"])).isoformat()
    except ValueError:  # no such day, no such month
        return None
    return None


def _published(tree: Any, meta: Mapping[str, Sequence[str]], article: Mapping[str, object]) -> str | None:
    said = day_of(article.get("datePublished"))
    if said is not None:
        return said
    for name in _DAYS:
        if (day := _only(map(day_of, meta.get(name, ())))) is not None:
            return day
    marked = tree.xpath("//*[not(self::meta)][@itemprop='datePublished' or @property='datePublished']")
    if (day := _only(day_of(one.get("datetime") or one.get("content")) for one in marked)) is not None:
        return day
    times = [one for one in tree.xpath(_OF_THE_ARTICLE) if not re.search("comment|updat|modif", _classes(one))]
    called = [one for one in times if one.get("pubdate") is not None or re.search("publish|entry-date", _classes(one))]
    if called:
        return _only(day_of(one.get("datetime")) for one in called)
    return _only(day_of(one.get("datetime")) for one in times if not one.xpath(_IN_PROSE))


def _classes(element: Any) -> str:
    """The classes of an element, but "updated" beside "published", as WordPress marks a story never changed."""
    classes = (element.get("class") or "").lower()
    return classes.replace("updated", "") if "publish" in classes else classes


def _only(days: Iterable[str | None]) -> str | None:
    """The one day among these; None where there is none, or where they contradict each other."""
    found = {day for day in days if day is not None}
    return found.pop() if len(found) == 1 else None


def _metas(tree: Any) -> dict[str, list[str]]:
    """The contents of the `<meta>` elements by their names, in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _text(element.get("content"))
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name and content is not None:
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: Mapping[str, Sequence[str]], names: Sequence[str]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _text(value: object) -> str | None:
    """A short text in one line, with its entities resolved."""
    if not isinstance(value, str):
        return None
    line = " ".join(unescape(value).split())
    return line if 0 < len(line) <= MOST_CHARACTERS and line.isprintable() else None


def _url(tree: Any, meta: Mapping[str, Sequence[str]]) -> str | None:
    links = [link.get("href") for link in tree.xpath("//link[@rel='canonical'][@href]")]
    said = [*links, *(value for name in _ADDRESSES for value in meta.get(name, ()))]
    return next((address for one in said if (address := _address(one)) is not None), None)


def _address(value: object) -> str | None:
    """An address on the web, of a page: that of a site's front is what careless pages say of all their stories."""
    text = _text(value)
    if text is None or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    is_story = parts.path.strip("/") != "" or parts.query != ""
    return text if parts.scheme in ("http", "https") and parts.netloc and is_story else None


def _linked(tree: Any) -> Iterator[Mapping[str, object]]:
    """The objects of the page's JSON-LD, with what they refer to by id put in; not those of its lists of links."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        found = list(_objects(data))
        known = {str(one["@id"]): one for one in found if "@id" in one and len(one) > 1}
        for one in found:
            yield {key: _resolved(value, known) for key, value in one.items()}


def _objects(data: object) -> Iterator[Mapping[str, object]]:
    left = [data]
    while left:
        one = left.pop(0)
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            yield one
            left += [one[key] for key in ("@graph", "mainEntity") if key in one]


def _resolved(value: object, known: Mapping[str, Mapping[str, object]]) -> object:
    if isinstance(value, list):
        return [_resolved(one, known) for one in value]
    if isinstance(value, dict) and set(value) == {"@id"}:
        return known.get(str(value["@id"]), value)
    return value


def _article(objects: Sequence[Mapping[str, object]], url: str | None, title: str | None) -> Mapping[str, object]:
    """The object that describes the story: the only article there, or the one with the page's address or title."""
    articles = [one for one in objects if _is_article(one.get("@type"))]
    if len(articles) > 1:
        about = [
            one
            for one in articles
            if (url and url in _addresses(one)) or (title and _text(one.get("headline")) == title)
        ]
        articles = about[:1]
    return articles[0] if articles else {}


def _is_article(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and (one.endswith(("Article", "Posting")) or one == "Report") for one in kinds)


def _addresses(thing: Mapping[str, object]) -> set[object]:
    page = thing.get("mainEntityOfPage")
    said = (thing.get("url"), thing.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {one for one in said if isinstance(one, str)}


def _name(value: object) -> str | None:
    """The name or names of a person or body in JSON-LD."""
    several = value if isinstance(value, list) else [value]
    names = [_text(one.get("name") if isinstance(one, dict) else one) for one in several]
    return _text(", ".join(dict.fromkeys(name for name in names if name is not None and "://" not in name)))


def _author(meta: Mapping[str, Sequence[str]]) -> str | None:
    """The first of the names that say it which holds no address."""
    for name in _AUTHORS:
        people = [re.sub(r"\A[Bb]y\s+", "", person) for person in meta.get(name, ()) if "://" not in person]
        if people:
            return _text(", ".join(dict.fromkeys(people)))
    return None


def _heading(tree: Any) -> str | None:
    """The one heading of the first rank, else the title of the page."""
    headings = tree.xpath("//h1")
    title = tree.find(".//title")
    if len(headings) == 1 and (heading := _text(headings[0].text_content())) is not None:
        return heading
    return None if title is None else _text(title.text_content())


def _without_site(title: str | None, publisher: str | None) -> str | None:
    """The title without the publisher's name behind it."""
    if title is None or publisher is None:
        return title
    return re.sub(rf"\s+[|\u00b7\u2014\u2013-]\s+{re.escape(publisher)}\Z", "", title) or title


def _language(tree: Any) -> str | None:
    tag = (tree.get("lang") or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None
