"""The server at its limits: what it stops and cuts, how it starts and ends, what it is not told."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kgraph.errors import DataError, MissingExtraError
from kgraph.serve import Limits, ServeSettings, read_token, serve
from kgraph.serve.guard import host_name
from kgraph.serve.rows import write_rows
from tests.serving import CLAIMS, TOKEN, Served, make_store, served, update, wait_until

UNBOUNDED = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT ?x WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(CONCAT(STR(?a), STR(?d), STR(?g)) AS ?x) } ORDER BY ?x"


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that allows a second and three rows."""
    location = make_store(tmp_path_factory.mktemp("limited"))
    with served(location, "--seconds", "1", "--rows", "3", "--workers", "2") as running:
        yield running


def test_a_query_without_end_is_stopped_and_the_next_one_answers(limited: Served) -> None:
    before = set(limited.workers())
    answer = limited.ask(UNBOUNDED)
    assert answer.status_code == 503
    assert "stopped after 1 seconds" in answer.json()["detail"]
    assert limited.count(CLAIMS) == 4
    assert len(before - set(limited.workers())) == 1  # the process that did it is gone


def test_a_query_that_nobody_waits_for_is_stopped(tmp_path: Path) -> None:
    with served(make_store(tmp_path), "--seconds", "600", "--workers", "1") as server:
        before = set(server.workers())
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(server.endpoint, data={"query": UNBOUNDED}, timeout=0.5)
        assert server.count(CLAIMS) == 4
        assert before - set(server.workers())


def test_an_answer_too_long_is_cut_and_says_so(limited: Served) -> None:
    whole = limited.ask("SELECT * WHERE { ?s ?p ?o } LIMIT 3")
    assert "kgraph-cut" not in whole.headers
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        assert limited.ask("SELECT * WHERE { ?s ?p ?o }", accept).headers["kgraph-cut"] == "rows=3"
    cut = limited.ask("SELECT * WHERE { ?s ?p ?o }")
    assert len(cut.json()["results"]["bindings"]) == 3
    triples = limited.ask("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    assert triples.headers["kgraph-cut"] == "triples=3"
    assert triples.text.count("\n") == 3


@contextmanager
def within(location: Path, limits: str) -> Iterator[Served]:
    """A server with limits that no option of `kgraph serve` sets, ended with the block."""
    code = (
        "from kgraph.serve import *; from pathlib import Path; import sys\n"
        f"serve(ServeSettings(location=Path(sys.argv[1]), port=0, limits=Limits({limits})),"
        " ready=lambda address: print(address, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(location)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        yield Served(process.stdout.readline().strip().rstrip("/"), process)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is the system's")
def test_a_query_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    with within(make_store(tmp_path), "memory_mb=200, workers=1, seconds=600") as server:
        answer = server.ask(GREEDY)
        assert answer.status_code == 503
        assert "memory" in answer.json()["detail"]
        assert server.count(CLAIMS) == 4


def test_too_many_at_once_are_told_to_come_again(tmp_path: Path) -> None:
    with within(make_store(tmp_path), "workers=1, waiting=1, seconds=2") as server:
        with ThreadPoolExecutor(8) as clients:
            answers = list(clients.map(server.ask, [UNBOUNDED] * 8))
        assert {answer.status_code for answer in answers} == {503}
        again = [answer for answer in answers if "retry-after" in answer.headers]
        assert 6 <= len(again) <= 7  # one runs, one waits and may get its turn
        assert server.count(CLAIMS) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_with_nothing_left_behind(tmp_path: Path, name: str) -> None:
    location = make_store(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with served(location, "--workers", "2") as server, ThreadPoolExecutor(1) as client:
        client.submit(httpx.post, server.endpoint, data={"query": UNBOUNDED}, timeout=60)
        wait_until(lambda: httpx.get(f"{server.address}/health").json()["running"] == 1)
        workers = server.workers()
        assert len(workers) >= 3
        server.process.send_signal(getattr(signal, name))
        assert server.process.wait(30) == 0
        assert server.process.stderr is not None
        assert "Traceback" not in server.process.stderr.read()
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_workers_do_not_outlive_a_server_that_is_killed(tmp_path: Path) -> None:
    with served(make_store(tmp_path), "--workers", "1") as server, ThreadPoolExecutor(1) as client:
        client.submit(httpx.post, server.endpoint, data={"query": UNBOUNDED}, timeout=60)
        wait_until(lambda: httpx.get(f"{server.address}/health").json()["running"] == 1)
        workers = server.workers()
        server.process.kill()
        wait_until(lambda: _gone(workers))


def _gone(processes: list[int]) -> bool:
    def alive(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return not any(map(alive, processes))


def test_what_cannot_be_served_is_said(tmp_path: Path) -> None:
    def complaint(*words: str, env: dict[str, str] | None = None) -> str:
        command = [sys.executable, "-m", "kgraph", "serve", *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, **(env or {})})
        assert done.returncode == 1, done.stderr
        assert done.stderr.count("\n") == 1
        return done.stderr

    location = make_store(tmp_path)
    assert "no store at none.db" in complaint("-l", "none.db")
    assert "--allow-host" in complaint("-l", str(location), "--host", "0.0.0.0")  # noqa: S104
    assert "16 or more" in complaint("-l", str(location), env={"KGRAPH_SERVE_TOKEN": "short"})
    assert "cannot be read" in complaint("-l", str(location), "--token-file", "none")
    with served(location, "--workers", "1") as server:
        port = server.address.rpartition(":")[2]
        assert f"cannot listen at 127.0.0.1 port {port}" in complaint("-l", str(location), "--port", port)


def test_the_token_is_nowhere_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    with served(make_store(tmp_path), "--workers", "1", "--token-file", str(tmp_path / "token")) as server:
        assert update(server, "INSERT DATA { <urn:a> <urn:b> 1 }").status_code == 200
    assert TOKEN not in repr(ServeSettings(location=tmp_path, token=TOKEN))
    assert read_token(tmp_path / "token", {}) == TOKEN
    assert read_token(None, {}) is None
    with served(tmp_path / "case.db", "--workers", "1", token=TOKEN) as server:
        for pid in server.workers():
            assert TOKEN.encode() not in Path(f"/proc/{pid}/environ").read_bytes()
            assert TOKEN.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "0.0.0.0"},  # noqa: S104
        {"allowed_hosts": ("*.example.org",)},
        {"allowed_hosts": ("",)},
        {"port": 70_000},
        {"top": 0},
        {"token": "short"},
        {"token": "a token with a line\nend in it"},
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(DataError):
        ServeSettings(location=tmp_path, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"seconds": 1e9}, {"rows": 0}, {"workers": 0}, {"waiting": -1}])
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(DataError):
        Limits(**wrong)  # type: ignore[arg-type]


