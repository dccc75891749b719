# ruff: noqa: F811 - fixtures are imported
"""What a reader does with the explorer, in a real browser with the network cut off, and what the reader then sees."""

import json
import re
from dataclasses import replace

import pytest

from kgraph.explore import write_explorer
from kgraph.model import Actor, ActorKind, ActorRef, Date, Document, Modality, Review, Verdict
from tests.browsing import CHROMIUM, NARROW, browser, until, visit  # noqa: F401 - fixtures
from tests.hostile import HOSTILE
from tests.test_explore import HOSTILE_URLS, claim, data_of, hostile_sample, known_actors, sample, sentence
from tests.test_explore_browser import DASH, MINUS, case_file, click_line, drawn_colour, heading  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


def app(page, expression):
    """What an expression says of the page's own state."""
    return page.evaluate(f"(() => {{ const app = window.kgraph.app; return {expression}; }})()")


def summary(page):
    return page.locator("#summary").inner_text()


def told(page):
    """The claims in the panel, as they are headed."""
    return page.locator(".told").all_inner_texts()


def rows(page):
    return page.locator("#content .row .names").all_inner_texts()


def hash_of(page):
    return page.evaluate("location.hash")


def tick(page, group, word):
    field = page.locator("fieldset", has_text=group)
    field.locator("label", has=page.get_by_text(word, exact=True)).locator("input").click()


WIRE, MERIDIAN, RADIO = (
    Document(text="", id=id_, publisher=name, title=f"Story of {name}", published=day, url=f"https://example.org/{id_}")
    for id_, name, day in (
        ("wire", "Harbour Wire", "2023-01-05"),
        ("meridian", "The Meridian", "2023-06-01"),
        ("radio", "Northern Radio", "2024-02-10"),
    )
)


def on(day):
    return Date(start=day)


@pytest.fixture(scope="module")
def triangle(tmp_path_factory):
    """Three actors out of balance, in three papers over two years: what changed, who bears whom out, who says so."""
    words = sentence("", "Russia", "shipped oil to", "China", ".")
    claims = [
        claim("RUS", "CHN", "suppliesOilTo", document="wire", date=on("2023-01"), evidence=words, confidence=0.9),
        claim("RUS", "CHN", "suppliesOilTo", document="meridian", date=on("2023-01-20"), confidence=0.8),
        claim("RUS", "IND", "meetsWith", document="wire", date=on("2023-02"), confidence=0.5),
        claim("RUS", "IND", "meetsWith", document="radio", date=on("2024-02-01")),
        claim("CHN", "IND", "accuses", document="radio", date=on("2024-02-02")),
        claim("CHN", "IND", "accuses", document="meridian", date=on("2024-02-02"), modality=Modality.REPORTED),
        claim("CHN", "IND", "threatens", document="radio", date=on("2024"), modality=Modality.PLANNED),
        claim("USA", "CHN", "meetsWith", document="wire", date=on("2023-03")),
        claim("USA", "CHN", "sanctions", document="radio", date=on("2024-01-02")),
        claim("USA", "CHN", "accuses", document="radio", date=on("2024-01-03")),
    ]
    papers = [WIRE, MERIDIAN, RADIO]
    return write_explorer(tmp_path_factory.mktemp("triangle") / "triangle.html", claims, papers, known_actors())


# -- filters ---------------------------------------------------------------------------------------


def test_filters_by_relation_publisher_and_how_it_is_said(visit, triangle):
    page = visit(triangle)
    page.locator("#filters-button").click()
    tick(page, "Relation", "accuses")
    assert summary(page) == "3 actors, 2 lines, 3 claims from 2 documents, 2024"
    assert page.locator("#filters-button").inner_text() == "Filters (1)"
    assert page.locator("#panel .notice").first.inner_text() == "The filters hide 7 of 10 claims here (clear filters)"
    tick(page, "Publisher", "The Meridian")
    assert rows(page) == [f"China {DASH} India"]
    tick(page, "How it is said", "asserted")
    assert page.locator("#content").inner_text().endswith("All lines are hidden.")
    tick(page, "How it is said", "reported")
    assert hash_of(page) == "#r=accuses&s=The%20Meridian&m=asserted,reported"
    page.get_by_role("button", name="Clear all filters").click()
    assert summary(page).startswith("4 actors, 5 lines, 10 claims")
    assert hash_of(page) == ""


