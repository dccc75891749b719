"""Who bears a name: several may, some only for a time, and one comes before the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.actors.matching import Automaton, fold_name, written_forms
from kgraph.errors import DataError
from kgraph.model import Actor, ActorKind, Name

ANY_LANGUAGE: Final = "mul"
"""The tag of names that stand in texts of all languages."""
_FULL_NAMES: Final = frozenset({"label", "variant", "formal", "former"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """An actor under one of its names."""

    actor: Actor
    name: Name

    @property
    def rank(self) -> int:
        """How much the name is the actor's own: a full name, an acronym, a name it shares or borrows."""
        return 0 if self.name.kind in _FULL_NAMES else 1 if self.name.kind == "acronym" else 2


@dataclass(frozen=True, slots=True)
class Matcher:
    """The automaton of one language, and for each of its patterns who bears that name: nobody, for a decoy."""

    automaton: Automaton
    bearers: Sequence[tuple[Bearer, ...]]


def names_of(actor: Actor) -> tuple[Name, ...]:
    """Every name that came with an actor; its label too, unless a row of its own says when it was one."""
    if all(name.text != actor.label or main_language(name.language) != "en" for name in actor.names):
        return (Name(text=actor.label), *actor.names)
    return actor.names


def is_spoken(name: Name, actor: Actor, language: str) -> bool:
    """Whether texts in a language are searched for a name: not for one that a whole family shares."""
    if name.kind == "family":
        return False
    return main_language(name.language) in (language, ANY_LANGUAGE) or name.text == actor.label


def forms_of(bearer: Bearer) -> tuple[str, ...]:
    """How a name stands in text; a state's full name also in capitals of four letters."""
    state_in_full = bearer.rank == 0 and bearer.actor.kind is ActorKind.STATE
    return written_forms(bearer.name.text, capitals_from=4 if state_in_full else 5)


def main_language(tag: str) -> str:
    """The language of a BCP 47 tag without region and script."""
    return tag.replace("_", "-").partition("-")[0].lower()


class Index:
    """Who bears a name: by the name as it is written, or in any case."""

    def __init__(self, bearers: Iterable[Bearer]) -> None:
        self.exact: defaultdict[str, list[Bearer]] = defaultdict(list)
        self.any_case: defaultdict[str, list[Bearer]] = defaultdict(list)
        for bearer in bearers:
            name = fold_name(bearer.name.text)
            self.exact[name].append(bearer)
            self.any_case[name.casefold()].append(bearer)

    def of(self, name: str) -> Iterator[Sequence[Bearer]]:
        """Who bears a folded name as it is written, then who bears it in any case."""
        yield self.exact.get(name, ())
        yield self.any_case.get(name.casefold(), ())


def matcher_of(bearers: Iterable[Bearer], decoys: Iterable[str], *, english: bool) -> Matcher:
    """The matcher of these names; decoys are patterns that nobody bears."""
    by_form: defaultdict[str, list[Bearer]] = defaultdict(list)
    for decoy in decoys:
        by_form |= {form: [] for form in written_forms(decoy)}
    for bearer in bearers:
        for form in forms_of(bearer):
            by_form[form].append(bearer)
    return Matcher(Automaton(by_form, english=english), tuple(map(tuple, by_form.values())))


def verdict_of(bearers: Sequence[Bearer], on: str | None) -> tuple[str | None, str] | None:
    """The id of who is meant (None if several may be) and the kind of name; None if nobody was called that then."""
    best = preferred(bearers, on)
    if not best:
        return None
    ids = {bearer.actor.id for bearer in best}
    return (ids.pop() if len(ids) == 1 else None), best[0].name.kind


def preferred(bearers: Iterable[Bearer], on: str | None) -> list[Bearer]:
    """Those that bear the name on that date and come before the others; the order is told in `Gazetteer.find`."""
    held = [b for b in bearers if within(b.name.valid_from, b.name.valid_to, on)]
    highest = min((b.rank for b in held), default=0)
    held = [b for b in held if b.rank == highest]
    held = [b for b in held if _exists(b.actor, on)] or held
    if any(b.actor.kind is ActorKind.STATE for b in held):
        held = [b for b in held if b.actor.kind is not ActorKind.TERRITORY]
    return held


def only_one(bearers: list[Bearer], name: str) -> Actor:
    """The one actor among the bearers.

    Raises:
        DataError: there are several.
    """
    actors = {bearer.actor.id: bearer.actor for bearer in bearers}
    if len(actors) > 1:
        meant = ", ".join(f"{actor.id} ({actor.label})" for actor in actors.values())
        raise DataError("a name of several actors", value=name, expected=f"the id of one: {meant}")
    return next(iter(actors.values()))


def _exists(actor: Actor, on: str | None) -> bool:
    return actor.valid_to is None if on is None else within(actor.valid_from, actor.valid_to, on)


def within(start: str | None, end: str | None, on: str | None) -> bool:
    """Whether the date can lie between the two, all being ISO prefixes; None is open, no date lies anywhere."""
    return on is None or ((start is None or _not_after(start, on)) and (end is None or _not_after(on, end)))


def _not_after(first: str, second: str) -> bool:
    shared = min(len(first), len(second))
    return first[:shared] <= second[:shared]
