"""Applying a plan that was just shown or one that was saved: looked at again before, proven afterwards.

In: a `Workspace` whose folder the caller holds. Out: an `ApplyResult`. `StalePlan` when something changed
since the plan; another `RunFailed` when the apply failed, with what it left behind as `partial_apply`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..aws.kubernetes_leftovers import kubernetes_leftovers, require_no_leftovers
from ..drift.ignore_rules import read_rules
from ..errors.partial_apply import partial_apply
from ..errors.run_failed import RunFailed, run_failed, warnings
from ..plan.document import PlanDocument
from ..plan.fingerprint import planned_steps
from ..plan.result import ApplyResult, PlanResult
from ..saved_plan.envelope import Envelope, plan_again_command, stale_plan
from ..saved_plan.provenance import read_state_mark, state_mismatch
from ..source_map.trace import Trace, read_map
from ..terraform.events import Applied, Completed, Event, OnEvent, Started, ignore_event
from ..terraform.plan_stream import unchanged
from ..workdir.folder_lock import read_killed_run
from ..workdir.last_applied import forget_applied, record_applied
from ..workdir.workspace import Workspace
from .convergence import apply_ignore_rules
from .init import private_folder, terraform_of
from .interrupted_apply import marking_apply, require_no_orphans, with_orphans
from .open_plan import open_plan, reopen_plan
from .plan import plan_result
from .recheck import recheck
from .state import outputs_after_apply, state_text

Approve = Callable[[PlanResult], bool]
RECHECK_AFTER_SECONDS = 60.0
"""A plan that somebody looked at for longer than this is checked again before it is applied."""


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """What is done around an apply: look again before it, prove afterwards that nothing is left to do. On the
    day `today` a rule of `drift.ignore` holds or is over; without it none is asked."""

    recheck: bool = True
    verify: bool = True
    lock_timeout: int = 0
    leave_kubernetes_objects: bool = False
    today: date | None = None


def apply(
    workspace: Workspace,
    approve: Approve,
    on_event: OnEvent = ignore_event,
    *,
    destroy: bool = False,
    care: ApplyOptions = ApplyOptions(),
    clock: Callable[[], float] = time.monotonic,
) -> ApplyResult:
    """Plan, ask `approve`, and apply exactly that plan. An empty plan is not asked about."""
    with open_plan(
        workspace, on_event, destroy=destroy, lock_timeout=care.lock_timeout, enough=unchanged
    ) as saved:
        planned = plan_result(saved, destroy)
        if destroy and not planned.empty:
            planned = _refusing_leftovers(workspace, saved.document, planned, care)
        planned = with_orphans(workspace, saved, planned)
        require_no_orphans(planned)
        asked = clock()
        if planned.empty or not approve(planned):
            if planned.empty and not destroy:
                record_applied(workspace.folder)  # what the folder says is what there is
            return ApplyResult(planned, applied=False)
        if care.recheck and clock() - asked > RECHECK_AFTER_SECONDS:
            recheck(
                workspace,
                planned_steps(saved.document),
                on_event,
                "the plan",
                destroy=destroy,
                lock_timeout=care.lock_timeout,
            )
        return _carry_out(workspace, saved.file, planned, saved.trace, on_event, care)


def _refusing_leftovers(
    workspace: Workspace, document: PlanDocument, planned: PlanResult, care: ApplyOptions
) -> PlanResult:
    """Stop a destroy for what Kubernetes made; what AWS did not tell becomes a remark."""
    if care.leave_kubernetes_objects:
        return planned
    found, remarks = kubernetes_leftovers(workspace, document)
    require_no_leftovers(found, planned.subject.cluster or "the cluster", remarks)
    return replace(planned, remarks=(*planned.remarks, *remarks))


def destroy(
    workspace: Workspace,
    approve: Approve,
    on_event: OnEvent = ignore_event,
    *,
    care: ApplyOptions = ApplyOptions(),
) -> ApplyResult:
    """Plan the removal of everything, ask `approve`, and do it."""
    return apply(workspace, approve, on_event, destroy=True, care=care)


def apply_saved(
    workspace: Workspace,
    envelope: Envelope,
    name: str,
    on_event: OnEvent = ignore_event,
    *,
    care: ApplyOptions = ApplyOptions(),
) -> ApplyResult:
    """Apply a saved plan, called `name`, whose proofs hold; state and cloud are checked here. What it takes
    in stands in the folder already (`imports.py`)."""
    here = read_state_mark(state_text(workspace, on_event))
    if reasons := state_mismatch(envelope.state, here):
        raise stale_plan(name, envelope, reasons)
    with private_folder(workspace.folder) as folder:
        file = folder / "plan"
        file.touch(mode=0o600)
        file.write_bytes(envelope.plan)
        if care.recheck:
            recheck(
                workspace,
                envelope.steps,
                on_event,
                name,
                destroy=envelope.destroy,
                lock_timeout=care.lock_timeout,
                targets=envelope.targets,
            )
        saved = reopen_plan(workspace, file, on_event)
        planned = plan_result(saved, envelope.destroy)
        if envelope.destroy and not planned.empty:
            planned = _refusing_leftovers(workspace, saved.document, planned, care)
        planned = with_orphans(workspace, saved, planned, always=care.recheck)
        again = plan_again_command(name, envelope, "--import-orphans")
        require_no_orphans(planned, f"take them in with a new plan, and apply that: {again}")
        if planned.empty:
            return ApplyResult(planned, applied=False)
        try:
            return _carry_out(workspace, file, planned, saved.trace, on_event, care, targets=envelope.targets)
        except RunFailed as error:
            if error.partial_apply is not None:
                error.notes = (*error.notes, "the saved plan is used up: what is left needs a new one")
            raise


def _carry_out(
    workspace: Workspace,
    file: Path,
    planned: PlanResult,
    trace: Trace,
    on_event: OnEvent,
    care: ApplyOptions,
    *,
    targets: Sequence[str] = (),
) -> ApplyResult:
    heard: list[Applied] = []

    def listen(event: Event) -> None:
        if isinstance(event, Applied):
            heard.append(event)
        on_event(event)

    terraform = terraform_of(workspace, listen)
    with marking_apply(workspace.folder):
        done = terraform.apply(file, care.lock_timeout)
        if not done.ok:
            raise _failed(workspace, planned, trace, heard, done)
    forget_applied(workspace.folder) if planned.destroy else record_applied(workspace.folder)
    result = ApplyResult(planned, True, outputs_after_apply(terraform), warnings((done,), trace))
    return _proven(workspace, result, on_event, care, targets) if care.verify else result


def _proven(
    workspace: Workspace, result: ApplyResult, on_event: OnEvent, care: ApplyOptions, targets: Sequence[str]
) -> ApplyResult:
    """With what a plan of the same objects would still do, which is nothing if all is well."""
    on_event(Started("verify"))
    gone = result.plan.destroy
    try:
        with open_plan(
            workspace,
            on_event,
            destroy=gone,
            lock_timeout=care.lock_timeout,
            enough=unchanged,
            targets=targets,
        ) as left:
            remaining = plan_result(left, gone)
            if gone or care.today is None:
                return replace(result, remaining=remaining)
            rules = read_rules(read_map(workspace.folder).get("drift") or {}, workspace.spec_folder)
            return apply_ignore_rules(result, remaining, rules, left.trace, care.today)
    except RunFailed as error:
        error.notes = ("the apply itself succeeded; only the look afterwards failed", *error.notes)
        raise


def _failed(
    workspace: Workspace, planned: PlanResult, trace: Trace, heard: list[Applied], done: Completed
) -> RunFailed:
    error = run_failed(done, trace, workspace.providers, read_killed_run(workspace.folder))
    if not heard:
        return error  # it never began
    said = [d for d in done.diagnostics if d.severity == "error"]
    state = _state_after(workspace, done)
    story = partial_apply(planned, heard, said, trace, state, state_unsaved=bool(done.unsaved))
    error.partial_apply = story
    error.diagnostics = tuple(cause.at for cause in story.causes if cause.at is not None)
    if not any("again" in text for text in (*error.helps, *(error.notes if done.interrupts else ()))):
        error.helps = (*error.helps, "mend what the errors name, then apply again: it goes on from here")
    return error


def _state_after(workspace: Workspace, done: Completed) -> str:
    """The newest state there is, "" where it cannot be had: no first failure hides behind a second."""
    try:
        return Path(done.unsaved).read_text("utf-8") if done.unsaved else state_text(workspace)
    except (RunFailed, OSError, ValueError):
        return ""
