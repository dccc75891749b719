"""PETRARCH's validation records from raw text with their own dictionaries: dyads, and events on PLOVER types.

    python -m benchmarks.petrarch [FOLDER] [--errors] [--extractor english]

FOLDER holds `records.jsonl`, `actors.txt` and `agents.txt`. An actor's code is that of the dictionary on the day, with
the code of its sector behind it ("GON" and "MIL"). Codes of events are compared after mapping CAMEO to PLOVER types.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from kgraph.actors import load_gazetteer
from kgraph.actors.cameo import CameoDictionary, read_cameo_actors
from kgraph.actors.cameo_agents import read_cameo_agents
from kgraph.actors.sectors import sector_of
from kgraph.extract import extract_checked, extractor
from kgraph.model import ActorRef, Claim, Document
from kgraph.ontology import RELATIONS

FOLDER: Final = Path(__file__).parent.parent.parent / "shared" / "benchmarks" / "petrarch"
_ROLES: Final = {"JRN": "MED", "NGO": "NGO"}
_ROOTS: Final = {
    **dict.fromkeys(("03",), "AGREE"),
    **dict.fromkeys(("04",), "CONSULT"),
    **dict.fromkeys(("02", "10"), "REQUEST"),
    **dict.fromkeys(("05",), "SUPPORT"),
    **dict.fromkeys(("06",), "COOPERATE"),
    **dict.fromkeys(("07",), "AID"),
    **dict.fromkeys(("08",), "CONCEDE"),
    **dict.fromkeys(("09", "11"), "ACCUSE"),
    **dict.fromkeys(("12",), "REJECT"),
    **dict.fromkeys(("13",), "THREATEN"),
    **dict.fromkeys(("14",), "PROTEST"),
    **dict.fromkeys(("15",), "MOBILIZE"),
    **dict.fromkeys(("16",), "SANCTION"),
    **dict.fromkeys(("17",), "COERCE"),
    **dict.fromkeys(("18", "19", "20"), "ASSAULT"),
}
"""The PLOVER type of each CAMEO root; statements (01) have none, and count for dyads alone."""
_RETREATS: Final = ("084", "085", "086", "087")


def plover(code: str) -> str:
    """The PLOVER type of a CAMEO code; of a statement, its root."""
    return "RETREAT" if code.startswith(_RETREATS) else _ROOTS.get(code[:2], code[:2])


def code_of(ref: ActorRef, said: str, day: str, dictionary: CameoDictionary) -> str:
    """An actor's code in the terms of the dictionary; of a government, which is its state to us, by the word said."""
    parts = sector_of(ref.id)
    actor_id = ref.id if parts is None else parts[0]
    codes = dictionary.codes_of(actor_id, day) or ((ref.state or ref.name),)
    sector = "GOV" if said.endswith("government") else "" if parts is None else _ROLES.get(parts[1], parts[1])
    return codes[0] if codes[0].endswith(sector) else codes[0] + sector


def pairs_of(claims: Iterable[Claim], text: str, day: str, dictionary: CameoDictionary) -> set[tuple[str, str, str]]:
    """The coded events of claims; of what is mutual both ways."""
    found = set()
    for claim in claims:
        if claim.recipient is None or claim.evidence is None:
            continue
        said = {mark.role: text[mark.start : mark.end] for mark in claim.evidence.marks}
        ends = (
            code_of(claim.actor, said["actor"], day, dictionary),
            code_of(claim.recipient, said["recipient"], day, dictionary),
        )
        kind = claim.event_type or ""
        found.add((*ends, kind))
        if RELATIONS[claim.relation].symmetric or kind == "CONSULT":
            found.add((*ends[::-1], kind))
    return found


def scores(gold: Counter[Any], said: Counter[Any], both: Counter[Any]) -> str:
    """Precision, recall and F1."""
    hit, of, out = both.total(), gold.total(), said.total()
    return f"precision {hit / max(1, out):.3f}, recall {hit / max(1, of):.3f}, F1 {2 * hit / max(1, of + out):.3f}"


def main() -> None:
    """Score the records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--extractor", default="english")
    given = parser.parse_args()
    if not (given.folder / "records.jsonl").exists():
        print(f"skipped: no PETRARCH validation suite in {given.folder}")
        return
    base = load_gazetteer()
    dictionary = read_cameo_actors(given.folder / "actors.txt", base)
    tables = base.with_actors(dictionary.actors, dictionary.decoys)
    tables = tables.with_roles(read_cameo_agents(given.folder / "agents.txt"))
    read = extractor(given.extractor, gazetteer=tables)
    totals: dict[str, list[Counter[Any]]] = {name: [Counter(), Counter(), Counter()] for name in ("dyads", "events")}
    for number, line in enumerate((given.folder / "records.jsonl").read_text("utf-8").splitlines()):
        record = json.loads(line)
        day = re.sub(r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3", record["date"])
        claims = extract_checked(read, Document(id=str(number), text=record["text"], published=day))
        said = pairs_of(claims, record["text"], day, dictionary)
        gold = {(source, target, plover(code)) for source, target, code in record["events"]}
        for name, cut in (("dyads", 2), ("events", 3)):
            ours, theirs = {row[:cut] for row in said}, {row[:cut] for row in gold}
            for counter, rows in zip(totals[name], (theirs, ours, theirs & ours), strict=True):
                counter.update((record["id"], row) for row in rows)
        if given.errors and {row[:2] for row in said} != {row[:2] for row in gold}:
            print(f"{record['id']}: {record['text']}\n   gold {sorted(gold)}\n   said {sorted(said)}")
    for name, (gold_rows, said_rows, both) in totals.items():
        print(f"{name}: {scores(gold_rows, said_rows, both)}")


if __name__ == "__main__":
    main()
