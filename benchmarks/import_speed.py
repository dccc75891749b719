"""How fast event data is imported: writes import_speed.json and IMPORT_SPEED.md beside this file.

    python -m benchmarks.import_speed [--rows 1000000]

The rows are made up, in the form of GDELT 2.0. The whole import (rows to claims, claims to lines, lines to the store)
is held against pyoxigraph's `bulk_load` of the same quads from a file of N-Quads: the share says what is left of the
store's own rate. Both run in a process of their own, on disk. Where others use the machine too, processor time is what
counts. Then both stores are compacted, as `kgraph import` does behind so many rows, and the queries of the cookbook
that take two actors are asked of the store that the import made.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from kgraph.sources.gdelt_files import EVENT_COLUMNS

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
_LARGE: Final = (
    *("USA", "RUS", "CHN", "GBR", "ISR", "IRN", "UKR", "FRA", "DEU", "IND", "TUR", "PAK", "JPN", "SAU", "SYR", "AUS"),
    *("KOR", "PRK", "IRQ", "EGY", "CAN", "ITA", "PSE", "AFG", "MEX", "NGA", "BRA", "ESP", "POL", "ZAF"),
)
"""Whom most of the news is about; the others follow, each less often."""
_ROLES: Final = ("", "", "", "GOV", "GOV", "MIL", "MED", "LEG", "BUS", "COP")
_CODES: Final = (
    *("042", "043", "040", "036", "046", "051", "057", "061", "0311", "111", "112", "120", "138", "163", "173", "190"),
    *("193", "194", "195", "1951"),
)
_TOWNS: Final = 40_000


def made_rows(count: int) -> Iterator[str]:
    """Made-up rows of GDELT 2.0, each of which makes a claim: actors, codes and towns as unevenly spread as there."""
    states = _states()
    likely = [1 / (rank + 2) ** 0.9 for rank in range(len(states))]
    chance = random.Random(20191024)  # noqa: S311 — the same rows each time
    firsts, seconds = (chance.choices(states, likely, k=count) for _ in range(2))
    codes = chance.choices(_CODES, [1 / (rank + 1) for rank in range(len(_CODES))], k=count)
    towns = chance.choices(range(_TOWNS), [1 / (rank + 10) for rank in range(_TOWNS)], k=count)
    for number, (first, second) in enumerate(zip(firsts, seconds, strict=True)):
        other = second if second != first else states[(states.index(first) + 1 + number % 9) % len(states)]
        yield "\t".join(_made(number, first, other, codes[number], towns[number]).values())


def _made(number: int, first: str, second: str, code: str, town: int) -> dict[str, str]:
    added = date(2019, 1, 1) + timedelta(days=number // 3_000)
    day = f"{added:%Y%m%d}"
    row = dict.fromkeys(EVENT_COLUMNS, "")
    sectors = (_ROLES[number * 7 % 10], _ROLES[number * 3 % 10])
    for side, state, sector in ((1, first, sectors[0]), (2, second, sectors[1])):
        row |= {
            f"Actor{side}Code": state + sector,
            f"Actor{side}Name": f"{state} {sector}".strip(),
            f"Actor{side}CountryCode": state,
            f"Actor{side}Type1Code": sector,
        }
    for which in ("Actor1", "Actor2", "Action"):
        row |= {
            f"{which}Geo_Type": "4",
            f"{which}Geo_FullName": f"Town {town}, Moskva, Russia",
            f"{which}Geo_CountryCode": "RS",
            f"{which}Geo_ADM1Code": f"RS{town % 90:02}",
            f"{which}Geo_ADM2Code": str(25_000 + town % 4_000),
            f"{which}Geo_Lat": f"{town / 1000 + 20:.4f}",
            f"{which}Geo_Long": f"{town / 500:.4f}",
            f"{which}Geo_FeatureID": str(-2_960_561 - town),
        }
    return row | {
        "GLOBALEVENTID": str(880_000_000 + number),
        "SQLDATE": day,
        "MonthYear": day[:6],
        "Year": day[:4],
        "FractionDate": f"{day[:4]}.{number % 9999:04}",
        "IsRootEvent": str(number % 2),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": str(min(int(code[:2]) // 5 + 1, 4)),
        "GoldsteinScale": f"{int(code[:3]) % 20 - 10}.0",
        "NumMentions": str(number % 17 + 1),
        "NumSources": str(number % 5 + 1),
        "NumArticles": str(number % 13 + 1),
        "AvgTone": f"{number * 7919 % 20_000_003 / 1_000_000 - 10:.13f}",
        "DATEADDED": f"{day}143000",
        "SOURCEURL": f"https://news.example/{day}/{number // 3}/story-of-the-day",
    }


def _states() -> list[str]:
    from kgraph.actors import load_gazetteer
    from kgraph.model import ActorKind

    known = (actor for actor in load_gazetteer() if actor.kind is ActorKind.STATE and actor.valid_to is None)
    codes = sorted(actor.id.removeprefix("kgr:") for actor in known)
    return [*_LARGE, *(code for code in codes if code not in _LARGE)]


def run_import(table: str, store: str, most: int) -> dict[str, Any]:
    """Import a file."""
    from kgraph.graph import KnowledgeGraph
    from kgraph.importing import ImportSettings, import_files

    with KnowledgeGraph(store) as graph:
        started, cpu = time.perf_counter(), time.process_time()
        settings = ImportSettings(batch=most, options={"one-a-day": "no"}, compact=False)
        imported = import_files("gdelt", [table], graph, settings)
        took = {"wall_s": time.perf_counter() - started, "cpu_s": time.process_time() - cpu}
        took |= _compacting(graph.compact)
        return took | {"rows": imported.count(), "claims": imported.new, "quads": len(graph.store)} | _peak()


def run_bulk(quads: str, store: str, most: int) -> dict[str, Any]:
    """Load the same quads from a file, as the store does it by itself."""
    import pyoxigraph as ox

    opened = ox.Store(store)
    started, cpu = time.perf_counter(), time.process_time()
    opened.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    took = {"wall_s": time.perf_counter() - started, "cpu_s": time.process_time() - cpu}
    took |= _compacting(opened.optimize)
    return took | {"quads": len(opened), "rows": most} | _peak()


def _compacting(work: Callable[[], object]) -> dict[str, float]:
    started, cpu = time.perf_counter(), time.process_time()
    work()
    return {"compacting_wall_s": time.perf_counter() - started, "compacting_cpu_s": time.process_time() - cpu}


def _peak() -> dict[str, float]:
    return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def run_queries(store: str, dyads: str, most: int) -> dict[str, Any]:
    """Ask the cookbook of dyads: the middle one of so many times, in milliseconds, by query."""
    from kgraph.graph import GraphReader, named_queries

    names = [name for name, query in named_queries().items() if query.arguments == ("a", "b")]
    found: dict[str, Any] = {}
    with GraphReader(store) as graph:
        for dyad in dyads.split():
            first, second = dyad.split("-")
            claims = _claims_of(graph, first, second)
            times = {name: _milliseconds(graph, name, first, second, most) for name in names}
            found[dyad] = {"claims": claims, "ms": times}
    return found


def _claims_of(graph: Any, first: str, second: str) -> int:
    ends = "-".join(sorted((first, second)))
    return int(graph.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s kg:dyad <urn:kgraph:dyad:{ends}> }}").rows[0][0])


def _milliseconds(graph: Any, name: str, first: str, second: str, most: int) -> float:
    took = []
    for _ in range(most):
        started = time.perf_counter()
        graph.named(name, f"kgr:{first}", f"kgr:{second}")
        took.append((time.perf_counter() - started) * 1000)
    return round(sorted(took)[most // 2], 1)


def _dyads(store: Path) -> tuple[list[str], int]:
    """Dyads as large as the middle one, as one of ten, one of a hundred, and the largest; and how many there are."""
    from kgraph.graph import GraphReader

    with GraphReader(store) as graph:
        counted = graph.query(
            "SELECT ?dyad (COUNT(*) AS ?n) WHERE { ?claim kg:dyad ?dyad } GROUP BY ?dyad ORDER BY DESC(?n) ?dyad"
        ).rows
    places = (len(counted) // 2, len(counted) // 10, len(counted) // 100, 0)
    return [str(counted[place][0]).rpartition(":")[2] for place in places], len(counted)


_RUNS: Final = {"import": run_import, "bulk": run_bulk, "queries": run_queries}


def _in_own_process(what: str, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.import_speed", "--run", what, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _write_quads(table: Path, quads: Path) -> None:
    """The file for the store alone: what the import makes of the rows, but for what the tables know of actors."""
    from kgraph.actors import load_gazetteer
    from kgraph.rdf import ClaimLines
    from kgraph.sources import ImportedRow, ImportOptions, source

    lines, brought = ClaimLines(), set[str]()
    options = ImportOptions(gazetteer=load_gazetteer(), values={"one-a-day": "no"})
    with quads.open("w", encoding="utf-8") as out:
        for row in source("gdelt").importer([table], options):
            for claim in row.claims if isinstance(row, ImportedRow) else ():
                new = [line for line in lines.brought(claim) if line not in brought]
                brought.update(new)
                out.writelines((lines.of(claim), *new))
        out.write("\n")


def measured(rows: int, batch: int) -> dict[str, Any]:
    """Both ways, on the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        table, quads = Path(folder) / "made.CSV", Path(folder) / "made.nq"
        with table.open("w", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in made_rows(rows))
        imported = _in_own_process("import", str(table), str(Path(folder) / "a.db"), str(batch))
        _write_quads(table, quads)
        dyads, dyads_there = _dyads(Path(folder) / "a.db")
        asked = _in_own_process("queries", str(Path(folder) / "a.db"), " ".join(dyads), "5")
        alone = _in_own_process("bulk", str(quads), str(Path(folder) / "b.db"), str(rows))
        size = table.stat().st_size
    return {
        "rows": rows,
        "batch": batch,
        "bytes": size,
        "import": imported,
        "bulk_load": alone,
        "dyads": asked,
        "dyads_there": dyads_there,
        "share_of_bulk_load": {which: _share(imported, alone, which) for which in ("cpu_s", "wall_s")},
        "share_of_bulk_load_compacted": {
            which: _share(imported, alone, which, f"compacting_{which}") for which in ("cpu_s", "wall_s")
        },
    }