def test_a_filter_comes_back_with_the_address(visit, triangle):
    page = visit(triangle, "#c=0.6&n=2&r=suppliesOilTo,accuses&w=0&s=The%20Meridian,Harbour%20Wire&m=asserted")
    assert rows(page) == [f"China {DASH} Russia"]
    assert page.locator("#filters-button").inner_text() == "Filters (6)"
    page.locator("#filters-button").click()
    ticked = page.locator("#filters input[type=checkbox]:checked").evaluate_all(
        "boxes => boxes.map((box) => box.parentElement.querySelector('bdi').textContent)"
    )
    assert set(ticked) == {
        "supplies oil to", "accuses", "The Meridian", "Harbour Wire", "asserted", "the article itself",
    }  # fmt: skip
    assert page.locator("#filters output").inner_text() == "0.60"
    assert page.get_by_label("Least number of publishers").input_value() == "2"


def test_filter_by_confidence_and_by_publishers(visit, triangle):
    page = visit(triangle, "#d=kgr:IND|kgr:RUS")
    assert len(told(page)) == 2
    page.keyboard.press("f")
    page.get_by_label("Least confidence").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    assert page.locator("#filters output").inner_text() == "0.60"
    assert len(told(page)) == 1
    page.keyboard.press("Escape")
    assert page.locator("#filters").is_hidden()
    assert page.evaluate("document.activeElement.id") == "filters-button"
    page = visit(triangle)
    page.keyboard.press("f")
    page.get_by_label("Least number of publishers").fill("2")
    page.keyboard.press("Tab")
    assert rows(page) == [f"China {DASH} India", f"China {DASH} Russia", f"India {DASH} Russia"]
    assert page.locator("#panel .notice").inner_text().startswith("The filters hide 3 of 10 claims here")


def test_filter_by_who_says_it(visit, case_file):
    page = visit(case_file, "#d=kgr:RUS|kgr:UKR")
    page.keyboard.press("f")
    tick(page, "Who says it", "one of the two sides")
    said = page.locator(".claim").all_inner_texts()
    assert said
    assert all("Vladimir Putin" in text for text in said)
    tick(page, "Who says it", "one of the two sides")
    tick(page, "Who says it", "the article itself")
    assert page.locator(".claim").count() > len(said)
    assert page.locator(".said", has_text="according to").count() == 0


def test_filter_by_months(visit, triangle):
    page = visit(triangle)
    page.keyboard.press("f")
    page.get_by_label("From month").fill("2024-01")
    page.get_by_label("To month").fill("2024-01")
    assert page.locator("#window").inner_text() == "2024-01: 3 claims"  # one of them is dated 2024 and no nearer
    assert hash_of(page) == "#t=2024-01..2024-01"
    assert page.locator("#signs button").first.inner_text() == "+ cooperation 0"


# -- timeline --------------------------------------------------------------------------------------


def test_the_handles_choose_a_window_by_keyboard(visit, triangle):
    page = visit(triangle)
    assert page.locator("#window").inner_text() == "2023-01 to 2024-02: 10 claims"
    page.get_by_label("First month shown").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    assert page.locator("#window").inner_text() == "2024-01 to 2024-02: 6 claims"
    assert hash_of(page) == "#t=2024-01..2024-02"
    assert page.get_by_label("First month shown").get_attribute("aria-valuetext") == "2024-01"
    assert app(page, "app.picture.look.faint.size") == 2  # lines of before are faint, and stand where they stood
    assert page.evaluate("window.kgraph.labels().length") == 4
    page.locator("#time .show").click()
    assert page.locator("#window").inner_text() == "2023-01 to 2024-02: 10 claims"
    assert hash_of(page) == ""


def test_dragging_over_the_bars_chooses_a_window(visit, triangle):
    page = visit(triangle)
    box = page.locator("#time svg").bounding_box()
    at = lambda month: box["x"] + 4 + (box["width"] - 8) * (month + 0.5) / 14  # noqa: E731
    page.mouse.move(at(1), box["y"] + 20)
    page.mouse.down()
    page.mouse.move(at(2), box["y"] + 20, steps=3)
    page.mouse.up()
    assert page.locator("#window").inner_text() == "2023-02 to 2023-03: 2 claims"
    assert rows(page) == [f"China {DASH} United States", f"India {DASH} Russia"]


