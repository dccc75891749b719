"""Documents read by others give what one process gives, whoever they are and whoever of them is lost on the way."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from kgraph.build import Settings, read_claims_of
from kgraph.bulk import answers_of
from kgraph.bulk.cluster import dask_cluster
from kgraph.errors import DataError, ExtractionError, MissingExtraError, WorkerError
from kgraph.extract import extractor
from kgraph.model import Document, Judgement, Judgements, claim_to_json
from tests.bulk_stubs import Recipe, notes

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of clients, closed by their event loops


KINDS = ("own", "threads", "processes", "dask")


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    own = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(**own) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster, set_as_default=False) as client:
        yield client


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture(params=KINDS)
def readers(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Who reads, as `answers_of` and `Settings` take it."""
    if request.param == "own":
        yield {"workers": 2}
    elif request.param == "threads":
        with ThreadPoolExecutor(2) as pool:
            yield {"executor": pool}
    elif request.param == "processes":
        yield {"executor": request.getfixturevalue("processes")}
    else:
        yield {"executor": request.getfixturevalue("client").get_executor(pure=False)}


def shown(answer: object) -> object:
    return [claim_to_json(claim) for claim in answer] if isinstance(answer, tuple) else str(answer)


def alone(documents: list[Any], folder: Path) -> list[object]:
    folder.mkdir(exist_ok=True)
    return [shown(answer) for answer in answers_of(Recipe(folder), documents)]


def test_answers_come_in_order_and_none_is_lost(readers: dict[str, Any], tmp_path: Path) -> None:
    refused = DataError("not a document", file="a.txt")
    documents = [*notes(20), Document(id="f", text="fail here"), refused, *notes(5)]
    recipe = Recipe(tmp_path, padding=b"x" * 100_000)  # too long to travel with every document
    found = list(answers_of(recipe, documents, **readers))
    assert [shown(answer) for answer in found] == alone(documents, tmp_path / "alone")
    assert isinstance(found[20], ExtractionError)
    assert found[21] is refused
    assert sum(len(answer) for answer in found if isinstance(answer, tuple)) > 20


def test_each_process_makes_the_extractor_once(readers: dict[str, Any], tmp_path: Path) -> None:
    recipe = Recipe(tmp_path)
    assert len(list(answers_of(recipe, notes(30), **readers))) == 30
    assert 1 <= len(recipe.made()) <= 2
    assert len(recipe.made()) == len(set(recipe.made()))


def test_no_more_documents_are_in_hand_than_the_window_holds(readers: dict[str, Any], tmp_path: Path) -> None:
    taken, most = 0, 0

    def opened() -> Iterator[Document]:
        nonlocal taken
        for document in notes(40):
            taken += 1
            yield document

    for given, _ in enumerate(answers_of(Recipe(tmp_path), opened(), window=5, **readers)):
        most = max(most, taken - given)
    assert taken == 40
    assert 2 <= most <= 5


