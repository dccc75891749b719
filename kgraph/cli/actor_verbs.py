"""The verbs under `kgraph actors`: who is who, by the tables that ship, the user's own and the user's verdicts."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import LOCATION, ActorFiles, Location
from kgraph.cli.screen import as_json, report, say, show_table

actors = typer.Typer(help="Who is who: the tables of actors and your own.", no_args_is_help=True)


@actors.command()
def find(
    text: Annotated[str, typer.Argument(help="Text to search for names; - is standard input.")],
    location: Location = LOCATION,
    date: Annotated[str | None, typer.Option("--date", help="The text's day: names and offices of that time.")] = None,
    actors: ActorFiles = None,
) -> None:
    """Who is named in a text, where, and by which kind of name."""
    from kgraph.actors import load_gazetteer

    gazetteer = load_gazetteer(*overlays_of(location, actors))
    found = gazetteer.find(sys.stdin.read() if text == "-" else text, on=date)
    labels = [None if mention.actor is None else gazetteer.actor(mention.actor).label for mention in found]
    rows = (
        (m.start, m.end, m.text, m.how, m.actor or "ambiguous", label) for m, label in zip(found, labels, strict=True)
    )
    show_table(("start", "end", "text", "how", "actor", "label"), rows)


@actors.command()
def show(
    name: Annotated[str, typer.Argument(help="An id, a code or a name in any language.")],
    location: Location = LOCATION,
    actors: ActorFiles = None,
) -> None:
    """What the tables know of an actor."""
    from kgraph.actors import load_gazetteer

    say(as_json(asdict(load_gazetteer(*overlays_of(location, actors)).resolve(name))))


@actors.command()
def load(
    file: Annotated[Path, typer.Argument(help="CSV with the columns actor and name; see the README.")],
    location: Location = LOCATION,
) -> None:
    """Keep your own table of actors beside the store: later builds with that store know it."""
    from kgraph.actors.overlays import keep_overlay

    kept, rows = keep_overlay(file, location)
    report(f"{kept}: {rows} names")


def overlays_of(location: Path, given: list[Path] | None) -> tuple[Path, ...]:
    """The user's tables that count: the one beside the store, then those given."""
    from kgraph.actors.overlays import overlay_beside

    kept = overlay_beside(location)
    return ((kept,) if kept.exists() else ()) + tuple(given or ())
