"""The claims of a text are the same bytes whoever reads it: another run, another process, several processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph.build import Settings, build_graph, read_claims_of
from kgraph.bulk import answers_of
from kgraph.errors import DataError, ExtractionError
from kgraph.graph import KnowledgeGraph
from kgraph.language import boundaries
from kgraph.language.sentences import sentences
from kgraph.model import Claim, Document, claim_to_json

ROOT = Path(__file__).parent.parent
ARTICLES = sorted((ROOT / "data/articles").glob("2*.txt"))[:3]
SCRIPT = """
import sys
from kgraph.build import Settings, read_claims_of
from kgraph.model import claim_to_json
for reading in read_claims_of(sys.argv[1:], Settings(extractor="english")):
    for claim in reading.claims:
        sys.stdout.buffer.write(f"{claim_to_json(claim)}\\n".encode())
"""


def written(*, workers: int = 1, paths: list[Path] | None = None) -> bytes:
    readings = read_claims_of(paths or ARTICLES, Settings(extractor="english", workers=workers))
    return "".join(f"{claim_to_json(claim)}\n" for reading in readings for claim in reading.claims).encode()


@pytest.fixture(scope="module")
def here() -> bytes:
    found = written()
    assert found.count(b"\n") > 20
    return found


def test_a_second_run_gives_the_same_bytes(here: bytes) -> None:
    assert written() == here


def test_what_was_read_before_changes_nothing(here: bytes) -> None:
    backwards = [written(paths=[path]) for path in reversed(ARTICLES)]
    assert b"".join(reversed(backwards)) == here


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_a_process_with_another_order_of_hashes_gives_the_same_bytes(seed: str, here: bytes) -> None:
    command = [sys.executable, "-c", SCRIPT, *map(str, ARTICLES)]
    found = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed})
    assert found.stdout == here


def test_two_workers_give_the_same_bytes_in_the_same_order(here: bytes) -> None:
    assert written(workers=2) == here


def test_how_many_pieces_the_splitter_sees_at_once_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(path.read_text("utf-8") for path in ARTICLES)
    usual = sentences(text)
    for block in (7, 100_000):
        monkeypatch.setattr(boundaries, "_BLOCK", block)
        assert sentences(text) == usual


def test_a_file_that_cannot_be_read_keeps_its_place_among_workers(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("France condemned Russia.", "utf-8")
    (tmp_path / "2.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "3.txt").write_text("Peru thanked Chile.", "utf-8")
    alone, shared = (list(read_claims_of([tmp_path], Settings(workers=workers))) for workers in (1, 3))
    assert [reading.source for reading in shared] == [reading.source for reading in alone]
    assert [reading.claims for reading in shared] == [reading.claims for reading in alone]
    assert [str(reading.error) for reading in shared] == [str(reading.error) for reading in alone]
    assert isinstance(shared[1].error, DataError)


def test_workers_build_the_same_graph(tmp_path: Path) -> None:
    texts = []
    for workers in (1, 2):
        with KnowledgeGraph() as graph:
            built = build_graph(ARTICLES, graph, Settings(workers=workers))
            assert built.new == len(ARTICLES)
            texts.append(sorted(claim_to_json(claim) for claim in graph.claims()))
    assert texts[0] == texts[1] != []


class Failing:
    """An extractor that fails, one that ends its process, and one that tells of its run: by what it is asked."""

    def __call__(self, document: Document) -> list[Claim]:
        if "exit" in document.text:
            os._exit(1)
        raise ValueError(document.text)

    def account(self) -> list[str]:
        return []


def test_an_extractor_that_fails_in_a_worker_fails_one_document() -> None:
    found = list(answers_of(Failing, [Document(text="one"), Document(text="two")], workers=2))
    assert [(type(answer), str(answer).rpartition(": ")[2]) for answer in found] == [
        (ExtractionError, "one)"),
        (ExtractionError, "two)"),
    ]


def test_what_gives_an_account_of_its_run_reads_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.bulk.settings.extractor", lambda *_, **__: Failing())
    with pytest.raises(DataError, match="one process"):
        list(read_claims_of(ARTICLES, Settings(workers=2)))


def test_the_command_takes_workers(tmp_path: Path) -> None:
    said = []
    for workers in ("1", "2"):
        command = ["extract", *map(str, ARTICLES), "-l", str(tmp_path / "none.db"), "--workers", workers]
        said.append(subprocess.run([sys.executable, "-m", "kgraph", *command], check=True, capture_output=True).stdout)
    assert said[0] == said[1] != b""
