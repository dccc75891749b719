"""Text as SPARQL and as what goes into it: what is let through reads alone, and asks nobody else.

The first byte says which door the text knocks at. Every address in it is made one of a server that counts who comes.
"""

from __future__ import annotations

import io
import random
import re
import socket
import threading
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from kgraph.errors import DataError, QueryError, UnknownNameError
from kgraph.graph import KnowledgeGraph, named_queries
from kgraph.graph.named import named_query
from kgraph.graph.results import ROW_FORMATS, TRIPLE_FORMATS
from kgraph.graph.vocabulary import ontology_quads
from kgraph.ontology import mint, minted_name
from kgraph.rdf import terms
from kgraph.serve.answering import answer_query
from kgraph.serve.guard import check_host, check_origin
from kgraph.serve.protocol import RefusedError, operation_in
from kgraph.serve.updating import apply_update
from tests.fuzz.target import Target, promised, refusals, spliced
from tests.samples import sample_graph

_MOST = 1_500
"""Characters that are tried."""
_JOINED = re.compile(r"[?$\[]|_:")
_MOST_JOINED = 30
"""Variables that are tried: a join of more patterns takes as long as it takes, and says nothing of the guard."""
_ADDRESS = re.compile(r"https?://[^/\s<>\"{}|^`\\]*/?", re.IGNORECASE)


class Peer:
    """A server on this machine that answers nothing and counts who comes."""

    def __init__(self) -> None:
        self.seen = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            caller, _ = self._socket.accept()
            self.seen += 1
            with caller:
                caller.recv(1 << 12)
                caller.sendall(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@cache
def peer() -> Peer:
    """The one server."""
    return Peer()


def check(data: bytes) -> None:
    """Knock at one of the doors."""
    how, text = data[:2].ljust(2, b"\0"), data[2:].decode("utf-8", "replace")[:_MOST]
    before = peer().seen
    sparql = _ADDRESS.sub(lambda _: peer().url, text)
    if len(_JOINED.findall(sparql)) > _MOST_JOINED:
        return
    (_query, _write, _served, _update, _argument, _term, _request, _query, _update)[how[0] % 9](sparql, how[1])
    promised(peer().seen == before, "another server was asked")


@cache
def _small() -> KnowledgeGraph:
    """Few triples, so that no join of a short query is long."""
    graph = KnowledgeGraph()
    graph.embedded.clear()
    for value in (ox.Literal("c"), ox.Literal(1), ox.Literal(True)):
        graph.embedded.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), value))
    return graph


def _quads(graph: KnowledgeGraph) -> frozenset[ox.Quad]:
    return frozenset(graph.embedded)


def _query(sparql: str, _: int) -> None:
    before = _quads(_small())
    with refusals(QueryError):
        _small().query(sparql)
    promised(_quads(_small()) == before, "a query that changed the store")


def _write(sparql: str, how: int) -> None:
    formats = sorted({*ROW_FORMATS, *TRIPLE_FORMATS})
    before = _quads(_small())
    with refusals(QueryError):
        _small().write(sparql, io.BytesIO(), formats[how % len(formats)])
    promised(_quads(_small()) == before, "a query that changed the store")


def _served(sparql: str, how: int) -> None:
    rows = sorted(ROW_FORMATS)[how % len(ROW_FORMATS)]
    triples = sorted(TRIPLE_FORMATS)[how % len(TRIPLE_FORMATS)]
    graphs = [["urn:kgraph:default"], [], [sparql[:20]]][how % 3] if how & 128 else []
    job = {
        "sparql": sparql,
        "default_graphs": graphs,
        "named_graphs": graphs if how & 64 else [],
        "rows": (rows, "text/plain"),
        "triples": None if how & 32 else (triples, "text/plain"),
        "rows_most": 20,
        "bytes_most": 2_000,
    }
    before = _quads(_small())
    with refusals(QueryError):
        answer = answer_query(_small().embedded, job)
        promised(answer.status in (200, 406), "an answer that is none")
    promised(_quads(_small()) == before, "a query that changed the store")


@cache
def _sample() -> KnowledgeGraph:
    """A few claims, without the ontology that every store has: three joined patterns over it are a hang."""
    graph = sample_graph()
    for quad in ontology_quads():
        graph.embedded.remove(quad)
    return graph


