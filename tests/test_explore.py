"""The explorer without a browser: what is bundled, what is written, what cannot get out."""

import base64
import hashlib
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import kgraph.explore as explorer
from kgraph.errors import DataError
from kgraph.explore import explore, explore_graph, write_explorer
from kgraph.explore.bundles import Way, as_named, bundle, by_state, names_of, without_repeats
from kgraph.explore.layout import CELL, lay_out, tie
from kgraph.explore.page import SCRIPTS
from kgraph.explore.records import marks_of, safe_url
from kgraph.graph import KnowledgeGraph
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
    Name,
    Polarity,
)
from kgraph.ontology import RELATIONS

FOLDER = Path(explorer.__file__).parent

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


# -- bundling --------------------------------------------------------------------------------------


def lines(claims, key=by_state, documents=()):
    return bundle(without_repeats(claims), {document.id: document for document in documents}, key).lines


def only(claims, **arguments):
    (line,) = lines(claims, **arguments)
    return line


def test_one_line_for_each_dyad_and_sign_whichever_way_round():
    found = lines(
        [
            claim("RUS", "CHN"),
            claim("CHN", "RUS", "visits"),
            claim("RUS", "CHN", "accuses"),
            claim("CHN", "RUS", "requestsFrom"),
        ]
    )
    assert [(line.dyad, line.sign, line.facts) for line in found] == [
        (("kgr:CHN", "kgr:RUS"), 1, 2),
        (("kgr:CHN", "kgr:RUS"), 0, 1),
        (("kgr:CHN", "kgr:RUS"), -1, 1),
    ]


def test_every_claim_is_in_one_line_or_within_or_alone():
    claims = without_repeats(sample()[0])
    for key in (by_state, as_named):
        found = bundle(claims, {}, key)
        groups = [line.claims for line in found.lines] + [*found.within.values(), *found.alone.values()]
        assert sorted(c.id for group in groups for c in group) == sorted(c.id for c in claims)
        assert all(line.dyad[0] < line.dyad[1] for line in found.lines)
        assert all({c.sign for c in line.claims} == {line.sign} for line in found.lines)
        assert len({(line.dyad, line.sign) for line in found.lines}) == len(found.lines)


def test_what_putin_does_counts_for_russia_only_in_the_view_of_states():
    told = claim("wd:Q7747", "CHN")
    assert only([told]).dyad == ("kgr:CHN", "kgr:RUS")
    assert only([told], key=as_named).dyad == ("kgr:CHN", "wd:Q7747")


@pytest.mark.parametrize("modality", list(Modality))
@pytest.mark.parametrize("polarity", list(Polarity))
def test_only_what_is_said_to_be_so_widens_a_line(modality, polarity):
    line = only([claim(modality=modality, polarity=polarity)])
    fact = polarity is Polarity.POSITIVE and modality in (Modality.ASSERTED, Modality.REPORTED)
    assert line.facts == int(fact)
    assert len(line.claims) == 1


def test_claims_are_newest_first_and_undated_ones_last():
    days = ["2017-12-07", "2017-05", None, "2018", "2017-12-08"]
    told = [claim(document=str(n), date=day and Date(start=day)) for n, day in enumerate(days)]
    assert [c.date and str(c.date) for c in only(told).claims] == ["2018", "2017-12-08", "2017-12-07", "2017-05", None]


def test_a_claim_read_twice_is_one_and_the_surer_reading_is_kept():
    told = claim(confidence=0.4)
    line = only([told, replace(told, confidence=0.9, extractor="other"), told])
    assert [c.confidence for c in line.claims] == [0.9]


def test_sources_are_publishers_not_documents():
    papers = [
        Document(text="", id="a1", publisher="Harbour Wire"),
        Document(text="", id="a2", publisher="Harbour Wire"),
        Document(text="", id="a3", url="https://meridian.example/1"),
    ]
    told = [claim(document=id_) for id_ in ("a1", "a2", "a3", "unknown-1", "unknown-2")]
    assert only(told[:2], documents=papers).sources == 1
    assert only(told[:3], documents=papers).sources == 2
    assert only(told, documents=papers).sources == 2  # who nobody knows may be one of them
    assert only(told[3:], documents=papers).sources == 1


