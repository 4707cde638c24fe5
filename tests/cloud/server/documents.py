"""Resources as JSON:API documents: `id`, `type`, `attributes`, `relationships`, `links`."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

from .store import Store
from .values import (
    AWAITS_OVERRIDE,
    CONFIRMABLE,
    FINAL,
    Assessment,
    ConfigurationVersion,
    Document,
    Holder,
    Phase,
    Run,
    StateVersion,
    Token,
    Workspace,
)

_PERMISSIONS = {
    "can-read-settings": "read", "can-read-run": "read", "can-read-variable": "read",
    "can-read-state-versions": "read", "can-read-state-outputs": "read", "can-read-assessment-results": "read",
    "can-queue-run": "plan", "can-queue-apply": "apply", "can-queue-destroy": "apply", "can-lock": "apply",
    "can-unlock": "apply", "can-create-state-versions": "apply", "can-force-unlock": "admin",
    "can-update": "admin", "can-update-variable": "admin", "can-destroy": "admin",
}  # fmt: skip
_RUN_PERMISSIONS = {
    "can-apply": "apply", "can-discard": "apply", "can-comment": "read",
    "can-force-execute": "admin", "can-force-cancel": "admin", "can-override-policy-check": "admin",
}  # fmt: skip
_COUNTS = {"additions": "add", "changes": "change", "destructions": "remove", "imports": "import"}


def relation(type: str, id: str | None) -> Document:
    return {"data": {"id": id, "type": type} if id else None}


def _resource(
    id: str, type: str, attributes: Document, relations: Document | None = None, links: Document | None = None
) -> Document:
    document = {"id": id, "type": type, "attributes": attributes}
    return document | {"relationships": relations or {}, "links": links or {}}


def _granted(permissions: dict[str, str], token: Token) -> dict[str, bool]:
    return {name: right in token.rights for name, right in permissions.items()}


def project_document(id: str, name: str) -> Document:
    return _resource(id, "projects", {"name": name}, links={"self": f"/api/v2/projects/{id}"})


def workspace_document(store: Store, workspace: Workspace, token: Token) -> Document:
    vcs = {"identifier": workspace.vcs_repo, "branch": "main", "display-identifier": workspace.vcs_repo}
    attributes: Document = {
        "name": workspace.name,
        "auto-apply": workspace.auto_apply,
        "execution-mode": workspace.execution_mode,
        "operations": workspace.execution_mode != "local",
        "locked": workspace.locked_by is not None,
        "locked-reason": workspace.locked_by.reason if workspace.locked_by else "",
        "terraform-version": workspace.terraform_version,
        "working-directory": workspace.working_directory or None,
        "structured-run-output-enabled": workspace.structured_output,
        "speculative-enabled": True,
        "assessments-enabled": workspace.assessments,
        "vcs-repo": vcs if workspace.vcs_repo else None,
        "vcs-repo-identifier": workspace.vcs_repo,
        "tag-names": list(workspace.tags),
        "resource-count": _resource_count(workspace),
        "created-at": workspace.created,
        "source": "tfe-api",
        "permissions": _granted(_PERMISSIONS, token),
        "actions": {"is-destroyable": workspace.locked_by is None},
    }
    return _resource(
        workspace.id,
        "workspaces",
        attributes,
        _workspace_relations(store, workspace),
        {
            "self": f"/api/v2/organizations/{store.organization}/workspaces/{workspace.name}",
            "self-html": f"/app/{store.organization}/workspaces/{workspace.name}",
        },
    )


def _workspace_relations(store: Store, workspace: Workspace) -> Document:
    holder, states = workspace.locked_by, current_states(workspace)
    assessment = f"/api/v2/workspaces/{workspace.id}/current-assessment-result"
    return {
        "organization": relation("organizations", store.organization),
        "project": relation("projects", workspace.project or store.default_project()),
        "current-run": relation("runs", workspace.current_run.id if workspace.current_run else None),
        "current-state-version": relation("state-versions", states[-1].id if states else None),
        "locked-by": relation(holder.type, holder.id) if holder else {"data": None},
        "current-assessment-result": {"links": {"related": assessment}},
    }


def current_states(workspace: Workspace) -> list[StateVersion]:
    """Return the states of a workspace that are complete, oldest first."""
    return [state for state in workspace.states if state.status == "finalized"]


def _resource_count(workspace: Workspace) -> int:
    states = current_states(workspace)
    resources = json.loads(states[-1].data).get("resources", []) if states else []
    return sum(len(r.get("instances", ())) for r in resources if r.get("mode") == "managed")


def user_id(user: str) -> str:
    return f"user-{user}"


def holder_document(holder: Holder) -> Document:
    """Return the user or team that holds a lock."""
    name = {"username": holder.name} if holder.type == "users" else {"name": holder.name}
    return _resource(holder.id, holder.type, dict(name))


def configuration_document(configuration: ConfigurationVersion, *, created: bool = False) -> Document:
    """Return a configuration version; the upload URL is only in the answer to its creation."""
    attributes: Document = {
        "status": configuration.status,
        "speculative": configuration.speculative,
        "provisional": configuration.provisional,
        "auto-queue-runs": configuration.auto_queue,
        "source": "github" if configuration.commit else "tfe-api",
        "error": "upload_error" if configuration.error else None,
        "error-message": configuration.error,
        "status-timestamps": {},
    }
    if created:
        attributes["upload-url"] = configuration.upload_url
    path = f"/api/v2/configuration-versions/{configuration.id}"
    ingress = relation("ingress-attributes", f"ia-{configuration.id[3:]}" if configuration.commit else None)
    links = {"self": path, "download": f"{path}/download"}
    return _resource(
        configuration.id, "configuration-versions", attributes, {"ingress-attributes": ingress}, links
    )


def ingress_document(configuration: ConfigurationVersion) -> Document:
    """Return what is known of the commit of a configuration version."""
    attributes: Document = {
        "commit-sha": configuration.commit,
        "branch": "main",
        "identifier": configuration.workspace.vcs_repo,
    }
    return _resource(f"ia-{configuration.id[3:]}", "ingress-attributes", attributes)


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
        "force-cancel-available-at": _time(_force_cancel_from(run)),
        "source": request.source,
        "trigger-reason": "manual",
        "status-timestamps": dict(run.timestamps),
        "actions": run_actions(run),
        "permissions": _run_permissions(run, token),
    }
    return _resource(run.id, "runs", attributes, _run_relations(run), {"self": f"/api/v2/runs/{run.id}"})


def _run_permissions(run: Run, token: Token) -> dict[str, bool]:
    return _granted(_RUN_PERMISSIONS, token) | {"can-cancel": cancel_right(run) in token.rights}


def cancel_right(run: Run) -> str:
    """Return the right that cancels a run: who may plan may also cancel a plan that is never applied."""
    return "plan" if run.request.plan_only else "apply"


def run_actions(run: Run) -> dict[str, bool]:
    """Return what may be done with a run now."""
    waits = run.status in CONFIRMABLE | AWAITS_OVERRIDE
    available = _force_cancel_from(run)
    return {
        "is-cancelable": not waits and run.status not in FINAL,
        "is-confirmable": run.status in CONFIRMABLE and not run.request.plan_only,
        "is-discardable": waits or run.status == "pending",
        "is-force-cancelable": available is not None and time.time() >= available and run.status not in FINAL,
    }


def _force_cancel_from(run: Run) -> float | None:
    return None if run.canceled_at is None else run.canceled_at + run.workspace.force_cancel_after


def _time(seconds: float | None) -> str | None:
    return (
        None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    )


def _run_relations(run: Run) -> Document:
    policy = run.workspace.policy
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
        "input-state-version": relation("state-versions", run.input_state.id if run.input_state else None),
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
    return _resource(phase.id, type, attributes, {}, {"self": f"/api/v2/{type}/{phase.id}"})


def state_document(store: Store, state: StateVersion) -> Document:
    """Return a state version; its download URL is new each time."""
    complete = state.status == "finalized"
    attributes: Document = {
        "serial": state.serial,
        "status": state.status,
        "size": len(state.data),
        "created-at": state.created,
        "state-version": 4,
        "terraform-version": store.terraform_version,
        "resources-processed": complete,
        "hosted-state-download-url": store.url_of(lambda: state.data),
        "hosted-json-state-download-url": store.url_of(lambda: state.json),
        "hosted-state-upload-url": None,
        "hosted-json-state-upload-url": None,
    }
    relations = {"run": relation("runs", state.run.id if state.run else None)}
    links = {"self": f"/api/v2/state-versions/{state.id}"}
    return _resource(state.id, "state-versions", attributes, relations, links)


def assessment_document(assessment: Assessment) -> Document:
    succeeded = assessment.drifted is not None
    attributes: Document = {
        "drifted": bool(assessment.drifted),
        "succeeded": succeeded,
        "error-message": None if succeeded else "The plan of the assessment failed.",
        "created-at": assessment.created,
        "resources-drifted": assessment.drifted,
        "resources-undrifted": assessment.undrifted,
        "all-checks-succeeded": True,
        "checks-passed": 0,
        "checks-failed": 0,
        "checks-errored": 0,
        "checks-unknown": 0,
    }
    path = f"/api/v2/assessment-results/{assessment.id}"
    names = ("json-output", "json-schema", "log-output")
    links = {"self": path} | {name: f"{path}/{name}" for name in names}
    return _resource(assessment.id, "assessment-results", attributes, {}, links)
