# ruff: noqa: F811 - fixtures are imported
"""What the server shows and hands out: hostile text in every place, and its pages in a real browser with no network."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kgraph.graph import KnowledgeGraph, named_queries
from kgraph.model import Actor, ActorKind, ActorRef, Attribution, Document, Evidence
from kgraph.ontology import PREFIXES
from kgraph.serve.service import STATIC
from tests.browsing import CHROMIUM, browser, until  # noqa: F401 - fixtures
from tests.hostile import HOSTILE
from tests.samples import OIL
from tests.serving import Served, served

FOLDER = Path(__file__).parent.parent / "kgraph" / "serve"
EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER(ISLITERAL(?o)) }"


def ids(number: int) -> tuple[str, str]:
    return f"urn:kgraph:actor:hostile-{number}", f"urn:kgraph:actor:hostile-{number}-other"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A store in which every place for text holds every hostile string; the server's title is one of them."""
    location = tmp_path_factory.mktemp("hostile") / "case.db"
    with KnowledgeGraph(location) as graph:
        for number, words in enumerate(HOSTILE):
            first, second = ids(number)
            document = Document(
                id=f"h{number}{words}",
                text="",
                publisher=words,
                title=words,
                author=words,
                published="2024-01-02",
                url=words,
            )
            source = Attribution(id=first, name=words, cue=words)
            told = replace(
                OIL,
                document=document.id,
                actor=ActorRef(id=first, name=words),
                recipient=ActorRef(id=second, name=words),
                evidence=Evidence(quote=words, start=0, end=len(words)),
                attribution=(source, source),
                extractor=words,
            )
            graph.add(document, [told], actors=[Actor(id=first, label=words, kind=ActorKind.PERSON)])
    with served(location, "--workers", "1", "--title", HOSTILE[0]) as running:
        yield running


def test_the_corpus_is_long_enough() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_dyad_says_hostile_words_as_they_are_and_as_data(hostile: Served, number: int) -> None:
    words = HOSTILE[number]
    first, second = (quote(end, safe="") for end in ids(number))
    answer = httpx.get(f"{hostile.address}/api/dyad/{first}/{second}", headers={"accept": "text/html"}, timeout=60)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    (claim,) = answer.json()["claims"]
    assert claim["quote"] == words
    assert claim["document"]["publisher"] == claim["document"]["title"] == claim["document"]["url"] == words
    assert [source["name"] for source in claim["claim"]["attribution"]] == [words, words]
    assert claim["said_by"] == f"according to {words}, quoted by {words}"


@pytest.mark.parametrize(
    "accept", ["text/html", "application/sparql-results+json", "application/sparql-results+xml", "text/csv"]
)
def test_answers_hold_hostile_words_and_are_no_page(hostile: Served, accept: str) -> None:
    answer = hostile.ask(EVERYTHING, accept if accept != "text/html" else "text/html, application/xml;q=0.9")
    assert answer.headers["content-type"].partition(";")[0] in (accept, "application/xml")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if accept == "text/csv":
        found = {row[2] for row in csv.reader(io.StringIO(answer.text, newline=""))}
    elif accept.endswith("json"):
        found = {row["o"]["value"] for row in answer.json()["results"]["bindings"]}
    else:
        from xml.etree import ElementTree

        names = {"r": "http://www.w3.org/2005/sparql-results#"}
        root = ElementTree.fromstring(answer.text)  # noqa: S314 — our own server's
        found = {literal.text for literal in root.iterfind(".//r:binding[@name='o']/r:literal", names)}
    assert set(HOSTILE) <= found