def test_playing_moves_a_window_of_three_months_and_keeps_positions(visit, triangle):
    page = visit(triangle)
    before = page.evaluate("window.kgraph.network().getPositions()")
    page.keyboard.press("p")
    assert page.locator("#window").inner_text().startswith("2023-01 to 2023-03: ")
    assert page.locator(".play").get_attribute("aria-label") == "Pause"
    until(page, "() => document.querySelector('#window').textContent.startsWith('2023-03 to 2023-05')")
    page.locator(".play").click()
    stopped = page.locator("#window").inner_text()
    assert page.locator(".play").get_attribute("aria-label") == "Play"
    assert hash_of(page).startswith("#t=2023-0")
    assert page.evaluate("window.kgraph.network().getPositions()") == before
    page.keyboard.press(".")
    assert page.locator("#window").inner_text() > stopped
    page.keyboard.press(",")
    assert page.locator("#window").inner_text() == stopped


def test_whoever_wants_no_motion_steps(visit, triangle):
    page = visit(triangle)
    page.emulate_media(reduced_motion="reduce")
    page.keyboard.press("p")
    assert page.locator("#window").inner_text().startswith("2023-01 to 2023-03: ")
    assert page.locator(".play").get_attribute("aria-label") == "Play"
    page.get_by_label("Window one month on").click()
    assert page.locator("#window").inner_text().startswith("2023-02 to 2023-04: ")


def test_blind_spots_are_told(visit, triangle):
    page = visit(triangle)
    assert page.locator("#blind").inner_text() == (
        "3 articles; none in 11 of 14 months: no claims there may mean no coverage"
    )
    assert page.locator("#time .silent").count() == 11
    page = visit(triangle, "#t=2023-07..2023-12")
    assert page.locator("#blind").inner_text() == (
        "0 articles; none in 6 of 6 months: no claims there may mean no coverage"
    )


def test_rough_dates_are_drawn_apart_and_undated_claims_are_counted(visit, tmp_path):
    claims = [claim(date=on("2023")), claim("RUS", "CHN", "visits", date=on("2023-05")), claim("RUS", "CHN", "accuses")]
    page = visit(write_explorer(tmp_path / "rough.html", claims))
    assert page.locator("#time rect.plus.rough").count() == 1
    assert page.locator("#time rect.plus:not(.rough)").count() == 1
    assert page.locator("#blind").inner_text().startswith("No article has a date of publication")
    page.get_by_label("Window one month on").click()
    assert page.locator("#window").inner_text() == "2023-01 to 2023-03: 1 claim, 1 undated left out"


def test_the_timeline_is_that_of_whom_is_chosen(visit, case_file):
    page = visit(case_file, "#d=kgr:RUS|kgr:UKR")
    assert page.locator("#window").inner_text().endswith(f"34 claims of Russia {DASH} Ukraine")
    bars = page.locator("#time rect.minus").count()
    page.keyboard.press("Escape")
    assert page.locator("#window").inner_text().endswith("351 claims")
    assert page.locator("#time rect.minus").count() > bars


# -- evidence --------------------------------------------------------------------------------------


def test_counter_evidence_stands_beside_the_headline(visit, case_file):
    page = visit(case_file, "#d=kgr:RUS|kgr:UKR")
    assert page.locator(".net").inner_text() == f"net {MINUS}9"
    first, second = page.locator(".balance li").all()
    assert first.locator(".chip").inner_text() == f"{MINUS} 16"
    assert first.locator(".show").count() == 0
    counter = second.locator(".show")
    assert counter.inner_text() == "newest 2024-10-19: Sergey Lavrov releases prisoners to Ukraine"
    counter.click()
    focused = page.evaluate("document.activeElement.querySelector('.told').textContent")
    assert focused == "+ Sergey Lavrov releases prisoners to Ukraine"


def test_publishers_that_bear_each_other_out_are_named(visit, triangle):
    page = visit(triangle, "#d=kgr:CHN|kgr:RUS")
    assert page.locator(".said").all_inner_texts() == [
        "also told by 1 other publisher: Harbour Wire",
        "also told by 1 other publisher: The Meridian",
    ]
    assert "Russia → China 2 claims, 2 sources" in page.locator(".balance").inner_text()


# -- the network as a whole ------------------------------------------------------------------------


