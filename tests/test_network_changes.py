"""What changed: against scipy's tests of rates and tables, and by made-up histories."""

from __future__ import annotations

from itertools import product

import pytest

from kgraph.errors import DataError
from kgraph.graph import KnowledgeGraph
from kgraph.network import Change, Window, changes, diff
from kgraph.network.changes import at_least, unevenly
from tests.network_samples import CONSULT, JAPAN, claim, graph_of, several
from tests.samples import CHINA, KOREA, RUSSIA


def told(found: list[Change]) -> set[tuple[str, str, str]]:
    return {(one.kind.value, one.first, one.second) for one in found}


@pytest.mark.parametrize(("tries", "share"), list(product((1, 7, 40), (0.1, 0.5, 0.93))))
def test_the_chance_of_so_many_is_that_of_scipy(tries: int, share: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    for hits in range(tries + 1):
        wanted = stats.binomtest(hits, tries, share, alternative="greater").pvalue
        assert at_least(hits, tries, share) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize(
    "table", [(8, 2, 1, 5), (3, 1, 1, 3), (10, 0, 0, 10), (0, 5, 4, 0), (2, 2, 2, 2), (30, 12, 9, 40)]
)
def test_the_chance_of_uneven_signs_is_fishers(table: tuple[int, int, int, int]) -> None:
    """(3, 1, 1, 3) is the lady tasting tea: 0.4857 both ways (Fisher, The Design of Experiments, 1935)."""
    stats = pytest.importorskip("scipy.stats")
    assert unevenly(*table) == pytest.approx(stats.fisher_exact([table[:2], table[2:]]).pvalue, rel=1e-6)
    assert unevenly(3, 1, 1, 3) == pytest.approx(0.4857, abs=5e-5)


@pytest.fixture
def history() -> KnowledgeGraph:
    """What was so in January 2024, and what came in the 29 days of February, which are held against 3 to 31 January."""
    return graph_of(
        *several(9, "2024-01", RUSSIA, CHINA, **CONSULT),
        *several(9, "2024-02", RUSSIA, CHINA, seed=50),
        *several(2, "2024-01", RUSSIA, JAPAN),
        *several(12, "2024-02", RUSSIA, JAPAN, seed=50),
        *several(5, "2024-01", CHINA, JAPAN),
        *several(4, "2024-02", CHINA, KOREA),
        *several(1, "2020-01", JAPAN, KOREA),
        *several(2, "2024-02", JAPAN, KOREA, seed=50),
    )


def test_changes_are_new_strengthened_flipped_and_quiet(history: KnowledgeGraph) -> None:
    found = changes(history, "2024-02", until="2024-02")
    assert told(found) == {
        ("flipped-sign", "kgr:CHN", "kgr:RUS"),
        ("strengthened", "kgr:JPN", "kgr:RUS"),
        ("gone-quiet", "kgr:CHN", "kgr:JPN"),
        ("new", "kgr:CHN", "kgr:PRK"),
    }
    assert [one.chance for one in found] == sorted(one.chance for one in found)
    by_kind = {one.kind.value: one for one in found}
    flipped, quiet = by_kind["flipped-sign"], by_kind["gone-quiet"]
    assert (flipped.before, flipped.after, flipped.sign_before, flipped.sign_after) == (7, 9, 1, -1)
    assert (quiet.before, quiet.after, len(quiet.evidence)) == (3, 0, 3)
    assert (by_kind["new"].first_label, by_kind["new"].second_label) == ("China", "North Korea")
    months = {name: history.claim(name).date for one in found for name in one.evidence}
    for one in found:
        wanted = "2024-01" if one.kind.value == "gone-quiet" else "2024-02"
        assert one.evidence
        assert all(str(months[name]).startswith(wanted) for name in one.evidence)


def test_what_had_claims_long_ago_is_not_new(history: KnowledgeGraph) -> None:
    assert not any(
        {one.first, one.second} == {"kgr:JPN", "kgr:PRK"} for one in changes(history, "2024-02", until="2024-02")
    )
    before = changes(history, "2024-02", until="2024-02", compared=Window("2019", "2023"))
    assert ("strengthened", "kgr:JPN", "kgr:PRK") in told(before)


def test_a_dyad_with_an_undated_claim_may_be_old() -> None:
    with graph_of(*several(3, "2024-02", RUSSIA, CHINA), claim(RUSSIA, CHINA)) as graph:
        assert "new" not in {one.kind.value for one in changes(graph, "2024-02")}


def test_the_last_day_of_a_claim_ends_the_time_that_is_new(history: KnowledgeGraph) -> None:
    """To 12 February, then, so that January is looked at from the 20th on."""
    quiet = [one for one in changes(history, "2024-02") if one.kind.value == "gone-quiet"]
    assert quiet == []
    weakened = changes(history, "2024-03", until="2024-04", compared=Window("2024-01", "2024-02"))
    assert {one.kind.value for one in weakened} == {"gone-quiet"}


def test_times_that_overlap_cannot_be_compared(history: KnowledgeGraph) -> None:
    with pytest.raises(DataError, match="not a time to compare with"):
        changes(history, "2024-02", compared=Window("2024-01", "2024-02"))
    with pytest.raises(DataError, match="not a date"):
        changes(history, "last week")


def test_two_stores_differ_where_claims_do() -> None:
    same = several(2, "2024-01", RUSSIA, CHINA)
    more = several(1, "2024-01", RUSSIA, CHINA, seed=50)
    gone, come = several(1, "2024-01", RUSSIA, JAPAN), several(2, "2024-01", CHINA, KOREA)
    with graph_of(*same, *gone) as first, graph_of(*same, *more, *come) as second:
        found = diff(first, second)
        assert told(found) == {
            ("strengthened", "kgr:CHN", "kgr:RUS"),
            ("gone-quiet", "kgr:JPN", "kgr:RUS"),
            ("new", "kgr:CHN", "kgr:PRK"),
        }
        evidence = {one.kind.value: one.evidence for one in found}
        assert evidence["strengthened"] == (more[0].id,)
        assert evidence["gone-quiet"] == (gone[0].id,)
        assert set(evidence["new"]) == {one.id for one in come}
        back = {one.kind.value: one.evidence for one in diff(second, first)}
        assert back["weakened"] == (more[0].id,)
        assert diff(first, first) == []


def test_two_times_of_one_store_differ(history: KnowledgeGraph) -> None:
    found = diff(history, history, windows=(Window("2024-01", "2024-01"), Window("2024-02", "2024-02")))
    assert ("flipped-sign", "kgr:CHN", "kgr:RUS") in told(found)
    assert ("new", "kgr:JPN", "kgr:PRK") in told(found)
