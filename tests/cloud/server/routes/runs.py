"""Runs: create, read, list, comment, confirm, discard, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..documents.configurations import configuration_document
from ..documents.runs import apply_document, comment_id, plan_document, run_document
from ..documents.workspaces import holder_document, workspace_document
from ..routing import Answer, Call, Refused, Route, existing, many, one
from ..runs import actions
from ..runs.possible import cancel_right
from ..runs.worker import confirm, start_run
from ..store import create_run
from ..values import ConfigurationVersion, Document, Run, RunRequest, Workspace
from .workspaces import holder_of


def create(call: Call) -> Answer:
    workspace = existing(call.store.workspaces.get(call.related("workspace") or ""))
    configuration = _configuration(call, workspace)
    request = _request(call, configuration)
    _check(configuration, request)
    run = create_run(call.store, configuration, request)
    start_run(call.store, run)
    return one(run_document(run, call.token), 201)


def _configuration(call: Call, workspace: Workspace) -> ConfigurationVersion:
    """Return the configuration version that is named, else the newest one that may be applied."""
    if id := call.related("configuration-version"):
        found = call.store.configurations.get(id)
    else:
        found = next((c for c in reversed(call.store.configurations.values()) if _usable(c, workspace)), None)
    if found is None or found.workspace is not workspace or found.status != "uploaded":
        raise Refused(422, "invalid attribute", "Configuration version is missing or not uploaded")
    return found


def _usable(configuration: ConfigurationVersion, workspace: Workspace) -> bool:
    kept_back = configuration.speculative or configuration.provisional
    return configuration.workspace is workspace and configuration.status == "uploaded" and not kept_back


def _request(call: Call, configuration: ConfigurationVersion) -> RunRequest:
    asked: dict[str, Any] = {key: value for key, value in call.attributes.items() if value is not None}
    save_plan = bool(asked.get("save-plan"))
    auto_apply = bool(asked.get("auto-apply", configuration.workspace.auto_apply))
    return RunRequest(
        message=str(asked.get("message") or RunRequest().message),
        plan_only=bool(asked.get("plan-only", configuration.speculative)),
        save_plan=save_plan,
        is_destroy=bool(asked.get("is-destroy")),
        refresh=asked.get("refresh") is not False,
        refresh_only=bool(asked.get("refresh-only")),
        auto_apply=auto_apply and not save_plan,
        allow_empty_apply=bool(asked.get("allow-empty-apply")),
        target_addrs=tuple(asked.get("target-addrs", ())),
        replace_addrs=tuple(asked.get("replace-addrs", ())),
        variables=tuple((v["key"], v["value"]) for v in asked.get("variables", ())),
        terraform_version=asked.get("terraform-version"),
        source=_source(call),
        created_by=call.token.user,
    )


def _source(call: Call) -> str:
    return "terraform+cloud" if call.attributes.get("source") == "terraform+cloud" else "tfe-api"


def _check(configuration: ConfigurationVersion, request: RunRequest) -> None:
    """Refuse what excludes each other. A speculative configuration is never applied."""
    problems = {
        "Refresh only and destroy exclude each other": request.is_destroy and request.refresh_only,
        "Plan only and save plan exclude each other": request.plan_only and request.save_plan,
        "Refresh only needs refresh": request.refresh_only and not request.refresh,
        "Terraform version may only be set for plan-only runs": (
            request.terraform_version is not None and not request.plan_only
        ),
        "A speculative configuration version can only be planned": (
            configuration.speculative and not request.plan_only
        ),
        "Runs need remote or agent execution": configuration.workspace.execution_mode == "local",
    }
    if problem := next((text for text, applies in problems.items() if applies), None):
        raise Refused(422, "invalid attribute", problem)


def read(call: Call) -> Answer:
    run, include = call.run(), call.asked("include")
    documents: dict[str, Callable[[], Document]] = {
        "plan": lambda: plan_document(run),
        "apply": lambda: apply_document(run),
        "workspace": lambda: workspace_document(call.store, run.workspace, call.token),
        "created_by": lambda: holder_document(holder_of(run.request.created_by)),
        "configuration_version": lambda: configuration_document(run.configuration),
    }
    return one(
        run_document(run, call.token),
        included=[make() for name, make in documents.items() if name in include],
    )


def list_runs(call: Call) -> Answer:
    """List the newest runs first; plan-only runs only if they are asked for."""
    operations = call.asked("filter[operation]")
    runs = [r for r in reversed(call.store.runs_of(call.workspace())) if _listed(r, operations)]
    if statuses := call.asked("filter[status]"):
        runs = [run for run in runs if run.status in statuses]
    if commits := call.asked("search[commit]"):
        runs = [run for run in runs if (run.configuration.commit or "").startswith(tuple(commits))]
    return many(call, [run_document(run, call.token) for run in runs])


def _listed(run: Run, operations: set[str]) -> bool:
    return operation(run) in operations if operations else not run.request.plan_only


def operation(run: Run) -> str:
    """Return what a run does, as `filter[operation]` names it."""
    request = run.request
    kinds = {
        "plan_only": request.plan_only,
        "save_plan": request.save_plan,
        "destroy": request.is_destroy,
        "refresh_only": request.refresh_only,
        "empty_apply": request.allow_empty_apply,
    }
    return next((name for name, applies in kinds.items() if applies), "plan_and_apply")


def nothing(call: Call) -> Answer:
    """List what this server never has."""
    call.run()
    return many(call, [])


def list_comments(call: Call) -> Answer:
    run = call.run()
    return many(call, [_comment(run, number) for number in range(len(run.comments))])


def _comment(run: Run, number: int) -> Document:
    return {"id": comment_id(run, number), "type": "comments", "attributes": {"body": run.comments[number]}}


def add_comment(call: Call) -> Answer:
    run = call.run()
    run.comments.append(str(call.attributes.get("body") or ""))
    return one(_comment(run, len(run.comments) - 1), 201)


def confirm_run(call: Call) -> Answer:
    run = call.run()
    confirm(call.store, run)
    if comment := call.sent.get("comment"):
        run.comments.append(str(comment))
    return Answer(202)


def discard_run(call: Call) -> Answer:
    actions.discard(call.store, call.run(), str(call.sent.get("comment") or "") or None)
    return Answer(202)


def cancel_run(call: Call) -> Answer:
    run = call.run()
    if cancel_right(run) not in call.token.rights:
        raise Refused(404, "not found")
    actions.cancel(call.store, run)
    if comment := call.sent.get("comment"):
        run.comments.append(str(comment))
    return Answer(202)


def force_cancel_run(call: Call) -> Answer:
    actions.force_cancel(call.store, call.run())
    return Answer(202)


ROUTES = (
    Route("POST", "runs", create, "plan", people_only=True),
    Route("GET", "runs/:id", read),
    Route("GET", "workspaces/:id/runs", list_runs),
    Route("GET", "runs/:id/run-events", nothing),
    Route("GET", "runs/:id/comments", list_comments),
    Route("POST", "runs/:id/comments", add_comment),
    Route("POST", "runs/:id/actions/apply", confirm_run, "apply"),
    Route("POST", "runs/:id/actions/discard", discard_run, "apply"),
    Route("POST", "runs/:id/actions/cancel", cancel_run, "plan"),
    Route("POST", "runs/:id/actions/force-cancel", force_cancel_run, "admin"),
)
