"""What notebooks show: tables, marked quotes, the explorer in its frame, `%%sparql`; and that nothing in it runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.explain import explain_dyad
from kgraph.explore.picture import network_svg
from kgraph.graph import KnowledgeGraph
from kgraph.markup import escaped, link, plain_table, table
from kgraph.model import Actor, ActorKind, ActorRef, Attribution, Claim, Document, Evidence, Mark
from kgraph.notebook import Explorer, frame
from tests.browsing import CHROMIUM, FLAGS, until
from tests.hostile import HOSTILE, Seen
from tests.samples import DENIAL, MEETING, OIL, sample_graph

FORBIDDEN = {"script", "img", "iframe", "object", "embed", "form", "input", "style", "link", "base", "meta", "video"}


def hostile_graph() -> KnowledgeGraph:
    """Every hostile text in every place that a document or a data set can fill."""
    graph = KnowledgeGraph()
    for number, words in enumerate(HOSTILE):
        url = words if number % 2 else f"https://example.org/{number}"
        document = Document(id=f"h{number}", text="", title=words, publisher=words, url=url, published="2024-01-02")
        end = ActorRef(id=f"urn:kgraph:actor:h{number}", name=words)
        evidence = Evidence(quote=words, start=0, end=len(words), marks=(Mark(role="cue", start=0, end=2),))
        claim = Claim(
            document=f"h{number}",
            actor=end,
            recipient=ActorRef(id="kgr:CHN", name="China", state="CHN"),
            relation="condemns",
            event_type="ACCUSE",
            evidence=evidence,
            attribution=(Attribution(id=end.id, name=words, cue=words),),
            extractor=words,
        )
        graph.add(document, [claim], actors=[Actor(id=end.id, label=words, kind=ActorKind.PERSON)])
    return graph


def test_a_result_shows_its_first_rows_and_how_many_there_are():
    graph = sample_graph()
    answer = graph.query("SELECT ?n WHERE { VALUES ?n { " + " ".join(map(str, range(25))) + " } }")
    bundle = answer._repr_mimebundle_()
    assert bundle["text/plain"].splitlines()[:3] == ["<QueryResult 25 rows: n>", "n", "0"]
    assert bundle["text/plain"].splitlines()[-1] == "(20 of 25 rows)"
    assert [tag for tag, _ in Seen(bundle["text/html"]).tags].count("td") == 20
    assert "20 of 25 rows" in Seen(bundle["text/html"]).text


def test_an_answer_without_rows_shows_its_columns():
    bundle = sample_graph().query("SELECT ?a ?b WHERE { ?a <urn:none> ?b }")._repr_mimebundle_()
    assert bundle["text/plain"].splitlines() == ["<QueryResult 0 rows: a, b>", "a  b"]


def test_a_claim_shows_who_did_what_by_which_words_and_according_to_whom():
    bundle = OIL._repr_mimebundle_()
    assert bundle["text/plain"].splitlines() == [
        "2017-12: Russia supplies oil to North Korea (reported, confidence 0.6)",
        "    according to sources, quoted by Japanese media",
        '    "Russia shipped oil to North Korea, sources said."',
    ]
    marks = [about["title"] for tag, about in Seen(bundle["text/html"]).tags if tag == "mark"]
    assert marks == ["actor", "cue"]
    assert "not: Russia supplies oil to North Korea (denied" in DENIAL._repr_mimebundle_()["text/plain"]


def test_a_dyad_shows_its_accounts_with_their_sources_linked():
    dyad = explain_dyad(sample_graph(), "kgr:RUS", "kgr:CHN")
    assert repr(dyad) == "<Dyad kgr:RUS kgr:CHN: 1 accounts>"
    seen = Seen(dyad._repr_mimebundle_()["text/html"])
    [address] = [about["href"] for tag, about in seen.tags if tag == "a"]
    assert address == "https://example.org/a1"
    assert "Putin met Zhang in Moscow." in seen.text
    assert dyad[0].claim == MEETING


def test_a_long_dyad_says_how_much_it_leaves_out():
    dyad = explain_dyad(sample_graph(), "kgr:RUS", "kgr:PRK")
    dyad.most = 1
    bundle = dyad._repr_mimebundle_()
    assert "(1 of 2 accounts)" in bundle["text/plain"]
    assert "(1 of 2 accounts)" in bundle["text/html"]


def test_a_graph_shows_what_it_holds_and_a_picture_of_it():
    bundle = sample_graph()._repr_mimebundle_()
    assert bundle["text/plain"].startswith("<KnowledgeGraph in memory>")
    assert "claims       4" in bundle["text/plain"]
    seen = Seen(bundle["text/html"])
    assert [about["aria-label"] for tag, about in seen.tags if tag == "svg"] == ["2 ties between 3 actors"]


def test_a_closed_graph_says_so_where_it_is_shown():
    graph = KnowledgeGraph()
    graph.close()
    assert "closed" in graph._repr_mimebundle_()["text/plain"]


def test_the_picture_says_what_it_leaves_out_and_is_the_same_each_time():
    graph = sample_graph()
    assert "1 ties between 2 actors; 1 more are not drawn" in network_svg(graph, top=1)
    assert network_svg(graph) == network_svg(graph)


def test_the_picture_leaves_out_what_a_reader_has_rejected():
    graph = sample_graph()
    assert "2 ties between 3 actors" in network_svg(graph)
    graph.rejected = frozenset({OIL.id, DENIAL.id})
    picture = network_svg(graph)
    assert "1 ties between 2 actors" in picture
    assert "North Korea" not in picture


def test_hostile_text_becomes_no_element_anywhere():
    graph = hostile_graph()
    answer = graph.query("SELECT ?x WHERE { ?x a kg:Claim ; kg:actorName ?n } LIMIT 1")
    answer.rows = [(words,) for words in HOSTILE]
    answer.columns = ("x",)
    dyad = explain_dyad(graph, "kgr:CHN", "urn:kgraph:actor:h1")
    dyad.most = 100
    shown = [
        table(["<b>"], [(words,) for words in HOSTILE], most=100),
        answer._repr_mimebundle_()["text/html"],
        graph._repr_mimebundle_()["text/html"],
        dyad._repr_mimebundle_()["text/html"],
        *(claim._repr_mimebundle_()["text/html"] for claim in graph.claims()),
    ]
    for markup in shown:
        seen = Seen(markup)
        assert not FORBIDDEN & {tag for tag, _ in seen.tags}
        for _, about in seen.tags:
            assert not any(name.startswith("on") for name in about)
            assert (about.get("href") or "https:").startswith("https:")


@pytest.mark.parametrize("words", HOSTILE)
def test_only_addresses_of_the_web_are_linked(words: str):
    tags = Seen(link("row", words)).tags
    assert tags == [] or (words.startswith("https://") and tags[0][1]["href"] == escaped_back(words))


def escaped_back(words: str) -> str:
    """What a reader of HTML makes of the escaped text."""
    return Seen(f'<a href="{escaped(words)}">').tags[0][1]["href"] or ""


def test_tables_are_aligned_and_say_nothing_for_nothing():
    assert plain_table(["a", "b"], [(None, "x\ny"), (10, None)]) == "a   b\n    x y\n10"
    assert escaped("a\x00b\ud800c\u202ed") == "a\ufffdb\ufffdc\ufffdd"


def test_the_explorer_stands_in_a_sandboxed_frame():
    shown = sample_graph().explore(top=5, height=300)
    assert isinstance(shown, Explorer)
    [(tag, about)] = Seen(shown._repr_mimebundle_()["text/html"]).tags
    assert (tag, about["sandbox"], about["height"]) == ("iframe", "allow-scripts allow-downloads allow-popups", "300")
    assert about["srcdoc"] == shown.page


def test_a_heavy_explorer_warns(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frame, "HEAVY", 1000)
    with pytest.warns(UserWarning, match="MB to the notebook"):
        sample_graph().explore()


@pytest.fixture
def shell(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.clear_instance()
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # it would take in another environment that is activated
    running = InteractiveShell.instance(colors="nocolor")
    running.run_line_magic("load_ext", "kgraph")
    running.user_ns["graph"] = sample_graph()
    yield running
    running.history_manager.end_session()
    InteractiveShell.clear_instance()


def test_a_cell_is_a_query(shell):
    answer = shell.run_cell_magic("sparql", "-o kept", "SELECT ?o WHERE { kgr:RUS kg:suppliesOilTo ?o }")
    assert answer.rows == [("kgr:PRK",)]
    assert shell.user_ns["kept"] is answer


def test_a_line_is_a_query_of_any_words_and_no_variable_is_pasted_into_it(shell):
    shell.user_ns["who"] = "kgr:RUS } DROP ALL {"
    answer = shell.run_line_magic("sparql", "SELECT ?x WHERE { BIND(\"a  -o '{who}'\" AS ?x) }")
    assert answer.rows == [("a  -o '{who}'",)]


def test_a_cell_can_answer_with_a_frame(shell):
    frame_ = shell.run_cell_magic("sparql", "--pandas --output=kept", "SELECT ?o WHERE { kgr:RUS kg:suppliesOilTo ?o }")
    assert list(frame_["o"]) == ["kgr:PRK"]
    assert shell.user_ns["kept"] is frame_


def test_another_graph_or_a_store_is_asked_by_name(shell, tmp_path: Path):
    with KnowledgeGraph(tmp_path / "k.db") as stored:
        stored.add(Document(id="a1", text=""), [OIL])
    ask = "ASK { kgr:RUS kg:suppliesOilTo kgr:PRK }"
    shell.user_ns["empty"] = KnowledgeGraph()
    assert shell.run_cell_magic("sparql", "-g empty", ask).rows == [(False,)]
    assert shell.run_cell_magic("sparql", f"-s {tmp_path / 'k.db'}", ask).rows == [(True,)]


@pytest.mark.parametrize(
    ("line", "cell", "message"),
    [
        ("", "SELEC", "line 1, column 6"),
        ("", " ", "no query"),
        ("-g nobody", "ASK {}", "is no graph"),
        ("-s nowhere.db", "ASK {}", "no store"),
        ("ASK", "ASK {}", "stands beside a cell"),
        ("-x", "ASK {}", "unrecognized arguments"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(shell, line: str, cell: str, message: str):
    from IPython.core.error import UsageError

    with pytest.raises(UsageError, match=message):
        shell.run_cell_magic("sparql", line, cell)


def test_without_a_graph_it_says_how_to_have_one(shell):
    from IPython.core.error import UsageError

    del shell.user_ns["graph"]
    with pytest.raises(UsageError, match="--graph NAME or --store FOLDER"):
        shell.run_line_magic("sparql", "ASK {}")


def test_a_name_that_is_taken_is_left_alone(shell, capsys: pytest.CaptureFixture[str]):
    from kgraph import load_ipython_extension

    def theirs(line: str, cell: str | None = None) -> str:
        return "theirs"

    shell.register_magic_function(theirs, "line_cell", "sparql")
    load_ipython_extension(shell)
    assert "kgraph's is %%kgraph_sparql" in capsys.readouterr().out
    assert shell.run_line_magic("sparql", "ASK {}") == "theirs"
    assert shell.run_line_magic("kgraph_sparql", "ASK {}").rows == [(True,)]


def test_loading_twice_keeps_the_name(shell, capsys: pytest.CaptureFixture[str]):
    shell.run_line_magic("reload_ext", "kgraph")
    assert capsys.readouterr().out == ""
    assert shell.run_line_magic("sparql", "ASK {}").rows == [(True,)]


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")
def test_what_a_notebook_shows_runs_nothing_hostile_and_draws_offline(tmp_path: Path):
    from playwright.sync_api import sync_playwright

    graph = hostile_graph()
    shown = [graph._repr_mimebundle_(), explain_dyad(graph, "kgr:CHN", "urn:kgraph:actor:h3")._repr_mimebundle_()]
    shown += [graph.explore(top=80)._repr_mimebundle_(), *(claim._repr_mimebundle_() for claim in graph.claims())]
    page_file = tmp_path / "notebook.html"
    body = "".join(bundle["text/html"] for bundle in shown)
    page_file.write_text(f"<!doctype html><meta charset=utf-8><body>{body}", encoding="utf-8")
    trouble: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message) or dialog.dismiss())
        page.on("request", lambda r: r.url.startswith(("file:", "about:srcdoc")) or trouble.append(r.url))
        page.goto(page_file.as_uri())
        page.locator("iframe").scroll_into_view_if_needed()
        inner = next(one for one in page.frames if one != page.main_frame)
        until(inner, "window.kgraph && window.kgraph.labels().length > 0")
        assert [one.evaluate("window.__pwned ?? null") for one in page.frames] == [None, None]
        browser.close()
    assert trouble == []


def test_bundles_can_stand_in_a_notebooks_file():
    for shown in (sample_graph(), OIL, sample_graph().query("ASK {}"), sample_graph().explore()):
        bundle = shown._repr_mimebundle_()
        assert json.loads(json.dumps(bundle)) == bundle
        assert set(bundle) == {"text/plain", "text/html"}
