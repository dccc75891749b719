"""The gazetteer: the actors that are known, the mentions of them in text, and who stood where on a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Final

from kgraph.actors.bearers import Bearer, Index, Matcher, matcher_of, only_one, preferred, verdict_of, within
from kgraph.actors.matching import Folded, fold_name, is_second_barrel
from kgraph.actors.offices import OfficeBook
from kgraph.actors.overlay_rows import laid_over
from kgraph.actors.roles import ROLES_SUFFIX, Role, Roles, read_roles, shipped_roles
from kgraph.actors.tables import read_actors, read_decoys, read_foreign_names
from kgraph.actors.sectors import sector_actor, sector_of
from kgraph.errors import DataError, UnknownNameError
from kgraph.model import Actor, ActorRef, Date, Mention, Name, Office
from kgraph.model.laws import check_encodable
from kgraph.ontology import compress

_FAMILY: Final = frozenset({"surname", "family"})
_ANY_LANGUAGE: Final = "mul"
_CODE_KINDS: Final = {"iso3": "label", "iso2": "acronym"}


class Gazetteer:
    """Actors by id and by name; never changed, `with_overlay` gives another one.

    Args:
        actors: whom it knows, with their names and offices.
        more_names: gives further names by actor id, called when one in a language other than English is needed.
        decoys: English names of what is no actor but holds the name of one; what they cover is not searched.
        roles: the role nouns that go with states; by default those that ship with kgraph.

    Raises:
        DataError: two actors have the same id.

    >>> iran = Actor(id="kgr:IRN", label="Iran", kind=ActorKind.STATE, state="IRN",
    ...              names=(Name(text="Iranian", kind="demonym"),))
    >>> [(m.text, m.start, m.actor, m.how) for m in Gazetteer([iran]).find("Iranian oil from Iran")]
    [('Iranian', 0, 'kgr:IRN', 'demonym'), ('Iran', 17, 'kgr:IRN', 'label')]
    """

    def __init__(
        self,
        actors: Iterable[Actor],
        *,
        more_names: Callable[[], Iterable[tuple[str, Name]]] | None = None,
        decoys: Iterable[str] = (),
        roles: Roles | None = None,
    ) -> None:
        self._actors: dict[str, Actor] = {}
        for actor in actors:
            if actor.id in self._actors:
                raise DataError("two actors with one id", value=actor.id)
            self._actors[actor.id] = actor
        self._more_names = more_names
        self._decoys = tuple(decoys)
        self._roles = roles
        self._matchers: dict[str, Matcher] = {}

    def __len__(self) -> int:
        return len(self._actors)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._actors

    def __getstate__(self) -> dict[str, object]:
        """What another process needs: it builds its own automata, which cannot be sent."""
        kept = ("_actors", "_more_names", "_decoys", "_roles")
        return {name: getattr(self, name) for name in kept} | {"_matchers": {}}

    def with_overlay(self, path: str | Path) -> Gazetteer:
        """A gazetteer with the names and actors of the user's CSV table added: columns actor and name at least.

        Raises:
            DataError: the file cannot be read or a row breaks the format; says file, row, value and what was expected.
        """
        layer = laid_over(self, Path(path))
        return self.with_actors(layer.actors.values(), layer.decoys)

    def with_actors(self, actors: Iterable[Actor], decoys: Iterable[str] = ()) -> Gazetteer:
        """A gazetteer with these actors, each in the place of the one of its id if there is one, and more decoys."""
        every = self._actors | {actor.id: actor for actor in actors}
        more = dict.fromkeys((*self._decoys, *decoys))
        return Gazetteer(every.values(), more_names=self._more_names, decoys=more, roles=self._roles)

    @property
    def roles(self) -> Roles:
        """The role nouns that make a sector or an office of a state."""
        return shipped_roles() if self._roles is None else self._roles

    def with_roles(self, roles: Iterable[Role]) -> Gazetteer:
        """A gazetteer with more role nouns, which come before its own."""
        more = self.roles.with_roles(roles)
        return Gazetteer(self, more_names=self._more_names, decoys=self._decoys, roles=more)

    @cached_property
    def offices(self) -> OfficeBook:
        """Who held which office when."""
        return OfficeBook(self)

    def of_family(self, name: str) -> tuple[Actor, ...]:
        """The persons with that surname or family name, in the order of the tables."""
        return self._families.get(fold_name(name), ())

    @cached_property
    def _families(self) -> dict[str, tuple[Actor, ...]]:
        found: defaultdict[str, dict[str, Actor]] = defaultdict(dict)
        for actor in self:
            for name in actor.names:
                if name.kind in _FAMILY:
                    found[fold_name(name.text)][actor.id] = actor
        return {name: tuple(actors.values()) for name, actors in found.items()}

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id, or None; sectors of states (`kgr:RUS-MIL`) are made as they are asked for."""
        known = self._actors.get(actor_id)
        if known is not None:
            return known
        parts = sector_of(actor_id)
        state = None if parts is None else self._actors.get(parts[0])
        return None if parts is None or state is None else sector_actor(state, parts[1])

    def actor(self, actor_id: str) -> Actor:
        """The actor of that id.

        Raises:
            UnknownNameError: there is none; the message offers the nearest.
        """
        actor = self.get(actor_id)
        if actor is None:
            raise UnknownNameError("actor", actor_id, self._actors)
        return actor

    def find(self, text: str, *, on: str | None = None, language: str = "en") -> list[Mention]:
        """The mentions of actors in a text, in its order, none overlapping another: leftmost first, then longest.

        Names stand on word boundaries and in their own case, or in capitals where they have five letters or more (a
        state's full name: four). A name that several bear at that date goes to the one who bears it as a full name
        before an acronym before a name that is shared or borrowed (demonym, capital, seat, surname); then to one who
        exists at that date (with no date: today); then to a state before a territory; else its actor is None.

        Args:
            text: raw text; the offsets count its characters.
            on: the date of the text, an ISO prefix; names out of use then are not found. None for all names.
            language: a BCP 47 tag; the names of that language are looked for, and the actors' labels.

        Raises:
            DataError: `on` is no date, or the text holds half a surrogate pair.
        """
        _check_on(on)
        check_encodable("text", text)
        matcher, folded = self._matcher(language), Folded.of(text)
        verdicts: dict[int, tuple[str | None, str] | None] = {}
        found: list[Mention] = []
        covered = 0
        for start, end, pattern in matcher.automaton.matches(folded.text):
            if start < covered:
                continue
            if not matcher.bearers[pattern]:
                covered = end
                continue
            if pattern not in verdicts:
                verdicts[pattern] = verdict_of(matcher.bearers[pattern], on)
            verdict = verdicts[pattern]
            if verdict is None:
                continue
            actor, how = verdict
            # Half of a double-barrelled name counts where the other half was found as well: Putin-Erdogan.
            if how == "surname" and start != covered + 1 and is_second_barrel(folded.text, start):
                continue
            covered = end
            first, last = folded.raw_span(start, end)
            found.append(Mention(text=text[first:last], start=first, end=last, actor=actor, how=how))
        return found

    def resolve(self, name: str, *, on: str | None = None) -> Actor:
        """The actor somebody means by an id, an ISO code or a name in any language.

        An id (`kgr:RUS`, or its IRI) comes first. An alpha-3 code and a Wikidata id count as full names, an alpha-2
        code as an acronym, with the preference of `find` among several. A name in its own case comes before one in
        another, one of the English tables or an overlay before one of the tables of other languages.

        Args:
            name: what somebody wrote.
            on: an ISO prefix; names out of use then do not count.

        Raises:
            UnknownNameError: nobody is called that; the message offers the nearest name.
            DataError: several are, and none comes before the others.
        """
        _check_on(on)
        key = fold_name(compress(name.strip()))
        known = self.get(key)
        if known is not None:
            return known
        for further in (False, True):
            index = self._further_index if further else self._index
            for bearers in (index.exact.get(key, ()), index.any_case.get(key.casefold(), ())):
                best = preferred(bearers, on)
                if best:
                    return only_one(best, name)
        raise UnknownNameError("actor", name, self._names_on(on))

    def offices_on(self, actor_id: str, on: str) -> tuple[Office, ...]:
        """The offices an actor held on a date (an ISO prefix), the one begun last first.

        Raises:
            UnknownNameError: no actor has that id.
        """
        _check_on(on)
        held = [office for office in self.actor(actor_id).offices if within(office.start, office.end, on)]
        return tuple(sorted(held, key=lambda office: office.start or "", reverse=True))

    def ref(self, actor_id: str, *, on: str | None = None) -> ActorRef:
        """The actor as a claim holds it: with the state and sector of the office held on a date.

        One in no office then, or with no date asked for, has the state and sector of the tables.

        Raises:
            UnknownNameError: no actor has that id.
        """
        actor = self.actor(actor_id)
        state, sector = actor.state, actor.sector
        offices = () if on is None else self.offices_on(actor_id, on)
        if offices:
            state, sector = offices[0].state, offices[0].sector or sector
        return ActorRef(id=actor.id, name=actor.label, state=state, sector=sector)

    def _codes(self) -> Iterator[Bearer]:
        """Each actor under its ids elsewhere and its ISO codes, as if they were names."""
        for actor in self:
            yield from (Bearer(actor, Name(text=iri)) for iri in actor.same_as)
            for scheme, code in actor.codes:
                if scheme in _CODE_KINDS:
                    yield Bearer(actor, Name(text=code, kind=_CODE_KINDS[scheme]))

    def _names(self) -> Iterator[Bearer]:
        """Every name that came with an actor; its label too, unless a row of its own says when it was one."""
        for actor in self:
            if all(name.text != actor.label or _main_language(name.language) != "en" for name in actor.names):
                yield Bearer(actor, Name(text=actor.label))
            for name in actor.names:
                yield Bearer(actor, name)

    def _further_names(self) -> Iterator[Bearer]:
        for actor_id, name in self._more_names() if self._more_names is not None else ():
            yield Bearer(self.actor(actor_id), name)

    def _names_on(self, on: str | None) -> Iterable[str]:
        bearers = chain(self._names(), self._further_names())
        return dict.fromkeys(b.name.text for b in bearers if within(b.name.valid_from, b.name.valid_to, on))

    @cached_property
    def _index(self) -> Index:
        return Index(chain(self._codes(), self._names()))

    @cached_property
    def _further_index(self) -> Index:
        return Index(self._further_names())

    def _matcher(self, language: str) -> Matcher:
        """The matcher of a language, built when first asked for; all languages without a name share one."""
        main = _main_language(language)
        if main != "en" and main not in self._languages:
            main = _ANY_LANGUAGE
        if main not in self._matchers:
            decoys = self._decoys if main == "en" else ()
            self._matchers[main] = matcher_of(self._bearers_in(main), decoys, english=main == "en")
        return self._matchers[main]

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(_main_language(b.name.language) for b in chain(self._names(), self._further_names()))

    def _bearers_in(self, main: str) -> list[Bearer]:
        """Who bears a name in the language `main`; in any but English, each actor under its label as well."""
        spoken = (main, _ANY_LANGUAGE)
        bearers = [
            b for b in self._names() if _main_language(b.name.language) in spoken or b.name.text == b.actor.label
        ]
        if main != "en":
            bearers += [b for b in self._further_names() if _main_language(b.name.language) in spoken]
        return [bearer for bearer in bearers if bearer.name.kind != "family"]


def load_gazetteer(*overlays: str | Path) -> Gazetteer:
    """The gazetteer of the tables that ship with kgraph, with the user's own tables laid over them in that order.

    A table whose name ends in `.roles.csv` holds role nouns, any other actors.

    Raises:
        DataError: an overlay cannot be read or a row of it breaks the format; says file, row, value, expectation.

    >>> load_gazetteer().resolve("RUS").label
    'Russia'
    """
    gazetteer = _default()
    for overlay in overlays:
        if str(overlay).endswith(ROLES_SUFFIX):
            gazetteer = gazetteer.with_roles(read_roles(Path(overlay)))
        else:
            gazetteer = gazetteer.with_overlay(overlay)
    return gazetteer


@cache
def _default() -> Gazetteer:
    folder = files("kgraph.actors")
    return Gazetteer(read_actors(folder).values(), more_names=_foreign_names, decoys=read_decoys(folder))


@cache
def _foreign_names() -> tuple[tuple[str, Name], ...]:
    return tuple(read_foreign_names(files("kgraph.actors")))


def _check_on(on: str | None) -> None:
    if on is not None:
        Date(start=on)


def _main_language(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
