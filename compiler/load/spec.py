"""Load a spec. In: a positioned tree. Out: a spec, or a diagnostic for each error.

`nodeDefaults` is merged into each node group here, on the tree, so that every value keeps the place where it
was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Diagnostic, Path
from ..paths import starts_with
from ..source.tree import MapNode, Node, find, locate, merge_trees, replace_node, to_plain
from .schema_errors import not_a_spec, null_values, schema_diagnostic, spec_path, with_suggestions


def with_node_defaults(root: Node) -> Node:
    """Return the tree with `nodeDefaults` merged into every node group; the group's own values win."""
    defaults, groups = find(root, ("nodeDefaults",)), find(root, ("nodeGroups",))
    if not isinstance(defaults, MapNode) or not isinstance(groups, MapNode):
        return root
    merged: Node = groups
    for name, entry in groups.entries.items():
        merged = replace_node(merged, name, merge_trees(defaults, entry.node))
    return replace_node(root, "nodeGroups", merged)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded spec with its findings.

    With findings, `spec` lacks the invalid values at the paths `faulty`, so that the rest can be checked in
    the same run; it is None if what remains is not a valid spec.
    """

    findings: tuple[Diagnostic, ...]
    spec: ClusterSpec | None = None
    faulty: tuple[Path, ...] = ()


def load(root: Node) -> Loaded:
    """Return the spec of a tree with the findings of its form."""
    findings = [with_suggestions(finding, ()) for finding in not_a_spec(root)] or null_values(root)
    if findings:
        return Loaded(tuple(findings))
    values = to_plain(root)
    try:
        return Loaded((), ClusterSpec.model_validate(values))
    except ValidationError as error:
        errors = error.errors(include_url=False)
    causes = [error for error in errors if not _is_consequence(root, error, errors)]
    diagnostics = [schema_diagnostic(root, error) for error in causes]
    faulty = tuple(spec_path(root, error) for error in errors)
    return Loaded(tuple(dict.fromkeys(diagnostics)), _without_faulty(values, faulty), faulty)


# Replace missing or invalid values of required fields, so that the rules can check the rest.
_PLACEHOLDERS: dict[Path, Any] = {
    ("metadata", "name"): "placeholder",
    ("kubernetes", "version"): "1.35",
    ("access", "admins"): ("arn:aws:iam::111122223333:role/placeholder",),
}


def _without_faulty(values: Any, faulty: tuple[Path, ...]) -> ClusterSpec | None:
    for path in faulty:
        values = _with_value(values, path, _PLACEHOLDERS.get(path))
    try:
        return ClusterSpec.model_validate(values)
    except ValidationError:
        return None


def _with_value(values: Any, path: Path, new: Any) -> Any:
    """Return plain values with the value at a path replaced, or removed if `new` is None."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(values, dict):
        inner = _with_value(values.get(step), rest, new)
        others = {key: item for key, item in values.items() if key != step}
        return others if inner is None else {**others, step: inner}
    if isinstance(values, tuple) and isinstance(step, int) and step < len(values):
        inner = _with_value(values[step], rest, new)
        return values[:step] + (() if inner is None else (inner,)) + values[step + 1 :]
    return None if new is None and values is None else values


def _is_consequence(root: Node, error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Return whether an error is the consequence of another.

    A list is too short because one of its items is invalid, or a node group has the invalid value of
    `nodeDefaults`.
    """
    path, kind = error["loc"], error["type"]
    if path[:1] == ("nodeGroups",):
        default = ("nodeDefaults", *path[2:])
        same = any(other["loc"] == default and other["type"] == kind for other in errors)
        if same and locate(root, path).span == locate(root, default).span:
            return True
    return kind == "too_short" and any(
        other["loc"] != path and starts_with(other["loc"], path) for other in errors
    )
