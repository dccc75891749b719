"""The work with kgraph itself."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.peers.common import PAIR, SENTENCE, WINDOW, Answer, Row, Tool, main, numbers
from benchmarks.peers.rows import row_of

if TYPE_CHECKING:
    from kgraph import KnowledgeGraph

_FIRM: Final = """?claim kg:polarity ?positive ; kg:modality ?modality .
    FILTER(?positive = true && ?modality IN (kg:asserted, kg:reported))"""


def load(folder: Path) -> KnowledgeGraph:
    """A store on disk with the documents and their claims."""
    from kgraph import KnowledgeGraph, read_claims, read_documents

    graph = KnowledgeGraph(tempfile.mkdtemp(suffix=".db", dir=folder))
    documents = {document.id: document for document in read_documents(folder / "documents.jsonl")}
    with (folder / "claims.jsonl").open(encoding="utf-8") as lines:
        for document, claims in itertools.groupby(read_claims(lines), key=lambda claim: claim.document):
            graph.add(documents[document], claims)
    return graph


def supplies(graph: KnowledgeGraph) -> Answer:
    """Who supplies whom in a window."""
    since, until = WINDOW
    found = graph.query(f"""SELECT ?supplier ?relation ?receiver (COUNT(?claim) AS ?claims) WHERE {{
        ?relation rdfs:subPropertyOf* kg:suppliesTo . ?claim kg:relation ?relation ; kg:firstDay ?day ;
                  kg:actorRollup ?supplier ; kg:recipientRollup ?receiver . {_FIRM}
        FILTER(?day >= "{since}"^^xsd:date && ?day <= "{until}"^^xsd:date)
    }} GROUP BY ?supplier ?relation ?receiver""")
    return [(one, str(kind).removeprefix("kg:"), other, count) for one, kind, other, count in found]


def dyad(graph: KnowledgeGraph) -> Answer:
    """All claims of a dyad, read as claims."""
    found = []
    for claim in graph.claims_between(*PAIR):
        day, other = claim.date and claim.date.first_day, claim.recipient and claim.recipient.name
        speakers, quote = " > ".join(one.name for one in claim.attribution), claim.evidence and claim.evidence.quote
        found.append((claim.id, day, claim.actor.name, claim.relation, other, speakers, quote))
    return found


def partners(graph: KnowledgeGraph) -> Answer:
    """A query of the cookbook."""
    return [(row[0],) for row in graph.named("common-partners", *PAIR)]


def rivals(graph: KnowledgeGraph) -> Answer:
    """Denials beside what is told as so."""
    found = graph.query("""SELECT ?no ?claim WHERE {
        ?no kg:modality kg:denied ; kg:firstDay ?day ; kg:dyad ?dyad ; kg:actorRollup ?actor ; kg:relation ?relation .
        ?claim kg:dyad ?dyad ; kg:firstDay ?day ; kg:actorRollup ?actor ; kg:relation ?relation ;
               kg:polarity ?positive ; kg:modality ?modality .
        FILTER(?positive = true && ?modality IN (kg:asserted, kg:reported)) }""")
    return [(no, yes) for no, yes in found]


def by_year(graph: KnowledgeGraph) -> Answer:
    """Firm claims by dyad, year and sign."""
    found = graph.query(f"""SELECT ?dyad ?year ?sign (COUNT(?claim) AS ?claims) WHERE {{
        ?claim kg:dyad ?dyad ; kg:firstDay ?day ; kg:relation ?relation . ?relation kg:sign ?sign . {_FIRM}
        BIND(YEAR(?day) AS ?year)
    }} GROUP BY ?dyad ?year ?sign""")
    return [tuple(row) for row in found]


def network(graph: KnowledgeGraph) -> dict[str, float]:
    """The dyads as networkx, and their communities."""
    from kgraph import dyad_network
    from kgraph.network import communities

    dyads = dyad_network(graph, signed=True)
    cut = communities(dyads, weight="positive_weight")
    return numbers(dyads, len(cut.members))


def page(folder: Path, file: Path) -> Path:
    """The explorer, with a line for every dyad."""
    from kgraph import explore_graph

    return explore_graph(load(folder), file, top=10_000)


def holds(graph: KnowledgeGraph, row: Row) -> Row:
    """The claim read back."""
    claim = graph.claim(row["id"])
    document = graph.document(claim.document)
    return {} if document is None else row_of(claim, document)


def facts(graph: KnowledgeGraph, rows: list[Row]) -> dict[str, Any]:
    """What is so of kgraph, tried out."""
    from kgraph import Claim, Date, Document, KgraphError, KnowledgeGraph, extract_checked, extractor
    from kgraph.model import ActorRef

    france, iran = ActorRef(id="kgr:FRA", name="France", state="FRA"), ActorRef(id="kgr:IRN", name="Iran", state="IRN")
    small = KnowledgeGraph()
    for name in ("a", "b"):
        claim = Claim(document=name, actor=france, recipient=iran, relation="condemns", event_type="ACCUSE")
        small.add(Document(id=name, text=""), [claim])
    twice = len(small)
    alone = Claim(document="c", actor=france, relation="condemns", event_type="ACCUSE", date=Date(start="2017-12"))
    small.add(Document(id="c", text=""), [alone])
    [month] = [str(claim.date) for claim in small.claims_in("c")]
    small.remove("a")
    one_left = small.query("ASK { kgr:FRA kg:condemns kgr:IRN }")
    small.remove("b")
    none_left = small.query("ASK { kgr:FRA kg:condemns kgr:IRN }")
    try:
        refused = not Date(start="2017-13-40")
    except KgraphError:
        refused = True
    found = extract_checked(extractor(), Document(text=SENTENCE, published="2017-12-07"))
    return {
        "two documents that say the same are two claims": twice == 2,
        "a claim without a recipient": len(list(small.claims_in("c"))) == 1,
        "a month as a date stays a month": month == "2017-12",
        "removing a document takes what only it supports": bool(one_left.rows[0][0]) and not none_left.rows[0][0],
        "refuses what is no date": refused,
        "stays on disk as it is written": graph.location is not None and graph.location.is_dir(),
        "claims from a sentence": [claim.relation for claim in found],
    }


TOOL: Final = Tool(
    packages=("kgraph", "pyoxigraph", "networkx"),
    modules=("kgraph.graph", "kgraph.network"),
    load=load,
    questions={"supplies": supplies, "dyad": dyad, "partners": partners, "rivals": rivals, "by_year": by_year},
    network=network,
    page=page,
    holds=holds,
    facts=facts,
)

if __name__ == "__main__":
    main(TOOL)
