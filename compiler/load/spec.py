"""Load a spec. In: a positioned tree. Out: a spec, or a diagnostic for each error.

`nodeDefaults` is merged into each node group here, on the tree, so that every value keeps the place where it
was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ...catalog.compute.instances import default_instance_type
from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import fields, model_at
from ..diagnostics import MAX_FIXES, Diagnostic, Path
from ..source.merge import merge_trees
from ..source.tree import MapNode, Node, find, locate, replace_node, to_plain
from .foreign import foreign_fields
from .null_values import null_values
from .schema_errors import not_a_spec, schema_diagnostic, spec_path, with_suggestions, without_short_lists


def with_node_defaults(root: Node) -> Node:
    """Return the tree with `nodeDefaults` merged into every node group; the group's own values win."""
    defaults, groups = find(root, ("nodeDefaults",)), find(root, ("nodeGroups",))
    if not isinstance(defaults, MapNode) or not isinstance(groups, MapNode):
        return root
    merged: Node = groups
    for name, entry in groups.entries.items():
        merged = replace_node(merged, name, merge_trees(defaults, entry.node, ("nodeGroups", name)))
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
    unlisted: int = 0
    """How many errors have no finding, because there are too many."""


MAX_ERRORS = 1000
"""How many errors of form are explained; the rest are counted."""


def load(root: Node) -> Loaded:
    """Return the spec of a tree with the findings of its form."""
    findings = [with_suggestions(finding, ()) for finding in not_a_spec(root)]
    if findings:
        return Loaded(tuple(findings))
    nulls = null_values(root)
    without = tuple({_without_items(path): None for path in nulls})
    plain = to_plain(root)
    values = _with_instance_types(_changed(plain, dict.fromkeys(without)) if without else plain)
    try:
        return Loaded(tuple(dict.fromkeys(nulls.values())), ClusterSpec.model_validate(values), without)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    own = [error for error in _causes(root, errors) if spec_path(root, error) not in without]
    causes = [(spec_path(root, error), error) for error in own[:MAX_ERRORS]]
    found = [
        (path, schema_diagnostic(root, error, path, suggest=index < MAX_FIXES))
        for index, (path, error) in enumerate(causes)
    ]
    meant = _meant(root, found[:MAX_FIXES])
    findings = [
        *nulls.values(),
        *(finding for path, finding in found if finding.code != "missing-field" or not _is(path, meant)),
    ]
    if len(own) > MAX_ERRORS:
        return Loaded(tuple(dict.fromkeys(findings)), unlisted=len(own) - MAX_ERRORS)
    faulty = tuple(spec_path(root, error) for error in errors)
    spec = _without_faulty(values, faulty)
    return Loaded(tuple(dict.fromkeys(findings)), spec, tuple(dict.fromkeys((*faulty, *without, *meant))))


def _without_items(path: Path) -> Path:
    """Return the path of the list around an item: without the item, the others would have other indexes."""
    return next((path[:count] for count, step in enumerate(path) if isinstance(step, int)), path)


def _with_instance_types(values: Any) -> Any:
    """Return plain values with the default instance type of the region where a group has none."""
    region = _within(values, "metadata", "region")
    if not isinstance(region, str):
        return values
    default: dict[Path, Any] = {}
    groups = _within(values, "nodeGroups")
    names = groups if isinstance(groups, dict) else ()
    for path in (("nodeDefaults",), *(("nodeGroups", name) for name in names)):
        part = _within(values, *path)
        if isinstance(part, dict) and "instanceTypes" not in part:
            default[(*path, "instanceTypes")] = (default_instance_type(region),)
    return _changed(values, default) if default else values


def _within(values: Any, *path: str) -> Any:
    for key in path:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def _meant(root: Node, found: list[tuple[Path, Diagnostic]]) -> set[Path]:
    """Return the fields that unknown ones stand for: a misspelt field is not missing, too."""
    unknown = [(path, finding) for path, finding in found if finding.code == "unknown-field"]
    changed = {path for _, finding in unknown for fix in finding.fixes for path, _ in fix.changes}
    return changed | {field for path, _ in unknown for field in foreign_fields(root, path)}


def _is(path: Path, meant: set[Path]) -> bool:
    """Return whether a missing field or a part around it is meant by an unknown one, or all it needs is."""
    model = model_at(ClusterSpec, path)
    needed = [key for key, info in fields(model).items() if info.is_required()] if model else []
    around = any(path[:count] in meant for count in range(1, len(path) + 1))
    return around or (bool(needed) and all(_is((*path, key), meant) for key in needed))


# Replace missing or invalid values of required fields, so that the rules can check the rest.
_PLACEHOLDERS: dict[Path, Any] = {
    ("metadata", "name"): "placeholder",
    ("kubernetes", "version"): "1.35",
    ("access", "admins"): ("arn:aws:iam::111122223333:role/placeholder",),
}


_MOST_FAULTY = 100
"""With more invalid values than this, no rule is applied."""


def _without_faulty(values: Any, faulty: tuple[Path, ...]) -> ClusterSpec | None:
    if len(faulty) > _MOST_FAULTY:
        return None
    values = _changed(values, {path: _PLACEHOLDERS.get(path) for path in faulty})
    try:
        return ClusterSpec.model_validate(values)
    except ValidationError:
        return None


def _changed(values: Any, changes: dict[Path, Any]) -> Any:
    """Return plain values with the values at some paths replaced, or removed if the new one is None."""
    if () in changes:
        return changes[()]
    below: dict[str | int, dict[Path, Any]] = {}
    for path, new in changes.items():
        below.setdefault(path[0], {})[path[1:]] = new
    if isinstance(values, dict):
        new_values = {step: _changed(values.get(step), rest) for step, rest in below.items()}
        merged = {**values, **new_values}
        return {key: value for key, value in merged.items() if value is not None or key not in below}
    if isinstance(values, tuple):
        items = [(index, _changed(item, below.get(index, {}))) for index, item in enumerate(values)]
        return tuple(item for index, item in items if item is not None or index not in below)
    return values


def _causes(root: Node, errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors that are not the consequence of another.

    A list is too short because one of its items is invalid, a node group has the invalid value of
    `nodeDefaults`, a value belongs to an invalid key.
    """
    known = {(error["loc"], error["type"]) for error in errors}
    keys = {path[:-1] for path, _ in known if path[-1:] == ("[key]",)}
    return [
        error
        for error in without_short_lists(errors)
        if not _from_defaults(root, error, known) and not _of_key(error["loc"], keys)
    ]


def _from_defaults(root: Node, error: ErrorDetails, known: set[tuple[Path, str]]) -> bool:
    """Return whether a node group has an invalid value because `nodeDefaults` has it."""
    path = error["loc"]
    default = ("nodeDefaults", *path[2:])
    found = path[:1] == ("nodeGroups",) and (default, error["type"]) in known
    return found and locate(root, path).span == locate(root, default).span


def _of_key(path: Path, keys: set[Path]) -> bool:
    """Return whether a value is at or below an invalid key."""
    return path[-1:] != ("[key]",) and any(path[:count] in keys for count in range(1, len(path) + 1))
