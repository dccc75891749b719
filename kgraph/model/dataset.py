"""Data sets that claims are imported from, and the row of one that a claim is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Final, TypeAlias

from kgraph.errors import DataError
from kgraph.model.laws import check_encodable
from kgraph.ontology import mint

FieldValue: TypeAlias = str | int | float

_ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_IRI: Final = re.compile(rf"urn:kgraph:dataset:{_ID.pattern}")
_MOST: Final = 10**15
"""The largest number: below it, whole numbers are exact in every tool that reads them."""
_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A data set that claims are imported from.

    Attributes:
        id: its short name, `gdelt-2.0`.
        title: its usual name.
        version: as its makers count, or None.
        publisher: who makes it.
        license: the terms it comes under, in words or as an address.
        citation: how its makers ask to be cited.
        url: where it is described.

    >>> Dataset(id="gdelt-2.0", title="GDELT 2.0 Event Database").iri
    'urn:kgraph:dataset:gdelt-2.0'
    """

    id: str
    title: str
    version: str | None = None
    publisher: str | None = None
    license: str | None = None
    citation: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise DataError("not the id of a data set", value=self.id, expected="small letters, digits, dots, hyphens")
        for name in ("title", "version", "publisher", "license", "citation", "url"):
            check_encodable(name, getattr(self, name))

    @property
    def iri(self) -> str:
        """The IRI of the data set, which is the `document` of its claims."""
        return mint("dataset", self.id)


@lru_cache(maxsize=1 << 10)
def is_dataset(document: str) -> bool:
    """Whether the document of a claim is a data set.

    >>> is_dataset("urn:kgraph:dataset:gdelt-2.0"), is_dataset("a1")
    (True, False)
    """
    return _IRI.fullmatch(document) is not None


class RecordFields(tuple[tuple[str, FieldValue], ...]):
    """Fields of a row that were checked and put in order, so that nobody needs to once more.

    Many rows share some of their fields; those are checked once and joined to the others of each row.

    >>> shared = RecordFields.of([("goldstein", 2.8), ("event", "042")])
    >>> RecordFields.joined([shared, RecordFields.of([("actor", "RUS")])])
    (('actor', 'RUS'), ('event', '042'), ('goldstein', 2.8))
    """

    __slots__ = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, FieldValue]]) -> RecordFields:
        """The fields.

        Raises:
            DataError: one has no name of a field, or no value of one.
        """
        return cls._ordered([(name, _checked(name, value)) for name, value in pairs])

    @classmethod
    def joined(cls, parts: Iterable[RecordFields]) -> RecordFields:
        """The fields of several parts."""
        return cls._ordered(list(chain.from_iterable(parts)))

    @classmethod
    def _ordered(cls, pairs: list[tuple[str, FieldValue]]) -> RecordFields:
        pairs.sort(key=itemgetter(0))
        return cls(pairs if len(dict(pairs)) == len(pairs) else sorted(set(pairs), key=_order))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The row of a data set that a claim is: what takes the place of words as evidence.

    Attributes:
        id: of the row, unique in the data set.
        url: the address of the row's own source.
        fields: what else stands in the row, as it stands there, by name; a name may come twice. Codes are text, with
            their leading zeros; numbers are whole or kept to six decimals.

    >>> Record(id="886", fields=(("goldstein", 2.8), ("event", "042"))).fields
    (('event', '042'), ('goldstein', 2.8))
    """

    id: str
    url: str | None = None
    fields: tuple[tuple[str, FieldValue], ...] = ()

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise DataError("a row without an id")
        check_encodable("id", self.id)
        check_encodable("url", self.url)
        if not isinstance(self.fields, RecordFields):
            object.__setattr__(self, "fields", RecordFields.of(self.fields))


@lru_cache(maxsize=1 << 12)
def is_field_name(name: str) -> bool:
    """Whether a column may be called that.

    >>> is_field_name("actorName"), is_field_name("Actor name")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None


def _checked(name: str, value: FieldValue) -> FieldValue:
    if not is_field_name(name):
        raise DataError("not the name of a field", value=name, expected="letters and digits, such as actorName")
    if isinstance(value, str):
        check_encodable(name, value)
        return value
    if isinstance(value, bool) or not -_MOST <= value <= _MOST:
        raise DataError(f"field {name}", value=value, expected=f"text, or a number up to {_MOST}")
    return value if isinstance(value, int) else round(value, 6) + 0.0


def _order(pair: tuple[str, FieldValue]) -> tuple[str, str, str]:
    return pair[0], type(pair[1]).__name__, str(pair[1])
