"""The comparison of two specs as a JSON document, described by `report/schemas/diff.schema.json`."""

from __future__ import annotations

from typing import Any

from ...compiler.diagnostics import dotted
from ...compiler.diff.compare import Comparison
from ...compiler.diff.consequence import Consequence
from ...compiler.diff.fields import FieldEdit
from ...compiler.diff.module_calls import ArgumentSide, CallChange
from ..page.diff import Names, action_of, is_removed_place, json_value
from ..page.diff_groups import EditGroup, edit_groups
from .values import json_text

VERSION = 1


def diff_json(comparison: Comparison, names: Names) -> str:
    """Return the document as text."""
    return json_text({"version": VERSION, "kind": "diff", **comparison_value(comparison, names)})


def comparison_value(comparison: Comparison, names: Names) -> dict[str, Any]:
    """Return the comparison without version and kind, as the document of a plan contains it."""
    return {
        "cluster": comparison.cluster,
        "region": comparison.region,
        "old": names.old,
        "new": names.new,
        "previousCluster": comparison.previous or None,
        "same": comparison.same,
        "consequences": [_consequence(c, comparison) for c in comparison.consequences],
        "edits": [_edit(edit) for edit in comparison.edits],
        "groups": [_group(group) for group in edit_groups(comparison.edits) if group.names],
        "calls": [_call(call) for call in comparison.calls],
    }


def _consequence(consequence: Consequence, comparison: Comparison) -> dict[str, Any]:
    return {
        "effect": consequence.effect.value,
        "call": consequence.call,
        "message": consequence.message,
        "side": "old" if is_removed_place(consequence, comparison) else "new",
        "spec": _place(consequence.side),
    }


def _edit(edit: FieldEdit) -> dict[str, Any]:
    return {
        "path": list(edit.path),
        "field": dotted(edit.path),
        "change": action_of(edit),
        "before": _side(edit.before),
        "after": _side(edit.after),
        "calls": list(edit.calls),
    }


def _group(group: EditGroup) -> dict[str, Any]:
    edit = group.first
    return {
        "count": len(group.edits),
        "field": group.field,
        "change": action_of(edit),
        "before": json_value(edit.before.value) if edit.before else None,
        "after": json_value(edit.after.value) if edit.after else None,
        "fields": [dotted(edit.path) for edit in group.edits],
    }


def _call(call: CallChange) -> dict[str, Any]:
    return {
        "name": call.name,
        "module": call.module or None,
        "change": call.kind.value,
        "previous": call.previous or None,
        "arguments": [
            {"argument": list(a.at), "before": _side(a.before), "after": _side(a.after)}
            for a in call.arguments
        ],
    }


def _side(side: ArgumentSide | None) -> dict[str, Any] | None:
    return None if side is None else {"value": json_value(side.value), "spec": _place(side)}


def _place(side: ArgumentSide | None) -> dict[str, Any] | None:
    if side is None:
        return None
    span = side.place.span
    return {
        "path": list(side.path),
        "field": dotted(side.path),
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "written": side.place.written,
    }
