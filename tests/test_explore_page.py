"""The explorer's file: what is in it, what its parts are, what cannot get out."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import kgraph.explore as explorer
from kgraph.errors import DataError
from kgraph.explore import explore, explore_graph, write_explorer
from kgraph.explore.page import SCRIPTS
from kgraph.explore.records import marks_of, safe_url
from kgraph.graph import KnowledgeGraph
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Attribution,
    Document,
    Evidence,
    Mark,
    Name,
)
from tests.case_file import Reader, claim, data_of, known_actors, ref, sample

FOLDER = Path(explorer.__file__).parent


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
