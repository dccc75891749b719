"""Actors for other tools: FollowTheMoney by the schema's own rules, SKOS by its integrity conditions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kgraph.actors import load_gazetteer
from kgraph.actors.sectors import sector_actor
from kgraph.actors.tables import read_foreign_names
from kgraph.cli import app
from kgraph.errors import DataError, UnknownNameError
from kgraph.export import export_graph
from kgraph.export_actors import (
    SUFFIXES,
    WRITERS,
    FtmEntity,
    actors_to_ftm,
    actors_to_skos,
    export_actors,
    ftm_id,
    with_referred,
)
from kgraph.graph import KnowledgeGraph
from kgraph.model import Actor, ActorKind, Name, Office
from kgraph.ontology import PREFIXES
from tests.samples import sample_graph

# Facts of FollowTheMoney's schema that hold in 4.0 and in 4.11, as far as they are used here.
THING = {"name", "alias", "previousName", "weakAlias", "country", "wikidataId", "topics"}
LEGAL = THING | {"jurisdiction", "classification", "incorporationDate", "dissolutionDate"}
SPAN = {"startDate", "endDate"}
PROPERTIES = {
    "LegalEntity": LEGAL,
    "Organization": LEGAL,
    "PublicBody": LEGAL,
    "Company": LEGAL,
    "Person": LEGAL | {"position"},
    "Position": THING | {"organization"},
    "Occupancy": SPAN | {"holder", "post"},
    "UnknownLink": SPAN | {"subject", "object", "role"},
}
REQUIRED = {"Occupancy": {"holder", "post"}, "UnknownLink": {"subject", "object"}}
BODIES = {"Organization", "PublicBody", "Company"}
RANGES = {
    "organization": BODIES,
    "holder": {"Person"},
    "post": {"Position"},
    "subject": BODIES | {"Person", "LegalEntity", "Position"},
    "object": BODIES | {"Person", "LegalEntity", "Position"},
}
TOPICS = {
    *("gov", "gov.national", "gov.igo", "gov.legislative", "gov.judicial", "gov.security"),
    *("mil", "pol.party", "pol.union", "rel", "role.pep"),
}
OTHER_COUNTRIES = {
    *("cshh", "csxx", "suhh", "yucs", "ge-ab", "ua-dpr", "ua-lpr", "az-nk", "cy-trnc", "so-som", "x-so", "md-pmr"),
}
UNKNOWN_COUNTRIES = {"an", "bu", "cs", "su", "tp", "vd", "yd", "yu"}
ENTITY_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
DATES = {*SPAN, "incorporationDate", "dissolutionDate"}

RUSSIA = Actor(
    id="kgr:RUS",
    label="Russia",
    kind=ActorKind.STATE,
    state="RUS",
    names=(
        Name(text="Russia"),
        Name(text="Russian Federation", kind="formal"),
        Name(text="RSFSR", kind="former", valid_to="1991-12-25"),
        Name(text="Muscovy", kind="variant", valid_to="1721"),
        Name(text="Moscow", kind="capital"),
        Name(text="Россия", language="ru"),
        Name(text="РФ", kind="acronym", language="ru"),
    ),
    same_as=("wd:Q159",),
    codes=(("iso2", "RU"), ("cow", "365")),
    valid_from="1991-12-25",
)
SERVICE = Actor(id="kgr:fsb", label="FSB", kind=ActorKind.ORGANIZATION, state="RUS", sector="SPY")
PRESIDENT = Office(title="president", holder_of="kgr:RUS", state="RUS", sector="GOV", start="2012-05-07")
DIRECTOR = Office(title="director", holder_of="kgr:fsb", state="RUS", sector="SPY", start="1998-07", end="1999")
PUTIN = Actor(
    id="kgr:vladimir-putin",
    label="Vladimir Putin",
    kind=ActorKind.PERSON,
    state="RUS",
    sector="GOV",
    names=(
        Name(text="Putin", kind="surname"),
        Name(text="Vladimir Vladimirovich Putin", kind="variant"),
        Name(text="Putler", kind="variant"),
        Name(text="普京", kind="variant", language="zh"),
    ),
    offices=(DIRECTOR, PRESIDENT),
)
ARMY = sector_actor(RUSSIA, "MIL")


@pytest.fixture(scope="module")
def everybody() -> list[Actor]:
    """All actors of the tables in all languages, and what only stores hold."""
    gazetteer = load_gazetteer()
    further: dict[str, list[Name]] = {}
    for actor_id, name in read_foreign_names(files("kgraph.actors")):
        further.setdefault(actor_id, []).append(name)
    known = [replace(actor, names=(*actor.names, *further.get(actor.id, ()))) for actor in gazetteer]
    sectors = [sector_actor(gazetteer.actor("kgr:RUS"), sector) for sector in ("MIL", "AGR")]
    return [*known, *sectors, Actor(id="urn:kgraph:actor:sources-1", label="sources", kind=ActorKind.UNKNOWN)]


def by_id(actors: Iterable[Actor]) -> dict[str, FtmEntity]:
    entities = list(actors_to_ftm(actors))
    found = {entity["id"]: entity for entity in entities}
    assert len(found) == len(entities)
    return found


def graph_of(turtle: str | bytes) -> ox.Store:
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    return store


def ask(store: ox.Store, where: str) -> list[tuple[str, ...]]:
    answer = store.query(f"SELECT * WHERE {{ {where} }} LIMIT 5", prefixes=dict(PREFIXES))
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(str(term) for term in row) for row in answer]


def skos(actors: Iterable[Actor]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in actors_to_skos(actors))
    return store


def test_every_entity_keeps_to_the_schema(everybody: list[Actor]) -> None:
    entities = by_id(everybody)
    assert {entity["schema"] for entity in entities.values()} == set(PROPERTIES)
    for entity in entities.values():
        properties = entity["properties"]
        assert properties.keys() <= PROPERTIES[entity["schema"]]
        assert properties.keys() >= REQUIRED.get(entity["schema"], {"name"})
        assert ENTITY_ID.fullmatch(entity["id"])
        assert len(entity["id"]) <= 200
        for name, values in properties.items():
            assert values
            assert all(isinstance(value, str) and value.strip() for value in values)
            assert len(set(values)) == len(values)
            if name in RANGES:
                assert {entities[value]["schema"] for value in values} <= RANGES[name]


def test_every_value_keeps_to_its_type(everybody: list[Actor]) -> None:
    for entity in actors_to_ftm(everybody):
        properties = entity["properties"]
        assert set(properties.get("topics", ())) <= TOPICS
        for country in properties.get("country", []) + properties.get("jurisdiction", []):
            assert country in OTHER_COUNTRIES or (
                re.fullmatch("[a-z]{2}", country) and country not in UNKNOWN_COUNTRIES
            )
        assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in properties.get("wikidataId", ()))
        for name in DATES & properties.keys():
            assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day) for day in properties[name])
            assert len(properties[name]) == 1


def test_a_person_with_offices() -> None:
    person, service, *offices = actors_to_ftm([PUTIN, SERVICE, RUSSIA])
    assert person == {
        "id": "kgr-vladimir-putin",
        "schema": "Person",
        "properties": {
            "alias": ["Vladimir Vladimirovich Putin", "普京"],
            "classification": ["person", "GOV"],
            "country": ["ru"],
            "name": ["Vladimir Putin"],
            "position": ["director, FSB", "president, Russia"],
            "topics": ["role.pep"],
            "weakAlias": ["Putin", "Putler"],
        },
    }
    assert [entity["schema"] for entity in (service, *offices)] == [
        *("Position", "Occupancy", "Position", "Occupancy"),
        *("PublicBody", "PublicBody"),
    ]
    entities = by_id([PUTIN, SERVICE, RUSSIA])
    held = [entity["properties"] for entity in entities.values() if entity["schema"] == "Occupancy"]
    assert [(o["holder"], o["startDate"], o.get("endDate")) for o in held] == [
        (["kgr-vladimir-putin"], ["1998-07"], ["1999"]),
        (["kgr-vladimir-putin"], ["2012-05-07"], None),
    ]
    assert [entities[o["post"][0]]["properties"] for o in held] == [
        {"country": ["ru"], "name": ["director, FSB"], "organization": ["kgr-fsb"]},
        {"country": ["ru"], "name": ["president, Russia"], "organization": ["kgr-RUS"]},
    ]


def test_names_by_what_they_are() -> None:
    [russia] = actors_to_ftm([RUSSIA])
    assert russia["properties"] == {
        "alias": ["Russian Federation", "Россия"],
        "classification": ["state"],
        "country": ["ru"],
        "incorporationDate": ["1991-12-25"],
        "name": ["Russia"],
        "previousName": ["RSFSR", "Muscovy"],
        "topics": ["gov.national"],
        "weakAlias": ["РФ"],
        "wikidataId": ["Q159"],
    }


def test_ids_do_not_depend_on_who_else_is_written() -> None:
    alone, together = by_id([PUTIN]), by_id([SERVICE, RUSSIA, PUTIN])
    assert alone.keys() < together.keys()
    successor = replace(PUTIN, id="kgr:successor", offices=(replace(PRESIDENT, start="2030"),))
    posts = [key for key, entity in by_id([PUTIN, successor]).items() if entity["schema"] == "Position"]
    assert len(posts) == 2


def test_a_country_needs_its_state() -> None:
    [alone] = [entity for entity in actors_to_ftm([PUTIN]) if entity["schema"] == "Person"]
    assert "country" not in alone["properties"]
    assert alone["properties"]["position"] == ["director", "president"]
    complete = list(with_referred([PUTIN], {actor.id: actor for actor in (RUSSIA, SERVICE)}.get))
    assert complete == [PUTIN, RUSSIA, SERVICE]
    assert by_id(complete)["kgr-fsb"]["properties"]["jurisdiction"] == ["ru"]


@pytest.mark.parametrize(
    ("actor", "codes", "countries"),
    [
        ("kgr:SUN", (("iso2", "SU"),), ["suhh"]),
        ("kgr:CSK", (), ["cshh"]),
        ("kgr:abkhazia", (), ["ge-ab"]),
        ("kgr:FRA", (("iso2", "FR"),), ["fr"]),
        ("kgr:YMD", (("iso2", "YD"),), None),
        ("kgr:FRA", (("iso2", "../etc"),), None),
        ("kgr:west-bank", (), None),
    ],
)
def test_countries_have_the_codes_of_the_schema(
    actor: str, codes: tuple[tuple[str, str], ...], countries: list[str] | None
) -> None:
    [entity] = actors_to_ftm([Actor(id=actor, label="x", kind=ActorKind.TERRITORY, codes=codes)])
    assert entity["properties"].get("country") == countries


@pytest.mark.parametrize(
    ("kind", "sector", "schema", "topics"),
    [
        (ActorKind.ORGANIZATION, "LEG", "PublicBody", ["gov.legislative"]),
        (ActorKind.ORGANIZATION, "BUS", "Company", None),
        (ActorKind.ORGANIZATION, "PTY", "Organization", ["pol.party"]),
        (ActorKind.ORGANIZATION, None, "Organization", None),
        (ActorKind.ARMED_GROUP, "CRM", "Organization", None),
        (ActorKind.ARMED_GROUP, "MIL", "Organization", None),
        (ActorKind.SECTOR, "MIL", "PublicBody", ["mil"]),
        (ActorKind.SECTOR, "AGR", "LegalEntity", None),
        (ActorKind.OUTLET, "JRN", "Organization", None),
        (ActorKind.PERSON, "GOV", "Person", None),
        (ActorKind.UNKNOWN, None, "LegalEntity", None),
    ],
)
def test_schemata_and_topics(kind: ActorKind, sector: str | None, schema: str, topics: list[str] | None) -> None:
    [entity] = actors_to_ftm([Actor(id="kgr:x", label="x", kind=kind, sector=sector)])
    assert (entity["schema"], entity["properties"].get("topics")) == (schema, topics)


def test_what_no_person_held_is_a_link() -> None:
    office = Office(title="army of the state", holder_of="kgr:RUS", sector="MIL", start="2013")
    group = Actor(id="kgr:group", label="Group", kind=ActorKind.ARMED_GROUP, offices=(office,))
    [link] = [entity for entity in actors_to_ftm([group, RUSSIA]) if entity["schema"] == "UnknownLink"]
    assert link["properties"] == {
        "object": ["kgr-RUS"],
        "role": ["army of the state"],
        "startDate": ["2013"],
        "subject": ["kgr-group"],
    }
    assert [entity["schema"] for entity in actors_to_ftm([group])] == ["Organization"]


@given(st.sets(st.text(alphabet="aZ9.-_~:%/é ", max_size=12), min_size=2, max_size=2), st.sampled_from(["kgr:", ""]))
def test_different_ids_stay_different(locals_: set[str], prefix: str) -> None:
    first, second = (ftm_id(f"{prefix}{local}") for local in sorted(locals_))
    assert first != second
    assert ENTITY_ID.fullmatch(first)


def test_ids_of_any_length_fit() -> None:
    found = {ftm_id(f"kgr:{'a' * length}") for length in range(1, 400, 7)}
    assert len(found) == len(range(1, 400, 7))
    assert max(map(len, found)) <= 200


def test_what_a_store_holds_from_elsewhere_is_written_too() -> None:
    odd = Actor(
        id="http://example.org/x",
        label=" ",
        kind=ActorKind.STATE,
        state="wd:Q1",
        same_as=("http://dbpedia.org/resource/X", "wd:Q7"),
        codes=(("nuts", "DE"),),
        valid_from="once",
    )
    [entity] = actors_to_ftm([odd])
    assert entity["properties"]["name"] == ["http://example.org/x"]
    assert entity["properties"].keys() == {"classification", "name", "topics", "wikidataId"}
    store = skos([odd, replace(odd, id="kgr:x", sector="a b", label="X\n")])
    assert ask(store, '<http://example.org/x> skos:exactMatch wd:Q7, ?o ; skos:notation "DE" FILTER(?o != wd:Q7)')
    assert ask(store, 'kgr:x a kg:State ; skos:prefLabel "X\\n"@en FILTER NOT EXISTS { kgr:x kg:validFrom ?day }')


@pytest.mark.parametrize("fmt", sorted(WRITERS))
@pytest.mark.parametrize(
    "actor",
    [
        replace(RUSSIA, label="\ud800"),
        replace(RUSSIA, names=(Name(text="\ud800", kind="variant"),)),
    ],
)
def test_what_is_no_text_is_refused_and_leaves_nothing(fmt: str, actor: Actor, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="half a surrogate pair"):
        export_actors([PUTIN, actor], tmp_path / "actors", fmt)
    assert list(tmp_path.iterdir()) == []


def test_languages_and_ids_that_are_none_are_refused() -> None:
    with pytest.raises(DataError, match=r"not a language: 'no tag' \(expected a tag"):
        list(actors_to_skos([replace(RUSSIA, names=(Name(text="Rossija", language="no tag"),))]))
    with pytest.raises(DataError, match="not an id: 'no id'"):
        list(actors_to_skos([replace(RUSSIA, id="no id")]))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_the_same_actors_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    actors = [RUSSIA, SERVICE, PUTIN, ARMY]
    written = [export_actors(iter(actors), tmp_path / f"{run}{suffix}").read_bytes() for run in "ab"]
    assert written[0] == written[1]
    assert export_actors(actors, tmp_path / "plain", SUFFIXES[suffix]).read_bytes() == written[0]
    assert export_graph(sample_graph(), tmp_path / f"graph{suffix}").read_bytes() != b""


def test_a_format_nobody_knows_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"actor format '\.json'; did you mean '\.ftm\.json'"):
        export_actors([RUSSIA], tmp_path / "actors.json")
    with pytest.raises(UnknownNameError, match="actor format 'rdf'"):
        export_actors([RUSSIA], tmp_path / "actors.skos.ttl", "rdf")
    with pytest.raises(DataError, match="cannot be written"):
        export_actors([RUSSIA], tmp_path / "none" / "actors.skos.ttl")
    assert list(tmp_path.iterdir()) == []


def test_a_graph_gives_its_actors(tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    graph.add_claims(sample_graph().claims(), actors=[RUSSIA, PUTIN])
    lines = export_graph(graph, tmp_path / "graph.FTM.JSON").read_text("utf-8").splitlines()
    entities = {entity["id"]: entity for entity in map(json.loads, lines)}
    assert entities["kgr-RUS"]["properties"]["wikidataId"] == ["Q159"]
    assert entities["kgr-vladimir-putin"]["properties"]["country"] == ["ru"]
    assert entities["actor-sources-00000000"]["schema"] == "LegalEntity"
    assert ask(
        graph_of(export_graph(graph, tmp_path / "graph.skos.ttl").read_bytes()),
        "kgr:vladimir-putin skos:related ?state",
    )


def test_the_verb_writes_all_actors_or_those_of_a_store(tmp_path: Path) -> None:
    store, output = tmp_path / "kgraph.db", tmp_path / "actors.ftm.json"
    with KnowledgeGraph(store) as graph:
        graph.add_claims(sample_graph().claims())
    words = ["actors", "export", "-l", str(store), "-o"]
    done = CliRunner().invoke(app, [*words, str(output), "--in-store"])
    assert (done.exit_code, done.output) == (0, f"{output}: exported\n")
    stored = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    ids = {entity["id"] for entity in stored if entity["schema"] not in ("Position", "Occupancy")}
    assert ids >= {"kgr-vladimir-putin", "kgr-RUS", "kgr-PRK", "kgr-CHN", "actor-sources-00000000"}
    assert "kgr-nato" not in ids
    assert "Россия" in next(entity for entity in stored if entity["id"] == "kgr-RUS")["properties"]["alias"]
    assert {entity["id"] for entity in stored} >= {
        value for entity in stored for name in RANGES for value in entity["properties"].get(name, ())
    }
    (tmp_path / "mine.csv").write_text("actor,name\nkgr:PRK,Hermit Kingdom\n", encoding="utf-8")
    everybody = tmp_path / "actors.ttl"
    done = CliRunner().invoke(app, [*words, str(everybody), "--format", "skos", "--actors", str(tmp_path / "mine.csv")])
    assert done.exit_code == 0
    concepts = graph_of(everybody.read_bytes())
    assert ask(concepts, 'kgr:PRK skos:altLabel "Hermit Kingdom"@en . ?a skos:prefLabel "NATO"@en')