@pytest.mark.parametrize("words", HOSTILE)
def test_errors_repeat_hostile_words_as_data(hostile: Served, words: str) -> None:
    for answer in (
        hostile.ask(words, "text/html"),
        hostile.ask(f"SELECT * WHERE {{ {words} }}", "application/json"),
        httpx.get(f"{hostile.address}/api/dyad/{quote(words, safe='')}/x"),
        httpx.get(f"{hostile.address}/export.{quote(words, safe='')}"),
        httpx.get(f"{hostile.address}/static/{quote(words, safe='')}"),
    ):
        assert answer.status_code in (400, 404, 406, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert json.loads(answer.text)["status"] == answer.status_code


def test_the_title_stays_text(hostile: Served) -> None:
    page = httpx.get(hostile.endpoint, headers={"accept": "text/html"}).text
    assert HOSTILE[0] not in page
    assert page.count("<script") == 2
    assert re.findall(r"<script>|javascript:|\son\w+=|style=", page) == []


def test_unknown_actors_and_formats_are_named(hostile: Served) -> None:
    answer = httpx.get(f"{hostile.address}/api/dyad/RSU/CHN")
    assert (answer.status_code, "unknown actor 'RSU'" in answer.json()["detail"]) == (404, True)
    answer = httpx.get(f"{hostile.address}/api/dyad/a%20b/CHN")
    assert (answer.status_code, "unknown actor 'a b'" in answer.json()["detail"]) == (404, True)
    answer = httpx.get(f"{hostile.address}/api/dyad/kgr:a%20b/CHN")
    assert answer.status_code == 422
    answer = httpx.get(f"{hostile.address}/export.tlt")
    assert (answer.status_code, "unknown export format 'tlt'" in answer.json()["detail"]) == (404, True)


def test_every_format_is_exported(hostile: Served) -> None:
    from kgraph.export import WRITERS

    for suffix in WRITERS:
        answer = httpx.get(f"{hostile.address}/export.{suffix}", timeout=120)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"] == f'attachment; filename="kgraph.{suffix}"'
        assert "html" not in answer.headers["content-type"]
        assert len(answer.content) > 1000


def test_the_query_pages_files_are_the_ones_written_down() -> None:
    import hashlib

    told = (FOLDER / "VENDORED.md").read_text("utf-8")
    for name in ("yasgui.min.js", "yasgui.min.css"):
        found = (FOLDER / "vendor" / name).read_bytes()
        assert hashlib.sha256(found).hexdigest() in told
        assert b"sourceMappingURL" not in found
        assert b"\r" not in found
    assert {path.name for folder in ("vendor", "page") for path in (FOLDER / folder).iterdir()} == {
        *STATIC,
        "query.html",
    }


# -- in a browser --------------------------------------------------------------------------------------

browsing = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH")


@pytest.fixture
def visit(browser, hostile: Served):
    """Opens an address of the server with every request elsewhere cut off; afterwards there must have been none.

    `unguarded` opens it without its policy, so that whatever could run would run.
    """
    trouble: list[str] = []
    contexts = []

    def open_(address: str, *, unguarded: bool = False):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=unguarded))
        page = contexts[-1].new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message) or dialog.dismiss())
        page.on("request", lambda request: ours(request.url) or trouble.append(request.url))
        page.route("**/*", lambda route: route.continue_() if ours(route.request.url) else route.abort())
        page.goto(hostile.address + address)
        return page

    def ours(url: str) -> bool:
        return url.startswith((f"{hostile.address}/", "data:", "blob:"))

    yield open_
    for context in contexts:
        context.close()
    assert trouble == []


def run_query(page) -> None:
    """Run what stands in the editor; the answer's first table is there afterwards."""
    page.evaluate("void kgraphQueries.getTab().query()")
    page.wait_for_selector(".yasr_results table td")


@browsing
def test_a_query_is_typed_and_answered(visit) -> None:
    page = visit("/sparql")
    page.wait_for_selector(".CodeMirror")
    page.evaluate("void kgraphQueries.getTab().setQuery('')")
    page.locator(".CodeMirror textarea").first.focus()
    page.keyboard.insert_text("SELECT (COUNT(*) AS ?n) WHERE { ?claim a kg:Claim }")
    page.locator(".yasqe_queryButton").first.click()
    page.wait_for_selector(".yasr_results table td")
    assert str(len(HOSTILE)) in page.locator(".yasr_results table").inner_text()


