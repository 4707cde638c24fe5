"""Apply: plan, ask, recheck, apply exactly that plan, and prove that nothing is left to do.

In: a `Workspace` whose folder the caller holds. Out: an `ApplyResult`. `StalePlan` if something changed since
the plan; another `RunFailed` if the apply failed, with what it left behind as `partial_apply`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from ..drift.convergence import apply_ignore_rules
from ..drift.ignore_rules import read_rules
from ..errors.exceptions import RunFailed
from ..errors.run_failed import NOTHING_CHANGED
from ..errors.warnings import warnings
from ..plan.fingerprint import planned_steps
from ..plan.result import ApplyResult, PlanResult
from ..source_map.reading import read_map
from ..terraform.events import Applied, Event, OnEvent, Started, ignore_event
from ..terraform.plan_stream import Needs
from ..workdir.last_applied import forget_applied, record_applied
from ..workdir.workspace import Workspace
from .apply_failure import apply_failure
from .destroy_checks import recreated_log_groups, refusing_leftovers
from .interrupted_apply import marking_apply, require_no_orphans, with_orphans
from .open_plan import OpenPlan, open_plan
from .plan import plan_result
from .recheck import recheck
from .session import PlanRequest, open_session
from .state import outputs_after_apply

Approve = Callable[[PlanResult], bool]
"""Is shown the plan and returns whether to apply it."""

_NO_OUTPUTS = "the outputs could not be read: `terraform output` failed, or was killed"
RECHECK_AFTER_SECONDS = 60.0
"""A plan that was shown for longer than this is checked again before it is applied."""


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """What is done before and after an apply.

    `lock_timeout` is in seconds. `today` decides which rules of `drift.ignore` have expired; without it no
    rule applies. With `unmanaged`, a destroy looks for objects that no state records.
    """

    recheck: bool = True
    verify: bool = True
    lock_timeout: int = 0
    leave_kubernetes_objects: bool = False
    today: date | None = None
    unmanaged: bool = True


DEFAULTS = ApplyOptions()


def apply(
    workspace: Workspace,
    approve: Approve,
    on_event: OnEvent = ignore_event,
    *,
    destroy: bool = False,
    options: ApplyOptions = DEFAULTS,
    clock: Callable[[], float] = time.monotonic,
) -> ApplyResult:
    """Plan, ask `approve`, and apply exactly that plan. An empty plan needs no approval."""
    request = PlanRequest(
        destroy=destroy,
        lock_timeout=options.lock_timeout,
        needs=Needs.CHANGES,
        recover=True,
        apply=True,
        today=options.today,
        savable=True,
    )
    session = open_session(workspace, on_event)
    session.terraform.require_apply(destroy=destroy)
    with open_plan(session, request) as opened:
        planned = with_orphans(opened, checked_plan(opened, options), applying=True)
        require_no_orphans(planned)
        shown = clock()
        if planned.empty and not destroy:
            record_applied(session.workdir)  # the folder says what is in AWS already
        if planned.empty or not approve(planned):
            return ApplyResult(planned, applied=False)
        if options.recheck and clock() - shown > RECHECK_AFTER_SECONDS:
            recheck(session, request, planned_steps(opened.document), "the plan")
        return apply_plan(opened, planned, options)


def destroy(
    workspace: Workspace,
    approve: Approve,
    on_event: OnEvent = ignore_event,
    *,
    options: ApplyOptions = DEFAULTS,
) -> ApplyResult:
    """Plan the removal of everything, ask `approve`, and do it."""
    return apply(workspace, approve, on_event, destroy=True, options=options)


def checked_plan(opened: OpenPlan, options: ApplyOptions) -> PlanResult:
    """Return the changes of a plan; `EksgenError` for a destroy that would stop half way."""
    return refusing_leftovers(
        opened,
        plan_result(opened),
        unmanaged=options.unmanaged,
        leave_kubernetes_objects=options.leave_kubernetes_objects,
    )


def apply_plan(opened: OpenPlan, planned: PlanResult, options: ApplyOptions) -> ApplyResult:
    """Apply a plan file, record what was applied, and verify the result."""
    progress: list[Applied] = []

    def listen(event: Event) -> None:
        if isinstance(event, Applied):
            progress.append(event)
        opened.session.on_event(event)

    session = open_session(opened.session.workspace, listen)
    with marking_apply(session.workdir):
        done = session.terraform.apply(opened.file, options.lock_timeout)
        if done.code:
            raise apply_failure(session, planned, progress, done)
    forget_applied(session.workdir) if planned.destroy else record_applied(session.workdir)
    if done.interrupts:
        raise session.error(done)
    with _explaining_applied():
        outputs = outputs_after_apply(session)
        result = ApplyResult(planned, True, outputs or {}, warnings((done,), session.trace))
        result = _verified(opened, result, options) if options.verify else result
    remarks: tuple[str, ...] = () if outputs is not None else (_NO_OUTPUTS,)
    if planned.destroy:
        remarks += recreated_log_groups(session.workspace, opened.document)
    return replace(result, plan=replace(result.plan, remarks=(*result.plan.remarks, *remarks)))


def _verified(opened: OpenPlan, result: ApplyResult, options: ApplyOptions) -> ApplyResult:
    """Add what a plan of the same objects would still do, which is nothing if all is well."""
    session, request = opened.session, replace(opened.request, needs=Needs.CHANGES, savable=False)
    session.on_event(Started("verify"))
    with open_plan(session, request) as reopened:
        remaining = plan_result(reopened)
        if request.destroy or options.today is None:
            return replace(result, remaining=remaining)
        workspace = session.workspace
        rules = read_rules(read_map(workspace.folder).get("drift") or {}, workspace.spec_folder)
        return apply_ignore_rules(result, remaining, rules, session.trace, options.today)


@contextmanager
def _explaining_applied() -> Iterator[None]:
    """Add to a failure in the block that the apply was done before."""
    try:
        yield
    except RunFailed as error:
        notes = (note for note in error.notes if note != NOTHING_CHANGED)
        error.notes = ("the apply itself succeeded; only the verification afterwards failed", *notes)
        raise
