"""The extractor `llm` over HTTP: what passes is tried again, what does not harms one document; runs give account."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.build import Settings, build_graph, read_claims_of
from kgraph.errors import ExtractionError
from kgraph.extract import extract_checked, extractor
from kgraph.extract.llm import Llm, LlmSettings
from kgraph.extract.llm.asking import Http
from kgraph.extract.llm.ledger import Ledger
from kgraph.graph import KnowledgeGraph
from kgraph.transport import LONGEST_WAIT
from tests.llm_stub import (
    CONDEMNS,
    DAY,
    IRAN,
    OK,
    Step,
    Stub,
    completion,
    cut_off,
    cut_stream,
    saying,
    silent,
    trickling,
    unset_all,
)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    unset_all(monkeypatch)


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def asking(stub: Stub, slept: list[float], **changes: object) -> Llm:
    settings = LlmSettings(url=stub.url, model="m", key="hush", **{"retries": 2, "timeout": 10.0} | changes)  # type: ignore[arg-type]
    ledger = Ledger()
    return Llm(settings=settings, ask=Http(settings, ledger, sleep=slept.append), ledger=ledger)


def test_a_request_goes_where_it_should_and_its_tokens_are_counted(stub: Stub) -> None:
    stub.steps = [OK]
    llm = asking(stub, [])
    assert len(extract_checked(llm, IRAN)) == 1
    [(path, key, body)] = stub.seen
    assert (path, key, body["model"], body["temperature"]) == ("/v1/chat/completions", "Bearer hush", "m", 0)
    response_format = body["response_format"]
    assert isinstance(response_format, dict)
    assert response_format["type"] == "json_schema"
    assert (llm.ledger.requests, llm.ledger.tokens_in, llm.ledger.tokens_out) == (1, 1000, 50)


@pytest.mark.parametrize(
    ("bad", "slept"),
    [
        (saying(429, Retry_After="7"), [7.0]),
        (saying(429, Retry_After="Mon, 04 Dec 2017 00:00:00 GMT"), [0.0]),
        (saying(503, Retry_After="soon"), [1.0]),
        (saying(500, b"<html>oops"), [1.0]),
        (saying(200, b'{"choices": [{"mess'), [1.0]),
        (saying(200, b"\xff\xfe"), [1.0]),
        (saying(200, b"[" * 100_000), [1.0]),
        (saying(200, b"[]"), [1.0]),
        (cut_off, [1.0]),
        (cut_stream, [1.0]),
    ],
)
def test_what_passes_is_tried_again(stub: Stub, bad: Step, slept: list[float]) -> None:
    stub.steps = [bad, OK]
    waits: list[float] = []
    llm = asking(stub, waits)
    assert len(extract_checked(llm, IRAN)) == 1
    assert waits == slept
    assert (llm.ledger.requests, llm.ledger.retries) == (2, 1)


@pytest.mark.parametrize("step", [silent, trickling])
def test_who_does_not_answer_in_time_is_asked_again_and_then_given_up(stub: Stub, step: Step) -> None:
    stub.steps = [step]
    waits: list[float] = []
    with pytest.raises(ExtractionError, match=r"no answer within 0.2 seconds \(3 tries\)"):
        extract_checked(asking(stub, waits, timeout=0.2), IRAN)
    assert waits == [1.0, 2.0]


@pytest.mark.parametrize(
    ("step", "says", "tries"),
    [
        (saying(500), "status 500", 3),
        (saying(401, {"error": {"message": "no such key: hush"}}), r"status 401 \(no such key: …\)", 1),
        (saying(400, {"error": "no response_format"}), r"status 400 \(no response_format\)", 1),
        (saying(307, Location="http://127.0.0.1:9/"), "status 307", 1),
        (saying(429, Retry_After=str(int(LONGEST_WAIT) + 1)), "asks to wait 121 seconds", 1),
        (saying(404, b"\x1b[31m" + b"x" * 100_000), "status 404", 1),
    ],
)
def test_what_does_not_pass_is_said_once(stub: Stub, step: Step, says: str, tries: int) -> None:
    stub.steps = [step]
    with pytest.raises(ExtractionError, match=says) as caught:
        extract_checked(asking(stub, []), IRAN)
    assert len(stub.seen) == tries
    assert "hush" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_an_endpoint_that_is_not_there_is_named(stub: Stub) -> None:
    stub.steps = [OK]
    llm = asking(stub, [])
    stub.shutdown()
    stub.server_close()
    with pytest.raises(ExtractionError, match=r"http://127\.0\.0\.1:"):
        extract_checked(llm, IRAN)


def test_answers_over_http_are_recorded_and_need_no_endpoint_afterwards(stub: Stub, tmp_path: Path) -> None:
    stub.steps = [OK, saying(500)]
    options = {"model": "m", "recorded": str(tmp_path)}
    online = extractor("llm", options={**options, "url": stub.url, "retries": "0"})
    first = extract_checked(online, IRAN)
    assert extract_checked(online, IRAN) == extract_checked(extractor("llm", options=options), IRAN) == first
    assert len(stub.seen) == 1
    assert "hush" not in "".join(file.read_text("utf-8") for file in tmp_path.iterdir())


# A batch, in Python and on the command line


def batch(folder: Path) -> Path:
    file = folder / "news.jsonl"
    documents = [{"id": f"d{n}", "text": IRAN.text + "\n" * n, "published": DAY} for n in range(3)]
    file.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    return file


def test_one_document_that_fails_harms_no_other_and_nothing_stored_is_lost(stub: Stub, tmp_path: Path) -> None:
    options = {"url": stub.url, "model": "m", "retries": "0", "price_in": "2", "price_out": "10"}
    settings, file, told = Settings(extractor="llm", options=options, again=True), batch(tmp_path), list[str]()
    graph = KnowledgeGraph()
    stub.steps = [OK]
    assert build_graph([file], graph, settings).new == 3
    stub.steps = [OK, saying(500), OK]
    built = build_graph([file], graph, settings, on_end=told.append)
    assert [str(reading.error) for reading in built.failed] == [f"document d1: {stub.url[:-3]}: status 500"]
    assert built.unchanged == 2
    assert graph.stats().claims == 3
    assert told == [
        "llm: 2 claims kept, 0 proposals left out",
        "llm: 3 requests (0 of them retries), 0 recorded answers, 2000 tokens in, 100 out, cost 0.00500",
    ]


def test_a_run_that_is_broken_off_still_gives_its_account(stub: Stub, tmp_path: Path) -> None:
    stub.steps = [OK]
    told: list[str] = []
    settings = Settings(extractor="llm", options={"url": stub.url, "model": "m"})
    readings = read_claims_of([batch(tmp_path)], settings, on_end=told.append)
    assert isinstance(readings, Iterator)
    assert next(readings).error is None
    readings.close()  # type: ignore[attr-defined]
    assert told[0] == "llm: 1 claims kept, 0 proposals left out"


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", *words], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert "Traceback" not in done.stderr
    return done


def test_the_command_line_takes_options_and_gives_the_account(stub: Stub, tmp_path: Path) -> None:
    stub.steps = [saying(200, completion(CONDEMNS, {**CONDEMNS, "quote": "Iran fell."}))]
    batch(tmp_path)
    words = ("extract", "news.jsonl", "--extractor", "llm", "--option", "model=m", "--option")
    done = command(tmp_path, *words, f"url={stub.url}")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3
    assert "kgraph: llm: 3 claims kept, 3 proposals left out (3 a quote that is not in the text)" in done.stderr
    assert command(tmp_path, *words, "url").returncode == 2
    refused = command(tmp_path, "extract", "news.jsonl", "--extractor", "llm")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "KGRAPH_LLM_URL" in refused.stderr
