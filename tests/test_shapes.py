"""The SHACL shapes: a good graph conforms, and each shape refuses what it is there to refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace

import kgraph.ontology
from kgraph.ontology import PREFIXES

FOLDER = Path(kgraph.ontology.__file__).parent
SH = Namespace("http://www.w3.org/ns/shacl#")
HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())

CLAIM = """
<urn:kgraph:claim:1> a kg:Claim ;
    kg:actor kgr:RUS ;
    kg:actorName "Russia" ;
    kg:actorRollup kgr:RUS ;
    kg:recipient kgr:CHN ;
    kg:recipientName "China" ;
    kg:relation kg:cooperatesMilitarilyWith ;
    kg:dyad <urn:kgraph:dyad:CHN-RUS> ;
    kg:eventType plover:COOPERATE ;
    kg:context plover:ctx-military ;
    kg:date "2017-12-07"^^xsd:date ;
    kg:firstDay "2017-12-07"^^xsd:date ;
    kg:lastDay "2017-12-07"^^xsd:date ;
    kg:datePrecision "day" ;
    kg:dateBasis "explicit" ;
    kg:actorSpan "char=4,10" ;
    kg:extractor "hand" ;
    kg:modality kg:asserted ;
    kg:polarity true ;
    kg:confidence 0.83 ;
    kg:evidence <urn:kgraph:evidence:1> ;
    prov:wasDerivedFrom <urn:kgraph:document:a1> .
"""
VISIT = """
<urn:kgraph:claim:2> a kg:Claim ;
    kg:actor kgr:xi-jinping ;
    kg:actorName "Xi" ;
    kg:actorRollup kgr:CHN ;
    kg:extractor "hand" ;
    kg:datePrecision "month" ;
    kg:dateBasis "relative" ;
    kg:firstDay "2013-03-01"^^xsd:date ;
    kg:recipient kgr:RUS ;
    kg:relation kg:visits ;
    kg:eventType plover:CONSULT ;
    kg:mode plover:CONSULT-visit ;
    kg:date "2013-03"^^xsd:gYearMonth ;
    kg:modality kg:reported ;
    kg:polarity true ;
    kg:confidence 1.0 ;
    prov:wasDerivedFrom <urn:kgraph:document:a1> .
"""
MEMBERSHIP = """
<urn:kgraph:claim:3> a kg:Claim ;
    kg:actor kgr:FIN ;
    kg:actorName "Finland" ;
    kg:actorRollup kgr:FIN ;
    kg:extractor "hand" ;
    kg:datePrecision "range" ;
    kg:dateBasis "document" ;
    kg:firstDay "2023-01-01"^^xsd:date ;
    kg:recipient wd:Q7184 ;
    kg:relation kg:memberOf ;
    kg:dateStart "2023"^^xsd:gYear ;
    kg:modality kg:asserted ;
    kg:polarity true ;
    kg:confidence 1.0 ;
    prov:wasDerivedFrom <urn:kgraph:document:a1> .
"""
EVIDENCE = """
<urn:kgraph:evidence:1> a kg:Evidence ;
    oa:hasSource <urn:kgraph:document:a1> ;
    oa:hasSelector <urn:kgraph:evidence:1:selector> ;
    a oa:SpecificResource .
<urn:kgraph:evidence:1:selector> a oa:TextQuoteSelector, oa:TextPositionSelector ;
    oa:exact "The Russian and Chinese navies held an exercise." ;
    oa:start 0 ;
    oa:end 48 .
"""
DOCUMENT = """
<urn:kgraph:document:a1> a kg:Document, schema:NewsArticle ;
    kg:sha256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" ;
    dct:issued "2017-12-08"^^xsd:date ;
    schema:inLanguage "en" .
"""
ACTORS = """
kgr:RUS a kg:State ; rdfs:label "Russia"@en .
kgr:CHN a kg:State ; skos:prefLabel "China"@en .
"""
EVENT = """
<urn:kgraph:event:1> a kg:Event ;
    kg:mergeReason "one and the same exercise" ;
    kg:mergedBy "person" ;
    dct:created "2024-06-19"^^xsd:date .
