"""For the tests of `llm`: a model's proposals and completions, and an endpoint on this machine that misbehaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kgraph.model import Document

DAY = "2017-12-07"
IRAN = Document(text="Iran condemned Canada on Monday, officials said.", published=DAY, id="a-1")
CONDEMNS: dict[str, object] = {
    "quote": "Iran condemned Canada on Monday, officials said.",
    "actor": "Iran",
    "recipient": "Canada",
    "event_type": "ACCUSE",
    "relation": "condemns",
    "mode": None,
    "contexts": [],
    "modality": "asserted",
    "polarity": "positive",
    "cue": "condemned",
    "when": "on Monday",
    "said_by": ["officials"],
}
MEETS = {**CONDEMNS, "event_type": "CONSULT", "relation": "meetsWith", "cue": None, "when": None, "said_by": []}


def completion(*claims: object) -> dict[str, object]:
    content = json.dumps({"claims": claims})
    return {
        "choices": [{"message": {"content": content}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 50},
    }


def unset_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine the tests run on has set is not what they are about."""
    for name in ("url", "model", "key", "recorded", "price_in", "price_out", "timeout", "retries", "chunk", "params"):
        monkeypatch.delenv(f"KGRAPH_LLM_{name.upper()}", raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


Step = Callable[[BaseHTTPRequestHandler], None]


class Stub(ThreadingHTTPServer):
    """An endpoint on this machine that goes through its steps, the last one again and again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.steps: list[Step] = []
        self.seen: list[tuple[str, str | None, dict[str, object]]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no trouble here."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Stub)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.seen.append((self.path, self.headers["Authorization"], body))
        step = server.steps[0] if len(server.steps) == 1 else server.steps.pop(0)
        step(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — so it is called there
        """Say nothing."""


def saying(status: int, body: object = b"", **headers: str) -> Step:
    def step(handler: BaseHTTPRequestHandler) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return step


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than it gives."""
    saying(200, b'{"choices": [', Content_Length="1000")(handler)


def cut_stream(handler: BaseHTTPRequestHandler) -> None:
    """A chunked answer without its end."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b'd\r\n{"choices": [\r\n')


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Never answers while the test runs."""
    server = handler.server
    assert isinstance(server, Stub)
    server.over.wait(10)


def trickling(handler: BaseHTTPRequestHandler) -> None:
    """Gives a byte now and then, so that no single wait is long."""
    server = handler.server
    assert isinstance(server, Stub)
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        if server.over.wait(0.05):
            return


OK = saying(200, completion(CONDEMNS))
