"""Make `kgraph/actors/foreign_names.csv`: the states and territories of `states.csv` in other languages.

python generate/foreign_names.py            write the file
python generate/foreign_names.py --check    exit with 1 where the file is not what would be written

The names are the territory names of the Unicode Common Locale Data Repository (CLDR), read through Babel. CLDR data are
under the Unicode License v3, which asks that its copyright and permission notice go along with them. Former states are
left out: CLDR no longer names them.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel import Locale
from babel.core import get_cldr_version

FOLDER: Final = Path(__file__).resolve().parent.parent / "kgraph" / "actors"
SOURCE: Final = FOLDER / "states.csv"
TARGET: Final = FOLDER / "foreign_names.csv"

LANGUAGES: Final = (
    "ar",
    "de",
    "es",
    "fa",
    "fr",
    "he",
    "hi",
    "id",
    "it",
    "ja",
    "ko",
    "pl",
    "pt",
    "ru",
    "sw",
    "tr",
    "uk",
    "ur",
    "vi",
    "zh",
    "zh-Hant",
)
"""BCP 47 tags."""

HEADER: Final = ("actor", "name", "kind", "language", "valid_from", "valid_to", "source")

_BRACKETS: Final = "()\uff08\uff09"  # the second pair is the wide one of Chinese
_EXPLANATION: Final = re.compile(rf"\s*[{_BRACKETS}][^{_BRACKETS}]*[{_BRACKETS}]$")


def regions(table: str) -> dict[str, str]:
    r"""ISO 3166-1 alpha-2 code to actor id, for the rows of `states.csv` that are not over.

    >>> regions("id,iso2,valid_to\nkgr:RUS,RU,\nkgr:SUN,SU,1991-12-26\nkgr:abkhazia,,\n")
    {'RU': 'kgr:RUS'}
    """
    rows = csv.DictReader(io.StringIO(table))
    return {row["iso2"]: row["id"] for row in rows if row["iso2"] and not row["valid_to"]}


def shortened(names: Mapping[str, str]) -> dict[str, str]:
    """Names without the bracket at their end, kept where two would be the same without it: news writes no brackets.

    >>> shortened({"MM": "Myanmar (Birmanie)", "MF": "Saint-Martin", "SX": "Saint-Martin (partie néerlandaise)"})
    {'MM': 'Myanmar', 'MF': 'Saint-Martin', 'SX': 'Saint-Martin (partie néerlandaise)'}
    """
    short = {code: _EXPLANATION.sub("", name) for code, name in names.items()}
    count = Counter(short.values())
    return {code: short[code] if count[short[code]] == 1 else name for code, name in names.items()}


def rows(actors: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The rows of the table, unsorted: one for each actor and language."""
    source = f"CLDR {get_cldr_version()}"
    for language in LANGUAGES:
        territories = Locale.parse(language, sep="-").territories
        for code, name in shortened({code: territories[code] for code in actors}).items():
            yield actors[code], name, "label", language, "", "", source


def render(states: str) -> str:
    """The text of `foreign_names.csv`: by actor, then language; the same for the same states and the same CLDR."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    ordered = sorted(rows(regions(states)), key=lambda row: (row[0], row[3]))
    writer.writerows(ordered)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; the exit status."""
    parser = argparse.ArgumentParser(description="Make kgraph/actors/foreign_names.csv of states.csv and CLDR.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file is out of date")
    options = parser.parse_args(arguments)
    text = render(SOURCE.read_text(encoding="utf-8"))
    if not options.check:
        TARGET.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(
        f"{TARGET.name} is not what {SOURCE.name} and CLDR {get_cldr_version()} say; run generate/foreign_names.py",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
