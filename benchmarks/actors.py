"""Who is who: load time, speed, how often the right actor is found. Writes actors.json and ACTORS.md beside this file.

    python -m benchmarks.actors [--gold ../shared/gold/seed_gold.jsonl --article ../shared/seeds/FILE.txt]

Reads the coded passages in `data/gold/actors`: `wire` is plain agency prose, `varied` are speeches, transcripts,
analyses, headlines and homographs; forty passages each, coded by two coders on their own, their differences settled by
a third. The first twenty of each set were looked at while the rules were written, the last twenty never. With the seed
gold, its coreferences, roles and traps are counted too. Times are processor time of this process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz

from benchmarks.actor_gold import Passage, agreement, forms, plain, read_passages, score
from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.discourse import Discourse, Reference, Use, resolve
from kgraph.language import parse
from kgraph.model import Document

HERE: Final = Path(__file__).parent
GOLD: Final = HERE.parent / "data" / "gold" / "actors"
SETS: Final = ("wire", "varied")
SEEN: Final = 20

LOAD = """
import time
from kgraph.actors import load_gazetteer
load_gazetteer().find("Russia")
print(round(time.process_time(), 3))
"""


def reader(gazetteer: Gazetteer) -> Callable[[Passage], Discourse]:
    """What reads a passage; each is read once."""
    known: dict[str, Discourse] = {}

    def read(passage: Passage) -> Discourse:
        if passage.id not in known:
            document = Document(text=passage.text, published=passage.date, publisher=passage.publisher)
            known[passage.id] = resolve(document, parse(passage.text), gazetteer)
        return known[passage.id]

    return read


def gold_scores(gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    """The scores of each half of each set."""
    read = reader(gazetteer)
    for name in SETS:
        passages = read_passages(GOLD / f"{name}.txt")
        for half, part in (("looked at", passages[:SEEN]), ("unseen", passages[SEEN:])):
            scores = score(part, read, gazetteer)
            by_form = forms(part, read, gazetteer)
            yield {
                "set": name,
                "half": half,
                "mentions": scores.actors.all,
                "actor": round(scores.actors.share, 3),
                "by_form": {form: [round(tally.share, 3), tally.all] for form, tally in sorted(by_form.items())},
                "place_or_actor": [round(scores.places.share, 3), scores.places.all],
                "sets": [round(scores.sets.share, 3), scores.sets.all],
                "precision": [round(scores.found.share, 3), scores.found.all],
            }


def coders(gazetteer: Gazetteer) -> dict[str, dict[str, float]]:
    """How far the two coders of each set agree."""
    found = {}
    for name in SETS:
        first, second = (read_passages(GOLD / f"{name}_coder_{coder}.txt") for coder in "ab")
        agreed = agreement(first, second, gazetteer)
        found[name] = {
            "mentions": agreed.mentions,
            "found_f1": round(agreed.found_f1, 3),
            "actor": round(agreed.actors, 3),
            "use": round(agreed.use, 3),
            "kappa_of_use": round(agreed.kappa, 3),
        }
    return found


def speed(gazetteer: Gazetteer) -> dict[str, float]:
    """Seconds to load, megabytes a second matched, sentences a second resolved."""
    loads = [float(subprocess.run([sys.executable, "-c", LOAD], capture_output=True, check=True).stdout) for _ in "abc"]
    bare = [
        float(
            subprocess.run(
                [sys.executable, "-c", "import time, kgraph.actors; print(time.process_time())"],
                capture_output=True,
                check=True,
            ).stdout
        )
        for _ in "abc"
    ]
    passages = [passage for name in SETS for passage in read_passages(GOLD / f"{name}.txt")]
    text = "\n\n".join(passage.text for passage in passages) * 20
    started = time.process_time()
    gazetteer.find(text, on="2015-01-01")
    matched = time.process_time() - started
    parsed = [(Document(text=p.text, published=p.date), parse(p.text)) for p in passages]
    started = time.process_time()
    for document, sentences in parsed:
        resolve(document, sentences, gazetteer)
    resolved = time.process_time() - started
    return {
        "load_and_first_match_s": round(min(loads) - min(bare), 3),
        "match_mb_per_s": round(len(text.encode()) / 1e6 / matched, 1),
        "resolve_sentences_per_s": round(sum(len(sentences) for _, sentences in parsed) / resolved),
    }


def seed_scores(article: Path, gold: Path, gazetteer: Gazetteer) -> dict[str, Any]:
    """How many of the seed gold's coreferences, roles and traps come out right, and which do not."""
    text = article.read_text("utf-8")
    discourse = resolve(Document(text=text, published="2017-12-07"), parse(text), gazetteer)
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    tests = {"coreference": _is_coreferent, "role": _has_role, "not_an_actor": _is_no_actor}
    found: dict[str, Any] = {}
    for kind, test in tests.items():
        results = [(row["id"], test(row, discourse)) for row in rows if row["kind"] == kind]
        found[kind] = {
            "right": sum(right for _, right in results),
            "of": len(results),
            "missed": [name for name, right in results if not right],
        }
    return found


