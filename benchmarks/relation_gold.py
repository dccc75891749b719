"""The gold of relations: two coders' tables compared, and what both say made into gold.

    python -m benchmarks.relation_gold [FOLDER]

FOLDER holds `articles/NN.txt`, `articles/NN.tsv` (their sentences, numbered) and `coders/one.tsv`, `coders/two.tsv`
with the columns article, sentence, actor, recipient, type, mode, date, modality, polarity, attribution, also;
a row with `-` says that a sentence tells nothing. What both say is core, what one says is optional; where they
differ on date, modality or speakers, the gold leaves that out. Writes `tuning.jsonl` (articles of odd number) and
`unseen.jsonl` and prints the agreement.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kgraph.model.actor import OPPOSING_SECTORS

FOLDER: Final = Path("data/gold/relations")
_EITHER_WAY: Final = ("CONSULT", "COOPERATE")
_MODALITIES: Final = {"alleged": "reported"}


@dataclass(frozen=True, slots=True)
class Coded:
    """A coder's row: two ends as `Name|STATE|SECTOR`, and what is said of them."""

    article: str
    sentence: int
    actor: str
    recipient: str
    type: str
    date: str
    modality: str
    polarity: str
    speakers: tuple[str, ...]
    also: frozenset[str]

    @property
    def ends(self) -> tuple[str, str]:
        """Whom the two ends stand for: a state, or a name."""
        return side(self.actor), side(self.recipient)

    @property
    def types(self) -> frozenset[str]:
        """The types its coder takes."""
        return self.also | {self.type}


def side(end: str) -> str:
    """The state somebody acts for, else his name in small letters."""
    name, state, sector = (*end.split("|"), "", "")[:3]
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return state if state and sector not in OPPOSING_SECTORS else plain.removeprefix("the ")


def read_coder(file: Path) -> tuple[dict[tuple[str, int], list[Coded]], set[tuple[str, int]]]:
    """A coder's rows by sentence, and the sentences coded; rows without an actor or of one with itself are left out."""
    found: dict[tuple[str, int], list[Coded]] = defaultdict(list)
    seen: set[tuple[str, int]] = set()
    for line in file.read_text("utf-8").splitlines():
        cells = [*(cell.strip() for cell in line.split("\t")), *[""] * 11][:11]
        key = cells[0], int(cells[1])
        seen.add(key)
        if cells[2] in ("-", "?") or cells[3] in ("", "?"):
            continue
        also = frozenset(part.strip() for part in cells[10].split(",") if part.strip())
        speakers = tuple(part.split("|")[0].strip() for part in cells[9].split(">") if part.strip())
        modality = _MODALITIES.get(cells[7], cells[7])
        row = Coded(*key, cells[2], cells[3], cells[4], cells[6], modality, cells[8], speakers, also)
        if row.ends[0] != row.ends[1]:
            found[key].append(row)
    return found, seen


def matched(one: Iterable[Coded], two: Iterable[Coded]) -> Iterator[tuple[Coded | None, Coded | None]]:
    """The rows of two coders for one sentence side by side; those of one alone beside None."""
    left = list(two)
    for row in one:
        fits = [other for other in left if {*other.ends} == {*row.ends} and other.polarity == row.polarity]
        fits.sort(key=lambda other: (not other.types & row.types, other.type != row.type, other.ends != row.ends))
        if fits:
            left.remove(fits[0])
        yield row, fits[0] if fits else None
    yield from ((None, other) for other in left)


