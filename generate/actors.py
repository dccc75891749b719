"""Make kgraph/actors/tables.json.gz from the tables of actors beside it.

python generate/actors.py
"""

from __future__ import annotations

from pathlib import Path

from kgraph.actors.compiled import FILE, compile_actors
from kgraph.actors.tables import read_actors, read_decoys

FOLDER = Path(__file__).parent.parent / "kgraph" / "actors"


def main() -> None:
    """Read the tables, write the file."""
    data = compile_actors(read_actors(FOLDER).values(), read_decoys(FOLDER))
    (FOLDER / FILE).write_bytes(data)
    print(f"{FILE}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
