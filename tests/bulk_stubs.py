"""Extractors that workers make in tests: one that leaves a trace where it is made, and fails or ends as a text asks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkstemp

from kgraph.extract import extractor
from kgraph.model import Claim, Document


@dataclass(frozen=True)
class Obedient:
    """Reads as `floor` does, but `fail`, `exit` or `exit once` at the start of a text are done."""

    folder: Path

    def __call__(self, document: Document) -> Iterable[Claim]:
        mark = self.folder / "ended"
        if document.text.startswith("exit once") and not mark.exists():
            mark.touch()
            os._exit(1)
        if document.text.startswith("exit now"):
            os._exit(1)
        if document.text.startswith("fail"):
            raise ValueError("as the text asks")
        return extractor("floor")(document)


@dataclass(frozen=True)
class Recipe:
    """Makes one; each that is made leaves a file whose name begins with the process."""

    folder: Path
    padding: bytes = field(default=b"", repr=False)

    def __call__(self) -> Obedient:
        os.close(mkstemp(prefix=f"{os.getpid()}-", suffix=".made", dir=self.folder)[0])
        return Obedient(self.folder)

    def made(self) -> list[str]:
        """The processes in which one was made, each as often as it was."""
        return sorted(path.name.partition("-")[0] for path in self.folder.glob("*.made"))


def notes(count: int) -> list[Document]:
    """So many small documents, no two alike, each with a claim or two."""
    states = ("France", "Russia", "Peru", "Chile", "India", "Japan", "Kenya", "Norway", "Brazil", "Egypt")
    deeds = ("condemned", "sanctioned", "thanked", "threatened")
    texts = [
        f"{states[n % 10]} {deeds[n % 4]} {states[(n * 7 + 3) % 10]} on Monday. "
        f"Officials in {states[(n + 5) % 10]} said it had met {states[(n + 6) % 10]} over paragraph {n}."
        for n in range(count)
    ]
    return [Document(id=f"n{n}", text=text, published="2024-06-19") for n, text in enumerate(texts)]
