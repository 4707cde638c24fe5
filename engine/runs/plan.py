"""Plan: what would an apply do?

In: a `Workspace`, whose folder the caller holds (`workdir/folder_lock.py`), and a callback for progress. Out:
values; a run that fails raises `RunFailed` with what Terraform said, at the lines of the spec.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ...catalog.resources.sensitive import ATTRIBUTES
from ..errors.run_failed import PlanRefused, RunFailed
from ..plan.protection import protected_changes
from ..plan.read import read_plan
from ..plan.result import PlanResult
from ..plan.version_steps import refused_steps
from ..terraform.events import OnEvent, ignore_event
from ..truncate import join_some
from ..workdir.workspace import Workspace
from .interrupted_apply import with_orphans
from .open_plan import OpenPlan, open_plan
from .session import WHOLE_PLAN, PlanRequest, open_session

Keep = Callable[[OpenPlan, PlanResult], None]
"""Is called with a plan while its file still exists, to save it."""


def plan(
    workspace: Workspace,
    on_event: OnEvent = ignore_event,
    request: PlanRequest = WHOLE_PLAN,
    *,
    keep: Keep | None = None,
) -> PlanResult:
    """Return what an apply (or a destroy) would do.

    With `targets` in the request the result is not complete, and a remark names what else would change.
    """
    session = open_session(workspace, on_event)
    with open_plan(session, request) as opened:
        result = plan_result(opened)
        result = _with_dependencies(result, request.targets)
        result = with_orphans(opened, result)
        if keep is not None:
            keep(opened, result)
        return result


def plan_result(opened: OpenPlan) -> PlanResult:
    """Return the typed changes of a plan.

    `RunFailed` if EKS would refuse one of them, `PlanRefused` if it would destroy what the spec protects.
    """
    trace = opened.session.trace
    if refused := refused_steps(opened.document, trace):
        raise RunFailed("EKS would refuse this plan", code="version-step", diagnostics=refused)
    result = read_plan(
        opened.document, opened.subject, trace, schema=ATTRIBUTES, destroy=opened.request.destroy
    )
    result = replace(result, warnings=opened.warnings, remarks=opened.remarks)
    if protected := protected_changes(opened.document, result, trace.protection):
        raise PlanRefused("the plan would destroy what the spec protects", result, "protected", protected)
    return result


def _with_dependencies(planned: PlanResult, targets: Sequence[str]) -> PlanResult:
    """Add a remark that names what Terraform plans only because the targets depend on it."""
    others = [change.address.text for change in planned.changes if change.address.text not in targets]
    if not targets or not others:
        return planned
    remark = f"also planned, because the targets depend on it: {join_some(others, 5)}"
    return replace(planned, remarks=(*planned.remarks, remark))
