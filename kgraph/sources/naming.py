"""Who is meant by a name or a code in a column of a table: whole names only, states before anybody else."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.actors.sectors import sector_id
from kgraph.model import Actor, ActorKind, ActorRef, local_actor_id

SCHEMES: Final = ("iso3", "iso2", "cow", "gw", "fips", "cameo")
"""Schemes of codes for states."""
_LANDS: Final = (ActorKind.STATE, ActorKind.TERRITORY)
_WHOLE_NAMES: Final = frozenset({"label", "variant", "formal", "former", "acronym"})
_ALIASES: Final = MappingProxyType(
    {
        "bosnia": "kgr:BIH",
        "byelorussia": "kgr:BLR",
        "byelorussian ssr": "kgr:BLR",
        "central african empire": "kgr:CAF",
        "ceylon": "kgr:LKA",
        "congo": "kgr:COG",
        "democratic kampuchea": "kgr:KHM",
        "khmer republic": "kgr:KHM",
        "korea north": "kgr:PRK",
        "korea south": "kgr:KOR",
        "libyan arab jamahiriya": "kgr:LBY",
        "malaya": "kgr:MYS",
        "federation of malaya": "kgr:MYS",
        "malagasy republic": "kgr:MDG",
        "siam": "kgr:THA",
        "socialist federal republic of yugoslavia": "kgr:YUG",
        "tanganyika": "kgr:TZA",
        "transjordan": "kgr:JOR",
        "ukrainian ssr": "kgr:UKR",
        "union of south africa": "kgr:ZAF",
        "united arab republic": "kgr:EGY",
        "former yugoslav republic of macedonia": "kgr:MKD",
        "western samoa": "kgr:WSM",
        "yemen peoples republic": "kgr:YMD",
        "yugoslavia former": "kgr:YUG",
    }
)
"""States by names that data sets use and running text rarely does. Congo is the one at Brazzaville in all of them."""
_SUCCEEDED: Final = MappingProxyType({("cow", "260"): "255", ("gw", "255"): "260"})
"""Numbers of Germany: the Federal Republic is 260 with COW until 1990, and always with Gleditsch and Ward."""
_SMALL: Final = ("former", "of", "the")
_BRACKETS: Final = re.compile(r"(.*?)\s*\(([^()]*)\)")


class Naming:
    """Finds actors by whole names and by codes.

    Args:
        gazetteer: who is known.

    >>> from kgraph.actors import load_gazetteer
    >>> naming = Naming(load_gazetteer())
    >>> [naming.state(name).id for name in ("IRAN (ISLAMIC REPUBLIC OF)", "East Germany (GDR)", "Côte d'Ivoire")]
    ['kgr:IRN', 'kgr:DDR', 'kgr:CIV']
    >>> naming.by_code("cow", "345", on="1985").id, naming.state("Sindarin")
    ('kgr:YUG', None)
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._lands: defaultdict[str, dict[str, Actor]] = defaultdict(dict)
        self._others: defaultdict[str, dict[str, Actor]] = defaultdict(dict)
        self._codes: defaultdict[tuple[str, str], dict[str, Actor]] = defaultdict(dict)
        self._elsewhere: dict[str, str] = {}
        for actor in gazetteer:
            is_land = actor.kind in _LANDS
            index = self._lands if is_land else self._others
            names = (name.text for name in actor.names if name.kind in _WHOLE_NAMES)
            for text in dict.fromkeys((actor.label, *names)):
                index[key_of(text)][actor.id] = actor
            self._elsewhere |= dict.fromkeys(actor.same_as, actor.id)
            for scheme, code in actor.codes if is_land else ():
                self._codes[scheme, code][actor.id] = actor
        self.ref = lru_cache(maxsize=1 << 16)(self._ref)
        self._called = lru_cache(maxsize=1 << 16)(self._bearers)

    def state(self, name: str, on: str | None = None) -> Actor | None:
        """The state or territory of that name, or whose alpha-3 code it is; of several, the one that is there then."""
        return _there(self._called(name), on) or self.by_code("iso3", name, on)

    def _bearers(self, name: str) -> tuple[Actor, ...]:
        """The states and territories that bear a name in the first of its forms that any bears."""
        for form in forms_of(name):
            key = key_of(form)
            known = self.gazetteer.get(_ALIASES[key]) if key in _ALIASES else None
            found = (known,) if known is not None else tuple(self._lands.get(key, {}).values())
            if found:
                return found
        return ()

    def by_code(self, scheme: str, code: str, on: str | None = None) -> Actor | None:
        """The state of a code of one of `SCHEMES`; of several, the one that is there then."""
        if scheme in ("cow", "gw") and code.isdecimal():
            code = code.lstrip("0")
        found = _there(self._codes.get((scheme, code), {}).values(), on)
        if found is None and (scheme, code) in _SUCCEEDED:
            return self.by_code(scheme, _SUCCEEDED[scheme, code], on)
        return found

    def by_wikidata(self, number: str) -> Actor | None:
        """The actor of a Wikidata id or its address, `Q7184`."""
        actor_id = self._elsewhere.get(f"wd:{number.rpartition('/')[2]}")
        return None if actor_id is None else self.gazetteer.get(actor_id)

    def somebody(self, name: str) -> Actor | None:
        """The one actor, no state, that bears this whole name; None where nobody does, or several do."""
        found = self._others.get(key_of(name), {})
        return next(iter(found.values())) if len(found) == 1 else None

    def sector(self, state: Actor, sector: str) -> Actor | None:
        """The sector of a state, "Russian military"."""
        return self.gazetteer.get(sector_id(state.id, sector))

    def _ref(self, actor_id: str, on: str | None = None) -> ActorRef:
        """The actor as a claim of that date holds it."""
        return self.gazetteer.ref(actor_id, on=on)

    def placed(self, name: str) -> tuple[str, Actor | None]:
        """A name without the state that stands in brackets behind it, and that state: `Police (France)`.

        >>> from kgraph.actors import load_gazetteer
        >>> name, state = Naming(load_gazetteer()).placed("Hezbollah (Lebanon)*")
        >>> name, state.id
        ('Hezbollah', 'kgr:LBN')
        """
        bare = name.rstrip("* ")
        match = _BRACKETS.fullmatch(bare)
        state = None if match is None else self.state(match[2])
        return (bare, None) if match is None or state is None else (match[1], state)


