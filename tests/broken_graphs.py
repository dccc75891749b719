"""A small graph with something of everything, and every way in which one of its triples can be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import cycle, islice

import pyoxigraph as ox

from kgraph.graph.vocabulary import ontology_quads
from kgraph.ontology import PREFIXES
from kgraph.rdf.terms import node

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
GOOD = """
<urn:kgraph:claim:a#> a kg:Claim ;
    kg:actor <urn:kgraph:actor:a#> ; kg:actorName "Russia" ;
    kg:actorRollup <urn:kgraph:actor:a#> ; kg:actorState <urn:kgraph:actor:a#> ;
    kg:recipient <urn:kgraph:actor:b#> ; kg:recipientName "China" ;
    kg:recipientRollup <urn:kgraph:actor:b#> ; kg:recipientState <urn:kgraph:actor:b#> ;
    kg:relation kg:cooperatesMilitarilyWith ; kg:dyad <urn:kgraph:dyad:a#-b#> ;
    kg:eventType plover:COOPERATE ; kg:context plover:ctx-military ;
    kg:date "2017-12-07"^^xsd:date ; kg:firstDay "2017-12-07"^^xsd:date ; kg:lastDay "2017-12-07"^^xsd:date ;
    kg:datePrecision "day" ; kg:dateBasis "explicit" ; kg:placeName "Moscow" ;
    kg:modality kg:asserted ; kg:polarity true ; kg:confidence 0.83 ; kg:extractor "hand" ;
    kg:attributedTo <urn:kgraph:actor:b#> ; kg:attribution <urn:kgraph:attribution:a#-1> ;
    kg:evidence <urn:kgraph:evidence:a#> ; kg:actorSpan "char=4,10" ;
    kg:inEvent <urn:kgraph:event:a#> ;
    prov:wasDerivedFrom <urn:kgraph:document:a#> .
<urn:kgraph:attribution:a#-1> a kg:Attribution ; kg:position 1 ;
    kg:source <urn:kgraph:actor:b#> ; kg:sourceName "China" ; kg:cue "said" .
<urn:kgraph:evidence:a#> a kg:Evidence ;
    oa:hasSource <urn:kgraph:document:a#> ; oa:hasSelector <urn:kgraph:selector:a#> .
<urn:kgraph:selector:a#> a oa:TextQuoteSelector, oa:TextPositionSelector ;
    oa:exact "The navies \\u2014 met." ; oa:start 2 ; oa:end 19 .
<urn:kgraph:document:a#> a kg:Document, schema:NewsArticle ;
    kg:sha256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" ;
    dct:issued "2017-12-08"^^xsd:date ; schema:inLanguage "en" ; dct:license "CC0" ;
    kg:text "- The navies \\u2014 met." .
<urn:kgraph:claim:b#> a kg:Claim ;
    kg:actor <urn:kgraph:actor:a#> ; kg:actorName "Russia" ; kg:actorRollup <urn:kgraph:actor:a#> ;
    kg:relation kg:suppliesOilTo ;
    kg:recipient <urn:kgraph:actor:b#> ; kg:recipientName "China" ; kg:recipientRollup <urn:kgraph:actor:b#> ;
    kg:eventType plover:CONSULT ; kg:mode plover:CONSULT-visit ;
    kg:dateStart "2013-03"^^xsd:gYearMonth ; kg:dateEnd "2014"^^xsd:gYear ; kg:firstDay "2013-03-01"^^xsd:date ;
    kg:datePrecision "range" ; kg:dateBasis "relative" ;
    kg:modality kg:reported ; kg:polarity true ; kg:confidence 1.0 ; kg:extractor "hand" ;
    kg:inEvent <urn:kgraph:event:a#> ;
    prov:wasDerivedFrom <urn:kgraph:dataset:a#> .
<urn:kgraph:dataset:a#> a kg:Dataset, dcat:Dataset ; dct:title "Ties" ; dcat:version "2" ; dct:license "CC0" ;
    dct:bibliographicCitation "Somebody" .
<urn:kgraph:event:a#> a kg:Event ; kg:mergeReason "one and the same" ; kg:mergedBy "person" ;
    dct:created "2024-06-19"^^xsd:date .
