"""The English model at work: raw text to sentences with words, tags, features, dependencies and names.

Every sentence is a run of the network of its own. Activations are quantised by their largest value, so what stands
beside a sentence in a batch, or pads it, would change its parse; alone it is parsed the same way whatever comes with
it, and on eight bits that is no slower. Threads share out sentences, never one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.language.casing import casing
from kgraph.language.decoding import best_heads, best_tags, transitions
from kgraph.language.lemmas import lemma_of
from kgraph.language.sentence import Sentence, Token
from kgraph.language.sentences import sentences
from kgraph.language.spans import Span
from kgraph.language.tokenizing import tokens_of
from kgraph.language.weights_folder import FOLDER, NETWORK, TOKENIZER, checked, network_session, read_labels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PIECES: Final = 250
"""As many word pieces as one run reads; a longer sentence is read in parts, each hung on the first as parataxis."""
_MOST_LETTERS: Final = 64
"""A longer word is known by its first letters."""
_AT_ONCE: Final = 512
"""Sentences in hand at a time: memory does not grow with the text."""
_BREAKS: Final = frozenset((";", ":", ",", "\u2014", "\u2013", "--", "-", ")", "]", '"', "\u201d", "."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the network says of one word, in the terms of `Token`; `head` counts from 0 and is None for the root."""

    upos: str
    feats: str
    head: int | None
    deprel: str
    name: str


class LanguageModel:
    """The model in a folder of weights.

    >>> model = load_model()
    >>> sentence = model.parse("Russia sold oil to North Korea.")[0]
    >>> [(token.text, token.deprel) for token in sentence][:3]
    [('Russia', 'nsubj'), ('sold', 'root'), ('oil', 'obj')]
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        """Loads the files in `folder`.

        Raises:
            DataError: a file is missing or damaged.
        """
        self._labels = _Labels(read_labels(folder))
        self._session = network_session(folder, NETWORK)
        self._pieces = _piece_finder(checked(folder, TOKENIZER))

    def parse(self, text: str, *, threads: int = 1) -> list[Sentence]:
        """The sentences of a text, with offsets into it."""
        return list(self.stream(text, threads=threads))

    def stream(self, text: str, *, threads: int = 1) -> Iterator[Sentence]:
        """The same, one by one, for long texts."""
        spans = iter(sentences(text))
        while chunk := list(islice(spans, _AT_ONCE)):
            words = [tokens_of(text, span.start, span.end) for span in chunk]
            found = self.parse_words([[word.of(text) for word in row] for row in words], threads=threads)
            for span, row, analyses in zip(chunk, words, found, strict=True):
                yield _sentence(text, span, row, analyses)

    def parse_words(self, given: Sequence[Sequence[str]], *, threads: int = 1) -> list[list[Analysis]]:
        """What the network says of sentences that are words already; the answer does not depend on `threads`."""
        if threads == 1 or len(given) < 2:
            return [self._analyse(words) for words in given]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(self._analyse, given))

    def _analyse(self, words: Sequence[str]) -> list[Analysis]:
        pieces = [self._pieces(word[:_MOST_LETTERS]) for word in words]
        parts = list(_parts(words, [len(p) for p in pieces]))
        found: list[Analysis] = []
        root = 0
        for first, end in parts:
            part = self._run(words[first:end], pieces[first:end], first)
            if first == 0:
                root = next(i for i, analysis in enumerate(part) if analysis.head is None)
                found += part
            else:
                found += [a if a.head is not None else _hung(a, root) for a in part]
        return found

    def _run(self, words: Sequence[str], pieces: Sequence[tuple[int, ...]], shift: int) -> list[Analysis]:
        arcs, labels, upos, feats, names = self._session.run(None, _inputs(words, pieces))
        heads = best_heads(arcs).tolist()
        tags = best_tags(names[1:], self._labels.steps)
        known = self._labels
        return [
            Analysis(
                upos=known.upos[upos[i]],
                feats=known.spell(feats[i].tobytes()),
                head=heads[i] - 1 + shift if heads[i] else None,
                deprel=known.deprel[labels[i, heads[i]]] if heads[i] else "root",
                name=known.names[tags[i - 1]],
            )
            for i in range(1, len(words) + 1)
        ]


@cache
def load_model() -> LanguageModel:
    """The shipped model, loaded once a process.

    Raises:
        DataError: its files are missing or damaged.
    """
    return LanguageModel()


def parse(text: str, *, threads: int = 1) -> list[Sentence]:
    """The sentences of an English text, by the shipped model.

    >>> [name.kind for name in parse("Putin met Xi in Moscow.")[0].names()]
    ['PER', 'PER', 'LOC']
    """
    return load_model().parse(text, threads=threads)


class _Labels:
    """The classes of the network, and how they are spelt."""

    def __init__(self, labels: dict[str, Any]) -> None:
        self.upos, self.deprel = _words(labels["upos"]), _words(labels["deprel"])
        tags = _words(labels["names"])
        self.names = tuple("" if tag == "O" else tag for tag in tags)
        self.steps = transitions(tags)
        self._feats = [(name, _words(values)) for name, values in labels["feats"].items()]
        self.spell = lru_cache(4096)(self._spell)

    def _spell(self, row: bytes) -> str:
        pairs = zip(self._feats, row, strict=True)
        return "|".join(sorted(f"{name}={values[number]}" for (name, values), number in pairs if number))


def _words(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(str, given))


def _hung(analysis: Analysis, root: int) -> Analysis:
    return Analysis(upos=analysis.upos, feats=analysis.feats, head=root, deprel="parataxis", name=analysis.name)


def _parts(words: Sequence[str], lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The sentence in parts of at most `MOST_PIECES` pieces, cut behind a mark in the second half if it can be."""
    first, pieces, cut = 0, 0, 0
    for i, length in enumerate(lengths):
        if pieces + length > MOST_PIECES:
            end = cut if cut > first else i
            yield first, end
            first, pieces = end, sum(lengths[end:i])
        pieces += length
        if words[i] in _BREAKS and pieces > MOST_PIECES // 2:
            cut = i + 1
    if first < len(words):
        yield first, len(words)


