"""The SPARQL protocol: what passes is tried again, what is no answer is an error, keys stay unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kgraph.errors import DataError, KgraphError, StoreError, UnknownNameError
from kgraph.graph.remote import RemoteGraph, RemoteReader, RemoteSettings
from kgraph.graph.remote import store as remote_store
from kgraph.graph.remote.endpoint import Endpoint
from tests.llm_stub import Step, cut_off, cut_stream, saying, silent, trickling
from tests.sparql_servers import ROWS, SparqlStub, rows, running

NOTHING = b'{"head": {"vars": []}, "results": {"bindings": []}}'


@pytest.fixture
def stub() -> Iterator[SparqlStub]:
    with running(SparqlStub()) as server:
        yield server


def asking(stub: SparqlStub, slept: list[float], **changes: object) -> Endpoint:
    settings = RemoteSettings(**{"url": stub.url, "retries": 2, "timeout": 10.0} | changes)  # type: ignore[arg-type]
    return Endpoint(settings, sleep=slept.append)


def select(endpoint: Endpoint) -> list[str]:
    graph = RemoteReader.__new__(RemoteReader)
    graph._remote, graph._held = remote_store.RemoteStore(endpoint), None
    return [str(row[0]) for row in graph.query("SELECT ?s WHERE { ?s ?p ?o }")]


@pytest.mark.parametrize(
    ("bad", "slept"),
    [
        (saying(429, Retry_After="7"), [7.0]),
        (saying(503, b"<html>later", Retry_After="2"), [2.0]),
        (saying(502), [1.0]),
        (saying(504), [1.0]),
        (cut_off, [1.0]),
        (cut_stream, [1.0]),
    ],
)
def test_what_passes_is_tried_again(stub: SparqlStub, bad: Step, slept: list[float]) -> None:
    for act in (select, lambda endpoint: endpoint.update("INSERT DATA { <urn:a> <urn:b> 1 }")):
        stub.steps, stub.asked = [bad, rows("urn:a")], []
        waits: list[float] = []
        act(asking(stub, waits))
        assert (waits, len(stub.asked)) == (slept, 2)
        assert stub.asked[0] == stub.asked[1]


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (saying(500, b"Virtuoso 37000 Error"), r"status 500 \(Virtuoso 37000 Error\)"),
        (saying(400, b"unknown prefix"), r"query refused: status 400 \(unknown prefix\)"),
        (saying(401), "status 401"),
        (saying(403, b"no such user: hush, aHVzaDpodXNo"), "no such user: …, …"),
        (saying(404), "status 404"),
        (saying(301, Location="http://127.0.0.1:9/"), "status 301"),
        (
            saying(200, b"<html>Log in", Content_Type="text/html"),
            "not an answer of SPARQL: status 200, text/html: '<html>Log",
        ),
        (saying(200, b"", Content_Type=ROWS), "not an answer of SPARQL"),
        (saying(200, b"", Content_Type="text/plain"), "not an answer of SPARQL"),
        (saying(200, b"{}", Content_Type=ROWS), "not an answer of SPARQL"),
        (saying(200, b'{"error": "out of memory"}', Content_Type=ROWS), "out of memory"),
        (saying(200, b"\xff" * 9, Content_Type=ROWS), "not an answer of SPARQL"),
        (saying(200, b"[" * 100_000, Content_Type=ROWS), "not an answer of SPARQL"),
        (
            saying(
                200, b'{"head": {"vars": ["s"]}, "results": {"bindings": []}, "exception": "memory"}', Content_Type=ROWS
            ),
            "exception",
        ),
        (saying(200, b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"ty', Content_Type=ROWS), "SPARQL"),
        (rows("urn:a", "no iri"), "not an answer of SPARQL"),
        (saying(206, NOTHING, Content_Type=ROWS), "only a part"),
        (
            saying(200, NOTHING, Content_Type=ROWS, X_SQL_State="S1TAT"),
            "only a part of the answer",
        ),
        (
            saying(
                200, b'{"head": {"vars": []}, "results": {"bindings": []}}', Content_Type=ROWS, X_SPARQL_MaxRows="9"
            ),
            "only the first 9 rows",
        ),
        (saying(200, b'{"head": {}, "boolean": true}', Content_Type=ROWS), "not an answer of SPARQL"),
        (saying(503, Retry_After="1000"), "asks to wait 1000 seconds"),
    ],
)
def test_what_is_no_answer_is_an_error_and_not_emptiness(stub: SparqlStub, step: Step, says: str) -> None:
    stub.steps = [step]
    with pytest.raises(KgraphError, match=says) as caught:
        select(asking(stub, [], user="hush", password="hush"))  # noqa: S106 — made up
    assert len(stub.asked) == 1
    assert "hush" not in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("step", [silent, trickling])
def test_who_is_too_slow_is_not_asked_the_same_again(stub: SparqlStub, step: Step) -> None:
    for act in (select, lambda endpoint: endpoint.update("INSERT DATA { <urn:a> <urn:b> 1 }")):
        stub.steps, stub.asked = [step], []
        with pytest.raises(
            StoreError, match=r"^(perhaps not written: )?http://127[\d.:]+ no answer within 0.2 seconds$"
        ):
            act(asking(stub, [], timeout=0.2))
        assert len(stub.asked) == 1


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (saying(500), "status 500"),
        (saying(200, b"<html>Log in", Content_Type="text/html"), "not written: .*text/html"),
        (saying(200, b"Error: disk full", Content_Type="text/plain"), "disk full"),
        (saying(200, b'{"error": "disk full"}', Content_Type=ROWS), "disk full"),
        (saying(200, b'{"error', Content_Type=ROWS), "not written"),
    ],
)
def test_what_is_not_written_is_an_error(stub: SparqlStub, step: Step, says: str) -> None:
    stub.steps = [step]
    with pytest.raises(StoreError, match=says):
        asking(stub, []).update("INSERT DATA { <urn:a> <urn:b> 1 }")
    assert len(stub.asked) == 1


@pytest.mark.parametrize("step", [saying(204), saying(200), saying(200, b"OK", Content_Type="text/plain"), rows()])
def test_what_a_server_says_of_a_write_that_is_done_is_taken(stub: SparqlStub, step: Step) -> None:
    stub.steps = [step]
    asking(stub, []).update("INSERT DATA { <urn:a> <urn:b> 1 }")
    assert [path for path, _, _ in stub.asked] == ["/update"]


def test_an_update_that_may_not_be_repeated_is_sent_once(stub: SparqlStub) -> None:
    stub.steps = [saying(503), saying(204)]
    with pytest.raises(StoreError, match="status 503"):
        asking(stub, []).update("INSERT { [] <urn:b> 1 } WHERE {}", repeat=False)
    assert len(stub.asked) == 1


def test_a_server_that_forgets_what_it_took_is_found_out(stub: SparqlStub) -> None:
    stub.steps = [rows()]
    with pytest.raises(StoreError, match="says that it wrote, and does not hold"):
        RemoteGraph(RemoteSettings(url=stub.url))


def test_keys_go_into_headers_and_nowhere_else(stub: SparqlStub) -> None:
    stub.steps = [rows("urn:a")]
    basic = asking(stub, [], user="me", password="hush")  # noqa: S106 — made up
    bearer = asking(stub, [], token="hush")  # noqa: S106 — made up
    assert select(basic) == select(bearer) == ["urn:a"]
    assert [key for _, key, _ in stub.asked] == ["Basic bWU6aHVzaA==", "Bearer hush"]
    assert "hush" not in repr((basic.settings, bearer.settings))


def test_prefixes_are_declared_that_are_used_and_no_others(stub: SparqlStub) -> None:
    stub.steps = [rows("urn:a")]
    graph = RemoteReader.__new__(RemoteReader)
    graph._remote, graph._held = remote_store.RemoteStore(asking(stub, [])), None
    graph.query("PREFIX kgr: <urn:mine:> SELECT ?s { ?s kg:actor kgr:RUS ; rdfs:label 'plover:x' # xsd:y\n }")
    [(_, _, sent)] = stub.asked
    assert [line.split()[1] for line in sent.split("\n") if line.startswith("PREFIX ")] == ["kg:", "rdfs:", "kgr:"]


@pytest.mark.parametrize(
    ("url", "update"),
    [
        ("http://localhost:7878/query", "http://localhost:7878/update"),
        ("http://localhost:3030/news/query", "http://localhost:3030/news/update"),
        ("http://localhost:7200/repositories/news", "http://localhost:7200/repositories/news/statements"),
        ("http://localhost:8890/sparql", "http://localhost:8890/sparql"),
    ],
)
def test_updates_go_where_servers_take_them(url: str, update: str) -> None:
    assert RemoteSettings(url=url).update_url == update
    assert RemoteSettings(url=url, update="http://localhost/u").update_url == "http://localhost/u"


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"grpah": "urn:a"}, UnknownNameError, "did you mean 'graph'"),
        ({"password": "hush"}, DataError, "KGRAPH_ENDPOINT_PASSWORD"),
        ({"user": "me"}, DataError, "a user without a password"),
        ({"graph": "news"}, DataError, "absolute IRI"),
        ({"graph": "urn:a> } DROP ALL #"}, DataError, "absolute IRI"),
        ({"auth": "ntlm"}, DataError, "basic or digest"),
        ({"timeout": "0"}, DataError, "a number of seconds"),
        ({"retries": "-1"}, DataError, "0 to 20"),
        ({"chunk": "1"}, DataError, "100 to"),
        ({"update": "ftp://a"}, DataError, "http://"),
    ],
)
def test_settings_that_are_none_are_refused(options: dict[str, str], error: type[KgraphError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        RemoteSettings.of("http://localhost/sparql", options, {})
    assert "hush" not in str(caught.value)


def test_a_key_in_the_address_is_refused_unseen() -> None:
    with pytest.raises(DataError, match="in the environment") as caught:
        RemoteSettings(url="http://me:hush@localhost/sparql")
    assert "hush" not in str(caught.value)
    environment = {"KGRAPH_ENDPOINT_TOKEN": "hush", "KGRAPH_ENDPOINT_USER": "me", "KGRAPH_ENDPOINT_PASSWORD": "hush"}
    with pytest.raises(DataError, match="a user and a token"):
        RemoteSettings.of("http://localhost/sparql", {}, environment)


@pytest.mark.parametrize("says", [True, False])
def test_a_row_is_no_yes_unless_virtuoso_says_it(stub: SparqlStub, says: bool) -> None:
    value = '{"__ASK_RETVAL": {"type": "typed-literal", "datatype": "urn:int", "value": "1"}}' if says else ""
    body = f'{{"head": {{"vars": ["__ASK_RETVAL"]}}, "results": {{"bindings": [{value}]}}}}'
    stub.steps = [saying(200, body.encode(), Content_Type=ROWS), rows("urn:a")]
    store = remote_store.RemoteStore(asking(stub, []))
    assert bool(store.query("ASK { ?s ?p ?o }")) is says
    with pytest.raises(StoreError, match="not an answer of SPARQL"):
        store.query("ASK { ?s ?p ?o }")
