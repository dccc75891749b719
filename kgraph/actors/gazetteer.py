"""The gazetteer: the actors that are known, the mentions of them in text, and who stood where on a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Final

from kgraph.actors.matching import Automaton, Folded, fold_name, is_second_barrel, written_forms
from kgraph.actors.tables import laid_over, read_actors, read_decoys, read_foreign_names
from kgraph.errors import DataError, UnknownNameError
from kgraph.model import Actor, ActorKind, ActorRef, Date, Mention, Name, Office
from kgraph.model.laws import check_encodable
from kgraph.ontology import compress

_FULL_NAMES: Final = frozenset({"label", "variant", "formal", "former"})
_ANY_LANGUAGE: Final = "mul"
_CODE_KINDS: Final = {"iso3": "label", "iso2": "acronym"}


@dataclass(frozen=True, slots=True)
class _Bearer:
    """An actor under one of its names."""

    actor: Actor
    name: Name

    @property
    def rank(self) -> int:
        """How much the name is the actor's own: a full name, an acronym, a name it shares or borrows."""
        return 0 if self.name.kind in _FULL_NAMES else 1 if self.name.kind == "acronym" else 2


@dataclass(frozen=True, slots=True)
class _Matcher:
    """The automaton of one language, and for each of its patterns who bears that name: nobody, for a decoy."""

    automaton: Automaton
    bearers: tuple[tuple[_Bearer, ...], ...]


class Gazetteer:
    """Actors by id and by name; never changed, `with_overlay` gives another one.

    Args:
        actors: whom it knows, with their names and offices.
        more_names: gives further names by actor id, called when one in a language other than English is needed.
        decoys: English names of what is no actor but holds the name of one; what they cover is not searched.

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
    ) -> None:
        self._actors: dict[str, Actor] = {}
        for actor in actors:
            if actor.id in self._actors:
                raise DataError("two actors with one id", value=actor.id)
            self._actors[actor.id] = actor
        self._more_names = more_names
        self._decoys = tuple(decoys)
        self._matchers: dict[str, _Matcher] = {}

    def __len__(self) -> int:
        return len(self._actors)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._actors

    def __getstate__(self) -> dict[str, object]:
        """What another process needs: it builds its own automata, which cannot be sent."""
        return {"_actors": self._actors, "_more_names": self._more_names, "_decoys": self._decoys, "_matchers": {}}

    def with_overlay(self, path: str | Path) -> Gazetteer:
        """A gazetteer with the names and actors of the user's CSV table added: columns actor and name at least.

        Raises:
            DataError: the file cannot be read or a row breaks the format; says file, row, value and what was expected.
        """
        actors = laid_over(self._actors, Path(path)).values()
        return Gazetteer(actors, more_names=self._more_names, decoys=self._decoys)

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id, or None."""
        return self._actors.get(actor_id)

    def actor(self, actor_id: str) -> Actor:
        """The actor of that id.

        Raises:
            UnknownNameError: there is none; the message offers the nearest.
        """
        try:
            return self._actors[actor_id]
        except KeyError:
            raise UnknownNameError("actor", actor_id, self._actors) from None

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
                verdicts[pattern] = _verdict(matcher.bearers[pattern], on)
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
        if key in self._actors:
            return self._actors[key]
        for further in (False, True):
            index = self._further_index if further else self._index
            for bearers in (index.exact.get(key, ()), index.any_case.get(key.casefold(), ())):
                best = _preferred(bearers, on)
                if best:
                    return _only(best, name)
        raise UnknownNameError("actor", name, self._names_on(on))

    def offices_on(self, actor_id: str, on: str) -> tuple[Office, ...]:
        """The offices an actor held on a date (an ISO prefix), the one begun last first.

        Raises:
            UnknownNameError: no actor has that id.
        """
        _check_on(on)
        held = [office for office in self.actor(actor_id).offices if _within(office.start, office.end, on)]
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

    def _codes(self) -> Iterator[_Bearer]:
        """Each actor under its ids elsewhere and its ISO codes, as if they were names."""
        for actor in self:
            yield from (_Bearer(actor, Name(text=iri)) for iri in actor.same_as)
            for scheme, code in actor.codes:
                if scheme in _CODE_KINDS:
                    yield _Bearer(actor, Name(text=code, kind=_CODE_KINDS[scheme]))

    def _names(self) -> Iterator[_Bearer]:
        """Every name that came with an actor; its label too, unless a row of its own says when it was one."""
        for actor in self:
            if all(name.text != actor.label or _main_language(name.language) != "en" for name in actor.names):
                yield _Bearer(actor, Name(text=actor.label))
            for name in actor.names:
                yield _Bearer(actor, name)

    def _further_names(self) -> Iterator[_Bearer]:
        for actor_id, name in self._more_names() if self._more_names is not None else ():
            yield _Bearer(self.actor(actor_id), name)

    def _names_on(self, on: str | None) -> Iterable[str]:
        bearers = chain(self._names(), self._further_names())
        return dict.fromkeys(b.name.text for b in bearers if _within(b.name.valid_from, b.name.valid_to, on))

    @cached_property
    def _index(self) -> _Index:
        return _Index(chain(self._codes(), self._names()))

    @cached_property
    def _further_index(self) -> _Index:
        return _Index(self._further_names())

    def _matcher(self, language: str) -> _Matcher:
        """The matcher of a language, built when first asked for; all languages without a name share one."""
        main = _main_language(language)
        if main != "en" and main not in self._languages:
            main = _ANY_LANGUAGE
        if main not in self._matchers:
            decoys = self._decoys if main == "en" else ()
            self._matchers[main] = _matcher_of(self._bearers_in(main), decoys, english=main == "en")
        return self._matchers[main]

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(_main_language(b.name.language) for b in chain(self._names(), self._further_names()))

    def _bearers_in(self, main: str) -> list[_Bearer]:
        """Who bears a name in the language `main`; in any but English, each actor under its label as well."""
        spoken = (main, _ANY_LANGUAGE)
        bearers = [
            b for b in self._names() if _main_language(b.name.language) in spoken or b.name.text == b.actor.label
        ]
        if main != "en":
            bearers += [b for b in self._further_names() if _main_language(b.name.language) in spoken]
        return bearers


