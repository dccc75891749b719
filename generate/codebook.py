"""Make `docs/relations.md`, the codebook of relations, of the ontology and of example sentences.

python generate/codebook.py            write the page
python generate/codebook.py --check    exit with 1 where the page is not what would be written
python generate/codebook.py --read     first read the sentences anew and write down what is read

`kgraph/ontology/kgraph.ttl` is the truth about relations. `relation_examples.csv` beside this file holds the sentences:
`relation`, `actor` and `recipient` are what a person says the sentence tells, `read` is what the extractor `english`
makes of it. Where the two differ the page says so. Add a row with an empty `read` and run this with `--read`.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from kgraph.ontology import CONTEXTS, EVENT_TYPES, INVERSES, MODES, RELATIONS, EventType, Relation, expand, relation

HERE: Final = Path(__file__).resolve().parent
EXAMPLES: Final = HERE / "relation_examples.csv"
TARGET: Final = HERE.parent / "docs" / "relations.md"
PUBLISHED: Final = "2024-06-19"
"""The day on which all sentences are read: who holds an office depends on it."""
NOTHING: Final = "nothing"

_HEAD: Final = """# The relations

The codebook: every relation that a claim can have, made of `kgraph/ontology/kgraph.ttl` by `generate/codebook.py`.
To add one, see [CONTRIBUTING.md](../CONTRIBUTING.md#add-a-relation).

A claim of an event has one of PLOVER's sixteen event types; its relation says the same in words and often more closely.
Ties that last have no event type. Each entry has:

- **the IRI**, and the relation that it is a kind of. A query for `rdfs:subPropertyOf* kg:suppliesTo` finds all kinds
  of supply.
- **the sign**: +1 cooperation, -1 conflict, 0 neither. It is the relation's, and so the same for each claim of it.
- **the direction**: from actor to recipient, or *symmetric*: what A is to B, B is to A; plain edges stand both ways.
- **PLOVER's terms** that come with it, and the **CAMEO codes** that it corresponds to.
  `kgraph/sources/cameo_plover.csv` says what an import makes of every code.
- **an example** as the extractor `english` reads it on {published}, and what else it reads in the same sentence.

A **known failure** is a sentence that tells the relation and is read otherwise. {failures} of the {sentences} sentences
here are such. The sentences were written for this page and are no sample:
[how-it-can-be-wrong.md](how-it-can-be-wrong.md) says how often what goes wrong. A test reads them all and compares, so
a failure that is mended has to leave this page.

Where `english` finds no closer relation it takes the general one of the event type, `supports` for `endorses`: where
none may be missed, ask for the parent with all its kinds.
{unread}"""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what it tells, and what is read: `kgr:A relation kgr:B`, several with `; ` between, or `nothing`."""

    relation: str
    actor: str
    recipient: str
    read: str
    sentence: str

    @property
    def means(self) -> str:
        """What a person says it tells, as `read` would have it."""
        return f"{self.actor} {self.relation} {self.recipient}"

    @property
    def beside(self) -> list[str]:
        """What is read that is not what it tells."""
        means = {self.means}
        if RELATIONS[self.relation].symmetric:
            means.add(f"{self.recipient} {self.relation} {self.actor}")
        return [one for one in self.read.split("; ") if one not in means]

    @property
    def is_read(self) -> bool:
        """Whether what it tells is among what is read."""
        return len(self.beside) < len(self.read.split("; "))


def examples(text: str) -> list[Example]:
    """The rows of the table.

    Raises:
        ValueError: a column is missing, or a relation is none of the ontology's.
    """
    rows = [Example(**row) for row in csv.DictReader(io.StringIO(text))]
    unknown = {row.relation for row in rows} - RELATIONS.keys()
    if unknown:
        raise ValueError(f"{EXAMPLES.name}: no relations: {', '.join(sorted(unknown))}")
    return rows


def readings(sentences: Sequence[str]) -> Iterator[str]:
    """What `english` reads in each text, in the form of the table."""
    from kgraph.extract import extractor
    from kgraph.model import Claim, Document, Modality, Polarity

    def told(claim: Claim) -> str:
        words = [claim.actor.id, claim.relation, "nobody" if claim.recipient is None else claim.recipient.id]
        if claim.modality is not Modality.ASSERTED:
            words.append(f"({claim.modality})")
        if claim.polarity is not Polarity.POSITIVE:
            words.append("(not so)")
        return " ".join(words)

    read = extractor("english")
    for text in sentences:
        claims = read(Document(text=text, published=PUBLISHED, publisher="Wire"))
        yield "; ".join(told(claim) for claim in claims) or NOTHING


def read_anew(rows: Sequence[Example]) -> list[Example]:
    """The rows with what is read now, in the order of the ontology; of a relation first those that are read."""
    found = readings([row.sentence for row in rows])
    fresh = [replace(row, read=read) for row, read in zip(rows, found, strict=True)]
    places = {name: number for number, name in enumerate(RELATIONS)}
    return sorted(fresh, key=lambda row: (places[row.relation], not row.is_read, row.sentence))


def table(rows: Iterable[Example]) -> str:
    """The text of the table."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Example)], lineterminator="\n")
    writer.writeheader()
    writer.writerows({field.name: getattr(row, field.name) for field in fields(Example)} for row in rows)
    return text.getvalue()


def page(rows: Sequence[Example]) -> str:
    """The page."""
    failures = sum(not row.is_read for row in rows)
    missed = ", ".join(f"`{name}`" for name in sorted(RELATIONS.keys() - {row.relation for row in rows if row.is_read}))
    unread = f"No sentence here is read as {missed}.\n" if missed else ""
    head = _HEAD.format(published=PUBLISHED, failures=failures, sentences=len(rows), unread=unread)
    lasting = [one for one in RELATIONS.values() if one.event_type is None]
    parts = [
        head,
        *_section("Ties that last", ["Standing facts: no event type, `kg:lasting true`.", ""], lasting, rows),
    ]
    for event_type in EVENT_TYPES.values():
        kinds = [one for one in RELATIONS.values() if one.event_type == event_type.name]
        parts += _section(event_type.name, list(_event_type(event_type)), kinds, rows)
    contexts = [f"- `{one.name}`: {one.definition}" for one in CONTEXTS.values()]
    return "\n".join(
        [*parts, "## Contexts\n", "What an event is about; a claim has any number of them.\n", *contexts, ""]
    )


def _section(title: str, intro: list[str], kinds: list[Relation], rows: Sequence[Example]) -> list[str]:
    tree = [f"{'  ' * _depth(one)}- [{one.name}](#{one.name.lower()})" for one in kinds]
    entries = ["\n".join(_entry(one, [row for row in rows if row.relation == one.name])) for one in kinds]
    return [f"## {title}\n", *intro, *tree, "", *entries]


def _depth(one: Relation) -> int:
    return 0 if one.parent is None else 1 + _depth(relation(one.parent))


def _event_type(one: EventType) -> Iterator[str]:
    yield f"{one.definition} Quad class {one.quad}, PLOVER score {one.score:g}.\n"
    modes = [mode for mode in MODES.values() if mode.event_type == one.name]
    yield from (f"- mode `{mode.name}` ({mode.score:g}): {mode.definition}" for mode in modes)
    if modes:
        yield ""
    yield "Relations:\n"


def _entry(one: Relation, rows: Iterable[Example]) -> Iterator[str]:
    yield f"### {one.name}\n"
    yield f"*{one.label}.* {one.definition}\n"
    kind = "" if one.parent is None else f", a kind of [{one.parent}](#{one.parent.lower()})"
    yield f"- <{expand(f'kg:{one.name}')}>{kind}"
    direction = "symmetric" if one.symmetric else "from actor to recipient"
    inverse = next((b if a == one.name else a for a, b in INVERSES.items() if one.name in (a, b)), None)
    opposite = "" if inverse is None else f"; the inverse of [{inverse}](#{inverse.lower()})"
    sign = f"{one.sign:+d}" if one.sign else "0"
    yield f"- sign {sign}, {direction}, {'lasting' if one.lasting else 'an event'}{opposite}"
    yield f"- {_plover(one)}; CAMEO: {', '.join(one.cameo) or 'none'}"
    yield from map(_told, rows)
    yield ""


def _plover(one: Relation) -> str:
    if one.event_type is None:
        terms = "PLOVER: no event type"
    else:
        terms = f"PLOVER: {one.event_type}" + ("" if one.mode is None else f", mode {one.mode}")
    return terms + (f", contexts {', '.join(one.contexts)}" if one.contexts else "")


def _told(row: Example) -> str:
    quote = f"“{row.sentence}”"
    if not row.is_read:
        return f"- known failure: {quote} tells `{row.means}`; read: {_ticked(row.read.split('; '))}"
    also = f"; also read, wrongly or not: {_ticked(row.beside)}" if row.beside else ""
    return f"- {quote} `{row.means}`{also}"


def _ticked(claims: Iterable[str]) -> str:
    return ", ".join(one if one == NOTHING else f"`{one}`" for one in claims)


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--read", action="store_true")
    chosen = parser.parse_args()
    rows = examples(EXAMPLES.read_text("utf-8"))
    if chosen.check:
        return int(TARGET.read_text("utf-8") != page(rows))
    if chosen.read:
        rows = read_anew(rows)
        EXAMPLES.write_text(table(rows), encoding="utf-8")
    TARGET.write_text(page(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