WIRE, MERIDIAN = (Document(text="", id=id_, publisher=id_) for id_ in ("wire", "meridian"))


def two_papers(*told):
    """One line, told by one paper and then by another."""
    return only(
        [
            claim(*words, document=paper.id, **fields)
            for paper, (words, fields) in zip((WIRE, MERIDIAN), told, strict=True)
        ],
        documents=[WIRE, MERIDIAN],
    )


def test_rival_accounts_do_not_bear_each_other_out():
    rivals = two_papers((("CHN", "JPN", "attacks"), {}), (("JPN", "CHN", "attacks"), {}))
    assert rivals.facts == 2
    assert rivals.ways == (Way(1, 1), Way(1, 1))
    assert (rivals.sources, rivals.arrow) == (1, "")
    agreed = two_papers((("CHN", "JPN", "attacks"), {}), (("CHN", "JPN", "bombs"), {}))
    assert agreed.ways == (Way(2, 2), Way(0, 0))
    assert (agreed.sources, agreed.arrow) == (2, "to")


@pytest.mark.parametrize(
    "fields",
    [{"modality": Modality.DENIED}, {"modality": Modality.PLANNED}, {"polarity": Polarity.NEGATIVE}],
)
def test_who_denies_or_announces_it_bears_nothing_out(fields):
    line = two_papers((("CHN", "JPN", "attacks"), {}), (("CHN", "JPN", "attacks"), fields))
    assert (line.facts, line.sources, line.ways) == (1, 1, (Way(1, 1), Way(0, 0)))


def test_a_meeting_bears_out_either_way():
    line = two_papers((("CHN", "JPN", "visits"), {}), (("JPN", "CHN", "meetsWith"), {}))
    assert (line.ways, line.mutual, line.sources) == ((Way(2, 2), Way(1, 1)), 1, 2)


@pytest.mark.parametrize(
    ("there", "back", "both", "arrow"),
    [(3, 1, 0, "to"), (1, 3, 0, "from"), (2, 1, 0, ""), (1, 0, 0, "to"), (3, 0, 2, ""), (0, 0, 2, "")],
)
def test_an_arrow_needs_three_quarters_one_way(there, back, both, arrow):
    told = [claim("CHN", "RUS", "visits", document=f"t{n}") for n in range(there)]
    told += [claim("RUS", "CHN", "visits", document=f"b{n}") for n in range(back)]
    told += [claim("RUS", "CHN", "meetsWith", document=f"m{n}") for n in range(both)]
    assert only(told).arrow == arrow


def test_an_actor_is_called_what_claims_call_it_most():
    told = [
        replace(claim(document=str(n)), actor=ref("RUS", name))
        for n, name in enumerate(["Moscow", "Russia", "Russia", "Kremlin"])
    ]
    assert names_of(told)["kgr:RUS"] == "Russia"


# -- layout and drawing ----------------------------------------------------------------------------


def test_no_two_actors_need_the_same_place():
    found = bundle(without_repeats(sample()[0]), {}, by_state)
    ties = {line.dyad: tie(line.facts, 0) for line in found.lines}
    points = sorted(lay_out([*(end for dyad in ties for end in dyad), "kgr:NRU"], ties).points.values())
    near = [
        (a, b)
        for a in points
        for b in points
        if a < b and abs(a[0] - b[0]) < CELL[0] - 1 and abs(a[1] - b[1]) < CELL[1] - 1
    ]
    assert near == []


def test_unlinked_actors_stand_in_a_row_beneath():
    ties = {("kgr:CHN", "kgr:RUS"): 2.0, ("kgr:RUS", "kgr:UKR"): 0.3, ("kgr:BDI", "kgr:RWA"): 1.0}
    found = lay_out([*(end for dyad in ties for end in dyad), "kgr:NRU"], ties)
    beneath = {actor for actor, (_, y) in found.points.items() if y > found.row}
    assert beneath == {"kgr:BDI", "kgr:RWA", "kgr:NRU"}


