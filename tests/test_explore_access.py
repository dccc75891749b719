# ruff: noqa: F811 - fixtures are imported
"""Whether the explorer can be read by everybody: axe-core's checks, in light, dark and on a phone, on every page."""

import hashlib
from pathlib import Path

import pytest

from tests.browsing import CHROMIUM, NARROW, WIDE, browser, visit  # noqa: F401 - fixtures
from tests.exploring import case_file  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine's PATH")

VENDOR = Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")

SIGHTS = {
    "overview": ("", ()),
    "dyad": ("#d=kgr:RUS|kgr:UKR", ()),
    "actor": ("#a=kgr:RUS&ego=1", ()),
    "changes": ("#p=changes", ()),
    "balance": ("#p=balance", ()),
    "groups": ("#p=groups", ()),
    "path": ("#p=path&path=kgr:ARM~kgr:TUR", ()),
    "table": ("#see=table&t=2024-01..2024-06", ()),
    "filters": ("#c=0.6", ("f",)),
    "save": ("", ("s",)),
    "help": ("", ("?",)),
    "map": ("#see=map", ()),
}


def problems(page):
    """What axe finds of serious or critical impact, each with the place."""
    page.evaluate(AXE)
    found = page.evaluate("async () => (await window.axe.run()).violations")
    return [
        (one["id"], one["impact"], [node["target"] for node in one["nodes"]][:5])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


DARK = ("overview", "dyad", "balance", "table", "filters")
"""In the dark, those between which all colours are seen."""


@pytest.mark.parametrize(
    ("sight", "colours"), [*((sight, "light") for sight in SIGHTS), *((sight, "dark") for sight in DARK)]
)
def test_axe_finds_nothing_serious(visit, case_file, sight, colours):
    fragment, keys = SIGHTS[sight]
    page = visit(case_file, fragment, colours=colours, viewport=WIDE)
    for key in keys:
        page.keyboard.press(key)
    assert problems(page) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious_on_a_phone(visit, case_file, colours):
    assert problems(visit(case_file, "#d=kgr:RUS|kgr:UKR", colours=colours, viewport=NARROW)) == []


def test_axe_would_find_something(visit, case_file):
    page = visit(case_file)
    page.evaluate("document.querySelector('#search').closest('label').replaceWith(document.createElement('input'))")
    assert [name for name, *_ in problems(page)] == ["label"]


def test_axe_is_the_version_that_is_written_down():
    note = (VENDOR / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest() in note
