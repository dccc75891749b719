"""The file that loads at once holds what the tables hold."""

from __future__ import annotations

import pickle
from importlib.resources import files

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.actors.compiled import FILE, Compiled, compile_actors
from kgraph.actors.tables import read_actors, read_decoys

FOLDER = files("kgraph.actors")


def test_the_file_is_made_from_the_tables() -> None:
    """`make generate` after a change of a table."""
    assert (FOLDER / FILE).read_bytes() == compile_actors(read_actors(FOLDER).values(), read_decoys(FOLDER))


def test_a_gazetteer_of_it_answers_as_one_of_the_tables() -> None:
    ready, plain = load_gazetteer(), Gazetteer(read_actors(FOLDER).values(), decoys=read_decoys(FOLDER))
    assert list(ready) == list(plain)
    text = "Mr Lavrov told NATO and the DPRK that South China Sea talks in Moscow concern Turkey, CHINA and Xi Jinping."
    for on in (None, "1975", "2019-05-01"):
        assert ready.find(text, on=on) == plain.find(text, on=on)
    for name in ("RUS", "ru", "wd:Q159", "vladimir putin", "NATO", "Georgia"):
        assert ready.resolve(name) == plain.resolve(name)
    assert ready.of_family("Merkel") == plain.of_family("Merkel") != ()
    held = [book.holders("kgr:DEU", ["chancellor"], on="2010") for book in (ready.offices, plain.offices)]
    assert held[0] == held[1] != []


def test_the_same_actors_make_the_same_bytes_and_survive_a_pickle() -> None:
    few = list(load_gazetteer())[:50]
    data = compile_actors(few, ["Air Canada"])
    assert data == compile_actors(few, ["Air Canada"])
    assert list(Compiled(data).actors.values()) == few
    again = pickle.loads(pickle.dumps(load_gazetteer()))  # noqa: S301 — our own, made on the line
    assert again.find("Peru thanked Chile") == load_gazetteer().find("Peru thanked Chile")
