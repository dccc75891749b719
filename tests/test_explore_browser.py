# ruff: noqa: F811 - fixtures are imported
"""The explorer in a real browser with the network cut off: what is drawn, clicked, linked, and what must not run."""

import pytest

from kgraph.explore import write_explorer
from kgraph.model import Date, Document, Modality, Polarity
from tests.browsing import CHROMIUM, NARROW, WIDE, browser, eventually, until, visit  # noqa: F401 - fixtures
from tests.case_file import claim, known_actors
from tests.exploring import DASH, MINUS, case_file, click_line, drawn_colour, heading, one_dyad  # noqa: F401 - fixtures
from tests.test_explore_page import HOSTILE, hostile_sample

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


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
    eventually(lambda: not drawn_colour(page, plus))


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
    eventually(lambda: not drawn_colour(page, "#0072B2"))
    assert drawn_colour(page, "#D55E00")
    assert page.evaluate("location.hash") == "#hide=cooperation,neutral"
    page.keyboard.press("1")
    eventually(lambda: drawn_colour(page, "#0072B2"))


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
