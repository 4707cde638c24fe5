"""Describe every field of the language: what `docs/fields.md` and `eksgen explain FIELD` say.

In: the JSON Schema that is generated from the models. Out: one entry a field, in the order of the models.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from .. import SCHEMA

_SCALARS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "mapping",
}
_DEFAULT = re.compile(r"\s*Default: (.+?)\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the language.

    `steps` is its path; `*` stands for any name, or any item of a list. `fields` are the names of the fields
    of a part.
    """

    steps: tuple[str, ...]
    type: str
    description: str
    default: str = ""
    allowed: str = ""
    example: Any = None
    required: bool = False
    fields: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Return the path as text: `nodeGroups.*.scaling.max`."""
        return ".".join(self.steps)


@cache
def all_fields() -> tuple[Field, ...]:
    """Return every field; those of `nodeDefaults` are the ones of a node group, and not repeated."""
    root = json.loads(SCHEMA.read_text(encoding="utf-8"))
    required = _required_of_parts(root)
    return tuple(field for field in _fields(root, root, (), required))


def _required_of_parts(root: dict[str, Any]) -> dict[tuple[str, ...], list[str]]:
    """Return the required fields of the root and its parts, which the schema has under `else`."""
    otherwise = root.get("else", {})
    parts = {(key,): part["required"] for key, part in otherwise.get("properties", {}).items()}
    return {(): otherwise.get("required", []), **parts}


def _fields(
    root: dict[str, Any],
    part: dict[str, Any],
    path: tuple[str, ...],
    required: dict[tuple[str, ...], list[str]],
) -> Iterator[Field]:
    """Yield the fields of a part, each followed by those below it."""
    must = required.get(path) or part.get("required", [])
    common = _of_any_addon(root) if path[:1] == ("addons",) and len(path) == 2 and path[1] != "*" else ()
    for key, node in part.get("properties", {}).items():
        steps = (*path, key)
        if key in common:
            continue
        yield _field(root, node, steps, key in must)
        if steps != ("nodeDefaults",):
            yield from _below(root, node, steps, required)


def _of_any_addon(root: dict[str, Any]) -> tuple[str, ...]:
    """Return the fields that every add-on has; they are listed once, for `addons.*`."""
    return tuple(root["$defs"]["Addon"]["properties"])


def _below(
    root: dict[str, Any],
    node: dict[str, Any],
    path: tuple[str, ...],
    required: dict[tuple[str, ...], list[str]],
) -> Iterator[Field]:
    for branch in _branches(root, node):
        yield from _fields(root, branch, path, required)
        for inner in (branch.get("additionalProperties"), branch.get("items")):
            if isinstance(inner, dict) and _has_fields(root, inner):
                yield from _below(root, inner, (*path, "*"), required)


def _has_fields(root: dict[str, Any], node: dict[str, Any]) -> bool:
    return any("properties" in branch for branch in _branches(root, node))


def _branches(root: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the alternatives of a node, with references resolved."""
    if "$ref" in node:
        return _branches(root, root["$defs"][node["$ref"].rpartition("/")[2]])
    choices = node.get("oneOf") or node.get("anyOf")
    if not choices:
        return [node]
    return [branch for choice in choices for branch in _branches(root, choice)]


def _field(root: dict[str, Any], node: dict[str, Any], steps: tuple[str, ...], required: bool) -> Field:
    branches = _branches(root, node)
    description = node.get("description") or next(
        (b["description"] for b in branches if "description" in b), ""
    )
    derived = _DEFAULT.search(description)
    default = json.dumps(node["default"], ensure_ascii=False) if "default" in node else ""
    return Field(
        steps,
        " or ".join(dict.fromkeys(_type(root, branch) for branch in branches)),
        _DEFAULT.sub("", description).strip() if derived and not default else description,
        default or (derived[1] if derived else ""),
        _all_allowed(root, branches),
        (node.get("examples") or next((b["examples"] for b in branches if b.get("examples")), [None]))[0],
        required,
        fields=tuple(key for branch in branches for key in branch.get("properties", {})),
    )


def _type(root: dict[str, Any], branch: dict[str, Any]) -> str:
    if "enum" in branch or "const" in branch:
        return "a choice"
    if branch.get("type") == "array":
        return f"a list of {_many(root, branch.get('items', {}))}"
    if isinstance(inner := branch.get("additionalProperties"), dict) and "properties" not in branch:
        return f"a map of {_many(root, inner)} by name"
    name = _SCALARS.get(str(branch.get("type")), "value")
    return name if name in ("text", "true or false") else f"a {name}"


def _many(root: dict[str, Any], node: dict[str, Any]) -> str:
    words = {_SCALARS.get(str(branch.get("type")), "value") for branch in _branches(root, node)}
    word = words.pop() if len(words) == 1 else "value"
    return word if word == "text" else f"{word}s"


def _all_allowed(root: dict[str, Any], branches: list[dict[str, Any]]) -> str:
    """Return what a field takes in all its alternatives; `{}` first, where a mapping has no fields."""
    values = list(dict.fromkeys(filter(None, (_allowed(root, branch) for branch in branches))))
    if any(branch.get("type") == "object" and not _takes_keys(branch) for branch in branches):
        return " or ".join(f"`{value}`" for value in ("{}", *values))
    return "; ".join(values)


def _takes_keys(branch: dict[str, Any]) -> bool:
    return bool(branch.get("properties") or branch.get("additionalProperties"))


def _allowed(root: dict[str, Any], branch: dict[str, Any]) -> str:
    """Return which values a field takes: its words, its range, or the sentence of its pattern."""
    if "enum" in branch or "const" in branch:
        return ", ".join(str(word) for word in branch.get("enum", [branch.get("const")]))
    if "patternErrorMessage" in branch:
        return str(branch["patternErrorMessage"]).partition(": ")[2]
    if branch.get("type") == "array":
        inner = "; ".join(
            filter(None, (_allowed(root, item) for item in _branches(root, branch.get("items", {}))))
        )
        return ", ".join(filter(None, (_range(branch, "Items", " entries"), inner)))
    return _range(branch, "imum", "") or _range(branch, "Length", " characters")


def _range(branch: dict[str, Any], suffix: str, unit: str) -> str:
    least, most = branch.get(f"min{suffix}"), branch.get(f"max{suffix}")
    if least == 1 and most is None:
        return "not empty" if unit else "at least 1"
    if least is not None and most is not None:
        return f"{least} to {most}{unit}"
    if most is not None:
        return f"at most {most}{unit}"
    return f"at least {least}{unit}" if least is not None else ""


def field_at(steps: tuple[str, ...]) -> Field | None:
    """Return the field at a path with names or `*`; names of maps and indexes may be left out."""
    if steps[:1] == ("nodeDefaults",) and len(steps) > 1:
        steps = ("nodeGroups", "*", *steps[1:])
    exact = next((field for field in all_fields() if _matches(field.steps, steps)), None)
    return exact or next((field for field in all_fields() if _without_names(field.steps) == steps), None)


def _matches(pattern: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    return len(pattern) == len(steps) and all(p in ("*", s) for p, s in zip(pattern, steps, strict=True))


def _without_names(steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(step for step in steps if step != "*")
