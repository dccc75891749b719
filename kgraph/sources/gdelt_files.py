"""The tables of GDELT: columns, which table a file is, and its rows between tabs.

Events have no header: 61 columns are GDELT 2.0, 58 are 1.0 and 57 its files up to March 2013, which give no address of
the source. Mentions have 16.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from kgraph.errors import DataError
from kgraph.sources.delimited import NOT_UTF8
from kgraph.sources.files import read_lines
from kgraph.sources.seam import Fate, RowProblem

_ACTOR: Final = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
)
_GEO: Final = "Geo_Type Geo_FullName Geo_CountryCode Geo_ADM1Code Geo_ADM2Code Geo_Lat Geo_Long Geo_FeatureID"
EVENT_COLUMNS: Final = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR.split()),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{which}{name}" for which in ("Actor1", "Actor2", "Action") for name in _GEO.split()),
    *("DATEADDED", "SOURCEURL"),
)
"""The 61 columns of GDELT 2.0."""
_OLD: Final = tuple(name for name in EVENT_COLUMNS if not name.endswith("ADM2Code"))
LAYOUTS: Final[Mapping[int, tuple[str, ...]]] = {61: EVENT_COLUMNS, 58: _OLD, 57: _OLD[:-1]}
"""The columns of events by how many there are."""
MENTION_COLUMNS: Final = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"),
    *("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence"),
    *("MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)


class TabRow(NamedTuple):
    """A row between tabs.

    Attributes:
        file, row: where it stands.
        cells: the text of its columns as it stands there; who reads one takes the space around it away.
        notes: what was odd in reading it.
    """

    file: str
    row: int
    cells: list[str]
    notes: tuple[str, ...]

    def problem(self, fate: Fate, reason: str, value: object = None, expected: str | None = None) -> RowProblem:
        """What became of this row, which makes no claim."""
        return RowProblem(file=self.file, row=self.row, fate=fate, reason=reason, value=value, expected=expected)


def columns_in(path: Path) -> int:
    """How many columns the first row of a file has: 57, 58 or 61 are events, 16 are mentions.

    Raises:
        DataError: the file cannot be read, is empty, or is another table.
    """
    first = next(tab_rows(path), None)
    wanted = "57, 58 or 61 columns (events) or 16 (mentions) between tabs"
    if not isinstance(first, TabRow):
        raise DataError("no rows of GDELT", file=str(path), expected=wanted)
    count = len(first.cells)
    if count not in LAYOUTS and count != len(MENTION_COLUMNS):
        raise DataError("not a table of GDELT", file=str(path), value=f"{count} columns", expected=wanted)
    return count


def tab_rows(path: Path) -> Iterator[TabRow | RowProblem]:
    """The rows of a file, blank lines passed over, and a header (which exports from databases have).

    A line that is longer than any row can be is a problem, and so is a file that breaks off, behind its last row.

    Raises:
        DataError: the file cannot be opened.
    """
    number, name = 0, str(path)
    try:
        for number, text, latin, cut in read_lines(path):
            if cut:
                yield RowProblem(file=name, row=number, fate=Fate.MALFORMED, reason="a line longer than any row")
            elif text and not text.isspace():
                cells = text.split("\t")
                if cells[0].strip().upper() != "GLOBALEVENTID":
                    yield TabRow(name, number, cells, (NOT_UTF8,) if latin else ())
    except DataError as error:
        if number == 0:
            raise
        yield RowProblem(
            file=name, row=number + 1, fate=Fate.MALFORMED, reason="the file breaks off", value=error.problem
        )  # fmt: skip
