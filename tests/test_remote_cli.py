"""The verbs that take `--endpoint` do there what they do with a folder; what goes wrong is one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.graph.remote import RemoteSettings
from kgraph.model import claim_to_json
from tests.llm_stub import saying
from tests.samples import MEETING, OIL
from tests.sparql_servers import SparqlStub, cleared, oxigraph, running

NOTE = "Iranian officials said on Tuesday that Iran sanctioned Canada. France condemned Iran.\n"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with oxigraph() as url:
        yield f"{url}/query"


@pytest.fixture
def url(server: str) -> str:
    return cleared(RemoteSettings(url=server)).url


def run(folder: Path, *words: str, status: int = 0, **variables: str) -> tuple[str, str]:
    ours = {key: value for key, value in os.environ.items() if not key.startswith("KGRAPH_")}
    command = [sys.executable, "-m", "kgraph", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, env={**ours, **variables})
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == status, f"{done.returncode} for {words}\n{out}\n{err}"
    assert "Traceback" not in err
    return out, err


def said(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.stdout, done.stderr


def test_the_verbs_say_the_same_of_a_server_and_of_a_folder(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "claims.jsonl").write_text(f"{claim_to_json(MEETING)}\n{claim_to_json(OIL)}\n", encoding="utf-8")
    build = ("build", "note.txt", "--extractor", "floor", "--date", "2024-06-20", "--publisher", "Wire")
    verbs: list[tuple[str, ...]] = [
        build,
        build,
        ("add", "claims.jsonl"),
        ("add", "claims.jsonl"),
        ("query", "SELECT ?s ?p ?o WHERE { ?s a kg:Claim ; ?p ?o } ORDER BY ?s ?p ?o", "--format", "csv"),
        ("query", "--named", "dyad-history", "Iran", "Canada"),
        ("query", "--named", "top-dyads"),
        ("explain", "Iran", "Canada", "--ids"),
        ("explain", "Russia", "North Korea"),
        ("conflicts",),
        ("stats", "--format", "json"),
        ("remove", "a1"),
    ]
    for words in verbs:
        there, here = said(*words, "--endpoint", url), said(*words, "-l", "here.db")
        assert (there[0], there[1].replace(url, "here.db"), there[2].replace(url, "here.db")) == here
        assert here[0] == 0, here
    for verb, name in (("explore", "g.html"), ("export", "g.nt")):
        assert said(verb, "-o", f"there.{name}", "--endpoint", url)[0] == 0
        assert said(verb, "-o", f"here.{name}", "-l", "here.db")[0] == 0
        assert (tmp_path / f"there.{name}").read_bytes() == (tmp_path / f"here.{name}").read_bytes()
    assert json.loads(said("stats", "--format", "json", "--endpoint", url)[1])["documents"] == 1
    assert "is a server: only an embedded store offers this" in run(tmp_path, "compact", "--endpoint", url, status=1)[1]
    assert not (tmp_path / "kgraph.db").exists()


def test_options_and_the_environment_name_the_graph(url: str, tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").write_text(f"{claim_to_json(MEETING)}\n", encoding="utf-8")
    there = ("--endpoint", url)
    run(tmp_path, "add", "claims.jsonl", *there, "--endpoint-option", "graph=urn:test:cli")
    assert "no graph of kgraph" in run(tmp_path, "stats", *there, status=1)[1]
    assert "claims" in run(tmp_path, "stats", *there, KGRAPH_ENDPOINT_GRAPH="urn:test:cli")[0]
    cleared(RemoteSettings(url=url, graph="urn:test:cli"))


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("stats", "--endpoint", "http://127.0.0.1:9/query"), 1, "http://127.0.0.1:9: no answer"),
        (("stats", "--endpoint", "kgraph.db"), 1, "not the url of an endpoint"),
        (("stats", "--endpoint-option", "graph=urn:a"), 2, "goes with --endpoint"),
        (("stats", "--endpoint", "http://127.0.0.1:9/", "--endpoint-option", "graph"), 2, "give NAME=VALUE"),
        (("stats", "--endpoint", "http://127.0.0.1:9/", "--endpoint-option", "token=hush"), 1, "others can read it"),
    ],
)
def test_what_goes_wrong_is_one_line(tmp_path: Path, words: tuple[str, ...], status: int, says: str) -> None:
    out, err = run(tmp_path, *words, status=status, KGRAPH_ENDPOINT_RETRIES="0", KGRAPH_ENDPOINT_TIMEOUT="5")
    assert says in " ".join(err.replace("│", " ").split())
    assert "hush" not in out + err


def test_a_document_that_is_not_written_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    with running(SparqlStub()) as stub:
        stub.steps = [saying(500, b"disk full, hush")]
        variables = {"KGRAPH_ENDPOINT_TOKEN": "hush"}
        words = ("build", "note.txt", "--extractor", "floor", "--endpoint", stub.url)
        out, err = run(tmp_path, *words, status=1, **variables)
        assert "status 500 (disk full, …)" in err
        assert "hush" not in out + err
