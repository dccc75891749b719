"""The classes that the network tells apart, and the prepared sentences that they are read off."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FEATURES: Final = (
    *("Tense", "Mood", "VerbForm", "Voice", "Number", "Person", "Case"),
    *("Degree", "PronType", "Polarity", "NumType", "Definite", "Poss"),
)
NAMES: Final = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The classes of every head, in the order of their numbers."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    deprel: tuple[str, ...]
    names: tuple[str, ...]
    feats: dict[str, tuple[str, ...]]
    """The values of each feature; the first, empty, is its absence."""

    @classmethod
    def of(cls, lines: list[Line]) -> Vocabulary:
        """The classes in some sentences; relations seen fewer than three times are not learned."""
        relations = Counter(r for line in lines for r in line.get("deprels", ()))
        return cls(
            upos=tuple(sorted({tag for line in lines for tag in line.get("upos", ())})),
            xpos=tuple(sorted({tag for line in lines for tag in line.get("xpos", ())})),
            deprel=tuple(sorted(r for r, count in relations.items() if count >= 3)),
            names=NAMES,
            feats={
                f: ("", *sorted({v for x in lines for s in x.get("feats", ()) if (v := value_of(s, f))}))
                for f in FEATURES
            },
        )

    def sizes(self) -> dict[str, int]:
        """How many classes the heads have."""
        return {name: len(getattr(self, name)) for name in ("upos", "xpos", "deprel", "names")}

    def feature_sizes(self) -> list[int]:
        """How many values each feature has, its absence included."""
        return [len(values) for values in self.feats.values()]


def value_of(feats: str, name: str) -> str:
    """The value of one feature in UD's spelling; empty where it is absent."""
    return next((pair[len(name) + 1 :] for pair in feats.split("|") if pair.startswith(f"{name}=")), "")


def read_lines(path: Path) -> Iterator[Line]:
    """The sentences that `prepare` wrote."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def write_name(tags: list[str], first: int, end: int, kind: str) -> None:
    """Marks the words from `first` up to, not including, `end` as one name."""
    for i in range(first, end):
        tags[i] = f"{'B' if i == first else 'I'}-{kind}"
