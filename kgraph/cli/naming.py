"""Actors as the user names them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli.actor_verbs import overlays_of

if TYPE_CHECKING:
    from kgraph.graph import GraphReader, NamedQuery


def actor_ids(names: Sequence[str], graph: GraphReader, location: Path) -> list[str]:
    """The ids of actors the user names; whom no table knows may still stand in the store, under its own id or label."""
    from kgraph.actors import load_gazetteer
    from kgraph.judging import actor_named

    gazetteer = load_gazetteer(*overlays_of(location, None))
    return [actor_named(name, graph, gazetteer) for name in names]


def arguments_of(query: NamedQuery, given: Sequence[str], graph: GraphReader, location: Path) -> list[str]:
    """What the user gives a query of the cookbook: actors by any name, relations and days as they are.

    Raises:
        QueryError: the query takes more or fewer.
        UnknownNameError: nobody knows one of the actors.
    """
    query.check(given)
    actors = [value for one, value in zip(query.takes, given, strict=True) if one.kind == "actor"]
    ids = iter(actor_ids(actors, graph, location) if actors else ())
    return [next(ids) if one.kind == "actor" else value for one, value in zip(query.takes, given, strict=True)]
