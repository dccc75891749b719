"""A figure that shows itself in notebooks and is written to a file, the same bytes each time."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from kgraph.errors import MissingExtraError, UnknownNameError
from kgraph.files import written_whole

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

COOPERATION: Final = "#0072b2"
CONFLICT: Final = "#d55e00"
NEUTRAL: Final = "#7a828c"
TEXT: Final = "#1b1f24"
FAINT: Final = "#57606a"
PALE: Final[Mapping[str, str]] = {COOPERATION: "#cfe3f0", CONFLICT: "#f6dccb"}

FORMATS: Final = ("svg", "png", "pdf")
"""What a plot can be written as, by suffix."""

_STYLE: Final[Mapping[str, Any]] = {
    "svg.fonttype": "none",  # text stays text: any script is drawn by whoever shows it, and can be searched
    "svg.hashsalt": "kgraph",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": TEXT,
    "axes.labelcolor": FAINT,
    "axes.edgecolor": "#c9d1d9",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "text.parse_math": False,  # a name with dollar signs is a name
    "hatch.linewidth": 0.6,
}


class Plot:
    """A figure with the numbers it was drawn from.

    Attributes:
        figure: matplotlib's, for what is not offered here.
        columns, rows: the numbers, as a table.
        told: one line that says what is to be seen, for who cannot see it.
    """

    def __init__(
        self, figure: Figure, *, columns: Sequence[str], rows: Sequence[tuple[object, ...]], told: str
    ) -> None:
        with styled(), _any_script():
            figure.draw_without_rendering()
        figure.set_layout_engine("none")  # each drawing would move things a little further
        self.figure, self.columns, self.rows, self.told = figure, tuple(columns), list(rows), told

    def __repr__(self) -> str:
        return f"<Plot: {self.told}>"

    def save(self, path: str | Path) -> Path:
        """Write the figure as svg, png or pdf, by the file's suffix; the same figure gives the same bytes.

        Raises:
            UnknownNameError: no format has that suffix.
            DataError: the file cannot be written.
        """
        path = Path(path)
        fmt = path.suffix.lower().removeprefix(".")
        if fmt not in FORMATS:
            raise UnknownNameError("format of a figure", path.suffix or path.name, (f".{known}" for known in FORMATS))
        with written_whole(path) as file:
            self._write(file, fmt)
        return path

    def svg(self) -> str:
        """The figure as the text of an SVG image."""
        buffer = io.BytesIO()
        self._write(buffer, "svg")
        return buffer.getvalue().decode()

    def _write(self, file: IO[bytes], fmt: str) -> None:
        undated: dict[str, Mapping[str, None]] = {
            "svg": {"Date": None},
            "pdf": {"CreationDate": None},
        }
        with styled(), _any_script() if fmt == "svg" else nullcontext():
            self.figure.savefig(file, format=fmt, metadata=undated.get(fmt), bbox_inches="tight", dpi=144)

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """The picture, and what is to be seen as its alternative text."""
        data = {"text/plain": repr(self), "image/svg+xml": self.svg()}
        return data, {"image/svg+xml": {"alt": self.told}}


@contextmanager
def _any_script() -> Iterator[None]:
    """Letters that the font here lacks are no trouble where text stays text."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield


def styled() -> Any:
    """The settings under which figures are made and written, whatever the caller's own are.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise MissingExtraError("matplotlib", extra="notebook") from error
    settings: dict[Any, Any] = {**mpl.rcParamsDefault, "backend": "agg", **_STYLE}
    return mpl.rc_context(settings)


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of that many inches; pyplot keeps no track of it."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def count_axis(axis: Axis) -> None:
    """Whole numbers on that axis, without a sign: both sides of the line count upwards."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axis.set_major_formatter(lambda value, _: f"{abs(value):g}")


def as_label(text: str, most: int = 32) -> str:
    r"""A name as a label: on one line, without characters that cannot be drawn, cut where it is long.

    >>> as_label("Ministry of\nForeign Affairs", most=12)
    'Ministry of…'
    """
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"
