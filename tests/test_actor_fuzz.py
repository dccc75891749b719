"""Five thousand hostile names in a user's table: each loads or is refused, and none changes another row or gets out."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.actors.mapped_csv import MappedTable, read_mapped_csv
from kgraph.actors.overlays import keep_rows
from kgraph.explore import explore_graph
from kgraph.export import export_graph
from kgraph.graph import KnowledgeGraph
from kgraph.model import Actor, Claim, Document
from tests.case_file import Reader, data_of

ROWS = 5_000
PIECES = (
    "</script><script>window.__pwned=1</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "]]>", "&lt;b&gt;",
    "{{data}}", "${jndi:x}", "javascript:alert(1)", "onload=\"x\"", "' OR '1'='1", "\"", "\"\"", "'", "`", "\\",
    "} INSERT DATA { <a> <b> <c> } #", "<http://example.org/a> a <b> .", "?s ?p ?o", "\"@en", "^^xsd:date",
    "\\u0000", "_:b0", "=HYPERLINK(\"x\")", "+1+1", "-2", "@SUM(A1)", "\n", "\r\n", "\r", "\t", ",", ";", "|",
    "\x00", "\x07", "\x1b]0;x\x07", "\xad", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\u200b",
    "\u200d", "\ufeff", "\u0301",
    "\ufffd", "\U0001f600", "\U0010ffff", "\ud800", "\udfff", "Zm\u00e9na", "\u0639\u0628",
    "\u4e2d\u56fd", "Zqx", "zqx", "9", " ", "  ", "_", "[ABC]", "#", "%s%n", "../../etc/passwd",
    "a" * 10_000, "Zqx " * 80,
)  # fmt: skip


def hostile(lots: random.Random) -> str:
    return "".join(lots.choice(PIECES) for _ in range(lots.randint(1, 4)))


def good(number: int) -> dict[str, str]:
    name = f"Front of the Quiet Shore {number:04d}"
    return {"actor": "", "name": name, "label": name, "actor_kind": "armed-group", "state": "MLI", "sector": "REB"}


def rows() -> list[dict[str, str]]:
    """A good row after every ninth hostile one; the hostile text stands in any column."""
    lots = random.Random(20_171_207)
    made = []
    for number in range(ROWS):
        row = good(number)
        if number % 10:
            for column in lots.sample(sorted(row), lots.choice((1, 1, 1, 2, 3))) if number % 3 else ("name",):
                row[column] = hostile(lots)
            if number % 3 == 0:
                row["label"] = ""
        made.append(row)
    return made


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[MappedTable, Gazetteer, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(good(0)))
    writer.writeheader()
    writer.writerows(rows())
    path = folder / "hostile.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    table = read_mapped_csv(path)
    kept, count = keep_rows(table.rows, folder / "case.db")
    assert count > 0
    return table, load_gazetteer(kept), path


def test_every_row_loads_or_is_refused_with_its_row_and_reason(loaded: tuple[MappedTable, Gazetteer, Path]) -> None:
    table, _, path = loaded
    assert len(table.rows) + len(table.problems) == ROWS
    assert len(table.rows) > ROWS // 5
    assert len(table.problems) > ROWS // 5
    ends = physical_rows(path)
    assert {problem.row for problem in table.problems} <= set(ends)
    for problem in table.problems:
        assert problem.file == str(path)
        assert problem.problem
        assert len(str(problem)) < 1_000
        assert ends[problem.row or 0] % 10, "a good row was refused"


def physical_rows(path: Path) -> dict[int, int]:
    """The line each row ends at, to its number."""
    reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8", "surrogateescape"), newline=""))
    next(reader)
    return dict((reader.line_num, number) for number, _ in enumerate(reader))  # noqa: C402 - the key changes with each


def test_good_rows_are_all_there_unchanged(loaded: tuple[MappedTable, Gazetteer, Path]) -> None:
    table, gazetteer, _ = loaded
    names = {row["name"]: row for row in table.rows}
    before = load_gazetteer()
    for number in range(0, ROWS, 10):
        row = good(number)
        assert {column: names[row["name"]][column] for column in row} == row
        [mention] = gazetteer.find(f"They met the {row['name']} again.")
        assert mention.text == row["name"]
        actor = gazetteer.actor(mention.actor or "")
        assert (actor.label, actor.kind.value, actor.state, actor.sector) == (row["label"], "armed-group", "MLI", "REB")
    for actor in before:
        assert gazetteer.actor(actor.id) == actor


def test_loaded_names_are_text_that_can_be_seen(loaded: tuple[MappedTable, Gazetteer, Path]) -> None:
    for actor in newcomers(loaded[1]):
        for text in (actor.label, *(name.text for name in actor.names)):
            assert len(text) <= 300
            assert not any(sign in text for sign in "\x00\x07\x1b\n\r\u2028\u202e\u2066")
            text.encode()


def newcomers(gazetteer: Gazetteer) -> list[Actor]:
    shipped = load_gazetteer()
    return [actor for actor in gazetteer if actor.id not in shipped]


def test_what_loaded_goes_through_rdf_and_the_explorer_without_breaking_out(
    loaded: tuple[MappedTable, Gazetteer, Path], tmp_path: Path
) -> None:
    gazetteer = loaded[1]
    actors = newcomers(gazetteer)
    assert sum("<" in actor.label for actor in actors) > 50
    document = Document(id="a1", text="", published="2024-01-02", publisher="Example Wire")
    recipient = gazetteer.ref("kgr:FRA")
    claims = [
        Claim(
            document="a1",
            actor=gazetteer.ref(actor.id),
            recipient=recipient,
            relation="condemns",
            event_type="ACCUSE",
            mode="disapprove",
            extractor="hand",
        )
        for actor in actors
    ]
    graph = KnowledgeGraph()
    graph.add(document, claims, actors=actors)
    again = KnowledgeGraph()
    again.load(export_graph(graph, tmp_path / "all.nt"))
    labels = "SELECT ?a ?l WHERE { ?a a kg:Actor ; rdfs:label ?l }"
    told = {(str(row[0]), str(row[1])) for row in again.query(labels).rows}
    assert {(actor.id, actor.label) for actor in actors} <= told
    explore_graph(graph, tmp_path / "all.html")
    text = (tmp_path / "all.html").read_text("utf-8")
    plain = KnowledgeGraph()
    plain.add(document, claims[:0], actors=())
    explore_graph(plain, tmp_path / "plain.html")
    tags = [tag for tag, _ in Reader((tmp_path / "plain.html").read_text("utf-8")).tags]
    assert [tag for tag, _ in Reader(text).tags] == tags
    (block,) = [body for attrs, body in Reader(text).of("script") if attrs.get("type") == "application/json"]
    assert not set("<>&\u2028\u2029") & set(block)
    assert {actor.label for actor in actors} & set(data_of(text)["actors"])
    assert json.loads(block)["title"] == "kgraph"