def test_without_its_extra_it_says_which_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [
        name for name in sys.modules if name.startswith(("kgraph.serve.running", "kgraph.serve.app", "uvicorn"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtraError, match=r"kgraph\[serve\]"):
        serve(ServeSettings(location=tmp_path))


@pytest.mark.parametrize(
    ("host", "name"),
    [("a.example:80", "a.example"), ("A.Example", "a.example"), ("[::1]:7878", "::1"), ("a b", None), ("a:port", None)],
)
def test_the_name_in_a_host_header(host: str, name: str | None) -> None:
    assert host_name(host) == name


# -- rows ----------------------------------------------------------------------------------------------

_LITERALS = st.one_of(
    st.builds(ox.Literal, st.text(st.characters(codec="utf-8"), max_size=20)),
    st.builds(lambda text: ox.Literal(text, language="en-gb"), st.text(st.characters(codec="utf-8"), max_size=20)),
    st.builds(ox.Literal, st.integers(-(2**40), 2**40)),
)
_TERMS = st.one_of(st.none(), _LITERALS, st.sampled_from([ox.NamedNode("urn:a:\u00e9"), ox.NamedNode("http://b/?c&d")]))


@given(st.lists(st.tuples(_TERMS, _TERMS), max_size=5))
@example([(None, ox.Literal("\n")), (ox.Literal(" a\t"), ox.Literal("\r\n"))])
def test_rows_are_read_as_they_were_written(rows: list[tuple[ox.Literal | None, ox.Literal | None]]) -> None:

    for fmt, known in (
        ("json", ox.QueryResultsFormat.JSON),
        ("tsv", ox.QueryResultsFormat.TSV),
        ("xml", ox.QueryResultsFormat.XML),
    ):
        if fmt == "xml" and any(_unwritable(term) for row in rows for term in row):
            continue
        output = io.BytesIO()
        assert write_rows(["a", "b"], rows, fmt, output, rows_most=100, bytes_most=10**6) is None
        found = ox.parse_query_results(output.getvalue(), known)
        assert isinstance(found, ox.QuerySolutions)
        assert [tuple(solution) for solution in found] == rows, fmt


def _unwritable(term: object) -> bool:
    """Whether XML has no way to write the term."""
    text = term.value if isinstance(term, ox.Literal) else ""
    return any((sign < " " and sign not in "\t\n\r") or sign in "\ufffe\uffff" for sign in text)