def test_a_double_click_shows_only_the_neighbours(visit, case_file):
    page = visit(case_file)
    point = page.evaluate("window.kgraph.positionOf('kgr:ISR')")
    page.mouse.dblclick(point["x"], point["y"])
    assert heading(page) == "Israel"
    assert hash_of(page) == "#a=kgr:ISR&ego=1"
    until(page, "() => window.kgraph.labels().length < 10")
    assert {box["text"] for box in page.evaluate("window.kgraph.labels()")} == {
        "Israel", "Iran", "United States", "Hezbollah", "Lebanon", "Egypt",
    }  # fmt: skip
    page.keyboard.press("e")
    until(page, "() => window.kgraph.labels().length > 30")
    assert page.locator("#ego").get_attribute("aria-pressed") == "false"


def test_shift_and_click_finds_the_path_with_its_evidence(visit, case_file):
    page = visit(case_file, "#a=kgr:ARM")
    point = page.evaluate("window.kgraph.positionOf('kgr:TUR')")
    page.keyboard.down("Shift")
    page.mouse.click(point["x"], point["y"])
    page.keyboard.up("Shift")
    assert heading(page) == "Path"
    assert summary(page) == "Armenia to Türkiye in 2 steps"
    assert page.locator("#content h3").all_inner_texts() == ["Armenia → Azerbaijan", "Azerbaijan → Türkiye"]
    assert page.locator("#content blockquote").count() == 2
    assert hash_of(page) == "#p=path&path=kgr:ARM~kgr:TUR"
    assert app(page, "app.picture.look.nodes.size") == 3
    page.locator("#content .row").first.click()
    assert heading(page) == f"Armenia {DASH} Azerbaijan"
    page.locator(".back").click()
    assert summary(page) == "Armenia to Türkiye in 2 steps"


def test_a_path_by_names_and_by_cooperation_only(visit, triangle):
    page = visit(triangle, "#a=kgr:CHN")
    page.get_by_role("button", name="Path to …").click()
    page.get_by_label("To actor").fill("India")
    page.keyboard.press("Enter")
    assert summary(page) == "China to India in 1 step"
    page.get_by_label("by cooperation only").check()
    assert summary(page) == "China to India in 2 steps"
    assert page.locator("#content h3").all_inner_texts() == ["China → Russia", "Russia → India"]
    assert hash_of(page) == "#p=path&path=kgr:CHN~kgr:IND&only=cooperation"
    page.keyboard.press("3")
    page.keyboard.press("1")
    assert summary(page) == "No way from China to India among the lines shown"


def test_groups_are_listed_and_drawn_around(visit, case_file):
    page = visit(case_file)
    assert not drawn_colour(page, "#EEF1F4")
    page.locator("#page-groups").click()
    assert summary(page) == "5 groups by cooperation"
    assert drawn_colour(page, "#EEF1F4")
    assert page.locator("#page-groups").get_attribute("aria-current") == "page"
    members = page.locator(".members").all_inner_texts()
    assert any("Belarus" in text and "North Korea" in text for text in members)
    page.locator(".members button", has_text="Belarus").click()
    assert heading(page) == "Belarus"


def test_balance_lists_triads_camps_and_says_it_is_a_heuristic(visit, triangle):
    page = visit(triangle, "#p=balance")
    assert summary(page) == "1 unbalanced triad; 1 of 4 dyads against a split in two camps"
    assert "heuristic" in page.locator("#content .notice").inner_text()
    triad = page.locator(".triad")
    assert triad.locator("p").inner_text() == "Russia is a friend of both China and India, who are at odds"
    assert triad.locator(".names").count() == 3
    filled, hollow = (text.replace(" ,", ",") for text in page.locator(".members").all_inner_texts())
    assert {"China", "United States"} & set(re.split(", ?", filled)) != {"China", "United States"}
    assert hollow
    triad.locator(".row", has_text="India").first.click()
    assert page.locator(".claim").count() > 0
    page.locator(".back").click()
    assert heading(page) == "Balance"


def test_what_changed_since_a_month(visit, triangle):
    page = visit(triangle)
    page.locator("#page-changes").click()
    page.locator("#since").fill("2024-01")
    assert summary(page) == "2 changes since 2024-01"
    assert page.locator("#content h3").all_inner_texts() == [
        "Flipped (1): turned from one sign to the other",
        "New (1): first heard of",
    ]
    assert rows(page) == [f"China {DASH} United States", f"China {DASH} India"]
    assert page.locator("#content .row .kind").all_inner_texts() == [
        f"1 (net +1) → 2 (net {MINUS}2)",
        f"2 claims, net {MINUS}2",
    ]
    assert hash_of(page) == "#p=changes&since=2024-01"
    page.locator("#since").fill("2023-07")
    assert "Gone quiet (1): not heard of since" in page.locator("#content h3").all_inner_texts()


