"""What is wrong with the form of a file, at its place: no spec, keys without value, what pydantic refuses."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from ...schemas.cluster import API_VERSION, ClusterSpec
from ...schemas.walk import fields, literals_at, model_at, supported
from ..diagnostics import Diagnostic, Label, Path, Severity, dotted
from ..source.tree import ListNode, MapNode, Node, ScalarNode, find, locate, to_plain

_RANGES = {
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "has the wrong form",
}
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_SHAPES = {
    "<flag>": "true or false",
    "<number>": "a whole number",
    "<text>": "text",
    "<list>": "a list",
    "<map>": "a mapping",
}


def not_a_spec(root: Node) -> list[Diagnostic]:
    """A file that is no spec of this language gets one finding, not one for each of its lines."""
    if not isinstance(root, MapNode):
        shown = _describe(root)
        return [
            _at(
                root,
                (),
                "not-a-spec",
                f"a cluster spec is a mapping, this file holds {shown}",
                "not `key: value`",
            )
        ]
    version, kind = find(root, ("apiVersion",)), find(root, ("kind",))
    if version is None:
        missing = _at(root, (), "missing-field", "the file has no `apiVersion`", "the file starts here")
        return [_with(missing, help=f"add `apiVersion: {API_VERSION}`")]
    if to_plain(version) != API_VERSION:
        found = _at(
            root,
            ("apiVersion",),
            "unsupported-api-version",
            f"{_describe(version)} is no version of the language",
            "not known here",
        )
        return [_with(found, help=f"write `apiVersion: {API_VERSION}`")]
    if kind is not None and to_plain(kind) != "Cluster":
        found = _at(
            root, ("kind",), "invalid-choice", f"{_describe(kind)} is no kind of spec", "not known here"
        )
        return [_with(found, help="write `kind: Cluster`")]
    return []


def null_values(node: Node, path: Path = (), root: Node | None = None) -> list[Diagnostic]:
    """A finding for each key and item below a path that has no value."""
    root = root or node
    if isinstance(node, ScalarNode) and node.value is None:
        name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this item"
        place = locate(root, path).key_span
        help = "write its value, `{}` for all defaults, or delete the line"
        return [
            Diagnostic(
                "null-value",
                Severity.ERROR,
                f"{name} has no value",
                Label(place, "nothing follows"),
                helps=(help,),
            )
        ]
    if isinstance(node, MapNode):
        return [
            found
            for key, entry in node.entries.items()
            for found in null_values(entry.node, (*path, key), root)
        ]
    if isinstance(node, ListNode):
        return [
            found
            for index, item in enumerate(node.items)
            for found in null_values(item, (*path, index), root)
        ]
    return []


def schema_diagnostic(root: Node, error: ErrorDetails) -> Diagnostic:
    """One fault of pydantic in the words of the language."""
    path = spec_path(root, error)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return _missing(root, path)
    if kind == "extra_forbidden":
        return _unknown(root, path)
    if kind == "literal_error":
        return _choice(root, path)
    if kind in _RANGES:
        limit = _RANGES[kind].format(**context)
        return _at(root, path, "out-of-range", f"`{dotted(path)}` {limit}", limit.partition(" ")[2] or limit)
    if kind in _WANTED or kind == "union_tag_invalid":
        return _wrong_type(root, path, kind, context)
    if "message" in context:
        found = _at(root, path, kind, context["message"], context["label"])
        if "[key]" in error["loc"]:
            found = replace(found, primary=Label(locate(root, path).key_span, context["label"]))
        return _with(found, note=context["note"], help=context["help"])
    return _at(root, path, "invalid-value", f"`{dotted(path)}` is not accepted", error["msg"])


def spec_path(root: Node, error: ErrorDetails) -> Path:
    """pydantic mixes union branches and `[key]` marks into its paths; keep the steps that the file has."""
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


def _thing(path: Path) -> str:
    """A place in the spec as a noun: ``node group `web` ``, `network.subnets`."""
    nouns = {"nodeGroups": "node group", "loadBalancers": "load balancer", "addons": "add-on"}
    if len(path) == 2 and path[0] in nouns:
        return f"{nouns[str(path[0])]} `{path[1]}`"
    return f"`{dotted(path)}`" if path else "the file"


def _missing(root: Node, path: Path) -> Diagnostic:
    field = str(path[-1])
    found = _at(root, path, "missing-field", f"{_thing(path[:-1])} has no `{field}`", "starts here")
    model = model_at(ClusterSpec, path[:-1])
    info = fields(model).get(field) if model else None
    examples = info.examples if info else None
    note = f"`{field}`: {info.description}" if info and info.description else ""
    return _with(found, note=note, help=f"for example `{field}: {_flow(examples[0])}`" if examples else "")


def _flow(value: Any) -> str:
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list) else f'"{value}"'


def _unknown(root: Node, path: Path) -> Diagnostic:
    model = model_at(ClusterSpec, path[:-1])
    known = supported(model) if model else []
    key = str(path[-1])
    span = locate(root, path).key_span
    near = get_close_matches(key, known, 1, 0.7) or [
        name for name in known if name.lower() == key.replace("_", "").lower()
    ]
    helps = (f"a field with a similar name exists: `{near[0]}`",) if near else ()
    notes = (f"fields here: {', '.join(known)}",) if known else ()
    return Diagnostic(
        "unknown-field",
        Severity.ERROR,
        f"unknown field `{key}` in {_thing(path[:-1])}",
        Label(span, "no such field"),
        (),
        notes,
        helps,
    )


def _choice(root: Node, path: Path) -> Diagnostic:
    node = find(root, path)
    choices = literals_at(ClusterSpec, path)
    shown = _describe(node) if node else "this"
    found = _at(
        root,
        path,
        "invalid-choice",
        f"{shown} is not a choice for `{_last_name(path)}`",
        "not one of the choices",
    )
    near = get_close_matches(str(to_plain(node)) if node else "", choices, 1, 0.6)
    note = f"choices: {', '.join(choices)}" if choices else ""
    return _with(found, note=note, help=f"write `{near[0]}`" if near else "")


def _wrong_type(root: Node, path: Path, kind: str, context: dict[str, Any]) -> Diagnostic:
    wanted = _WANTED.get(kind) or " or ".join(dict.fromkeys(_expected(context)))
    node = find(root, path)
    message = f"`{_last_name(path)}` must be {wanted}, found {_describe(node) if node else 'nothing'}"
    found = _at(root, path, "wrong-type", message, f"not {wanted}")
    if not isinstance(node, ScalarNode):
        return found
    if wanted == "text":
        return _with(found, help=f'write it in quotes: `"{node.text}"`')
    if wanted == "true or false" and node.text.lower() in ("yes", "no", "on", "off"):
        meant = "true" if node.text.lower() in ("yes", "on") else "false"
        return _with(found, note="in this language, as in YAML 1.2, it is a word", help=f"write `{meant}`")
    return found


def _expected(context: dict[str, Any]) -> list[str]:
    names = [part.strip(" '") for part in str(context.get("expected_tags", "")).split(",")]
    return [_SHAPES.get(name, "a mapping" if name in ("<size>", "<explicit>") else "text") for name in names]


def _last_name(path: Path) -> str:
    return dotted(path[-2:] if path and isinstance(path[-1], int) else path[-1:])


def _describe(node: Node) -> str:
    """A node in a few words: the number 1.30, a list, the text `yes`."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MapNode):
        return "a mapping"
    shown = node.text if len(node.text) <= 40 else node.text[:39] + "…"
    shown = shown.encode("unicode_escape").decode() if not shown.isprintable() else shown
    if isinstance(node.value, str):
        return f"`{shown}`"
    return (
        "nothing" if node.value is None else shown if isinstance(node.value, bool) else f"the number {shown}"
    )


def _at(root: Node, path: Path, code: str, message: str, label: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, Label(locate(root, path).span, label))


def _with(found: Diagnostic, *, note: str = "", help: str = "") -> Diagnostic:
    notes = (*found.notes, note) if note else found.notes
    helps = (*found.helps, help) if help else found.helps
    return replace(found, notes=notes, helps=helps)
