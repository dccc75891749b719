"""What lasts, where a text states it: by construction, with what looks like it and is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.evaluate import Scores, place, read_gold, score_claims
from kgraph.explore.bundles import bundle
from kgraph.extract import extractor
from kgraph.extract.standing import first_of_each
from kgraph.graph import KnowledgeGraph
from kgraph.model import Claim, Document, Modality, Polarity
from kgraph.network import to_networkx
from kgraph.ontology import RELATIONS, relation

PUBLISHED = "2024-06-19"


def claims_of(text: str) -> list[Claim]:
    document = Document(text=text, published=PUBLISHED, publisher="Wire")
    return [claim for claim in extractor("english")(document) if claim.event_type is None]


def told(claims: list[Claim]) -> list[tuple[str, str, str]]:
    """Who stands how to whom, by names; of a symmetric relation the first in the alphabet first."""
    found = []
    for claim in claims:
        assert claim.recipient is not None
        ends = [claim.actor.name, claim.recipient.name]
        if relation(claim.relation).symmetric:
            ends.sort()
        found.append((ends[0], claim.relation, ends[1]))
    return found


CONSTRUCTIONS = {
    "an office beside a name": [
        ("Hakan Fidan, Turkey's foreign minister, landed in Cairo.", "Hakan Fidan | holdsOfficeIn | Turkey"),
        ("Sergei Lavrov, the foreign minister of Russia, was in Hanoi.", "Sergei Lavrov | holdsOfficeIn | Russia"),
        ("Teresa Quiroga, Peru's ambassador to Chile, waited.", "Teresa Quiroga | holdsOfficeIn | Peru"),
    ],
    "a name beside an office": [
        ("Russia's president, Vladimir Putin, stayed away.", "Vladimir Putin | headOf | Russia"),
        ("The leader of Hamas, Ismail Haniyeh, was in Doha.", "Ismail Haniyeh | headOf | Hamas"),
        ("NATO's secretary general, Jens Stoltenberg, was there.", "Jens Stoltenberg | headOf | NATO"),
    ],
    "an office as a predicate": [
        ("Hakan Fidan is Turkey's foreign minister.", "Hakan Fidan | holdsOfficeIn | Turkey"),
        ("Joao Prado is the president of Brazil.", "Joao Prado | headOf | Brazil"),
        ("Ali Karim is a spokesman for Hezbollah.", "Ali Karim | holdsOfficeIn | Hezbollah"),
    ],
    "an office that somebody comes to": [
        ("Amina Bello was appointed foreign minister of Nigeria.", "Amina Bello | holdsOfficeIn | Nigeria"),
        ("Joao Prado was elected president of Brazil.", "Joao Prado | headOf | Brazil"),
        ("Lena Fischer took office as chancellor of Germany.", "Lena Fischer | headOf | Germany"),
        ("The king appointed Salma Haddad as prime minister of Jordan.", "Salma Haddad | headOf | Jordan"),
        ("The Kremlin named Andrei Belousov as defence minister.", "Andrei Belousov | holdsOfficeIn | Russia"),
        ("Lena Fischer became chancellor of Germany.", "Lena Fischer | headOf | Germany"),
    ],
    "who leads a body": [
        ("Hezbollah is led by Naim Qassem.", "Naim Qassem | headOf | Hezbollah"),
        ("Naim Qassem heads Hezbollah.", "Naim Qassem | headOf | Hezbollah"),
        ("Naim Qassem, who leads Hezbollah, spoke on Friday.", "Naim Qassem | headOf | Hezbollah"),
    ],
    "members": [
        ("Poland, a NATO member, closed the road.", "Poland | memberOf | NATO"),
        ("Poland is a member of NATO.", "Poland | memberOf | NATO"),
        ("NATO members Poland and Lithuania closed the road.", "Lithuania | memberOf | NATO"),
        ("Estonia and Latvia are members of NATO.", "Latvia | memberOf | NATO"),
        ("Portugal is a NATO ally.", "Portugal | memberOf | NATO"),
    ],
    "joining": [
        ("Finland joined NATO in 2023.", "Finland | memberOf | NATO"),
        ("Croatia, which joined NATO in 2009, sent a frigate.", "Croatia | memberOf | NATO"),
        ("Gabon has joined OPEC.", "Gabon | memberOf | OPEC"),
    ],
    "parts": [
        ("The Qassam Brigades, the military wing of Hamas, fired.", "Izz ad-Din al-Qassam Brigades | partOf | Hamas"),
        ("Hamas' military wing, the Qassam Brigades, fired.", "Izz ad-Din al-Qassam Brigades | partOf | Hamas"),
        ("The Qassam Brigades are the armed wing of Hamas.", "Izz ad-Din al-Qassam Brigades | partOf | Hamas"),
    ],
    "allies": [
        ("Belarus, a close ally of Russia, held drills.", "Belarus | alliedWith | Russia"),
        ("Russia and its ally Belarus held drills.", "Belarus | alliedWith | Russia"),
        ("Japan and South Korea, both US allies, were silent.", "Japan | alliedWith | United States"),
        ("Belarus is allied with Russia.", "Belarus | alliedWith | Russia"),
        ("Japan, a treaty ally of the United States, kept out.", "Japan | hasDefencePactWith | United States"),
    ],
    "rivals": [
        ("India and Pakistan are rivals.", "India | rivalOf | Pakistan"),
        ("India's arch-rival Pakistan was absent.", "India | rivalOf | Pakistan"),
        ("Algeria, a rival of Morocco, kept silent.", "Algeria | rivalOf | Morocco"),
    ],
    "backers": [
        ("Iran-backed Houthi rebels held the port.", "Iran | backs | Houthis"),
        ("The Houthis, backed by Iran, held the port.", "Iran | backs | Houthis"),
        ("Hezbollah, a proxy of Iran, held the hills.", "Iran | backs | Hezbollah"),
    ],
    "neighbours": [
        ("Chad borders Libya.", "Chad | borders | Libya"),
        ("Peru shares a border with Chile.", "Chile | borders | Peru"),
        ("Latvia's neighbour Estonia has no such law.", "Estonia | borders | Latvia"),
    ],
    "relations and wars": [
        ("Oman has diplomatic relations with Iran.", "Iran | hasDiplomaticRelationsWith | Oman"),
        ("Russia is at war with Ukraine.", "Russia | atWarWith | Ukraine"),
        ("Japan and South Korea maintain diplomatic ties.", "Japan | hasDiplomaticRelationsWith | South Korea"),
    ],
}
CASES = [
    pytest.param(text, tuple(wanted.split(" | ")), id=f"{name}: {text[:40]}")
    for name, rows in CONSTRUCTIONS.items()
    for text, wanted in rows
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_it_reads_the_construction(text: str, wanted: tuple[str, str, str]) -> None:
    claims = claims_of(text)
    assert wanted in told(claims)
    assert all(claim.polarity is Polarity.POSITIVE and claim.modality is Modality.ASSERTED for claim in claims)


@pytest.mark.parametrize(
    "text",
    [
        "President Vladimir Putin stayed away.",  # a title before a name says who is meant
        "Russian Defense Minister Sergei Shoigu was in Minsk.",
        "The president of the committee said so.",
        "Rob Malley, a former US envoy, was in Oman.",
        "Rob Malley, the ex-envoy of the United States, was in Oman.",
        "Tony Blair was prime minister of Britain.",  # when, it does not say
        "Anne Hidalgo, the mayor of Paris, waved.",
        "Canada and its hockey rivals the United States met on the ice.",
        "Austria joined the European Union in condemning the attack.",
        "Is Poland a member of NATO?",
        "Poland, once a Soviet ally, closed the road.",
        "Poland, formerly an ally of Russia, closed the road.",
        "Sweden, a potential NATO member, closed the road.",
        "Police arrested a member of the crew in Poland.",
        "The arms of Russia and France were on display.",
        "Ali Karim stepped down as president of Peru.",
    ],
)
def test_what_looks_like_it_is_none(text: str) -> None:
    assert told(claims_of(text)) == []


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("Norway is not a member of the European Union.", "negative", "asserted"),
        ("Norway is no longer a member of OPEC.", "negative", "asserted"),
        ("Iran has no diplomatic relations with Canada.", "negative", "asserted"),
        ("Angola left OPEC.", "negative", "asserted"),
        ("Serbia refused to join NATO.", "negative", "asserted"),
        ("Ukraine wants to join the European Union.", "positive", "planned"),
        ("Ukraine will join the European Union.", "positive", "planned"),
        ("Ukraine's bid to join NATO was discussed.", "positive", "planned"),
        ("NATO invited Ukraine to join the alliance.", "positive", "planned"),
        ("Moldova, an EU candidate, held a vote.", "positive", "planned"),
        ("Serbia is a candidate for membership in the European Union.", "positive", "planned"),
        ("Ukraine may join NATO.", "positive", "hypothetical"),
        ("If Ukraine joins NATO, the talks will end.", "positive", "hypothetical"),
        ("Ukraine should join NATO.", "positive", "called-for"),
        ("Belarus is reportedly an ally of Iran.", "positive", "reported"),
        ("Belarus and Iran are said to be allies.", "positive", "reported"),
        ("Iran denied that it is an ally of Belarus.", "negative", "denied"),
    ],
)
def test_what_is_not_so_makes_no_edge(text: str, polarity: str, modality: str) -> None:
    claims = claims_of(text)
    assert {(claim.polarity.value, claim.modality.value) for claim in claims} == {(polarity, modality)}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Finland joined NATO in 2023.", "2023"),
        ("Sweden has been a member of the EU since 1995.", "1995/.."),
        ("Dmitry Medvedev was president of Russia from 2008 to 2012.", "2008/2012"),
        ("Joao Prado was elected president of Brazil on Monday.", "2024-06-17"),
        ("Hakan Fidan is Turkey's foreign minister.", None),
        ("Belarus, a close ally of Russia, held drills on Monday.", None),
        ("Poland is a member of NATO, Oman said on Monday.", None),
    ],
)
def test_it_is_dated_where_the_text_dates_it(text: str, date: str | None) -> None:
    [claim] = claims_of(text)
    assert (None if claim.date is None else str(claim.date)) == date


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Oman said that Belarus was an ally of Russia.", ["Oman"]),
        ("Oman said that Belarus, an ally of Russia, had closed the road.", ["Oman"]),
        ("\u201cWe wait,\u201d said Hakan Fidan, Turkey's foreign minister.", []),
        ("Belarus is an ally of Russia.", []),
    ],
)
def test_who_says_so(text: str, speakers: list[str]) -> None:
    [claim] = claims_of(text)
    assert [source.name for source in claim.attribution] == speakers


def test_marks_show_the_words() -> None:
    text = "Hakan Fidan, Turkey's foreign minister, landed in Cairo."
    [claim] = claims_of(text)
    assert claim.evidence is not None
    marked = {mark.role: text[mark.start : mark.end] for mark in claim.evidence.marks}
    assert marked == {"actor": "Hakan Fidan", "recipient": "Turkey", "cue": "foreign minister"}


def test_a_document_tells_it_once() -> None:
    text = "Belarus, an ally of Russia, waited. Russia's ally Belarus waited. Belarus is not an ally of Iran."
    claims = claims_of(text)
    assert told(claims) == [("Belarus", "alliedWith", "Russia"), ("Belarus", "alliedWith", "Iran")]
    assert [claim.polarity.value for claim in claims] == ["positive", "negative"]
    assert list(first_of_each(claims, set())) == claims
    known: set[tuple[str, ...]] = set()
    assert list(first_of_each(claims * 2, known)) == claims


def test_all_its_relations_last() -> None:
    for text, wanted in (row for rows in CONSTRUCTIONS.values() for row in rows):
        assert RELATIONS[wanted.split(" | ")[1]].lasting, text


def test_graph_network_and_explorer_take_them() -> None:
    text = (
        "Poland, a NATO member, closed the road. Hakan Fidan, Turkey's foreign minister, waited. "
        "Iran-backed Houthi rebels held the port. Norway is not a member of the European Union."
    )
    document, claims = Document(text=text, published=PUBLISHED), claims_of(text)
    graph = KnowledgeGraph()
    graph.add(document, [claim for claim in extractor("english")(document) if claim.event_type is None])
    edges = {
        tuple(str(value).partition(":")[2] for value in row)
        for row in graph.query(
            "SELECT ?s ?r ?o WHERE { VALUES ?r { kg:memberOf kg:holdsOfficeIn kg:backs } ?s ?r ?o }"
        ).rows
    }
    assert edges == {
        ("POL", "memberOf", "nato"),
        ("hakan-fidan", "holdsOfficeIn", "TUR"),
        ("IRN", "backs", "houthis"),
    }
    network = to_networkx(graph)
    assert {data["relation"] for _, _, data in network.edges(data=True)} == {"memberOf", "holdsOfficeIn", "backs"}
    lines = bundle(claims, {}, lambda ref: ref.id).lines
    assert {line.sign for line in lines if line.dyad == ("kgr:TUR", "kgr:hakan-fidan")} == {0}
    assert {line.facts for line in lines if line.dyad == ("kgr:NOR", "kgr:european-union")} == {0}


GOLD: dict[str, object] = {
    "kind": "relation",
    "id": "G1",
    "article": "a1",
    "sentence": "Iran condemned Canada on Monday.",
    "actor": "Iran",
    "recipient": "Canada",
    "type": "ACCUSE",
}
COUNTED = "Iran condemned Canada on Monday. Poland, a NATO member, closed the road. Chad, a member of OPEC, was silent."


def scores(tmp_path: Path, *more: dict[str, object]) -> Scores:
    article = {"kind": "article", "id": "a1", "text": COUNTED, "published": PUBLISHED}
    empty = {"kind": "sentence", "article": "a1", "sentence": "Chad, a member of OPEC, was silent."}
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in (article, GOLD, empty, *more)), encoding="utf-8")
    placed = place(read_gold(file))
    [document] = placed.documents
    return score_claims(extractor("english")(document), placed)


def test_gold_of_events_does_not_judge_what_lasts(tmp_path: Path) -> None:
    found = scores(tmp_path)
    assert (found.verdicts["right"], found.verdicts["wrong"], found.verdicts["standing"]) == (1, 0, 2)
    assert (found.typed.overall.precision, found.dyads.overall.precision, found.spurious.hits) == (1.0, 1.0, 0)


def test_gold_that_codes_what_lasts_judges_it(tmp_path: Path) -> None:
    member: dict[str, object] = {
        **GOLD,
        "id": "G2",
        "sentence": "Poland, a NATO member, closed the road.",
        "actor": "Poland",
        "recipient": "NATO",
        "type": None,
        "relation": "memberOf",
    }
    found = scores(tmp_path, member)
    assert (found.verdicts["right"], found.verdicts["wrong"], found.verdicts["standing"]) == (2, 1, 0)
    assert found.spurious.hits == 1
