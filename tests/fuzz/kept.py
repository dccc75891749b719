"""The inputs that are kept: a packed corpus for each target, and the findings as files, each called by what it was."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

TARGETS: Final = ("claims", "documents", "guard", "importers")
CORPUS: Final = Path(__file__).parent / "corpus"
FINDINGS: Final = Path(__file__).parent / "findings"
_MADE: Final = (2024, 1, 1, 0, 0, 0)
"""The same inputs make the same archive, whenever."""


def corpus_of(target: str) -> Iterator[tuple[str, bytes]]:
    """The kept inputs of a target with their names; none where none were kept yet."""
    path = CORPUS / f"{target}.zip"
    if not path.exists():
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def findings_of(target: str) -> Iterator[tuple[str, bytes]]:
    """The inputs that once broke a promise of a target, with their names."""
    for path in sorted((FINDINGS / target).glob("*")):
        yield path.name, path.read_bytes()


def keep(target: str, inputs: Iterable[bytes]) -> Path:
    """Pack inputs as the corpus of a target, in place of what was kept before."""
    named = {name_of(data): data for data in inputs}
    CORPUS.mkdir(exist_ok=True)
    path = CORPUS / f"{target}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(named):
            archive.writestr(zipfile.ZipInfo(name, _MADE), named[name], zipfile.ZIP_DEFLATED)
    return path


def name_of(data: bytes) -> str:
    """What an input is called: by its bytes, as libFuzzer calls it."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()
