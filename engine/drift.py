"""One normal plan -> `DriftResult`: what changed outside told apart from what waits to be applied. Pure.

For each attribute, recorded = `resource_drift.before`, live = `resource_drift.after`, desired =
`resource_changes.after`. Neither exit codes nor "the plan is not empty" can tell these cases apart, so
findings are counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog.resource_nouns import noun
from ..compiler.diagnostics import Path
from .addresses import Address
from .changes import Action, DriftResult, Finding, FindingKind, Subject, Value
from .difference import Difference, Side, differences, holds_unknown, same, sort_key, value_at
from .picture import picture
from .plan import marks_at, overlap, reset_by_replacing, shown
from .planjson import Entry, PlanDocument
from .redact import SENSITIVE, UNKNOWN, Schema, redact
from .trace import Trace


@dataclass(frozen=True, slots=True)
class _Case:
    """What the findings of one object are made from."""

    drift: Entry | None
    change: Entry | None
    trace: Trace
    schema: frozenset[Path]


def read_drift(
    document: PlanDocument,
    subject: Subject,
    trace: Trace,
    *,
    schema: Schema | None = None,
) -> DriftResult:
    """Every difference between spec, record and cloud, each once, sorted by address and attribute."""
    findings: list[Finding] = []
    unreported = 0
    for case in _cases(document, trace, schema or {}):
        found = tuple(_object(case))
        findings += found
        drifted = {f.path for f in found if f.kind is not FindingKind.PENDING}
        unreported += sum(d.path not in drifted for d in _outside(case))
    findings.sort(key=lambda f: (f.address.text, sort_key(f.path), f.kind))
    shapes = picture(document, {f.address.text for f in findings if f.kind is not FindingKind.PENDING})
    return DriftResult(subject, tuple(findings), unreported, complete=document.complete, picture=shapes)


def finding_id(kind: FindingKind, address: str, path: Path, live: Value) -> str:
    """Twelve hex digits that stay the same as long as the same thing is wrong in the same way."""
    text = json.dumps([kind, address, path, live], sort_keys=True, default=repr, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _cases(document: PlanDocument, trace: Trace, schema: Schema) -> Iterator[_Case]:
    drift = {e.address.text: e for e in document.drift if not e.deposed and not e.address.data}
    changes = {e.address.text: e for e in document.entries if not e.deposed and not e.address.data}
    for address in sorted(drift.keys() | changes.keys()):
        one, other = drift.get(address), changes.get(address)
        known = one or other
        kind = known.address.resource_type if known else ""
        yield _Case(one, other, trace, schema.get(kind, frozenset()))


def _object(case: _Case) -> Iterator[Finding]:
    """The findings of one object."""
    if case.drift is not None and case.drift.action is Action.DELETE:
        if case.change is not None and case.change.action is Action.CREATE:
            yield _whole(case, case.change, FindingKind.DELETED_OUTSIDE)
        return
    yield from _changed_outside(case)
    if case.change is not None:
        yield from _pending(case, case.change)


def _outside(case: _Case) -> tuple[Difference, ...]:
    """Attributes whose live value is not the recorded one."""
    if case.drift is None or case.drift.action is not Action.UPDATE:
        return ()
    return differences(case.drift.before, case.drift.after, case.schema)


def _changed_outside(case: _Case) -> Iterator[Finding]:
    """Attributes changed in the cloud that the spec does not agree with."""
    change = case.change
    if change is None or change.action not in (Action.UPDATE, Action.REPLACE):
        return  # nothing will be taken back: the spec agrees, ignores it, or gives the object up
    for found in _outside(case):
        desired = value_at(change.after.value, found.path)
        if not holds_unknown(desired) and not same(desired, found.after):
            yield _attribute(case, change, found, FindingKind.CHANGED_OUTSIDE, desired)


def _pending(case: _Case, change: Entry) -> Iterator[Finding]:
    """What the compiled folder asks for and nobody changed outside."""
    if change.action in (Action.CREATE, Action.DELETE, Action.FORGET):
        yield _whole(case, change, FindingKind.PENDING)
        return
    if change.action not in (Action.UPDATE, Action.REPLACE):
        return
    outside = {d.path for d in _outside(case)}
    known = [
        d
        for d in differences(change.before, change.after, case.schema)
        if not holds_unknown(d.after)
        and not reset_by_replacing(d, change)
        and not any(_within(d.path, o) for o in outside)
    ]
    for found in known:
        yield _attribute(case, change, found, FindingKind.PENDING, found.after)
    if change.action is Action.REPLACE and not known and not outside and not _follows(change):
        yield _whole(case, change, FindingKind.PENDING)


def _within(one: Path, other: Path) -> bool:
    """Whether two paths are one place, or one is inside the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _follows(change: Entry) -> bool:
    """Whether an object is replaced only because something it refers to gets a new, yet unknown value."""
    values = [value_at(change.after.value, path) for path in change.replace_paths]
    return bool(values) and all(map(holds_unknown, values))


def _whole(case: _Case, change: Entry, kind: FindingKind) -> Finding:
    """A finding about an object as a whole: it is missing, or it is to be made or removed."""
    there = {Action.CREATE: "absent", Action.REPLACE: "present"}.get(change.action, "present")
    recorded = "present" if kind is FindingKind.DELETED_OUTSIDE else there
    wanted = {Action.CREATE: "present", Action.REPLACE: "replaced"}.get(change.action, "absent")
    return Finding(
        id=finding_id(kind, change.address.text, (), there),
        kind=kind,
        address=change.address,
        recorded=recorded,
        live=there,
        desired=wanted,
        action=change.action,
        reason=change.reason,
        spec=case.trace.place(change.address),
        values=_naming(change.address, change.after if change.after.value else change.before),
    )


def _attribute(case: _Case, change: Entry, found: Difference, kind: FindingKind, desired: Value) -> Finding:
    """A finding about one attribute: `found.before` is recorded, `after` is live if it changed outside."""
    live = found.after if kind is FindingKind.CHANGED_OUTSIDE else found.before
    recorded = found.before
    sides = (case.drift.before, case.drift.after) if case.drift else (change.before, change.before)
    values = [
        shown(value, found.secret, marks_at(side, found.path), case.schema, found.path)
        for value, side in zip((recorded, live, desired), (*sides, change.after), strict=True)
    ]
    return Finding(
        id=finding_id(kind, change.address.text, found.path, _identifying(values[1], values[2], kind)),
        kind=kind,
        address=change.address,
        path=found.path,
        recorded=values[0],
        live=values[1],
        desired=values[2],
        action=change.action,
        reason=change.reason,
        sensitive=found.secret,
        forces_replacement=any(overlap(found.path, p) for p in change.replace_paths),
        spec=case.trace.place(change.address, found.path),
        values=_naming(change.address, change.before),
    )


def _identifying(live: Value, desired: Value, kind: FindingKind) -> Value:
    """An outside change is known by what is there now, a pending edit by what is wanted."""
    value = live if kind is FindingKind.CHANGED_OUTSIDE else desired
    return repr(value) if value in (SENSITIVE, UNKNOWN) else value


def _naming(address: Address, side: Side) -> dict[str, Value]:
    """The attributes that name an object to people."""
    names = noun(address.resource_type).names
    values = {name: value_at(side.value, (name,)) for name in names}
    return {n: redact(v, path=(n,)) for n, v in values.items() if isinstance(v, (str, int))}
