"""Sentences written in the formats others read: CoNLL-U, and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from kgraph.language.sentence import Sentence, Token


def to_conllu(sentences: Iterable[Sentence], *, document: str = "") -> Iterator[str]:
    r"""Sentences as CoNLL-U, a block of lines each, the last column with offsets and names.

    `TokenRange` gives the offsets of a word in the raw text, `Name` its BIO tag. Line ends inside a sentence are
    written as spaces, so that the format holds whatever the text.

    >>> from kgraph.language import parse
    >>> [block] = to_conllu(parse("Iran denied it."))
    >>> block.splitlines()[2].split("\t")
    ['1', 'Iran', 'Iran', 'PROPN', '_', 'Number=Sing', '2', 'nsubj', '_', 'Name=B-LOC|TokenRange=0:4']
    """
    for number, sentence in enumerate(sentences, 1):
        lines = [f"# newdoc id = {_one_line(document)}"] if document and number == 1 else []
        lines += [f"# sent_id = {number}", f"# text = {_one_line(sentence.text)}"]
        followers = (*sentence.tokens[1:], None)
        lines += [_row(i, *both) for i, both in enumerate(zip(sentence.tokens, followers, strict=True), 1)]
        yield "\n".join(lines) + "\n"


def to_json(sentences: Iterable[Sentence], *, document: str = "") -> Iterator[str]:
    """Sentences as a line of JSON each: text, offsets and tokens; `head` counts from 0 and is null for the root."""
    for sentence in sentences:
        yield json.dumps({"document": document, **asdict(sentence)}, ensure_ascii=False)


def _row(number: int, token: Token, after: Token | None) -> str:
    misc = [f"Name={token.name}"] if token.name else []
    if after is not None and after.start == token.end:
        misc.append("SpaceAfter=No")
    misc.append(f"TokenRange={token.start}:{token.end}")
    head = 0 if token.head is None else token.head + 1
    form, lemma = _one_line(token.text), _one_line(token.lemma)
    columns = (number, form, lemma, token.upos, "_", token.feats or "_", head, token.deprel, "_", "|".join(misc))
    return "\t".join(map(str, columns))


def _one_line(text: str) -> str:
    return " ".join(text.split()) or "_"
