"""The tables of the gazetteer: rows of CSV to actors with their names and offices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kgraph.actors.matching import fold_name
from kgraph.actors.rows import Row, rows_of
from kgraph.model import Actor, ActorKind, Name, Office

NAME_KINDS: Final = (
    "label",
    "variant",
    "formal",
    "former",
    "acronym",
    "demonym",
    "capital",
    "seat",
    "surname",
    "family",
)
"""What a name can be to the actor that bears it. A surname is known to everybody by itself; a family name is shared by
many, and means the person only where the text or a title says so."""

_STATES: Final = ("id", "label", "kind", "iso3", "iso2", "cow", "gw", "fips", "cameo", "wikidata")
_STATES_ALSO: Final = ("valid_from", "valid_to", "successors", "source")
_ACTORS: Final = ("id", "label", "kind", "state", "sector", "wikidata", "part_of", "valid_from", "valid_to", "source")
_NAMES: Final = ("actor", "name", "kind", "language", "valid_from", "valid_to", "source")
_OFFICES: Final = ("person", "title", "holder_of", "state", "sector", "start", "end", "source")
_DECOYS: Final = ("name", "reason")
_CODES: Final = ("iso3", "iso2", "cow", "gw", "fips", "cameo")
_ITEM: Final = re.compile(r"Q[1-9]\d*")
_LONGEST: Final = 300
"""The most characters a name may have; the longest official name of a state has about half of that."""
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def name_problem(text: str) -> tuple[str, str] | None:
    """What is wrong with a name and what was expected, or None.

    What cannot be seen or turns the direction of what stands beside it is no part of a name, and what is longer than
    any name was never meant as one.

    >>> name_problem("R")[0]
    'a name of one letter, which would be found everywhere'
    >>> name_problem("Rossiya") is None
    True
    """
    plain = fold_name(text)
    if not any(map(str.isalnum, plain)):
        return "not a name", "letters"
    if len(plain) == 1 and plain.isascii():
        return "a name of one letter, which would be found everywhere", "two or more"
    return text_problem(text)


def text_problem(text: str) -> tuple[str, str] | None:
    """What is wrong with a title or a code and what was expected, or None."""
    if len(text) > _LONGEST:
        return f"{len(text)} characters, more than any name has", f"{_LONGEST} at most"
    if _UNSEEN.search(text) is not None:
        return "a control character", "text that can be seen"
    return None


def name_of(row: Row) -> Name:
    """The name of a row, with its kind, language and dates.

    Raises:
        DataError: one of them breaks the format.
    """
    text = " ".join(row.need("name").split())
    problem = name_problem(text)
    if problem is not None:
        raise row.wrong(problem[0], "name", problem[1])
    language = row.get("language") or "en"
    if not _LANGUAGE.fullmatch(language):
        raise row.wrong("not a language", "language", "a tag such as en or pt-BR")
    start, end = row.dates("valid_from", "valid_to")
    kind = row.one_of("kind", NAME_KINDS, "variant")
    return Name(text=text, kind=kind, language=language, valid_from=start, valid_to=end)


def read_actors(folder: Path | Traversable) -> dict[str, Actor]:
    """All actors of the tables in a folder, by id, with the names that all texts are searched for.

    Args:
        folder: holds states.csv, actors.csv, state_names.csv, names.csv and offices.csv.

    Raises:
        DataError: a table breaks its format, names an actor that no table has, or has one twice.
    """
    states = [(row.id("id"), row) for row in rows_of(folder / "states.csv", _STATES, _STATES_ALSO)]
    others = [(row.id("id"), row) for row in rows_of(folder / "actors.csv", _ACTORS)]
    known: set[str] = set()
    for actor_id, row in states + others:
        if actor_id in known:
            raise row.wrong("an actor that stands twice", "id")
        known.add(actor_id)
    names = _names_by_actor(folder, known)
    offices = _offices_by_person(folder, known)
    actors = {actor_id: _state(row, actor_id, names[actor_id]) for actor_id, row in states}
    for actor_id, row in others:
        actors[actor_id] = _actor(row, actor_id, names[actor_id], offices[actor_id])
    return actors


def read_foreign_names(folder: Path | Traversable) -> Iterator[tuple[str, Name]]:
    """Actor id and name, for the names in languages other than English: foreign_names.csv in the folder.

    Raises:
        DataError: a row breaks the format.
    """
    for row in rows_of(folder / "foreign_names.csv", _NAMES):
        yield row.id("actor"), name_of(row)


def read_decoys(folder: Path | Traversable) -> tuple[str, ...]:
    """The names that hold an actor's name and are no actor: South China Sea, Paris Agreement, New Mexico."""
    return tuple(row.need("name") for row in rows_of(folder / "decoys.csv", _DECOYS))


def _names_by_actor(folder: Path | Traversable, known: Container[str]) -> defaultdict[str, list[Name]]:
    names: defaultdict[str, list[Name]] = defaultdict(list)
    for table in ("state_names.csv", "names.csv"):
        for row in rows_of(folder / table, _NAMES):
            names[_known_id(row, "actor", known)].append(name_of(row))
    return names


def _offices_by_person(folder: Path | Traversable, known: Container[str]) -> defaultdict[str, list[Office]]:
    offices: defaultdict[str, list[Office]] = defaultdict(list)
    for row in rows_of(folder / "offices.csv", _OFFICES):
        start, end = row.dates("start", "end")
        office = Office(
            title=row.need("title"),
            holder_of=row.need("holder_of"),
            state=row.capitals("state", "RUS"),
            sector=row.capitals("sector", "GOV"),
            start=start,
            end=end,
        )
        offices[_known_id(row, "person", known)].append(office)
    return offices


def _known_id(row: Row, column: str, known: Container[str]) -> str:
    value = row.need(column)
    actor_id = value if value in known else row.id(column)
    if actor_id not in known:
        raise row.wrong("an actor that no table has", column, "an id of states.csv or actors.csv")
    return actor_id


def _state(row: Row, actor_id: str, names: list[Name]) -> Actor:
    start, end = row.dates("valid_from", "valid_to")
    return Actor(
        id=actor_id,
        label=row.need("label"),
        kind=ActorKind(row.one_of("kind", ("state", "territory"))),
        state=row.capitals("iso3", "RUS"),
        names=tuple(names),
        same_as=_same_as(row),
        codes=tuple((scheme, code) for scheme in _CODES if (code := row.get(scheme)) is not None),
        valid_from=start,
        valid_to=end,
    )


def _actor(row: Row, actor_id: str, names: list[Name], offices: list[Office]) -> Actor:
    start, end = row.dates("valid_from", "valid_to")
    return Actor(
        id=actor_id,
        label=row.need("label"),
        kind=ActorKind(row.one_of("kind", tuple(ActorKind))),
        state=row.capitals("state", "RUS"),
        sector=row.capitals("sector", "GOV"),
        names=tuple(names),
        offices=tuple(offices),
        same_as=_same_as(row),
        valid_from=start,
        valid_to=end,
    )


def _same_as(row: Row) -> tuple[str, ...]:
    item = row.get("wikidata")
    if item is None:
        return ()
    if not _ITEM.fullmatch(item):
        raise row.wrong("not a Wikidata item", "wikidata", "such as Q159, or nothing")
    return (f"wd:{item}",)
