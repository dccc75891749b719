"""What the tests of networks share: published networks, made-up ones, and claims to make them of."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from random import Random

import networkx

from kgraph.graph import KnowledgeGraph
from kgraph.model import ActorRef, Claim, Date, Evidence

JAPAN = ActorRef(id="kgr:JPN", name="Japan", state="JPN")
CONSULT = {"relation": "meetsWith", "event_type": "CONSULT"}
_TRIBES = Path(__file__).parent / "highland_tribes.csv"


def tribes() -> networkx.Graph[str]:
    """The alliances and enmities of sixteen tribes of the Gahuku-Gama (Read 1954)."""
    lines = [line for line in _TRIBES.read_text("utf-8").splitlines() if not line.startswith("#")]
    network: networkx.Graph[str] = networkx.Graph()
    for row in csv.DictReader(lines):
        evidence = f"urn:kgraph:claim:{row['first']}-{row['second']}"
        network.add_edge(row["first"], row["second"], sign=int(row["sign"]), weight=1, evidence=evidence)
    return network


def made(chance: Random, number: int, density: float, *, directed: bool = False) -> networkx.Graph[str]:
    """A network with signs and weights."""
    network: networkx.Graph[str] = networkx.DiGraph() if directed else networkx.Graph()
    names = [f"kgr:a{place:03}" for place in range(number)]
    network.add_nodes_from(names)
    pairs = list(combinations(names, 2))
    for first, second in pairs + ([(b, a) for a, b in pairs] if directed else []):
        if chance.random() < density:
            network.add_edge(first, second, sign=chance.choice((-1, 1)), weight=chance.randint(1, 9))
    return network


def claim(actor: ActorRef, recipient: ActorRef, relation: str = "sanctions", **about: object) -> Claim:
    """A claim that counts, unless it says otherwise."""
    given = {"document": "d1", "event_type": "SANCTION", "confidence": 0.9, "extractor": "hand", **about}
    return Claim(actor=actor, recipient=recipient, relation=relation, **given)  # type: ignore[arg-type]


def quoted(number: int) -> Evidence:
    """Words of its own for each number, so that claims of one content are several."""
    return Evidence(quote=f"quote {number}", start=number * 10, end=number * 10 + len(f"quote {number}"))


def graph_of(*claims: Claim) -> KnowledgeGraph:
    """A graph in memory of these claims."""
    graph = KnowledgeGraph()
    graph.add_claims(claims)
    return graph


def several(many: int, month: str, *ends: object, seed: int = 0, **about: object) -> list[Claim]:
    """So many claims of a month."""
    return [
        claim(*ends, evidence=quoted(seed + number), date=Date(start=f"{month}-{1 + number % 28:02}"), **about)  # type: ignore[arg-type]
        for number in range(many)
    ]
