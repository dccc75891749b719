"""Sentences whose two actors are marked: read from the coded tables, parsed, and as the classifier reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from kgraph.discourse.syntax import Syntax
from kgraph.extract.between import clause_of, words_between
from kgraph.extract.classifier import piece_numbers
from kgraph.language.sentence import Sentence


class Reading(NamedTuple):
    """A sentence as numbers: its pieces, and where the two marks stand."""

    ids: tuple[int, ...]
    actor: int
    recipient: int


@dataclass(frozen=True, slots=True)
class Row:
    """A coded sentence: its labels, and its readings, of the clause of the two actors and of the whole."""

    hand: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    modality: str
    polarity: str
    readings: tuple[Reading, ...]


def prepare(data: Path, out: Path) -> None:
    """Read the tables, parse their sentences, write one JSON line a row."""
    from kgraph.language import load_model

    model, count = load_model(), 0
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        for table in sorted(data.glob("hand*.tsv")):
            for line in table.read_text("utf-8").splitlines()[1:]:
                kind, mode, contexts, modality, polarity, _, text = line.split("\t")
                plain, extents = unmarked(text)
                row = Row(
                    hand=table.stem,
                    type=kind,
                    mode=mode,
                    contexts=tuple(part.strip() for part in contexts.split(",") if part.strip()),
                    modality=modality,
                    polarity=polarity,
                    readings=readings(plain, model.parse(plain), extents),
                )
                file.write(json.dumps({name: getattr(row, name) for name in Row.__slots__}) + "\n")
                count += 1
    print(f"{out}: {count} rows")


def unmarked(text: str, letters: str = "ar") -> tuple[str, dict[str, tuple[int, int]]]:
    """A sentence without its marks, and where what they mark stands in it: the actor (`a`) and the recipient (`r`).

    >>> unmarked("<a>Peru</a> thanked <r>Chile</r>.")
    ('Peru thanked Chile.', {'a': (0, 4), 'r': (13, 18)})
    """
    plain, last = "", 0
    opened: dict[str, int] = {}
    extents: dict[str, tuple[int, int]] = {}
    for match in re.finditer(f"<(/?)([{letters}])>", text):
        plain += text[last : match.start()]
        last = match.end()
        if not match[1]:
            opened[match[2]] = len(plain)
        elif match[2] in opened:
            extents[match[2]] = (opened[match[2]], len(plain))
    return plain + text[last:], extents


def readings(plain: str, sentences: Sequence[Sentence], extents: dict[str, tuple[int, int]]) -> tuple[Reading, ...]:
    """A sentence as the classifier reads it, by the clause, and as a whole; what the parser cut in two is one."""
    syntax = Syntax(joined(plain, sentences))
    actor, recipient = (tokens_in(syntax, extents[name]) for name in "ar")
    between, found = words_between(syntax, actor, recipient), []
    for kept in (clause_of(syntax, actor, recipient), range(len(syntax))):
        ids, places = piece_numbers(syntax, actor, recipient, between, kept)
        found.append(Reading(tuple(ids), *places))
    return tuple(found)


def joined(text: str, sentences: Sequence[Sentence]) -> Sentence:
    """Several sentences as one, the later ones hung on the first."""
    tokens = list(sentences[0].tokens)
    root = next(i for i, token in enumerate(tokens) if token.head is None)
    for sentence in sentences[1:]:
        shift = len(tokens)
        heads = [root if token.head is None else token.head + shift for token in sentence.tokens]
        tokens += [replace(token, head=head) for token, head in zip(sentence.tokens, heads, strict=True)]
    return Sentence(text=text, start=sentences[0].start, end=sentences[-1].end, tokens=tuple(tokens))


def tokens_in(syntax: Syntax, extent: tuple[int, int]) -> tuple[int, int]:
    """The tokens that an extent of the text touches: the first, and the one behind the last."""
    inside = [i for i, token in enumerate(syntax.tokens) if token.start < extent[1] and extent[0] < token.end]
    return inside[0], inside[-1] + 1


def read_rows(file: Path) -> list[Row]:
    """The rows that `prepare` wrote."""
    kept = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [
        Row(
            **{
                **row,
                "contexts": tuple(row["contexts"]),
                "readings": tuple(Reading(tuple(ids), *places) for ids, *places in row["readings"]),
            }
        )
        for row in kept
    ]
