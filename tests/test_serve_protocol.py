"""The SPARQL 1.1 Protocol, request by request, and the clients that people use talking it."""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest

from kgraph.graph import KnowledgeGraph
from kgraph.serve.negotiation import ROWS, TRIPLES, best_format, prefers_html
from tests.samples import ARTICLE, DENIAL, MEETING, OIL, PROTEST
from tests.serving import Served, served

SELECT = "SELECT ?name WHERE { ?claim kg:actorName ?name } ORDER BY ?name"
ASK = "ASK { ?claim a kg:Claim }"
CONSTRUCT = "CONSTRUCT { ?claim kg:actorName ?name } WHERE { ?claim kg:actorName ?name }"
DESCRIBE = "DESCRIBE kgr:RUS"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE, NT = "text/turtle; charset=utf-8", "application/n-triples; charset=utf-8"
FORM, PLAIN_QUERY, PLAIN_UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NOTHING = "Accept: "


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    location = tmp_path_factory.mktemp("serve") / "case.db"
    with KnowledgeGraph(location) as graph:
        graph.add(ARTICLE, [MEETING, OIL, DENIAL])
        graph.add_claims([PROTEST])
    return location


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Served]:
    with served(store, "--workers", "2", "--title", "Case <file>") as running:
        yield running


def get(fields: object, accept: str | None = None, **headers: str) -> tuple[str, str, bytes, dict[str, str]]:
    return request("GET", "/sparql?" + urlencode(fields, doseq=True), b"", accept, headers)  # type: ignore[arg-type]


def post(body: str | bytes, content_type: str | None, accept: str | None = None, path: str = "/sparql", **headers: str):
    named = headers if content_type is None else {"content-type": content_type, **headers}
    return request("POST", path, body if isinstance(body, bytes) else body.encode(), accept, named)


def form(fields: object, accept: str | None = None, **headers: str):
    return post(urlencode(fields, doseq=True), FORM, accept, **headers)  # type: ignore[arg-type]


def request(method: str, path: str, body: bytes, accept: str | None, headers: dict[str, str]):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return method, path, body, named if accept is None else {"accept": accept, **named}


