"""How many lines of code a task takes: the functions that do it, without blank lines, comments and docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def code_lines(source: str, task: str) -> int:
    r"""The lines of the functions of a module named after a task: `load`, and `load_claim` beside it.

    >>> code_lines('def load():\n    "Reads."\n\n    # why\n    return 1\n\ndef load_all(): ...\n', "load")
    3
    """
    return sum(
        len(_told(node, source))
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and (node.name == task or node.name.startswith(f"{task}_"))
    )


def _told(function: ast.FunctionDef, source: str) -> set[int]:
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    hidden = set(_span(first)) if is_docstring and len(function.body) > 1 else set()
    lines = source.splitlines()
    return {
        number
        for number in _span(function)
        if number not in hidden and lines[number - 1].strip() and not lines[number - 1].strip().startswith("#")
    }


def _span(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def lines_of(sources: Iterable[str], tasks: Iterable[str]) -> dict[str, int]:
    """By task, the lines in all modules together."""
    known = list(sources)
    return {task: sum(code_lines(source, task) for source in known) for task in tasks}