def _update(sparql: str, _: int) -> None:
    """An update is done as it counts, and leaves a graph of claims; or it is refused and leaves all as it was."""
    graph = _sample()
    before = _quads(graph)
    try:
        done = apply_update(graph, sparql[:600])
    except (QueryError, DataError) as error:
        promised(str(error) != "" and _quads(graph) == before, "an update that was refused and left something")
        return
    after = _quads(graph)
    if after != before:
        _sample.cache_clear()
    promised(bool(done.inserted or done.deleted) or after == before, "an update that did what it does not tell")
    for quad in after - before:
        plain = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
        promised(plain and isinstance(quad.graph_name, ox.DefaultGraph), "a triple that no store of claims holds")
    for claim in graph.claims():
        promised(graph.claim(claim.id) == claim, "a claim that cannot be read")


def _argument(text: str, how: int) -> None:
    """What is given to a query of the cookbook is one term of it, never more."""
    queries = [query for name in named_queries() if (query := named_query(name)).takes]
    query = queries[how % len(queries)]
    with refusals(DataError, QueryError, UnknownNameError):
        for argument in query.takes:
            term = argument.term(text)
            _one_term(term)
        query.bound(*[text] * len(query.takes))


def _term(text: str, _: int) -> None:
    """Text comes back from a query and an IRI as it went in."""
    promised(minted_name("actor", mint("actor", text)) == text, "a name that does not come back from its IRI")
    for literal in (terms.text(text), terms.english(text)):
        promised(_one_term(str(literal)) == literal, "text that does not come back from a query")
    _one_term(str(ox.NamedNode(mint("document", text))))
    with refusals(DataError):
        _one_term(str(terms.node(text)))


def _one_term(term: str) -> object:
    """The term as a query reads it.

    The store is asked itself: what the guard refuses must not hide what the term lets out.
    """
    answer = ox.Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {term} }} }}")
    rows = [solution["x"] for solution in answer]  # type: ignore[union-attr]
    promised(len(rows) == 1, "one term that was several")
    return rows[0]


def _request(text: str, how: int) -> None:
    """What a browser or a program sends is an operation or is refused with a status."""
    from starlette.datastructures import Headers

    encoded = text.encode("utf-8", "replace")
    media = ("application/sparql-query", "application/x-www-form-urlencoded", text[:40], None)[how % 4]
    for method in ("GET", "POST"):
        with refusals(RefusedError):
            operation_in(method, encoded if method == "GET" or how & 4 else b"", media, encoded)
    latin = encoded.split(b"\n")[0]
    for headers in ([(b"host", latin)], [(b"host", b"localhost"), (b"origin", latin)]):
        for checked in (lambda one: check_host(one, frozenset(("localhost",))), check_origin):
            with refusals(RefusedError):
                checked(Headers(raw=headers))


