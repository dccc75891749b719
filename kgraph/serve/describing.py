"""What the endpoint says of itself to whoever asks it nothing (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kgraph.graph.results import TRIPLE_FORMATS
from kgraph.ontology import PREFIXES
from kgraph.serve.answers import Answer
from kgraph.serve.negotiation import TRIPLES, best_format
from kgraph.serve.protocol import RefusedError
from kgraph.serve.settings import ServeSettings

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_ANSWERS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD"),
)


def service_description(settings: ServeSettings, endpoint: str, accept: str | None) -> Answer:
    """What the endpoint at that address can do, as RDF in the format liked best.

    Raises:
        RefusedError: 406 where none is acceptable.
    """
    found = best_format(accept, TRIPLES)
    if found is None:
        raise RefusedError(406, f"a service description is in: {', '.join(TRIPLES)}")
    fmt, media = found
    prefixes = {"sd": _SD, "formats": _FORMATS, "rdf": PREFIXES["rdf"]}
    body = ox.serialize(_triples(settings, endpoint), format=TRIPLE_FORMATS[fmt], prefixes=prefixes)
    charset = "" if media.endswith("json") else "; charset=utf-8"
    return Answer(headers={"content-type": f"{media}{charset}", "vary": "accept"}, body=body or b"")


def _triples(settings: ServeSettings, endpoint: str) -> list[ox.Triple]:
    service, dataset, graph = (ox.NamedNode(f"{endpoint}{part}") for part in ("#service", "#dataset", "#graph"))
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if settings.token is not None else [])]
    kind = ox.NamedNode(f"{PREFIXES['rdf']}type")
    return [
        ox.Triple(service, kind, _sd("Service")),
        ox.Triple(service, _sd("endpoint"), ox.NamedNode(endpoint)),
        *(ox.Triple(service, _sd("supportedLanguage"), _sd(name)) for name in languages),
        *(ox.Triple(service, _sd("resultFormat"), ox.NamedNode(f"{_FORMATS}{name}")) for name in _ANSWERS),
        ox.Triple(service, _sd("defaultDataset"), dataset),
        ox.Triple(dataset, kind, _sd("Dataset")),
        ox.Triple(dataset, _sd("defaultGraph"), graph),
        ox.Triple(graph, kind, _sd("Graph")),
    ]


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{_SD}{name}")
