"""Chromium for the tests: how it is started, what a page may ask for, and how to wait for what a page does."""

import shutil
import time

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 420, "height": 800}
PATIENCE = 60.0
"""Seconds after which something that a page does is taken never to happen: far beyond what a busy machine needs."""


def eventually(check):
    """Waits until a check of what a page shows is true."""
    end = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def until(frame, expression, arg=None):
    """Waits until an expression, or a function of `arg`, is true in a page or a frame.

    Playwright's own wait_for_function asks from inside the page, where the policy of our pages forbids what it does.
    """
    eventually(lambda: frame.evaluate(expression, arg))


def painted(page):
    """Waits until what was just done to a page has been drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser):
    """Opens a file with every request but the one for it cut off; afterwards there must be no error and no request."""
    contexts, trouble = [], []

    def open_(file, fragment="", *, viewport=WIDE, colours="light"):
        context = browser.new_context(viewport=viewport, color_scheme=colours)
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: request.url.startswith("file:") or trouble.append(request.url))
        page.on("console", lambda message: message.type in ("error", "warning") and trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message) or dialog.dismiss())
        page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        page.goto(file.as_uri() + fragment)
        until(page, "window.kgraph.labels().length > 0")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert trouble == []
