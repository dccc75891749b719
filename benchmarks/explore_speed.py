"""How soon the explorer can be read: writes explore_speed.json and EXPLORE_SPEED.md beside this file.

    python -m benchmarks.explore_speed [--rounds 3]

A first frame is the third animation frame after the data are in (for pyvis after its physics have settled), counted
from the start of the navigation, in headless Chromium without a network. All pages are opened by turns in one run;
ratios are what counts, for the machine is shared. Each claim of the made-up corpus is one edge of pyvis's page.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.explore import write_explorer
from kgraph.model import ActorRef, Claim, Date, Document, Evidence
from kgraph.ontology import RELATIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE: Final = Path(__file__).parent
LIMIT: Final = 180.0
"""Seconds after which a page counts as never settled."""

FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_TOLD: Final = ("meetsWith", "accuses", "visits", "threatens", "cooperatesMilitarilyWith", "sanctions")
_WATCH: Final = """() => {
    const after = (frames) => {
        if (frames) requestAnimationFrame(() => after(frames - 1));
        else window.__first = performance.now();
    };
    const look = () => {
        if (window.kgraph && window.kgraph.labels && window.kgraph.labels().length) return after(3);
        if (typeof network !== "undefined" && network && network.once)
            return network.once("stabilizationIterationsDone", () => after(3));
        requestAnimationFrame(look);
    };
    look();
}"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be opened."""

    name: str
    file: Path
    kind: str


def made_claims(count: int, actors: int) -> tuple[list[Claim], list[Document]]:
    """Made-up claims with their articles; a few actors are in most of them, as in news."""
    chance = random.Random(20240619)  # noqa: S311 - the same claims each time
    refs = [ActorRef(id=f"urn:kgraph:actor:party-{number:04}", name=f"Party {number}") for number in range(actors)]
    weights = [1 / (rank + 3) for rank in range(actors)]
    documents = [
        Document(text="", id=f"d{number}", publisher=f"Paper {number % 9}", published=f"2023-{number % 12 + 1:02}-05")
        for number in range(max(1, count // 4))
    ]
    claims: list[Claim] = []
    while len(claims) < count:
        first, second = chance.choices(refs, weights, k=2)
        if first is second:
            continue
        document, relation = chance.choice(documents), RELATIONS[chance.choice(_TOLD)]
        quote = f"{first.name} {relation.label} {second.name}, officials said on day {len(claims)}."
        claims.append(
            Claim(
                document=document.id,
                actor=first,
                recipient=second,
                relation=relation.name,
                event_type=relation.event_type,
                date=Date(start=document.published or "2023"),
                evidence=Evidence(quote=quote, start=0, end=len(quote)),
            )
        )
    return claims, documents


def explorer_page(name: str, folder: Path, count: int, actors: int, **options: Any) -> Page:
    """Our page of made-up claims."""
    claims, documents = made_claims(count, actors)
    return Page(name, write_explorer(folder / f"{name}.html", claims, documents, title=name, **options), "kgraph")


def pyvis_page(name: str, folder: Path, count: int, actors: int) -> Page:
    """The page that pyvis itself makes of the same claims, with its physics and everything in one file."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for claim in made_claims(count, actors)[0]:
        assert claim.recipient is not None  # noqa: S101 - made so
        network.add_node(claim.actor.id, label=claim.actor.name)
        network.add_node(claim.recipient.id, label=claim.recipient.name)
        network.add_edge(claim.actor.id, claim.recipient.id, label=claim.relation)
    file = folder / f"{name}.html"
    file.write_text(network.generate_html(), encoding="utf-8")
    return Page(name, file, "pyvis")


def first_frame(browser: Browser, page: Page) -> float:
    """Seconds to the first frame; LIMIT where none came."""
    from playwright.sync_api import TimeoutError as Late

    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    tab.add_init_script(f"({_WATCH})()")
    try:
        tab.goto(page.file.as_uri(), timeout=LIMIT * 1000)
        tab.wait_for_function("() => window.__first !== undefined", timeout=LIMIT * 1000)
        return float(tab.evaluate("window.__first")) / 1000
    except Late:
        return LIMIT
    finally:
        tab.close()


def measured(pages: Sequence[Page], rounds: int) -> dict[str, list[float]]:
    """By page, its times, all pages by turns; pyvis's once only."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {page.name: [] for page in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        first_frame(browser, pages[0])  # what only a first page costs is nobody's
        for turn in range(rounds):
            for page in pages:
                if page.kind == "kgraph" or turn == 0:
                    found[page.name].append(first_frame(browser, page))
        browser.close()
    return found


def report(times: dict[str, list[float]], pages: Sequence[Page]) -> str:
    """The result in words."""
    middle = {name: statistics.median(values) for name, values in times.items()}
    faster, slower = middle["pyvis-1000"] / middle["explorer-1000"], middle["explorer-10000"] / middle["explorer-50"]
    late = " at least" if middle["pyvis-1000"] >= LIMIT else ""
    rows = [f"| {page.name} | {middle[page.name]:.2f} | {page.file.stat().st_size / 1000:,.0f} |" for page in pages]
    return "\n".join(
        [
            "# How soon the explorer can be read",
            "",
            "Written by `python -m benchmarks.explore_speed`; headless Chromium, no GPU, 2 cores, shared; medians.",
            "A first frame is the third after the data are in, for pyvis after its physics have settled.",
            "",
            "| page, by its claims | first frame, s | file, kB |",
            "|---|---|---|",
            *rows,
            "",
            f"- 1,000 edges: the explorer with all of them is{late} **{faster:.0f} times** as fast as pyvis's own page",
            "  with physics (wanted: 20).",
            f"- 10,000 claims open in **{slower:.2f} times** the time of 50 (wanted: 3 at most), on the best",
            "  evidenced 200 lines.",
            "",
        ]
    )


def main() -> None:
    """Measure and write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        pages = [
            explorer_page("explorer-50", folder, 50, 20),
            explorer_page("explorer-1000", folder, 1000, 200, top=2000),
            explorer_page("explorer-10000", folder, 10_000, 1500),
            pyvis_page("pyvis-1000", folder, 1000, 200),
        ]
        times = measured(pages, rounds)
        text = report(times, pages)
    rounded = {name: [round(value, 3) for value in values] for name, values in times.items()}
    (HERE / "explore_speed.json").write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    (HERE / "EXPLORE_SPEED.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
