"""Who held which office when: the dated offices of persons, found by title and by whose office it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kgraph.actors.bearers import within
from kgraph.actors.rows import rows_of
from kgraph.model import Actor, Office

_LED_BY: Final = ("state", "title", "start", "end", "source")
_ACTING: Final = re.compile(r"^(?:acting|interim|caretaker|transitional|de facto|deputy acting)\s+")
_SPELLINGS: Final = (
    (re.compile(r"\bdefence\b"), "defense"),
    (re.compile(r"\bvice-"), "vice "),
    (re.compile(r"\badvisor\b"), "adviser"),
)
_ANY_LEADER: Final = (
    "supreme leader",
    "leader",
    "president",
    "head of state",
    "king",
    "emir",
    "sultan",
    "prime minister",
    "chancellor",
    "general secretary",
    "secretary-general",
    "director general",
    "commander",
)


@dataclass(frozen=True, slots=True)
class Held:
    """An office in somebody's hands."""

    holder: Actor
    office: Office


class OfficeBook:
    """The offices of many persons.

    Args:
        actors: the persons.
        find: instead of them: who has or had an office of a state or organisation, by its plain title.

    >>> office = Office(title="president", holder_of="kgr:RUS", start="2012-05-07")
    >>> from kgraph.model import ActorKind
    >>> book = OfficeBook([Actor(id="kgr:p", label="P", kind=ActorKind.PERSON, offices=(office,))])
    >>> [held.holder.id for held in book.holders("kgr:RUS", ["president"], on="2017-12-07")]
    ['kgr:p']
    """

    def __init__(self, actors: Iterable[Actor] = (), *, find: Callable[[str, str], list[Held]] | None = None) -> None:
        self._by_post: defaultdict[tuple[str, str], list[Held]] = defaultdict(list)
        for actor in actors:
            for office in actor.offices:
                self._by_post[office.holder_of, plain_title(office.title)].append(Held(actor, office))
        self._find = find or (lambda holder_of, title: self._by_post.get((holder_of, title), []))

    def holders(self, holder_of: str, titles: Sequence[str], *, on: str | None) -> list[Held]:
        """Who held one of these offices of a state or an organisation on a date: those of the first title that had any.

        Of several (a day of handing over) the one who came last comes first. No date means today.
        """
        for title in titles:
            found = [held for held in self._find(holder_of, plain_title(title)) if _holds(held.office, on)]
            if found:
                return sorted(found, key=lambda held: held.office.start or "", reverse=True)
        return []

    def leader(self, state: str, *, on: str | None) -> Held | None:
        """Who led a state, or an organisation, on a date, as far as the tables know."""
        titles = [title for title, start, end in _led_by().get(state, ()) if _covers(start, end, on)]
        found = self.holders(state, (*titles, *_ANY_LEADER), on=on)
        return found[0] if found else None

    def beside(self, held: Held, step: int) -> Held | None:
        """Who held the same office before (`step` -1) or after (1) that one, or None."""
        office = held.office
        row = sorted(
            self._find(office.holder_of, plain_title(office.title)),
            key=lambda other: (other.office.start or "", other.holder.id),
        )
        others = [other for other in row if other.holder.id != held.holder.id or other.office == office]
        place = others.index(held) + step if held in others else -1
        return others[place] if 0 <= place < len(others) else None


def plain_title(title: str) -> str:
    """A title as it is looked up: one spelling, and no word that says for how long.

    >>> plain_title("Acting Defence Minister")
    'defense minister'
    """
    plain = " ".join(title.lower().split())
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    return _ACTING.sub("", plain)


@cache
def _led_by() -> dict[str, list[tuple[str, str | None, str | None]]]:
    found: defaultdict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    for row in rows_of(files("kgraph.actors") / "led_by.csv", _LED_BY):
        start, end = row.dates("start", "end")
        found[row.id("state")].append((row.need("title"), start, end))
    return dict(found)


def _holds(office: Office, on: str | None) -> bool:
    return _covers(office.start, office.end, on)


def _covers(start: str | None, end: str | None, on: str | None) -> bool:
    return end is None if on is None else within(start, end, on)