def test_many_small_groups_still_make_a_picture_of_a_screens_shape():
    ties = {(f"urn:kgraph:actor:a{n:03}", f"urn:kgraph:actor:b{n:03}"): 1.0 for n in range(120)}
    points = lay_out((end for dyad in ties for end in dyad), ties).points.values()
    width, height = (max(axis) - min(axis) for axis in zip(*points, strict=True))
    assert 1 < width / height < 2


def test_a_layout_depends_on_no_order():
    ties = {("kgr:CHN", "kgr:RUS"): 2.0, ("kgr:RUS", "kgr:UKR"): 0.3, ("kgr:CHN", "kgr:PRK"): 1.5}
    actors = ["kgr:UKR", "kgr:CHN", "kgr:RUS", "kgr:PRK"]
    assert lay_out(actors, ties) == lay_out(reversed(actors), dict(reversed(ties.items())))
    assert lay_out([], {}).points == {}


def drawn(*claims, documents=()):
    return data_of(explore(claims, documents))["views"][0]["edges"]


def test_cooperation_and_conflict_bend_to_their_own_sides_from_the_lower_id():
    together = drawn(claim("RUS", "CHN"), claim("RUS", "CHN", "accuses"))
    alone = drawn(claim("RUS", "CHN", "accuses"))
    assert [edge["smooth"]["type"] for edge in together] == ["curvedCCW", "curvedCW"]
    assert alone[0]["smooth"] == together[1]["smooth"]
    assert {(edge["from"], edge["to"]) for edge in together + alone} == {("n0", "n1")}


def test_gaps_say_one_publisher_and_dots_say_nothing_is_asserted():
    papers = [Document(text="", id=id_, publisher=id_) for id_ in ("a1", "a2")]
    (one,) = drawn(claim(document="a1"), documents=papers)
    (rivals,) = drawn(
        claim("CHN", "JPN", "attacks", document="a1"), claim("JPN", "CHN", "attacks", document="a2"), documents=papers
    )
    assert rivals["dashes"] == one["dashes"]
    (two,) = drawn(claim(document="a1"), claim(document="a2"), documents=papers)
    (none,) = drawn(claim(modality=Modality.PLANNED))
    assert two["dashes"] is False
    assert one["dashes"] != none["dashes"]
    assert (one["width"], two["width"], none["width"]) == (2.6, 3.3, 1.0)


def test_pyvis_gets_opaque_ids_text_and_no_titles():
    data = data_of(explore(*sample()))
    for seen in data["views"]:
        assert [node["id"] for node in seen["nodes"]] == [f"n{n}" for n in range(len(seen["nodes"]))]
        assert [edge["id"] for edge in seen["edges"]] == [f"d{n}" for n in range(len(seen["edges"]))]
        assert not [thing for thing in seen["nodes"] + seen["edges"] if "title" in thing]
        assert seen["options"]["physics"] is False


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


def test_the_same_claims_give_the_same_bytes_in_any_order():
    claims, documents, actors = sample()
    mixed = sorted(claims, key=lambda told: told.id[::-1])
    assert explore(claims, documents, actors) == explore(mixed + mixed[:9], reversed(documents), reversed(actors))


def test_the_file_says_its_language_and_asks_nobody_for_anything():
    page = Reader(explore(*sample(), title="Eurasia"))
    assert page.of("html")[0][0]["lang"] == "en"
    assert page.of("title")[0][1] == "Eurasia"
    metas = {attrs.get("name"): attrs.get("content") for attrs, _ in page.of("meta")}
    assert metas["referrer"] == "no-referrer"
    assert "width=device-width" in metas["viewport"]
    assert [attrs for _, attrs in page.tags if {"src", "href", "onclick", "onerror", "style"} & set(attrs)] == []
    assert [tag for tag, _ in page.tags if tag in ("link", "iframe", "img", "object", "form", "base")] == []


