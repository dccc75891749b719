"""The verbs under `kgraph network`: the graph as a network of dyads, and what is measured on it."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.groups import flattened
from kgraph.cli.options import First, Second
from kgraph.cli.views import Part, Row, View

if TYPE_CHECKING:
    from kgraph.network import Balance, Period, Window

network = typer.Typer(
    help="The graph as a network of dyads, and measures on it (docs/network.md).", no_args_is_help=True
)


class Step(StrEnum):
    """The step from one window to the next."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Alike(StrEnum):
    """How profiles are compared."""

    COSINE = "cosine"
    JACCARD = "jaccard"
    S = "s"


Directed = Annotated[bool, typer.Option("--directed", help="Tell actor and recipient apart.")]
Top = Annotated[int | None, typer.Option("--top", min=1, help="Only so many, the first ones.")]
Of = Annotated[Part, typer.Option("--part", help="All ties, or those of cooperation or of conflict.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of Louvain: in which order actors are visited.")]


@network.command()
@flattened()
def dyads(
    view: View,
    signed: Annotated[bool, typer.Option("--signed", help="Weigh conflict below nothing.")] = False,
    directed: Directed = False,
    top: Top = None,
) -> None:
    """One line for each two actors with something between them: weight, sign, claims of cooperation and conflict."""
    found = view.network(signed=signed, directed=directed)
    rows = []
    for first, second, about in found.edges(data=True):
        start, end = (first, second) if directed or first <= second else (second, first)
        names = {"first": start, "first_label": found.nodes[start]["label"]}
        others = {"second": end, "second_label": found.nodes[end]["label"]}
        rows.append({**names, **others, **about})
    rows.sort(key=lambda row: (-abs(row["weight"]), row["first"], row["second"]))
    columns = ("first", "first_label", "second", "second_label", "weight", "sign", "claims", "positive", "negative")
    view.show({name: row.get(name) for name in (*columns, "first_day", "last_day", "evidence")} for row in rows[:top])


@network.command()
@flattened()
def centrality(view: View, part: Of = Part.ALL, directed: Directed = False, top: Top = None) -> None:
    """Who stands in the middle: degree, strength, betweenness, closeness, eigenvector centrality, PageRank."""
    from kgraph.network import centralities

    found = centralities(view.network(directed=directed), weight=part.attribute)
    view.show(asdict(one) for one in found[:top])


@network.command()
@flattened()
def communities(
    view: View,
    part: Of = Part.COOPERATION,
    seed: Seed = 0,
    resolution: Annotated[float, typer.Option("--resolution", help="More than 1 for smaller communities.")] = 1.0,
) -> None:
    """Who has more to do with each other than with the rest, by the Louvain method."""
    from kgraph.network import communities as cut

    whole = view.network()
    found = cut(whole, weight=part.attribute, seed=seed, resolution=resolution)
    rows = [
        {"community": number, "actor": actor, "label": whole.nodes[actor]["label"]}
        for number, actors in enumerate(found.members, 1)
        for actor in actors
    ]
    view.show(rows, {"communities": len(found.members), "modularity": found.modularity})


@network.command()
@flattened()
def balance(
    view: View,
    every: Annotated[Step | None, typer.Option("--every", help="A line for each such step.")] = None,
    span: Annotated[int, typer.Option("--span", min=1, help="With --every: windows of so many steps, rolling.")] = 1,
    triads: Annotated[bool, typer.Option("--triads", help="The unbalanced triads instead, with their claims.")] = False,
    weak: Annotated[bool, typer.Option("--weak", help="With --triads: three mutual enemies are in balance.")] = False,
    top: Top = None,
) -> None:
    """Structural balance: triads by sign, strong and weak balance, the frustration index or bounds of it."""
    from kgraph.network import balance as of_network
    from kgraph.network import balance_over_time

    if triads and every is not None:
        raise typer.BadParameter("--triads are of one window: --since and --until")
    if triads:
        view.show(_triads(view, weak=weak, top=top))
    elif every is None:
        view.show([_balance_row(of_network(view.network(), window=view.window))])
    else:
        steps = _windows(view, every, span)
        found = balance_over_time(view.columns, steps, weight=view.weight.value, counted=view.counted())
        view.show(_balance_row(one) for one in islice(found, top))


@network.command()
@flattened("weight")
def timeline(
    view: View,
    first: First,
    second: Second,
    every: Annotated[Step, typer.Option("--every", help="The length of a period.")] = Step.MONTH,
    penalty: Annotated[float | None, typer.Option("--penalty", help="What a change costs; more for fewer.")] = None,
) -> None:
    """What passed between two actors, period by period, and where a new level begins (PELT)."""
    from kgraph.network import dyad_timeline

    one, other = view.actors((first, second))
    found = dyad_timeline(
        view.columns, one, other, window=view.window, every=every.value, counted=view.counted(), penalty=penalty
    )
    view.show(map(_period_row, found))


