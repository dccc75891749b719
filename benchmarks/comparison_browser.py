"""The pages of all tools in headless Chromium, without a network: what is asked for, drawn, and shown on a click."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from benchmarks.explore_speed import FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

MARK: Final = "as the story has it"
"""What every sentence of the made-up claims ends with."""
LIMIT: Final = 600.0
"""Seconds after which a page is taken never to settle."""
_WATCH: Final = """() => {
    const after = (frames) => {
        if (frames) requestAnimationFrame(() => after(frames - 1));
        else window.__first = performance.now();
    };
    const inked = (canvas) =>
        canvas.width && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
    const look = () => {
        const canvas = document.getElementById("networkCanvas");
        if (window.kgraph && window.kgraph.labels && window.kgraph.labels().length) return after(3);
        if (typeof network !== "undefined" && network && network.once)
            return network.once("stabilizationIterationsDone", () => after(3));
        if (typeof d3 !== "undefined" && canvas && inked(canvas)) return after(3);
        requestAnimationFrame(look);
    };
    look();
}"""
_ON_A_LINE: Final = """(network) => {
    network.stopSimulation();  // what still drifts is not to be chased
    const box = network.canvas.frame.canvas.getBoundingClientRect(), points = [];
    for (let y = 4; y < box.height && points.length < 5; y += 3)
        for (let x = 4; x < box.width && points.length < 5; x += 40)
            if (network.getEdgeAt({ x, y }) !== undefined && network.getNodeAt({ x, y }) === undefined)
                points.push({ x: box.left + x, y: box.top + y });
    return points;
}"""
_LINE_OF: Final[dict[str, str]] = {
    "kgraph": f"() => ({_ON_A_LINE})(window.kgraph.network())",
    "pyvis": f"() => ({_ON_A_LINE})(network)",
    "canvas": """() => {
        const box = document.getElementById("networkCanvas").getBoundingClientRect(), points = [];
        for (let x = 0.3; x < 0.7; x += 0.04) for (let y = 0.3; y < 0.7; y += 0.04)
            points.push({ x: box.left + x * box.width, y: box.top + y * box.height });
        return points;
    }""",
}
_CHOSEN: Final = "() => /Relation:/.test((document.getElementById('selectionDetails') || {}).innerText || '')"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page to be opened.

    Attributes:
        file: the page.
        kind: who draws: kgraph, pyvis or canvas.
    """

    file: Path
    kind: str


def opened(browser: Browser, drawn: Drawn, d3: Path | None = None) -> dict[str, Any]:
    """How soon a page shows its network, whom it asked for, and whether a click on a line shows a sentence.

    Args:
        browser: Chromium.
        drawn: the page.
        d3: a file that stands for the script of that name on the network; None leaves the network off.
    """
    from playwright.sync_api import TimeoutError as Late

    asked: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith("file:"):
            route.continue_()
            return
        asked.append(str(urlsplit(url).hostname))
        if d3 is not None and "d3js.org" in url:
            route.fulfill(path=d3, content_type="text/javascript")
        else:
            route.abort()

    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.route("**/*", answer)
    tab.add_init_script(f"({_WATCH})()")
    first: float | None = None
    shown: bool | None = None
    try:
        tab.goto(drawn.file.as_uri(), timeout=LIMIT * 1000, wait_until="commit")
        if drawn.kind == "canvas":
            tab.wait_for_timeout(20_000 if d3 is None else 1000)
        first = _first_frame(tab, 1.0 if drawn.kind == "canvas" and d3 is None else LIMIT)
        shown = _sentence_on_click(tab, drawn)
    except Late:
        pass
    finally:
        tab.close()
    return {"first_frame_s": first, "asked_for": sorted(set(asked)), "sentence_on_click": shown}


def _first_frame(tab: Page, patience: float) -> float:
    tab.wait_for_function("() => window.__first !== undefined", timeout=patience * 1000)
    return round(float(tab.evaluate("window.__first")) / 1000, 2)


def _sentence_on_click(tab: Page, drawn: Drawn) -> bool:
    """Whether a sentence stands on the page after a click on a line, or while it is pointed at."""
    for point in tab.evaluate(_LINE_OF[drawn.kind]):
        tab.mouse.move(point["x"] - 1, point["y"])
        tab.mouse.move(point["x"], point["y"])
        tab.mouse.click(point["x"], point["y"])
        if drawn.kind == "canvas":
            if tab.evaluate(_CHOSEN):
                return MARK in tab.inner_text("body")
            continue
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if MARK in tab.inner_text("body"):
                return True
            tab.wait_for_timeout(100)
    return False


def looked_at(pages: dict[str, Drawn], d3: Path | None) -> dict[str, dict[str, Any]]:
    """Every page opened once, after one that is opened for nothing; with `d3`, those that ask for it once more."""
    from playwright.sync_api import sync_playwright

    found: dict[str, dict[str, Any]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        opened(browser, next(iter(pages.values())))  # what only a first page costs is nobody's
        for name, drawn in pages.items():
            found[name] = opened(browser, drawn)
            if d3 is not None and drawn.kind == "canvas":
                found[name]["with_d3"] = opened(browser, drawn, d3)
        browser.close()
    return found
