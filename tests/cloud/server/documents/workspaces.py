"""Workspaces, their projects, and who locks them, as documents."""

from __future__ import annotations

import json

from ..store import Store
from ..values import Document, Holder, Token, Workspace
from .resources import granted, relation, resource

_PERMISSIONS = {
    "can-read-settings": "read", "can-read-run": "read", "can-read-variable": "read",
    "can-read-state-versions": "read", "can-read-state-outputs": "read", "can-read-assessment-results": "read",
    "can-queue-run": "plan", "can-queue-apply": "apply", "can-queue-destroy": "apply", "can-lock": "apply",
    "can-unlock": "apply", "can-create-state-versions": "apply", "can-force-unlock": "admin",
    "can-update": "admin", "can-update-variable": "admin", "can-destroy": "admin",
}  # fmt: skip


def project_document(id: str, name: str) -> Document:
    return resource(id, "projects", {"name": name}, links={"self": f"/api/v2/projects/{id}"})


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
        "permissions": granted(_PERMISSIONS, token)
        | ({"can-read-state-outputs": False} if workspace.hides_outputs else {}),
        "actions": {"is-destroyable": workspace.locked_by is None},
    }
    return resource(
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
    holder, state = workspace.locked_by, workspace.current_state
    assessment = f"/api/v2/workspaces/{workspace.id}/current-assessment-result"
    return {
        "organization": relation("organizations", store.organization),
        "project": relation("projects", workspace.project or store.default_project()),
        "current-run": relation("runs", workspace.current_run.id if workspace.current_run else None),
        "current-state-version": relation("state-versions", state.id if state else None),
        "locked-by": relation(holder.type, holder.id) if holder else {"data": None},
        "current-assessment-result": {"links": {"related": assessment}},
    }


def _resource_count(workspace: Workspace) -> int:
    state = workspace.current_state
    resources = json.loads(state.data).get("resources", []) if state else []
    return sum(len(r.get("instances", ())) for r in resources if r.get("mode") == "managed")


def user_id(user: str) -> str:
    return f"user-{user}"


def holder_document(holder: Holder) -> Document:
    """Return the user or team that holds a lock."""
    name = {"username": holder.name} if holder.type == "users" else {"name": holder.name}
    return resource(holder.id, holder.type, dict(name))
