"""RDF 1.2, GEXF, nanopublications and PLOVER records, read back or checked by the rules of their own standards."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, Namespace
from typer.testing import CliRunner

import kgraph.export.writing
from kgraph.actors import load_gazetteer
from kgraph.cli import app
from kgraph.errors import DataError
from kgraph.export import FOLDERS, WRITERS, export_graph
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import ActorRef, Attribution, Claim, Date, Evidence, Modality, Place, Polarity, claim_to_json
from kgraph.network import to_networkx
from kgraph.rdf import read_claim
from kgraph.rdf.terms import node
from kgraph.sources import ImportedRow, ImportOptions
from kgraph.sources.plover_json import read_plover
from tests.generated import claims
from tests.samples import ARTICLE, CHINA, DENIAL, KOREA, MEETING, OIL, PROTEST, RUSSIA, sample_graph

NP = Namespace("http://www.nanopub.org/nschema#")
REIFIES = node("rdf:reifies")
HOSTILE = "a\x00b\x1b[31m]]>\r\n\t<&'\"\\ \u2028 \ufffe \U0001f600 {{x}} =1+1"
FORMATS = {"rdf12.ttl": ox.RdfFormat.TURTLE, "rdf12.nt": ox.RdfFormat.N_TRIPLES}


def hostile_claim() -> Claim:
    """A claim in which every text is what a writer may stumble on."""
    return Claim(
        document=f"https://example.org/a b?{HOSTILE}",
        actor=ActorRef(id="kgr:RUS", name=HOSTILE, state="RUS"),
        recipient=ActorRef(id="urn:kgraph:actor:x-1", name=HOSTILE),
        relation="aids",
        event_type="AID",
        date=Date(start="2017-02", end=".."),
        place=Place(name=HOSTILE),
        attribution=(Attribution(id="kgr:xinhua", name=HOSTILE, cue=HOSTILE),),
        evidence=Evidence(quote=HOSTILE, start=3, end=3 + len(HOSTILE)),
        extractor=HOSTILE,
    )


def graph_of(given: Iterable[Claim]) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add_claims(given)
    return graph


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


# RDF 1.2


@pytest.mark.parametrize("name", FORMATS)
def test_rdf_12_is_the_graph_with_a_triple_term_for_each_claim(name: str, tmp_path: Path) -> None:
    graph = sample_graph()
    graph.add_claims([hostile_claim()])
    quads = set(ox.parse(path=export_graph(graph, tmp_path / f"g.{name}"), format=FORMATS[name]))
    reified = {quad for quad in quads if quad.predicate == REIFIES}
    assert quads - reified == set(graph.store)
    told = {str(quad.subject.value): quad.object for quad in reified if isinstance(quad.subject, ox.NamedNode)}
    assert told[DENIAL.id] == ox.Triple(node("kgr:RUS"), node("kg:suppliesOilTo"), node("kgr:PRK"))
    assert told.keys() == {claim.id for claim in graph.claims() if claim.recipient is not None}


def test_rdf_12_answers_queries_about_triples(tmp_path: Path) -> None:
    store = ox.Store()
    store.load(path=export_graph(sample_graph(), tmp_path / "g.rdf12.ttl"), format=ox.RdfFormat.TURTLE)
    answer = store.query(
        "PREFIX kg: <https://w3id.org/kgraph/ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        "SELECT ?modality WHERE { ?claim rdf:reifies <<( ?a kg:suppliesOilTo ?b )>> ; kg:modality ?modality }"
    )
    assert isinstance(answer, ox.QuerySolutions)
    assert {row[0] for row in answer} == {node("kg:reported"), node("kg:denied")}


def test_a_store_says_that_it_takes_no_triple_terms(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="quoted triple"):
        KnowledgeGraph().load(export_graph(sample_graph(), tmp_path / "g.rdf12.ttl"))


# GEXF


def test_gexf_comes_back_as_the_same_network(tmp_path: Path) -> None:
    graph = sample_graph()
    graph.add_claims([replace(OIL, document="c3", date=Date(start="2017-03", end="..")), replace(OIL, document="c4")])
    back = networkx.read_gexf(export_graph(graph, tmp_path / "g.gexf"))
    network = to_networkx(graph)
    assert set(back.edges(keys=True)) == set(network.edges(keys=True))
    assert {id_: about["label"] for id_, about in back.nodes(data=True)} == {
        id_: about["label"] for id_, about in network.nodes(data=True)
    }
    for ends in network.edges(keys=True):
        about = back.edges[ends]
        assert network.edges[ends].items() <= about.items()
    assert (back.edges["kgr:RUS", "kgr:PRK", OIL.id]["start"], back.edges["kgr:RUS", "kgr:PRK", OIL.id]["end"]) == (
        "2017-12-01",
        "2017-12-31",
    )
    since = replace(OIL, document="c3", date=Date(start="2017-03", end=".."))
    assert back.edges["kgr:RUS", "kgr:PRK", since.id]["start"] == "2017-03-01"
    assert "end" not in back.edges["kgr:RUS", "kgr:PRK", since.id]
    assert "start" not in back.edges["kgr:RUS", "kgr:PRK", DENIAL.id]


def test_gexf_is_what_gephi_reads(tmp_path: Path) -> None:
    """By the schema of GEXF 1.2: a dynamic graph of dates, ids that are unique, declared attributes of one type."""
    graph = sample_graph()
    graph.add_claims([hostile_claim()])
    space = {"g": "http://www.gexf.net/1.2draft"}
    root = ET.parse(export_graph(graph, tmp_path / "g.gexf")).getroot()  # noqa: S314 — our own file
    meta, drawn = root.find("g:meta", space), root.find("g:graph", space)
    assert meta is not None
    assert drawn is not None
    assert "lastmodifieddate" not in meta.attrib
    assert (drawn.get("mode"), drawn.get("timeformat"), drawn.get("defaultedgetype")) == ("dynamic", "date", "directed")
    nodes, edges = drawn.findall("g:nodes/g:node", space), drawn.findall("g:edges/g:edge", space)
    ids = [one.get("id") for one in edges]
    assert len(set(ids)) == len(ids) == 4
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= {one.get("id") for one in nodes}
    for kind, found in (("node", nodes), ("edge", edges)):
        declared = {
            one.get("id"): one.get("type")
            for block in drawn.findall("g:attributes", space)
            if block.get("class") == kind
            for one in block.findall("g:attribute", space)
        }
        for one in found:
            for value in one.findall("g:attvalues/g:attvalue", space):
                assert declared[value.get("for")] in ("string", "double", "long", "integer", "boolean")
    text = "".join(value.get("value", "") for value in drawn.iter(f"{{{space['g']}}}attvalue"))
    assert "]]>" in text
    assert "\x00" not in text


def test_an_empty_graph_is_an_empty_network(tmp_path: Path) -> None:
    assert networkx.read_gexf(export_graph(KnowledgeGraph(), tmp_path / "g.gexf")).number_of_nodes() == 0


# Nanopublications


def nanopubs(path: Path) -> rdflib.Dataset:
    return rdflib.Dataset().parse(path, format="trig")


def test_nanopublications_are_well_formed(tmp_path: Path) -> None:
    """The rules of nanopub.net's guidelines, which are those that the `nanopub` package checks as well."""
    graph = sample_graph()
    graph.add_claims([hostile_claim()])
    data = nanopubs(export_graph(graph, tmp_path / "g.nanopub.trig"))
    heads = [(np, head) for np, _, _, head in data.quads((None, RDF.type, NP.Nanopublication, None))]
    assert len(heads) == len(list(graph.claims()))
    used: set[object] = set()
    for np, head in heads:
        inside = set(data.graph(head))
        [assertion, provenance, pubinfo] = [
            next(o for s, p, o in inside if s == np and p == part)
            for part in (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo)
        ]
        assert len(inside) == 4
        assert len({np, head, assertion, provenance, pubinfo}) == 5
        assert all(len(data.graph(part)) > 0 for part in (assertion, provenance, pubinfo))
        assert any(s == assertion for s, _, _ in data.graph(provenance))
        assert any(s == np for s, _, _ in data.graph(pubinfo))
        assert not used & {head, assertion, provenance, pubinfo}
        used |= {head, assertion, provenance, pubinfo}
    filled = {name for name in data.graphs() if len(name) > 0}
    assert {graph.identifier for graph in filled} == used


