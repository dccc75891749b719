"""Event types with the two actors given: accuracy, macro-F1 and quad class on a file of marked sentences.

    python -m benchmarks.event_types FILE.tsv [--errors]

FILE has the columns `marked_sentence` (with `<s>source</s>` and `<t>target</t>`), `source`, `target`, `gold_root` and
`gold_penta`. Its roots are those of an older codebook: YIELD holds CONCEDE and RETREAT, DISAPPROVE and INVESTIGATE are
ACCUSE, DEMAND is REQUEST, FIGHT is ASSAULT; a conviction is ACCUSE there (CAMEO 116) and an embargo COERCE (CAMEO 163),
where we say SANCTION. `NONE` is never an answer here. Marks that fall inside words are moved to the words' ends.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.extract.classifier import NONE, Judged, load_classifier
from kgraph.language import load_model
from kgraph.language.sentence import Sentence
from training.marked import joined, tokens_in, unmarked

_OLDER: Final = {"DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "DEMAND": "REQUEST", "FIGHT": "ASSAULT"}
_YIELD: Final = ("CONCEDE", "RETREAT")
QUADS: Final = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("ACCUSE", "REQUEST", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"), 4),
}
"""The quad class of each older root."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with the extents of its two actors, and what the gold says."""

    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    root: str
    quad: int


def read_marked(file: Path) -> list[Marked]:
    """The rows of a file; those whose two actors overlap are left out."""
    csv.field_size_limit(10_000_000)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [_marked(row) for row in csv.DictReader(lines, delimiter="\t")]
    return [row for row in rows if row is not None]


def _marked(row: dict[str, str]) -> Marked | None:
    text, places = unmarked(row["marked_sentence"], "st")
    if set(places) != {"s", "t"}:
        return None
    source, target = (_on_words(text, *places[name]) for name in "st")
    if source[0] < target[1] and target[0] < source[1]:
        return None
    root = _OLDER.get(row["gold_root"], row["gold_root"])
    return Marked(text, source, target, root, int(row["gold_penta"]))


def _on_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def judged(row: Marked, sentences: Sequence[Sentence]) -> Judged:
    """What the classifier says of a row; where the parser cut the sentence in two, they are read as one."""
    syntax = Syntax(joined(row.text, sentences))
    return load_classifier().judge(syntax, tokens_in(syntax, row.source), tokens_in(syntax, row.target))


def older_roots(said: Judged) -> dict[str, float]:
    """The probabilities of the older roots."""
    found: defaultdict[str, float] = defaultdict(float)
    for name, share in said.types.items():
        if name == NONE:
            continue
        if name != "SANCTION":
            found["YIELD" if name in _YIELD else name] += share
            continue
        convict, plain = said.modes.get("SANCTION-convict", 0.0), said.modes.get("", 0.0)
        total = plain + sum(value for mode, value in said.modes.items() if mode.startswith("SANCTION-")) or 1.0
        found["ACCUSE"] += share * convict / total
        found["COERCE"] += share * plain / total
        found["SANCTION"] += share * (total - convict - plain) / total
    return dict(found)


def f1_by_class(pairs: Sequence[tuple[object, object]]) -> dict[object, float]:
    """F1 of each class of the gold, from pairs of gold and answer."""
    gold, said = Counter(g for g, _ in pairs), Counter(a for _, a in pairs)
    hits = Counter(g for g, a in pairs if g == a)
    return {name: 2 * hits[name] / (count + said[name]) for name, count in gold.items()}


def main() -> None:
    """Score a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    given = parser.parse_args()
    model, rows = load_model(), read_marked(given.file)
    started = time.process_time()
    roots: list[tuple[str, str]] = []
    for row in rows:
        shares = older_roots(judged(row, model.parse(row.text)))
        roots.append((row.root, max(shares, key=shares.__getitem__)))
        if given.errors and roots[-1][0] != roots[-1][1]:
            print(f"{row.root} -> {roots[-1][1]}: {row.text}")
    quads = [(row.quad, QUADS[answer]) for row, (_, answer) in zip(rows, roots, strict=True)]
    for name, pairs in (("root", roots), ("quad", quads)):
        accuracy = sum(gold == said for gold, said in pairs) / len(pairs)
        scores = f1_by_class(pairs)
        print(f"{name}: accuracy {accuracy:.3f}, macro-F1 {sum(scores.values()) / len(scores):.3f} of {len(pairs)}")
    print(Counter(pair for pair in roots if pair[0] != pair[1]).most_common(15))
    print(f"{len(rows) / (time.process_time() - started):.0f} sentences a second of processor time, parsing included")


if __name__ == "__main__":
    main()
