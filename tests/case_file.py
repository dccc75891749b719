"""A sample of the size and shape of a small newsroom's case file, claims like those in it, and what a page holds."""

import json
import random
from html.parser import HTMLParser

from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Attribution,
    Claim,
    Date,
    DateBasis,
    Document,
    Evidence,
    Mark,
    Modality,
    Polarity,
)
from kgraph.ontology import RELATIONS

# -- a sample of the size and shape of a small newsroom's case file --------------------------------

PEOPLE = {  # id: name, state
    "wd:Q7747": ("Vladimir Putin", "RUS"),
    "wd:Q58217": ("Sergey Lavrov", "RUS"),
    "wd:Q15031": ("Xi Jinping", "CHN"),
    "wd:Q703030": ("Wang Yi", "CHN"),
    "wd:Q56226": ("Kim Jong Un", "PRK"),
    "wd:Q3874799": ("Volodymyr Zelenskyy", "UKR"),
}
STATES = {
    "RUS": "Russia", "CHN": "China", "UKR": "Ukraine", "USA": "United States", "PRK": "North Korea",
    "KOR": "South Korea", "JPN": "Japan", "IND": "India", "PAK": "Pakistan", "IRN": "Iran", "ISR": "Israel",
    "SAU": "Saudi Arabia",
    "YEM": "Yemen", "SYR": "Syria", "TUR": "Türkiye", "DEU": "Germany", "FRA": "France", "GBR": "United Kingdom",
    "POL": "Poland", "BLR": "Belarus", "LBN": "Lebanon", "EGY": "Egypt", "TWN": "Taiwan", "PHL": "Philippines",
    "VNM": "Viet Nam", "AUS": "Australia", "ARM": "Armenia", "AZE": "Azerbaijan", "SRB": "Serbia", "KAZ": "Kazakhstan",
    "NLD": "Netherlands", "BDI": "Burundi", "RWA": "Rwanda", "NRU": "Nauru",
}  # fmt: skip
OTHERS = {  # id: name, kind
    "wd:Q7184": ("NATO", ActorKind.IGO),
    "wd:Q1065": ("United Nations", ActorKind.IGO),
    "wd:Q458": ("European Union", ActorKind.IGO),
    "wd:Q41550": ("International Atomic Energy Agency", ActorKind.IGO),
    "wd:Q861013": ("Houthis", ActorKind.ARMED_GROUP),
    "wd:Q41053": ("Hezbollah", ActorKind.ARMED_GROUP),
}
# First actor, second actor, how many claims, what they are about.
STORIES = """
RUS CHN 26 friend|RUS UKR 34 war|RUS PRK 14 friend|CHN PRK 9 friend|USA UKR 16 aid|USA CHN 14 rival|USA KOR 9 friend
USA JPN 8 friend|JPN CHN 7 rival|KOR PRK 8 rival|IRN ISR 14 war|IRN RUS 7 friend|USA ISR 8 aid|ISR wd:Q41053 9 war
ISR LBN 5 war|IRN wd:Q41053 4 friend|wd:Q861013 SAU 6 war|wd:Q861013 USA 5 war|IRN wd:Q861013 4 friend|SAU YEM 4 aid
RUS BLR 6 friend|POL UKR 5 aid|DEU UKR 6 aid|FRA UKR 4 aid|GBR UKR 5 aid|wd:Q7184 UKR 7 aid|wd:Q7184 RUS 6 rival
wd:Q458 RUS 7 rival|wd:Q458 UKR 4 aid|CHN TWN 8 rival|USA TWN 4 aid|CHN PHL 6 rival|PHL USA 4 friend|IND PAK 6 rival
IND RUS 4 friend|IND CHN 5 rival|TUR RUS 4 friend|TUR SYR 4 rival|RUS SYR 4 friend|ARM AZE 5 war|AZE TUR 3 friend
wd:Q41550 IRN 4 rival|AUS USA 3 friend|VNM CHN 3 rival|SRB RUS 2 friend|KAZ RUS 2 friend|EGY ISR 2 friend
wd:Q1065 YEM 2 aid|NLD UKR 2 aid|AUS CHN 1 rival|FRA DEU 3 friend|GBR RUS 2 rival|BDI RWA 3 rival
"""
TOLD = {
    "friend": "meetsWith visits cooperatesMilitarilyWith signsAgreementWith suppliesOilTo accuses tradesWith",
    "aid": "givesMilitaryAidTo pledgesMilitaryAidTo meetsWith givesEconomicAidTo supports requestsFrom",
    "rival": "accuses condemns sanctions threatens meetsWith rejects threatensSanctionsAgainst",
    "war": "attacks bombs accuses dronesAttack threatens negotiatesWith releasesPrisonersTo",
}
WORDS = {
    "meetsWith": "met with", "visits": "paid a visit to", "cooperatesMilitarilyWith": "held joint drills with",
    "signsAgreementWith": "signed an agreement with", "suppliesOilTo": "shipped crude oil to", "accuses": "accused",
    "tradesWith": "traded more than ever with", "givesMilitaryAidTo": "sent air defence systems to",
    "pledgesMilitaryAidTo": "promised artillery shells to", "givesEconomicAidTo": "lent money to",
    "supports": "voiced support for", "requestsFrom": "asked for help from", "condemns": "condemned",
    "sanctions": "imposed sanctions on", "threatens": "warned of consequences for",
    "rejects": "rejected the demands of",
    "threatensSanctionsAgainst": "threatened new sanctions on", "attacks": "attacked positions of",
    "bombs": "carried out air strikes on", "dronesAttack": "launched drones at", "negotiatesWith": "opened talks with",
    "releasesPrisonersTo": "handed over prisoners to",
}  # fmt: skip
PUBLISHERS = ("Harbour Wire", "The Meridian", "Plains Gazette", "Evening Ledger", "Northern Radio")


