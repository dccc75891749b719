"""Documents, and the stretches of them that name somebody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kgraph.model.dates import check_day
from kgraph.model.laws import check_encodable, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text somebody published.

    Attributes:
        text: the raw text; every offset counts characters (code points) of it. Empty where a store kept none.
        id: the publisher's or the user's id for it; by default made from the URL, else from publisher and text.
        published: the day of publication, `YYYY-MM-DD`, or None: it is never guessed.
        author: who wrote it, as the publisher has the names.
        language: a BCP 47 tag.
        sha256: of the text's UTF-8 bytes; kept where the text is not.
    """

    text: str
    id: str = ""
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str = "en"
    sha256: str = ""

    def __post_init__(self) -> None:
        for name in ("text", "id", "title", "publisher", "author", "url", "language"):
            check_encodable(name, getattr(self, name))
        if self.published is not None:
            check_day(self.published)
        if not self.sha256:
            object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode()).hexdigest())
        if not self.id:
            what = ["url", self.url] if self.url else ["text", self.publisher, self.sha256]
            object.__setattr__(self, "id", digest(*what))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of a document that names an actor.

    Attributes:
        text: the words.
        start, end: character offsets into the document's text, end excluded.
        actor: the id of the actor, or None while nobody knows.
        how: the kind of name it is: label, variant, demonym, capital, seat, acronym, title, ...
    """

    text: str
    start: int
    end: int
    actor: str | None = None
    how: str = "label"
