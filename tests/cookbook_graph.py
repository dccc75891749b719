"""A small graph in which every query of the cookbook finds something, and what it finds."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kgraph.graph import KnowledgeGraph
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Attribution,
    Claim,
    Dataset,
    Date,
    Document,
    Evidence,
    Modality,
    Polarity,
    Record,
)

USA = ActorRef(id="kgr:USA", name="United States", state="USA")
RUSSIA = ActorRef(id="kgr:RUS", name="Russia", state="RUS")
CHINA = ActorRef(id="kgr:CHN", name="China", state="CHN")
KOREA = ActorRef(id="kgr:PRK", name="North Korea", state="PRK")
PUTIN = ActorRef(id="kgr:vladimir-putin", name="Vladimir Putin", state="RUS", sector="GOV")
MEDVEDEV = ActorRef(id="kgr:dmitry-medvedev", name="Dmitry Medvedev", state="RUS", sector="GOV")
KNOWN = [
    Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS"),
    Actor(id="kgr:CHN", label="China", kind=ActorKind.STATE, state="CHN"),
    Actor(id="kgr:vladimir-putin", label="Vladimir Putin", kind=ActorKind.PERSON, state="RUS", sector="GOV"),
]
ROWS = Dataset(id="made-up", title="Made-up events", version="2", publisher="Example Lab")


def told(document: str, actor: ActorRef, relation: str, recipient: ActorRef, **more: Any) -> Claim:
    return Claim(document=document, actor=actor, relation=relation, recipient=recipient, confidence=0.9, **more)


def on(start: str, end: str | None = None) -> Date:
    return Date(start=start, end=end)


def words(quote: str) -> Evidence:
    return Evidence(quote=quote, start=0, end=len(quote))


def row(number: int, actor: ActorRef, relation: str, recipient: ActorRef, day: str, **more: Any) -> Claim:
    return told(ROWS.iri, actor, relation, recipient, date=on(day), record=Record(id=str(number)), **more)


XINHUA = Attribution(id="kgr:xinhua", name="Xinhua", cue="reported")
SOURCES = Attribution(id="urn:kgraph:actor:sources-00000000", name="sources", cue="said")
SAID_PUTIN = Attribution(id=PUTIN.id, name=PUTIN.name, cue="said")
COOPERATE: dict[str, Any] = {"event_type": "COOPERATE"}
CONSULT: dict[str, Any] = {"event_type": "CONSULT"}
SANCTION: dict[str, Any] = {"event_type": "SANCTION"}

ARTICLES: Final = [
    (
        Document(id="a", text="x", published="2021-03-06", publisher="Xinhua"),
        [
            told("a", RUSSIA, "suppliesOilTo", KOREA, date=on("2021-03-05"), attribution=(XINHUA,), **COOPERATE),
            told("a", CHINA, "suppliesGasTo", KOREA, date=on("2021-03"), **COOPERATE),
            told("a", PUTIN, "meetsWith", CHINA, date=on("2021-03-05"), evidence=words("Putin met Xi."), **CONSULT),
        ],
    ),
    (
        Document(id="b", text="x", published="2021-04-03", publisher="Example Wire"),
        [
            told(
                "b",
                *(RUSSIA, "suppliesOilTo", KOREA),
                date=on("2021-04-02"),
                modality=Modality.REPORTED,
                attribution=(XINHUA, SOURCES),
                evidence=words("Sources said so."),
                **COOPERATE,
            ),
            told(
                "b",
                *(RUSSIA, "suppliesOilTo", KOREA),
                modality=Modality.DENIED,
                polarity=Polarity.NEGATIVE,
                attribution=(SAID_PUTIN,),
                **COOPERATE,
            ),
            told("b", KOREA, "alliedWith", CHINA, date=on("1961", "..")),
            told("b", PUTIN, "headOf", RUSSIA, date=on("2012", "..")),
            told("b", MEDVEDEV, "headOf", RUSSIA, date=on("2008", "2012")),
        ],
    ),
    (
        Document(id="c", text="x", published="2022-02-26", publisher="Example Wire"),
        [
            told("c", USA, "embargoes", RUSSIA, date=on("2022-02-25"), mode="discontinue", **SANCTION),
            told("c", USA, "sanctions", RUSSIA, date=on("2022-02-26"), **SANCTION),
            told("c", USA, "sanctions", CHINA, date=on("2023"), modality=Modality.PLANNED, **SANCTION),
        ],
    ),
]
OF_ROWS: Final = [
    row(1, CHINA, "accuses", RUSSIA, "2020-01-02", event_type="ACCUSE"),
    row(2, CHINA, "meetsWith", USA, "2018-05-01", event_type="CONSULT"),
    row(3, USA, "meetsWith", CHINA, "2019-05-01", event_type="CONSULT"),
]


def cookbook_graph(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The graph, filled."""
    from kgraph.graph import BulkWriter

    for document, claims in ARTICLES:
        graph.add(document, claims, actors=KNOWN)
    BulkWriter(graph).write(OF_ROWS, datasets=[ROWS])
    return graph


