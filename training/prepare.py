"""From treebank folders to the sentences that training reads.

    python -m training.prepare --treebanks FOLDER [--out build/training]

Writes `train.jsonl`, `dev.jsonl`, the held-out names `re3d-test.jsonl` and `hands-test.jsonl`, and `manifest.json`:
what was read, its sha256, its licence. GUM's development part is trained on; EWT's is what everything is tuned on; no
test part is opened here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kgraph.language.tokenizing import tokens_of
from training.gum_names import names_of
from training.name_files import hands, re3d, uner_names, wikigold
from training.treebank import Record, read_conllu

HANDS: Final = Path(__file__).parent / "names"
BUILD: Final = Path("build/training")
LICENCES: Final = {
    "ewt": "UD English EWT, CC BY-SA 4.0",
    "uner_ewt": "Universal NER English EWT, CC BY-SA 4.0 (train: an early commit)",
    "gum": "UD English GUM, annotations CC BY 4.0, texts CC BY, CC BY-SA or public; treated as share-alike",
    "wikigold.conll": "wikigold, CC BY 4.0",
    "re3d_US_State_Department.conll": "re3d, public domain",
    "re3d_CENTCOM.conll": "re3d, public domain",
    "re3d_UK_Government.conll": "re3d, Open Government Licence 3.0",
    "re3d_Australian_Department_of_Foreign_Affairs.conll": "re3d, CC BY 3.0 AU",
    "re3d_Delegation_of_the_European_Union_to_Syria.conll": "re3d, European Union, reuse with credit",
    "names": "written for this project, CC0-1.0",
}


def ewt(treebanks: Path, part: str) -> Iterator[Record]:
    """The sentences of a part of EWT with the names of Universal NER."""
    tags = uner_names(treebanks / "uner_ewt" / f"en_ewt-ud-{part}.iob2")
    for record in read_conllu(treebanks / "ewt" / f"en_ewt-ud-{part}.conllu"):
        named = tags.get(record.id)
        record.names = named if named is not None and len(named) == len(record.words) else None
        yield record


def gum(treebanks: Path, part: str) -> Iterator[Record]:
    """The sentences of a part of GUM with names read off its entities."""
    for record in read_conllu(treebanks / "gum" / f"en_gum-ud-{part}.conllu"):
        record.names = names_of(record)
        yield record


def as_json(record: Record, source: str) -> str:
    """A sentence as one line: what training reads of it."""
    kept = {
        "id": record.id,
        "source": source,
        "words": record.words,
        "upos": record.upos,
        "xpos": record.xpos,
        "feats": record.feats,
        "heads": record.heads,
        "deprels": record.deprels,
        "names": record.names,
    }
    return json.dumps({key: value for key, value in kept.items() if value}, ensure_ascii=False)


def prepare(treebanks: Path, out: Path, *, with_dev: bool = False) -> dict[str, int]:
    """Writes the files; answers with how many sentences each holds."""
    out.mkdir(parents=True, exist_ok=True)
    own, news = list(hands(HANDS, split=tokens_of)), list(re3d(treebanks / "names", HANDS / "re3d_spans.tsv"))
    parts = ("train", "dev") if with_dev else ("train",)
    train = [(r, "gold") for part in parts for r in ewt(treebanks, part)]
    train += [(r, "gum") for part in ("train", "dev") for r in gum(treebanks, part)]
    train += [(r, "wikigold") for r in wikigold(treebanks / "names" / "wikigold.conll")]
    train += [(r, "gold") for held_out, r in (*news, *own) if not held_out]
    seen = {tuple(r.words) for r, _ in train}
    files = {
        "train": [as_json(r, source) for r, source in train],
        "dev": [as_json(r, "gold") for r in ewt(treebanks, "dev")],
        "re3d-test": [as_json(r, "gold") for held_out, r in news if held_out and tuple(r.words) not in seen],
        "hands-test": [as_json(r, "gold") for held_out, r in own if held_out],
    }
    for name, lines in files.items():
        (out / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (out / "manifest.json").write_text(json.dumps(_manifest(treebanks), indent=1) + "\n", encoding="utf-8")
    return {name: len(lines) for name, lines in files.items()}


def _manifest(treebanks: Path) -> list[dict[str, str]]:
    files = [
        p for p in sorted(treebanks.glob("*/*")) if p.suffix in (".conllu", ".iob2", ".conll") and "test" not in p.name
    ]
    own = [_entry(f"training/names/{path.name}", path) for path in sorted(HANDS.glob("hand_*.txt"))]
    return [_entry(f"{path.parent.name}/{path.name}", path) for path in files] + own


def _entry(name: str, path: Path) -> dict[str, str]:
    licence = LICENCES.get(path.name) or LICENCES[path.parent.name]
    return {"file": name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "licence": licence}


def main() -> None:
    """Prepare, and say what was written."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--treebanks", type=Path, required=True)
    options.add_argument("--out", type=Path, default=BUILD)
    options.add_argument("--with-dev", action="store_true", help="train on EWT dev too, when all is tuned")
    given = options.parse_args()
    for name, count in prepare(given.treebanks, given.out, with_dev=given.with_dev).items():
        print(f"{given.out / name}.jsonl: {count} sentences")


if __name__ == "__main__":
    main()
