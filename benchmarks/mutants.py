"""The small faults that mutation testing puts into source: where one can stand, and a function's code with one in it.

A mutant is one change in the body of one function or method. Decorators, defaults, annotations, docstrings and the
wording of errors are left alone, as is whatever a module computes when it is imported.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Final

_SWAPPED: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
_LEFT_ALONE: Final = frozenset({"annotation", "returns", "decorator_list", "type_params", "exc", "msg"})
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """One fault: where it stands, what it does, and which of its file's faults it is.

    `line` and `last` bound the statement (of a compound one the head); `at` is the first line of the function's code.
    """

    file: str
    number: int
    function: str
    at: int
    line: int
    last: int
    change: str
    twin: int = 0

    @property
    def key(self) -> str:
        """What the mutant is, wherever its line has gone."""
        return f"{self.file}|{self.function}|{self.change}|{self.twin}"

    def rank(self, seed: int) -> str:
        """The mutant's place in a sample: by what it is, so that an edit elsewhere in the file does not change it."""
        return hashlib.sha256(f"{seed}|{self.key}".encode()).hexdigest()


@dataclass(frozen=True)
class _Site:
    holder: ast.AST
    field: str
    index: int | None
    new: ast.AST
    old: ast.AST

    def apply(self) -> None:
        if self.index is None:
            setattr(self.holder, self.field, self.new)
        else:
            getattr(self.holder, self.field)[self.index] = self.new


def mutants(root: Path, file: str) -> list[Mutant]:
    """Every fault that can stand in a file, in the order of its text."""
    found: list[Mutant] = []
    seen: dict[tuple[str, str], int] = {}
    for number, (name, function, statement, site) in enumerate(_sites(_tree(root / file))):
        change = _told(site)
        twin = seen[name, change] = seen.get((name, change), -1) + 1
        last = _head_end(statement)
        first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
        found.append(Mutant(file, number, name, first, statement.lineno, last, change, twin))
    return found


def mutated(root: Path, mutant: Mutant) -> CodeType:
    """The code of the mutant's function with the fault in it.

    Raises:
        LookupError: the file has changed, and the function is no longer there.
    """
    tree = _tree(root / mutant.file)
    sites = list(_sites(tree))
    sites[mutant.number][3].apply()
    code = compile(ast.fix_missing_locations(tree), str(root / mutant.file), "exec", dont_inherit=True)
    for each in _codes(code):
        if each.co_qualname == mutant.function and each.co_firstlineno == mutant.at:
            return each
    raise LookupError(mutant.function)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _sites(tree: ast.Module) -> Iterator[tuple[str, Function, ast.stmt, _Site]]:
    for name, function in _functions(tree, ""):
        for statement, site in _inside(function, function):
            yield name, function, statement, site


def _functions(holder: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, Function]]:
    """Functions of the module and methods of its classes; a function inside another belongs to the outer one."""
    for node in holder.body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")
        elif isinstance(node, _FUNCTIONS):
            yield f"{prefix}{node.name}", node


def _inside(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.stmt, _Site]]:
    for field, value in ast.iter_fields(node):
        if field in _LEFT_ALONE or (isinstance(node, _FUNCTIONS) and field == "args"):
            continue
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if (
                not isinstance(child, ast.AST)
                or _is_docstring(node, field, index, child)
                or _is_cast(node, field, index)
            ):
                continue
            inner = child if isinstance(child, ast.stmt) else statement
            for new in _changed(node, field, child):
                yield inner, _Site(node, field, index if isinstance(value, list) else None, new, child)
            yield from _inside(child, inner)


def _is_docstring(node: ast.AST, field: str, index: int, child: ast.AST) -> bool:
    first = field == "body" and index == 0 and isinstance(node, _FUNCTIONS)
    return first and isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)


def _is_cast(node: ast.AST, field: str, index: int) -> bool:
    """The type that `cast` is told is for the type checker alone."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast"
    return called and field == "args" and index == 0


def _changed(holder: ast.AST, field: str, node: ast.AST) -> Iterator[ast.AST]:
    swapped = _SWAPPED.get(type(node))
    if swapped is not None:
        yield _placed(swapped(), node)
    if field in {"test", "ifs"} and not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield _placed(ast.UnaryOp(ast.Not(), _expression(node)), node)
    for kind, change in _CHANGES.items():
        if isinstance(node, kind):
            yield from (_placed(new, node) for new in change(node))


def _constant(node: ast.AST) -> Iterator[ast.AST]:
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(f"XX{value}XX" if value else "XX")


def _returned(node: ast.AST) -> Iterator[ast.AST]:
    # Whoever asks for a truth value takes None for False.
    if isinstance(node, ast.Return) and node.value is not None and not _is_constant(node.value, None, False):
        yield ast.Return(ast.Constant(None))


def _plain(node: ast.AST) -> Iterator[ast.AST]:
    """`not x` as `x`: written `not not x`, which keeps a boolean one."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield ast.UnaryOp(ast.Not(), node)


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield ast.Pass()


_CHANGES: Final[dict[type[ast.AST], Callable[[ast.AST], Iterator[ast.AST]]]] = {
    ast.Constant: _constant,
    ast.Return: _returned,
    ast.UnaryOp: _plain,
    ast.Raise: _left_out,
    ast.Expr: _left_out,
}


def _is_constant(node: ast.AST, *values: object) -> bool:
    return isinstance(node, ast.Constant) and any(node.value is value for value in values)


def _expression(node: ast.AST) -> ast.expr:
    if not isinstance(node, ast.expr):
        raise TypeError(ast.dump(node))
    return node


def _placed(new: ast.AST, old: ast.AST) -> ast.AST:
    return ast.fix_missing_locations(ast.copy_location(new, old)) if hasattr(old, "lineno") else new


def _told(site: _Site) -> str:
    """The change as text: the expression or statement it stands in, before and after."""
    holder = site.holder if isinstance(site.holder, ast.expr | ast.stmt | ast.comprehension) else site.old
    whole = holder if isinstance(holder, ast.expr) and not isinstance(site.old, ast.stmt) else site.old
    if isinstance(site.old, ast.expr):
        before, after = ast.unparse(site.old), ast.unparse(site.new)
        around = ast.unparse(whole) if isinstance(site.old, ast.Constant) and whole is not site.old else ""
        return _short(before, after) + (f" in {_cut(around)}" if around else "")
    if isinstance(site.old, ast.stmt):
        return _short(ast.unparse(site.old), ast.unparse(site.new))
    names = f"{type(site.old).__name__} -> {type(site.new).__name__}"
    return f"{names} in {_cut(ast.unparse(holder))}"


def _short(before: str, after: str) -> str:
    return f"{_cut(before)} -> {_cut(after)}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:97]}..."


def _head_end(statement: ast.stmt) -> int:
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
        return max(statement.lineno, body[0].lineno - 1)
    return statement.end_lineno or statement.lineno