def test_own_tables_and_verdicts_travel(readers: dict[str, Any], tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("actor,name\nkgr:RUS,Ruritania\n", "utf-8")
    (tmp_path / "a.txt").write_text("Ruritania condemned Peru.", "utf-8")
    verdict = Judgement(first="kgr:PER", second="kgr:CHL", same=True, reason="a test", made="2024-06-19")
    settings = {"extractor": "floor", "overlays": (table,), "judgements": Judgements([verdict])}
    readings = [list(read_claims_of([tmp_path / "a.txt"], Settings(**settings, **who))) for who in ({}, readers)]
    assert readings[0] == readings[1]
    assert readings[1][0].claims[0].actor.id == "kgr:RUS"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 small documents in one file."""
    file = tmp_path_factory.mktemp("news") / "news.jsonl"
    lines = [f'{{"id": "{d.id}", "text": "{d.text}", "published": "{d.published}"}}\n' for d in notes(200)]
    file.write_text("".join(lines), "utf-8")
    return file


def test_a_dask_worker_that_is_killed_loses_nothing(client: Client, news: Path) -> None:
    expected = [claim_to_json(claim) for reading in read_claims_of([news]) for claim in reading.claims]
    found, before = list[str](), client.run(os.getpid)
    settings = Settings(executor=client.get_executor(pure=False), window=40)
    for number, reading in enumerate(read_claims_of([news], settings)):
        assert reading.error is None
        found += [claim_to_json(claim) for claim in reading.claims]
        if number == 30:
            os.kill(min(before.values()), signal.SIGKILL)
    assert "\n".join(found).encode() == "\n".join(expected).encode()
    assert len(found) > 200
    client.wait_for_workers(2)
    assert min(before.values()) not in client.run(os.getpid).values()


def test_an_own_process_that_ends_loses_nothing(tmp_path: Path) -> None:
    documents = [*notes(10), Document(id="once", text="exit once. Peru thanked Chile."), *notes(12)]
    found = [shown(answer) for answer in answers_of(Recipe(tmp_path), documents, workers=2)]
    assert (tmp_path / "ended").exists()
    assert found == alone(documents, tmp_path)


def test_a_document_that_ends_processes_fails_alone(tmp_path: Path) -> None:
    documents = [*notes(3), Document(id="bad", text="exit now"), *notes(6)]
    found = [shown(answer) for answer in answers_of(Recipe(tmp_path), documents, workers=2)]
    assert found.pop(3) == "document bad: the process that read it has ended, twice"
    assert found == alone([*notes(3), *notes(6)], tmp_path / "alone")


def test_a_document_that_ends_dask_workers_fails_alone(cluster: LocalCluster, client: Client, tmp_path: Path) -> None:
    documents = [*notes(3), Document(id="bad", text="exit now"), *notes(6)]
    cluster.scheduler.allowed_failures, usual = 0, cluster.scheduler.allowed_failures
    try:  # one at a time: what another worker reads beside it is asked again by Dask alone
        executor = client.get_executor(pure=False)
        found = [shown(a) for a in answers_of(Recipe(tmp_path), documents, executor=executor, window=1)]
    finally:
        cluster.scheduler.allowed_failures = usual
        client.wait_for_workers(2)
    assert "document bad: the worker that read it failed (KilledWorker" in str(found.pop(3))
    assert found == alone([*notes(3), *notes(6)], tmp_path / "alone")


def test_a_lent_pool_that_is_broken_says_so(tmp_path: Path) -> None:
    documents = [Document(id="bad", text="exit now"), *notes(6)]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool, pytest.raises(WorkerError, match="are gone"):
        list(answers_of(Recipe(tmp_path), documents, executor=pool))


def test_a_pool_that_takes_no_more_says_so(tmp_path: Path) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(WorkerError, match=r"cannot read documents.*after shutdown"):
        list(answers_of(Recipe(tmp_path), notes(2), executor=pool))


def test_a_cluster_that_goes_away_says_so(cluster: LocalCluster, tmp_path: Path) -> None:
    with Client(cluster, set_as_default=False) as client:
        answers = answers_of(Recipe(tmp_path), notes(50), executor=client.get_executor(pure=False), window=10)
        assert isinstance(next(answers), tuple)
        client.close()
        with pytest.raises(WorkerError):
            list(answers)


def test_a_worker_with_another_kgraph_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("kgraph.bulk.asking.reader_version", lambda: "0.0.9+other")
    with ThreadPoolExecutor(1) as pool, pytest.raises(WorkerError, match=r"another kgraph.*expected kgraph 0\.0\.9"):
        list(answers_of(Recipe(tmp_path), notes(2), executor=pool))


def test_processes_that_never_start_are_told_from_documents_that_end_them(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from functools import partial\n"
        "from kgraph.bulk import answers_of\nfrom kgraph.extract import extractor\nfrom kgraph.model import Document\n"
        "list(answers_of(partial(extractor, 'floor'), [Document(text='Peru thanked Chile.')] * 3, workers=2))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if line.startswith("kgraph.errors.WorkerError")][-1]
    assert "the processes that read documents end when they start" in said
    assert "__main__" in said


def test_what_contradicts_itself_is_refused() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(DataError, match="workers beside an executor"):
        list(read_claims_of(["a.txt"], Settings(executor=pool, workers=2)))
    with pytest.raises(DataError, match="documents in hand"):
        list(read_claims_of(["a.txt"], Settings(window=0)))
    options = {"recorded": "nowhere", "model": "m"}
    with ThreadPoolExecutor(1) as pool, pytest.raises(DataError, match="reads in one process"):
        list(read_claims_of(["a.txt"], Settings(executor=pool, extractor="llm", options=options)))


@pytest.mark.parametrize("where", ["nonsense", "http://127.0.0.1:1", "local:0", "local:many", "none.json"])
def test_what_is_no_cluster_is_told(where: str) -> None:
    with pytest.raises(DataError), dask_cluster(where):
        pass


def test_dask_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"kgraph\[dask\]"), dask_cluster("local:1"):
        pass


def kgraph(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgraph", *words]
    env = {key: value for key, value in os.environ.items() if key != "KGRAPH_LOCATION"}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=env)


def test_the_command_reads_on_a_cluster(cluster: LocalCluster, news: Path, tmp_path: Path) -> None:
    words = ("--extractor", "floor")
    readings = read_claims_of([news], Settings(extractor="floor"))
    plain = "".join(f"{claim_to_json(claim)}\n" for reading in readings for claim in reading.claims)
    shared = kgraph(tmp_path, "extract", str(news), *words, "--dask", cluster.scheduler_address)
    assert (shared.returncode, shared.stderr) == (0, "")
    assert shared.stdout == plain != ""
    built = kgraph(tmp_path, "build", str(news), *words, "--dask", "local:1")
    assert "from 200 documents (200 new)" in built.stdout
    assert kgraph(tmp_path, "build", str(news), *words).stdout.endswith("0 claims from 0 documents (200 skipped)\n")


def test_the_command_says_what_is_wrong_with_a_cluster(news: Path, tmp_path: Path) -> None:
    done = kgraph(tmp_path, "build", str(news), "--dask", "nonsense")
    assert done.returncode == 1
    assert done.stderr.startswith("kgraph: not the address of a Dask scheduler")
    done = kgraph(tmp_path, "build", str(news), "--dask", "local:2", "--workers", "2")
    assert done.returncode == 2
    assert not (tmp_path / "kgraph.db").exists()


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_a_terminal_shows_count_rate_and_time_left(news: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "kgraph", "extract", str(news), "--extractor", "floor"]
    env = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, cwd=tmp_path, env=env) as running:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # so Linux says that nobody writes any more
                part = b""
            if not part:
                break
            seen += part
    os.close(ours)
    assert running.returncode == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
    assert "200/200 documents" in text
    assert "/s" in text
    assert "left" in text


def test_extractors_say_what_they_depend_on() -> None:
    told = [
        extractor("llm", options={"recorded": "here", "model": model, "chunk": chunk}).told_settings()  # type: ignore
        for model, chunk in (("a", "900"), ("b", "900"), ("a", "1000"))
    ]
    assert len({tuple(each) for each in told}) == 3
