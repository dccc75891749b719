"""The learned part of the sentence splitter: behind which pieces of a text a sentence ends."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from kgraph.errors import DataError
from kgraph.language.layout import GAP, Layout
from kgraph.language.pieces import ROWS
from kgraph.language.weights_folder import FOLDER, checked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WEIGHTS: Final = FOLDER / "sentences.npz"
"""Written by `training/splitter.py`."""

SIDE: Final = 2
"""How many pieces to either side the first layer sees; the second sees GAP - 1 before and GAP behind the piece."""

_UNITS: Final = {"table": 2.0**-6, "first": 2.0**-12, "second": 2.0**-12, "last": 2.0**-12}
_HIDDEN_UNIT: Final = 2.0**-10
_BLOCK: Final = 32
"""So many pieces at once: more make numpy wake other threads, and that takes longer than the sums."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the small convolutions that decide together.

    Every number in it is a small whole multiple of a power of two, and what the layers hand on is rounded to such. So
    sums are exact in whatever order they are made, and answers depend neither on the machine nor on what else is read.

    Attributes:
        table: a row of numbers for every feature.
        first, second: the weights of the layers, a row for every number in the window; below them one more, the bias.
        last: the weights of the answer, and its bias.
    """

    table: Floats
    first: Floats
    second: Floats
    last: Floats

    def scores(self, layout: Layout) -> Floats:
        """For every piece how much speaks for a sentence that ends behind it."""
        seen = self.table[layout.looks].sum(axis=1)[layout.shown] + self.table[layout.surroundings].sum(axis=1)
        hidden = _layer(_column(seen, layout), layout.places - SIDE, self.first)
        hidden = _layer(_column(hidden, layout), layout.places - GAP + 1, self.second)
        answer: Floats = hidden @ self.last[:-1] + self.last[-1]
        return answer


@dataclass(frozen=True, slots=True)
class Network:
    """The trained members together."""

    members: tuple[Member, ...]

    def ends(self, layout: Layout) -> list[bool]:
        """Whether a sentence ends behind each piece."""
        import numpy as np

        total = np.sum([member.scores(layout) for member in self.members], axis=0)
        answer: list[bool] = (total > 0).tolist()
        return answer

    def rounded(self) -> Network:
        """The network with the nearest weights that the file can hold."""
        import numpy as np

        return Network(
            tuple(
                Member(*(np.rint(getattr(member, name).astype(float) / unit) * unit for name, unit in _UNITS.items()))
                for member in self.members
            )
        )

    def write(self, path: Path) -> None:
        """Writes the rounded weights as whole numbers; the same weights give the same bytes."""
        import numpy as np

        kept = {
            name: np.stack([getattr(member, name) for member in self.members]) / unit for name, unit in _UNITS.items()
        }
        whole = {name: values.astype(np.int8 if name == "table" else np.int32) for name, values in kept.items()}
        path.parent.mkdir(exist_ok=True)
        np.savez_compressed(path, allow_pickle=False, **whole)

    @classmethod
    def read(cls, path: Path) -> Network:
        """The network in a file.

        Raises:
            DataError: the file is not there, or is not what `write` writes.
        """
        import numpy as np

        expected = "the weights of the sentence splitter"
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                layers = [kept[name].astype(np.float64) * unit for name, unit in _UNITS.items()]
        except OSError as error:
            raise DataError("cannot be read", file=str(path), expected=expected) from error
        except (ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error) as error:
            raise DataError("is damaged", file=str(path), expected=expected) from error
        members = tuple(Member(*parts) for parts in zip(*layers, strict=False))
        if not members or not all(map(_fits, members)):
            raise DataError("has weights of other sizes", file=str(path), expected=f"tables of {ROWS} rows")
        return cls(members)


@cache
def network() -> Network:
    """The network that the package brings, read once a process.

    >>> len(network().members) > 0
    True
    """
    return Network.read(checked(WEIGHTS.parent, WEIGHTS.name))


def _fits(member: Member) -> bool:
    """Whether the parts of a member fit one another."""
    shapes = [getattr(member, field.name).shape for field in fields(member)]
    if [len(shape) for shape in shapes] != [2, 2, 2, 1]:
        return False
    (rows, width), (seen, hidden), (window, answers), (last,) = shapes
    return rows == ROWS and (seen, window, last) == ((2 * SIDE + 1) * width + 1, 2 * GAP * hidden + 1, answers + 1)


def _column(values: Floats, layout: Layout) -> Floats:
    """The values of the pieces in their rows, and nothing in the rows between paragraphs."""
    import numpy as np

    column = np.zeros((layout.rows, values.shape[1]))
    column[layout.places] = values
    return column


def _layer(column: Floats, starts: Ints, weights: Floats) -> Floats:
    """For the window that begins at each of `starts` what the layer makes of it, never below nothing."""
    import numpy as np

    width = len(weights) // column.shape[1]
    made = np.empty((len(starts), weights.shape[1]))
    for block in range(0, len(starts), _BLOCK):
        windows = column[starts[block : block + _BLOCK, None] + np.arange(width)].reshape(-1, len(weights) - 1)
        made[block : block + _BLOCK] = windows @ weights[:-1] + weights[-1]
    rounded: Floats = np.rint(np.maximum(made, 0) / _HIDDEN_UNIT) * _HIDDEN_UNIT
    return rounded