def test_claims_come_back_from_their_nanopublications(tmp_path: Path) -> None:
    graph = sample_graph()
    graph.add_claims([hostile_claim()])
    quads = list(ox.parse(path=export_graph(graph, tmp_path / "g.nanopub.trig"), format=ox.RdfFormat.TRIG))
    back = store_of(quads)
    assert [read_claim(back, ox.NamedNode(claim.id)) for claim in graph.claims()] == list(graph.claims())
    assert set(store_of(quads).quads_for_pattern(node("urn:kgraph:document:a1"), None, None)) == set(
        graph.store.quads_for_pattern(node("urn:kgraph:document:a1"), None, None)
    )


def test_what_is_denied_is_not_asserted(tmp_path: Path) -> None:
    quads = list(
        ox.parse(path=export_graph(graph_of([OIL, DENIAL]), tmp_path / "g.nanopub.trig"), format=ox.RdfFormat.TRIG)
    )
    plain = {str(quad.graph_name) for quad in quads if quad.predicate == node("kg:suppliesOilTo")}
    name = OIL.id.replace(":claim:", ":nanopub:")
    assert plain == {f"<{name}#assertion>"}
    of_assertion = {quad.predicate for quad in quads if str(quad.graph_name) == f"<{name}#assertion>"}
    assert not of_assertion & {node("kg:evidence"), node("kg:confidence"), node("prov:wasDerivedFrom")}


