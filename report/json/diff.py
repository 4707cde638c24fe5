"""Two specs against each other for programs: versioned, described by `report/schemas/diff.schema.json`."""

from __future__ import annotations

import json
from typing import Any

from ...compiler.diagnostics import dotted
from ...compiler.diff.compare import Comparison
from ...compiler.diff.consequences import Consequence
from ...compiler.diff.fields import FieldEdit
from ...compiler.diff.module_calls import ArgumentSide, CallChange
from ..page.diff import Names, action_of, is_removed_place, join_names

VERSION = 1


def diff_json(found: Comparison, names: Names) -> str:
    """One document."""
    document = {"version": VERSION, "kind": "diff", **comparison(found, names)}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def comparison(found: Comparison, names: Names) -> dict[str, Any]:
    """The comparison without version and kind, as it also stands in the document of a plan."""
    return {
        "cluster": found.cluster,
        "region": found.region,
        "old": names.old,
        "new": names.new,
        "previousCluster": found.previous or None,
        "same": found.same,
        "consequences": [_consequence(one, found) for one in found.consequences],
        "edits": [_edit(edit) for edit in found.edits],
        "calls": [_call(call) for call in found.calls],
    }


def _consequence(one: Consequence, found: Comparison) -> dict[str, Any]:
    return {
        "effect": one.effect.value,
        "call": one.call,
        "message": one.message,
        "side": "old" if is_removed_place(one, found) else "new",
        "spec": _place(one.side),
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


def _call(call: CallChange) -> dict[str, Any]:
    return {
        "name": call.name,
        "module": call.module or None,
        "change": call.kind.value,
        "previous": call.previous or None,
        "arguments": [
            {"argument": list(one.at), "before": _side(one.before), "after": _side(one.after)}
            for one in call.arguments
        ],
    }


def _side(side: ArgumentSide | None) -> dict[str, Any] | None:
    return None if side is None else {"value": join_names(side.value), "spec": _place(side)}


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
