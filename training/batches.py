"""Sentences as numbers, in batches of like length."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor

from kgraph.language.casing import casing
from training.labels import FEATURES, Line, Vocabulary, value_of
from training.network import SOURCES

IGNORED: Final = -100
UNKNOWN_PIECE: Final = 100
MASK_PIECE: Final = 103
MOST_PIECES: Final = 320
"""Longer sentences are left out of training; there are a handful."""
LOWERED, HEADLINED, SHOUTED, UNSTOPPED, HIDDEN = 0.05, 0.03, 0.02, 0.06, 0.06
"""How often a sentence loses its case, gets a headline's or capitals, loses its full stop; how often a word hides."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as numbers. The lists over words begin with the root, which has no answers."""

    pieces: list[list[int]]
    casing: list[int]
    words: list[str]
    heads: list[int]
    deprels: list[int]
    upos: list[int]
    xpos: list[int]
    feats: list[list[int]]
    names: list[int]
    source: int

    @property
    def length(self) -> int:
        """How many pieces it takes, the two marks about it included."""
        return 2 + sum(map(len, self.pieces))


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of a batch; `beyond` marks the places of heads behind a sentence's end."""

    ids: Tensor
    casing: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    beyond: Tensor
    heads: Tensor
    deprels: Tensor
    upos: Tensor
    xpos: Tensor
    feats: Tensor
    names: Tensor
    source: Tensor

    def to(self, device: str) -> Batch:
        """The same on another device."""
        return replace(self, **{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def pieces_of(words: list[str], tokenizer: Tokenizer) -> list[list[int]]:
    """The pieces of every word, never none."""
    encoding = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    found: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None:
            found[word].append(piece)
    return [pieces or [UNKNOWN_PIECE] for pieces in found]


def encode(lines: list[Line], vocabulary: Vocabulary, tokenizer_file: Path) -> list[Example]:
    """The sentences as numbers, without those too long."""
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tables = {
        name: {v: i for i, v in enumerate(getattr(vocabulary, name))} for name in ("upos", "xpos", "deprel", "names")
    }
    feats = [{v: i for i, v in enumerate(values)} for values in vocabulary.feats.values()]
    found = (_example(line, tables, feats, pieces_of(line["words"], tokenizer)) for line in lines)
    return [example for example in found if example.length <= MOST_PIECES]


def _example(
    line: Line, tables: dict[str, dict[str, int]], feats: list[dict[str, int]], pieces: list[list[int]]
) -> Example:
    count = len(line["words"])
    parsed = "heads" in line
    relations = [
        tables["deprel"].get(r, tables["deprel"].get(r.split(":")[0], IGNORED)) for r in line.get("deprels", ())
    ]
    nobody, none = [IGNORED] * count, [[IGNORED] * len(feats)] * count
    return Example(
        pieces=pieces,
        casing=[casing(word) for word in line["words"]],
        words=line["words"],
        heads=[IGNORED, *(line["heads"] if parsed else nobody)],
        deprels=[IGNORED, *(relations if parsed else nobody)],
        upos=[IGNORED, *([tables["upos"][t] for t in line["upos"]] if parsed else nobody)],
        xpos=[IGNORED, *([tables["xpos"][t] for t in line["xpos"]] if parsed else nobody)],
        feats=[
            [IGNORED] * len(feats),
            *(
                [[t[value_of(s, f)] for f, t in zip(FEATURES, feats, strict=True)] for s in line["feats"]]
                if parsed
                else none
            ),
        ],
        names=[IGNORED, *([tables["names"].get(t, IGNORED) for t in line["names"]] if line.get("names") else nobody)],
        source=SOURCES.index(line["source"]),
    )


def batches(examples: list[Example], budget: int, chance: random.Random) -> list[list[Example]]:
    """The sentences in batches of like length and at most `budget` pieces, shuffled."""
    found: list[list[Example]] = [[]]
    longest = 0
    for _, _, example in sorted((e.length + 3 * chance.random(), i, e) for i, e in enumerate(examples)):
        longest = max(longest, example.length)
        if found[-1] and longest * (len(found[-1]) + 1) > budget:
            found.append([])
            longest = example.length
        found[-1].append(example)
    chance.shuffle(found)
    return found


def collate(chosen: list[Example], chance: random.Random | None = None) -> Batch:
    """A batch; with chance, sentences are disturbed (`LOWERED` and its neighbours say how often)."""
    if chance is not None:
        chosen = [_disturbed(example, chance) for example in chosen]
    length, words = max(e.length for e in chosen), max(len(e.heads) for e in chosen)
    ids, cases = torch.zeros(len(chosen), length, dtype=torch.long), torch.zeros(len(chosen), length, dtype=torch.long)
    mask, first = torch.zeros_like(ids), torch.zeros(len(chosen), words, dtype=torch.long)
    last, beyond = torch.zeros_like(first), torch.ones(len(chosen), words, dtype=torch.bool)
    for row, example in enumerate(chosen):
        flat, case, at = [101], [0], 1
        for number, (pieces, kind) in enumerate(zip(example.pieces, example.casing, strict=True), 1):
            first[row, number], last[row, number] = at, at + len(pieces) - 1
            flat += pieces
            case += [kind] * len(pieces)
            at += len(pieces)
        ids[row, : at + 1] = torch.tensor([*flat, 102])
        cases[row, :at] = torch.tensor(case)
        mask[row, : at + 1] = 1
        beyond[row, : len(example.heads)] = False

    def padded(name: str) -> Tensor:
        rows = [getattr(example, name) for example in chosen]
        filler = [IGNORED] * len(rows[0][0]) if isinstance(rows[0][0], list) else IGNORED
        return torch.tensor([row + [filler] * (words - len(row)) for row in rows])

    return Batch(
        ids=ids,
        casing=cases,
        mask=mask,
        first=first,
        last=last,
        beyond=beyond,
        heads=padded("heads"),
        deprels=padded("deprels"),
        upos=padded("upos"),
        xpos=padded("xpos"),
        feats=padded("feats"),
        names=padded("names"),
        source=torch.tensor([e.source for e in chosen]),
    )


def _disturbed(example: Example, chance: random.Random) -> Example:
    draw = chance.random()
    if draw < LOWERED + HEADLINED + SHOUTED:
        change = str.lower if draw < LOWERED else str.title if draw < LOWERED + HEADLINED else str.upper
        example = replace(example, casing=[casing(change(word)) for word in example.words])
    if chance.random() < UNSTOPPED and len(example.words) > 3 and example.words[-1] == ".":
        example = _without_stop(example)
    if HIDDEN:
        hidden = [[MASK_PIECE] if chance.random() < HIDDEN else pieces for pieces in example.pieces]
        example = replace(example, pieces=hidden)
    return example


def _without_stop(example: Example) -> Example:
    """The sentence without its last word, unless something depends on it."""
    if len(example.words) in example.heads:
        return example
    lists = ("pieces", "casing", "words", "heads", "deprels", "upos", "xpos", "feats", "names")
    return replace(example, **{name: getattr(example, name)[:-1] for name in lists})
