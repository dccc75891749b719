"""Make `docs/cookbook.md` of the queries in `kgraph/queries/`.

python generate/cookbook.py            write the page
python generate/cookbook.py --check    exit with 1 where the page is not what would be written

The `.rq` files are the truth: titles, arguments and text come from there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kgraph.graph import NamedQuery, named_queries

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "cookbook.md"
_HEAD: Final = """# The cookbook

Named questions to a graph, made of `kgraph/queries/*.rq` by `generate/cookbook.py`.

    kgraph query --named list
    kgraph query --named dyad-history Russia China
    kgraph query --named office-holders Russia 2022-02-24 --format csv

In Python, `graph.named("dyad-history", "kgr:RUS", "kgr:CHN").to_pandas()`; `kgraph.graph.named_queries()` has their
texts. Actors are given by any name or id, relations as `kg:suppliesTo`, days as `2022-02-24`.

- Each runs as it stands on the embedded store, Oxigraph's server, Virtuoso and through rdflib's `Dataset` view, and is
  tested there; the prefixes are those of `kgraph.ontology.PREFIXES`. To use one elsewhere, declare them and put your
  own terms into its `VALUES`.
- `--named` also asks for whoever is one with an actor by a verdict, and looks claims between two states up by the key
  of their dyad: every claim whose ends act for the two, generals and ministries included, rebels not.
- A firm claim is positive and asserted or reported.
"""


def page() -> str:
    """The page."""
    return "\n".join([_HEAD, *("\n".join(_section(query)) for query in named_queries().values())])


def _section(query: NamedQuery) -> Iterator[str]:
    yield f"## {query.name}\n\n{query.title}\n"
    for one in query.takes:
        yield f"- `{one.name}` ({one.kind}): {one.meaning}"
    if query.takes:
        yield ""
    body = [line for line in query.sparql.splitlines() if not line.startswith("# ")]
    yield "\n".join(f"    {line}".rstrip() for line in body) + "\n"


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return int(TARGET.read_text("utf-8") != page())
    TARGET.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
