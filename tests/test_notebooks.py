"""The notebooks: each runs as it stands and gives the outputs that are committed; their HTML draws with no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.browsing import CHROMIUM, FLAGS, until

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_BYTES = 1_500_000


def outputs(cell: Any) -> list[tuple[str, str]]:
    """What a cell shows as text, and in which kinds; pictures differ with the version of their library."""
    found = []
    for output in cell.get("outputs", ()):
        shown = output.get("data", {})
        found.append((", ".join(sorted(shown)), output.get("text") or shown.get("text/plain", "")))
    return found


def test_there_are_five():
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_the_outputs_that_are_committed(path: Path, tmp_path: Path):
    from nbclient import NotebookClient

    committed = nbformat.read(path, as_version=4)
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (tmp_path / "data").symlink_to(ROOT / "data")
    run = nbformat.read(path, as_version=4)
    for cell in run.cells:
        cell.pop("outputs", None) and cell.update(outputs=[])
    NotebookClient(
        run,
        timeout=600,
        kernel_name="python3",
        coalesce_streams=True,  # into how many pieces a kernel cuts what is printed is chance
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    for ours, theirs in zip(run.cells, committed.cells, strict=True):
        assert outputs(ours) == outputs(theirs), theirs.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_small_and_tells_no_machine(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < MOST_BYTES
    for word in ("/tmp/tmp", "/home/", "/Users/", f"{ROOT}/"):  # noqa: S108 — looked for, not used
        assert word not in text
    first = nbformat.reads(text, as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert "?*" in first.source  # each begins with a question


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")
def test_the_html_of_a_notebook_draws_the_explorer_with_no_network(tmp_path: Path):
    from nbconvert import HTMLExporter
    from playwright.sync_api import sync_playwright

    body, _ = HTMLExporter().from_filename(str(NOTEBOOKS[0]))
    page_file = tmp_path / "notebook.html"
    page_file.write_text(body, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(("file:", "about:")) else r.abort())
        page.goto(page_file.as_uri())
        page.locator("iframe").scroll_into_view_if_needed()
        inner = next(one for one in page.frames if one != page.main_frame)
        until(inner, "window.kgraph && window.kgraph.labels().length > 5")
        pictures = page.locator("svg, img")
        assert pictures.count() >= 3
        assert all(picture.get_attribute("alt") or picture.get_attribute("aria-label") for picture in pictures.all())
        assert page.locator("mark").count() > 5
        browser.close()
