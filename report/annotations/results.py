"""Plans and drift as findings at lines of the spec, for the formats that know nothing else.

A `Diagnostic` says what and where; its code is the class, such as `plan/replace` or `drift/changed-outside`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

from ...compiler.diagnostics import Diagnostic, Label, Path, Severity, Span, dotted
from ...engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from ...engine.plan.result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    Danger,
    DangerKind,
    ObjectChange,
    OrphanedObject,
    PlanResult,
)
from ...engine.source_map.place import SpecPlace
from ...engine.truncate import join_some
from ..page.dangers import danger_reason, danger_words
from ..page.drift import TITLES, finding_words, notes, values
from ..page.facts import fact, inner, sides
from ..page.orphans import orphan_rows
from ..page.page import DIFFERS, AttributeFact, ReportRow
from ..page.words import attribute_name, clipped_text, object_name, plain, printable

RULES = {
    "plan/replace": "An object is replaced, because something in it cannot change in place.",
    "plan/destroy": "An object is deleted.",
    "plan/version-step": "The control plane goes to another Kubernetes version.",
    "plan/node-roll": "All nodes of a group are replaced, one after the other.",
    "plan/endpoint": "The Kubernetes API becomes reachable for more addresses.",
    "plan/changed-outside": "Somebody changed the cloud, and the apply takes it back.",
    "plan/conflict": "Somebody changed the cloud and somebody the spec; the apply does what the spec says.",
    "plan/deleted-outside": "Somebody deleted an object, and the apply makes it again.",
    "plan/orphan": "What is to be made is in AWS already, left by an apply that was stopped.",
    "plan/name-taken": "Somebody else's object has the name of one that is to be made.",
    "plan/create": "An object is made.",
    "plan/update": "An attribute changes in place.",
    "plan/forget": "An object leaves the state and stays in AWS.",
    "plan/move": "An object gets another address in the state.",
    "plan/import": "An object that exists is taken into the state.",
    **{f"drift/{kind.value}": f"{title}." for kind, title in TITLES.items()},
}
"""Every class, in one sentence."""

_SEVERITIES = {
    DriftLevel.HIGH: Severity.ERROR,
    DriftLevel.MEDIUM: Severity.WARNING,
    DriftLevel.LOW: Severity.NOTE,
}
_QUIET = (Action.READ, Action.NO_OP)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A finding with a name and an id that stay the same as long as it does. `fails` tells that a pipeline
    which counts failures counts it; of drift it is what the exit code counts."""

    found: Diagnostic
    name: str
    id: str
    fails: bool


def plan_annotations(plan: PlanResult) -> tuple[Annotation, ...]:
    """Dangers first, heaviest first; then what is in AWS already, then every other change."""
    results = [r for danger in plan.dangers for r in _danger(danger, plan)]
    results += map(_orphan, plan.orphans, orphan_rows(plan), repeat(plan))
    there = {orphan.address for orphan in plan.orphans}
    told = {id(attribute) for danger in plan.dangers for attribute in danger.attributes}
    whole = {id(d.change) for d in plan.dangers if d.kind in (DangerKind.REPLACE, DangerKind.DESTROY)}
    for change in plan.changes:
        if id(change) not in whole and change.address not in there and not change.deleted_outside:
            results += _change(change, told, plan)
    return tuple(results)


def drift_annotations(drift: DriftResult) -> tuple[Annotation, ...]:
    """Every finding, the worst first, those that do not count last. What AWS itself moves is no finding for
    a machine: a job would alarm for ever."""
    order = list(TITLES)
    found = [f for f in drift.findings if f.kind is not DriftClass.NOISE]
    ranked = sorted(found, key=lambda f: (not f.counted, -f.level.rank, order.index(f.kind)))
    return tuple(_finding(finding, drift) for finding in ranked)


def _danger(danger: Danger, plan: PlanResult) -> Iterator[Annotation]:
    change = danger.change
    if danger.kind is DangerKind.REVERT and danger.attributes:
        for attribute in danger.attributes:
            kind = "conflict" if attribute.origin is ChangeOrigin.CONFLICT else "changed-outside"
            yield _attribute(kind, change, attribute, plan, Severity.WARNING)
        return
    if danger.kind is DangerKind.REVERT:
        text = f"{object_name(change.address, change.values)} was deleted outside, will be made again"
        yield _result("plan/deleted-outside", text, (), change, (), danger.spec, plan, Severity.WARNING)
        return
    said = [_fact_text(fact(a, history=False)) for a in danger.attributes]
    reason = danger_reason(change) if danger.kind is DangerKind.REPLACE else ""
    extra = danger.why if danger.kind is DangerKind.VERSION_STEP else reason
    code, text = f"plan/{danger.kind.value}", plain(danger_words(danger))
    notes_ = tuple(filter(None, (*said, extra)))
    yield _result(code, text, notes_, change, (), danger.spec, plan, Severity.WARNING)


