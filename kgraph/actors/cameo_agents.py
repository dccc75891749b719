"""Dictionaries of agents in the format of TABARI and PETRARCH: role nouns with the codes of their sectors."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from kgraph.actors.cameo_codes import sector_of_code
from kgraph.actors.cameo_entries import Lines
from kgraph.actors.roles import Role, plural_of, shipped_roles
from kgraph.actors.tables import name_problem
from kgraph.errors import DataError

_SET: Final = re.compile(r"\s*!(?P<name>[^!\s]+)!\s*=(?P<words>.*)")
_MARKER: Final = re.compile(r"!([^!\s]+)!")
_AGENT: Final = re.compile(
    r"(?P<noun>[^\[\]{}]+?)(?P<stop>_?)\s*(?:\{(?P<plural>[^{}]*)\})?\s*"
    r"\[\s*(?P<before>(?:[A-Za-z]{3})+\s*(?=~))?~(?P<after>\s*(?:[A-Za-z]{3})+)?\s*[\]}].*"
)
_logger: Final = logging.getLogger(__name__)


def read_cameo_agents(path: str | Path, on_problem: Callable[[DataError], None] | None = None) -> tuple[Role, ...]:
    """The role nouns of a dictionary of agents.

    A noun has a regular plural unless it ends in `_` or says another in braces (`{}` is none). `!PERSON!` stands for
    each word of its set, without a plural. `[~GOV]` is said behind the code of a state, `[NGO~]` before it. What kind
    of role a noun is, and of which offices, the shipped table says where it has the noun.

    Args:
        path: the dictionary, in UTF-8.
        on_problem: is told of each line that cannot be used; by default it is logged as a warning.

    Raises:
        DataError: the file cannot be read.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w+", suffix=".agents") as file:
    ...     print("GOLDEN_GOOSE {GOLDEN_GEESE} [~BUS] # a note", file=file, flush=True)
    ...     [role] = read_cameo_agents(file.name)
    >>> role.noun, role.plural, role.code, role.sector, role.before
    ('golden goose', 'golden geese', 'BUS', 'BUS', False)
    """
    lines = Lines(Path(path))
    roles = tuple(_roles(lines))
    for problem in sorted(lines.problems, key=lambda problem: problem.row or 0):
        if on_problem is None:
            _logger.warning("%s", problem)
        else:
            on_problem(problem)
    return roles


def _roles(lines: Lines) -> Iterator[Role]:
    sets: dict[str, list[str]] = {}
    for row, line in lines:
        definition = _SET.fullmatch(line)
        if definition is not None:
            sets[definition["name"]] = [word.strip() for word in definition["words"].split(",") if word.strip()]
            continue
        match = _AGENT.fullmatch(" ".join(line.split()))
        code = None if match is None else match["before"] or match["after"]
        if match is None or code is None:
            lines.report(row, "not an agent", line.strip(), "NAME [~CODE], NAME {PLURAL} [~CODE] or NAME [CODE~]")
            continue
        marker = _MARKER.search(match["noun"])
        if marker is not None and marker[1] not in sets:
            lines.report(row, "an unknown set", marker[0], f"one of {', '.join(sets) or 'those defined above'}")
            continue
        yield from _forms(lines, row, match, [""] if marker is None else sets[marker[1]])


def _forms(lines: Lines, row: int, match: re.Match[str], words: list[str]) -> Iterator[Role]:
    """One role for each word of the set that a noun holds; for a noun without a set, one."""
    code = (match["before"] or match["after"]).strip().upper()
    with_set = _MARKER.search(match["noun"]) is not None
    for word in words:
        noun = _plain(_MARKER.sub(lambda _, word=word: word, match["noun"], count=1))
        given = None if match["plural"] is None else _plain(match["plural"])
        plural = given or None if given is not None or with_set or match["stop"] else plural_of(noun)
        for text in (noun, plural or noun):
            problem = name_problem(text)
            if problem is not None:
                lines.report(row, problem[0], text, problem[1])
                break
        else:
            yield _role(noun, plural, code, before=match["before"] is not None)


def _role(noun: str, plural: str | None, code: str, *, before: bool) -> Role:
    role = Role(noun=noun, plural=plural, sector=sector_of_code(code, of_state=False), code=code, before=before)
    known = shipped_roles().ending(noun.replace("-", " - ").split())
    if known is None or known[0].noun != noun:
        return role
    return replace(role, kind=known[0].kind, offices=known[0].offices)


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").lower().split())
