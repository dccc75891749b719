# ruff: noqa: F811 - fixtures are imported
"""The explorer in a real browser: who is found, what is hidden or left out, how the picture fits its place."""

from dataclasses import replace

import pytest

from kgraph.explore import write_explorer
from kgraph.model import Name
from tests.browsing import CHROMIUM, NARROW, WIDE, browser, eventually, painted, until, visit  # noqa: F401 - fixtures
from tests.case_file import STATES, claim, known_actors, sample
from tests.exploring import DASH, case_file, drawn_colour, heading, one_dyad  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


def test_the_page_says_what_it_leaves_out(visit, tmp_path):
    file = write_explorer(tmp_path / "cut.html", *sample(), top=10)
    notice = visit(file).locator(".notice").inner_text()
    assert notice.startswith("Showing 10 of 80 lines, ")
    assert notice.endswith(" of 351 claims: the best evidenced.")


def found(page, words):
    page.locator("#search").fill(words)
    return page.locator(".row").all_inner_texts()


def test_search_finds_who_counts_for_a_state(visit, case_file):
    page = visit(case_file)
    assert found(page, "putin") == ["Vladimir Putin, in Russia\nperson"]
    page.keyboard.press("Enter")
    assert heading(page) == "Russia"
    assert page.evaluate("location.hash") == "#a=kgr:RUS"
    assert heading(visit(case_file, "#a=wd:Q7747")) == "Russia"


def test_search_by_code_and_other_name(visit, tmp_path):
    codes = {"kgr:GBR": (("fips", "UK"), ("iso2", "GB")), "kgr:RUS": (("iso2", "RU"),)}
    names = {"kgr:GBR": (Name(text="Great Britain"),)}
    actors = [replace(a, codes=codes.get(a.id, ()), names=names.get(a.id, ())) for a in known_actors()]
    page = visit(write_explorer(tmp_path / "codes.html", sample()[0], (), actors))
    assert found(page, "uk") == ["United Kingdom\nstate, UK", "Ukraine\nstate"]
    assert found(page, "gb") == ["United Kingdom\nstate, GB"]
    assert found(page, "RUS")[0] == "Russia\nstate, RUS"
    assert found(page, "brit") == ["United Kingdom\nstate, Great Britain"]
    assert found(page, "turkiye") == ["Türkiye\nstate"]
    assert [row.split("\n")[0] for row in found(page, "united")] == [
        "United Kingdom",
        "United States",
        "United Nations",
    ]


def test_search_finds_who_is_not_drawn(visit, tmp_path):
    file = write_explorer(tmp_path / "cut.html", *sample(), top=10)
    page = visit(file)
    assert found(page, "hezbollah") == ["Hezbollah\narmed group"]
    assert found(page, "burundi") == ["Burundi\nstate, not in this page"]
    absent = page.locator(".notice").inner_text()
    assert absent.endswith(" more actors are not in this page (top 10 lines)")
    page.keyboard.press("Enter")
    assert heading(page) == "Burundi"
    assert page.locator("#summary").inner_text() == "state, not drawn"
    assert page.locator(".notice").all_inner_texts() == ["Its 4 claims are not in this page.", absent]
    assert found(page, "saudi") == ["Saudi Arabia\nstate, not in this page"]
    told = [claim("USA", "CHN", document=str(n)) for n in range(3)]
    told += [claim("wd:Q7747", "wd:Q15031", document=str(n)) for n in range(2)] + [claim("wd:Q7747", "FRA")]
    page = visit(write_explorer(tmp_path / "held.html", told, (), known_actors(), top=2), "#v=named")
    assert found(page, "france") == ["France\nstate, not in this page"]
    page = visit(write_explorer(tmp_path / "held.html", told, (), known_actors(), top=1), "#a=kgr:RUS")
    assert page.locator("#summary").inner_text() == "state, not drawn"