TABLE = {
    # the three ways to ask
    "get": (get({"query": SELECT}), 200, JSON),
    "form": (form({"query": SELECT}), 200, JSON),
    "body": (post(SELECT, PLAIN_QUERY), 200, JSON),
    "body in named utf-8": (post(SELECT, f"{PLAIN_QUERY}; charset=UTF-8"), 200, JSON),
    "body of upper case type": (post(SELECT, "Application/SPARQL-Query"), 200, JSON),
    "form of unknown fields too": (form({"query": SELECT, "format": "json", "timeout": "0"}), 200, JSON),
    # kinds of query
    "ask": (get({"query": ASK}), 200, JSON),
    "construct": (get({"query": CONSTRUCT}), 200, TURTLE),
    "describe": (get({"query": DESCRIBE}), 200, TURTLE),
    # formats of rows
    "json": (get({"query": SELECT}, "application/sparql-results+json"), 200, JSON),
    "plain json": (get({"query": SELECT}, "application/json"), 200, "application/json"),
    "xml": (get({"query": SELECT}, "application/sparql-results+xml"), 200, XML),
    "plain xml": (get({"query": SELECT}, "application/xml"), 200, "application/xml"),
    "csv": (get({"query": SELECT}, "text/csv"), 200, CSV),
    "tsv": (get({"query": SELECT}, "text/tab-separated-values"), 200, TSV),
    "ask in xml": (get({"query": ASK}, "application/sparql-results+xml"), 200, XML),
    "ask in csv": (get({"query": ASK}, "text/csv"), 200, CSV),
    # formats of triples
    "turtle": (get({"query": CONSTRUCT}, "text/turtle"), 200, TURTLE),
    "n-triples": (get({"query": CONSTRUCT}, "application/n-triples"), 200, NT),
    "n-quads": (get({"query": CONSTRUCT}, "application/n-quads"), 200, "application/n-quads; charset=utf-8"),
    "trig": (get({"query": CONSTRUCT}, "application/trig"), 200, "application/trig; charset=utf-8"),
    "json-ld": (get({"query": CONSTRUCT}, "application/ld+json"), 200, "application/ld+json"),
    # how much each is liked
    "first of equals": (get({"query": SELECT}, "text/csv, application/sparql-results+json"), 200, JSON),
    "the better liked": (get({"query": SELECT}, "text/csv, application/sparql-results+json;q=0.5"), 200, CSV),
    "anything": (get({"query": SELECT}, "*/*"), 200, JSON),
    "anything of a kind": (get({"query": SELECT}, "text/*"), 200, CSV),
    "not this": (get({"query": SELECT}, "application/sparql-results+json;q=0, */*;q=0.1"), 200, XML),
    "one for each kind": (form({"query": CONSTRUCT}, "text/csv, application/n-triples;q=0.1"), 200, NT),
    "rdflib's own list": (
        form({"query": SELECT}, "application/sparql-results+xml, application/sparql-results+json;q=0.9"),
        200,
        XML,
    ),
    # graphs
    "rdflib's name of the default graph": (
        get({"query": SELECT, "default-graph-uri": "urn:x-rdflib:default"}),
        200,
        JSON,
    ),
    "a graph that is not there": (get({"query": SELECT, "default-graph-uri": "http://example.org/g"}), 400, None),
    "a named graph that is not there": (get({"query": SELECT, "named-graph-uri": "http://example.org/g"}), 400, None),
    "a graph that is no IRI": (form({"query": SELECT, "default-graph-uri": "no iri"}), 400, None),
    "a graph of an update for a query": (get({"query": SELECT, "using-graph-uri": "urn:x"}), 400, None),
    # what is wrong: 400
    "no query": (post("", FORM), 400, None),
    "an empty query": (get({"query": ""}), 400, None),
    "two queries": (get([("query", SELECT), ("query", ASK)]), 400, None),
    "a query and an update": (form({"query": SELECT, "update": "CLEAR ALL"}), 400, None),
    "a query in both places": (post(SELECT, PLAIN_QUERY, path="/sparql?query=ASK%7B%7D"), 400, None),
    "bad grammar": (get({"query": "SELECT ?x WHERE {\n ?x ?y }"}), 400, None),
    "an unknown prefix": (get({"query": "ASK { nobody:x ?y ?z }"}), 400, None),
    "an update as a query": (get({"query": "INSERT DATA { <urn:a> <urn:b> 1 }"}), 400, None),
    "an update by GET": (get({"update": "CLEAR ALL"}), 400, None),
    "a service": (get({"query": "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}), 400, None),
    "a silent service": (form({"query": "ASK { SERVICE SILENT ?s { ?s ?p ?o } }"}), 400, None),
    "no utf-8 in the body": (post(b"ASK { ?s ?p '\xff' }", PLAIN_QUERY), 400, None),
    "no utf-8 in the form": (post(b"query=ASK%20%7B%7D%ff", FORM), 400, None),
    "no utf-8 in the address": (request("GET", "/sparql?query=%FF", b"", None, {}), 400, None),
    "hundreds of fields": (post("&".join(f"f{n}=1" for n in range(500)), FORM), 400, None),
    # 401, 403
    "an update without the right": (form({"update": "INSERT DATA { <urn:a> <urn:b> 1 }"}), 403, None),
    "an update in the body": (post("INSERT DATA { <urn:a> <urn:b> 1 }", PLAIN_UPDATE), 403, None),
    "a page of another site": (get({"query": ASK}, origin="https://evil.example"), 403, None),
    "a page on another port": (get({"query": ASK}, origin="http://127.0.0.1:1"), 403, None),
    "a page without an origin": (get({"query": ASK}, origin="null"), 403, None),
    "an origin that is no address": (get({"query": ASK}, origin="http://[127.0.0.1"), 403, None),
    "an image on another site": (get({"query": ASK}, sec_fetch_site="cross-site", sec_fetch_mode="no-cors"), 403, None),
    "another host": (get({"query": ASK}, host="evil.example"), 421, None),
    "a host that is none": (get({"query": ASK}, host="evil.example@localhost"), 421, None),
    "a name of this machine": (get({"query": ASK}, host="localhost:1234"), 200, JSON),
    "the other name of this machine": (get({"query": ASK}, host="[::1]"), 200, JSON),
    # 404, 405, 406, 413, 415
    "no such address": (request("GET", "/nothing", b"", None, {}), 404, None),
    "put": (request("PUT", "/sparql", b"", None, {}), 405, None),
    "delete": (request("DELETE", "/sparql", b"", None, {}), 405, None),
    "an image": (get({"query": SELECT}, "image/png"), 406, None),
    "rows in turtle": (get({"query": SELECT}, "text/turtle"), 406, None),
    "triples in csv": (get({"query": CONSTRUCT}, "text/csv"), 406, None),
    "a description in csv": (request("GET", "/sparql", b"", "text/csv", {}), 406, None),
    "too long": (post("#" * (4 << 20) + "\nASK {}", PLAIN_QUERY), 413, None),
    "no type": (post(SELECT, None), 415, None),
    "another type": (post(json.dumps({"query": SELECT}), "application/json"), 415, None),
    "another charset": (post(SELECT.encode("utf-16"), f"{PLAIN_QUERY}; charset=utf-16"), 415, None),
    "compressed": (post(SELECT, PLAIN_QUERY, content_encoding="gzip"), 415, None),
    # without a query
    "a description": (request("GET", "/sparql", b"", None, {}), 200, TURTLE),
    "a description in n-triples": (request("GET", "/sparql", b"", "application/n-triples", {}), 200, NT),
    "a page for a browser": (request("GET", "/sparql", b"", BROWSER, {}), 200, "text/html; charset=utf-8"),
    "an answer for a browser": (get({"query": SELECT}, BROWSER), 200, "application/xml"),
    "head": (request("HEAD", f"/sparql?{urlencode({'query': SELECT})}", b"", None, {}), 200, JSON),
    "options": (request("OPTIONS", "/sparql", b"", None, {}), 204, None),
}


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 40


@pytest.mark.parametrize(("asked", "status", "content_type"), TABLE.values(), ids=TABLE.keys())
def test_a_request_is_answered(
    server: Served, asked: tuple[str, str, bytes, dict[str, str]], status: int, content_type: str | None
) -> None:
    method, path, body, headers = asked
    with httpx.Client(base_url=server.address, timeout=60) as client:
        client.headers.pop("accept")
        answer = client.request(method, path, content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if status == 200:
        assert answer.headers["content-type"] == content_type
        assert (answer.content == b"") == (method == "HEAD")
    elif status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["detail"]


def test_what_is_refused_says_where(server: Served) -> None:
    answer = server.ask("SELECT ?x WHERE {\n  ?x kg:actor }").json()
    assert (answer["line"], answer["column"]) == (2, 15)
    assert "near '}'" in answer["detail"]


def test_methods_are_named(server: Served) -> None:
    assert httpx.options(server.endpoint).headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert "GET" in httpx.delete(server.endpoint).headers["allow"]


@pytest.mark.parametrize("media", list(ROWS))
def test_rows_say_the_same_in_every_format(server: Served, media: str) -> None:
    answer = server.ask(SELECT, media)
    expected = ["North Korea", "Russia", "Russia", "Vladimir Putin"]
    if ROWS[media] == "csv":
        assert answer.text == "name\r\n" + "".join(f"{name}\r\n" for name in expected)
        return
    known = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
    found = ox.parse_query_results(answer.content, known[ROWS[media]])
    assert isinstance(found, ox.QuerySolutions)
    assert [row["name"] for row in found] == [ox.Literal(name) for name in expected]


@pytest.mark.parametrize("media", list(TRIPLES))
def test_triples_say_the_same_in_every_format(server: Served, media: str) -> None:
    answer = server.ask(CONSTRUCT, media)
    formats = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS}
    formats |= {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    found = {quad.triple for quad in ox.parse(answer.content, formats[TRIPLES[media]])}
    assert {quad.object.value for quad in found} == {"North Korea", "Russia", "Vladimir Putin"}  # type: ignore[union-attr]
    assert len(found) == 4


def test_a_truth_is_read_by_those_who_read_answers(server: Served) -> None:
    for media, fmt in ((JSON, ox.QueryResultsFormat.JSON), (XML, ox.QueryResultsFormat.XML)):
        found = ox.parse_query_results(server.ask(ASK, media).content, fmt)
        assert isinstance(found, ox.QueryBoolean)
        assert bool(found)


def test_the_description_says_what_the_endpoint_can(server: Served) -> None:
    found = ox.parse(httpx.get(server.endpoint).content, ox.RdfFormat.TURTLE)
    said = {(quad.predicate.value.rpartition("#")[2], quad.object.value) for quad in found}  # type: ignore[union-attr]
    assert ("endpoint", server.endpoint) in said
    assert ("supportedLanguage", "http://www.w3.org/ns/sparql-service-description#SPARQL11Query") in said
    assert not any("Update" in value for _, value in said)


def test_rdflib_asks(server: Served) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    for method in ("GET", "POST", "POST_FORM"):
        graph = rdflib.Graph(store=SPARQLStore(server.endpoint, method=method))
        rows = graph.query(f"PREFIX kg: <https://w3id.org/kgraph/ns#> {SELECT}")
        assert [str(row[0]) for row in rows] == ["North Korea", "Russia", "Russia", "Vladimir Putin"]
        claim = rdflib.URIRef("https://w3id.org/kgraph/ns#Claim")
        assert len(list(graph.subjects(rdflib.RDF.type, claim))) == 4
    dataset = rdflib.Dataset(store=SPARQLStore(server.endpoint))
    assert len(list(dataset.query(f"PREFIX kg: <https://w3id.org/kgraph/ns#> {SELECT}"))) == 4


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("fmt", ["json", "xml", "csv", "tsv", "turtle"])
def test_sparqlwrapper_asks(server: Served, method: str, fmt: str) -> None:
    from SPARQLWrapper import SPARQLWrapper

    wrapper = SPARQLWrapper(server.endpoint, agent="kgraph-test")
    wrapper.setMethod(method)
    wrapper.setReturnFormat(fmt)
    wrapper.setQuery(f"PREFIX kg: <https://w3id.org/kgraph/ns#> {CONSTRUCT if fmt == 'turtle' else SELECT}")
    answer = wrapper.query()
    found = answer.response.read().decode()
    assert found.count("Vladimir Putin") == 1
    assert found.count("Russia") == 2
    if fmt == "xml":
        assert ElementTree.fromstring(found) is not None  # noqa: S314 — our own server's


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine's PATH")
def test_curl_asks(server: Served, tmp_path: Path) -> None:
    def curl(*words: str) -> str:
        return subprocess.run(
            ["curl", "-sS", "--fail-with-body", *words], capture_output=True, check=True, text=True
        ).stdout

    csv = ["-H", "accept: text/csv"]
    assert curl(*csv, "-G", server.endpoint, "--data-urlencode", f"query={SELECT}").startswith("name\n")
    assert curl(*csv, server.endpoint, "--data-urlencode", f"query={SELECT}").startswith("name\n")
    (tmp_path / "q.rq").write_text(SELECT)
    words = ("-H", f"content-type: {PLAIN_QUERY}", "--data-binary", f"@{tmp_path / 'q.rq'}")
    assert curl(*csv, server.endpoint, *words).startswith("name\n")
    assert curl(f"{server.address}/export.ttl").count("a kg:Claim") == 4


@pytest.mark.parametrize(
    ("accept", "row"),
    [
        (None, "json"),
        ("", "json"),
        ("text/csv;q=0.2,text/*;q=0.1", "csv"),
        ("text/csv; q=2", "csv"),
        ("text/csv; q=nonsense, application/xml", "xml"),
        ("text/csv;header=present;q=0.7, application/json;q=0.6", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/turtle", None),
        ("*/*;q=0", None),
        ("nonsense", None),
        (",;q=1,/", None),
    ],
)
def test_the_best_liked_format_is_taken(accept: str | None, row: str | None) -> None:
    found = best_format(accept, ROWS)
    assert (None if found is None else found[0]) == row


def test_only_browsers_get_a_page() -> None:
    assert prefers_html(BROWSER)
    assert not any(prefers_html(accept) for accept in (None, "*/*", "text/turtle, text/html;q=0.5", "text/csv"))
