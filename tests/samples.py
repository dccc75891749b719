"""A small graph with something of everything, for tests of what is done with a graph."""

from __future__ import annotations

from kgraph.graph import KnowledgeGraph
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Attribution,
    Claim,
    Date,
    Document,
    Evidence,
    Mark,
    Modality,
    Polarity,
)
from kgraph.ontology import RELATIONS

RUSSIA = ActorRef(id="kgr:RUS", name="Russia", state="RUS")
CHINA = ActorRef(id="kgr:CHN", name="China", state="CHN")
KOREA = ActorRef(id="kgr:PRK", name="North Korea", state="PRK")
PUTIN = ActorRef(id="kgr:vladimir-putin", name="Vladimir Putin", state="RUS", sector="GOV")

TEXT = "Putin met Zhang in Moscow. Russia shipped oil to North Korea, sources said. Moscow denied it."
ARTICLE = Document(
    id="a1",
    text=TEXT,
    published="2017-12-07",
    title="Putin meets Zhang",
    publisher="Example Wire",
    url="https://example.org/a1",
)


def words(quote: str, *marks: tuple[str, str]) -> Evidence:
    start = TEXT.index(quote)
    spans = [(role, TEXT.index(part, start)) for role, part in marks]
    placed = tuple(
        Mark(role=role, start=at, end=at + len(part)) for (role, at), (_, part) in zip(spans, marks, strict=True)
    )
    return Evidence(quote=quote, start=start, end=start + len(quote), marks=placed)


MEETING = Claim(
    document="a1",
    actor=PUTIN,
    recipient=CHINA,
    relation="meetsWith",
    event_type="CONSULT",
    contexts=("military", "diplomatic"),
    date=Date(start="2017-12-07"),
    confidence=0.9,
    evidence=words("Putin met Zhang in Moscow.", ("actor", "Putin"), ("cue", "met"), ("recipient", "Zhang")),
    extractor="hand",
)
OIL = Claim(
    document="a1",
    actor=RUSSIA,
    recipient=KOREA,
    relation="suppliesOilTo",
    event_type="COOPERATE",
    date=Date(start="2017-12"),
    modality=Modality.REPORTED,
    attribution=(
        Attribution(id="urn:kgraph:actor:japanese-media-00000000", name="Japanese media"),
        Attribution(id="urn:kgraph:actor:sources-00000000", name="sources", cue="said"),
    ),
    confidence=0.6,
    evidence=words("Russia shipped oil to North Korea, sources said.", ("actor", "Russia"), ("cue", "shipped oil")),
    extractor="hand",
)
DENIAL = Claim(
    document="a1",
    actor=RUSSIA,
    recipient=KOREA,
    relation="suppliesOilTo",
    event_type="COOPERATE",
    modality=Modality.DENIED,
    polarity=Polarity.NEGATIVE,
    attribution=(Attribution(id="kgr:RUS", name="Russia"),),
    confidence=0.8,
    evidence=words("Moscow denied it.", ("actor", "Moscow")),
    extractor="hand",
)
PROTEST = Claim(document="b2", actor=KOREA, relation="protestsAgainst", event_type="PROTEST", extractor="hand")


def dated(relation: str, when: str | None, document: str, **about: object) -> Claim:
    """A claim of an event on a day, or on none; what is said about it takes the place of what its relation says."""
    fields: dict[str, object] = {
        "event_type": RELATIONS[relation].event_type,
        "date": None if when is None else Date.parse(when),
        **about,
    }
    return Claim(document=document, relation=relation, **fields)  # type: ignore[arg-type]


def sample_graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    states = [
        Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS", codes=(("iso2", "RU"),)),
        Actor(id="kgr:CHN", label="China", kind=ActorKind.STATE, state="CHN"),
    ]
    graph.add(ARTICLE, [MEETING, OIL, DENIAL], actors=states)
    graph.add_claims([PROTEST])
    return graph
