"""Diagnostics for errors in the form of a spec, at their places. In: a tree and the errors of pydantic."""

from __future__ import annotations

from dataclasses import replace

from pydantic_core import ErrorDetails

from ...schemas.cluster import API_VERSION
from ..diagnostics import Diagnostic, Label, Path, dotted
from ..source.tree import ListNode, MapNode, Node, find, locate, to_plain
from ..suggest import suggestion
from .finding import described, error_at, with_hints
from .foreign import foreign_hints
from .switches import switch_fix
from .unknown_fields import FIELDS_HERE, missing_field, unknown_field
from .wrong_values import EXPECTED_TYPES, RANGES, invalid_choice, out_of_range, wrong_type

_BY_PATH = {"missing": missing_field, "extra_forbidden": unknown_field, "literal_error": invalid_choice}
_OTHER_TOOLS = {"eksctl.io/": "eksctl", "kops.k8s.io/": "kOps"}


def not_a_spec(root: Node) -> list[Diagnostic]:
    """Return one finding if the file is not a spec of this language, instead of one for each of its lines."""
    if not isinstance(root, MapNode):
        message = f"a cluster spec is a mapping, but this file contains {described(root)}"
        return [error_at(root, (), "not-a-spec", message, "not `key: value`")]
    return [finding for finding in (_version_problem(root), _kind_problem(root)) if finding]


def _version_problem(root: Node) -> Diagnostic | None:
    version = find(root, ("apiVersion",))
    if version is None:
        missing = error_at(root, (), "missing-field", "the file has no `apiVersion`", "the file starts here")
        return with_hints(missing, help=f"add `apiVersion: {API_VERSION}`")
    if to_plain(version) == API_VERSION:
        return None
    message = f"unsupported `apiVersion`: {described(version)}"
    unsupported = error_at(root, ("apiVersion",), "unsupported-api-version", message, "not supported")
    tool = next(
        (tool for start, tool in _OTHER_TOOLS.items() if str(to_plain(version)).startswith(start)), ""
    )
    note = (
        f"this is a file of {tool}; with this line changed, eksgen names its field for each of {tool}'s; "
        f"a table of them: eksgen docs {tool.lower()}"
    )
    return with_hints(unsupported, note=note if tool else "", help=f"write `apiVersion: {API_VERSION}`")


def _kind_problem(root: Node) -> Diagnostic | None:
    kind = find(root, ("kind",))
    if kind is None or to_plain(kind) == "Cluster":
        return None
    message = f"unsupported `kind`: {described(kind)}"
    unknown = error_at(root, ("kind",), "invalid-choice", message, "not supported")
    return with_hints(unknown, help="write `kind: Cluster`")


def without_short_lists(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors except those about a list that is too short because one of its items is invalid."""
    parts = {error["loc"][:count] for error in errors for count in range(1, len(error["loc"]))}
    return [error for error in errors if not (error["type"] == "too_short" and error["loc"] in parts)]


def schema_diagnostic(root: Node, error: ErrorDetails, path: Path, *, suggest: bool = True) -> Diagnostic:
    """Return the diagnostic for an error of pydantic at a path; without `suggest`, only what is wrong."""
    if not suggest and error["type"] == "extra_forbidden":
        return unknown_field(root, path, suggest=False)
    diagnostic = with_suggestions(_diagnostic(root, error, path), path)
    if suggest and (switch := switch_fix(root, path)):
        return replace(diagnostic, notes=_without_fields(diagnostic), fixes=(switch,))
    named = error["type"] != "missing" and not isinstance(find(root, path), ListNode)
    unknown = error["type"] == "extra_forbidden"
    hints = foreign_hints(root, path) if suggest and (named or unknown) else None
    if not hints or not hints.notes + hints.fixes:
        return diagnostic
    return replace(
        diagnostic,
        secondary=(*diagnostic.secondary, *hints.labels),
        notes=(*hints.notes, *_without_fields(diagnostic)),
        fixes=hints.fixes,
    )


def _without_fields(diagnostic: Diagnostic) -> tuple[str, ...]:
    """Return the notes without the list of all fields, which a suggestion makes needless."""
    return tuple(note for note in diagnostic.notes if not note.startswith(FIELDS_HERE))


def with_suggestions(diagnostic: Diagnostic, path: Path) -> Diagnostic:
    """Return a diagnostic whose helps are tried before they are shown, if they say what to write."""
    found = [(help, suggestion(help, path)) for help in diagnostic.helps]
    fixes = tuple(fix for _, fix in found if fix)
    helps = tuple(help for help, fix in found if not fix)
    return replace(diagnostic, helps=helps, fixes=(*diagnostic.fixes, *fixes))


def _diagnostic(root: Node, error: ErrorDetails, path: Path) -> Diagnostic:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _BY_PATH:
        return _BY_PATH[kind](root, path)
    if kind in RANGES:
        return out_of_range(root, path, kind, context)
    if kind in EXPECTED_TYPES or kind == "union_tag_invalid":
        return wrong_type(root, path, kind, context)
    if "message" in context:
        diagnostic = error_at(root, path, kind, context["message"], context["label"])
        if "[key]" in error["loc"]:
            diagnostic = replace(diagnostic, primary=Label(locate(root, path).key_span, context["label"]))
        return with_hints(diagnostic, note=context["note"], help=context["help"])
    return error_at(root, path, "invalid-value", f"`{dotted(path)}` is not valid", error["msg"])


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
