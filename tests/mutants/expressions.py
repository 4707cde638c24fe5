"""Mutations of expressions. Each function yields the replacements for one node, as (new text, what changed)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from .mutation import Source

Replacements: TypeAlias = Iterator[tuple[str, str]]

_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
}
_BOUNDARIES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_TEXT_TESTS = {"startswith", "endswith", "removeprefix", "removesuffix"}


def negate_condition(node: ast.AST, source: Source) -> Replacements:
    """Negate the test of an `if`, `while` or conditional expression."""
    if not isinstance(node, ast.If | ast.While | ast.IfExp):
        return
    is_covered = isinstance(node.test, ast.UnaryOp) or (
        isinstance(node.test, ast.Compare) and len(node.test.ops) == 1
    )
    if not is_covered:  # by remove_not and compare_otherwise
        yield f"not ({source.text(node.test)})", "condition negated"


def filter_otherwise(node: ast.AST, source: Source) -> Replacements:
    """Negate the filter of a comprehension."""
    if isinstance(node, ast.comprehension) and len(node.ifs) == 1:
        yield f"(not ({source.text(node.ifs[0])}))", "filter negated"


def swap_and_or(node: ast.AST, source: Source) -> Replacements:
    """Swap `and` with `or`, and drop each operand."""
    if not isinstance(node, ast.BoolOp):
        return
    op, name = (ast.Or(), "or") if isinstance(node.op, ast.And) else (ast.And(), "and")
    yield _unparsed(ast.BoolOp(op, node.values)), f"now joined with `{name}`"
    for index, value in enumerate(node.values):
        rest = [*node.values[:index], *node.values[index + 1 :]]
        yield (
            _unparsed(rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)),
            f"operand `{source.text(value)}` dropped",
        )


def swap_any_all(node: ast.AST, source: Source) -> Replacements:
    """Swap `any` with `all`."""
    if isinstance(node, ast.Name) and node.id in {"any", "all"}:
        new = "all" if node.id == "any" else "any"
        yield new, f"`{node.id}` is now `{new}`"


def compare_otherwise(node: ast.AST, source: Source) -> Replacements:
    """Replace a comparison operator by its opposite, and move its boundary by one."""
    if not isinstance(node, ast.Compare) or len(node.ops) > 2:
        return
    for index, op in enumerate(node.ops):
        for table in (_OPPOSITES, _BOUNDARIES):
            if type(op) in table:
                new = table[type(op)]()
                ops: Sequence[ast.cmpop] = [*node.ops[:index], new, *node.ops[index + 1 :]]
                changed = ast.Compare(node.left, list(ops), node.comparators)
                yield _unparsed(changed), f"`{_sign(op)}` is now `{_sign(new)}`"


def change_compared_text(node: ast.AST, source: Source) -> Replacements:
    """Change a string that something is compared with."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield repr(f"{node.value}~"), "compared string changed"


def off_by_one(node: ast.AST, source: Source) -> Replacements:
    """Add one to a number."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield str(node.value + 1), f"`{node.value}` is now `{node.value + 1}`"


def remove_not(node: ast.AST, source: Source) -> Replacements:
    """Remove a `not`."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"({source.text(node.operand)})", "`not` removed"


def swap_true_false(node: ast.AST, source: Source) -> Replacements:
    """Swap `True` with `False`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield str(not node.value), f"`{node.value}` is now `{not node.value}`"


def compared_texts(node: ast.AST) -> list[ast.expr]:
    """Return the string constants that decide a comparison."""
    if isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
    elif isinstance(node, ast.MatchValue):
        operands = [node.value]
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _TEXT_TESTS
    ):
        operands = node.args
    else:
        operands = []
    return [operand for operand in operands if isinstance(operand, ast.Constant)]


def _unparsed(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


def _sign(op: ast.cmpop) -> str:
    return ast.unparse(ast.Compare(ast.Name("a"), [op], [ast.Name("b")]))[2:-2]


ExpressionOperator: TypeAlias = Callable[[ast.AST, Source], Replacements]