# -- the table -------------------------------------------------------------------------------------


def cells(page, column):
    return page.locator(f"#lines tbody tr > :nth-child({column})").all_inner_texts()


def test_the_table_has_every_line_and_sorts_by_keyboard(visit, case_file):
    page = visit(case_file)
    page.keyboard.press("t")
    assert page.locator("#lines tbody tr").count() == 80
    assert page.locator("#canvas").evaluate("canvas => canvas.inert")
    page.locator("#sort-claims").focus()
    page.keyboard.press("Enter")
    counts = [int(text) for text in cells(page, 4)]
    assert counts == sorted(counts, reverse=True)
    assert page.locator("th", has_text="Firm claims").get_attribute("aria-sort") == "descending"
    assert page.evaluate("document.activeElement.id") == "sort-claims"
    page.keyboard.press("Enter")
    assert [int(text) for text in cells(page, 4)] == sorted(counts)
    assert hash_of(page) == "#see=table&sort=claims-"
    page.locator("#sort-first").click()
    names = cells(page, 1)
    assert names == sorted(names)
    page.locator("#lines tbody button").first.focus()
    page.keyboard.press("Enter")
    assert heading(page).startswith(names[0])
    assert page.locator("#lines tr.chosen").count() > 0
    page.keyboard.press("n")
    assert page.locator("#table").is_hidden()


def test_the_months_of_the_timeline_are_a_table_too(visit, triangle):
    page = visit(triangle, "#see=table")
    months = page.locator("#table table").nth(1)
    assert months.locator("tbody tr").first.inner_text().split("\t") == ["2023-01", "2", "0", "1"]


def test_the_table_follows_the_filters(visit, triangle):
    page = visit(triangle, "#see=table&r=accuses")
    assert sorted(cells(page, 2)) == ["India", "United States"]


# -- keyboard --------------------------------------------------------------------------------------


def test_the_keys_are_listed_and_do_what_they_say(visit, case_file):
    page = visit(case_file)
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert "cooperation" in page.locator("#help .legend").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()
    page.keyboard.press("]")
    assert page.locator("#panel").is_hidden()
    page.keyboard.press("[")
    assert page.locator("#time").is_hidden()
    page.keyboard.press("]")
    page.keyboard.press("[")
    assert page.locator("#panel").is_visible()
    assert page.locator("#time").is_visible()


def test_arrows_walk_from_actor_to_actor(visit, case_file):
    page = visit(case_file, "#a=kgr:ARM")
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    assert heading(page) == "Azerbaijan"
    page.keyboard.press("ArrowRight")
    assert heading(page) == "Türkiye"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "heading"


def test_the_whole_evidence_is_reached_by_keyboard_alone(visit, triangle):
    """Every dyad of the overview, and in each every claim, link and button, by Tab and Enter."""
    page = visit(triangle)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    seen, links = [], set()
    for at in range(page.locator("#content .row").count()):
        for _ in range(at + 1):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "row"
        page.keyboard.press("Enter")
        seen += told(page)
        wanted = page.locator("#heading button, #content button:visible, #content a").count()
        reached = 0
        for _ in range(wanted):
            page.keyboard.press("Tab")
            assert page.evaluate("document.querySelector('#panel').contains(document.activeElement)")
            links.add(page.evaluate("document.activeElement.href || ''"))
            reached += 1
        assert reached == wanted
        page.keyboard.press("Escape")
        page.locator("#heading").focus()
    assert len(seen) == 10
    assert {f"https://example.org/{id_}" for id_ in ("wire", "meridian", "radio")} <= links


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


# -- any script, small screens, paper --------------------------------------------------------------

NAMES = {"fa": "ایران", "he": "ישראל", "zh": "中华人民共和国", "ru": "Россия", "hi": "भारत", "th": "ประเทศไทย"}


