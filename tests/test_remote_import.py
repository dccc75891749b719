"""Event data onto servers: the same rows as in a store here, in requests that a server takes, none of them twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.errors import DataError
from kgraph.graph import KnowledgeGraph
from kgraph.graph.remote import RemoteGraph, RemoteReader, RemoteRows, RemoteSettings
from kgraph.graph.remote.endpoint import Endpoint, RefusedError
from kgraph.importing import ImportSettings, cite, import_files
from tests.gdelt_rows import event, write
from tests.sparql_servers import cleared
from tests.test_import_files import GDELT_2, rows
from tests.test_remote import large

GRAPH = "urn:test:rows"


@pytest.fixture(params=["oxigraph", "virtuoso"])
def settings(request: pytest.FixtureRequest) -> RemoteSettings:
    """A server with an empty graph; a request takes a few rows."""
    address = request.getfixturevalue(f"{request.param}_url")
    path = "sparql" if request.param == "virtuoso" else "query"
    return cleared(RemoteSettings(url=f"{address}/{path}", graph=GRAPH, chunk=500))


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return write(tmp_path / "e.CSV", *rows(60))


def told(graph: KnowledgeGraph | RemoteReader) -> list[str]:
    """The triples of a graph without what it knows of parts of files, which depend on the batch."""
    return sorted(str(quad) for quad in graph.store if "importedPart" not in str(quad))


def test_rows_there_are_the_rows_here(settings: RemoteSettings, events: Path) -> None:
    local = KnowledgeGraph()
    here = import_files("gdelt", [events], local)
    with RemoteGraph(settings) as graph:
        assert import_files("gdelt", [events], graph) == here
        assert told(graph) == told(local)
        assert cite(graph) == cite(local)
        again = import_files("gdelt", [events], graph)
        assert (again.new, again.rows) == (0, here.rows)
        assert told(graph) == told(local)


def test_files_that_overlap_add_what_is_new(settings: RemoteSettings, tmp_path: Path) -> None:
    first, second = write(tmp_path / "1.CSV", *rows(30)), write(tmp_path / "2.CSV", *rows(30, first=20))
    local = KnowledgeGraph()
    import_files("gdelt", [write(tmp_path / "3.CSV", *rows(50))], local)
    with RemoteGraph(settings) as graph:
        assert import_files("gdelt", [first], graph).new == 30
        assert import_files("gdelt", [second], graph).new == 20
        assert told(graph) == told(local)


class Cut(Exception):  # noqa: N818
    """The connection goes."""


def test_an_import_cut_short_goes_on(settings: RemoteSettings, events: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update, sent = Endpoint.update, list[str]()

    def failing(self: Endpoint, sparql: str, *, repeat: bool = True) -> None:
        if len(sent) == 6:
            raise Cut
        sent.append(sparql)
        update(self, sparql, repeat=repeat)

    local = KnowledgeGraph()
    import_files("gdelt", [events], local)
    with RemoteGraph(settings) as graph:
        monkeypatch.setattr(Endpoint, "update", failing)
        with pytest.raises(Cut):
            import_files("gdelt", [events], graph, ImportSettings(batch=20))
        assert all(text.count(" .\n") < 500 for text in sent)
        monkeypatch.setattr(Endpoint, "update", update)
        left = len(list(graph.claims()))  # each of them read back whole
        assert 20 <= left < 60
        assert import_files("gdelt", [events], graph, ImportSettings(batch=20)).new == 60 - left
        assert told(graph) == told(local)


def test_behind_each_batch_the_server_knows_how_far_it_is(
    settings: RemoteSettings, events: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RemoteRows, "most", 25)
    with RemoteGraph(settings) as graph:
        assert import_files("gdelt", [events], graph).new == 60
        parts = graph.query(f"SELECT ?part {{ <{GDELT_2}> kg:importedPart ?part }}").rows
        assert sorted(str(part).rpartition(":")[2] for (part,) in parts) == ["25", "50", "60"]


def test_too_many_bad_rows_write_nothing(settings: RemoteSettings, tmp_path: Path) -> None:
    path = write(tmp_path / "e.CSV", *rows(9), event(900, "RUS", "CHN", "042", day="x"))
    with RemoteGraph(settings) as graph:
        before = told(graph)
        with pytest.raises(DataError, match="nothing is stored"):
            import_files("gdelt", [path], graph)
        assert told(graph) == before


def test_what_a_server_refuses_goes_in_by_parts(settings: RemoteSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    update = Endpoint.update

    def narrow(self: Endpoint, sparql: str, *, repeat: bool = True) -> None:
        if sparql.count(" .\n") > 150:
            raise RefusedError("memory exhausted")
        update(self, sparql, repeat=repeat)

    document, claims = large(20)
    local = KnowledgeGraph()
    with RemoteGraph(replace(settings, chunk=100)) as graph:
        monkeypatch.setattr(Endpoint, "update", narrow)
        for step in (claims, claims[5:], []):
            local.add(document, step)
            graph.add(document, step)
            assert told(graph) == told(local)


def test_virtuoso_takes_a_document_larger_than_its_requests(virtuoso_url: str) -> None:
    document, claims = large(510)
    with RemoteGraph(cleared(RemoteSettings(url=f"{virtuoso_url}/sparql", graph=GRAPH))) as graph:
        assert graph.add(document, claims).value == "new"
        assert len(graph) == 510


def test_the_verbs_import_and_cite_there(settings: RemoteSettings, events: Path, tmp_path: Path) -> None:
    there = ["--endpoint", settings.url, "--endpoint-option", f"graph={GRAPH}", "-l", str(tmp_path / "g.db")]
    done = CliRunner().invoke(app, ["import", "gdelt", str(events), *there])
    assert done.exit_code == 0, done.output
    assert "60 new claims" in done.output
    assert not (tmp_path / "g.db").exists()
    cited = CliRunner().invoke(app, ["cite", *there])
    assert "GDELT 2.0 Event Database (60 claims)" in cited.output