<urn:kgraph:actor:a#> a kg:Actor, kg:State ; rdfs:label "Russia" ; kg:state kgr:RUS ; kg:sector plover:sector-GOV ;
    kg:validFrom "1991"^^xsd:gYear ; kg:validTo "2100-01"^^xsd:gYearMonth ;
    skos:exactMatch <http://www.wikidata.org/entity/Q1a#> ;
    kg:cooperatesMilitarilyWith <urn:kgraph:actor:b#> ; kg:suppliesOilTo <urn:kgraph:actor:b#> .
<urn:kgraph:actor:b#> a kg:Actor ; rdfs:label "China" ; skos:exactMatch <http://www.wikidata.org/entity/Q2a#> ;
    kg:cooperatesMilitarilyWith <urn:kgraph:actor:a#> .
<urn:kgraph:actor:c#> a kg:Actor ; skos:prefLabel "PRC"@en ; kg:sameActorAs <urn:kgraph:actor:b#> ;
    skos:exactMatch <http://www.wikidata.org/entity/Q2a#> .
"""
_XSD = PREFIXES["xsd"]
ODD: tuple[ox.NamedNode | ox.Literal, ...] = (
    *(
        node(name)
        for name in ("urn:kgraph:odd:x", "kg:Claim", "kg:suppliesOilTo", "kg:rejects", "plover:AID", "kg:denied")
    ),
    *(node(name) for name in ("kgr:FRA", "plover:CONSULT-visit", "plover:sector-MIL", "plover:ctx-naval", "kg:State")),
    *(ox.Literal(text) for text in ("", "x", "day", "char=9", "\x00]]>\ufffe", "rule", "2017", "true", "0.5")),
    ox.Literal("Russland", language="de"),
    *(
        ox.Literal(text, datatype=ox.NamedNode(_XSD + kind))
        for kind, texts in {
            "date": ("2017-12-07", "2017-12-31", "1900-02-29", "2000-02-29", "2017-13-01", "7 Dec", "2017-12-07Z"),
            "gYear": ("2017", "1850", "20x7"),
            "gYearMonth": ("2017-12", "2017-00", "2013-03"),
            "dateTime": ("2017-12-07T00:00:00",),
            "boolean": ("false", "yes"),
            "integer": ("0", "-1", "19", "many"),
            "decimal": ("0.4", "1.01", "1,5"),
            "double": ("8.3E-1",),
        }.items()
        for text in texts
    ),
)
"""What a triple may have for an object in place of the right one."""

Change = tuple[int, str, ox.NamedNode | ox.Literal | None]


@cache
def triples(number: int) -> list[ox.Triple]:
    """The good graph under names of its own."""
    turtle = HEAD + GOOD.replace("#>", f"{number}>").replace("a#-", f"a{number}-").replace("b#>", f"b{number}>")
    return sorted((quad.triple for quad in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)), key=str)


def changes(every: int | None = None) -> list[Change]:
    """The ways to change one triple: to take it out, to give it another object, to put another object beside it.

    Args:
        every: how many objects are tried in each place, in turn; None for all of them.
    """
    found: list[Change] = []
    turn = cycle(ODD)
    for place in range(len(triples(0))):
        found += [(place, "without", None), (place, "itself", None)]
        for how in ("other", "more"):
            found += [(place, how, odd) for odd in (ODD if every is None else islice(turn, every))]
    return found


def changed(number: int, made: Iterable[Change]) -> Iterator[ox.Quad]:
    """The good graph under names of its own, with these changes."""
    given = triples(number)
    kept = dict(enumerate(given))
    added: list[ox.Triple] = []
    for place, how, odd in made:
        if how != "more":
            kept.pop(place, None)
        new = node(f"urn:kgraph:actor:a{number}") if how == "itself" else odd
        if new is not None:
            added.append(ox.Triple(given[place].subject, given[place].predicate, new))
    return (ox.Quad(one.subject, one.predicate, one.object) for one in (*kept.values(), *added))


def store_of(graphs: Iterable[Iterable[Change]]) -> ox.Store:
    """Broken graphs side by side, with the ontology."""
    store = ox.Store()
    store.extend(ontology_quads())
    for number, made in enumerate(graphs):
        store.extend(changed(number, made))
    return store
