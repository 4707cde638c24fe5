"""Diagnostics for errors in the form of a spec, at their places. In: a tree and the errors of pydantic."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from ...schemas.cluster import API_VERSION, ClusterSpec
from ...schemas.reflection.walk import fields, literals_at, model_at, same_word, supported
from ..diagnostics import Diagnostic, Label, Path, Severity, dotted
from ..source.scalars import is_huge
from ..source.tree import ListNode, MapNode, Node, ScalarNode, find, locate, to_plain
from .former_spellings import rewrite_help

_RANGES = {
    "greater_than_equal": ("must be at least {ge}", "too small"),
    "less_than_equal": ("must be at most {le}", "too large"),
    "too_short": ("must have at least {min_length} entries", "too few"),
    "too_long": ("must have at most {max_length} entries", "too many"),
    "string_too_short": ("must have at least {min_length} characters", "too short"),
    "string_too_long": ("must have at most {max_length} characters", "too long"),
    "string_pattern_mismatch": ("has the wrong form", "wrong form"),
}
_EXPECTED_TYPES = {
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


def not_a_spec(root: Node) -> list[Diagnostic]:
    """Return one finding if the file is not a spec of this language, instead of one for each of its lines."""
    if not isinstance(root, MapNode):
        message = f"a cluster spec is a mapping, but this file contains {_describe(root)}"
        return [_error(root, (), "not-a-spec", message, "not `key: value`")]
    version, kind = find(root, ("apiVersion",)), find(root, ("kind",))
    if version is None:
        missing = _error(root, (), "missing-field", "the file has no `apiVersion`", "the file starts here")
        return [_with(missing, help=f"add `apiVersion: {API_VERSION}`")]
    if to_plain(version) != API_VERSION:
        message = f"unsupported `apiVersion`: {_describe(version)}"
        unsupported = _error(root, ("apiVersion",), "unsupported-api-version", message, "not supported")
        return [_with(unsupported, help=f"write `apiVersion: {API_VERSION}`")]
    if kind is not None and to_plain(kind) != "Cluster":
        unknown = _error(
            root, ("kind",), "invalid-choice", f"unsupported `kind`: {_describe(kind)}", "not supported"
        )
        return [_with(unknown, help="write `kind: Cluster`")]
    return []


def null_values(node: Node, path: Path = (), root: Node | None = None) -> list[Diagnostic]:
    """Return a finding for each key and list item below a path that has no value."""
    root = root or node
    if isinstance(node, ScalarNode):
        return [_null_value(root, path)] if node.value is None else []
    if isinstance(node, MapNode):
        children: list[tuple[str | int, Node]] = [(key, entry.node) for key, entry in node.entries.items()]
    else:
        children = list(enumerate(node.items))
    return [finding for step, child in children for finding in null_values(child, (*path, step), root)]


def _null_value(root: Node, path: Path) -> Diagnostic:
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this item"
    label = Label(locate(root, path).key_span, "no value")
    help = "write a value, write `{}` to use all defaults, or delete the line"
    return Diagnostic("null-value", Severity.ERROR, f"{name} has no value", label, helps=(help,))


def schema_diagnostic(root: Node, error: ErrorDetails) -> Diagnostic:
    """Return the diagnostic for an error of pydantic."""
    path = spec_path(root, error)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return _missing(root, path)
    if kind == "extra_forbidden":
        return _unknown(root, path)
    if kind == "literal_error":
        return _choice(root, path)
    if kind in _RANGES:
        limit, label = _limit(kind, context)
        return _error(root, path, "out-of-range", f"`{dotted(path)}` {limit}", label)
    if kind in _EXPECTED_TYPES or kind == "union_tag_invalid":
        return _wrong_type(root, path, kind, context)
    if "message" in context:
        diagnostic = _error(root, path, kind, context["message"], context["label"])
        if "[key]" in error["loc"]:
            diagnostic = replace(diagnostic, primary=Label(locate(root, path).key_span, context["label"]))
        return _with(diagnostic, note=context["note"], help=context["help"])
    return _error(root, path, "invalid-value", f"`{dotted(path)}` is not valid", error["msg"])


def _limit(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return what a value must keep to, and the label for one that does not."""
    if context.get("min_length") == 1:
        return "must not be empty", "empty"
    limit, label = _RANGES[kind]
    return limit.format(**context), label


def spec_path(root: Node, error: ErrorDetails) -> Path:
    """Return the spec path of an error: pydantic's path without union branches and `[key]` marks."""
    path: Path = ()
    steps = [step for step in error["loc"] if not (isinstance(step, str) and step.startswith("<"))]
    for index, step in enumerate(steps):
        if step == "[key]":
            continue
        last = index == len(steps) - 1
        if find(root, (*path, step)) is None and not (last and error["type"] == "missing"):
            continue
        path = (*path, step)
    return path


def _described_path(path: Path) -> str:
    """Describe a place in the spec: ``node group `web` ``, `network.subnets`."""
    nouns = {"nodeGroups": "node group", "loadBalancers": "load balancer", "addons": "add-on"}
    if len(path) == 2 and path[0] in nouns:
        return f"{nouns[str(path[0])]} `{path[1]}`"
    return f"`{dotted(path)}`" if path else "the file"