def test_back_undoes_a_choice(visit, case_file):
    page = visit(case_file)
    page.locator(".row").nth(1).click()
    first = heading(page)
    page.locator("#heading .end").first.click()
    page.go_back()
    until(page, "text => document.querySelector('#heading h2').textContent === text", first)
    page.go_back()
    until(page, "document.querySelector('#heading h2').textContent === 'Overview'")
    page.go_forward()
    until(page, "text => document.querySelector('#heading h2').textContent === text", first)
    page.locator("#sign0").click()  # a switch is no step
    page.go_back()
    until(page, "document.querySelector('#heading h2').textContent === 'Overview'")


def test_the_overview_is_found_as_it_was_left(visit, case_file):
    page = visit(case_file)
    page.locator(".more").click()
    rows = page.locator(".row").count()
    assert rows > 40
    page.locator("#panel").evaluate("panel => { panel.scrollTop = 900; }")
    page.locator(".row").nth(35).click()
    assert page.locator("#panel").evaluate("panel => panel.scrollTop") == 0
    page.locator(".back").click()
    assert page.locator(".row").count() == rows
    assert page.locator("#panel").evaluate("panel => panel.scrollTop") == 900
    page.locator(".row").nth(35).click()
    page.go_back()
    until(page, "document.querySelector('#panel').scrollTop === 900")


def test_the_page_works_inside_a_frame_without_an_address(browser, case_file):
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate(
        """text => {
            const frame = document.createElement("iframe");
            frame.sandbox = "allow-scripts";
            [frame.width, frame.height] = [1000, 600];
            frame.srcdoc = text;
            document.body.append(frame);
        }""",
        case_file.read_text(encoding="utf-8"),
    )
    inside = page.frame_locator("iframe")
    inside.locator(".row").first.click()
    assert inside.locator("#heading h2").inner_text() == f"Russia {DASH} Ukraine"
    inside.locator(".back").click()
    assert inside.locator("#heading h2").inner_text() == "Overview"
    assert errors == []
    page.close()


def test_what_is_hidden_is_in_no_list_and_no_count(visit, one_dyad):
    page = visit(one_dyad, "#d=kgr:CHN|kgr:RUS&hide=cooperation,conflict")
    assert page.locator(".notice").all_inner_texts() == ["cooperation is hidden (show)", "conflict is hidden (show)"]
    assert page.locator("#summary").inner_text() == "1 claim: 1 called for"
    assert page.locator(".claim").count() == page.locator(".balance li").count() == 1
    page.locator("#panel .show").first.click()
    assert page.locator(".notice").all_inner_texts() == ["conflict is hidden (show)"]
    assert page.locator(".claim").count() == 3
    page.keyboard.press("Escape")
    assert page.locator(".row .chip").all_inner_texts() == ["+ 1"]
    assert page.locator("#summary").inner_text() == "3 actors, 2 lines, 4 claims from 1 document, 2024"
    page.keyboard.press("1")
    page.keyboard.press("3")
    assert page.locator("#content").inner_text().endswith("All lines are hidden.")


def test_actors_whose_lines_are_hidden_fade(visit, tmp_path):
    page = visit(write_explorer(tmp_path / "two.html", [claim("RUS", "CHN"), claim("RUS", "CHN", "accuses")]))
    assert not drawn_colour(page, "#D3D8DD")
    page.keyboard.press("1")
    painted(page)
    assert not drawn_colour(page, "#D3D8DD")
    page.keyboard.press("2")
    eventually(lambda: drawn_colour(page, "#D3D8DD"))
    assert not drawn_colour(page, "#5B6673")


@pytest.mark.parametrize("angle", range(8))
def test_a_label_keeps_off_the_head_of_an_only_line(visit, tmp_path, angle):
    # One end is moved round the other, so that its line comes from every side.
    page = visit(write_explorer(tmp_path / "one.html", [claim("RUS", "CHN", "accuses"), claim("FRA", "RUS", "visits")]))
    page.evaluate(
        """angle => {
            const network = window.kgraph.network(), { x, y } = network.getPosition("n2");
            const turn = angle * Math.PI / 4;
            network.moveNode("n0", x + 500 * Math.cos(turn), y + 500 * Math.sin(turn));
            network.moveTo({ position: network.getPosition("n0"), scale: 1.4, animation: false });
            network.redraw();
        }""",
        angle,
    )
    covered = page.evaluate(
        """() => window.kgraph.heads().filter(({ x, y }) => window.kgraph.labels().some((box) =>
            x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h))"""
    )
    assert covered == []


