"""Classify every difference between recorded, live and desired values in a plan: `DriftResult`. Pure.

For each attribute, recorded = `resource_drift.before`, live = `resource_drift.after`, desired =
`resource_changes.after`. Neither exit codes nor a non-empty plan can distinguish the classes, so every
difference is classified by itself. Ignore rules of the spec are applied afterwards (`ignore_rules.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...catalog.resources.nouns import noun
from ...catalog.resources.resource_type import low_severity
from ...compiler.diagnostics import Path
from ...compiler.paths import overlap
from ..addresses import Address
from ..plan.attribute_diff import (
    AttributeDifference,
    ResourceValues,
    differences,
    first_difference,
    holds_unknown,
    same_value,
    sort_key,
    value_at,
)
from ..plan.cluster_shapes import cluster_shapes
from ..plan.document import PlanDocument, ResourceChange
from ..plan.read import forces_replacement, marks_at, redacted_value, reset_by_replacing
from ..plan.result import Action, RunSubject, Value
from ..plan.three_way import Comparison, compare
from ..redact import Schema, redact
from ..source_map.trace import Trace
from .coupled_attributes import coupled_attributes
from .foreign_members import ManagedParts, managed_parts, parts_added_outside
from .noise import AttributeChangeSource, is_left_open, noise_reason
from .removal import removal_of_parts
from .result import COUNTED, DriftClass, DriftFinding, DriftLevel, DriftResult
from .severity import severity_rule

_ADOPTABLE = (DriftClass.CHANGED_OUTSIDE, DriftClass.CONFLICT)
_ENDS = (Action.CREATE, Action.DELETE, Action.FORGET)


@dataclass(frozen=True, slots=True)
class _ComparedObject:
    """An object with its entries in `resource_drift` and `resource_changes`, and the context of the plan."""

    drift: ResourceChange | None
    change: ResourceChange | None
    trace: Trace
    schema: frozenset[Path]
    managed: ManagedParts
    upgrade: str = ""
    region: str = ""


def read_drift(
    document: PlanDocument,
    subject: RunSubject,
    trace: Trace,
    *,
    schema: Schema | None = None,
    upgrade: str = "",
) -> DriftResult:
    """Return every difference between spec, state and cloud, sorted by address and attribute.

    `upgrade` are the provider versions since the last apply, as in `5.100.0 to 6.62.0`, if they differ.
    """
    objects = _compared_objects(document, trace, schema or {}, upgrade)
    findings = [finding for compared in objects for finding in _object_findings(compared)]
    findings.sort(key=lambda f: (f.address.text, sort_key(f.path), f.kind))
    outside = {f.address.text for f in findings if f.counted and f.kind is not DriftClass.PENDING}
    shapes = cluster_shapes(document, outside)
    return DriftResult(subject, tuple(findings), complete=document.complete, picture=shapes)


def finding_id(kind: DriftClass, address: str, path: Path, live: Value) -> str:
    """Return twelve hex digits that are stable as long as the difference is the same."""
    text = json.dumps([kind, address, path, live], sort_keys=True, default=repr, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _compared_objects(
    document: PlanDocument, trace: Trace, schema: Schema, upgrade: str
) -> Iterator[_ComparedObject]:
    drift = {e.address.text: e for e in document.drift if not e.deposed and not e.address.data}
    changes = {e.address.text: e for e in document.entries if not e.deposed and not e.address.data}
    managed = managed_parts(document)
    for address, entry in sorted((changes | drift).items()):
        sensitive = schema.get(entry.address.resource_type, frozenset())
        sides = drift.get(address), changes.get(address)
        yield _ComparedObject(*sides, trace, sensitive, managed, upgrade, document.region or "")


def _object_findings(compared: _ComparedObject) -> Iterator[DriftFinding]:
    drift, change = compared.drift, compared.change
    if drift is not None and drift.action is Action.DELETE:
        if change is None:
            yield _object_finding(compared, drift, DriftClass.ADOPTED)
        elif change.action is Action.CREATE:
            yield _object_finding(compared, change, DriftClass.DELETED_OUTSIDE)
        return
    findings = [*_parts_added_outside(compared)]
    parts = {finding.path for finding in findings}
    for difference in _outside_differences(compared):
        if difference.path[:1] not in parts:
            findings.append(_attribute_changed_outside(compared, difference))
    yield from findings
    if change is not None:
        yield from _pending(compared, change, [f.path for f in findings if f.counted])


def _outside_differences(compared: _ComparedObject) -> tuple[AttributeDifference, ...]:
    """Return the attributes whose live value is not the recorded one."""
    if compared.drift is None or compared.drift.action is not Action.UPDATE:
        return ()
    return differences(compared.drift.before, compared.drift.after, compared.schema)


def _parts_added_outside(compared: _ComparedObject) -> Iterator[DriftFinding]:
    """Yield findings for added parts that no apply removes, as they are resources of their own."""
    change = compared.change
    if change is None or change.action in _ENDS:
        return
    live, desired = change.before.value, change.after.value
    for foreign in parts_added_outside(compared.managed, change.address, live):
        path = (foreign.attribute,)
        written = compared.trace.sets(change.address, path)
        if not written and same_value(value_at(live, path), value_at(desired, path)):
            recorded = (compared.drift or change).before.value
            difference = AttributeDifference(path, value_at(recorded, path), foreign.parts)
            kind = DriftClass.NOISE if foreign.changed_by else DriftClass.UNMANAGED
            finding = _attribute_finding(compared, change, difference, kind, None, foreign.changed_by)
            if kind is DriftClass.UNMANAGED and not finding.sensitive:
                found = removal_of_parts(change.address, foreign, live, compared.region)
                finding = replace(finding, removal=found)
            yield finding


def _attribute_changed_outside(compared: _ComparedObject, difference: AttributeDifference) -> DriftFinding:
    """Return the finding for an attribute whose live value is not the recorded one."""
    drift, change = compared.drift, compared.change
    assert drift is not None
    if change is None or change.action in (Action.DELETE, Action.FORGET):
        why = "the spec no longer has the object"
        return _attribute_finding(compared, change or drift, difference, DriftClass.NOISE, None, why)
    desired = value_at(change.after.value, difference.path)
    changed = AttributeChangeSource(drift.address, difference.path, compared.trace, compared.upgrade)
    kind, why = _outside_class(changed, change, difference, desired)
    finding = _attribute_finding(compared, change, difference, kind, desired, why)
    if kind is DriftClass.CHANGED_OUTSIDE and same_value(desired, difference.after):
        text = "the spec does not set it, so no apply reverts it"
        return replace(finding, kept=True, why="; ".join(filter(None, (finding.why, text))))
    return finding


def _outside_class(
    changed: AttributeChangeSource, change: ResourceChange, difference: AttributeDifference, desired: Value
) -> tuple[DriftClass, str]:
    """Return the class of an attribute changed outside Terraform, and why it is not counted."""
    match compare(difference.before, difference.after, desired):
        case Comparison.UNKNOWN if why := _unknown_reason(changed, change):
            return DriftClass.NOISE, why
        case Comparison.CONFLICT:
            return DriftClass.CONFLICT, ""
        case Comparison.KEPT | Comparison.SAME:
            if why := noise_reason(changed, difference.before, difference.after):
                return DriftClass.NOISE, why
            left_open = is_left_open(changed, difference.after)
            return (DriftClass.CHANGED_OUTSIDE if left_open else DriftClass.ADOPTED), ""
        case _:
            return DriftClass.CHANGED_OUTSIDE, ""


def _unknown_reason(changed: AttributeChangeSource, change: ResourceChange) -> str:
    """Return why a changed attribute is noise whose desired value is known only after apply."""
    if change.action is Action.REPLACE and not changed.trace.has_argument(changed.address, changed.path):
        return "its object is recreated"
    return changed.known_cause


def _pending(
    compared: _ComparedObject, change: ResourceChange, outside: list[Path]
) -> Iterator[DriftFinding]:
    """Yield a finding for each edit of the spec that is not applied yet; `outside` are the attributes that
    other findings name."""
    if change.action in _ENDS:
        yield _object_finding(compared, change, DriftClass.PENDING)
        return
    if change.action not in (Action.UPDATE, Action.REPLACE):
        return
    edits = [
        difference
        for difference in differences(change.before, change.after, compared.schema)
        if not holds_unknown(difference.after)
        and not reset_by_replacing(difference, change)
        and not any(overlap(difference.path, path) for path in outside)
    ]
    for edit in edits:
        yield _attribute_finding(compared, change, edit, DriftClass.PENDING, edit.after)
    if change.action is Action.REPLACE and not edits and not outside and not _is_knock_on(change):
        yield _object_finding(compared, change, DriftClass.PENDING)


def _is_knock_on(change: ResourceChange) -> bool:
    """Return whether an object is replaced only because a value that it refers to becomes unknown."""
    values = [value_at(change.after.value, path) for path in change.replace_paths]
    return bool(values) and all(map(holds_unknown, values))


def _object_finding(compared: _ComparedObject, entry: ResourceChange, kind: DriftClass) -> DriftFinding:
    """Return a finding about an object as a whole."""
    deleted = kind in (DriftClass.DELETED_OUTSIDE, DriftClass.ADOPTED)
    live = "absent" if deleted or entry.action is Action.CREATE else "present"
    rule = severity_rule(kind, entry.address.resource_type)
    if kind is DriftClass.ADOPTED:
        rule = low_severity("the spec no longer has it either")
    return DriftFinding(
        id=finding_id(kind, entry.address.text, (), live),
        kind=kind,
        address=entry.address,
        recorded="present" if deleted else live,
        live=live,
        desired={Action.CREATE: "present", Action.REPLACE: "replaced"}.get(entry.action, "absent"),
        action=entry.action,
        reason=entry.reason,
        spec=compared.trace.place(entry.address),
        values=_naming_values(entry.address, entry.after if entry.after.value else entry.before),
        level=DriftLevel(rule.level),
        why=rule.why,
        risk=rule.risk,
    )


def _attribute_finding(
    compared: _ComparedObject,
    entry: ResourceChange,
    difference: AttributeDifference,
    kind: DriftClass,
    desired: Value,
    why: str = "",
) -> DriftFinding:
    """Return a finding about an attribute. `difference.before` is the recorded value; `after` is the live
    one, for a pending edit the desired one."""
    path, drift = difference.path, compared.drift
    live = difference.before if kind is DriftClass.PENDING else difference.after
    sides = (drift.before, drift.after, entry.after) if drift else (entry.before, entry.before, entry.after)
    values = [
        redacted_value(value, difference.secret, marks_at(side, path), compared.schema, path)
        for value, side in zip((difference.before, live, desired), sides, strict=True)
    ]
    rule = low_severity(why)
    if kind in COUNTED:
        kept = same_value(live, desired)
        rule = severity_rule(
            kind, entry.address.resource_type, path, live, difference.before if kept else desired
        )
    return DriftFinding(
        id=finding_id(kind, entry.address.text, path, _identifying_value(values[1], values[2], kind)),
        kind=kind,
        address=entry.address,
        path=path,
        recorded=values[0],
        live=values[1],
        desired=values[2],
        action=entry.action,
        reason=entry.reason,
        sensitive=difference.secret,
        forces_replacement=forces_replacement(entry, path),
        spec=compared.trace.place(entry.address, first_difference(difference)),
        values=_naming_values(entry.address, entry.before),
        level=DriftLevel(rule.level),
        why=rule.why,
        risk=rule.risk,
        coupled=_coupled(compared, entry, path) if kind in _ADOPTABLE else (),
    )


def _coupled(compared: _ComparedObject, entry: ResourceChange, path: Path) -> tuple[tuple[Path, Value], ...]:
    live = compared.drift.after if compared.drift else entry.before
    return coupled_attributes(compared.trace, entry.address, path, live, compared.schema)


def _identifying_value(live: Value, desired: Value, kind: DriftClass) -> Value:
    """Return the value in the id: of an outside change the live one, of a pending edit the desired one."""
    return desired if kind is DriftClass.PENDING else live


def _naming_values(address: Address, side: ResourceValues) -> dict[str, Value]:
    """Return the attributes that name an object to people."""
    names = noun(address.resource_type).names
    values = {name: value_at(side.value, (name,)) for name in names}
    return {n: redact(v, path=(n,)) for n, v in values.items() if isinstance(v, (str, int))}
