# ruff: noqa: F811 - fixtures are imported
"""What a reader takes away and says: files, citations, verdicts, the address; and that its counts are Python's."""

import json
import re
from dataclasses import replace

import pytest

from kgraph.explore import write_explorer
from kgraph.model import ActorRef, Review, Verdict
from tests.browsing import CHROMIUM, browser, until, visit  # noqa: F401 - fixtures
from tests.case_file import claim
from tests.exploring import app, case_file, hash_of, summary, triangle  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


# -- what is taken away ----------------------------------------------------------------------------


def save(page, kind):
    """The file that a choice of the Save list gives: its name and what it holds."""
    if page.locator("#saves").is_hidden():
        page.locator("#saves-button").click()
    with page.expect_download() as waiting:
        page.locator(f"#save-{kind}").click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_pictures_are_saved(visit, case_file):
    page = visit(case_file)
    name, data = save(page, "png")
    assert name == "Eurasia-case-file.png"
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(data) > 20_000
    from xml.etree import ElementTree

    name, data = save(page, "svg")
    drawing = ElementTree.fromstring(data)  # noqa: S314 - our own file
    kinds = [element.tag.rpartition("}")[2] for element in drawing.iter()]
    assert kinds.count("polyline") == 80
    assert kinds.count("circle") == kinds.count("text") == 40
    assert "kgraph" in drawing[0].text


def test_lines_are_saved_as_gexf(visit, case_file):
    import io

    import networkx

    page = visit(case_file)
    name, data = save(page, "gexf")
    graph = networkx.read_gexf(io.BytesIO(data.replace(b"gexf.net/1.3", b"www.gexf.net/1.2draft")), version="1.2draft")
    assert name == "Eurasia-case-file.gexf"
    assert graph.nodes["kgr:RUS"]["label"] == "Russia"
    assert graph.number_of_edges() == 80


def test_claims_are_saved_as_csv(visit, triangle):
    import csv
    import io

    page = visit(triangle, "#d=kgr:CHN|kgr:RUS")
    name, data = save(page, "csv")
    assert name.startswith("China-Russia")
    first, second = csv.DictReader(io.StringIO(data.decode()))
    assert (first["publisher"], second["publisher"]) == ("The Meridian", "Harbour Wire")
    assert (second["actor_id"], second["relation"], second["recipient_id"]) == ("kgr:RUS", "suppliesOilTo", "kgr:CHN")
    assert second["quote"] == "Russia shipped oil to China."
    assert re.fullmatch(r"urn:kgraph:claim:[0-9a-f]{20}", second["claim"])
    assert second["extractor"] == "hand"


def test_a_spreadsheet_takes_no_cell_for_a_formula(visit, tmp_path):
    evil = replace(claim(), actor=ActorRef(id="urn:kgraph:actor:x", name='=HYPERLINK("https://example.org")'))
    page = visit(write_explorer(tmp_path / "evil.html", [evil]))
    _, data = save(page, "csv")
    assert b'" =HYPERLINK(""https://example.org"")"' in data


def test_citations_say_where_they_come_from(visit, triangle):
    page = visit(triangle, "#d=kgr:CHN|kgr:RUS&c=0.5")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Cite as Markdown").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert "# China – Russia, filtered" in text
    assert "> Russia shipped oil to China." in text
    assert "[Story of Harbour Wire](https://example.org/wire)" in text
    assert "Made with kgraph" in text
    assert "extracted by hand" in text
    assert "d=kgr:CHN" in text.replace("\\", "")
    _, data = save(page, "bibtex")
    entries = data.decode()
    assert entries.count("@misc{") == 2
    assert "publisher = {Harbour Wire}" in entries
    assert "url = {https://example.org/wire}" in entries
    assert "date = {2023-01-05}" in entries
    assert "% Made with kgraph" in entries


# -- the reader's own word -------------------------------------------------------------------------


