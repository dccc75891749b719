"""How fast event data is imported: writes import_speed.json and IMPORT_SPEED.md beside this file.

    python -m benchmarks.import_speed [--rows 1000000]

The rows are made up, in the form of GDELT 2.0. The whole import (files read twice, rows to claims, claims to lines,
lines to the store) is held against pyoxigraph's `bulk_load` of the same quads from a file of N-Quads: the share says
what is left of the store's own rate. Both run in a process of their own, on disk. Where others use the machine too,
processor time is what counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from kgraph.sources.gdelt_files import EVENT_COLUMNS

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
_STATES: Final = ("RUS", "CHN", "USA", "UKR", "IRN", "ISR", "FRA", "DEU", "GBR", "IND", "JPN", "TUR", "EGY", "BRA")
_ROLES: Final = ("", "", "GOV", "GOV", "MIL", "MED", "LEG", "BUS")
_CODES: Final = (
    *("042", "043", "040", "036", "046", "051", "057", "061", "0311", "111"),
    *("112", "120", "138", "163", "173", "190", "193", "194", "195", "1951"),
)


def made_rows(count: int) -> Iterator[str]:
    """Made-up rows of GDELT 2.0, none of which says what another added on its day says."""
    for number in range(count):
        first, second = number % 14, (number // 14 + 1 + number) % 14
        second = second if second != first else (first + 1) % 14
        role = _ROLES[number // 196 % 8]
        day = f"20191{number // 31360 % 3:01}{number // 94080 % 28 + 1:02}"
        row = dict.fromkeys(EVENT_COLUMNS, "")
        for side, state, sector in ((1, _STATES[first], role), (2, _STATES[second], "")):
            row |= {
                f"Actor{side}Code": state + sector,
                f"Actor{side}Name": f"{state} {sector}".strip(),
                f"Actor{side}CountryCode": state,
                f"Actor{side}Type1Code": sector,
            }
        code = _CODES[number // 1568 % 20]
        row |= {
            "GLOBALEVENTID": str(880_000_000 + number),
            "SQLDATE": day,
            "IsRootEvent": str(number % 2),
            "EventCode": code,
            "EventRootCode": code[:2],
            "QuadClass": "1",
            "GoldsteinScale": f"{number % 20 - 10}.0",
            "NumMentions": str(number % 17 + 1),
            "NumSources": "1",
            "NumArticles": str(number % 13 + 1),
            "AvgTone": f"{number * 7919 % 20000 / 1000 - 10:.9f}",
            "ActionGeo_Type": "4",
            "ActionGeo_FullName": f"Town {number * 31 % 40000}, Russia",
            "ActionGeo_CountryCode": "RS",
            "ActionGeo_Lat": f"{number * 31 % 40000 / 1000 + 20:.4f}",
            "ActionGeo_Long": f"{number * 31 % 40000 / 500:.4f}",
            "DATEADDED": f"{day}143000",
            "SOURCEURL": f"https://news.example/{number // 3}/story",
        }
        yield "\t".join(row.values())


def run_import(table: str, store: str, most: int) -> dict[str, Any]:
    """Import a file."""
    from kgraph.graph import KnowledgeGraph
    from kgraph.importing import ImportSettings, import_files

    with KnowledgeGraph(store) as graph:
        started, cpu = time.perf_counter(), time.process_time()
        imported = import_files("gdelt", [table], graph, ImportSettings(batch=most, options={"one-a-day": "no"}))
        took = {"wall_s": time.perf_counter() - started, "cpu_s": time.process_time() - cpu}
        return took | {"rows": imported.count(), "claims": imported.new, "quads": len(graph.store)} | _peak()


def run_bulk(quads: str, store: str, most: int) -> dict[str, Any]:
    """Load the same quads from a file, as the store does it by itself."""
    import pyoxigraph as ox

    opened = ox.Store(store)
    started, cpu = time.perf_counter(), time.process_time()
    opened.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    took = {"wall_s": time.perf_counter() - started, "cpu_s": time.process_time() - cpu}
    return took | {"quads": len(opened), "rows": most} | _peak()


def _peak() -> dict[str, float]:
    return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


_RUNS: Final = {"import": run_import, "bulk": run_bulk}


def _in_own_process(what: str, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.import_speed", "--run", what, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(rows: int, batch: int) -> dict[str, Any]:
    """Both ways, on the same rows."""
    from kgraph.graph import GraphReader

    with tempfile.TemporaryDirectory() as folder:
        table, quads = Path(folder) / "made.CSV", Path(folder) / "made.nq"
        with table.open("w", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in made_rows(rows))
        imported = _in_own_process("import", str(table), str(Path(folder) / "a.db"), str(batch))
        with GraphReader(Path(folder) / "a.db") as graph, quads.open("wb") as out:
            for quad in graph.store:
                out.write(f"{quad.subject} {quad.predicate} {quad.object} .\n".encode())
        alone = _in_own_process("bulk", str(quads), str(Path(folder) / "b.db"), str(rows))
        size = table.stat().st_size
    return {
        "rows": rows,
        "batch": batch,
        "bytes": size,
        "import": imported,
        "bulk_load": alone,
        "share_of_bulk_load": {
            which: round(alone[which] / alone["quads"] * imported["quads"] / imported[which], 3)
            for which in ("cpu_s", "wall_s")
        },
    }


def report(found: dict[str, Any]) -> str:
    """The figures as a page."""
    imported, alone, share = found["import"], found["bulk_load"], found["share_of_bulk_load"]
    lines = [
        "# How fast event data is imported",
        "",
        f"Written by `python -m benchmarks.import_speed --rows {found['rows']}`; {os.cpu_count()} cores, shared.",
        "",
        "| | rows | quads | processor s | wall s | peak MB |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in (("`kgraph import gdelt`", imported), ("pyoxigraph `bulk_load` of the same quads", alone)):
        figures = f"{one['cpu_s']:.1f} | {one['wall_s']:.1f} | {one['peak_mb']}"
        lines.append(f"| {name} | {one['rows']:,} | {one['quads']:,} | {figures} |")
    lines += [
        "",
        f"The import runs at {share['cpu_s']:.0%} of the store's own rate by processor time, {share['wall_s']:.0%} by "
        f"wall time, in batches of {found['batch']:,} rows.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=10_000)
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
