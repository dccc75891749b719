"""The claims as RDF by hand, and the questions in SPARQL: what a user of rdflib, or of kglab on it, has to write.

A claim is a node with its columns (an n-ary relation), since a plain triple has no room for who said so; beside it
stands the plain triple of what is firm. The speakers of a claim are one literal, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from benchmarks.peers.common import load_edges

if TYPE_CHECKING:
    import networkx
    from rdflib.term import Node

    from benchmarks.peers.common import Answer, Row

Triple: TypeAlias = tuple[URIRef, URIRef, URIRef | Literal]

EX: Final = "https://example.org/claims#"
NAMES: Final = ("ex", EX), ("rdfs", str(RDFS)), ("rdf", str(RDF)), ("xsd", str(XSD))
_FIRM: Final = "?claim ex:polarity true ; ex:modality ?modality . FILTER(?modality IN ('asserted', 'reported'))"
_FIRM_LAST: Final = """?claim ex:polarity ?positive ; ex:modality ?modality .
        FILTER(?positive = true && ?modality IN ('asserted', 'reported'))"""
"""The same for queries with a rarer pattern: rdflib begins with what has most constants."""
_ENDS: Final = ("document", "actor", "actor_side", "recipient", "recipient_side", "dyad")
_TEXTS: Final = ("actor_name", "recipient_name", "modality", "date", "speakers", "quote")
_TYPED: Final = (
    ("start", XSD.integer),
    ("end", XSD.integer),
    ("confidence", XSD.decimal),
    ("polarity", XSD.boolean),
    ("states", XSD.boolean),
)


def iri(name: str) -> URIRef:
    """A name of the rows as an IRI.

    >>> iri("kgr:RUS")
    rdflib.term.URIRef('https://example.org/claims#kgr:RUS')
    """
    return URIRef(name if ":/" in name else EX + name)


def name_of(node: object) -> str:
    """The other way round."""
    return str(node).removeprefix(EX)


def load_relations(relations: Mapping[str, Row]) -> Iterator[Triple]:
    """The relations with their parents and signs."""
    for name, relation in relations.items():
        yield iri(name), RDF.type, iri("Relation")
        yield iri(name), iri("sign"), Literal(relation["sign"])
        if relation["parent"] is not None:
            yield iri(name), RDFS.subPropertyOf, iri(relation["parent"])


def load_claim(row: Row, relations: Mapping[str, Row]) -> Iterator[Triple]:
    """A claim with its document, and the plain triples of what is firm."""
    claim, document = iri(row["id"]), iri(row["document"])
    yield claim, RDF.type, iri("Claim")
    yield claim, iri("relation"), iri(row["relation"])
    yield claim, iri("day"), Literal(row["day"], datatype=XSD.date)
    yield document, iri("publisher"), Literal(row["publisher"])
    yield document, iri("issued"), Literal(row["issued"], datatype=XSD.date)
    for key in _ENDS:
        yield claim, iri(key), iri(row[key])
    for key in _TEXTS:
        yield claim, iri(key), Literal(row[key])
    for key, kind in _TYPED:
        yield claim, iri(key), Literal(row[key], datatype=kind)
    for first, relation, second in load_edges(row, relations):
        yield iri(first), iri(relation), iri(second)


def supplies_query(since: str, until: str) -> str:
    """Who supplies whom in a window, with every kind of supply."""
    return f"""SELECT ?supplier ?relation ?receiver (COUNT(?claim) AS ?claims) WHERE {{
        ?relation rdfs:subPropertyOf* ex:suppliesTo .
        ?claim ex:relation ?relation ; ex:day ?day ; ex:actor_side ?supplier ; ex:recipient_side ?receiver .
        {_FIRM_LAST}
        FILTER(?day >= "{since}"^^xsd:date && ?day <= "{until}"^^xsd:date)
    }} GROUP BY ?supplier ?relation ?receiver"""


def supplies_rows(found: Iterable[Any]) -> Answer:
    """That answer with names for IRIs."""
    return [(name_of(one), name_of(kind), name_of(other), int(count)) for one, kind, other, count in found]


def dyad_key(first: str, second: str) -> str:
    """The key of a dyad of two states, as the rows have it.

    >>> dyad_key("kgr:RUS", "kgr:CHN")
    'urn:kgraph:dyad:CHN-RUS'
    """
    return "urn:kgraph:dyad:" + "-".join(sorted(name.removeprefix("kgr:") for name in (first, second)))


def dyad_query(dyad: str) -> str:
    """All claims of a dyad with sentence and speakers."""
    return f"""SELECT ?claim ?day ?actor ?relation ?recipient ?speakers ?quote WHERE {{
        ?claim ex:dyad <{iri(dyad)}> ; ex:day ?day ; ex:actor_name ?actor ; ex:relation ?relation ;
               ex:recipient_name ?recipient ; ex:speakers ?speakers ; ex:quote ?quote .
    }} ORDER BY ?day ?claim"""


def dyad_rows(found: Iterable[Any]) -> Answer:
    """That answer with names for IRIs."""
    return [(name_of(row[0]), str(row[1]), str(row[2]), name_of(row[3]), *map(str, row[4:])) for row in found]


def partners_query(first: str, second: str) -> str:
    """Whom two actors both stand in a firm relation to."""
    return f"""SELECT DISTINCT ?third WHERE {{
        <{iri(first)}> ?one ?third . ?one a ex:Relation .
        <{iri(second)}> ?other ?third . ?other a ex:Relation . }}"""


def partners_rows(found: Iterable[Any]) -> Answer:
    """That answer with names for IRIs."""
    return [(name_of(third),) for (third,) in found]


def rivals_query() -> str:
    """Denials, each with what is told as so of the same ends, relation and day."""
    return f"""SELECT ?no ?claim WHERE {{
        ?no ex:polarity false ; ex:day ?day ; ex:dyad ?dyad ; ex:actor_side ?actor ; ex:relation ?relation .
        ?claim ex:dyad ?dyad ; ex:day ?day ; ex:actor_side ?actor ; ex:relation ?relation . {_FIRM_LAST} }}"""


def rivals_rows(found: Iterable[Any]) -> Answer:
    """That answer with names for IRIs."""
    return [(name_of(no), name_of(yes)) for no, yes in found]


def by_year_query() -> str:
    """Firm claims by dyad, year and sign."""
    return f"""SELECT ?dyad ?year ?sign (COUNT(?claim) AS ?claims) WHERE {{
        ?claim ex:dyad ?dyad ; ex:day ?day ; ex:relation ?relation . ?relation ex:sign ?sign . {_FIRM}
        BIND(YEAR(?day) AS ?year)
    }} GROUP BY ?dyad ?year ?sign"""


def by_year_rows(found: Iterable[Any]) -> Answer:
    """That answer with names for IRIs."""
    return [(name_of(dyad), int(year), int(sign), int(count)) for dyad, year, sign, count in found]


def network_query() -> str:
    """By dyad: how many firm claims of cooperation and of conflict, of those that are confident enough."""
    return f"""SELECT ?first ?second ?sign (COUNT(?claim) AS ?claims) WHERE {{
        ?claim ex:actor_side ?first ; ex:recipient_side ?second ; ex:relation ?relation ; ex:confidence ?confidence .
        ?relation ex:sign ?sign . {_FIRM} FILTER(?confidence >= 0.5)
    }} GROUP BY ?first ?second ?sign"""


def network_graph(found: Iterable[Any]) -> networkx.Graph[str]:
    """The dyads as a weighted, signed graph."""
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    for first, second, sign, count in found:
        one, other, number = name_of(first), name_of(second), int(count)
        if one == other:
            continue
        if not graph.has_edge(one, other):
            graph.add_edge(one, other, claims=0, positive_weight=0, negative_weight=0)
        edge = graph.edges[one, other]
        edge["claims"] += number
        edge["positive_weight"] += number if int(sign) > 0 else 0
        edge["negative_weight"] += number if int(sign) < 0 else 0
        edge["weight"] = edge["positive_weight"] - edge["negative_weight"]
    return graph


def network_parts(graph: networkx.Graph[str]) -> list[set[str]]:
    """The communities of cooperation by Louvain."""
    import networkx

    louvain = networkx.community.louvain_communities
    return list(louvain(graph, weight="positive_weight", seed=0))


def holds_row(found: Iterable[tuple[Node, Any]], publisher: object, issued: object, claim: str) -> Row:
    """The columns of a claim from the predicates and values of its node."""
    row = {name_of(key): value for key, value in found}
    back: Row = {"id": claim, "publisher": str(publisher), "issued": str(issued), "day": str(row["day"])}
    back |= {key: str(row[key]) for key in _TEXTS}
    back |= {key: name_of(row[key]) for key in (*_ENDS, "relation")}
    return (
        back
        | {"start": int(row["start"]), "end": int(row["end"])}
        | {
            "confidence": float(row["confidence"]),
            "polarity": bool(row["polarity"].toPython()),
            "states": bool(row["states"].toPython()),
        }
    )


def told_of(graph: Graph, row: Row) -> tuple[list[tuple[Node, Any]], object, object, str]:
    """What a graph holds of a row's claim and of its document."""
    document = iri(row["document"])
    told: list[tuple[Node, Any]] = list(graph.predicate_objects(iri(row["id"])))
    return told, graph.value(document, iri("publisher")), graph.value(document, iri("issued")), row["id"]


def facts_of(graph: Graph) -> dict[str, Any]:
    """What is so of an rdflib graph in this shape, tried out."""
    edge = iri("kgr:FRA"), iri("condemns"), iri("kgr:IRN")
    days = {"one": Literal("2017-12", datatype=XSD.gYearMonth), "two": Literal("2017-13-40", datatype=XSD.date)}
    before = len(list(graph.subjects(RDF.type, iri("Claim"))))
    graph.add(edge)
    for name, day in days.items():
        graph.add((iri(name), RDF.type, iri("Claim")))
        graph.add((iri(name), iri("relation"), iri("condemns")))
        graph.add((iri(name), iri("day"), day))
    claims = len(list(graph.subjects(RDF.type, iri("Claim")))) - before
    alone = graph.value(iri("one"), iri("recipient")) is None
    month, wrong = (graph.value(iri(name), iri("day")) for name in days)
    for name in days:
        graph.remove((iri(name), None, None))
    left = edge in graph
    graph.remove(edge)
    return {
        "two documents that say the same are two claims": claims == 2,
        "a claim without a recipient": claims == 2 and alone,
        "a month as a date stays a month": str(month) == "2017-12",
        "removing a document takes what only it supports": not left,
        "refuses what is no date": wrong is None,
    }