def _missing(root: Node, path: Path) -> Diagnostic:
    field = str(path[-1])
    message = f"{_described_path(path[:-1])} has no `{field}`"
    diagnostic = _error(root, path, "missing-field", message, "starts here")
    model = model_at(ClusterSpec, path[:-1])
    info = fields(model).get(field) if model else None
    examples = info.examples if info else None
    note = f"`{field}`: {info.description}" if info and info.description else ""
    help = f"for example `{field}: {_example(examples[0])}`" if examples else ""
    return _with(diagnostic, note=note, help=help)


def _example(value: Any) -> str:
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list) else f'"{value}"'


def _unknown(root: Node, path: Path) -> Diagnostic:
    model = model_at(ClusterSpec, path[:-1])
    known = supported(model) if model else []
    key = str(path[-1])
    span = locate(root, path).key_span
    near = get_close_matches(key, known, 1, 0.7) or [
        name for name in known if name.lower() == key.replace("_", "").lower()
    ]
    similar = f"a field with a similar name exists: `{near[0]}`" if near else ""
    help = rewrite_help(root, path) or similar
    notes = (f"fields here: {', '.join(known)}",) if known else ()
    return Diagnostic(
        "unknown-field",
        Severity.ERROR,
        f"unknown field `{key}` in {_described_path(path[:-1])}",
        Label(span, "unknown field"),
        (),
        notes,
        (help,) if help else (),
    )


def _choice(root: Node, path: Path) -> Diagnostic:
    node = find(root, path)
    choices = literals_at(ClusterSpec, path)
    value = _describe(node) if node else "the value"
    message = f"{value} is not a valid value for `{_last_name(path)}`"
    diagnostic = _error(root, path, "invalid-choice", message, "not a valid value")
    written = str(to_plain(node)) if node else ""
    near = same_word(written, choices) or next(iter(get_close_matches(written, choices, 1, 0.6)), "")
    note = f"valid values: {', '.join(choices)}" if choices else ""
    return _with(diagnostic, note=note, help=rewrite_help(root, path) or (f"write `{near}`" if near else ""))


def _wrong_type(root: Node, path: Path, kind: str, context: dict[str, Any]) -> Diagnostic:
    expected = _EXPECTED_TYPES.get(kind) or " or ".join(dict.fromkeys(_types_of_tags(context)))
    if literals_at(ClusterSpec, path) == ["none"]:
        expected = expected.replace("text", "`none`")
    node = find(root, path)
    if expected == "a whole number" and isinstance(node, ScalarNode) and is_huge(node.text):
        return _error(root, path, "out-of-range", f"`{_last_name(path)}` is too large", "too large")
    message = f"`{_last_name(path)}` must be {expected}, but is {_describe(node) if node else 'missing'}"
    diagnostic = _error(root, path, "wrong-type", message, f"not {expected}")
    if help := rewrite_help(root, path):
        return _with(diagnostic, help=help)
    if not isinstance(node, ScalarNode):
        return diagnostic
    if expected == "text":
        return _with(diagnostic, help=f'write it in quotes: `"{node.text}"`')
    if expected == "true or false" and node.text.lower() in ("yes", "no", "on", "off"):
        boolean = "true" if node.text.lower() in ("yes", "on") else "false"
        return _with(diagnostic, note="in YAML 1.2 it is text, not a boolean", help=f"write `{boolean}`")
    return diagnostic


def _types_of_tags(context: dict[str, Any]) -> list[str]:
    """Name the types of a union by the tags of its branches (`schemas/base.py: shape`)."""
    tags = [tag.strip(" '") for tag in str(context.get("expected_tags", "")).split(",")]
    return [
        _TYPES_OF_TAGS.get(tag, "a mapping" if tag in ("<size>", "<explicit>") else "text") for tag in tags
    ]


def _last_name(path: Path) -> str:
    return dotted(path[-2:] if path and isinstance(path[-1], int) else path[-1:])


def _describe(node: Node) -> str:
    """Describe a node in a few words: `the number 1.30`, `a list`, the quoted text."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MapNode):
        return "a mapping"
    text = node.text if len(node.text) <= 40 else node.text[:39] + "…"
    text = text.encode("unicode_escape").decode() if not text.isprintable() else text
    if isinstance(node.value, str):
        return f"`{text}`"
    return (
        "an empty value"
        if node.value is None
        else text
        if isinstance(node.value, bool)
        else f"the number {text}"
    )


def _error(root: Node, path: Path, code: str, message: str, label: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, Label(locate(root, path).span, label))


def _with(diagnostic: Diagnostic, *, note: str = "", help: str = "") -> Diagnostic:
    notes = (*diagnostic.notes, note) if note else diagnostic.notes
    helps = (*diagnostic.helps, help) if help else diagnostic.helps
    return replace(diagnostic, notes=notes, helps=helps)
