"""Runs, plans and applies as documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..runs.possible import cancel_right, force_cancel_from, run_actions
from ..values import Document, Phase, Run, Token
from .resources import granted, relation, resource
from .workspaces import user_id

_RUN_PERMISSIONS = {
    "can-apply": "apply", "can-discard": "apply", "can-comment": "read",
    "can-force-execute": "admin", "can-force-cancel": "admin", "can-override-policy-check": "admin",
}  # fmt: skip
_COUNTS = {"additions": "add", "changes": "change", "destructions": "remove", "imports": "import"}


def run_document(run: Run, token: Token) -> Document:
    request = run.request
    attributes: Document = {
        "status": run.status,
        "message": request.message,
        "has-changes": run.has_changes,
        "plan-only": request.plan_only,
        "save-plan": request.save_plan,
        "is-destroy": request.is_destroy,
        "refresh": request.refresh,
        "refresh-only": request.refresh_only,
        "auto-apply": request.auto_apply,
        "allow-empty-apply": request.allow_empty_apply,
        "target-addrs": list(request.target_addrs) or None,
        "replace-addrs": list(request.replace_addrs) or None,
        "variables": [{"key": key, "value": value} for key, value in request.variables],
        "terraform-version": request.terraform_version or run.workspace.terraform_version,
        "created-at": run.created,
        "canceled-at": _time(run.canceled_at),
        "force-cancel-available-at": _time(force_cancel_from(run)),
        "source": request.source,
        "trigger-reason": "manual",
        "status-timestamps": dict(run.timestamps),
        "actions": run_actions(run),
        "permissions": _run_permissions(run, token),
    }
    return resource(run.id, "runs", attributes, _run_relations(run), {"self": f"/api/v2/runs/{run.id}"})


def _run_permissions(run: Run, token: Token) -> dict[str, bool]:
    return granted(_RUN_PERMISSIONS, token) | {"can-cancel": cancel_right(run) in token.rights}


def _time(seconds: float | None) -> str | None:
    return (
        None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    )


def _run_relations(run: Run) -> Document:
    policy = run.workspace.policy
    input_state = None if run.workspace.hides_input_state else run.input_state
    checked: list[Any] = []
    stages: list[Any] = []
    if policy and policy.kind == "sentinel":
        checked = [{"id": f"polchk-{run.id[4:]}", "type": "policy-checks"}]
    elif policy:
        stages = [{"id": f"ts-{run.id[4:]}", "type": "task-stages"}]
    return {
        "workspace": relation("workspaces", run.workspace.id),
        "created-by": relation("users", user_id(run.request.created_by)),
        "configuration-version": relation("configuration-versions", run.configuration.id),
        "input-state-version": relation("state-versions", input_state.id if input_state else None),
        "plan": relation("plans", run.plan.id),
        "apply": relation("applies", run.apply.id),
        "cost-estimate": {"data": None},
        "task-stages": {"data": stages},
        "policy-checks": {"data": checked},
        "run-events": {"data": []},
        "comments": {
            "data": [{"id": comment_id(run, n), "type": "comments"} for n in range(len(run.comments))]
        },
    }


def comment_id(run: Run, number: int) -> str:
    return f"wsc-{run.id[4:]}{number}"


def plan_document(run: Run) -> Document:
    document = _phase_document(run, run.plan, "plans")
    document["attributes"] |= {
        "has-changes": run.has_changes,
        "generated-configuration": False,
        "structured-run-output-enabled": run.workspace.structured_output,
        "execution-details": {"mode": "remote"},
    }
    for name in ("json-output", "json-output-redacted", "json-schema"):
        document["links"][name] = f"/api/v2/plans/{run.plan.id}/{name}"
    return document


def apply_document(run: Run) -> Document:
    document = _phase_document(run, run.apply, "applies")
    states = [state for state in run.workspace.states if state.run is run]
    document["relationships"]["state-versions"] = {
        "data": [{"id": state.id, "type": "state-versions"} for state in states]
    }
    return document


def _phase_document(run: Run, phase: Phase, type: str) -> Document:
    attributes: Document = {"status": phase.status, "status-timestamps": {}}
    if not run.workspace.missing_log_url:
        attributes["log-read-url"] = phase.log_url
    attributes |= {f"resource-{name}": phase.counts.get(count) for name, count in _COUNTS.items()}
    return resource(phase.id, type, attributes, {}, {"self": f"/api/v2/{type}/{phase.id}"})