def _share(imported: dict[str, Any], alone: dict[str, Any], *parts: str) -> float:
    """The rate of the import as a share of the store's own, by the time that these parts take."""
    ours, theirs = (float(one["quads"] / sum(one[part] for part in parts)) for one in (imported, alone))
    return round(ours / theirs, 3)


def report(found: dict[str, Any]) -> str:
    """The figures as a page."""
    imported, alone, share = found["import"], found["bulk_load"], found["share_of_bulk_load"]
    compacted = found["share_of_bulk_load_compacted"]
    lines = [
        "# How fast event data is imported",
        "",
        f"Written by `python -m benchmarks.import_speed --rows {found['rows']}`; {os.cpu_count()} cores, shared.",
        "",
        "| | rows | quads | processor s | wall s | compacting, processor s | wall s | peak MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    heads = [f"{dyad} ({one['claims']:,} claims)" for dyad, one in found["dyads"].items()]
    for name, one in (("`kgraph import gdelt`", imported), ("pyoxigraph `bulk_load` of the same quads", alone)):
        times = ("cpu_s", "wall_s", "compacting_cpu_s", "compacting_wall_s")
        figures = " | ".join((*(f"{one[time]:.1f}" for time in times), str(one["peak_mb"])))
        lines.append(f"| {name} | {one['rows']:,} | {one['quads']:,} | {figures} |")
    lines += [
        "",
        f"The import runs at {share['cpu_s']:.0%} of the store's own rate by processor time, {share['wall_s']:.0%} by "
        f"wall time, in batches of {found['batch']:,} rows; both with compacting, at {compacted['cpu_s']:.0%} and "
        f"{compacted['wall_s']:.0%}. It stores {imported['quads'] - alone['quads']:,} quads more, whatever the rows: "
        "the ontology, and what is known of the actors.",
        "",
        "Queries of the cookbook that take two actors, on the store that was made and compacted, milliseconds of wall "
        f"time, the middle of five. The dyads are the middle one of {found['dyads_there']:,} by their claims, the one "
        "that a tenth of them exceed, the one that a hundredth exceed, and the largest:",
        "",
        f"| query | {' | '.join(heads)} |",
        f"|---|{'---|' * len(found['dyads'])}",
    ]
    names = next(iter(found["dyads"].values()))["ms"]
    lines += [f"| {name} | {' | '.join(str(one['ms'][name]) for one in found['dyads'].values())} |" for name in names]
    lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=1_000_000)
    parser.add_argument("--run", nargs=4, metavar=("WHAT", "FILE", "STORE", "NUMBER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run is not None:
        what, file, store, number = given.run
        print(json.dumps(_RUNS[what](file, store, int(number))))
        return
    found = measured(given.rows, given.batch)
    (HERE / "import_speed.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (HERE / "IMPORT_SPEED.md").write_text(report(found), encoding="utf-8")
    print(report(found))


if __name__ == "__main__":
    main()
