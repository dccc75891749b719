"""The tables of the gazetteer: rows of CSV to actors with their names and offices, the user's rows laid over them."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import Actor, ActorKind, Date, Name, Office, local_actor_id
from kgraph.ontology import compress, expand

NAME_KINDS: Final = ("label", "variant", "formal", "former", "acronym", "demonym", "capital", "seat", "surname")
"""What a name can be to the actor that bears it."""

_STATES: Final = ("id", "label", "kind", "iso3", "iso2", "cow", "gw", "fips", "cameo", "wikidata")
_STATES_ALSO: Final = ("valid_from", "valid_to", "successors", "source")
_ACTORS: Final = ("id", "label", "kind", "state", "sector", "wikidata", "part_of", "valid_from", "valid_to", "source")
_NAMES: Final = ("actor", "name", "kind", "language", "valid_from", "valid_to", "source")
_OFFICES: Final = ("person", "title", "holder_of", "state", "sector", "start", "end", "source")
_DECOYS: Final = ("name", "reason")
_OVERLAY: Final = ("actor", "name")
_OVERLAY_ALSO: Final = (
    "kind",
    "language",
    "valid_from",
    "valid_to",
    "label",
    "actor_kind",
    "state",
    "sector",
    "source",
)

OVERLAY_COLUMNS: Final = (*_OVERLAY, *_OVERLAY_ALSO)
"""The columns a user's table may have; the first two it must."""

