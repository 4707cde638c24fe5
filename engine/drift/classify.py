"""One normal plan -> `DriftResult`: every difference between record, cloud and spec, each in its class. Pure.

For each attribute, recorded = `resource_drift.before`, live = `resource_drift.after`, desired =
`resource_changes.after`. Neither exit codes nor "the plan is not empty" can tell the classes apart, so
differences are looked at one by one. What a rule of the spec accepts is decided afterwards (`rules.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.resource_nouns import noun
from ...compiler.diagnostics import Path
from ...compiler.paths import overlap
from ..addresses import Address
from ..plan.attribute_diff import (
    AttributeDifference,
    ResourceValues,
    differences,
    holds_unknown,
    same_value,
    sort_key,
    value_at,
)
from ..plan.cluster_shapes import cluster_shapes
from ..plan.document import PlanDocument, ResourceChange
from ..plan.read import forces_replacement, marks_at, redacted_value, reset_by_replacing
from ..plan.result import Action, RunSubject, Value
from ..redact import SENSITIVE, UNKNOWN, Schema, redact
from ..source_map.trace import Trace
from .coupled_attributes import coupled_attributes
from .foreign_members import items_added_outside
from .noise import AttributeChangeSource, left_to_aws, noise_reason, tagged_by
from .result import COUNTED, DriftClass, DriftFinding, DriftLevel, DriftResult
from .severity import severity_of

_ADOPTABLE = (DriftClass.CHANGED_OUTSIDE, DriftClass.CONFLICT)


@dataclass(frozen=True, slots=True)
class _Case:
    """What the findings of one object are made from."""

    drift: ResourceChange | None
    change: ResourceChange | None
    trace: Trace
    schema: frozenset[Path]
    document: PlanDocument
    upgrade: str = ""


def read_drift(
    document: PlanDocument,
    subject: RunSubject,
    trace: Trace,
    *,
    schema: Schema | None = None,
    upgrade: str = "",
) -> DriftResult:
    """Every difference between spec, record and cloud, each once, sorted by address and attribute.

    `upgrade` tells that the provider is another one than at the last apply, as `5.100.0 to 6.62.0`.
    """
    cases = _cases(document, trace, schema or {}, upgrade)
    findings = [finding for case in cases for finding in _object(case)]
    findings.sort(key=lambda f: (f.address.text, sort_key(f.path), f.kind))
    outside = {f.address.text for f in findings if f.counted and f.kind is not DriftClass.PENDING}
    shapes = cluster_shapes(document, outside)
    return DriftResult(subject, tuple(findings), complete=document.complete, picture=shapes)


def finding_id(kind: DriftClass, address: str, path: Path, live: Value) -> str:
    """Twelve hex digits that stay the same as long as the same thing is wrong in the same way."""
    text = json.dumps([kind, address, path, live], sort_keys=True, default=repr, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _cases(document: PlanDocument, trace: Trace, schema: Schema, upgrade: str) -> Iterator[_Case]:
    drift = {e.address.text: e for e in document.drift if not e.deposed and not e.address.data}
    changes = {e.address.text: e for e in document.entries if not e.deposed and not e.address.data}
    for address in sorted(drift.keys() | changes.keys()):
        one, other = drift.get(address), changes.get(address)
        known = one or other
        kind = known.address.resource_type if known else ""
        yield _Case(one, other, trace, schema.get(kind, frozenset()), document, upgrade)


def _object(case: _Case) -> Iterator[DriftFinding]:
    """The findings of one object."""
    if case.drift is not None and case.drift.action is Action.DELETE:
        made_again = case.change is not None and case.change.action is Action.CREATE
        if case.change is not None and made_again:
            yield _whole(case, case.change, DriftClass.DELETED_OUTSIDE)
        elif case.change is None:
            yield _whole(case, case.drift, DriftClass.ADOPTED)
        return
    outside = _outside(case)
    strange = tuple(_strange(case, outside))
    yield from strange
    told = {finding.path[0] for finding in strange}
    yield from (_moved(case, found) for found in outside if found.path[0] not in told)
    if case.change is not None:
        yield from _pending(case, case.change)


def _outside(case: _Case) -> tuple[AttributeDifference, ...]:
    """Attributes whose live value is not the recorded one."""
    if case.drift is None or case.drift.action is not Action.UPDATE:
        return ()
    return differences(case.drift.before, case.drift.after, case.schema)


def _strange(case: _Case, outside: tuple[AttributeDifference, ...]) -> Iterator[DriftFinding]:
    """Parts that somebody added to an object; no apply sees them, for they are objects of their own."""
    if case.drift is None:
        return
    before, after = case.drift.before, case.drift.after
    for name in sorted({str(found.path[0]) for found in outside}):
        was, now = (value_at(side.value, (name,)) for side in (before, after))
        if new := items_added_outside(case.document, case.drift.address, name, was, now):
            found = AttributeDifference((name,), was, new)
            yield _attribute(case, case.change or case.drift, found, DriftClass.UNMANAGED, None)


def _moved(case: _Case, found: AttributeDifference) -> DriftFinding:
    """An attribute whose live value is not the recorded one, in its class."""
    drift, change = case.drift, case.change
    assert drift is not None
    about = change or drift
    if change is None or change.action in (Action.DELETE, Action.FORGET):
        return _attribute(case, about, found, DriftClass.NOISE, None, "the spec gives the object up")
    desired = value_at(change.after.value, found.path)
    mover = AttributeChangeSource(drift.address, found.path, case.trace, case.upgrade)
    if holds_unknown(desired):
        why = mover.name or "AWS decides it, and the next apply changes it again"
        return _attribute(case, about, found, DriftClass.NOISE, desired, why)
    if same_value(desired, found.after):
        why = noise_reason(mover, found.before, found.after)
        weight = _weight(mover, found) if why else ""
        kind = DriftClass.NOISE if why and not weight else DriftClass.ADOPTED
        return _attribute(case, about, found, kind, desired, weight or why)
    if who := tagged_by(found.path):
        why = f"{who}; the next apply takes it away"
        return _attribute(case, about, found, DriftClass.NOISE, desired, why)
    changed = same_value(desired, found.before)
    kind = DriftClass.CHANGED_OUTSIDE if changed else DriftClass.CONFLICT
    return _attribute(case, about, found, kind, desired)


def _weight(mover: AttributeChangeSource, found: AttributeDifference) -> str:
    """Why a change of what the spec leaves open is no noise for all that: it matters, and AWS is not known to
    make it by itself."""
    if mover.name or mover.upgrade or not left_to_aws(mover, found.after):
        return ""
    resource_type = mover.address.resource_type
    level, why = severity_of(DriftClass.CHANGED_OUTSIDE, resource_type, found.path, found.after, found.before)
    return f"{why}; the spec leaves it open, so no apply takes it back" if level is DriftLevel.HIGH else ""


def _pending(case: _Case, change: ResourceChange) -> Iterator[DriftFinding]:
    """What the spec asks for and nobody changed outside."""
    if change.action in (Action.CREATE, Action.DELETE, Action.FORGET):
        yield _whole(case, change, DriftClass.PENDING)
        return
    if change.action not in (Action.UPDATE, Action.REPLACE):
        return
    outside = {d.path for d in _outside(case)}
    known = [
        d
        for d in differences(change.before, change.after, case.schema)
        if not holds_unknown(d.after)
        and not reset_by_replacing(d, change)
        and not any(overlap(d.path, o) for o in outside)
    ]
    for found in known:
        yield _attribute(case, change, found, DriftClass.PENDING, found.after)
    if change.action is Action.REPLACE and not known and not outside and not _follows(change):
        yield _whole(case, change, DriftClass.PENDING)


def _follows(change: ResourceChange) -> bool:
    """Whether an object is replaced only because something it refers to gets a new, yet unknown value."""
    values = [value_at(change.after.value, path) for path in change.replace_paths]
    return bool(values) and all(map(holds_unknown, values))


def _whole(case: _Case, entry: ResourceChange, kind: DriftClass) -> DriftFinding:
    """A finding about an object as a whole: it is missing, or it is to be made or removed."""
    gone = kind in (DriftClass.DELETED_OUTSIDE, DriftClass.ADOPTED)
    there = "absent" if gone or entry.action is Action.CREATE else "present"
    wanted = {Action.CREATE: "present", Action.REPLACE: "replaced"}.get(entry.action, "absent")
    level, why = severity_of(kind, entry.address.resource_type)
    if kind is DriftClass.ADOPTED:
        level, why = DriftLevel.LOW, "the spec has given it up, too"
    return DriftFinding(
        id=finding_id(kind, entry.address.text, (), there),
        kind=kind,
        address=entry.address,
        recorded="present" if gone else there,
        live=there,
        desired=wanted,
        action=entry.action,
        reason=entry.reason,
        spec=case.trace.place(entry.address),
        values=_naming(entry.address, entry.after if entry.after.value else entry.before),
        level=level,
        why=why,
    )


def _attribute(
    case: _Case,
    entry: ResourceChange,
    found: AttributeDifference,
    kind: DriftClass,
    desired: Value,
    why: str = "",
) -> DriftFinding:
    """A finding about one attribute: `found.before` is recorded, `after` is live if it changed outside."""
    live = found.before if kind is DriftClass.PENDING else found.after
    sides = (case.drift.before, case.drift.after) if case.drift else (entry.before, entry.before)
    values = [
        redacted_value(value, found.secret, marks_at(side, found.path), case.schema, found.path)
        for value, side in zip((found.before, live, desired), (*sides, entry.after), strict=True)
    ]
    level, because = (
        severity_of(kind, entry.address.resource_type, found.path, live, desired)
        if kind in COUNTED
        else (DriftLevel.LOW, why)
    )
    return DriftFinding(
        id=finding_id(kind, entry.address.text, found.path, _identifying(values[1], values[2], kind)),
        kind=kind,
        address=entry.address,
        path=found.path,
        recorded=values[0],
        live=values[1],
        desired=values[2],
        action=entry.action,
        reason=entry.reason,
        sensitive=found.secret,
        forces_replacement=forces_replacement(entry, found.path),
        spec=case.trace.place(entry.address, found.path),
        values=_naming(entry.address, entry.before),
        level=level,
        why=because,
        beside=_beside(case, entry, found) if kind in _ADOPTABLE else (),
    )


def _beside(case: _Case, entry: ResourceChange, found: AttributeDifference) -> tuple[tuple[Path, Value], ...]:
    live = case.drift.after if case.drift else entry.before
    return coupled_attributes(case.trace, entry.address, found.path, live, case.schema)


def _identifying(live: Value, desired: Value, kind: DriftClass) -> Value:
    """An outside change is known by what is there now, a pending edit by what is wanted."""
    value = desired if kind is DriftClass.PENDING else live
    return repr(value) if value in (SENSITIVE, UNKNOWN) else value


def _naming(address: Address, side: ResourceValues) -> dict[str, Value]:
    """The attributes that name an object to people."""
    names = noun(address.resource_type).names
    values = {name: value_at(side.value, (name,)) for name in names}
    return {n: redact(v, path=(n,)) for n, v in values.items() if isinstance(v, (str, int))}