def test_labels_in_any_script(visit, tmp_path):
    refs = [ActorRef(id=f"urn:kgraph:actor:{key}", name=name) for key, name in NAMES.items()]
    told_ = [replace(claim("RUS", "CHN", "accuses"), actor=refs[0], recipient=other) for other in refs[1:]]
    page = visit(write_explorer(tmp_path / "scripts.html", told_, title="ایران"))
    assert {box["text"] for box in page.evaluate("window.kgraph.labels()")} == set(NAMES.values())
    ways = page.evaluate("names => names.map((name) => window.kgraph.directionOf(name))", list(NAMES.values()))
    assert ways == ["rtl", "rtl", "ltr", "ltr", "ltr", "ltr"]
    assert page.locator("h1").evaluate("title => getComputedStyle(title).direction") == "rtl"
    page.locator(".row").first.click()
    assert page.locator(".told bdi").count() == 2


def test_on_a_phone_the_panel_is_a_sheet_that_grows(visit, case_file):
    page = visit(case_file, "#d=kgr:RUS|kgr:UKR", viewport=NARROW)
    low = page.locator("#panel").bounding_box()
    assert low["width"] == 420
    assert low["y"] > 350
    page.get_by_label("Larger evidence panel").click()
    assert page.locator("#panel").bounding_box()["y"] < low["y"] - 100
    page.locator("#filters-button").click()
    sheet = page.locator("#filters").bounding_box()
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= 420
    assert page.evaluate("document.documentElement.scrollWidth") == 420


def test_paper_is_white_dashed_and_without_buttons(visit, case_file):
    page = visit(case_file, "#d=kgr:ISR|wd:Q41053", colours="dark")
    page.emulate_media(media="print", color_scheme="dark")
    until(
        page,
        """() => {
            const { view, picture } = window.kgraph.app;
            const firm = view.edges.filter((edge) => edge.sign < 0 && edge.facts);
            return firm.every(({ id }) => String(picture.edges.get(id).dashes) === "8,4");
        }""",
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".tools, #signs, .search, #over, .acts, #pages").evaluate_all(
        "parts => parts.every((part) => getComputedStyle(part).display === 'none')"
    )
    assert page.locator(".claim").count() == 9
    assert page.locator("body").evaluate("body => getComputedStyle(body).overflowY") == "visible"


# -- large graphs and budgets ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Five hundred actors, two thousand claims."""
    refs = [ActorRef(id=f"urn:kgraph:actor:party-{n:03}", name=f"Party {n}") for n in range(500)]
    claims = [
        replace(
            claim(
                "RUS", "CHN", ("accuses", "meetsWith")[n % 2], document=f"d{n % 300}", date=on(f"2023-{n % 12 + 1:02}")
            ),
            actor=refs[(n * n) % 97],
            recipient=refs[(n * 7 + 1) % 500],
        )
        for n in range(2000)
        if (n * n) % 97 != (n * 7 + 1) % 500
    ]
    return write_explorer(tmp_path_factory.mktemp("crowd") / "crowd.html", claims, title="Crowd"), len(claims)


def test_a_large_graph_opens_on_its_best_and_says_what_is_hidden(visit, crowd):
    file, count = crowd
    page = visit(file)
    assert app(page, "app.view.edges.length") == 200
    notice = page.locator("#panel .notice").inner_text()
    assert re.fullmatch(
        r"Showing 200 of [\d,]+ lines, \d+ of 500 actors, [\d,]+ of [\d,]+ claims: the best evidenced\.", notice
    )
    boxes = page.evaluate("window.kgraph.labels()")
    assert len(boxes) > 40
    assert overlaps(boxes) == []
    assert file.stat().st_size <= 1_000_000 + 350 * count


def overlaps(boxes):
    return [
        (a["text"], b["text"])
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        if a["x"] < b["x"] + b["w"] and b["x"] < a["x"] + a["w"]
        and a["y"] < b["y"] + b["h"] and b["y"] < a["y"] + a["h"]
    ]  # fmt: skip


# -- hostile text ----------------------------------------------------------------------------------


