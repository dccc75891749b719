"""Loading that is killed leaves whole documents alone, loses none that was acknowledged, and can go on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.kill_during_load import DOCUMENTS, kills, made_documents
from kgraph.errors import StoreError
from kgraph.graph import Added, GraphReader, KnowledgeGraph

SEEDS = (3, 4, 11, 16, 17, 28)
"""By turns for `add`, `add_all` and `import`; among them moments at the start, in the middle and near the end."""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_what_a_kill_leaves_is_whole() -> None:
    found = list(kills(SEEDS))
    assert [kill.way for kill in found] == ["add", "add_all", "import"] * 2
    assert [kill for kill in found if not kill.is_good] == []
    assert any(0 < kill.stored < DOCUMENTS for kill in found if kill.way == "add")


def test_some_documents_replace_others() -> None:
    documents = made_documents()
    assert len({document.id for document, _ in documents}) < len(documents) == DOCUMENTS


def test_a_store_that_was_cut_off_when_it_was_made_is_made_anew(tmp_path: Path) -> None:
    store, (document, claims) = tmp_path / "kgraph.db", made_documents()[0]
    store.mkdir()
    for name in ("LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"):
        (store / name).write_bytes(b"half a line")
    with pytest.raises(StoreError, match="not a store"):
        GraphReader(store)
    with KnowledgeGraph(store) as graph:
        assert graph.add(document, claims) is Added.NEW
    with GraphReader(store) as reader:
        assert len(reader) == len(claims)


def test_a_store_that_lost_its_head_is_not_made_anew(tmp_path: Path) -> None:
    store = tmp_path / "kgraph.db"
    with KnowledgeGraph(store) as graph:
        graph.add(*made_documents()[0])
    (store / "CURRENT").unlink()
    with pytest.raises(StoreError, match="not a store"):
        KnowledgeGraph(store)