def test_a_whole_text_is_not_repeated_in_each_nanopublication(tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    graph.add(ARTICLE, [MEETING, OIL], keep_text=True)
    assert "kg:text" not in export_graph(graph, tmp_path / "g.nanopub.trig").read_text("utf-8")


# PLOVER


def test_plover_records_come_back_as_the_claims_they_were(tmp_path: Path) -> None:
    given = [MEETING, OIL, DENIAL, hostile_claim(), replace(PROTEST, recipient=CHINA)]
    path = export_graph(graph_of(given), tmp_path / "g.plover.jsonl")
    outcomes = list(read_plover([path], ImportOptions(gazetteer=load_gazetteer(), values={"domestic": "yes"})))
    back = [claim for one in outcomes if isinstance(one, ImportedRow) for claim in one.claims]
    named = {claim.id: claim for claim in given}
    assert {claim.record.id for claim in back if claim.record is not None} == set(named)
    for claim in back:
        assert claim.record is not None
        was = named[claim.record.id]
        for name in ("actor", "recipient", "relation", "event_type", "mode", "contexts", "date", "place"):
            assert getattr(claim, name) == getattr(was, name), name
        for name in ("modality", "polarity", "attribution", "confidence"):
            assert getattr(claim, name) == getattr(was, name), name
        assert (claim.evidence and claim.evidence.quote) == (was.evidence and was.evidence.quote)


def test_the_verbs_write_and_read_plover(tmp_path: Path) -> None:
    store, file = tmp_path / "a.db", tmp_path / "g.plover.jsonl"
    with KnowledgeGraph(store) as graph:
        graph.add_claims([MEETING, OIL, replace(OIL, relation="memberOf", event_type=None, document="t")])
    run = CliRunner()
    done = run.invoke(app, ["export", "-l", str(store), "-o", str(file)])
    assert (done.exit_code, done.output) == (0, f"{file}: exported\n")
    assert len(file.read_text("utf-8").splitlines()) == 2
    again = tmp_path / "b.db"
    assert run.invoke(app, ["import", "plover", str(file), "-l", str(again)]).exit_code == 0
    with GraphReader(again) as reader:
        assert {(claim.actor, claim.relation) for claim in reader.claims()} == {
            (MEETING.actor, "meetsWith"),
            (RUSSIA, "suppliesOilTo"),
        }


# All of them


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_hostile_text_breaks_no_format(name: str, tmp_path: Path) -> None:
    path = export_graph(graph_of([hostile_claim()]), tmp_path / f"g.{name}")
    assert READ_BACK[name.rpartition(".")[2]](path)


def test_hostile_text_comes_back_as_it_was(tmp_path: Path) -> None:
    graph = graph_of([hostile_claim()])
    [line] = export_graph(graph, tmp_path / "g.jsonl").read_text("utf-8").split("\n")[:-1]
    assert json.loads(line)["evidence"]["quote"] == HOSTILE
    with export_graph(graph, tmp_path / "g.csv").open(encoding="utf-8", newline="") as rows:
        assert [row["quote"] for row in csv.DictReader(rows)] == [HOSTILE]


def _reads_rdf(kind: ox.RdfFormat) -> Callable[[Path], int]:
    return lambda path: len(list(ox.parse(path=path, format=kind)))


READ_BACK: MappingProxyType[str, Callable[[Path], object]] = MappingProxyType(
    {
        "ttl": _reads_rdf(ox.RdfFormat.TURTLE),
        "nt": _reads_rdf(ox.RdfFormat.N_TRIPLES),
        "nq": _reads_rdf(ox.RdfFormat.N_QUADS),
        "trig": _reads_rdf(ox.RdfFormat.TRIG),
        "jsonld": _reads_rdf(ox.RdfFormat.JSON_LD),
        "graphml": lambda path: len(networkx.read_graphml(path)),
        "gexf": lambda path: len(networkx.read_gexf(path)),
        "csv": lambda path: list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""))),
        "jsonl": lambda path: [json.loads(line) for line in path.read_text("utf-8").split("\n") if line],
        "json": lambda path: [json.loads(line) for line in path.read_text("utf-8").split("\n") if line],
    }
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(claims(), min_size=1, max_size=4))
def test_whatever_a_claim_says_comes_back(drawn: list[Claim], tmp_path: Path) -> None:
    graph = graph_of(drawn)
    stored = list(graph.claims())
    for name, fmt in (("nanopub.trig", ox.RdfFormat.TRIG), *FORMATS.items()):
        back = store_of(
            quad
            for quad in ox.parse(path=export_graph(graph, tmp_path / f"g.{name}"), format=fmt)
            if quad.predicate != REIFIES
        )
        assert [read_claim(back, ox.NamedNode(claim.id)) for claim in stored] == stored
    network = networkx.read_gexf(export_graph(graph, tmp_path / "g.gexf"))
    assert network.number_of_edges() == sum(claim.recipient is not None for claim in stored)
    lines = export_graph(graph, tmp_path / "g.jsonl").read_bytes().decode().split("\n")
    assert [line for line in lines if line] == [claim_to_json(claim) for claim in stored]


