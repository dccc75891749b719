"""Actors that verdicts make one, as one actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kgraph.model.actor import Actor, Name, Office
from kgraph.model.judgements import Judgements


def merged_actors(
    actors: Mapping[str, Actor], judgements: Judgements, get: Callable[[str], Actor | None]
) -> Iterator[Actor]:
    """The actors, those of a group as its canonical one with the names and offices of all.

    Kind, state, sector and dates are those of the canonical actor. One that is not known takes them from the others,
    in the order of their ids.

    Args:
        actors: those that are known, by id.
        judgements: who is one.
        get: gives a known actor, one of `actors` or another, such as one made by rule.
    """
    heads, done = set(judgements.merged().values()), set()
    for actor in actors.values():
        head = judgements.canonical(actor.id)
        if head not in heads:
            yield _with_offices_of(actor, judgements)
        elif head not in done:
            done.add(head)
            others = [actors[alias] for alias in judgements.aliases(head) if alias in actors and alias != head]
            own = get(head) or replace(others[0], id=head)
            yield _with_offices_of(_joined(own, others), judgements)


def _joined(own: Actor, others: list[Actor]) -> Actor:
    names = [*own.names]
    for other in others:
        names += [Name(text=other.label, kind="variant"), *other.names]
    codes = {scheme: code for actor in (*others[::-1], own) for scheme, code in actor.codes}
    return replace(
        own,
        names=tuple(dict.fromkeys(names)),
        offices=tuple(dict.fromkeys(office for actor in (own, *others) for office in actor.offices)),
        same_as=tuple(dict.fromkeys(same for actor in (own, *others) for same in actor.same_as)),
        codes=tuple(codes.items()),
    )


def _with_offices_of(actor: Actor, judgements: Judgements) -> Actor:
    """The actor with its offices under those whose offices they are by the verdicts."""
    offices = tuple(_under(office, judgements.canonical(office.holder_of)) for office in actor.offices)
    return actor if offices == actor.offices else replace(actor, offices=offices)


def _under(office: Office, holder_of: str) -> Office:
    return office if office.holder_of == holder_of else replace(office, holder_of=holder_of)
