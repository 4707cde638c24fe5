"""The life of a run: it waits for its turn, plans, is checked by a policy, waits for people, applies."""

from __future__ import annotations

import json
import time

from ..routing import Refused
from ..store import Store, discard_saved_plans, end_run, keep_state, lock_for_run
from ..values import AWAITS_OVERRIDE, CONFIRMABLE, FINAL, Applied, Phase, Planned, Run
from .plan_json import counted

STX, ETX = b"\x02", b"\x03"


def start_run(store: Store, run: Run) -> None:
    store.spawn(lambda: _live(store, run), run.id)


def _live(store: Store, run: Run) -> None:
    if not _wait_for_turn(store, run):
        return
    plan(store, run)
    with store.lock:
        if run.status not in FINAL and run.request.auto_apply and run.status in CONFIRMABLE:
            confirm(store, run)


def _wait_for_turn(store: Store, run: Run) -> bool:
    """Wait until the run may plan; False if it was cancelled or discarded before."""
    until = time.monotonic() + run.workspace.pending_seconds
    with store.lock:
        while not store.closed and run.status == "pending":
            rest = until - time.monotonic()
            if rest <= 0 and _may_work(store) and _gets_lock(store, run):
                store.working += 1
                store.set_status(run, "plan_queued")
                return True
            store.changed.wait(max(rest, 0.01) if rest > 0 else None)
    return False


def _may_work(store: Store) -> bool:
    return store.concurrency is None or store.working < store.concurrency


def _gets_lock(store: Store, run: Run) -> bool:
    """Let the oldest waiting run of a workspace take its lock; plan-only and save-plan runs need none."""
    if not run.takes_lock:
        return True
    waiting = (r for r in store.runs_of(run.workspace) if r.status == "pending" and r.takes_lock)
    return next(waiting, None) is run and lock_for_run(run)


def plan(store: Store, run: Run) -> None:
    """Plan, and give the run the status that follows."""
    run.input_state = run.workspace.current_state
    store.set_status(run, "planning")
    _begin(store, run, run.plan)
    try:
        planned = _planned(store, run)
    except Exception as problem:  # a defect of this server must not leave a run that never ends
        run.plan.log += f"the test server failed: {problem!r}\n".encode()
        planned = Planned(None)
    with store.lock:
        store.working -= 1
    run.document, run.schemas, run.has_changes = planned.document, planned.schemas, planned.has_changes
    run.plan.counts = counted(planned.document) if planned.document else {}
    failed = "errored" if planned.document is None else ""
    if (ending := _ending(run, failed)) is None:
        _finish(run, run.plan, "finished")
        _after_plan(store, run)
        return
    _finish(run, run.plan, "canceled" if "canceled" in ending else ending)
    end_run(store, run, ending)


def _planned(store: Store, run: Run) -> Planned:
    workspace = run.workspace
    if workspace.error is not None:
        run.plan.log += _error_text(workspace.error, structured=workspace.structured_output)
        return Planned(None)
    runner = workspace.runner or store.runner
    job = runner.start(run, run.input_state.data if run.input_state else None, store.folder)
    with store.lock:
        run.job = job
        if run.cancels:
            job.interrupt()
        if store.closed:
            job.kill()
    return job.plan(run.plan.log)


def _ending(run: Run, failed: str) -> str | None:
    """Return the last status of a run that was cancelled or failed, else None."""
    if run.status == "force_canceled":
        return run.status
    return "canceled" if run.cancels else failed or None


def _begin(store: Store, run: Run, phase: Phase) -> None:
    phase.status = "running"
    phase.log += STX + f"Terraform v{store.terraform_version}\non linux_amd64\n".encode()
    phase.log += b"Initializing plugins and modules...\n"


def _finish(run: Run, phase: Phase, status: str) -> None:
    phase.status = status
    if not run.workspace.unfinished_log:
        phase.log += ETX