def test_the_policy_names_every_script_and_style_by_its_hash():
    page = Reader(explore([claim()]))
    (policy,) = [
        attrs["content"] for attrs, _ in page.of("meta") if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    scripts = [text for attrs, text in page.of("script") if "type" not in attrs]
    assert len(scripts) == len(SCRIPTS)
    assert rules["script-src"] == [hashed(text) for text in scripts]
    assert rules["style-src"] == [hashed(text) for _, text in page.of("style")]
    for rule in ("default-src", "connect-src", "base-uri", "form-action"):
        assert rules[rule] == ["'none'"]


def hashed(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


NAMESPACES = {"http://www.w3.org/2000/svg", "http://gexf.net/1.3"}
"""Names of formats, which nothing ever asks for."""


def test_our_own_parts_name_no_address():
    for name in ("page.html", "explore.css", *(script for script in SCRIPTS if "/" not in script)):
        found = re.findall(r"https?://[^\s\"']+", (FOLDER / name).read_text(encoding="utf-8"))
        assert set(found) <= NAMESPACES


def test_no_part_of_the_page_has_a_carriage_return():
    # A browser hashes an inline script after turning CRLF into LF: the policy's hash would not match.
    for name in (*SCRIPTS, "explore.css", "page.html"):
        assert b"\r" not in (FOLDER / name).read_bytes()


def test_the_vendored_build_is_the_one_pyvis_ships():
    import pyvis

    shipped = Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"
    vendored = (FOLDER / "vendor/vis-network.min.js").read_bytes()
    kept, _, comment = shipped.read_bytes().replace(b"\r\n", b"\n").rpartition(b"\n")
    assert comment.startswith(b"//# sourceMappingURL=")
    assert vendored == kept + b"\n"
    note = (FOLDER / "VENDORED.md").read_text(encoding="utf-8")
    assert hashlib.sha256(vendored).hexdigest() in note
    assert hashlib.sha256(shipped.read_bytes()).hexdigest() in note


HOSTILE = (
    "</script><script>window.__pwned=1</script>",
    "<img src=x onerror=window.__pwned=2>",
    "<!--<script>window.__pwned=3",
    "\"'><svg onload=window.__pwned=4>",
    "javascript:window.__pwned=5",
    "{{data}} {{scripts}} \\1 \\g<0>",
    "a\u2028b\u2029c\x00d\u202ee",
    "&lt;b&gt; &amp;",
)
HOSTILE_URLS = (
    "javascript:window.__pwned=6",
    " javascript:window.__pwned=6",
    "java\tscript:window.__pwned=6",
    "data:text/html,<script>window.__pwned=6</script>",
    "vbscript:x",
    "file:///etc/hostname",
    "//example.org/x",
    "https://",
    "https://example.org/\"onclick=\"window.__pwned=7",
    "https://[::1",
)  # fmt: skip


def hostile_sample():
    """Every payload in every place that a text or a data set can fill."""
    claims, documents, actors = [], [], []
    for number, words in enumerate(HOSTILE):
        id_, other = f"urn:kgraph:actor:hostile-{number}", f"urn:kgraph:actor:hostile-{(number + 1) % len(HOSTILE)}"
        document = f"h{number}{words}"
        url = HOSTILE_URLS[number % len(HOSTILE_URLS)]
        documents.append(Document(text="", id=document, publisher=words, title=words, published="2024-01-02", url=url))
        told = claim("RUS", "CHN", document=document)
        evidence = Evidence(quote=words, start=7, end=7 + len(words), marks=(Mark(role="actor", start=8, end=12),))
        source = Attribution(id=id_, name=words, cue=words)
        ends = {"actor": ActorRef(id=id_, name=words), "recipient": ActorRef(id=other, name=words)}
        claims.append(replace(told, **ends, evidence=evidence, attribution=(source, source), extractor=words))
        claims.append(replace(told, actor=ActorRef(id=id_, name=words), recipient=None, evidence=evidence))
        actors.append(Actor(id=id_, label=words, kind=ActorKind.PERSON))
    return claims, documents, actors


@pytest.mark.parametrize("title", HOSTILE)
def test_no_text_becomes_markup(title):
    plain = [tag for tag, _ in Reader(explore([claim()], title="plain")).tags]
    page = Reader(explore(*hostile_sample(), title=title))
    assert [tag for tag, _ in page.tags] == plain
    (block,) = [body for attrs, body in page.of("script") if attrs.get("type") == "application/json"]
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block)["title"] == title


def test_hostile_text_comes_back_unchanged():
    data = data_of(explore(*hostile_sample()))
    assert set(HOSTILE) <= set(data["quotes"])
    assert set(HOSTILE) <= set(data["actors"])
    assert {row[3] for row in data["documents"]} == {None}


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_only_web_pages_are_linked(url):
    assert safe_url(url) is None


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=1&c=2#d", "http://news.example:8080/", "HTTPS://EXAMPLE.ORG/ä"]
)
def test_web_pages_are_linked(url):
    assert safe_url(url) == url