@browsing
def test_hostile_words_stay_text_in_the_query_page(visit) -> None:
    """Even without the policy that would stop it, nothing in the table or the raw answer becomes an element."""
    page = visit("/sparql", unguarded=True)
    page.wait_for_selector(".CodeMirror")
    seen = ""
    for start in (0, 40):  # a page of the table has fifty rows
        sparql = f"SELECT ?quote WHERE {{ ?s oa:exact ?quote }} ORDER BY ?quote LIMIT 40 OFFSET {start}"
        page.evaluate("sparql => void kgraphQueries.getTab().setQuery(sparql)", sparql)
        page.evaluate("void document.querySelectorAll('.yasr_results table').forEach(table => table.remove())")
        run_query(page)
        seen += page.locator(".yasr_results").inner_text()
    assert [words for words in HOSTILE if words.startswith("<") and words not in seen] == []
    page.locator(".yasr .select_response").first.click()
    page.wait_for_selector(".yasr_results .CodeMirror")
    strange = page.evaluate(
        "document.querySelectorAll('.yasr_results :is(img, svg, form, iframe, meta, script, b)').length"
    )
    assert (page.evaluate("window.__pwned"), strange) == (None, 0)
    assert page.title() == f"{HOSTILE[0]}: SPARQL"


@browsing
def test_the_cookbook_is_in_the_list_and_runs(visit) -> None:
    page = visit("/sparql")
    until(page, "document.querySelectorAll('#cookbook option').length > 1")
    names = page.evaluate(
        "[...document.querySelectorAll('#cookbook option')].map(option => option.value).filter(Boolean)"
    )
    assert names == list(named_queries())
    page.select_option("#cookbook", "top-dyads")
    until(page, "kgraphQueries.getTab().getName() === 'top-dyads'")
    assert page.evaluate("kgraphQueries.getTab().getQuery()") == named_queries()["top-dyads"].sparql
    run_query(page)


@browsing
def test_a_link_brings_a_query_and_no_other_endpoint(visit) -> None:
    page = visit(f"/sparql#query={quote('ASK {}')}&endpoint={quote('https://evil.example/sparql')}")
    page.wait_for_selector(".CodeMirror")
    assert page.evaluate("kgraphQueries.getTab().getQuery()") == "ASK {}"
    assert page.evaluate("kgraphQueries.getTab().getEndpoint()").endswith("/sparql")
    assert "evil" not in page.evaluate("kgraphQueries.getTab().getEndpoint()")


@browsing
def test_the_explorer_is_drawn_on_live_data(visit) -> None:
    page = visit("/")
    until(page, "window.kgraph.labels().length > 0")
    assert page.evaluate("window.__pwned") is None


@browsing
def test_a_page_elsewhere_cannot_ask(browser, hostile: Served) -> None:
    """A page of another site neither reads an answer nor has a query done."""
    context = browser.new_context()
    page = context.new_page()
    page.route("https://evil.example/", lambda route: route.fulfill(body="<p>x", content_type="text/html"))
    page.goto("https://evil.example/")
    answers: list[int] = []
    page.on("response", lambda response: response.url.startswith(hostile.address) and answers.append(response.status))
    asked = f"{hostile.endpoint}?query=ASK%7B%7D"
    for mode in ("cors", "no-cors"):
        page.evaluate(
            "([url, mode]) => fetch(url, {mode}).then(r => r.text()).catch(error => String(error))", [asked, mode]
        )
    assert 200 not in answers
    context.close()


def test_prefixes_are_those_of_the_graph(hostile: Served) -> None:
    assert httpx.get(f"{hostile.address}/prefixes.json").json() == dict(PREFIXES)