def test_half_a_surrogate_pair_is_refused_at_the_door() -> None:
    for field in ("extractor", "document"):
        with pytest.raises(DataError, match="half a surrogate pair"):
            replace(PROTEST, **{field: "\ud800"})  # type: ignore[arg-type]
    with pytest.raises(DataError, match="not an id: 'kgr:a b'"):
        ActorRef(id="kgr:a b", name="a")


def test_a_format_may_be_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(graph: GraphReader, folder: Path) -> None:
        folder.mkdir()
        (folder / "claims.txt").write_text(str(len(list(graph.claims()))), encoding="utf-8")

    monkeypatch.setattr(kgraph.export.writing, "FOLDERS", MappingProxyType({**FOLDERS, "folder": write}))
    path = export_graph(graph_of([OIL, DENIAL]), tmp_path / "G.Folder")
    assert (path / "claims.txt").read_text("utf-8") == "2"


def test_firmness_and_negation_are_in_every_network(tmp_path: Path) -> None:
    network = networkx.read_gexf(export_graph(graph_of([DENIAL, OIL]), tmp_path / "g.gexf"))
    about = {id_: (data["modality"], data["polarity"]) for _, _, id_, data in network.edges(keys=True, data=True)}
    assert about == {DENIAL.id: (Modality.DENIED, False), OIL.id: (Modality.REPORTED, True)}
    assert (DENIAL.polarity, KOREA.id) == (Polarity.NEGATIVE, "kgr:PRK")
