"""What importing and starting kgraph does, and the front door."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kgraph

HEAVY = (
    "networkx",
    "pyvis",
    "onnxruntime",
    "pandas",
    "rdflib",
    "rustworkx",
    "numpy",
    "IPython",
    "trafilatura",
    "lxml",
    "distributed",
)


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize(
    "module", ["kgraph", "kgraph.bulk", "kgraph.cli", "kgraph.graph", "kgraph.extract", "kgraph.actors"]
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    loaded = run(f"import {module}, sys; print(*sys.modules)").split()
    assert [name for name in HEAVY if name in loaded] == []


def test_help_loads_nothing_that_only_verbs_need() -> None:
    loaded = run(
        "import sys; sys.argv = ['kgraph', '--help']\n"
        "from kgraph.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules)"
    ).split()
    assert [name for name in (*HEAVY, "pyoxigraph", "ahocorasick_rs", "yaml", "httpx") if name in loaded] == []


def test_the_front_door_is_complete_and_sorted() -> None:
    assert list(kgraph.__all__) == sorted(kgraph.__all__)
    for name in kgraph.__all__:
        assert getattr(kgraph, name).__module__.startswith("kgraph")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kgraph.nothing


def test_python_dash_m_is_the_command_line() -> None:
    shown = subprocess.run([sys.executable, "-m", "kgraph", "--version"], capture_output=True, check=True, text=True)
    assert shown.stdout == f"kgraph {kgraph.__version__}\n"
