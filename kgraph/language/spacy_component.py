"""The door to spaCy: our model as the pipeline component `kgraph_en`.

spaCy finds it by its entry point, so that nothing has to be imported::

    nlp = spacy.blank("en")
    nlp.add_pipe("kgraph_en")
    doc = nlp("Russia was sanctioned by the EU.")
    [(word.text, word.dep_, word.head.text) for word in doc]

Importing this module registers it too, where spaCy is installed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

from kgraph.errors import MissingExtraError
from kgraph.language.lemmas import lemma_of
from kgraph.language.sentences import sentences
from kgraph.language.spacy_reader import UD_MARK

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Entity
    from spacy.tokens import Token as Word

NAME: Final = "kgraph_en"
_ASSIGNS: Final = (
    "doc.ents",
    "doc.sents",
    "token.dep",
    "token.ent_iob",
    "token.ent_type",
    "token.head",
    "token.is_sent_start",
    "token.lemma",
    "token.morph",
    "token.pos",
)
_MARKS: Final = ("HEAD", "DEP", "POS", "MORPH", "LEMMA")


class Reading(Protocol):
    """What a model says of one word; the attributes are those of `kgraph.language.sentence.Token`."""

    @property
    def upos(self) -> str:
        """Its part of speech."""

    @property
    def feats(self) -> str:
        """Its features."""

    @property
    def head(self) -> int | None:
        """The place of its head in the sentence."""

    @property
    def deprel(self) -> str:
        """Its relation to the head."""

    @property
    def name(self) -> str:
        """Its BIO tag as part of a name."""


class WordParser(Protocol):
    """A model that reads sentences which are already cut into words."""

    def parse_words(self, given: Sequence[Sequence[str]], *, threads: int = 1) -> Sequence[Sequence[Reading]]:
        """One reading a word, one sequence of them a sentence."""


class Annotator:
    """The component: our model's parts of speech, features, lemmas, trees, sentences and names on a Doc.

    The Doc keeps its own tokens, and the model reads those. spaCy cuts some words elsewhere than we do (hyphens, above
    all), so the same text read by us directly may differ there. Sentence starts that the Doc has are kept, the others
    are ours. Relations are Universal Dependencies, only that the root is `ROOT`, as spaCy's own parsers write it;
    what in spaCy expects the labels of its English pipelines (`Doc.noun_chunks`) finds less. There are no fine tags.
    Names are PER, ORG and LOC; those that the Doc has already win over ours. Tokens of nothing but space hang on the
    token before them as `dep`, as spaCy has it.

    `load` gives the model when it is first needed, and the same one whenever it is called again: so a component stays
    small enough to travel to other processes.
    """

    def __init__(self, name: str, load: Callable[[], WordParser], *, threads: int = 1) -> None:
        self.name = name
        self.threads = threads
        self._load = load

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc, in place."""
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate many Docs, `batch_size` of them in one call of the model."""
        left = iter(stream)
        while docs := list(islice(left, batch_size)):
            self._annotate(docs)
            yield from docs

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the model comes with the package."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Annotator:
        """Read nothing."""
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """No bytes, for the same reason."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Annotator:
        """Read nothing."""
        return self

    def _annotate(self, docs: Sequence[Doc]) -> None:
        cut = [_sentences(doc) for doc in docs]
        solid = [[word for word in sentence if not word.text.isspace()] for parts in cut for sentence in parts]
        spoken = [words for words in solid if words]
        texts = [[word.text for word in words] for words in spoken]
        readings = self._load().parse_words(texts, threads=self.threads) if texts else []
        read = iter(zip(spoken, readings, strict=True))
        for doc, parts in zip(docs, cut, strict=True):
            own = [next(read) for sentence in parts if not all(word.text.isspace() for word in sentence)]
            _write(doc, parts, own)


def make(nlp: Language, name: str, threads: int) -> Annotator:
    """The factory that spaCy calls; `threads` is how many the model may use."""
    return Annotator(name, _shipped, threads=threads)