def _inputs(words: Sequence[str], pieces: Sequence[tuple[int, ...]]) -> dict[str, NDArray[np.int64]]:
    import numpy as np

    ids, cases, first, last = [_OPEN], [0], [0], [0]
    for word, own in zip(words, pieces, strict=True):
        first.append(len(ids))
        ids += own
        cases += [casing(word)] * len(own)
        last.append(len(ids) - 1)
    rows = {"ids": [*ids, _CLOSE], "casing": [*cases, 0], "first": first, "last": last}
    return {name: np.array(row, np.int64) for name, row in rows.items()}


_OPEN: Final = 101
_CLOSE: Final = 102
_UNKNOWN: Final = 100


def _sentence(text: str, span: Span, words: Iterable[Span], analyses: Iterable[Analysis]) -> Sentence:
    tokens = tuple(
        Token(
            text=(form := word.of(text)),
            start=word.start,
            end=word.end,
            lemma=lemma_of(form, a.upos, a.feats),
            upos=a.upos,
            feats=a.feats,
            head=a.head,
            deprel=a.deprel,
            name=a.name,
        )
        for word, a in zip(words, analyses, strict=True)
    )
    return Sentence(text=span.of(text), start=span.start, end=span.end, tokens=tokens)


def _piece_finder(path: Path) -> Callable[[str], tuple[int, ...]]:
    """From a word to the numbers of its pieces, remembered."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))

    @lru_cache(1 << 16)
    def pieces(word: str) -> tuple[int, ...]:
        return tuple(tokenizer.encode(word, add_special_tokens=False).ids) or (_UNKNOWN,)

    return pieces
