"""Real SPARQL servers on this machine for the tests of remote graphs, and one that misbehaves."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import httpx

from kgraph.graph.remote import RemoteSettings
from tests.llm_stub import Step, Stub, saying

ROWS = "application/sparql-results+json"
MOST_ROWS = 2_500
"""As many rows as the Virtuoso here gives at most."""
NO_VIRTUOSO = "Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin)"
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


@contextmanager
def oxigraph() -> Iterator[str]:
    """Oxigraph's own server with a store in memory; gives its address."""
    port = _free_port()
    program = Path(sys.executable).with_name("oxigraph")
    with _running([str(program), "serve", "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}/query"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso with a new database; gives its address. Anybody may write at `/sparql`, `dba` at `/sparql-auth`."""
    http, sql = _free_port(), _free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, sql=sql, http=http, rows=MOST_ROWS), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
    with _running(command, f"http://127.0.0.1:{http}/sparql", cwd=folder):
        grant = b'GRANT SPARQL_UPDATE TO "SPARQL";\n'
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba"], input=grant, check=True, capture_output=True)
        yield f"http://127.0.0.1:{http}"


def has_virtuoso() -> bool:
    return shutil.which("virtuoso-t") is not None and shutil.which("isql-vt") is not None


def cleared(settings: RemoteSettings) -> RemoteSettings:
    """The settings, with nothing in their graph."""
    what = "DEFAULT" if settings.graph is None else f"GRAPH <{settings.graph}>"
    headers = {"Content-Type": "application/sparql-update"}
    httpx.post(settings.update_url, content=f"CLEAR SILENT {what}", headers=headers, timeout=60).raise_for_status()
    return settings


class SparqlStub(Stub):
    """An endpoint on this machine that goes through its steps, the last one again and again."""

    def __init__(self) -> None:
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), _Handler)
        self.steps: list[Step] = []
        self.asked: list[tuple[str, str | None, str]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/query"


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, SparqlStub)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        text = parse_qs(body)["query"][0] if body.startswith("query=") else body
        server.asked.append((self.path, self.headers["Authorization"], text))
        step = server.steps[0] if len(server.steps) == 1 else server.steps.pop(0)
        step(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — so it is called there
        """Say nothing."""


@contextmanager
def running(stub: SparqlStub) -> Iterator[SparqlStub]:
    """The stub while the block runs."""
    thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.over.set()
        stub.shutdown()
        stub.server_close()
        thread.join(timeout=10)


def rows(*values: str) -> Step:
    """An answer with these IRIs for `?s`."""
    found = ", ".join(f'{{"s": {{"type": "uri", "value": "{value}"}}}}' for value in values)
    body = f'{{"head": {{"vars": ["s"]}}, "results": {{"bindings": [{found}]}}}}'
    return saying(200, body.encode(), Content_Type=ROWS)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
        assert isinstance(port, int)
        return port


@contextmanager
def _running(command: list[str], url: str, cwd: Path | None = None) -> Iterator[None]:
    """A server while the block runs, from when it answers on."""
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            transport = httpx.HTTPTransport(retries=0)
            with httpx.Client(transport=transport) as client:
                while process.poll() is None:
                    try:
                        if client.get(url, params={"query": "ASK {}"}, timeout=5).status_code == 200:
                            break
                    except httpx.TransportError:
                        threading.Event().wait(0.05)
            assert process.poll() is None, f"{command[0]} did not start"
            yield
        finally:
            process.terminate()