def register() -> None:
    """Make `kgraph_en` known to spaCy.

    Raises:
        MissingExtraError: spaCy is not installed.
    """
    try:
        from spacy.language import Language
    except ImportError as error:
        raise MissingExtraError("spacy", extra="spacy") from error
    Language.factory(NAME, default_config={"threads": 1}, assigns=list(_ASSIGNS), func=make)


def _shipped() -> WordParser:
    from kgraph.language.model import load_model

    return load_model()


def _sentences(doc: Doc) -> list[list[Word]]:
    """The tokens of each sentence: of the Doc's own, or of those that we see in its text."""
    if doc.has_annotation("SENT_START"):
        return [list(sentence) for sentence in doc.sents]
    starts = [span.start for span in sentences(doc.text)]
    parts: dict[int, list[Word]] = {}
    for word in doc:
        parts.setdefault(max(bisect_right(starts, word.idx), 1), []).append(word)
    return list(parts.values())


def _write(doc: Doc, parts: Sequence[Sequence[Word]], own: Sequence[tuple[Sequence[Word], Sequence[Reading]]]) -> None:
    """Put what the model said on a Doc, all tokens at once: setting one head after another is slow."""
    import numpy as np

    heads = _space_heads(parts)
    rows: dict[int, list[int]] = {}
    for words, readings in own:
        for word, reading in zip(words, readings, strict=True):
            heads[word.i] = word.i if reading.head is None else words[reading.head].i
            rows[word.i] = _row(doc, word.text, reading)
    space = [doc.vocab.strings.add("dep"), doc.vocab.strings["SPACE"], doc.vocab.morphology.add("")]
    table: Any = np.empty((len(doc), len(_MARKS)), dtype=np.uint64)
    for word in doc:
        table[word.i, 0] = (heads[word.i] - word.i) % 2**64
        table[word.i, 1:] = rows.get(word.i) or [*space, doc.vocab.strings.add(word.text)]
    doc.from_array(list(_MARKS), table)
    doc.user_data[UD_MARK] = True
    _name(doc, own)


def _space_heads(parts: Sequence[Sequence[Word]]) -> dict[int, int]:
    """Whom tokens of space hang on: the token before, or the first word of the sentence they open."""
    heads: dict[int, int] = {}
    for sentence in parts:
        opening = next((word.i for word in sentence if not word.text.isspace()), sentence[0].i)
        heads.update({word.i: opening if word.i < opening else max(word.i - 1, opening) for word in sentence})
    return heads


def _row(doc: Doc, form: str, reading: Reading) -> list[int]:
    """The relation, part of speech, features and lemma of a word, as spaCy numbers them."""
    strings = doc.vocab.strings
    return [
        strings.add("ROOT" if reading.head is None else reading.deprel),
        strings[reading.upos],
        doc.vocab.morphology.add(reading.feats),
        strings.add(lemma_of(form, reading.upos, reading.feats)),
    ]


def _name(doc: Doc, own: Sequence[tuple[Sequence[Word], Sequence[Reading]]]) -> None:
    """Add the names to those that the Doc has, where they do not overlap."""
    kept = list(doc.ents)
    taken = {i for name in kept for i in range(name.start, name.end)}
    found = [name for words, readings in own for name in _spans(doc, words, readings)]
    doc.set_ents([*kept, *(name for name in found if taken.isdisjoint(range(name.start, name.end)))])


def _spans(doc: Doc, words: Sequence[Word], readings: Sequence[Reading]) -> list[Entity]:
    """The names of one sentence as spans of the Doc."""
    found: list[Entity] = []
    last = ""
    for word, reading in zip(words, readings, strict=True):
        mark, _, kind = reading.name.partition("-")
        if mark == "I" and last == kind:
            found[-1] = _span(doc, found[-1].start, word.i + 1, kind)
        elif mark:
            found.append(_span(doc, word.i, word.i + 1, kind))
        last = kind
    return found


def _span(doc: Doc, start: int, end: int, kind: str) -> Entity:
    from spacy.tokens import Span as Entity

    return Entity(doc, start, end, label=kind)


with suppress(MissingExtraError):  # whoever calls `register` without spaCy is told
    register()
