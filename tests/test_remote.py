"""Graphs on servers: what is read and written there is what an embedded store has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.errors import KgraphError, QueryError, StoreError
from kgraph.explain import explain_dyad, explain_events
from kgraph.explore import explore_graph
from kgraph.export import export_graph
from kgraph.graph import GraphReader, KnowledgeGraph, named_queries
from kgraph.graph.remote import RemoteGraph, RemoteReader, RemoteSettings
from kgraph.graph.remote import store as remote_store
from kgraph.graph.remote.endpoint import Endpoint
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Document,
    Evidence,
    Judgement,
    Judgements,
)
from kgraph.network import to_networkx
from tests.samples import ARTICLE, CHINA, DENIAL, KOREA, MEETING, OIL, PROTEST, RUSSIA
from tests.sparql_servers import MOST_ROWS, cleared

STATES = [
    Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS", codes=(("iso2", "RU"),)),
    Actor(id="kgr:CHN", label="China", kind=ActorKind.STATE, state="CHN"),
]
CLAIMS = [MEETING, OIL, DENIAL]
GRAPH = "urn:test:news"
AWKWARD = 'He said: "it\'s\\n {a} <b>"\t; # %41 \u2028 \u00a0 \u0645\u0631\u062d\u0628\u0627 \U0001f600\r\nend\\'


@pytest.fixture(params=["oxigraph", "oxigraph with a named graph", "virtuoso"])
def settings(request: pytest.FixtureRequest) -> RemoteSettings:
    """A server with an empty graph."""
    if request.param == "virtuoso":
        return cleared(RemoteSettings(url=f"{request.getfixturevalue('virtuoso_url')}/sparql", graph=GRAPH))
    url = f"{request.getfixturevalue('oxigraph_url')}/query"
    return cleared(RemoteSettings(url=url, graph=GRAPH if "named" in request.param else None))


@pytest.fixture
def on_oxigraph(oxigraph_url: str) -> RemoteSettings:
    return cleared(RemoteSettings(url=f"{oxigraph_url}/query"))


def filled(graph: KnowledgeGraph) -> KnowledgeGraph:
    graph.add(ARTICLE, CLAIMS, actors=STATES)
    graph.add_claims([PROTEST])
    return graph


def lines(graph: GraphReader) -> list[str]:
    return sorted(str(quad) for quad in graph.store)


def put(settings: RemoteSettings, quads: list[str]) -> None:
    """Quads into the graph, by no way of ours."""
    endpoint = Endpoint(settings)
    for start in range(0, len(quads), 1_000):
        data = " .\n".join(quads[start : start + 1_000])
        endpoint.update(
            f"INSERT DATA {{ {data if settings.graph is None else f'GRAPH <{settings.graph}> {{ {data} }}'} }}"
        )
    endpoint.close()


def test_what_is_written_is_what_an_embedded_store_has(settings: RemoteSettings) -> None:
    local = filled(KnowledgeGraph())
    with RemoteGraph(settings) as graph:
        filled(graph)
        assert lines(graph) == lines(local)
        assert graph.add(ARTICLE, CLAIMS, actors=STATES).value == "unchanged"
        for claims in ([MEETING], [replace(OIL, confidence=0.4), DENIAL], CLAIMS):
            assert graph.add(ARTICLE, claims, keep_text=True).value == "replaced"
            local.add(ARTICLE, claims, keep_text=True)
            assert lines(graph) == lines(local)
        graph.rebuild_edges()
        assert lines(graph) == lines(local)
        assert [graph.remove("a1"), local.remove("a1"), graph.remove("a1")] == [True, True, False]
        assert lines(graph) == lines(local)


def test_what_is_read_is_what_an_embedded_store_gives(settings: RemoteSettings, tmp_path: Path) -> None:
    local = filled(KnowledgeGraph())
    filled(RemoteGraph(settings)).close()
    with RemoteReader(settings) as graph:
        assert list(graph.claims()) == list(local.claims())
        assert list(graph.documents()) == list(local.documents())
        assert list(graph.actors()) == list(local.actors())
        assert graph.claim(OIL.id) == OIL
        assert graph.document("none") is None
        assert graph.stats() == local.stats()
        assert len(graph) == len(local) == 4
        assert explain_dyad(graph, "kgr:RUS", "kgr:PRK") == explain_dyad(local, "kgr:RUS", "kgr:PRK")
        assert to_networkx(graph).adj == to_networkx(local).adj
        for name in ("g.ttl", "g.nt", "g.jsonl", "g.csv", "g.graphml", "g.skos.ttl"):
            there, here = export_graph(graph, tmp_path / name), export_graph(local, tmp_path / f"local.{name}")
            assert there.read_bytes() == here.read_bytes(), name
        there, here = explore_graph(graph, tmp_path / "a.html"), explore_graph(local, tmp_path / "b.html")
        assert there.read_bytes() == here.read_bytes()


def test_claims_of_two_that_are_one_are_found(settings: RemoteSettings) -> None:
    local = filled(KnowledgeGraph())
    bear = ActorRef(id="urn:kgraph:actor:the-bear-1", name="the Bear")
    local.add_claims([replace(OIL, document="c3", actor=bear, attribution=DENIAL.attribution, evidence=None)])
    local.judge(
        Judgements([Judgement(first="kgr:RUS", second=bear.id, same=True, reason="a byword", made="2024-06-19")])
    )
    put(settings, lines(local))
    with RemoteReader(settings) as graph:
        assert graph.judgements.canonical(bear.id) == "kgr:RUS"
        assert list(graph.claims_between(bear.id, "kgr:PRK")) == list(local.claims_between(bear.id, "kgr:PRK"))


def test_events_come_with_their_claims(settings: RemoteSettings) -> None:
    from kgraph.merge import merge_claims

    local = filled(KnowledgeGraph())
    again = replace(MEETING, document="c3", evidence=None)
    local.add_claims([again])
    merge_claims(local, MEETING.id, again.id, reason="one meeting", made="2024-06-19")
    put(settings, lines(local))
    with RemoteReader(settings) as graph:
        assert list(graph.events()) == list(local.events())
        assert explain_events(graph, "kgr:RUS", "kgr:CHN") == explain_events(local, "kgr:RUS", "kgr:CHN")
        assert len(explain_events(graph)) == 1


def test_any_text_comes_back_as_it_was(settings: RemoteSettings) -> None:
    text = f"{AWKWARD} Russia met China. {'long ' * 20_000}"
    document = Document(id=AWKWARD, text=text, title=AWKWARD, publisher="Δ\t'\"", published="2017-12-07")
    claim = Claim(
        document=AWKWARD,
        actor=ActorRef(id="urn:kgraph:actor:a-1", name=AWKWARD),
        recipient=CHINA,
        relation="meetsWith",
        event_type="CONSULT",
        evidence=Evidence(quote=text, start=0, end=len(text)),
    )
    with RemoteGraph(settings) as graph:
        graph.add(document, [claim], keep_text=True)
        assert list(graph.claims()) == [claim]
        assert list(graph.documents()) == [document]
        assert graph.add(document, [claim], keep_text=True).value == "unchanged"


def large(count: int, confidence: float = 0.9) -> tuple[Document, list[Claim]]:
    words = [f"Russia met China, time {number}." for number in range(count)]
    text = " ".join(words)
    claims = [
        Claim(
            document="large",
            actor=RUSSIA,
            recipient=CHINA if number % 2 else KOREA,
            relation="meetsWith",
            event_type="CONSULT",
            confidence=confidence,
            evidence=Evidence(quote=quote, start=text.index(quote), end=text.index(quote) + len(quote)),
        )
        for number, quote in enumerate(words)
    ]
    return Document(id="large", text=text, published="2017-12-07"), claims


def seen(settings: RemoteSettings) -> tuple[object, ...]:
    """What a reader finds, by everything that looks for claims or documents."""
    with RemoteReader(settings) as reader:
        dyad = ("kgr:RUS", "kgr:PRK")
        queries = [reader.query(query.sparql).rows for query in named_queries().values()]
        queries += [reader.named(name, *dyad).rows for name in ("dyad-history", "corroboration", "monthly")]
        documents, claims = list(reader.documents()), [claim.id for claim in reader.claims()]
        return (queries, documents, claims, [claim.id for claim in reader.claims_between(*dyad)], reader.stats().edges)


class PowerCutError(Exception):
    """Nothing is written from here on."""


def test_no_reader_sees_a_large_document_half(settings: RemoteSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(settings, chunk=100)
    document, claims = large(16)
    views: list[tuple[object, ...]] = []
    update = Endpoint.update

    def watched(self: Endpoint, sparql: str, *, repeat: bool = True) -> None:
        update(self, sparql, repeat=repeat)
        views.append(seen(settings))

    local = KnowledgeGraph()
    with RemoteGraph(settings) as graph:
        monkeypatch.setattr(Endpoint, "update", watched)
        for step in (claims[:12], claims[8:], []):
            local.add(document, step)
            before, views[:] = seen(settings), []
            graph.add(document, step)
            changes = [one for one, other in zip([before, *views], views, strict=False) if one != other]
            assert len(views) > 2
            assert len(changes) == 1, "one request changes what is found, all at once"
        assert lines(graph) == lines(local)


def test_what_a_cut_leaves_is_mended_by_doing_it_again(
    settings: RemoteSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(settings, chunk=100)
    document, claims = large(20)
    _, surer = large(20, confidence=0.3)
    update = Endpoint.update
    done = [0]

    def failing(self: Endpoint, sparql: str, *, repeat: bool = True) -> None:
        done[0] += 1
        if done[0] > 3:
            raise PowerCutError
        update(self, sparql, repeat=repeat)

    local = KnowledgeGraph()
    with RemoteGraph(settings) as graph:
        monkeypatch.setattr(Endpoint, "update", failing)
        with pytest.raises(PowerCutError):
            graph.add(document, claims)
        monkeypatch.setattr(Endpoint, "update", update)
        assert (len(graph), graph.document("large")) == (0, None)
        graph.add(document, surer)
        local.add(document, surer)
        assert list(graph.claims()) == list(local.claims())
        assert lines(graph) == lines(local)


def test_lists_are_read_by_pages_and_batches(settings: RemoteSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    document, claims = large(50)
    local = KnowledgeGraph()
    local.add(document, claims)
    with RemoteGraph(settings) as graph:
        graph.add(document, claims)
        monkeypatch.setattr(remote_store, "_PAGE", 40)
        monkeypatch.setattr(remote_store, "BATCH", 1_000)
        assert list(graph.claims()) == list(local.claims())
        assert lines(graph) == lines(local)


def test_an_older_ontology_is_renewed(settings: RemoteSettings) -> None:
    old = '<https://w3id.org/kgraph/ns> <http://www.w3.org/2002/07/owl#versionInfo> "0.0.1"'
    put(settings, [old, f'{old.split()[0].replace("ns>", "ns#gone>")} <urn:says> "what is no more"'])
    with RemoteGraph(settings) as graph:
        assert lines(graph) == lines(KnowledgeGraph())


def test_rdf_goes_in_beside_what_is_there(settings: RemoteSettings, tmp_path: Path) -> None:
    file = export_graph(filled(KnowledgeGraph()), tmp_path / "g.ttl")
    with RemoteGraph(replace(settings, chunk=100)) as graph:
        local = KnowledgeGraph()
        local.add(ARTICLE, [MEETING])
        graph.add(ARTICLE, [MEETING])
        cut_short = (
            f'<{OIL.id}> <https://w3id.org/kgraph/ns#confidence> "0.1"^^<http://www.w3.org/2001/XMLSchema#decimal>'
        )
        put(settings, [cut_short])
        assert graph.load(file) == local.load(file)
        assert lines(graph) == lines(local)
        assert graph.load(file) == 0


def test_queries_are_checked_here_and_there(settings: RemoteSettings) -> None:
    with RemoteGraph(settings) as graph:
        with pytest.raises(QueryError, match="line 1, column 16"):
            graph.query("SELECT oil WHERE { }")
        with pytest.raises(QueryError, match="an update, not a query"):
            graph.query("DELETE WHERE { ?s ?p ?o }")
        with pytest.raises(QueryError, match="SERVICE"):
            graph.query("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
        with pytest.raises(KgraphError, match=r"a server: (only an embedded|verdicts|back it up)"):
            graph.judge(Judgements())
        with pytest.raises(StoreError, match="back it up there"):
            graph.backup("copy")
        with pytest.raises(StoreError, match="only an embedded store"):
            graph.compact()
        assert graph.query("ASK { kg:suppliesOilTo rdfs:label ?label }").rows == [(True,)]
        assert graph.query("ASK { kg:suppliesOilTo rdfs:label 'something else' }").rows == [(False,)]
        described = graph.query("CONSTRUCT { ?r a kg:Relation } WHERE { ?r rdfs:label 'supplies oil to'@en }")
        assert (
            described.rows
            == KnowledgeGraph()
            .query("CONSTRUCT { ?r a kg:Relation } WHERE { ?r rdfs:label 'supplies oil to'@en }")
            .rows
        )


def test_rdflib_sees_the_graph(settings: RemoteSettings) -> None:
    import rdflib

    with RemoteGraph(settings) as graph:
        filled(graph)
        dataset = graph.dataset()
        count = len(graph.store)
        assert len(dataset) == count
        claim = rdflib.URIRef("https://w3id.org/kgraph/ns#Claim")
        assert len(list(dataset.triples((None, rdflib.RDF.type, claim)))) == 4
        assert len(list(dataset.query("SELECT ?s WHERE { ?s a kg:Claim }"))) == 4
        with pytest.raises(QueryError, match="status 400"):
            dataset.query("SELECT oil WHERE { }")
        assert bool(dataset.query("ASK { ?s a kg:Claim }")) is True
        assert bool(dataset.query("ASK { ?s a kg:Nothing }")) is False
        said = (rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("c"))
        dataset.add(said)
        assert len(graph.store) == count + 1
        assert said in dataset
        dataset.remove(said)
        assert len(graph.store) == count
    with RemoteReader(settings) as reader, pytest.raises(TypeError, match="read only"):
        reader.dataset().add(said)


def test_where_nothing_of_kgraph_is_it_is_said(settings: RemoteSettings) -> None:
    with pytest.raises(StoreError, match="no graph of kgraph at"):
        RemoteReader(settings)
    graph = RemoteGraph(settings)
    graph.close()
    graph.close()
    with pytest.raises(StoreError, match="closed"):
        list(graph.claims())


def test_virtuoso_does_not_cut_an_answer_unseen(virtuoso_url: str) -> None:
    settings = cleared(RemoteSettings(url=f"{virtuoso_url}/sparql", graph=GRAPH))
    with RemoteGraph(settings) as graph:
        assert len(graph.store) > MOST_ROWS
        with pytest.raises(StoreError, match=f"only the first {MOST_ROWS} rows came"):
            graph.query("SELECT * WHERE { ?s ?p ?o }")
        assert len(graph.query(f"SELECT * WHERE {{ ?s ?p ?o }} LIMIT {MOST_ROWS - 1}")) == MOST_ROWS - 1


def test_virtuoso_takes_a_password_by_digest(virtuoso_url: str) -> None:
    open_to_all = cleared(RemoteSettings(url=f"{virtuoso_url}/sparql", graph=GRAPH))
    locked = replace(open_to_all, url=f"{virtuoso_url}/sparql-auth", user="dba", password="dba", auth="digest")  # noqa: S106 — of a new database
    with RemoteGraph(locked) as graph:
        assert graph.add(ARTICLE, CLAIMS).value == "new"
    with pytest.raises(StoreError, match="status 401"):
        RemoteReader(replace(locked, password="wrong"))  # noqa: S106 — made up


def test_virtuoso_needs_a_named_graph_and_it_is_said(virtuoso_url: str) -> None:
    endpoint = Endpoint(RemoteSettings(url=f"{virtuoso_url}/sparql"))
    with pytest.raises(StoreError, match="needs the option graph=IRI"):
        endpoint.update("INSERT DATA { <urn:a> <urn:b> 1 }")
    endpoint.close()


def test_a_graph_with_blank_nodes_is_not_written_out_in_part(on_oxigraph: RemoteSettings) -> None:
    with RemoteGraph(on_oxigraph) as graph:
        put(on_oxigraph, ["_:a <urn:b> 1"])
        with pytest.raises(StoreError, match="blank nodes"):
            list(graph.store)
