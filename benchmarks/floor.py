"""How good the floor is: writes floor.json and FLOOR.md beside this file.

    python benchmarks/floor.py [--shared FOLDER]

Three measures. The claims of `data/articles` against verdicts given by hand (`floor_judged.csv`): the share that is
right about who did what to whom. The gold of a real article, and a set of sentences with PLOVER types and both actors
given: the two lie outside the project in the folder `shared` (by default beside the checkout) and are passed over, with
a word about it, where that is absent.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kgraph import __version__
from kgraph.build import Settings, read_claims_of
from kgraph.extract.cues import cue_relation, pair_relation
from kgraph.model import claim_to_json
from kgraph.ontology import relation

HERE = Path(__file__).parent
ROOT = HERE.parent
SEED = "seeds/putin-meets-chinese-military-officials.txt"
SENTENCES = "benchmarks/plover_events/plv_train.tsv"
FOLDED = {"DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "DEMAND": "REQUEST", "FIGHT": "ASSAULT"}
FOLDED |= {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""The set's older labels and ours, brought together."""


def judged() -> dict[str, object]:
    """The share of claims about the sample articles that were judged right, and how many nobody has judged."""
    with (HERE / "floor_judged.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    verdicts = {(row["document"], row["actor"], row["relation"], row["recipient"]): row["right"] for row in rows}
    claims = [
        claim
        for reading in read_claims_of([ROOT / "data" / "articles"], Settings(extractor="floor"))
        for claim in reading.claims
    ]
    told = [(c.document, c.actor.id, c.relation, "" if c.recipient is None else c.recipient.id) for c in claims]
    known = [verdicts[key] for key in told if key in verdicts]
    right = known.count("yes")
    return {
        "claims": len(claims),
        "judged": len(known),
        "right": right,
        "precision": round(right / max(1, len(known)), 3),
    }


def seed(shared: Path, extractor: str = "floor") -> dict[str, object] | None:
    """The scores of the seed article by the gold's own scorer."""
    scorer, gold, text = shared / "gold" / "score_seed.py", shared / "gold" / "seed_gold.jsonl", shared / SEED
    if not (scorer.exists() and gold.exists() and text.exists()):
        return None
    readings = read_claims_of([text], Settings(extractor=extractor, date="2017-12-07", publisher="Breitbart"))
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims.jsonl"
        lines = (f"{claim_to_json(claim)}\n" for reading in readings for claim in reading.claims)
        claims.write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, str(scorer), str(claims), str(gold), "--json"]
        printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    scores = json.loads(printed)
    scores["missed"] = " ".join(scores["missed"])
    return {key: round(value, 3) if isinstance(value, float) else value for key, value in scores.items()}


def event_types(shared: Path) -> dict[str, object] | None:
    """Accuracy and macro-F1 of the cues alone, both actors given, over the roots of the set."""
    file = shared / SENTENCES
    if not file.exists():
        return None
    pairs = list(_predictions(file))
    gold, guessed, hits = (
        Counter(g for g, _ in pairs),
        Counter(p for _, p in pairs),
        Counter(g for g, p in pairs if g == p),
    )
    scores = [2 * hits[name] / (gold[name] + guessed[name]) for name in gold]
    answered = sum(p != "NONE" for _, p in pairs)
    return {
        "sentences": len(pairs),
        "answered": answered,
        "accuracy": round(hits.total() / len(pairs), 3),
        "accuracy_where_answered": round(hits.total() / answered, 3),
        "macro_f1": round(sum(scores) / len(scores), 3),
    }


def _predictions(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            guess = _guess(row["sentence"], row["source"], row["target"])
            yield FOLDED.get(row["gold_root"], row["gold_root"]), FOLDED.get(guess, guess)


def _guess(sentence: str, source: str, target: str) -> str:
    places = sorted((sentence.find(name), name) for name in (source, target))
    if places[0][0] < 0:
        return "NONE"
    (start, first), (middle, second) = places
    before, between, after = sentence[:start], sentence[start + len(first) : middle], sentence[middle + len(second) :]
    found = cue_relation(between, before, after) or pair_relation(before, after)
    return "NONE" if found is None else relation(found.relation).event_type or "NONE"


def page(scores: dict[str, dict[str, object] | None]) -> str:
    """The scores as a page."""
    lines = [
        "# The floor",
        "",
        f"`floor/{__version__}`, the extractor without a parser. Made by `python benchmarks/floor.py`; do not edit.",
        "",
        "- **judged**: the claims of `data/articles` against verdicts by hand (`floor_judged.csv`); right means that",
        "  the text says that this actor did this to or with that recipient, whatever the date and the attribution.",
        "- **seed**: a real article of 700 words against a full coding by two readers, by that gold's own scorer.",
        "  The cues were written with this article at hand, so it flatters; the judged articles do not.",
        "- **event_types**: the cues alone on 1,050 news sentences with the two actors given; the paper that published",
        "  them reports an accuracy of .760 for its system.",
        "",
    ]
    for name, figures in scores.items():
        lines += [f"## {name}", ""]
        if figures is None:
            lines += ["Not measured: the data set is not here.", ""]
            continue
        lines += ["| measure | figure |", "|---|---|", *(f"| {key} | {value} |" for key, value in figures.items()), ""]
    return "\n".join(lines)


def main() -> None:
    """Measure, write the two files, print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared = options.parse_args().shared
    scores = {"judged": judged(), "seed": seed(shared), "event_types": event_types(shared)}
    for name, figures in scores.items():
        print(name, "not measured: the data set is not here" if figures is None else json.dumps(figures))
    (HERE / "floor.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    (HERE / "FLOOR.md").write_text(page(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
