"""Dossiers: what is in them, that each claim leads to its source, and that what articles say stays text."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from kgraph.errors import DataError, UnknownNameError
from kgraph.graph import KnowledgeGraph
from kgraph.importing import ImportSettings, import_files
from kgraph.merge import merge_events
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
    Review,
    Verdict,
    reviews_beside,
    write_reviews,
)
from kgraph.report import dossier, write_report
from kgraph.report.markdown import plain
from tests.browsing import CHROMIUM, FLAGS
from tests.hostile import HOSTILE, Seen
from tests.samples import CHINA, RUSSIA, sample_graph


def told(document: str, **about: object) -> Claim:
    fields: dict[str, object] = {
        "document": document,
        "actor": RUSSIA,
        "recipient": CHINA,
        "relation": "sanctions",
        "event_type": "SANCTION",
        "date": Date(start="2018-03-01"),
    }
    return Claim(**{**fields, **about})  # type: ignore[arg-type]


@pytest.fixture
def graph() -> KnowledgeGraph:
    """One event told twice, its denial, an undated claim and one of another year."""
    made = KnowledgeGraph()
    wire = Document(
        id="a", text="", publisher="Wire", published="2018-03-02", title="Sanctions", url="https://example.org/a"
    )
    post = Document(id="b", text="", publisher="Post", published="2018-03-03", title="More sanctions")
    made.add(wire, [told("a"), told("a", date=None, relation="meetsWith", event_type="CONSULT", confidence=0.4)])
    denied = told("b", modality=Modality.DENIED, polarity=Polarity.NEGATIVE)
    made.add(
        post,
        [told("b"), denied, told("b", date=Date(start="2017-05"), relation="cooperatesWith", event_type="COOPERATE")],
    )
    merge_events(made, made="2024-01-01")
    return made


def test_a_dossier_counts_what_there_is_and_says_what_to_be_careful_about(graph: KnowledgeGraph):
    found = dossier(graph, "kgr:RUS", "kgr:CHN")
    assert found.title == "Russia and China"
    assert found.summary() == [
        "5 claims, of which 4 say that something is so: 2 of cooperation, 2 of conflict, 0 of neither.",
        "They are dated from 2017-05-01 to 2018-03-01.",
        "They come from 2 documents of 2 publishers.",
        "1 claim without a date, which the timeline leaves out.",
        "1 claim with a confidence below 0.5, which support no plain edge.",
        "1 pair of accounts that cannot both hold.",
        "Claims are read by a program: the sentence decides, not its coding.",
    ]
    assert [(year, len(accounts)) for year, accounts in found.years()] == [("2018", 3), ("2017", 1), ("undated", 1)]
    assert [(one.number, str(one), one.claims) for one in found.references] == [
        (1, '"Sanctions", Wire, 2018-03-02', 2),
        (2, '"More sanctions", Post, 2018-03-03', 3),
    ]
    assert [told.corroboration.publishers for told in found.events] == [2]


def test_a_dossier_of_one_publisher_says_so():
    assert "Everything rests on one publisher." in dossier(sample_graph(), "kgr:RUS", "kgr:CHN").summary()


def test_a_dossier_of_nothing_is_a_dossier(tmp_path: Path):
    found, [file] = write_report(KnowledgeGraph(), "kgr:RUS", "kgr:CHN", tmp_path / "x.html")
    assert found.summary() == ["The graph holds no claim between kgr:RUS and kgr:CHN."]
    assert "no claim between" in file.read_text(encoding="utf-8")


def test_a_page_leads_from_every_claim_to_its_source_and_from_every_rival_to_its_claim(graph, tmp_path: Path):
    _, [file] = write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / "x.html")
    seen = Seen(file.read_text(encoding="utf-8"))
    anchors = {about["id"] for _, about in seen.tags if "id" in about}
    inner = [about["href"][1:] for tag, about in seen.tags if tag == "a" and about["href"].startswith("#")]
    assert len(inner) == 5 + 2 + 3
    assert set(inner) <= anchors
    assert "https://example.org/a" in {about.get("href") for _, about in seen.tags}
    assert "2 claims, 2 publishers, 0 speakers. Judged one by a rule" in seen.text
    assert "denial: one says that it is so, the other denies it" in seen.text


def test_markdown_has_its_figure_beside_it(graph, tmp_path: Path):
    _, files = write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / "a b.md", by="year")
    assert [file.name for file in files] == ["a b.md", "a b-timeline.svg"]
    text = files[0].read_text(encoding="utf-8")
    assert "](<a%20b-timeline.svg>)" in text
    assert "## undated" in text
    assert text.index("## 2018") < text.index("## 2017")
    assert "[\\[1\\]" not in text
    assert '1. ["Sanctions", Wire, 2018-03-02](<https://example.org/a>)' in text


@pytest.mark.parametrize("name", ["x.html", "x.md"])
def test_without_matplotlib_a_dossier_has_no_figure_and_says_so(graph, tmp_path: Path, monkeypatch, caplog, name: str):
    whole = write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / "whole.md")[1][0].read_text(encoding="utf-8")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    found, files = write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / name)
    assert [file.name for file in files] == [name]
    assert [record.getMessage() for record in caplog.records] == [
        "the dossier has no timeline: matplotlib is not installed; pip install 'kgraph[notebook]' brings it"
    ]
    text = files[0].read_text(encoding="utf-8")
    assert "No timeline: matplotlib is not installed" in text
    assert "<img" not in text
    assert "![" not in text
    if name == "x.md":
        cut = {line for line in whole.splitlines() if not line.startswith("![")}
        assert cut <= set(text.splitlines())
    assert len(found.accounts) > 2


@pytest.mark.parametrize("name", ["x.html", "x.md"])
def test_the_same_graph_gives_the_same_bytes(graph, tmp_path: Path, name: str):
    first = [file.read_bytes() for file in write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / name)[1]]
    assert [file.read_bytes() for file in write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / name)[1]] == first


def test_rows_of_data_sets_come_with_their_citation(tmp_path: Path):
    table = tmp_path / "ties.csv"
    table.write_text("from,to,what,day\nRussia,China,SANCTION,2018-03-01\n")
    graph = KnowledgeGraph()
    options = {"dataset": "ties", "title": "Ties", "actor": "from", "recipient": "to", "event": "what", "date": "day"}
    import_files("csv", [table], graph, ImportSettings(options={**options, "citation": "Doe, Ties, 2020."}))
    found, [file] = write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / "x.html")
    assert "They come from 0 documents of 0 publishers and from 1 data set." in found.summary()
    assert "Doe, Ties, 2020." in Seen(file.read_text(encoding="utf-8")).text


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [("x.docx", UnknownNameError, "format of a dossier"), ("nowhere/x.html", DataError, "no such folder")],
)
def test_what_cannot_be_written_is_refused(graph, tmp_path: Path, path: str, error: type[Exception], message: str):
    with pytest.raises(error, match=message):
        write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / path)
    assert list(tmp_path.iterdir()) == []


def test_one_actor_twice_is_refused():
    with pytest.raises(DataError, match="one actor twice"):
        dossier(KnowledgeGraph(), "kgr:RUS", "kgr:RUS")


def hostile_graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    end = ActorRef(id="urn:kgraph:actor:h", name="H")
    for number, words in enumerate(HOSTILE):
        url = words if number % 2 else None
        document = Document(id=f"h{number}{words}", text="", title=words, publisher=words, author=words, url=url)
        evidence = Evidence(quote=words, start=0, end=len(words), marks=(Mark(role="cue", start=0, end=2),))
        said = (Attribution(id=end.id, name=words, cue=words),)
        actor = ActorRef(id=end.id, name=words)
        claim = told(document.id, actor=actor, evidence=evidence, attribution=said, extractor=words)
        graph.add(document, [claim], actors=[Actor(id=end.id, label=words, kind=ActorKind.PERSON)])
    return graph


def test_hostile_text_becomes_no_element_of_a_page(tmp_path: Path):
    plain_page = Seen(write_report(sample_graph(), "kgr:RUS", "kgr:PRK", tmp_path / "a.html")[1][0].read_text("utf-8"))
    _, [file] = write_report(hostile_graph(), "urn:kgraph:actor:h", "kgr:CHN", tmp_path / "b.html")
    seen = Seen(file.read_text(encoding="utf-8"))
    assert {tag for tag, _ in seen.tags} <= {tag for tag, _ in plain_page.tags} | {"a"}
    for _, about in seen.tags:
        assert not any(name.startswith("on") for name in about)
        assert (about.get("href") or "#").startswith(("#", "https://", "http://"))
    assert "<img src=x onerror=window.__pwned=1>" in seen.text


def test_hostile_text_becomes_no_markup_of_markdown(tmp_path: Path):
    from markdown_it import MarkdownIt

    _, files = write_report(hostile_graph(), "urn:kgraph:actor:h", "kgr:CHN", tmp_path / "b.md")
    tokens = MarkdownIt("commonmark").parse(files[0].read_text(encoding="utf-8"))
    inner = [child for token in tokens for child in token.children or ()]
    assert not {"html_block", "fence", "code_block", "table_open"} & {token.type for token in tokens}
    assert not {"html_inline", "code_inline"} & {child.type for child in inner}
    assert [child.attrs["src"] for child in inner if child.type == "image"] == ["b-timeline.svg"]
    for child in inner:
        if child.type == "link_open":
            assert str(child.attrs["href"]).startswith(("https://", "http://"))
    assert any(child.content.startswith("<img src=x onerror") for child in inner if child.type == "text")


@pytest.mark.parametrize(
    "words", ["1. x", "# x", "- x", "+ x", "> x", "=== x", "a|b", "**b**", "[a](b)", "![a](b)", "`c`", "&amp;"]
)
def test_plain_text_is_what_markdown_shows(words: str):
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").render(plain(words))
    assert Seen(shown).text.strip() == words
    assert re.findall(r"<(\w+)", shown) == ["p"]


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")
def test_a_page_opens_without_a_request_and_runs_nothing(tmp_path: Path):
    from playwright.sync_api import sync_playwright

    _, [file] = write_report(hostile_graph(), "urn:kgraph:actor:h", "kgr:CHN", tmp_path / "b.html")
    trouble: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on(
            "request", lambda request: request.url.startswith(("file:", "data:image")) or trouble.append(request.url)
        )
        page.goto(file.as_uri())
        assert page.locator("article").count() == len(HOSTILE)
        assert page.evaluate("window.__pwned ?? null") is None
        assert page.evaluate("document.querySelector('img').naturalWidth > 100")
        browser.close()
    assert trouble == []


def test_a_claim_that_a_reader_has_rejected_says_so_everywhere(tmp_path: Path):
    document, claim = Document(id="a", text=""), told("a")
    with KnowledgeGraph(tmp_path / "k.db") as graph:
        graph.add(document, [claim])
        write_reviews(
            [Review(claim=claim.id, verdict=Verdict.REJECTED, note="misread", made="2024-06-19")],
            reviews_beside(tmp_path / "k.db"),
        )
    with KnowledgeGraph(tmp_path / "k.db") as graph:
        found = dossier(graph, "kgr:RUS", "kgr:CHN")
        assert found.summary()[0].startswith("1 claim, of which 0 say")
        assert "1 claim that a reader has rejected." in found.summary()
        assert found.accounts[0].headline().endswith("confidence 1), rejected")
        bundle = found.accounts[0]._repr_mimebundle_()
        assert all("rejected" in shown for shown in bundle.values())
        for name in ("x.html", "x.md"):
            assert ", rejected" in write_report(graph, "kgr:RUS", "kgr:CHN", tmp_path / name)[1][0].read_text("utf-8")
