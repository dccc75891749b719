# ruff: noqa: F811 - fixtures are imported
"""The explorer in a real browser with the network cut off: what is drawn, clicked, linked, and what must not run."""

from dataclasses import replace

import pytest

from kgraph.explore import write_explorer
from kgraph.model import Attribution, Date, Document, Modality, Name, Polarity
from tests.browsing import CHROMIUM, NARROW, WIDE, browser, until, visit  # noqa: F401 - fixtures
from tests.test_explore import HOSTILE, STATES, claim, hostile_sample, known_actors, sample, sentence

MINUS, DASH = "\u2212", "\u2013"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


@pytest.fixture(scope="module")
def case_file(tmp_path_factory):
    return write_explorer(tmp_path_factory.mktemp("explore") / "case.html", *sample(), title="Eurasia case file")


@pytest.fixture(scope="module")
def one_dyad(tmp_path_factory):
    """Russia and China, told in every way there is."""
    oil = sentence("🛢 Officials said that ", "Russia", "shipped oil to", "China", ".")
    xinhua, putin = Attribution(id="wd:Q8010", name="Xinhua"), Attribution(id="wd:Q7747", name="Vladimir Putin")
    told = [
        claim("RUS", "CHN", "suppliesOilTo", evidence=oil, date=Date(start="2024-02"), attribution=(xinhua, putin)),
        claim("CHN", "RUS", "visits", date=Date(start="2024-03-01", end=".."), modality=Modality.PLANNED),
        claim("CHN", "RUS", "accuses", polarity=Polarity.NEGATIVE, attribution=(xinhua,)),
        claim("RUS", "CHN", "requestsFrom", modality=Modality.CALLED_FOR),
        claim("wd:Q7747", "wd:Q58217", "meetsWith"),
        claim("FRA", None, "protestsAgainst"),
    ]
    paper = Document(
        text="", id="a1", publisher="Harbour Wire", title="Oil", published="2024-03-02", url="https://example.org/oil"
    )
    return write_explorer(tmp_path_factory.mktemp("explore") / "dyad.html", told, [paper], known_actors())


def pixels(page):
    """The colours that the canvas shows, as "red,green,blue"."""
    return page.evaluate(
        """() => {
            const canvas = document.querySelector("#canvas canvas");
            const context = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
            context.drawImage(canvas, 0, 0);
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height), seen = new Set();
            for (let at = 0; at < data.length; at += 4)
                if (data[at + 3]) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
            return [...seen];
        }"""
    )


def drawn_colour(page, colour):
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue}" in pixels(page)


def click_line(page, dyad):
    point = page.evaluate("id => window.kgraph.positionOf(id)", dyad)
    page.mouse.click(point["x"], point["y"])


def heading(page):
    return page.locator("#heading h2").inner_text()


@pytest.mark.parametrize(
    ("colours", "plus", "minus", "back"),
    [("light", "#0072B2", "#D55E00", "rgb(255, 255, 255)"), ("dark", "#56B4E9", "#F28E2B", "rgb(18, 22, 27)")],
)
def test_the_network_is_drawn_in_light_and_in_dark(visit, case_file, colours, plus, minus, back):
    page = visit(case_file, colours=colours)
    assert drawn_colour(page, plus)
    assert drawn_colour(page, minus)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == back
    page.emulate_media(color_scheme="dark" if colours == "light" else "light")
    page.wait_for_timeout(100)
    assert not drawn_colour(page, plus)


def test_forty_labels_stand_without_touching(visit, case_file):
    boxes = visit(case_file).evaluate("window.kgraph.labels()")
    assert len(boxes) == 40
    touching = [
        (a["text"], b["text"])
        for a in boxes
        for b in boxes
        if a["text"] < b["text"]
        and a["x"] < b["x"] + b["w"] and b["x"] < a["x"] + a["w"]
        and a["y"] < b["y"] + b["h"] and b["y"] < a["y"] + a["h"]
    ]  # fmt: skip
    assert touching == []


def test_clicking_a_line_shows_its_sentences(visit, case_file):
    page = visit(case_file)
    click_line(page, "kgr:ISR|wd:Q41053")
    assert heading(page) == f"Israel {DASH} Hezbollah"
    assert page.locator(".claim blockquote").count() == 9
    assert page.locator(".claim blockquote mark.actor").first.inner_text() in ("Israel", "Hezbollah")
    assert page.evaluate("location.hash") == "#d=kgr:ISR|wd:Q41053"
    page.keyboard.press("Escape")
    assert heading(page) == "Overview"
    assert page.evaluate("location.hash") == ""


