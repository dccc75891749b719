"""Every test can fail: each asserts something, or calls a helper of the tests that does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.extractor_battery import LAWS

TESTS = Path(__file__).parent
EXPECTS = {"raises", "warns", "fail", "deprecated_call"}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def called(function: ast.FunctionDef) -> Iterator[str]:
    """The names, without what they are looked up in, of whatever a function calls."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def asserts(function: ast.FunctionDef, helpers: set[str]) -> bool:
    """Whether it asserts by itself something that is not settled beforehand, or calls what asserts."""
    wanted = (node.test for node in ast.walk(function) if isinstance(node, ast.Assert))
    return any(not isinstance(test, ast.Constant | ast.Tuple) for test in wanted) or not (EXPECTS | helpers).isdisjoint(
        called(function)
    )


def asserting(trees: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Of each file the helpers that assert, also through one another: its own and those it imports from other tests."""
    known: dict[str, set[str]] = {file: set() for file in trees}
    grown = True
    while grown:
        before = sum(map(len, known.values()))
        for file, tree in trees.items():
            own = [each for each in functions(tree) if not each.name.startswith("test_")]
            known[file] |= imported(tree, known) | {each.name for each in own if asserts(each, known[file])}
        grown = sum(map(len, known.values())) > before
    return known


def imported(tree: ast.Module, known: dict[str, set[str]]) -> set[str]:
    """Asserting helpers that come from other tests by name, or as methods of what comes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tests."):
            there = known.get(f"{node.module.removeprefix('tests.')}.py", set())
            found |= {each.asname or each.name for each in node.names if each.name in there}
            found |= there if any(each.name[0].isupper() for each in node.names) else set()
    return found


def test_every_test_asserts_something() -> None:
    trees = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TESTS.glob("*.py"))}
    helpers = asserting(trees)
    # A law of extractors is a parameter of the tests that hold to it.
    assert {law.__name__ for law in LAWS} <= helpers["extractor_battery.py"]
    tests = [(file, each) for file, tree in trees.items() for each in functions(tree) if each.name.startswith("test_")]
    assert len(tests) > 500
    assert [f"{file}::{each.name}" for file, each in tests if not asserts(each, helpers[file] | {"law"})] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("print(graph)", False),
        ("assert True", False),
        ("assert (graph, 'always true')", False),
        ("shown(graph)", False),
        ("assert graph", True),
        ("with pytest.raises(ValueError): graph()", True),
        ("checked(graph)", True),
    ],
)
def test_a_test_that_cannot_fail_is_found(body: str, expected: bool) -> None:
    (function,) = functions(ast.parse(f"def test(graph):\n    {body}"))
    assert asserts(function, {"checked"}) is expected


def test_helpers_assert_through_one_another_and_across_files() -> None:
    trees = {
        "battery.py": ast.parse("def deep(x):\n    assert x\ndef outer(x):\n    deep(x)\ndef idle(x):\n    print(x)"),
        "test_it.py": ast.parse("from tests.battery import outer as held, idle"),
        "test_that.py": ast.parse("def outer():\n    print('another one')"),
    }
    assert asserting(trees) == {"battery.py": {"deep", "outer"}, "test_it.py": {"held"}, "test_that.py": set()}