_SERVICE = "SERVICE <http://peer.example/> { ?x ?y ?z }"
_QUERIES = (
    "SELECT ?r WHERE { kgr:GBR ?r kgr:RUS } ORDER BY ?r LIMIT 5",
    "ASK { ?s ?p 'a'@en , \"b\"^^xsd:string , 1, 2.5, 1e3, true ; a kg:Claim . }",
    "CONSTRUCT { ?s kg:x ?o } WHERE { ?s kg:a/rdfs:subPropertyOf*|^kg:b ?o FILTER(?o < 5 && ?s > <urn:a>) }",
    "DESCRIBE <urn:a>",
    'PREFIX p: <http://peer.example/x#> SELECT (COUNT(*) AS ?n) { { ?s p:a\\\'b ?o } UNION { ?s ?p """a\'b"c""" } }',
    "BASE <http://peer.example/> SELECT * FROM <x> { GRAPH ?g { ?s <y#z> ?o } } # SERVICE <a> {",
    "SELECT ?x { VALUES (?x) { (1) (UNDEF) } BIND(STR(?x) AS ?y) OPTIONAL { ?x ?p '''a''' } MINUS { ?x ?p 2 } }",
    "SELECT ?x { { SELECT ?x { ?x ?p ?o } } FILTER NOT EXISTS { ?x kg:b [] } } GROUP BY ?x HAVING(COUNT(?x) > 1)",
    f"SELECT * {{ {_SERVICE} }}",
    f"SELECT * {{ OPTIONAL {{ ?s ?p 'x' }} {_SERVICE} FILTER('a' = 'b') }}",
    "SELECT * { SERVICE SILENT ?s { ?a ?b ?c } VALUES ?s { <http://peer.example/> } }",
)
_UPDATES = (
    'INSERT DATA { kgr:CHN rdfs:comment "seen" }',
    'INSERT DATA { <urn:a> <urn:b> 1 } ; DELETE DATA { <urn:a> <urn:b> "}" } # ; LOAD <http://peer.example/>',
    "DELETE WHERE { ?s kg:confidence ?o }",
    "DELETE { ?s rdfs:label ?o } INSERT { ?s rdfs:label 'x' } WHERE { ?s rdfs:label ?o FILTER(?o < 'y') }",
    "LOAD SILENT <http://peer.example/> INTO GRAPH <urn:g>",
    "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } } ; CLEAR ALL",
    f"PREFIX x: <urn:x> INSERT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o {_SERVICE} }}",
    "DROP ALL ; COPY DEFAULT TO <urn:g> ; MOVE <a> TO <b> ; ADD <a> TO <b> ; CREATE GRAPH <c>",
    "INSERT DATA { <urn:kgraph:claim:1> a kg:Claim }",
    "WITH <urn:g> DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }",
)


def seeds() -> Iterator[bytes]:
    for sparql in _QUERIES:
        for door in (b"\0\0", b"\1\5", b"\2\xe1", b"\2\2"):
            yield door + sparql.encode()
    for sparql in _UPDATES:
        yield b"\3\0" + sparql.encode()
    arguments = ("kgr:RUS", "suppliesOilTo", "2022-02-24", "> } INSERT DATA { <a> <b> <c> } #", "a'\"\\b")
    for number, text in enumerate(arguments):
        yield bytes([4, number]) + text.encode()
        yield b"\5\0" + text.encode()
    requests = ("query=ASK%20%7B%7D&default-graph-uri=a", "http://localhost:80", "http://[::1]", "update=x")
    for number, text in enumerate(requests):
        yield bytes([6, number]) + text.encode()


_WORDS = (
    "SERVICE", "service", "SILENT", "LOAD", "INTO", "INSERT DATA {", "DELETE DATA {", "DELETE WHERE {", "INSERT {",
    "DELETE {",
    "WHERE {", "CLEAR ALL", "DROP ALL", "CREATE GRAPH", "COPY", "MOVE", "ADD", "WITH", "USING", "GRAPH ?g {",
    "SELECT *", "ASK {",
    "CONSTRUCT {", "DESCRIBE", "FROM", "NAMED", "OPTIONAL {", "UNION {", "MINUS {", "FILTER(", "BIND(1 AS ?v)",
    "VALUES ?x {",
    "EXISTS {", "IN (", "COUNT(*)", "GROUP BY ?x", "HAVING(1)", "ORDER BY ?x", "LIMIT 1", "OFFSET 1", "REDUCED",
    "DISTINCT",
    "PREFIX p: <http://peer.example/>", "PREFIX : <http://peer.example/>", "BASE <http://peer.example/>", "p:x",
    ":x", "p:",
    "<http://peer.example/>", "<http://peer.example/\\u0041'>", "<http://peer.example/\\u0041#>", "<x>", "<'x>", "<",
    ">", "<=",
    "{ ?a ?b ?c }", "{}", "{", "}", "(", ")", "[", "]", ".", ";", ",", "|", "/", "^", "*", "+", "?", "!", "=", "&&",
    "||", "-",
    "'", "\"", "'''", '"""', "\\'", "\\\"", "\\", "#", "# ", "\n", "\r", "\t", " ", "1", "1.", "1e5", "true",
    "false", "UNDEF", "a",
    "'a'", "'a'@en", '"a"^^xsd:date', "?s", "$s", "?service", "kg:a", "kgr:RUS", "kg:a\\'b", "kg:a\\#b", "_:b",
    "_:b.", "[]",
    "<<", ">>", "<<(", ")>>", "{|", "|}", "~", "\\u0053ERVICE", "\\u007b", "\u017f", "\u0130", "\u2028", "\ufeff",
    "\0", "%27",
    "SERVICESILENT", "SERVICE:x", "LATERAL {", _SERVICE, " ; ", "; LOAD SILENT <http://peer.example/> ;", "ASC(?x)",
    "NOT",
)  # fmt: skip
PIECES = tuple(word.encode() for word in _WORDS)


