"""Plan JSON -> `PlanResult`: every change typed, redacted once, and led back to the spec. Pure."""

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
    holds_unknown,
    is_empty,
    same_value,
    value_at,
    without_single_lists,
)
from .cluster_shapes import cluster_shapes
from .dangers import find_dangers
from .document import PlanDocument, ResourceChange, count_actions
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


def read_plan(
    document: PlanDocument,
    subject: RunSubject,
    trace: Trace,
    *,
    schema: Schema | None = None,
    destroy: bool = False,
) -> PlanResult:
    """What a plan would do. `schema` adds what the provider schema calls sensitive, where it is known."""
    drift = {e.address.text: e for e in document.drift}
    entries = tuple(e for e in document.entries if not no_changes(e))
    changes = tuple(
        _change(e, drift.get(e.address.text) if not e.deposed else None, trace, schema or {}) for e in entries
    )
    found = find_dangers(changes)
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
        dangers=() if destroy else found,
        picture=cluster_shapes(document, {d.address.text for d in found if d.kind is DangerKind.REVERT}),
    )


def redacted_value(
    difference_or_value: Value, secret: bool, marks: Value, schema: frozenset[Path], path: Path
) -> Value:
    """A value as it may be shown: the marker for a secret, otherwise with secrets inside taken out."""
    if difference_or_value is UNKNOWN or difference_or_value is None:
        return difference_or_value
    if secret:
        return SENSITIVE
    return redact(difference_or_value, marks, schema=schema, path=without_indexes(path))


def marks_at(side: ResourceValues, path: Path) -> Value:
    """Terraform's secret marks at a path of a resource."""
    for step in path:
        side = side.step(step)
    return side.marks


def no_changes(entry: ResourceChange) -> bool:
    """Whether a plan leaves an object as it is."""
    return entry.action is Action.NO_OP and not entry.previous_address and not entry.imported


def _change(
    entry: ResourceChange, drift: ResourceChange | None, trace: Trace, schema: Schema
) -> ObjectChange:
    secret_paths = schema.get(entry.address.resource_type, frozenset())
    side = entry.before if entry.action in (Action.DELETE, Action.FORGET) else entry.after
    attributes: tuple[AttributeChange, ...] = ()
    if entry.action in (Action.UPDATE, Action.REPLACE):
        found = differences(entry.before, entry.after, secret_paths)
        attributes = tuple(
            a for d in found if (a := _attribute(d, entry, drift, trace, secret_paths)) is not None
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


def _attribute(
    found: AttributeDifference,
    entry: ResourceChange,
    drift: ResourceChange | None,
    trace: Trace,
    schema: frozenset[Path],
) -> AttributeChange | None:
    if reset_by_replacing(found, entry):
        return None
    origin, recorded = _origin(found, drift)
    return AttributeChange(
        path=found.path,
        before=redacted_value(
            found.before, found.secret, marks_at(entry.before, found.path), schema, found.path
        ),
        after=redacted_value(
            found.after, found.secret, marks_at(entry.after, found.path), schema, found.path
        ),
        unknown=holds_unknown(found.after),
        sensitive=found.secret,
        forces_replacement=forces_replacement(entry, found.path),
        origin=origin,
        recorded=redacted_value(
            recorded, found.secret, marks_at(entry.before, found.path), schema, found.path
        ),
        spec=trace.place(entry.address, found.path),
    )


def reset_by_replacing(found: AttributeDifference, entry: ResourceChange) -> bool:
    """Whether a replacement merely starts this attribute anew: a computed id, or a default nobody set."""
    if entry.action is not Action.REPLACE or forces_replacement(entry, found.path):
        return False
    return found.after is UNKNOWN or is_empty(found.after)


def _origin(found: AttributeDifference, drift: ResourceChange | None) -> tuple[ChangeOrigin, Value]:
    if holds_unknown(found.after):
        return ChangeOrigin.DERIVED, None
    if drift is None or drift.action is not Action.UPDATE:
        return ChangeOrigin.SPEC, None
    recorded, live = value_at(drift.before.value, found.path), value_at(drift.after.value, found.path)
    if same_value(recorded, live):
        return ChangeOrigin.SPEC, None
    return (ChangeOrigin.OUTSIDE if same_value(recorded, found.after) else ChangeOrigin.CONFLICT), structured(
        recorded
    )


def forces_replacement(entry: ResourceChange, path: Path) -> bool:
    """Return whether an attribute is one of those that make Terraform replace the object."""
    names = without_indexes(path)
    forcing = filter(None, map(without_indexes, entry.replace_paths))
    return bool(names) and any(overlap(names, other) for other in forcing)


def _values(side: ResourceValues, schema: frozenset[Path]) -> dict[str, Value]:
    """All attributes that have a value, redacted."""
    side = without_single_lists(side)
    if not isinstance(side.value, Mapping):
        return {}
    redacted = redact(side.value, side.marks, schema=schema)
    return {k: v for k, v in redacted.items() if v is not None} if isinstance(redacted, dict) else {}
