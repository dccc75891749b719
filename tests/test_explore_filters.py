# ruff: noqa: F811 - fixtures are imported
"""Filters and the timeline of the explorer, in a real browser with the network cut off."""

import pytest

from kgraph.explore import write_explorer
from tests.browsing import CHROMIUM, browser, until, visit  # noqa: F401 - fixtures
from tests.case_file import claim
from tests.exploring import DASH, app, case_file, hash_of, on, rows, summary, tick, told, triangle  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


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
