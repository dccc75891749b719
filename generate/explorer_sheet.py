"""Make `docs/explorer.png`, the explorer on one sheet: light, dark, phone, paper, forty actors and five hundred.

python generate/explorer_sheet.py

It reads `data/articles`, makes up five hundred actors, and takes pictures with Chromium, which has to be on the PATH.
Look at the sheet before you commit it: pictures differ with the fonts of the machine, so no test compares them.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.explore_speed import FLAGS, made_claims
from kgraph.build import build_graph
from kgraph.explore import explore_graph, write_explorer
from kgraph.graph import KnowledgeGraph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "docs" / "explorer.png"
MOST: Final = 600_000
"""Bytes that the sheet may have."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: of which page, at which address, how wide and high, in which colours, after which keys."""

    page: str
    fragment: str = ""
    size: tuple[int, int] = (1180, 700)
    colours: str = "light"
    media: str = "screen"
    keys: tuple[str, ...] = ()


SHOTS: Final = (
    Shot("articles", "#d=kgr:IRN|kgr:SAU"),
    Shot("articles", "#p=balance", colours="dark"),
    Shot("articles", "#p=path&path=kgr:FIN~kgr:ERI"),
    Shot("articles", "#see=map", colours="dark"),
    Shot("articles", "#see=table&sort=claims"),
    Shot("crowd"),
    Shot("articles", "#t=2017-10..2019-06", keys=("f",)),
    Shot("articles", "#d=kgr:CHN|kgr:RUS", size=(420, 747)),
    Shot("articles", "#a=kgr:RUS&ego=1", size=(420, 747), colours="dark"),
    Shot("articles", "#d=kgr:IND|kgr:PAK", size=(794, 1412), media="print"),
)
"""The first is shown large, the next six in rows of three, the last three beside each other."""


def pages(folder: Path) -> dict[str, Path]:
    """The two files that the pictures are taken of."""
    with KnowledgeGraph() as graph:
        build_graph([ROOT / "data" / "articles"], graph)
        articles = explore_graph(graph, folder / "articles.html", title="Eight articles")
    crowd = write_explorer(folder / "crowd.html", *made_claims(3000, 500), title="Five hundred actors")
    return {"articles": articles, "crowd": crowd}


def taken(browser: Browser, shot: Shot, file: Path, target: Path) -> Path:
    """One picture, as a file."""
    width, height = shot.size
    page = browser.new_page(viewport={"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if shot.colours == "dark" else "light")
    page.goto(file.as_uri() + shot.fragment)
    page.wait_for_function("() => window.kgraph.labels().length > 0")
    if shot.media == "print":
        page.emulate_media(media="print")
    for key in shot.keys:
        page.keyboard.press(key)
    page.wait_for_timeout(600)
    page.screenshot(path=target)
    page.close()
    return target


def sheet(browser: Browser, pictures: list[Path], target: Path) -> None:
    """All pictures on one sheet."""
    wide, third = 856, 280
    first, *others = (f'<img src="{picture.as_uri()}">' for picture in pictures)
    html = (
        f"<style>body{{margin:0;width:{wide}px;background:#d8dee4;display:grid;gap:8px;padding:8px;"
        f"grid-template-columns:repeat(3,{third}px);align-items:start}}img{{width:{third}px;display:block}}"
        f"img:first-child{{grid-column:1/-1;width:{wide}px}}</style>{first}{''.join(others)}"
    )
    source = target.with_name("sheet.html")
    source.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": wide + 16, "height": 600})
    page.goto(source.as_uri())
    page.screenshot(path=target, full_page=True)
    page.close()


def main() -> None:
    """Take the pictures and write the sheet."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        files = pages(folder)
        pictures = [taken(browser, shot, files[shot.page], folder / f"{at}.png") for at, shot in enumerate(SHOTS)]
        sheet(browser, pictures, folder / "sheet.png")
        browser.close()
        data = (folder / "sheet.png").read_bytes()
    if len(data) > MOST:
        raise SystemExit(f"the sheet has {len(data)} bytes, more than {MOST}")
    TARGET.write_bytes(data)


if __name__ == "__main__":
    main()