def spots(page):
    return page.evaluate(
        """() => {
            const network = window.kgraph.network();
            return network.body.nodeIndices.map((id) => network.canvasToDOM(network.getPosition(id)));
        }"""
    )


@pytest.mark.parametrize("viewport", [WIDE, NARROW, {"width": 420, "height": 560}])
def test_the_fit_button_covers_nobody(visit, tmp_path, viewport):
    # The row of small groups reaches into the corner where the button is.
    told = [claim("RUS", "CHN")] + [claim(a, b) for a, b in zip(list(STATES)[2::2], list(STATES)[3::2], strict=True)]
    page = visit(write_explorer(tmp_path / "pairs.html", told), viewport=viewport)
    button, canvas = page.locator("#fit").bounding_box(), page.locator("#canvas").bounding_box()
    left, top = button["x"] - canvas["x"], button["y"] - canvas["y"]
    assert [spot for spot in spots(page) if spot["x"] > left - 4 and spot["y"] > top - 4] == []
    assert all(0 < spot["x"] < canvas["width"] and 0 < spot["y"] < canvas["height"] for spot in spots(page))


def test_a_new_size_is_fitted_unless_the_reader_has_moved(visit, case_file):
    page = visit(case_file)
    whole = page.evaluate("window.kgraph.network().getScale()")
    page.set_viewport_size({"width": 900, "height": 600})
    until(page, "whole => window.kgraph.network().getScale() < 0.8 * whole", whole)
    canvas = page.locator("#canvas").bounding_box()
    assert all(0 < spot["x"] < canvas["width"] and 0 < spot["y"] < canvas["height"] for spot in spots(page))
    page.mouse.move(200, 300)
    page.mouse.wheel(0, -400)
    painted(page)
    zoomed = page.evaluate("window.kgraph.network().getScale()")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_timeout(600)
    assert page.evaluate("window.kgraph.network().getScale()") >= zoomed


def test_the_legend_wraps_on_a_narrow_screen(visit, case_file):
    legend = visit(case_file, viewport=NARROW).locator("#legend")
    assert legend.evaluate("legend => legend.scrollWidth <= legend.clientWidth")
    assert legend.evaluate("legend => [...legend.children].every((part) => part.getBoundingClientRect().right <= 420)")


def test_those_with_most_lines_are_named_even_in_a_crowd(visit, tmp_path):
    codes, hubs = list(STATES), ("RUS", "USA", "CHN")
    told = [claim(hub, code, "visits") for hub in hubs for code in codes if code != hub]
    told += [claim(a, b, "accuses") for a, b in zip(codes, codes[5:], strict=False)]
    page = visit(write_explorer(tmp_path / "crowd.html", told), viewport={"width": 420, "height": 480})
    labels = [box["text"] for box in page.evaluate("window.kgraph.labels()")]
    assert {"Russia", "United States", "China"} <= set(labels)
    assert len(labels) < len(codes)


def test_the_partners_of_who_is_chosen_are_named(visit, case_file):
    page = visit(case_file, "#a=kgr:UKR", viewport=NARROW)
    labels = {box["text"] for box in page.evaluate("window.kgraph.labels()")}
    assert {"Russia", "Ukraine", "NATO", "United States", "Poland", "Germany", "Netherlands"} <= labels


def test_hovering_a_line_says_whose_it_is(visit, one_dyad):
    page = visit(one_dyad)
    point = page.evaluate("id => window.kgraph.positionOf(id)", "kgr:CHN|kgr:RUS")
    assert page.locator("#tip").is_hidden()
    page.mouse.move(point["x"] - 1, point["y"] - 1)
    page.mouse.move(point["x"], point["y"])
    page.locator("#tip").wait_for(state="visible")
    assert page.locator("#tip").inner_text() == f"China {DASH} Russia · 1 claim of cooperation, 1 planned"
    page.mouse.move(5, point["y"] + 200)
    page.locator("#tip").wait_for(state="hidden")
