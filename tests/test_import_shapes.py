"""An imported graph is what the shapes say a graph is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import SH, Graph

import kgraph.ontology
from kgraph.graph import KnowledgeGraph
from kgraph.importing import import_files
from kgraph.ontology import PREFIXES

FOLDER = Path(kgraph.ontology.__file__).parent
EVENTS = sorted((Path(__file__).parent.parent / "data" / "events").glob("2024*.CSV"))
HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def messages(data: Graph) -> set[str]:
    """What the shapes say of a graph, the ontology beside it; warnings do no harm."""
    shapes, ontology = Graph().parse(FOLDER / "shapes.ttl"), Graph().parse(FOLDER / "kgraph.ttl")
    _, report, _ = validate(data + ontology, shacl_graph=shapes)
    broken = report.subjects(SH.resultSeverity, SH.Violation)
    return {str(report.value(result, SH.resultMessage)) for result in broken}


def test_an_imported_graph_conforms(tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    assert import_files("gdelt", EVENTS, graph).new == 9
    out = tmp_path / "g.nt"
    with out.open("wb") as file:
        graph.write("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", file, "nt")
    assert messages(Graph().parse(out, format="nt")) == set()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("a kg:Dataset .", "A data set has exactly one title."),
        ('a kg:Dataset ; dct:title "" .', "A data set has exactly one title."),
        ('a kg:Dataset ; dct:title "a", "b" .', "A data set has exactly one title."),
        (
            'a kg:Dataset ; dct:title "a" ; dct:bibliographicCitation "b", "c" .',
            "A data set is cited in one way.",
        ),
    ],
)
def test_a_data_set_is_described(said: str, message: str) -> None:
    data = Graph().parse(data=f"{HEAD}<urn:kgraph:dataset:x> {said}", format="turtle")
    assert messages(data) == {message}