def test_a_claim_is_told_in_full(visit, one_dyad):
    page = visit(one_dyad, "#d=kgr:CHN|kgr:RUS")
    told = page.locator(".told").all_inner_texts()
    assert told[:2] == ["+ China visits Russia", "+ Russia supplies oil to China"]
    assert sorted(told[2:]) == ["NOT China accuses Russia", "○ Russia requests something from China"]
    oil = page.locator(".claim", has_text="supplies oil")
    assert oil.locator("mark").all_inner_texts() == ["Russia", "shipped oil to", "China"]
    assert oil.locator("blockquote").inner_text() == "🛢 Officials said that Russia shipped oil to China."
    assert oil.locator(".said").inner_text() == "according to Xinhua, quoting Vladimir Putin"
    assert oil.locator(".source").inner_text() == "Harbour Wire · Oil · 2024-03-02"
    assert oil.locator(".meta").inner_text().split("\n") == ["2024-02", "confidence 1.00"]
    link = oil.locator("a")
    assert link.get_attribute("href") == "https://example.org/oil"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("referrerpolicy") == "no-referrer"


def test_what_is_not_asserted_is_said(visit, one_dyad):
    page = visit(one_dyad, "#d=kgr:CHN|kgr:RUS")
    tags = {text.split("\n")[0]: text.split("\n")[1:-1] for text in page.locator(".meta").all_inner_texts()}
    assert tags["since 2024-03-01"] == ["planned"]
    assert page.locator(".claim", has_text="accuses").locator(".tag").all_inner_texts() == ["NOT"]
    assert page.locator(".claim", has_text="requests").locator(".tag").all_inner_texts() == ["called for"]
    assert page.locator(".claim", has_text="requests").locator(".meta").inner_text().startswith("undated")
    assert page.locator(".balance li").all_inner_texts() == [
        "+ 1\ncooperation\nRussia → China 1 claim, 1 source\nalso 1 planned",
        "1 called for\nnothing firm about neutral",
        "1 negated\nnothing firm about conflict",
    ]
    assert page.locator("#summary").inner_text() == "4 claims: 1 cooperation; 1 negated, 1 called for, 1 planned"


@pytest.fixture(scope="module")
def rivals(tmp_path_factory):
    """Two papers that each tell it of the other, a denial and a claim that is nowhere more than denied."""
    told = [
        claim("CHN", "JPN", "attacks", document="wire", date=Date(start="2024-02-01")),
        claim("JPN", "CHN", "attacks", document="meridian", date=Date(start="2024-03")),
        claim("CHN", "JPN", "attacks", document="meridian", modality=Modality.DENIED),
        claim("CHN", "JPN", "accuses", document="wire", modality=Modality.CALLED_FOR),
        claim("ARM", "AZE", "attacks", document="wire", modality=Modality.DENIED, polarity=Polarity.NEGATIVE),
        claim("USA", "JPN", "visits", document="wire"),
    ]
    papers = [Document(text="", id=id_, publisher=id_) for id_ in ("wire", "meridian")]
    return write_explorer(tmp_path_factory.mktemp("explore") / "rivals.html", told, papers, known_actors())


def test_rival_accounts_stand_side_by_side(visit, rivals):
    page = visit(rivals, "#d=kgr:CHN|kgr:JPN")
    assert page.locator(".balance li").inner_text().split("\n") == [
        f"{MINUS} 2",
        "conflict",
        "China → Japan 1 claim, 1 source",
        "Japan → China 1 claim, 1 source",
        "also 1 denied, 1 called for",
    ]
    assert page.locator("#summary").inner_text() == "4 claims: 2 conflict; 1 denied, 1 called for"


def test_a_denial_is_no_headline_and_counts_for_nothing(visit, rivals):
    page = visit(rivals)
    assert page.locator("#sign-1").inner_text().endswith("conflict 1")
    assert page.locator(".row", has_text="Armenia").locator(".chip").all_inner_texts() == ["1 denied"]
    assert page.locator("#summary").inner_text().endswith("6 claims from 2 documents, 2024")
    page.locator(".row", has_text="Armenia").click()
    assert page.locator("#summary").inner_text() == "1 claim: 1 denied"
    told = page.locator(".told")
    assert told.inner_text() == "DENIED NOT Armenia attacks Azerbaijan"
    assert told.evaluate("told => getComputedStyle(told).fontWeight") == "400"
    assert page.locator(".claim").evaluate("item => getComputedStyle(item).borderLeftStyle") == "dashed"
    assert page.locator(".claim .sign").count() == 0
    page = visit(rivals, "#d=kgr:JPN|kgr:USA")
    assert page.locator(".told").evaluate("told => getComputedStyle(told).fontWeight") == "600"
    assert page.locator(".claim").evaluate("item => getComputedStyle(item).borderLeftStyle") == "solid"