def _near(row: dict[str, Any], discourse: Discourse) -> Iterator[Reference]:
    """The references in the sentence that a gold row stands in."""
    return (r for r in discourse.references if row["start"] - 1 <= r.start and r.end <= row["end"] + 1)


def _is_coreferent(row: dict[str, Any], discourse: Discourse) -> bool:
    words = plain(row["mention"])
    wanted = {_gold_id(code) for code in row["resolves_to"]}
    for reference in _near(row, discourse):
        said = plain(reference.text)
        is_it = said == words or (len(said) > _SHORT and words.startswith(said))
        if reference.use is Use.ACTOR and is_it:
            found = {_our_id(reference, i) for i in range(len(reference.actors))}
            if found == wanted:
                return True
    return False


_SHORT: Final = 4


def _gold_id(code: str) -> str:
    kind, _, name = code.partition(":")
    return name if kind == "iso3" else plain(name)


def _our_id(reference: Reference, place: int) -> str:
    actor = reference.actors[place]
    return actor.id[4:] if actor.id == f"kgr:{actor.state}" else plain(actor.name)


def _has_role(row: dict[str, Any], discourse: Discourse) -> bool:
    for role in discourse.roles:
        if not _same_name(role.person.name, row["name"]):
            continue
        if not (row["start"] - 1 <= role.start and role.end <= row["end"] + 1) or role.holder_of is None:
            continue
        superior = row["role"].partition("subordinate of person:")[2]
        if superior:
            return_value = _same_name(role.holder_of.name, superior)
        elif row["organization"].startswith("iso3:"):
            return_value = role.holder_of.id == f"kgr:{row['organization'][5:]}"
        else:
            return_value = not role.holder_of.id.startswith("kgr:") or role.holder_of.id[4:].islower()
        if return_value:
            return True
    return False


def _same_name(ours: str, theirs: str) -> bool:
    """Whether two names are spellings of one: alike but for few letters."""
    return fuzz.ratio(plain(ours), plain(theirs)) >= _ALIKE


_ALIKE: Final = 85


def _is_no_actor(row: dict[str, Any], discourse: Discourse) -> bool:
    words = plain(row["mention"].partition(" / ")[0])
    named = [r for r in _near(row, discourse) if plain(r.text) == words or words.startswith("follow")]
    return all(reference.use is not Use.ACTOR for reference in named)


def markdown(results: dict[str, Any]) -> str:
    """The results as a page."""
    lines = ["# Who is who", "", "Written by `python -m benchmarks.actors`; see there for what is counted.", ""]
    for key, value in results["speed"].items():
        lines.append(f"- {key.replace('_', ' ')}: {value}")
    lines += [
        "",
        "| set | half | mentions | actor | named | described | pronouns | first person | sets | place or actor |"
        " precision |",
    ]
    lines.append("|---|---|---|---|---|---|---|---|---|---|---|")
    for row in results["gold"]:
        form = {name: f"{share:.3f} ({count})" for name, (share, count) in row["by_form"].items()}
        cells = [row["set"], row["half"], str(row["mentions"]), f"{row['actor']:.3f}"]
        cells += [form.get(name, "") for name in ("named", "description", "pronoun", "first person")]
        cells += [f"{share:.3f} ({count})" for share, count in (row["sets"], row["place_or_actor"], row["precision"])]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "Coders: " + "; ".join(f"{name}: {agreed}" for name, agreed in results["coders"].items())]
    if "seed" in results:
        told = ", ".join(f"{kind} {row['right']} of {row['of']}" for kind, row in results["seed"].items())
        lines += ["", f"Seed gold: {told}."]
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="the seed gold; left out where it is absent")
    parser.add_argument("--article", type=Path, help="the article it codes")
    given = parser.parse_args()
    gazetteer = load_gazetteer()
    results: dict[str, Any] = {
        "speed": speed(gazetteer),
        "gold": list(gold_scores(gazetteer)),
        "coders": coders(gazetteer),
    }
    if given.gold is not None and given.article is not None and given.gold.exists() and given.article.exists():
        results["seed"] = seed_scores(given.article, given.gold, gazetteer)
    else:
        print("no seed gold there: its coreferences, roles and traps are left out", file=sys.stderr)
    (HERE / "actors.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    (HERE / "ACTORS.md").write_text(markdown(results), "utf-8")
    print(markdown(results))


if __name__ == "__main__":
    main()
