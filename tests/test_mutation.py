"""The faults that mutation testing puts in: where they can stand, and that a function does otherwise with one."""

from __future__ import annotations

from pathlib import Path
from types import FunctionType

from benchmarks.mutants import mutants, mutated
from benchmarks.mutation import equivalent, page

SOURCE = '''
LIMIT = 3


def first(values, default="x"):
    """What stands first."""
    if not values:
        raise ValueError("nothing there")
    return values[0] if len(values) > 1 and values[0] == LIMIT else default


class Box:
    @property
    def size(self) -> int:
        return 1 + 2
'''


def test_each_fault_is_one_change_in_a_body(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(SOURCE, encoding="utf-8")
    found = mutants(tmp_path, "room.py")
    assert {each.function for each in found} == {"first", "Box.size"}
    changes = [each.change for each in found if each.function == "first"]
    assert "raise ValueError('nothing there') -> pass" in changes
    assert "not values -> not not values" in changes
    assert "And -> Or in len(values) > 1 and values[0] == LIMIT" in changes
    # Defaults, docstrings, the wording of errors and what the module computes stay.
    assert not any(word in change for word in ("XXxXX", "XXWhat", "XXnothing", "4") for change in changes)
    assert len({each.key for each in found}) == len(found)
    assert [each.rank(1) for each in found] != [each.rank(2) for each in found]


def test_a_function_with_a_fault_does_otherwise(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(SOURCE, encoding="utf-8")
    found = {(each.function, each.change): each for each in mutants(tmp_path, "room.py")}
    whole = FunctionType(
        mutated(tmp_path, found["first", "And -> Or in len(values) > 1 and values[0] == LIMIT"]),
        {"LIMIT": 3, "len": len},
    )
    assert whole([3], "x") == 3
    size = mutated(tmp_path, found["Box.size", "Add -> Sub in 1 + 2"])
    assert FunctionType(size, {})(None) == -1


def test_an_edit_elsewhere_leaves_a_fault_in_the_sample(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(SOURCE, encoding="utf-8")
    before = {each.rank(1) for each in mutants(tmp_path, "room.py")}
    (tmp_path / "room.py").write_text(f"def more(a):\n    return a + 1\n\n\n{SOURCE}", encoding="utf-8")
    assert before < {each.rank(1) for each in mutants(tmp_path, "room.py")}


def test_the_report_tells_equivalent_from_unnoticed() -> None:
    row = {
        "file": "kgraph/model/a.py",
        "line": 3,
        "function": "f",
        "change": "1 -> 2",
        "result": "survived",
        "tests": 4,
    }
    counts = {"tried": 2, "killed": 0, "survived": 2, "timed out": 0, "without tests": 0, "equivalent": 1, "score": 0.0}
    report = {
        "seed": 1,
        "cpu_s": 2,
        "rooms": {"model": counts},
        "before": {"model": 50.0},
        "survivors": [{**row, "reason": ""}, {**row, "change": "2 -> 3", "reason": "Nobody asks."}],
        "tests_tried": 1,
        "tests_that_kill_nothing": [],
    }
    unnoticed, _, rest = page(report).partition("## Not noticed")[2].partition("## Equivalent")
    assert "- `kgraph/model/a.py:3` f: `1 -> 2`" in unnoticed
    assert "`2 -> 3`. Nobody asks." in rest
    assert "| model | 2 | 0 | 2 | 1 | 0 | 0 | 0.0 % | 50.0 % |" in page(report)
    assert all(equivalent().values())
