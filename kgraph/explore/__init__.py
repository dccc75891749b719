"""The explorer: claims as one HTML file, in which every line opens onto the sentences behind it.

The file holds everything it needs and asks no network for anything; it opens from a disk, in light and in dark. The
same claims give the same bytes, in whatever order they come.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgraph.errors import DataError
from kgraph.explore.bundles import Key, as_judged, as_named, by_state
from kgraph.explore.coverage import articles_by_month
from kgraph.explore.drawing import draw
from kgraph.explore.page import page
from kgraph.explore.records import Ledger, Record, view_record
from kgraph.explore.views import Corpus, view
from kgraph.explore.voices import Voices
from kgraph.files import written_whole
from kgraph.model import (
    Actor,
    Claim,
    Document,
    Judgements,
    Review,
    read_reviews,
    reviews_beside,
    standing_reviews,
)

if TYPE_CHECKING:
    from kgraph.graph import GraphReader

TOP: Final = 200
"""How many lines are drawn where nobody says: what still reads as a picture."""

__all__ = ["explore", "explore_graph", "explorer_html", "write_explorer"]


def explore(
    claims: Iterable[Claim],
    documents: Iterable[Document] = (),
    actors: Iterable[Actor] = (),
    *,
    title: str = "kgraph",
    top: int = TOP,
    judgements: Judgements | None = None,
    reviews: Mapping[str, Review] | None = None,
) -> str:
    """The explorer of these claims, as HTML text.

    Args:
        claims: what to show; one that comes twice is shown once.
        documents: where the claims were read, for titles, publishers, dates and links.
        actors: labels and kinds of the actors; one that is not given is called what the claims call it.
        title: of the page.
        top: how many lines to draw at most, the best evidenced first. The page says how many it leaves out.
        judgements: verdicts on the actors; those that are one are drawn as one. The claims say what they say.
        reviews: verdicts on single claims, by their ids. One that is rejected is shown as that and counts for nothing.

    Raises:
        DataError: `top` is below 1, or a text cannot be written as UTF-8.

    >>> explore([])[:15]
    '<!doctype html>'
    """
    if top < 1:
        raise DataError("not a number of lines", value=top, expected="1 or more")
    corpus = Corpus.of(claims, documents, actors, judgements or Judgements())
    text = page(title, _data(title, corpus, top, reviews or {}))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DataError("half a surrogate pair", value=text[error.start - 40 : error.end], expected="text") from None
    return text


def write_explorer(
    path: str | os.PathLike[str],
    claims: Iterable[Claim],
    documents: Iterable[Document] = (),
    actors: Iterable[Actor] = (),
    *,
    title: str = "kgraph",
    top: int = TOP,
    judgements: Judgements | None = None,
    reviews: Mapping[str, Review] | None = None,
) -> Path:
    """Writes the explorer of these claims to `path` and returns it; the arguments are those of `explore`.

    The file appears whole or not at all: it is written beside its place and moved there.

    Raises:
        DataError: as `explore` does, or the file cannot be written.
    """
    return _written(
        path, explore(claims, documents, actors, title=title, top=top, judgements=judgements, reviews=reviews)
    )


def explore_graph(graph: GraphReader, path: str | os.PathLike[str], *, title: str = "kgraph", top: int = TOP) -> Path:
    """Writes the explorer of everything a graph holds to `path` and returns it; the options are those of `explore`.

    >>> from tempfile import TemporaryDirectory
    >>> from kgraph.graph import KnowledgeGraph
    >>> with TemporaryDirectory() as folder:
    ...     explore_graph(KnowledgeGraph(), Path(folder, "graph.html")).name
    'graph.html'

    Raises:
        DataError: as `explore` does, or the file cannot be written.
    """
    return _written(path, explorer_html(graph, title=title, top=top))


def explorer_html(graph: GraphReader, *, title: str = "kgraph", top: int | None = None) -> str:
    """The explorer of everything a graph holds, as the text of its page: for a notebook's frame or a server's answer.

    Args:
        graph: what to show.
        title: of the page.
        top: how many lines to draw at most, the best evidenced first; 200 where it is None.

    >>> from kgraph.graph import KnowledgeGraph
    >>> explorer_html(KnowledgeGraph())[:15]
    '<!doctype html>'

    Raises:
        DataError: as `explore` does.
    """
    return explore(
        graph.claims(),
        graph.documents(),
        graph.actors(),
        title=title,
        top=TOP if top is None else top,
        judgements=graph.judgements,
        reviews=_reviews_of(graph),
    )


def _written(path: str | os.PathLike[str], text: str) -> Path:
    target = Path(path)
    with written_whole(target) as file:
        file.write(text.encode())
    return target


def _reviews_of(graph: GraphReader) -> dict[str, Review]:
    return {} if graph.location is None else standing_reviews(read_reviews(reviews_beside(graph.location)))


def _data(title: str, corpus: Corpus, top: int, reviews: Mapping[str, Review]) -> Record:
    views = [view(name, corpus, key, top) for name, key in _keys(corpus).items()]
    held = {claim.id for seen in views for claim in seen.claims()}
    voices = Voices(corpus.claims, corpus.actors)
    ledger = Ledger((claim for claim in corpus.claims if claim.id in held), corpus.documents, voices)
    return {
        "title": title,
        "views": [view_record(seen, draw(seen.spots, seen.drawn), ledger) for seen in views],
        **ledger.record(),
        "all": {"claims": len(corpus.claims)},
        "top": top,
        "coverage": articles_by_month(corpus.documents.values()),
        "verdicts": ledger.verdicts(reviews.values()),
        "made": f"kgraph {version('kgraph')}",
    }


def _keys(corpus: Corpus) -> dict[str, Key]:
    """The ways to see the claims; where all actors stand for themselves, the two are one."""
    states, named = as_judged(by_state, corpus.judged), as_judged(as_named, corpus.judged)
    actors = (actor for claim in corpus.claims for actor in (claim.actor, claim.recipient) if actor is not None)
    rolled = any(states(actor) != named(actor) for actor in actors)
    return {"states": states, "named": named} if rolled else {"states": states}