def test_marks_are_counted_from_the_quote_and_never_overlap():
    marks = [("actor", 95, 104), ("cue", 103, 110), ("recipient", 108, 130), ("date", 130, 140)]
    found = tuple(Mark(role=role, start=start, end=end) for role, start, end in marks)
    evidence = Evidence(quote="🛢 oil flows from there", start=100, end=122, marks=found)
    assert marks_of(evidence) == [(0, 4, "actor"), (4, 10, "cue"), (10, 22, "recipient")]


def test_the_file_stays_in_its_budget():
    claims, documents, actors = sample()
    many = [replace(told, document=f"{told.document}-{turn}") for told in claims for turn in range(10)]
    papers = [replace(paper, id=f"{paper.id}-{turn}") for paper in documents for turn in range(10)]
    for told, read in ((claims, documents), (many, papers)):
        assert len(explore(told, read, actors).encode()) <= 1_000_000 + 350 * len(told)


def test_top_keeps_the_best_evidenced_lines_and_says_what_it_left_out():
    claims = sample()[0]
    whole, cut = (data_of(explore(claims, top=top))["views"][0] for top in (500, 10))
    assert [edge["facts"] for edge in cut["edges"]] == [edge["facts"] for edge in whole["edges"][:10]]
    everything = {"lines": len(whole["edges"]), "actors": len(whole["actors"])}
    assert whole["all"] == {**everything, "absent": 0}
    undrawn = [entry for entry in cut["listed"] if "host" not in entry]
    assert len(undrawn) == len(whole["actors"]) - len(cut["actors"])
    assert cut["all"] == {**everything, "absent": sum(not entry["claims"] for entry in undrawn)}
    assert 0 < cut["all"]["absent"] < len(undrawn)


def test_who_is_not_drawn_is_listed_with_the_claims_that_the_file_has():
    told = [claim("USA", "CHN", document=str(n)) for n in range(3)]
    told += [claim("wd:Q7747", "FRA"), claim("wd:Q7747", "wd:Q58217")]
    states, named = data_of(explore(told, (), known_actors(), top=1))["views"]
    listed = {entry["id"]: entry for entry in states["listed"]}
    assert set(listed) == {"wd:Q7747", "wd:Q58217", "kgr:FRA", "kgr:RUS"}
    assert (listed["wd:Q7747"]["label"], listed["wd:Q7747"]["host"]) == ("Vladimir Putin", "kgr:RUS")
    assert (listed["kgr:FRA"]["count"], listed["kgr:FRA"]["claims"]) == (1, [])
    assert (states["all"]["absent"], named["all"]["absent"]) == (2, 3)
    assert not [entry for entry in named["listed"] if "host" in entry]


