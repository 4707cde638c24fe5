"""Stage 2: positioned tree in, spec out. Every fault that pydantic finds becomes a diagnostic at its place.

`nodeDefaults` is laid under each node group here, on the tree, so that every value keeps the place where
it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Diagnostic, Path
from ..paths import starts_with
from ..source.tree import MapNode, Node, find, merge_trees, replace_node, to_plain
from .schema_errors import not_a_spec, null_values, schema_diagnostic, spec_path


def with_node_defaults(root: Node) -> Node:
    """Lay `nodeDefaults` under every node group."""
    defaults, groups = find(root, ("nodeDefaults",)), find(root, ("nodeGroups",))
    if not isinstance(defaults, MapNode) or not isinstance(groups, MapNode):
        return root
    merged: Node = groups
    for name, entry in groups.entries.items():
        merged = replace_node(merged, name, merge_trees(defaults, entry.node))
    return replace_node(root, "nodeGroups", merged)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a tree. With findings, `spec` is a stand-in whose `faulty` values were left out, so that
    the rest can be checked in the same run; it is None where too little remains."""

    findings: tuple[Diagnostic, ...]
    spec: ClusterSpec | None = None
    faulty: tuple[Path, ...] = ()


def load(root: Node) -> Loaded:
    """The spec, and the findings that stand in its way."""
    findings = not_a_spec(root) or null_values(root)
    if findings:
        return Loaded(tuple(findings))
    values = to_plain(root)
    try:
        return Loaded((), ClusterSpec.model_validate(values))
    except ValidationError as error:
        faults = error.errors(include_url=False)
    found = [schema_diagnostic(root, fault) for fault in faults if not _follows(fault, faults)]
    faulty = tuple(spec_path(root, fault) for fault in faults)
    return Loaded(tuple(dict.fromkeys(found)), _rest(values, faulty), faulty)


# What may stand in for a missing or faulty value, so that the other rules can look at the rest.
_STAND_INS: dict[Path, Any] = {
    ("metadata", "name"): "stand-in",
    ("kubernetes", "version"): "1.35",
    ("access", "admins"): ("arn:aws:iam::111122223333:role/stand-in",),
}


def _rest(values: Any, faulty: tuple[Path, ...]) -> ClusterSpec | None:
    for path in faulty:
        values = _put(values, path, _STAND_INS.get(path))
    try:
        return ClusterSpec.model_validate(values)
    except ValidationError:
        return None


def _put(value: Any, path: Path, new: Any) -> Any:
    """Plain values with the one at a path exchanged, or left out for None."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        inner = _put(value.get(step), rest, new)
        kept = {key: item for key, item in value.items() if key != step}
        return kept if inner is None else {**kept, step: inner}
    if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
        inner = _put(value[step], rest, new)
        return value[:step] + (() if inner is None else (inner,)) + value[step + 1 :]
    return None if new is None and value is None else value


def _follows(fault: ErrorDetails, faults: list[ErrorDetails]) -> bool:
    """A list counts as too short when an item of it was refused; only the item is the fault."""
    at = fault["loc"]
    return fault["type"] == "too_short" and any(
        other["loc"] != at and starts_with(other["loc"], at) for other in faults
    )
