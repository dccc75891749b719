"""Treebank files as records: CoNLL-U sentences, and the raw texts they were cut from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from conllu import TokenList, parse_incr


@dataclass(slots=True, kw_only=True)
class Record:
    """One gold sentence: parallel lists over its syntactic words.

    Attributes:
        id: the treebank's `sent_id`.
        document: the id of the document it stands in.
        paragraph: how many paragraphs of that document came before it.
        text: the sentence as written.
        words, lemmas, upos, xpos, feats, heads, deprels: the columns; heads count from 1, 0 is the root.
        spans: where each word stands in `text`; the words of a contraction share it out letter by letter.
        names: BIO tags (`B-PER`), `?` where nobody knows; None where the sentence has none.
        misc: the last column.
    """

    id: str
    document: str = ""
    paragraph: int = 0
    text: str = ""
    words: list[str]
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    names: list[str] | None = None
    misc: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawText:
    """A document as plain text, paragraphs parted by a blank line, and where its gold sentences stand in it."""

    id: str
    text: str
    sentences: list[tuple[int, Record]]
    """Each with the offset of its first character in `text`."""


def read_conllu(path: Path) -> list[Record]:
    """The sentences of a CoNLL-U file."""
    records: list[Record] = []
    document, paragraph = "", 0
    with path.open(encoding="utf-8") as lines:
        for sentence in parse_incr(lines):
            meta = sentence.metadata
            new = meta.get("newdoc id", meta.get("newdoc", document))
            if "newdoc id" in meta or "newdoc" in meta:
                document, paragraph = str(new), 0
            elif "newpar" in meta or "newpar id" in meta:
                paragraph += 1
            records.append(_record(sentence, document, paragraph))
    return records


def raw_texts(records: list[Record]) -> Iterator[RawText]:
    """The documents that the sentences were cut from, as a reader would meet them."""
    by_document: dict[str, list[Record]] = {}
    for record in records:
        by_document.setdefault(record.document, []).append(record)
    for document, group in by_document.items():
        text, placed = "", []
        for i, record in enumerate(group):
            if i:
                text += "\n\n" if record.paragraph != group[i - 1].paragraph else _gap(group[i - 1])
            placed.append((len(text), record))
            text += record.text
        yield RawText(document, text, placed)


def _gap(record: Record) -> str:
    return "" if record.misc and record.misc[-1].get("SpaceAfter") == "No" else " "


def _record(sentence: TokenList, document: str, paragraph: int) -> Record:
    words = [token for token in sentence if isinstance(token["id"], int)]
    text, spans = _placed(sentence)
    return Record(
        id=sentence.metadata.get("sent_id", ""),
        document=document,
        paragraph=paragraph,
        text=text,
        words=[token["form"] for token in words],
        lemmas=[token["lemma"] for token in words],
        upos=[token["upos"] for token in words],
        xpos=[token["xpos"] or "_" for token in words],
        feats=["|".join(f"{k}={v}" for k, v in sorted((token["feats"] or {}).items())) for token in words],
        heads=[token["head"] for token in words],
        deprels=[token["deprel"] for token in words],
        spans=spans,
        misc=[_misc(token) for token in words],
    )


def _misc(token: dict[str, object]) -> dict[str, str]:
    misc = token["misc"]
    return {} if not isinstance(misc, dict) else {str(k): str(v) for k, v in misc.items()}


def _placed(sentence: TokenList) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as its SpaceAfter marks spell it, and the span of every word."""
    text, spans = "", []
    inside: tuple[int, int, str, list[int]] | None = None
    for token in sentence:
        number = token["id"]
        if isinstance(number, tuple):
            if number[1] == ".":
                continue
            inside = (number[0], number[2], token["form"], [])
            text += token["form"] + ("" if _misc(token).get("SpaceAfter") == "No" else " ")
            base = len(text.rstrip(" ")) - len(token["form"])
            parts = [t["form"] for t in sentence if isinstance(t["id"], int) and number[0] <= t["id"] <= number[2]]
            spans += _shared_out(token["form"], parts, base)
            continue
        if inside is not None and inside[0] <= number <= inside[1]:
            continue
        spans.append((len(text), len(text) + len(token["form"])))
        text += token["form"] + ("" if _misc(token).get("SpaceAfter") == "No" else " ")
    return text.rstrip(" "), spans


def _shared_out(surface: str, parts: list[str], base: int) -> list[tuple[int, int]]:
    """The parts of a contraction laid on its letters, in order; the last takes what is left."""
    spans, start = [], 0
    for i, part in enumerate(parts):
        left = len(parts) - i - 1
        end = len(surface) if not left else max(start + 1, min(start + len(part), len(surface) - left))
        spans.append((base + start, base + end))
        start = end
    return spans