def _orphan(orphan: OrphanedObject, row: ReportRow, plan: PlanResult) -> Annotation:
    """It stands for the creation of the object, which would fail or make a second one."""
    code = "plan/orphan" if orphan.ours else "plan/name-taken"
    notes_ = tuple(map(plain, row.notes))
    change = ObjectChange(orphan.address, Action.CREATE)
    return _result(code, plain(row.words), notes_, change, (), row.place, plan, Severity.WARNING)


def _change(change: ObjectChange, told: set[int], plan: PlanResult) -> Iterator[Annotation]:
    name = object_name(change.address, change.values)
    whole = {
        Action.CREATE: ("plan/create", f"{name} is made"),
        Action.DELETE: ("plan/destroy", f"{name} is deleted"),
        Action.FORGET: ("plan/forget", f"{name} leaves the state and stays in AWS"),
    }.get(change.action)
    if change.imported:
        whole = ("plan/import", f"{name} is taken into the state")
    elif change.previous_address and change.action is Action.NO_OP:
        whole = ("plan/move", f"{name} moves from {change.previous_address}")
    if whole:
        yield _result(*whole, (), change, (), change.spec, plan, Severity.NOTE)
    if change.action is Action.UPDATE:
        for attribute in change.attributes:
            if id(attribute) not in told and attribute.origin is not ChangeOrigin.DERIVED:
                yield _attribute("update", change, attribute, plan, Severity.NOTE)


def _attribute(
    kind: str, change: ObjectChange, attribute: AttributeChange, plan: PlanResult, severity: Severity
) -> Annotation:
    text = f"{object_name(change.address, change.values)}: {_fact_text(fact(attribute))}"
    spec = attribute.spec or change.spec
    return _result(f"plan/{kind}", text, (), change, attribute.path, spec, plan, severity)


def _result(
    code: str,
    text: str,
    said: tuple[str, ...],
    change: ObjectChange,
    path: Path,
    spec: SpecPlace | None,
    plan: PlanResult,
    severity: Severity,
) -> Annotation:
    default = _default(spec)
    found = Diagnostic(
        code, severity, printable(text), _label(spec, plan.subject.spec), notes=(*said, *default)
    )
    what = f"{change.address.text} {attribute_name(path)}" if path else change.address.text
    name = printable(f"{code} {what}{' ' + change.deposed if change.deposed else ''}")
    return Annotation(found, name, _id(code, what, change.deposed), severity is Severity.WARNING)


def _finding(finding: DriftFinding, drift: DriftResult) -> Annotation:
    code = f"drift/{finding.kind.value}"
    fails = drift.fails(finding)
    severity = _SEVERITIES[finding.level] if fails else Severity.NOTE
    shown = values(finding)
    changed = shown if finding.kind is DriftClass.PENDING else shown[:2]
    texts = sides(changed)
    told = AttributeFact("", texts if len(texts) == 1 else sides(shown), inner=tuple(inner(*changed)))
    labels = ("now", "after apply") if finding.kind is DriftClass.PENDING else ("recorded", "live", "spec")
    said = [_fact_text(told, labels)] if finding.path else []
    said += [plain(note) for note in notes(finding)]
    if finding.counted and not fails:
        said.append(f"{finding.level.value}: below the level that fails this check, {drift.fail_on.value}")
    found = Diagnostic(
        code,
        severity,
        printable(plain(finding_words(finding))),
        _label(finding.spec, drift.subject.spec),
        notes=(*filter(None, said), *_default(finding.spec)),
    )
    name = printable(f"{code} {finding.address.text} {attribute_name(finding.path) if finding.path else ''}")
    return Annotation(found, name.rstrip(), finding.id, fails)


def _fact_text(fact_: AttributeFact, labels: tuple[str, ...] = ("recorded", "live", "after apply")) -> str:
    """A fact on one line."""
    if fact_.sides == (DIFFERS,):
        parts = [f"{i.name} {' → '.join(map(clipped_text, i.sides))}".strip() for i in fact_.inner]
        return f"{fact_.name} differs: {join_some(parts, 8, '; ')}".strip()
    shown = [clipped_text(side) for side in fact_.sides]
    if len(shown) == 3 or (len(shown) == 2 and labels[0] == "now"):
        text = ", ".join(f"{label} {side}" for label, side in zip(labels, shown, strict=True))
    else:
        text = " → ".join(shown)
    return f"{fact_.name} {text}".strip()


def _label(place: SpecPlace | None, spec: str | None) -> Label:
    """Where to point: what has no place points at the head of the spec."""
    if place is None:
        return Label(Span(spec or "cluster.yaml", 1, 1, 2))
    return Label(place.span)


def _default(place: SpecPlace | None) -> tuple[str, ...]:
    if place is None or place.written or not place.path:
        return ()
    return (f"the spec does not set {printable(dotted(place.path))}; its default is at work here",)


def _id(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