def test_a_rejected_claim_counts_for_nothing_and_is_saved_as_a_patch(visit, triangle, tmp_path):
    page = visit(triangle, "#d=kgr:CHN|kgr:USA")
    assert summary(page) == "3 claims: 1 cooperation, 2 conflict"
    page.get_by_role("button", name="Reject: United States accuses China").click()
    page.keyboard.type("a different accusation")
    page.keyboard.press("Enter")
    assert summary(page) == "3 claims: 1 cooperation, 1 conflict; 1 rejected"
    assert page.locator(".claim.void .own").inner_text() == "rejected: a different accusation"
    page.get_by_role("button", name="Note on: United States sanctions China").click()
    page.keyboard.type("see the <b>annex</b>")
    page.keyboard.press("Enter")
    assert page.locator("#pending").inner_text() == "2 verdicts of yours, not saved: save as a patch"
    with page.expect_download() as waiting:
        page.locator("#pending button").click()
    patch = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    until(page, "() => document.querySelector('#pending').hidden")
    assert (patch["format"], patch["version"]) == ("kgraph-patch", 1)
    assert sorted((one["verdict"], one["note"]) for one in patch["claims"]) == [
        ("noted", "see the <b>annex</b>"),
        ("rejected", "a different accusation"),
    ]
    page.get_by_role("button", name="Take back").click()
    assert summary(page) == "3 claims: 1 cooperation, 2 conflict"
    again = visit(triangle, "#d=kgr:CHN|kgr:USA")
    file = tmp_path / "case.patch.json"
    file.write_text(json.dumps(patch), encoding="utf-8")
    again.keyboard.press("s")
    again.get_by_label("Open a patch").set_input_files(file)
    until(again, "() => document.querySelector('#summary').textContent.includes('1 rejected')")
    assert again.locator("#saves .hint").last.inner_text() == "2 verdicts taken up"
    file.write_text('{"format": "other"}', encoding="utf-8")
    again.get_by_label("Open a patch").set_input_files(file)
    until(again, "() => document.querySelector('#saves').textContent.includes('Not taken up: not a patch')")


def test_a_verdict_of_the_graph_is_shown_and_can_be_taken_back(visit, tmp_path):
    one, other = claim("RUS", "CHN"), claim("RUS", "CHN", "visits")
    review = Review(claim=one.id, verdict=Verdict.REJECTED, note="misread", made="2024-06-19")
    file = write_explorer(tmp_path / "judged.html", [one, other], reviews={one.id: review})
    page = visit(file, "#d=kgr:CHN|kgr:RUS")
    assert summary(page) == "2 claims: 1 cooperation; 1 rejected"
    assert page.locator("#pending").is_hidden()
    page.get_by_role("button", name="Take back").click()
    assert summary(page) == "2 claims: 2 cooperation"
    _, data = save(page, "patch")
    assert json.loads(data)["claims"] == [{"claim": one.id, "verdict": "restored", "note": ""}]


# -- the address -----------------------------------------------------------------------------------

ADDRESSES = (
    "#d=kgr:CHN|kgr:RUS&p=balance",
    "#a=kgr:RUS&ego=1&v=named",
    "#hide=conflict&see=table&sort=newest",
    "#p=changes&since=2024-03",
    "#p=path&path=kgr:ARM~kgr:TUR&only=cooperation",
    "#t=2023-01..2023-06&c=0.6&n=2&r=accuses,visits&s=The%20Meridian&m=asserted&w=0,2",
    "#x=kgr%3ARUS@10@-20",
)


@pytest.mark.parametrize("fragment", ADDRESSES)
def test_the_address_says_all_of_it(visit, case_file, fragment):
    page = visit(case_file, fragment)
    assert hash_of(page) == fragment
    page.evaluate("window.kgraph.app.set({})")
    assert hash_of(page) == fragment


def test_a_dragged_node_stays_where_it_was_put(visit, case_file):
    page = visit(case_file)
    point = page.evaluate("window.kgraph.positionOf('kgr:KAZ')")
    page.mouse.move(point["x"], point["y"])
    page.mouse.down()
    page.mouse.move(point["x"] + 60, point["y"] - 30, steps=4)
    page.mouse.up()
    assert hash_of(page).startswith("#x=kgr%3AKAZ@")
    placed = app(page, "app.picture.network.getPosition('n' + app.view.actors.findIndex((a) => a.id === 'kgr:KAZ'))")
    again = visit(case_file, hash_of(page))
    kept = app(again, "app.picture.network.getPosition('n' + app.view.actors.findIndex((a) => a.id === 'kgr:KAZ'))")
    assert abs(kept["x"] - placed["x"]) <= 1
    assert abs(kept["y"] - placed["y"]) <= 1


# -- what the page counts is what Python counted ---------------------------------------------------


@pytest.mark.parametrize("view", ["states", "named"])
def test_lines_counted_in_the_page_are_those_counted_in_python(visit, case_file, view):
    page = visit(case_file, f"#v={view}" if view != "states" else "")
    different = app(
        page,
        """app.view.dyads.flatMap((dyad) => dyad.lines.filter((held) => {
            const line = app.lens.line(held, () => true);
            return JSON.stringify([line.facts, line.sources, line.ways, line.mutual]) !==
                JSON.stringify([held.facts, held.sources, held.ways, held.mutual]);
        }))""",
    )
    assert different == []
    drawn = app(
        page,
        """app.view.edges.filter((edge) => {
            const line = app.picture.lineOf(edge), { width, dashes } = window.kgraph;
            return width(line.facts) !== edge.width || line.arrow !== edge.arrows ||
                JSON.stringify(dashes(line, false)) !== JSON.stringify(edge.dashes);
        }).map((edge) => edge.id)""",
    )
    assert drawn == []
    assert app(page, "app.view.edges.length") > 60
