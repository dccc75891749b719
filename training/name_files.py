"""Files of names: Universal NER, wikigold, re3d, and our own hand-coded sentences."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.language.spans import Span
from training.labels import write_name
from training.treebank import Record

Splitter = Callable[[str, int, int], list[Span]]
KINDS: Final = ("PER", "ORG", "LOC")
_BRACKET: Final = re.compile(r"\[(PER|ORG|LOC) ([^\[\]]+)\]")


def uner_names(path: Path) -> dict[str, list[str]]:
    """The tags of a Universal NER file by `sent_id`; other tags than PER, ORG and LOC are O."""
    found: dict[str, list[str]] = {}
    name = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# sent_id"):
                name = line.split("=", 1)[1].strip()
                found[name] = []
            elif line.strip() and not line.startswith("#"):
                tag = line.rstrip("\n").split("\t")[2]
                found[name].append(tag if tag[2:] in KINDS else "O")
    return found


def token_tag_lines(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """The sentences of a file with a token and a tag a line."""
    words: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for line in [*lines, ""]:
            fields = line.split()
            if len(fields) == 2:
                words.append(fields[0])
                tags.append(fields[1])
            elif words:
                yield words, tags
                words, tags = [], []


def wikigold(path: Path) -> Iterator[Record]:
    """The sentences of wikigold; its MISC is nobody's class here."""
    for number, (words, tags) in enumerate(token_tag_lines(path)):
        kept = ["?" if tag.endswith("MISC") else tag for tag in tags]
        yield Record(id=f"wikigold-{number}", words=words, names=_begun(kept))


def re3d(folder: Path, codes: Path) -> Iterator[tuple[bool, Record]]:
    """The sentences of the re3d files with our own codes; the first value: held out for testing.

    re3d marks whole phrases ("the Foreign Secretary", "the city of Mosul", "we"). The names in them were coded anew by
    hand for this project, by the conventions of Universal NER, in `names/re3d_spans.tsv`: the file, the number of the
    sentence in it, and the names as `first:end:KIND` over its tokens. A fifth is held out, in blocks of ten sentences.
    """
    with codes.open(encoding="utf-8", newline="") as lines:
        rows = {(r["file"], int(r["sentence"])): r["names"] for r in csv.DictReader(lines, delimiter="\t")}
    for path in sorted(folder.glob("re3d_*.conll")):
        for number, (words, _) in enumerate(token_tag_lines(path)):
            tags = ["O"] * len(words)
            for item in rows[path.stem, number].split():
                first, end, kind = item.split(":")
                write_name(tags, int(first), int(end), kind)
            yield number // 10 % 5 == 4, Record(id=f"{path.stem}-{number}", words=words, names=tags)


def hands(folder: Path, *, split: Splitter) -> Iterator[tuple[bool, Record]]:
    """Our own sentences (`hand_*.txt`), cut into words by `split`; every fifth topic of each file is held out."""
    for path in sorted(folder.glob("hand_*.txt")):
        topic = -1
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("# topic:"):
                topic += 1
            elif line.strip():
                yield topic % 5 == 4, _from_brackets(line.strip(), split, f"{path.name}:{number}")


def _from_brackets(line: str, split: Splitter, where: str) -> Record:
    text, names, last = "", [], 0
    for match in _BRACKET.finditer(line):
        text += line[last : match.start()]
        names.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        last = match.end()
    text += line[last:]
    if "[PER" in text or "[ORG" in text or "[LOC" in text:
        raise DataError("brackets do not match", file=where, value=line, expected="[PER Name], not nested")
    spans = split(text, 0, len(text))
    tags = ["O"] * len(spans)
    for start, end, kind in names:
        inside = [i for i, span in enumerate(spans) if span.start < end and span.end > start]
        if inside:
            write_name(tags, inside[0], inside[-1] + 1, kind)
    return Record(
        id=where, text=text, words=[s.of(text) for s in spans], names=tags, spans=[(s.start, s.end) for s in spans]
    )


def _begun(tags: list[str]) -> list[str]:
    """IOB1 as IOB2: a name always begins with B."""
    return [
        f"B-{tag[2:]}" if tag.startswith("I-") and (i == 0 or tags[i - 1][2:] != tag[2:]) else tag
        for i, tag in enumerate(tags)
    ]
