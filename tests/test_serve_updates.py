"""Updates over the protocol: who may, what is done, what is refused, what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given

from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.rdf import claim_quads
from kgraph.serve.updating import apply_update
from tests.generated import claims as any_claims
from tests.samples import ARTICLE, DENIAL, MEETING, OIL, PROTEST
from tests.serving import CLAIMS, TOKEN, Served, make_store, served, update


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(make_store(tmp_path_factory.mktemp("writable")), "--workers", "1", token=TOKEN) as running:
        yield running


def test_only_who_has_the_token_writes(writable: Served) -> None:
    for token in (None, "x", "a token of sixteen letters or mora", TOKEN[:-1]):
        answer = update(writable, "INSERT DATA { <urn:a> <urn:b> 1 }", token)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert writable.count("<urn:a> ?p ?o") == 0


def test_what_is_written_is_read_at_once(writable: Served) -> None:
    for number in range(3):
        answer = update(writable, f"INSERT DATA {{ <urn:seen> <urn:times> {number} }}")
        assert (answer.status_code, answer.json()) == (200, {"inserted": 1, "deleted": 0})
        assert writable.count("<urn:seen> <urn:times> ?n") == number + 1
    assert update(writable, "DELETE WHERE { <urn:seen> ?p ?o }").json() == {"inserted": 0, "deleted": 3}
    assert writable.count("<urn:seen> ?p ?o") == 0


def test_rdflib_writes(writable: Served) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

    store = SPARQLUpdateStore(
        writable.endpoint, writable.endpoint, context_aware=False, headers={"authorization": f"Bearer {TOKEN}"}
    )
    store.update("INSERT DATA { <urn:r> <urn:b> 1, 2 }")
    assert writable.count("<urn:r> ?p ?o") == 2
    store.update("DELETE { ?s ?p 1 } INSERT { ?s ?p 3 } WHERE { ?s ?p 1 . FILTER(?s = <urn:r>) }")
    assert {row["o"] for row in writable.rows("SELECT ?o WHERE { <urn:r> ?p ?o }")} == {"2", "3"}


def test_a_claim_that_goes_takes_its_edges_and_its_words_along(tmp_path: Path) -> None:
    location = make_store(tmp_path)
    edge = "kgr:RUS kg:suppliesOilTo kgr:PRK"
    with served(location, "--workers", "1", token=TOKEN) as server:
        assert server.ask(f"ASK {{ {edge} }}").json()["boolean"] is True
        assert update(server, f"DELETE WHERE {{ <{OIL.id}> ?p ?o }}").status_code == 200
        assert server.ask(f"ASK {{ {edge} }}").json()["boolean"] is False
        assert server.count(CLAIMS) == 3
        assert server.count("?words a oa:TextQuoteSelector") == 2
        # put back as statements, it brings its edge along
        with KnowledgeGraph() as other:
            other.add(ARTICLE, [OIL])
            stated = [str(quad) for quad in other.store if OIL.id.rpartition(":")[2] in str(quad.subject)]
            stated += [
                str(quad)
                for quad in other.store
                if ":evidence:" in str(quad.subject) or ":selector:" in str(quad.subject)
            ]
        assert update(server, f"INSERT DATA {{ {' . '.join(stated)} }}").status_code == 200
        assert server.ask(f"ASK {{ {edge} }}").json()["boolean"] is True
    with GraphReader(location) as graph, KnowledgeGraph() as fresh:
        fresh.add(ARTICLE, [MEETING, OIL, DENIAL])
        fresh.add_claims([PROTEST])
        assert set(graph.store) == set(fresh.store)


REFUSED = {
    "clear": "CLEAR ALL",
    "drop": "DROP DEFAULT",
    "load": "LOAD <http://127.0.0.1:9/>",
    "silent load": "LOAD SILENT <http://127.0.0.1:9/> ",
    "load after data": "INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD <http://127.0.0.1:9/>",
    "load in a comment's shadow": "INSERT DATA { <urn:a> <urn:b> '}' } #\n; LOAD <http://127.0.0.1:9/>",
    "load between escaped quotes": "INSERT DATA { <urn:a> <urn:b> kgr:c\\'d } ; LOAD SILENT <http://127.0.0.1:9/> ; "
    "INSERT DATA { <urn:a> <urn:b> kgr:c\\'d }",
    "load between IRIs with escapes": "INSERT DATA { <urn:a> <urn:b\\u0041'> 1 } ; LOAD SILENT <http://127.0.0.1:9/> ; "
    "INSERT DATA { <urn:a> <urn:b\\u0041'> 1 }",
    "copy": "COPY DEFAULT TO <urn:g>",
    "create": "CREATE GRAPH <urn:g>",
    "a named graph": "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }",
    "with a graph": "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "using a graph": "DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }",
    "a service": "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "bad grammar": "INSERT DATA { <urn:a> <urn:b> }",
    "nothing": "  ",
    "a query": "SELECT * WHERE { ?s ?p ?o }",
    "two with where": "DELETE WHERE { <urn:a> ?p ?o } ; INSERT DATA { <urn:a> <urn:b> 1 }",
    "a plain edge": "INSERT DATA { kgr:RUS kg:suppliesOilTo kgr:CHN }",
    "a plain edge out": "DELETE DATA { kgr:RUS kg:suppliesOilTo kgr:PRK }",
    "a verdict": "INSERT DATA { kgr:RUS kg:sameActorAs kgr:CHN }",
    "the ontology": "DELETE WHERE { kg:suppliesOilTo ?p ?o }",
    "a blank node": "INSERT DATA { [] <urn:b> 1 }",
    "half a claim": "INSERT DATA { <urn:kgraph:claim:1> a kg:Claim }",
    "a claim made another": f"DELETE {{ <{OIL.id}> kg:relation ?r }} INSERT {{ <{OIL.id}> kg:relation kg:visits }} "
    f"WHERE {{ <{OIL.id}> kg:relation ?r }}",
    "a claim without its dyad": f"DELETE WHERE {{ <{OIL.id}> kg:dyad ?d }}",
    "a claim of two dyads": f"INSERT DATA {{ <{OIL.id}> kg:dyad <urn:kgraph:dyad:CHN-RUS> }}",
    "other words": "DELETE { ?s oa:exact ?q } INSERT { ?s oa:exact 'Other words.' } WHERE { ?s oa:exact ?q }",
    "a document of no day": "DELETE { ?d dct:issued ?n } INSERT { ?d dct:issued 'soon' } WHERE { ?d dct:issued ?n }",
    "graphs by the protocol": "",
}


@pytest.mark.parametrize("sparql", REFUSED.values(), ids=REFUSED.keys())
def test_what_would_leave_no_graph_of_claims_is_refused(writable: Served, sparql: str) -> None:
    before = writable.count("?s ?p ?o")
    if sparql:
        answer = update(writable, sparql)
    else:
        fields = {"update": "INSERT DATA { <urn:a> <urn:b> 1 }", "using-graph-uri": "urn:g"}
        answer = httpx.post(writable.endpoint, data=fields, headers={"authorization": f"Bearer {TOKEN}"}, timeout=60)
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["detail"]
    assert writable.count("?s ?p ?o") == before


def test_notes_on_claims_are_welcome(writable: Served) -> None:
    note = f"<{OIL.id}> rdfs:comment 'seen by Anna' ; <urn:desk:read> true"
    assert update(writable, f"INSERT DATA {{ {note} }}").json() == {"inserted": 2, "deleted": 0}
    assert writable.count(f"<{OIL.id}> rdfs:comment ?note") == 1
    assert update(writable, f"DELETE DATA {{ {note} }}").json() == {"inserted": 0, "deleted": 2}


def test_an_update_beside_a_build_is_told_to_come_again(tmp_path: Path) -> None:
    location = make_store(tmp_path)
    with served(location, "--workers", "1", token=TOKEN) as server, KnowledgeGraph(location):
        answer = update(server, "INSERT DATA { <urn:a> <urn:b> 1 }")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "in use" in answer.json()["detail"]


@given(any_claims(document="a1"))
def test_any_claim_can_be_taken_out_and_stated_again(claim) -> None:

    graph = KnowledgeGraph()
    graph.add(ARTICLE, [claim])
    before = set(graph.store)
    apply_update(graph, f"DELETE WHERE {{ <{claim.id}> ?p ?o }}")
    assert not list(graph.claims())
    stated = " ".join(f"{q.subject} {q.predicate} {q.object} ." for q in claim_quads(claim))
    apply_update(graph, f"INSERT DATA {{ {stated} }}")
    assert set(graph.store) == before
