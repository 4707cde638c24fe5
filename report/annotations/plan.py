"""Plans as findings at lines of the spec; the codes are in `rules.py`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from ...compiler.diagnostics import Diagnostic, Path, Severity
from ...engine.drift.order import grouped
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
from ..page.alike import many_words, more_names
from ..page.base import moved_places
from ..page.dangers import danger_reason, danger_words
from ..page.facts import fact
from ..page.orphans import orphan_rows
from ..page.page import ReportRow
from ..page.run_report import Annotation
from ..page.words import attribute_name, object_name, plain, printable
from .texts import default_note, fact_text, label_at

_OUTSIDE = ("recorded", "live", "after apply")


def plan_annotations(plan: PlanResult) -> tuple[Annotation, ...]:
    """Return another account, region or state first; then dangers, heaviest first, objects that are in AWS
    already, and all other changes."""
    moved = [_moved(message, place, plan) for message, place in moved_places(plan.base)]
    found = [a for danger in plan.dangers for a in _danger(danger, plan)]
    found += map(_orphan, plan.orphans, orphan_rows(plan), repeat(plan))
    orphans = {orphan.address for orphan in plan.orphans}
    reported = {id(attribute) for danger in plan.dangers for attribute in danger.attributes}
    whole = {id(d.change) for d in plan.dangers if d.kind in (DangerKind.REPLACE, DangerKind.DESTROY)}
    for change in plan.changes:
        if id(change) not in whole and change.address not in orphans and not change.deleted_outside:
            found += _change(change, reported, plan)
    return (*moved, *map(_merged, grouped(found, lambda annotation: annotation.key)))


@dataclass(frozen=True, slots=True)
class _Found:
    """The annotation of a change. Annotations with the same code and `edit` say the same of many objects: the
    message is the name of an object and `edit`, or the names of many and `edits`."""

    annotation: Annotation
    change: ObjectChange
    edit: str = ""
    edits: str = ""

    @property
    def key(self) -> tuple[str, str, str] | None:
        kind = self.change.address.resource_type if self.edits else ""
        return (self.annotation.diagnostic.code, self.edit, kind) if self.edit else None


def _merged(group: Sequence[_Found]) -> Annotation:
    """Return a common annotation for equal changes, at the place that most of them have."""
    first, changes = group[0], [found.change for found in group]
    if len(group) == 1:
        return first.annotation
    spans = Counter(found.annotation.diagnostic.primary.span for found in group)
    span = max(spans, key=lambda span: spans[span])
    diagnostic = next(f.annotation.diagnostic for f in group if f.annotation.diagnostic.primary.span == span)
    message = f"{plain(many_words(changes))}{first.edits or first.edit}"
    names = more_names(changes)
    kind = first.change.address.resource_type if first.edits else ""
    return Annotation(
        replace(diagnostic, message=printable(message), notes=(*diagnostic.notes, *filter(None, (names,)))),
        printable(f"{diagnostic.code} {kind}{first.edit}"),
        _id(diagnostic.code, *map(str, first.key or ())),
        first.annotation.fails,
        len(group),
    )


def _moved(message: str, place: SpecPlace | None, plan: PlanResult) -> Annotation:
    label = label_at(place, plan.subject.spec)
    diagnostic = Diagnostic("plan/moved", Severity.WARNING, printable(message), label)
    name = printable(f"plan/moved {message}")
    return Annotation(diagnostic, name, _id("plan/moved", message), fails=True)


def _danger(danger: Danger, plan: PlanResult) -> Iterator[_Found]:
    change = danger.change
    if danger.kind is DangerKind.REVERT and danger.attributes:
        for attribute in danger.attributes:
            kind = "conflict" if attribute.origin is ChangeOrigin.CONFLICT else "changed-outside"
            yield _attribute(kind, change, attribute, plan, Severity.WARNING)
        return
    if danger.kind is DangerKind.REVERT:
        edit = " was deleted outside and is recreated"
        text = f"{object_name(change.address, change.values)}{edit}"
        deleted = _result(plan, change, "plan/deleted-outside", text, danger.spec, Severity.WARNING)
        yield _Found(deleted, change, edit, " were deleted outside and are recreated")
        return
    facts = [fact_text(fact(a, history=False)) for a in danger.attributes]
    reason = danger_reason(change) if danger.kind is DangerKind.REPLACE else ""
    extra = danger.why if danger.kind is DangerKind.VERSION_STEP else reason
    code, text = f"plan/{danger.kind.value}", plain(danger_words(danger))
    notes = tuple(filter(None, (*facts, extra)))
    annotation = _result(plan, change, code, text, danger.spec, Severity.WARNING, notes=notes)
    if danger.kind is not DangerKind.DESTROY:
        yield _Found(annotation, change)
        return
    reason = danger_reason(change)
    why = f": {reason}" if reason else ""
    yield _Found(annotation, change, f" is deleted{why}", f" are deleted{why}")


def _orphan(orphan: OrphanedObject, row: ReportRow, plan: PlanResult) -> _Found:
    """Return what replaces the creation of the object, which would fail or create a second one."""
    code = "plan/orphan" if orphan.ours else "plan/name-taken"
    notes = tuple(map(plain, row.notes))
    change = ObjectChange(orphan.address, Action.CREATE)
    return _Found(
        _result(plan, change, code, plain(row.words), row.place, Severity.WARNING, notes=notes), change
    )


def _change(change: ObjectChange, reported: set[int], plan: PlanResult) -> Iterator[_Found]:
    name = object_name(change.address, change.values)
    whole = {
        Action.CREATE: ("plan/create", f"{name} is created"),
        Action.DELETE: ("plan/destroy", f"{name} is deleted"),
        Action.FORGET: ("plan/forget", f"{name} leaves the state and stays in AWS"),
    }.get(change.action)
    if change.imported:
        whole = ("plan/import", f"{name} is imported into the state")
    elif change.previous_address and change.action is Action.NO_OP:
        whole = ("plan/move", f"{name} moves from {change.previous_address}")
    if whole:
        yield _Found(_result(plan, change, *whole, change.spec, Severity.NOTE), change)
    if change.action is Action.UPDATE:
        for attribute in change.attributes:
            if id(attribute) not in reported and attribute.origin is not ChangeOrigin.DERIVED:
                yield _attribute("update", change, attribute, plan, Severity.NOTE)


def _attribute(
    kind: str, change: ObjectChange, attribute: AttributeChange, plan: PlanResult, severity: Severity
) -> _Found:
    edit = f": {fact_text(fact(attribute), _OUTSIDE)}"
    text = f"{object_name(change.address, change.values)}{edit}"
    spec = attribute.spec or change.spec
    annotation = _result(plan, change, f"plan/{kind}", text, spec, severity, path=attribute.path)
    alike = change.action is Action.UPDATE and not attribute.sensitive
    return _Found(annotation, change, edit if alike else "")


def _result(
    plan: PlanResult,
    change: ObjectChange,
    code: str,
    text: str,
    spec: SpecPlace | None,
    severity: Severity,
    *,
    notes: tuple[str, ...] = (),
    path: Path = (),
) -> Annotation:
    label = label_at(spec, plan.subject.spec)
    diagnostic = Diagnostic(code, severity, printable(text), label, notes=(*notes, *default_note(spec)))
    what = f"{change.address.text} {attribute_name(path)}" if path else change.address.text
    name = printable(f"{code} {what}{' ' + change.deposed if change.deposed else ''}")
    return Annotation(diagnostic, name, _id(code, what, change.deposed), severity is Severity.WARNING)


def _id(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
