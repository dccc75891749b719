"""Role nouns: what makes a sector actor, an office or a body of a state out of "Russian" and one more word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kgraph.actors.rows import Row, rows_of

KINDS: Final = ("office", "person", "body", "people")
"""What a role noun can be: a post that one holds at a time, a person, an institution, a group of persons."""

LEADER: Final = "LEADER"
"""In place of an office: whichever one leads the state."""

_COLUMNS: Final = ("noun", "plural", "kind", "sector", "offices")
_ALSO: Final = ("code", "before")
ROLE_COLUMNS: Final = (*_COLUMNS, *_ALSO)
"""The columns of a table of roles; the last two only tables made from CAMEO agents have."""
ROLES_SUFFIX: Final = ".roles.csv"
"""How the name of a user's table of roles ends."""
_HISSING: Final = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role noun of one or more words.

    Attributes:
        noun: in small letters, singular.
        plural: likewise; None where it has none of its own ("police").
        kind: one of `KINDS`.
        sector: the PLOVER sector of whoever has the role, or None.
        offices: the titles of the tables of offices that the noun may stand for; `LEADER` for who leads the state.
        code: a CAMEO role code as a dictionary of agents has it, or None.
        before: whether that code stands before the one of the state.
    """

    noun: str
    plural: str | None
    kind: str = "person"
    sector: str | None = None
    offices: tuple[str, ...] = ()
    code: str | None = None
    before: bool = False


class Roles:
    """Role nouns, found by their words; a later row of the same words takes the place of an earlier one.

    >>> roles = Roles([Role(noun="minister", plural="ministers", sector="GOV"),
    ...                Role(noun="defense minister", plural="defense ministers", kind="office", sector="MIL")])
    >>> role, length = roles.ending(["russian", "defense", "ministers"])
    >>> role.sector, length
    ('MIL', 2)
    >>> roles.ending(["russian", "tanks"]) is None
    True
    """

    def __init__(self, roles: Iterable[Role]) -> None:
        self._roles = tuple(roles)
        self._by_words: dict[tuple[str, ...], Role] = {}
        for role in self._roles:
            self._by_words[_words(role.noun)] = role
            if role.plural is not None:
                self._by_words[_words(role.plural)] = role
        self._most = max(map(len, self._by_words), default=0)

    def __iter__(self) -> Iterator[Role]:
        return iter(self._roles)

    def __len__(self) -> int:
        return len(self._roles)

    def with_roles(self, more: Iterable[Role]) -> Roles:
        """These and more, the later ones first where both know a noun."""
        return Roles((*self._roles, *more))

    def ending(self, words: Sequence[str]) -> tuple[Role, int] | None:
        """The role of the longest run of words at the end of `words` (small letters), and how many words it has."""
        for length in range(min(self._most, len(words)), 0, -1):
            role = self._by_words.get(tuple(words[-length:]))
            if role is not None:
                return role, length
        return None

    def starting(self, words: Sequence[str], first: int) -> tuple[Role, int] | None:
        """The role of the longest run of words from `first` on, and how many words it has."""
        for length in range(min(self._most, len(words) - first), 0, -1):
            role = self._by_words.get(tuple(words[first : first + length]))
            if role is not None:
                return role, length
        return None


def read_roles(file: Path | Traversable) -> tuple[Role, ...]:
    """The roles of a table.

    Raises:
        DataError: it cannot be read or a row breaks the format; says file, row, value and what was expected.
    """
    return tuple(_role(row) for row in rows_of(file, _COLUMNS, _ALSO))


@cache
def shipped_roles() -> Roles:
    """The roles of the table that ships with kgraph."""
    return Roles(read_roles(files("kgraph.actors") / "roles.csv"))


def plural_of(noun: str) -> str:
    """The regular plural of a noun of one or more words.

    >>> [plural_of(noun) for noun in ("foreign ministry", "head of state", "army chief", "envoy", "coach")]
    ['foreign ministries', 'heads of state', 'army chiefs', 'envoys', 'coaches']
    """
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{plural_of(head)}{of}{rest}"
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(_HISSING) else f"{noun}s"


def _role(row: Row) -> Role:
    noun = row.need("noun").lower()
    plural = row.get("plural")
    return Role(
        noun=noun,
        plural=plural_of(noun) if plural is None else plural.lower(),
        kind=row.one_of("kind", KINDS, "person"),
        sector=row.capitals("sector", "GOV"),
        offices=tuple(part.strip() for part in (row.get("offices") or "").split("|") if part.strip()),
        code=row.get("code"),
        before=row.get("before") == "yes",
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.lower().replace("-", " - ").split())
