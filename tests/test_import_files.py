"""Importing files into a store: counted, in batches, stopped, cut short, repeated."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph.errors import DataError, StoreError, UnknownNameError
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.graph.removing import dataset_batches
from kgraph.importing import ImportSettings, cite, import_files
from kgraph.model import Judgement, Judgements
from kgraph.sources import Fate
from tests.gdelt_rows import event, mention, write

PAIRS = [("RUS", "CHN"), ("RUSGOV", "UKR"), ("USA", "CHN"), ("ISR", "PSEHMS"), ("IGOEUREEC", "RUS"), ("RUSMIL", "UKR")]
CODES = ["042", "046", "163", "190", "1951", "0311", "111"]
GDELT_2 = "urn:kgraph:dataset:gdelt-2.0"
ROOT = Path(__file__).resolve().parents[1]


def rows(count: int, *, first: int = 0) -> list[str]:
    """So many rows of which none says what another says."""
    found = []
    for number in range(first, first + count):
        actor, recipient = PAIRS[number % len(PAIRS)]
        day = f"201910{number // 42 % 7 + 18:02}"
        code = CODES[number // len(PAIRS) % len(CODES)]
        found.append(event(number, actor, recipient, code, day=day, url=f"https://example.org/{number}"))
    return found


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return write(tmp_path / "e.CSV", *rows(100))


def quads_of(graph: GraphReader) -> set[str]:
    """The quads of a graph without what it knows of parts of files, which depend on the batch."""
    return {str(quad) for quad in graph.store if "importedPart" not in str(quad)}


def test_every_row_is_counted_once(tmp_path: Path) -> None:
    odd = [event(900, "RUS", "", "111"), event(901, "RUS", "CHN", "042", day="x")]
    odd.append(event(902, *PAIRS[0], CODES[0], day="20191018"))
    path = write(tmp_path / "e.CSV", *rows(97), *odd)
    graph = KnowledgeGraph()
    found = import_files("gdelt", [path], graph)
    assert found.count() == 100
    assert (found.count(Fate.KEPT), found.claims, found.new, len(graph)) == (97, 97, 97, 97)
    assert found.table() == [
        ("kept", "", 97),
        ("merged", "the same actors and event on one day", 1),
        ("dropped", "no second actor", 1),
        ("malformed", "not a date", 1),
    ]


def test_actors_are_described_and_edges_stand(events: Path) -> None:
    graph = KnowledgeGraph()
    import_files("gdelt", [events], graph)
    hamas = graph.actor("kgr:hamas")
    assert hamas is not None
    assert (hamas.label, hamas.state) == ("Hamas", "PSE")
    assert graph.query("ASK { kgr:RUS kg:attacks kgr:UKR . kgr:RUS-GOV kg:attacks kgr:UKR }").rows == [(True,)]
    before = set(graph.store)
    graph.rebuild_edges()
    assert set(graph.store) == before


def test_the_same_files_again_add_nothing(events: Path, tmp_path: Path) -> None:
    mentions = write(tmp_path / "m.CSV", mention(1, "a.example", "80"))
    graph = KnowledgeGraph()
    first = import_files("gdelt", [events, mentions], graph, ImportSettings(batch=30))
    size = len(graph.store)
    for batch in (30, 7, 1000):
        again = import_files("gdelt", [events, mentions], graph, ImportSettings(batch=batch))
        assert (again.new, again.rows) == (0, first.rows)
        assert len(graph.store) == size


@pytest.mark.parametrize("batch", [1, 7, 100, 101])
def test_the_batch_changes_nothing(events: Path, batch: int) -> None:
    one, other = KnowledgeGraph(), KnowledgeGraph()
    import_files("gdelt", [events], one)
    import_files("gdelt", [events], other, ImportSettings(batch=batch))
    assert quads_of(one) == quads_of(other)


def test_files_that_overlap_add_what_is_new(tmp_path: Path) -> None:
    first, second = write(tmp_path / "1.CSV", *rows(60)), write(tmp_path / "2.CSV", *rows(60, first=40))
    graph, whole = KnowledgeGraph(), KnowledgeGraph()
    assert import_files("gdelt", [first], graph).new == 60
    assert import_files("gdelt", [second], graph).new == 40
    import_files("gdelt", [write(tmp_path / "3.CSV", *rows(100))], whole)
    assert quads_of(graph) == quads_of(whole)


def test_many_new_claims_compact_the_store_once(events: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[bool] = []
    compact = KnowledgeGraph.compact

    def told(self: KnowledgeGraph, *, after: int | None = None) -> bool:
        done.append(compact(self, after=after))
        return done[-1]

    monkeypatch.setattr(KnowledgeGraph, "compact", told)
    graph = KnowledgeGraph()
    import_files("gdelt", [events], graph)
    assert done == [False], "a hundred claims are few"
    monkeypatch.setattr("kgraph.graph.knowledge._WORTH_COMPACTING", 100)
    import_files("gdelt", [events], graph)
    assert done == [False, False], "nothing new"
    whole = KnowledgeGraph()
    import_files("gdelt", [events], whole, ImportSettings(compact=False))
    assert done == [False, False], "not asked for"
    import_files("gdelt", [events], again := KnowledgeGraph())
    assert done == [False, False, True]
    assert set(again.store) == set(whole.store) == set(graph.store)


class Cut(Exception):  # noqa: N818
    """The power goes."""


def test_an_import_cut_short_goes_on(events: Path) -> None:
    graph, whole = KnowledgeGraph(), KnowledgeGraph()
    read = 0

    def cut() -> None:
        nonlocal read
        read += 1
        if read == 100 + 75:  # the second time through
            raise Cut

    settings = ImportSettings(batch=20)
    with pytest.raises(Cut):
        import_files("gdelt", [events], graph, settings, on_row=cut)
    assert len(graph) == 60
    assert import_files("gdelt", [events], graph, settings).new == 40
    import_files("gdelt", [events], whole, settings)
    assert set(graph.store) == set(whole.store)


def test_a_killed_import_leaves_whole_batches(events: Path, tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
from kgraph.graph import KnowledgeGraph
from kgraph.importing import ImportSettings, import_files
read = 0
def kill():
    global read
    read += 1
    if read == 175:
        os.kill(os.getpid(), signal.SIGKILL)
import_files("gdelt", [{str(events)!r}], KnowledgeGraph("g.db"), ImportSettings(batch=20), on_row=kill)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with KnowledgeGraph(tmp_path / "g.db") as graph:
        assert len(list(graph.claims())) == 60  # each of them read back whole
        assert import_files("gdelt", [events], graph, ImportSettings(batch=20)).new == 40
        whole = KnowledgeGraph()
        import_files("gdelt", [events], whole)
        assert quads_of(graph) == quads_of(whole)


def test_a_data_set_that_was_taken_out_comes_in_again(events: Path) -> None:
    graph = KnowledgeGraph()
    import_files("gdelt", [events], graph)
    before = set(graph.store)
    assert graph.remove(GDELT_2)
    assert len(graph) == 0
    assert import_files("gdelt", [events], graph).new == 100
    assert set(graph.store) == before


def test_a_data_set_goes_by_batches(events: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.graph.removing.BATCH", 30)
    graph = KnowledgeGraph()
    import_files("gdelt", [events], graph)
    known = {quad for quad in graph.store if "claim:" not in str(quad) and "dataset:" not in str(quad)}
    batches = dataset_batches(graph.store, ox.NamedNode(GDELT_2))
    for quad in next(batches):  # the power goes after the first
        graph.store.remove(quad)  # type: ignore[attr-defined]
    assert len(graph) == 70
    assert import_files("gdelt", [events], graph).new == 30
    assert graph.remove(GDELT_2)
    left = set(graph.store)
    assert left < known
    assert graph.stats().edges == 0
    assert not graph.remove(GDELT_2)


def test_both_versions_in_one_import_know_of_its_parts(tmp_path: Path) -> None:
    new = write(tmp_path / "new.CSV", *rows(10))
    old = write(tmp_path / "old.CSV", event(1, "RUS", "UKR", "190", columns=58))
    graph = KnowledgeGraph()
    assert import_files("gdelt", [new, old], graph, ImportSettings(batch=4)).new == 11
    size = len(graph.store)
    graph.remove(GDELT_2)
    assert import_files("gdelt", [new, old], graph, ImportSettings(batch=4)).new == 10
    assert len(graph.store) == size
    assert [(one.dataset.id, one.claims) for one in cite(graph)] == [("gdelt-1.0", 1), ("gdelt-2.0", 10)]


def test_too_many_bad_rows_store_nothing(tmp_path: Path) -> None:
    bad = [event(900 + number, "RUS", "CHN", "042", day="=1+1") for number in range(6)]
    path, rejects = write(tmp_path / "e.CSV", *rows(94), *bad), tmp_path / "rejects.csv"
    graph = KnowledgeGraph()
    before = set(graph.store)
    with pytest.raises(DataError, match=r"6 of 100 rows break the format \(6.0%\): nothing is stored, .*:95"):
        import_files("gdelt", [path], graph, ImportSettings(rejects=rejects))
    assert set(graph.store) == before
    with rejects.open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["reason"]) for row in found] == [
        (str(path), str(95 + number), "not a date") for number in range(6)
    ]
    assert not found[0]["value"].startswith("=")  # no spreadsheet runs it
    assert import_files("gdelt", [path], graph, ImportSettings(most_bad=0.06)).new == 94


def test_good_files_leave_no_rejects(events: Path, tmp_path: Path) -> None:
    import_files("gdelt", [events], KnowledgeGraph(), ImportSettings(rejects=tmp_path / "rejects.csv"))
    assert not (tmp_path / "rejects.csv").exists()


def test_a_file_of_one_batch_is_read_once(events: Path) -> None:
    for batch, expected in ((100, 100), (1_000_000, 100), (99, 200)):
        read: list[None] = []
        settings = ImportSettings(batch=batch)
        assert import_files("gdelt", [events], KnowledgeGraph(), settings, on_row=lambda: read.append(None)).new == 100  # noqa: B023
        assert len(read) == expected


def test_what_is_raised_in_the_first_batch_leaves_nothing(events: Path, tmp_path: Path) -> None:
    def cut() -> None:
        raise Cut

    graph = KnowledgeGraph()
    before = set(graph.store)
    with pytest.raises(Cut):
        import_files("gdelt", [events], graph, on_row=cut)
    assert set(graph.store) == before
    with pytest.raises(Cut):
        import_files("gdelt", [events], tmp_path / "g.db", on_row=cut)
    assert not (tmp_path / "g.db").exists()
    KnowledgeGraph(tmp_path / "g.db").close()
    with pytest.raises(Cut):
        import_files("gdelt", [events], tmp_path / "g.db", on_row=cut)
    with GraphReader(tmp_path / "g.db") as there:
        assert len(there) == 0


def test_a_dry_run_counts_and_stores_nothing(events: Path) -> None:
    graph = KnowledgeGraph()
    before = set(graph.store)
    found = import_files("gdelt", [events], graph, ImportSettings(dry_run=True))
    assert (found.count(), found.claims, found.new) == (100, 100, 0)
    assert set(graph.store) == before


def test_options_are_part_of_what_was_imported(tmp_path: Path) -> None:
    path = write(tmp_path / "e.CSV", event(1, "RUS", "UKR", "190"), event(2, "RUSGOV", "RUSMIL", "111"))
    graph = KnowledgeGraph()
    assert import_files("gdelt", [path], graph).new == 1
    assert import_files("gdelt", [path], graph, ImportSettings(options={"domestic": "yes"})).new == 1


def test_verdicts_hold_for_what_is_imported(events: Path) -> None:
    graph = KnowledgeGraph()
    graph.judge(Judgements([Judgement(first="kgr:hamas", second="kgr:PSE", same=True, reason="t", made="2024-06-19")]))
    import_files("gdelt", [events], graph)
    before = set(graph.store)
    graph.rebuild_edges()
    assert set(graph.store) == before
    assert graph.query("ASK { kgr:ISR ?relation kgr:PSE }").rows == [(True,)]


def test_what_cannot_be_meant_is_refused(events: Path, tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    with pytest.raises(UnknownNameError, match="did you mean 'gdelt'"):
        import_files("gdlet", [events], graph)
    with pytest.raises(UnknownNameError, match="unknown option of gdelt"):
        import_files("gdelt", [events], graph, ImportSettings(options={"speed": "1"}))
    with pytest.raises(DataError, match="cannot be read"):
        import_files("gdelt", [tmp_path / "nowhere"], graph)
    with pytest.raises(DataError, match="share of bad rows"):
        ImportSettings(most_bad=5)
    with pytest.raises(DataError, match="number of rows"):
        ImportSettings(batch=0)
    graph.close()
    with pytest.raises(StoreError, match="closed"):
        import_files("gdelt", [events], graph)


def test_memory_follows_the_batch(tmp_path: Path) -> None:
    """Four times the rows need little more memory: what is kept is a batch, not the file."""
    script = """
import resource, sys
from kgraph.graph import KnowledgeGraph
from kgraph.importing import ImportSettings, import_files
settings = ImportSettings(batch=250, options={"one-a-day": "no"})
assert import_files("gdelt", [sys.argv[1]], KnowledgeGraph(sys.argv[2]), settings).new == int(sys.argv[3])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    peaks = []
    for count in (1000, 4000):
        path = write(tmp_path / f"{count}.CSV", *rows(count))
        command = [sys.executable, "-c", script, str(path), str(tmp_path / f"{count}.db"), str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < 1.5 * peaks[0], peaks
