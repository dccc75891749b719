"""Options that several verbs take: one parameter of the verb, several options on the command line."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from kgraph.cli.groups import OptionGroup, flattened


@dataclass(frozen=True, kw_only=True)
class Place(OptionGroup):
    folder: Annotated[str, typer.Option("--folder")] = "here"


@dataclass(frozen=True, kw_only=True)
class Window(OptionGroup):
    trailing = True
    since: Annotated[str, typer.Option("--since")]
    until: Annotated[str | None, typer.Option("--until")] = None
    place: Place = field(default_factory=Place)


@flattened()
def count(window: Window, actor: Annotated[str, typer.Argument()], most: Annotated[int, typer.Option()] = 3) -> None:
    """Count."""
    typer.echo(f"{window} {actor} {most}")


@flattened("until")
def since_then(window: Window) -> None:
    """Only since a day."""
    typer.echo(f"{window}")


def options_of(verb: object) -> list[str]:
    assert callable(verb)
    return list(inspect.signature(verb).parameters)


def test_a_group_stands_for_its_options_and_a_trailing_one_comes_last() -> None:
    assert options_of(count) == ["actor", "most", "since", "until", "folder"]
    assert inspect.signature(count).parameters["since"].default is inspect.Parameter.empty


def test_an_option_can_be_left_out_and_has_its_default() -> None:
    app = typer.Typer()
    app.command()(since_then)
    assert options_of(since_then) == ["since", "folder"]
    answer = CliRunner().invoke(app, ["--since", "2017", "--folder", "there"])
    assert answer.output == "Window(since='2017', until=None, place=Place(folder='there'))\n"
    assert CliRunner().invoke(app, ["--since", "2017", "--until", "2018"]).exit_code == 2


def test_what_is_given_reaches_the_verb_in_its_groups() -> None:
    app = typer.Typer()
    app.command()(count)
    answer = CliRunner().invoke(app, ["RUS", "--since", "2017", "--until", "2018", "--folder", "there", "--most", "5"])
    assert answer.output == "Window(since='2017', until='2018', place=Place(folder='there')) RUS 5\n"
    assert CliRunner().invoke(app, ["RUS"]).exit_code == 2


def test_an_option_that_two_groups_have_is_refused() -> None:
    def twice(place: Place, window: Window) -> None:
        """Both have a folder."""

    with pytest.raises(ValueError, match="folder"):
        flattened()(twice)
