"""Learn the weights of pronouns from the coreference of GUM.

    python -m training.pronouns --treebanks ../shared/treebanks

The texts are read by kgraph's own pipeline (English model, names, roles), so that the weights know its mistakes. Every
pronoun of the third person gives one example: the mentions that agree with it, and which of them GUM has in the same
chain, or none. A softmax over the mentions and "nobody" is fitted with L2, full batch. Prints accuracy on all parts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import conllu
import numpy as np
from numpy.typing import NDArray

from kgraph.actors import load_gazetteer
from kgraph.discourse import pronouns, resolve
from kgraph.discourse.entities import Entity
from kgraph.discourse.pronouns import WEIGHTS, Candidate, Pronouns, nobody_features, score_of
from kgraph.discourse.syntax import Syntax
from kgraph.language import load_model
from kgraph.model import Document

_ENTITY = re.compile(
    r"\((?P<open>\d+)(?:\[\d+/\d+\])?-(?P<type>\w+)[^()]*(?P<single>\))?|(?P<close>\d+)(?:\[\d+/\d+\])?\)"
)

GENRES = ("news", "bio", "interview", "speech", "essay", "letter", "court", "academic", "textbook", "voyage")
"""The genres of GUM that are told like the news; in fiction and talk one person is taken up for pages."""


@dataclass(frozen=True)
class Example:
    """A pronoun: the features of each candidate, those of nobody at the end, and which of them are right."""

    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    word: str
    animate: tuple[bool, ...]


def documents(file: Path) -> Iterator[tuple[str, dict[int, list[int]]]]:
    """The texts of a treebank, each with the chains of the mentions by the offsets of their head words, inner first."""
    text, wanted = "", False
    chains: dict[int, list[int]] = {}
    for sentence in conllu.parse_incr(file.open(encoding="utf-8")):
        if "newdoc id" in sentence.metadata:
            if text:
                yield text, chains
            text, chains = "", {}
            wanted = sentence.metadata["newdoc id"].split("_")[1] in GENRES
        if not wanted:
            continue
        text, found = _sentence(sentence, text)
        chains |= found
    if text:
        yield text, chains


def _sentence(sentence: conllu.TokenList, text: str) -> tuple[str, dict[int, list[int]]]:
    """A text with one sentence more, and the chains of that sentence."""
    words = [token for token in sentence if isinstance(token["id"], int)]
    starts: dict[int, int] = {}
    joined = {i: t["form"] for t in sentence if isinstance(t["id"], tuple) and t["id"][1] == "-" for i in [t["id"]]}
    cover = {n: span for span in joined for n in range(span[0], span[2] + 1)}
    for token in words:
        span = cover.get(token["id"])
        if span is not None and token["id"] != span[0]:
            starts[token["id"]] = starts[token["id"] - 1] + len(words[token["id"] - 2]["form"])
            continue
        starts[token["id"]] = len(text)
        text += token["form"] if span is None else joined[span]
        last = token if span is None else next(t for t in sentence if t["id"] == span)
        if (last["misc"] or {}).get("SpaceAfter") != "No":
            text += " "
    found: dict[int, list[int]] = {}
    opened: defaultdict[int, list[int]] = defaultdict(list)
    for token in words:
        for match in _ENTITY.finditer((token["misc"] or {}).get("Entity") or ""):
            if match["open"]:
                opened[int(match["open"])].append(token["id"])
                if not match["single"]:
                    continue
            number = int(match["open"] or match["close"])
            if opened[number]:
                first = opened[number].pop()
                head = next((t for t in words[first - 1 : token["id"]] if not first <= t["head"] <= token["id"]), token)
                found.setdefault(starts[head["id"]], []).append(number)
    return text.rstrip() + ("\n" if text.endswith(" ") else " "), found


class _Recorder(Pronouns):
    """Takes down every pronoun, and goes on with whom GUM says it means."""

    chains: ClassVar[dict[int, list[int]]] = {}
    sentences: ClassVar[list[Syntax]] = []
    examples: ClassVar[list[Example]] = []

    def antecedent(self, syntax: Syntax, sentence: int, place: int) -> Entity | None:
        chain = next(iter(self.chains.get(syntax[place].start, ())), None)
        candidates = self.candidates(syntax, sentence, place)
        right = [chain is not None and self._chain_of(c) == chain for c in candidates]
        rows = [c.features for c in candidates]
        rows.append(tuple(nobody_features(syntax, place)))
        animate = tuple(c.said.entity.animate for c in candidates)
        self.examples.append(Example(tuple(rows), (*right, not any(right)), syntax.lower[place], (*animate, False)))
        return next((c.said.entity for c, is_right in zip(candidates, right, strict=True) if is_right), None)

    def _chain_of(self, candidate: Candidate) -> int | None:
        """The chain of a mention; a list and its first member have one head, and the list is the outer mention."""
        said = candidate.said
        chains = self.chains.get(self.sentences[said.sentence][said.head].start, [])
        if said.entity.members:
            return chains[-1] if len(chains) > 1 else None
        return chains[0] if chains else None


def examples_of(file: Path) -> list[Example]:
    """The pronouns of a treebank, read by kgraph."""
    model, gazetteer = load_model(), load_gazetteer()
    _Recorder.examples = []
    with patch("kgraph.discourse.reading.draft.Pronouns", _Recorder):
        for text, chains in documents(file):
            sentences = model.parse(text, threads=2)
            _Recorder.chains = chains
            _Recorder.sentences = [Syntax(sentence) for sentence in sentences]
            resolve(Document(text=text), sentences, gazetteer, skip=())
    return _Recorder.examples


def fit(examples: Sequence[Example], *, penalty: float, steps: int = 300) -> dict[str, float]:
    """Weights that give the right mentions most, by gradient descent with momentum."""
    counts: defaultdict[str, int] = defaultdict(int)
    for example in examples:
        for row in example.rows:
            for name in row:
                counts[name] += 1
    names = {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= 5))}
    rows = [[names[n] for n in row if n in names] for example in examples for row in example.rows]
    lengths = np.array([len(row) for row in rows])
    flat = np.array([i for row in rows for i in row])
    of_row = np.repeat(np.arange(len(rows)), lengths)
    of_example = np.repeat(np.arange(len(examples)), [len(example.rows) for example in examples])
    right = np.array([r for example in examples for r in example.right])
    known = np.array([score_of(row, {}) for example in examples for row in example.rows])
    weights: NDArray[np.float64] = np.zeros(len(names))
    speed = np.zeros_like(weights)
    for _ in range(steps):
        scores = np.bincount(of_row, weights[flat], len(rows)) + known
        top = np.full(len(examples), -np.inf)
        np.maximum.at(top, of_example, scores)
        shares = np.exp(scores - top[of_example])
        total = np.bincount(of_example, shares, len(examples))
        good = np.bincount(of_example, shares * right, len(examples))
        push = shares * right / good[of_example] - shares / total[of_example]
        gradient = np.bincount(flat, push[of_row], len(names)) - penalty * weights
        speed = 0.9 * speed + gradient * (4.0 / len(examples))
        weights += speed
    return {name: round(float(weights[i]), 3) for name, i in names.items()}


def accuracy(examples: Sequence[Example], weights: dict[str, float]) -> dict[str, tuple[float, int]]:
    """The share of pronouns, by class, for which a right mention (or nobody, rightly) comes out."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for example in examples:
        scores = [score_of(row, weights) for row in example.rows]
        best = int(np.argmax(scores))
        hit = example.right[best]
        # A thing and nobody are the same to whoever asks for actors.
        hit = hit or not (
            example.animate[best] or any(a and r for a, r in zip(example.animate, example.right, strict=True))
        )
        for name in (pronouns.word_class(example.word), "all"):
            right[name].append(hit)
    return {name: (sum(hits) / len(hits), len(hits)) for name, hits in sorted(right.items())}


def main() -> None:
    """Learn, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--penalty", type=float, default=2.0)
    given = parser.parse_args()
    parts = {
        part: examples_of(given.treebanks / "gum" / f"en_gum-ud-{part}.conllu") for part in ("train", "dev", "test")
    }
    weights = fit(parts["train"], penalty=given.penalty)
    for part, examples in parts.items():
        told = ", ".join(
            f"{name} {share:.3f} ({count})" for name, (share, count) in accuracy(examples, weights).items()
        )
        print(f"{part}: {told}")
    out = Path(pronouns.__file__).with_name(WEIGHTS)
    out.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{out.name}: {len(weights)} weights")


if __name__ == "__main__":
    main()
