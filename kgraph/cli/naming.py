"""Actors as the user names them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.graph import GraphReader, NamedQuery


def actor_ids(names: Sequence[str], graph: GraphReader, location: Path) -> list[str]:
    """The ids of actors the user names, as `kgraph.judging.actors_named` finds them."""
    from kgraph.judging import actors_named

    return actors_named(names, graph, location)


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
