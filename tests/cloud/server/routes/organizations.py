"""Entitlements, projects, the queue of runs, and the Explorer."""

from __future__ import annotations

from ..documents.resources import relation, resource
from ..documents.runs import run_document
from ..documents.workspaces import project_document
from ..routing import Answer, Call, Refused, Route, existing, many, one
from ..store import Store
from ..values import Document, Workspace, new_id

_ENTITLEMENTS = (
    "agents", "audit-logging", "cost-estimation", "policy-enforcement", "private-module-registry", "run-tasks",
    "sentinel", "sso", "state-storage", "teams", "vcs-integrations",
)  # fmt: skip
_QUEUED = ("pending", "plan_queued", "apply_queued")
_WORKING = ("planning", "applying")


def read_entitlements(call: Call) -> Answer:
    call.check_organization()
    attributes = dict.fromkeys(_ENTITLEMENTS, True) | {"operations": call.store.operations}
    return one({"id": f"org-{call.store.organization}", "type": "entitlement-sets", "attributes": attributes})


def list_projects(call: Call) -> Answer:
    call.check_organization()
    names = call.asked("filter[names]")
    projects = [(i, n) for i, n in call.store.projects.items() if not names or n in names]
    return many(call, [project_document(id, name) for id, name in projects])


def read_project(call: Call) -> Answer:
    id = call.path["id"]
    return one(project_document(id, existing(call.store.projects.get(id))))


def read_organization(call: Call) -> Answer:
    """Return the organization with its default project, as far as clients read it."""
    call.check_organization()
    project = relation("projects", call.store.default_project())
    name = call.store.organization
    return one(resource(name, "organizations", {"name": name}, {"default-project": project}))


def create_project(call: Call) -> Answer:
    call.check_organization()
    name = str(call.attributes.get("name") or "")
    if not name or name in call.store.projects.values():
        raise Refused(422, "invalid attribute", "Name has already been taken" if name else "Name is missing")
    id = new_id("prj")
    call.store.projects[id] = name
    return one(project_document(id, name), 201)


def list_queue(call: Call) -> Answer:
    call.check_organization()
    waiting = [run for run in call.store.runs.values() if run.status in _QUEUED]
    return many(call, [run_document(run, call.token) for run in waiting])


def read_capacity(call: Call) -> Answer:
    call.check_organization()
    statuses = [run.status for run in call.store.runs.values()]
    counts = {
        "pending": sum(status in _QUEUED for status in statuses),
        "running": sum(status in _WORKING for status in statuses),
    }
    return one({"id": call.store.organization, "type": "organization-capacity", "attributes": counts})


def explore(call: Call) -> Answer:
    """List workspaces with their drift; other views do not exist here."""
    call.check_organization()
    if not call.store.explorer:
        raise Refused(404, "not found")
    if call.asked("type") != {"workspaces"}:
        raise Refused(400, "bad request", "type must be workspaces")
    workspaces = sorted(call.store.workspaces.values(), key=lambda workspace: workspace.name)
    return many(call, [_explored(call.store, workspace) for workspace in workspaces])


def _explored(store: Store, workspace: Workspace) -> Document:
    runs, assessment = store.runs_of(workspace), workspace.assessment
    project = workspace.project or store.default_project()
    attributes = {
        "all-checks-succeeded": True,
        "current-run-external-id": runs[-1].id if runs else None,
        "current-run-status": runs[-1].status if runs else None,
        "drifted": bool(assessment and assessment.drifted),
        "resources-drifted": (assessment.drifted if assessment else None) or 0,
        "resources-undrifted": (assessment.undrifted if assessment else None) or 0,
        "external-id": workspace.id,
        "organization-name": store.organization,
        "project-external-id": project,
        "project-name": store.projects[project],
        "state-version-terraform-version": store.terraform_version if workspace.current_state else None,
        "tags": ", ".join(workspace.tags) or None,
        "vcs-repo-identifier": workspace.vcs_repo,
        "workspace-created-at": workspace.created,
        "workspace-name": workspace.name,
        "workspace-terraform-version": workspace.terraform_version,
        "workspace-updated-at": workspace.created,
    }
    return {"id": workspace.id, "type": "visibility-workspace", "attributes": attributes}


ROUTES = (
    Route("GET", "organizations/:organization/entitlement-set", read_entitlements),
    Route("GET", "organizations/:organization", read_organization),
    Route("GET", "projects/:id", read_project),
    Route("GET", "organizations/:organization/projects", list_projects),
    Route("POST", "organizations/:organization/projects", create_project, "admin"),
    Route("GET", "organizations/:organization/runs/queue", list_queue),
    Route("GET", "organizations/:organization/capacity", read_capacity),
    Route("GET", "organizations/:organization/explorer", explore, "admin"),
)
