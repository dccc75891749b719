"""The explorer's pages for tests in a browser: sample files, what is read off a page, what is clicked on it."""

import pytest

from kgraph.explore import write_explorer
from kgraph.model import (
    Attribution,
    Date,
    Document,
    Modality,
    Polarity,
)
from tests.browsing import browser  # noqa: F401 - fixtures
from tests.case_file import claim, known_actors, sample, sentence

MINUS, DASH = "\u2212", "\u2013"


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
