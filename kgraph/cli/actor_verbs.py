"""The verbs under `kgraph actors`: who is who, by the tables that ship, the user's own and the user's verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.options import LOCATION, ActorFiles, ActorFormat, Encoding, Location, text_of
from kgraph.cli.screen import as_json, complain, report, say, show_table

if TYPE_CHECKING:
    from kgraph.actors import Gazetteer
    from kgraph.model import Actor, Judgements, Name

actors = typer.Typer(help="Who is who: the tables of actors and your own.", no_args_is_help=True)


@actors.command()
def find(
    text: Annotated[str, typer.Argument(help="Text to search for names; - is standard input.")],
    location: Location = LOCATION,
    date: Annotated[str | None, typer.Option("--date", help="The text's day: names and offices of that time.")] = None,
    actors: ActorFiles = None,
    every: Annotated[
        bool, typer.Option("--all", help="Offices, descriptions, pronouns, sets too; as actor or place. English.")
    ] = False,
) -> None:
    """Who is named in a text, where, and by which kind of name."""
    from kgraph.actors import load_gazetteer

    gazetteer = load_gazetteer(*overlays_of(location, actors)).with_judgements(_verdicts(location))
    words = text_of(Path(text)) if text == "-" else text
    if every:
        _show_references(words, date, gazetteer)
        return
    found = gazetteer.find(words, on=date)
    labels = [None if mention.actor is None else gazetteer.actor(mention.actor).label for mention in found]
    rows = (
        (m.start, m.end, m.text, m.how, m.actor or "ambiguous", label) for m, label in zip(found, labels, strict=True)
    )
    show_table(("start", "end", "text", "how", "actor", "label"), rows)


def _show_references(text: str, date: str | None, gazetteer: Gazetteer) -> None:
    from kgraph.discourse import resolve
    from kgraph.model import Document

    discourse = resolve(Document(text=text, published=date), gazetteer=gazetteer)
    rows = (
        (r.start, r.end, r.text, r.how, r.use.value, " + ".join(actor.id for actor in r.actors) or "nobody known")
        for r in discourse.references
    )
    show_table(("start", "end", "text", "how", "use", "actors"), rows)


@actors.command()
def show(
    name: Annotated[str, typer.Argument(help="An id, a code or a name in any language.")],
    location: Location = LOCATION,
    actors: ActorFiles = None,
) -> None:
    """What the tables know of an actor."""
    from kgraph.actors import load_gazetteer

    gazetteer = load_gazetteer(*overlays_of(location, actors)).with_judgements(_verdicts(location))
    say(as_json(asdict(gazetteer.resolve(name))))


@actors.command()
def load(
    file: Annotated[Path, typer.Argument(help="A table of yours, a CAMEO dictionary, or any CSV; see the README.")],
    location: Location = LOCATION,
    fmt: Annotated[
        str | None, typer.Option("--format", help="kgraph, cameo, cameo-agents or csv; guessed by default.")
    ] = None,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="For a CSV: name=Country,actor=iso3,kind==former (a constant).")
    ] = None,
    encoding: Encoding = "utf-8",
) -> None:
    """Keep your own actors or roles beside the store: later builds with that store know them."""
    from kgraph.actors.loading import TableFormat, columns_of, load_actors

    if fmt is not None and fmt not in list(TableFormat):
        raise typer.BadParameter(f"one of {', '.join(TableFormat)}", param_hint="--format")
    loaded = load_actors(
        file,
        location,
        fmt=None if fmt is None else TableFormat(fmt),
        columns=columns_of(maps) if maps else None,
        encoding=encoding,
    )
    for problem in loaded.problems:
        complain(str(problem))
    report(
        f"{loaded.kept}: {', '.join(f'{count} {what}' for what, count in loaded.counts.items() if count) or 'empty'}"
    )
    if loaded.problems:
        complain(f"{len(loaded.problems)} refused")
        raise typer.Exit(1)


@actors.command()
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file: .ftm.json, .ftm.jsonl or .skos.ttl.")],
    location: Location = LOCATION,
    actors: ActorFiles = None,
    in_store: Annotated[
        bool, typer.Option("--in-store", help="Only the actors in the store, with their states and bodies.")
    ] = False,
    fmt: Annotated[ActorFormat | None, typer.Option("--format", help="The format, whatever the suffix.")] = None,
) -> None:
    """Write the actors as FollowTheMoney entities or as a SKOS concept scheme."""
    from kgraph.actors import load_gazetteer
    from kgraph.export_actors import export_actors, with_referred
    from kgraph.graph import GraphReader
    from kgraph.model.merging import merged_actors

    verdicts, tables = _verdicts(location), load_gazetteer(*overlays_of(location, actors))
    gazetteer, complete = tables.with_judgements(verdicts), _in_all_languages(verdicts)
    chosen: Iterable[Actor] = gazetteer
    if in_store:
        with closing(GraphReader(location)) as graph:
            stored = {actor.id: tables.get(actor.id) or actor for actor in graph.actors()}
        one_each = merged_actors(stored, verdicts, lambda actor: stored.get(actor) or tables.get(actor))
        chosen = with_referred(one_each, gazetteer.get)
    export_actors(map(complete, chosen), output, fmt)
    report(f"{output}: exported")


def _in_all_languages(verdicts: Judgements) -> Callable[[Actor], Actor]:
    """What gives an actor the names of the tables in languages other than English as well, of all that are one."""
    from importlib.resources import files

    from kgraph.actors.tables import read_foreign_names

    names: defaultdict[str, list[Name]] = defaultdict(list)
    for actor_id, name in read_foreign_names(files("kgraph.actors")):
        names[verdicts.canonical(actor_id)].append(name)
    return lambda actor: replace(actor, names=(*actor.names, *names.get(actor.id, ())))


def _verdicts(location: Path) -> Judgements:
    """The user's verdicts beside the store."""
    from kgraph.model import judgements_beside, read_judgements

    return read_judgements(judgements_beside(location))


def overlays_of(location: Path, given: list[Path] | None) -> tuple[Path, ...]:
    """The user's tables that count: those beside the store, then those given."""
    from kgraph.actors.overlays import kept_beside

    return kept_beside(location) + tuple(given or ())