def _error_text(message: str, *, structured: bool) -> bytes:
    line = {"@level": "error", "@message": f"Error: {message}", "type": "diagnostic"}
    diagnostic = {"severity": "error", "summary": message, "detail": ""}
    text = json.dumps(line | {"diagnostic": diagnostic}) if structured else f"Error: {message}"
    return f"{text}\n".encode()


def _after_plan(store: Store, run: Run) -> None:
    if run.workspace.extra_status:
        status, seconds = run.workspace.extra_status
        store.set_status(run, status)
        _wait(store, run, seconds)
    with store.lock:  # nobody confirms or discards a run on its way through these
        if run.cancels:
            end_run(store, run, "canceled")
            return
        store.set_status(run, "planned")
        _check_policy(store, run)
        settle(store, run)


def _wait(store: Store, run: Run, seconds: float) -> None:
    until = time.monotonic() + seconds
    with store.lock:
        while not store.closed and not run.cancels and (rest := until - time.monotonic()) > 0:
            store.changed.wait(rest)


def _check_policy(store: Store, run: Run) -> None:
    policy = run.workspace.policy
    if policy is None:
        return
    sentinel = policy.kind == "sentinel"
    store.set_status(run, "policy_checking" if sentinel else "post_plan_running")
    if policy.passed or policy.enforcement == "advisory":
        store.set_status(run, "policy_checked" if sentinel else "post_plan_completed")
    elif policy.enforcement == "hard-mandatory" or (run.request.plan_only and not sentinel):
        end_run(store, run, "errored")
    elif run.request.plan_only:
        end_run(store, run, "policy_soft_failed")
    else:
        store.set_status(run, "policy_override" if sentinel else "post_plan_awaiting_decision")


def settle(store: Store, run: Run) -> None:
    """Finish a run that applies nothing, and keep a saved plan unless the state has moved since."""
    if run.status in FINAL | AWAITS_OVERRIDE:
        return
    if run.request.plan_only or not (run.has_changes or run.request.allow_empty_apply):
        end_run(store, run, "planned_and_finished")
    elif run.request.save_plan and run.input_state is not run.workspace.current_state:
        end_run(store, run, "discarded")
    elif run.request.save_plan:
        store.set_status(run, "planned_and_saved")


def confirm(store: Store, run: Run) -> None:
    """Apply a run that waits for it. Whether HCP queues or refuses behind a lock is not documented."""
    with store.lock:
        if run.status not in CONFIRMABLE or run.request.plan_only:
            raise Refused(409, "transition not allowed")
        if not lock_for_run(run):
            raise Refused(409, "conflict", "the workspace is locked")
        store.set_status(run, "confirmed")
    store.spawn(lambda: _apply(store, run), f"{run.id} apply")


def _apply(store: Store, run: Run) -> None:
    with store.lock:
        while not store.closed and not _may_work(store):
            store.changed.wait()
        if store.closed or run.job is None:
            return
        store.working += 1
        job = run.job
        store.set_status(run, "apply_queued")
        store.set_status(run, "applying")
    _begin(store, run, run.apply)
    try:
        applied = job.apply(run.apply.log)
    except Exception as problem:
        run.apply.log += f"the test server failed: {problem!r}\n".encode()
        applied = Applied(False)
    with store.lock:
        store.working -= 1
    failed = "" if applied.succeeded else "errored"
    if applied.state and run.workspace.fail_state_upload:
        run.errored_state, failed = applied.state, "errored"
        run.apply.log += _error_text("Failed to save state", structured=run.workspace.structured_output)
    elif applied.state:
        keep_state(store, run.workspace, applied.state, run)
    ending = _ending(run, failed) if failed else "applied"
    run.apply.counts = run.plan.counts if ending == "applied" else {}
    status = {"applied": "finished", "errored": "errored"}.get(str(ending), "canceled")
    _finish(run, run.apply, status)
    discard_saved_plans(store, run.workspace, run)
    end_run(store, run, str(ending))