def test_claims_within_an_actor_and_without_another_are_in_its_panel(visit, one_dyad):
    page = visit(one_dyad, "#a=kgr:RUS")
    assert page.locator("section h3").all_inner_texts() == ["With", "Within (1)"]
    assert "Vladimir Putin meets with Sergey Lavrov" in page.locator(".told").inner_text()
    page = visit(one_dyad, "#a=kgr:FRA")
    assert page.locator("section h3").all_inner_texts() == ["Without another actor (1)"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_link_brings_the_panel_back(visit, case_file, viewport):
    page = visit(case_file, "#d=kgr:RUS|kgr:UKR&hide=cooperation,neutral", viewport=viewport)
    assert heading(page) == f"Russia {DASH} Ukraine"
    assert page.locator("#sign-1").get_attribute("aria-pressed") == "true"
    assert page.locator("#sign1").get_attribute("aria-pressed") == "false"
    page.evaluate("location.hash = 'a=kgr:CHN'")
    until(page, "document.querySelector('#heading h2').textContent === 'China'")


def test_a_link_to_what_is_not_there_opens_the_overview(visit, case_file):
    assert heading(visit(case_file, "#d=kgr:AAA|kgr:BBB&v=nothing&hide=x")) == "Overview"


def test_toggles_hide_lines(visit, case_file):
    page = visit(case_file)
    page.locator("#sign1").click()
    page.keyboard.press("3")
    page.wait_for_timeout(100)
    assert not drawn_colour(page, "#0072B2")
    assert drawn_colour(page, "#D55E00")
    assert page.evaluate("location.hash") == "#hide=cooperation,neutral"
    page.keyboard.press("1")
    page.wait_for_timeout(100)
    assert drawn_colour(page, "#0072B2")


def test_search_selects(visit, case_file):
    page = visit(case_file)
    page.keyboard.press("/")
    page.keyboard.type("korea")
    assert page.locator(".row .names").all_inner_texts() == ["South Korea", "North Korea"]
    page.keyboard.press("Enter")
    assert heading(page) == "South Korea"
    assert page.evaluate("location.hash") == "#a=kgr:KOR"
    assert page.locator("#search").input_value() == ""


def test_the_lines_can_be_reached_by_keyboard(visit, case_file):
    page = visit(case_file)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Go to the evidence"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('row')")
    page.keyboard.press("Enter")
    assert heading(page) == f"Russia {DASH} Ukraine"
    assert page.evaluate("document.activeElement.id") == "heading"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "← Overview"


def test_actors_as_named_are_another_view(visit, case_file):
    page = visit(case_file, "#a=kgr:RUS")
    page.locator("#view-named").click()
    assert heading(page) == "Russia"
    assert page.evaluate("location.hash") == "#a=kgr:RUS&v=named"
    page.keyboard.press("/")
    page.keyboard.type("putin")
    page.keyboard.press("Enter")
    assert heading(page) == "Vladimir Putin"
    assert page.locator("#summary").inner_text().startswith("person, linked to")


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
    page.wait_for_timeout(100)
    assert not drawn_colour(page, "#D3D8DD")
    page.keyboard.press("2")
    page.wait_for_timeout(100)
    assert drawn_colour(page, "#D3D8DD")
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
    page.wait_for_timeout(100)
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


def test_nothing_links_two_actors(visit, tmp_path):
    page = visit(write_explorer(tmp_path / "alone.html", [claim("FRA", None, "protestsAgainst")]))
    assert page.locator("#content").inner_text() == "No claim here links two actors."


def test_an_empty_file_opens(browser, tmp_path):
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(write_explorer(tmp_path / "empty.html", []).as_uri())
    assert page.locator("#summary").inner_text().startswith("0 actors, 0 lines, 0 claims")
    assert errors == []
    page.close()


@pytest.mark.parametrize("title", HOSTILE[:5])
def test_hostile_text_runs_nothing(visit, tmp_path, title):
    page = visit(write_explorer(tmp_path / "hostile.html", *hostile_sample(), title=title))
    assert page.locator("header h1").inner_text() == title
    for row in range(page.locator(".row").count()):
        page.locator(".row").nth(row).click()
        assert page.locator(".claim").count() > 0
        page.locator("#heading .end").first.click()
        page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("<")
    page.mouse.move(400, 400)
    assert page.evaluate("window.__pwned") is None
    assert page.locator("#panel img, #panel svg, #panel script, #panel a").count() == 0


def test_a_script_that_got_in_would_not_run(browser, case_file):
    page = browser.new_page()
    page.goto(case_file.as_uri())
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend", "<img src='data:,x' onerror='window.__pwned = 1'>");
            const script = document.createElement("script");
            script.textContent = "window.__pwned = 2";
            document.body.append(script);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.__pwned") is None
    page.close()


def test_without_javascript_the_page_says_so(browser, case_file):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(case_file.as_uri())
    assert "needs JavaScript" in page.locator("noscript").inner_text()
    context.close()


def test_nothing_sticks_out_on_a_narrow_screen(visit, case_file):
    page = visit(case_file, "#d=kgr:RUS|kgr:UKR", viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == 420
    assert page.locator("#panel").bounding_box()["y"] > page.locator("#canvas").bounding_box()["y"] + 200