def ref(id_, name=None):
    """Russia of "RUS", Putin of his Wikidata id, and so on."""
    if id_ in STATES:
        return ActorRef(id=f"kgr:{id_}", name=name or STATES[id_], state=id_)
    if id_ in PEOPLE:
        return ActorRef(id=id_, name=PEOPLE[id_][0], state=PEOPLE[id_][1], sector="GOV")
    return ActorRef(id=id_, name=name or OTHERS[id_][0])


def claim(actor="RUS", recipient="CHN", relation="meetsWith", **fields):
    """A claim with what a test does not care about filled in."""
    known = RELATIONS[relation]
    return Claim(
        document=fields.pop("document", "a1"),
        actor=ref(actor),
        recipient=None if recipient is None else ref(recipient),
        relation=relation,
        event_type=known.event_type,
        mode=known.mode,
        contexts=known.contexts,
        **fields,
    )


def sentence(lead, actor, cue, recipient, tail):
    """A quote with its marks, standing somewhere inside a document."""
    start = 40 + 3 * len(lead)
    places, text = [], lead
    for role, words in (("actor", actor), ("cue", cue), ("recipient", recipient)):
        places.append((role, start + len(text), start + len(text) + len(words)))
        text += words + " "
    text = text.rstrip() + tail
    return Evidence(
        quote=text, start=start, end=start + len(text), marks=tuple(Mark(role=r, start=s, end=e) for r, s, e in places)
    )


def sample():
    """About forty actors and three hundred claims: states, organisations, armed groups, people; all modalities."""
    draw_lots = random.Random(11)
    claims, documents = [], {}
    for number, (first, second, topic) in enumerate(_stories()):
        publisher = PUBLISHERS[min(draw_lots.randrange(7), 4)]
        year, month = draw_lots.choice((2022, 2023, 2023, 2024, 2024, 2024)), draw_lots.randint(1, 12)
        day = f"{year}-{month:02}-{draw_lots.randint(1, 28):02}"
        document = f"{publisher.split()[-1].lower()}-{number // 2 % 90:02}"
        documents.setdefault(
            document,
            Document(
                text="",
                id=document,
                publisher=publisher,
                published=day,
                title=f"{STATES.get(first, 'Group')} and its neighbours: what changed",
                url=f"https://example.org/{document}",
            ),
        )
        claims.append(_told(draw_lots, first, second, topic, document, day))
    for state in ("NRU", "BDI", "FRA"):
        claims.append(claim(state, None, "protestsAgainst", document="ledger-00", date=Date(start="2024-03")))
    claims.append(claim("wd:Q7747", "wd:Q58217", "meetsWith", document="ledger-00", date=Date(start="2024-05-02")))
    return claims, list(documents.values()), known_actors()


def known_actors():
    """What a gazetteer would say of the actors of the sample."""
    states = [Actor(id=f"kgr:{code}", label=name, kind=ActorKind.STATE, state=code) for code, name in STATES.items()]
    people = [Actor(id=i, label=name, kind=ActorKind.PERSON, state=state) for i, (name, state) in PEOPLE.items()]
    return states + people + [Actor(id=i, label=name, kind=kind) for i, (name, kind) in OTHERS.items()]


def _stories():
    for story in STORIES.replace("\n", "|").strip("|").split("|"):
        first, second, count, topic = story.split()
        for turn in range(int(count)):
            yield (second, first, topic) if turn % 4 == 3 and topic != "aid" else (first, second, topic)


def _told(draw_lots, first, second, topic, document, day):
    relation = draw_lots.choice(TOLD[topic].split())
    leaders = [i for i, (_, state) in PEOPLE.items() if state == first]
    actor = draw_lots.choice(leaders) if leaders and draw_lots.random() < 0.4 else first
    modality = draw_lots.choice([Modality.ASSERTED] * 8 + list(Modality))
    negative = draw_lots.random() < 0.04
    attribution = (Attribution(id="wd:Q8010", name="Xinhua"), Attribution(id="wd:Q7747", name="Vladimir Putin"))
    evidence = sentence(
        draw_lots.choice(("On Thursday ", "", "", "Officials said that ", "After a week of silence, ")),
        ref(actor).name,
        WORDS[relation],
        ref(second).name,
        draw_lots.choice(
            (".", ", according to two people briefed on the matter.", ", in what observers called a first.")
        ),
    )
    dates = [Date(start=day), Date(start=day), Date(start=day[:7]), Date(start=day, basis=DateBasis.DOCUMENT), None]
    return claim(
        actor, second, relation, document=document, evidence=evidence, modality=modality,
        date=draw_lots.choice([*dates, Date(start=day[:7], end="..")]),
        polarity=Polarity.NEGATIVE if negative else Polarity.POSITIVE,
        attribution=draw_lots.choice(((), (), attribution[:1], attribution)),
        confidence=draw_lots.choice((0.55, 0.7, 0.83, 0.9, 0.94)),
    )  # fmt: skip


# -- the file --------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """The elements of a page, as a browser would see them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.open = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.texts.append("")
        self.open = True

    def handle_data(self, data):
        if self.open:
            self.texts[-1] += data

    def handle_endtag(self, tag):
        self.open = False

    def of(self, tag):
        return [(attrs, text) for (name, attrs), text in zip(self.tags, self.texts, strict=True) if name == tag]


def data_of(text):
    (block,) = [body for attrs, body in Reader(text).of("script") if attrs.get("type") == "application/json"]
    return json.loads(block)