@network.command()
@flattened()
def path(
    view: View,
    first: First,
    second: Second,
    most: Annotated[int, typer.Option("--most", min=1, help="How many paths.")] = 5,
    part: Of = Part.ALL,
    directed: Directed = False,
) -> None:
    """The shortest paths between two actors, by way of strong ties, with the claims of every step."""
    from kgraph.network import paths

    one, other = view.actors((first, second))
    found = paths(view.network(directed=directed), one, other, most=most, weight=part.attribute)
    view.show(
        {
            "path": list(way.labels),
            "actors": list(way.actors),
            "length": way.length,
            "claims": [len(claims) for claims in way.evidence],
            "evidence": [list(claims) for claims in way.evidence],
        }
        for way in found
    )


@network.command()
@flattened()
def brokers(view: View, seed: Seed = 0, top: Top = None) -> None:
    """Who stands between two who do not deal with each other, by role; groups are Louvain's, of cooperation."""
    from kgraph.network import brokerage
    from kgraph.network import communities as cut

    groups = cut(view.network(), weight=Part.COOPERATION.attribute, seed=seed).of()
    found = brokerage(view.network(directed=True), groups)
    view.show({**asdict(one), "total": one.total} for one in found[:top])


@network.command()
@flattened()
def reciprocity(
    view: View,
    each: Annotated[bool, typer.Option("--dyads", help="What goes each way between each two instead.")] = False,
    top: Top = None,
) -> None:
    """How far ties are returned; claims of relations that are mutual by themselves do not count."""
    from kgraph.network import exchanges
    from kgraph.network import reciprocity as of_network

    whole = view.network(directed=True, symmetric=False)
    if each:
        found = exchanges(whole)[:top]
        view.show({**asdict(one), "returned": one.returned} for one in found)
    else:
        view.show([asdict(of_network(whole))])


@network.command()
@flattened()
def motifs(view: View) -> None:
    """How often each of the sixteen ways stands in which three actors can have directed ties."""
    from kgraph.network import triad_census

    census = triad_census(view.network(directed=True))
    view.show({"triad": kind, "count": count} for kind, count in census.items())


@network.command()
@flattened()
def similar(
    view: View,
    actor: Annotated[str | None, typer.Argument(help="An actor; each with each without it.")] = None,
    by: Annotated[Alike, typer.Option("--by", help="How profiles are compared.")] = Alike.COSINE,
    signed: Annotated[bool, typer.Option("--signed", help="Weigh conflict below nothing.")] = False,
    directed: Directed = False,
    top: Annotated[int, typer.Option("--top", min=1, help="How many pairs.")] = 50,
) -> None:
    """Who deals with the same others in the same way."""
    from kgraph.network import similarities

    one = None if actor is None else view.actors((actor,))[0]
    found = similarities(view.network(signed=signed, directed=directed), one, by=by.value, most=top)
    view.show(map(asdict, found))


def _windows(view: View, every: Step, span: int) -> list[Window]:
    """The windows of a series; without a day to begin or end with, from the first claim or to the last."""
    from kgraph.network import time_of, windows

    whole = time_of(view.columns, view.window, view.counted())
    return windows(whole.since, whole.until, every=every.value, span=span) if whole.since and whole.until else []


def _triads(view: View, *, weak: bool, top: int | None) -> list[Row]:
    from kgraph.network import unbalanced_triads

    whole = view.network()
    return [
        {
            "triad": triad.kind,
            "actors": list(triad.actors),
            "labels": [whole.nodes[actor]["label"] for actor in triad.actors],
            "signs": list(triad.signs),
            "evidence": [list(claims) for claims in triad.evidence],
        }
        for triad in islice(unbalanced_triads(whole, weak=weak), top)
    ]


def _balance_row(found: Balance) -> Row:
    census, frustration = found.census, found.frustration
    return {
        "since": found.window.since,
        "until": found.window.until,
        "actors": found.actors,
        "positive": found.positive,
        "negative": found.negative,
        "+++": census.ppp,
        "++-": census.ppn,
        "+--": census.pnn,
        "---": census.nnn,
        "strong": census.strong,
        "weak": census.weak,
        "walk": found.walk,
        "frustration_lower": frustration.lower,
        "frustration_upper": frustration.upper,
        "normalised": frustration.normalised,
    }


def _period_row(period: Period) -> Row:
    return {
        "since": period.window.since,
        "until": period.window.until,
        "claims": period.claims,
        "positive": period.positive,
        "negative": period.negative,
        "score": period.score,
        "level": period.level,
        "new_level": "new" if period.starts_level else None,
        "evidence": list(period.evidence),
    }
