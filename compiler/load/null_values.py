"""Keys and list items without a value, and what can be written there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import is_list_at, is_required_at, model_at, named_things_at
from ..diagnostics import Diagnostic, Fix, Label, Path, Severity, Span
from ..source.scalars import flow_text, key_text
from ..source.tree import MapNode, Node, ScalarNode, find, locate
from .examples import example_of


def null_values(root: Node) -> dict[Path, Diagnostic]:
    """Return the finding for each key and list item without a value.

    A value of `nodeDefaults` is in each node group; its finding is the same at all these paths.
    """
    by_place: dict[Span, Diagnostic] = {}
    found = {}
    for path in _nulls(root, ()):
        span = locate(root, path).key_span
        if span not in by_place:
            by_place[span] = _null_value(root, path, span)
        found[path] = by_place[span]
    return found


def _nulls(node: Node, path: Path) -> Iterator[Path]:
    if isinstance(node, ScalarNode):
        if node.value is None:
            yield path
    elif isinstance(node, MapNode):
        for key, entry in node.entries.items():
            yield from _nulls(entry.node, (*path, key))
    else:
        for index, item in enumerate(node.items):
            yield from _nulls(item, (*path, index))


def _null_value(root: Node, path: Path, span: Span) -> Diagnostic:
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this item"
    removes = _removes_nothing(root, path, span)
    return Diagnostic(
        "null-value",
        Severity.ERROR,
        f"{name} has no value",
        Label(span, "no value"),
        notes=(removes,) if removes else (),
        helps=() if removes or _has_value(path) else ("write a value",),
        fixes=tuple(_fixes(path)),
    )


def _removes_nothing(root: Node, path: Path, span: Span) -> str:
    """Return why a null does not remove what a base file says, where one has other keys; else empty text."""
    others = _keys_of_bases(root, path, span)
    if not others:
        return ""
    near = ", ".join(f"`{key}`" for key in get_close_matches(str(path[-1]), others, 3, 0.6))
    says = f"null removes what a base says, but no base has `{path[-1]}`"
    return f"{says}; similar: {near}" if near else says


def _keys_of_bases(root: Node, path: Path, span: Span) -> list[str]:
    around = find(root, path[:-1]) if path else None
    if not isinstance(around, MapNode):
        return []
    return [key for key, entry in around.entries.items() if entry.key_span.file != span.file]


def _has_value(path: Path) -> bool:
    return bool(_empty(path)) or example_of(path) is not None


def _fixes(path: Path) -> Iterator[Fix]:
    """Yield the values that mean nothing or all defaults, an example, and the change without the line."""
    if not path or isinstance(path[-1], int):
        yield Fix("delete the item", ((path, None),))
        return
    key, empty, example = key_text(path[-1]), _empty(path), example_of(path)
    if empty and not (empty == "{}" and example):
        yield Fix(f"write `{key}: {empty}`{_meaning(path)}", ((path, empty),))
    elif example is not None:
        yield Fix(f"for example `{key}: {flow_text(example)}`", ((path, flow_text(example)),))
    if not is_required_at(ClusterSpec, path):
        yield Fix("delete the line", ((path, None),))


def _empty(path: Path) -> str:
    """Return the empty value of a field, if it can have one."""
    if model_at(ClusterSpec, path) or named_things_at(ClusterSpec, path):
        return "{}"
    return "[]" if is_list_at(ClusterSpec, path) else ""


def _meaning(path: Path) -> str:
    return " to use its defaults" if model_at(ClusterSpec, path) else " for none"
