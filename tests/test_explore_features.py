# ruff: noqa: F811 - fixtures are imported
"""What a reader does with the explorer, in a real browser with the network cut off, and what the reader then sees."""

import re

import pytest

from tests.browsing import CHROMIUM, browser, until, visit  # noqa: F401 - fixtures
from tests.exploring import DASH, MINUS, app, case_file, drawn_colour, hash_of, heading, rows, summary, told, triangle  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


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
