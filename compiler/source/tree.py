"""The positioned tree: the content of a YAML file with the exact place of every key and value.

Built by `parse.py`. The rest of the compiler looks up spec paths here; nothing else knows lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..diagnostics import Path, Span

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A scalar: its value, and its text in the file."""

    span: Span
    value: Scalar
    text: str


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A `key: value` of a mapping. An `implied` key is written nowhere; something below it is, elsewhere."""

    key: str
    key_span: Span
    node: Node
    implied: bool = False


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in file order; keys are unique."""

    span: Span
    entries: Mapping[str, MapEntry]


Node = ScalarNode | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class NodePlace:
    """The place of a spec path. `written` is false if the file contains only an ancestor of it."""

    span: Span
    written: bool
    key_span: Span


def to_plain(node: Node) -> Any:
    """Return the tree as plain Python values; sequences become tuples."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, ListNode):
        return tuple(to_plain(item) for item in node.items)
    return {key: to_plain(entry.node) for key, entry in node.entries.items()}


def find(root: Node, path: Path) -> Node | None:
    """Return the node at a path, or None."""
    node: Node | None = root
    for step in path:
        node = _child(node, step)
    return node


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MapNode) and step in node.entries:
        return node.entries[str(step)].node
    if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def locate(root: Node, path: Path) -> NodePlace:
    """Return the place of a path, or of its nearest written ancestor.

    The place of a scalar is its value; that of a mapping or sequence is its key (in a list, its first line).
    """
    node, key_span, written = root, _start(root), True
    for step in path:
        child = _child(node, step)
        if child is None:
            written = False
            break
        entry = node.entries[str(step)] if isinstance(node, MapNode) else None
        written = entry is None or not entry.implied
        if written:
            key_span = entry.key_span if entry else _start(child)
        node = child
    return NodePlace(node.span if isinstance(node, ScalarNode) else key_span, written, key_span)


def _start(node: Node) -> Span:
    """Return the place where a node starts: the first key of a mapping, the first item of a list."""
    while not isinstance(node, ScalarNode):
        if isinstance(node, MapNode) and node.entries:
            return next(iter(node.entries.values())).key_span
        if isinstance(node, ListNode) and node.items:
            node = node.items[0]
        else:
            break
    return node.span


def replace_node(root: Node, key: str, node: Node) -> Node:
    """Return the root mapping with the value of a key replaced."""
    if not isinstance(root, MapNode) or key not in root.entries:
        return root
    entry = root.entries[key]
    return MapNode(root.span, {**root.entries, key: MapEntry(key, entry.key_span, node)})


def with_node(root: Node, path: Path, node: Node | None) -> Node:
    """Return the tree with the node at a path replaced or added; None removes it.

    Missing mappings on the way are added, in place of other values. New keys get the span of the new node.
    """
    if not path:
        return root if node is None else node
    step, rest = path[0], path[1:]
    if isinstance(root, ListNode) and isinstance(step, int):
        return _with_item(root, step, rest, node)
    entries = {**root.entries} if isinstance(root, MapNode) else {}
    entry = entries.get(str(step))
    if node is None and (entry is None or not rest):
        entries.pop(str(step), None)
        return MapNode(root.span, entries)
    below = entry.node if entry else MapNode(node.span if node else root.span, {})
    key_span = entry.key_span if entry else below.span
    entries[str(step)] = MapEntry(str(step), key_span, with_node(below, rest, node))
    return MapNode(root.span, entries)


def with_fields(root: Node, section: str, field: str, fields: Mapping[str, MapEntry]) -> Node:
    """Return the tree with a field of another file in each entry of a section, by the name of the entry.

    Keys that are missing on the way are implied.
    """
    around = _entry(root, section, root.span)
    entries = {**around.node.entries} if isinstance(around.node, MapNode) else {}
    for name, written in fields.items():
        entry = _entry(around.node, name, around.node.span)
        inner = {**entry.node.entries} if isinstance(entry.node, MapNode) else {}
        added = MapEntry(field, written.key_span, written.node)
        entries[name] = replace(entry, node=MapNode(entry.node.span, {**inner, field: added}))
    top = {**root.entries} if isinstance(root, MapNode) else {}
    return MapNode(root.span, {**top, section: replace(around, node=MapNode(around.node.span, entries))})


def _entry(node: Node, key: str, span: Span) -> MapEntry:
    """Return the entry of a mapping, or an implied one."""
    written = node.entries.get(key) if isinstance(node, MapNode) else None
    return written or MapEntry(key, span, MapNode(span, {}), implied=True)


def _with_item(root: ListNode, step: int, rest: Path, node: Node | None) -> Node:
    items = list(root.items)
    if step > len(items):
        return root
    if node is None and not rest:
        del items[step : step + 1]
    elif step < len(items):
        items[step] = with_node(items[step], rest, node)
    elif node is not None:
        items.append(with_node(MapNode(node.span, {}), rest, node))
    return ListNode(root.span, tuple(items))


def moved(node: Node, span: Span) -> Node:
    """Return a node of another text with one span for all of it."""
    if isinstance(node, ScalarNode):
        return ScalarNode(span, node.value, node.text)
    if isinstance(node, ListNode):
        return ListNode(span, tuple(moved(item, span) for item in node.items))
    entries = {key: MapEntry(key, span, moved(entry.node, span)) for key, entry in node.entries.items()}
    return MapNode(span, entries)
