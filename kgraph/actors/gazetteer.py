"""The gazetteer: the actors that are known, the mentions of them in text, and who stood where on a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from pathlib import Path

from kgraph.actors.bearers import (
    ANY_LANGUAGE,
    Bearer,
    Index,
    Matcher,
    is_spoken,
    main_language,
    matcher_of,
    names_of,
    only_one,
    preferred,
    verdict_of,
    within,
)
from kgraph.actors.compiled import FAMILY_KINDS, Compiled, coded, shipped
from kgraph.actors.matching import Automaton, Folded, fold_name, is_second_barrel
from kgraph.actors.offices import OfficeBook
from kgraph.actors.overlay_rows import laid_over
from kgraph.actors.roles import ROLES_SUFFIX, Role, Roles, read_roles, shipped_roles
from kgraph.actors.sectors import sector_actor, sector_of
from kgraph.actors.tables import read_foreign_names
from kgraph.errors import DataError, UnknownNameError
from kgraph.model import Actor, ActorRef, Date, Judgements, Mention, Name, Office
from kgraph.model.laws import check_encodable
from kgraph.model.merging import merged_actors
from kgraph.ontology import compress


class Gazetteer:
    """Actors by id and by name; never changed, `with_overlay` gives another one.

    Args:
        actors: whom it knows, with their names and offices; or the shipped tables, made ready.
        more_names: gives further names by actor id, called when one in a language other than English is needed.
        decoys: English names of what is no actor but holds the name of one; what they cover is not searched.
        roles: the role nouns that go with states; by default those that ship with kgraph.
        judgements: verdicts by which several of these actors are one; `with_judgements` merges them.

    Raises:
        DataError: two actors have the same id.

    >>> from kgraph.model import ActorKind
    >>> iran = Actor(id="kgr:IRN", label="Iran", kind=ActorKind.STATE, state="IRN",
    ...              names=(Name(text="Iranian", kind="demonym"),))
    >>> [(m.text, m.start, m.actor, m.how) for m in Gazetteer([iran]).find("Iranian oil from Iran")]
    [('Iranian', 0, 'kgr:IRN', 'demonym'), ('Iran', 17, 'kgr:IRN', 'label')]
    """

    def __init__(
        self,
        actors: Iterable[Actor] | Compiled,
        *,
        more_names: Callable[[], Iterable[tuple[str, Name]]] | None = None,
        decoys: Iterable[str] = (),
        roles: Roles | None = None,
        judgements: Judgements | None = None,
    ) -> None:
        self._ready = actors if isinstance(actors, Compiled) else None
        self._actors = actors.actors if isinstance(actors, Compiled) else _by_id(actors)
        self._more_names = more_names
        self._decoys = tuple(decoys)
        self._roles = roles
        self._judgements = judgements or Judgements()
        self._matchers: dict[str, Matcher] = {}

    def __len__(self) -> int:
        return len(self._actors)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __contains__(self, actor_id: object) -> bool:
        return isinstance(actor_id, str) and self._judgements.canonical(actor_id) in self._actors

    def __getstate__(self) -> dict[str, object]:
        """What another process needs: it builds its own automata, which cannot be sent."""
        kept = ("_ready", "_actors", "_more_names", "_decoys", "_roles", "_judgements")
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
        every = dict(self._actors) | {actor.id: actor for actor in actors}
        more = dict.fromkeys((*self._decoys, *decoys))
        return Gazetteer(
            every.values(), more_names=self._more_names, decoys=more, roles=self._roles, judgements=self._judgements
        )

    def with_judgements(self, judgements: Judgements) -> Gazetteer:
        """A gazetteer in which those that are one by a verdict are one actor, found by the names and ids of all.

        Whoever lays a table over it afterwards speaks of the canonical ids: lay overlays first.
        """
        if not judgements and not self._judgements:
            return self
        merged = merged_actors(self._actors, judgements, self.get)
        return Gazetteer(
            merged, more_names=self._more_names, decoys=self._decoys, roles=self._roles, judgements=judgements
        )

    @property
    def roles(self) -> Roles:
        """The role nouns that make a sector or an office of a state."""
        return shipped_roles() if self._roles is None else self._roles

    def with_roles(self, roles: Iterable[Role]) -> Gazetteer:
        """A gazetteer with more role nouns, which come before its own."""
        more = self.roles.with_roles(roles)
        return Gazetteer(
            self._ready or self,
            more_names=self._more_names,
            decoys=self._decoys,
            roles=more,
            judgements=self._judgements,
        )

    @cached_property
    def offices(self) -> OfficeBook:
        """Who held which office when."""
        return OfficeBook(self) if self._ready is None else OfficeBook(find=self._ready.held)

    def of_family(self, name: str) -> tuple[Actor, ...]:
        """The persons with that surname or family name, in the order of the tables."""
        folded = fold_name(name)
        return self._families.get(folded, ()) if self._ready is None else self._ready.family(folded)

    @cached_property
    def _families(self) -> dict[str, tuple[Actor, ...]]:
        found: defaultdict[str, dict[str, Actor]] = defaultdict(dict)
        for actor in self:
            for name in actor.names:
                if name.kind in FAMILY_KINDS:
                    found[fold_name(name.text)][actor.id] = actor
        return {name: tuple(actors.values()) for name, actors in found.items()}

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id, or None; sectors of states (`kgr:RUS-MIL`) are made as they are asked for."""
        actor_id = self._judgements.canonical(actor_id)
        known = self._actors.get(actor_id)
        if known is not None:
            return known
        parts = sector_of(actor_id)
        state = None if parts is None else self._actors.get(self._judgements.canonical(parts[0]))
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
        for bearers in self._called(key):
            best = preferred(bearers, on)
            if best:
                return only_one(best, name)
        raise UnknownNameError("actor", name, self._names_on(on))

    def _called(self, name: str) -> Iterator[Sequence[Bearer]]:
        """Who is called that, folded: as it is written, in any case, and then in other languages."""
        if self._ready is not None:
            yield self._ready.named(name)
            yield self._ready.named_in_any_case(name.casefold())
        else:
            yield from self._index.of(name)
        yield from self._further_index.of(name)

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

    def _names(self) -> Iterator[Bearer]:
        """Every name that came with an actor, and its label."""
        return (Bearer(actor, name) for actor in self for name in names_of(actor))

    def _further_names(self) -> Iterator[Bearer]:
        for actor_id, name in self._more_names() if self._more_names is not None else ():
            yield Bearer(self.actor(actor_id), name)

    def _names_on(self, on: str | None) -> Iterable[str]:
        bearers = chain(self._names(), self._further_names())
        return dict.fromkeys(b.name.text for b in bearers if within(b.name.valid_from, b.name.valid_to, on))

    @cached_property
    def _index(self) -> Index:
        codes = (bearer for actor in self for bearer in coded(actor))
        return Index(chain(codes, self._names()))

    @cached_property
    def _further_index(self) -> Index:
        return Index(self._further_names())

    def _matcher(self, language: str) -> Matcher:
        """The matcher of a language, built when first asked for; all languages without a name share one."""
        main = main_language(language)
        if main != "en" and main not in self._languages:
            main = ANY_LANGUAGE
        if main not in self._matchers:
            if main == "en" and self._ready is not None:
                self._matchers[main] = Matcher(Automaton(self._ready.forms), self._ready.bearers)
            else:
                decoys = self._decoys if main == "en" else ()
                self._matchers[main] = matcher_of(self._bearers_in(main), decoys, english=main == "en")
        return self._matchers[main]

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(main_language(b.name.language) for b in chain(self._names(), self._further_names()))

    def _bearers_in(self, main: str) -> list[Bearer]:
        """Who bears a name in the language `main`; in any but English, each actor under its label as well."""
        bearers = [bearer for bearer in self._names() if is_spoken(bearer.name, bearer.actor, main)]
        if main != "en":
            bearers += [b for b in self._further_names() if is_spoken(b.name, b.actor, main)]
        return bearers


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
    ready = shipped()
    return Gazetteer(ready, more_names=_foreign_names, decoys=ready.decoys)


@cache
def _foreign_names() -> tuple[tuple[str, Name], ...]:
    return tuple(read_foreign_names(files("kgraph.actors")))


def _check_on(on: str | None) -> None:
    if on is not None:
        Date(start=on)


def _by_id(actors: Iterable[Actor]) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    for actor in actors:
        if actor.id in found:
            raise DataError("two actors with one id", value=actor.id)
        found[actor.id] = actor
    return found