<urn:kgraph:claim:1> kg:inEvent <urn:kgraph:event:1> .
<urn:kgraph:claim:2> kg:inEvent <urn:kgraph:event:1> .
"""
GOOD = CLAIM + VISIT + MEMBERSHIP + EVENT + EVIDENCE + DOCUMENT + ACTORS


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(FOLDER / "kgraph.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(FOLDER / "shapes.ttl")


def parsed(turtle: str) -> Graph:
    return Graph().parse(data=HEAD + turtle, format="turtle")


def messages(turtle: str, shapes: Graph, ontology: Graph) -> set[str]:
    """What the shapes say of a graph; nothing of one that conforms. Warnings do no harm."""
    conforms, report, _ = validate(parsed(turtle) + ontology, shacl_graph=shapes, allow_warnings=True)
    found = {str(report.value(result, SH.resultMessage)) for result in report.subjects(SH.resultSeverity, SH.Violation)}
    assert conforms == (not found)
    return found


def swapped(old: str, new: str) -> str:
    """The good graph with one thing changed."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_good_graph_conforms(shapes: Graph, ontology: Graph) -> None:
    assert messages(GOOD, shapes, ontology) == set()


BAD = {
    "no actor": ("    kg:actor kgr:RUS ;\n", "", "A claim has exactly one actor, an IRI."),
    "two actors": ("kg:actor kgr:RUS", "kg:actor kgr:RUS, kgr:USA", "A claim has exactly one actor, an IRI."),
    "an actor that is text": ("kg:actor kgr:RUS", 'kg:actor "Russia"', "A claim has exactly one actor, an IRI."),
    "two recipients": (
        "kg:recipient kgr:CHN",
        "kg:recipient kgr:CHN, kgr:USA",
        "A claim has at most one recipient, an IRI.",
    ),
    "no relation": (
        "    kg:relation kg:visits ;\n",
        "",
        "A claim has exactly one relation, one of the ontology's.",
    ),
    "a relation nobody knows": (
        "kg:relation kg:visits",
        "kg:relation kg:befriends",
        "A claim has exactly one relation, one of the ontology's.",
    ),
    "two event types": (
        "kg:eventType plover:COOPERATE",
        "kg:eventType plover:COOPERATE, plover:AID",
        "A claim has at most one event type, one of PLOVER's sixteen.",
    ),
    "an event type of another scheme": (
        "kg:eventType plover:COOPERATE",
        "kg:eventType cameo:062",
        "A claim has at most one event type, one of PLOVER's sixteen.",
    ),
    "a context nobody knows": ("plover:ctx-military", "plover:ctx-naval", "A context is one of PLOVER's."),
    "a modality nobody knows": (
        "kg:modality kg:reported",
        "kg:modality kg:rumoured",
        "A claim has exactly one modality, one of the ontology's.",
    ),
    "polarity in words": (
        "kg:dyad <urn:kgraph:dyad:CHN-RUS> ;",
        'kg:polarity "yes" ;',
        "A claim has exactly one polarity, an xsd:boolean.",
    ),
    "confidence in percent": (
        "kg:confidence 0.83",
        "kg:confidence 83.0",
        "A claim has exactly one confidence, an xsd:decimal from 0 to 1.",
    ),
    "confidence of another datatype": (
        "kg:confidence 0.83",
        "kg:confidence 8.3e-1",
        "A claim has exactly one confidence, an xsd:decimal from 0 to 1.",
    ),
    "two documents": (
        "    kg:evidence <urn:kgraph:evidence:1> ;\n    prov:wasDerivedFrom",
        "    prov:wasDerivedFrom <urn:kgraph:document:b2> , ",
        "A claim comes from exactly one document.",
    ),
    "a date in words": (
        'kg:date "2013-03"^^xsd:gYearMonth',
        'kg:date "March 2013"',
        "A claim has at most one date, an xsd:date, xsd:gYearMonth or xsd:gYear.",
        "The precision is that of the date.",
    ),
    "an interval from a moment": (
        'kg:dateStart "2023"^^xsd:gYear',
        'kg:dateStart "2023-04-04T12:00:00"^^xsd:dateTime',
        "An interval starts at most once, at an xsd:date, xsd:gYearMonth or xsd:gYear.",
    ),
    "an interval to a number": (
        'kg:dateStart "2023"^^xsd:gYear',
        "kg:dateEnd 2023",
        "An interval ends at most once, at an xsd:date, xsd:gYearMonth or xsd:gYear.",
        "The precision is that of the date.",
    ),
    "a first day after the last": (
        'kg:firstDay "2017-12-07"',
        'kg:firstDay "2017-12-09"',
        "The first day is not after the last.",
    ),
    "an event without its type": (
        "    kg:eventType plover:COOPERATE ;\n",
        "",
        "A claim without an event type states a relation that lasts.",
    ),
    "cooperation with nobody": (
        "    kg:recipient kgr:CHN ;\n",
        "",
        "A claim of this event type names a recipient.",
    ),
    "a mode of another event type": (
        "kg:eventType plover:CONSULT",
        "kg:eventType plover:ACCUSE",
        "A mode belongs to the claim's event type.",
    ),
    "a mode without its event type": (
        "kg:dateStart",
        "kg:mode plover:CONSULT-visit ; kg:dateStart",
        "A mode belongs to the claim's event type.",
    ),
    "a mode nobody knows": (
        "kg:mode plover:CONSULT-visit",
        "kg:mode plover:CONSULT-letter",
        "A claim has at most one mode, one of PLOVER's.",
        "A mode belongs to the claim's event type.",
    ),
    "an event of one claim": (
        "<urn:kgraph:claim:2> kg:inEvent <urn:kgraph:event:1> .\n",
        "",
        "An event is two claims or more.",
    ),
    "an event for no reason": (
        "one and the same exercise",
        "",
        "An event has exactly one reason, which is not empty.",
    ),
    "an event made by nobody": (
        'kg:mergedBy "person"',
        'kg:mergedBy "chance"',
        "An event was made by rule or by a person.",
    ),
    "an event made in a year": (
        'dct:created "2024-06-19"^^xsd:date',
        'dct:created "2024"^^xsd:gYear',
        "An event was made on one xsd:date.",
    ),
    "evidence in no document": (
        "    oa:hasSource <urn:kgraph:document:a1> ;\n",
        "",
        "Evidence stands in exactly one document.",
    ),
    "an empty quote": (
        'oa:exact "The Russian and Chinese navies held an exercise."',
        'oa:exact ""',
        "A selector quotes the words, which are not empty.",
        "The words fill their offsets.",
    ),
    "a quote that ends before it starts": (
        "oa:end 48",
        "oa:end -1",
        "The words end before one character, an xsd:integer from 1.",
        "The words fill their offsets.",
    ),
    "a quote that does not fill its offsets": (
        "oa:end 48",
        "oa:end 47",
        "The words fill their offsets.",
    ),
    "evidence without a selector": (
        "    oa:hasSelector <urn:kgraph:evidence:1:selector> ;\n",
        "",
        "Evidence has exactly one selector, an IRI.",
    ),
    "a quote without its end": (
        "    oa:start 0 ;\n    oa:end 48 .",
        "    oa:start 0 .",
        "The words end before one character, an xsd:integer from 1.",
    ),
    "a span that is no fragment": (
        'kg:actorSpan "char=4,10"',
        'kg:actorSpan "4-10"',
        "A span is a text fragment of RFC 5147, such as char=10,14.",
    ),
    "a document with half a hash": (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "e3b0c44298fc1c149afbf4c8996fb924",
        "A document has one sha256 of its text, 64 hex digits.",
    ),
    "a document issued twice": (
        'dct:issued "2017-12-08"^^xsd:date',
        'dct:issued "2017-12-08"^^xsd:date, "2017-12-09"^^xsd:date',
        "A document was issued at most once, on an xsd:date.",
    ),
    "a document issued in a year": (
        'dct:issued "2017-12-08"^^xsd:date',
        'dct:issued "2017"^^xsd:gYear',
        "A document was issued at most once, on an xsd:date.",
    ),
    "a state without a name": (
        'kgr:RUS a kg:State ; rdfs:label "Russia"@en .',
        "kgr:RUS a kg:State .",
        "An actor has a label.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_graph_is_refused(case: str, shapes: Graph, ontology: Graph) -> None:
    old, new, *expected = BAD[case]
    assert messages(swapped(old, new), shapes, ontology) == set(expected)


@pytest.mark.parametrize("event_type", ["COOPERATE", "AID", "SANCTION"])
def test_recipient_is_required_by_these_types(event_type: str, shapes: Graph, ontology: Graph) -> None:
    graph = VISIT.replace("    kg:recipient kgr:RUS ;\n", "").replace("    kg:mode plover:CONSULT-visit ;\n", "")
    assert messages(graph, shapes, ontology) == set()
    bad = graph.replace("plover:CONSULT", f"plover:{event_type}")
    assert messages(bad, shapes, ontology) == {"A claim of this event type names a recipient."}


def test_ontology_as_a_separate_graph(shapes: Graph, ontology: Graph) -> None:
    assert validate(parsed(GOOD), shacl_graph=shapes, ont_graph=ontology, allow_warnings=True)[0]
    bad = parsed(swapped("kg:relation kg:visits", "kg:relation kg:befriends"))
    assert not validate(bad, shacl_graph=shapes, ont_graph=ontology)[0]


def test_shapes_are_themselves_valid_shacl(shapes: Graph) -> None:
    conforms, _, text = validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_ontology_alone_conforms(shapes: Graph, ontology: Graph) -> None:
    assert validate(ontology, shacl_graph=shapes)[0]