class _Index:
    """Who bears a name: by the name as it is written, or in any case."""

    def __init__(self, bearers: Iterable[_Bearer]) -> None:
        self.exact: defaultdict[str, list[_Bearer]] = defaultdict(list)
        self.any_case: defaultdict[str, list[_Bearer]] = defaultdict(list)
        for bearer in bearers:
            name = fold_name(bearer.name.text)
            self.exact[name].append(bearer)
            self.any_case[name.casefold()].append(bearer)


def load_gazetteer(*overlays: str | Path) -> Gazetteer:
    """The gazetteer of the tables that ship with kgraph, with the user's own tables laid over them in that order.

    Raises:
        DataError: an overlay cannot be read or a row of it breaks the format; says file, row, value, expectation.

    >>> load_gazetteer().resolve("RUS").label
    'Russia'
    """
    gazetteer = _default()
    for overlay in overlays:
        gazetteer = gazetteer.with_overlay(overlay)
    return gazetteer


@cache
def _default() -> Gazetteer:
    folder = files("kgraph.actors")
    return Gazetteer(read_actors(folder).values(), more_names=_foreign_names, decoys=read_decoys(folder))


@cache
def _foreign_names() -> tuple[tuple[str, Name], ...]:
    return tuple(read_foreign_names(files("kgraph.actors")))


def _matcher_of(bearers: Iterable[_Bearer], decoys: Iterable[str], *, english: bool) -> _Matcher:
    by_form: defaultdict[str, list[_Bearer]] = defaultdict(list)
    for decoy in decoys:
        by_form |= {form: [] for form in written_forms(decoy)}
    for bearer in bearers:
        state_in_full = bearer.rank == 0 and bearer.actor.kind is ActorKind.STATE
        for form in written_forms(bearer.name.text, capitals_from=4 if state_in_full else 5):
            by_form[form].append(bearer)
    return _Matcher(Automaton(by_form, english=english), tuple(map(tuple, by_form.values())))


def _verdict(bearers: Sequence[_Bearer], on: str | None) -> tuple[str | None, str] | None:
    """The id of who is meant (None if several may be) and the kind of name; None if nobody was called that then."""
    best = _preferred(bearers, on)
    if not best:
        return None
    ids = {bearer.actor.id for bearer in best}
    return (ids.pop() if len(ids) == 1 else None), best[0].name.kind


def _preferred(bearers: Iterable[_Bearer], on: str | None) -> list[_Bearer]:
    """Those that bear the name on that date and come before the others; the order is told in `Gazetteer.find`."""
    held = [b for b in bearers if _within(b.name.valid_from, b.name.valid_to, on)]
    highest = min((b.rank for b in held), default=0)
    held = [b for b in held if b.rank == highest]
    held = [b for b in held if _exists(b.actor, on)] or held
    if any(b.actor.kind is ActorKind.STATE for b in held):
        held = [b for b in held if b.actor.kind is not ActorKind.TERRITORY]
    return held


def _only(bearers: list[_Bearer], name: str) -> Actor:
    actors = {bearer.actor.id: bearer.actor for bearer in bearers}
    if len(actors) > 1:
        meant = ", ".join(f"{actor.id} ({actor.label})" for actor in actors.values())
        raise DataError("a name of several actors", value=name, expected=f"the id of one: {meant}")
    return next(iter(actors.values()))


def _exists(actor: Actor, on: str | None) -> bool:
    return actor.valid_to is None if on is None else _within(actor.valid_from, actor.valid_to, on)


def _within(start: str | None, end: str | None, on: str | None) -> bool:
    """Whether the date can lie between the two, all being ISO prefixes; None is open, no date lies anywhere."""
    return on is None or ((start is None or _not_after(start, on)) and (end is None or _not_after(on, end)))


def _not_after(first: str, second: str) -> bool:
    shared = min(len(first), len(second))
    return first[:shared] <= second[:shared]


def _check_on(on: str | None) -> None:
    if on is not None:
        Date(start=on)


def _main_language(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
