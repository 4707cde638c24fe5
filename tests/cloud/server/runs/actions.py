"""What people do: cancel, force-cancel and discard runs, lock and unlock workspaces, start assessments."""

from __future__ import annotations

import time

from ..routing import Refused
from ..store import Store, create_run, end_run, release
from ..values import Assessment, Holder, Run, RunRequest, Token, Workspace
from .plan_json import managed_changes
from .possible import run_actions
from .worker import plan, settle


def cancel(store: Store, run: Run) -> None:
    """Interrupt a run: Terraform gets SIGINT, with a second call a second one."""
    with store.lock:
        if not run_actions(run)["is-cancelable"]:
            raise Refused(409, "transition not allowed")
        run.cancels += 1
        run.canceled_at = run.canceled_at or time.time()
        store.changed.notify_all()
        if run.status == "pending":
            end_run(store, run, "canceled")
        elif run.job:
            run.job.interrupt()


def force_cancel(store: Store, run: Run) -> None:
    """Kill a run that was cancelled some time ago; its lock is free at once."""
    with store.lock:
        if not run_actions(run)["is-force-cancelable"]:
            raise Refused(409, "transition not allowed")
        job = run.job
        release(run)
        store.set_status(run, "force_canceled")
        if job:
            job.kill()


def discard(store: Store, run: Run, comment: str | None = None) -> None:
    with store.lock:
        if not run_actions(run)["is-discardable"]:
            raise Refused(409, "transition not allowed")
        if comment:
            run.comments.append(comment)
        end_run(store, run, "discarded")


def override_policy(store: Store, run: Run) -> None:
    """Let somebody override the policy that a run failed."""
    with store.lock:
        passed = {"policy_override": "policy_checked", "post_plan_awaiting_decision": "post_plan_completed"}
        store.set_status(run, passed[run.status])
        settle(store, run)


def lock(store: Store, workspace: Workspace, holder: Holder) -> None:
    with store.lock:
        if workspace.locked_by:
            raise Refused(409, "conflict", "Unable to lock workspace. The workspace is already locked.")
        workspace.locked_by = holder
        store.changed.notify_all()


def unlock(store: Store, workspace: Workspace, token: Token, *, force: bool = False) -> None:
    """Unlock a workspace that nobody else has locked; with force, one that a user locked."""
    with store.lock:
        holder = workspace.locked_by
        if holder is None:
            raise Refused(409, "conflict", "Unable to unlock workspace. The workspace is already unlocked.")
        if holder.type == "runs" or (holder.name != token.user and not force):
            raise Refused(409, "conflict", f"Unable to unlock workspace. It is locked by {holder.name}.")
        workspace.locked_by = None
        store.changed.notify_all()


def assess(store: Store, workspace: Workspace) -> None:
    """Start a health assessment of the configuration that was applied last."""
    runs = store.runs_of(workspace)
    applied = [run for run in runs if run.status == "applied"]
    went_wrong = bool(runs) and runs[-1].status in ("errored", "canceled", "discarded", "force_canceled")
    if not workspace.assessments or not applied or went_wrong:
        raise Refused(
            409, "conflict", "An assessment cannot be started in the current state of the workspace."
        )
    run = create_run(store, applied[-1].configuration, RunRequest(plan_only=True), hidden=True)
    store.spawn(lambda: _assess(store, run), f"{run.id} assessment")


def _assess(store: Store, run: Run) -> None:
    with store.lock:
        store.working += 1
    plan(store, run)
    assessment = None if run.cancels else Assessment(run, None, None)
    if run.document is not None:
        changes = managed_changes(run.document)
        drifted = sum(change["change"]["actions"] != ["no-op"] for change in changes)
        assessment = Assessment(run, drifted, len(changes) - drifted)
    with store.lock:
        if assessment:
            store.assessments[assessment.id] = run.workspace.assessment = assessment
        store.hidden_runs.remove(run)
        store.changed.notify_all()
