"""CAMEO's event codes in PLOVER's terms, and codes that a spreadsheet has cut short.

`cameo_plover.csv` has a row for every code that GDELT and ICEWS use, of the later numbering (163 is an embargo). It
follows PLOVER's own table of 2021 but for what that table lacks (155, 176, 1834, 1951, 1952), what the manual has
renamed since (modes, contexts), and 195, which is an attack from the air. PLOVER leaves out the roots 01 and 02.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from kgraph.errors import DataError

_CODE: Final = re.compile(r"[0-9]{2,4}")
_ROOT: Final = re.compile(r"[0-9]{1,2}")
_LEFT_OUT: Final = ("01", "02")
_SYMMETRIC: Final = frozenset({"040", "041", "044", "046", "057", "060", "061", "062", "063"})
"""Codes that both sides share, so that either may stand first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PloverEvent:
    """What a CAMEO code is in PLOVER: type, mode, contexts, and the relation that says it."""

    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    relation: str


@cache
def plover_table() -> Mapping[str, PloverEvent]:
    """The events of `cameo_plover.csv` by their codes."""
    text = files("kgraph.sources").joinpath("cameo_plover.csv").read_text("utf-8")
    return MappingProxyType(
        {
            row["cameo"]: PloverEvent(
                event_type=row["event_type"],
                mode=row["mode"] or None,
                contexts=tuple(row["contexts"].split()),
                relation=row["relation"],
            )
            for row in csv.DictReader(text.splitlines())
        }
    )


def plover_event(code: str) -> PloverEvent | None:
    """What a code is in PLOVER; of a code that is not in the table, what the nearest code above it is.

    None for statements and appeals (roots 01 and 02), which PLOVER leaves out.

    Raises:
        DataError: CAMEO has no such root.

    >>> plover_event("0312").event_type, plover_event("163").mode, plover_event("1959").relation, plover_event("010")
    ('AGREE', 'restrict', 'bombs', None)
    """
    table = plover_table()
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return table[code[:length]]
    if code.startswith(_LEFT_OUT):
        return None
    raise DataError("no CAMEO code", value=code, expected="a code of the roots 01 to 20, such as 042")


def full_code(code: str, *, root: str | None = None) -> str:
    """The code with the leading zero that a spreadsheet may have taken: CAMEO's codes have three digits or four.

    Two digits from 10 to 20 may be a root or a code that lost its zero; the row's root tells.

    Args:
        code: as it stands in the file.
        root: the code of its root, where the row has it; it may have lost its zero too.

    Raises:
        DataError: it is no code, or may be two.

    A code is not taken for one that CAMEO has not: 990 is no 0990.

    >>> full_code("42"), full_code("311"), full_code("1831"), full_code("14", root="1"), full_code("14", root="14")
    ('042', '0311', '1831', '014', '14')
    """
    if not _CODE.fullmatch(code):
        raise DataError("no CAMEO code", value=code, expected="two to four digits, such as 042")
    if len(code) == 2 and 10 <= int(code) <= 20:
        if root is None:
            raise DataError("no CAMEO code that is one alone", value=code, expected="three digits, such as 014 or 140")
        if not _ROOT.fullmatch(root):
            raise DataError("no root of a CAMEO code", value=root, expected="01 to 20")
        return f"0{code}" if int(root) < 10 else code
    if len(code) == 4 or code[0] == "0" or int(code[:2]) <= 20:
        return code
    if not _is_base(f"0{code[:2]}"):
        raise DataError("no CAMEO code", value=code, expected="a code of the roots 01 to 20, such as 042")
    return f"0{code}"


def _is_base(code: str) -> bool:
    """Whether CAMEO has that code of three digits; 010 to 019 and 020 to 028 are not in PLOVER's table."""
    return code in plover_table() or "010" <= code <= "028"


def is_shared(code: str) -> bool:
    """Whether what the code says is said of both sides alike: talks, a signed agreement, cooperation.

    >>> is_shared("046"), is_shared("042")
    (True, False)
    """
    return code[:3] in _SYMMETRIC
