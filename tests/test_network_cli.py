"""`kgraph network`, `kgraph changes` and `kgraph diff` as a person uses them."""

from __future__ import annotations

import csv
import doctest
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.network import columns
from tests.network_samples import CONSULT, JAPAN, several
from tests.samples import CHINA, KOREA, RUSSIA, sample_graph

VERBS = {
    "dyads": (),
    "centrality": (),
    "communities": (),
    "balance": (),
    "timeline": ("Russia", "CHN"),
    "path": ("RUS", "kgr:JPN"),
    "brokers": (),
    "reciprocity": (),
    "motifs": (),
    "similar": (),
}
FEB = ("--since", "2024-02", "--until", "2024-02")


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of four states in two months."""
    place = tmp_path_factory.mktemp("network") / "kgraph.db"
    with KnowledgeGraph(place) as graph:
        graph.add_claims(
            [
                *several(9, "2024-01", RUSSIA, CHINA, **CONSULT),
                *several(9, "2024-02", RUSSIA, CHINA, seed=50),
                *several(3, "2024-02", CHINA, RUSSIA, seed=80),
                *several(4, "2024-01", CHINA, KOREA, **CONSULT),
                *several(3, "2024-02", CHINA, KOREA, seed=90, **CONSULT),
                *several(4, "2024-02", KOREA, RUSSIA, **CONSULT),
                *several(5, "2024-02", KOREA, JAPAN),
                *several(2, "2024-02", CHINA, JAPAN, **CONSULT),
            ]
        )
    return place


class Answer:
    """What a command said."""

    def __init__(self, *words: str, status: int = 0) -> None:
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == status, (done.output, done.exception)
        self.out, self.err = done.stdout, done.stderr

    def json(self) -> list[dict[str, object]]:
        found = json.loads(self.out)
        return list(found["rows"]) if isinstance(found, dict) else list(found)

    def csv(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_the_same_as_table_csv_and_json(verb: str, location: Path) -> None:
    words = ("network", verb, *VERBS[verb], "-l", str(location))
    table, lines = Answer(*words), Answer(*words, "--format", "csv").csv()
    rows = Answer(*words, "--format", "json").json()
    assert len(lines) == len(rows) > 0
    assert list(lines[0]) == list(rows[0])
    shown = [name.replace("_", " ") for name in rows[0] if name != "evidence"]
    assert all(name in table.out.splitlines()[0] for name in shown)
    assert Answer(*words).out == table.out
    assert table.err == ""


def test_dyads_come_with_sign_window_and_claims(location: Path) -> None:
    words = ("network", "dyads", "--signed", "-l", str(location), *FEB, "--format", "json")
    first = Answer(*words).json()[0]
    assert (first["first"], first["second"], first["weight"], first["sign"]) == ("kgr:CHN", "kgr:RUS", -12.0, -1)
    assert first["first_day"] == "2024-02-01"
    assert len(str(first["evidence"]).split()) == first["claims"] == 12
    assert len(Answer(*words, "--top", "2").json()) == 2
    directed = Answer(*words, "--directed").json()
    assert {("kgr:RUS", "kgr:CHN"), ("kgr:CHN", "kgr:RUS")} <= {(row["first"], row["second"]) for row in directed}


def test_balance_by_month_and_its_unbalanced_triads(location: Path) -> None:
    words = ("network", "balance", "-l", str(location), "--format", "json")
    months = Answer(*words, "--every", "month").json()
    assert [row["since"] for row in months] == ["2024-01-01", "2024-02-01"]
    triads = Answer(*words, "--triads", *FEB).json()
    whole = Answer(*words, *FEB).json()[0]
    assert len(triads) == whole["++-"] + whole["---"]  # type: ignore[operator]
    with GraphReader(location) as graph:
        known = set(columns(graph).claims)
    claims = [name for row in triads for tie in row["evidence"] for name in tie]  # type: ignore[attr-defined]
    assert claims
    assert set(claims) <= known
    assert "one window" in Answer(*words, "--triads", "--every", "month", status=2).err


def test_paths_and_communities_tell_names_and_claims(location: Path) -> None:
    found = Answer("network", "path", "RUS", "Japan", "-l", str(location), "--format", "json").json()
    assert found[0]["actors"] == ["kgr:RUS", "kgr:CHN", "kgr:PRK", "kgr:JPN"]
    assert [len(step) for step in found[0]["evidence"]] == found[0]["claims"]  # type: ignore[attr-defined]
    told = Answer("network", "communities", "-l", str(location)).out
    assert "modularity: " in told


def test_a_timeline_shows_where_a_level_begins(location: Path) -> None:
    rows = Answer("network", "timeline", "RUS", "CHN", "-l", str(location), "--format", "csv").csv()
    assert [(row["since"], row["claims"], row["positive"]) for row in rows] == [
        ("2024-01-01", "9", "9"),
        ("2024-02-01", "12", "0"),
    ]


def test_changes_and_diff(location: Path, tmp_path: Path) -> None:
    since = Answer(
        "changes", "--since", "2024-02", "--until", "2024-02", "-l", str(location), "--format", "json"
    ).json()
    assert "flipped-sign" in {row["kind"] for row in since}
    times = Answer("diff", "2024-01", "2024-02", "-l", str(location), "--format", "csv").csv()
    assert {row["kind"] for row in times} >= {"flipped-sign", "new", "weakened"}
    other = tmp_path / "other.db"
    with KnowledgeGraph(other) as graph:
        graph.add_claims(several(9, "2024-01", RUSSIA, CHINA, **CONSULT))
    stores = Answer("diff", str(other), str(location), "--format", "json").json()
    assert {(row["kind"], row["first"], row["second"]) for row in stores} >= {("new", "kgr:JPN", "kgr:PRK")}
    assert "no difference" in Answer("diff", str(other), str(other)).err


def test_what_is_wrong_is_said(location: Path, tmp_path: Path) -> None:
    at = ("-l", str(location))
    for words, told in (
        (("network", "dyads", "--since", "soon"), "not a date"),
        (("network", "dyads", "--since", "2024", "--until", "2023"), "ends before it starts"),
        (("network", "dyads", "--modality", "perhaps"), "not a modality"),
        (("network", "path", "RUS", "Atlantis"), "Atlantis"),
        (("network", "communities", "--resolution", "0"), "not a resolution"),
        (("changes", "--since", "2024-02", "--compared", "2025"), "not a time to compare with"),
    ):
        done = CliRunner().invoke(app, [*words, *at])
        assert done.exit_code != 0
        assert told in f"{done.output} {done.exception}"
    assert "no folder, and no time" in Answer("diff", "last-year", "2024", *at, status=2).err
    done = CliRunner().invoke(app, ["network", "dyads", "-l", str(tmp_path / "none.db")])
    assert "none.db" in str(done.exception)


def test_a_store_without_dyads_says_so(tmp_path: Path) -> None:
    place = tmp_path / "empty.db"
    KnowledgeGraph(place).close()
    for words in (("network", "dyads"), ("network", "balance", "--every", "year"), ("changes", "--since", "2024")):
        assert "no claims between two actors" in Answer(*words, "-l", str(place)).err


def test_nothing_found_is_said(location: Path) -> None:
    for words in (
        ("timeline", "RUS", "FRA"),
        ("dyads", "--since", "1999", "--until", "1999"),
        ("balance", "--triads", "--until", "1999"),
    ):
        assert "nothing of that kind" in Answer("network", *words, "-l", str(location)).err


def test_a_server_gives_the_columns_of_a_store(oxigraph_url: str) -> None:
    from kgraph.graph.remote import RemoteGraph, RemoteSettings
    from tests.samples import ARTICLE, DENIAL, MEETING, OIL
    from tests.sparql_servers import cleared

    with RemoteGraph(cleared(RemoteSettings(url=f"{oxigraph_url}/query"))) as graph, sample_graph() as stored:
        graph.add(ARTICLE, [MEETING, OIL, DENIAL])
        found, wanted = columns(graph), columns(stored)
        assert (found.claims, found.actors) == (wanted.claims, wanted.actors)
        for name in ("actor", "recipient_rollup", "sign", "first_day", "confidence", "publisher", "speaker"):
            assert getattr(found, name).tolist() == getattr(wanted, name).tolist()


DOCS = Path(__file__).parent.parent / "docs" / "network.md"


def test_the_page_on_networks_names_every_verb_and_its_example_runs() -> None:
    page = DOCS.read_text("utf-8")
    assert [verb for verb in VERBS if f"| `{verb}" not in page] == []
    assert [name for name in ("kgraph changes", "kgraph diff") if f"`{name}" not in page] == []
    tried = doctest.testfile(str(DOCS), module_relative=False)
    assert (tried.failed, tried.attempted > 5) == (0, True)
