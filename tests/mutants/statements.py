"""Mutations of statements: an empty return value, and a deleted call or assignment."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .mutation import Mutation, Source

_EMPTY = {
    "tuple": "()",
    "Sequence": "()",
    "Iterable": "()",
    "list": "[]",
    "dict": "{}",
    "Mapping": "{}",
    "frozenset": "frozenset()",
    "set": "set()",
    "str": '""',
    "bytes": 'b""',
    "int": "0",
}


def return_empty(function: ast.AST, source: Source) -> Iterator[Mutation]:
    """Return the empty value of the annotated type, None for other types, the opposite for `bool`."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or function.returns is None:
        return
    for node in _returns(function):
        assert node.value is not None
        text = source.text(node.value)
        empty = _empty(function.returns, text)
        if text not in {empty, "True", "False", "NotImplemented"}:
            yield Mutation(
                source.path,
                source.start(node.value),
                source.end(node.value),
                empty,
                "return empty",
                f"returns `{empty}`",
            )


def _returns(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.Return]:
    """Yield the `return` statements of a function with a value, without those of functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Return) and node.value is not None:
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


def _empty(annotation: ast.expr, value: str) -> str:
    name = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    if isinstance(name, ast.Name):
        return f"not ({value})" if name.id == "bool" else _EMPTY.get(name.id, "None")
    return "None"


def delete_statement(node: ast.AST, source: Source) -> Iterator[Mutation]:
    """Delete a call whose result is not used, or an assignment to an attribute or item."""
    if isinstance(node, ast.Expr):
        is_deletable = isinstance(node.value, ast.Call)
    elif isinstance(node, ast.Assign):
        is_deletable = all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets)
    else:
        is_deletable = isinstance(node, ast.AugAssign)
    if is_deletable:
        assert isinstance(node, ast.stmt)
        yield Mutation(
            source.path, source.start(node), source.end(node), "pass", "delete statement", "statement deleted"
        )
