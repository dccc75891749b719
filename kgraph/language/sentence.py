"""What the language model says of a text: sentences of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One syntactic word: `don't` is two, `do` and `n't`.

    Attributes:
        text: its letters, `raw[start:end]`.
        start, end: character offsets into the raw text, the end excluded.
        lemma: its dictionary form.
        upos: its part of speech, one of the seventeen of Universal Dependencies.
        feats: its features in UD's spelling, `Number=Sing|Person=3`; empty where it has none.
        head: the place in the sentence, from 0, of the token it depends on; None for the root.
        deprel: the UD v2 relation to that head, `nsubj:pass`; `root` for the root.
        name: its BIO tag as part of a name, `B-PER`, `I-ORG`; empty outside names.
    """

    text: str
    start: int
    end: int
    lemma: str
    upos: str
    feats: str
    head: int | None
    deprel: str
    name: str

    def feat(self, name: str) -> str | None:
        """The value of one feature, or None.

        >>> Token(text="went", start=0, end=4, lemma="go", upos="VERB", feats="Tense=Past|VerbForm=Fin", head=None,
        ...       deprel="root", name="").feat("Tense")
        'Past'
        """
        for pair in self.feats.split("|"):
            key, _, value = pair.partition("=")
            if key == name:
                return value
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a sentence: the tokens from `first` up to, not including, `end`.

    `kind` is PER, ORG or LOC; a country is a LOC, whatever it does.
    """

    first: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a raw text: `text` is `raw[start:end]`, its tokens stand inside it in order."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def children(self, head: int | None) -> list[int]:
        """The places of the tokens that depend on the one at `head`, in order; of None, the root."""
        return [i for i, token in enumerate(self.tokens) if token.head == head]

    def names(self) -> list[Name]:
        """The names in it, from their BIO tags."""
        found: list[Name] = []
        for i, token in enumerate(self.tokens):
            mark, _, kind = token.name.partition("-")
            if mark == "I" and found and found[-1].end == i and found[-1].kind == kind:
                found[-1] = Name(first=found[-1].first, end=i + 1, kind=kind)
            elif mark:
                found.append(Name(first=i, end=i + 1, kind=kind))
        return found
