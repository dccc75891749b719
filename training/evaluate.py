"""Scores a model on a treebank.

    python -m training.evaluate FILE.conllu [--names FILE.iob2] [--raw] [--genres news,speech]

On gold tokens unless `--raw`, which takes the raw text through our own sentence splitter and tokeniser and scores
words that stand where gold words stand, as the CoNLL 2018 shared task did: F1 over gold and system words. All tokens
count, punctuation too. LAS ignores subtypes (`nsubj:pass` is `nsubj`); `LAS_subtypes` does not.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.language import LanguageModel
from kgraph.language.lemmas import lemma_of
from kgraph.language.weights_folder import FOLDER
from training.labels import FEATURES, value_of
from training.name_files import uner_names
from training.treebank import Record, raw_texts, read_conllu

Scores = dict[str, float]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as scored: where it stands, where its head stands (None for the root), and what is said of it."""

    place: Place
    head: Place | None
    deprel: str
    upos: str
    feats: str
    lemma: str


@dataclass(slots=True)
class Tally:
    """Counts of words in gold, in the answer, and right in each respect."""

    gold: int = 0
    answered: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Sequence[Word], answer: Sequence[Word]) -> None:
        """Counts the words of one sentence or text."""
        self.gold += len(gold)
        self.answered += len(answer)
        there = {word.place: word for word in gold}
        for word in answer:
            meant = there.get(word.place)
            if meant is not None:
                self.right.update(_agreements(meant, word))

    def scores(self) -> Scores:
        """F1 of each respect, in per cent; on gold tokens that is the accuracy."""
        right = self.right
        names = ("words", "UAS", "LAS", "LAS_subtypes", "UPOS", "feats", "lemma")
        return {name: _f1(right[name], self.gold, self.answered) for name in names}


def _agreements(gold: Word, word: Word) -> list[str]:
    same = word.head == gold.head
    found = {
        "words": True,
        "UAS": same,
        "LAS": same and _plain(word.deprel) == _plain(gold.deprel),
        "LAS_subtypes": same and word.deprel == gold.deprel,
        "UPOS": word.upos == gold.upos,
        "feats": all(value_of(word.feats, name) == value_of(gold.feats, name) for name in FEATURES),
        "lemma": word.lemma == gold.lemma,
    }
    return [name for name, holds in found.items() if holds]


def _plain(deprel: str) -> str:
    return deprel.split(":")[0]


def _f1(right: int, gold: int, answered: int) -> float:
    return round(200 * right / max(1, gold + answered), 2)


def on_gold_tokens(model: LanguageModel, records: Sequence[Record]) -> tuple[Scores, list[list[str]]]:
    """Scores with the words given, and the name tags of every sentence."""
    tally, tags = Tally(), []
    for record, found in zip(records, model.parse_words([r.words for r in records]), strict=True):
        tags.append([a.name or "O" for a in found])
        if not record.heads:
            continue
        answer = [
            Word((i, i), None if a.head is None else (a.head, a.head), a.deprel, a.upos, a.feats, lemma)
            for i, (a, lemma) in enumerate(
                (a, lemma_of(form, a.upos, a.feats)) for a, form in zip(found, record.words, strict=True)
            )
        ]
        tally.add(_gold_words(record, None), answer)
    return tally.scores(), tags


def _gold_words(record: Record, offset: int | None) -> list[Word]:
    """The gold words at their places in the raw text, or, where there is none, by number."""
    places = [(i, i) if offset is None else (a + offset, b + offset) for i, (a, b) in enumerate(record.spans)]
    rows = zip(places, record.heads, record.deprels, record.upos, record.feats, record.lemmas, strict=True)
    return [Word(place, places[head - 1] if head else None, *rest) for place, head, *rest in rows]


def on_raw_text(model: LanguageModel, records: Sequence[Record]) -> Scores:
    """Scores from raw text: documents as they were written, paragraphs parted by a blank line."""
    tally, sentences = Tally(), Tally()
    for raw in raw_texts(list(records)):
        gold = [word for offset, record in raw.sentences for word in _gold_words(record, offset)]
        parsed = model.parse(raw.text)
        answer = [
            Word(
                (token.start, token.end),
                None if token.head is None else (sentence.tokens[token.head].start, sentence.tokens[token.head].end),
                token.deprel,
                token.upos,
                token.feats,
                token.lemma,
            )
            for sentence in parsed
            for token in sentence
        ]
        tally.add(gold, answer)
        sentences.add(
            [_whole((offset, offset + len(record.text))) for offset, record in raw.sentences],
            [_whole((sentence.start, sentence.end)) for sentence in parsed],
        )
    return {**tally.scores(), "sentences": sentences.scores()["words"]}


def _whole(place: Place) -> Word:
    return Word(place, None, "", "", "", "")


def name_scores(gold: Iterable[Sequence[str]], answer: Iterable[Sequence[str]]) -> Scores:
    """Span F1 of names, all and by class, with precision and recall; spans that touch a gold `?` are left out."""
    right: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for tags, given in zip(gold, answer, strict=True):
        unknown = {i for i, tag in enumerate(tags) if tag == "?"}
        want = spans_of(tags)
        got = {span for span in spans_of(given) if unknown.isdisjoint(range(span[0], span[1]))}
        for counter, spans in ((right, want & got), (meant, want), (said, got)):
            counter.update(kind for span in spans for kind in ("all", span[2]))
    scores = {f"names_{kind}": _f1(right[kind], meant[kind], said[kind]) for kind in ("all", "PER", "ORG", "LOC")}
    return scores | {
        "names_precision": round(100 * right["all"] / max(1, said["all"]), 2),
        "names_recall": round(100 * right["all"] / max(1, meant["all"]), 2),
    }


def spans_of(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """The names that BIO tags mark: first, end, kind."""
    found: set[tuple[int, int, str]] = set()
    start: int | None = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            found.add((start, i, tags[start][2:]))
            start = None
        if tag.startswith("B-"):
            start = i
    return found


def of_genres(records: Iterable[Record], genres: Sequence[str]) -> list[Record]:
    """The sentences of GUM documents of some genres; all where none is asked for."""
    return [r for r in records if not genres or any(r.document.startswith(f"GUM_{genre}_") for genre in genres)]


def evaluate(model: LanguageModel, file: Path, *, names: Path | None, raw: bool, genres: Sequence[str]) -> Scores:
    """All the scores asked for."""
    records = of_genres(read_conllu(file), genres)
    if raw:
        return on_raw_text(model, records)
    scores, answer = on_gold_tokens(model, records)
    if names is None:
        return scores
    tags = uner_names(names)
    return scores | name_scores([tags[r.id] for r in records], answer)


def main() -> None:
    """Score, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--names", type=Path)
    options.add_argument("--raw", action="store_true")
    options.add_argument("--genres", default="")
    options.add_argument("--weights", type=Path, default=FOLDER)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    genres = [genre for genre in given.genres.split(",") if genre]
    scores = evaluate(LanguageModel(given.weights), given.file, names=given.names, raw=given.raw, genres=genres)
    print(json.dumps(scores) if given.json else "\n".join(f"{name:16} {value:6.2f}" for name, value in scores.items()))


if __name__ == "__main__":
    main()
