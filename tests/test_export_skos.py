# ruff: noqa: F811 - fixtures are imported
"""Actors as SKOS: the scheme's integrity, and what the concepts say."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kgraph.export_actors import (
    export_actors,
)
from kgraph.model import Actor
from kgraph.ontology import PREFIXES
from tests.test_export_actors import ARMY, PUTIN, RUSSIA, SERVICE, ask, everybody, graph_of, skos  # noqa: F401 - fixtures

BREACHES = {
    "two preferred labels of a language": (
        "?c skos:prefLabel ?a, ?b FILTER(LCASE(LANG(?a)) = LCASE(LANG(?b)) && STR(?a) < STR(?b))",
        'kgr:a skos:prefLabel "a"@en, "b"@en .',
    ),
    "a label preferred and alternative": (
        "?c skos:prefLabel ?a ; skos:altLabel ?a",
        'kgr:a skos:prefLabel "a"@en ; skos:altLabel "a"@en .',
    ),
    "a label preferred and hidden": (
        "?c skos:prefLabel ?a ; skos:hiddenLabel ?a",
        'kgr:a skos:prefLabel "a"@en ; skos:hiddenLabel "a"@en .',
    ),
    "a label alternative and hidden": (
        "?c skos:altLabel ?a ; skos:hiddenLabel ?a",
        'kgr:a skos:altLabel "a"@en ; skos:hiddenLabel "a"@en .',
    ),
    "a label without a language": (
        "?c skos:prefLabel|skos:altLabel|skos:hiddenLabel ?a FILTER(LANG(?a) = '')",
        'kgr:a skos:altLabel "a" .',
    ),
    "related and broader at once": (
        "?a skos:related|^skos:related ?b . ?a skos:broader+ ?b",
        "kgr:a skos:related kgr:b . kgr:b skos:broader kgr:c . kgr:a skos:broader kgr:b .",
    ),
    "related to itself": ("?a skos:related|skos:broader+ ?a", "kgr:a skos:related kgr:a ."),
    "related to what is no concept": (
        "?a skos:related|skos:broader ?b FILTER NOT EXISTS { ?b a skos:Concept }",
        "kgr:a skos:broader kgr:b .",
    ),
    "a concept without a label": (
        "?c a skos:Concept FILTER NOT EXISTS { ?c skos:prefLabel ?label FILTER(LANG(?label) = 'en') }",
        'kgr:a a skos:Concept ; skos:prefLabel "a"@de .',
    ),
    "a concept in no scheme": (
        "?c a skos:Concept FILTER NOT EXISTS { ?c skos:inScheme/a skos:ConceptScheme }",
        "kgr:a a skos:Concept .",
    ),
    "neither on top nor below": (
        "?c a skos:Concept FILTER NOT EXISTS { ?c skos:topConceptOf|skos:broader ?d }",
        "kgr:a a skos:Concept .",
    ),
    "on top and below": (
        "?c skos:topConceptOf ?s ; skos:broader ?d",
        "kgr:a skos:topConceptOf kgr:s ; skos:broader kgr:b .",
    ),
    "a notation without a scheme": (
        "{ SELECT DISTINCT (DATATYPE(?n) AS ?d) WHERE { ?c skos:notation ?n } }"
        " FILTER NOT EXISTS { ?d a rdfs:Datatype ; rdfs:label ?l }",
        'kgr:a skos:notation "RU" .',
    ),
}


@pytest.fixture(scope="module")
def concepts(everybody: list[Actor], tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return graph_of(export_actors(everybody, tmp_path_factory.mktemp("skos") / "all.skos.ttl").read_bytes())


@pytest.mark.parametrize("breach", BREACHES)
def test_skos_integrity(breach: str, concepts: ox.Store) -> None:
    where, example = BREACHES[breach]
    declared = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    assert ask(graph_of(declared + example), where)
    assert ask(concepts, where) == []


def test_every_actor_is_a_concept(everybody: list[Actor], concepts: ox.Store) -> None:
    found = concepts.query("SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c a skos:Concept }", prefixes=dict(PREFIXES))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["n"].value for row in found] == [str(len(everybody))]


@pytest.mark.parametrize(
    "where",
    [
        'kgr:RUS skos:prefLabel "Russia"@en, "Россия"@ru',
        'kgr:RUS skos:altLabel "Russian Federation"@en, "RSFSR"@en, "РФ"@ru',
        'kgr:RUS skos:hiddenLabel "Moscow"@en',
        'kgr:RUS skos:notation "RU"^^kg:iso2Code, "365"^^kg:cowCode',
        "kgr:RUS skos:exactMatch wd:Q159",
        'kgr:RUS a kg:State ; kg:validFrom "1991-12-25"^^xsd:date',
        'kgr:vladimir-putin skos:related kgr:RUS, kgr:fsb ; skos:hiddenLabel "Putin"@en',
        "kgr:RUS-MIL skos:broader kgr:RUS FILTER NOT EXISTS { kgr:RUS-MIL skos:related ?other }",
        "?scheme a skos:ConceptScheme ; dct:title ?title . kgr:fsb skos:inScheme ?scheme ; skos:topConceptOf ?scheme",
    ],
)
def test_what_the_concepts_say(where: str) -> None:
    assert ask(skos([RUSSIA, SERVICE, PUTIN, ARMY]), f"{where} BIND(1 AS ?one)")


def test_rdflib_reads_the_scheme(tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(export_actors([RUSSIA, PUTIN, ARMY], tmp_path / "a.skos.ttl"), format="turtle")
    assert len(graph) == len(skos([RUSSIA, PUTIN, ARMY]))
