"""The runs of Terraform on a compiled folder, told as stories: validate, plan, drift; `apply.py` has apply.

In: a `Workspace`, whose folder the caller holds (`lock.py`), and a callback for progress. Out: values; a run
that fails raises `RunFailed` with what Terraform said, at the lines of the spec. The saved plan lives in a
private folder and is gone afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ...catalog.sensitive import ATTRIBUTES
from ..errors.run_failed import RunFailed
from ..plan.read import read_plan
from ..plan.result import PlanResult
from ..plan.version_steps import refused_steps
from ..terraform.events import OnEvent, ignore_event
from ..terraform.plan_stream import never, unchanged
from ..truncate import join_some
from ..workdir.workspace import Workspace
from .interrupted_apply import with_orphans
from .open_plan import OpenPlan, open_plan

Keep = Callable[[OpenPlan, PlanResult], None]


def plan(
    workspace: Workspace,
    on_event: OnEvent = ignore_event,
    *,
    destroy: bool = False,
    lock_timeout: int = 0,
    keep: Keep | None = None,
    whole: bool = False,
    targets: Sequence[str] = (),
) -> PlanResult:
    """What an apply (or, with `destroy`, a destroy) would do; waits `lock_timeout` seconds for the state.

    `keep` is called while Terraform's own file of the plan is still there. Without it and without `whole`, a
    plan that changes nothing is not looked into, so its `picture` is empty. With `targets` only these
    addresses and what they depend on are planned: the result is not complete, and a remark names the others.
    """
    enough = never if whole or keep is not None else unchanged
    with open_plan(
        workspace, on_event, destroy=destroy, lock_timeout=lock_timeout, enough=enough, targets=targets
    ) as saved:
        result = _remarked(plan_result(saved, destroy), targets)
        result = with_orphans(workspace, saved, result)
        if keep is not None:
            keep(saved, result)
        return result


def _remarked(planned: PlanResult, targets: Sequence[str]) -> PlanResult:
    """Terraform also plans what its targets depend on; nobody asked for that, so it is told."""
    others = [change.address.text for change in planned.changes if change.address.text not in targets]
    if not targets or not others:
        return planned
    told = f"not asked for, but what was depends on it: {join_some(others, 5)}"
    return replace(planned, remarks=(*planned.remarks, told))


def plan_result(saved: OpenPlan, destroy: bool) -> PlanResult:
    """What a plan on disk says. `RunFailed` if EKS would refuse a step of it."""
    if refused := refused_steps(saved.document, saved.trace):
        raise RunFailed("EKS would refuse this plan", code="version-step", diagnostics=refused)
    found = read_plan(saved.document, saved.subject, saved.trace, schema=ATTRIBUTES, destroy=destroy)
    return replace(found, warnings=saved.warnings, remarks=saved.remarks)
