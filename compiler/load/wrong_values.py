"""Diagnostics for values of the wrong type or size, or out of a list of choices."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from ...schemas.base import printable
from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import (
    field_at,
    has_other_forms,
    keys_of,
    literals_at,
    model_at,
    named_things_at,
    same_word,
)
from ..diagnostics import Diagnostic, Path, dotted
from ..plural import plural
from ..source.scalars import flow_text, is_huge, key_text, resolve_scalar
from ..source.tree import ListNode, MapNode, Node, ScalarNode, find, to_plain
from .finding import described, error_at, last_name, list_as_map, shown_map, with_hints
from .other_shapes import NOTHING, as_number, as_part, as_ranges, as_taints

RANGES = {
    "greater_than_equal": ("must be at least {ge}", "too small"),
    "less_than_equal": ("must be at most {le}", "too large"),
    "too_short": ("must have at least {min_length}", "too few"),
    "too_long": ("may have at most {max_length}", "too many"),
    "string_too_short": ("must have at least {min_length}", "too short"),
    "string_too_long": ("may have at most {max_length}", "too long"),
}
"""The limit of a value, and the label for one outside it, by the type of pydantic's error."""

EXPECTED_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_TYPES_OF_TAGS = {
    "<flag>": "true or false",
    "<number>": "a whole number",
    "<text>": "text",
    "<list>": "a list",
    "<map>": "a mapping",
}
_BOOLEANS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}


def out_of_range(root: Node, path: Path, kind: str, context: dict[str, Any]) -> Diagnostic:
    """Return the finding for a value outside its limits: `size` is 5, but must be at least 20."""
    limit, label = RANGES[kind]
    node = find(root, path)
    if context.get("min_length") == 1:
        return error_at(root, path, "out-of-range", f"`{dotted(path)}` must not be empty", "empty")
    text = limit.format(**context)
    return error_at(root, path, "out-of-range", f"`{dotted(path)}` {_size(node)}, but {text}", label)


def _size(node: Node | None) -> str:
    """Return the size of a value in words."""
    if isinstance(node, ListNode | MapNode):
        count = len(node.items if isinstance(node, ListNode) else node.entries)
        return f"has {plural(count, 'entry', 'entries')}"
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        return f"has {plural(len(node.value), 'character')}"
    return f"is {printable(node.text)}" if isinstance(node, ScalarNode) else "is missing"


def invalid_choice(root: Node, path: Path) -> Diagnostic:
    """Return the finding for a value that is not one of the choices of its field."""
    node = find(root, path)
    choices = literals_at(ClusterSpec, path)
    value = described(node) if node else "the value"
    message = f"{value} is not a valid value for `{last_name(path)}`"
    diagnostic = error_at(root, path, "invalid-choice", message, "not a valid value")
    written = str(to_plain(node)) if node else ""
    near = same_word(written, choices) or next(iter(get_close_matches(written, choices, 1, 0.6)), "")
    help = f"write `{near}`" if near else as_part(path, node) if node else ""
    return with_hints(diagnostic, note=_valid_values(path, choices), help=help)


def _valid_values(path: Path, choices: list[str]) -> str:
    """Return what can be written: the words, and the other forms."""
    if not choices:
        return ""
    model, info = model_at(ClusterSpec, path), field_at(ClusterSpec, path)
    text = f"valid values: {', '.join(choices)}"
    if model:
        text += f", or a mapping with {', '.join(keys_of(model))}"
    elif has_other_forms(ClusterSpec, path) and info and info.description:
        text = f"`{path[-1]}`: {info.description}"
    return text


def wrong_type(root: Node, path: Path, kind: str, context: dict[str, Any]) -> Diagnostic:
    """Return the finding for a value of the wrong type, with the value written as it should be."""
    expected = EXPECTED_TYPES.get(kind) or " or ".join(dict.fromkeys(_types_of_tags(context)))
    words, scalar = literals_at(ClusterSpec, path), isinstance(find(root, path), ScalarNode)
    if scalar and words and "none" not in words:
        return invalid_choice(root, path)
    if words == ["none"]:
        expected = expected.replace("text", "`none`")
    node, name = find(root, path), last_name(path)
    if expected == "a whole number" and isinstance(node, ScalarNode) and is_huge(node.text):
        return error_at(root, path, "out-of-range", f"`{name}` is too large", "too large")
    message = f"`{name}` must be {expected}, but is {described(node) if node else 'missing'}"
    diagnostic = error_at(root, path, "wrong-type", message, f"not {expected}")
    if node is not None and (part := as_taints(path, node) or as_part(path, node)):
        return with_hints(diagnostic, help=part)
    if isinstance(node, ListNode) and path[:-1] == ("network", "existing", "subnets"):
        first = flow_text(to_plain(node.items[0])) if node.items else "ID"
        return with_hints(diagnostic, help=f"write the subnets by zone: `{path[-1]}: {{ZONE: [{first}]}}`")
    if isinstance(node, ListNode) and named_things_at(ClusterSpec, path):
        note, help = _map_of_list(path, node)
        return with_hints(diagnostic, note=note, help=help)
    if isinstance(node, ScalarNode):
        note, help = _rewritten(path, node, expected)
        return with_hints(diagnostic, note=note, help=help)
    return diagnostic


def _rewritten(path: Path, node: ScalarNode, expected: str) -> tuple[str, str]:
    """Return a note on a scalar of the wrong type, and how to write it in the expected one."""
    if path[:1] == ("terraform",) and expected == "text":
        return "it is text only in quotes", f'write `">= {node.text}"`, in quotes'
    if expected == "text":
        return "it is text only in quotes", f'write `"{node.text}"`, in quotes'
    if "true or false" in expected and node.text.lower() in _BOOLEANS:
        plain = isinstance(resolve_scalar(node.text), bool)
        note = "quotes make it text" if plain else "in YAML 1.2 it is text, not a boolean"
        return note, f"write `{_BOOLEANS[node.text.lower()]}`"
    if "a whole number" in expected and isinstance(resolve_scalar(node.text), int):
        return "quotes make it text", f"write `{node.text}`, without quotes"
    if "a whole number" in expected:
        return "", as_number(node.text)
    if expected == "a list" and path:
        items = [] if node.text.lower() in NOTHING else [node.value]
        return "", f"write `{key_text(str(path[-1]))}: {flow_text(items)}`"
    return "", as_ranges(path, node.text) if "a list" in expected else ""


def _map_of_list(path: Path, node: ListNode) -> tuple[str, str]:
    """Return a note that shows a list as the map by name that the field takes, and the map itself."""
    entries = list_as_map(node)
    note = f"`{last_name(path)}` is a map by name, not a list: {shown_map(entries)}"
    whole = f"write `{key_text(str(path[-1]))}: {flow_text(entries)}`"
    return note, whole if len(whole) <= _LONGEST_MAP and len(entries) == len(node.items) else ""


_LONGEST_MAP = 160


def _types_of_tags(context: dict[str, Any]) -> list[str]:
    """Name the types of a union by the tags of its branches (`schemas/base.py: shape`)."""
    tags = [tag.strip(" '") for tag in str(context.get("expected_tags", "")).split(",")]
    return [
        _TYPES_OF_TAGS.get(tag, "a mapping" if tag in ("<size>", "<explicit>") else "text") for tag in tags
    ]
