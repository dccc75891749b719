"""Many clients ask while a build writes: the benchmark of it, in short."""

from __future__ import annotations

from pathlib import Path

from benchmarks.serve_load import KNOWN, measured


def test_no_answer_is_wrong_while_a_build_writes(tmp_path: Path) -> None:
    found = measured(tmp_path, seconds=3, clients=8, copies=400)
    assert found["problems"] == {}
    assert found["requests"] >= 5
    assert found["claims_last"] > KNOWN
    assert found["states_seen"] >= 2