_CODES: Final = ("iso3", "iso2", "cow", "gw", "fips", "cameo")
_CAPITALS: Final = re.compile(r"[A-Z]{3}")
_ITEM: Final = re.compile(r"Q[1-9]\d*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


class _Row:
    """One row of a table: its fields, and errors that say where it stands."""

    __slots__ = ("_fields", "_file", "_number")

    def __init__(self, fields: dict[str, str], file: str, number: int) -> None:
        self._fields, self._file, self._number = fields, file, number

    def get(self, column: str) -> str | None:
        """The field without the space around it; None where it is blank or the table has no such column."""
        return self._fields.get(column, "").strip() or None

    def need(self, column: str) -> str:
        value = self.get(column)
        if value is None:
            raise self.wrong("a blank field", column, "a value")
        return value

    def date(self, column: str) -> str | None:
        value = self.get(column)
        if value is not None and not _is_date(value):
            raise self.wrong("not a date", column, "YYYY, YYYY-MM or YYYY-MM-DD")
        return value

    def dates(self, first: str, last: str) -> tuple[str | None, str | None]:
        """Two dates of which the second is not before the first."""
        start, end = self.date(first), self.date(last)
        if start is not None and end is not None and end < start[: len(end)]:
            raise self.wrong("an end before its start", last, f"{start} or later")
        return start, end

    def one_of(self, column: str, known: Sequence[str], default: str | None = None) -> str:
        value = self.get(column) or default
        if value is None or value not in known:
            raise self.wrong("an unknown value", column, f"one of {', '.join(known)}")
        return value

    def capitals(self, column: str, example: str) -> str | None:
        value = self.get(column)
        if value is not None and not _CAPITALS.fullmatch(value):
            raise self.wrong("not a code", column, f"three capitals such as {example}, or nothing")
        return value

    def id(self, column: str) -> str:
        value = self.need(column)
        try:
            return compress(expand(value))
        except DataError as error:
            raise error.at(self._file, self._number) from None

    def wrong(self, problem: str, column: str, expected: str | None = None) -> DataError:
        value = self._fields.get(column)
        return DataError(f"{problem} in column {column!r}", value=value, expected=expected).at(self._file, self._number)


@cache
def _is_date(text: str) -> bool:
    try:
        Date(start=text)
    except DataError:
        return False
    return True


def _rows(table: Path | Traversable, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[_Row]:
    """The rows of a CSV file in UTF-8 whose first line names the columns; blank rows are passed over.

    Raises:
        DataError: the file is no such table.
    """
    file = str(table) if isinstance(table, Path) else table.name
    try:
        data = table.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", file=file) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise DataError("not UTF-8", file=file, row=row, value=data[error.start : error.start + 20]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, file, required, optional)
        for fields in reader:
            if len(fields) != len(header) and fields:
                problem, wanted = f"a row of {len(fields)} fields", str(len(header))
                raise DataError(problem, file=file, row=reader.line_num, expected=wanted)
            if any(fields):
                yield _Row(dict(zip(header, fields, strict=True)), file, reader.line_num)
    except csv.Error as error:
        raise DataError(f"not CSV ({error})", file=file, row=reader.line_num) from None


def _check_header(header: list[str], file: str, required: Sequence[str], optional: Sequence[str]) -> None:
    expected = f"{', '.join(required)}; optional: {', '.join(optional) or 'none'}"
    for column in required:
        if column not in header:
            raise DataError(f"no column {column!r}", file=file, row=1, value=",".join(header), expected=expected)
    for column in header:
        if column not in required and column not in optional:
            raise DataError("an unknown column", file=file, row=1, value=column, expected=expected)
        if header.count(column) > 1:
            raise DataError("a column that stands twice", file=file, row=1, value=column)


def _name(row: _Row) -> Name:
    text = " ".join(row.need("name").split())
    if not any(map(str.isalnum, text)):
        raise row.wrong("not a name", "name", "letters")
    if len(text) == 1 and text.isascii():
        raise row.wrong("a name of one letter, which would be found everywhere", "name", "two or more")
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
    states = [(row.id("id"), row) for row in _rows(folder / "states.csv", _STATES, _STATES_ALSO)]
    others = [(row.id("id"), row) for row in _rows(folder / "actors.csv", _ACTORS)]
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
    for row in _rows(folder / "foreign_names.csv", _NAMES):
        yield row.id("actor"), _name(row)


def read_decoys(folder: Path | Traversable) -> tuple[str, ...]:
    """The names that hold an actor's name and are no actor: South China Sea, Paris Agreement, New Mexico."""
    return tuple(row.need("name") for row in _rows(folder / "decoys.csv", _DECOYS))


def _names_by_actor(folder: Path | Traversable, known: Container[str]) -> defaultdict[str, list[Name]]:
    names: defaultdict[str, list[Name]] = defaultdict(list)
    for table in ("state_names.csv", "names.csv"):
        for row in _rows(folder / table, _NAMES):
            names[_known_id(row, "actor", known)].append(_name(row))
    return names


def _offices_by_person(folder: Path | Traversable, known: Container[str]) -> defaultdict[str, list[Office]]:
    offices: defaultdict[str, list[Office]] = defaultdict(list)
    for row in _rows(folder / "offices.csv", _OFFICES):
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


def _known_id(row: _Row, column: str, known: Container[str]) -> str:
    value = row.need(column)
    actor_id = value if value in known else row.id(column)
    if actor_id not in known:
        raise row.wrong("an actor that no table has", column, "an id of states.csv or actors.csv")
    return actor_id


def _state(row: _Row, actor_id: str, names: list[Name]) -> Actor:
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


def _actor(row: _Row, actor_id: str, names: list[Name], offices: list[Office]) -> Actor:
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


def _same_as(row: _Row) -> tuple[str, ...]:
    item = row.get("wikidata")
    if item is None:
        return ()
    if not _ITEM.fullmatch(item):
        raise row.wrong("not a Wikidata item", "wikidata", "such as Q159, or nothing")
    return (f"wd:{item}",)


def laid_over(actors: Mapping[str, Actor], overlay: Path) -> dict[str, Actor]:
    """`actors` with the rows of the user's table laid over them.

    A row gives an actor one more name. The first row of an actor that nobody knows makes it, with the row's `label`
    (by default the name), `actor_kind` (organization), `state` and `sector`. What a row says of an actor that is known
    must agree with it: an overlay adds, it does not change.

    Raises:
        DataError: at the first row that breaks the format; nothing of the file is then used.
    """
    result = dict(actors)
    states = {actor.state for actor in actors.values()}
    for row in _rows(overlay, _OVERLAY, _OVERLAY_ALSO):
        name = _name(row)
        actor_id = local_actor_id(row.get("label") or name.text) if row.get("actor") is None else row.id("actor")
        known = result.get(actor_id)
        if known is None:
            known = _new_actor(row, actor_id, name)
            if known.kind is ActorKind.STATE:
                states.add(known.state)
        _check_agrees(row, known)
        if known.state not in states and known.state is not None:
            raise row.wrong("not a state of the gazetteer", "state", "an ISO 3166 alpha-3 code such as RUS")
        if name not in known.names:
            result[actor_id] = replace(known, names=(*known.names, name))
    return result


def _new_actor(row: _Row, actor_id: str, name: Name) -> Actor:
    return Actor(
        id=actor_id,
        label=row.get("label") or name.text,
        kind=ActorKind(row.one_of("actor_kind", tuple(ActorKind), ActorKind.ORGANIZATION)),
        state=row.capitals("state", "RUS"),
        sector=row.capitals("sector", "GOV"),
    )


def _check_agrees(row: _Row, actor: Actor) -> None:
    for column, value in (
        ("label", actor.label),
        ("actor_kind", actor.kind.value),
        ("state", actor.state),
        ("sector", actor.sector),
    ):
        if row.get(column) not in (None, value):
            expected = "nothing" if value is None else f"{value} or nothing"
            raise row.wrong(
                f"other than {actor.id} has", column, f"{expected}: an overlay adds names, it changes nobody"
            )
