"""Which document a line of gold is about, and where in it the sentence stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import DataError
from kgraph.evaluate.gold import Gold, GoldArticle, GoldRelation, GoldSentence
from kgraph.extract import read_outcomes
from kgraph.model import Claim, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A coded sentence where it stands: in which document, from where to where, and whether it tells a relation."""

    document: str
    start: int
    end: int
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Gold with its documents.

    Attributes:
        documents: the texts to read, by id.
        relations: each with the number of its sentence among `stretches`.
        stretches: the coded sentences, each once.
        problems: what could not be read or placed.
    """

    documents: tuple[Document, ...]
    relations: tuple[tuple[GoldRelation, int], ...]
    stretches: tuple[Stretch, ...]
    problems: tuple[DataError, ...] = ()

    def sentence_of(self, claim: Claim) -> int | None:
        """The number of the coded sentence that a claim rests on: the one its evidence covers most of."""
        if claim.evidence is None:
            return None
        shared = [
            (min(claim.evidence.end, stretch.end) - max(claim.evidence.start, stretch.start), -number)
            for number, stretch in enumerate(self.stretches)
            if stretch.document == claim.document
        ]
        most, number = max(shared, default=(0, 0))
        return -number if most > 0 else None


def place(
    gold: Gold, articles: Iterable[str | Path] = (), *, date: str | None = None, publisher: str | None = None
) -> Placed:
    """Find the sentences of gold in its articles.

    The articles are the files given; else those that the gold names or holds. Sentences of an article without a text
    are read as one text in the order of their lines, a sentence without an article alone.

    Args:
        gold: what was read.
        articles: files of documents.
        date: the publication day of documents that give none.
        publisher: of documents that name none.
    """
    documents, names, problems = _given(articles, date, publisher)
    if not documents:
        documents, names, more = _of_gold(gold, date, publisher)
        problems += more
    texts = {document.id: document.text for document in documents}
    places: dict[tuple[str, int, int], int] = {}
    stretches: list[Stretch] = []
    relations: list[tuple[GoldRelation, int]] = []
    lines: tuple[GoldRelation | GoldSentence, ...] = (*gold.relations, *gold.sentences)
    for line in lines:
        spot = _spot(line, texts, names)
        if spot is None:
            problems.append(DataError("a sentence that no article holds", file=line.article, value=line.sentence))
            continue
        number = places.setdefault(spot, len(stretches))
        if number == len(stretches):
            stretches.append(
                Stretch(document=spot[0], start=spot[1], end=spot[2], empty=isinstance(line, GoldSentence))
            )
        if isinstance(line, GoldRelation):
            relations.append((line, number))
    return Placed(
        documents=tuple(documents), relations=tuple(relations), stretches=tuple(stretches), problems=tuple(problems)
    )


_Documents = tuple[list[Document], dict[str, str], list[DataError]]
"""Documents, the names by which gold may call them with their ids, and problems."""


def _given(articles: Iterable[str | Path], date: str | None, publisher: str | None) -> _Documents:
    documents: dict[str, Document] = {}
    names: dict[str, str] = {}
    problems: list[DataError] = []
    for path in articles:
        for outcome in read_outcomes(path, date=date, publisher=publisher):
            if isinstance(outcome, DataError):
                problems.append(outcome)
                continue
            documents.setdefault(outcome.id, outcome)
            names |= {outcome.id: outcome.id, Path(path).name: outcome.id, Path(path).stem: outcome.id}
    return list(documents.values()), names, problems


def _of_gold(gold: Gold, date: str | None, publisher: str | None) -> _Documents:
    """The articles that gold names or holds, and for the rest its sentences."""
    documents: list[Document] = []
    names: dict[str, str] = {}
    problems: list[DataError] = []
    known = {article.id: article for article in gold.articles}
    for name, sentences in _sentences_of(gold).items():
        article = known.get(name) or GoldArticle(id=name)
        published, source = article.published or date, article.publisher or publisher
        if article.file is None:
            text = article.text or " ".join(sentences)
            documents.append(Document(text=text, id=name, published=published, publisher=source))
            names[name] = name
            continue
        found, _, failed = _given([article.file], published, source)
        documents += found
        problems += failed
        if found:
            names[name] = found[-1].id
    return documents, names, problems


def _sentences_of(gold: Gold) -> dict[str, list[str]]:
    """The sentences of each article, each once, in the order of their lines."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    lines: Sequence[GoldRelation | GoldSentence] = (*gold.relations, *gold.sentences)
    for line in sorted(lines, key=lambda line: line.row):
        found[line.article or line.sentence].setdefault(line.sentence)
    return {name: list(sentences) for name, sentences in found.items()}


def _spot(
    line: GoldRelation | GoldSentence, texts: dict[str, str], names: dict[str, str]
) -> tuple[str, int, int] | None:
    """The document and the stretch: of several places with the same words the one nearest to where the line says."""
    named = names.get(line.article or line.sentence)
    looked_in = texts if named is None else {named: texts[named]}
    pattern = re.compile(r"\s+".join(re.escape(word) for word in line.sentence.split()))
    found = [
        (document, match.start(), match.end())
        for document, text in looked_in.items()
        for match in pattern.finditer(text)
    ]
    return min(found, key=lambda spot: abs(spot[1] - (line.start or 0)), default=None)
