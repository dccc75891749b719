"""What fuzzing kept, tried again without atheris: every input of the corpora, and all that once broke a promise."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.fuzz import kept
from tests.fuzz.target import BrokenPromiseError, Target, promised, spliced

FINDINGS = [(target, name, data) for target in kept.TARGETS for name, data in kept.findings_of(target)]


def target_of(name: str) -> Target:
    found = getattr(import_module(f"tests.fuzz.{name}"), name.upper())
    assert isinstance(found, Target)
    return found


@pytest.mark.parametrize(("target", "name", "data"), FINDINGS, ids=[f"{target}-{name}" for target, name, _ in FINDINGS])
def test_what_broke_once_holds(target: str, name: str, data: bytes) -> None:
    target_of(target).check(data)


@pytest.mark.parametrize("target", kept.TARGETS)
def test_the_kept_corpus_and_the_seeds_hold(target: str) -> None:
    tried = target_of(target)
    inputs = [("a seed", data) for data in tried.seeds()] + list(kept.corpus_of(target))
    assert len(inputs) > 20
    for name, data in inputs:
        try:
            tried.check(data)
        except Exception as error:
            error.add_note(f"{target}: {name}: {data[:300]!r}")
            raise


def test_the_corpora_are_small_and_packed_the_same_way() -> None:
    assert sum(path.stat().st_size for path in kept.CORPUS.iterdir()) < 1_500_000
    for target in kept.TARGETS:
        for name, data in kept.corpus_of(target):
            assert name == kept.name_of(data)


def test_a_server_that_is_asked_is_seen() -> None:
    """The guard's target would see a query that got through: here is one asked of the store itself."""
    import pyoxigraph as ox

    from tests.fuzz.guard import peer

    before = peer().seen
    ox.Store().query(f"ASK {{ SERVICE SILENT <{peer().url}> {{ ?s ?p ?o }} }}")
    assert peer().seen == before + 1


def test_a_promise_that_is_broken_is_told() -> None:
    with pytest.raises(BrokenPromiseError, match="a claim that does not come back"):
        promised(False, "a claim that does not come back")


def test_a_change_puts_in_takes_out_and_repeats_whole_words() -> None:
    changed = {spliced(b"one two", [b"X"], random.Random(seed)) for seed in range(60)}
    assert {b"Xone two", b"X two", b" two", b"oneone two"} <= changed
    assert all(re.fullmatch(rb"(?:one|two|X| )*", one) for one in changed)


def test_the_command_says_how_to_get_atheris() -> None:
    if find_spec("atheris") is not None:
        pytest.skip("atheris is installed")
    done = subprocess.run([sys.executable, "-m", "tests.fuzz", "guard"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install -e '.[fuzz]'" in done.stderr
