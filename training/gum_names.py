"""Names of persons, organisations and places, read off GUM's nested entity mentions.

GUM marks whole noun phrases ("the French President Emmanuel Macron"). A name here is the run of proper nouns about
the head of such a mention, without titles. What is a proper noun inside some mention and yet in no name found this
way stays `?`: nobody knows, so nothing is learned from it.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kgraph import actors
from training.labels import write_name
from training.treebank import Record

_KINDS: Final = {"person": "PER", "organization": "ORG", "place": "LOC"}
_PART: Final = re.compile(r"\([^()]*\)|\([^()]*|[^()]*\)")
_JOINERS_OF: Final = {
    "organization": frozenset({"of", "and", "&", "-", "for", "the", "de", "la"}),
    "place": frozenset({"of", "-", "de", "la"}),
    "person": frozenset({"-", "de", "la"}),
}
_CAPITAL: Final = frozenset({"ADJ", "NOUN", "VERB", "NUM"})
TITLES: Final = frozenset(
    """
    adm. admiral air ambassador ayatollah capt. captain chair chairman chairwoman chancellor chief col col. colonel
    commander commissioner corporal dame defence defense deputy director dr dr. envoy foreign gen gen. general gov gov.
    governor he high hon hon. imam interior judge justice king lady lieutenant lord lt lt. maj. major marshal minister
    mr mr. mrs mrs. ms ms. office pope premier president presidential prime prince princess prof prof. professor queen
    rep rep. representative rev. reverend saint secretary sen sen. senator sergeant sgt sgt. sheikh sir spc spc. special
    spokesman spokesperson spokeswoman st. state vice
    """.split()  # noqa: SIM905 — sixty words are read better in a row
)


@dataclass(frozen=True, slots=True)
class _Mention:
    kind: str
    first: int
    last: int


def names_of(record: Record) -> list[str]:
    """BIO tags of the names in a GUM sentence, `?` where nobody knows."""
    mentions = _mentions(record)
    tags = ["O"] * len(record.words)
    for mention in sorted(mentions, key=lambda m: m.last - m.first):
        if mention.kind in _KINDS:
            _write(record, mention, tags)
    inside = {i for m in mentions if m.kind in _KINDS for i in range(m.first, m.last + 1)}
    return ["?" if tag == "O" and record.upos[i] == "PROPN" and i in inside else tag for i, tag in enumerate(tags)]


def _mentions(record: Record) -> list[_Mention]:
    open_: list[tuple[str, str, int]] = []
    found: list[_Mention] = []
    for i, misc in enumerate(record.misc):
        for part in _PART.findall(misc.get("Entity", "")):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                if len(fields) < 2:
                    continue
                if part.endswith(")"):
                    found.append(_Mention(fields[1], i, i))
                else:
                    open_.append((fields[0], fields[1], i))
            else:
                _close(open_, found, part.rstrip(")").split("-")[0], i)
    return found


def _close(open_: list[tuple[str, str, int]], found: list[_Mention], group: str, at: int) -> None:
    for j in range(len(open_) - 1, -1, -1):
        if open_[j][0] == group:
            _, kind, first = open_.pop(j)
            found.append(_Mention(kind, first, at))
            return


def _write(record: Record, mention: _Mention, tags: list[str]) -> None:
    inside = range(mention.first, mention.last + 1)
    heads = [i for i in inside if record.heads[i] - 1 not in inside]
    if not heads or record.upos[heads[0]] != "PROPN" or record.words[heads[0]].lower() in demonyms():
        return
    first, last = _run(record, mention, heads[0])
    if mention.kind == "person":
        after = [i for i in range(first, last + 1) if record.words[i].lower() in TITLES]
        start = max(after, default=first - 1) + 1
        for i in range(first, start):
            tags[i] = "?"
        first = start
    write_name(tags, first, last + 1, _KINDS[mention.kind])
    if last + 1 < len(tags) and tags[last + 1].startswith("I-"):
        tags[last + 1] = f"B-{tags[last + 1][2:]}"


def _run(record: Record, mention: _Mention, head: int) -> tuple[int, int]:
    """The capitalised words about the head, over joining words ("of", hyphens) between two of them."""
    organization = mention.kind == "organization"

    def proper(i: int) -> bool:
        if not mention.first <= i <= mention.last:
            return False
        capital = i > 0 and record.words[i][0].isupper() and record.upos[i] in _CAPITAL
        return record.upos[i] == "PROPN" or (capital and (organization or record.words[i].lower() not in demonyms()))

    def joined(i: int) -> bool:
        return mention.first <= i <= mention.last and record.words[i].lower() in _JOINERS_OF[mention.kind]

    first = last = head
    while proper(first - 1) or (joined(first - 1) and proper(first - 2)):
        first -= 1 if proper(first - 1) else 2
    while proper(last + 1) or (joined(last + 1) and proper(last + 2)):
        last += 1 if proper(last + 1) else 2
    return first, last


@cache
def demonyms() -> frozenset[str]:
    """The gazetteer's words for peoples and what is theirs, in lower case: no names here."""
    with (Path(actors.__file__).parent / "state_names.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["name"].lower() for row in csv.DictReader(lines) if row["kind"] == "demonym")
