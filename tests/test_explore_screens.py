# ruff: noqa: F811 - fixtures are imported
"""The explorer in any script and on any screen, of large and of hostile graphs, and its map."""

import re
from dataclasses import replace

import pytest

from kgraph.explore import write_explorer
from kgraph.model import Actor, ActorKind, ActorRef, Document
from tests.browsing import CHROMIUM, NARROW, browser, until, visit  # noqa: F401 - fixtures
from tests.case_file import claim, data_of, sample, sentence
from tests.exploring import app, case_file, click_line, hash_of, heading, on, triangle  # noqa: F401 - fixtures
from tests.hostile import HOSTILE
from tests.test_explore_page import HOSTILE_URLS, hostile_sample
from tests.test_explore_saving import save

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")


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