FOUND: Final[dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]] = {
    "alliances": (
        ("2021-01-01",),
        [
            ("kgr:PRK", "is allied with", "kgr:CHN", date(1961, 1, 1), None, 1),
        ],
    ),
    "balance": (
        ("kgr:RUS", "kgr:CHN"),
        [
            ("2020-01", 1, -1),
            ("2021-03", 1, 1),
        ],
    ),
    "common-partners": (
        ("kgr:RUS", "kgr:CHN"),
        [
            ("kgr:PRK", 1, 2),
        ],
    ),
    "contacts": (
        ("kgr:RUS",),
        [
            ("kgr:CHN", date(2020, 1, 2), date(2021, 3, 5), 2),
            ("kgr:PRK", date(2021, 3, 5), date(2021, 4, 2), 2),
            ("kgr:USA", date(2022, 2, 25), date(2022, 2, 26), 2),
        ],
    ),
    "contradictions": (
        (),
        [
            ("kgr:RUS", "supplies oil to", "kgr:PRK", 1, 1),
        ],
    ),
    "cooperation": (
        ("kgr:RUS",),
        [
            ("North Korea", "supplies oil to", 2),
            ("China", "meets with", 1),
        ],
    ),
    "corroboration": (
        ("kgr:RUS", "kgr:PRK"),
        [
            ("kgr:RUS", "supplies oil to", "kgr:PRK", 2, 2, 2),
        ],
    ),
    "coverage": (
        ("kgr:RUS",),
        [
            ("Example Wire", -1, 2),
            ("Example Wire", 0, 2),
            ("Example Wire", 1, 1),
            ("Xinhua", 1, 2),
        ],
    ),
    "denials": (
        (),
        [
            (None, "Russia", "supplies oil to", "North Korea", "kg:denied", None),
        ],
    ),
    "dyad-history": (
        ("kgr:RUS", "kgr:PRK"),
        [
            (None, "Russia", "supplies oil to", "North Korea", "kg:denied", False, 0.9, None),
            (date(2021, 3, 5), "Russia", "supplies oil to", "North Korea", "kg:asserted", True, 0.9, None),
            (
                date(2021, 4, 2),
                "Russia",
                "supplies oil to",
                "North Korea",
                "kg:reported",
                True,
                0.9,
                "Sources said so.",
            ),
        ],
    ),
    "escalation": (
        ("kgr:RUS", "kgr:CHN"),
        [
            ("CONSULT", date(2021, 3, 5), date(2021, 3, 5), 1),
            ("ACCUSE", date(2020, 1, 2), date(2020, 1, 2), 1),
        ],
    ),
    "imports": (
        (),
        [
            ("urn:kgraph:dataset:made-up", "Made-up events", "2", 3, date(2018, 5, 1), date(2020, 1, 2)),
        ],
    ),
    "intentions": (
        ("kgr:USA",),
        [
            ("2023", "United States", "kg:planned", "sanctions", "China", None),
        ],
    ),
    "monthly": (
        ("kgr:RUS", "kgr:CHN"),
        [
            ("2020-01", -1, 1),
            ("2021-03", 1, 1),
        ],
    ),
    "office-holders": (
        ("kgr:RUS", "2021-01-01"),
        [
            ("Vladimir Putin", "heads", date(2012, 1, 1), None, 1),
        ],
    ),
    "quiet-dyads": (
        ("2021-01-01",),
        [
            ("urn:kgraph:dyad:CHN-USA", date(2019, 5, 1), 2),
        ],
    ),
    "sanctions": (
        (),
        [
            ("kgr:USA", "imposes an embargo on", "kgr:RUS", date(2022, 2, 25), date(2022, 2, 25), 1),
            ("kgr:USA", "sanctions", "kgr:RUS", date(2022, 2, 26), date(2022, 2, 26), 1),
        ],
    ),
    "single-source": (
        (),
        [
            ("kgr:CHN", "kg:accuses", "kgr:RUS", "urn:kgraph:dataset:made-up"),
            ("kgr:CHN", "kg:alliedWith", "kgr:PRK", "urn:kgraph:document:b"),
            ("kgr:CHN", "kg:meetsWith", "kgr:RUS", "urn:kgraph:document:a"),
            ("kgr:CHN", "kg:meetsWith", "kgr:USA", "urn:kgraph:dataset:made-up"),
            ("kgr:CHN", "kg:meetsWith", "kgr:vladimir-putin", "urn:kgraph:document:a"),
            ("kgr:CHN", "kg:suppliesGasTo", "kgr:PRK", "urn:kgraph:document:a"),
            ("kgr:PRK", "kg:alliedWith", "kgr:CHN", "urn:kgraph:document:b"),
            ("kgr:RUS", "kg:meetsWith", "kgr:CHN", "urn:kgraph:document:a"),
            ("kgr:USA", "kg:embargoes", "kgr:RUS", "urn:kgraph:document:c"),
            ("kgr:USA", "kg:meetsWith", "kgr:CHN", "urn:kgraph:dataset:made-up"),
            ("kgr:USA", "kg:sanctions", "kgr:RUS", "urn:kgraph:document:c"),
            ("kgr:dmitry-medvedev", "kg:headOf", "kgr:RUS", "urn:kgraph:document:b"),
            ("kgr:vladimir-putin", "kg:headOf", "kgr:RUS", "urn:kgraph:document:b"),
            ("kgr:vladimir-putin", "kg:meetsWith", "kgr:CHN", "urn:kgraph:document:a"),
        ],
    ),
    "sources": (
        (),
        [
            ("Example Wire", 2, 8),
            ("Xinhua", 1, 3),
        ],
    ),
    "speaks-for": (
        ("kgr:RUS",),
        [
            ("Vladimir Putin", "belongs to", 1),
            ("Vladimir Putin", "heads", 1),
        ],
    ),
    "speech-chains": (
        (),
        [
            ("Xinhua", "reported", "sources", "Russia", "supplies oil to", "North Korea", "Sources said so."),
        ],
    ),
    "supplies": (
        ("suppliesTo",),
        [
            ("kgr:RUS", "supplies oil to", "kgr:PRK", 2, 2, date(2021, 3, 5), date(2021, 4, 2)),
            ("kgr:CHN", "supplies gas to", "kgr:PRK", 1, 1, date(2021, 3, 1), date(2021, 3, 1)),
        ],
    ),
    "top-dyads": (
        (),
        [
            ("urn:kgraph:dyad:CHN-PRK", 2, 2),
            ("urn:kgraph:dyad:CHN-RUS", 2, 2),
            ("urn:kgraph:dyad:CHN-USA", 2, 1),
            ("urn:kgraph:dyad:PRK-RUS", 2, 2),
            ("urn:kgraph:dyad:RUS-RUS", 2, 1),
            ("urn:kgraph:dyad:RUS-USA", 2, 1),
        ],
    ),
    "who-says": (
        ("kgr:xinhua",),
        [
            (date(2021, 4, 2), "Russia", "supplies oil to", "North Korea", "Sources said so."),
            (date(2021, 3, 5), "Russia", "supplies oil to", "North Korea", None),
        ],
    ),
}
"""Each query's arguments and rows."""
