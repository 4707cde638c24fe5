"""Turn a plan document into a `PlanResult`: typed changes, redacted, with places in the spec. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from ...compiler.diagnostics import Path
from ...compiler.paths import overlap, without_indexes
from ..redact import SENSITIVE, UNKNOWN, Schema, redact, structured
from ..source_map.trace import Trace
from .attribute_diff import (
    AttributeDifference,
    ResourceValues,
    differences,
    first_difference,
    holds_unknown,
    is_empty,
    same_value,
    value_at,
    without_tags_all,
)
from .cluster_shapes import cluster_shapes
from .dangers import find_dangers
from .document import PlanDocument, ResourceChange, count_actions
from .hidden import hidden_differences
from .result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    DangerKind,
    ObjectChange,
    PlanResult,
    RunSubject,
    Value,
)
from .three_way import Comparison, compare

_ORIGINS = {
    Comparison.SAME: ChangeOrigin.SPEC,
    Comparison.KEPT: ChangeOrigin.SPEC,
    Comparison.EDITED: ChangeOrigin.SPEC,
    Comparison.REVERTED: ChangeOrigin.OUTSIDE,
    Comparison.CONFLICT: ChangeOrigin.CONFLICT,
    Comparison.UNKNOWN: ChangeOrigin.DERIVED,
}
"""Why a plan changes an attribute; with the first two it changes nothing."""


def read_plan(
    document: PlanDocument,
    subject: RunSubject,
    trace: Trace,
    *,
    schema: Schema | None = None,
    destroy: bool = False,
) -> PlanResult:
    """Return what a plan would do. `schema` adds what the provider schema calls sensitive, where known."""
    drift = {e.address.text: e for e in document.drift}
    entries = tuple(e for e in document.entries if not no_changes(e))
    changes = tuple(
        _change(e, drift.get(e.address.text) if not e.deposed else None, trace, schema or {}) for e in entries
    )
    dangers = find_dangers(changes)
    return PlanResult(
        subject=subject,
        counts=count_actions(entries),
        changes=changes,
        outputs=document.outputs,
        complete=document.complete,
        destroy=destroy,
        places={
            call: place
            for call in sorted({e.address.module_call for e in entries})
            if (place := trace.call_place(call)) is not None
        },
        dangers=() if destroy else dangers,
        picture=cluster_shapes(document, {d.address.text for d in dangers if d.kind is DangerKind.REVERT}),
    )


def redacted_value(value: Value, secret: bool, marks: Value, schema: frozenset[Path], path: Path) -> Value:
    """Return a value as it may be shown: `SENSITIVE` for a secret, otherwise without the secrets inside."""
    if value is UNKNOWN or value is None:
        return value
    if secret:
        return SENSITIVE
    return redact(value, marks, schema=schema, path=without_indexes(path))


def marks_at(side: ResourceValues, path: Path) -> Value:
    """Return Terraform's sensitive marks at a path of a resource."""
    for step in path:
        side = side.step(step)
    return side.marks


def no_changes(entry: ResourceChange) -> bool:
    """Return whether a plan changes nothing of an object but the formatting of its values.

    In a redacted plan an object with secrets on both sides may change in them alone, so it counts as changed.
    """
    same = entry.action is Action.UPDATE and same_value(entry.before.value, entry.after.value)
    if same and entry.redacted and hidden_differences(entry.before, entry.after):
        return False
    return (same or entry.action is Action.NO_OP) and not entry.previous_address and not entry.imported


def _change(
    entry: ResourceChange, drift: ResourceChange | None, trace: Trace, schema: Schema
) -> ObjectChange:
    secret_paths = schema.get(entry.address.resource_type, frozenset())
    side = entry.before if entry.action in (Action.DELETE, Action.FORGET) else entry.after
    attributes: tuple[AttributeChange, ...] = ()
    if entry.action in (Action.UPDATE, Action.REPLACE):
        attributes = tuple(
            _attribute_change(difference, entry, drift, trace, secret_paths)
            for difference in _differences(entry, secret_paths)
            if not reset_by_replacing(difference, entry)
        )
    return ObjectChange(
        address=entry.address,
        action=entry.action,
        reason=entry.reason,
        deposed=entry.deposed,
        attributes=attributes,
        values=_values(side, secret_paths),
        spec=trace.place(entry.address),
        previous_address=entry.previous_address,
        imported=entry.imported,
        deleted_outside=drift is not None and drift.action is Action.DELETE and entry.action is Action.CREATE,
        replace_first=entry.replace_first,
    )


def _differences(entry: ResourceChange, schema: frozenset[Path]) -> tuple[AttributeDifference, ...]:
    """Return what differs; of an object that can differ in its secrets alone, all that both sides have."""
    found = differences(entry.before, entry.after, schema)
    return found or (hidden_differences(entry.before, entry.after) if entry.redacted else ())


def _attribute_change(
    difference: AttributeDifference,
    entry: ResourceChange,
    drift: ResourceChange | None,
    trace: Trace,
    schema: frozenset[Path],
) -> AttributeChange:
    path, secret = difference.path, difference.secret
    origin, recorded = _origin(difference, drift)

    def shown(value: Value, side: ResourceValues) -> Value:
        return redacted_value(value, secret, marks_at(side, path), schema, path)

    return AttributeChange(
        path=path,
        before=shown(difference.before, entry.before),
        after=shown(difference.after, entry.after),
        unknown=holds_unknown(difference.after),
        sensitive=secret,
        forces_replacement=forces_replacement(entry, path),
        origin=origin,
        recorded=shown(recorded, entry.before),
        spec=trace.place(entry.address, first_difference(difference)),
    )


def forces_replacement(entry: ResourceChange, path: Path) -> bool:
    """Return whether an attribute is one of those that force the replacement of its object."""
    names = without_indexes(path)
    forcing = filter(None, map(without_indexes, entry.replace_paths))
    return bool(names) and any(overlap(names, other) for other in forcing)


def reset_by_replacing(difference: AttributeDifference, entry: ResourceChange) -> bool:
    """Return whether an attribute only changes because its object is recreated: a computed id, a default."""
    if entry.action is not Action.REPLACE or forces_replacement(entry, difference.path):
        return False
    return difference.after is UNKNOWN or is_empty(difference.after)


def _origin(difference: AttributeDifference, drift: ResourceChange | None) -> tuple[ChangeOrigin, Value]:
    """Return why an attribute changes, and its recorded value if it was changed outside Terraform."""
    recorded = difference.before
    if drift is not None and drift.action is Action.UPDATE:
        recorded = value_at(drift.before.value, difference.path)
    origin = _ORIGINS[compare(recorded, difference.before, difference.after)]
    outside = origin in (ChangeOrigin.OUTSIDE, ChangeOrigin.CONFLICT)
    return origin, structured(recorded) if outside else None


def _values(side: ResourceValues, schema: frozenset[Path]) -> dict[str, Value]:
    """Return all attributes that have a value, redacted."""
    side = without_tags_all(side)
    if not isinstance(side.value, Mapping):
        return {}
    redacted = redact(side.value, side.marks, schema=schema)
    return {k: v for k, v in redacted.items() if v is not None} if isinstance(redacted, dict) else {}
