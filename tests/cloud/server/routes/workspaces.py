"""Workspaces: create, read, change, lock, unlock; and the users and teams that lock them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from ..documents.runs import run_document
from ..documents.workspaces import holder_document, user_id, workspace_document
from ..routing import Answer, Call, Refused, Route, existing, many, one
from ..runs import actions
from ..values import Document, Holder, Workspace

_FIELDS: Mapping[str, str] = {
    "name": "name",
    "auto-apply": "auto_apply",
    "execution-mode": "execution_mode",
    "terraform-version": "terraform_version",
    "working-directory": "working_directory",
    "structured-run-output-enabled": "structured_output",
    "assessments-enabled": "assessments",
}
_MODES = ("remote", "local", "agent")


def create_workspace(call: Call) -> Answer:
    call.check_organization()
    name = str(call.attributes.get("name") or "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,90}", name):
        raise Refused(422, "invalid attribute", "Name can only include letters, numbers, -, and _")
    if call.store.workspace_named(name):
        raise Refused(422, "invalid attribute", "Name has already been taken")
    workspace = Workspace(name, terraform_version=call.store.terraform_version)
    workspace.project = call.related("project") or call.store.default_project()
    existing(call.store.projects.get(workspace.project))
    _change(call, workspace)
    workspace.tags = [*_tags(call, "tags", "name"), *_tags(call, "tag-bindings", "key")]
    call.store.workspaces[workspace.id] = workspace
    return one(workspace_document(call.store, workspace, call.token), 201)


def _tags(call: Call, relation: str, attribute: str) -> list[str]:
    return [str(tag["attributes"][attribute]) for tag in call.all_related(relation)]


def add_tags(call: Call) -> Answer:
    workspace, sent = call.workspace(), call.sent.get("data")
    new = [str(tag["attributes"]["name"]) for tag in sent or ()]
    workspace.tags = list(dict.fromkeys((*workspace.tags, *new)))
    return Answer(204)


def _change(call: Call, workspace: Workspace) -> None:
    mode = call.attributes.get("execution-mode") or workspace.execution_mode
    if mode not in _MODES:
        raise Refused(422, "invalid attribute", "Execution mode is invalid")
    if mode == "agent" and not call.attributes.get("agent-pool-id") and workspace.execution_mode != "agent":
        raise Refused(422, "invalid attribute", "Agent pool must be present")
    if call.attributes.get("assessments-enabled") and not call.store.offers_assessments:
        raise Refused(422, "invalid attribute", "Assessments are not available on this plan")
    for name, field in _FIELDS.items():
        value = call.attributes.get(name)
        if value is not None:
            setattr(workspace, field, value)


def list_workspaces(call: Call) -> Answer:
    call.check_organization()
    wanted, tags = "".join(call.asked("search[name]")), call.asked("search[tags]")
    found = [w for w in call.store.workspaces.values() if wanted in w.name and tags <= set(w.tags)]
    return many(call, [workspace_document(call.store, workspace, call.token) for workspace in found])


def read_by_name(call: Call) -> Answer:
    return _read(call, call.workspace_of_organization())


def read_by_id(call: Call) -> Answer:
    return _read(call, call.workspace())


def _read(call: Call, workspace: Workspace) -> Answer:
    included: list[Document] = []
    holder, current = workspace.locked_by, workspace.current_run
    if "current_run" in call.asked("include") and current:
        included.append(run_document(current, call.token))
    if "locked_by" in call.asked("include") and holder:
        run = call.store.runs.get(holder.id)
        included.append(run_document(run, call.token) if run else holder_document(holder))
    return one(workspace_document(call.store, workspace, call.token), included=included)


def change_by_name(call: Call) -> Answer:
    return _changed(call, call.workspace_of_organization())


def change_by_id(call: Call) -> Answer:
    return _changed(call, call.workspace())


def _changed(call: Call, workspace: Workspace) -> Answer:
    _change(call, workspace)
    return one(workspace_document(call.store, workspace, call.token))


def lock(call: Call) -> Answer:
    workspace = call.workspace()
    reason = str(call.sent.get("reason") or "")
    actions.lock(call.store, workspace, holder_of(call.token.user, reason))
    return one(workspace_document(call.store, workspace, call.token))


def holder_of(user: str, reason: str = "") -> Holder:
    """Return the user of a token as the holder of a lock."""
    return Holder("users", user_id(user), user, reason)


def unlock(call: Call) -> Answer:
    workspace = call.workspace()
    actions.unlock(call.store, workspace, call.token)
    return one(workspace_document(call.store, workspace, call.token))


def force_unlock(call: Call) -> Answer:
    workspace = call.workspace()
    actions.unlock(call.store, workspace, call.token, force=True)
    return one(workspace_document(call.store, workspace, call.token))


def list_variables(call: Call) -> Answer:
    workspace = call.workspace()
    return many(call, [_variable(workspace, name) for name in workspace.variables])


def _variable(workspace: Workspace, name: str) -> Document:
    """Return an environment variable; the value of a secret one is never shown."""
    hidden = name in workspace.secret_variables
    value = None if hidden else workspace.variables[name]
    attributes = {"key": name, "value": value, "category": "env", "sensitive": hidden, "hcl": False}
    return {"id": _variable_id(name), "type": "vars", "attributes": attributes}


def _variable_id(name: str) -> str:
    return f"var-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def create_variable(call: Call) -> Answer:
    workspace, name = call.workspace(), str(call.attributes.get("key") or "")
    if not name or name in workspace.variables:
        raise Refused(422, "invalid attribute", "Key has already been taken" if name else "Key is missing")
    if call.attributes.get("category") != "env":
        raise Refused(422, "invalid attribute", "this server has environment variables only")
    workspace.variables[name] = str(call.attributes.get("value") or "")
    if call.attributes.get("sensitive"):
        workspace.secret_variables.add(name)
    return one(_variable(workspace, name), 201)


def change_variable(call: Call) -> Answer:
    workspace = call.workspace()
    name = existing(next((n for n in workspace.variables if _variable_id(n) == call.path["variable"]), None))
    if call.attributes.get("sensitive") is False and name in workspace.secret_variables:
        raise Refused(422, "invalid attribute", "Sensitive cannot be changed back")
    workspace.variables[name] = str(call.attributes.get("value") or "")
    return one(_variable(workspace, name))


def read_user(call: Call) -> Answer:
    holders = [w.locked_by for w in call.store.workspaces.values() if w.locked_by]
    users = [holder_of(token.user) for token in call.store.tokens.values()]
    found = next((holder for holder in (*holders, *users) if holder.id == call.path["id"]), None)
    return one(holder_document(existing(found)))


def read_account(call: Call) -> Answer:
    """Return the user of the token; one of an organization has none."""
    if call.token.kind == "organization":
        raise Refused(404, "not found")
    return one(holder_document(holder_of(call.token.user)))


ROUTES = (
    Route("GET", "account/details", read_account),
    Route("POST", "organizations/:organization/workspaces", create_workspace, "admin"),
    Route("GET", "organizations/:organization/workspaces", list_workspaces),
    Route("GET", "organizations/:organization/workspaces/:name", read_by_name),
    Route("PATCH", "organizations/:organization/workspaces/:name", change_by_name, "admin"),
    Route("GET", "workspaces/:id", read_by_id),
    Route("PATCH", "workspaces/:id", change_by_id, "admin"),
    Route("POST", "workspaces/:id/relationships/tags", add_tags, "admin"),
    Route("POST", "workspaces/:id/actions/lock", lock, "apply"),
    Route("POST", "workspaces/:id/actions/unlock", unlock, "apply"),
    Route("POST", "workspaces/:id/actions/force-unlock", force_unlock, "admin"),
    Route("GET", "workspaces/:id/vars", list_variables),
    Route("GET", "workspaces/:id/all-vars", list_variables),
    Route("POST", "workspaces/:id/vars", create_variable, "admin"),
    Route("PATCH", "workspaces/:id/vars/:variable", change_variable, "admin"),
    Route("GET", "users/:id", read_user),
    Route("GET", "teams/:id", read_user),
)
