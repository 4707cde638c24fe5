"""Mutations that drop an element of a tuple, list, set or dictionary, and with it a row of a table."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .mutation import Mutation, Source


def drop_elements(node: ast.AST, source: Source) -> Iterator[Mutation]:
    """Yield one mutation for each element of a literal collection."""
    if isinstance(node, ast.Tuple) and len(node.elts) < 3:
        yield from _short_tuple(node, source)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        if not isinstance(node, ast.Set) or len(node.elts) > 1:
            yield from _spliced(source, node, node.elts, node.elts)
    elif isinstance(node, ast.Dict) and None not in node.keys:
        keys = [key for key in node.keys if key is not None]
        yield from _spliced(source, node, keys, node.values)


def _short_tuple(node: ast.Tuple, source: Source) -> Iterator[Mutation]:
    """Keep the comma that makes a tuple of a single element."""
    for index, element in enumerate(node.elts):
        rest = "".join(f"{source.text(other)}," for at, other in enumerate(node.elts) if at != index)
        yield Mutation(
            source.path,
            source.start(node),
            source.end(node),
            f"({rest})",
            "drop element",
            _what(source, element),
        )


def _spliced(
    source: Source, node: ast.expr, firsts: Sequence[ast.expr], lasts: Sequence[ast.expr]
) -> Iterator[Mutation]:
    """Cut out each element, up to the next one or, for the last, from the previous one."""
    for index, first in enumerate(firsts):
        if index + 1 < len(firsts):
            start, end = source.start(first), source.start(firsts[index + 1])
        elif index:
            start, end = source.end(lasts[index - 1]), source.end(lasts[index])
        else:
            start, end = source.start(node) + 1, source.end(node) - 1
        yield Mutation(source.path, start, end, "", "drop element", _what(source, first))


def _what(source: Source, element: ast.expr) -> str:
    text = " ".join(source.text(element).split())
    return f"element `{text if len(text) <= 60 else text[:57] + '...'}` dropped"
