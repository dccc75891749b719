"""The cookbook: every query finds the same in every store, and what it should."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.errors import DataError, QueryError, UnknownNameError
from kgraph.graph import GraphReader, KnowledgeGraph, NamedQuery, named_queries, named_query
from kgraph.graph.remote import RemoteReader, RemoteSettings
from kgraph.graph.remote.endpoint import Endpoint
from kgraph.model import ActorRef, Claim, Judgement, Judgements
from tests.cookbook_graph import CHINA, FOUND, KOREA, cookbook_graph, told
from tests.sparql_servers import cleared

if TYPE_CHECKING:
    import rdflib

GRAPH = "urn:test:cookbook"
ROOT = Path(__file__).parent.parent
STORES = ("memory", "disk", "oxigraph", "virtuoso")


def copied(graph: KnowledgeGraph, settings: RemoteSettings) -> RemoteReader:
    """The graph on a server, put there by no way of ours."""
    endpoint = Endpoint(cleared(settings))
    quads = [str(quad) for quad in graph.store]
    for start in range(0, len(quads), 1_000):
        data = " .\n".join(quads[start : start + 1_000])
        into = data if settings.graph is None else f"GRAPH <{settings.graph}> {{ {data} }}"
        endpoint.update(f"INSERT DATA {{ {into} }}")
    endpoint.close()
    return RemoteReader(settings)


@pytest.fixture(scope="module", params=STORES)
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphReader]:
    """The small graph in each kind of store."""
    if request.param == "memory":
        yield cookbook_graph(KnowledgeGraph())
    elif request.param == "disk":
        place = tmp_path_factory.mktemp("cookbook") / "kgraph.db"
        cookbook_graph(KnowledgeGraph(place)).close()
        with GraphReader(place) as reader:
            yield reader
    else:
        url = request.getfixturevalue(f"{request.param}_url")
        settings = RemoteSettings(url=f"{url}/query")
        if request.param == "virtuoso":
            settings = RemoteSettings(url=f"{url}/sparql", graph=GRAPH)
        with copied(cookbook_graph(KnowledgeGraph()), settings) as reader:
            yield reader


@pytest.fixture(scope="module")
def view(graph: GraphReader) -> rdflib.Dataset:
    """The same through rdflib."""
    return graph.dataset()


def test_every_query_has_expected_rows() -> None:
    assert sorted(FOUND) == sorted(named_queries())
    assert len(FOUND) >= 20


@pytest.mark.parametrize("name", sorted(FOUND))
def test_a_query_finds_what_it_should(graph: GraphReader, name: str) -> None:
    arguments, rows = FOUND[name]
    assert graph.named(name, *arguments).rows == rows


@pytest.mark.parametrize("name", sorted(FOUND))
def test_a_query_runs_as_it_stands(graph: GraphReader, name: str) -> None:
    text = named_query(name).sparql
    assert graph.query(text).rows == cookbook_graph(KnowledgeGraph()).query(text).rows


@pytest.mark.parametrize("name", sorted(FOUND))
def test_a_query_runs_through_rdflib(graph: GraphReader, view: rdflib.Dataset, name: str) -> None:
    arguments, rows = FOUND[name]
    text = graph.recipe(named_query(name), *arguments)
    assert len(list(view.query(text))) == len(rows)


def test_the_page_is_what_the_generator_writes() -> None:
    done = subprocess.run([sys.executable, "generate/cookbook.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), "run generate/cookbook.py"


def test_arguments_have_kinds_and_are_checked() -> None:
    assert [str(one.kind) for one in named_query("office-holders").takes] == ["actor", "day"]
    graph = KnowledgeGraph()
    with pytest.raises(QueryError, match=r"office-holders takes a \(actor\) day \(day\), not 1"):
        graph.named("office-holders", "kgr:RUS")
    for day in ("2022-02-30", "yesterday", '2022-01-01"^^xsd:date) } DROP ALL #'):
        with pytest.raises(DataError, match="not a day"):
            graph.named("alliances", day)
    with pytest.raises(UnknownNameError, match="did you mean 'suppliesTo'"):
        graph.named("supplies", "supplyTo")
    with pytest.raises(DataError, match="not an id"):
        graph.named("contacts", "kgr:RUS) } DROP ALL #")


def bear() -> ActorRef:
    return ActorRef(id="urn:kgraph:actor:the-bear-1", name="the Bear")


def test_whoever_is_one_with_an_actor_is_asked_for(graph: GraphReader) -> None:
    local = cookbook_graph(KnowledgeGraph())
    local.add_claims([told("z", bear(), "suppliesOilTo", KOREA, event_type="COOPERATE")])
    local.judge(Judgements([Judgement(first="kgr:RUS", second=bear().id, same=True, reason="test", made="2024-06-19")]))
    if isinstance(graph, RemoteReader):
        with copied(local, RemoteSettings(url=graph.settings.url, graph="urn:test:verdicts")) as there:
            for name, (arguments, _) in FOUND.items():
                assert there.named(name, *arguments).rows == local.named(name, *arguments).rows, name
    for name in ("dyad-history", "corroboration", "monthly"):
        here = [local.named(name, head, "kgr:PRK").rows for head in ("kgr:RUS", bear().id)]
        assert here[0] == here[1]
    assert local.named("dyad-history", "kgr:RUS", "kgr:PRK").rows[0][1] == "the Bear"


def test_a_state_that_acts_for_another_is_found_by_its_own_id() -> None:
    graph = KnowledgeGraph()
    town = ActorRef(id="kgr:HKG", name="Hong Kong", state="CHN")
    claim = Claim(document="a", actor=town, relation="meetsWith", recipient=KOREA, event_type="CONSULT")
    graph.add_claims([claim])
    assert len(graph.named("dyad-history", "kgr:HKG", "kgr:PRK")) == 1
    assert len(graph.named("dyad-history", "kgr:CHN", "kgr:PRK")) == 1


def test_a_file_that_tells_of_other_arguments_than_it_takes_is_no_query() -> None:
    from kgraph.graph.named import _read

    with pytest.raises(ValueError, match="tells of b and takes a"):
        _read("x.rq", "# Title\n# ?b: an actor\nSELECT * WHERE { VALUES (?a) { (kgr:RUS) } ?s ?p ?a }")
    with pytest.raises(ValueError, match="does not begin with a title"):
        _read("x.rq", "SELECT * WHERE {}")


def test_arguments_are_written_where_they_stand() -> None:
    for query in named_queries().values():
        for text in (query.spelled_out(spelled(query, 1)), query.spelled_out(spelled(query, 2))):
            assert KnowledgeGraph().query(text).columns
            assert "# ?" not in text
        one = query.spelled_out(spelled(query, 1))
        assert all(f"?{name} " not in one for name in query.arguments), query.name


def spelled(query: NamedQuery, how_many: int) -> dict[str, list[str]]:
    values = {"actor": ["kgr:RUS", "kgr:vladimir-putin"], "day": ["2022-02-24"], "relation": ["aids"]}
    return {one.name: values[one.kind][:how_many] for one in query.takes}


def test_a_claim_between_other_states_is_not_in_the_dyad(graph: GraphReader) -> None:
    assert graph.named("dyad-history", "kgr:USA", "kgr:PRK").rows == []
    assert {row[1] for row in graph.named("dyad-history", "kgr:vladimir-putin", CHINA.id).rows} == {"Vladimir Putin"}
