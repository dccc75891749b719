"""Why the extractor misses relations of gold: who is not found, what is not paired, what is taken for something else.

    python -m benchmarks.relation_errors [GOLD]

GOLD is by default the half of our own gold that may be looked at (`data/gold/relations/tuning.jsonl`). Every relation
that counts falls into one class, the first that fits: found; another type; the sentence names the actor, the recipient
or both by no words that the discourse reads; the tree pairs the two with nothing; the classifier sees nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kgraph.actors import load_gazetteer
from kgraph.discourse import Discourse, resolve
from kgraph.discourse.syntax import Syntax
from kgraph.evaluate.ends import EndReader
from kgraph.evaluate.gold import GoldActor, GoldRelation, Tier
from kgraph.evaluate.gold_lines import read_gold
from kgraph.extract import extractor, read_documents
from kgraph.extract.candidates import candidates, participants
from kgraph.language import load_model
from kgraph.model import Claim, Document

ROOM: Final = Path(__file__).parent.parent / "data" / "gold" / "relations"


def classes(gold_file: Path) -> Counter[str]:
    """How many relations fall into each class."""
    gold, ends = read_gold(gold_file), EndReader()
    by_article: defaultdict[str | None, list[GoldRelation]] = defaultdict(list)
    for relation in gold.relations:
        if relation.tier is Tier.CORE:
            by_article[relation.article].append(relation)
    counted: Counter[str] = Counter()
    for article in gold.articles:
        if article.file is None:
            continue
        [document] = read_documents(gold_file.parent / article.file)
        claims = [claim for claim in extractor()(document) if claim.event_type is not None]
        discourse = resolve(document, load_model().parse(document.text), load_gazetteer())
        for relation in by_article[article.id]:
            counted[_class_of(relation, document, claims, discourse, ends)] += 1
    return counted


def _class_of(
    relation: GoldRelation, document: Document, claims: Iterable[Claim], discourse: Discourse, ends: EndReader
) -> str:
    words = " ".join(relation.sentence.split())
    number = next((n for n, s in enumerate(discourse.sentences) if " ".join(s.text.split()) == words), None)
    if number is None:
        return "sentence cut otherwise"
    first, second = (_keys(side, document, ends) for side in (relation.actors, relation.recipients))
    told = [c for c in claims if c.evidence is not None and " ".join(c.evidence.quote.split()) == words]
    fitting = [c for c in told if c.recipient is not None and _fits(c, first, second, ends)]
    if fitting:
        return "found" if any(claim.event_type in relation.types for claim in fitting) else "another type"
    syntax = Syntax(discourse.sentences[number])
    found = participants(syntax, discourse.within(number))
    here = [one for one in found if any(ends.of_claim(actor) & first for actor in one.reference.actors)]
    there = [one for one in found if any(ends.of_claim(actor) & second for actor in one.reference.actors)]
    if not here or not there:
        return "names neither" if not (here or there) else "names no recipient" if here else "names no actor"
    paired = any({c.actor.first, c.recipient.first} & {h.first for h in here} for c in candidates(syntax, found))
    return "judged nothing" if paired else "not paired"


def _keys(side: Iterable[GoldActor], document: Document, ends: EndReader) -> frozenset[str]:
    return frozenset[str]().union(*(ends.of_gold(actor, on=document.published) for actor in side))


def _fits(claim: Claim, first: frozenset[str], second: frozenset[str], ends: EndReader) -> bool:
    if claim.recipient is None:
        return False
    actor, recipient = ends.of_claim(claim.actor), ends.of_claim(claim.recipient)
    return bool((actor & first and recipient & second) or (actor & second and recipient & first))


def main() -> None:
    """Print the classes with their shares."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path, nargs="?", default=ROOM / "tuning.jsonl")
    counted = classes(options.parse_args().gold)
    for name, count in counted.most_common():
        print(f"{name:24} {count:4} {count / counted.total():.3f}")


if __name__ == "__main__":
    main()
