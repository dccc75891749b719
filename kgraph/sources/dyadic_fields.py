"""A mapping of columns, and what else the options of a mapped table hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kgraph.errors import DataError
from kgraph.sources.delimited import TableRow

Pairs: TypeAlias = Mapping[str, str]
Get: TypeAlias = Callable[[str], str | None]
"""Gives what a row says under one of our names, None where it says nothing."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Our names to their columns, or to what every row says."""

    columns: Mapping[str, list[str]]
    constants: Pairs

    @classmethod
    def of(cls, given: Pairs) -> Mapped:
        """The mapping that options give: a column, or a value behind `=`.

        Raises:
            DataError: one is blank.

        >>> mapped = Mapped.of({"actor": "Country A", "relation": "=alliedWith"})
        >>> mapped.columns, mapped.constants
        ({'actor': ['Country A']}, {'relation': 'alliedWith'})
        """
        for name, text in given.items():
            if not text.strip("= "):
                raise DataError(f"option {name}", value=text, expected="a column, or = and a value")
        return cls(
            {name: [text.strip()] for name, text in given.items() if not text.startswith("=")},
            {name: text[1:].strip() for name, text in given.items() if text.startswith("=")},
        )

    def __contains__(self, name: str) -> bool:
        return name in self.columns or name in self.constants

    def reader(self, row: TableRow, missing: frozenset[str]) -> Get:
        """What reads a row."""

        def get(name: str) -> str | None:
            text = row.get(name)
            return self.constants.get(name) if text is None or text in missing else text

        return get


def pairs_of(values: Pairs, option: str) -> Pairs:
    """An option that holds pairs: `defense=1;version=4.1`.

    Raises:
        DataError: it holds something else.

    >>> pairs_of({"where": "defense=1; version=4.1"}, "where")
    {'defense': '1', 'version': '4.1'}
    """
    pairs = [part.partition("=") for part in values.get(option, "").split(";") if part.strip()]
    if not all(name.strip() and sign for name, sign, _ in pairs):
        raise DataError(f"option {option}", value=values[option], expected="NAME=VALUE, with ; between several")
    return {name.strip(): value.strip() for name, _, value in pairs}


def chosen(row: TableRow, where: Pairs) -> bool:
    """Whether a row has the values that are asked for; 1 and 1.0 are one value."""
    return all(row.all.get(name, "").removesuffix(".0") == value.removesuffix(".0") for name, value in where.items())


def field_name(column: str) -> str:
    """The name of a field for a column of theirs.

    >>> field_name("Host_lev 2"), field_name("2nd")
    ('hostLev2', 'column2nd')
    """
    words = re.findall(r"[A-Za-z0-9]+", column) or ["column"]
    name = words[0][0].lower() + words[0][1:] + "".join(word[0].upper() + word[1:] for word in words[1:])
    return name if name[0].isalpha() else f"column{name}"
