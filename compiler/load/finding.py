"""Diagnostics at spec paths, with words for places and values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...schemas.base import printable
from ..diagnostics import Diagnostic, Label, Path, Severity, dotted
from ..source.scalars import flow_text, key_text, resolve_scalar
from ..source.tree import ListNode, MapNode, Node, locate, to_plain

_NOUNS = {"nodeGroups": "node group", "loadBalancers": "load balancer", "addons": "add-on"}


def error_at(root: Node, path: Path, code: str, message: str, label: str) -> Diagnostic:
    """Return an error at a path."""
    return Diagnostic(code, Severity.ERROR, message, Label(locate(root, path).span, label))


def with_hints(diagnostic: Diagnostic, *, note: str = "", help: str = "") -> Diagnostic:
    """Return a diagnostic with another note and help."""
    notes = (*diagnostic.notes, note) if note else diagnostic.notes
    helps = (*diagnostic.helps, help) if help else diagnostic.helps
    return replace(diagnostic, notes=notes, helps=helps)


def described_path(path: Path) -> str:
    """Describe a place in the spec: ``node group `web` ``, `network.subnets`."""
    if len(path) == 2 and path[0] in _NOUNS:
        return f"{_NOUNS[str(path[0])]} `{path[1]}`"
    return f"`{dotted(path)}`" if path else "the file"


def last_name(path: Path) -> str:
    """Return the last name of a path, with its index if it is an item of a list."""
    return dotted(path[-2:] if path and isinstance(path[-1], int) else path[-1:])


def described(node: Node) -> str:
    """Describe a node in a few words: `the number 1.30`, `a list`, the text in quotes."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MapNode):
        return "a mapping"
    text = printable(node.text, 40)
    if isinstance(node.value, str):
        return f'the text `"{text}"`' if looks_like_another_type(node.text) else f"`{text}`"
    if node.value is None:
        return "an empty value"
    return text if isinstance(node.value, bool) else f"the number {text}"


def looks_like_another_type(text: str) -> bool:
    """Return whether a text would be a number or a boolean without its quotes."""
    return not isinstance(resolve_scalar(text), str | None)


def list_as_map(node: ListNode) -> dict[str, Any]:
    """Return a list of things with a `name` as the map by name that eksgen has."""
    return dict(_named(to_plain(item)) for item in node.items)


def _named(item: Any) -> tuple[str, Any]:
    """Return the name of an item with its fields or its value: `a=b`, `{a: b}`, `{key: a, value: b}`."""
    if not isinstance(item, dict):
        name, is_pair, value = str(item).partition("=")
        return name, (value if is_pair else {})
    if [key.lower() for key in item] == ["key", "value"]:
        name, value = item.values()
        return str(name), value
    if len(item) == 1 and "name" not in item:
        return next((str(name), fields) for name, fields in item.items())
    return str(item.get("name", "NAME")), {key: value for key, value in item.items() if key != "name"}


def shown_map(entries: dict[str, Any]) -> str:
    """Return the names of a map as its first lines: `web: {…}`, `api: {}`."""
    shown = [f"`{key_text(name)}: {_shown(fields)}`" for name, fields in entries.items()]
    return ", ".join(
        (*shown[:_MOST_NAMES], *([f"and {len(shown) - _MOST_NAMES} more"] if shown[_MOST_NAMES:] else ()))
    )


def _shown(fields: Any) -> str:
    return flow_text(fields) if fields == {} or not isinstance(fields, dict) else "{…}"


_MOST_NAMES = 6