def test_sixty_hostile_strings_run_nothing_anywhere(visit, tmp_path):
    """Each in names, quotes, publishers, titles, addresses, extractors: shown in every page, saved in every format."""
    assert len(HOSTILE) >= 60
    claims, papers, actors = hostile_claims()
    page = visit(write_explorer(tmp_path / "hostile.html", claims, papers, actors, title=HOSTILE[0], top=500))
    for name in ("changes", "balance", "groups", "overview"):
        page.locator(f"#page-{name}").click()
    page.keyboard.press("t")
    page.keyboard.press("f")
    page.keyboard.press("Escape")
    for dyad in range(app(page, "app.view.dyads.length")):
        page.evaluate("dyad => window.kgraph.app.pickDyad(window.kgraph.app.view.dyads[dyad])", dyad)
        assert page.locator(".claim").count() > 0
    page.keyboard.press("Escape")
    for kind in ("svg", "gexf", "csv", "markdown", "bibtex"):
        name, data = save(page, kind)
        assert re.fullmatch(r"[\w.-]+", name)
        assert data
    page.keyboard.press("n")
    page.keyboard.press("/")
    for words in HOSTILE[:8]:
        page.locator("#search").fill(words)
    page.wait_for_timeout(200)
    assert page.evaluate("window.__pwned") is None
    assert page.locator("#panel img, #panel script, #panel iframe, #panel svg, #table img, #filters img").count() == 0
    assert page.locator("#panel a[href^='javascript']").count() == 0


def hostile_claims():
    claims, papers, actors = hostile_sample()
    for number, words in enumerate(HOSTILE):
        id_, other = (f"urn:kgraph:actor:foul-{at % len(HOSTILE)}" for at in (number, number + 1))
        evidence = sentence(words, words, words, words, words)
        document = Document(
            text="", id=f"foul{number}{words}", publisher=words, title=words, author=words, published="2024-01-02",
            url=[*HOSTILE_URLS, words][number % (len(HOSTILE_URLS) + 1)],
        )  # fmt: skip
        ends = {"actor": ActorRef(id=id_, name=words), "recipient": ActorRef(id=other, name=words)}
        fields = {"document": document.id, "date": on("2024-01-02"), "extractor": words, "evidence": evidence}
        claims.append(replace(claim("RUS", "CHN", **fields), **ends))
        papers.append(document)
        actors.append(Actor(id=id_, label=words, kind=ActorKind.ORGANIZATION))
    return claims, papers, actors


def test_the_data_of_a_page_says_who_made_it(case_file):
    assert re.fullmatch(r"kgraph \d.*", data_of(case_file.read_text(encoding="utf-8"))["made"])


def test_a_sample_has_all_that_filters_choose_between(visit, case_file):
    assert len(sample()[0]) == 351
    page = visit(case_file)
    page.keyboard.press("f")
    assert page.locator("#filters fieldset").count() == 4
    assert page.locator("#filters fieldset").nth(2).locator("label").count() == 7
    click_line(page, "kgr:ISR|wd:Q41053")
    assert page.locator("#filters").is_hidden()


# -- the map ---------------------------------------------------------------------------------------


def test_the_map_has_the_states_where_they_lie(visit, case_file):
    page = visit(case_file)
    page.keyboard.press("m")
    assert page.locator("#map svg").get_attribute("aria-label").startswith("Map of 34 actors")
    assert page.locator(".of-map span").inner_text().startswith("6 actors without a place on the map are left out.")
    spot = {
        name: page.locator("#map circle", has=page.locator("title", has_text=name)).bounding_box()
        for name in ("Russia", "Ukraine", "Australia", "United Kingdom")
    }
    assert spot["United Kingdom"]["x"] < spot["Ukraine"]["x"] < spot["Russia"]["x"] < spot["Australia"]["x"]
    assert spot["Russia"]["y"] < spot["Ukraine"]["y"] < spot["Australia"]["y"]
    assert page.locator("#map path.line").count() > 50
    page.locator("#map circle", has=page.locator("title", has_text="Australia")).click()
    assert heading(page) == "Australia"
    assert hash_of(page) == "#a=kgr:AUS&see=map"
    page.locator("#map-in").click()
    assert page.evaluate("document.activeElement.id") == "map-in"
    page.locator("#map-whole").click()
    assert page.locator("#map-whole").inner_text() == "Around the actors"


def test_a_line_on_the_map_opens_its_evidence(visit, triangle):
    page = visit(triangle, "#see=map")
    page.locator("#map path.line").first.dispatch_event("click")
    assert page.locator(".claim").count() > 0
    assert page.locator("#map svg text").count() >= 2


def test_without_states_there_is_no_map(visit, crowd):
    page = visit(crowd[0], "#see=map")
    assert page.locator("#sights").inner_text().split() == ["Network", "Table"]
    assert page.locator("#canvas").is_visible()
