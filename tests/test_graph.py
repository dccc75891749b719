"""The graph: adding, replacing, querying, on disk and in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import DataError, QueryError, UnknownNameError
from kgraph.graph import Added, GraphReader, KnowledgeGraph
from kgraph.model import Actor, ActorKind, ActorRef, Attribution, Claim, Date, Document, Evidence, Modality, Polarity
from tests.generated import claims

RUSSIA = ActorRef(id="kgr:RUS", name="Russia", state="RUS")
KOREA = ActorRef(id="kgr:PRK", name="North Korea", state="PRK")
CHINA = ActorRef(id="kgr:CHN", name="China", state="CHN")


def told(document: str, relation: str = "suppliesOilTo", **changes: object) -> Claim:
    fields: dict[str, object] = {"actor": RUSSIA, "recipient": KOREA, "event_type": "COOPERATE", **changes}
    return Claim(document=document, relation=relation, **fields)  # type: ignore[arg-type]


def quads(graph: GraphReader) -> list[str]:
    return sorted(str(quad) for quad in graph.store)


def edges(graph: GraphReader) -> set[tuple[object, ...]]:
    return set(graph.query("SELECT ?s ?r ?o WHERE { ?r a kg:Relation . ?s ?r ?o }").rows)


OIL = ("kgr:RUS", "kg:suppliesOilTo", "kgr:PRK")


def test_the_plain_edge_and_the_claim_behind_it_answer() -> None:
    graph = KnowledgeGraph()
    graph.add(Document(id="a", text="x"), [told("a", modality=Modality.REPORTED, date=Date(start="2017-12-05"))])
    assert graph.query("SELECT ?r WHERE { kgr:RUS ?r kgr:PRK }").rows == [("kg:suppliesOilTo",)]
    wider = "SELECT ?d WHERE { ?r rdfs:subPropertyOf* kg:suppliesTo . ?c kg:relation ?r ; kg:date ?d }"
    assert graph.query(wider).rows == [(date(2017, 12, 5),)]


def test_adding_twice_adds_nothing() -> None:
    graph, document = KnowledgeGraph(), Document(id="a", text="x")
    assert graph.add(document, [told("a")]) is Added.NEW
    before = quads(graph)
    assert graph.add(document, [told("a")]) is Added.UNCHANGED
    assert graph.add_claims([told("a"), told("a", confidence=0.6)]) == 0
    assert quads(graph) == before


def test_a_changed_document_replaces_its_own_claims_and_no_others() -> None:
    graph = KnowledgeGraph()
    other = Document(id="b", text="y")
    graph.add(other, [told("b", "meetsWith", event_type="CONSULT")])
    graph.add(Document(id="a", text="x"), [told("a"), told("a", "meetsWith", event_type="CONSULT")])
    assert graph.add(Document(id="a", text="x2"), [told("a", "sanctions", event_type="SANCTION")]) is Added.REPLACED
    assert {claim.relation for claim in graph.claims_in("a")} == {"sanctions"}
    assert graph.document("a") == Document(id="a", text="", sha256=Document(text="x2").sha256)
    assert edges(graph) == {
        ("kgr:RUS", "kg:meetsWith", "kgr:PRK"),
        ("kgr:PRK", "kg:meetsWith", "kgr:RUS"),
        ("kgr:RUS", "kg:sanctions", "kgr:PRK"),
    }


@settings(max_examples=60)
@given(st.lists(claims("a"), max_size=4), st.lists(claims("a"), max_size=4), st.lists(claims("b"), max_size=4))
def test_a_replaced_document_leaves_what_a_fresh_graph_would_hold(
    first: list[Claim], second: list[Claim], beside: list[Claim]
) -> None:
    replaced, fresh = KnowledgeGraph(), KnowledgeGraph()
    replaced.add(Document(id="a", text="x"), first)
    for graph in (replaced, fresh):
        graph.add(Document(id="b", text="y"), beside)
        graph.add(Document(id="a", text="x2"), second)
    kept = set(quads(replaced)) - set(quads(fresh))
    assert set(quads(fresh)) <= set(quads(replaced))
    assert all("#label>" in quad or "ns#Actor>" in quad for quad in kept), "only the names of actors may stay"


def test_a_denied_claim_never_becomes_a_plain_edge_and_takes_none_away() -> None:
    graph = KnowledgeGraph()
    graph.add(Document(id="a", text="x"), [told("a", modality=Modality.DENIED)])
    assert edges(graph) == set()
    graph.add(Document(id="b", text="x"), [told("b")])
    assert edges(graph) == {OIL}
    assert graph.remove("a")
    assert edges(graph) == {OIL}
    assert graph.remove("b")
    assert edges(graph) == set()
    assert not graph.remove("b")


def test_a_claim_of_another_document_is_refused_and_nothing_is_stored() -> None:
    graph = KnowledgeGraph()
    with pytest.raises(DataError, match="another document"):
        graph.add(Document(id="a", text="x"), [told("a"), told("b")])
    assert len(graph) == 0
    assert list(graph.documents()) == []


def test_claims_between_two_actors_take_in_who_acted_for_a_state_newest_first() -> None:
    graph = KnowledgeGraph()
    putin = ActorRef(id="kgr:vladimir-putin", name="Vladimir Putin", state="RUS")
    older = told("a", "visits", event_type="CONSULT", actor=CHINA, recipient=putin, date=Date(start="2016"))
    newer = told("a", "meetsWith", event_type="CONSULT", actor=putin, recipient=CHINA, date=Date(start="2017-12"))
    undated = told("a", "meetsWith", event_type="CONSULT", actor=RUSSIA, recipient=CHINA)
    graph.add_claims([older, newer, undated, told("a")])
    assert list(graph.claims_between("kgr:RUS", "kgr:CHN")) == [newer, older, undated]
    assert list(graph.claims_between("kgr:CHN", "kgr:vladimir-putin")) == [newer, older]


def test_what_is_known_of_actors_is_kept_with_the_claims() -> None:
    graph = KnowledgeGraph()
    state = Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS", same_as=("wd:Q159",))
    said = (Attribution(id="kgr:xinhua", name="Xinhua", cue="reported"),)
    graph.add(Document(id="a", text="x"), [told("a", attribution=said)], actors=[state])
    assert graph.actor("kgr:RUS") == state
    assert [actor.label for actor in graph.actors()] == ["North Korea", "Russia", "Xinhua"]
    assert graph.query("ASK { kgr:RUS skos:exactMatch wd:Q159 }")


def test_text_is_kept_only_on_request() -> None:
    graph, document = KnowledgeGraph(), Document(id="a", text="Russia shipped oil.")
    graph.add(document, [])
    assert graph.document("a") == Document(id="a", text="", sha256=document.sha256)
    assert graph.add(document, [], keep_text=True) is Added.REPLACED
    assert graph.document("a") == document


def test_values_of_an_answer_are_plain() -> None:
    graph = KnowledgeGraph()
    quote = Evidence(quote="Oil", start=0, end=3)
    graph.add_claims([told("a", date=Date(start="2017-12"), confidence=0.83, evidence=quote)])
    answer = graph.query(
        "SELECT ?conf ?pos ?date ?day ?n ?none WHERE { ?c kg:confidence ?conf ; kg:polarity ?pos ; kg:date ?date ;"
        " kg:firstDay ?day ; kg:evidence/oa:hasSelector/oa:end ?n OPTIONAL { ?c kg:mode ?none } }"
    )
    assert answer.columns == ("conf", "pos", "date", "day", "n", "none")
    assert answer.rows == [(0.83, True, "2017-12", date(2017, 12, 1), 3, None)]
    assert answer.column("day") == [date(2017, 12, 1)]
    assert str(answer.to_pandas()["day"].dtype).startswith("datetime64")
    with pytest.raises(QueryError, match="no column"):
        answer.column("year")


def test_ask_and_construct_answer_too() -> None:
    graph = KnowledgeGraph()
    graph.add_claims([told("a")])
    assert graph.query("ASK { kgr:RUS kg:suppliesOilTo kgr:PRK }")
    assert not graph.query("ASK { kgr:PRK kg:suppliesOilTo kgr:RUS }")
    built = graph.query("CONSTRUCT { ?s kg:dyad ?o } WHERE { ?s kg:suppliesOilTo ?o }")
    assert built.rows == [("kgr:RUS", "kg:dyad", "kgr:PRK")]


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?r WHERE {\n kgr:RUS ?r kgr:CHN", "line 2, column 20: at its end"),
        ("SELECT ?r WHERE {\n kgx:RUS ?r kgr:CHN }", "line 2, column 10: prefix kgx: is not declared; known: cameo"),
        ("SELEKT ?r", "line 1, column 10: at its end: expected"),
        ("INSERT DATA { kgr:RUS kg:sanctions kgr:CHN }", "an update, not a query"),
    ],
)
def test_a_refused_query_says_where_on_one_line(sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        KnowledgeGraph().query(sparql)
    assert "\n" not in str(caught.value)


def test_a_query_asks_no_other_server() -> None:
    graph = KnowledgeGraph()
    with pytest.raises(QueryError, match="answers from itself alone"):
        graph.query("SELECT ?s WHERE { service silent <https://example.org/sparql> { ?s ?p ?o } }")
    quoted = 'SELECT ?x WHERE { BIND("SERVICE <x> {" AS ?x) } # SERVICE <https://example.org>'
    assert graph.query(quoted).rows == [("SERVICE <x> {",)]


def test_two_sides_that_blame_each_other_do_not_back_each_other() -> None:
    graph = KnowledgeGraph()
    raid = {"event_type": "ASSAULT", "actor": CHINA, "recipient": KOREA}
    graph.add_claims(
        [told("a", "attacks", **raid), told("b", "attacks", **{**raid, "actor": KOREA, "recipient": CHINA})]
    )
    assert [row[:3] for row in graph.named("single-source")] == [
        ("kgr:CHN", "kg:attacks", "kgr:PRK"),
        ("kgr:PRK", "kg:attacks", "kgr:CHN"),
    ]


def test_the_cookbook_counts_no_denial_as_a_deed() -> None:
    graph = KnowledgeGraph()
    day = Date(start="2017-12-05")
    graph.add_claims([told("a", modality=Modality.DENIED, date=day), told("b", polarity=Polarity.NEGATIVE, date=day)])
    for name, arguments in (("monthly", ("kgr:RUS", "kgr:PRK")), ("cooperation", ("kgr:RUS",)), ("top-dyads", ())):
        assert graph.named(name, *arguments).rows == []
    assert len(graph.named("denials")) == 2
    assert sorted(graph.named("dyad-history", "kgr:RUS", "kgr:PRK").column("positive")) == [False, True]


def test_no_string_hides_a_service_and_none_is_taken_for_one() -> None:
    graph = KnowledgeGraph()
    hidden = 'SELECT * { BIND("\\"" AS ?a) SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } BIND("b" AS ?c) }'
    with pytest.raises(QueryError, match="answers from itself alone"):
        graph.query(hidden)
    assert graph.query('SELECT ?x WHERE { BIND("""a\nSERVICE <x> {""" AS ?x) }').rows == [("a\nSERVICE <x> {",)]


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "ASK { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "ASK { SERVICESILENT <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX : <http://127.0.0.1:9/> ASK { SERVICE:x { ?a ?b ?c } }",
        "PREFIX p: <http://127.0.0.1:9/> ASK { SERVICEp:x { ?a ?b ?c } }",
        f"PREFIX {'p' * 300}: <http://127.0.0.1:9/> ASK {{ SERVICE{'p' * 300}:x {{ ?a ?b ?c }} }}",
        f"PREFIX p: <http://127.0.0.1:9/> ASK {{ SERVICE p:{'x' * 300} {{ ?a ?b ?c }} }}",
        "ASK { SERVICE#\n<http://127.0.0.1:9/>#\r{ ?a ?b ?c } }",
        "ASK { OPTIONAL { ?s <urn:\\u0041#> ?o } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } \n}",
        "ASK { OPTIONAL { ?s <urn:\\u0041'> ?o } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } FILTER('a' = 'a') }",
        "ASK { FILTER(1<'x>') SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } FILTER('a' = 'a') }",
        "ASK { ?s kg:a\\'b ?o . SERVICE <http://127.0.0.1:9/> { ?s kg:a\\'b ?c } }",
    ],
)
def test_no_way_of_writing_hides_a_service(sparql: str) -> None:
    with pytest.raises(QueryError, match="answers from itself alone"):
        KnowledgeGraph().query(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service ?x { BIND(1 AS ?service) }",
        "ASK { { BIND(1 AS ?a) } # SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }\n }",
        "ASK { MINUS { ?s a <http://schema.org/Service> } MINUS { ?s <urn:x#service> ?x { BIND(1 AS ?y) } } }",
        "PREFIX service: <urn:x#> ASK { MINUS { ?s service:x ?service ; kg:service ?x { BIND(1 AS ?y) } } }",
        "ASK { FILTER('a'<'b' && 2>1) BIND('SERVICE <x> {' AS ?x) }",
    ],
)
def test_no_name_is_taken_for_a_service(sparql: str) -> None:
    assert KnowledgeGraph().query(sparql).rows


def test_odd_values_and_functions_are_no_crash() -> None:
    graph = KnowledgeGraph()
    mixed = 'CONSTRUCT { kgr:RUS kg:x ?o } WHERE { VALUES ?o { 1 "a" kgr:CHN "abc"^^xsd:decimal } }'
    assert len(graph.query(mixed)) == 4
    with pytest.raises(QueryError):
        graph.query("SELECT (<https://example.org/f>(1) AS ?x) WHERE {}")
    with pytest.raises(QueryError, match="surrogate"):
        graph.query("SELECT ('\ud800' AS ?x) WHERE {}")


def test_a_persons_own_claims_survive_a_new_reading() -> None:
    graph, document = KnowledgeGraph(), Document(id="a", text="x")
    graph.add(document, [told("a", extractor="floor/0.1")], extractor="floor")
    by_hand = told("a", "sanctions", event_type="SANCTION", extractor="hand")
    graph.add_claims([by_hand])
    assert graph.add(document, [told("a", extractor="floor/0.1")], extractor="floor") is Added.UNCHANGED
    graph.add(Document(id="a", text="y"), [], extractor="floor")
    assert list(graph.claims()) == [by_hand]
    assert edges(graph) == {("kgr:RUS", "kg:sanctions", "kgr:PRK")}


def test_a_kept_text_stays_until_the_text_is_another() -> None:
    graph, document = KnowledgeGraph(), Document(id="a", text="Russia shipped oil.")
    graph.add(document, [], keep_text=True)
    assert graph.add(document, []) is Added.UNCHANGED
    graph.add(Document(id="a", text="Another."), [])
    stored = graph.document("a")
    assert stored is not None
    assert stored.text == ""


def test_a_new_description_of_an_actor_takes_the_place_of_the_old() -> None:
    graph = KnowledgeGraph()
    for state, kind in (("FRA", ActorKind.ORGANIZATION), ("DEU", ActorKind.ARMED_GROUP)):
        actor = Actor(id="kgr:quiet-front", label="Quiet Front", kind=kind, state=state)
        graph.add(Document(id="a", text="x"), [told("a")], actors=[actor])
    described = graph.actor("kgr:quiet-front")
    assert described is not None
    assert (described.state, described.kind) == ("DEU", ActorKind.ARMED_GROUP)


def test_rdf_that_says_otherwise_of_a_claim_changes_nothing(tmp_path: Path) -> None:
    graph, other = KnowledgeGraph(), KnowledgeGraph()
    graph.add(Document(id="a", text="x", publisher="P"), [told("a", confidence=0.9)])
    other.add(Document(id="a", text="x", publisher="Q"), [told("a", confidence=0.3)])
    file = tmp_path / "other.nt"
    file.write_text("".join(f"{line} .\n" for line in quads(other)))
    before = quads(graph)
    assert graph.load(file) == 0
    assert quads(graph) == before
    assert graph.remove("a")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.nt", "<urn:kgraph:claim:x> a <https://w3id.org/kgraph/ns#Claim> .", "malformed"),
        ("a.ttl", "<urn:kgraph:claim:x> a <https://w3id.org/kgraph/ns#Claim> .", "no claim"),
        ("a.ttl", "[] a <https://example.org/Thing> .", "blank node"),
        ("a.nq", "<urn:a:b> <urn:a:c> <urn:a:d> <urn:a:graph> .", "a named graph"),
    ],
)
def test_rdf_that_cannot_be_kept_is_refused(name: str, text: str, message: str, tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    before = quads(graph)
    (tmp_path / name).write_text(text + "\n")
    with pytest.raises(DataError, match=message):
        graph.load(tmp_path / name)
    assert quads(graph) == before


def test_a_claim_that_was_spoilt_can_be_replaced_and_removed() -> None:
    graph, document = KnowledgeGraph(), Document(id="a", text="x")
    graph.add(document, [told("a")])
    graph.store.update(
        "INSERT { ?c <https://w3id.org/kgraph/ns#confidence> 0.1 } WHERE { ?c a <https://w3id.org/kgraph/ns#Claim> }"
    )
    with pytest.raises(DataError, match="has 2 values"):
        list(graph.claims())
    assert graph.add(document, [told("a")]) is Added.REPLACED
    assert list(graph.claims()) == [told("a")]


def test_named_queries_bind_and_never_paste() -> None:
    graph = KnowledgeGraph()
    with pytest.raises(DataError, match="not an id"):
        graph.named("cooperation", "kgr:RUS) } DROP ALL #")
    with pytest.raises(QueryError, match=r"takes a \(actor\) b \(actor\)"):
        graph.named("dyad-history", "kgr:RUS")
    with pytest.raises(UnknownNameError, match="did you mean 'dyad-history'"):
        graph.named("dyad-histroy")


def test_the_rdflib_view_sees_the_same_graph() -> None:
    graph = KnowledgeGraph()
    graph.add_claims([told("a")])
    dataset = graph.dataset()
    kgr, kg = (rdflib.Namespace(f"https://w3id.org/kgraph/{part}") for part in ("id/", "ns#"))
    assert (kgr.RUS, kg.suppliesOilTo, kgr.PRK) in dataset.default_graph
    answer = dataset.query("SELECT ?o WHERE { kgr:RUS kg:suppliesOilTo ?o }")
    assert [row["o"] for row in answer] == [kgr.PRK]  # type: ignore[index, call-overload]


def test_stats_count_what_is_there() -> None:
    graph = KnowledgeGraph()
    graph.add(
        Document(id="a", text="x"),
        [
            told("a", date=Date(start="2017-12")),
            told("a", "visits", event_type="CONSULT", date=Date(start="2016-01-02"), modality=Modality.PLANNED),
            told("a", "protestsAgainst", event_type="PROTEST", recipient=None),
        ],
    )
    stats = graph.stats()
    assert (stats.claims, stats.documents, stats.actors, stats.dyads, stats.edges) == (3, 1, 2, 1, 1)
    assert (stats.first_day, stats.last_day) == ("2016-01-02", "2017-12-01")
    assert stats.by_event_type == (("CONSULT", 1), ("COOPERATE", 1), ("PROTEST", 1))
    assert stats.by_modality == (("asserted", 2), ("planned", 1))


def test_claims_of_two_makers_that_rest_on_the_same_words_do_not_take_them_from_each_other():
    words = Evidence(quote="Russia armed Iran and Syria.", start=0, end=28)
    read = Claim(
        document="a",
        actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"),
        recipient=ActorRef(id="kgr:IRN", name="Iran", state="IRN"),
        relation="suppliesArmsTo",
        event_type="COOPERATE",
        evidence=words,
        extractor="floor/1",
    )
    by_hand = replace(read, recipient=ActorRef(id="kgr:SYR", name="Syria", state="SYR"), extractor="hand")
    graph, document = KnowledgeGraph(), Document(id="a", text=words.quote)
    graph.add(document, [read, by_hand])
    graph.add(document, [], extractor="floor")
    assert list(graph.claims()) == [by_hand]
    graph.add(document, [read], extractor="floor")
    assert {claim.evidence for claim in graph.claims()} == {words}
    graph.remove("a")
    assert not list(graph.store.quads_for_pattern(None, ox.NamedNode("http://www.w3.org/ns/oa#hasSource"), None))