def relation_line(row: Coded, other: Coded | None, sentence: str) -> dict[str, Any]:
    """A relation as `kgraph eval` reads it."""
    both = other is not None and bool(row.types & other.types)
    types = row.types | (other.types if other is not None else frozenset())
    turned = other is not None and other.ends != row.ends
    line: dict[str, Any] = {"kind": "relation", "article": row.article, "sentence": sentence}
    line |= {"actor": _end(row.actor), "recipient": _end(row.recipient), "type": row.type}
    line |= {"also_types": sorted(types - {row.type}), "symmetric": turned or row.type in _EITHER_WAY}
    line |= {"polarity": row.polarity, "tier": "core" if both else "optional"}
    if other is not None and other.date == row.date:
        line["date"] = row.date or None
    if other is not None and other.modality == row.modality and row.polarity == "positive":
        line["modality"] = row.modality
    if other is not None and [*map(side, other.speakers)] == [*map(side, row.speakers)]:
        line["attribution"] = list(row.speakers)
    return line


def _end(end: str) -> dict[str, str]:
    name, state, sector = (*end.split("|"), "", "")[:3]
    return {"name": name} | ({"state": state} if state else {}) | ({"sector": sector} if sector else {})


def agreement(pairs: list[tuple[Coded | None, Coded | None]], empty: tuple[set[Any], set[Any]], of: int) -> str:
    """How far two coders agree: F1 of dyads and typed dyads, and more of the dyads of both."""
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    total = sum(a is not None for a, _ in pairs) + sum(b is not None for _, b in pairs)
    share = {
        "type": sum(bool(a.types & b.types) for a, b in both),
        "date": sum(a.date == b.date for a, b in both),
        "modality": sum(a.modality == b.modality for a, b in both),
        "last speaker": sum([*map(side, a.speakers)][-1:] == [*map(side, b.speakers)][-1:] for a, b in both),
    }
    same = (of - len(empty[0] ^ empty[1])) / of
    chance = sum((len(one) / of) * (len(two) / of) for one, two in (empty, [set(range(of - len(e))) for e in empty]))
    lines = [f"dyads: F1 {2 * len(both) / total:.3f}", f"typed dyads: F1 {2 * share['type'] / total:.3f}"]
    lines += [f"{name}: {count / len(both):.3f} of {len(both)}" for name, count in share.items()]
    lines.append(f"whether a sentence tells anything: {same:.3f}, kappa {(same - chance) / (1 - chance):.3f}")
    return "\n".join(lines)


def main() -> None:
    """Compare, and write the gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder = parser.parse_args().folder
    (one, seen), (two, also_seen) = (read_coder(folder / "coders" / f"{name}.tsv") for name in ("one", "two"))
    keys = sorted(seen & also_seen)
    pairs = [pair for key in keys for pair in matched(one.get(key, ()), two.get(key, ()))]
    empty = ({key for key in keys if not one.get(key)}, {key for key in keys if not two.get(key)})
    print(agreement(pairs, empty, len(keys)))
    for name, odd in (("tuning", True), ("unseen", False)):
        articles = [a for a in sorted({key[0] for key in keys}) if (int(a[1:]) % 2 == 1) is odd]
        lines = [line for article in articles for line in article_lines(folder, article, keys, one, two)]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
        print(name, dict(Counter(line.get("tier", line["kind"]) for line in lines)))


def article_lines(
    folder: Path, article: str, keys: list[tuple[str, int]], one: dict[Any, list[Coded]], two: dict[Any, list[Coded]]
) -> Iterator[dict[str, Any]]:
    """The lines of one article: itself, then its sentences in order."""
    head, *rows = (folder / "articles" / f"{article}.tsv").read_text("utf-8").splitlines()
    said = dict(row.split("\t", 1) for row in rows)
    fields = dict(part.split(": ", 1) for part in head.removeprefix("# ").split(" | "))
    yield {"kind": "article", "id": article, "file": f"articles/{article}.txt", "published": fields["date"]}
    for key in keys:
        if key[0] != article:
            continue
        sentence = said[str(key[1])]
        found = list(matched(one.get(key, ()), two.get(key, ())))
        if not found:
            yield {"kind": "sentence", "article": article, "sentence": sentence}
        for row, other in found:
            if row is not None:
                yield relation_line(row, other, sentence)
            elif other is not None:
                yield relation_line(other, None, sentence)


if __name__ == "__main__":
    main()