@lru_cache(maxsize=2)
def naming_of(gazetteer: Gazetteer) -> Naming:
    """The names of a gazetteer, gone through once: a run may import several files."""
    return Naming(gazetteer)


def unknown_ref(name: str, *, state: Actor | None = None, sector: str | None = None) -> ActorRef:
    """An actor that no table knows, as a claim holds it."""
    return ActorRef(id=local_actor_id(name), name=name, state=None if state is None else state.state, sector=sector)


@lru_cache(maxsize=1 << 16)
def key_of(name: str) -> str:
    """What is the same for all ways to write a name: its words without accents, letter case and dots.

    >>> key_of("TÜRKİYE"), key_of("The St. Vincent & the Grenadines"), key_of("U.S.A.")
    ('turkiye', 'st vincent and the grenadines', 'usa')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.findall(r"\w+", re.sub(r"[.'\u2019`]", "", plain.casefold().replace("&", " and ")))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def forms_of(name: str) -> Iterator[str]:
    """A name as it stands, then put right: `Korea (Republic of)` is the Republic of Korea, `Iran (Persia)` Iran.

    What stands in brackets in small letters makes it somebody else: `Syria (rebels)`.

    >>> list(forms_of("Korea (Republic of)")), list(forms_of("Syria (rebels)"))
    (['Korea (Republic of)', 'Republic of Korea', 'Korea'], ['Syria (rebels)', 'rebels Syria'])
    """
    yield name
    match = _BRACKETS.fullmatch(name)
    head, tail = (match[1], match[2]) if match is not None else name.partition(", ")[::2]
    if tail:
        yield f"{tail} {head}"
    if match is not None and head and all(word[:1].isupper() or word in _SMALL for word in tail.split()):
        yield head


def _there(actors: Collection[Actor], on: str | None) -> Actor | None:
    """Of several states the one that is there then (today, where no date is given), a state before a territory."""
    if len(actors) <= 1:
        return next(iter(actors), None)
    return min(actors, key=lambda actor: (not _is_there(actor, on), actor.kind is not ActorKind.STATE, actor.id))


def _is_there(actor: Actor, on: str | None) -> bool:
    if on is None:
        return actor.valid_to is None
    begun = actor.valid_from is None or actor.valid_from[: len(on)] <= on
    return begun and (actor.valid_to is None or on < actor.valid_to or on[: len(actor.valid_to)] == actor.valid_to)
