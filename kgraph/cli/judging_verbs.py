"""The verbs under `kgraph actors` for a person's verdicts: two actors are one, or are not."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.actor_verbs import actors, overlays_of
from kgraph.cli.groups import OptionGroup, flattened
from kgraph.cli.options import LOCATION, First, Location, Second
from kgraph.cli.screen import report, show_table

if TYPE_CHECKING:
    from kgraph.actors import Gazetteer

__all__ = ["actors"]

Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the verdict.")]
Made = Annotated[str | None, typer.Option("--made", help="The day of the verdict, YYYY-MM-DD; today without it.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take the verdict back.")]


@dataclass(frozen=True, kw_only=True)
class VerdictOptions(OptionGroup):
    """The options that say more of a verdict."""

    reason: Reason = ""
    made: Made = None
    undo: Undo = False


@actors.command()
@flattened()
def same(
    first: First,
    second: Second,
    verdict: VerdictOptions,
    location: Location = LOCATION,
) -> None:
    """Say that two actors are one: they stand at one node; the claims keep their words."""
    _judge(first, second, location, same=True, verdict=verdict)


@actors.command()
@flattened()
def differ(
    first: First,
    second: Second,
    verdict: VerdictOptions,
    location: Location = LOCATION,
) -> None:
    """Say that two actors are not one: nothing merges them, and they are not offered again."""
    _judge(first, second, location, same=False, verdict=verdict)


@actors.command()
def verdicts(location: Location = LOCATION) -> None:
    """The verdicts that stand, in the order they were made in."""
    from kgraph.graph import GraphReader

    with closing(GraphReader(location)) as graph:
        judged = graph.judgements
    rows = (
        (
            "same" if v.same else "differ",
            v.first,
            v.second,
            v.made,
            v.reason,
            judged.canonical(v.first) if v.same else None,
        )
        for v in judged
    )
    show_table(("verdict", "first", "second", "made", "reason", "stands for both"), rows)


@actors.command()
def candidates(
    location: Location = LOCATION,
    threshold: Annotated[float, typer.Option("--threshold", min=0, max=100, help="The least likeness.")] = 85,
) -> None:
    """Pairs of actors with names alike that nobody has judged: unknown ones with each other and with the tables."""
    from kgraph.graph import GraphReader
    from kgraph.judging import candidates as alike

    with closing(GraphReader(location)) as graph:
        found = alike(graph, _gazetteer(location), threshold=threshold)
    rows = ((one.score, one.first_name, one.second_name, one.first, one.second) for one in found)
    show_table(("score", "name", "other name", "actor", "other actor"), rows)


def _judge(first: str, second: str, location: Path, *, same: bool, verdict: VerdictOptions) -> None:
    from kgraph.graph import GraphReader, KnowledgeGraph
    from kgraph.judging import actor_named, judge_different, judge_same, take_back

    GraphReader(location).close()  # says so where there is no store; opening for writing would make one
    gazetteer = _gazetteer(location)
    with KnowledgeGraph(location) as graph:
        one, other = (actor_named(name, graph, gazetteer) for name in (first, second))
        if verdict.undo:
            take_back(graph, one, other, same=same)
            report(f"{one} and {other}: taken back")
            return
        stood = graph.judgements
        judge = judge_same if same else judge_different
        judged = judge(graph, one, other, reason=verdict.reason, made=verdict.made, gazetteer=gazetteer)
    told = f"{one} and {other} are one: {judged.canonical(one)}" if same else f"{one} and {other} are not one"
    report(told if judged != stood else f"{told} (said before: that verdict and its reason stay)")


def _gazetteer(location: Path) -> Gazetteer:
    """The tables without the verdicts: each id means itself."""
    from kgraph.actors import load_gazetteer

    return load_gazetteer(*overlays_of(location, None))
