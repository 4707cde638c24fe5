"""All mutations of a source file.

Skipped are places where a change is not a fault of behaviour or harms the machine: annotations, imports,
decorators, assertions, messages (raised errors and f-strings), code for type checkers, and calls that delete
files or end processes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from . import expressions
from .elements import drop_elements
from .mutation import Mutation, Source
from .statements import delete_statement, return_empty

EXPRESSION_OPERATORS: tuple[tuple[str, expressions.ExpressionOperator], ...] = (
    ("and/or", expressions.swap_and_or),
    ("any/all", expressions.swap_any_all),
    ("comparison", expressions.compare_otherwise),
    ("off by one", expressions.off_by_one),
    ("remove not", expressions.remove_not),
    ("True/False", expressions.swap_true_false),
)
STATEMENT_OPERATORS = (drop_elements, delete_statement, return_empty)

_SKIPPED_NODES = (ast.Import, ast.ImportFrom, ast.Raise, ast.Assert, ast.JoinedStr)
_SKIPPED_FIELDS = {"annotation", "returns", "decorator_list", "type_params"}
_SKIPPED_KEYWORDS = {"strict", "frozen", "slots", "kw_only", "check"}
_DANGEROUS_CALLS = {"kill", "killpg", "rmtree", "unlink", "rmdir", "setrlimit"}


def mutations_of(source: Source) -> list[Mutation]:
    """Return the mutations of a file in the order of their places."""
    return sorted({mutation for node in _nodes(source.tree) for mutation in _mutations_at(node, source)})


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that may be changed."""
    yield node
    for field, value in ast.iter_fields(node):
        if field in _SKIPPED_FIELDS or (field == "slice" and isinstance(value, ast.Tuple)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_skipped(child):
                yield from islice(_nodes(child), int(_is_unpacked(node, field)), None)


def _is_skipped(node: ast.AST) -> bool:
    if isinstance(node, _SKIPPED_NODES):
        return True
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING", "__name__ == '__main__'"}
    if isinstance(node, ast.keyword):
        return node.arg in _SKIPPED_KEYWORDS
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
    return isinstance(node, ast.Call) and _name(node.func) in _DANGEROUS_CALLS


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)


def _mutations_at(node: ast.AST, source: Source) -> Iterator[Mutation]:
    for operator, replacements in EXPRESSION_OPERATORS:
        if isinstance(node, ast.expr):
            yield from _replaced(node, operator, replacements(node, source), source)
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield from _replaced(
            node.test, "negate condition", expressions.negate_condition(node, source), source
        )
    if isinstance(node, ast.comprehension) and node.ifs:
        yield from _replaced(node.ifs[0], "negate filter", expressions.filter_otherwise(node, source), source)
    for text in expressions.compared_texts(node):
        yield from _replaced(text, "compared string", expressions.change_compared_text(text, source), source)
    if not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        for mutations in STATEMENT_OPERATORS:
            yield from mutations(node, source)


def _replaced(
    node: ast.expr, operator: str, replacements: expressions.Replacements, source: Source
) -> Iterator[Mutation]:
    for new, what in replacements:
        yield Mutation(source.path, source.start(node), source.end(node), new, operator, what)


def _is_unpacked(node: ast.AST, field: str) -> bool:
    """Return whether a field is the value of `a, b = 1, 2`, where a missing element is an error of Python."""
    return isinstance(node, ast.Assign) and field == "value" and isinstance(node.targets[0], ast.Tuple)
