"""Plans, applies and drift as JSON documents, described by `report/schemas/*.schema.json`.

Within a version, keys are only added.
"""

from __future__ import annotations

from typing import Any

from ...compiler.diagnostics import Diagnostic
from ...engine.addresses import Address
from ...engine.drift.order import sort_findings
from ...engine.drift.result import DriftClass, DriftFinding, DriftResult, Removal
from ...engine.errors.partial_apply import PartialApply
from ...engine.plan.result import (
    ApplyResult,
    AttributeChange,
    BaseComparison,
    Counts,
    Danger,
    ObjectChange,
    PlanResult,
    RunSubject,
)
from ..page.base import spec_names
from .diff import comparison_value
from .groups import drift_groups, plan_groups
from .values import actor_json, first_seen_json, ignored_by_json, json_text, place_json, resolved_json

VERSION = 1


def drift_document(drift: DriftResult) -> dict[str, Any]:
    """Return the document of `drift.schema.json`."""
    return {
        "version": VERSION,
        "kind": "drift",
        **_subject(drift.subject),
        "complete": drift.complete,
        "counts": {kind.value: drift.count(kind) for kind in DriftClass},
        "findings": [_finding(f, fails=drift.fails(f)) for f in sort_findings(drift.findings)],
        "groups": drift_groups(drift),
        "against": drift.against or None,
        "failOn": drift.fail_on.value,
        "failing": len(drift.failing),
        "resolved": [resolved_json(finding) for finding in drift.resolved],
        **_warnings(drift.warnings, drift.remarks),
    }


def apply_json(result: ApplyResult) -> str:
    """Return the document of `apply.schema.json`: the plan, whether it was applied, and the outputs."""
    return json_text(
        {
            **_apply(result.plan, result.applied),
            "outputs": dict(result.outputs),
            "converged": result.converged,
            "remaining": plan_document(result.remaining) if result.remaining else None,
            "tolerated": [
                {"address": c.change.address.text, "rules": [ignored_by_json(rule) for rule in c.rules]}
                for c in result.tolerated
            ],
        }
    )


def failed_json(partial: PartialApply, message: str, next_steps: tuple[str, ...]) -> str:
    """Return the document of `apply.schema.json` for an apply that failed; `failure` says what exists now."""
    failure = {
        "message": message,
        "causes": [
            {"code": c.code or None, "message": c.message, "addresses": list(c.addresses)}
            for c in partial.causes
        ],
        **{
            name: [
                {"address": c.address.text, "action": c.action.value, "spec": place_json(c.spec)}
                for c in changes
            ]
            for name, changes in (
                ("done", partial.done),
                ("halfReplaced", partial.half_replaced),
                ("failed", partial.failed),
                ("unfinished", partial.unfinished),
                ("notBegun", partial.untouched),
            )
        },
        "tainted": list(partial.tainted),
        "stateUnsaved": partial.state_unsaved,
        "next": list(next_steps),
    }
    return json_text({**_apply(partial.plan, False), "failure": failure})


def _apply(plan: PlanResult, applied: bool) -> dict[str, Any]:
    return {
        "version": VERSION,
        "kind": "apply",
        "applied": applied,
        "outputs": {},
        "converged": None,
        "remaining": None,
        "tolerated": [],
        "failure": None,
        "plan": plan_document(plan),
    }


def plan_document(plan: PlanResult) -> dict[str, Any]:
    """Return the document of `plan.schema.json`."""
    return {
        "version": VERSION,
        "kind": "plan",
        **_subject(plan.subject),
        "destroy": plan.destroy,
        "complete": plan.complete,
        "empty": plan.empty,
        "digest": plan.digest or None,
        "counts": _counts(plan.counts),
        "dangers": [_danger(d) for d in plan.dangers],
        "changes": [_change(c) for c in plan.changes],
        "groups": plan_groups(plan),
        "outputs": list(plan.outputs),
        "base": _base(plan.base) if plan.base else None,
        "orphans": [
            {
                **_address(o.address),
                "id": o.id,
                "ours": o.ours,
                "import": o.block,
                "delete": o.delete_command or None,
                "spec": place_json(o.spec),
            }
            for o in plan.orphans
        ],
        **_warnings(plan.warnings, plan.remarks),
    }


def _base(base: BaseComparison) -> dict[str, Any]:
    value = comparison_value(base.comparison, spec_names(base)) if base.comparison else None
    return {"ref": base.ref, "note": base.note or None, "comparison": value}


def _subject(subject: RunSubject) -> dict[str, Any]:
    return {
        "cluster": subject.cluster,
        "region": subject.region,
        "account": subject.account,
        "sandbox": subject.sandbox,
        "spec": subject.spec,
        "program": subject.program,
        "provider": subject.provider,
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "create": counts.create,
        "update": counts.update,
        "replace": counts.replace,
        "delete": counts.delete,
        "forget": counts.forget,
        "read": counts.read,
        "moved": counts.moved,
        "imported": counts.imported,
    }


def _address(address: Address) -> dict[str, Any]:
    return {
        "address": address.text,
        "moduleCall": address.module_call,
        "type": address.resource_type,
        "name": address.name,
        "key": address.key,
    }


def _danger(danger: Danger) -> dict[str, Any]:
    return {
        "kind": danger.kind.value,
        **_address(danger.address),
        "deposed": danger.change.deposed or None,
        "why": danger.why or None,
        "attributes": [_attribute(a) for a in danger.attributes],
        "spec": place_json(danger.spec),
    }


def _change(change: ObjectChange) -> dict[str, Any]:
    return {
        **_address(change.address),
        "action": change.action.value,
        "reason": change.reason or None,
        "deposed": change.deposed or None,
        "previousAddress": change.previous_address or None,
        "imported": change.imported,
        "deletedOutside": change.deleted_outside,
        "replaceFirst": change.replace_first or None,
        "spec": place_json(change.spec),
        "attributes": [_attribute(a) for a in change.attributes],
        "values": dict(change.values),
    }


def _attribute(change: AttributeChange) -> dict[str, Any]:
    return {
        "path": list(change.path),
        "before": change.before,
        "after": change.after,
        "recorded": change.recorded,
        "origin": change.origin.value,
        "unknown": change.unknown,
        "sensitive": change.sensitive,
        "forcesReplacement": change.forces_replacement,
        "spec": place_json(change.spec),
    }


def _finding(finding: DriftFinding, *, fails: bool) -> dict[str, Any]:
    removal = finding.removal or Removal()
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "counted": finding.counted,
        "fails": fails,
        "level": finding.level.value,
        "why": finding.why or None,
        "risk": finding.risk.value,
        **_address(finding.address),
        "path": list(finding.path),
        "recorded": finding.recorded,
        "live": finding.live,
        "desired": finding.desired,
        "action": finding.action.value,
        "reason": finding.reason or None,
        "sensitive": finding.sensitive,
        "forcesReplacement": finding.forces_replacement,
        "spec": place_json(finding.spec),
        "accepted": ignored_by_json(finding.accepted),
        "who": actor_json(finding.who),
        "seen": first_seen_json(finding.seen),
        "about": [{"name": name, "value": value} for name, value in removal.about],
        "remove": list(removal.commands),
    }


def _warnings(warnings: tuple[Diagnostic, ...], remarks: tuple[str, ...]) -> dict[str, Any]:
    return {
        "warnings": [
            {
                "message": w.message,
                "file": w.primary.span.file,
                "line": w.primary.span.line,
                "column": w.primary.span.column,
                "notes": [*w.notes, *w.helps],
            }
            for w in warnings
        ],
        "remarks": list(remarks),
    }
