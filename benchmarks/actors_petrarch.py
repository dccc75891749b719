"""How many actor codes of PETRARCH's own validation records are found by its actor dictionary, read into kgraph.

Reads `../shared/benchmarks/petrarch` (or the folder given): `actors.txt`, and `records.jsonl` with a sentence, its
date and the coded events a line. The dictionary is used alone, without the tables of kgraph and without agents, so only
codes that stand in it literally can be asked for: those made of an actor and an agent (GONMIL) are listed apart, and
those that mean no actor (---, +++) are left out. A record counts as found if each such code of its events is the code,
on its day, of some name found in its sentence; which name is source and which is target is not looked at.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgraph.actors import Gazetteer
from kgraph.actors.cameo import CameoDictionary, read_cameo_actors
from kgraph.actors.cameo_entries import NO_ACTOR, Lines, read_entries
from kgraph.model import Date

FOLDER = Path(__file__).parent.parent.parent / "shared" / "benchmarks" / "petrarch"


@dataclass(frozen=True)
class Record:
    """A sentence of the validation suite with the actor codes of its events."""

    id: str
    day: str
    text: str
    codes: frozenset[str]


def records_of(file: Path) -> Iterator[Record]:
    """The records of a file, in its order."""
    for line in file.read_text("utf-8").splitlines():
        raw = json.loads(line)
        day = f"{raw['date'][:4]}-{raw['date'][4:6]}-{raw['date'][6:]}"
        Date(start=day)
        codes = frozenset(code for source, target, _ in raw["events"] for code in (source, target))
        yield Record(raw["id"], day, raw["text"], codes)


def found_codes(record: Record, dictionary: CameoDictionary, gazetteer: Gazetteer) -> set[str]:
    """The codes, on the day of the record, of all names found in its sentence."""
    mentions = gazetteer.find(record.text, on=record.day)
    ids = {mention.actor for mention in mentions if mention.actor is not None}
    return {code for actor_id in ids for code in dictionary.codes_of(actor_id, record.day)}


def main(folder: Path) -> int:
    """Print the share of records whose codes are found, and each failure with its reason."""
    if not (folder / "actors.txt").exists():
        print(f"skipped: no PETRARCH validation suite in {folder}")
        return 0
    literal = {block.code for entry in read_entries(Lines(folder / "actors.txt")) for block in entry.blocks} - NO_ACTOR
    dictionary = read_cameo_actors(folder / "actors.txt", Gazetteer([]))
    gazetteer = Gazetteer([]).with_actors(dictionary.actors, dictionary.decoys)
    records = list(records_of(folder / "records.jsonl"))
    asked = [record for record in records if record.codes & literal]
    failures: list[str] = []
    for record in asked:
        wanted = {part for code in record.codes & literal for part in code.split("/")}
        found = found_codes(record, dictionary, gazetteer)
        if not wanted <= found:
            lacking, names = ", ".join(sorted(wanted - found)), ", ".join(sorted(found)) or "none"
            failures.append(f"  {record.id} ({record.day}): lacks {lacking}; found {names}: {record.text}")
    compound = {code for record in records for code in record.codes if code not in literal | NO_ACTOR}
    print(f"{len(records)} records, {len(asked)} with a code that stands in the dictionary")
    print(f"{len(compound)} codes that do not (made with agents, or none): {', '.join(sorted(compound))}")
    print(f"{len(dictionary.problems)} lines of the dictionary refused:")
    print(*(f"  {problem}" for problem in dictionary.problems), sep="\n")
    share = (len(asked) - len(failures)) / len(asked)
    print(f"found: {len(asked) - len(failures)} of {len(asked)} records, {share:.1%}; not found:")
    print(*failures, sep="\n")
    return 0 if share >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