def mutate(data: bytes, lots: random.Random) -> bytes:
    """A word more or less, behind the bytes that say which door it is; seldom another door.

    What the store's own parser does is not seen as coverage, so that inputs lose the syntax that nothing here needs:
    some begin again with whole queries, others with queries that ask elsewhere in ways that are made up.
    """
    match lots.randrange(4):
        case 0:
            return bytes([lots.choice((0, 2)), 0]) + _asking(lots).encode()
        case 1:
            data = lots.choice(_BEGINNINGS)
    head = data[:2] if lots.randrange(20) else bytes([lots.randrange(9), lots.randrange(256)])
    return head.ljust(2, b"\0") + spliced(data[2:], PIECES, lots)


_TERMS = (
    "?s", "<urn:a>", "<urn:\\u0041>", "<urn:\\u0041'>", '<urn:\\u0041#>', "<urn:\\U00000041#>", "<urn:it's>",
    "<urn:a#b>",
    "<x>", "kg:a", "kg:a\\'b", "kg:a\\#b", "kg:a.b", "kg:a-b", "kg:", ":", ":a", "p:x", "_:b", "_:b.c", "1", "1.", ".5",
    "1e0", "-1", "true", "'a'", "'\\''", '"a"', '"\\\\"', "'''a'''", "''''a'''", '"""a"b"""', "'a'@en", "''",
    "'#'", "'<'",
    "'>'", "'x>'", "'a'^^xsd:string", "()", "[]", "<<( <urn:a> <urn:b> 1 )>>",
)  # fmt: skip
_GAPS = (*(" ",) * 8, *("",) * 4, "\n", "\t", "\r", "#'\n", '#"\r', "# >\n", "#\n")
_PEERS = ("<http://peer.example/>", "<x>", "p:x", ":x", ":", "?peer", "<http://peer.example/\\u0041>", "p:\\#x")


def _asking(lots: random.Random) -> str:
    """A query that asks another server, between patterns that may hide it, with any gap between the words."""
    address = "<http://peer.example/>"
    words = ["BASE", address, "PREFIX", ":", address, "PREFIX", "p:", address, "SELECT", "*", "{"]
    before, behind = ([_pattern(lots) for _ in range(lots.randint(0, 2))] for _ in range(2))
    silent = ["SILENT"] if lots.randrange(2) else []
    asked = ["SERVICE", *silent, lots.choice(_PEERS), "{", "?a", "?b", "?c", "}"]
    first = len(words)
    for part in (*before, asked, *behind):
        words += part
    words += ["VALUES", "?peer", "{", address, "}", "}"]
    tight = lots.randrange(2)
    return "".join(word + (lots.choice(_GAPS) if tight and at >= first else " ") for at, word in enumerate(words))


def _pattern(lots: random.Random) -> list[str]:
    """A part of a group that finds something whatever stands in it, or nearly."""
    one, other = lots.choice(_TERMS), lots.choice(_TERMS)
    sign = lots.choice(("<", ">", "<=", "=", "!=", "&&", "||"))
    patterns = (
        ["OPTIONAL", "{", "?s", lots.choice(("?p", "kg:a\\'b", "<urn:\\u0041'>", "a")), one, "}"],
        ["?s", "?p", lots.choice(("1", "true", "'c'", "?o"))],
        ["FILTER(", "1", "<", "2", "||", one, sign, other, ")"],
        ["FILTER(", one, sign, other, "||", "true", ")"],
        ["BIND(", one, sign, other, "AS", f"?v{lots.randrange(1000)}", ")"],
        ["MINUS", "{", "?s", "?p", one, "}"],
    )
    return lots.choice(patterns)


_BEGINNINGS = tuple(seeds())
GUARD = Target(name="guard", check=check, seeds=seeds, pieces=PIECES, mutate=mutate)