def test_actors_are_found_by_names_and_codes():
    names = (Name(text="Britain"), Name(text="United Kingdom"), Name(text="Royaume-Uni", language="fr"))
    codes = (("cow", "200"), ("fips", "UK"), ("iso2", "GB"))
    known = Actor(id="kgr:GBR", label="United Kingdom", kind=ActorKind.STATE, state="GBR", names=names, codes=codes)
    britain, ukraine = data_of(explore([claim("GBR", "UKR", "supports")], (), [known]))["views"][0]["actors"]
    assert (britain["names"], britain["codes"]) == (["Britain", "Royaume-Uni"], ["GBR", "GB", "200", "UK"])
    assert (ukraine["names"], ukraine["codes"]) == ([], ["UKR"])


def test_a_graph_is_explored_whole(tmp_path):
    claims, documents, actors = sample()
    graph = KnowledgeGraph()
    graph.add_claims(claims, actors=actors)
    graph.add(documents[0], [told for told in claims if told.document == documents[0].id])
    target = explore_graph(graph, tmp_path / "graph.html", title="Eurasia", top=20)
    held = explore(graph.claims(), graph.documents(), graph.actors(), title="Eurasia", top=20)
    assert target.read_text(encoding="utf-8") == held
    assert data_of(held)["all"] == {"claims": 351}


def test_counter_evidence_stays_beside_a_line_when_its_own_line_is_cut():
    told = [claim(document=str(n)) for n in range(5)] + [claim("RUS", "CHN", "accuses")]
    (dyad,) = data_of(explore(told, top=1))["views"][0]["dyads"]
    assert [(line["sign"], line["facts"]) for line in dyad["lines"]] == [(1, 5), (-1, 1)]


def test_actors_are_shown_by_label_and_kind_where_they_are_known():
    told = [claim("wd:Q7747", "wd:Q861013"), claim("RUS", "UKR"), replace(claim("RUS", "CHN"), actor=ref("wd:Q58217"))]
    known = [
        Actor(id="wd:Q861013", label="Ansar Allah", kind=ActorKind.ARMED_GROUP),
        Actor(id="kgr:RUS", label="Russian Federation", kind=ActorKind.STATE),
    ]
    states, named = (
        {actor["id"]: (actor["label"], actor["kind"]) for actor in seen["actors"]}
        for seen in data_of(explore(told, (), known))["views"]
    )
    assert states["kgr:RUS"] == ("Russian Federation", "state")
    assert states["kgr:UKR"] == ("Ukraine", "state")
    assert states["wd:Q861013"] == ("Ansar Allah", "armed-group")
    assert named["wd:Q7747"] == ("Vladimir Putin", "sector")


def test_a_state_nobody_names_is_called_by_its_code():
    told = data_of(explore([claim("wd:Q7747", "CHN")]))["views"][0]["actors"]
    assert [actor["label"] for actor in told] == ["China", "RUS"]


def test_claims_without_recipient_stand_with_their_actor():
    (actor,) = data_of(explore([claim("FRA", None, "protestsAgainst")]))["views"][0]["actors"]
    assert (actor["id"], actor["alone"], actor["within"]) == ("kgr:FRA", [0], [])


def test_bad_input_is_said():
    with pytest.raises(DataError, match="not a number of lines: 0"):
        explore([], top=0)
    with pytest.raises(DataError, match="half a surrogate pair"):
        explore([], title="\ud800")


def test_writing_is_whole_or_nothing(tmp_path):
    target = tmp_path / "graph.html"
    assert write_explorer(target, *sample()) == target
    assert target.read_bytes() == explore(*sample()).encode()
    with pytest.raises(DataError):
        write_explorer(target, [], title="\ud800")
    assert target.read_bytes() == explore(*sample()).encode()
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]


def test_a_failed_write_leaves_nothing_behind(tmp_path):
    (tmp_path / "graph.html").mkdir()
    with pytest.raises(DataError, match=r"graph\.html: cannot be written"):
        write_explorer(tmp_path / "graph.html", [claim()])
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]
